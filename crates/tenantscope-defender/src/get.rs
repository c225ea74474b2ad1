//! One value, before it is asked for.

use std::{future::IntoFuture, marker::PhantomData};

use futures_util::future::BoxFuture;
use serde::de::DeserializeOwned;
use tenantscope_core::{Item, Request, Result, ServiceClient};

/// One value that can be asked for: set what it should carry, then await it.
#[must_use = "nothing is sent before it is awaited"]
#[derive(Debug)]
pub struct Get<T> {
    client: ServiceClient,
    request: Result<Request>,
    // what the value is is decided when it is read
    value: PhantomData<fn() -> T>,
}

impl<T> Get<T> {
    pub(crate) fn new(client: ServiceClient, request: Result<Request>) -> Self {
        Self { client, request, value: PhantomData }
    }

    pub(crate) fn query(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.map(|request| request.query(name, value));
        self
    }
}

impl<T: DeserializeOwned + 'static> IntoFuture for Get<T> {
    type Output = Result<Item<T>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.client.send(self.request?).await?.item() })
    }
}
