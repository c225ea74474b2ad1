//! Single odd answers over real sockets.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used)] // helpers of tests are tests too

use tenantscope_core::{AccessToken, Cloud, Result, TokenCredential, TokenRequest, async_trait};
use tenantscope_defender::{AlertStatus, DefenderClient};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_partial_json, header, method, path, query_param},
};

#[derive(Debug)]
struct AlwaysTheSame;

#[async_trait]
impl TokenCredential for AlwaysTheSame {
    async fn get_token(&self, _: &TokenRequest) -> Result<AccessToken> {
        Ok(AccessToken::new("token", "2099-01-01T00:00:00Z".parse().unwrap()))
    }
}

fn client(server: &MockServer) -> DefenderClient {
    let cloud = Cloud::custom().resource_manager(server.uri()).build().unwrap();
    DefenderClient::builder(AlwaysTheSame).cloud(cloud).build().unwrap()
}

#[tokio::test]
async fn post_without_a_body_says_that_it_has_none() {
    let server = MockServer::start().await;
    let subscription = "/subscriptions/0000000a-0000-0000-0000-000000000001";
    Mock::given(method("POST"))
        .and(path(format!(
            "{subscription}/providers/Microsoft.Security/locations/westeurope/alerts/a/dismiss"
        )))
        .and(query_param("api-version", "2022-01-01"))
        .and(header("content-length", "0"))
        .and(header("authorization", "Bearer token"))
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    let id = "0000000a-0000-0000-0000-000000000001".parse().unwrap();
    let alerts = client(&server).subscription(id).alerts().in_location("westeurope");
    alerts.update_status("a", &AlertStatus::Dismissed).await.unwrap();
}

#[tokio::test]
async fn rows_come_in_pages_by_token() {
    let server = MockServer::start().await;
    let resources = || {
        Mock::given(method("POST"))
            .and(path("/providers/Microsoft.ResourceGraph/resources"))
            .and(header("content-type", "application/json"))
    };
    resources()
        .and(body_partial_json(serde_json::json!({"options": {"$skipToken": "t"}})))
        .respond_with(ResponseTemplate::new(200).set_body_raw(
            r#"{"totalRecords":2,"count":1,"resultTruncated":"false","data":[{"id":"/b"}]}"#,
            "application/json",
        ))
        .expect(1)
        .with_priority(1)
        .mount(&server)
        .await;
    resources()
        .respond_with(ResponseTemplate::new(200).set_body_raw(
            r#"{"totalRecords":2,"count":1,"resultTruncated":"false","$skipToken":"t","data":[{"id":"/a"}]}"#,
            "application/json",
        ))
        .expect(1)
        .mount(&server)
        .await;
    let rows = client(&server).resource_graph().secure_scores().items().try_collect().await.unwrap();
    assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["/a", "/b"]);
}
