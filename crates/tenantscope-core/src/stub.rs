//! A transport for unit tests that answers from a script and remembers what it was asked.

#![allow(clippy::unwrap_used, clippy::unnecessary_wraps)] // used by tests only, as answers in a script

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};

use crate::{
    AccessToken, Body, Endpoint, ManualClock, Pipeline, PipelineBuilder, Result, Service, ServiceClient,
    Timestamp, TokenCredential, TokenRequest, Transport, TransportError, TransportPhase,
};

pub(crate) type Answer = Result<Response<Body>, TransportError>;

#[derive(Clone, Debug, Default)]
pub(crate) struct Stub(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    answers: VecDeque<Answer>,
    requests: Vec<Request<Bytes>>,
}

impl Stub {
    pub(crate) fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let answers = answers.into_iter().collect();
        Self(Arc::new(Mutex::new(State { answers, requests: Vec::new() })))
    }

    /// What it was asked so far.
    pub(crate) fn requests(&self) -> Vec<Request<Bytes>> {
        self.0.lock().unwrap().requests.clone()
    }

    /// The paths with queries that it was asked for so far.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.requests().iter().map(|request| request.uri().path_and_query().unwrap().to_string()).collect()
    }

    /// The bearer tokens of the requests so far.
    pub(crate) fn tokens(&self) -> Vec<String> {
        let bearer = |request: &Request<Bytes>| {
            request
                .headers()
                .get("authorization")
                .map_or_else(String::new, |v| v.to_str().unwrap().replace("Bearer ", ""))
        };
        self.requests().iter().map(bearer).collect()
    }
}

#[async_trait]
impl Transport for Stub {
    async fn send(&self, request: Request<Bytes>) -> Answer {
        let mut state = self.0.lock().unwrap();
        let described = format!("{} {}", request.method(), request.uri());
        state.requests.push(request);
        state.answers.pop_front().unwrap_or_else(|| panic!("a call that nobody expected: {described}"))
    }
}

/// An answer with a status, headers and a body.
pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: impl Into<String>) -> Answer {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Ok(response.body(Body::from(body.into())).unwrap())
}

pub(crate) fn ok(body: impl Into<String>) -> Answer {
    answer(200, &[], body)
}

/// No answer at all.
pub(crate) fn lost(phase: TransportPhase) -> Answer {
    Err(TransportError::new(phase, "connection reset by peer"))
}

/// An answer that breaks off.
pub(crate) fn broken_off(start: &'static str) -> Answer {
    let pieces =
        [Ok(Bytes::from(start)), Err(TransportError::new(TransportPhase::Body, "connection reset by peer"))];
    Ok(Response::new(Body::from_stream(futures_util::stream::iter(pieces))))
}

/// Numbers its tokens: `token-1`, `token-2`, … A new one is made only when one was refused.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbered(Arc<Mutex<(u32, Vec<TokenRequest>)>>);

impl Numbered {
    pub(crate) fn requests(&self) -> Vec<TokenRequest> {
        self.0.lock().unwrap().1.clone()
    }
}

#[async_trait]
impl TokenCredential for Numbered {
    async fn get_token(&self, request: &TokenRequest) -> Result<AccessToken> {
        let mut state = self.0.lock().unwrap();
        if request.refused().is_some() || state.0 == 0 {
            state.0 += 1;
        }
        state.1.push(request.clone());
        Ok(AccessToken::new(format!("token-{}", state.0), Timestamp::UNIX_EPOCH))
    }
}

pub(crate) static SERVICE: Service = Service::new("Test Service").request_id_header("client-request-id");

/// A clock, a credential and a client of `https://api.example` that answers from the script.
pub(crate) fn client(stub: &Stub) -> (ServiceClient, ManualClock, Numbered) {
    client_with(stub, Pipeline::builder())
}

pub(crate) fn client_with(stub: &Stub, builder: PipelineBuilder) -> (ServiceClient, ManualClock, Numbered) {
    let clock = ManualClock::starting_at("2026-11-22T00:00:00Z".parse().unwrap());
    let credential = Numbered::default();
    let pipeline = builder.transport(stub.clone()).clock(clock.clone()).build().unwrap();
    let endpoint = Endpoint::new("https://api.example", "https://api.example/.default").unwrap();
    let client = ServiceClient::new(pipeline, &SERVICE, endpoint)
        .with_credential(credential.clone().into())
        .with_tenant("contoso.com".parse().unwrap());
    (client, clock, credential)
}
