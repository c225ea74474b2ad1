//! Resource Manager and Defender for Cloud: what is read, and every way in which it is not.

mod common;

use std::time::Duration;

use common::{Answer, Hands, call, get, http, send, token};
use reqwest::Method;
use serde_json::{Value, json};
use tenantscope_emulator::{Emulator, ExpectedOutcome, NotRegistered, Service, Standing};

const VERSION: &str = "api-version=2020-01-01";

async fn arm(emulator: &Emulator, path: &str) -> Answer {
    get(emulator, Service::ResourceManager, path).await
}

fn security(subscription: &str, rest: &str) -> String {
    format!("/subscriptions/{subscription}/providers/Microsoft.Security/{rest}?{VERSION}")
}

fn near(a: &Value, b: f64) -> bool {
    a.as_f64().is_some_and(|a| (a - b).abs() < 1e-9)
}

#[tokio::test]
async fn scores_and_controls_agree_with_what_is_expected_and_with_each_other() {
    let emulator = Emulator::start().await.unwrap();
    let expected = emulator.tenant().expected();
    let subscription = &expected.subscriptions[0];
    let ExpectedOutcome::Score { current, max, percentage, weight } = subscription.outcome else {
        panic!("the first subscription is assessed: {subscription:?}");
    };
    let scores = arm(&emulator, &security(&subscription.id, "secureScores")).await;
    assert_eq!(scores.header("x-ms-ratelimit-remaining-subscription-resource-requests"), Some("749"));
    let score = scores.json()["value"][0].clone();
    assert_eq!(
        (&score["name"], &score["type"]),
        (&json!("ascScore"), &json!("Microsoft.Security/secureScores"))
    );
    let properties = &score["properties"];
    assert!(near(&properties["score"]["current"], current));
    assert!(near(&properties["score"]["max"], max));
    assert!(near(&properties["score"]["percentage"], percentage));
    assert_eq!(properties["weight"], weight);
    assert_eq!(arm(&emulator, &security(&subscription.id, "secureScores/ascScore")).await.json(), score);

    let path = security(&subscription.id, "secureScoreControls");
    let controls = arm(&emulator, &path).await.json()["value"].as_array().unwrap().clone();
    let total =
        |name: &str| controls.iter().map(|c| c["properties"]["score"][name].as_f64().unwrap()).sum::<f64>();
    assert!((total("current") - current).abs() < 1e-6 && (total("max") - max).abs() < 1e-6);
    let weighted = |c: &Value| {
        c["properties"]["weight"].as_i64().unwrap() * c["properties"]["score"]["max"].as_i64().unwrap()
    };
    assert_eq!(controls.iter().map(weighted).sum::<i64>(), weight);
    for (control, expected) in controls.iter().zip(&subscription.controls) {
        assert_eq!(control["name"], expected.id);
        let properties = &control["properties"];
        assert!(
            near(&properties["score"]["current"], expected.current)
                && near(&properties["score"]["max"], expected.max)
        );
        assert_eq!(properties["healthyResourceCount"], expected.healthy);
        assert!(properties.get("definition").is_none());
        let assessed = expected.healthy + expected.unhealthy;
        assert_eq!(properties["weight"], assessed);
        assert!(assessed > 0 || expected.max == 0.0);
    }
    assert_eq!(controls.len(), subscription.controls.len());
    let of_score = security(&subscription.id, "secureScores/ascScore/secureScoreControls");
    assert_eq!(arm(&emulator, &of_score).await.json()["value"], json!(controls));
}

#[tokio::test]
async fn definitions_come_by_expansion_and_by_themselves() {
    let emulator = Emulator::start().await.unwrap();
    let id = emulator.tenant().subscriptions()[0].id.clone();
    let path = security(&id, "secureScoreControls");
    let expanded = arm(&emulator, &format!("{path}&$expand=definition")).await.json();
    let definition = expanded["value"][0]["properties"]["definition"].clone();
    assert_eq!(definition["properties"]["source"]["sourceType"], "BuiltIn");
    assert!(definition["properties"]["assessmentDefinitions"][0]["id"].is_string());
    let all = format!("/providers/Microsoft.Security/secureScoreControlDefinitions?{VERSION}");
    assert_eq!(arm(&emulator, &all).await.json()["value"][0], definition);
    let own = arm(&emulator, &security(&id, "secureScoreControlDefinitions")).await.json();
    assert!(own["value"][0]["id"].as_str().unwrap().starts_with(&format!("/subscriptions/{id}/")));
    assert_eq!(arm(&emulator, &format!("{path}&$expand=everything")).await.status, 400);
}

#[tokio::test]
async fn paths_are_read_without_case() {
    let emulator = Emulator::start().await.unwrap();
    let id = emulator.tenant().subscriptions()[0].id.clone();
    let path = format!(
        "/SUBSCRIPTIONS/{}/Providers/microsoft.security/SecureScores/ASCSCORE?API-VERSION=2020-01-01",
        id.to_uppercase()
    );
    assert_eq!(arm(&emulator, &path).await.status, 200);
}

#[tokio::test]
async fn subscriptions_and_tenants_are_listed() {
    let emulator = Emulator::start().await.unwrap();
    let tenant = emulator.tenant();
    let answer = arm(&emulator, "/subscriptions?api-version=2022-12-01").await;
    assert_eq!(answer.header("x-ms-ratelimit-remaining-tenant-reads"), Some("249"));
    let body = answer.json();
    let listed = body["value"].as_array().unwrap();
    assert_eq!(listed.len(), tenant.subscriptions().len());
    assert_eq!(listed[0]["subscriptionId"], tenant.subscriptions()[0].id);
    assert_eq!(listed[0]["displayName"], tenant.subscriptions()[0].name);
    assert_eq!(listed[0]["tenantId"], tenant.id().as_str());
    let id = listed[0]["subscriptionId"].as_str().unwrap();
    assert_eq!(
        arm(&emulator, &format!("/subscriptions/{id}?api-version=2022-12-01")).await.json(),
        listed[0]
    );
    let old = arm(&emulator, "/subscriptions?api-version=2016-06-01").await.json();
    assert!(old["value"][0].get("tenantId").is_none());
    let tenants = arm(&emulator, "/tenants?api-version=2022-12-01").await.json();
    assert_eq!(
        (&tenants["value"][0]["tenantId"], &tenants["value"][0]["tenantCategory"]),
        (&json!(tenant.id()), &json!("Home"))
    );
}

#[tokio::test]
async fn pages_are_linked_by_an_opaque_parameter() {
    let emulator = Emulator::builder().page_size(Service::ResourceManager, 4).start().await.unwrap();
    let id = emulator.tenant().subscriptions()[0].id.clone();
    let mut next = Some(security(&id, "secureScoreControls"));
    let mut sizes = Vec::new();
    while let Some(path) = next {
        let page = arm(&emulator, &path).await.json();
        sizes.push(page["value"].as_array().unwrap().len());
        next = page["nextLink"].as_str().map(str::to_owned);
        if let Some(next) = &next {
            assert!(next.contains("api-version=2020-01-01") && next.contains("NextLink="), "{next}");
        }
    }
    assert_eq!(sizes, [4, 4, 4, 3]);
}

#[tokio::test]
async fn api_version_is_required_and_checked() {
    let emulator = Emulator::start().await.unwrap();
    let id = emulator.tenant().subscriptions()[0].id.clone();
    for (path, code) in [
        ("/subscriptions".to_owned(), "MissingApiVersionParameter"),
        ("/subscriptions?api-version=1999-01-01".to_owned(), "InvalidApiVersionParameter"),
        (
            format!("/subscriptions/{id}/providers/Microsoft.Security/secureScores"),
            "MissingApiVersionParameter",
        ),
        (
            format!("/subscriptions/{id}/providers/Microsoft.Security/secureScores?api-version=2022-12-01"),
            "NoRegisteredProviderFound",
        ),
    ] {
        let answer = arm(&emulator, &path).await;
        assert_eq!((answer.status, &*answer.code()), (400, code), "{path}");
        assert_eq!(answer.header("x-ms-failure-cause"), Some("gateway"));
    }
}

#[tokio::test]
async fn unknown_paths_are_refused_in_resource_managers_words() {
    let emulator = Emulator::start().await.unwrap();
    let id = emulator.tenant().subscriptions()[0].id.clone();
    for (path, code) in [
        (security(&id, "nothing"), "InvalidResourceType"),
        (
            format!("/subscriptions/{id}/providers/Microsoft.Nothing/things?{VERSION}"),
            "InvalidResourceNamespace",
        ),
        (format!("/nothing?{VERSION}"), "MissingSubscription"),
    ] {
        let answer = arm(&emulator, &path).await;
        assert_eq!((answer.status, &*answer.code()), (404, code), "{path}");
    }
    let answer =
        call(&emulator, Method::DELETE, Service::ResourceManager, &security(&id, "secureScores"), |r| r)
            .await;
    assert_eq!(answer.status, 405);
}

#[tokio::test]
async fn every_standing_of_a_subscription_has_its_answer() {
    let emulator = Emulator::start().await.unwrap();
    let tenant = emulator.tenant();
    let id = tenant.subscriptions()[0].id.clone();
    let ask = async |rest: &str| arm(&emulator, &security(&id, rest)).await;

    tenant.set_standing(&id, Standing::NotAssessed);
    let list = ask("secureScores").await.json();
    assert_eq!(list["value"][0]["properties"], json!({"displayName": "ASC score", "score": {}, "weight": 0}));
    assert_eq!(ask("secureScoreControls").await.json()["value"], json!([]));

    tenant.set_standing(&id, Standing::NeverCalculated);
    assert_eq!(ask("secureScores").await.json()["value"], json!([]));
    let missing = ask("secureScores/ascScore").await;
    assert_eq!((missing.status, &*missing.code()), (404, "ResourceNotFound"));
    let text = format!("Secure score 'ascScore' does not exist in scope '{id}'");
    assert_eq!(missing.json()["Error"]["Message"], text);

    for (how, status, code) in [
        (NotRegistered::NotFound, 404, "Subscription Not Registered"),
        (NotRegistered::Unauthorized, 401, "Subscription Not Registered"),
        (NotRegistered::BadRequest, 400, "Error"),
        (NotRegistered::Conflict, 409, "MissingSubscriptionRegistration"),
    ] {
        tenant.set_standing(&id, Standing::NotRegistered(how));
        let answer = ask("secureScores").await;
        assert_eq!((answer.status, &*answer.code()), (status, code));
    }

    tenant.deny_subscription(&id);
    let denied = ask("secureScores/ascScore").await;
    assert_eq!((denied.status, &*denied.code()), (403, "AuthorizationFailed"));
    let message = denied.json()["error"]["message"].as_str().unwrap().to_owned();
    assert!(message.contains(emulator.app().client_id().as_str()), "{message}");
    assert!(message.contains("'Microsoft.Security/secureScores/read'"), "{message}");
    assert!(
        message.contains(&format!("/subscriptions/{id}/providers/Microsoft.Security/secureScores/ascScore"))
    );
    assert_eq!(denied.header("x-ms-failure-cause"), Some("gateway"));
    let listed = async || arm(&emulator, "/subscriptions?api-version=2022-12-01").await.text;
    assert!(listed().await.contains(&id), "a role below it makes a subscription visible");
    tenant.hide_subscription(&id);
    assert!(!listed().await.contains(&id));
    assert!(tenant.expected().subscriptions.iter().all(|subscription| subscription.id != id));
}

#[tokio::test]
async fn subscriptions_that_are_not_the_tenants_are_not_found() {
    let emulator = Emulator::builder().tenants(2).start().await.unwrap();
    let foreign = emulator.tenants()[1].subscriptions()[0].id.clone();
    for (id, status, code) in [
        ("not-a-guid", 400, "InvalidSubscriptionId"),
        ("11111111-2222-4333-8444-555555555555", 404, "SubscriptionNotFound"),
        (&*foreign, 404, "SubscriptionNotFound"),
    ] {
        let answer = arm(&emulator, &security(id, "secureScores")).await;
        assert_eq!((answer.status, &*answer.code()), (status, code), "{id}");
    }
}

#[tokio::test]
async fn default_tenants_show_every_outcome() {
    let emulator = Emulator::builder().tenants(3).start().await.unwrap();
    let outcomes: Vec<_> = emulator
        .tenants()
        .iter()
        .flat_map(|tenant| tenant.expected().subscriptions)
        .map(|s| s.outcome)
        .collect();
    for wanted in [ExpectedOutcome::NotAssessed, ExpectedOutcome::Forbidden, ExpectedOutcome::NotOnboarded] {
        assert!(outcomes.contains(&wanted), "{wanted:?}");
    }
}

#[tokio::test]
async fn tokens_are_refused_with_a_code_for_each_reason() {
    let hands = Hands::at_noon();
    let emulator = Emulator::builder().clock(hands.clock()).start().await.unwrap();
    let tenant = emulator.tenant();
    let (good, graph) = (
        token(&emulator, &tenant, Service::ResourceManager).await,
        token(&emulator, &tenant, Service::Graph).await,
    );
    let url = format!("{}/subscriptions?api-version=2022-12-01", emulator.origin(Service::ResourceManager));
    let ask = async |token: Option<&str>| {
        let request = http().get(&url);
        let answer = send(if let Some(token) = token { request.bearer_auth(token) } else { request }).await;
        assert_eq!(answer.status, 401, "{}", answer.text);
        assert!(answer.header("www-authenticate").unwrap().contains("error=\"invalid_token\""));
        answer.code()
    };
    assert_eq!(ask(None).await, "AuthenticationFailed");
    assert_eq!(ask(Some("nonsense")).await, "InvalidAuthenticationToken");
    assert_eq!(ask(Some(&graph)).await, "InvalidAuthenticationTokenAudience");
    hands.advance(Duration::from_secs(7200));
    assert_eq!(ask(Some(&good)).await, "ExpiredAuthenticationToken");
}
