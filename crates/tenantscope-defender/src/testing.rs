//! A scripted transport and a credential for this crate's own tests.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use tenantscope_core::{
    AccessToken, Body, ManualClock, Pipeline, Result, RetryPolicy, SubscriptionId, Timestamp,
    TokenCredential, TokenRequest, Transport, TransportError, async_trait,
};

use crate::DefenderClient;

pub(crate) const SUBSCRIPTION: &str = "0000000a-0000-0000-0000-000000000001";

pub(crate) fn subscription() -> SubscriptionId {
    SUBSCRIPTION.parse().unwrap()
}

/// Answers as it was told, and remembers what it was asked.
#[derive(Clone, Debug)]
pub(crate) struct Stub(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    state: Mutex<State>,
    clock: ManualClock,
}

#[derive(Debug, Default)]
struct State {
    answers: VecDeque<Answer>,
    always: Option<Answer>,
    requests: Vec<Asked>,
    tokens: usize,
}

#[derive(Clone, Debug)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// A request as it was sent.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) body: String,
}

impl Default for Stub {
    fn default() -> Self {
        let clock = ManualClock::starting_at(Timestamp::UNIX_EPOCH);
        Self(Arc::new(Inner { state: Mutex::default(), clock }))
    }
}

impl Stub {
    /// Answers the next request so.
    pub(crate) fn then(self, status: u16, body: &str) -> Self {
        self.then_with(status, &[], body)
    }

    /// Answers the next request so, with headers.
    pub(crate) fn then_with(self, status: u16, headers: &[(&str, &str)], body: &str) -> Self {
        let headers = headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        self.0.state.lock().unwrap().answers.push_back(Answer { status, headers, body: body.into() });
        self
    }

    /// Answers every request so that nothing else answers.
    pub(crate) fn always(self, status: u16, body: &str) -> Self {
        self.0.state.lock().unwrap().always = Some(Answer { status, headers: Vec::new(), body: body.into() });
        self
    }

    pub(crate) fn requests(&self) -> Vec<Asked> {
        self.0.state.lock().unwrap().requests.clone()
    }

    pub(crate) fn urls(&self) -> Vec<String> {
        self.requests().into_iter().map(|asked| asked.url).collect()
    }

    pub(crate) fn tokens(&self) -> usize {
        self.0.state.lock().unwrap().tokens
    }

    pub(crate) fn clock(&self) -> &ManualClock {
        &self.0.clock
    }
}

#[async_trait]
impl Transport for Stub {
    async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Body>, TransportError> {
        let mut state = self.0.state.lock().unwrap();
        state.requests.push(Asked {
            method: request.method().to_string(),
            url: request.uri().to_string(),
            body: String::from_utf8(request.body().to_vec()).unwrap(),
        });
        let answer = state.answers.pop_front().or_else(|| state.always.clone());
        let answer = answer.unwrap_or_else(|| panic!("unexpected request: {:?}", state.requests.last()));
        let mut response = http::Response::builder().status(answer.status);
        for (name, value) in answer.headers {
            response = response.header(name, value);
        }
        Ok(response.body(Body::from(answer.body)).unwrap())
    }
}

#[async_trait]
impl TokenCredential for Stub {
    async fn get_token(&self, _: &TokenRequest) -> Result<AccessToken> {
        self.0.state.lock().unwrap().tokens += 1;
        Ok(AccessToken::new("token", "2099-01-01T00:00:00Z".parse().unwrap()))
    }
}

/// A client of the public cloud that speaks to the stub.
pub(crate) fn client(stub: &Stub) -> DefenderClient {
    let pipeline = Pipeline::builder()
        .transport(stub.clone())
        .clock(stub.clock().clone())
        .retry(RetryPolicy::new().repetitions(1))
        .build()
        .unwrap();
    DefenderClient::builder(stub.clone()).pipeline(pipeline).build().unwrap()
}
