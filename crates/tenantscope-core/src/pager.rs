//! Collections that come in pages.

#[cfg(test)]
mod tests;

use std::{
    collections::{HashSet, VecDeque},
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_util::{Stream, StreamExt, future::BoxFuture};
use http::{Method, header};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use url::Url;

use crate::{
    Error, ErrorKind, Item, Listing, Response, Result,
    origin::check_origin,
    request::{Request, RequestBody},
    service_client::ServiceClient,
};

/// More pages than any collection has; a service that goes on beyond it is turning in a circle.
const MAX_PAGES: usize = 100_000;

/// Where a service puts the items of a page and the link to the next one.
#[derive(Clone, Debug)]
pub struct Paging {
    items: Option<&'static str>,
    next: NextLink,
    repeated: &'static [&'static str],
    path_part: Option<String>,
}

#[derive(Clone, Copy, Debug)]
enum NextLink {
    Member(&'static [&'static str]),
    Header(&'static [&'static str]),
}

impl Paging {
    /// OData's and Resource Manager's form: an object with `value` and `@odata.nextLink` or `nextLink`.
    pub const fn envelope() -> Self {
        Self {
            items: Some("value"),
            next: NextLink::Member(&["@odata.nextLink", "nextLink"]),
            repeated: &[],
            path_part: None,
        }
    }

    /// A bare array, with the link in the first of these headers that is there.
    pub const fn array_with_header(names: &'static [&'static str]) -> Self {
        Self { items: None, next: NextLink::Header(names), repeated: &[], path_part: None }
    }

    /// Query parameters of the first request that a next link gets too if it lacks them.
    pub const fn repeating(mut self, parameters: &'static [&'static str]) -> Self {
        self.repeated = parameters;
        self
    }

    /// A part that the path of every next link must hold: the tenant's id, where the link is for that
    /// tenant only.
    pub fn within(mut self, path_part: impl Into<String>) -> Self {
        self.path_part = Some(path_part.into());
        self
    }
}

/// Where a collection goes on: opaque, good for storing, and good only with a client of the same origin.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Continuation(String);

impl Continuation {
    /// Takes over a stored continuation, or a link that the service handed out, such as a delta link.
    pub fn from_link(link: impl Into<String>) -> Self {
        Self(link.into())
    }

    /// The text to store.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The link's parameters aren't for every eye.
impl fmt::Debug for Continuation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Continuation(…)")
    }
}

/// One page of a collection.
#[derive(Clone)]
pub struct Page<T> {
    listing: Listing<T>,
    continuation: Option<Continuation>,
}

impl<T> Page<T> {
    /// A page as it would come from a service, for tests of what reads pages.
    pub fn new(listing: Listing<T>, continuation: Option<Continuation>) -> Self {
        Self { listing, continuation }
    }

    /// The items that could be read. There may be none on a page that isn't the last.
    pub fn items(&self) -> impl Iterator<Item = &Item<T>> {
        self.listing.items()
    }

    /// The items that couldn't be read, each as an error of kind [`ErrorKind::InvalidItem`].
    pub fn errors(&self) -> impl Iterator<Item = &Error> {
        self.listing.errors()
    }

    /// All items in their order.
    pub fn into_entries(self) -> Vec<Result<Item<T>>> {
        self.listing.into_entries()
    }

    /// The number of items in the whole collection, if it was asked for (`@odata.count`).
    pub fn count(&self) -> Option<u64> {
        serde_json::from_slice(self.listing.member("@odata.count")?).ok()
    }

    /// The exact text of a member that stands beside the items: `@odata.deltaLink`, `@odata.context`.
    pub fn member(&self, name: &str) -> Option<&Bytes> {
        self.listing.member(name)
    }

    /// The same, if it is a text.
    pub fn text_member(&self, name: &str) -> Option<String> {
        self.listing.text_member(name)
    }

    /// Where the collection goes on; `None` on the last page.
    pub fn continuation(&self) -> Option<&Continuation> {
        self.continuation.as_ref()
    }
}

/// The links beside the items aren't for every eye.
impl<T> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("items", &self.items().count())
            .field("errors", &self.errors().count())
            .field("continuation", &self.continuation)
            .finish_non_exhaustive()
    }
}

/// The pages of a collection, fetched one after the other as they are asked for.
///
/// A page without items doesn't end it; only a page without a next link does. A link that leads to
/// another origin or back to a page that was already read ends it with an error. After an error there is
/// no further page, and [`continuation`](Self::continuation) says where to go on later.
pub struct Pages<T> {
    client: ServiceClient,
    /// `None` if it couldn't even be made; then the state has the reason.
    first: Option<Request>,
    paging: Paging,
    state: State,
    current: Option<Continuation>,
    visited: HashSet<u64>,
    // what the items are is decided when they are read
    items: PhantomData<fn() -> T>,
}

enum State {
    /// The next page isn't asked for yet.
    Ready(Box<Request>),
    /// The next page is on its way.
    Fetching(BoxFuture<'static, Result<Response>>),
    /// The link to the next page is bad; the page before it was good.
    Failed(Box<Error>),
    Done,
}

impl<T: DeserializeOwned> Pages<T> {
    /// Starts with a collection's first request. One that couldn't be made is the first thing that is read.
    pub fn new(client: ServiceClient, first: Result<Request>, paging: Paging) -> Self {
        let (first, state, visited) = match first {
            Ok(first) => {
                let visited = HashSet::from([fingerprint(first.url.as_str())]);
                (Some(first.clone()), State::Ready(Box::new(first)), visited)
            }
            Err(error) => (None, State::Failed(Box::new(error)), HashSet::new()),
        };
        Self { client, first, paging, state, current: None, visited, items: PhantomData }
    }

    /// Goes on where another run stopped, with the headers of the first request.
    pub fn resume(mut self, continuation: Continuation) -> Self {
        if self.first.is_some() {
            self.visited.clear();
            self.state = self.follow(&continuation.0);
            self.current = Some(continuation);
        }
        self
    }

    /// Where the next page is, or the page that failed; `None` at the start and at the end.
    pub fn continuation(&self) -> Option<&Continuation> {
        self.current.as_ref()
    }

    /// The items, page after page.
    pub fn items(self) -> Items<T> {
        Items { pages: self, entries: VecDeque::new(), current: None }
    }

    /// The next page; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Page<T>>> {
        StreamExt::next(self).await
    }

    /// The next page; `Ok(None)` at the end.
    ///
    /// # Errors
    ///
    /// Whatever kept the page from being read.
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>> {
        self.next().await.transpose()
    }

    fn page(&mut self, response: Response) -> Result<Page<T>> {
        let in_header = match self.paging.next {
            NextLink::Header(names) => {
                names.iter().find_map(|name| response.head().header(name)).map(str::to_owned)
            }
            NextLink::Member(_) => None,
        };
        let head = response.head().clone();
        let listing = response.listing(self.paging.items)?;
        let in_member = |names: &[&str]| match names.iter().find_map(|name| listing.member(name)) {
            None => Ok(None),
            Some(link) => serde_json::from_slice::<Option<String>>(link)
                .map_err(|_| head.explain(unexpected("is no text").into_builder()).build()),
        };
        let link = match self.paging.next {
            NextLink::Header(_) => in_header,
            NextLink::Member(names) => in_member(names)?,
        };
        let link = link.filter(|link| !link.trim().is_empty());
        self.state = match &link {
            Some(link) => self.follow(link),
            None => State::Done,
        };
        self.current = link.map(Continuation);
        Ok(Page { listing, continuation: self.current.clone() })
    }

    fn follow(&mut self, link: &str) -> State {
        let Some(first) = self.first.clone() else { return State::Done };
        let operation = first.operation.name();
        match self.linked(&first, link) {
            Ok(request) => State::Ready(Box::new(request)),
            Err(error) => {
                let mut error = error.into_builder().operation(operation);
                if let Some(tenant) = self.client.tenant() {
                    error = error.tenant(tenant.clone());
                }
                State::Failed(Box::new(error.build()))
            }
        }
    }

    /// The link's request, with the headers of the first.
    fn linked(&mut self, first: &Request, link: &str) -> Result<Request> {
        let url = Url::parse(link).map_err(|_| unexpected("is no URL"))?;
        check_origin(&url, self.client.endpoint().url())?;
        if let Some(part) = &self.paging.path_part {
            let path = url.path().to_ascii_lowercase();
            if !path.split('/').any(|segment| segment == part.to_ascii_lowercase()) {
                return Err(Error::new(
                    ErrorKind::ForeignOrigin,
                    "the link to the next page is another tenant's",
                ));
            }
        }
        self.visit(url.as_str())?;
        let mut request = first.clone();
        request.method = Method::GET;
        request.body = RequestBody::Fixed(Bytes::new());
        request.headers.remove(header::CONTENT_TYPE);
        request.url = url;
        for name in self.paging.repeated {
            let known = |url: &Url| {
                url.query_pairs()
                    .find(|(known, _)| known.eq_ignore_ascii_case(name))
                    .map(|(_, value)| value.into_owned())
            };
            if let (None, Some(value)) = (known(&request.url), known(&first.url)) {
                request = request.query(name, &value);
            }
        }
        Ok(request)
    }

    /// Remembers a link; one that comes twice turns in a circle.
    fn visit(&mut self, link: &str) -> Result<()> {
        if !self.visited.insert(fingerprint(link)) {
            return Err(unexpected("leads back to a page that was already read"));
        }
        if self.visited.len() > MAX_PAGES {
            return Err(unexpected("is one too many: there were 100,000 pages already"));
        }
        Ok(())
    }
}

/// What is wrong with a link to the next page.
fn unexpected(what: &str) -> Error {
    Error::new(ErrorKind::UnexpectedResponse, format!("the link to the next page {what}"))
}

impl<T: DeserializeOwned> Stream for Pages<T> {
    type Item = Result<Page<T>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            match std::mem::replace(&mut this.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Failed(error) => return Poll::Ready(Some(Err(*error))),
                State::Ready(request) => {
                    let client = this.client.clone();
                    this.state = State::Fetching(Box::pin(async move { client.send(*request).await }));
                }
                State::Fetching(mut answer) => {
                    let Poll::Ready(answer) = answer.as_mut().poll(context) else {
                        this.state = State::Fetching(answer);
                        return Poll::Pending;
                    };
                    return Poll::Ready(Some(answer.and_then(|response| this.page(response))));
                }
            }
        }
    }
}

// Nothing in it is pinned: the one future is boxed.
impl<T> Unpin for Pages<T> {}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("first", &self.first).finish_non_exhaustive()
    }
}

/// The items of a collection, page after page.
///
/// It is a [`Stream`], and [`next`](Self::next), [`try_next`](Self::try_next) and
/// [`try_collect`](Self::try_collect) are at hand without importing anything. An item that can't be read
/// is an error of kind [`ErrorKind::InvalidItem`] in its place, and the items behind it still come; after
/// any other error there are none.
pub struct Items<T> {
    pages: Pages<T>,
    entries: VecDeque<Result<Item<T>>>,
    /// Where the page of `entries` begins; `None` is the first one.
    current: Option<Continuation>,
}

impl<T: DeserializeOwned> Items<T> {
    /// The page whose items aren't all handed out yet, to go on from there another time without losing any;
    /// `None` is the collection's first page.
    pub fn continuation(&self) -> Option<&Continuation> {
        if self.entries.is_empty() { self.pages.continuation() } else { self.current.as_ref() }
    }

    /// The next item; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Item<T>>> {
        StreamExt::next(self).await
    }

    /// The next item; `Ok(None)` at the end.
    ///
    /// # Errors
    ///
    /// Whatever kept the item from being read.
    pub async fn try_next(&mut self) -> Result<Option<Item<T>>> {
        self.next().await.transpose()
    }

    /// All items.
    ///
    /// # Errors
    ///
    /// The first error ends it. To keep what is good beside what isn't, call [`next`](Self::next) in a loop.
    pub async fn try_collect(mut self) -> Result<Vec<Item<T>>> {
        let mut all = Vec::new();
        while let Some(item) = self.try_next().await? {
            all.push(item);
        }
        Ok(all)
    }
}

impl<T: DeserializeOwned> Stream for Items<T> {
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

impl<T> Unpin for Items<T> {}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("at_hand", &self.entries.len())
            .finish_non_exhaustive()
    }
}

/// Enough to know a link again without keeping it.
fn fingerprint(link: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    link.hash(&mut hasher);
    hasher.finish()
}
