//! A collection of a tenant: what its verbs hang on.

use std::{fmt, marker::PhantomData};

use super::{Get, Query, Resource, Single};
use crate::{GraphClient, Id};

/// A collection of a tenant: users, alerts, secure scores. Its verbs are [`list`](Self::list),
/// [`get`](Self::get), and what else a resource has.
pub struct Collection<R> {
    client: GraphClient,
    path: Vec<String>,
    of: PhantomData<fn() -> R>,
}

impl<R: Resource> Collection<R> {
    pub(crate) fn new(client: GraphClient) -> Self {
        Self::below(client, R::PATH.iter().copied())
    }

    /// A collection that stands below something else.
    pub(crate) fn below<S: Into<String>>(client: GraphClient, path: impl IntoIterator<Item = S>) -> Self {
        Self { client, path: path.into_iter().map(Into::into).collect(), of: PhantomData }
    }

    /// Starts listing. Set options on what this returns, then take its pages or items.
    pub fn list(&self) -> Query<R> {
        Query::new(self.client.clone(), self.path.clone())
    }

    /// The client that it belongs to.
    pub fn client(&self) -> &GraphClient {
        &self.client
    }

    /// What stands below one of them.
    #[allow(dead_code)] // not every feature has resources with relations
    pub(crate) fn related<S: Resource>(&self, id: impl Into<Id<R::Item>>, relation: &str) -> Collection<S> {
        Collection::below(self.client.clone(), self.path(&[id.into().as_str(), relation]))
    }

    /// The path below the version, and then these segments.
    #[allow(dead_code)] // not every feature has resources with more verbs
    pub(crate) fn path<'a>(&'a self, more: &[&'a str]) -> Vec<&'a str> {
        self.path.iter().map(String::as_str).chain(more.iter().copied()).collect()
    }
}

impl<R: Single> Collection<R> {
    /// Starts fetching one by its id. Await what this returns.
    pub fn get(&self, id: impl Into<Id<R::Item>>) -> Get<R> {
        let mut path = self.path.clone();
        path.push(id.into().into_string());
        Get::new(self.client.clone(), path, R::GET)
    }
}

impl<R> Clone for Collection<R> {
    fn clone(&self) -> Self {
        Self { client: self.client.clone(), path: self.path.clone(), of: PhantomData }
    }
}

impl<R> fmt::Debug for Collection<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Collection({})", self.path.join("/"))
    }
}
