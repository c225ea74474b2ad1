use tenantscope_core::ErrorKind;

use crate::{
    DefenderClient, SubscriptionHandle,
    testing::{SUBSCRIPTION, Stub, client, subscription},
};

const ROOT: &str = "https://management.azure.com";

fn assert_shareable<T: Clone + Send + Sync + 'static>() {}

#[test]
fn client_and_handles_are_shareable() {
    assert_shareable::<DefenderClient>();
    assert_shareable::<SubscriptionHandle>();
}

#[tokio::test]
async fn every_request_names_its_version() {
    let stub = Stub::default().always(200, r#"{"value":[]}"#);
    let client = client(&stub);
    let one = client.subscription(subscription());
    client.subscriptions().list().items().try_collect().await.unwrap();
    one.secure_scores().list().items().try_collect().await.unwrap();
    one.secure_score_controls().list().expand_definition().items().try_collect().await.unwrap();
    one.secure_score_controls().list_by_score("ascScore").items().try_collect().await.unwrap();
    let security = format!("{ROOT}/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Security");
    assert_eq!(
        stub.urls(),
        [
            format!("{ROOT}/subscriptions?api-version=2022-12-01"),
            format!("{security}/secureScores?api-version=2020-01-01"),
            format!("{security}/secureScoreControls?api-version=2020-01-01&$expand=definition"),
            format!("{security}/secureScores/ascScore/secureScoreControls?api-version=2020-01-01"),
        ]
    );
}

#[tokio::test]
async fn next_link_that_lacks_the_version_gets_it() {
    let link = format!("{ROOT}/subscriptions?NextLink=aGVsbG8%3D_dynamic");
    let stub = Stub::default()
        .then(200, &format!(r#"{{"value":[{{"displayName":"a"}}],"nextLink":"{link}"}}"#))
        .then(200, &format!(r#"{{"value":[],"nextLink":"{link}2&api-version=2022-12-01"}}"#))
        .then(200, r#"{"value":[{"displayName":"b"}],"nextLink":""}"#);
    let found = client(&stub).subscriptions().list().items().try_collect().await.unwrap();
    assert_eq!(found.len(), 2, "the empty page isn't the last");
    assert_eq!(
        stub.urls()[1..],
        [format!("{link}&api-version=2022-12-01"), format!("{link}2&api-version=2022-12-01")]
    );
}

#[tokio::test]
async fn next_link_to_another_host_gets_no_token() {
    let stub = Stub::default().then(200, r#"{"value":[],"nextLink":"https://evil.example/next"}"#);
    let error = client(&stub).subscriptions().list().items().try_collect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignOrigin);
    assert_eq!(stub.requests().len(), 1);
}

#[tokio::test]
async fn next_link_that_turns_in_a_circle_ends_with_an_error() {
    let link = format!("{ROOT}/subscriptions?api-version=2022-12-01&NextLink=a");
    let stub = Stub::default().always(200, &format!(r#"{{"value":[],"nextLink":"{link}"}}"#));
    let error = client(&stub).subscriptions().list().items().try_collect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
    assert_eq!(stub.requests().len(), 2);
}

#[tokio::test]
async fn list_goes_on_where_another_run_stopped() {
    let link = format!("{ROOT}/subscriptions?api-version=2022-12-01&NextLink=a");
    let stub = Stub::default()
        .then(200, &format!(r#"{{"value":[{{"displayName":"a"}}],"nextLink":"{link}"}}"#))
        .then(200, r#"{"value":[{"displayName":"b"}]}"#);
    let client = client(&stub);
    let first = client.subscriptions().list().pages().try_next().await.unwrap().unwrap();
    let rest = client.subscriptions().list().resume(first.continuation().unwrap().clone());
    assert_eq!(rest.items().try_collect().await.unwrap()[0].display_name.as_deref(), Some("b"));
}

#[tokio::test]
async fn bad_item_is_told_beside_the_good_ones() {
    let stub = Stub::default()
        .then(200, r#"{"value":[{"name":"a"},{"name":"b","properties":{"weight":"many"}},{"name":"c"}]}"#);
    let scores = client(&stub).subscription(subscription()).secure_scores().list();
    let page = scores.pages().try_next().await.unwrap().unwrap();
    assert_eq!(page.items().count(), 2);
    assert_eq!(
        page.errors().map(tenantscope_core::Error::kind).collect::<Vec<_>>(),
        [ErrorKind::InvalidItem]
    );
}

#[tokio::test]
async fn name_that_would_leave_its_place_is_refused_or_encoded() {
    let stub = Stub::default().always(200, "{}");
    let scores = client(&stub).subscription(subscription()).secure_scores();
    for name in ["", ".", ".."] {
        assert_eq!(scores.get(name).await.unwrap_err().kind(), ErrorKind::InvalidInput);
    }
    scores.get("a/../b?c").await.unwrap();
    assert!(stub.urls()[0].contains("/secureScores/a%2F..%2Fb%3Fc?api-version="), "{}", stub.urls()[0]);
    let controls = client(&stub).subscription(subscription()).secure_score_controls();
    let error = controls.list_by_score("..").items().try_collect().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::InvalidInput, Some("list controls of a secure score"))
    );
}

const EMPTY: &str = r#"{"value":[]}"#;

#[tokio::test]
async fn every_list_has_its_path_and_version() {
    let stub = Stub::default().always(200, EMPTY);
    let client = client(&stub);
    let one = client.subscription(subscription());
    let key = "0000000D-0000-0000-0000-000000000001".into();
    let standards = one.regulatory_compliance_standards();
    let group = client.management_group("mg");
    macro_rules! ask {
        ($($list:expr),* $(,)?) => { $( $list.items().try_collect().await.unwrap(); )* };
    }
    ask!(
        client.tenants().list(),
        client.secure_score_control_definitions().list(),
        client.assessment_metadata().list(),
        client.management_groups().list(),
        client.management_groups().entities(),
        group.descendants(),
        group.assessments().list(),
        group.governance_rules().list(),
        one.secure_score_control_definitions().list(),
        one.assessments().list(),
        one.assessments().sub_assessments(&key).list(),
        one.assessments().governance_assignments(&key),
        one.assessment_metadata().list(),
        one.sub_assessments().list(),
        standards.list().filter("properties/state eq 'Failed'"),
        standards.controls("PCI-DSS-4").list(),
        standards.controls("PCI-DSS-4").assessments("1.1").list(),
        one.alerts().list(),
        one.alerts().in_resource_group("rg").list(),
        one.alerts().in_location("westeurope").list(),
        one.alerts().in_resource_group("rg").in_location("westeurope").list(),
        one.pricings().list().plans(&["KeyVaults", "Arm"]),
        one.auto_provisioning_settings().list(),
        one.security_contacts().list(),
        one.settings().list(),
        one.governance_rules().list(),
        client.resource("/subscriptions/s/resourceGroups/rg/").unwrap().assessments().list(),
    );
    let security = "providers/Microsoft.Security";
    let below = format!("subscriptions/{SUBSCRIPTION}/{security}");
    let group = "providers/Microsoft.Management/managementGroups/mg";
    let guid = "0000000d-0000-0000-0000-000000000001";
    let expected = [
        "tenants?api-version=2022-12-01".to_owned(),
        format!("{security}/secureScoreControlDefinitions?api-version=2020-01-01"),
        format!("{security}/assessmentMetadata?api-version=2025-05-04"),
        "providers/Microsoft.Management/managementGroups?api-version=2023-04-01".to_owned(),
        "providers/Microsoft.Management/getEntities?api-version=2023-04-01".to_owned(),
        format!("{group}/descendants?api-version=2023-04-01"),
        format!("{group}/{security}/assessments?api-version=2025-05-04"),
        format!("{group}/{security}/governanceRules?api-version=2022-01-01-preview"),
        format!("{below}/secureScoreControlDefinitions?api-version=2020-01-01"),
        format!("{below}/assessments?api-version=2025-05-04"),
        format!("{below}/assessments/{guid}/subAssessments?api-version=2019-01-01-preview"),
        format!("{below}/assessments/{guid}/governanceAssignments?api-version=2022-01-01-preview"),
        format!("{below}/assessmentMetadata?api-version=2025-05-04"),
        format!("{below}/subAssessments?api-version=2019-01-01-preview"),
        format!(
            "{below}/regulatoryComplianceStandards?api-version=2019-01-01-preview&$filter=properties/state%20eq%20%27Failed%27"
        ),
        format!(
            "{below}/regulatoryComplianceStandards/PCI-DSS-4/regulatoryComplianceControls?api-version=2019-01-01-preview"
        ),
        format!(
            "{below}/regulatoryComplianceStandards/PCI-DSS-4/regulatoryComplianceControls/1.1/regulatoryComplianceAssessments?api-version=2019-01-01-preview"
        ),
        format!("{below}/alerts?api-version=2022-01-01"),
        format!("subscriptions/{SUBSCRIPTION}/resourceGroups/rg/{security}/alerts?api-version=2022-01-01"),
        format!("{below}/locations/westeurope/alerts?api-version=2022-01-01"),
        format!(
            "subscriptions/{SUBSCRIPTION}/resourceGroups/rg/{security}/locations/westeurope/alerts?api-version=2022-01-01"
        ),
        format!("{below}/pricings?api-version=2024-01-01&$filter=name%20in%20(KeyVaults,Arm)"),
        format!("{below}/autoProvisioningSettings?api-version=2017-08-01-preview"),
        format!("{below}/securityContacts?api-version=2023-12-01-preview"),
        format!("{below}/settings?api-version=2022-05-01"),
        format!("{below}/governanceRules?api-version=2022-01-01-preview"),
        format!("subscriptions/s/resourceGroups/rg/{security}/assessments?api-version=2025-05-04"),
    ];
    for (asked, expected) in stub.requests().iter().zip(&expected) {
        assert_eq!(asked.url, format!("{ROOT}/{expected}"));
        assert_eq!(asked.method, if expected.contains("getEntities") { "POST" } else { "GET" });
        assert!(asked.body.is_empty());
    }
    assert_eq!(stub.requests().len(), expected.len());
}

#[tokio::test]
async fn every_single_value_has_its_path() {
    let stub = Stub::default().always(200, "{}");
    let client = client(&stub);
    let one = client.subscription(subscription());
    let key = "k".into();
    let standards = one.regulatory_compliance_standards();
    client.subscriptions().get(&subscription()).await.unwrap();
    client.assessment_metadata().get(&key).await.unwrap();
    client.management_group("mg").get().expand_children_recursively().await.unwrap();
    client.resource("/subscriptions/s/x").unwrap().assessments().get(&key).expand_links().await.unwrap();
    one.assessments().get(&key).expand_metadata().await.unwrap();
    one.assessments().sub_assessments(&key).get("n").await.unwrap();
    standards.get("s").await.unwrap();
    standards.controls("s").get("c").await.unwrap();
    standards.controls("s").assessments("c").get("a").await.unwrap();
    one.alerts().in_location("l").get("n").await.unwrap();
    one.pricings().get("p").await.unwrap();
    one.auto_provisioning_settings().get("default").await.unwrap();
    one.security_contacts().get("default").await.unwrap();
    one.settings().get("MCAS").await.unwrap();
    one.governance_rules().get("r").await.unwrap();
    let below = format!("subscriptions/{SUBSCRIPTION}/providers/Microsoft.Security");
    let standard = format!("{below}/regulatoryComplianceStandards/s");
    let expected = [
        format!("subscriptions/{SUBSCRIPTION}?api-version=2022-12-01"),
        "providers/Microsoft.Security/assessmentMetadata/k?api-version=2025-05-04".to_owned(),
        "providers/Microsoft.Management/managementGroups/mg?api-version=2023-04-01&$expand=children&$recurse=true"
            .to_owned(),
        "subscriptions/s/x/providers/Microsoft.Security/assessments/k?api-version=2025-05-04&$expand=links"
            .to_owned(),
        format!("{below}/assessments/k?api-version=2025-05-04&$expand=metadata"),
        format!("{below}/assessments/k/subAssessments/n?api-version=2019-01-01-preview"),
        format!("{standard}?api-version=2019-01-01-preview"),
        format!("{standard}/regulatoryComplianceControls/c?api-version=2019-01-01-preview"),
        format!(
            "{standard}/regulatoryComplianceControls/c/regulatoryComplianceAssessments/a?api-version=2019-01-01-preview"
        ),
        format!("{below}/locations/l/alerts/n?api-version=2022-01-01"),
        format!("{below}/pricings/p?api-version=2024-01-01"),
        format!("{below}/autoProvisioningSettings/default?api-version=2017-08-01-preview"),
        format!("{below}/securityContacts/default?api-version=2023-12-01-preview"),
        format!("{below}/settings/MCAS?api-version=2022-05-01"),
        format!("{below}/governanceRules/r?api-version=2022-01-01-preview"),
    ];
    assert_eq!(stub.urls(), expected.map(|path| format!("{ROOT}/{path}")));
}

#[tokio::test]
async fn status_of_an_alert_is_changed_by_a_post_without_a_body() {
    use crate::AlertStatus;

    let stub = Stub::default().always(204, "");
    let alerts = client(&stub).subscription(subscription()).alerts().in_location("westeurope");
    for status in
        [AlertStatus::Active, AlertStatus::InProgress, AlertStatus::Resolved, AlertStatus::Dismissed]
    {
        alerts.update_status("n", &status).await.unwrap();
    }
    let verbs: Vec<String> = stub
        .requests()
        .iter()
        .map(|asked| {
            assert_eq!((asked.method.as_str(), asked.body.as_str()), ("POST", ""));
            let (path, _) = asked.url.split_once("?api-version=2022-01-01").unwrap();
            path.rsplit('/').next().unwrap().to_owned()
        })
        .collect();
    assert_eq!(verbs, ["activate", "inProgress", "resolve", "dismiss"]);
    let error = alerts.update_status("n", &AlertStatus::from("Snoozed")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert_eq!(stub.requests().len(), 4);
}

#[tokio::test]
async fn changing_an_alert_without_the_role_names_it() {
    let stub = Stub::default().always(403, r#"{"error":{"code":"AuthorizationFailed","message":"m"}}"#);
    let alerts = client(&stub).subscription(subscription()).alerts().in_location("westeurope");
    let error = alerts.update_status("n", &crate::AlertStatus::Resolved).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PermissionDenied);
    assert!(error.advice().contains("Security Admin"), "{}", error.advice());
}

#[test]
fn text_that_is_no_resource_id_is_refused() {
    let client = client(&Stub::default());
    for text in
        ["", "/", "subscriptions/s", "/subscriptions//x", "/subscriptions/s?x=1", "https://h/subscriptions/s"]
    {
        let error = client.resource(text).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{text}");
    }
}

#[tokio::test]
async fn other_tenant_shares_all_but_the_tenant() {
    let stub = Stub::default().always(200, EMPTY);
    let contoso = client(&stub);
    let fabrikam = contoso.for_tenant("fabrikam.com".parse().unwrap());
    fabrikam.subscriptions().list().items().try_collect().await.unwrap();
    assert_eq!(contoso.tenant(), None);
    assert_eq!(fabrikam.tenant().unwrap().as_str(), "fabrikam.com");
    assert_eq!(stub.requests().len(), 1);
}
