//! Recommendations: what each assessment looks for, how bad a finding is and how to mend it.

use std::fmt;

use serde::{Deserialize, Serialize};
#[cfg(feature = "client")]
use tenantscope_core::{Item, Operation, Result};
use tenantscope_core::{lenient, open_enum};

use crate::{AssessmentKey, Resource};
#[cfg(feature = "client")]
use crate::{List, scope::Scope, version};

/// A recommendation: what an assessment of the same name looks for.
pub type AssessmentMetadata = Resource<AssessmentMetadataProperties>;

/// What the metadata of a recommendation says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AssessmentMetadataProperties {
    /// The recommendation in a few words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The policy that it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_definition_id: Option<String>,
    /// The recommendation at length.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How to mend a finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remediation_description: Option<String>,
    /// What kind of resources it is about.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<AssessmentCategory>,
    /// How bad a finding is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// How much mending it disturbs people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_impact: Option<Effort>,
    /// How much work mending it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub implementation_effort: Option<Effort>,
    /// What a finding exposes to.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub threats: Vec<Threat>,
    /// Whether it is a preview, which doesn't count for the secure score.
    #[serde(default, with = "lenient::boolean", skip_serializing_if = "Option::is_none")]
    pub preview: Option<bool>,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assessment_type: Option<AssessmentType>,
    /// The partner that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partner_data: Option<AssessmentPartner>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publish_dates: Option<PublishDates>,
    /// When it is to go, in the form `03/2027`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned_deprecation_date: Option<String>,
    /// The tactics of MITRE ATT&CK that it is against.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub tactics: Vec<Tactic>,
    /// The techniques of MITRE ATT&CK that it is against, by their names.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub techniques: Vec<String>,
}

/// A partner that supplies assessments.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AssessmentPartner {
    /// The partner's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partner_name: Option<String>,
    /// The partner's product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_name: Option<String>,
    /// What the partner proves itself with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<PartnerSecret>,
}

/// What a partner proves itself with. `Debug` doesn't show it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PartnerSecret(String);

impl PartnerSecret {
    /// The secret itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PartnerSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PartnerSecret(…)")
    }
}

/// When a recommendation was published. The service writes dates such as `06/01/2025 00:00:00`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PublishDates {
    /// As generally available.
    #[serde(rename = "GA", skip_serializing_if = "Option::is_none")]
    pub ga: Option<String>,
    /// As a preview.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public: Option<String>,
}

open_enum! {
    /// How bad a finding is.
    pub enum Severity {
        /// Low.
        Low = "Low",
        /// Medium.
        Medium = "Medium",
        /// High.
        High = "High",
        /// Critical.
        Critical = "Critical",
    }
}

open_enum! {
    /// How much work or disturbance something is.
    pub enum Effort {
        /// Little.
        Low = "Low",
        /// Some.
        Moderate = "Moderate",
        /// Much.
        High = "High",
    }
}

open_enum! {
    /// What kind of resources a recommendation is about.
    pub enum AssessmentCategory {
        /// Machines.
        Compute = "Compute",
        /// Networks.
        Networking = "Networking",
        /// Stores of data.
        Data = "Data",
        /// Accounts and their rights.
        IdentityAndAccess = "IdentityAndAccess",
        /// Devices.
        IoT = "IoT",
        /// Containers.
        Container = "Container",
        /// App services.
        AppServices = "AppServices",
    }
}

open_enum! {
    /// What a finding exposes to.
    pub enum Threat {
        /// An account is taken over.
        AccountBreach = "accountBreach",
        /// Data is carried off.
        DataExfiltration = "dataExfiltration",
        /// Data gets to where it doesn't belong.
        DataSpillage = "dataSpillage",
        /// Somebody inside does harm.
        MaliciousInsider = "maliciousInsider",
        /// Somebody gets more rights.
        ElevationOfPrivilege = "elevationOfPrivilege",
        /// Defence is weakened.
        ThreatResistance = "threatResistance",
        /// Something isn't watched.
        MissingCoverage = "missingCoverage",
        /// A service is brought down.
        DenialOfService = "denialOfService",
    }
}

open_enum! {
    /// Who made a recommendation, and how.
    pub enum AssessmentType {
        /// Not told. The service's own word.
        NotTold = "Unknown",
        /// Microsoft.
        BuiltIn = "BuiltIn",
        /// The customer, by a query.
        Custom = "Custom",
        /// The customer, by a policy.
        CustomPolicy = "CustomPolicy",
        /// The customer, who reports the results too.
        CustomerManaged = "CustomerManaged",
        /// Microsoft, by a policy.
        BuiltInPolicy = "BuiltInPolicy",
        /// A partner.
        VerifiedPartner = "VerifiedPartner",
        /// Microsoft, by a policy that people attest.
        ManualBuiltInPolicy = "ManualBuiltInPolicy",
        /// Microsoft, attested by people.
        ManualBuiltIn = "ManualBuiltIn",
        /// The customer, by a policy that people attest.
        ManualCustomPolicy = "ManualCustomPolicy",
        /// Microsoft, changing with what is found.
        DynamicBuiltIn = "DynamicBuiltIn",
    }
}

open_enum! {
    /// A tactic of MITRE ATT&CK.
    pub enum Tactic {
        /// Reconnaissance.
        Reconnaissance = "Reconnaissance",
        /// Resource development.
        ResourceDevelopment = "Resource Development",
        /// Initial access.
        InitialAccess = "Initial Access",
        /// Execution.
        Execution = "Execution",
        /// Persistence.
        Persistence = "Persistence",
        /// Privilege escalation.
        PrivilegeEscalation = "Privilege Escalation",
        /// Defense evasion.
        DefenseEvasion = "Defense Evasion",
        /// Credential access.
        CredentialAccess = "Credential Access",
        /// Discovery.
        Discovery = "Discovery",
        /// Lateral movement.
        LateralMovement = "Lateral Movement",
        /// Collection.
        Collection = "Collection",
        /// Command and control.
        CommandAndControl = "Command and Control",
        /// Exfiltration.
        Exfiltration = "Exfiltration",
        /// Impact.
        Impact = "Impact",
    }
}

impl AssessmentMetadata {
    /// What names the recommendation everywhere.
    pub fn key(&self) -> Option<AssessmentKey> {
        self.name.as_deref().map(AssessmentKey::from)
    }
}

/// The recommendations of the tenant, or those of one subscription with its own among them.
#[cfg(feature = "client")]
#[derive(Clone, Debug)]
pub struct AssessmentsMetadata(Scope);

#[cfg(feature = "client")]
impl AssessmentsMetadata {
    pub(crate) fn new(security: Scope) -> Self {
        Self(security)
    }

    /// All recommendations.
    ///
    /// Role: Security Reader on a subscription.
    ///
    /// # Errors
    ///
    /// [`NotOnboarded`](tenantscope_core::ErrorKind::NotOnboarded) if Microsoft.Security isn't registered;
    /// [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) without the role.
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/assessments-metadata/list>
    pub fn list(&self) -> List<AssessmentMetadata> {
        self.0.list(&LIST, version::ASSESSMENTS, &["assessmentMetadata"])
    }

    /// One recommendation.
    ///
    /// Role: Security Reader on a subscription.
    ///
    /// # Errors
    ///
    /// [`NotFound`](tenantscope_core::ErrorKind::NotFound) if there is none; otherwise as
    /// [`list`](Self::list).
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/assessments-metadata/get>
    pub async fn get(&self, key: &AssessmentKey) -> Result<Item<AssessmentMetadata>> {
        self.0.get(&GET, version::ASSESSMENTS, &["assessmentMetadata", key.as_str()]).await
    }
}

#[cfg(feature = "client")]
static LIST: Operation = Operation::new("list assessment metadata").permissions(crate::error::READERS);
#[cfg(feature = "client")]
static GET: Operation = Operation::new("get assessment metadata").permissions(crate::error::READERS);

#[cfg(test)]
mod tests {
    use tenantscope_core::Item;

    use super::*;

    #[test]
    fn recommendation_is_read_whole() {
        let text = r#"{"id":"/providers/Microsoft.Security/assessmentMetadata/0000000d-0000-0000-0000-000000000001","name":"0000000D-0000-0000-0000-000000000001","type":"Microsoft.Security/assessmentMetadata","properties":{"displayName":"MFA","publishDates":{"GA":"06/01/2025 00:00:00","public":"06/01/2024 00:00:00"},"plannedDeprecationDate":"03/2027","tactics":["Credential Access","Persistence"],"techniques":["Valid Accounts"],"severity":"critical","userImpact":"Moderate","categories":["IoT","Quantum"],"threats":["accountBreach"],"preview":false,"assessmentType":"BuiltInPolicy","partnerData":{"partnerName":"p","productName":"q","secret":"CANARY"}}}"#;
        let metadata: Item<AssessmentMetadata> = Item::from_json(text).unwrap();
        assert!(metadata.extra().is_empty(), "{:?}", metadata.extra());
        assert_eq!(metadata.key().unwrap().as_str(), "0000000d-0000-0000-0000-000000000001");
        let properties = &metadata.properties;
        assert_eq!(properties.severity, Some(Severity::Critical));
        assert_eq!(properties.tactics[0], Tactic::CredentialAccess);
        assert_eq!(properties.categories[1].as_str(), "Quantum");
        assert!(!format!("{metadata:?}").contains("CANARY"));
        let secret = properties.partner_data.as_ref().unwrap().secret.as_ref().unwrap();
        assert_eq!(secret.expose(), "CANARY");
    }
}
