//! Devices that Intune manages.

mod device_details;
mod managed_device;

use crate::schema::Type;

pub use self::{
    device_details::{ActionState, ConfigurationManagerClientEnabledFeatures, DeviceActionResult, DeviceGeoLocation, DeviceHealthAttestationState},
    managed_device::{ComplianceState, DeviceEnrollmentType, DeviceManagementExchangeAccessState, DeviceManagementExchangeAccessStateReason, DeviceRegistrationState, ManagedDevice, ManagedDeviceOwnerType, ManagedDevicePartnerReportedHealthState, ManagementAgentType, ManagementState},
};

/// The tables of this area.
pub(crate) const TABLES: &[&[&Type]] = &[
    device_details::MODELS,
    device_details::ENUMS,
    managed_device::MODELS,
    managed_device::ENUMS,
];
