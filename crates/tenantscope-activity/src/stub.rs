//! A service for tests that answers from a closure, and a client of it.

use std::{
    fmt,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use futures_util::stream;
use http::{HeaderValue, Request, Response};
use tenantscope_core::{
    AccessToken, Body, Clock, Credential, ManualClock, Pipeline, Result, TenantId, Timestamp,
    TokenCredential, TokenRequest, Transport, TransportError, TransportPhase, async_trait,
};

use crate::ActivityClient;

pub(crate) const TENANT: &str = "aaaaaaaa-0000-4000-8000-000000000001";
pub(crate) const PUBLISHER: &str = "bbbbbbbb-0000-4000-8000-000000000002";
pub(crate) const FEED: &str =
    "https://manage.office.com/api/v1.0/aaaaaaaa-0000-4000-8000-000000000001/activity/feed";
pub(crate) const NOW: &str = "2026-11-22T12:00:00Z";

/// What was asked and what answers.
#[derive(Clone)]
pub(crate) struct Stub {
    pub(crate) asked: Arc<Mutex<Vec<String>>>,
    pub(crate) clock: ManualClock,
    answer: Arc<dyn Fn(&str) -> Answer + Send + Sync>,
}

/// An answer: status, headers, and a body in pieces that may break off.
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    pieces: Vec<&'static [u8]>,
    breaks_off: bool,
}

pub(crate) fn answer(status: u16, body: impl Into<String>) -> Answer {
    let body: &'static str = Box::leak(body.into().into_boxed_str());
    Answer { status, headers: Vec::new(), pieces: vec![body.as_bytes()], breaks_off: false }
}

impl Answer {
    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn breaking_off(mut self) -> Self {
        self.breaks_off = true;
        self
    }

    /// In pieces of so many bytes.
    pub(crate) fn in_pieces(mut self, bytes: usize) -> Self {
        self.pieces = self.pieces.concat().leak().chunks(bytes).collect();
        self
    }
}

impl Stub {
    /// Answers by method and address: `GET https://…`.
    pub(crate) fn new(answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        let now = NOW.parse().unwrap();
        Self { asked: Arc::default(), clock: ManualClock::starting_at(now), answer: Arc::new(answer) }
    }

    pub(crate) fn client(&self) -> ActivityClient {
        let pipeline = Pipeline::builder().transport(self.clone()).clock(self.clock.clone()).build().unwrap();
        ActivityClient::builder(Credential::from(Token), PUBLISHER.parse::<TenantId>().unwrap())
            .tenant(TENANT.parse().unwrap())
            .pipeline(pipeline)
            .build()
            .unwrap()
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

impl fmt::Debug for Stub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stub")
    }
}

#[async_trait]
impl Transport for Stub {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let asked = format!("{} {}", request.method(), request.uri());
        let answer = (self.answer)(&asked);
        let body = String::from_utf8_lossy(request.body());
        self.asked.lock().unwrap().push(if body.is_empty() { asked } else { format!("{asked} {body}") });
        let broken = || {
            TransportError::new(
                TransportPhase::Body,
                std::io::Error::from(std::io::ErrorKind::ConnectionReset),
            )
        };
        let pieces = answer.pieces.into_iter().map(|piece| Ok(Bytes::from_static(piece)));
        let pieces = pieces.chain(answer.breaks_off.then(|| Err(broken()))).collect::<Vec<_>>();
        let mut response = Response::new(Body::from_stream(stream::iter(pieces)));
        *response.status_mut() = answer.status.try_into().unwrap();
        let headers = response.headers_mut();
        headers.insert("date", HeaderValue::try_from(http_date(self.clock.now())).unwrap());
        for (name, value) in answer.headers {
            headers.insert(name, value.parse().unwrap());
        }
        Ok(response)
    }
}

/// `Sun, 22 Nov 2026 12:00:00 GMT`, but that nobody looks at the day of the week.
fn http_date(now: Timestamp) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let text = now.to_string();
    let month = MONTHS[text[5..7].parse::<usize>().unwrap() - 1];
    format!("Sun, {} {month} {} {} GMT", &text[8..10], &text[..4], &text[11..19])
}

#[derive(Debug)]
struct Token;

#[async_trait]
impl TokenCredential for Token {
    async fn get_token(&self, _: &TokenRequest) -> Result<AccessToken> {
        Ok(AccessToken::new("token", Timestamp::from_unix_seconds(4_102_444_800).unwrap()))
    }
}
