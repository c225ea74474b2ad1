#![allow(clippy::unreadable_literal)] // codes are searched for as they are written

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;
use tenantscope_core::Cloud;

use super::*;
use crate::{
    Environment,
    testing::stub::{Stub, ok, refusal, token},
};

const GRAPH: &str = "https://graph.microsoft.com/.default";

fn jwt(subject: &str) -> String {
    let claims =
        json!({"iss": "https://issuer.example", "sub": subject, "aud": ["api://AzureADTokenExchange"]});
    format!("eyJhbGciOiJSUzI1NiJ9.{}.c2ln", URL_SAFE_NO_PAD.encode(claims.to_string()))
}

fn credential(stub: &Stub, source: impl AssertionSource + 'static) -> FederatedCredentialBuilder {
    let (tenant, client_id) =
        ("contoso.com".parse().unwrap(), "11111111-2222-3333-4444-555555555555".parse().unwrap());
    FederatedCredential::builder(tenant, client_id, source).pipeline(stub.pipeline())
}

async fn ask(credential: &FederatedCredential, tenant: &str) -> Result<AccessToken> {
    credential.get_token(&TokenRequest::new(GRAPH).for_tenant(tenant.parse().unwrap())).await
}

#[tokio::test]
async fn token_file_is_read_for_every_request() {
    let path = std::env::temp_dir().join(format!("tenantscope-{}.token", uuid::Uuid::new_v4()));
    std::fs::write(&path, format!("{}\n", jwt("one"))).unwrap();
    let stub = Stub::new([token("a"), token("b")]);
    let credential = credential(&stub, TokenFile::new(&path)).build().unwrap();
    ask(&credential, "contoso.com").await.unwrap();
    std::fs::write(&path, jwt("two")).unwrap();
    ask(&credential, "fabrikam.com").await.unwrap();
    let sent: Vec<_> = stub.forms().iter().map(|form| form["client_assertion"].clone()).collect();
    assert_eq!(sent, [jwt("one"), jwt("two")]);
    std::fs::write(&path, "no token").unwrap();
    let error = ask(&credential, "litware.com").await.unwrap_err();
    assert!(error.to_string().contains("holds no JSON web token"), "{error}");
    std::fs::remove_file(&path).unwrap();
    let error = ask(&credential, "litware.com").await.unwrap_err();
    assert!(error.to_string().contains("doesn't exist"), "{error}");
    assert_eq!(stub.requests().len(), 2);
}

#[tokio::test]
async fn closure_gets_the_audience_of_the_cloud() {
    let stub = Stub::new([token("t")]);
    let source = |audience: String| async move { Ok(Secret::new(jwt(&audience))) };
    let credential = credential(&stub, source).cloud(Cloud::China).build().unwrap();
    let request = TokenRequest::new(Cloud::China.graph().scope());
    credential.get_token(&request).await.unwrap();
    assert_eq!(stub.forms()[0]["client_assertion"], jwt("api://AzureADTokenExchangeChina"));
}

#[tokio::test]
async fn token_that_was_too_old_is_read_again_once() {
    let too_old = || refusal(401, "invalid_client", 700024, "not within its valid time range");
    let stub = Stub::new([too_old(), token("t")]);
    let credential_ = credential(&stub, |_| async { Ok(Secret::new(jwt("x"))) }).build().unwrap();
    ask(&credential_, "contoso.com").await.unwrap();
    let stub = Stub::new([too_old(), too_old()]);
    let credential = credential(&stub, |_| async { Ok(Secret::new(jwt("x"))) }).build().unwrap();
    assert_eq!(ask(&credential, "contoso.com").await.unwrap_err().code(), Some("AADSTS700024"));
}

#[tokio::test]
async fn mismatch_shows_what_was_presented() {
    for code in [70021, 700211, 700212, 700213] {
        let stub = Stub::new([refusal(401, "invalid_client", code, "No matching federated identity record")]);
        let credential =
            credential(&stub, |_| async { Ok(Secret::new(jwt("repo:a/b:ref:x"))) }).build().unwrap();
        let error = ask(&credential, "contoso.com").await.unwrap_err();
        for part in ["https://issuer.example", "repo:a/b:ref:x", "api://AzureADTokenExchange"] {
            assert!(error.advice().contains(part), "{}", error.advice());
        }
        assert!(!format!("{error:?}").contains("c2ln"));
    }
}

#[tokio::test]
async fn workflow_is_asked_for_its_token() {
    let stub = Stub::new([ok(&json!({"count": 1, "value": jwt("workflow")})), token("t")]);
    let environment = Environment::of([
        ("ACTIONS_ID_TOKEN_REQUEST_URL", "https://actions.example/token?api-version=2.0"),
        ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "CANARY"),
    ]);
    let source = GitHubActions::with(environment, stub.pipeline());
    assert!(!format!("{source:?}").contains("CANARY"));
    ask(&credential(&stub, source).build().unwrap(), "contoso.com").await.unwrap();
    let asked = &stub.requests()[0];
    assert_eq!(
        asked.uri(),
        "https://actions.example/token?api-version=2.0&audience=api://AzureADTokenExchange"
    );
    assert_eq!(asked.headers()["authorization"], "bearer CANARY");
    assert_eq!(stub.forms()[1]["client_assertion"], jwt("workflow"));
}

#[tokio::test]
async fn outside_a_workflow_the_missing_variable_is_named() {
    let stub = Stub::new([]);
    let source = GitHubActions::with(Environment::of([("A", "b")]), stub.pipeline());
    let error = ask(&credential(&stub, source).build().unwrap(), "contoso.com").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::CredentialUnavailable);
    assert!(error.to_string().contains("ACTIONS_ID_TOKEN_REQUEST_URL"), "{error}");
}
