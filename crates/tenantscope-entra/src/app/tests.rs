#![allow(clippy::unreadable_literal)] // codes are searched for as they are written

use std::time::Duration;

use serde_json::json;
use tenantscope_core::TokenCredential;

use super::*;
use crate::{
    ClientCertificateCredential, ClientCertificateCredentialBuilder, ClientSecretCredential,
    ClientSecretCredentialBuilder, Explanation, Remedy,
    testing::{
        self,
        stub::{Answer, Stub, answer, lost, ok, refusal, token},
    },
};

const GRAPH: &str = "https://graph.microsoft.com/.default";
const CLIENT_ID: &str = "11111111-2222-3333-4444-555555555555";
const ENDPOINT: &str = "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token";

fn with_secret(stub: &Stub) -> ClientSecretCredentialBuilder {
    let (tenant, client_id) = ("contoso.com".parse().unwrap(), CLIENT_ID.parse().unwrap());
    ClientSecretCredential::builder(tenant, client_id, "a~b+c/d=&é").pipeline(stub.pipeline())
}

fn with_certificate(stub: &Stub) -> ClientCertificateCredentialBuilder {
    let (tenant, client_id) = ("contoso.com".parse().unwrap(), CLIENT_ID.parse().unwrap());
    ClientCertificateCredential::builder(tenant, client_id)
        .certificate(testing::rsa().client_certificate())
        .pipeline(stub.pipeline())
}

fn graph() -> TokenRequest {
    TokenRequest::new(GRAPH)
}

async fn ask(stub: &Stub) -> Result<AccessToken> {
    with_secret(stub).build().unwrap().get_token(&graph()).await
}

async fn error_of(answers: impl IntoIterator<Item = Answer>) -> Error {
    ask(&Stub::new(answers)).await.unwrap_err()
}

#[tokio::test]
async fn secret_goes_in_an_encoded_form_to_the_tenants_endpoint() {
    let stub = Stub::new([token("t")]);
    let token = ask(&stub).await.unwrap();
    assert_eq!(token.secret().expose(), "t");
    assert_eq!(token.expires_on(), testing::now().saturating_add(Duration::from_secs(3600)));
    let request = &stub.requests()[0];
    assert_eq!(request.uri(), ENDPOINT);
    assert_eq!(request.method(), "POST");
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(request.headers()["accept"], "application/json");
    assert_eq!(request.headers()["client-request-id"].len(), 36);
    assert_eq!(request.headers()["return-client-request-id"], "true");
    assert!(!request.headers().contains_key("authorization"));
    let form = &stub.forms()[0];
    let expected = [
        ("grant_type", "client_credentials"),
        ("client_id", CLIENT_ID),
        ("scope", GRAPH),
        ("client_secret", "a~b+c/d=&é"),
    ];
    assert_eq!(form.len(), expected.len());
    for (name, value) in expected {
        assert_eq!(form[name], value);
    }
}

#[tokio::test]
async fn one_credential_serves_many_tenants_with_an_assertion_for_each() {
    let stub = Stub::new([token("a"), token("b")]);
    let credential = with_certificate(&stub).build().unwrap();
    let fabrikam: TenantId = "fabrikam.com".parse().unwrap();
    assert_eq!(credential.get_token(&graph()).await.unwrap().secret().expose(), "a");
    let request = graph().for_tenant(fabrikam);
    assert_eq!(credential.get_token(&request).await.unwrap().secret().expose(), "b");
    for (uri, form) in stub.uris().iter().zip(stub.forms()) {
        assert_eq!(form["client_assertion_type"], "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        let assertion = &form["client_assertion"];
        testing::verify(&testing::rsa().client_certificate(), assertion);
        assert_eq!(&testing::claims_of(assertion)["aud"], uri);
    }
    assert_ne!(stub.uris()[0], stub.uris()[1]);
}

#[tokio::test]
async fn every_attempt_is_signed_anew() {
    let stub = Stub::new([lost(), answer(503, &[], ""), token("t")]);
    with_certificate(&stub).build().unwrap().get_token(&graph()).await.unwrap();
    let ids: std::collections::HashSet<_> = stub
        .forms()
        .iter()
        .map(|form| testing::claims_of(&form["client_assertion"])["jti"].to_string())
        .collect();
    assert_eq!(ids.len(), 3);
}

#[tokio::test]
async fn lasting_outage_shows_after_two_repetitions() {
    let down = || answer(503, &[], "");
    let stub = Stub::new([down(), down(), down()]);
    assert_eq!(ask(&stub).await.unwrap_err().kind(), ErrorKind::Unavailable);
    assert_eq!(stub.requests().len(), 3);
}

#[tokio::test]
async fn numbers_may_be_texts_and_the_type_may_be_in_lower_case() {
    let body =
        json!({"token_type": "bearer", "expires_in": "7199", "refresh_in": "3600", "access_token": "t"});
    let token = ask(&Stub::new([ok(&body)])).await.unwrap();
    assert_eq!(token.expires_on(), testing::now().saturating_add(Duration::from_secs(7199)));
    assert_eq!(token.refresh_on(), Some(testing::now().saturating_add(Duration::from_secs(3600))));
}

#[tokio::test]
async fn answer_that_is_no_token_is_unexpected_and_not_quoted() {
    for body in [
        "<html>CANARY</html>",
        "",
        "{}",
        r#"{"access_token":""}"#,
        r#"{"access_token":"CANARY","token_type":"pop"}"#,
        r#"{"access_token":"CANARY"#,
        r#"{"access_token":["CANARY"]}"#,
    ] {
        let error = error_of([answer(200, &[], body)]).await;
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{body}");
        assert!(!format!("{error:#?}").contains("CANARY"), "{error:#?}");
    }
}

#[tokio::test]
async fn refusal_carries_code_ids_facts_and_advice() {
    let error =
        error_of([refusal(401, "invalid_client", 7000215, r#"Invalid "client" secret provided."#)]).await;
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
    assert_eq!(error.to_string(), "get token: identity refused (HTTP 401, AADSTS7000215)");
    assert_eq!(error.tenant().unwrap().as_str(), "contoso.com");
    assert_eq!(error.request_id(), Some("r1"));
    assert!(error.client_request_id().is_some());
    for (fact, value) in [
        ("error", "invalid_client"),
        ("error_codes", "7000215"),
        ("trace_id", "t1"),
        ("correlation_id", "c1"),
        ("client_id", CLIENT_ID),
    ] {
        assert_eq!(error.fact(fact), Some(value));
    }
    assert!(
        error.advice().contains("Value") && error.message().unwrap().contains(r#"Invalid "client" secret"#)
    );
}

#[tokio::test]
async fn every_documented_code_has_its_kind_and_only_passing_ones_are_repeated() {
    for (code, row) in Explanation::all() {
        let passing = row.remedy() == Remedy::Wait && row.kind() == ErrorKind::Unavailable;
        let answers = (0..3).map(|_| refusal(400, "invalid_request", code, "words"));
        let stub = Stub::new(answers);
        let error = ask(&stub).await.unwrap_err();
        assert_eq!(error.kind(), row.kind(), "{code}");
        assert_eq!(error.code(), Some(format!("AADSTS{code}").as_str()));
        let sent = stub.requests().iter().filter(|request| request.method() == "POST").count();
        assert_eq!(sent, if passing { 3 } else { 1 }, "{code}");
    }
}

#[tokio::test]
async fn several_codes_are_kept_and_the_first_known_one_counts() {
    let body = json!({"error": "invalid_grant", "error_description": "AADSTS99: x", "error_codes": [99, "50076", 700016]});
    let error = error_of([answer(400, &[], body.to_string())]).await;
    assert_eq!(error.code(), Some("AADSTS50076"));
    assert_eq!(error.kind(), ErrorKind::InteractionRequired);
    assert_eq!(error.fact("error_codes"), Some("99,50076,700016"));
    let body =
        json!({"error": "invalid_client", "error_description": "AADSTS7000222: expired", "error_codes": []});
    let error = error_of([answer(401, &[], body.to_string())]).await;
    assert_eq!((error.kind(), error.code()), (ErrorKind::CredentialExpired, Some("AADSTS7000222")));
}

#[tokio::test]
async fn unknown_codes_and_words_pass_through() {
    for (word, status, kind) in [
        ("invalid_client", 401, ErrorKind::Unauthenticated),
        ("unauthorized_client", 400, ErrorKind::ConsentRequired),
        ("interaction_required", 400, ErrorKind::InteractionRequired),
        ("access_denied", 403, ErrorKind::PolicyBlocked),
        ("invalid_scope", 400, ErrorKind::BadRequest),
        ("something_new", 400, ErrorKind::BadRequest),
    ] {
        let error = error_of([refusal(status, word, 123456789, "news")]).await;
        assert_eq!((error.kind(), error.code()), (kind, Some("AADSTS123456789")), "{word}");
    }
    let bare = error_of([answer(400, &[], r#"{"error":"invalid_scope"}"#)]).await;
    assert_eq!((bare.kind(), bare.code()), (ErrorKind::BadRequest, Some("invalid_scope")));
}

#[tokio::test]
async fn missing_consent_shows_the_link_for_just_that_tenant() {
    for code in [700016, 7000229, 65001] {
        let error = error_of([refusal(400, "unauthorized_client", code, "no consent")]).await;
        assert_eq!(error.kind(), ErrorKind::ConsentRequired);
        let link =
            format!("https://login.microsoftonline.com/contoso.com/adminconsent?client_id={CLIENT_ID}");
        assert!(error.advice().contains(&link), "{}", error.advice());
    }
}

#[tokio::test]
async fn secret_id_in_place_of_its_value_is_recognized() {
    let stub = Stub::new([refusal(401, "invalid_client", 7000215, "Invalid client secret provided.")]);
    let (tenant, client_id) = ("contoso.com".parse().unwrap(), CLIENT_ID.parse().unwrap());
    let secret_id = "0a1b2c3d-0000-0000-0000-00000000CAFE";
    let credential = ClientSecretCredential::builder(tenant, client_id, secret_id)
        .pipeline(stub.pipeline())
        .build()
        .unwrap();
    let error = credential.get_token(&graph()).await.unwrap_err();
    assert!(
        error.advice().contains("Secret ID") && !error.advice().contains(secret_id),
        "{}",
        error.advice()
    );
}

#[tokio::test]
async fn unregistered_certificate_shows_both_thumbprints() {
    let stub = Stub::new([refusal(401, "invalid_client", 700027, "The key was not found.")]);
    let credential = with_certificate(&stub).build().unwrap();
    let error = credential.get_token(&graph()).await.unwrap_err();
    let certificate = credential.certificate().unwrap();
    for thumbprint in [certificate.thumbprint_sha1(), certificate.thumbprint_sha256()] {
        assert!(error.advice().contains(&thumbprint), "{}", error.advice());
    }
    let expired = error_of([refusal(401, "invalid_client", 700027, "The key used is expired.")]).await;
    assert_eq!(expired.kind(), ErrorKind::CredentialExpired);
}

#[tokio::test]
async fn measured_clock_skew_is_told() {
    let body = json!({"error": "invalid_client", "error_description": "AADSTS700024: not in range", "error_codes": [700024]});
    let late = "Sun, 22 Nov 2026 11:50:00 GMT";
    let error = error_of([answer(401, &[("date", late)], body.to_string())]).await;
    assert_eq!(error.fact("clock_skew_seconds"), Some("600"));
    assert!(error.advice().starts_with("This machine's clock is 600 s ahead of"), "{}", error.advice());
    let near = "Sun, 22 Nov 2026 12:00:30 GMT";
    let error = error_of([answer(401, &[("date", near)], body.to_string())]).await;
    assert_eq!(error.fact("clock_skew_seconds"), None);
}

#[tokio::test]
async fn pages_of_proxies_are_classified_by_status() {
    for (status, kind) in
        [(502, ErrorKind::Unavailable), (407, ErrorKind::BadRequest), (429, ErrorKind::Throttled)]
    {
        let page = "<html><title>Corporate proxy</title>client_secret=CANARY</html>";
        let error = error_of((0..6).map(|_| answer(status, &[], page))).await;
        assert_eq!((error.kind(), error.status()), (kind, Some(status)));
        assert!(!format!("{error:#?}").contains("CANARY"));
    }
}

#[tokio::test]
async fn throttling_waits_as_told_and_then_goes_on() {
    let stub = Stub::new([answer(429, &[("retry-after", "7")], "{}"), token("t")]);
    ask(&stub).await.unwrap();
    assert_eq!(stub.clock.sleeps(), [Duration::from_secs(7)]);
    // longer than the call may take: at once an error, which the next call doesn't cause anew
    let stub = Stub::new([answer(429, &[("retry-after", "4000")], "{}")]);
    let credential = with_secret(&stub).build().unwrap();
    for _ in 0..3 {
        let error = credential.get_token(&graph()).await.unwrap_err();
        assert_eq!((error.kind(), error.retry_after().is_some()), (ErrorKind::Throttled, true));
    }
    assert_eq!(stub.requests().len(), 1);
}

#[tokio::test]
async fn loop_of_requests_is_ended_not_repeated() {
    let stub = Stub::new([refusal(400, "invalid_grant", 50196, "client request loop")]);
    let credential = with_secret(&stub).build().unwrap();
    for _ in 0..3 {
        assert_eq!(credential.get_token(&graph()).await.unwrap_err().kind(), ErrorKind::Throttled);
    }
    assert_eq!(stub.requests().len(), 1);
}

#[tokio::test]
async fn what_is_wrong_beforehand_sends_nothing() {
    let stub = Stub::new([]);
    let fabrikam: TenantId = "fabrikam.com".parse().unwrap();
    let open = with_secret(&stub).build().unwrap();
    let closed = with_secret(&stub).allow_tenants(["litware.com".parse().unwrap()]).build().unwrap();
    for (credential, request, words) in [
        (&open, TokenRequest::new("https://graph.microsoft.us/.default"), "Cloud::GccHigh"),
        (&open, TokenRequest::new("User.Read"), "/.default"),
        (&open, graph().with_claims("rubbish"), "no JSON object"),
        (&closed, graph().for_tenant(fabrikam), "allow_tenants"),
    ] {
        let error = credential.get_token(&request).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert_eq!(error.operation(), Some("get token"), "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
    stub.clock.advance(Duration::from_secs(800 * 86_400));
    let error = with_certificate(&stub).build().unwrap().get_token(&graph()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::CredentialExpired);
    assert!(error.to_string().contains("2027-11-22"), "{error}");
    assert!(stub.requests().is_empty());
}

#[tokio::test]
async fn claims_of_a_challenge_are_sent() {
    let claims = r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#;
    let stub = Stub::new([token("a"), token("b")]);
    let credential = with_secret(&stub).build().unwrap();
    credential.get_token(&graph().with_claims(claims)).await.unwrap();
    assert_eq!(stub.forms()[0]["claims"], claims);
    let aware = with_secret(&stub).continuous_access(true).build().unwrap();
    aware.get_token(&graph()).await.unwrap();
    assert!(stub.forms()[1]["claims"].contains("cp1"));
}

#[tokio::test]
async fn secret_never_shows() {
    let stub = Stub::new([refusal(
        401,
        "invalid_client",
        7000215,
        "Invalid client secret provided: 'CANARY' client_secret=CANARY",
    )]);
    let (tenant, client_id) = ("contoso.com".parse().unwrap(), CLIENT_ID.parse().unwrap());
    let builder =
        ClientSecretCredential::builder(tenant, client_id, "CANARY-SECRET").pipeline(stub.pipeline());
    let shown = format!("{builder:#?}");
    let credential = builder.build().unwrap();
    let error = credential.get_token(&graph()).await.unwrap_err();
    assert!(
        !format!("{shown} {credential:#?} {error} {error:#?} {}", error.advice()).contains("CANARY-SECRET")
    );
}

#[test]
fn empty_secret_and_missing_certificate_are_refused_at_once() {
    let (tenant, client_id): (TenantId, ClientId) =
        ("contoso.com".parse().unwrap(), CLIENT_ID.parse().unwrap());
    let error = ClientSecretCredential::builder(tenant.clone(), client_id.clone(), " ").build().unwrap_err();
    assert!(error.to_string().contains("the client secret is empty"));
    let error = ClientCertificateCredential::builder(tenant, client_id).build().unwrap_err();
    assert!(error.to_string().contains("there is no certificate"));
}
