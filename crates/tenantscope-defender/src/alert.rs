//! Security alerts: attacks that Defender for Cloud saw, and how far somebody is with each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
#[cfg(feature = "client")]
use tenantscope_core::{Error, ErrorKind, Item, Operation, Result};
use tenantscope_core::{Timestamp, lenient, open_enum};

#[cfg(feature = "client")]
use crate::{List, scope::Scope, version};
use crate::{
    Resource,
    open_object::open_object,
    resource::{null_as_default, segment_after},
};

/// A security alert.
pub type Alert = Resource<AlertProperties>;

/// What an alert says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AlertProperties {
    /// The version of the alert's form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The kind of alert, the same for all of that kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert_type: Option<String>,
    /// The alert's own id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system_alert_id: Option<String>,
    /// The plan that saw it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_component_name: Option<String>,
    /// The alert in a few words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert_display_name: Option<String>,
    /// The alert at length.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How bad it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<AlertSeverity>,
    /// What the attacker is after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intent: Option<AlertIntent>,
    /// When the attack began.
    #[serde(default, with = "lenient::instant", skip_serializing_if = "Option::is_none")]
    pub start_time_utc: Option<Timestamp>,
    /// When it was last seen.
    #[serde(default, with = "lenient::instant", skip_serializing_if = "Option::is_none")]
    pub end_time_utc: Option<Timestamp>,
    /// The resources that it is about.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub resource_identifiers: Vec<ResourceIdentifier>,
    /// What to do.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub remediation_steps: Vec<String>,
    /// Who raised it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_name: Option<String>,
    /// How far somebody is with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<AlertStatus>,
    /// Links to more.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub extended_links: Vec<BTreeMap<String, Value>>,
    /// Where to see it in the portal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert_uri: Option<String>,
    /// When the alert was raised.
    #[serde(default, with = "lenient::instant", skip_serializing_if = "Option::is_none")]
    pub time_generated_utc: Option<Timestamp>,
    /// The product that raised it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_name: Option<String>,
    /// When the product was done with it.
    #[serde(default, with = "lenient::instant", skip_serializing_if = "Option::is_none")]
    pub processing_end_time_utc: Option<Timestamp>,
    /// What took part: accounts, addresses, processes, …
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<AlertEntity>,
    /// Whether it sums up several alerts.
    #[serde(default, with = "lenient::boolean", skip_serializing_if = "Option::is_none")]
    pub is_incident: Option<bool>,
    /// What alerts of one matter share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correlation_key: Option<String>,
    /// More, by name.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Map::is_empty")]
    pub extended_properties: Map<String, Value>,
    /// What was attacked, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compromised_entity: Option<String>,
    /// The techniques of MITRE ATT&CK, by their numbers.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub techniques: Vec<String>,
    /// The sub-techniques of MITRE ATT&CK, by their numbers.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub sub_techniques: Vec<String>,
    /// What it was seen from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supporting_evidence: Option<SupportingEvidence>,
}

/// A resource that an alert is about: one of Azure, or a machine that a Log Analytics workspace knows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ResourceIdentifier {
    /// Which of them: `AzureResource`, `LogAnalytics`, …
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub identifier_type: Option<ResourceIdentifierType>,
    /// The resource's id, if it is one of Azure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub azure_resource_id: Option<String>,
    /// The workspace that knows the machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace_id: Option<String>,
    /// The workspace's subscription.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace_subscription_id: Option<String>,
    /// The workspace's resource group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace_resource_group: Option<String>,
    /// The agent on the machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
}

open_enum! {
    /// What an alert is about.
    pub enum ResourceIdentifierType {
        /// A resource of Azure.
        AzureResource = "AzureResource",
        /// A machine that a Log Analytics workspace knows.
        LogAnalytics = "LogAnalytics",
    }
}

open_object! {
    /// Something that took part in an alert. Which members there are depends on its type, and it may stand for
    /// another one of the same alert by its number.
    AlertEntity
}

impl AlertEntity {
    /// What it is: `ip`, `account`, `process`, …
    pub fn entity_type(&self) -> Option<&str> {
        self.text("type")
    }

    /// Its number within the alert.
    pub fn number(&self) -> Option<&str> {
        self.text("$id")
    }

    /// The number of the one that it stands for.
    pub fn refers_to(&self) -> Option<&str> {
        self.text("$ref")
    }
}

open_object! {
    /// What an alert was seen from. Which members there are depends on its type.
    SupportingEvidence
}

impl SupportingEvidence {
    /// What kind of evidence it is.
    pub fn evidence_type(&self) -> Option<&str> {
        self.text("type")
    }
}

open_enum! {
    /// How bad an alert is.
    pub enum AlertSeverity {
        /// It is only to be known.
        Informational = "Informational",
        /// Low.
        Low = "Low",
        /// Medium.
        Medium = "Medium",
        /// High.
        High = "High",
    }
}

open_enum! {
    /// How far somebody is with an alert.
    pub enum AlertStatus {
        /// Nobody has taken it up.
        Active = "Active",
        /// Somebody has.
        InProgress = "InProgress",
        /// It is mended.
        Resolved = "Resolved",
        /// It was no attack, or doesn't matter.
        Dismissed = "Dismissed",
    }
}

open_enum! {
    /// What an attacker is after.
    pub enum AlertIntent {
        /// Not told. The service's own word.
        NotTold = "Unknown",
        /// Before the attack.
        PreAttack = "PreAttack",
        /// A way in.
        InitialAccess = "InitialAccess",
        /// To stay.
        Persistence = "Persistence",
        /// More rights.
        PrivilegeEscalation = "PrivilegeEscalation",
        /// Not to be seen.
        DefenseEvasion = "DefenseEvasion",
        /// Passwords, keys and tokens.
        CredentialAccess = "CredentialAccess",
        /// To know the surroundings.
        Discovery = "Discovery",
        /// Other machines.
        LateralMovement = "LateralMovement",
        /// To run programs.
        Execution = "Execution",
        /// To gather data.
        Collection = "Collection",
        /// To carry data off.
        Exfiltration = "Exfiltration",
        /// To steer from outside.
        CommandAndControl = "CommandAndControl",
        /// Harm.
        Impact = "Impact",
        /// To find a way in.
        Probing = "Probing",
        /// To use a weakness.
        Exploitation = "Exploitation",
    }
}

impl Alert {
    /// The region that keeps it: without it an alert can be neither asked for nor changed.
    pub fn location(&self) -> Option<&str> {
        segment_after(self.id.as_deref()?, "locations")
    }
}

/// The alerts of a subscription or of one of its resource groups.
#[cfg(feature = "client")]
#[derive(Clone, Debug)]
pub struct Alerts(Scope);

/// The alerts that one region keeps.
#[cfg(feature = "client")]
#[derive(Clone, Debug)]
pub struct AlertsInLocation(Scope);

#[cfg(feature = "client")]
impl Alerts {
    /// Those of a subscription or of a resource group.
    pub(crate) fn new(place: Scope) -> Self {
        Self(place)
    }

    /// Those of one resource group only.
    pub fn in_resource_group(&self, name: &str) -> Self {
        Self(self.0.below(&["resourceGroups", name]))
    }

    /// Those that one region keeps: see [`Alert::location`].
    pub fn in_location(&self, region: &str) -> AlertsInLocation {
        AlertsInLocation(self.0.security().below(&["locations", region]))
    }

    /// All alerts.
    ///
    /// Role: Security Reader on the subscription. Limits: Azure Resource Manager's reads per subscription.
    ///
    /// # Errors
    ///
    /// [`NotOnboarded`](tenantscope_core::ErrorKind::NotOnboarded) if Microsoft.Security isn't registered;
    /// [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) without the role.
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/alerts/list>
    pub fn list(&self) -> List<Alert> {
        self.0.security().list(&LIST, version::ALERTS, &["alerts"])
    }
}

#[cfg(feature = "client")]
impl AlertsInLocation {
    /// All alerts of the region.
    ///
    /// Role: Security Reader on the subscription.
    ///
    /// # Errors
    ///
    /// As [`Alerts::list`].
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/alerts/list-subscription-level-by-region>
    pub fn list(&self) -> List<Alert> {
        self.0.list(&LIST, version::ALERTS, &["alerts"])
    }

    /// One alert by its name.
    ///
    /// Role: Security Reader on the subscription.
    ///
    /// # Errors
    ///
    /// [`NotFound`](tenantscope_core::ErrorKind::NotFound) if the region keeps none of that name; otherwise
    /// as [`Alerts::list`].
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/alerts/get-subscription-level>
    pub async fn get(&self, name: &str) -> Result<Item<Alert>> {
        self.0.get(&GET, version::ALERTS, &["alerts", name]).await
    }

    /// Says how far somebody is with an alert.
    ///
    /// Role: Security Admin on the subscription.
    ///
    /// # Errors
    ///
    /// [`InvalidInput`](ErrorKind::InvalidInput) for a status that this release has no name for;
    /// [`PermissionDenied`](ErrorKind::PermissionDenied) without the role;
    /// [`NotFound`](ErrorKind::NotFound) if the region keeps none of that name.
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/alerts/update-subscription-level-state-to-dismiss>
    pub async fn update_status(&self, name: &str, status: &AlertStatus) -> Result<()> {
        let verb = match status {
            AlertStatus::Active => "activate",
            AlertStatus::InProgress => "inProgress",
            AlertStatus::Resolved => "resolve",
            AlertStatus::Dismissed => "dismiss",
            AlertStatus::Unknown(_) => {
                return Err(Error::builder(ErrorKind::InvalidInput)
                    .operation(UPDATE.name())
                    .detail(format!("no alert can be made `{status}`: expected one of the named statuses"))
                    .build());
            }
        };
        self.0.post(&UPDATE, version::ALERTS, &["alerts", name, verb]).await.map(|_| ())
    }
}

#[cfg(feature = "client")]
static LIST: Operation = Operation::new("list alerts of a subscription").permissions(crate::error::READERS);
#[cfg(feature = "client")]
static GET: Operation = Operation::new("get alert of a subscription").permissions(crate::error::READERS);
#[cfg(feature = "client")]
static UPDATE: Operation = Operation::new("update status of an alert")
    .permissions(&["Security Admin"])
    // the same status twice is the same as once
    .repeatable();

#[cfg(test)]
mod tests {
    use tenantscope_core::Item;

    use super::*;

    #[test]
    fn alert_is_read_whole() {
        let text = r#"{"id":"/subscriptions/0000000a-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Security/locations/westeurope/alerts/2518_x","name":"2518_x","type":"Microsoft.Security/Locations/alerts","properties":{"status":"Active","severity":"informational","intent":"Unknown","startTimeUtc":"2026-02-22T00:00:00.1234567Z","resourceIdentifiers":[{"type":"AzureResource","azureResourceId":"/x"},{"type":"LogAnalytics","workspaceId":"w","workspaceSubscriptionId":"s","workspaceResourceGroup":"g","agentId":"a"},{"type":"AAD"}],"extendedLinks":[{"Category":"threat_reports","Href":"https://x"}],"entities":[{"$id":"centralus_100","type":"ip","address":"192.0.2.1","location":{"countryCode":"gb"}},{"$ref":"centralus_100"}],"isIncident":true,"extendedProperties":{"Property1":"v"},"supportingEvidence":{"type":"tabularEvidences","rows":[["a"]]}}}"#;
        let alert: Item<Alert> = Item::from_json(text).unwrap();
        assert_eq!(Value::Object(alert.extra()), serde_json::json!({}), "all of it has a name");
        assert_eq!((alert.location(), alert.resource_group()), (Some("westeurope"), Some("rg")));
        let properties = &alert.properties;
        assert_eq!(properties.severity, Some(AlertSeverity::Informational));
        assert_eq!(properties.intent, Some(AlertIntent::NotTold));
        assert_eq!(properties.entities[1].refers_to(), properties.entities[0].number());
        assert_eq!(properties.extended_links[0]["Href"], "https://x");
        assert_eq!(properties.resource_identifiers[2].identifier_type.as_ref().unwrap().as_str(), "AAD");
        assert_eq!(
            properties.supporting_evidence.as_ref().unwrap().evidence_type(),
            Some("tabularEvidences")
        );
    }
}
