use serde_json::{Value, json};
use tenantscope_core::Item;

use super::*;
use crate::{Assessment, SecureScoreControl};

fn context() -> Context {
    Context::collected_at("2026-11-22T00:00:00.25Z".parse().unwrap())
        .tenant("contoso.com".parse().unwrap())
        .subscription_name("Production")
}

fn control(healthy: i64, unhealthy: i64, max_score: i64) -> Item<SecureScoreControl> {
    let value = json!({
        "id": "/subscriptions/0000000a-0000-0000-0000-000000000001/providers/Microsoft.Security/secureScores/ascScore/secureScoreControls/k",
        "name": "k", "type": "Microsoft.Security/secureScores/secureScoreControls", "new": [1],
        "properties": {
            "displayName": "Enable MFA", "healthyResourceCount": healthy, "unhealthyResourceCount": unhealthy,
            "notApplicableResourceCount": 2, "weight": healthy + unhealthy,
            "score": {"max": max_score, "current": 1.5, "percentage": 0.15},
            "definition": {"name": "k", "properties": {
                "maxScore": max_score, "description": "Why", "source": {"sourceType": "BuiltIn"},
                "assessmentDefinitions": [{"id": "/providers/Microsoft.Security/assessmentMetadata/A-1"}],
            }},
        },
    });
    Item::from_json(value.to_string()).unwrap()
}

fn assessment(code: &str, more: &Value) -> Item<Assessment> {
    let mut value = json!({
        "id": "/subscriptions/0000000a-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm/providers/Microsoft.Security/assessments/a-1",
        "name": "a-1", "new": {"x": 1},
        "properties": {
            "displayName": "Disks should be encrypted",
            "status": {"code": code, "cause": "c", "description": "d", "statusChangeDate": "2026-11-21T00:00:00Z"},
            "resourceDetails": {"Source": "Azure", "Id": "/subscriptions/0000000a-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm"},
            "additionalData": {"key": "value"},
        },
    });
    for (name, member) in more.as_object().unwrap() {
        value["properties"][name] = member.clone();
    }
    Item::from_json(value.to_string()).unwrap()
}

/// The attributes that OCSF 1.8.0 requires of the class with the profile `cloud`, and of its objects.
fn assert_valid(finding: &ComplianceFinding) -> Value {
    let json = serde_json::to_value(finding).unwrap();
    for required in [
        "activity_id",
        "category_uid",
        "class_uid",
        "type_uid",
        "severity_id",
        "time",
        "metadata",
        "compliance",
        "finding_info",
        "cloud",
    ] {
        assert!(json.get(required).is_some_and(|value| !value.is_null()), "{required}");
    }
    assert_eq!(json["class_uid"], 2003);
    assert_eq!(json["category_uid"], 2);
    assert_eq!(json["type_uid"], 200_300 + json["activity_id"].as_i64().unwrap());
    assert!((0..=6).contains(&json["severity_id"].as_i64().unwrap()));
    assert_eq!(json["metadata"]["version"], "1.8.0");
    assert!(json["metadata"]["product"]["name"].is_string());
    assert!(json["finding_info"]["uid"].as_str().is_some_and(|uid| !uid.is_empty()));
    assert!(json["cloud"]["provider"].as_str().is_some_and(|provider| !provider.is_empty()));
    assert!((1..=3).contains(&json["compliance"]["status_id"].as_i64().unwrap()));
    let again: ComplianceFinding = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(&again, finding);
    json
}

#[test]
fn control_becomes_a_finding_about_its_subscription() {
    let finding = assert_valid(&ComplianceFinding::from_control(&control(3, 1, 10), &context()));
    assert_eq!(finding["time"], 1_795_305_600_250_i64);
    assert_eq!(finding["type_uid"], 200_301);
    assert_eq!(finding["metadata"]["tenant_uid"], "contoso.com");
    assert_eq!(
        finding["cloud"],
        json!({"provider": "Azure", "account": {"uid": "0000000a-0000-0000-0000-000000000001", "name": "Production"}})
    );
    assert_eq!(finding["finding_info"]["title"], "Enable MFA");
    assert_eq!(finding["finding_info"]["desc"], "Why");
    assert_eq!(
        finding["compliance"],
        json!({"control": "Enable MFA", "standards": ["Microsoft cloud security benchmark"], "status": "Fail",
               "status_id": 3, "checks": [{"uid": "a-1"}]})
    );
    assert_eq!(finding["resources"][0]["uid"], "/subscriptions/0000000a-0000-0000-0000-000000000001");
    let unmapped = &finding["unmapped"];
    assert_eq!(unmapped["name"], "k");
    assert_eq!(unmapped["new"], json!([1]));
    assert_eq!(unmapped["properties"]["score"], json!({"max": 10, "current": 1.5, "percentage": 0.15}));
    assert_eq!(unmapped["properties"]["weight"], 4);
    assert_eq!(unmapped["properties"]["notApplicableResourceCount"], 2);
    assert_eq!(unmapped["properties"]["definition"]["properties"]["source"]["sourceType"], "BuiltIn");
}

#[test]
fn status_and_severity_of_a_control_follow_from_its_resources_and_points() {
    for (healthy, unhealthy, max, status, severity) in [
        (4, 0, 10, 1, 1),
        (0, 1, 10, 3, 4),
        (9, 1, 8, 3, 4),
        (1, 1, 6, 3, 3),
        (1, 1, 4, 3, 3),
        (1, 1, 3, 3, 2),
        (1, 1, 0, 3, 1),
        (0, 0, 10, 2, 4),
    ] {
        let finding = ComplianceFinding::from_control(&control(healthy, unhealthy, max), &context());
        assert_valid(&finding);
        assert_eq!(
            (finding.compliance.status_id, finding.severity_id),
            (Some(status), severity),
            "{healthy} {unhealthy} {max}"
        );
    }
}

#[test]
fn finding_seen_before_is_an_update() {
    let finding = ComplianceFinding::from_control(&control(1, 1, 1), &context().activity(Activity::Update));
    assert_eq!((finding.activity_id, finding.type_uid, finding.status_id), (2, 200_302, None));
    let closed = ComplianceFinding::from_control(&control(1, 1, 1), &context().activity(Activity::Close));
    assert_eq!((closed.type_uid, closed.status_id), (200_303, Some(4)));
}

#[test]
fn assessment_becomes_a_finding_about_its_resource() {
    let metadata = json!({"severity": "Medium", "description": "At length", "remediationDescription": "Do it",
                          "partnerData": {"partnerName": "p", "secret": "CANARY"}});
    let more = json!({"metadata": metadata, "partnersData": {"partnerName": "p", "secret": "CANARY"},
                      "links": {"azurePortalUri": "https://portal"}});
    let finding =
        assert_valid(&ComplianceFinding::from_assessment(&assessment("Unhealthy", &more), &context()));
    assert_eq!(finding["severity_id"], 3);
    assert_eq!(finding["remediation"]["desc"], "Do it");
    assert_eq!(finding["finding_info"]["src_url"], "https://portal");
    assert_eq!(finding["finding_info"]["modified_time"], 1_795_219_200_000_i64);
    assert_eq!(finding["resources"][0]["name"], "vm");
    assert_eq!(finding["resources"][0]["type"], "Microsoft.Compute/virtualMachines");
    assert_eq!(finding["unmapped"]["properties"]["additionalData"]["key"], "value");
    assert_eq!(finding["unmapped"]["new"]["x"], 1);
    assert!(!finding.to_string().contains("CANARY"), "a partner's secret isn't sent on");
}

#[test]
fn status_and_severity_of_an_assessment_follow_from_risk_before_severity() {
    let both = json!({"risk": {"level": "Critical"}, "metadata": {"severity": "Low"}});
    let newer = json!({"risk": {"level": "Absurd"}, "metadata": {"severity": "High"}});
    for (code, more, status, severity) in [
        ("Healthy", &both, 1, 1),
        ("Unhealthy", &both, 3, 5),
        ("Unhealthy", &newer, 3, 4),
        ("Unhealthy", &json!({}), 3, 0),
        ("NotApplicable", &both, 2, 1),
        ("Newer", &both, 2, 5),
    ] {
        let finding = ComplianceFinding::from_assessment(&assessment(code, more), &context());
        assert_valid(&finding);
        assert_eq!(
            (finding.compliance.status_id, finding.severity_id),
            (Some(status), severity),
            "{code} {more}"
        );
    }
}

#[test]
fn other_clouds_are_named() {
    for (source, provider) in [("AWS", "AWS"), ("gcp", "GCP"), ("OnPremise", "Azure"), ("Oracle", "Oracle")] {
        let more = json!({"resourceDetails": {"Source": source, "Id": "/x"}});
        let finding = ComplianceFinding::from_assessment(&assessment("Healthy", &more), &context());
        assert_eq!(finding.cloud.provider, provider);
    }
}
