//! Entra's errors: an AADSTS number, an OAuth name, and a text with ids in it.

use serde_json::json;

use crate::{
    clock::spaced,
    http::{Call, Reply},
};

/// One refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Aadsts {
    /// 0 where Entra gives no number.
    pub(crate) code: u32,
    pub(crate) error: &'static str,
    pub(crate) text: String,
    suberror: Option<&'static str>,
}

impl Aadsts {
    pub(crate) fn new(code: u32, error: &'static str, text: impl Into<String>) -> Self {
        Self { code, error, text: text.into(), suberror: None }
    }

    /// A refusal that has only its OAuth name.
    pub(crate) fn without_code(error: &'static str, text: &str) -> Self {
        Self::new(0, error, text)
    }

    pub(crate) fn suberror(self, suberror: &'static str) -> Self {
        Self { suberror: Some(suberror), ..self }
    }

    pub(crate) fn missing(parameter: &str) -> Self {
        let text = format!("The request body must contain the following parameter: '{parameter}'.");
        Self::new(900_144, "invalid_request", text)
    }

    /// `AADSTS7000215: Invalid client secret provided. …`
    pub(crate) fn message(&self) -> String {
        match self.code {
            0 => self.text.clone(),
            code => format!("AADSTS{code}: {}", self.text),
        }
    }

    pub(crate) fn reply(&self, call: &Call) -> Reply {
        let status = match self.error {
            "invalid_client" => 401,
            "temporarily_unavailable" => 503,
            _ => 400,
        };
        let correlation = call.header("client-request-id").unwrap_or(&call.request_id);
        let timestamp = spaced(call.at);
        let mut body = json!({
            "error": self.error,
            // The ids are on lines of their own, which JSON escapes: a borrowed string cannot
            // hold this member.
            "error_description": format!(
                "{}\r\nTrace ID: {}\r\nCorrelation ID: {correlation}\r\nTimestamp: {timestamp}",
                self.message(),
                call.request_id,
            ),
            "error_codes": [],
            "timestamp": timestamp,
            "trace_id": call.request_id,
            "correlation_id": correlation,
        });
        if self.code != 0 {
            body["error_codes"] = json!([self.code]);
            body["error_uri"] = json!(format!("{}/error?code={}", call.base, self.code));
        }
        if let Some(suberror) = self.suberror {
            body["suberror"] = json!(suberror);
        }
        Reply::json(status, &body)
    }
}

pub(crate) fn throttled(call: &Call, status: u16) -> Reply {
    let reply = Aadsts::new(90_055, "temporarily_unavailable", "Server is too busy. Please try again later.")
        .reply(call);
    Reply { status: Reply::new(status).status, ..reply }
}

pub(crate) fn unavailable(call: &Call) -> Reply {
    Aadsts::new(90_033, "temporarily_unavailable", "A transient error has occurred. Please try again.")
        .reply(call)
}
