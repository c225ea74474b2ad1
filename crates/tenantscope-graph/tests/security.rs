//! Alerts, incidents, hunting and audit searches, against single answers.

#![cfg(all(feature = "client", feature = "security"))]

mod common;

use std::time::Duration;

use common::client;
use serde::Deserialize;
use serde_json::{Value, json};
use tenantscope_core::ErrorKind;
use tenantscope_graph::security::{
    AlertEvidence, AlertSeverity, AlertStatus, Alerts, AuditLogQueryStatus, HealthIssueStatus,
    IncidentStatus, evidence::EvidenceVerdict,
};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_json, header, method, path, query_param},
};

async fn answering(verb: &str, at: &str, status: u16, body: Value) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method(verb))
        .and(path(at))
        .respond_with(ResponseTemplate::new(status).set_body_json(body))
        .mount(&server)
        .await;
    server
}

fn alert() -> Value {
    json!({
        "id": "da637_-1", "incidentId": "28282", "status": "new", "severity": "medium", "serviceSource": "microsoftSentinel",
        "category": "InitialAccess", "categories": ["Collection"], "determination": null,
        "createdDateTime": "2026-11-20T01:02:03.1234567Z", "lastUpdateDateTime": "2026-11-20T01:02:03.12Z",
        "additionalData": {}, "customDetails": {},
        "evidence": [
            {"@odata.type": "#microsoft.graph.security.deviceEvidence", "verdict": "5", "remediationStatus": "active",
             "roles": [], "deviceDnsName": "pc-7", "tags": ["x"]},
            {"@odata.type": "#microsoft.graph.security.quantumEvidence", "verdict": "suspicious", "qubits": 7},
            {"createdDateTime": "2026-11-20T01:02:03Z", "userAccount": {"accountName": "kim", "userSid": null}, "stream": null,
             "@odata.type": "#microsoft.graph.security.userEvidence"}
        ]
    })
}

#[tokio::test]
async fn every_kind_of_evidence_is_typed_and_unknown_ones_are_kept() {
    let server = answering("GET", "/v1.0/security/alerts_v2", 200, json!({"value": [alert()]})).await;
    let alert = client(&server).alerts().list().first().await.unwrap().unwrap();
    let [AlertEvidence::Device(device), AlertEvidence::Other(other), AlertEvidence::User(user)] =
        &*alert.evidence
    else {
        panic!("{:?}", alert.evidence)
    };
    assert_eq!(device.device_dns_name.as_deref(), Some("pc-7"));
    assert_eq!(device.verdict.as_ref().unwrap().as_str(), "5");
    assert_eq!(other.kind(), Some("#microsoft.graph.security.quantumEvidence"));
    assert_eq!(other.verdict, Some(EvidenceVerdict::Suspicious));
    assert_eq!(other.members()["qubits"], 7);
    assert_eq!(user.user_account.as_ref().unwrap().account_name.as_deref(), Some("kim"));
    assert_eq!(alert.extra().len(), 0);
    assert_eq!(alert.to_json_value(), self::alert());
}

#[tokio::test]
async fn options_go_out_as_the_service_reads_them() {
    let server = MockServer::start().await;
    Mock::given(path("/v1.0/security/alerts_v2"))
        .and(query_param(
            "$filter",
            "lastUpdateDateTime ge 2026-11-20T00:00:00Z and (severity eq 'high' or assignedTo eq 'o''brien@contoso.com')",
        ))
        .and(query_param("$top", "100"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"value": []})))
        .expect(1)
        .mount(&server)
        .await;
    let since: tenantscope_core::Timestamp = "2026-11-20T00:00:00Z".parse().unwrap();
    let filter = Alerts::LAST_UPDATE_DATE_TIME.ge(since)
        & (Alerts::SEVERITY.eq(AlertSeverity::High) | Alerts::ASSIGNED_TO.eq("o'brien@contoso.com"));
    assert!(client(&server).alerts().list().filter(filter).top(100).first().await.unwrap().is_none());
}

#[tokio::test]
async fn incidents_of_more_than_fifty_a_page_are_refused_before_the_request() {
    let server = MockServer::start().await;
    let error = client(&server).incidents().list().top(51).first().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert!(error.to_string().contains("1 to 50"), "{error}");
    assert_eq!(server.received_requests().await.unwrap().len(), 0);
}

#[tokio::test]
async fn incident_comes_with_its_alerts_where_they_are_expanded() {
    let body = json!({"value": [{"id": "2972395", "status": "Active", "alerts": [alert()]}]});
    let server = answering("GET", "/v1.0/security/incidents", 200, body).await;
    let incident = client(&server).incidents().list().expand("alerts").first().await.unwrap().unwrap();
    assert_eq!(incident.status, Some(IncidentStatus::Active));
    assert_eq!(incident.alerts[0].id, "da637_-1");
    let request = &server.received_requests().await.unwrap()[0];
    assert!(request.url.query().unwrap().contains("$expand=alerts"));
}

#[tokio::test]
async fn change_sends_only_what_was_said() {
    let server = MockServer::start().await;
    Mock::given(method("PATCH"))
        .and(path("/v1.0/security/alerts_v2/a%2Fb"))
        .and(body_json(json!({"status": "resolved", "assignedTo": "kim@contoso.com"})))
        .respond_with(ResponseTemplate::new(200).set_body_json(alert()))
        .expect(1)
        .mount(&server)
        .await;
    let alerts = client(&server).alerts();
    alerts.update("a/b").status(AlertStatus::Resolved).assigned_to("kim@contoso.com").await.unwrap();
}

#[tokio::test]
async fn comments_come_back_as_a_whole() {
    let body = json!({"value": [{"comment": "one", "createdDateTime": ""}, {"comment": "two"}]});
    let server = answering("POST", "/v1.0/security/incidents/7/comments", 200, body).await;
    let comments = client(&server).incidents().comment("7", "two").await.unwrap();
    assert_eq!(comments.len(), 2);
}

#[tokio::test]
async fn health_issue_is_closed() {
    let server = answering(
        "PATCH",
        "/v1.0/security/identities/healthIssues/h",
        200,
        json!({"id": "h", "status": "closed"}),
    )
    .await;
    let issue = client(&server).health_issues().update("h").status(HealthIssueStatus::Closed).await.unwrap();
    assert_eq!(issue.status, Some(HealthIssueStatus::Closed));
}

#[tokio::test]
async fn hunt_sends_query_and_span_and_reads_rows_as_a_struct() {
    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "PascalCase")]
    struct Row {
        device_name: String,
    }
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/v1.0/security/runHuntingQuery"))
        .and(header("content-type", "application/json; charset=utf-8"))
        .and(body_json(json!({"Query": "T | limit 1", "Timespan": "PT3600S"})))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({
            "schema": [{"name": "DeviceName", "type": "String"}],
            "results": [{"DeviceName@odata.type": "#String", "DeviceName": "pc-7"}]
        })))
        .mount(&server)
        .await;
    let found = client(&server).hunt("T | limit 1").last(Duration::from_secs(3600)).await.unwrap();
    let rows: Vec<Row> = found.rows_as().collect::<Result<_, _>>().unwrap();
    assert_eq!(rows, [Row { device_name: "pc-7".into() }]);
}

#[tokio::test]
async fn audit_search_is_waited_for_and_its_records_are_paged() {
    let server = MockServer::start().await;
    let search = |status: &str| json!({"id": "q", "status": status});
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(201).set_body_json(search("notStarted")))
        .mount(&server)
        .await;
    Mock::given(path("/v1.0/security/auditLog/queries/q"))
        .respond_with(ResponseTemplate::new(200).set_body_json(search("running")))
        .up_to_n_times(3)
        .mount(&server)
        .await;
    Mock::given(path("/v1.0/security/auditLog/queries/q"))
        .respond_with(ResponseTemplate::new(200).set_body_json(search("succeeded")))
        .mount(&server)
        .await;
    let record = json!({"id": "r", "auditLogRecordType": "FutureRecord", "userType": "Regular", "userPrincipalName": "Not Available",
        "administrativeUnits": [""], "clientIp": null,
        "auditData": {"@odata.type": "#microsoft.graph.security.defaultAuditData", "ClientIP": "10.0.0.1", "X@odata.type": "#Int64", "X": 3}});
    Mock::given(path("/v1.0/security/auditLog/queries/q/records"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"value": [record]})))
        .mount(&server)
        .await;
    let searches = client(&server).audit_log_queries();
    let created = searches
        .create("2026-11-01T00:00:00Z".parse().unwrap(), "2026-11-02T00:00:00Z".parse().unwrap())
        .operation("FileDeleted")
        .await
        .unwrap();
    let ended = searches.wait(&created.id, Duration::from_secs(600)).await.unwrap();
    assert_eq!(ended.status, Some(AuditLogQueryStatus::Succeeded));
    let record = searches.records(&ended.id).list().first().await.unwrap().unwrap();
    let data = record.audit_data.as_ref().unwrap();
    assert_eq!((data.kind(), data.text("ClientIP")), (Some("defaultAuditData"), Some("10.0.0.1")));
    assert_eq!(data.members().count(), 2);
}

#[tokio::test]
async fn audit_search_that_takes_too_long_is_left_alone() {
    let server =
        answering("GET", "/v1.0/security/auditLog/queries/q", 200, json!({"id": "q", "status": "running"}))
            .await;
    let error = client(&server).audit_log_queries().wait("q", Duration::from_secs(60)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DeadlineExceeded);
}

#[tokio::test]
async fn too_many_audit_searches_are_not_waited_for() {
    let server = answering(
        "POST",
        "/v1.0/security/auditLog/queries",
        429,
        json!({"error": {"code": "TooManyRequests", "message": "m"}}),
    )
    .await;
    let searches = client(&server).audit_log_queries();
    let create =
        searches.create("2026-11-01T00:00:00Z".parse().unwrap(), "2026-11-02T00:00:00Z".parse().unwrap());
    let error = create.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Throttled);
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn beta_is_chosen_per_call() {
    let server = answering("GET", "/beta/security/auditLog/queries", 200, json!({"value": []})).await;
    assert!(client(&server).beta().audit_log_queries().list().first().await.unwrap().is_none());
}
