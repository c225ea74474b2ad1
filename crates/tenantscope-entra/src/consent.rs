//! Links by which a customer's administrator consents to an app.

use tenantscope_core::{ClientId, Cloud, TenantId};

/// The link that an error's advice shows. It names no redirect, so the page ends at the registered one.
pub(crate) fn plain_link(cloud: &Cloud, tenant: &TenantId, client_id: &ClientId) -> String {
    format!("{}{tenant}/adminconsent?client_id={client_id}", cloud.login())
}
