//! Defender for Cloud beside its scores: assessments, compliance, alerts, plans and management groups.

mod common;

use common::{Answer, call, get};
use reqwest::Method;
use serde_json::{Value, json};
use tenantscope_emulator::{AzureRole, Emulator, NotRegistered, Service, Standing};

async fn arm(emulator: &Emulator, path: &str) -> Answer {
    get(emulator, Service::ResourceManager, path).await
}

async fn post(emulator: &Emulator, path: &str) -> Answer {
    let empty = |request: reqwest::RequestBuilder| request.header("content-length", "0");
    call(emulator, Method::POST, Service::ResourceManager, path, empty).await
}

fn security(emulator: &Emulator, rest: &str) -> String {
    let id = emulator.tenant().subscriptions()[0].id.clone();
    format!("/subscriptions/{id}/providers/Microsoft.Security/{rest}")
}

/// Every page of a list.
async fn all(emulator: &Emulator, path: &str) -> Vec<Value> {
    let mut items = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next {
        let answer = arm(emulator, &path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        let page = answer.json();
        items.extend(page["value"].as_array().expect("items").clone());
        next = page["nextLink"].as_str().map(str::to_owned);
    }
    items
}

const ASSESSMENTS: &str = "assessments?api-version=2020-01-01";

#[tokio::test]
async fn assessments_agree_with_the_controls_and_name_their_resources_with_capitals() {
    let emulator = Emulator::builder().page_size(Service::ResourceManager, 100).start().await.unwrap();
    let assessments = all(&emulator, &security(&emulator, ASSESSMENTS)).await;
    let controls =
        all(&emulator, &security(&emulator, "secureScoreControls?api-version=2020-01-01&$expand=definition"))
            .await;
    for control in &controls {
        let ids =
            control["properties"]["definition"]["properties"]["assessmentDefinitions"].as_array().unwrap();
        let names: Vec<&str> =
            ids.iter().map(|id| id["id"].as_str().unwrap().rsplit('/').next().unwrap()).collect();
        let unhealthy = assessments.iter().filter(|a| {
            names.contains(&a["name"].as_str().unwrap()) && a["properties"]["status"]["code"] == "Unhealthy"
        });
        assert_eq!(json!(unhealthy.count()), control["properties"]["unhealthyResourceCount"]);
    }
    let sources: Vec<&Value> =
        assessments.iter().map(|a| &a["properties"]["resourceDetails"]["Source"]).collect();
    for source in ["Azure", "AWS", "GCP"] {
        assert!(sources.contains(&&json!(source)), "{source}");
    }
    let aws = assessments.iter().find(|a| a["properties"]["resourceDetails"]["Source"] == "AWS").unwrap();
    assert!(aws["id"].as_str().unwrap().contains("/securityentitydata/aws-i--"), "{aws}");
    assert!(aws["properties"]["resourceDetails"]["ConnectorId"].is_string());
    assert!(aws["properties"]["status"].get("firstEvaluationDate").is_none(), "an old version");
    let new = security(&emulator, "assessments?api-version=2025-05-04");
    let item = arm(&emulator, &new).await.json()["value"][0].clone();
    assert!(item["properties"]["risk"]["level"].is_string());
    assert!(item["properties"]["status"]["statusChangeDate"].is_string());
}

#[tokio::test]
async fn one_assessment_is_read_by_its_id_and_expanded() {
    let emulator = Emulator::start().await.unwrap();
    for item in all(&emulator, &security(&emulator, ASSESSMENTS)).await.iter().step_by(97) {
        let id = item["id"].as_str().unwrap();
        let path = format!("{}?api-version=2020-01-01&$expand=metadata,links", id.replace(' ', "%20"));
        let one = arm(&emulator, &path).await;
        assert_eq!(one.status, 200, "{id}");
        assert_eq!(one.json()["properties"]["metadata"]["displayName"], item["properties"]["displayName"]);
    }
    let id = emulator.tenant().subscriptions()[0].id.clone();
    let group =
        format!("/%2Fsubscriptions/{id}/resourceGroups/RG-web/providers/Microsoft.Security/{ASSESSMENTS}");
    let (some, whole) =
        (all(&emulator, &group).await, all(&emulator, &security(&emulator, ASSESSMENTS)).await);
    assert!(!some.is_empty() && some.len() < whole.len());
    let root = format!("/providers/Microsoft.Management/managementGroups/{}", emulator.tenant().id());
    let path = format!("{root}/providers/Microsoft.Security/{ASSESSMENTS}");
    assert!(all(&emulator, &path).await.len() >= whole.len());
}

#[tokio::test]
async fn metadata_and_findings_are_joined_by_id() {
    let emulator = Emulator::start().await.unwrap();
    let metadata =
        all(&emulator, "/providers/Microsoft.Security/assessmentMetadata?api-version=2021-06-01").await;
    let name = metadata[0]["name"].as_str().unwrap();
    let path = format!("assessmentMetadata/{name}?api-version=2021-06-01");
    let one = arm(&emulator, &security(&emulator, &path)).await.json();
    assert_eq!(one["properties"], metadata[0]["properties"]);
    let version = "api-version=2019-01-01-preview";
    let subs = all(&emulator, &security(&emulator, &format!("subAssessments?{version}"))).await;
    let kinds: Vec<&Value> =
        subs.iter().map(|s| &s["properties"]["additionalData"]["assessedResourceType"]).collect();
    for kind in ["SqlServerVulnerability", "ContainerRegistryVulnerability", "ServerVulnerability"] {
        assert!(kinds.contains(&&json!(kind)), "{kind}");
    }
    let details = &subs[0]["properties"]["resourceDetails"];
    assert!(details["source"].is_string() && details["Id"].is_string());
    let below = format!("{}?{version}", subs[0]["id"].as_str().unwrap());
    assert_eq!(arm(&emulator, &below).await.json(), subs[0]);
}

#[tokio::test]
async fn compliance_adds_up_from_assessments_to_standards() {
    let emulator = Emulator::start().await.unwrap();
    let version = "api-version=2019-01-01-preview";
    let path = security(&emulator, "regulatoryComplianceStandards");
    for standard in all(&emulator, &format!("{path}?{version}")).await {
        let below = format!("{path}/{}/regulatoryComplianceControls", standard["name"].as_str().unwrap());
        let controls = all(&emulator, &format!("{below}?{version}")).await;
        let failed = controls.iter().filter(|control| control["properties"]["state"] == "failed");
        assert_eq!(json!(failed.count()), standard["properties"]["failedControls"]);
        let some = all(&emulator, &format!("{below}?{version}&$filter=state eq 'Failed'")).await;
        assert_eq!(json!(some.len()), standard["properties"]["failedControls"]);
        for control in controls {
            let path = format!(
                "{below}/{}/regulatoryComplianceAssessments?{version}",
                control["name"].as_str().unwrap()
            );
            let passed =
                all(&emulator, &path).await.into_iter().filter(|a| a["properties"]["state"] == "Passed");
            assert_eq!(json!(passed.count()), control["properties"]["passedAssessments"]);
        }
    }
    assert_eq!(arm(&emulator, &format!("{path}/none?{version}")).await.code(), "ResourceNotFound");
}

#[tokio::test]
async fn alerts_are_changed_at_their_location_by_those_who_may() {
    let emulator = Emulator::start().await.unwrap();
    let version = "api-version=2022-01-01";
    let alerts = all(&emulator, &security(&emulator, &format!("alerts?{version}"))).await;
    let west = all(&emulator, &security(&emulator, &format!("locations/westeurope/alerts?{version}"))).await;
    assert!(!west.is_empty() && west.len() < alerts.len());
    let id = alerts[0]["id"].as_str().unwrap();
    assert_eq!(alerts[0]["properties"]["status"], "Active");
    let group = id.split("/providers/").next().unwrap();
    let of_group = format!("{group}/providers/Microsoft.Security/alerts?{version}");
    assert!(all(&emulator, &of_group).await.contains(&alerts[0]));
    let action = format!("{id}/dismiss?{version}");
    let refused = post(&emulator, &action).await;
    assert_eq!((refused.status, refused.code()), (403, "AuthorizationFailed".to_owned()));
    emulator.tenant().set_azure_role(AzureRole::SecurityAdmin);
    let done = post(&emulator, &action).await;
    assert_eq!((done.status, done.text.as_str()), (204, ""));
    let path = format!("{id}?{version}");
    assert_eq!(arm(&emulator, &path).await.json()["properties"]["status"], "Dismissed");
    for (action, status) in [("activate", "Active"), ("inProgress", "InProgress"), ("resolve", "Resolved")] {
        assert_eq!(post(&emulator, &format!("{id}/{action}?{version}")).await.status, 204);
        assert_eq!(arm(&emulator, &path).await.json()["properties"]["status"], status);
    }
    let old = arm(&emulator, &format!("{id}?api-version=2019-01-01")).await.json();
    assert_eq!(old["properties"]["state"], "Resolved");
}

#[tokio::test]
async fn plans_write_true_and_false_as_text_and_are_filtered_by_name() {
    let emulator = Emulator::start().await.unwrap();
    let list = arm(&emulator, &security(&emulator, "pricings?api-version=2024-01-01")).await.json();
    assert!(list.get("nextLink").is_none());
    assert_eq!(list["value"][0]["properties"]["enforce"], "False");
    let filter = "pricings?api-version=2024-01-01&$filter=name in (KeyVaults,arm)";
    assert_eq!(all(&emulator, &security(&emulator, filter)).await.len(), 2);
    let old = arm(&emulator, &security(&emulator, "pricings/KeyVaults?api-version=2018-06-01")).await.json();
    assert!(old["properties"].get("enforce").is_none());
    let path = security(&emulator, "pricings/KeyVaults?api-version=2024-01-01");
    let put = async || {
        call(&emulator, Method::PUT, Service::ResourceManager, &path, |request| {
            request.body(json!({"properties": {"pricingTier": "Standard"}}).to_string())
        })
        .await
    };
    assert_eq!(put().await.status, 403);
    emulator.tenant().set_azure_role(AzureRole::SecurityAdmin);
    assert_eq!(put().await.json()["properties"]["pricingTier"], "Standard");
}

#[tokio::test]
async fn contacts_provisioning_and_settings_are_listed() {
    let emulator = Emulator::start().await.unwrap();
    let list = async |path: &str| all(&emulator, &security(&emulator, path)).await;
    let contact = list("securityContacts?api-version=2023-12-01-preview").await.remove(0);
    assert!(contact["properties"]["emails"].as_str().unwrap().contains(';'));
    let old = list("securityContacts?api-version=2017-08-01-preview").await.remove(0);
    assert_eq!(old["properties"]["alertNotifications"], "On");
    let setting = list("autoProvisioningSettings?api-version=2017-08-01-preview").await.remove(0);
    assert_eq!(setting["properties"]["autoProvision"], "On");
    let kinds: Vec<Value> =
        list("settings?api-version=2022-05-01").await.iter().map(|s| s["kind"].clone()).collect();
    assert!(kinds.contains(&json!("DataExportSettings")) && kinds.contains(&json!("AlertSyncSettings")));
    let answer = arm(&emulator, &security(&emulator, "settings/mcas?api-version=2022-05-01")).await;
    assert_eq!(answer.json()["name"], "MCAS");
    assert_eq!(arm(&emulator, &security(&emulator, "settings?api-version=1999-01-01")).await.status, 400);
}

#[tokio::test]
async fn subscriptions_that_are_not_onboarded_say_so_everywhere() {
    let emulator = Emulator::start().await.unwrap();
    let id = emulator.tenant().subscriptions()[0].id.clone();
    emulator.tenant().set_standing(&id, Standing::NotRegistered(NotRegistered::NotFound));
    for rest in ["pricings?api-version=2024-01-01", ASSESSMENTS, "alerts?api-version=2022-01-01"] {
        assert_eq!(
            arm(&emulator, &security(&emulator, rest)).await.code(),
            "Subscription Not Registered",
            "{rest}"
        );
    }
    emulator.tenant().deny_subscription(&id);
    assert_eq!(arm(&emulator, &security(&emulator, ASSESSMENTS)).await.code(), "AuthorizationFailed");
}

#[tokio::test]
async fn management_groups_hold_every_subscription_once() {
    let emulator = Emulator::builder().subscriptions_per_tenant(9).start().await.unwrap();
    let (tenant, version) = (emulator.tenant(), "api-version=2023-04-01");
    let root = "/providers/Microsoft.Management";
    let groups = arm(&emulator, &format!("{root}/managementGroups?{version}")).await;
    assert_eq!(groups.header("x-ms-ratelimit-remaining-managementgroups-requests"), Some("59"));
    assert!(groups.header("x-ms-request-id").unwrap().starts_with("westeurope:"));
    assert_eq!(groups.json()["value"][0]["name"], tenant.id().as_str());
    let path = format!("{root}/managementGroups/{}", tenant.id());
    let descendants = all(&emulator, &format!("{path}/descendants?{version}")).await;
    let subscriptions = descendants.iter().filter(|item| item["type"] == "/subscriptions").count();
    assert_eq!((subscriptions, descendants.len()), (9, 11));
    let tree = arm(&emulator, &format!("{path}?{version}&$expand=children&$recurse=true")).await.json();
    let platform = &tree["properties"]["children"][0];
    assert_eq!(platform["name"], "platform");
    assert_eq!(platform["children"][0]["name"], "landing-zones");
    let entities = post(&emulator, &format!("{root}/getEntities?{version}")).await.json();
    assert_eq!(entities["value"].as_array().unwrap().len(), 12);
    assert_eq!(arm(&emulator, &format!("{root}/managementGroups/other?{version}")).await.status, 403);
}
