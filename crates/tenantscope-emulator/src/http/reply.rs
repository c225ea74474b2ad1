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
    /// The body compressed, once somebody took the trouble.
    pub(crate) packed: Option<Bytes>,
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

    /// The page of a front door or gateway, which is not the service's own.
    pub(crate) fn html(status: u16) -> Self {
        let reply = Self::new(status);
        let title = reply.status.canonical_reason().unwrap_or("Error");
        let text = format!(
            "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\"\"http://www.w3.org/TR/html4/strict.dtd\">\r\n\
             <HTML><HEAD><TITLE>{title}</TITLE></HEAD>\r\n\
             <BODY><h2>{title}</h2>\r\n<hr><p>HTTP Error {status}.</p>\r\n</BODY></HTML>\r\n"
        );
        reply.header("content-type", "text/html; charset=us-ascii").body(text)
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
        self.packed = None;
        self
    }

    pub(crate) fn read_json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Prepares the compressed body, where there is something to gain.
    pub(crate) fn packed(mut self) -> Self {
        if self.packed.is_none() && self.body.len() >= 256 && self.headers.contains_key(CONTENT_TYPE) {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            let packed = encoder.write_all(&self.body).and_then(|()| encoder.finish());
            // Writing to memory does not fail; if it did, the plain body would be as good.
            self.packed = packed.ok().map(Bytes::from);
        }
        self
    }

    /// The reply with its body compressed, if the caller takes gzip.
    pub(crate) fn gzip(self, accept_encoding: Option<&str>) -> Self {
        if !accept_encoding.is_some_and(accepts_gzip) {
            return self;
        }
        let mut reply = self.packed();
        if let Some(packed) = reply.packed.take() {
            reply.body = packed;
            reply.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            reply.headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
        }
        reply
    }
}

/// Whether a value of `Accept-Encoding` takes gzip.
fn accepts_gzip(list: &str) -> bool {
    let refused = |q: &str| q.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0));
    list.split(',').any(|item| {
        let mut parts = item.trim().split(';');
        parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip")) && !parts.any(refused)
    })
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
