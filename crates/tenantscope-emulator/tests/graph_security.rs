//! Graph's security surface: alerts, incidents, hunting, searches of the audit log, Defender for
//! Identity.

mod common;

use std::time::Duration;

use common::{Answer, Hands, call, get};
use reqwest::Method;
use serde_json::{Value, json};
use tenantscope_emulator::{Emulator, Service};

async fn graph(emulator: &Emulator, path: &str) -> Answer {
    get(emulator, Service::Graph, path).await
}

async fn send(emulator: &Emulator, method: Method, path: &str, body: &Value) -> Answer {
    call(emulator, method, Service::Graph, path, |request| {
        request.header("content-type", "application/json").body(body.to_string())
    })
    .await
}

/// Every page of a list.
async fn all(emulator: &Emulator, path: &str) -> Vec<Value> {
    let mut items = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next {
        let answer = graph(emulator, &path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        let page = answer.json();
        items.extend(page["value"].as_array().expect("items").clone());
        next = page["@odata.nextLink"].as_str().map(str::to_owned);
    }
    items
}

const ALERTS: &str = "/v1.0/security/alerts_v2";
const INCIDENTS: &str = "/v1.0/security/incidents";

#[tokio::test]
async fn alerts_come_newest_first_with_evidence_of_every_kind_and_one_unknown() {
    let emulator = Emulator::start().await.unwrap();
    let alerts = all(&emulator, ALERTS).await;
    assert!(alerts.len() > 70, "{}", alerts.len());
    let times: Vec<&str> =
        alerts.iter().map(|alert| &alert["createdDateTime"].as_str().unwrap()[..19]).collect();
    assert!(times.is_sorted_by(|a, b| a >= b));
    let kinds: Vec<&str> = alerts[0]["evidence"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["@odata.type"].as_str().unwrap())
        .collect();
    assert!(kinds.contains(&"#microsoft.graph.security.deviceEvidence"), "{kinds:?}");
    assert!(kinds.contains(&"#microsoft.graph.security.quantumChannelEvidence"), "{kinds:?}");
    let high =
        all(&emulator, &format!("{ALERTS}?$filter=severity eq 'high' and createdDateTime ge 2020-01-01"))
            .await;
    assert!(!high.is_empty() && high.iter().all(|alert| alert["severity"] == "high"));
    let one = graph(&emulator, &format!("{ALERTS}/{}", alerts[3]["id"].as_str().unwrap())).await.json();
    assert_eq!(one["title"], alerts[3]["title"]);
    assert_eq!(
        graph(&emulator, &format!("{ALERTS}?$filter=investigationState eq 'running'")).await.status,
        400
    );
}

#[tokio::test]
async fn late_enum_members_hide_from_those_who_do_not_ask() {
    let emulator = Emulator::start().await.unwrap();
    let filter = format!("{ALERTS}?$filter=serviceSource eq 'microsoftSentinel'&$top=1");
    let plain = graph(&emulator, &filter).await.json();
    assert_eq!(plain["value"][0]["serviceSource"], "unknownFutureValue");
    let asked = call(&emulator, Method::GET, Service::Graph, &filter, |request| {
        request.header("prefer", "include-unknown-enum-members")
    })
    .await
    .json();
    assert_eq!(asked["value"][0]["serviceSource"], "microsoftSentinel");
    assert_eq!(asked["value"][0]["evidence"][0]["remediationStatus"], "active");
}

#[tokio::test]
async fn alerts_are_changed_and_commented_by_those_who_may() {
    let emulator = Emulator::start().await.unwrap();
    let id = emulator.tenant().graph().items("security/alerts_v2")[0]["id"].as_str().unwrap().to_owned();
    let path = format!("{ALERTS}/{id}");
    let change = json!({"status": "inProgress", "assignedTo": "soc@contoso.com"});
    assert_eq!(send(&emulator, Method::PATCH, &path, &change).await.status, 403);
    emulator.tenant().grant("SecurityAlert.ReadWrite.All");
    let changed = send(&emulator, Method::PATCH, &path, &change).await;
    assert_eq!((changed.status, &changed.json()["status"]), (200, &json!("inProgress")));
    assert_eq!(graph(&emulator, &path).await.json()["assignedTo"], "soc@contoso.com");
    for wrong in [json!({"title": "x"}), json!({"status": "sleeping"})] {
        assert_eq!(send(&emulator, Method::PATCH, &path, &wrong).await.status, 400, "{wrong}");
    }
    let comment =
        json!({"@odata.type": "microsoft.graph.security.alertComment", "comment": "Looked into it."});
    let comments = send(&emulator, Method::POST, &format!("{path}/comments"), &comment).await.json();
    assert_eq!(comments["value"][0]["comment"], "Looked into it.");
    assert_eq!(send(&emulator, Method::PATCH, &format!("{ALERTS}/none"), &change).await.status, 404);
}

#[tokio::test]
async fn incidents_have_pages_of_fifty_and_an_empty_code_beyond() {
    let emulator = Emulator::start().await.unwrap();
    let page = graph(&emulator, INCIDENTS).await.json();
    assert_eq!(page["value"].as_array().unwrap().len(), 50);
    assert_eq!(all(&emulator, INCIDENTS).await.len(), 70);
    let refused = graph(&emulator, &format!("{INCIDENTS}?$top=51")).await;
    assert_eq!((refused.status, refused.code()), (400, String::new()));
    let expanded = graph(&emulator, &format!("{INCIDENTS}?$top=3&$expand=alerts")).await.json();
    for incident in expanded["value"].as_array().unwrap() {
        let alerts = incident["alerts"].as_array().unwrap();
        assert!(!alerts.is_empty() && alerts.iter().all(|alert| alert["incidentId"] == incident["id"]));
    }
    let id = page["value"][0]["id"].as_str().unwrap();
    assert!(!all(&emulator, &format!("{INCIDENTS}/{id}/alerts")).await.is_empty());
    emulator.tenant().grant("SecurityIncident.ReadWrite.All");
    let change = json!({"customTags": ["checked"], "status": "resolved"});
    let changed = send(&emulator, Method::PATCH, &format!("{INCIDENTS}/{id}"), &change).await.json();
    assert_eq!(changed["customTags"], json!(["checked"]));
}

#[tokio::test]
async fn hunting_answers_in_the_shape_of_the_wire() {
    let emulator = Emulator::start().await.unwrap();
    let hunt =
        async |body: Value| send(&emulator, Method::POST, "/v1.0/security/runHuntingQuery", &body).await;
    let query = "DeviceInfo | where IsAzureADJoined == true | project Timestamp, DeviceName, IsAzureADJoined, MachineGroup, ExposureScore | limit 3";
    let answer = hunt(json!({"Query": query, "Timespan": "P90D"})).await.json();
    assert_eq!(answer["results"].as_array().unwrap().len(), 3);
    let row = &answer["results"][0];
    assert_eq!((&row["IsAzureADJoined"], &row["IsAzureADJoined@odata.type"]), (&json!(1), &json!("#SByte")));
    assert_eq!(row["MachineGroup"], json!({}));
    let types: Vec<&Value> =
        answer["schema"].as_array().unwrap().iter().map(|column| &column["type"]).collect();
    assert!(
        types.contains(&&json!("DateTime"))
            && types.contains(&&json!("SByte"))
            && types.contains(&&json!("Double"))
    );
    let logons = hunt(json!({"query": "IdentityLogonEvents | where Timestamp > ago(30d) | summarize count() by ActionType"})).await.json();
    assert!(logons["results"][0]["count_"].as_i64().unwrap() > 0);
    let fields =
        hunt(json!({"query": "IdentityLogonEvents | project AdditionalFields, ReportedAt | take 1"}))
            .await
            .json();
    assert_eq!(
        fields["results"][0]["AdditionalFields"]["@odata.type"],
        "#microsoft.graph.security.dynamicColumnValue"
    );
    for wrong in [
        json!({"query": "Nothing | count"}),
        json!({}),
        json!({"query": "DeviceInfo", "timespan": "yesterday"}),
    ] {
        assert_eq!(hunt(wrong.clone()).await.status, 400, "{wrong}");
    }
    emulator.tenant().revoke("ThreatHunting.Read.All");
    assert_eq!(hunt(json!({"query": "DeviceInfo"})).await.status, 403);
}

#[tokio::test]
async fn hunting_has_a_quota_per_minute() {
    let hands = Hands::at_noon();
    let emulator = Emulator::builder().clock(hands.clock()).start().await.unwrap();
    let hunt = async || {
        send(
            &emulator,
            Method::POST,
            "/v1.0/security/runHuntingQuery",
            &json!({"query": "AlertInfo | count"}),
        )
        .await
    };
    for _ in 0..45 {
        assert_eq!(hunt().await.status, 200);
    }
    let busy = hunt().await;
    assert_eq!(busy.status, 429);
    hands.advance(Duration::from_secs(60));
    assert_eq!(hunt().await.status, 200);
}

const QUERIES: &str = "/v1.0/security/auditLog/queries";

/// A search of the day before noon, done.
async fn search(emulator: &Emulator, mut body: Value) -> String {
    body["filterStartDateTime"] = json!("2026-11-21T12:00:00Z");
    body["filterEndDateTime"] = json!("2026-11-22T12:00:00Z");
    let made = send(emulator, Method::POST, QUERIES, &body).await;
    assert_eq!((made.status, &made.json()["status"]), (201, &json!("notStarted")), "{}", made.text);
    let path = format!("{QUERIES}/{}", made.json()["id"].as_str().expect("an id"));
    for status in ["notStarted", "running", "succeeded"] {
        assert_eq!(graph(emulator, &path).await.json()["status"], status);
    }
    path
}

#[tokio::test]
async fn audit_searches_are_begun_waited_for_and_read() {
    let emulator = Emulator::builder().clock(Hands::at_noon().clock()).start().await.unwrap();
    let path = search(&emulator, json!({"displayName": "everything"})).await;
    let records = all(&emulator, &format!("{path}/records")).await;
    assert!(records.len() > 300, "{}", records.len());
    let record = &records[0];
    assert_eq!(record["userPrincipalName"], record["auditData"]["UserId"]);
    assert_eq!(record["auditData"]["@odata.type"], "#microsoft.graph.security.defaultAuditData");
    assert_eq!(record["administrativeUnits"], json!([""]));
    let some = search(&emulator, json!({"operationFilters": ["FileAccessed"]})).await;
    let some = all(&emulator, &format!("{some}/records?$top=999")).await;
    assert!(!some.is_empty() && some.iter().all(|record| record["operation"] == "FileAccessed"));
    assert_eq!(all(&emulator, QUERIES).await.len(), 2);
    emulator.tenant().revoke("AuditLogsQuery.Read.All");
    assert_eq!(graph(&emulator, &path).await.status, 403);
    emulator.tenant().grant("AuditLogsQuery-Exchange.Read.All");
    let mine = all(&emulator, &format!("{path}/records?$top=999")).await;
    assert!(!mine.is_empty() && mine.iter().all(|record| record["service"] == "Exchange"));
}

#[tokio::test]
async fn audit_searches_are_limited_and_need_the_log() {
    let emulator = Emulator::builder().clock(Hands::at_noon().clock()).start().await.unwrap();
    let body =
        json!({"filterStartDateTime": "2026-11-21T12:00:00Z", "filterEndDateTime": "2026-11-22T12:00:00Z"});
    for _ in 0..10 {
        assert_eq!(send(&emulator, Method::POST, QUERIES, &body).await.status, 201);
    }
    let busy = send(&emulator, Method::POST, QUERIES, &body).await;
    assert_eq!((busy.status, busy.header("retry-after")), (429, None));
    assert_eq!(send(&emulator, Method::POST, QUERIES, &json!({})).await.status, 429);
    emulator.tenant().disable_auditing();
    let off = send(&emulator, Method::POST, QUERIES, &body).await.json();
    assert!(off["error"]["message"].as_str().unwrap().contains("AuditingDisabledTenant"));
}

#[tokio::test]
async fn sensors_and_their_health_issues_belong_together() {
    let emulator = Emulator::start().await.unwrap();
    let sensors = all(&emulator, "/v1.0/security/identities/sensors").await;
    assert_eq!(sensors[0]["settings"]["@odata.type"], "microsoft.graph.security.sensorSettings");
    for sensor in &sensors {
        let path =
            format!("/v1.0/security/identities/sensors/{}/healthIssues", sensor["id"].as_str().unwrap());
        assert_eq!(json!(all(&emulator, &path).await.len()), sensor["openHealthIssuesCount"]);
    }
    let issues =
        all(&emulator, "/v1.0/security/identities/healthIssues?$filter=healthIssueType eq 'Global'").await;
    let path = format!("/v1.0/security/identities/healthIssues/{}", issues[0]["id"].as_str().unwrap());
    assert_eq!(send(&emulator, Method::PATCH, &path, &json!({"status": "closed"})).await.status, 403);
    emulator.tenant().grant("SecurityIdentitiesHealth.ReadWrite.All");
    let closed = send(&emulator, Method::PATCH, &path, &json!({"status": "closed"})).await;
    assert_eq!(closed.json()["status"], "closed");
}
