//! Several requests in one: `$batch`.

use std::{collections::HashMap, fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, value::RawValue};
use tenantscope_core::{
    Continuation, Error, ErrorKind, Failure, Item, Listing, Operation, Page, Repeat, Request, Result,
};

use super::{Get, Query, Resource};
use crate::{GraphClient, error::SERVICE};

static READ: Operation = Operation::new("send batch").repeatable();
static WRITE: Operation = Operation::new("send batch").not_repeatable();

/// As many requests as the service takes in one batch.
const MOST: usize = 20;

/// How often throttled parts are sent again.
const REPETITIONS: usize = 5;

/// Several requests in one: typed requests in, typed answers out.
///
/// ```
/// # tenantscope_emulator::run(async |tenant| {
/// # let graph = tenantscope_graph::GraphClient::builder(tenant.credential()).cloud(tenant.cloud()).build()?;
/// let mut batch = graph.batch();
/// let scores = batch.add(graph.secure_scores().list().top(1));
/// let profiles = batch.add(graph.secure_score_control_profiles().list());
/// # if false {
/// let mut answers = batch.send().await?;
/// let newest = answers.take(scores)?;
/// println!("{} scores, {} profiles", newest.items().count(), answers.take(profiles)?.items().count());
/// # }
/// # Ok(()) });
/// ```
///
/// More than 20 requests are sent as several batches, one after the other. A part that is throttled is sent
/// again alone, after the longest wait that any part was told; one that fails in another way fails for itself.
/// All parts are the same tenant's. The service counts each part against its limits, which the client can't
/// see here: don't put hundreds of requests for secure scores into a batch.
///
/// Source: "Combine multiple HTTP requests using JSON batching", <https://learn.microsoft.com/graph/json-batching>
#[must_use = "nothing is sent until `send`"]
pub struct Batch {
    client: GraphClient,
    parts: Vec<Part>,
}

struct Part {
    request: Result<PartRequest>,
    operation: &'static Operation,
    after: Vec<usize>,
    writes: bool,
}

#[derive(Clone, Serialize)]
struct PartRequest {
    method: String,
    url: String,
    #[serde(skip_serializing_if = "HashMap::is_empty")]
    headers: HashMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
}

/// Stands for the answer to one part of a [`Batch`].
#[derive(Debug)]
pub struct Ticket<A> {
    at: usize,
    read: fn(PartAnswer) -> Result<A>,
}

impl<A> Clone for Ticket<A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A> Copy for Ticket<A> {}

/// A request that can be part of a [`Batch`].
pub trait Batchable {
    /// What its answer is read as.
    type Answer;

    #[doc(hidden)]
    fn into_request(self) -> Result<Request>;

    #[doc(hidden)]
    fn operation(&self) -> &'static Operation;

    #[doc(hidden)]
    fn read(answer: PartAnswer) -> Result<Self::Answer>;
}

impl<R: Resource, T: DeserializeOwned> Batchable for Get<R, T> {
    type Answer = Item<T>;

    fn into_request(self) -> Result<Request> {
        Ok(self.request()?.1)
    }

    fn operation(&self) -> &'static Operation {
        self.operation
    }

    fn read(answer: PartAnswer) -> Result<Item<T>> {
        Item::from_json(answer.body).map_err(|error| explain(error, answer.operation))
    }
}

/// The first page. It goes on with [`Query::resume`] and the page's continuation.
impl<R: Resource, T: DeserializeOwned> Batchable for Query<R, T> {
    type Answer = Page<T>;

    fn into_request(self) -> Result<Request> {
        self.first_request()
    }

    fn operation(&self) -> &'static Operation {
        R::LIST
    }

    fn read(answer: PartAnswer) -> Result<Page<T>> {
        let listing =
            Listing::read_envelope(answer.body, "value").map_err(|error| explain(error, answer.operation))?;
        let next = listing.text_member("@odata.nextLink").map(Continuation::from_link);
        Ok(Page::new(listing, next))
    }
}

fn explain(error: Error, operation: &'static Operation) -> Error {
    error.into_builder().operation(operation.name()).build()
}

/// The answer to one part, before it is read.
#[doc(hidden)]
#[derive(Debug)]
pub struct PartAnswer {
    body: Bytes,
    operation: &'static Operation,
}

impl Batch {
    pub(crate) fn new(client: GraphClient) -> Self {
        Self { client, parts: Vec::new() }
    }

    /// Adds a request. What it returns is exchanged for the answer later.
    pub fn add<B: Batchable>(&mut self, request: B) -> Ticket<B::Answer> {
        let operation = request.operation();
        let root = self.client.root();
        let part = request.into_request().map(|request| read_part(&request, &root));
        self.push(part, operation, false);
        Ticket { at: self.parts.len() - 1, read: B::read }
    }

    /// Adds any request, by its path below the version (`/users/{id}?$select=id`) and with a JSON body.
    pub fn add_raw(
        &mut self,
        method: &Method,
        path: impl Into<String>,
        body: Option<Value>,
    ) -> Ticket<Item<Value>> {
        static ANY: Operation = Operation::new("part of a batch");
        let path = path.into();
        let headers =
            body.iter().map(|_| ("Content-Type".to_owned(), "application/json".to_owned())).collect();
        let url = format!("/{}", path.trim_start_matches('/'));
        let part = if url.contains("://") {
            Err(Error::new(ErrorKind::InvalidInput, "a part's path is below the version, and names no host"))
        } else {
            Ok(PartRequest { method: method.to_string(), url, headers, body })
        };
        self.push(part, &ANY, !method.is_safe());
        Ticket { at: self.parts.len() - 1, read: read_any }
    }

    /// Has one part wait for another's success. If that one fails, so does this one.
    pub fn after<A, B>(&mut self, later: &Ticket<A>, earlier: &Ticket<B>) {
        if earlier.at < later.at && later.at < self.parts.len() {
            self.parts[later.at].after.push(earlier.at);
        } else {
            let wrong =
                Error::new(ErrorKind::InvalidInput, "a part can wait only for one that was added before it");
            if let Some(part) = self.parts.get_mut(later.at) {
                part.request = Err(wrong);
            }
        }
    }

    /// How many parts there are.
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    fn push(&mut self, request: Result<PartRequest>, operation: &'static Operation, writes: bool) {
        self.parts.push(Part { request, operation, after: Vec::new(), writes });
    }

    /// Sends all parts.
    ///
    /// # Errors
    ///
    /// What keeps a batch as a whole from being answered. A part that fails is an error in its own place.
    pub async fn send(self) -> Result<Answers> {
        let mut done: Vec<Option<Result<PartAnswer>>> = self.parts.iter().map(|_| None).collect();
        for (at, part) in self.parts.iter().enumerate() {
            if let Err(error) = &part.request {
                done[at] = Some(Err(error.clone()));
            }
        }
        let all: Vec<usize> = (0..self.parts.len()).collect();
        for chunk in all.chunks(MOST) {
            self.send_chunk(chunk, &mut done).await?;
        }
        Ok(Answers { answers: done })
    }

    /// Sends up to 20 parts, and those that are throttled again.
    async fn send_chunk(&self, chunk: &[usize], done: &mut [Option<Result<PartAnswer>>]) -> Result<()> {
        for round in 0..=REPETITIONS {
            self.fail_dependents(chunk, done);
            let open: Vec<usize> = chunk.iter().copied().filter(|at| done[*at].is_none()).collect();
            if open.is_empty() {
                return Ok(());
            }
            let wait = self.send_round(&open, round == REPETITIONS, done).await?;
            if chunk.iter().any(|at| done[*at].is_none()) {
                self.client.service().pipeline().clock().sleep(wait).await;
            }
        }
        Ok(())
    }

    /// What waits for a part that has failed has failed too.
    fn fail_dependents(&self, chunk: &[usize], done: &mut [Option<Result<PartAnswer>>]) {
        for at in chunk {
            let failed = self.parts[*at].after.iter().any(|before| matches!(done[*before], Some(Err(_))));
            if failed && done[*at].is_none() {
                done[*at] = Some(Err(Error::builder(ErrorKind::Conflict)
                    .operation(self.parts[*at].operation.name())
                    .status(424)
                    .detail("the part that this one waits for has failed")
                    .build()));
            }
        }
    }

    /// Sends these parts once. Returns how long the throttled ones have to wait.
    async fn send_round(
        &self,
        open: &[usize],
        is_last: bool,
        done: &mut [Option<Result<PartAnswer>>],
    ) -> Result<Duration> {
        let writes = open.iter().any(|at| self.parts[*at].writes);
        let operation = if writes { &WRITE } else { &READ };
        let envelope =
            Envelope { requests: open.iter().filter_map(|at| self.wire_part(*at, open)).collect() };
        let request = self.client.request(operation, Method::POST, &["$batch"])?.json(&envelope)?;
        let response = self.client.service().send(request).await?;
        let head = response.head().clone();
        let body: Bytes = response.body().clone();
        let answers: AnswerEnvelope<'_> = serde_json::from_slice(&body).map_err(|_| {
            head.error(ErrorKind::UnexpectedResponse).detail("the answer to a batch can't be read").build()
        })?;
        let mut longest = Duration::from_secs(1);
        let mut again = Vec::new();
        for answer in answers.responses {
            let Some(at) = answer.id.parse::<usize>().ok().filter(|at| open.contains(at)) else { continue };
            let failure = match self.read_answer(at, &answer) {
                Ok(answer) => {
                    done[at] = Some(Ok(answer));
                    continue;
                }
                Err(failure) => failure,
            };
            let waits_for_throttled = failure.status() == 424 && !self.parts[at].after.is_empty();
            let verdict = failure.verdict_of_part();
            let may_work_later = verdict.repeats() == Repeat::NothingWasDone || waits_for_throttled;
            if may_work_later && !is_last {
                longest = longest.max(failure.retry_after().unwrap_or_default());
                again.push(at);
            } else {
                done[at] = Some(Err(self.part_error(at, &failure)));
            }
        }
        for at in open {
            if done[*at].is_none() && !again.contains(at) {
                let missing =
                    head.error(ErrorKind::UnexpectedResponse).detail("the batch has no answer to this part");
                done[*at] = Some(Err(missing.build()));
            }
        }
        Ok(longest)
    }

    fn wire_part(&self, at: usize, open: &[usize]) -> Option<WirePart<'_>> {
        let part = &self.parts[at];
        // A part of an earlier batch has succeeded, or this one would not be sent.
        let depends_on =
            part.after.iter().filter(|before| open.contains(before)).map(ToString::to_string).collect();
        Some(WirePart { id: at.to_string(), request: part.request.as_ref().ok()?, depends_on })
    }

    fn read_answer(&self, at: usize, answer: &WireAnswer<'_>) -> Result<PartAnswer, Box<Failure>> {
        let operation = self.parts[at].operation;
        let body = answer.body.map(RawValue::get).unwrap_or_default();
        if (200..300).contains(&answer.status) {
            return Ok(PartAnswer { body: Bytes::copy_from_slice(body.as_bytes()), operation });
        }
        let mut headers = HeaderMap::new();
        for (name, value) in &answer.headers {
            let name = HeaderName::try_from(name.to_ascii_lowercase());
            let value = value.as_str().map(HeaderValue::try_from);
            if let (Ok(name), Some(Ok(value))) = (name, value) {
                headers.insert(name, value);
            }
        }
        let status = if (300..600).contains(&answer.status) { answer.status } else { 500 };
        Err(Box::new(Failure::new(&SERVICE, operation, status, headers, body)))
    }

    fn part_error(&self, at: usize, failure: &Failure) -> Error {
        let operation = self.parts[at].operation;
        let verdict = failure.verdict_of_part();
        let mut error = Error::builder(verdict.kind()).operation(operation.name()).status(failure.status());
        if let Some(code) = failure.code() {
            error = error.code(code);
        }
        if let Some(message) = failure.message() {
            error = error.message(message);
        }
        if let Some(wait) = failure.retry_after() {
            error = error.retry_after(wait);
        }
        if let Some(tenant) = self.client.tenant() {
            error = error.tenant(tenant.clone());
        }
        if let (ErrorKind::PermissionDenied, Some(least)) = (verdict.kind(), operation.needs().first()) {
            error = error.advice(format!(
                "Grant the app `{least}` on Microsoft Graph, as an administrator of the tenant."
            ));
        }
        error.build()
    }
}

/// What a failed part means, by the same rules as a failed request.
trait PartVerdict {
    fn verdict_of_part(&self) -> tenantscope_core::Verdict;
}

impl PartVerdict for Failure {
    fn verdict_of_part(&self) -> tenantscope_core::Verdict {
        crate::error::classify(self).unwrap_or_else(|| self.by_status())
    }
}

fn read_any(answer: PartAnswer) -> Result<Item<Value>> {
    let body = if answer.body.is_empty() { Bytes::from_static(b"null") } else { answer.body };
    Item::from_json(body).map_err(|error| explain(error, answer.operation))
}

fn read_part(request: &Request, root: &str) -> PartRequest {
    let url = request.url();
    let path = url.path().strip_prefix(root).unwrap_or(url.path());
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let eventual = request.url().query_pairs().any(|(name, value)| name == "$count" && value == "true");
    let headers = if eventual {
        HashMap::from([("ConsistencyLevel".to_owned(), "eventual".to_owned())])
    } else {
        HashMap::new()
    };
    PartRequest { method: "GET".to_owned(), url: format!("{path}{query}"), headers, body: None }
}

#[derive(Serialize)]
struct Envelope<'a> {
    requests: Vec<WirePart<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WirePart<'a> {
    id: String,
    #[serde(flatten)]
    request: &'a PartRequest,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    depends_on: Vec<String>,
}

#[derive(Deserialize)]
struct AnswerEnvelope<'a> {
    #[serde(borrow)]
    responses: Vec<WireAnswer<'a>>,
}

#[derive(Deserialize)]
struct WireAnswer<'a> {
    id: String,
    status: u16,
    #[serde(default)]
    headers: HashMap<String, Value>,
    #[serde(borrow, default)]
    body: Option<&'a RawValue>,
}

/// The answers to a [`Batch`].
#[derive(Debug)]
pub struct Answers {
    /// What hasn't been taken yet.
    answers: Vec<Option<Result<PartAnswer>>>,
}

impl Answers {
    /// The answer to one part.
    ///
    /// # Errors
    ///
    /// What the service said to this part; [`InvalidInput`](ErrorKind::InvalidInput) if it was taken already.
    pub fn take<A>(&mut self, ticket: Ticket<A>) -> Result<A> {
        let answer = self.answers.get_mut(ticket.at).and_then(Option::take);
        match answer {
            Some(answer) => (ticket.read)(answer?),
            None => Err(Error::new(
                ErrorKind::InvalidInput,
                "this answer was taken before, or is another batch's",
            )),
        }
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("parts", &self.parts.len()).finish_non_exhaustive()
    }
}
