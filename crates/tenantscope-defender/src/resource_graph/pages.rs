//! The rows of a query, page after page.
//!
//! This isn't core's pager, since here every answer's headers tell the quota, one result can take several
//! queries, and a result can be cut off without a token.

use std::{
    collections::{HashSet, VecDeque},
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_util::{Stream, StreamExt, future::BoxFuture};
use serde::de::DeserializeOwned;
use tenantscope_core::{Continuation, Error, ErrorKind, Item, Listing, Result, ServiceClient};

use super::{
    Facet, Quota,
    query::QUERY,
    wire::{QueryRequest, QueryRequestOptions},
};
use crate::version;

/// One page of a query's result.
#[derive(Clone, Debug)]
pub struct QueryPage<T> {
    listing: Listing<T>,
    total_records: Option<u64>,
    facets: Vec<Facet>,
    truncated: bool,
    limit_hit: bool,
    continuation: Option<Continuation>,
}

impl<T> QueryPage<T> {
    /// The rows that could be read.
    pub fn items(&self) -> impl Iterator<Item = &Item<T>> {
        self.listing.items()
    }

    /// The rows that couldn't be read, each as an error of kind [`ErrorKind::InvalidItem`].
    pub fn errors(&self) -> impl Iterator<Item = &Error> {
        self.listing.errors()
    }

    /// All rows in their order.
    pub fn into_entries(self) -> Vec<Result<Item<T>>> {
        self.listing.into_entries()
    }

    /// How many rows the whole result has; where many subscriptions took several queries, this one's.
    pub fn total_records(&self) -> Option<u64> {
        self.total_records
    }

    /// What was counted besides the rows.
    pub fn facets(&self) -> &[Facet] {
        &self.facets
    }

    /// Whether rows are missing that nothing leads to. Then the next page is an error that says so.
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// Whether the token can see more than 10,000 subscriptions, of which only the first 10,000 were
    /// searched. Name subscriptions or management groups to search the others.
    pub fn subscription_limit_hit(&self) -> bool {
        self.limit_hit
    }

    /// Where the result goes on; `None` on the last page.
    pub fn continuation(&self) -> Option<&Continuation> {
        self.continuation.as_ref()
    }
}

/// The pages of a query's result, fetched one after the other as they are asked for.
///
/// After an error there is no further page, and [`continuation`](Self::continuation) says where to go on.
pub struct QueryPages<T> {
    client: ServiceClient,
    quota: Quota,
    batches: Vec<QueryRequest>,
    state: State<T>,
    current: Option<Continuation>,
    visited: HashSet<String>,
}

type Answer<T> = (Listing<T>, bool);

enum State<T> {
    /// The next page isn't asked for yet.
    Ready(Place),
    /// The next page is on its way.
    Fetching(Place, BoxFuture<'static, Result<Answer<T>>>),
    /// The page before was good; there is no way on from it.
    Failed(Box<Error>),
    Done,
}

/// Which query, and from where on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    batch: usize,
    token: Option<String>,
}

impl Place {
    fn continuation(&self) -> Continuation {
        Continuation::from_link(format!("{}:{}", self.batch, self.token.as_deref().unwrap_or_default()))
    }

    fn read(text: &str) -> Option<Self> {
        let (batch, token) = text.split_once(':')?;
        let token = Some(token).filter(|token| !token.is_empty()).map(str::to_owned);
        Some(Self { batch: batch.parse().ok()?, token })
    }
}

impl<T: DeserializeOwned + Send + 'static> QueryPages<T> {
    pub(super) fn new(
        client: ServiceClient,
        quota: Quota,
        batches: Vec<QueryRequest>,
        resume: Option<Continuation>,
    ) -> Self {
        let place = match &resume {
            None => Some(Place { batch: 0, token: None }),
            Some(text) => Place::read(text.as_str()).filter(|place| place.batch < batches.len()),
        };
        let state = match place {
            Some(place) => State::Ready(place),
            None => State::Failed(Box::new(
                Error::builder(ErrorKind::InvalidInput)
                    .operation(QUERY.name())
                    .detail("the continuation isn't one of this query")
                    .build(),
            )),
        };
        Self { client, quota, batches, state, current: resume, visited: HashSet::new() }
    }

    /// Where the next page is, or the page that failed; `None` at the start and at the end.
    pub fn continuation(&self) -> Option<&Continuation> {
        self.current.as_ref()
    }

    /// The rows, page after page.
    pub fn items(self) -> QueryItems<T> {
        QueryItems { pages: self, entries: VecDeque::new(), current: None }
    }

    /// The next page; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<QueryPage<T>>> {
        StreamExt::next(self).await
    }

    /// The next page; `Ok(None)` at the end.
    ///
    /// # Errors
    ///
    /// Whatever kept the page from being read, or the result from being whole.
    pub async fn try_next(&mut self) -> Result<Option<QueryPage<T>>> {
        self.next().await.transpose()
    }

    fn fetch(&self, place: &Place) -> BoxFuture<'static, Result<Answer<T>>> {
        let (client, quota) = (self.client.clone(), self.quota.clone());
        let mut request = self.batches[place.batch].clone();
        request.options.get_or_insert_with(QueryRequestOptions::default).skip_token.clone_from(&place.token);
        Box::pin(async move {
            let request = client
                .post(&QUERY, &["providers", "Microsoft.ResourceGraph", "resources"])?
                .query("api-version", version::RESOURCE_GRAPH)
                .json(&request)?;
            quota.wait(&client).await;
            let response = client.send(request).await?;
            quota.note(&client, response.head());
            let limit_hit = response
                .head()
                .header("x-ms-tenant-subscription-limit-hit")
                .is_some_and(|text| text.eq_ignore_ascii_case("true"));
            if limit_hit {
                tracing::warn!("Resource Graph searched the first 10,000 subscriptions only");
            }
            Ok((response.listing(Some("data"))?, limit_hit))
        })
    }

    /// Makes a page of an answer, and decides how to go on.
    fn page(&mut self, place: &Place, (listing, limit_hit): Answer<T>) -> QueryPage<T> {
        let token = listing.text_member("$skipToken").filter(|token| !token.is_empty());
        let member = |name: &str| listing.member(name);
        let cut_off = member("resultTruncated")
            .is_some_and(|text| String::from_utf8_lossy(text).trim_matches('"').eq_ignore_ascii_case("true"));
        let truncated = cut_off && token.is_none();
        let next = match token {
            Some(token) => Some(Place { batch: place.batch, token: Some(token) }),
            None => Some(Place { batch: place.batch + 1, token: None }),
        };
        let next = next.filter(|next| next.batch < self.batches.len());
        self.current = next.as_ref().map(Place::continuation);
        self.state = match next {
            _ if truncated => State::Failed(Box::new(self.error(
                "the service cut the result off, and nothing leads to the rows that are missing",
                "Have the query return the column `id` and order by it, or have it sum up to fewer rows.",
            ))),
            Some(next) if !self.visited.insert(next.continuation().as_str().to_owned()) => {
                State::Failed(Box::new(self.error(
                    "the token for the next page leads back to a page that was already read",
                    "Have the query order by the column `id`.",
                )))
            }
            Some(next) => State::Ready(next),
            None => State::Done,
        };
        QueryPage {
            total_records: member("totalRecords").and_then(|text| serde_json::from_slice(text).ok()),
            facets: member("facets").and_then(|text| serde_json::from_slice(text).ok()).unwrap_or_default(),
            truncated,
            limit_hit,
            continuation: self.current.clone(),
            listing,
        }
    }

    fn error(&self, detail: &str, advice: &str) -> Error {
        let mut error = Error::builder(ErrorKind::UnexpectedResponse)
            .operation(QUERY.name())
            .detail(detail)
            .advice(advice);
        if let Some(tenant) = self.client.tenant() {
            error = error.tenant(tenant.clone());
        }
        error.build()
    }
}

impl<T: DeserializeOwned + Send + 'static> Stream for QueryPages<T> {
    type Item = Result<QueryPage<T>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            match std::mem::replace(&mut this.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Failed(error) => return Poll::Ready(Some(Err(*error))),
                State::Ready(place) => {
                    let answer = this.fetch(&place);
                    this.state = State::Fetching(place, answer);
                }
                State::Fetching(place, mut answer) => {
                    let Poll::Ready(answer) = answer.as_mut().poll(context) else {
                        this.state = State::Fetching(place, answer);
                        return Poll::Pending;
                    };
                    return Poll::Ready(Some(answer.map(|answer| this.page(&place, answer))));
                }
            }
        }
    }
}

// Nothing in it is pinned: the one future is boxed.
impl<T> Unpin for QueryPages<T> {}

impl<T> fmt::Debug for QueryPages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QueryPages").field("queries", &self.batches.len()).finish_non_exhaustive()
    }
}

/// The rows of a query's result, page after page.
///
/// A row that can't be read is an error of kind [`ErrorKind::InvalidItem`] in its place, and the rows behind
/// it still come; after any other error there are none.
pub struct QueryItems<T> {
    pages: QueryPages<T>,
    entries: VecDeque<Result<Item<T>>>,
    /// Where the page of `entries` begins; `None` is the first one.
    current: Option<Continuation>,
}

impl<T: DeserializeOwned + Send + 'static> QueryItems<T> {
    /// The page whose rows aren't all handed out yet, to go on from there another time without losing any;
    /// `None` is the first page.
    pub fn continuation(&self) -> Option<&Continuation> {
        if self.entries.is_empty() { self.pages.continuation() } else { self.current.as_ref() }
    }

    /// The next row; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Item<T>>> {
        StreamExt::next(self).await
    }

    /// The next row; `Ok(None)` at the end.
    ///
    /// # Errors
    ///
    /// Whatever kept the row from being read, or the result from being whole.
    pub async fn try_next(&mut self) -> Result<Option<Item<T>>> {
        self.next().await.transpose()
    }

    /// All rows.
    ///
    /// # Errors
    ///
    /// The first error ends it. To keep what is good beside what isn't, call [`next`](Self::next) in a loop.
    pub async fn try_collect(mut self) -> Result<Vec<Item<T>>> {
        let mut all = Vec::new();
        while let Some(row) = self.try_next().await? {
            all.push(row);
        }
        Ok(all)
    }
}

impl<T: DeserializeOwned + Send + 'static> Stream for QueryItems<T> {
    type Item = Result<Item<T>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(entry) = self.entries.pop_front() {
                return Poll::Ready(Some(entry));
            }
            let begins = self.pages.continuation().cloned();
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => {
                    self.entries = page.into_entries().into();
                    self.current = begins;
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> Unpin for QueryItems<T> {}

impl<T> fmt::Debug for QueryItems<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QueryItems")
            .field("pages", &self.pages)
            .field("at_hand", &self.entries.len())
            .finish_non_exhaustive()
    }
}
