//! The risk of a finding, from its surroundings.

use serde::{Deserialize, Serialize};
use tenantscope_core::{lenient, open_enum};

/// How dangerous a finding is where it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AssessmentRisk {
    /// How dangerous.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<RiskLevel>,
    /// What makes it so.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub risk_factors: Vec<String>,
    /// The attack paths that it lies on.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub attack_paths_references: Vec<String>,
    /// The ways to it.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<RiskPath>,
    /// Whether its surroundings were taken into account.
    #[serde(default, with = "lenient::boolean", skip_serializing_if = "Option::is_none")]
    pub is_contextual_risk: Option<bool>,
}

/// One way to a finding.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RiskPath {
    /// The path's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its nodes.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub nodes: Vec<RiskPathNode>,
    /// Its edges.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub edges: Vec<RiskPathEdge>,
}

/// A node of a way to a finding.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RiskPathNode {
    /// The node's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What is special about it.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub node_properties_label: Vec<String>,
}

/// An edge of a way to a finding.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RiskPathEdge {
    /// The edge's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The node that it leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_id: Option<String>,
    /// The node that it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
}

open_enum! {
    /// How dangerous a finding is where it is.
    pub enum RiskLevel {
        /// Not at all.
        NoRisk = "None",
        /// Little.
        Low = "Low",
        /// Somewhat.
        Medium = "Medium",
        /// Much.
        High = "High",
        /// Very much.
        Critical = "Critical",
    }
}
