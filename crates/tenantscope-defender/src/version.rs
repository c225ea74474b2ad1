//! The versions of the services that this crate speaks. Resource Manager has no default one.

pub(crate) const SECURE_SCORES: &str = "2020-01-01";
pub(crate) const SUBSCRIPTIONS: &str = "2022-12-01";
