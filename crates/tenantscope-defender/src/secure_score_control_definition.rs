//! Definitions of secure score controls: the most points each can have, and its recommendations.

use serde::{Deserialize, Serialize};
use tenantscope_core::{lenient, open_enum};

use crate::{AssessmentKey, ControlKey, Resource, resource::last_segment};

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
