//! An answer, before it is compressed, journalled and sent.

use std::io::Write;

use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode,
    header::{CONTENT_ENCODING, CONTENT_TYPE, VARY},
};
use serde_json::Value;

/// An answer, or the refusal that a check ended it with.
pub(crate) type Outcome = Result<Reply, Reply>;

/// One answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    /// Boxed, so that a reply is small enough to be the error of a check.
    pub(crate) headers: Box<HeaderMap>,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn new(status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { status, ..Self::default() }
    }

    /// The answer either way.
    pub(crate) fn of(outcome: Outcome) -> Self {
        outcome.unwrap_or_else(|refusal| refusal)
    }

    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::new(status).header("content-type", "application/json; charset=utf-8").body(body.to_string())
    }

    pub(crate) fn html(status: u16, title: &str) -> Self {
        let text = format!(
            "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\"\"http://www.w3.org/TR/html4/strict.dtd\">\r\n\
             <HTML><HEAD><TITLE>{title}</TITLE></HEAD>\r\n<BODY><h2>{title}</h2>\r\n<hr><p>HTTP Error {status}.</p>\r\n</BODY></HTML>\r\n"
        );
        Self::new(status).header("content-type", "text/html; charset=us-ascii").body(text)
    }

    /// Sets a header. A value that HTTP cannot carry is left out.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            self.headers.insert(name, value);
        }
        self
    }

    pub(crate) fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) fn read_json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Compresses the body if the caller takes gzip and there is something to gain.
    pub(crate) fn gzip(mut self, accept_encoding: Option<&str>) -> Self {
        let accepted = accept_encoding.is_some_and(|list| {
            list.split(',').any(|item| {
                let mut parts = item.trim().split(';');
                let refused = |q: &str| q.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0));
                parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip")) && !parts.any(refused)
            })
        });
        if !accepted || self.body.len() < 256 || !self.headers.contains_key(CONTENT_TYPE) {
            return self;
        }
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        if let Ok(packed) = encoder.write_all(&self.body).and_then(|()| encoder.finish()) {
            self.body = packed.into();
            self.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            self.headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_only_to_those_who_take_it() {
        let reply = Reply::json(200, &Value::String("a".repeat(1000)));
        for (accept, packed) in [
            (Some("gzip"), true),
            (Some("deflate, GZIP;q=0.5"), true),
            (Some("gzip;q=0"), false),
            (Some("br"), false),
            (None, false),
        ] {
            let answer = reply.clone().gzip(accept);
            assert_eq!(answer.headers.contains_key(CONTENT_ENCODING), packed, "{accept:?}");
        }
    }
}
