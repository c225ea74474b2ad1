//! The form of a token request.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::error::Aadsts;
use crate::http::{Call, call::decode};

/// The pairs of a form, in which an empty value is as good as none.
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    pub(crate) fn read(call: &Call) -> Result<Self, Aadsts> {
        Self::read_for(call, "grant_type")
    }

    /// Reads the form of a request whose first required parameter is `first`.
    pub(crate) fn read_for(call: &Call, first: &str) -> Result<Self, Aadsts> {
        if call.body.is_empty() {
            return Err(Aadsts::missing(first));
        }
        let content_type = call.header("content-type").unwrap_or_default();
        if !content_type.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
            return Err(Aadsts::missing(first));
        }
        let form = call.form();
        let mut names: Vec<&str> = form.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        if names.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(Aadsts::new(
                9_002_313,
                "invalid_request",
                "Invalid request. Request is malformed or invalid.",
            ));
        }
        Ok(Self(form))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, value)| key == name && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn required(&self, name: &str) -> Result<&str, Aadsts> {
        self.get(name).ok_or_else(|| Aadsts::missing(name))
    }
}

/// The id and secret of an HTTP Basic header, each of them form-encoded first (RFC 6749, 2.3.1).
pub(crate) fn basic(call: &Call) -> Option<(String, String)> {
    let (scheme, text) = call.header("authorization")?.split_once(' ')?;
    let decoded = scheme.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(text.trim()).ok())??;
    let text = String::from_utf8(decoded).ok()?;
    let (id, secret) = text.split_once(':')?;
    let decode = |text: &str| decode(&text.replace('+', " "));
    Some((decode(id), decode(secret)))
}
