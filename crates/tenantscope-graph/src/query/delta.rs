//! What has changed in a collection since it was read last.

use std::{fmt, marker::PhantomData};

use http::Method;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tenantscope_core::{Continuation, Error, ErrorKind, Item, Operation, Page, Pages, Paging, Result};

use super::{Collection, Name, Options, Resource, filter::quoted};
use crate::{GraphClient, Id};

/// Tells what has changed since a stored link was made.
#[diagnostic::on_unimplemented(message = "Microsoft Graph has no delta query for `{Self}`")]
pub trait Delta: Resource {
    /// Reading changes.
    const DELTA: &'static Operation;
}

/// Where the next round begins. Store it as text; it is good for 7 days, and for the same tenant.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeltaLink(Continuation);

impl DeltaLink {
    /// Takes over a stored link.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(Continuation::from_link(text))
    }

    /// The text to store.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for DeltaLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeltaLink(…)")
    }
}

impl<R: Delta> Collection<R> {
    /// Starts a round of changes. The first round tells of everything there is.
    pub fn delta(&self) -> DeltaQuery<R> {
        DeltaQuery {
            client: self.client().clone(),
            path: self.path(&["delta"]).into_iter().map(ToOwned::to_owned).collect(),
            options: Options::default(),
            from_now: false,
            since: None,
            of: PhantomData,
        }
    }
}

/// A request for changes. Its options are baked into the links, so that they are said in the first round only.
#[must_use = "nothing is sent until changes are asked for"]
pub struct DeltaQuery<R: Resource, T = <R as Resource>::Item> {
    client: GraphClient,
    path: Vec<String>,
    options: Options,
    from_now: bool,
    since: Option<Continuation>,
    of: PhantomData<fn() -> (R, T)>,
}

impl<R: Delta, T: DeserializeOwned> DeltaQuery<R, T> {
    /// Goes on where an earlier round ended.
    pub fn since(mut self, link: DeltaLink) -> Self {
        self.since = Some(link.0);
        self
    }

    /// Goes on within a round that was broken off, by the [`continuation`](Changes::continuation) it had.
    pub fn resume(mut self, continuation: Continuation) -> Self {
        self.since = Some(continuation);
        self
    }

    /// Leaves out everything that is there now: the round is empty, and its link tells of later changes.
    pub fn from_now(mut self) -> Self {
        self.from_now = true;
        self
    }

    /// Asks for this member, and for no others than those that are named so. Only their changes count.
    pub fn select(mut self, member: impl Into<Name>) -> Self {
        self.options.select.push(member.into().0);
        self
    }

    /// Asks for every member that `T` has a name for.
    pub fn select_known(mut self) -> Self {
        self.options.select_known::<R, T>();
        self
    }

    /// Only these objects; at most 50.
    pub fn only<I: Into<Id<R::Item>>>(mut self, ids: impl IntoIterator<Item = I>) -> Self {
        let ids: Vec<String> =
            ids.into_iter().map(|id| format!("id eq {}", quoted(id.into().as_str()))).collect();
        if (1..=50).contains(&ids.len()) {
            self.options.filter = Some(ids.join(" or "));
        } else {
            self.options.refuse(format!("a delta query takes from 1 to 50 ids, and not {}", ids.len()));
        }
        self
    }

    /// Reads the objects as a type of your own.
    pub fn read_as<U: DeserializeOwned>(self) -> DeltaQuery<R, U> {
        DeltaQuery {
            client: self.client,
            path: self.path,
            options: self.options,
            from_now: self.from_now,
            since: self.since,
            of: PhantomData,
        }
    }

    /// The changes, page after page. At the end there is a [`link`](Changes::link) to the next round.
    pub fn changes(self) -> Changes<T> {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let first = self.client.request(R::DELTA, Method::GET, &path).and_then(|request| {
            let request = self.options.apply(request, false)?;
            Ok(if self.from_now { request.query("$deltatoken", "latest") } else { request })
        });
        let pages = Pages::new(self.client.service().clone(), first, Paging::envelope());
        let pages = match self.since {
            Some(link) => pages.resume(link),
            None => pages,
        };
        Changes { pages, waiting: Vec::new().into_iter(), link: None, operation: R::DELTA.name() }
    }
}

impl<R: Delta, T> fmt::Debug for DeltaQuery<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeltaQuery").field("operation", &R::DELTA.name()).finish_non_exhaustive()
    }
}

/// A round of changes.
///
/// The same object may come more than once and out of order, and in parts: what a later part doesn't name
/// hasn't changed, and what it says to be `null` was cleared. An [`Item`] tells the two apart by its text.
#[derive(Debug)]
pub struct Changes<T> {
    pages: Pages<T>,
    waiting: std::vec::IntoIter<Result<Item<T>>>,
    link: Option<DeltaLink>,
    operation: &'static str,
}

/// One object that is new, has changed, or is gone.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Change<T> {
    /// What was sent of it. Of an object that is gone only its id.
    pub item: Item<T>,
    /// Whether and how it is gone.
    pub removed: Option<Removed>,
}

/// How an object is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Removed {
    /// It can be restored.
    Restorable,
    /// For good.
    Deleted,
    /// In a way that this release has no name for.
    Other,
}

impl<T: DeserializeOwned> Changes<T> {
    /// The next change; `Ok(None)` at the end of the round.
    ///
    /// # Errors
    ///
    /// [`Gone`](ErrorKind::Gone) if the stored link has expired: start over without it.
    pub async fn try_next(&mut self) -> Result<Option<Change<T>>> {
        loop {
            if let Some(entry) = self.waiting.next() {
                let item = entry?;
                return Ok(Some(Change { removed: removed(&item), item }));
            }
            let Some(page) = self.pages.try_next().await? else { return Ok(None) };
            self.take(page)?;
        }
    }

    /// The link to the next round, once this one has ended.
    pub fn link(&self) -> Option<&DeltaLink> {
        self.link.as_ref()
    }

    /// Where this round goes on, for storing it before it has ended.
    pub fn continuation(&self) -> Option<&Continuation> {
        self.pages.continuation()
    }

    fn take(&mut self, page: Page<T>) -> Result<()> {
        let link = page.text_member("@odata.deltaLink").filter(|link| !link.is_empty());
        if link.is_none() && page.continuation().is_none() {
            // Without either the next round can't begin, and changes would be lost.
            return Err(Error::builder(ErrorKind::UnexpectedResponse)
                .operation(self.operation)
                .detail("the last page has no link to the next round")
                .build());
        }
        self.link = link.map(DeltaLink::from_text);
        self.waiting = page.into_entries().into_iter();
        Ok(())
    }
}

fn removed<T>(item: &Item<T>) -> Option<Removed> {
    #[derive(Deserialize)]
    struct Marked {
        #[serde(rename = "@removed")]
        removed: Option<Reason>,
    }
    #[derive(Deserialize)]
    struct Reason {
        reason: Option<String>,
    }
    // Most items have no such member, and needn't be read twice.
    if !item.as_json().contains("@removed") {
        return None;
    }
    let marked: Marked = serde_json::from_str(item.as_json()).ok()?;
    Some(match marked.removed?.reason.as_deref() {
        Some("changed") => Removed::Restorable,
        Some("deleted") => Removed::Deleted,
        _ => Removed::Other,
    })
}

/// Gives resources a delta query.
#[allow(unused_macros)] // not every feature has such resources
macro_rules! delta {
    ($( $name:ident $operation:literal; )*) => {
        $(
            const _: () = {
                static DELTA: ::tenantscope_core::Operation =
                    ::tenantscope_core::Operation::new($operation)
                        .permissions(<$name as crate::query::Resource>::LIST.needs());

                impl crate::query::Delta for $name {
                    const DELTA: &'static ::tenantscope_core::Operation = &DELTA;
                }
            };
        )*
    };
}
