//! Paths: where in the tree of subscriptions, groups and resources a call goes.

use serde::de::DeserializeOwned;
use tenantscope_core::{Item, Operation, Request, Result, ServiceClient, SubscriptionId};

use crate::List;

/// A client and a path below its root.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    client: ServiceClient,
    path: Vec<String>,
}

impl Scope {
    /// The root, where what belongs to the whole tenant is.
    pub(crate) fn root(client: ServiceClient) -> Self {
        Self { client, path: Vec::new() }
    }

    /// A subscription.
    pub(crate) fn subscription(client: ServiceClient, id: &SubscriptionId) -> Self {
        Self::root(client).below(&["subscriptions", id.as_str()])
    }

    /// A place below this one.
    pub(crate) fn below(&self, segments: &[&str]) -> Self {
        let mut path = self.path.clone();
        path.extend(segments.iter().map(|segment| (*segment).to_owned()));
        Self { client: self.client.clone(), path }
    }

    /// What Microsoft.Security has to say of this place.
    pub(crate) fn security(&self) -> Self {
        self.below(&["providers", "Microsoft.Security"])
    }

    pub(crate) fn list<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        version: &str,
        path: &[&str],
    ) -> List<T> {
        List::new(self.client.clone(), operation, self.get_request(operation, version, path))
    }

    pub(crate) async fn get<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        version: &str,
        path: &[&str],
    ) -> Result<Item<T>> {
        self.client.send(self.get_request(operation, version, path)?).await?.item()
    }

    pub(crate) fn get_request(
        &self,
        operation: &'static Operation,
        version: &str,
        path: &[&str],
    ) -> Result<Request> {
        Ok(self.client.get(operation, &self.segments(path))?.query("api-version", version))
    }

    fn segments<'a>(&'a self, path: &[&'a str]) -> Vec<&'a str> {
        self.path.iter().map(String::as_str).chain(path.iter().copied()).collect()
    }
}
