//! The versions of the services that this crate speaks. Resource Manager has no default one.

pub(crate) const ALERTS: &str = "2022-01-01";
pub(crate) const ASSESSMENTS: &str = "2025-05-04";
pub(crate) const AUTO_PROVISIONING: &str = "2017-08-01-preview";
pub(crate) const GOVERNANCE: &str = "2022-01-01-preview";
pub(crate) const MANAGEMENT_GROUPS: &str = "2023-04-01";
pub(crate) const PRICINGS: &str = "2024-01-01";
pub(crate) const REGULATORY_COMPLIANCE: &str = "2019-01-01-preview";
pub(crate) const RESOURCE_GRAPH: &str = "2024-04-01";
pub(crate) const SECURE_SCORES: &str = "2020-01-01";
pub(crate) const SECURITY_CONTACTS: &str = "2023-12-01-preview";
pub(crate) const SETTINGS: &str = "2022-05-01";
pub(crate) const SUB_ASSESSMENTS: &str = "2019-01-01-preview";
pub(crate) const SUBSCRIPTIONS: &str = "2022-12-01";
