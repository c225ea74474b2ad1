//! One call: its attempts, the waits between them, and when to give up.

use std::{sync::Arc, time::Duration};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use tokio::{sync::OwnedSemaphorePermit, time::Instant};
use tracing::{Instrument, Span, debug, debug_span, field, warn};

use super::Pipeline;
use crate::{
    AccessToken, Body, Error, ErrorBuilder, ErrorKind, RateLimit, Response, ResponseHead, Result, Secret,
    StreamingResponse, TokenRequest, TransportError, TransportPhase,
    challenge::Challenge,
    failure::{Failure, Repeat, Verdict, retry_after},
    gate::{Gate, Turn},
    origin::{check_origin, shown},
    request::{Request, RequestBody},
    service_client::ServiceClient,
};

/// How much of a failed answer's body is read, and how long that may take.
const MAX_FAILURE_BODY: usize = 256 * 1024;
const FAILURE_BODY_TIMEOUT: Duration = Duration::from_secs(5);

pub(super) struct Call<'a> {
    pipeline: &'a Pipeline,
    client: &'a ServiceClient,
    request: Request,
    client_request_id: String,
    origin: String,
    gate: Arc<Gate>,
    limits: Vec<RateLimit>,
    span: Span,
    timeout: Duration,
    started: Instant,
    /// What this call has slept on the pipeline's clock beyond what really passed.
    slept_ahead: Duration,
    repetitions: u32,
    refused: Option<AccessToken>,
    claims: Option<String>,
    has_new_token: bool,
    last_failure: Option<Error>,
}

/// Why an attempt isn't the last one, or is.
enum Stop {
    /// No repetition helps.
    GiveUp(Error),
    /// Another attempt may help, after this wait or the policy's own.
    TryAgain(Error, Option<Duration>),
    /// The token was refused: another attempt with a new one.
    WithNewToken(Error),
}

/// Held while a request is on its way and its answer arrives.
#[derive(Default)]
struct Admission {
    places: Vec<OwnedSemaphorePermit>,
    turns: Vec<Turn>,
}

type Arrived = (ResponseHead, Body, Vec<OwnedSemaphorePermit>);

impl<'a> Call<'a> {
    pub(super) fn new(pipeline: &'a Pipeline, client: &'a ServiceClient, request: Request) -> Self {
        let inner = &pipeline.0;
        let origin = client.endpoint().url().origin().ascii_serialization();
        let configured = |limit: RateLimit| inner.limits.get(limit.name()).copied().unwrap_or(limit);
        let client_request_id = uuid::Uuid::new_v4().to_string();
        let span = debug_span!(
            "request",
            otel.name = request.operation.name(),
            otel.kind = "client",
            operation = request.operation.name(),
            tenant = client.tenant().map(field::display),
            http.request.method = %request.method,
            server.address = request.url.host_str(),
            az.client_request_id = %client_request_id,
            http.response.status_code = field::Empty,
            http.request.resend_count = field::Empty,
        );
        Self {
            gate: inner.gates.of(&origin, client.tenant()),
            limits: request.operation.limits.iter().flatten().copied().map(configured).collect(),
            timeout: request.timeout.unwrap_or(inner.timeout),
            started: Instant::now(),
            slept_ahead: Duration::ZERO,
            repetitions: 0,
            refused: None,
            claims: None,
            has_new_token: false,
            last_failure: None,
            pipeline,
            client,
            request,
            client_request_id,
            origin,
            span,
        }
    }

    /// The answer as a whole. An answer that breaks off counts as a failed attempt.
    pub(super) async fn whole(mut self) -> Result<Response> {
        let span = self.span.clone();
        async {
            loop {
                let attempt = match self.attempt().await {
                    Ok((head, body, _places)) => self.read_whole(head, body).await,
                    Err(stop) => Err(stop),
                };
                match attempt {
                    Ok(response) => return Ok(response),
                    Err(stop) => self.before_next_attempt(stop).await?,
                }
            }
        }
        .instrument(span)
        .await
    }

    /// The answer as it arrives.
    pub(super) async fn streaming(mut self) -> Result<StreamingResponse> {
        let span = self.span.clone();
        async {
            loop {
                match self.attempt().await {
                    Ok((head, body, places)) => {
                        return Ok(StreamingResponse { head, body, timeout: self.timeout, _places: places });
                    }
                    Err(stop) => self.before_next_attempt(stop).await?,
                }
            }
        }
        .instrument(span)
        .await
    }

    async fn attempt(&mut self) -> Result<Arrived, Stop> {
        check_origin(&self.request.url, self.client.endpoint().url())
            .map_err(|error| Stop::GiveUp(self.named(error.into_builder()).build()))?;
        let token = self.token().await?;
        let request = self.http_request(token.as_ref()).await?;
        let Admission { places, turns } = self.admission().await?;
        let inner = &self.pipeline.0;
        turns.into_iter().for_each(Turn::used);
        let sent = async {
            let first = inner.warm_ups.enter(&self.origin).await;
            let answer = inner.transport.send(request).await?;
            if let Some(first) = first {
                first.done();
            }
            Ok(answer)
        };
        let answer = match self.within_deadline(sent).await? {
            Ok(answer) => answer,
            Err(error) => return Err(self.unreachable(error)),
        };
        self.span.record("http.response.status_code", answer.status().as_u16());
        let (parts, body) = answer.into_parts();
        let head = ResponseHead {
            status: parts.status.as_u16(),
            headers: parts.headers,
            url: self.request.url.clone(),
            operation: self.request.operation,
            service: self.client.service(),
            tenant: self.client.tenant().cloned(),
            client_request_id: self.client_request_id.clone(),
        };
        if parts.status.is_success() {
            return Ok((head, body, places));
        }
        Err(self.failed(parts.status, head, body, token).await)
    }

    /// Waits until the gate is open and the operation's limits let it through.
    async fn admission(&mut self) -> Result<Admission, Stop> {
        let inner = &self.pipeline.0;
        let gate = Arc::clone(&self.gate);
        let limits = self.limits.clone();
        loop {
            let place = gate.place(&limits, inner.clock.elapsed(), self.time_left());
            self.pause(place, "the service asked this tenant's requests to wait").await?;
            let mut admission = Admission::default();
            for limit in &limits {
                admission.places.extend(self.within_deadline(gate.enter(limit)).await?);
            }
            for limit in &limits {
                let now = inner.clock.elapsed();
                match gate.take_turn(limit, now, self.time_left()) {
                    Ok(Some(turn)) => {
                        self.pause(Ok(turn.start.saturating_sub(now)), "the service's limit is reached")
                            .await?;
                        admission.turns.push(turn);
                    }
                    Ok(None) => {}
                    Err(wait) => self.pause(Err(wait), "the service's limit is reached").await?,
                }
            }
            if gate.is_open(&limits, inner.clock.elapsed()) {
                return Ok(admission);
            }
            // It was closed meanwhile: give everything back, and wait in its row.
        }
    }

    async fn token(&mut self) -> Result<Option<AccessToken>, Stop> {
        let Some(credential) = self.client.credential() else {
            return Ok(None);
        };
        let mut request = TokenRequest::new(self.client.endpoint().scope());
        if let Some(tenant) = self.client.tenant() {
            request = request.for_tenant(tenant.clone());
        }
        if let Some(claims) = &self.claims {
            request = request.with_claims(claims.as_str());
        }
        if let Some(refused) = self.refused.take() {
            request = request.after_refusal_of(refused);
        }
        let token = self.within_deadline(credential.get_token(&request)).await?;
        token.map(Some).map_err(|error| {
            let mut error = error.into_builder();
            if let Some(tenant) = self.client.tenant() {
                error = error.tenant(tenant.clone());
            }
            Stop::GiveUp(error.build())
        })
    }

    async fn http_request(&self, token: Option<&AccessToken>) -> Result<http::Request<Bytes>, Stop> {
        let inner = &self.pipeline.0;
        let body = match &self.request.body {
            RequestBody::Fixed(body) => body.clone(),
            RequestBody::PerAttempt(make) => self
                .within_deadline(make())
                .await?
                .map_err(|error| Stop::GiveUp(self.named(error.into_builder()).build()))?,
        };
        let mut request = http::Request::new(body);
        *request.method_mut() = self.request.method.clone();
        *request.uri_mut() = self.request.url.as_str().parse().map_err(|_| {
            self.give_up(ErrorKind::InvalidInput, "the URL can't be sent: it is too long or malformed")
        })?;
        let headers = request.headers_mut();
        headers.extend(self.request.headers.clone());
        headers.insert(header::USER_AGENT, inner.user_agent.clone());
        for (name, value) in self.client.service().headers {
            headers.entry(*name).or_insert(HeaderValue::from_static(value));
        }
        if let Some(name) = self.client.service().request_id_header
            && let Ok(id) = HeaderValue::from_str(&self.client_request_id)
        {
            headers.insert(name, id);
        }
        if let Some(token) = token {
            headers.insert(header::AUTHORIZATION, self.bearer(token.secret())?);
        }
        let may_have_a_body = matches!(self.request.method, Method::POST | Method::PUT | Method::PATCH);
        if may_have_a_body && request.body().is_empty() {
            // Over HTTP/1.1 nothing would say that the body is empty, and servers answer 411.
            request.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        Ok(request)
    }

    fn bearer(&self, token: &Secret) -> Result<HeaderValue, Stop> {
        let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose())).map_err(|_| {
            self.give_up(ErrorKind::Local, "the credential's token holds characters that a header can't")
        })?;
        value.set_sensitive(true);
        Ok(value)
    }

    async fn read_whole(&self, head: ResponseHead, mut body: Body) -> Result<Response, Stop> {
        let limit = self.pipeline.0.max_body;
        match self.within_deadline(collect(&mut body, limit)).await? {
            Ok(Collected { body, cut: false }) => Ok(Response { head, body }),
            Ok(Collected { cut: true, .. }) => Err(Stop::GiveUp(
                head.error(ErrorKind::UnexpectedResponse)
                    .detail(format!("the answer is larger than {limit} bytes"))
                    .advice("Ask for less at once, or raise the pipeline's `max_body`.")
                    .build(),
            )),
            Err(error) => Err(self.repeatable(head.broken_off(error), None)),
        }
    }

    async fn failed(
        &mut self,
        status: StatusCode,
        head: ResponseHead,
        mut body: Body,
        token: Option<AccessToken>,
    ) -> Stop {
        // The headers are enough to hold the others back; the body may take its time.
        let mut closed = self.close_gate_by_headers(status, &head.headers);
        let collecting = collect(&mut body, MAX_FAILURE_BODY);
        let bound = FAILURE_BODY_TIMEOUT.min(self.time_left());
        // What can't be read of a failure is no reason to lose the rest of it.
        let text = match tokio::time::timeout(bound, collecting).await {
            Ok(Ok(collected)) => collected.body,
            _ => Bytes::new(),
        };
        let received = self.pipeline.0.clock.now();
        let (operation, service) = (self.request.operation, self.client.service());
        let failure = Failure::read(status, head.headers, &text, operation, service, head.tenant, received);
        if let Some(error) = self.redirected(&failure) {
            return Stop::GiveUp(error);
        }
        let app = self.client.credential().and_then(|credential| credential.identity().client_id);
        let verdict = failure.verdict(app.as_ref());
        let error = self.named(failure.error(&verdict)).build();
        if let Some(token) = token
            && self.wants_new_token(&failure, &verdict)
        {
            debug!(claims = self.claims.is_some(), "the token was refused; asking for a new one");
            self.refused = Some(token);
            return Stop::WithNewToken(error);
        }
        if verdict.kind == ErrorKind::Throttled && !closed {
            let asked = failure.retry_after().filter(|wait| !wait.is_zero());
            let wait = asked.unwrap_or_else(|| self.pipeline.0.retry.delay(self.repetitions + 1));
            self.close_gate(verdict.only_this_limit, wait);
            closed = true;
        }
        // a closed gate is the wait
        let wait =
            if closed { Some(Duration::ZERO) } else { failure.retry_after().filter(|wait| !wait.is_zero()) };
        match verdict.repeat {
            Repeat::Never => Stop::GiveUp(error),
            Repeat::NothingWasDone => Stop::TryAgain(error, wait),
            Repeat::IfRepeatable => self.repeatable(error, wait),
        }
    }

    /// Whether a 401 is worth one more attempt: once for the token itself, and once for claims that it lacks.
    fn wants_new_token(&mut self, failure: &Failure, verdict: &Verdict) -> bool {
        if failure.status() != 401 {
            return false;
        }
        if self.claims.is_none()
            && let Some(claims) = Challenge::read_all(failure.headers()).iter().find_map(Challenge::claims)
        {
            self.claims = Some(claims);
            self.has_new_token = true;
            return true;
        }
        verdict.kind == ErrorKind::Unauthenticated && !std::mem::replace(&mut self.has_new_token, true)
    }

    /// Closes the gate for a 429 without a body yet, and for a 503, that name a time. Says whether it did.
    fn close_gate_by_headers(&self, status: StatusCode, headers: &HeaderMap) -> bool {
        let turned_away = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
        // An operation with a limit of its own may have met just that one, which only its body tells.
        if !turned_away || (status == StatusCode::TOO_MANY_REQUESTS && !self.limits.is_empty()) {
            return false;
        }
        match retry_after(headers, self.pipeline.0.clock.now()) {
            Some(wait) if !wait.is_zero() => {
                self.close_gate(false, wait);
                true
            }
            _ => false,
        }
    }

    fn close_gate(&self, only_this_limit: bool, wait: Duration) {
        warn!(seconds = wait.as_secs_f64(), "the service asks to wait");
        let now = self.pipeline.0.clock.elapsed();
        if only_this_limit && !self.limits.is_empty() {
            for limit in &self.limits {
                self.gate.close(Some(limit), now, wait);
            }
        } else {
            self.gate.close(None, now, wait);
        }
    }

    /// A redirect is never followed: the token would go with it.
    fn redirected(&self, failure: &Failure) -> Option<Error> {
        if !(300..400).contains(&failure.status()) {
            return None;
        }
        let target = failure.header("location").and_then(|target| self.request.url.join(target).ok());
        let (kind, detail) = match target {
            Some(target) if target.origin() != self.client.endpoint().url().origin() => (
                ErrorKind::ForeignOrigin,
                format!(
                    "the answer redirects to `{}`, and redirects aren't followed with a token",
                    shown(&target)
                ),
            ),
            _ => (
                ErrorKind::UnexpectedResponse,
                "the answer is a redirect, which isn't followed with a token".to_owned(),
            ),
        };
        let error = failure.error(&failure.by_status()).kind(kind).detail(detail);
        Some(self.named(error).build())
    }

    fn unreachable(&self, error: TransportError) -> Stop {
        let phase = error.phase();
        let error = self
            .named(Error::builder(ErrorKind::Unreachable))
            .detail(format!("{error}: {}", self.request.url.host_str().unwrap_or_default()))
            .source(error)
            .build();
        match phase {
            TransportPhase::Impossible => Stop::GiveUp(error),
            // the server can't have acted
            TransportPhase::Connect => Stop::TryAgain(error, None),
            _ => self.repeatable(error, None),
        }
    }

    /// Another attempt, if repeating the operation does no harm.
    fn repeatable(&self, error: Error, wait: Option<Duration>) -> Stop {
        if self.request.operation.is_repeatable(&self.request.method) {
            Stop::TryAgain(error, wait)
        } else {
            Stop::GiveUp(error)
        }
    }

    async fn before_next_attempt(&mut self, stop: Stop) -> Result<()> {
        let (error, wait) = match stop {
            Stop::GiveUp(error) => return Err(error),
            Stop::WithNewToken(error) => {
                self.last_failure = Some(error);
                return Ok(());
            }
            Stop::TryAgain(error, wait) => (error, wait),
        };
        self.repetitions += 1;
        let inner = &self.pipeline.0;
        let allowed = self.request.repetitions.is_none_or(|most| self.repetitions <= most);
        if !allowed || !inner.retry.allows(self.repetitions) {
            return Err(error);
        }
        let wait = wait.unwrap_or_else(|| inner.retry.delay(self.repetitions));
        let longest = wait.max(self.gate.closed_for(&self.limits, inner.clock.elapsed()));
        if longest > self.time_left() {
            return Err(error);
        }
        debug!(%error, repetition = self.repetitions, seconds = wait.as_secs_f64(), "trying again");
        self.span.record("http.request.resend_count", self.repetitions);
        self.last_failure = Some(error);
        self.sleep(wait).await;
        Ok(())
    }

    /// Sleeps for a wait that fits the time left; the wait of an error doesn't.
    async fn pause(&mut self, wait: Result<Duration, Duration>, why: &str) -> Result<(), Stop> {
        match wait {
            Ok(wait) if wait.is_zero() => Ok(()),
            Ok(wait) => {
                debug!(seconds = wait.as_secs_f64(), "waiting: {why}");
                self.sleep(wait).await;
                Ok(())
            }
            Err(wait) => Err(Stop::GiveUp(self.last_failure.clone().unwrap_or_else(|| {
                self.named(Error::builder(ErrorKind::Throttled)).detail(why).retry_after(wait).build()
            }))),
        }
    }

    async fn sleep(&mut self, wait: Duration) {
        if wait.is_zero() {
            return;
        }
        let before = Instant::now();
        self.pipeline.0.clock.sleep(wait).await;
        self.slept_ahead += wait.saturating_sub(before.elapsed());
    }

    /// What is left of the call's time, in which its own sleeps count in full whatever clock they are on.
    fn time_left(&self) -> Duration {
        self.timeout.saturating_sub(self.started.elapsed().saturating_add(self.slept_ahead))
    }

    /// Bounds what waits for others: the transport and the credential. It runs on real time.
    async fn within_deadline<T>(&self, what: impl Future<Output = T>) -> Result<T, Stop> {
        tokio::time::timeout(self.time_left(), what).await.map_err(|_| {
            let mut error = self.named(Error::builder(ErrorKind::DeadlineExceeded));
            if let Some(last) = &self.last_failure {
                error = error.source(last.clone());
            }
            Stop::GiveUp(error.build())
        })
    }

    fn give_up(&self, kind: ErrorKind, detail: &str) -> Stop {
        Stop::GiveUp(self.named(Error::builder(kind)).detail(detail).build())
    }

    /// Adds to an error which call it was.
    fn named(&self, error: ErrorBuilder) -> ErrorBuilder {
        let error =
            error.operation(self.request.operation.name()).client_request_id(self.client_request_id.clone());
        match self.client.tenant() {
            Some(tenant) => error.tenant(tenant.clone()),
            None => error,
        }
    }
}

struct Collected {
    body: Bytes,
    cut: bool,
}

/// Reads a body up to a limit.
async fn collect(body: &mut Body, limit: usize) -> Result<Collected, TransportError> {
    // A body that comes in one piece is taken as it is.
    let Some(first) = body.next().await.transpose()? else {
        return Ok(Collected { body: Bytes::new(), cut: false });
    };
    let Some(second) = body.next().await.transpose()? else {
        return Ok(Collected { cut: first.len() > limit, body: first.slice(..first.len().min(limit)) });
    };
    let mut whole = BytesMut::from(&first[..first.len().min(limit)]);
    let mut piece = Some(second);
    while let Some(next) = piece {
        let room = limit - whole.len();
        whole.extend_from_slice(&next[..next.len().min(room)]);
        if next.len() > room || first.len() > limit {
            return Ok(Collected { body: whole.freeze(), cut: true });
        }
        piece = body.next().await.transpose()?;
    }
    Ok(Collected { body: whole.freeze(), cut: false })
}
