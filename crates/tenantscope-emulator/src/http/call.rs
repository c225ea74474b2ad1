//! A request, taken apart once for everybody.

use bytes::Bytes;
use http::{HeaderMap, Method, Version, request::Parts};
use serde_json::Value;
use time::OffsetDateTime;

use crate::{keys, service::Service};

/// One request to one service.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) service: Service,
    pub(crate) method: Method,
    pub(crate) version: Version,
    /// The path as it was sent.
    pub(crate) path: String,
    /// Its segments, decoded; empty ones left out.
    pub(crate) segments: Vec<String>,
    /// The query as it was sent.
    pub(crate) query: String,
    /// Its pairs, decoded, in order.
    pub(crate) pairs: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Scheme and host that the request came for. Every absolute link in an answer starts with it.
    pub(crate) base: String,
    /// When it arrived.
    pub(crate) at: OffsetDateTime,
    /// What the answer calls this request.
    pub(crate) request_id: String,
}

impl Call {
    pub(crate) fn new(service: Service, scheme: &str, parts: Parts, body: Bytes, at: OffsetDateTime) -> Self {
        let Parts { method, uri, version, headers, .. } = parts;
        // HTTP/2 carries the host in the request's target.
        let host = uri.authority().map(http::uri::Authority::as_str);
        let host = host.or_else(|| headers.get(http::header::HOST)?.to_str().ok()).unwrap_or("localhost");
        let path = uri.path().to_owned();
        let query = uri.query().unwrap_or_default().to_owned();
        Self {
            service,
            method,
            version,
            segments: path.split('/').filter(|s| !s.is_empty()).map(decode).collect(),
            pairs: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            base: format!("{scheme}://{host}"),
            path,
            query,
            headers,
            body,
            at,
            request_id: keys::random_guid(),
        }
    }

    /// A request inside this one, as a batch has them.
    pub(crate) fn part(
        &self,
        method: Method,
        path: String,
        query: String,
        headers: HeaderMap,
        body: Bytes,
    ) -> Self {
        Self {
            method,
            segments: path.split('/').filter(|s| !s.is_empty()).map(decode).collect(),
            pairs: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            path,
            query,
            headers,
            body,
            request_id: keys::random_guid(),
            ..self.clone()
        }
    }

    /// The segments in lower case, for routes: none of these services tells letter case apart in a
    /// path.
    pub(crate) fn route(&self) -> Vec<String> {
        self.segments.iter().map(|s| s.to_ascii_lowercase()).collect()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The value of a query parameter, whose name is compared without case.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let pair = self.pairs.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        Some(&pair.1)
    }

    /// The token of the `Authorization: Bearer` header.
    pub(crate) fn bearer(&self) -> Option<&str> {
        let (scheme, token) = self.header("authorization")?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    }

    /// The host name that the request came for, without a port.
    pub(crate) fn host(&self) -> &str {
        let authority = self.base.split_once("://").map_or(self.base.as_str(), |(_, rest)| rest);
        authority.rsplit_once(':').map_or(authority, |(host, _)| host)
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The body as a form.
    pub(crate) fn form(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(&self.body).into_owned().collect()
    }

    /// This request's address with the query parameter `name` set to `value`.
    pub(crate) fn link(&self, name: &str, value: &str) -> String {
        let kept = self.query.split('&').filter(|pair| {
            let key = pair.split('=').next().unwrap_or_default();
            !pair.is_empty() && !decode(key).eq_ignore_ascii_case(name)
        });
        let value: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
        let query: Vec<&str> = kept.collect();
        let separator = if query.is_empty() { "" } else { "&" };
        format!("{}{}?{}{separator}{name}={value}", self.base, self.path, query.join("&"))
    }
}

/// Percent-decoding of a path segment, where a plus sign is a plus sign.
pub(crate) fn decode(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let hex = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
        let ahead = bytes.clone().next().and_then(hex).zip(bytes.clone().nth(1).and_then(hex));
        match ahead {
            Some((high, low)) if byte == b'%' => {
                out.push(high * 16 + low);
                bytes.nth(1);
            }
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(uri: &str) -> Call {
        let request = http::Request::builder().uri(uri).header("host", "127.0.0.1:1").body(()).unwrap();
        Call::new(Service::Graph, "http", request.into_parts().0, Bytes::new(), OffsetDateTime::UNIX_EPOCH)
    }

    #[test]
    fn links_keep_the_other_options_and_replace_their_own() {
        let call = call("/v1.0/x?$top=2&$skiptoken=old&$filter=a%20eq%20'b'");
        let link = call.link("$skiptoken", "new+");
        assert_eq!(link, "http://127.0.0.1:1/v1.0/x?$top=2&$filter=a%20eq%20'b'&$skiptoken=new%2B");
    }

    #[test]
    fn path_segments_are_decoded_and_plus_stays() {
        assert_eq!(call("/a%24b+c//d%2").segments, ["a$b+c", "d%2"]);
    }
}
