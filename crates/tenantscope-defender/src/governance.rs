//! Governance: who has to mend which findings, and by when.

use serde::{Deserialize, Serialize};
use serde_json::Value;
#[cfg(feature = "client")]
use tenantscope_core::{Item, Operation, Result};
use tenantscope_core::{TenantId, Timestamp, lenient, open_enum};

use crate::Resource;
#[cfg(feature = "client")]
use crate::{List, scope::Scope, version};

/// Who has to mend one finding, and by when.
pub type GovernanceAssignment = Resource<GovernanceAssignmentProperties>;

/// A rule by which findings are given to somebody.
pub type GovernanceRule = Resource<GovernanceRuleProperties>;

/// What a governance assignment says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GovernanceAssignmentProperties {
    /// Who has to mend it: a mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// By when.
    #[serde(default, with = "lenient::instant", skip_serializing_if = "Option::is_none")]
    pub remediation_due_date: Option<Timestamp>,
    /// When the owner expects it, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remediation_eta: Option<RemediationEta>,
    /// Whether the score isn't lowered until then.
    #[serde(default, with = "lenient::boolean", skip_serializing_if = "Option::is_none")]
    pub is_grace_period: Option<bool>,
    /// Who isn't written to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub governance_email_notification: Option<GovernanceEmailNotification>,
    /// The ticket in another system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_data: Option<GovernanceTicket>,
}

/// When an owner expects to have mended something.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RemediationEta {
    /// When.
    #[serde(default, with = "lenient::instant", skip_serializing_if = "Option::is_none")]
    pub eta: Option<Timestamp>,
    /// Why then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub justification: Option<String>,
}

/// Who isn't written to about open findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GovernanceEmailNotification {
    /// Not the owner's manager.
    #[serde(default, with = "lenient::boolean", skip_serializing_if = "Option::is_none")]
    pub disable_manager_email_notification: Option<bool>,
    /// Not the owner.
    #[serde(default, with = "lenient::boolean", skip_serializing_if = "Option::is_none")]
    pub disable_owner_email_notification: Option<bool>,
}

/// A ticket in another system.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GovernanceTicket {
    /// Its number.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub ticket_number: Option<i64>,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket_link: Option<String>,
    /// How far it is: `Active`, `Closed`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket_status: Option<String>,
}

/// What a governance rule says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GovernanceRuleProperties {
    /// The tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<TenantId>,
    /// The rule's name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How long an owner has: `7.00:00:00`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remediation_timeframe: Option<String>,
    /// Whether the score isn't lowered until then.
    #[serde(default, with = "lenient::boolean", skip_serializing_if = "Option::is_none")]
    pub is_grace_period: Option<bool>,
    /// Which rule counts, the lowest number first.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub rule_priority: Option<i64>,
    /// Whether it is switched off.
    #[serde(default, with = "lenient::boolean", skip_serializing_if = "Option::is_none")]
    pub is_disabled: Option<bool>,
    /// Where its tickets are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_type: Option<GovernanceRuleType>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_resource_type: Option<GovernanceRuleSource>,
    /// Scopes that it leaves out.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub excluded_scopes: Vec<String>,
    /// What a finding has to meet.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub condition_sets: Vec<Value>,
    /// Whether it holds for what lies below its scope too.
    #[serde(default, with = "lenient::boolean", skip_serializing_if = "Option::is_none")]
    pub include_member_scopes: Option<bool>,
    /// How the owner is found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_source: Option<GovernanceRuleOwnerSource>,
    /// Who isn't written to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub governance_email_notification: Option<GovernanceEmailNotification>,
    /// Who made and changed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<GovernanceRuleMetadata>,
}

/// How the owner of a finding is found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GovernanceRuleOwnerSource {
    /// In which way.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub source_type: Option<GovernanceRuleOwnerSourceType>,
    /// The tag or the mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// Who made and changed a governance rule.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GovernanceRuleMetadata {
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// When it was made.
    #[serde(default, with = "lenient::instant", skip_serializing_if = "Option::is_none")]
    pub created_on: Option<Timestamp>,
    /// Who changed it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_by: Option<String>,
    /// When it was changed last.
    #[serde(default, with = "lenient::instant", skip_serializing_if = "Option::is_none")]
    pub updated_on: Option<Timestamp>,
}

open_enum! {
    /// Where a rule's tickets are.
    pub enum GovernanceRuleType {
        /// In Defender for Cloud.
        Integrated = "Integrated",
        /// In ServiceNow.
        ServiceNow = "ServiceNow",
    }
}

open_enum! {
    /// What a rule is about.
    pub enum GovernanceRuleSource {
        /// Assessments.
        Assessments = "Assessments",
    }
}

open_enum! {
    /// How the owner of a finding is found.
    pub enum GovernanceRuleOwnerSourceType {
        /// By a tag of the resource.
        ByTag = "ByTag",
        /// It is one person for all.
        Manually = "Manually",
    }
}

/// The governance rules of a scope.
#[cfg(feature = "client")]
#[derive(Clone, Debug)]
pub struct GovernanceRules(Scope);

#[cfg(feature = "client")]
impl GovernanceRules {
    pub(crate) fn new(security: Scope) -> Self {
        Self(security)
    }

    /// All rules.
    ///
    /// Role: Security Reader on the scope. Limits: Azure Resource Manager's reads per subscription.
    ///
    /// # Errors
    ///
    /// [`NotOnboarded`](tenantscope_core::ErrorKind::NotOnboarded) if Microsoft.Security isn't registered;
    /// [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) without the role.
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/governance-rules/list>
    pub fn list(&self) -> List<GovernanceRule> {
        self.0.list(&LIST, version::GOVERNANCE, &["governanceRules"])
    }

    /// One rule by its name.
    ///
    /// Role: Security Reader on the scope.
    ///
    /// # Errors
    ///
    /// [`NotFound`](tenantscope_core::ErrorKind::NotFound) if there is none; otherwise as
    /// [`list`](Self::list).
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/governance-rules/get>
    pub async fn get(&self, name: &str) -> Result<Item<GovernanceRule>> {
        self.0.get(&GET, version::GOVERNANCE, &["governanceRules", name]).await
    }
}

#[cfg(feature = "client")]
static LIST: Operation = Operation::new("list governance rules").permissions(crate::error::READERS);
#[cfg(feature = "client")]
static GET: Operation = Operation::new("get governance rule").permissions(crate::error::READERS);
