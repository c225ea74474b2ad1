//! Settings: which other services share data with Defender for Cloud.

use serde::{Deserialize, Serialize};
#[cfg(feature = "client")]
use tenantscope_core::{Item, Operation, Result};
use tenantscope_core::{lenient, open_enum};

#[cfg(feature = "client")]
use crate::{List, scope::Scope, version};
use crate::{SystemData, resource::null_as_default};

/// Whether one other service shares data or alerts: its name says which, such as `MCAS` or `WDATP`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Setting {
    /// The full id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The other service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `Microsoft.Security/settings`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
    /// Who made and changed it, where the service says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system_data: Option<SystemData>,
    /// What is shared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<SettingKind>,
    /// What it is set to.
    #[serde(default, deserialize_with = "null_as_default")]
    pub properties: SettingProperties,
}

/// What a setting is set to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SettingProperties {
    /// Whether it is switched on.
    #[serde(default, with = "lenient::boolean", skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
}

open_enum! {
    /// What a setting is about.
    pub enum SettingKind {
        /// Data is shared.
        DataExportSettings = "DataExportSettings",
        /// The states of alerts are shared.
        AlertSyncSettings = "AlertSyncSettings",
    }
}

/// The settings of a subscription.
#[cfg(feature = "client")]
#[derive(Clone, Debug)]
pub struct Settings(Scope);

#[cfg(feature = "client")]
impl Settings {
    pub(crate) fn new(security: Scope) -> Self {
        Self(security)
    }

    /// All of them.
    ///
    /// Role: Security Reader on the subscription. Limits: Azure Resource Manager's reads per subscription.
    ///
    /// # Errors
    ///
    /// [`NotOnboarded`](tenantscope_core::ErrorKind::NotOnboarded) if Microsoft.Security isn't registered;
    /// [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) without the role.
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/settings/list>
    pub fn list(&self) -> List<Setting> {
        self.0.list(&LIST, version::SETTINGS, &["settings"])
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
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/settings/get>
    pub async fn get(&self, name: &str) -> Result<Item<Setting>> {
        self.0.get(&GET, version::SETTINGS, &["settings", name]).await
    }
}

#[cfg(feature = "client")]
static LIST: Operation = Operation::new("list settings").permissions(crate::error::READERS);
#[cfg(feature = "client")]
static GET: Operation = Operation::new("get setting").permissions(crate::error::READERS);
