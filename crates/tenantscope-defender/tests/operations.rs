//! Every operation against the emulator, with its role and without.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used)] // helpers of tests are tests too

mod common;

use std::{collections::BTreeSet, pin::Pin};

use serde::{Serialize, de::DeserializeOwned};
use tenantscope_core::{Error, ErrorKind, Item, Result};
use tenantscope_defender::{
    Alert, AlertStatus, Assessment, AssessmentKey, AssessmentStatusCode, ComplianceState, DefenderClient,
    List, ManagementGroupChildType, OnOff, PricingTier, ResourceSource, SubAssessment, SubscriptionHandle,
};
use tenantscope_emulator::{AzureRole, Emulator, Tenant};

use common::{assert_known, client, id};

/// The first subscription of a fresh emulator.
struct Story {
    emulator: Emulator,
    tenant: Tenant,
    client: DefenderClient,
    one: SubscriptionHandle,
}

impl Story {
    async fn begin() -> Self {
        let emulator = Emulator::start().await.unwrap();
        let tenant = emulator.tenant();
        let client = client(&tenant);
        let one = client.subscription(id(&tenant.expected().subscriptions[0]));
        Self { emulator, tenant, client, one }
    }
}

/// Everything in a list, of which nothing is unknown.
async fn all<T: DeserializeOwned + Serialize + Send + 'static>(list: List<T>) -> Vec<Item<T>> {
    let items = list.items().try_collect().await.unwrap();
    items.iter().for_each(assert_known);
    items
}

/// Names that some operations need.
struct Names {
    resource: String,
    recommendation: AssessmentKey,
    vulnerable: AssessmentKey,
    vulnerable_resource: String,
    vulnerability: String,
    location: String,
    alert: String,
    standard: String,
    control: String,
    compliance: String,
}

impl Names {
    async fn of(one: &SubscriptionHandle, client: &DefenderClient) -> Self {
        let assessments = all(one.assessments().list()).await;
        let vulnerabilities = all(one.sub_assessments().list()).await;
        let alerts = all(one.alerts().list()).await;
        let standards = one.regulatory_compliance_standards();
        let standard = all(standards.list()).await[0].name.clone().unwrap();
        let controls = standards.controls(&standard);
        let control = all(controls.list()).await[0].name.clone().unwrap();
        let compliance = all(controls.assessments(&control).list()).await[0].name.clone().unwrap();
        // `{resource}/providers/Microsoft.Security/assessments/{key}/subassessments/{name}`
        let full = vulnerabilities[0].id.clone().unwrap();
        let parent = full.rsplitn(3, '/').last().unwrap();
        let (resource, key) = parent.split_once("/providers/Microsoft.Security/assessments/").unwrap();
        client.resource(resource).unwrap();
        Self {
            resource: assessments[0].resource_id().unwrap().to_owned(),
            recommendation: assessments[0].key().unwrap(),
            vulnerable: key.into(),
            vulnerable_resource: resource.to_owned(),
            vulnerability: vulnerabilities[0].name.clone().unwrap(),
            location: alerts[0].location().unwrap().to_owned(),
            alert: alerts[0].name.clone().unwrap(),
            standard,
            control,
            compliance,
        }
    }
}

type Asked = Pin<Box<dyn Future<Output = Result<()>>>>;

/// What reads something of one subscription, each operation under its name.
#[allow(clippy::too_many_lines)] // one line for each operation
fn operations(
    client: &DefenderClient,
    one: &SubscriptionHandle,
    names: &Names,
) -> Vec<(&'static str, Asked)> {
    fn listed<T: DeserializeOwned + Send + 'static>(list: List<T>) -> Asked {
        Box::pin(async move { list.items().try_collect().await.map(drop) })
    }
    fn got<T: 'static>(get: impl IntoFuture<Output = Result<T>> + 'static) -> Asked {
        Box::pin(async move { get.await.map(drop) })
    }
    macro_rules! get {
        ($handle:expr, $name:expr) => {{
            let (handle, name) = ($handle, $name.to_owned());
            Box::pin(async move { handle.get(&name).await.map(drop) }) as Asked
        }};
    }
    let resource = client.resource(&names.resource).unwrap();
    let vulnerable = client.resource(&names.vulnerable_resource).unwrap();
    let standards = one.regulatory_compliance_standards();
    let controls = standards.controls(&names.standard);
    let compliance = controls.assessments(&names.control);
    let metadata = one.assessment_metadata();
    let key = names.recommendation.clone();
    vec![
        ("list secure scores", listed(one.secure_scores().list())),
        ("get secure score", get!(one.secure_scores(), "ascScore")),
        ("list controls", listed(one.secure_score_controls().list().expand_definition())),
        ("list controls of a score", listed(one.secure_score_controls().list_by_score("ascScore"))),
        ("list control definitions", listed(one.secure_score_control_definitions().list())),
        ("list assessments", listed(one.assessments().list())),
        ("list assessments of a resource", listed(resource.assessments().list())),
        ("get assessment", got(resource.assessments().get(&names.recommendation))),
        ("list assessment metadata", listed(one.assessment_metadata().list())),
        ("get assessment metadata", Box::pin(async move { metadata.get(&key).await.map(drop) })),
        ("list sub-assessments", listed(one.sub_assessments().list())),
        (
            "list sub-assessments of an assessment",
            listed(vulnerable.assessments().sub_assessments(&names.vulnerable).list()),
        ),
        (
            "get sub-assessment",
            get!(vulnerable.assessments().sub_assessments(&names.vulnerable), names.vulnerability),
        ),
        ("list standards", listed(standards.list())),
        ("get standard", get!(standards, names.standard)),
        ("list compliance controls", listed(controls.list())),
        ("get compliance control", get!(controls, names.control)),
        ("list compliance assessments", listed(compliance.list())),
        ("get compliance assessment", get!(compliance, names.compliance)),
        ("list alerts", listed(one.alerts().list())),
        ("list alerts of a region", listed(one.alerts().in_location(&names.location).list())),
        ("get alert", get!(one.alerts().in_location(&names.location), names.alert)),
        ("list plans", listed(one.pricings().list())),
        ("get plan", get!(one.pricings(), "VirtualMachines")),
        ("list auto-provisioning settings", listed(one.auto_provisioning_settings().list())),
        ("get auto-provisioning setting", get!(one.auto_provisioning_settings(), "default")),
        ("list security contacts", listed(one.security_contacts().list())),
        ("get security contact", get!(one.security_contacts(), "default")),
        ("list settings", listed(one.settings().list())),
        ("get setting", get!(one.settings(), "MCAS")),
    ]
}

#[track_caller]
fn assert_denied(error: &Error, role: &str, place: &str, operation: &str) {
    assert_eq!(error.kind(), ErrorKind::PermissionDenied, "{operation}: {error}");
    let advice = error.advice();
    assert!(advice.contains(role) && advice.contains(place), "{operation}: {advice}");
    assert!(error.fact("action").is_some_and(|action| action.starts_with("Microsoft.")), "{operation}");
    assert!(error.fact("scope").is_some_and(|scope| scope.contains(place)), "{operation}");
}

#[tokio::test]
async fn every_operation_works_with_its_role_and_names_it_without() {
    let story = Story::begin().await;
    let names = Names::of(&story.one, &story.client).await;
    let known = operations(&story.client, &story.one, &names);
    assert_eq!(known.len(), 30);
    for (operation, asked) in known {
        asked.await.unwrap_or_else(|error| panic!("{operation}: {error}\n{}", error.advice()));
    }
    story.tenant.deny_subscription(story.one.id().as_str());
    let place = format!("/subscriptions/{}", story.one.id());
    for (operation, asked) in operations(&story.client, &story.one, &names) {
        story.emulator.journal().clear();
        assert_denied(&asked.await.expect_err(operation), "Security Reader", &place, operation);
        assert_eq!(story.emulator.journal().entries().len(), 1, "{operation}: a refusal isn't asked again");
    }
}

#[tokio::test]
async fn every_operation_says_not_onboarded_alike() {
    let story = Story::begin().await;
    let names = Names::of(&story.one, &story.client).await;
    for how in [
        tenantscope_emulator::NotRegistered::NotFound,
        tenantscope_emulator::NotRegistered::Unauthorized,
        tenantscope_emulator::NotRegistered::BadRequest,
        tenantscope_emulator::NotRegistered::Conflict,
    ] {
        let standing = tenantscope_emulator::Standing::NotRegistered(how);
        story.tenant.set_standing(story.one.id().as_str(), standing);
        for (operation, asked) in operations(&story.client, &story.one, &names) {
            let error = asked.await.expect_err(operation);
            assert_eq!(error.kind(), ErrorKind::NotOnboarded, "{operation}, {how:?}: {error}");
        }
    }
}

#[tokio::test]
async fn controls_recommendations_and_resources_join_by_key() {
    let story = Story::begin().await;
    let controls = all(story.one.secure_score_controls().list().expand_definition()).await;
    let metadata = all(story.one.assessment_metadata().list()).await;
    let same = all(story.client.assessment_metadata().list()).await;
    assert_eq!(metadata.len(), same.len());
    let known: BTreeSet<AssessmentKey> = metadata.iter().filter_map(|one| one.key()).collect();
    let assessments = all(story.one.assessments().list()).await;
    for assessment in &assessments {
        assert!(known.contains(&assessment.key().unwrap()));
    }
    let mut of_a_control = 0;
    for control in &controls {
        let definition = control.properties.definition.as_ref().unwrap();
        for key in definition.assessment_keys() {
            assert!(known.contains(&key), "{key} of {:?}", control.properties.display_name);
            of_a_control +=
                assessments.iter().filter(|assessment| assessment.key().as_ref() == Some(&key)).count();
        }
    }
    assert_eq!(of_a_control, assessments.len(), "each belongs to one control");
    let codes: BTreeSet<&str> = assessments
        .iter()
        .filter_map(|assessment| assessment.status_code().map(AssessmentStatusCode::as_str))
        .collect();
    assert!(codes.contains("Healthy") && codes.contains("Unhealthy"), "{codes:?}");
    let one = &metadata[0].key().unwrap();
    let got = story.client.assessment_metadata().get(one).await.unwrap();
    assert_eq!(got.key().as_ref(), Some(one));
}

#[tokio::test]
async fn resources_of_every_cloud_are_found_again_by_their_id() {
    let story = Story::begin().await;
    let assessments = all(story.one.assessments().list()).await;
    let mut sources = BTreeSet::new();
    for assessment in &assessments {
        let details = assessment.properties.resource_details.as_ref().unwrap();
        let source = details.source().unwrap();
        assert!(!matches!(source, ResourceSource::Unknown(_)), "{source:?}");
        if !sources.insert(source.as_str().to_owned()) {
            continue;
        }
        let resource = story.client.resource(assessment.resource_id().unwrap()).unwrap();
        let key = assessment.key().unwrap();
        let mut again: Item<Assessment> = resource.assessments().get(&key).expand_metadata().await.unwrap();
        assert_known(&again);
        assert!(again.properties.metadata.as_ref().unwrap().severity.is_some());
        assert_eq!(again.id, assessment.id);
        again = resource.assessments().get(&key).expand_links().await.unwrap();
        assert!(again.properties.links.as_ref().unwrap().portal().is_some());
        let of_resource = all(resource.assessments().list()).await;
        assert!(of_resource.iter().any(|one| one.id == assessment.id));
        assert!(of_resource.len() < assessments.len());
    }
    assert!(sources.len() > 1, "{sources:?}");
}

#[tokio::test]
async fn vulnerabilities_are_told_apart_by_what_they_are_about() {
    let story = Story::begin().await;
    let found: Vec<Item<SubAssessment>> = all(story.one.sub_assessments().list()).await;
    assert!(!found.is_empty());
    for vulnerability in &found {
        let data = vulnerability.properties.additional_data.as_ref().unwrap();
        assert!(data.assessed_resource_type().is_some());
        let details = vulnerability.properties.resource_details.as_ref().unwrap();
        assert_eq!(details.source(), Some(ResourceSource::Azure), "in small letters here");
        assert!(details.id().is_some(), "with a capital here");
    }
}

#[tokio::test]
async fn compliance_adds_up_and_filters() {
    let story = Story::begin().await;
    let standards = story.one.regulatory_compliance_standards();
    for standard in all(standards.list()).await {
        let name = standard.name.clone().unwrap();
        let controls = standards.controls(&name);
        let listed = all(controls.list()).await;
        let failed =
            listed.iter().filter(|control| control.properties.state == Some(ComplianceState::Failed)).count();
        assert_eq!(standard.properties.failed_controls, i64::try_from(failed).ok(), "{name}");
        let filtered = all(controls.list().filter("properties/state eq 'Failed'")).await;
        assert_eq!(filtered.len(), failed, "{name}");
        for control in &listed {
            let assessments = all(controls.assessments(control.name.as_deref().unwrap()).list()).await;
            let state = |wanted: &ComplianceState| {
                assessments.iter().filter(|one| one.properties.state.as_ref() == Some(wanted)).count()
            };
            let properties = &control.properties;
            assert_eq!(properties.passed_assessments, i64::try_from(state(&ComplianceState::Passed)).ok());
            assert_eq!(properties.failed_assessments, i64::try_from(state(&ComplianceState::Failed)).ok());
        }
    }
}

#[tokio::test]
async fn alert_is_read_anywhere_and_changed_where_it_is_kept() {
    let story = Story::begin().await;
    let alerts: Vec<Item<Alert>> = all(story.one.alerts().list()).await;
    let alert = &alerts[0];
    let (name, location) = (alert.name.clone().unwrap(), alert.location().unwrap().to_owned());
    let group = alert.resource_group().unwrap();
    for list in [
        story.one.alerts().in_location(&location).list(),
        story.one.alerts().in_resource_group(group).list(),
        story.one.alerts().in_resource_group(group).in_location(&location).list(),
    ] {
        assert!(all(list).await.iter().any(|one| one.name == alert.name));
    }
    let here = story.one.alerts().in_location(&location);
    let error = here.update_status(&name, &AlertStatus::Dismissed).await.unwrap_err();
    let place = format!("/subscriptions/{}", story.one.id());
    assert_denied(&error, "Security Admin", &place, "update status");
    story.tenant.set_azure_role(AzureRole::SecurityAdmin);
    for status in
        [AlertStatus::InProgress, AlertStatus::Dismissed, AlertStatus::Active, AlertStatus::Resolved]
    {
        here.update_status(&name, &status).await.unwrap();
        assert_eq!(here.get(&name).await.unwrap().properties.status, Some(status));
    }
    let error = here.get("none").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn plans_contacts_and_settings_say_what_is_switched_on() {
    let story = Story::begin().await;
    let plans = all(story.one.pricings().list()).await;
    for plan in &plans {
        let standard = plan.properties.pricing_tier == Some(PricingTier::Standard);
        assert_eq!(plan.is_enabled(), standard, "{:?}", plan.name);
    }
    let two = all(story.one.pricings().list().plans(&["VirtualMachines", "Arm"])).await;
    assert_eq!(two.len(), 2);
    let contact = story.one.security_contacts().get("default").await.unwrap();
    assert_eq!(contact.email_addresses().count(), 2);
    let setting = story.one.auto_provisioning_settings().get("default").await.unwrap();
    assert_eq!(setting.properties.auto_provision, Some(OnOff::On));
    assert!(all(story.one.settings().list()).await.len() > 1);
}

#[tokio::test]
async fn management_groups_lead_to_every_subscription() {
    let story = Story::begin().await;
    let expected: BTreeSet<String> =
        story.tenant.expected().subscriptions.iter().map(|one| one.id.clone()).collect();
    let groups = all(story.client.management_groups().list()).await;
    assert!(groups.len() > 1);
    let root = story.client.management_group(story.tenant.id().as_str());
    let whole = root.get().expand_children_recursively().await.unwrap();
    assert_known(&whole);
    let ids = |ids: Vec<tenantscope_core::SubscriptionId>| -> BTreeSet<String> {
        ids.iter().map(ToString::to_string).collect()
    };
    assert_eq!(ids(whole.subscription_ids()), expected);
    let right_below = root.get().expand_children().await.unwrap();
    assert!(right_below.subscription_ids().len() < expected.len());
    assert!(
        right_below
            .properties
            .children
            .iter()
            .any(|child| { child.child_type == Some(ManagementGroupChildType::ManagementGroup) })
    );
    let descendants = all(root.descendants()).await;
    let found: Vec<_> = descendants.iter().filter_map(|one| one.subscription_id()).collect();
    assert_eq!(ids(found), expected);
    let entities = all(story.client.management_groups().entities()).await;
    assert!(entities.len() >= expected.len() + groups.len());
    assert!(!all(root.assessments().list()).await.is_empty());

    let error = story.client.management_group("nowhere").get().await.unwrap_err();
    let place = "/providers/Microsoft.Management/managementGroups/nowhere";
    assert_denied(&error, "Management Group Reader", place, "get management group");
}

#[tokio::test]
async fn tenant_and_subscriptions_tell_who_they_are() {
    let story = Story::begin().await;
    let tenants = all(story.client.tenants().list()).await;
    assert_eq!(tenants.len(), 1);
    assert_eq!(tenants[0].tenant_id.as_ref().map(ToString::to_string), Some(story.tenant.id().to_string()));
    let listed = all(story.client.subscriptions().list()).await;
    let expected = story.tenant.expected().subscriptions;
    assert_eq!(listed.len(), expected.len());
    let got = story.client.subscriptions().get(&id(&expected[0])).await.unwrap();
    assert_known(&got);
    assert_eq!(got.display_name.as_deref(), Some(expected[0].name.as_str()));
    assert!(got.is_active());

    story.tenant.hide_subscription(&expected[0].id);
    let error = story.client.subscriptions().get(&id(&expected[0])).await.unwrap_err();
    let place = format!("/subscriptions/{}", expected[0].id);
    assert_denied(&error, "Security Reader", &place, "get subscription");
}
