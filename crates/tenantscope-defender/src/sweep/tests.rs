use serde_json::json;

use super::*;
use crate::testing::{Stub, client};

fn id(n: usize) -> SubscriptionId {
    format!("0000000a-0000-0000-0000-{n:012}").parse().unwrap()
}

fn listing(states: &[&str]) -> String {
    let value: Vec<_> = states
        .iter()
        .enumerate()
        .map(|(n, state)| json!({"subscriptionId": id(n), "displayName": format!("S{n}"), "state": state}))
        .collect();
    json!({"value": value}).to_string()
}

const SCORE: &str = r#"{"name":"ascScore","properties":{"score":{"max":10,"current":5},"weight":3}}"#;
const CONTROLS: &str = r#"{"value":[{"name":"k","properties":{"score":{"max":10,"current":5}}},{"name":7}]}"#;
const NOT_ONBOARDED: &str = r#"{"Error":{"Code":"ResourceNotFound","Message":"Secure score 'ascScore' does not exist in scope 'x'"}}"#;

#[tokio::test]
async fn each_subscription_has_its_own_outcome_and_the_others_go_on() {
    let stub = Stub::default()
        .then(200, &listing(&["Enabled", "Disabled", "Warned", "Enabled"]))
        .then(200, SCORE)
        .then(200, CONTROLS)
        .then(404, NOT_ONBOARDED)
        .then(403, r#"{"error":{"code":"AuthorizationFailed","message":"m"}}"#);
    let swept = client(&stub).sweep().concurrency(1).secure_scores().try_collect().await.unwrap();
    assert_eq!(swept.len(), 4);
    let posture = swept[0].outcome.found().unwrap();
    assert_eq!(posture.score.percentage(), Some(50.0));
    assert_eq!((posture.controls.len(), posture.errors.len()), (1, 1));
    assert!(matches!(&swept[1].outcome, Outcome::Inactive(SubscriptionState::Disabled)));
    assert!(matches!(&swept[2].outcome, Outcome::NotOnboarded(_)));
    assert!(
        matches!(&swept[3].outcome, Outcome::Failed(error) if error.kind() == ErrorKind::PermissionDenied)
    );
    assert_eq!(swept[3].subscription.as_ref().unwrap().display_name.as_deref(), Some("S3"));
}

#[tokio::test]
async fn named_subscriptions_are_not_listed() {
    let stub = Stub::default().always(404, NOT_ONBOARDED);
    let swept = client(&stub)
        .sweep()
        .subscriptions([id(1), id(2)])
        .each(|one| async move { one.secure_scores().asc_score().await })
        .try_collect()
        .await
        .unwrap();
    assert_eq!(swept.len(), 2);
    assert!(stub.urls().iter().all(|url| url.contains("/secureScores/ascScore?")));
}

#[tokio::test]
async fn sweep_of_nothing_is_no_silence() {
    let stub = Stub::default().always(200, r#"{"value":[]}"#);
    let error = client(&stub).sweep().secure_scores().try_collect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PermissionDenied);
    assert!(error.advice().contains("Security Reader"));
    assert_eq!(client(&stub).sweep().score_rows().await.unwrap_err().kind(), ErrorKind::PermissionDenied);
}

#[tokio::test]
async fn list_that_fails_ends_the_sweep() {
    let stub = Stub::default().always(403, r#"{"error":{"code":"AuthorizationFailed"}}"#);
    let mut swept = client(&stub).sweep().secure_scores();
    assert_eq!(swept.try_next().await.unwrap_err().operation(), Some("list subscriptions"));
    assert!(swept.next().await.is_none());
}

#[tokio::test]
async fn resource_graph_answers_for_all_at_once() {
    let rows = json!([
        {"id": "/0/a", "subscriptionId": id(0), "environment": "Azure", "current": 5, "max": 10, "weight": 1},
        {"id": "/0/b", "subscriptionId": id(0), "environment": "AWS", "current": 1, "max": 10, "weight": 1},
        {"id": "/2", "subscriptionId": id(2), "environment": "", "current": null, "max": null, "weight": 0},
    ]);
    let stub = Stub::default().then(200, &listing(&["Enabled", "Disabled", "Enabled", "Enabled"])).then(
        200,
        &json!({"totalRecords": 3, "count": 3, "resultTruncated": "false", "data": rows}).to_string(),
    );
    let swept = client(&stub).sweep().score_rows().await.unwrap();
    assert_eq!(stub.requests().len(), 2);
    assert_eq!(swept[0].outcome.found().unwrap().len(), 2);
    assert!(matches!(swept[1].outcome, Outcome::Inactive(_)));
    assert_eq!(swept[2].outcome.found().unwrap()[0].ratio(), None);
    assert_eq!(swept[3].outcome.error().unwrap().kind(), ErrorKind::NotOnboarded);
}
