//! Auto-provisioning: whether agents are put on new machines.

use serde::{Deserialize, Serialize};
use tenantscope_core::open_enum;
#[cfg(feature = "client")]
use tenantscope_core::{Item, Operation, Result};

use crate::Resource;
#[cfg(feature = "client")]
use crate::{List, scope::Scope, version};

/// Whether agents are put on new machines.
pub type AutoProvisioningSetting = Resource<AutoProvisioningSettingProperties>;

/// What an auto-provisioning setting says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AutoProvisioningSettingProperties {
    /// Whether it is switched on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_provision: Option<OnOff>,
}

open_enum! {
    /// Whether something is switched on.
    pub enum OnOff {
        /// It is.
        On = "On",
        /// It isn't.
        Off = "Off",
    }
}

/// The auto-provisioning settings of a subscription.
#[cfg(feature = "client")]
#[derive(Clone, Debug)]
pub struct AutoProvisioningSettings(Scope);

#[cfg(feature = "client")]
impl AutoProvisioningSettings {
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
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/auto-provisioning-settings/list>
    pub fn list(&self) -> List<AutoProvisioningSetting> {
        self.0.list(&LIST, version::AUTO_PROVISIONING, &["autoProvisioningSettings"])
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
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/auto-provisioning-settings/get>
    pub async fn get(&self, name: &str) -> Result<Item<AutoProvisioningSetting>> {
        self.0.get(&GET, version::AUTO_PROVISIONING, &["autoProvisioningSettings", name]).await
    }
}

#[cfg(feature = "client")]
static LIST: Operation = Operation::new("list auto-provisioning settings").permissions(crate::error::READERS);
#[cfg(feature = "client")]
static GET: Operation = Operation::new("get auto-provisioning setting").permissions(crate::error::READERS);
