//! Paths: where in the tree of subscriptions, groups and resources a call goes.

use serde::de::DeserializeOwned;
use tenantscope_core::{
    Error, ErrorKind, Item, Operation, Request, Response, Result, ServiceClient, SubscriptionId,
};

use crate::{Get, List};

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

    /// Any resource or scope, by its full id.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] if it isn't a full id.
    pub(crate) fn resource(client: ServiceClient, id: &str) -> Result<Self> {
        let segments: Vec<&str> = id.trim_end_matches('/').split('/').skip(1).collect();
        let is_id =
            id.starts_with('/') && !segments.is_empty() && !segments.iter().any(|part| part.is_empty());
        if !is_id || id.contains(['?', '#', '%']) {
            return Err(Error::new(
                ErrorKind::InvalidInput,
                "the text is no resource id: expected one that begins with `/subscriptions/` or `/providers/`",
            ));
        }
        Ok(Self::root(client).below(&segments))
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
        List::new(self.client.clone(), self.get_request(operation, version, path))
    }

    /// A list whose first page is asked for by POST, without a body.
    pub(crate) fn list_by_post<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        version: &str,
        path: &[&str],
    ) -> List<T> {
        List::new(self.client.clone(), self.post_request(operation, version, path))
    }

    pub(crate) fn get_with_options<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        version: &str,
        path: &[&str],
    ) -> Get<T> {
        Get::new(self.client.clone(), self.get_request(operation, version, path))
    }

    pub(crate) async fn post(
        &self,
        operation: &'static Operation,
        version: &str,
        path: &[&str],
    ) -> Result<Response> {
        self.client.send(self.post_request(operation, version, path)?).await
    }

    pub(crate) async fn get<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        version: &str,
        path: &[&str],
    ) -> Result<Item<T>> {
        self.client.send(self.get_request(operation, version, path)?).await?.item()
    }

    fn get_request(&self, operation: &'static Operation, version: &str, path: &[&str]) -> Result<Request> {
        Ok(self.client.get(operation, &self.segments(path))?.query("api-version", version))
    }

    fn post_request(&self, operation: &'static Operation, version: &str, path: &[&str]) -> Result<Request> {
        Ok(self.client.post(operation, &self.segments(path))?.query("api-version", version))
    }

    fn segments<'a>(&'a self, path: &[&'a str]) -> Vec<&'a str> {
        self.path.iter().map(String::as_str).chain(path.iter().copied()).collect()
    }
}
