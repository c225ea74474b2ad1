//! Devices that Intune manages.

mod device_details;
mod managed_device;
#[cfg(feature = "client")]
mod resources;

use crate::schema::Type;

#[cfg(feature = "client")]
pub use self::resources::{INTUNE_LIMIT, ManagedDevices};
pub use self::{
    device_details::{
        ActionState, ConfigurationManagerClientEnabledFeatures, DeviceActionResult, DeviceGeoLocation,
        DeviceHealthAttestationState,
    },
    managed_device::{
        ComplianceState, DeviceEnrollmentType, DeviceManagementExchangeAccessState,
        DeviceManagementExchangeAccessStateReason, DeviceRegistrationState, ManagedDevice,
        ManagedDeviceOwnerType, ManagedDevicePartnerReportedHealthState, ManagementAgentType,
        ManagementState,
    },
};

/// The tables of this area.
pub(crate) const TABLES: &[&[&Type]] =
    &[device_details::MODELS, device_details::ENUMS, managed_device::MODELS, managed_device::ENUMS];
