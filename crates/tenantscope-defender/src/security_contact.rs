//! Security contacts: who hears of alerts.

use serde::{Deserialize, Serialize};
#[cfg(feature = "client")]
use tenantscope_core::{Item, Operation, Result};
use tenantscope_core::{lenient, open_enum};

#[cfg(feature = "client")]
use crate::{List, scope::Scope, version};
use crate::{OnOff, Resource, RiskLevel, Severity};

/// Who hears of alerts. The id says `securityContact`, the path `securityContacts`.
pub type SecurityContact = Resource<SecurityContactProperties>;

/// What a security contact says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SecurityContactProperties {
    /// The addresses in one text, with `;` between them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emails: Option<String>,
    /// The telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Whether it is in use.
    #[serde(default, with = "lenient::boolean", skip_serializing_if = "Option::is_none")]
    pub is_enabled: Option<bool>,
    /// What is told.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub notifications_sources: Vec<NotificationsSource>,
    /// Who is told because of a role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notifications_by_role: Option<NotificationsByRole>,
}

/// What is told: alerts from some severity on, or attack paths from some risk on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NotificationsSource {
    /// Which of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_type: Option<NotificationsSourceType>,
    /// From which severity on, for alerts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimal_severity: Option<Severity>,
    /// From which risk on, for attack paths.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimal_risk_level: Option<RiskLevel>,
}

open_enum! {
    /// What a contact is told of. An example of Microsoft's misspells the latter, which is kept as it came.
    pub enum NotificationsSourceType {
        /// Alerts.
        Alert = "Alert",
        /// Attack paths.
        AttackPath = "AttackPath",
    }
}

/// Who is told because of a role.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NotificationsByRole {
    /// Whether anybody is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<OnOff>,
    /// Whoever has one of these roles.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<SecurityContactRole>,
}

open_enum! {
    /// A role on a subscription.
    pub enum SecurityContactRole {
        /// The account's administrator.
        AccountAdmin = "AccountAdmin",
        /// The service's administrator.
        ServiceAdmin = "ServiceAdmin",
        /// An administrator. Not documented.
        Admin = "Admin",
        /// An owner.
        Owner = "Owner",
        /// A contributor.
        Contributor = "Contributor",
    }
}

impl SecurityContact {
    /// The addresses, one by one.
    pub fn email_addresses(&self) -> impl Iterator<Item = &str> {
        let emails = self.properties.emails.as_deref().unwrap_or_default();
        emails.split(';').map(str::trim).filter(|address| !address.is_empty())
    }
}

/// The security contacts of a subscription.
#[cfg(feature = "client")]
#[derive(Clone, Debug)]
pub struct SecurityContacts(Scope);

#[cfg(feature = "client")]
impl SecurityContacts {
    pub(crate) fn new(security: Scope) -> Self {
        Self(security)
    }

    /// All of them: nearly always one, which is called `default`.
    ///
    /// Role: Security Reader on the subscription. Limits: Azure Resource Manager's reads per subscription.
    ///
    /// # Errors
    ///
    /// [`NotOnboarded`](tenantscope_core::ErrorKind::NotOnboarded) if Microsoft.Security isn't registered;
    /// [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) without the role.
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/security-contacts/list>
    pub fn list(&self) -> List<SecurityContact> {
        self.0.list(&LIST, version::SECURITY_CONTACTS, &["securityContacts"])
    }

    /// One of them by its name.
    ///
    /// Role: Security Reader on the subscription.
    ///
    /// # Errors
    ///
    /// [`NotFound`](tenantscope_core::ErrorKind::NotFound) if there is none; otherwise as
    /// [`list`](Self::list).
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/security-contacts/get>
    pub async fn get(&self, name: &str) -> Result<Item<SecurityContact>> {
        self.0.get(&GET, version::SECURITY_CONTACTS, &["securityContacts", name]).await
    }
}

#[cfg(feature = "client")]
static LIST: Operation = Operation::new("list security contacts").permissions(crate::error::READERS);
#[cfg(feature = "client")]
static GET: Operation = Operation::new("get security contact").permissions(crate::error::READERS);

#[cfg(test)]
mod tests {
    use tenantscope_core::Item;

    use super::*;

    #[test]
    fn contact_is_read_whole_with_its_misspelled_source() {
        let text = r#"{"id":"/subscriptions/s/providers/Microsoft.Security/securityContact/default","name":"default","type":"Microsoft.Security/securityContact","properties":{"notificationsByRole":{"state":"On","roles":["Owner","Admin"]},"emails":"john@contoso.com; jane@contoso.com;","phone":"(214)275-4038","isEnabled":true,"notificationsSources":[{"sourceType":"AttachPath","minimalRiskLevel":"Critical"},{"sourceType":"Alert","minimalSeverity":"Medium"}]}}"#;
        let contact: Item<SecurityContact> = Item::from_json(text).unwrap();
        assert!(contact.extra().is_empty());
        assert_eq!(contact.email_addresses().collect::<Vec<_>>(), ["john@contoso.com", "jane@contoso.com"]);
        let sources = &contact.properties.notifications_sources;
        assert_eq!(sources[0].source_type.as_ref().unwrap().as_str(), "AttachPath");
        assert_eq!(sources[1].minimal_severity, Some(Severity::Medium));
        assert_eq!(SecurityContact::default().email_addresses().count(), 0);
    }
}
