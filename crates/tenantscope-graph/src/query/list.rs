//! Listing a collection.

use std::{fmt, marker::PhantomData};

use serde::de::DeserializeOwned;
use tenantscope_core::{Continuation, Item, Items, Pages, Paging, Request, Result};

use super::{
    Count, Direction, Expand, Filter, Filterable, Name, Options, Order, Resource, Search, Select, Skip, Top,
};
use crate::GraphClient;

/// A request for a collection. Set options, then take [`items`](Self::items) or [`pages`](Self::pages).
///
/// A setter is there only if the service takes its option for this resource. What can be seen to be
/// wrong with a value is an error of kind [`InvalidInput`](tenantscope_core::ErrorKind::InvalidInput) in
/// place of the first page, and nothing is sent.
#[must_use = "nothing is sent until pages or items are asked for"]
pub struct Query<R: Resource, T = <R as Resource>::Item> {
    client: GraphClient,
    path: Vec<String>,
    options: Options,
    resume: Option<Continuation>,
    of: PhantomData<fn() -> (R, T)>,
}

impl<R: Resource> Query<R> {
    pub(crate) fn new(client: GraphClient, path: Vec<String>) -> Self {
        Self { client, path, options: Options::default(), resume: None, of: PhantomData }
    }
}

impl<R: Resource, T> Query<R, T> {
    /// Reads the items as a type of your own.
    pub fn read_as<U: DeserializeOwned>(self) -> Query<R, U> {
        Query {
            client: self.client,
            path: self.path,
            options: self.options,
            resume: self.resume,
            of: PhantomData,
        }
    }

    pub(crate) fn first_request(&self) -> Result<Request> {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let bare = self.client.request(R::LIST, http::Method::GET, &path)?;
        self.options.apply(bare, R::DIRECTORY)
    }

    pub(crate) fn into_parts(self) -> (GraphClient, Vec<String>, Options) {
        (self.client, self.path, self.options)
    }

    /// Goes on where another run stopped. The other options must be what they were then.
    pub fn resume(mut self, continuation: Continuation) -> Self {
        self.resume = Some(continuation);
        self
    }
}

impl<R: Resource, T: DeserializeOwned> Query<R, T> {
    /// The pages, fetched one after the other as they are asked for.
    pub fn pages(self) -> Pages<T> {
        let service = self.client.service().clone();
        let pages = Pages::new(service, self.first_request(), Paging::envelope());
        match self.resume {
            Some(continuation) => pages.resume(continuation),
            None => pages,
        }
    }

    /// The items, page after page.
    pub fn items(self) -> Items<T> {
        self.pages().items()
    }

    /// The first item; `None` if there are none.
    ///
    /// # Errors
    ///
    /// As the first page, and [`InvalidItem`](tenantscope_core::ErrorKind::InvalidItem) if the item can't be read.
    pub async fn first(self) -> Result<Option<Item<T>>> {
        self.items().try_next().await
    }
}

impl<R: Top, T> Query<R, T> {
    /// At most so many items a page. It bounds the page, not the whole: take what you need of the items.
    pub fn top(mut self, items: u32) -> Self {
        self.options.top(items, R::MOST);
        self
    }
}

impl<R: Skip, T> Query<R, T> {
    /// Leaves out so many items at the start.
    pub fn skip(mut self, items: u64) -> Self {
        self.options.skip = Some(items);
        self
    }
}

impl<R: Filterable, T> Query<R, T> {
    /// Only items of this kind. Said twice, both must hold.
    pub fn filter(mut self, filter: Filter<R>) -> Self {
        self.options.filter(filter);
        self
    }
}

impl<R: Select, T> Query<R, T> {
    /// Asks for this member, and for no others than those that are named so.
    pub fn select(mut self, member: impl Into<Name>) -> Self {
        self.options.select.push(member.into().0);
        self
    }

    /// Asks for every member that `T` has a name for, but for relations and what the service sends only on its own
    /// ([`Resource::EXCEPT`]).
    pub fn select_known(mut self) -> Self
    where
        T: DeserializeOwned,
    {
        self.options.select_known::<R, T>();
        self
    }
}

impl<R: Expand, T> Query<R, T> {
    /// Asks for what this relation leads to, inside each item.
    pub fn expand(mut self, relation: impl Into<Name>) -> Self {
        self.options.expand.push(relation.into().0);
        self
    }
}

impl<R: Order, T> Query<R, T> {
    /// Orders by this member; said again, by the next one where the first is the same.
    pub fn order_by(mut self, member: impl Into<Name>, direction: Direction) -> Self {
        let suffix = match direction {
            Direction::Ascending => "",
            Direction::Descending => " desc",
        };
        self.options.order.push(format!("{}{suffix}", member.into().0));
        self
    }
}

impl<R: Search, T> Query<R, T> {
    /// Only items whose member holds a word that begins so. Makes the query an advanced one.
    pub fn search(mut self, member: impl Into<Name>, text: impl AsRef<str>) -> Self {
        let text = text.as_ref().replace('\\', "\\\\").replace('"', "\\\"");
        let part = format!("\"{}:{text}\"", member.into().0);
        self.options.search = Some(match self.options.search.take() {
            Some(before) => format!("{before} AND {part}"),
            None => part,
        });
        self
    }
}

impl<R: Count, T> Query<R, T> {
    /// Asks for the number of all items too: [`Page::count`](tenantscope_core::Page::count) of the first page.
    pub fn count(mut self) -> Self {
        self.options.count = true;
        self
    }

    /// Asks for an advanced query of directory objects even where this library doesn't see the need:
    /// `ConsistencyLevel: eventual` with `$count=true`, on every page.
    pub fn eventual(mut self) -> Self {
        self.options.eventual = true;
        self
    }
}

impl<R: Resource, T> Clone for Query<R, T> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            path: self.path.clone(),
            options: self.options.clone(),
            resume: self.resume.clone(),
            of: PhantomData,
        }
    }
}

impl<R: Resource, T> fmt::Debug for Query<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query").field("operation", &R::LIST.name()).finish_non_exhaustive()
    }
}
