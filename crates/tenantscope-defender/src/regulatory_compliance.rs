//! Regulatory compliance: standards, their controls, and the assessments that these are judged by.

use serde::{Deserialize, Serialize};
#[cfg(feature = "client")]
use tenantscope_core::{Item, Operation, Result};
use tenantscope_core::{lenient, open_enum};

use crate::Resource;
#[cfg(feature = "client")]
use crate::{List, scope::Scope, version};

/// A standard that a subscription is measured by.
pub type RegulatoryComplianceStandard = Resource<RegulatoryComplianceStandardProperties>;

/// A control of a standard.
pub type RegulatoryComplianceControl = Resource<RegulatoryComplianceControlProperties>;

/// An assessment that a control of a standard is judged by.
pub type RegulatoryComplianceAssessment = Resource<RegulatoryComplianceAssessmentProperties>;

/// What a standard says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RegulatoryComplianceStandardProperties {
    /// Whether it is met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<ComplianceState>,
    /// How many of its controls are met.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub passed_controls: Option<i64>,
    /// How many aren't.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub failed_controls: Option<i64>,
    /// How many are left out.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub skipped_controls: Option<i64>,
    /// How many can't be judged.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub unsupported_controls: Option<i64>,
}

/// What a control of a standard says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RegulatoryComplianceControlProperties {
    /// What it asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it is met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<ComplianceState>,
    /// How many of its assessments pass.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub passed_assessments: Option<i64>,
    /// How many fail.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub failed_assessments: Option<i64>,
    /// How many are left out.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub skipped_assessments: Option<i64>,
    /// How many can't be judged. Not documented.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub unsupported_assessments: Option<i64>,
    /// The standard. Not documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard_name: Option<String>,
}

/// What an assessment of a standard's control says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RegulatoryComplianceAssessmentProperties {
    /// What it looks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How it looks: `Assessment`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assessment_type: Option<String>,
    /// Where its details are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assessment_details_link: Option<String>,
    /// Whether it passes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<ComplianceState>,
    /// How many resources pass.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub passed_resources: Option<i64>,
    /// How many fail.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub failed_resources: Option<i64>,
    /// How many are left out.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub skipped_resources: Option<i64>,
    /// How many can't be judged.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub unsupported_resources: Option<i64>,
}

open_enum! {
    /// Whether a standard, a control or an assessment is met. Some answers write it in lower case.
    pub enum ComplianceState {
        /// It is.
        Passed = "Passed",
        /// It isn't.
        Failed = "Failed",
        /// It is left out.
        Skipped = "Skipped",
        /// It can't be judged.
        Unsupported = "Unsupported",
    }
}

impl RegulatoryComplianceStandard {
    /// The share of the judged controls that are met, from 0 to 1:
    ///
    /// ```text
    /// passed / (passed + failed)
    /// ```
    ///
    /// `None` if none was judged.
    #[allow(clippy::cast_precision_loss)] // a standard has some hundred controls
    pub fn ratio(&self) -> Option<f64> {
        let passed = self.properties.passed_controls?;
        let judged = passed + self.properties.failed_controls?;
        (judged > 0).then(|| passed as f64 / judged as f64)
    }
}

/// The standards that a subscription is measured by.
#[cfg(feature = "client")]
#[derive(Clone, Debug)]
pub struct RegulatoryComplianceStandards(Scope);

/// The controls of one standard.
#[cfg(feature = "client")]
#[derive(Clone, Debug)]
pub struct RegulatoryComplianceControls(Scope);

/// The assessments of one control of a standard.
#[cfg(feature = "client")]
#[derive(Clone, Debug)]
pub struct RegulatoryComplianceAssessments(Scope);

#[cfg(feature = "client")]
impl RegulatoryComplianceStandards {
    pub(crate) fn new(security: Scope) -> Self {
        Self(security)
    }

    /// All standards.
    ///
    /// Role: Security Reader on the subscription. Limits: Azure Resource Manager's reads per subscription.
    ///
    /// # Errors
    ///
    /// [`NotOnboarded`](tenantscope_core::ErrorKind::NotOnboarded) if Microsoft.Security isn't registered;
    /// [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) without the role.
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/regulatory-compliance-standards/list>
    pub fn list(&self) -> List<RegulatoryComplianceStandard> {
        self.0.list(&LIST_STANDARDS, version::REGULATORY_COMPLIANCE, &["regulatoryComplianceStandards"])
    }

    /// One standard.
    ///
    /// Role: Security Reader on the subscription.
    ///
    /// # Errors
    ///
    /// [`NotFound`](tenantscope_core::ErrorKind::NotFound) if there is none; otherwise as
    /// [`list`](Self::list).
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/regulatory-compliance-standards/get>
    pub async fn get(&self, name: &str) -> Result<Item<RegulatoryComplianceStandard>> {
        let path = ["regulatoryComplianceStandards", name];
        self.0.get(&GET_STANDARD, version::REGULATORY_COMPLIANCE, &path).await
    }

    /// The controls of one standard.
    pub fn controls(&self, standard: &str) -> RegulatoryComplianceControls {
        RegulatoryComplianceControls(self.0.below(&["regulatoryComplianceStandards", standard]))
    }
}

#[cfg(feature = "client")]
impl RegulatoryComplianceControls {
    /// All controls of the standard.
    ///
    /// Role: Security Reader on the subscription.
    ///
    /// # Errors
    ///
    /// [`NotFound`](tenantscope_core::ErrorKind::NotFound) if there is no such standard; otherwise as
    /// [`RegulatoryComplianceStandards::list`].
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/regulatory-compliance-controls/list>
    pub fn list(&self) -> List<RegulatoryComplianceControl> {
        self.0.list(&LIST_CONTROLS, version::REGULATORY_COMPLIANCE, &["regulatoryComplianceControls"])
    }

    /// One control.
    ///
    /// Role: Security Reader on the subscription.
    ///
    /// # Errors
    ///
    /// As [`list`](Self::list).
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/regulatory-compliance-controls/get>
    pub async fn get(&self, name: &str) -> Result<Item<RegulatoryComplianceControl>> {
        let path = ["regulatoryComplianceControls", name];
        self.0.get(&GET_CONTROL, version::REGULATORY_COMPLIANCE, &path).await
    }

    /// The assessments of one control.
    pub fn assessments(&self, control: &str) -> RegulatoryComplianceAssessments {
        RegulatoryComplianceAssessments(self.0.below(&["regulatoryComplianceControls", control]))
    }
}

#[cfg(feature = "client")]
impl RegulatoryComplianceAssessments {
    /// All assessments of the control.
    ///
    /// Role: Security Reader on the subscription.
    ///
    /// # Errors
    ///
    /// [`NotFound`](tenantscope_core::ErrorKind::NotFound) if there is no such control; otherwise as
    /// [`RegulatoryComplianceStandards::list`].
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/regulatory-compliance-assessments/list>
    pub fn list(&self) -> List<RegulatoryComplianceAssessment> {
        self.0.list(&LIST_ASSESSMENTS, version::REGULATORY_COMPLIANCE, &["regulatoryComplianceAssessments"])
    }

    /// One assessment.
    ///
    /// Role: Security Reader on the subscription.
    ///
    /// # Errors
    ///
    /// As [`list`](Self::list).
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/regulatory-compliance-assessments/get>
    pub async fn get(&self, name: &str) -> Result<Item<RegulatoryComplianceAssessment>> {
        let path = ["regulatoryComplianceAssessments", name];
        self.0.get(&GET_ASSESSMENT, version::REGULATORY_COMPLIANCE, &path).await
    }
}

#[cfg(feature = "client")]
impl List<RegulatoryComplianceStandard> {
    /// An OData filter, such as `properties/state eq 'Failed'`.
    pub fn filter(self, filter: &str) -> Self {
        self.query("$filter", filter)
    }
}

#[cfg(feature = "client")]
impl List<RegulatoryComplianceControl> {
    /// An OData filter, such as `properties/state eq 'Failed'`.
    pub fn filter(self, filter: &str) -> Self {
        self.query("$filter", filter)
    }
}

#[cfg(feature = "client")]
impl List<RegulatoryComplianceAssessment> {
    /// An OData filter, such as `properties/state eq 'Failed'`.
    pub fn filter(self, filter: &str) -> Self {
        self.query("$filter", filter)
    }
}

#[cfg(feature = "client")]
static LIST_STANDARDS: Operation =
    Operation::new("list regulatory compliance standards").permissions(crate::error::READERS);
#[cfg(feature = "client")]
static GET_STANDARD: Operation =
    Operation::new("get regulatory compliance standard").permissions(crate::error::READERS);
#[cfg(feature = "client")]
static LIST_CONTROLS: Operation =
    Operation::new("list regulatory compliance controls").permissions(crate::error::READERS);
#[cfg(feature = "client")]
static GET_CONTROL: Operation =
    Operation::new("get regulatory compliance control").permissions(crate::error::READERS);
#[cfg(feature = "client")]
static LIST_ASSESSMENTS: Operation =
    Operation::new("list regulatory compliance assessments").permissions(crate::error::READERS);
#[cfg(feature = "client")]
static GET_ASSESSMENT: Operation =
    Operation::new("get regulatory compliance assessment").permissions(crate::error::READERS);

#[cfg(test)]
mod tests {
    use tenantscope_core::Item;

    use super::*;

    #[test]
    fn states_are_read_in_either_case() {
        for text in ["Failed", "failed"] {
            let control: RegulatoryComplianceControl =
                serde_json::from_str(&format!(r#"{{"properties":{{"state":"{text}"}}}}"#)).unwrap();
            assert_eq!(control.properties.state, Some(ComplianceState::Failed));
        }
    }

    #[test]
    fn what_no_document_names_is_read_where_examples_have_it() {
        let text = r#"{"name":"1.1","properties":{"description":"d","state":"passed","standardName":"PCI-DSS-3.2","unsupportedAssessments":2,"passedAssessments":7}}"#;
        let control: Item<RegulatoryComplianceControl> = Item::from_json(text).unwrap();
        assert!(control.extra().is_empty());
        assert_eq!(control.properties.standard_name.as_deref(), Some("PCI-DSS-3.2"));
    }

    #[test]
    fn ratio_leaves_out_what_was_not_judged() {
        let standard = |passed, failed| {
            let mut standard = RegulatoryComplianceStandard::default();
            standard.properties.passed_controls = passed;
            standard.properties.failed_controls = failed;
            standard.properties.skipped_controls = Some(99);
            standard
        };
        assert_eq!(standard(Some(3), Some(1)).ratio(), Some(0.75));
        assert_eq!(standard(Some(0), Some(0)).ratio(), None);
        assert_eq!(standard(Some(3), None).ratio(), None);
    }
}
