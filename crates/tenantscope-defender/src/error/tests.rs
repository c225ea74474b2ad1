use proptest::prelude::*;
use tenantscope_core::{Error, ErrorKind};

use crate::testing::{SUBSCRIPTION, Stub, client, subscription};

const REGISTER: &str = "Please register to Microsoft.Security in order to view your security status";

async fn refusal(status: u16, body: &str) -> (Error, Stub) {
    let stub = Stub::default().always(status, body);
    let error = client(&stub).subscription(subscription()).secure_scores().asc_score().await.unwrap_err();
    (error, stub)
}

async fn kind_and_advice(status: u16, body: &str) -> (ErrorKind, String) {
    let (error, _) = refusal(status, body).await;
    (error.kind(), error.advice().to_owned())
}

#[tokio::test]
async fn not_onboarded_is_one_answer_however_it_is_worded() {
    let bodies = [
        (404, format!(r#"{{"Error":{{"Code":"Subscription Not Registered","Message":"{REGISTER}"}}}}"#)),
        (404, format!(r#"{{"error":{{"code":"Subscription Not Registered","message":"{REGISTER}"}}}}"#)),
        (401, format!(r#"{{"error":{{"code":"Subscription Not Registered","message":"{REGISTER}"}}}}"#)),
        (400, format!(r#"{{"error":{{"code":"Error","message":"{REGISTER}"}}}}"#)),
        (409, r#"{"error":{"code":"MissingSubscriptionRegistration","message":"The subscription is not registered to use namespace 'Microsoft.Security'. See https://aka.ms/rps-not-found for how to register subscriptions."}}"#.to_owned()),
        (409, r#"{"error":{"code":"Conflict","message":"The subscription is not registered to use namespace 'Microsoft.Security'."}}"#.to_owned()),
        (404, format!(r#"{{"Error":{{"Code":"ResourceNotFound","Message":"Secure score 'ascScore' does not exist in scope '{SUBSCRIPTION}'"}}}}"#)),
    ];
    for (status, body) in bodies {
        let (error, _) = refusal(status, &body).await;
        assert_eq!(error.kind(), ErrorKind::NotOnboarded, "{status} {body}");
        assert!(error.fact("reason").is_some() && !error.is_transient());
    }
}

#[tokio::test]
async fn a_401_that_means_not_registered_asks_for_no_other_token() {
    let body = format!(r#"{{"error":{{"code":"Subscription Not Registered","message":"{REGISTER}"}}}}"#);
    let (error, stub) = refusal(401, &body).await;
    assert_eq!(error.kind(), ErrorKind::NotOnboarded);
    assert!(error.advice().contains("az provider register"), "{}", error.advice());
    assert_eq!((stub.requests().len(), stub.tokens()), (1, 1));
}

#[tokio::test]
async fn a_401_that_means_the_token_asks_for_one_other() {
    let body = r#"{"error":{"code":"InvalidAuthenticationTokenTenant","message":"The access token is from the wrong issuer."}}"#;
    let (error, stub) = refusal(401, body).await;
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
    assert!(error.advice().contains("for_tenant"), "{}", error.advice());
    assert_eq!((stub.requests().len(), stub.tokens()), (2, 2));
}

#[tokio::test]
async fn score_that_was_never_calculated_says_so() {
    let body = format!(
        r#"{{"Error":{{"Code":"ResourceNotFound","Message":"Secure score 'ascScore' does not exist in scope '{SUBSCRIPTION}'"}}}}"#
    );
    let (error, _) = refusal(404, &body).await;
    assert_eq!(error.fact("reason"), Some("not_calculated"));
    assert_eq!(error.code(), Some("ResourceNotFound"));
    assert!(error.advice().contains(&format!("/subscriptions/{SUBSCRIPTION}")), "{}", error.advice());
}

#[tokio::test]
async fn missing_role_is_named_with_its_scope() {
    let body = format!(
        r#"{{"error":{{"code":"AuthorizationFailed","message":"The client 'x' with object id 'x' does not have authorization to perform action 'Microsoft.Security/secureScores/read' over scope '/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Security/secureScores/ascScore' or the scope is invalid."}}}}"#
    );
    let (error, _) = refusal(403, &body).await;
    assert_eq!(error.kind(), ErrorKind::PermissionDenied);
    for part in ["Security Reader", "Reader is enough", &format!("/subscriptions/{SUBSCRIPTION},")] {
        assert!(error.advice().contains(part), "{part}: {}", error.advice());
    }
    assert_eq!(error.fact("action"), Some("Microsoft.Security/secureScores/read"));
    assert!(error.fact("scope").unwrap().ends_with("/secureScores/ascScore"));
}

#[tokio::test]
async fn management_group_is_named_although_the_action_names_its_type() {
    let (kind, advice) = kind_and_advice(
        403,
        r#"{"error":{"code":"AuthorizationFailed","message":"The client 'x' with object id 'x' does not have authorization to perform action 'Microsoft.Management/managementGroups/read' over scope '/providers/Microsoft.Management/managementGroups/platform' or the scope is invalid."}}"#,
    )
    .await;
    assert_eq!(kind, ErrorKind::PermissionDenied);
    assert!(advice.contains("on /providers/Microsoft.Management/managementGroups/platform,"), "{advice}");
}

#[tokio::test]
async fn missing_role_without_words_still_has_advice() {
    for body in ["", "<html><title>Forbidden</title></html>", r#"{"error":{"code":"Odd"}}"#] {
        let (kind, advice) = kind_and_advice(403, body).await;
        assert_eq!(kind, ErrorKind::PermissionDenied);
        assert!(advice.contains("Security Reader"), "{advice}");
    }
}

#[tokio::test]
async fn unknown_and_malformed_subscriptions_have_their_kinds() {
    for (status, code, kind, part) in [
        (404, "SubscriptionNotFound", ErrorKind::NotFound, "another tenant"),
        (400, "InvalidSubscriptionId", ErrorKind::BadRequest, "GUID"),
        (409, "ReadOnlyDisabledSubscription", ErrorKind::NotOnboarded, "disabled"),
        (400, "NoRegisteredProviderFound", ErrorKind::BadRequest, "version"),
        (404, "ResourceGroupNotFound", ErrorKind::NotFound, "id"),
    ] {
        let body = format!(r#"{{"error":{{"code":"{code}","message":"m"}}}}"#);
        let (found, advice) = kind_and_advice(status, &body).await;
        assert_eq!(found, kind, "{code}");
        assert!(advice.contains(part), "{code}: {advice}");
    }
}

#[tokio::test]
async fn details_of_a_refused_request_are_told() {
    let body = r#"{"error":{"code":"BadRequest","message":"Please provide below info when asking for support","target":"query","additionalInfo":[{"type":"t","info":{"a":1}}],"details":[{"code":"InvalidQuery","message":"Query is invalid."},{"Code":"ParserFailure","Message":"at 3"}]}}"#;
    let (error, _) = refusal(400, body).await;
    assert_eq!(error.kind(), ErrorKind::BadRequest);
    assert_eq!(error.fact("details"), Some("InvalidQuery: Query is invalid.; ParserFailure: at 3"));
    assert_eq!(error.fact("target"), Some("query"));
    assert!(error.fact("additional_info").is_some_and(|info| info.contains("\"t\"")));
}

#[tokio::test]
async fn throttling_is_waited_out() {
    let stub = Stub::default()
        .then_with(429, &[("retry-after", "17")], r#"{"error":{"code":"SubscriptionRequestsThrottled"}}"#)
        .always(200, r#"{"name":"ascScore"}"#);
    client(&stub).subscription(subscription()).secure_scores().asc_score().await.unwrap();
    assert!(stub.clock().sleeps().iter().any(|wait| wait.as_secs() >= 17), "{:?}", stub.clock().sleeps());
}

#[tokio::test]
async fn odd_bodies_and_gateways_give_an_error_with_status() {
    for (status, body) in [(502, "<html><title>502 Bad Gateway</title></html>"), (500, ""), (503, "{")] {
        let (error, _) = refusal(status, body).await;
        assert_eq!((error.kind(), error.status()), (ErrorKind::Unavailable, Some(status)));
    }
}

#[tokio::test]
async fn correlation_id_is_kept() {
    let stub = Stub::default().then_with(
        404,
        &[("x-ms-correlation-request-id", "c-1"), ("x-ms-request-id", "brazilsouth:r-1")],
        "{}",
    );
    let error = client(&stub).subscription(subscription()).secure_scores().asc_score().await.unwrap_err();
    assert_eq!((error.fact("correlation_id"), error.request_id()), (Some("c-1"), Some("brazilsouth:r-1")));
}

proptest! {
    #[test]
    fn any_words_give_an_error_with_advice(
        status in 400_u16..600,
        code in "[A-Za-z ]{0,20}",
        message in "(over scope '|/subscriptions/|/managementGroups/|secure score|é|0000000a-0000-0000-0000-000000000001|[ '\\PC]){0,8}",
    ) {
        let body = serde_json::json!({"error": {"code": code, "message": message, "details": [1, {"code": 2}]}});
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let (error, _) = runtime.block_on(refusal(status, &body.to_string()));
        prop_assert_eq!(error.status(), Some(status));
        prop_assert!(!error.advice().is_empty());
    }
}
