//! Listings that take several requests, since one request takes at most 24 hours.

use std::{
    collections::VecDeque,
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_util::{
    Stream, StreamExt,
    stream::{self, BoxStream},
};
use serde::de::DeserializeOwned;
use tenantscope_core::{Item, Page, Pages, Result};

/// Pages of a listing that takes several requests, one after the other.
///
/// It is a [`Stream`], and [`next`](Self::next) and [`try_next`](Self::try_next) are at hand without importing
/// anything. After an error there is nothing more.
pub struct WindowPages<T> {
    pages: BoxStream<'static, Result<Page<T>>>,
    failed: bool,
}

impl<T: DeserializeOwned + Send + 'static> WindowPages<T> {
    /// Takes the listings when they are ready, one for each request.
    pub(crate) fn new(listings: impl Future<Output = Result<Vec<Pages<T>>>> + Send + 'static) -> Self {
        let pages = stream::once(listings).flat_map(|listings| match listings {
            Ok(listings) => stream::iter(listings).flatten().boxed(),
            Err(error) => stream::iter([Err(error)]).boxed(),
        });
        Self { pages: pages.boxed(), failed: false }
    }

    /// The items of its pages.
    pub fn items(self) -> WindowItems<T> {
        WindowItems { pages: self, entries: VecDeque::new() }
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
}

impl<T> Stream for WindowPages<T> {
    type Item = Result<Page<T>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.failed {
            return Poll::Ready(None);
        }
        let page = ready!(self.pages.poll_next_unpin(context));
        self.failed = matches!(page, Some(Err(_)));
        Poll::Ready(page)
    }
}

impl<T> fmt::Debug for WindowPages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WindowPages(…)")
    }
}

/// Items of a listing that takes several requests, one after the other.
///
/// An item that can't be read is an error of kind
/// [`InvalidItem`](tenantscope_core::ErrorKind::InvalidItem) in its place, and the items behind it still come;
/// after any other error there are none.
#[derive(Debug)]
pub struct WindowItems<T> {
    pages: WindowPages<T>,
    entries: VecDeque<Result<Item<T>>>,
}

impl<T> WindowItems<T> {
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
    /// The first error ends it.
    pub async fn try_collect(mut self) -> Result<Vec<Item<T>>> {
        let mut all = Vec::new();
        while let Some(item) = self.try_next().await? {
            all.push(item);
        }
        Ok(all)
    }
}

impl<T> Stream for WindowItems<T> {
    type Item = Result<Item<T>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(entry) = self.entries.pop_front() {
                return Poll::Ready(Some(entry));
            }
            match ready!(self.pages.poll_next_unpin(context)) {
                Some(Ok(page)) => self.entries = page.into_entries().into(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

// Nothing in it is pinned: the one stream is boxed.
impl<T> Unpin for WindowPages<T> {}
impl<T> Unpin for WindowItems<T> {}
