//! Fetching a single object.

use std::{fmt, future::IntoFuture, marker::PhantomData};

use futures_util::future::BoxFuture;
use serde::de::DeserializeOwned;
use tenantscope_core::{Item, Operation, Result};

use super::{Expand, Name, Options, Resource, Select};
use crate::GraphClient;

/// A request for one object. Set options, then `.await` it.
#[must_use = "nothing is sent until this is awaited"]
pub struct Get<R: Resource, T = <R as Resource>::Item> {
    client: GraphClient,
    path: Vec<String>,
    pub(super) operation: &'static Operation,
    options: Options,
    of: PhantomData<fn() -> (R, T)>,
}

impl<R: Resource> Get<R> {
    pub(crate) fn new(client: GraphClient, path: Vec<String>, operation: &'static Operation) -> Self {
        Self { client, path, operation, options: Options::default(), of: PhantomData }
    }

    /// A resource that is a single object.
    #[allow(dead_code)] // not every feature has such resources
    pub(crate) fn single(client: &GraphClient) -> Self {
        Self::new(client.clone(), R::PATH.iter().map(ToString::to_string).collect(), R::LIST)
    }
}

impl<R: Resource, T> Get<R, T> {
    /// Reads the object as a type of your own.
    pub fn read_as<U: DeserializeOwned>(self) -> Get<R, U> {
        Get {
            client: self.client,
            path: self.path,
            operation: self.operation,
            options: self.options,
            of: PhantomData,
        }
    }
}

impl<R: Resource, T> Get<R, T> {
    /// The request as it will be sent.
    pub(crate) fn request(&self) -> Result<(GraphClient, tenantscope_core::Request)> {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let request = self.client.request(self.operation, http::Method::GET, &path)?;
        Ok((self.client.clone(), self.options.apply(request, false)?))
    }
}

impl<R: Select, T> Get<R, T> {
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

impl<R: Expand, T> Get<R, T> {
    /// Asks for what this relation leads to, inside the object.
    pub fn expand(mut self, relation: impl Into<Name>) -> Self {
        self.options.expand.push(relation.into().0);
        self
    }
}

impl<R: Resource, T: DeserializeOwned + 'static> IntoFuture for Get<R, T> {
    type Output = Result<Item<T>>;
    type IntoFuture = BoxFuture<'static, Result<Item<T>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let (client, request) = self.request()?;
            client.service().send(request).await?.item()
        })
    }
}

impl<R: Resource, T> fmt::Debug for Get<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Get").field("operation", &self.operation.name()).finish_non_exhaustive()
    }
}
