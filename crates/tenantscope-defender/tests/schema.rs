//! Holds the models against a description of the service: every type, every property, every known value.
//!
//! The description is a JSON file whose path stands in `TENANTSCOPE_DEFENDER_SCHEMA`; without it there is nothing
//! to compare with. Of each type one text is made that has all its properties, and read as the model: what the
//! model has no name for is a gap, and so is a known value that it reads as an unknown one.

use std::{collections::BTreeSet, fmt::Debug};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};
use tenantscope_core::Item;
use tenantscope_defender as model;

type Check = fn(&Value) -> Vec<String>;

/// Which model carries which type of the description.
const MODELS: &[(&str, Check)] = &[
    ("AdditionalData", gaps::<model::AdditionalData>),
    ("Alert", gaps::<model::Alert>),
    ("AlertEntity", gaps::<model::AlertEntity>),
    ("AlertProperties", gaps::<model::AlertProperties>),
    ("AlertPropertiesSupportingEvidence", gaps::<model::SupportingEvidence>),
    ("AlertSyncSettingProperties", gaps::<model::SettingProperties>),
    ("AlertSyncSettings", gaps::<model::Setting>),
    ("AssessmentLinks", gaps::<model::AssessmentLinks>),
    ("AssessmentStatusResponse", gaps::<model::AssessmentStatus>),
    ("AutoProvisioningSetting", gaps::<model::AutoProvisioningSetting>),
    ("AutoProvisioningSettingProperties", gaps::<model::AutoProvisioningSettingProperties>),
    ("AzureResourceDetails", gaps::<model::ResourceDetails>),
    ("AzureResourceIdentifier", gaps::<model::ResourceIdentifier>),
    ("AzureResourceLink", gaps::<model::AzureResourceLink>),
    ("CVE", gaps::<model::Cve>),
    ("CVSS", gaps::<model::Cvss>),
    ("CommonResourceDetails", gaps::<model::ResourceDetails>),
    ("ContainerRegistryVulnerabilityProperties", gaps::<model::ContainerRegistryVulnerability>),
    ("DataExportSettingProperties", gaps::<model::SettingProperties>),
    ("DataExportSettings", gaps::<model::Setting>),
    ("DescendantInfo", gaps::<model::Descendant>),
    ("DescendantInfoProperties", gaps::<model::DescendantProperties>),
    ("DescendantParentGroupInfo", gaps::<model::ParentGroup>),
    ("EntityInfo", gaps::<model::Entity>),
    ("EntityInfoProperties", gaps::<model::EntityProperties>),
    ("EntityParentGroupInfo", gaps::<model::ParentGroup>),
    ("ErrorDetails", gaps::<model::FacetErrorDetails>),
    ("Extension", gaps::<model::PricingExtension>),
    ("Facet", gaps::<model::Facet>),
    ("FacetError", gaps::<model::Facet>),
    ("FacetRequest", gaps::<model::FacetRequest>),
    ("FacetRequestOptions", gaps::<model::FacetRequestOptions>),
    ("FacetResult", gaps::<model::Facet>),
    ("GovernanceAssignment", gaps::<model::GovernanceAssignment>),
    ("GovernanceAssignmentAdditionalData", gaps::<model::GovernanceTicket>),
    ("GovernanceAssignmentProperties", gaps::<model::GovernanceAssignmentProperties>),
    ("GovernanceEmailNotification", gaps::<model::GovernanceEmailNotification>),
    ("GovernanceRule", gaps::<model::GovernanceRule>),
    ("GovernanceRuleEmailNotification", gaps::<model::GovernanceEmailNotification>),
    ("GovernanceRuleMetadata", gaps::<model::GovernanceRuleMetadata>),
    ("GovernanceRuleOwnerSource", gaps::<model::GovernanceRuleOwnerSource>),
    ("GovernanceRuleProperties", gaps::<model::GovernanceRuleProperties>),
    ("LogAnalyticsIdentifier", gaps::<model::ResourceIdentifier>),
    ("ManagedByTenant", gaps::<model::ManagedByTenant>),
    ("ManagementGroup", gaps::<model::ManagementGroup>),
    ("ManagementGroupChildInfo", gaps::<model::ManagementGroupChild>),
    ("ManagementGroupDetails", gaps::<model::ManagementGroupDetails>),
    ("ManagementGroupInfo", gaps::<model::ManagementGroupInfo>),
    ("ManagementGroupInfoProperties", gaps::<model::ManagementGroupInfoProperties>),
    ("ManagementGroupPathElement", gaps::<model::ManagementGroupPathElement>),
    ("ManagementGroupProperties", gaps::<model::ManagementGroupProperties>),
    ("NotificationsSource", gaps::<model::NotificationsSource>),
    ("NotificationsSourceAlert", gaps::<model::NotificationsSource>),
    ("NotificationsSourceAttackPath", gaps::<model::NotificationsSource>),
    ("OnPremiseResourceDetails", gaps::<model::ResourceDetails>),
    ("OnPremiseSqlResourceDetails", gaps::<model::ResourceDetails>),
    ("OperationStatus", gaps::<model::OperationStatus>),
    ("ParentGroupInfo", gaps::<model::ParentGroup>),
    ("Pricing", gaps::<model::Pricing>),
    ("PricingProperties", gaps::<model::PricingProperties>),
    ("QueryRequest", gaps::<model::QueryRequest>),
    ("QueryRequestOptions", gaps::<model::QueryRequestOptions>),
    ("QueryResponse", gaps::<model::QueryResponse>),
    ("RegulatoryComplianceAssessment", gaps::<model::RegulatoryComplianceAssessment>),
    ("RegulatoryComplianceAssessmentProperties", gaps::<model::RegulatoryComplianceAssessmentProperties>),
    ("RegulatoryComplianceControl", gaps::<model::RegulatoryComplianceControl>),
    ("RegulatoryComplianceControlProperties", gaps::<model::RegulatoryComplianceControlProperties>),
    ("RegulatoryComplianceStandard", gaps::<model::RegulatoryComplianceStandard>),
    ("RegulatoryComplianceStandardProperties", gaps::<model::RegulatoryComplianceStandardProperties>),
    ("RemediationEta", gaps::<model::RemediationEta>),
    ("ResourceIdentifier", gaps::<model::ResourceIdentifier>),
    ("ScoreDetails", gaps::<model::ScoreDetails>),
    ("SecureScoreControlDefinitionItem", gaps::<model::SecureScoreControlDefinition>),
    ("SecureScoreControlDefinitionItemProperties", gaps::<model::SecureScoreControlDefinitionProperties>),
    ("SecureScoreControlDefinitionSource", gaps::<model::SecureScoreControlDefinitionSource>),
    ("SecureScoreControlDetails", gaps::<model::SecureScoreControl>),
    ("SecureScoreControlScoreDetails", gaps::<model::SecureScoreControlProperties>),
    ("SecureScoreItem", gaps::<model::SubscriptionSecureScore>),
    ("SecureScoreItemProperties", gaps::<model::SecureScoreProperties>),
    ("SecurityAssessmentMetadataPartnerData", gaps::<model::AssessmentPartner>),
    ("SecurityAssessmentMetadataProperties", gaps::<model::AssessmentMetadataProperties>),
    ("SecurityAssessmentMetadataPropertiesResponse", gaps::<model::AssessmentMetadataProperties>),
    ("SecurityAssessmentMetadataPropertiesResponsePublishDates", gaps::<model::PublishDates>),
    ("SecurityAssessmentMetadataResponse", gaps::<model::AssessmentMetadata>),
    ("SecurityAssessmentPartnerData", gaps::<model::AssessmentPartner>),
    ("SecurityAssessmentPropertiesBaseRisk", gaps::<model::AssessmentRisk>),
    ("SecurityAssessmentPropertiesBaseRiskPathsItem", gaps::<model::RiskPath>),
    ("SecurityAssessmentPropertiesBaseRiskPathsItemEdgeItem", gaps::<model::RiskPathEdge>),
    ("SecurityAssessmentPropertiesBaseRiskPathsItemNodesItem", gaps::<model::RiskPathNode>),
    ("SecurityAssessmentPropertiesResponse", gaps::<model::AssessmentProperties>),
    ("SecurityAssessmentResponse", gaps::<model::Assessment>),
    ("SecurityContact", gaps::<model::SecurityContact>),
    ("SecurityContactProperties", gaps::<model::SecurityContactProperties>),
    ("SecurityContactPropertiesNotificationsByRole", gaps::<model::NotificationsByRole>),
    ("SecuritySubAssessment", gaps::<model::SubAssessment>),
    ("SecuritySubAssessmentProperties", gaps::<model::SubAssessmentProperties>),
    ("ServerVulnerabilityProperties", gaps::<model::ServerVulnerability>),
    ("Setting", gaps::<model::Setting>),
    ("SqlServerVulnerabilityProperties", gaps::<model::SqlServerVulnerability>),
    ("SubAssessmentStatus", gaps::<model::SubAssessmentStatus>),
    ("Subscription", gaps::<model::Subscription>),
    ("SubscriptionPolicies", gaps::<model::SubscriptionPolicies>),
    ("SystemData", gaps::<model::SystemData>),
    ("TenantIdDescription", gaps::<model::Tenant>),
    ("VendorReference", gaps::<model::VendorReference>),
];

/// Types that no model carries, and what carries them instead.
const NOT_MODELS: &[(&str, &str)] = &[
    ("CloudError", "an error's body: its parts are those of `Error`"),
    (
        "CloudErrorBody",
        "an error's body: code, message, and the facts `target`, `details` and `additional_info`",
    ),
    ("ErrorAdditionalInfo", "a part of the fact `additional_info`"),
    ("Error", "Resource Graph's error body: as CloudErrorBody"),
    ("ErrorResponse", "Resource Graph's error: as CloudError"),
];

/// Known values that the description lists for a property that can't have them: one list serves two properties.
const FOREIGN_VALUES: &[(&str, &[&str])] = &[
    ("RegulatoryComplianceAssessmentProperties.state", &["On", "Off"]),
    ("RegulatoryComplianceControlProperties.state", &["On", "Off"]),
    ("RegulatoryComplianceStandardProperties.state", &["On", "Off"]),
    ("SecurityContactPropertiesNotificationsByRole.state", &["Passed", "Failed", "Skipped", "Unsupported"]),
];

#[test]
#[allow(clippy::print_stdout)] // a test that is left out says so
fn every_type_property_and_known_value_has_its_place() {
    let Some(schema) = schema() else {
        println!("skipped: TENANTSCOPE_DEFENDER_SCHEMA names no file");
        return;
    };
    let mut missing = Vec::new();
    for (name, described) in &schema {
        if name == "_meta" {
            continue;
        }
        if NOT_MODELS.iter().any(|(known, _)| known == name) {
            continue;
        }
        if let Some(item) = item_of_list(described) {
            if !MODELS.iter().any(|(known, _)| *known == item) {
                missing.push(format!("{name}: no model for its items, {item}"));
            }
            continue;
        }
        let Some((_, check)) = MODELS.iter().find(|(known, _)| known == name) else {
            missing.push(format!("{name}: no model"));
            continue;
        };
        let samples = Samples { schema: &schema };
        for round in 0..samples.rounds(name) {
            for gap in check(&samples.of(name, round, 0)) {
                missing.push(format!("{name}: {gap}"));
            }
        }
    }
    missing.dedup();
    assert!(missing.is_empty(), "{} gaps:\n{}", missing.len(), missing.join("\n"));
}

#[test]
#[allow(clippy::print_stdout)] // a test that is left out says so
fn every_model_is_of_a_type_that_is_described() {
    let Some(schema) = schema() else {
        println!("skipped: TENANTSCOPE_DEFENDER_SCHEMA names no file");
        return;
    };
    let names = MODELS.iter().map(|(name, _)| name).chain(NOT_MODELS.iter().map(|(name, _)| name));
    let unknown: Vec<_> = names.filter(|name| !schema.contains_key(**name)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
#[allow(clippy::print_stdout)] // a test that is left out says so
fn every_described_member_of_resource_details_has_a_name() {
    let Some(schema) = schema() else {
        println!("skipped: TENANTSCOPE_DEFENDER_SCHEMA names no file");
        return;
    };
    let types = [
        "CommonResourceDetails",
        "AzureResourceDetails",
        "OnPremiseResourceDetails",
        "OnPremiseSqlResourceDetails",
    ];
    let described: BTreeSet<&String> =
        types.iter().flat_map(|name| schema[*name]["properties"].as_object().unwrap().keys()).collect();
    for name in described {
        for spelled in [name.clone(), capitalized(name)] {
            let details: model::ResourceDetails = serde_json::from_value(json!({spelled: "x"})).unwrap();
            let found = [
                details.source().map(|source| source.to_string()),
                details.id().map(str::to_owned),
                details.connector_id().map(str::to_owned),
                details.native_resource_id().map(str::to_owned),
                details.resource_name().map(str::to_owned),
                details.resource_type().map(str::to_owned),
                details.resource_provider().map(str::to_owned),
                details.workspace_id().map(str::to_owned),
                details.vmuuid().map(str::to_owned),
                details.source_computer_id().map(str::to_owned),
                details.machine_name().map(str::to_owned),
                details.server_name().map(str::to_owned),
                details.database_name().map(str::to_owned),
            ];
            assert_eq!(found.iter().flatten().count(), 1, "{name}");
        }
    }
}

fn schema() -> Option<Map<String, Value>> {
    let path = std::env::var_os("TENANTSCOPE_DEFENDER_SCHEMA")?;
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Some(serde_json::from_slice(&text).expect("the description is a JSON object"))
}

/// The type of the items, if this is a page of a list: an object with `value` and perhaps `nextLink`.
fn item_of_list(described: &Value) -> Option<&str> {
    let properties = described["properties"].as_object()?;
    let only_a_list = properties.keys().all(|name| name == "value" || name == "nextLink");
    let item = properties.get("value")?["items"]["ref"].as_str()?;
    only_a_list.then_some(item)
}

/// What a model has no name for, reads as unknown, or writes otherwise.
fn gaps<T: DeserializeOwned + Serialize + Debug>(sample: &Value) -> Vec<String> {
    let item: Item<T> = match Item::from_json(sample.to_string()) {
        Ok(item) => item,
        Err(error) => return vec![format!("{error} in {sample}")],
    };
    let mut gaps: Vec<String> =
        item.extra().into_iter().map(|(name, value)| format!("no name for {name}: {value}")).collect();
    let shown = format!("{:?}", *item);
    if let Some(at) = shown.find("Unknown(") {
        gaps.push(format!("no name for the value {}", shown[at..].chars().take(60).collect::<String>()));
    }
    let written = serde_json::to_value(&*item).expect("a model can be written as JSON");
    if alike(&written) != alike(sample) {
        gaps.push(format!("written as {written} instead of {sample}"));
    }
    gaps
}

/// With all numbers as fractions, since 3 and 3.0 are the same.
fn alike(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(all) => all.iter().map(alike).collect(),
        Value::Object(all) => {
            Value::Object(all.iter().map(|(name, value)| (name.clone(), alike(value))).collect())
        }
        other => other.clone(),
    }
}

fn capitalized(name: &str) -> String {
    name[..1].to_uppercase() + &name[1..]
}

struct Samples<'a> {
    schema: &'a Map<String, Value>,
}

impl Samples<'_> {
    fn properties(&self, name: &str) -> &Map<String, Value> {
        self.schema[name]["properties"].as_object().expect("a type has properties")
    }

    /// As many samples as the longest list of known values of the type's own properties takes.
    fn rounds(&self, name: &str) -> usize {
        let properties = self.properties(name);
        properties
            .iter()
            .map(|(property, described)| {
                self.values(&format!("{name}.{property}"), described)
                    .len()
                    .max(self.values(&format!("{name}.{property}"), &described["items"]).len())
            })
            .max()
            .unwrap_or(0)
            .max(1)
    }

    /// A value of a type with all its properties, with the known value number `round` wherever there are any.
    fn of(&self, name: &str, round: usize, depth: usize) -> Value {
        let properties = self.properties(name);
        let mut sample = Map::new();
        for (property, described) in properties {
            let full = format!("{name}.{property}");
            // a tree of the same type ends somewhere
            let repeats = described["items"]["ref"] == name || described["ref"] == name;
            if repeats && depth > 1 {
                continue;
            }
            sample.insert(property.clone(), self.value(&full, property, described, round, depth));
        }
        Value::Object(sample)
    }

    fn value(&self, full: &str, property: &str, described: &Value, round: usize, depth: usize) -> Value {
        if full == "Setting.properties" {
            // what the variants have
            return json!({"enabled": true});
        }
        if let Some(name) = described["ref"].as_str() {
            return self.of(name, round, depth + 1);
        }
        if let Some(constant) = described.get("const") {
            return constant.clone();
        }
        let values = self.values(full, described);
        if !values.is_empty() {
            return values[round % values.len()].into();
        }
        match described["type"].as_str().unwrap_or_default() {
            "string" if matches!(property, "tenantId" | "subscriptionId" | "subscriptions") => {
                "0000000a-0000-0000-0000-000000000001".into()
            }
            "date-time" => "2026-01-02T03:04:05.1234567Z".into(),
            "duration" => "P29DT5H".into(),
            "bool" => true.into(),
            "int32" | "int64" => 3.into(),
            "double" => 3.5.into(),
            "array" => json!([self.value(full, property, &described["items"], round, depth)]),
            "map" => json!({"key": self.value(full, "key", &described["values"], round, depth)}),
            "any" => json!({"any": [1, "two"]}),
            "string" => format!("a {property}").into(),
            other => panic!("{full}: the type {other} is new to this test"),
        }
    }

    /// The known values of a property, without those that it can't have.
    fn values<'a>(&'a self, full: &str, described: &'a Value) -> Vec<&'a str> {
        if described["discriminator"] == true && described.get("const").is_none() {
            let variants = full.split('.').next().and_then(|name| self.schema[name]["variants"].as_object());
            return variants.into_iter().flat_map(Map::keys).map(String::as_str).collect();
        }
        let foreign =
            FOREIGN_VALUES.iter().find(|(name, _)| *name == full).map_or(&[][..], |(_, values)| values);
        let known = described["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
        known.filter(|value| !foreign.contains(value)).collect()
    }
}
