//! Managed identities on every platform, and the tokens that they are exchanged for.

mod common;

use std::{collections::BTreeMap, time::Duration};

use common::{Answer, Hands, claims, http, request_token, send};
use reqwest::{Client, RequestBuilder};
use serde_json::json;
use tenantscope_emulator::{Emulator, Fault, RetryAfter, Service};

const EXCHANGE: &str = "api://AzureADTokenExchange";

fn map(pairs: Vec<(String, String)>) -> BTreeMap<String, String> {
    pairs.into_iter().collect()
}

fn imds(emulator: &Emulator, query: &str) -> RequestBuilder {
    let host = &map(emulator.managed_identity().imds_environment())["AZURE_POD_IDENTITY_AUTHORITY_HOST"];
    http().get(format!("{host}/metadata/identity/oauth2/token?api-version=2018-02-01{query}"))
}

async fn from_imds(emulator: &Emulator, query: &str) -> Answer {
    send(imds(emulator, query).header("Metadata", "true")).await
}

/// The `oid` of the token in an answer.
fn who(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{answer:?}");
    let claims = claims(answer.json()["access_token"].as_str().expect("a token"));
    claims["oid"].as_str().expect("an object id").to_owned()
}

#[tokio::test]
async fn metadata_service_answers_with_text_for_numbers() {
    let emulator = Emulator::start().await.unwrap();
    let resource = emulator.origin(Service::ResourceManager).to_owned();
    let answer = from_imds(&emulator, &format!("&resource={resource}")).await;
    assert_eq!(who(&answer), emulator.managed_identity().system_assigned().object_id);
    let body = answer.json();
    assert_eq!((&body["expires_in"], &body["resource"]), (&json!("86400"), &json!(resource)));
    assert!(body["expires_on"].as_str().unwrap().parse::<i64>().is_ok());
    let url = format!("{resource}/subscriptions?api-version=2022-12-01");
    let token = body["access_token"].as_str().unwrap();
    assert_eq!(send(http().get(url).bearer_auth(token)).await.status, 200);
}

#[tokio::test]
async fn probe_without_the_header_is_a_bad_request() {
    let emulator = Emulator::start().await.unwrap();
    let answer = send(imds(&emulator, "&resource=https://vault.azure.net")).await;
    assert_eq!((answer.status, answer.json()["error"].clone()), (400, json!("invalid_request")));
    let forwarded =
        imds(&emulator, "&resource=x").header("Metadata", "true").header("X-Forwarded-For", "::1");
    assert_eq!(send(forwarded).await.status, 400);
    assert_eq!(from_imds(&emulator, "").await.status, 400);
}

#[tokio::test]
async fn identities_are_chosen_by_each_of_their_names() {
    let emulator = Emulator::start().await.unwrap();
    let machine = emulator.managed_identity();
    let user = machine.user_assigned()[1].clone();
    for name in ["client_id", "object_id", "msi_res_id"] {
        let value = match name {
            "client_id" => &user.client_id,
            "object_id" => &user.object_id,
            _ => &user.resource_id,
        };
        let answer = from_imds(&emulator, &format!("&resource={EXCHANGE}&{name}={value}")).await;
        assert_eq!(who(&answer), user.object_id, "{name}");
    }
    let unknown = from_imds(&emulator, &format!("&resource={EXCHANGE}&client_id=nobody")).await;
    assert_eq!(unknown.json()["error_description"], "Identity not found");
    machine.set_system_assigned(false);
    assert_eq!(from_imds(&emulator, &format!("&resource={EXCHANGE}")).await.status, 400);
}

#[tokio::test]
async fn metadata_service_has_the_usual_faults() {
    let emulator = Emulator::start().await.unwrap();
    let path = "/metadata";
    let gone = json!({"error": "gone", "error_description": "IMDS is updating"});
    emulator.faults().add(Fault::on(Service::ManagedIdentity, path).times(1).respond_json(410, &gone));
    let busy = Fault::on(Service::ManagedIdentity, path).times(1);
    emulator.faults().add(busy.too_many_requests(RetryAfter::None));
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(from_imds(&emulator, &format!("&resource={EXCHANGE}")).await.status);
    }
    assert_eq!(statuses, [410, 429, 200]);
}

#[tokio::test]
async fn app_service_wants_its_header_and_calls_resource_ids_otherwise() {
    let emulator = Emulator::start().await.unwrap();
    let machine = emulator.managed_identity();
    let environment = map(machine.app_service_environment());
    let user = machine.user_assigned()[0].clone();
    let ask = async |query: String, header: &str| {
        let url =
            format!("{}?api-version=2019-08-01&resource={EXCHANGE}{query}", environment["IDENTITY_ENDPOINT"]);
        send(http().get(url).header("X-IDENTITY-HEADER", header)).await
    };
    let header = &environment["IDENTITY_HEADER"];
    let system = machine.system_assigned().object_id;
    assert_eq!(who(&ask(format!("&mi_res_id={}", user.resource_id), header).await), user.object_id);
    assert_eq!(who(&ask(format!("&msi_res_id={}", user.resource_id), header).await), system);
    assert_eq!(ask(String::new(), "guess").await.json()["statusCode"], 401);
    assert!(ask(String::new(), header).await.json().get("expires_in").is_none());
    machine.rotate_header();
    assert_eq!(ask(String::new(), header).await.status, 401);
}

#[tokio::test]
async fn arc_writes_a_key_that_is_good_once() {
    let emulator = Emulator::start().await.unwrap();
    let folder = std::env::temp_dir().join(format!("tenantscope-arc-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let environment = map(emulator.managed_identity().azure_arc_environment(&folder));
    let url = format!("{}?api-version=2020-06-01&resource={EXCHANGE}", environment["IDENTITY_ENDPOINT"]);
    let ask = || http().get(&url).header("Metadata", "true");
    let challenge = send(ask()).await;
    assert_eq!(challenge.status, 401);
    let realm = challenge.header("www-authenticate").unwrap().strip_prefix("Basic realm=").unwrap();
    let key = std::fs::read_to_string(realm).unwrap();
    assert_eq!(std::path::Path::new(realm).extension().unwrap(), "key");
    let token = send(ask().header("authorization", format!("Basic {key}"))).await;
    assert_eq!(who(&token), emulator.managed_identity().system_assigned().object_id);
    assert_eq!(send(ask().header("authorization", format!("Basic {key}"))).await.status, 401);
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn machine_learning_and_cloud_shell_have_ways_of_their_own() {
    let emulator = Emulator::builder().clock(Hands::at_noon().clock()).start().await.unwrap();
    let machine = emulator.managed_identity();
    let environment = map(machine.azure_ml_environment());
    let user = machine.user_assigned()[0].clone();
    let url = format!(
        "{}?api-version=2017-09-01&resource={EXCHANGE}&clientid={}",
        environment["MSI_ENDPOINT"], user.client_id
    );
    let answer = send(http().get(url).header("secret", &environment["MSI_SECRET"])).await;
    assert_eq!(who(&answer), user.object_id);
    assert_eq!(answer.json()["expires_on"], "11/23/2026 12:00:00 PM +00:00");

    let url = map(machine.cloud_shell_environment())["MSI_ENDPOINT"].clone();
    let body = common::form(&[("resource", emulator.origin(Service::ResourceManager))]);
    let request = http().post(&url).header("content-type", "application/x-www-form-urlencoded").body(body);
    let answer = send(request.header("Metadata", "true")).await;
    let claims = claims(answer.json()["access_token"].as_str().unwrap());
    assert_eq!((&claims["idtyp"], &claims["scp"]), (&json!("user"), &json!("user_impersonation")));
    let refused = send(http().post(url).header("content-length", "0")).await;
    assert!(refused.json()["error"]["code"].is_string());
}

#[tokio::test]
async fn service_fabric_is_behind_a_certificate_known_by_its_thumbprint() {
    let emulator = Emulator::start().await.unwrap();
    let environment = map(emulator.managed_identity().service_fabric_environment());
    let url = format!("{}?api-version=2020-05-01&resource={EXCHANGE}", environment["IDENTITY_ENDPOINT"]);
    assert!(url.starts_with("https://"));
    assert_eq!(environment["IDENTITY_SERVER_THUMBPRINT"].len(), 40);
    let trusting = Client::builder().no_proxy().tls_danger_accept_invalid_certs(true).build().unwrap();
    let answer = send(trusting.get(&url).header("Secret", &environment["IDENTITY_HEADER"])).await;
    assert_eq!(who(&answer), emulator.managed_identity().system_assigned().object_id);
    assert!(answer.json()["expires_on"].is_i64());
    assert_eq!(send(trusting.get(url)).await.code(), "SecretHeaderNotFound");
}

/// A token request with a federated assertion; the code of its refusal, or 0.
async fn exchange(emulator: &Emulator, tenant: &str, assertion: &str) -> u64 {
    let answer = request_token(
        emulator,
        tenant,
        &[
            ("grant_type", "client_credentials"),
            ("client_id", emulator.app().client_id().as_str()),
            ("scope", &format!("{}/.default", emulator.origin(Service::Graph))),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion),
        ],
    )
    .await;
    answer.json()["error_codes"][0].as_u64().unwrap_or_default()
}

#[tokio::test]
async fn identity_stands_for_the_app_in_every_tenant_that_consented() {
    let emulator = Emulator::builder().tenants(2).start().await.unwrap();
    let machine = emulator.managed_identity();
    let user = machine.user_assigned()[0].clone();
    let answer = from_imds(&emulator, &format!("&resource={EXCHANGE}&client_id={}", user.client_id)).await;
    let assertion = answer.json()["access_token"].as_str().unwrap().to_owned();
    let other = emulator.tenants()[1].id().to_string();
    assert_eq!(exchange(&emulator, &other, &assertion).await, 7_000_226);
    emulator.app().add_federated_credential(machine.issuer(), user.object_id, EXCHANGE);
    assert_eq!(exchange(&emulator, &other, &assertion).await, 0);
    assert_eq!(exchange(&emulator, &other, &assertion).await, 0, "these are good more than once");
}

#[tokio::test]
async fn federated_tokens_are_compared_part_by_part() {
    let hands = Hands::at_noon();
    let emulator = Emulator::builder().clock(hands.clock()).start().await.unwrap();
    let tenant = emulator.tenant().id().to_string();
    let issuer = emulator.issuer("https://issuer.example.com");
    emulator.app().add_federated_credential(issuer.name(), "system:serviceaccount:posture", EXCHANGE);
    let life = Duration::from_secs(600);
    let good = issuer.token("system:serviceaccount:posture", EXCHANGE, life);
    assert_eq!(exchange(&emulator, &tenant, &format!("{good}\n")).await, 0);
    let other = emulator.issuer("https://issuer.example.com/");
    let refused = [
        (other.token("system:serviceaccount:posture", EXCHANGE, life), 700_211),
        (issuer.token("system:serviceaccount:Posture", EXCHANGE, life), 700_213),
        (issuer.token("system:serviceaccount:posture", "api://AzureADTokenExchangeUSGov", life), 700_212),
    ];
    for (assertion, code) in refused {
        assert_eq!(exchange(&emulator, &tenant, &assertion).await, code);
    }
    hands.advance(Duration::from_secs(1000));
    assert_eq!(exchange(&emulator, &tenant, &good).await, 700_024);
}

#[tokio::test]
async fn issuers_with_keys_of_their_own_are_checked_by_them() {
    use aws_lc_rs::{
        encoding::{AsDer, PublicKeyX509Der},
        rsa::{KeyPair, KeySize},
        signature::{KeyPair as _, RSA_PKCS1_SHA256},
    };
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    let emulator = Emulator::start().await.unwrap();
    let tenant = emulator.tenant().id().to_string();
    let issuer = "https://oidc.example.org";
    emulator.app().add_federated_credential(issuer, "me", EXCHANGE);
    let key = KeyPair::generate(KeySize::Rsa2048).unwrap();
    let encode = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = json!({"iss": issuer, "sub": "me", "aud": [EXCHANGE], "nbf": 0, "exp": 4_102_444_800_i64});
    let input = format!("{}.{}", encode(json!({"alg": "RS256", "kid": "1"})), encode(claims));
    let mut signature = vec![0; key.public_modulus_len()];
    let random = aws_lc_rs::rand::SystemRandom::new();
    key.sign(&RSA_PKCS1_SHA256, &random, input.as_bytes(), &mut signature).unwrap();
    let assertion = format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature));
    assert_eq!(exchange(&emulator, &tenant, &assertion).await, 90_061);
    let foreign = KeyPair::generate(KeySize::Rsa2048).unwrap();
    emulator.register_issuer_key(issuer, foreign.public_key().as_ref());
    assert_eq!(exchange(&emulator, &tenant, &assertion).await, 50_013);
    let spki: PublicKeyX509Der<'_> = key.public_key().as_der().unwrap();
    emulator.register_issuer_key(issuer, spki.as_ref());
    assert_eq!(exchange(&emulator, &tenant, &assertion).await, 0);
}

#[tokio::test]
async fn jobs_of_github_get_a_token_to_exchange() {
    let emulator = Emulator::start().await.unwrap();
    let subject = "repo:contoso/posture:ref:refs/heads/main";
    let environment = map(emulator.managed_identity().github_actions_environment(subject));
    let url = format!("{}&audience={EXCHANGE}", environment["ACTIONS_ID_TOKEN_REQUEST_URL"]);
    let answer = send(http().get(url).bearer_auth(&environment["ACTIONS_ID_TOKEN_REQUEST_TOKEN"])).await;
    let token = answer.json()["value"].as_str().unwrap().to_owned();
    let issuer = "https://token.actions.githubusercontent.com";
    emulator.app().add_federated_credential(issuer, subject, EXCHANGE);
    assert_eq!(exchange(&emulator, emulator.tenant().id().as_str(), &token).await, 0);
}
