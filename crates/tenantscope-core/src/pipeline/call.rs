//! One call: its attempts, the waits between them, and when to give up.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderValue, Method, StatusCode, header};
use tokio::sync::OwnedSemaphorePermit;
use tracing::{Instrument, Span, debug, debug_span, field, warn};

use super::Pipeline;
use crate::{
    AccessToken, Body, Error, ErrorKind, Response, ResponseHead, Result, Secret, StreamingResponse,
    TokenRequest, TransportError, TransportPhase,
    challenge::Challenge,
    failure::{Failure, Repeat},
    origin::{check_origin, shown},
    request::{Request, RequestBody},
    service_client::ServiceClient,
};

/// How much of a failed answer's body is read.
const MAX_FAILURE_BODY: usize = 256 * 1024;

pub(super) struct Call<'a> {
    pipeline: &'a Pipeline,
    client: &'a ServiceClient,
    request: Request,
    client_request_id: String,
    /// On the pipeline's clock.
    deadline: Duration,
    repetitions: u32,
    refused: Option<AccessToken>,
    claims: Option<String>,
    last_failure: Option<Error>,
}

/// Why an attempt isn't the last one, or is.
enum Stop {
    /// No repetition helps.
    GiveUp(Error),
    /// Another attempt may help, after this wait or the policy's own.
    TryAgain(Error, Option<Duration>),
    /// The token was refused: another attempt with a new one.
    WithNewToken,
}

type Arrived = (ResponseHead, Body, Option<OwnedSemaphorePermit>);

impl<'a> Call<'a> {
    pub(super) fn new(pipeline: &'a Pipeline, client: &'a ServiceClient, request: Request) -> Self {
        let timeout = request.timeout.unwrap_or(pipeline.0.timeout);
        Self {
            pipeline,
            client,
            client_request_id: uuid::Uuid::new_v4().to_string(),
            deadline: pipeline.0.clock.elapsed().saturating_add(timeout),
            request,
            repetitions: 0,
            refused: None,
            claims: None,
            last_failure: None,
        }
    }

    /// The answer as a whole. An answer that breaks off counts as a failed attempt.
    pub(super) async fn whole(mut self) -> Result<Response> {
        let span = self.span();
        async {
            loop {
                let attempt = match self.attempt().await {
                    Ok((head, body, _place)) => self.read_whole(head, body).await,
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
        let span = self.span();
        async {
            loop {
                match self.attempt().await {
                    Ok((head, body, place)) => return Ok(StreamingResponse { head, body, _place: place }),
                    Err(stop) => self.before_next_attempt(stop).await?,
                }
            }
        }
        .instrument(span)
        .await
    }

    fn span(&self) -> Span {
        debug_span!(
            "request",
            otel.name = self.request.operation.name(),
            otel.kind = "client",
            operation = self.request.operation.name(),
            tenant = self.client.tenant().map(field::display),
            http.request.method = %self.request.method,
            server.address = self.request.url.host_str(),
            az.client_request_id = %self.client_request_id,
            http.response.status_code = field::Empty,
            http.request.resend_count = field::Empty,
        )
    }

    async fn attempt(&mut self) -> Result<Arrived, Stop> {
        check_origin(&self.request.url, self.client.endpoint().url())
            .map_err(|error| Stop::GiveUp(self.named(error.into_builder()).build()))?;
        let place = self.wait_for_turn().await?;
        let token = self.token().await?;
        let request = self.http_request(token.as_ref()).await?;
        let inner = &self.pipeline.0;
        let origin = self.client.endpoint().url().origin().ascii_serialization();
        let sent = async {
            let first = inner.warm_ups.enter(&origin).await;
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
        Span::current().record("http.response.status_code", answer.status().as_u16());
        let (parts, body) = answer.into_parts();
        let head = ResponseHead {
            status: parts.status.as_u16(),
            headers: parts.headers,
            url: self.request.url.clone(),
            operation: self.request.operation,
            tenant: self.client.tenant().cloned(),
            client_request_id: self.client_request_id.clone(),
        };
        if parts.status.is_success() {
            return Ok((head, body, place));
        }
        Err(self.failed(parts.status, head, body, token).await)
    }

    /// Waits while the gate is closed, then for the operation's own limit.
    async fn wait_for_turn(&mut self) -> Result<Option<OwnedSemaphorePermit>, Stop> {
        let inner = &self.pipeline.0;
        let gate = inner.gates.of(self.client.endpoint().url().as_str(), self.client.tenant());
        let mut place = None;
        if let Some(limit) = self.request.operation.limit {
            let limit = inner.limits.get(limit.name()).copied().unwrap_or(limit);
            place = self.within_deadline(gate.enter(limit)).await?;
            self.pause(gate.take_turn(limit, inner.clock.elapsed()), "the limit of the service").await?;
        }
        loop {
            let wait = gate.queue(inner.clock.elapsed());
            if wait.is_zero() {
                return Ok(place);
            }
            self.pause(wait, "the service asked this tenant's requests to wait").await?;
            if gate.closed_for(inner.clock.elapsed()).is_zero() {
                return Ok(place);
            }
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
        if let Some(refused) = &self.refused {
            request = request.after_refusal_of(refused.clone());
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
        let bodyless = matches!(self.request.method, Method::POST | Method::PUT | Method::PATCH);
        if bodyless && request.body().is_empty() {
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
        // What can't be read of a failure is no reason to lose the rest of it.
        let text = match self.within_deadline(collect(&mut body, MAX_FAILURE_BODY)).await {
            Ok(Ok(collected)) => collected.body,
            Ok(Err(_)) => Bytes::new(),
            Err(stop) => return stop,
        };
        let inner = &self.pipeline.0;
        let failure = Failure::read(
            status,
            head.headers.clone(),
            &text,
            self.request.operation,
            self.client.service(),
            head.tenant.clone(),
            inner.clock.now(),
        );
        if let Some(error) = self.redirected(&failure) {
            return Stop::GiveUp(error);
        }
        let verdict = failure.verdict();
        let error = head_free(failure.error(&verdict), &self.client_request_id);
        if verdict.kind == ErrorKind::Unauthenticated
            && status == StatusCode::UNAUTHORIZED
            && self.refused.is_none()
            && let Some(token) = token
        {
            self.claims = Challenge::read_all(failure.headers()).iter().find_map(Challenge::claims);
            debug!(claims = self.claims.is_some(), "the token was refused; asking for a new one");
            self.refused = Some(token);
            return Stop::WithNewToken;
        }
        let wait = failure.retry_after().filter(|wait| !wait.is_zero());
        let turned_away = verdict.kind == ErrorKind::Throttled
            || (status == StatusCode::SERVICE_UNAVAILABLE && wait.is_some());
        if turned_away {
            let wait = wait.unwrap_or_else(|| inner.retry.delay(self.repetitions + 1));
            warn!(seconds = wait.as_secs_f64(), status = status.as_u16(), "the service asks to wait");
            let gate = inner.gates.of(self.client.endpoint().url().as_str(), self.client.tenant());
            gate.close(inner.clock.elapsed(), wait);
        }
        match verdict.repeat {
            Repeat::Never => Stop::GiveUp(error),
            // the closed gate is the wait
            Repeat::NothingWasDone => {
                Stop::TryAgain(error, if turned_away { Some(Duration::ZERO) } else { wait })
            }
            Repeat::IfRepeatable => {
                self.repeatable(error, if turned_away { Some(Duration::ZERO) } else { wait })
            }
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
        Some(head_free(
            failure.error(&failure.by_status()).kind(kind).detail(detail),
            &self.client_request_id,
        ))
    }

    fn unreachable(&self, error: TransportError) -> Stop {
        let phase = error.phase();
        let error = self
            .named(Error::builder(ErrorKind::Unreachable))
            .detail(format!("{error}: {}", self.request.url.host_str().unwrap_or_default()))
            .source(error)
            .build();
        match phase {
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
            Stop::WithNewToken => return Ok(()),
            Stop::TryAgain(error, wait) => (error, wait),
        };
        self.repetitions += 1;
        let inner = &self.pipeline.0;
        if !inner.retry.allows(self.repetitions) {
            return Err(error);
        }
        let wait = wait.unwrap_or_else(|| inner.retry.delay(self.repetitions));
        let gate = inner.gates.of(self.client.endpoint().url().as_str(), self.client.tenant());
        let longest = wait.max(gate.closed_for(inner.clock.elapsed()));
        if longest > self.time_left() {
            return Err(error);
        }
        debug!(%error, repetition = self.repetitions, seconds = wait.as_secs_f64(), "trying again");
        Span::current().record("http.request.resend_count", self.repetitions);
        self.last_failure = Some(error);
        if !wait.is_zero() {
            inner.clock.sleep(wait).await;
        }
        Ok(())
    }

    /// Sleeps, if there is that much time left.
    async fn pause(&self, wait: Duration, why: &str) -> Result<(), Stop> {
        if wait.is_zero() {
            return Ok(());
        }
        if wait > self.time_left() {
            let error = self.last_failure.clone().unwrap_or_else(|| {
                self.named(Error::builder(ErrorKind::Throttled)).detail(why).retry_after(wait).build()
            });
            return Err(Stop::GiveUp(error));
        }
        debug!(seconds = wait.as_secs_f64(), "waiting: {why}");
        self.pipeline.0.clock.sleep(wait).await;
        Ok(())
    }

    fn time_left(&self) -> Duration {
        self.deadline.saturating_sub(self.pipeline.0.clock.elapsed())
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
    fn named(&self, error: crate::ErrorBuilder) -> crate::ErrorBuilder {
        let error =
            error.operation(self.request.operation.name()).client_request_id(self.client_request_id.clone());
        match self.client.tenant() {
            Some(tenant) => error.tenant(tenant.clone()),
            None => error,
        }
    }
}

fn head_free(error: crate::ErrorBuilder, client_request_id: &str) -> Error {
    error.client_request_id(client_request_id).build()
}

struct Collected {
    body: Bytes,
    cut: bool,
}

/// Reads a body up to a limit.
async fn collect(body: &mut Body, limit: usize) -> Result<Collected, TransportError> {
    let mut whole = BytesMut::new();
    let mut single = None;
    while let Some(piece) = body.next().await {
        let piece = piece?;
        if whole.len() + single.as_ref().map_or(0, Bytes::len) + piece.len() > limit {
            let rest = limit.saturating_sub(whole.len());
            whole.extend_from_slice(&piece[..rest.min(piece.len())]);
            return Ok(Collected { body: whole.freeze(), cut: true });
        }
        match single.take() {
            // one piece is taken as it is
            None if whole.is_empty() => single = Some(piece),
            None => whole.extend_from_slice(&piece),
            Some(first) => {
                whole.reserve(first.len() + piece.len());
                whole.extend_from_slice(&first);
                whole.extend_from_slice(&piece);
            }
        }
    }
    Ok(Collected { body: single.unwrap_or_else(|| whole.freeze()), cut: false })
}
