//! What tests against single odd answers share.

#![allow(dead_code)] // each test program uses a part of it

use tenantscope_core::{
    AccessToken, Cloud, ManualClock, Pipeline, Result, Timestamp, TokenCredential, TokenRequest, async_trait,
};
use tenantscope_graph::GraphClient;
use wiremock::MockServer;

/// A token that is always the same.
#[derive(Debug)]
pub(crate) struct Fixed;

#[async_trait]
impl TokenCredential for Fixed {
    async fn get_token(&self, _: &TokenRequest) -> Result<AccessToken> {
        Ok(AccessToken::new("token".to_owned(), "2099-01-01T00:00:00Z".parse().expect("a date")))
    }
}

/// A client of a server on loopback, on a clock that never makes a test wait.
pub(crate) fn client(server: &MockServer) -> GraphClient {
    let cloud = Cloud::custom().graph(server.uri()).build().expect("loopback is an endpoint");
    let pipeline = Pipeline::builder()
        .clock(ManualClock::starting_at(Timestamp::UNIX_EPOCH))
        .build()
        .expect("a pipeline");
    GraphClient::builder(Fixed)
        .cloud(cloud)
        .tenant("contoso.com".parse().expect("a tenant"))
        .pipeline(pipeline)
        .build()
        .expect("a client")
}
