//! Lists, before they are asked for.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use tenantscope_core::{Continuation, Items, Pages, Paging, Request, Result, ServiceClient};

/// A list that can be asked for. Nothing is sent before its pages or items are polled.
///
/// A page may be empty without being the last: only a page without a next link is. A next link that lacks
/// the `api-version` gets it, and one that leads to another host is an error.
#[must_use = "nothing is sent before `items` or `pages` is polled"]
#[derive(Debug)]
pub struct List<T> {
    client: ServiceClient,
    request: Result<Request>,
    resume: Option<Continuation>,
    // what the items are is decided when they are read
    items: PhantomData<fn() -> T>,
}

impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            request: self.request.clone(),
            resume: self.resume.clone(),
            items: PhantomData,
        }
    }
}

impl<T: DeserializeOwned> List<T> {
    pub(crate) fn new(client: ServiceClient, request: Result<Request>) -> Self {
        Self { client, request, resume: None, items: PhantomData }
    }

    pub(crate) fn query(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.map(|request| request.query(name, value));
        self
    }

    /// Goes on where another run stopped.
    pub fn resume(mut self, continuation: Continuation) -> Self {
        self.resume = Some(continuation);
        self
    }

    /// Page after page, with what could not be read beside what could.
    pub fn pages(self) -> Pages<T> {
        let paging = Paging::envelope().repeating(&["api-version"]);
        let pages = Pages::new(self.client, self.request, paging);
        match self.resume {
            Some(continuation) => pages.resume(continuation),
            None => pages,
        }
    }

    /// Item after item.
    pub fn items(self) -> Items<T> {
        self.pages().items()
    }
}
