//! What every resource of Azure Resource Manager has in common.

use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};
use tenantscope_core::{SubscriptionId, Timestamp, lenient, open_enum};

/// A resource: its id, its name, its type, and the properties `P` that its type has.
///
/// A resource that comes without properties reads as one that has none of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(
    rename_all = "camelCase",
    bound(
        serialize = "P: Serialize + Default + PartialEq",
        deserialize = "P: DeserializeOwned + Default + PartialEq"
    )
)]
#[non_exhaustive]
pub struct Resource<P> {
    /// The full id, from `/subscriptions/` on. Compare it without regard to case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The last part of the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The type, such as `Microsoft.Security/secureScores`. Compare it without regard to case.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
    /// Who made and changed it, where the service says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system_data: Option<SystemData>,
    /// What a resource of this type has to say.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "is_default")]
    pub properties: P,
}

impl<P> Resource<P> {
    /// The subscription that the id names.
    pub fn subscription_id(&self) -> Option<SubscriptionId> {
        segment_after(self.id.as_deref()?, "subscriptions")?.parse().ok()
    }

    /// The resource group that the id names.
    pub fn resource_group(&self) -> Option<&str> {
        segment_after(self.id.as_deref()?, "resourceGroups")
    }
}

/// Who made a resource and who changed it last.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SystemData {
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// What kind of identity made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by_type: Option<CreatedByType>,
    /// When it was made.
    #[serde(default, with = "lenient::instant", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// Who changed it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_modified_by: Option<String>,
    /// What kind of identity changed it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_modified_by_type: Option<CreatedByType>,
    /// When it was changed last.
    #[serde(default, with = "lenient::instant", skip_serializing_if = "Option::is_none")]
    pub last_modified_at: Option<Timestamp>,
}

open_enum! {
    /// The kind of identity that made or changed a resource.
    pub enum CreatedByType {
        /// A person.
        User = "User",
        /// An app.
        Application = "Application",
        /// A managed identity.
        ManagedIdentity = "ManagedIdentity",
        /// A key.
        Key = "Key",
    }
}

/// The segment behind the one called `name`, whatever its case.
pub(crate) fn segment_after<'a>(id: &'a str, name: &str) -> Option<&'a str> {
    let mut segments = id.split('/');
    segments.find(|segment| segment.eq_ignore_ascii_case(name))?;
    segments.next().filter(|segment| !segment.is_empty())
}

/// The last segment of an id.
pub(crate) fn last_segment(id: &str) -> Option<&str> {
    id.trim_end_matches('/').rsplit('/').next().filter(|segment| !segment.is_empty())
}

/// Reads `null` as the default.
pub(crate) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    type Thing = Resource<Properties>;

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Properties {
        #[serde(skip_serializing_if = "Option::is_none")]
        a: Option<u8>,
    }

    #[test]
    fn resource_without_properties_reads_and_writes_as_such() {
        for body in ["{}", r#"{"properties":null,"id":null,"systemData":null}"#, r#"{"properties":{}}"#] {
            let thing: Thing = serde_json::from_str(body).unwrap();
            assert_eq!(thing, Thing::default());
            assert_eq!(serde_json::to_string(&thing).unwrap(), "{}");
        }
    }

    #[test]
    fn subscription_and_group_are_read_from_the_id_in_any_case() {
        let thing = Thing {
            id: Some("/Subscriptions/0000000A-0000-0000-0000-000000000001/resourcegroups/Rg-1/x".into()),
            ..Thing::default()
        };
        assert_eq!(thing.subscription_id().unwrap().as_str(), "0000000a-0000-0000-0000-000000000001");
        assert_eq!(thing.resource_group(), Some("Rg-1"));
        assert_eq!(Thing::default().subscription_id(), None);
    }

    #[test]
    fn system_data_of_a_newer_kind_of_identity_is_kept() {
        let text = r#"{"createdByType":"Robot","createdAt":"2026-01-02T03:04:05.1234567Z"}"#;
        let data: SystemData = serde_json::from_str(text).unwrap();
        assert_eq!(data.created_by_type.as_ref().unwrap().as_str(), "Robot");
        assert_eq!(serde_json::to_string(&data).unwrap(), text);
    }
}
