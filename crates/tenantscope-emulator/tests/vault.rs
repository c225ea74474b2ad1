//! The key vault: a certificate to read, and a key that signs without leaving it.

mod common;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use common::{Answer, call, get, http, request_token, send};
use reqwest::Method;
use serde_json::{Value, json};
use tenantscope_emulator::{Emulator, Service, VaultAccess};

async fn vault(emulator: &Emulator, path: &str) -> Answer {
    get(emulator, Service::KeyVault, path).await
}

async fn sign(emulator: &Emulator, kid: &str, body: &Value) -> Answer {
    let url = format!("{kid}/sign?api-version=7.4");
    call(emulator, Method::POST, Service::KeyVault, &url, |request| {
        request.header("content-type", "application/json").body(body.to_string())
    })
    .await
}

#[tokio::test]
async fn assertion_signed_in_the_vault_is_good_at_the_token_endpoint() {
    let emulator = Emulator::start().await.unwrap();
    let handle = emulator.key_vault();
    let path = format!("/certificates/{}?api-version=7.4", handle.certificate_name());
    let certificate = vault(&emulator, &path).await.json();
    let der = STANDARD.decode(certificate["cer"].as_str().unwrap()).unwrap();
    let sha1 = URL_SAFE_NO_PAD.encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, &der));
    assert_eq!(certificate["x5t"], json!(sha1));
    let kid = certificate["kid"].as_str().unwrap();
    let (name, version) = (handle.certificate_name(), handle.certificate_version());
    assert_eq!(kid, format!("{}/keys/{name}/{version}", handle.url()));

    let (tenant, app) = (emulator.tenant(), emulator.app());
    let audience = format!("{}/{}/oauth2/v2.0/token", emulator.origin(Service::Login), tenant.id());
    let encode = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let thumbprint = URL_SAFE_NO_PAD.encode(digest(&SHA256, &der));
    let header = encode(json!({"alg": "PS256", "typ": "JWT", "x5t#S256": thumbprint}));
    let claims = encode(json!({
        "aud": audience, "iss": app.client_id(), "sub": app.client_id(), "jti": "1", "nbf": 0, "exp": 4_102_444_800_i64,
    }));
    let input = format!("{header}.{claims}");
    let value = URL_SAFE_NO_PAD.encode(digest(&SHA256, input.as_bytes()));
    let signed = sign(&emulator, kid, &json!({"alg": "PS256", "value": value})).await.json();
    let assertion = format!("{input}.{}", signed["value"].as_str().unwrap());
    let answer = request_token(
        &emulator,
        tenant.id().as_str(),
        &[
            ("grant_type", "client_credentials"),
            ("client_id", app.client_id().as_str()),
            ("scope", &format!("{}/.default", emulator.origin(Service::Graph))),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", &assertion),
        ],
    )
    .await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[tokio::test]
async fn callers_without_a_role_are_forbidden() {
    let emulator = Emulator::start().await.unwrap();
    let handle = emulator.key_vault();
    let certificate = format!("/certificates/{}?api-version=7.6", handle.certificate_name());
    let kid = format!("{}/keys/{}/{}", handle.url(), handle.certificate_name(), handle.certificate_version());
    handle.set_access(VaultAccess::WithoutSigning);
    assert_eq!(vault(&emulator, &certificate).await.status, 200);
    let refused = sign(&emulator, &kid, &json!({"alg": "PS256", "value": ""})).await;
    assert_eq!((refused.status, refused.code()), (403, "Forbidden".to_owned()));
    assert_eq!(refused.json()["error"]["innererror"]["code"], "ForbiddenByRbac");
    handle.set_access(VaultAccess::None);
    assert_eq!(vault(&emulator, &certificate).await.status, 403);
}

#[tokio::test]
async fn requests_that_make_no_sense_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    let handle = emulator.key_vault();
    let name = handle.certificate_name();
    assert_eq!(vault(&emulator, "/certificates/other?api-version=7.4").await.code(), "CertificateNotFound");
    assert_eq!(vault(&emulator, &format!("/certificates/{name}")).await.code(), "BadParameter");
    let kid = format!("{}/keys/{name}/{}", handle.url(), handle.certificate_version());
    for body in [
        json!({"alg": "ES256", "value": "AA"}),
        json!({"alg": "PS256", "value": "AA"}),
        json!({"alg": "PS256"}),
    ] {
        assert_eq!(sign(&emulator, &kid, &body).await.status, 400, "{body}");
    }
    let secret = vault(&emulator, &format!("/secrets/{name}?api-version=7.4")).await.json();
    assert!(secret["value"].as_str().unwrap().contains("BEGIN PRIVATE KEY"));
}

#[tokio::test]
async fn first_request_learns_tenant_and_resource_from_its_refusal() {
    let emulator = Emulator::start().await.unwrap();
    let handle = emulator.key_vault();
    let url = format!("{}/certificates/{}?api-version=7.4", handle.url(), handle.certificate_name());
    let answer = send(http().get(url)).await;
    let challenge = answer.header("www-authenticate").unwrap();
    assert_eq!(answer.status, 401);
    assert!(challenge.contains(&format!("/{}\"", emulator.tenant().id())), "{challenge}");
    assert!(challenge.contains(&format!("resource=\"{}\"", handle.url())), "{challenge}");
}
