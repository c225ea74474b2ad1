//! Assessments: what was found of one resource for one recommendation.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
#[cfg(feature = "client")]
use tenantscope_core::Operation;
use tenantscope_core::{Timestamp, lenient, open_enum};

use crate::{
    AssessmentKey, AssessmentMetadataProperties, AssessmentPartner, AssessmentRisk, Resource,
    ResourceDetails, resource::null_as_default,
};
#[cfg(feature = "client")]
use crate::{Get, GovernanceAssignment, List, SubAssessments, scope::Scope, version};

/// What was found of one resource for one recommendation.
pub type Assessment = Resource<AssessmentProperties>;

/// What an assessment says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AssessmentProperties {
    /// The recommendation in a few words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// What was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<AssessmentStatus>,
    /// What was assessed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_details: Option<ResourceDetails>,
    /// How dangerous it is where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk: Option<AssessmentRisk>,
    /// More that the assessment found, by name: nearly always texts, now and then an object.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Map::is_empty")]
    pub additional_data: Map<String, Value>,
    /// Where to see it in the portal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub links: Option<AssessmentLinks>,
    /// The recommendation, if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Box<AssessmentMetadataProperties>>,
    /// The partner that assessed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partners_data: Option<AssessmentPartner>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AssessmentStatus {
    /// Whether the resource meets the recommendation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<AssessmentStatusCode>,
    /// Why, in one word: `OffByPolicy`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// Why, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When the resource was first assessed for it.
    #[serde(default, with = "lenient::instant", skip_serializing_if = "Option::is_none")]
    pub first_evaluation_date: Option<Timestamp>,
    /// When that last changed.
    #[serde(default, with = "lenient::instant", skip_serializing_if = "Option::is_none")]
    pub status_change_date: Option<Timestamp>,
}

open_enum! {
    /// Whether a resource meets a recommendation.
    pub enum AssessmentStatusCode {
        /// It does.
        Healthy = "Healthy",
        /// It doesn't.
        Unhealthy = "Unhealthy",
        /// The recommendation doesn't concern it.
        NotApplicable = "NotApplicable",
    }
}

/// Where to see an assessment in the portal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AssessmentLinks {
    /// The link, as the REST call writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub azure_portal_uri: Option<String>,
    /// The link, as Resource Graph writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub azure_portal: Option<String>,
}

impl AssessmentLinks {
    /// The link to the portal, whoever wrote it.
    pub fn portal(&self) -> Option<&str> {
        self.azure_portal_uri.as_deref().or(self.azure_portal.as_deref())
    }
}

impl Assessment {
    /// What names the recommendation everywhere; a control's definition lists these.
    pub fn key(&self) -> Option<AssessmentKey> {
        self.name.as_deref().map(AssessmentKey::from)
    }

    /// Whether the resource meets the recommendation.
    pub fn status_code(&self) -> Option<&AssessmentStatusCode> {
        self.properties.status.as_ref()?.code.as_ref()
    }

    /// Whether there is something to mend.
    pub fn is_unhealthy(&self) -> bool {
        self.status_code() == Some(&AssessmentStatusCode::Unhealthy)
    }

    /// The id of the assessed resource: what the details say, or what the assessment's own id begins with.
    pub fn resource_id(&self) -> Option<&str> {
        let details = self.properties.resource_details.as_ref();
        details.and_then(ResourceDetails::id).or_else(|| {
            let id = self.id.as_deref()?;
            let end = id.to_ascii_lowercase().rfind("/providers/microsoft.security/assessments/")?;
            Some(&id[..end])
        })
    }
}

/// The assessments of one scope: a subscription, a management group or a resource.
#[cfg(feature = "client")]
#[derive(Clone, Debug)]
pub struct Assessments(Scope);

#[cfg(feature = "client")]
impl Assessments {
    pub(crate) fn new(security: Scope) -> Self {
        Self(security)
    }

    /// All assessments: one for each resource and recommendation, so thousands in a subscription. Pages of a
    /// thousand, an empty one among them, are usual.
    ///
    /// Role: Security Reader on the scope. Limits: Azure Resource Manager's reads per subscription.
    ///
    /// # Errors
    ///
    /// [`NotOnboarded`](tenantscope_core::ErrorKind::NotOnboarded) if Microsoft.Security isn't registered;
    /// [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) without the role;
    /// [`NotFound`](tenantscope_core::ErrorKind::NotFound) if there is no such scope.
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/assessments/list>
    pub fn list(&self) -> List<Assessment> {
        self.0.list(&LIST, version::ASSESSMENTS, &["assessments"])
    }

    /// The assessment of this very scope for one recommendation.
    ///
    /// Role: Security Reader on the scope.
    ///
    /// # Errors
    ///
    /// [`NotFound`](tenantscope_core::ErrorKind::NotFound) if it wasn't assessed for it; otherwise as
    /// [`list`](Self::list).
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/assessments/get>
    pub fn get(&self, key: &AssessmentKey) -> Get<Assessment> {
        self.0.get_with_options(&GET, version::ASSESSMENTS, &["assessments", key.as_str()])
    }

    /// The findings below one recommendation.
    pub fn sub_assessments(&self, key: &AssessmentKey) -> SubAssessments {
        SubAssessments::new(self.0.below(&["assessments", key.as_str()]))
    }

    /// Who has to mend the findings of one recommendation, and by when.
    ///
    /// Role: Security Reader on the scope.
    ///
    /// # Errors
    ///
    /// As [`list`](Self::list).
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/governance-assignments/list>
    pub fn governance_assignments(&self, key: &AssessmentKey) -> List<GovernanceAssignment> {
        self.0.list(
            &LIST_ASSIGNMENTS,
            version::GOVERNANCE,
            &["assessments", key.as_str(), "governanceAssignments"],
        )
    }
}

#[cfg(feature = "client")]
impl Get<Assessment> {
    /// Has it carry links to the portal. The service takes one expansion in a call.
    pub fn expand_links(self) -> Self {
        self.query("$expand", "links")
    }

    /// Has it carry the recommendation. The service takes one expansion in a call.
    pub fn expand_metadata(self) -> Self {
        self.query("$expand", "metadata")
    }
}

#[cfg(feature = "client")]
static LIST: Operation = Operation::new("list assessments").permissions(crate::error::READERS);
#[cfg(feature = "client")]
static GET: Operation = Operation::new("get assessment").permissions(crate::error::READERS);
#[cfg(feature = "client")]
static LIST_ASSIGNMENTS: Operation =
    Operation::new("list governance assignments").permissions(crate::error::READERS);

#[cfg(test)]
mod tests {
    use tenantscope_core::Item;

    use super::*;
    use crate::{ResourceSource, RiskLevel};

    const CAPTURED_FORM: &str = r#"{"type":"Microsoft.Security/assessments","id":"/subscriptions/0000000a-0000-0000-0000-000000000001/resourcegroups/rg/providers/microsoft.compute/virtualmachines/vm/providers/Microsoft.Security/assessments/0000000d-0000-0000-0000-000000000001","name":"0000000d-0000-0000-0000-000000000001","properties":{"resourceDetails":{"Source":"Azure","Id":"/subscriptions/0000000a-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm"},"displayName":"Disks should be encrypted","status":{"code":"Unhealthy","statusChangeDate":"2026-03-04T05:06:07.1234567Z","firstEvaluationDate":"2026-01-02T00:00:00Z"},"additionalData":{"a":"text","subAssessment":{"b":1}},"risk":{"level":"Critical","riskFactors":["Internet exposure"],"isContextualRisk":true,"paths":[{"id":"p","nodes":[{"id":"n","nodePropertiesLabel":["x"]}],"edges":[{"id":"e","sourceId":"n","targetId":"m"}]}],"attackPathsReferences":["r"]}}}"#;

    #[test]
    fn assessment_as_it_comes_is_read_whole() {
        let assessment: Item<Assessment> = Item::from_json(CAPTURED_FORM).unwrap();
        assert!(assessment.extra().is_empty(), "{:?}", assessment.extra());
        assert!(assessment.is_unhealthy());
        let properties = &assessment.properties;
        assert_eq!(properties.risk.as_ref().unwrap().level, Some(RiskLevel::Critical));
        assert_eq!(properties.additional_data["subAssessment"]["b"], 1);
        assert_eq!(properties.resource_details.as_ref().unwrap().source(), Some(ResourceSource::Azure));
        assert!(assessment.resource_id().unwrap().ends_with("/virtualMachines/vm"));
        assert_eq!(assessment.resource_group(), Some("rg"));
    }

    #[test]
    fn resource_is_known_from_the_id_where_the_details_dont_say() {
        let text = r#"{"id":"/subscriptions/s/providers/microsoft.security/Assessments/k","name":"k"}"#;
        let assessment: Item<Assessment> = Item::from_json(text).unwrap();
        assert_eq!(assessment.resource_id(), Some("/subscriptions/s"));
        assert_eq!((assessment.status_code(), assessment.is_unhealthy()), (None, false));
    }
}
