//! A transport that answers from a script and remembers what it was asked.

#![allow(clippy::unnecessary_wraps)] // answers of a script

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use serde_json::{Value, json};
use tenantscope_core::{Body, ManualClock, Pipeline, Transport, TransportError, TransportPhase};

pub(crate) type Answer = Result<Response<Body>, TransportError>;

#[derive(Clone, Debug)]
pub(crate) struct Stub {
    pub(crate) clock: ManualClock,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    answers: VecDeque<Answer>,
    requests: Vec<Request<Bytes>>,
}

impl Stub {
    pub(crate) fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let answers = answers.into_iter().collect();
        Self {
            clock: ManualClock::starting_at(super::now()),
            state: Arc::new(Mutex::new(State { answers, requests: Vec::new() })),
        }
    }

    pub(crate) fn pipeline(&self) -> Pipeline {
        Pipeline::builder().transport(self.clone()).clock(self.clock.clone()).build().unwrap()
    }

    pub(crate) fn requests(&self) -> Vec<Request<Bytes>> {
        self.state.lock().unwrap().requests.clone()
    }

    pub(crate) fn uris(&self) -> Vec<String> {
        self.requests().iter().map(|request| request.uri().to_string()).collect()
    }

    /// The forms that were posted.
    pub(crate) fn forms(&self) -> Vec<HashMap<String, String>> {
        self.requests()
            .iter()
            .map(|request| url::form_urlencoded::parse(request.body()).into_owned().collect())
            .collect()
    }
}

#[async_trait]
impl Transport for Stub {
    async fn send(&self, request: Request<Bytes>) -> Answer {
        let mut state = self.state.lock().unwrap();
        let described = format!("{} {}", request.method(), request.uri());
        state.requests.push(request);
        state.answers.pop_front().unwrap_or_else(|| panic!("a call that nobody expected: {described}"))
    }
}

pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: impl Into<String>) -> Answer {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Ok(response.body(Body::from(body.into())).unwrap())
}

pub(crate) fn ok(body: &Value) -> Answer {
    answer(200, &[("content-type", "application/json")], body.to_string())
}

/// A token that is good for an hour.
pub(crate) fn token(name: &str) -> Answer {
    ok(&json!({"token_type": "Bearer", "expires_in": 3600, "ext_expires_in": 3600, "access_token": name}))
}

/// A refusal in the identity platform's words.
pub(crate) fn refusal(status: u16, error: &str, code: u32, words: &str) -> Answer {
    let body = json!({
        "error": error,
        "error_description": format!("AADSTS{code}: {words}\r\nTrace ID: t1 Correlation ID: c1"),
        "error_codes": [code],
        "trace_id": "t1",
        "correlation_id": "c1",
        "timestamp": "2026-11-22 12:00:00Z",
        "error_uri": format!("https://login.microsoftonline.com/error?code={code}"),
    });
    answer(status, &[("x-ms-request-id", "r1")], body.to_string())
}

/// No answer at all.
pub(crate) fn lost() -> Answer {
    Err(TransportError::new(TransportPhase::Exchange, "connection reset by peer"))
}
