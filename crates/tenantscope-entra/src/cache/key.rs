//! What a token is kept under, found without making a new text.

use std::{
    borrow::Borrow,
    hash::{Hash, Hasher},
    sync::Arc,
};

use tenantscope_core::{TenantId, TokenRequest};

/// Tenant, scope and claims. A domain and the GUID of the same tenant are different keys.
#[derive(Clone)]
pub(super) struct Key {
    pub(super) tenant: TenantId,
    pub(super) scope: Arc<str>,
    pub(super) claims: Option<Arc<str>>,
}

impl Key {
    pub(super) fn new(tenant: &TenantId, request: &TokenRequest) -> Self {
        Self {
            tenant: tenant.clone(),
            scope: request.scope().into(),
            claims: request.claims().map(Arc::from),
        }
    }

    /// The key under which the token is kept that was fetched for this one.
    pub(super) fn without_claims(&self) -> Self {
        Self { claims: None, ..self.clone() }
    }
}

/// A key's parts, whoever owns them: a map of [`Key`]s is searched with borrowed texts.
pub(super) trait Parts {
    fn parts(&self) -> (&str, &str, Option<&str>);
}

impl Parts for Key {
    fn parts(&self) -> (&str, &str, Option<&str>) {
        (self.tenant.as_str(), &self.scope, self.claims.as_deref())
    }
}

impl Parts for (&str, &str, Option<&str>) {
    fn parts(&self) -> (&str, &str, Option<&str>) {
        *self
    }
}

impl<'a> Borrow<dyn Parts + 'a> for Key {
    fn borrow(&self) -> &(dyn Parts + 'a) {
        self
    }
}

impl Hash for dyn Parts + '_ {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl PartialEq for dyn Parts + '_ {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for dyn Parts + '_ {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for Key {}
