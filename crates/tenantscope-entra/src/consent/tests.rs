#![allow(clippy::unreadable_literal)] // codes are searched for as they are written

use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::*;
use crate::{
    ClientSecretCredential,
    testing::stub::{Answer, Stub, ok, refusal},
};

const TENANT: &str = "aaaaaaaa-0000-0000-0000-000000000001";
const SCOPE: &str = "https://graph.microsoft.com/.default";

fn link() -> ConsentLink {
    let client_id = "11111111-2222-3333-4444-555555555555".parse().unwrap();
    ConsentLink::new(client_id, "https://app.example/done?consent").unwrap()
}

fn state() -> ConsentState {
    ConsentState::from("st/a+t e".to_owned())
}

#[test]
fn both_links_are_encoded_and_name_the_right_authority() {
    let v1 = link().url(&state());
    assert_eq!(
        v1.as_str(),
        "https://login.microsoftonline.com/common/adminconsent?client_id=11111111-2222-3333-4444-555555555555&redirect_uri=https%3A%2F%2Fapp.example%2Fdone%3Fconsent&state=st%2Fa%2Bt+e"
    );
    let v2 = link().cloud(Cloud::GccHigh).url_for_scope("https://graph.microsoft.us/.default", &state());
    assert!(v2.as_str().starts_with("https://login.microsoftonline.us/organizations/v2.0/adminconsent?"));
    assert!(v2.as_str().ends_with("&scope=https%3A%2F%2Fgraph.microsoft.us%2F.default"));
    let named = link().tenant("fabrikam.com".parse().unwrap());
    assert!(named.url(&state()).path().starts_with("/fabrikam.com/"));
    assert!(named.url_for_scope(SCOPE, &state()).path().starts_with("/fabrikam.com/v2.0/"));
}

#[test]
fn redirect_uri_has_to_be_one() {
    for uri in ["nonsense", "http://app.example/", "https://app.example/#x"] {
        let client_id = "11111111-2222-3333-4444-555555555555".parse().unwrap();
        assert_eq!(ConsentLink::new(client_id, uri).unwrap_err().kind(), ErrorKind::InvalidInput, "{uri}");
    }
}

#[test]
fn states_are_random_and_hidden() {
    let (one, two) = (ConsentState::random(), ConsentState::random());
    assert_ne!(one.as_str(), two.as_str());
    assert!(!format!("{one:?}").contains(one.as_str()));
    assert!(one.is(one.as_str()) && !one.is(two.as_str()) && !one.is(""));
}

#[test]
fn redirect_of_a_consent_is_read_in_every_form() {
    for redirect in [
        format!("https://app.example/done?consent&admin_consent=True&tenant={TENANT}&state=st%2Fa%2Bt+e"),
        format!("/done?tenant={}&state=st%2Fa%2Bt%20e&admin_consent=true#_=_", TENANT.to_uppercase()),
        format!("admin_consent=True&tenant={TENANT}&state=st%2Fa%2Bt+e&scope=a+b"),
    ] {
        let read = ConsentRedirect::parse(&redirect, &state()).unwrap();
        assert_eq!(read.claimed_tenant().as_str(), TENANT, "{redirect}");
    }
}

#[test]
fn refusal_counts_although_the_redirect_says_consented() {
    let redirect = "?admin_consent=True&error=consent_required&error_description=AADSTS65004%3a+The+user+declined&state=st%2Fa%2Bt+e";
    let error = ConsentRedirect::parse(redirect, &state()).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::ConsentRequired, Some("AADSTS65004")));
    let redirect = "?error=permission_denied&error_description=The+admin+canceled+the+request";
    let error = ConsentRedirect::parse(redirect, &state()).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::ConsentRequired, Some("permission_denied")));
    assert_eq!(error.message(), Some("The admin canceled the request"));
}

#[test]
fn forged_and_incomplete_redirects_are_refused() {
    for (redirect, words) in [
        (format!("?admin_consent=True&tenant={TENANT}&state=other"), "state"),
        (format!("?admin_consent=True&tenant={TENANT}"), "state"),
        (format!("?tenant={TENANT}&state=st%2Fa%2Bt+e"), "consented"),
        ("?admin_consent=True&tenant=fabrikam.com&state=st%2Fa%2Bt+e".to_owned(), "no tenant"),
        ("?admin_consent=True&state=st%2Fa%2Bt+e".to_owned(), "no tenant"),
    ] {
        let error = ConsentRedirect::parse(&redirect, &state()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.to_string().contains(words), "{error}");
    }
}

/// A token as the identity platform's, unsigned.
fn token(tenant: &str, roles: &[&str]) -> Answer {
    let claims = json!({"tid": tenant, "roles": roles, "aud": "https://graph.microsoft.com"});
    let text = format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(claims.to_string()));
    ok(&json!({"token_type": "Bearer", "expires_in": 3600, "access_token": text}))
}

async fn prove(answers: Vec<Answer>) -> (Result<ConsentedTenant>, Stub) {
    let stub = Stub::new(answers);
    let (tenant, client_id) =
        ("contoso.com".parse().unwrap(), "11111111-2222-3333-4444-555555555555".parse().unwrap());
    let pipeline = stub.pipeline();
    let credential =
        ClientSecretCredential::builder(tenant, client_id, "s").pipeline(pipeline.clone()).build().unwrap();
    let redirect = format!("?admin_consent=True&tenant={TENANT}&state=st%2Fa%2Bt+e");
    let redirect = ConsentRedirect::parse(&redirect, &state()).unwrap();
    let result = redirect.prove(&credential.into(), SCOPE, &pipeline).await;
    (result, stub)
}

#[tokio::test]
async fn consent_is_proved_once_the_directory_knows_of_it() {
    let (proved, stub) = prove(vec![
        refusal(400, "unauthorized_client", 700016, "not found"),
        refusal(400, "unauthorized_client", 7000229, "no service principal"),
        token(TENANT, &[]),
        token(TENANT, &["SecurityEvents.Read.All"]),
    ])
    .await;
    let proved = proved.unwrap();
    assert_eq!(
        (proved.tenant().as_str(), proved.roles()),
        (TENANT, &["SecurityEvents.Read.All".to_owned()][..])
    );
    assert_eq!(stub.clock.sleeps(), WAITS[..3]);
    assert!(stub.uris().iter().all(|uri| uri.contains(TENANT)));
}

#[tokio::test]
async fn tenant_that_never_consented_is_not_proved() {
    let (result, stub) =
        prove((0..10).map(|_| refusal(400, "unauthorized_client", 700016, "not found")).collect()).await;
    assert_eq!(result.unwrap_err().kind(), ErrorKind::ConsentRequired);
    assert_eq!(stub.clock.sleeps(), WAITS);
    // the other two are the clouds that might know the tenant instead
    let (result, stub) =
        prove((0..3).map(|_| refusal(400, "invalid_request", 90002, "tenant not found")).collect()).await;
    assert_eq!(result.unwrap_err().kind(), ErrorKind::TenantNotFound);
    assert!(stub.clock.sleeps().is_empty());
}

#[tokio::test]
async fn token_of_another_tenant_proves_nothing() {
    let (result, _) = prove(vec![token("aaaaaaaa-0000-0000-0000-00000000000f", &["X"])]).await;
    assert_eq!(result.unwrap_err().kind(), ErrorKind::UnexpectedResponse);
}
