//! What becomes of the refusals that Graph is known for, and of what goes out with each request.

#![cfg(feature = "client")]

mod common;

use common::client;
use tenantscope_core::ErrorKind;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{header, header_exists, method, path},
};

async fn refusal(status: u16, body: &str) -> tenantscope_core::Error {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(status).set_body_string(body))
        .mount(&server)
        .await;
    client(&server).secure_scores().latest().await.expect_err("a refusal")
}

#[tokio::test]
async fn refusals_are_told_apart_by_what_can_be_done() {
    for (status, body, kind) in [
        (
            400,
            r#"{"error":{"code":"","message":"The limit of '50' for Top query has been exceeded"}}"#,
            ErrorKind::BadRequest,
        ),
        (
            400,
            r#"{"errorCode":"MissingProvider","message":"m","instanceAnnotations":[]}"#,
            ErrorKind::BadRequest,
        ),
        (400, r#"{"error":{"code":"Request_UnsupportedQuery","message":"m"}}"#, ErrorKind::BadRequest),
        (400, r#"{"error":{"code":"syncStateNotFound","message":"m"}}"#, ErrorKind::Gone),
        (404, r#"{"error":{"code":"resyncRequired","message":"m"}}"#, ErrorKind::Gone),
        (410, "", ErrorKind::Gone),
        (401, r#"{"error":{"code":"InvalidAuthenticationToken","message":"m"}}"#, ErrorKind::Unauthenticated),
        (401, "", ErrorKind::Unauthenticated),
        (
            401,
            r#"{"error":{"code":"UnknownError","message":"The tenant is not provisioned."}}"#,
            ErrorKind::NotOnboarded,
        ),
        (
            403,
            r#"{"error":{"code":"Authorization_RequestDenied","message":"m"}}"#,
            ErrorKind::PermissionDenied,
        ),
        (
            403,
            r#"{"error":{"code":"Forbidden","message":"Your tenant is not licensed for this feature."}}"#,
            ErrorKind::NotOnboarded,
        ),
        (
            403,
            r#"{"error":{"code":"Authentication_RequestFromNonPremiumTenantOrB2CTenant","message":"m"}}"#,
            ErrorKind::NotOnboarded,
        ),
        (403, "", ErrorKind::PermissionDenied),
        (
            501,
            r#"{"error":{"code":"NotImplemented","message":"This operation target is not yet supported."}}"#,
            ErrorKind::BadRequest,
        ),
        (502, "<html><head><title>Bad Gateway</title></head></html>", ErrorKind::Unavailable),
        (
            500,
            r#"{"error":{"code":"x","message":"{\"Message\":\"Rate limit reached because of too many requests to query broker\"}"}}"#,
            ErrorKind::Throttled,
        ),
        (
            400,
            r#"{"error":{"code":"UnknownError","message":"{\"ErrorCode\":\"E\",\"status\":\"AuditingDisabledTenant\"}"}}"#,
            ErrorKind::NotOnboarded,
        ),
    ] {
        let error = refusal(status, body).await;
        assert_eq!(error.kind(), kind, "{status} {body}: {error:?}");
        assert!(!error.advice().is_empty());
    }
}

#[tokio::test]
async fn empty_code_is_no_code_and_the_words_remain() {
    let error = refusal(
        400,
        r#"{"error":{"code":"","message":"The limit is exceeded","innerError":{"request-id":"r-1"}}}"#,
    )
    .await;
    assert_eq!(error.code(), None);
    assert_eq!(error.message(), Some("The limit is exceeded"));
    assert_eq!(error.request_id(), Some("r-1"));
}

#[tokio::test]
async fn every_request_asks_for_newer_words_and_carries_an_id() {
    let server = MockServer::start().await;
    Mock::given(path("/v1.0/security/secureScores"))
        .and(header("prefer", "include-unknown-enum-members"))
        .and(header_exists("client-request-id"))
        .and(header("authorization", "Bearer token"))
        .respond_with(ResponseTemplate::new(200).set_body_string(r#"{"value": []}"#))
        .expect(1)
        .mount(&server)
        .await;
    assert!(client(&server).secure_scores().latest().await.unwrap().is_none());
}

#[tokio::test]
async fn too_large_a_page_is_refused_before_the_request() {
    let server = MockServer::start().await;
    let error = client(&server).secure_scores().list().top(5000).first().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert_eq!(error.operation(), Some("list secure scores"));
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn one_bad_record_does_not_spoil_its_page() {
    let server = MockServer::start().await;
    let body = r#"{"value": [{"id": "a", "maxScore": 1}, {"id": "b", "maxScore": {}}, {"id": "c", "maxScore": "3"}]}"#;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(200).set_body_string(body))
        .mount(&server)
        .await;
    let page = client(&server).secure_scores().list().pages().next().await.unwrap().unwrap();
    assert_eq!(page.items().map(|score| score.id.as_str()).collect::<Vec<_>>(), ["a", "c"]);
    assert_eq!(page.errors().next().unwrap().kind(), ErrorKind::InvalidItem);
}
