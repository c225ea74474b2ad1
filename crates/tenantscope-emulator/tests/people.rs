//! People: sign-ins, device codes, refresh tokens, on behalf of, and consent.

mod common;

use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use common::{Answer, Hands, claims, http, request_token, send};
use serde_json::{Value, json};
use tenantscope_emulator::{BrowserAnswer, Emulator, Region, Service, Tenant};
use url::Url;

const LOOPBACK: &str = "http://localhost:8400/?app";
const VERIFIER: &str = "abcdefghijklmnopqrstuvwxyz-0123456789._~ABCDE";

/// An emulator with a clock, and short words for its parts.
struct Desk {
    emulator: Emulator,
    hands: Hands,
    tenant: Tenant,
    client: String,
}

impl Desk {
    async fn new() -> Self {
        let hands = Hands::at_noon();
        let emulator = Emulator::builder().tenants(2).clock(hands.clock()).start().await.expect("ports");
        let (tenant, client) = (emulator.tenant(), emulator.app().client_id().to_string());
        Self { emulator, hands, tenant, client }
    }

    fn scope(&self) -> String {
        format!("{}/SecurityEvents.Read.All openid offline_access", self.emulator.origin(Service::Graph))
    }

    /// GET of a page; where it sends the browser, with the parameters there.
    async fn page(&self, path: &str, pairs: &[(&str, &str)]) -> (Answer, Vec<(String, String)>) {
        let query = common::form(pairs);
        let url = format!("{}{path}?{query}", self.emulator.origin(Service::Login));
        let answer = send(http().get(url)).await;
        let location = answer.header("location").map(|text| Url::parse(text).expect("an address"));
        let pairs = location.map(|url| url.query_pairs().into_owned().collect()).unwrap_or_default();
        (answer, pairs)
    }

    async fn sign_in(&self, redirect: &str) -> Vec<(String, String)> {
        let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, VERIFIER.as_bytes()));
        let pairs = [
            ("client_id", self.client.as_str()),
            ("response_type", "code"),
            ("redirect_uri", redirect),
            ("scope", &self.scope()),
            ("state", "a b"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        self.page("/organizations/oauth2/v2.0/authorize", &pairs).await.1
    }

    async fn token(&self, pairs: &[(&str, &str)]) -> Answer {
        let mut all = vec![("client_id", self.client.as_str())];
        all.extend(pairs);
        request_token(&self.emulator, self.tenant.id().as_str(), &all).await
    }

    async fn redeem(&self, code: &str, verifier: &str, more: &[(&str, &str)]) -> Answer {
        let mut pairs = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", LOOPBACK),
            ("code_verifier", verifier),
        ];
        pairs.extend(more);
        self.token(&pairs).await
    }
}

fn code(answer: &Answer) -> u64 {
    answer.json()["error_codes"][0].as_u64().unwrap_or_default()
}

fn value<'p>(pairs: &'p [(String, String)], name: &str) -> Option<&'p str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

#[tokio::test]
async fn person_signs_in_and_the_code_is_good_once_with_its_verifier() {
    let desk = Desk::new().await;
    let back = desk.sign_in(LOOPBACK).await;
    assert_eq!((value(&back, "app"), value(&back, "state")), (Some(""), Some("a b")));
    let given = value(&back, "code").unwrap();
    assert_eq!(code(&desk.redeem(given, &VERIFIER.replace('a', "b"), &[]).await), 501_481);
    assert_eq!(code(&desk.redeem(given, "short", &[]).await), 50_147);
    let secret = desk.emulator.app().secret();
    assert_eq!(code(&desk.redeem(given, VERIFIER, &[("client_secret", &secret)]).await), 700_025);
    let answer = desk.redeem(given, VERIFIER, &[]).await.json();
    let token = claims(answer["access_token"].as_str().unwrap());
    assert_eq!((&token["idtyp"], &token["scp"]), (&json!("user"), &json!("SecurityEvents.Read.All")));
    assert_eq!(token["tid"], desk.tenant.id().as_str());
    assert!(answer["refresh_token"].is_string() && answer["id_token"].is_string());
    let graph = desk.emulator.origin(Service::Graph);
    let url = format!("{graph}/v1.0/security/secureScores?$top=1");
    let read = send(http().get(url).bearer_auth(answer["access_token"].as_str().unwrap())).await;
    assert_eq!(read.status, 200);
    assert_eq!(code(&desk.redeem(given, VERIFIER, &[]).await), 54_005);
}

#[tokio::test]
async fn codes_grow_old_and_belong_to_their_tenant() {
    let desk = Desk::new().await;
    let back = desk.sign_in(LOOPBACK).await;
    let given = value(&back, "code").unwrap();
    let other = desk.emulator.tenants()[1].id().to_string();
    let pairs = [
        ("client_id", desk.client.as_str()),
        ("grant_type", "authorization_code"),
        ("code", given),
        ("redirect_uri", LOOPBACK),
        ("code_verifier", VERIFIER),
    ];
    assert_eq!(code(&request_token(&desk.emulator, &other, &pairs).await), 700_005);
    desk.hands.advance(Duration::from_secs(600));
    assert_eq!(code(&desk.redeem(given, VERIFIER, &[]).await), 70_008);
}

#[tokio::test]
async fn pages_send_back_what_a_person_declines_and_show_what_cannot_be_sent() {
    let desk = Desk::new().await;
    desk.emulator.set_browser_answer(BrowserAnswer::Cancel);
    let back = desk.sign_in(LOOPBACK).await;
    assert_eq!((value(&back, "error"), value(&back, "state")), (Some("access_denied"), Some("a b")));
    assert!(value(&back, "error_description").unwrap().starts_with("AADSTS65004: "));
    let pairs = [("client_id", desk.client.as_str()), ("redirect_uri", "https://elsewhere.example.com/")];
    let (answer, _) = desk.page("/common/oauth2/v2.0/authorize", &pairs).await;
    assert_eq!(answer.status, 400);
    assert!(answer.text.contains("AADSTS50011"), "{}", answer.text);
}

#[tokio::test]
async fn web_applications_prove_themselves_when_they_redeem() {
    let desk = Desk::new().await;
    let web = "https://posture.example.com/signin";
    desk.emulator.app().register_redirect_uri(web);
    let back = desk.sign_in(web).await;
    let redeem = async |more: &[(&str, &str)]| {
        let mut pairs = vec![
            ("grant_type", "authorization_code"),
            ("code", value(&back, "code").unwrap()),
            ("redirect_uri", web),
            ("code_verifier", VERIFIER),
        ];
        pairs.extend(more);
        desk.token(&pairs).await
    };
    assert_eq!(code(&redeem(&[]).await), 7_000_218);
    let secret = desk.emulator.app().secret();
    assert_eq!(redeem(&[("client_secret", &secret)]).await.status, 200);
}

async fn begin(desk: &Desk) -> Value {
    let body = common::form(&[("client_id", &desk.client), ("scope", &desk.scope())]);
    let url = format!("{}/organizations/oauth2/v2.0/devicecode", desk.emulator.origin(Service::Login));
    let request = http().post(url).header("content-type", "application/x-www-form-urlencoded").body(body);
    let answer = send(request).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

async fn poll(desk: &Desk, device: &Value) -> Answer {
    let grant = "urn:ietf:params:oauth:grant-type:device_code";
    desk.token(&[("grant_type", grant), ("device_code", device["device_code"].as_str().expect("a code"))])
        .await
}

fn error(answer: &Answer) -> String {
    answer.json()["error"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn device_waits_at_its_pace_until_somebody_approves() {
    let desk = Desk::new().await;
    let device = begin(&desk).await;
    assert_eq!((&device["interval"], &device["expires_in"]), (&json!(5), &json!(900)));
    assert_eq!(error(&poll(&desk, &device).await), "authorization_pending");
    assert_eq!(error(&poll(&desk, &device).await), "slow_down");
    desk.hands.advance(Duration::from_secs(10));
    assert_eq!(error(&poll(&desk, &device).await), "authorization_pending");
    let user_code = device["user_code"].as_str().unwrap();
    assert_eq!(desk.emulator.device_codes(), [user_code]);
    assert!(desk.emulator.approve_device_code(user_code));
    assert!(!desk.emulator.approve_device_code(user_code));
    let answer = poll(&desk, &device).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(answer.json()["refresh_token"].is_string());
    assert_eq!(error(&poll(&desk, &device).await), "expired_token");
}

#[tokio::test]
async fn device_codes_are_declined_expire_and_can_be_wrong() {
    let desk = Desk::new().await;
    let device = begin(&desk).await;
    assert!(desk.emulator.decline_device_code(device["user_code"].as_str().unwrap()));
    assert_eq!(error(&poll(&desk, &device).await), "authorization_declined");
    assert_eq!(error(&poll(&desk, &json!({"device_code": "x"})).await), "bad_verification_code");
    let device = begin(&desk).await;
    desk.hands.advance(Duration::from_secs(900));
    assert_eq!(error(&poll(&desk, &device).await), "expired_token");
    let device = begin(&desk).await;
    desk.emulator.approve_device_code(device["user_code"].as_str().unwrap());
    desk.emulator.app().allow_public_client(false);
    assert_eq!(code(&poll(&desk, &device).await), 7_000_218);
}

#[tokio::test]
async fn refresh_tokens_reach_other_resources_and_tenants_until_they_are_revoked() {
    let desk = Desk::new().await;
    let back = desk.sign_in(LOOPBACK).await;
    let first = desk.redeem(value(&back, "code").unwrap(), VERIFIER, &[]).await.json();
    let refresh = first["refresh_token"].as_str().unwrap();
    let arm = format!("{}/.default", desk.emulator.origin(Service::ResourceManager));
    let pairs = [
        ("client_id", desk.client.as_str()),
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh),
        ("scope", &arm),
    ];
    let customer = desk.emulator.tenants()[1].id().to_string();
    let answer = request_token(&desk.emulator, &customer, &pairs).await.json();
    let token = claims(answer["access_token"].as_str().unwrap());
    assert_eq!((&token["tid"], &token["scp"]), (&json!(customer), &json!("user_impersonation")));
    assert_ne!(answer["refresh_token"], first["refresh_token"]);
    desk.tenant.revoke_refresh_tokens();
    let refused = desk.token(&pairs[1..]).await;
    assert_eq!((code(&refused), error(&refused)), (50_173, "invalid_grant".to_owned()));
    assert_eq!(code(&desk.token(&[("grant_type", "refresh_token"), ("refresh_token", "x")]).await), 70_000);
}

#[tokio::test]
async fn app_goes_on_on_behalf_of_a_person_and_of_nobody_else() {
    let desk = Desk::new().await;
    let secret = desk.emulator.app().secret();
    let ask = async |assertion: &str, scope: &str| {
        let grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
        desk.token(&[
            ("grant_type", grant),
            ("requested_token_use", "on_behalf_of"),
            ("assertion", assertion),
            ("scope", scope),
            ("client_secret", &secret),
        ])
        .await
    };
    let person = desk.tenant.user_token();
    let scope = desk.scope();
    let answer = ask(&person, &scope).await.json();
    let token = claims(answer["access_token"].as_str().unwrap());
    assert_eq!(token["oid"], claims(&person)["oid"]);
    let graph = common::token(&desk.emulator, &desk.tenant, Service::Graph).await;
    assert_eq!(code(&ask(&graph, &scope).await), 500_131);
    let own = desk
        .token(&[
            ("grant_type", "client_credentials"),
            ("client_secret", &secret),
            ("scope", &format!("api://{}/.default", desk.client)),
        ])
        .await
        .json();
    assert_eq!(code(&ask(own["access_token"].as_str().unwrap(), &scope).await), 7_000_113);
    let refused = ask(&person, "Mail.Send").await;
    assert_eq!((code(&refused), refused.json()["suberror"].clone()), (65_001, json!("consent_required")));
    desk.hands.advance(Duration::from_secs(7200));
    assert_eq!(code(&ask(&person, &scope).await), 500_133);
}

#[tokio::test]
async fn consent_gives_the_app_what_its_registration_asks_for() {
    let desk = Desk::new().await;
    let customer = &desk.emulator.tenants()[1];
    customer.revoke_consent();
    customer.revoke("SecurityEvents.Read.All");
    desk.emulator.set_browser_tenant(customer);
    let pairs = [("client_id", desk.client.as_str()), ("redirect_uri", LOOPBACK), ("state", "42")];
    let (answer, back) = desk.page("/common/adminconsent", &pairs).await;
    assert_eq!(answer.status, 302);
    assert_eq!(value(&back, "tenant"), Some(customer.id().as_str()));
    assert_eq!((value(&back, "admin_consent"), value(&back, "state")), (Some("True"), Some("42")));
    let token = claims(&common::token(&desk.emulator, customer, Service::Graph).await);
    assert!(token["roles"].as_array().unwrap().contains(&json!("SecurityEvents.Read.All")));
}

#[tokio::test]
async fn both_consent_pages_fail_in_their_own_shape() {
    let desk = Desk::new().await;
    desk.tenant.revoke_consent();
    desk.emulator.set_browser_answer(BrowserAnswer::Cancel);
    let id = desk.tenant.id().to_string();
    let pairs = [
        ("client_id", desk.client.as_str()),
        ("redirect_uri", LOOPBACK),
        ("state", "42"),
        ("scope", "https://graph.microsoft.com/.default"),
    ];
    let (_, first) = desk.page(&format!("/{id}/adminconsent"), &pairs).await;
    assert_eq!(value(&first, "error"), Some("permission_denied"));
    assert_eq!(value(&first, "admin_consent"), None);
    let path = format!("/{id}/v2.0/adminconsent");
    let (_, second) = desk.page(&path, &pairs).await;
    assert_eq!(value(&second, "error"), Some("consent_required"));
    assert_eq!((value(&second, "admin_consent"), value(&second, "state")), (Some("True"), Some("42")));
    desk.emulator.set_browser_answer(BrowserAnswer::Accept);
    let (_, second) = desk.page(&path, &pairs).await;
    assert_eq!(value(&second, "scope"), Some("https://graph.microsoft.com/.default"));
    assert_eq!(desk.page(&path, &pairs[..3]).await.0.status, 400);
    assert_eq!(desk.page("/common/v2.0/adminconsent", &pairs).await.0.status, 400);
}

#[tokio::test]
async fn government_tenants_in_the_commercial_cloud_say_so() {
    let desk = Desk::new().await;
    let path = format!("/{}/v2.0/.well-known/openid-configuration", desk.tenant.id());
    let (answer, _) = desk.page(&path, &[]).await;
    assert!(answer.json().get("tenant_region_sub_scope").is_none());
    desk.tenant.set_region(Region::Gcc);
    let (answer, _) = desk.page(&path, &[]).await;
    assert_eq!(answer.json()["tenant_region_sub_scope"], "GCC");
}
