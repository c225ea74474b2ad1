//! The devices of a tenant, and what the list takes.

use std::time::Duration;

use tenantscope_core::RateLimit;

use super::{ComplianceState, ManagedDevice};
use crate::{
    GraphClient,
    query::{Collection, Text},
};

/// What the service takes of one app and one tenant: 2,000 requests in 20 seconds.
pub const INTUNE_LIMIT: RateLimit = RateLimit::new("graph intune").requests(2000, Duration::from_secs(20));

resource! {
    /// The devices that Intune manages. Needs an Intune licence in the tenant.
    ///
    /// * Permission: `DeviceManagementManagedDevices.Read.All` (or `DeviceManagementManagedDevices.ReadWrite.All`)
    /// * Limit: 2,000 requests in 20 seconds
    /// * Source: "List managedDevices", <https://learn.microsoft.com/graph/api/intune-devices-manageddevice-list>
    pub struct ManagedDevices of ManagedDevice;
    path ["deviceManagement", "managedDevices"];
    list "list managed devices" needs ["DeviceManagementManagedDevices.Read.All", "DeviceManagementManagedDevices.ReadWrite.All"], limit INTUNE_LIMIT;
    get "get managed device";
    top 1000;
    takes [Filterable, Select];
    except ["users"];
    fields {
        /// The device's name.
        DEVICE_NAME: Text = "deviceName";
        /// The user.
        USER_ID: Text = "userId";
        /// The id that the device has in the directory.
        AZURE_AD_DEVICE_ID: Text = "azureADDeviceId";
        /// Whether it keeps to the rules.
        COMPLIANCE_STATE: ComplianceState = "complianceState";
    }
}

impl GraphClient {
    /// The devices that Intune manages.
    pub fn managed_devices(&self) -> Collection<ManagedDevices> {
        self.collection()
    }
}
