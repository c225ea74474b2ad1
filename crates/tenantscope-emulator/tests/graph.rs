//! Graph: who may read, what the lists take, and how they are written.

mod common;

use std::time::Duration;

use common::{Hands, call, get, http, send, token};
use reqwest::Method;
use serde_json::{Value, json};
use tenantscope_emulator::{Emulator, Service};

const SCORES: &str = "/v1.0/security/secureScores";
const PROFILES: &str = "/v1.0/security/secureScoreControlProfiles";

async fn list(emulator: &Emulator, path: &str) -> Value {
    let answer = get(emulator, Service::Graph, path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    answer.json()
}

fn ids(page: &Value) -> Vec<String> {
    let items = page["value"].as_array().expect("a page");
    items.iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
}

#[tokio::test]
async fn ninety_days_of_scores_come_newest_first() {
    let hands = Hands::at_noon();
    let emulator = Emulator::builder().clock(hands.clock()).start().await.unwrap();
    let tenant = emulator.tenant().id();
    let answer = get(&emulator, Service::Graph, SCORES).await;
    assert_eq!(
        answer.header("content-type"),
        Some(
            "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
        )
    );
    let page = answer.json();
    let ids = ids(&page);
    assert_eq!(ids.len(), 90);
    assert_eq!(ids[0], format!("{tenant}_2026-11-22"));
    assert_eq!(ids[89], format!("{tenant}_2026-08-25"));
    assert_eq!(page["value"][0]["createdDateTime"], "2026-11-22T00:00:00Z");
    let context = page["@odata.context"].as_str().unwrap();
    assert_eq!(context, format!("{}/v1.0/$metadata#Security/secureScores", emulator.origin(Service::Graph)));

    hands.advance(Duration::from_secs(86_400));
    let page = list(&emulator, SCORES).await;
    assert_eq!(page["value"][0]["id"], format!("{tenant}_2026-11-23"));
    assert_eq!(page["value"][1]["id"], ids[0]);
}

#[tokio::test]
async fn the_same_seed_gives_the_same_scores() {
    let read = async |seed| {
        let hands = Hands::at_noon();
        let emulator = Emulator::builder().seed(seed).clock(hands.clock()).start().await.unwrap();
        list(&emulator, SCORES).await["value"].clone()
    };
    let first = read(7).await;
    assert_eq!(first, read(7).await);
    assert_ne!(first, read(8).await);
}

#[tokio::test]
async fn figures_agree_with_what_is_expected() {
    let emulator = Emulator::builder().tenants(3).start().await.unwrap();
    for tenant in emulator.tenants() {
        let token = token(&emulator, &tenant, Service::Graph).await;
        let read = async |path: &str| {
            let url = format!("{}{path}", emulator.origin(Service::Graph));
            send(http().get(url).bearer_auth(&token)).await.json()["value"].clone()
        };
        let (scores, profiles) = (read(SCORES).await, read(PROFILES).await);
        let expected = tenant.expected();
        let score = expected.secure_score.unwrap();
        let number = |day: usize, name: &str| scores[day][name].as_f64().unwrap();
        let percentage = |day| number(day, "currentScore") / number(day, "maxScore") * 100.0;
        assert_eq!(scores[0]["id"], format!("{}_{}", tenant.id(), score.date));
        for (day, wanted) in [
            (0, score.percentage),
            (7, score.percentage_7_days_ago),
            (30, score.percentage_30_days_ago),
            (89, score.percentage_89_days_ago),
        ] {
            assert!((percentage(day) - wanted).abs() < 1e-9, "{day}");
        }
        let controls = scores[0]["controlScores"].as_array().unwrap();
        let sum: f64 = controls.iter().map(|control| control["score"].as_f64().unwrap()).sum();
        assert!((sum - score.current).abs() < 1e-6);
        let open = controls.iter().filter(|control| {
            let profile =
                profiles.as_array().unwrap().iter().find(|profile| profile["id"] == control["controlName"]);
            profile.is_some_and(|profile| {
                profile["deprecated"] == false && control["score"].as_f64() < profile["maxScore"].as_f64()
            })
        });
        assert_eq!(open.count(), expected.actions.len());
        assert!(expected.actions.is_sorted_by(|a, b| a.points >= b.points));
    }
    let open = emulator.expected_open_actions();
    assert!(open[0].tenants > 1 && open.is_sorted_by(|a, b| a.tenants >= b.tenants));
}

#[tokio::test]
async fn numbers_and_text_have_the_quirks_of_the_wire() {
    let emulator = Emulator::builder().tenants(2).start().await.unwrap();
    let scores = list(&emulator, &format!("{SCORES}?$top=1")).await;
    let controls = scores["value"][0]["controlScores"].as_array().unwrap().clone();
    assert!(controls.iter().any(|control| control["count"].is_string() && control["total"].is_string()));
    assert!(controls.iter().any(|control| control["on"] == "true"));
    assert!(controls.iter().any(|control| control["score"].is_i64()));
    assert_eq!(scores["value"][0]["vendorInformation"]["subProvider"], Value::Null);
    let seats = &scores["value"][0]["averageComparativeScores"][1];
    assert!(seats["SeatSizeRangeLowerValue"].is_string());

    let token = token(&emulator, &emulator.tenants()[1], Service::Graph).await;
    let url = format!("{}{SCORES}?$top=1", emulator.origin(Service::Graph));
    let other = send(http().get(url).bearer_auth(token)).await;
    assert!(other.text.contains("\"scoreInPercentage\":100.0"), "whole numbers with a fraction");
}

#[tokio::test]
async fn pages_are_linked_until_the_last() {
    let emulator = Emulator::builder().page_size(Service::Graph, 40).start().await.unwrap();
    let mut all = Vec::new();
    let mut next = Some(format!("{SCORES}?$count=true&$select=id,createdDateTime"));
    let mut counts = Vec::new();
    while let Some(path) = next {
        let page = list(&emulator, &path).await;
        counts.push(page["@odata.count"].as_u64());
        all.extend(ids(&page));
        next = page["@odata.nextLink"].as_str().map(str::to_owned);
        if let Some(next) = &next {
            assert!(next.contains("$skiptoken=") && next.contains("$select="), "{next}");
        }
    }
    assert_eq!(counts, [Some(90), None, None]);
    all.dedup();
    assert_eq!(all.len(), 90);
}

#[tokio::test]
async fn options_select_filter_skip_and_sort() {
    let hands = Hands::at_noon();
    let emulator = Emulator::builder().clock(hands.clock()).start().await.unwrap();
    let tenant = emulator.tenant().id();
    let one = list(&emulator, &format!("{SCORES}?$top=1&$skip=7&$select=currentScore")).await;
    assert_eq!(ids(&one), [format!("{tenant}_2026-11-15")]);
    assert!(one["value"][0].get("controlScores").is_none() && one["value"][0].get("currentScore").is_some());
    assert!(one["@odata.nextLink"].is_string(), "a top of one is a page of one");

    for (filter, count) in [
        ("createdDateTime ge 2026-11-20", 3),
        ("createdDateTime gt 2026-11-20T00:00:00Z", 2),
        ("createdDateTime lt 2026-08-26T00:00:00Z", 1),
        (&*format!("azureTenantId eq '{tenant}' and createdDateTime eq 2026-11-22T00:00:00Z"), 1),
        ("azureTenantId eq 'another'", 0),
    ] {
        let encoded: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        assert_eq!(
            ids(&list(&emulator, &format!("{SCORES}?$filter={encoded}")).await).len(),
            count,
            "{filter}"
        );
    }
    let oldest = list(&emulator, &format!("{SCORES}?$orderby=createdDateTime%20asc&$top=1")).await;
    assert_eq!(ids(&oldest), [format!("{tenant}_2026-08-25")]);
    let identity = list(&emulator, &format!("{PROFILES}?$filter=controlCategory%20eq%20'Identity'")).await;
    assert!(
        identity["value"].as_array().unwrap().iter().all(|profile| profile["controlCategory"] == "Identity")
    );
}

#[tokio::test]
async fn options_that_the_service_does_not_take_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    for query in [
        "$expand=controlScores",
        "$search=\"a\"",
        "$top=many",
        "$skip=-1",
        "$count=maybe",
        "$select=nothing",
        "$orderby=currentScore%20upwards",
        "$filter=nothing%20eq%201",
        "$filter=currentScore",
        "$skiptoken=forged",
    ] {
        let answer = get(&emulator, Service::Graph, &format!("{SCORES}?{query}")).await;
        assert_eq!((answer.status, &*answer.code()), (400, "BadRequest"), "{query}");
    }
    assert_eq!(get(&emulator, Service::Graph, &format!("{SCORES}?own=option")).await.status, 200);
}

#[tokio::test]
async fn entities_are_read_by_id_with_case() {
    let emulator = Emulator::start().await.unwrap();
    let profile =
        list(&emulator, &format!("{}/AdminMFAV2", PROFILES.to_uppercase().replace("V1", "v1"))).await;
    assert_eq!(profile["id"], "AdminMFAV2");
    assert!(
        profile["@odata.context"].as_str().unwrap().ends_with("#Security/secureScoreControlProfiles/$entity")
    );
    let id = list(&emulator, &format!("{SCORES}?$top=1")).await["value"][0]["id"].clone();
    assert_eq!(list(&emulator, &format!("{SCORES}/{}", id.as_str().unwrap())).await["id"], id);
    for path in [format!("{PROFILES}/adminmfav2"), format!("{SCORES}/nothing")] {
        let answer = get(&emulator, Service::Graph, &path).await;
        assert_eq!((answer.status, &*answer.code()), (404, "ResourceNotFound"), "{path}");
    }
}

#[tokio::test]
async fn unknown_paths_versions_and_methods_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    for (path, text) in [
        ("/v1.0/security/nothing", "Resource not found for the segment 'nothing'."),
        ("/v1.0/nothing", "Resource not found for the segment 'nothing'."),
        ("/v7/security/secureScores", "Invalid version: v7"),
    ] {
        let answer = get(&emulator, Service::Graph, path).await;
        assert_eq!((answer.status, &answer.json()["error"]["message"]), (400, &json!(text)));
    }
    let answer = call(&emulator, Method::DELETE, Service::Graph, SCORES, |request| request).await;
    assert_eq!(answer.status, 405);
}

#[tokio::test]
async fn missing_permission_is_forbidden_until_it_is_granted() {
    let emulator = Emulator::start().await.unwrap();
    let tenant = emulator.tenant();
    let before = token(&emulator, &tenant, Service::Graph).await;
    tenant.revoke("SecurityEvents.Read.All");
    let answer = get(&emulator, Service::Graph, SCORES).await;
    assert_eq!((answer.status, &*answer.code()), (403, "Authorization_RequestDenied"));
    let url = format!("{}{SCORES}", emulator.origin(Service::Graph));
    assert_eq!(send(http().get(url).bearer_auth(before)).await.status, 200, "a token keeps its roles");
    tenant.grant("SecurityEvents.ReadWrite.All");
    assert_eq!(get(&emulator, Service::Graph, SCORES).await.status, 200, "the wider permission covers it");
}

#[tokio::test]
async fn tokens_are_checked_for_presence_form_signature_audience_and_age() {
    let hands = Hands::at_noon();
    let emulator = Emulator::builder()
        .clock(hands.clock())
        .token_lifetime(Duration::from_secs(600))
        .start()
        .await
        .unwrap();
    let tenant = emulator.tenant();
    let good = token(&emulator, &tenant, Service::Graph).await;
    let other = token(&emulator, &tenant, Service::Activity).await;
    let (signed, signature) = (good.rsplit_once('.').unwrap().0, other.rsplit_once('.').unwrap().1);
    let forged = format!("{signed}.{signature}");
    let ask = async |token: &str| {
        let url = format!("{}{SCORES}?$top=1", emulator.origin(Service::Graph));
        let answer = send(http().get(url).bearer_auth(token)).await;
        if answer.status == 200 {
            return String::new();
        }
        assert_eq!((answer.status, &*answer.code()), (401, "InvalidAuthenticationToken"));
        assert!(answer.header("www-authenticate").unwrap().starts_with("Bearer realm=\"\""));
        answer.json()["error"]["message"].as_str().unwrap().to_owned()
    };
    assert_eq!(ask(&good).await, "");
    assert_eq!(ask("").await, "Access token is empty.");
    assert!(ask("nonsense").await.starts_with("IDX14100"));
    assert!(ask(&forged).await.ends_with("Invalid signature."));
    assert!(ask(&other).await.ends_with("Invalid audience."));
    hands.advance(Duration::from_secs(600));
    assert!(ask(&good).await.ends_with("the token is expired."));
}

#[tokio::test]
async fn errors_carry_the_ids_of_the_request() {
    let emulator = Emulator::start().await.unwrap();
    let id = "6f3c9f6e-0000-4000-8000-000000000002";
    let answer = call(&emulator, Method::GET, Service::Graph, "/v1.0/nothing", |request| {
        request.header("client-request-id", id).header("return-client-request-id", "true")
    })
    .await;
    let inner = answer.json()["error"]["innerError"].clone();
    assert_eq!(inner["client-request-id"], id);
    assert_eq!(inner["request-id"], answer.header("request-id").unwrap());
    assert_eq!(answer.header("client-request-id"), Some(id));
    let date = inner["date"].as_str().unwrap();
    assert!(date.len() == 19 && !date.ends_with('Z'), "{date}");
}

#[tokio::test]
async fn state_of_a_control_is_updated_and_noted() {
    let emulator = Emulator::start().await.unwrap();
    emulator.tenant().grant("SecurityEvents.ReadWrite.All");
    let path = format!("{PROFILES}/AdminMFAV2");
    let body = |state: &str| {
        json!({
            "state": state,
            "comment": "accepted",
            "assignedTo": "",
            "vendorInformation": {"provider": "SecureScore", "vendor": "Microsoft"},
        })
        .to_string()
    };
    let update = async |path: &str, body: String, prefer: &str| {
        call(&emulator, Method::PATCH, Service::Graph, path, |request| {
            request.header("prefer", prefer).body(body)
        })
        .await
    };
    let answer = update(&path, body("Ignored"), "return=minimal").await;
    assert_eq!((answer.status, &*answer.text), (204, ""));
    let answer = update(&path, body("ThirdParty"), "return=representation").await;
    let updates = answer.json()["controlStateUpdates"].clone();
    let states: Vec<_> = updates.as_array().unwrap().iter().map(|update| update["state"].clone()).collect();
    assert_eq!(states, ["Default", "Ignored", "ThirdParty"]);

    for (path, body) in [(path.clone(), "{}".to_owned()), (format!("{PROFILES}/scid_10"), body("Ignored"))] {
        let answer = update(&path, body, "").await;
        assert_eq!((answer.status, &*answer.code()), (400, ""), "{path}");
    }
    emulator.tenant().revoke("SecurityEvents.ReadWrite.All");
    assert_eq!(update(&path, body("Ignored"), "").await.status, 403);
}

#[tokio::test]
async fn new_tenant_has_no_scores_and_scores_can_be_added() {
    let emulator = Emulator::start().await.unwrap();
    let tenant = emulator.tenant();
    tenant.clear_secure_scores();
    assert_eq!(list(&emulator, SCORES).await["value"], json!([]));
    assert_eq!(tenant.expected().secure_score, None);
    tenant.add_secure_score(json!({"id": "odd", "maxScore": 0}));
    assert_eq!(list(&emulator, SCORES).await["value"], json!([{"id": "odd", "maxScore": 0}]));
}

#[tokio::test]
async fn organization_names_the_tenant() {
    let emulator = Emulator::start().await.unwrap();
    let tenant = emulator.tenant();
    let body = list(&emulator, "/v1.0/organization").await;
    assert_eq!(body["value"][0]["id"], tenant.id().as_str());
    assert_eq!(body["value"][0]["verifiedDomains"][0]["name"], tenant.domain().as_str());
    for permission in ["Organization.Read.All", "User.Read.All", "Directory.Read.All"] {
        tenant.revoke(permission);
    }
    assert_eq!(get(&emulator, Service::Graph, "/v1.0/organization").await.status, 403);
}
