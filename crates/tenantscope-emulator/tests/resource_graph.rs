//! Azure Resource Graph: queries over many subscriptions at once.

mod common;

use std::time::Duration;

use common::{Answer, Hands, call};
use reqwest::Method;
use serde_json::{Value, json};
use tenantscope_emulator::{Emulator, ExpectedOutcome, Service};

const SCORES: &str = "securityresources
    | where type =~ 'microsoft.security/securescores' and name =~ 'ascScore'
    | project id, tenantId, subscriptionId, environment = tostring(properties.environment), displayName = tostring(properties.displayName),
        current = todouble(properties.score.current), max = todouble(properties.score.max),
        percentage = todouble(properties.score.percentage), weight = tolong(properties.weight)
    | order by id asc";

const CONTROLS: &str = "securityresources
    | where type =~ 'microsoft.security/securescores/securescorecontrols'
    | project id, tenantId, subscriptionId, name, displayName = tostring(properties.displayName), environment = tostring(properties.environment),
        current = todouble(properties.score.current), max = todouble(properties.score.max), percentage = todouble(properties.score.percentage),
        weight = tolong(properties.weight), healthy = toint(properties.healthyResourceCount), unhealthy = toint(properties.unhealthyResourceCount),
        notApplicable = toint(properties.notApplicableResourceCount), sourceType = tostring(properties.definition.properties.source.sourceType)
    | order by id asc";

async fn ask(emulator: &Emulator, body: &Value) -> Answer {
    let path = "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01";
    call(emulator, Method::POST, Service::ResourceManager, path, |request| {
        request.header("content-type", "application/json").body(body.to_string())
    })
    .await
}

async fn rows(emulator: &Emulator, query: &str) -> Vec<Value> {
    let answer = ask(emulator, &json!({"query": query, "options": {"$top": 1000}})).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["data"].as_array().expect("rows").clone()
}

#[tokio::test]
async fn scores_and_controls_agree_with_what_is_expected() {
    let emulator = Emulator::start().await.unwrap();
    let expected = emulator.tenant().expected();
    let scores = rows(&emulator, SCORES).await;
    let controls = rows(&emulator, CONTROLS).await;
    for subscription in &expected.subscriptions {
        let row = scores.iter().find(|row| row["subscriptionId"] == subscription.id).unwrap();
        match subscription.outcome {
            ExpectedOutcome::Score { current, max, weight, .. } => {
                assert_eq!((&row["max"], &row["weight"]), (&json!(max), &json!(weight)));
                assert!((row["current"].as_f64().unwrap() - current).abs() < 1e-9);
            }
            _ => assert!(row["current"].is_null()),
        }
        let of_subscription = controls.iter().filter(|row| row["subscriptionId"] == subscription.id);
        assert_eq!(of_subscription.count(), subscription.controls.len());
    }
    assert_eq!(controls[0]["sourceType"], "BuiltIn");
}

#[tokio::test]
async fn a_thousand_subscriptions_take_a_handful_of_pages() {
    let emulator = Emulator::builder().subscriptions_per_tenant(1000).start().await.unwrap();
    let mut body = json!({"query": SCORES, "options": {"$top": 400, "resultFormat": "objectArray"}});
    let (mut ids, mut sizes) = (Vec::new(), Vec::new());
    loop {
        let page = ask(&emulator, &body).await.json();
        assert_eq!(page["totalRecords"], 1000);
        let data = page["data"].as_array().unwrap();
        sizes.push(data.len());
        ids.extend(data.iter().map(|row| row["id"].as_str().unwrap().to_owned()));
        match page["$skipToken"].as_str() {
            Some(token) => {
                assert_eq!(page["resultTruncated"], "true");
                body["options"]["$skipToken"] = json!(token);
            }
            None => break,
        }
    }
    assert_eq!(sizes, [400, 400, 200]);
    assert!(ids.is_sorted_by(|a, b| a < b), "in order, and none twice");
    body["query"] = json!("securityresources");
    assert_eq!(ask(&emulator, &body).await.status, 400, "a token is good for its own query");
}

#[tokio::test]
async fn queries_without_an_id_are_cut_off_without_a_token() {
    let emulator = Emulator::start().await.unwrap();
    let query = "securityresources | where type =~ 'microsoft.security/assessments' | distinct name";
    let page = ask(&emulator, &json!({"query": query, "options": {"$top": 2}})).await.json();
    assert_eq!(page["resultTruncated"], "true");
    assert!(page.get("$skipToken").is_none());
    let count =
        rows(&emulator, "securityresources | where type =~ 'microsoft.security/assessments' | count").await;
    assert!(count[0]["Count"].as_u64().unwrap() > 100);
}

#[tokio::test]
async fn rows_have_their_own_names_for_some_properties() {
    let emulator = Emulator::start().await.unwrap();
    let query = "securityresources | where type =~ 'Microsoft.Security/assessments' and tostring(properties.status.code) =~ 'unhealthy' | limit 1";
    let row = rows(&emulator, query).await.remove(0);
    assert_eq!(row["type"], "microsoft.security/assessments");
    assert!(row["properties"]["links"]["azurePortal"].is_string());
    assert!(row["properties"]["metadata"]["severity"].is_string());
    let alert =
        rows(&emulator, "securityresources | where type == 'microsoft.security/locations/alerts' | take 1")
            .await;
    assert!(alert[0]["properties"]["Status"].is_string() && alert[0]["properties"]["AlertType"].is_string());
    let containers =
        rows(&emulator, "resourcecontainers | where type =~ 'microsoft.resources/subscriptions'").await;
    assert_eq!(containers.len(), emulator.tenant().subscriptions().len());
    let chain = containers[0]["properties"]["managementGroupAncestorsChain"].as_array().unwrap().clone();
    assert_eq!(chain.last().unwrap()["displayName"], "Tenant Root Group");
}

#[tokio::test]
async fn scopes_narrow_a_query_down() {
    let emulator = Emulator::builder().subscriptions_per_tenant(6).start().await.unwrap();
    let tenant = emulator.tenant();
    let ids: Vec<String> = tenant.subscriptions().into_iter().map(|subscription| subscription.id).collect();
    let count = async |body: Value| ask(&emulator, &body).await.json()["totalRecords"].clone();
    assert_eq!(count(json!({"query": SCORES, "subscriptions": [ids[0], ids[3]]})).await, 2);
    assert_eq!(count(json!({"query": SCORES, "managementGroups": ["landing-zones"]})).await, 3);
    tenant.hide_subscription(&ids[0]);
    assert_eq!(count(json!({"query": SCORES, "subscriptions": [ids[0], ids[3]]})).await, 1);
    assert_eq!(count(json!({"query": SCORES})).await, 5);
    let refused = ask(&emulator, &json!({"query": SCORES, "subscriptions": [ids[0]]})).await;
    assert_eq!(refused.json()["error"]["details"][0]["code"], "NoValidSubscriptionsInQueryRequest");
    let foreign = ask(&emulator, &json!({"query": SCORES, "managementGroups": ["other"]})).await;
    assert_eq!(foreign.code(), "AuthorizationFailed");
}

#[tokio::test]
async fn quota_is_counted_down_and_refilled() {
    let hands = Hands::at_noon();
    let emulator = Emulator::builder().clock(hands.clock()).start().await.unwrap();
    let body = json!({"query": "resourcecontainers | count"});
    for left in (0..15).rev() {
        let answer = ask(&emulator, &body).await;
        assert_eq!(answer.header("x-ms-user-quota-remaining"), Some(&*left.to_string()));
        assert!(answer.header("x-ms-user-quota-resets-after").unwrap().starts_with("00:00:0"));
    }
    let busy = ask(&emulator, &body).await;
    assert_eq!((busy.status, busy.code()), (429, "RateLimiting".to_owned()));
    assert!(busy.header("retry-after").is_some());
    hands.advance(Duration::from_secs(5));
    assert_eq!(ask(&emulator, &body).await.status, 200);
}

#[tokio::test]
async fn requests_that_make_no_sense_are_refused_with_details() {
    let emulator = Emulator::start().await.unwrap();
    for body in [
        json!({"query": "securityresources | wher x"}),
        json!({"query": "nonsense | count"}),
        json!({"query": "securityresources", "options": {"$top": 1001}}),
        json!({"options": {}}),
    ] {
        let answer = ask(&emulator, &body).await;
        assert_eq!((answer.status, answer.code()), (400, "BadRequest".to_owned()), "{body}");
        assert!(answer.json()["error"]["details"][0]["code"].is_string());
    }
    let table = json!({"query": SCORES, "options": {"resultFormat": "table", "$top": 1}});
    let data = ask(&emulator, &table).await.json()["data"].clone();
    assert_eq!(data["columns"].as_array().unwrap().len(), data["rows"][0].as_array().unwrap().len());
}
