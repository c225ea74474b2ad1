//! Entra: who gets a token, and what those who don't are told.

mod common;

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use common::{Answer, Hands, assertion, claims, http, request_token, request_token_at, send};
use serde_json::{Value, json};
use tenantscope_emulator::{Emulator, Service};

const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

fn scope(emulator: &Emulator) -> String {
    format!("{}/.default", emulator.origin(Service::Graph))
}

/// A token request by secret, with some of its pairs replaced or (where the value is empty) left
/// out.
async fn by_secret(emulator: &Emulator, tenant: &str, change: &[(&str, &str)]) -> Answer {
    let (client, secret, scope) =
        (emulator.app().client_id().to_string(), emulator.app().secret(), scope(emulator));
    let mut pairs = vec![
        ("grant_type", "client_credentials"),
        ("client_id", &client),
        ("client_secret", &secret),
        ("scope", &scope),
    ];
    for (name, value) in change {
        pairs.retain(|(known, _)| known != name);
        if !value.is_empty() {
            pairs.push((name, value));
        }
    }
    request_token(emulator, tenant, &pairs).await
}

/// The code of an Entra error, once its form is known to be right.
fn code(answer: &Answer) -> u64 {
    let body = answer.json();
    let code = body["error_codes"][0].as_u64().expect("a code");
    let description = body["error_description"].as_str().expect("a description");
    assert!(description.starts_with(&format!("AADSTS{code}: ")), "{description}");
    for line in ["\r\nTrace ID: ", "\r\nCorrelation ID: ", "\r\nTimestamp: "] {
        assert!(description.contains(line), "{description}");
    }
    assert_eq!(
        body["error_uri"].as_str().and_then(|uri| uri.split("code=").nth(1)),
        Some(&*code.to_string())
    );
    assert_eq!(body["trace_id"], answer.header("x-ms-request-id").expect("an id"));
    code
}

fn refusal(answer: &Answer) -> (u16, u64, String) {
    (answer.status, code(answer), answer.json()["error"].as_str().expect("a name").to_owned())
}

#[tokio::test]
async fn token_for_a_secret_carries_the_claims_of_an_app_only_token() {
    let emulator = Emulator::start().await.unwrap();
    let tenant = emulator.tenant();
    let answer = by_secret(&emulator, tenant.domain().as_str(), &[]).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.header("content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(answer.header("cache-control"), Some("no-store, no-cache"));
    let body = answer.json();
    assert_eq!(body["token_type"], "Bearer");
    let seconds = body["expires_in"].as_u64().unwrap();
    assert!((3600..=5399).contains(&seconds), "{seconds}");
    let claims = claims(body["access_token"].as_str().unwrap());
    assert_eq!(claims["aud"], emulator.origin(Service::Graph));
    assert_eq!(claims["tid"], tenant.id().as_str());
    assert_eq!(claims["iss"], format!("https://sts.windows.net/{}/", tenant.id()));
    assert_eq!(claims["appid"], emulator.app().client_id().as_str());
    assert_eq!(
        (&claims["idtyp"], &claims["appidacr"], &claims["ver"]),
        (&json!("app"), &json!("1"), &json!("1.0"))
    );
    assert_eq!(claims["oid"], claims["sub"]);
    assert!(claims["roles"].as_array().unwrap().contains(&json!("SecurityEvents.Read.All")));
    assert!(!claims["roles"].as_array().unwrap().contains(&json!("ActivityFeed.Read")));
}

#[tokio::test]
async fn roles_are_absent_when_none_are_granted() {
    let emulator = Emulator::start().await.unwrap();
    let resource = "https://management.core.windows.net//.default";
    let answer = by_secret(&emulator, emulator.tenant().id().as_str(), &[("scope", resource)]).await;
    let claims = claims(answer.json()["access_token"].as_str().unwrap());
    assert_eq!(claims["aud"], "https://management.core.windows.net/");
    assert!(claims.get("roles").is_none());
}

#[tokio::test]
async fn secret_may_come_in_a_basic_header() {
    let emulator = Emulator::start().await.unwrap();
    let app = emulator.app();
    let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let basic = STANDARD.encode(format!("{}:{}", app.client_id(), encode(&app.secret())));
    let url = format!("{}/{}/oauth2/v2.0/token", emulator.origin(Service::Login), emulator.tenant().id());
    let body = common::form(&[("grant_type", "client_credentials"), ("scope", &scope(&emulator))]);
    let request = http().post(url).header("authorization", format!("Basic {basic}"));
    let answer = send(request.header("content-type", "application/x-www-form-urlencoded").body(body)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

#[tokio::test]
async fn first_version_takes_a_resource_and_writes_numbers_as_text() {
    let emulator = Emulator::start().await.unwrap();
    let (client, secret) = (emulator.app().client_id().to_string(), emulator.app().secret());
    let path = format!("/{}/oauth2/token", emulator.tenant().id());
    let pairs = [
        ("grant_type", "client_credentials"),
        ("client_id", &client),
        ("client_secret", &secret),
        ("resource", "https://manage.office.com"),
    ];
    let body = request_token_at(&emulator, &path, &pairs).await.json();
    assert_eq!(body["resource"], "https://manage.office.com");
    for name in ["expires_in", "ext_expires_in", "expires_on", "not_before"] {
        assert!(body[name].as_str().unwrap().parse::<u64>().is_ok(), "{name}");
    }
}

#[tokio::test]
async fn long_lived_tokens_say_when_to_refresh() {
    let emulator = Emulator::builder().token_lifetime(Duration::from_secs(86_400)).start().await.unwrap();
    let body = by_secret(&emulator, emulator.tenant().id().as_str(), &[]).await.json();
    assert_eq!((&body["expires_in"], &body["refresh_in"]), (&json!(86_400), &json!(43_200)));
}

#[tokio::test]
async fn wrong_secrets_are_told_apart() {
    let emulator = Emulator::start().await.unwrap();
    let tenant = emulator.tenant().id();
    let expired = emulator.app().expired_secret();
    let ask = async |secret: &str| {
        refusal(&by_secret(&emulator, tenant.as_str(), &[("client_secret", secret)]).await)
    };
    assert_eq!(ask("wrong").await, (401, 7_000_215, "invalid_client".into()));
    assert_eq!(ask(&expired).await, (401, 7_000_222, "invalid_client".into()));
    assert_eq!(ask("").await, (401, 7_000_218, "invalid_client".into()));
}

#[tokio::test]
async fn tenants_are_found_or_refused_by_their_segment() {
    let emulator = Emulator::start().await.unwrap();
    for (segment, expected) in [
        ("fabrikam.example", 90_002),
        ("11111111-2222-3333-4444-555555555555", 90_002),
        ("contoso", 900_023),
        ("common", 9_001_023),
        ("consumers", 9_001_023),
        ("9188040d-6c67-4c5b-b112-36a304b66dad", 9_001_023),
        ("organizations", 50_059),
    ] {
        let answer = by_secret(&emulator, segment, &[]).await;
        assert_eq!(refusal(&answer), (400, expected, "invalid_request".into()), "{segment}");
    }
}

#[tokio::test]
async fn parameters_that_are_missing_or_wrong_are_named() {
    let emulator = Emulator::start().await.unwrap();
    let tenant = emulator.tenant().id();
    for (change, expected, error) in [
        (("grant_type", ""), 900_144, "invalid_request"),
        (("client_id", ""), 900_144, "invalid_request"),
        (("scope", ""), 900_144, "invalid_request"),
        (("grant_type", "password"), 70_003, "unsupported_grant_type"),
        (("client_id", "22222222-2222-3333-4444-555555555555"), 700_016, "unauthorized_client"),
        (("scope", "https://graph.microsoft.com/User.Read"), 1_002_012, "invalid_scope"),
        (("scope", "https://graph.microsoft.com%2F.default"), 1_002_012, "invalid_scope"),
        (("scope", "https://vault.example.com/.default"), 500_011, "invalid_resource"),
        (
            ("scope", "https://graph.microsoft.com/.default https://management.azure.com/.default"),
            70_011,
            "invalid_scope",
        ),
        (("resource", "https://graph.microsoft.com"), 901_002, "invalid_request"),
        (("claims", "{"), 9_002_313, "invalid_request"),
    ] {
        let answer = by_secret(&emulator, tenant.as_str(), &[change]).await;
        assert_eq!(refusal(&answer), (400, expected, error.into()), "{change:?}");
    }
}

#[tokio::test]
async fn form_without_its_content_type_is_not_read() {
    let emulator = Emulator::start().await.unwrap();
    let url = format!("{}/{}/oauth2/v2.0/token", emulator.origin(Service::Login), emulator.tenant().id());
    let answer = send(http().post(url).body("grant_type=client_credentials")).await;
    assert_eq!(code(&answer), 900_144);
}

#[tokio::test]
async fn consent_decides_whether_there_are_tokens() {
    let emulator = Emulator::builder().tenants(2).start().await.unwrap();
    let tenant = emulator.tenant();
    tenant.revoke_consent();
    let answer = by_secret(&emulator, tenant.id().as_str(), &[]).await;
    assert_eq!(refusal(&answer), (401, 7_000_229, "invalid_client".into()));
    tenant.disable_app();
    let answer = by_secret(&emulator, tenant.id().as_str(), &[]).await;
    assert_eq!(refusal(&answer), (400, 7_000_112, "unauthorized_client".into()));
    assert_eq!(by_secret(&emulator, emulator.tenants()[1].id().as_str(), &[]).await.status, 200);
    tenant.grant_consent();
    assert_eq!(by_secret(&emulator, tenant.id().as_str(), &[]).await.status, 200);
}

#[tokio::test]
async fn correlation_id_is_the_callers() {
    let emulator = Emulator::start().await.unwrap();
    let url = format!("{}/contoso/oauth2/v2.0/token", emulator.origin(Service::Login));
    let id = "6f3c9f6e-0000-4000-8000-000000000001";
    let body = "grant_type=client_credentials&client_id=a&scope=b/.default";
    let request = http().post(url).header("client-request-id", id).body(body);
    let answer = send(request.header("content-type", "application/x-www-form-urlencoded")).await;
    assert_eq!(answer.json()["correlation_id"], id);
    assert_eq!(answer.header("client-request-id"), Some(id));
}

struct Asserting {
    emulator: Emulator,
    hands: Hands,
    pem: String,
}

impl Asserting {
    async fn new() -> Self {
        let hands = Hands::at_noon();
        let emulator = Emulator::builder().clock(hands.clock()).start().await.expect("a port");
        let pem = emulator.app().certificate_pem();
        Self { emulator, hands, pem }
    }

    fn url(&self) -> String {
        format!("{}/{}/oauth2/v2.0/token", self.emulator.origin(Service::Login), self.emulator.tenant().id())
    }

    fn claims(&self, id: &str) -> Value {
        let client = self.emulator.app().client_id();
        let (from, to) = (Hands::NOON, Hands::NOON + 600);
        json!({"aud": self.url(), "iss": client.as_str(), "sub": client.as_str(), "jti": id, "nbf": from, "exp": to})
    }

    async fn ask(&self, assertion: &str) -> Answer {
        let (client, scope) = (self.emulator.app().client_id().to_string(), scope(&self.emulator));
        let pairs = [
            ("grant_type", "client_credentials"),
            ("client_id", &*client),
            ("scope", &*scope),
            ("client_assertion_type", JWT_BEARER),
            ("client_assertion", assertion),
        ];
        request_token(&self.emulator, self.emulator.tenant().id().as_str(), &pairs).await
    }

    async fn refuses(&self, assertion: &str) -> u64 {
        let answer = self.ask(assertion).await;
        assert_eq!(answer.status, 401, "{}", answer.text);
        code(&answer)
    }
}

#[tokio::test]
async fn both_signature_algorithms_are_taken() {
    let asserting = Asserting::new().await;
    for algorithm in ["PS256", "RS256"] {
        let answer = asserting.ask(&assertion(&asserting.pem, algorithm, &asserting.claims(algorithm))).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(claims(answer.json()["access_token"].as_str().unwrap())["appidacr"], "2");
    }
}

#[tokio::test]
async fn assertion_claims_are_checked_one_by_one() {
    let asserting = Asserting::new().await;
    let with = |name: &str, value: Value| {
        let mut claims = asserting.claims(name);
        claims[name] = value;
        assertion(&asserting.pem, "PS256", &claims)
    };
    let elsewhere = asserting.url().replace(asserting.emulator.tenant().id().as_str(), "contoso.com");
    assert_eq!(asserting.refuses(&with("aud", json!(elsewhere))).await, 700_023);
    assert_eq!(asserting.refuses(&with("sub", json!("someone"))).await, 50_048);
    assert_eq!(asserting.refuses(&with("jti", json!(""))).await, 50_027);
    assert_eq!(asserting.refuses(&with("nbf", json!(Hands::NOON + 301))).await, 700_024);
    assert_eq!(asserting.refuses(&with("exp", json!(Hands::NOON - 300))).await, 700_024);
    assert_eq!(asserting.refuses("not.a.jwt").await, 50_027);
    // Five minutes of skew are forgiven; text and fractions for numbers too.
    assert_eq!(asserting.ask(&with("exp", json!(1_795_349_400.25))).await.status, 200);
    assert_eq!(asserting.ask(&with("nbf", json!((Hands::NOON + 299).to_string()))).await.status, 200);
    let mut claims = asserting.claims("other");
    claims["iss"] = json!("someone");
    claims["sub"] = json!("someone");
    assert_eq!(asserting.refuses(&assertion(&asserting.pem, "PS256", &claims)).await, 700_021);
}

#[tokio::test]
async fn assertion_is_good_once_for_one_request() {
    let asserting = Asserting::new().await;
    let assertion = assertion(&asserting.pem, "PS256", &asserting.claims("once"));
    assert_eq!(asserting.ask(&assertion).await.status, 200);
    assert_eq!(asserting.refuses(&assertion).await, 50_027);
}

#[tokio::test]
async fn assertion_outlives_its_time_by_the_skew_only() {
    let asserting = Asserting::new().await;
    let assertion = assertion(&asserting.pem, "PS256", &asserting.claims("old"));
    asserting.hands.advance(Duration::from_secs(900));
    assert_eq!(asserting.refuses(&assertion).await, 700_024);
}

#[tokio::test]
async fn certificates_are_known_by_their_thumbprint_and_must_be_valid() {
    let asserting = Asserting::new().await;
    let app = asserting.emulator.app();
    let reason = async |pem: &str, id: &str| {
        let answer = asserting.ask(&assertion(pem, "PS256", &asserting.claims(id))).await;
        assert_eq!(code(&answer), 700_027);
        answer.json()["error_description"].as_str().unwrap().to_owned()
    };
    assert!(reason(&app.unregistered_certificate_pem(), "a").await.contains("The key was not found."));
    let expired = reason(&app.expired_certificate_pem(), "b").await;
    assert!(expired.contains("The key used is expired."), "{expired}");
    assert!(expired.contains("Thumbprint of key used by client: '"));

    let unregistered = app.unregistered_certificate_pem();
    app.register_certificate(common::pem(&unregistered, "CERTIFICATE")).unwrap();
    let answer = asserting.ask(&assertion(&unregistered, "PS256", &asserting.claims("c"))).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

#[tokio::test]
async fn forged_signature_is_refused() {
    let asserting = Asserting::new().await;
    let good = assertion(&asserting.pem, "PS256", &asserting.claims("forged"));
    let other = assertion(&asserting.pem, "PS256", &asserting.claims("other"));
    let (input, signature) = (good.rsplit_once('.').unwrap().0, other.rsplit_once('.').unwrap().1);
    assert_eq!(asserting.refuses(&format!("{input}.{signature}")).await, 700_027);
}

#[tokio::test]
async fn openid_configuration_resolves_a_domain() {
    let emulator = Emulator::start().await.unwrap();
    let (tenant, origin) = (emulator.tenant(), emulator.origin(Service::Login));
    let get = async |path: &str| send(http().get(format!("{origin}{path}"))).await;
    let document = get(&format!("/{}/v2.0/.well-known/openid-configuration", tenant.domain())).await;
    assert_eq!(document.header("cache-control"), Some("max-age=86400, private"));
    let body = document.json();
    assert_eq!(body["token_endpoint"], format!("{origin}/{}/oauth2/v2.0/token", tenant.id()));
    assert_eq!(body["issuer"], format!("{origin}/{}/v2.0", tenant.id()));
    assert_eq!(body["tenant_region_scope"], "WW");

    let first = get(&format!("/{}/.well-known/openid-configuration", tenant.id())).await.json();
    assert_eq!(first["issuer"], format!("https://sts.windows.net/{}/", tenant.id()));
    let common = get("/common/v2.0/.well-known/openid-configuration").await.json();
    assert_eq!(common["issuer"], format!("{origin}/{{tenantid}}/v2.0"));
    let unknown = get("/fabrikam.example/v2.0/.well-known/openid-configuration").await;
    assert_eq!((unknown.status, code(&unknown)), (400, 90_002));

    let keys = get(body["jwks_uri"].as_str().unwrap().strip_prefix(origin).unwrap()).await.json();
    assert_eq!((&keys["keys"][0]["kty"], &keys["keys"][0]["e"]), (&json!("RSA"), &json!("AQAB")));
}

#[tokio::test]
async fn instance_discovery_knows_the_clouds_and_itself() {
    let emulator = Emulator::start().await.unwrap();
    let ask = async |authority: &str| {
        let endpoint: String = url::form_urlencoded::byte_serialize(authority.as_bytes()).collect();
        let path = format!("/common/discovery/instance?api-version=1.1&authorization_endpoint={endpoint}");
        send(http().get(format!("{}{path}", emulator.origin(Service::Login)))).await
    };
    let public = ask("https://login.microsoftonline.com/contoso.com/oauth2/v2.0/authorize").await.json();
    assert_eq!(public["metadata"][0]["preferred_cache"], "login.windows.net");
    let own =
        ask(&format!("{}/contoso.com/oauth2/v2.0/authorize", emulator.origin(Service::Login))).await.json();
    let endpoint = own["tenant_discovery_endpoint"].as_str().unwrap();
    assert!(endpoint.starts_with(emulator.origin(Service::Login)), "{endpoint}");
    let unknown = ask("https://login.example.org/contoso.com/oauth2/v2.0/authorize").await;
    assert_eq!((unknown.status, &unknown.json()["error"]), (400, &json!("invalid_instance")));
}
