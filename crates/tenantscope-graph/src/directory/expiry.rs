//! Secrets and certificates that are about to expire.

use tenantscope_core::Timestamp;

use super::{Application, KeyCredential, PasswordCredential, ServicePrincipal};
use crate::List;

/// A secret or a certificate of an app.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Expiring<'a> {
    /// A secret.
    Secret(&'a PasswordCredential),
    /// A certificate.
    Certificate(&'a KeyCredential),
}

impl<'a> Expiring<'a> {
    /// When it expires.
    pub fn end(&self) -> Option<Timestamp> {
        match self {
            Self::Secret(secret) => secret.end_date_time,
            Self::Certificate(certificate) => certificate.end_date_time,
        }
    }

    /// Its name.
    pub fn display_name(&self) -> Option<&'a str> {
        match self {
            Self::Secret(secret) => secret.display_name.as_deref(),
            Self::Certificate(certificate) => certificate.display_name.as_deref(),
        }
    }

    fn before(
        end: Timestamp,
        secrets: &'a List<PasswordCredential>,
        certificates: &'a List<KeyCredential>,
    ) -> Vec<Self> {
        let secrets = secrets.iter().map(Self::Secret);
        let mut all: Vec<Self> = secrets
            .chain(certificates.iter().map(Self::Certificate))
            .filter(|credential| credential.end().is_some_and(|expiry| expiry < end))
            .collect();
        all.sort_by_key(Self::end);
        all
    }
}

impl Application {
    /// The secrets and certificates that expire before `end`, those that have expired included, the earliest first.
    pub fn expiring_before(&self, end: Timestamp) -> Vec<Expiring<'_>> {
        Expiring::before(end, &self.password_credentials, &self.key_credentials)
    }
}

impl ServicePrincipal {
    /// The secrets and certificates that expire before `end`, those that have expired included, the earliest first.
    pub fn expiring_before(&self, end: Timestamp) -> Vec<Expiring<'_>> {
        Expiring::before(end, &self.password_credentials, &self.key_credentials)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earliest_expiry_comes_first_and_unknown_ones_are_left_out() {
        let app: Application = serde_json::from_str(
            r#"{"passwordCredentials": [{"displayName": "b", "endDateTime": "2026-12-02T00:00:00Z", "secretText": null}, {"displayName": "x"}],
                "keyCredentials": [{"displayName": "a", "endDateTime": "2026-12-01T00:00:00Z"}, {"displayName": "y", "endDateTime": "2027-12-01T00:00:00Z"}]}"#,
        )
        .unwrap();
        let end = "2027-01-01T00:00:00Z".parse().unwrap();
        let names: Vec<_> = app.expiring_before(end).iter().map(|one| one.display_name().unwrap()).collect();
        assert_eq!(names, ["a", "b"]);
    }
}
