//! Sub-assessments: the single findings below a recommendation, such as one vulnerability of one image.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
#[cfg(feature = "client")]
use tenantscope_core::{Item, Operation, Result};
use tenantscope_core::{Timestamp, lenient};

use crate::{
    AssessmentStatusCode, Resource, ResourceDetails, Severity, open_object::open_object,
    resource::null_as_default,
};
#[cfg(feature = "client")]
use crate::{List, scope::Scope, version};

/// One finding below a recommendation.
///
/// Microsoft is replacing recommendations with sub-assessments by single recommendations. While both are
/// there, the former count for the score and the latter are previews.
pub type SubAssessment = Resource<SubAssessmentProperties>;

/// What a finding says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubAssessmentProperties {
    /// The finding's id within its scanner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The finding in a few words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Whether it is open, and how bad.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<SubAssessmentStatus>,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remediation: Option<String>,
    /// What it leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
    /// What kind of finding it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The finding at length.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When it was found.
    #[serde(default, with = "lenient::instant", skip_serializing_if = "Option::is_none")]
    pub time_generated: Option<Timestamp>,
    /// What was assessed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_details: Option<ResourceDetails>,
    /// What only this kind of finding has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_data: Option<AdditionalData>,
}

/// Whether a finding is open, and how bad.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubAssessmentStatus {
    /// Whether the resource is free of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<AssessmentStatusCode>,
    /// Why, in one word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// Why, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How bad it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
}

open_object! {
    /// What only one kind of finding has. The kinds are an open set, so every member is kept as it came, and
    /// [`details`](Self::details) reads those of the kinds that are known.
    AdditionalData
}

impl AdditionalData {
    /// The kind of finding: `SqlServerVulnerability`, `ContainerRegistryVulnerability`,
    /// `ServerVulnerabilityAssessment`, `GeneralVulnerability`, …
    pub fn assessed_resource_type(&self) -> Option<&str> {
        self.text("assessedResourceType")
    }

    /// The members of the kinds that are documented.
    pub fn details(&self) -> AssessedDetails {
        fn read<T: serde::de::DeserializeOwned>(data: &AdditionalData) -> Option<T> {
            serde_json::from_value(Value::Object(data.0.clone())).ok()
        }
        let kind = self.assessed_resource_type().unwrap_or_default().to_ascii_lowercase();
        let details = match kind.as_str() {
            "sqlservervulnerability" => read(self).map(AssessedDetails::SqlServer),
            "containerregistryvulnerability" => read(self).map(AssessedDetails::ContainerRegistry),
            "servervulnerabilityassessment" | "servervulnerability" => {
                read(self).map(AssessedDetails::Server)
            }
            _ => None,
        };
        details.unwrap_or(AssessedDetails::Other)
    }
}

/// What [`AdditionalData`] holds, by the kind of finding.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum AssessedDetails {
    /// A rule that a database doesn't meet.
    SqlServer(SqlServerVulnerability),
    /// A vulnerability of an image in a registry.
    ContainerRegistry(Box<ContainerRegistryVulnerability>),
    /// A vulnerability of a machine.
    Server(Box<ServerVulnerability>),
    /// Another kind, or one of these in another form. See [`AdditionalData::members`].
    Other,
}

/// A rule that a database doesn't meet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SqlServerVulnerability {
    /// `SqlServerVulnerability`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assessed_resource_type: Option<String>,
    /// What kind of rule: `Vulnerability`, …
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub vulnerability_type: Option<String>,
    /// The query that found it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
}

/// A vulnerability of an image in a registry.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ContainerRegistryVulnerability {
    /// `ContainerRegistryVulnerability`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assessed_resource_type: Option<String>,
    /// What kind of vulnerability.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub vulnerability_type: Option<String>,
    /// The scores by version of CVSS: `2.0`, `3.0`.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "BTreeMap::is_empty")]
    pub cvss: BTreeMap<String, Cvss>,
    /// Whether there is a patch.
    #[serde(default, with = "lenient::boolean", skip_serializing_if = "Option::is_none")]
    pub patchable: Option<bool>,
    /// Its entries in the list of common vulnerabilities.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub cve: Vec<Cve>,
    /// When it was published.
    #[serde(default, with = "lenient::instant", skip_serializing_if = "Option::is_none")]
    pub published_time: Option<Timestamp>,
    /// What the vendor says.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub vendor_references: Vec<VendorReference>,
    /// The repository of the image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// The digest of the image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_digest: Option<String>,
}

/// A vulnerability of a machine.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ServerVulnerability {
    /// `ServerVulnerabilityAssessment`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assessed_resource_type: Option<String>,
    /// What kind of vulnerability.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub vulnerability_type: Option<String>,
    /// The scores by version of CVSS: `2.0`, `3.0`.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "BTreeMap::is_empty")]
    pub cvss: BTreeMap<String, Cvss>,
    /// Whether there is a patch.
    #[serde(default, with = "lenient::boolean", skip_serializing_if = "Option::is_none")]
    pub patchable: Option<bool>,
    /// Its entries in the list of common vulnerabilities.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub cve: Vec<Cve>,
    /// What it threatens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threat: Option<String>,
    /// When it was published.
    #[serde(default, with = "lenient::instant", skip_serializing_if = "Option::is_none")]
    pub published_time: Option<Timestamp>,
    /// What the vendor says.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub vendor_references: Vec<VendorReference>,
}

/// An entry in the list of common vulnerabilities.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Cve {
    /// The entry's name: `CVE-2026-0001`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where to read about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// A score of the Common Vulnerability Scoring System.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Cvss {
    /// The base score, from 0 to 10.
    #[serde(default, with = "lenient::number", skip_serializing_if = "Option::is_none")]
    pub base: Option<f64>,
}

/// What a vendor says of a vulnerability.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct VendorReference {
    /// The text's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where to read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// The findings of a scope, or those below one recommendation.
#[cfg(feature = "client")]
#[derive(Clone, Debug)]
pub struct SubAssessments(Scope);

#[cfg(feature = "client")]
impl SubAssessments {
    pub(crate) fn new(above: Scope) -> Self {
        Self(above)
    }

    /// All findings.
    ///
    /// Role: Security Reader on the scope. Limits: Azure Resource Manager's reads per subscription.
    ///
    /// # Errors
    ///
    /// [`NotOnboarded`](tenantscope_core::ErrorKind::NotOnboarded) if Microsoft.Security isn't registered;
    /// [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) without the role;
    /// [`NotFound`](tenantscope_core::ErrorKind::NotFound) if there is no such scope or recommendation.
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/sub-assessments/list-all>
    pub fn list(&self) -> List<SubAssessment> {
        self.0.list(&LIST, version::SUB_ASSESSMENTS, &["subAssessments"])
    }

    /// One finding. It has to be asked for below its recommendation.
    ///
    /// Role: Security Reader on the scope.
    ///
    /// # Errors
    ///
    /// [`NotFound`](tenantscope_core::ErrorKind::NotFound) if there is none; otherwise as
    /// [`list`](Self::list).
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/sub-assessments/get>
    pub async fn get(&self, name: &str) -> Result<Item<SubAssessment>> {
        self.0.get(&GET, version::SUB_ASSESSMENTS, &["subAssessments", name]).await
    }
}

#[cfg(feature = "client")]
static LIST: Operation = Operation::new("list sub-assessments").permissions(crate::error::READERS);
#[cfg(feature = "client")]
static GET: Operation = Operation::new("get sub-assessment").permissions(crate::error::READERS);

#[cfg(test)]
mod tests {
    use tenantscope_core::Item;

    use super::*;

    fn finding(additional_data: &str) -> Item<SubAssessment> {
        Item::from_json(format!(
            r#"{{"id":"/subscriptions/s/providers/Microsoft.Security/assessments/a/subassessments/b","name":"b","properties":{{"id":"17","status":{{"code":"Unhealthy","severity":"High"}},"timeGenerated":"2026-01-02T03:04:05.1234567Z","resourceDetails":{{"source":"Azure","id":"/x","ResourceName":"n"}},"additionalData":{additional_data}}}}}"#
        ))
        .unwrap()
    }

    fn details(additional_data: &str) -> AssessedDetails {
        finding(additional_data).properties.additional_data.as_ref().unwrap().details()
    }

    #[test]
    fn known_kinds_are_read() {
        let image = r#"{"assessedResourceType":"ContainerRegistryVulnerability","cvss":{"3.0":{"base":10}},"cve":[{"title":"CVE-2026-0001","link":"https://x"}],"patchable":true,"publishedTime":"2026-01-02T03:04:05Z","repositoryName":"r","imageDigest":"sha256:0","vendorReferences":null}"#;
        let AssessedDetails::ContainerRegistry(image) = details(image) else { panic!("another kind") };
        assert_eq!((image.cvss["3.0"].base, image.patchable), (Some(10.0), Some(true)));
        for kind in ["ServerVulnerability", "ServerVulnerabilityAssessment"] {
            let server = format!(r#"{{"assessedResourceType":"{kind}","threat":"t"}}"#);
            assert!(matches!(details(&server), AssessedDetails::Server(found) if found.threat.is_some()));
        }
        let sql = r#"{"AssessedResourceType":"sqlServerVulnerability","query":"SELECT 1"}"#;
        assert!(matches!(details(sql), AssessedDetails::SqlServer(rule) if rule.query.is_some()));
    }

    #[test]
    fn other_kinds_and_other_forms_spoil_nothing() {
        for data in [
            r#"{"assessedResourceType":"ManagedAggregatedServerVulnerabilityTvm","cve":"many"}"#,
            r#"{"assessedResourceType":"ContainerRegistryVulnerability","cve":"one"}"#,
            "{}",
        ] {
            let finding = finding(data);
            assert_eq!(details(data), AssessedDetails::Other);
            assert!(finding.extra().is_empty());
            assert_eq!(finding.properties.id.as_deref(), Some("17"));
        }
    }
}
