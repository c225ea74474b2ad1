//! Definitions of secure score controls: the most points each can have, and its recommendations.

use serde::{Deserialize, Serialize};
#[cfg(feature = "client")]
use tenantscope_core::Operation;
use tenantscope_core::{lenient, open_enum};

use crate::{AssessmentKey, ControlKey, Resource, resource::last_segment};
#[cfg(feature = "client")]
use crate::{List, scope::Scope, version};

/// What a secure score control is made of.
pub type SecureScoreControlDefinition = Resource<SecureScoreControlDefinitionProperties>;

/// What the definition of a secure score control says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SecureScoreControlDefinitionProperties {
    /// The control's name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// What the control is about. Often absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The most points that the control can have, from 0 to 10.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub max_score: Option<i64>,
    /// Where the control comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SecureScoreControlDefinitionSource>,
    /// Links to the metadata of its recommendations.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub assessment_definitions: Vec<AzureResourceLink>,
}

/// Where a control comes from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SecureScoreControlDefinitionSource {
    /// Whether Microsoft or the customer made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_type: Option<ControlType>,
}

/// A link to another resource.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AzureResourceLink {
    /// The other resource's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

open_enum! {
    /// Who made a control.
    pub enum ControlType {
        /// Microsoft.
        BuiltIn = "BuiltIn",
        /// The customer.
        Custom = "Custom",
    }
}

impl SecureScoreControlDefinition {
    /// What names the control everywhere.
    pub fn key(&self) -> Option<ControlKey> {
        self.name.as_deref().map(ControlKey::from)
    }

    /// The keys of the control's recommendations.
    pub fn assessment_keys(&self) -> impl Iterator<Item = AssessmentKey> + '_ {
        self.properties
            .assessment_definitions
            .iter()
            .filter_map(|link| last_segment(link.id.as_deref()?).map(AssessmentKey::from))
    }
}

/// The definitions of the tenant's controls, or of one subscription's.
#[cfg(feature = "client")]
#[derive(Clone, Debug)]
pub struct SecureScoreControlDefinitions(Scope);

#[cfg(feature = "client")]
impl SecureScoreControlDefinitions {
    pub(crate) fn new(security: Scope) -> Self {
        Self(security)
    }

    /// All definitions.
    ///
    /// Role: Security Reader on a subscription.
    ///
    /// # Errors
    ///
    /// [`NotOnboarded`](tenantscope_core::ErrorKind::NotOnboarded) if Microsoft.Security isn't registered;
    /// [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) without the role.
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/secure-score-control-definitions/list>
    pub fn list(&self) -> List<SecureScoreControlDefinition> {
        self.0.list(&LIST, version::SECURE_SCORES, &["secureScoreControlDefinitions"])
    }
}

#[cfg(feature = "client")]
static LIST: Operation =
    Operation::new("list secure score control definitions").permissions(crate::error::READERS);
