use tenantscope_core::Error;

use super::*;
use crate::stub::{Stub, answer};

/// What listing subscriptions fails with when this is the answer every time.
async fn failure(status: u16, body: &str) -> Error {
    let body = body.to_owned();
    let stub = Stub::new(move |_| answer(status, body.clone()));
    stub.client().subscriptions().list().await.unwrap_err()
}

async fn kind_of(status: u16, code: &str) -> ErrorKind {
    let body = format!(r#"{{"error":{{"code":"{code}","message":"Words."}}}}"#);
    let error = failure(status, &body).await;
    assert_eq!(error.code(), Some(code));
    assert!(!error.advice().is_empty());
    error.kind()
}

#[tokio::test]
async fn every_documented_code_has_its_kind_whatever_the_status() {
    use ErrorKind::{
        BadRequest, Conflict, Gone, NotFound, NotOnboarded, PermissionDenied, TenantNotFound, Throttled,
        Unavailable,
    };
    for (code, kind) in [
        ("AF10001", PermissionDenied),
        ("AF20001", BadRequest),
        ("AF20002", BadRequest),
        ("AF20003", BadRequest),
        ("AF20010", PermissionDenied),
        ("AF20011", TenantNotFound),
        ("AF20012", NotOnboarded),
        ("AF20013", BadRequest),
        ("AF20020", BadRequest),
        ("AF20021", BadRequest),
        ("AF20022", NotOnboarded),
        ("AF20023", NotOnboarded),
        ("AF20024", Conflict),
        ("AF20030", BadRequest),
        ("AF20031", Gone),
        ("AF20050", NotFound),
        ("AF20051", Gone),
        ("AF20052", NotFound),
        ("AF20053", BadRequest),
        ("AF20054", BadRequest),
        ("AF20055", BadRequest),
        ("AF429", Throttled),
        ("AF50000", Unavailable),
        ("AF50005", Unavailable),
        ("AF50006", Unavailable),
    ] {
        for status in [400, 403, 500] {
            assert_eq!(kind_of(status, code).await, kind, "{code} under {status}");
        }
    }
    assert_eq!(kind_of(403, "AF77777").await, PermissionDenied);
}

#[tokio::test]
async fn code_is_found_in_any_shape_of_body() {
    for body in [
        "{'error':{'code':'AF20022','message':'No subscription.'}}",
        r#"{"error":{"code":"AF20022.  There is no subscription.","message":""}}"#,
        r#"{"Message":"AF20022: no subscription"}"#,
        "<html><body>AF20022</body></html>",
        "AF20022",
    ] {
        let error = failure(400, body).await;
        assert_eq!((error.kind(), error.code()), (ErrorKind::NotOnboarded, Some("AF20022")), "{body}");
    }
    assert_eq!(find_af_code("8D1AF429-AF20-AF12 xAF429 AF4290000 AF20022x AF5000. "), Some("AF5000"));
}

#[tokio::test]
async fn throttling_under_403_is_throttling_and_is_repeated() {
    let stub =
        Stub::new(|_| answer(403, r#"{"error":{"code":"AF429","message":"Too many requests. Method=X"}}"#));
    let error = stub.client().subscriptions().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Throttled);
    assert_eq!(stub.asked().len(), 6);
    assert!(!stub.clock.sleeps().is_empty());
}

#[tokio::test]
async fn auditing_that_is_off_comes_with_the_command_that_switches_it_on() {
    let body = r#"{"error":{"code":"StartSubscription [CorrId=cccccccc-0000-4000-8000-000000000003","message":
        "TenantId=x] Microsoft.Office.Compliance.Audit.DataServiceException: Tenant aaaaaaaa-0000-4000-8000-000000000001 does not exist."}}"#;
    let error = failure(400, body).await;
    assert_eq!(error.kind(), ErrorKind::NotOnboarded);
    assert!(error.advice().contains("Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true"));
}

#[tokio::test]
async fn missing_permission_is_named() {
    let body = r#"{"error":{"code":"AF10001","message":"The permission set () sent in the request did not include the expected permission."}}"#;
    let error = failure(403, body).await;
    assert!(error.advice().contains("`ActivityFeed.Read`"), "{}", error.advice());
    assert!(error.advice().contains(crate::stub::TENANT), "{}", error.advice());
}

#[tokio::test]
async fn answers_without_a_code_are_read_by_their_status() {
    let gateway = r#"{"Message":"Authorization has been denied for this request."}"#;
    assert_eq!(failure(401, gateway).await.kind(), ErrorKind::Unauthenticated);
    assert_eq!(failure(403, "").await.kind(), ErrorKind::PermissionDenied);
    assert_eq!(failure(503, "<html>").await.kind(), ErrorKind::Unavailable);
    assert_eq!(failure(429, "").await.kind(), ErrorKind::Throttled);
}

#[tokio::test]
async fn refused_window_says_what_time_the_service_has() {
    let error = failure(
        400,
        r#"{"error":{"code":"AF20055","message":"Start time and end time must both be specified"}}"#,
    )
    .await;
    assert_eq!(error.fact("service_time"), Some(crate::stub::NOW));
}
