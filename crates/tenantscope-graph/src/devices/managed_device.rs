//! Devices that Intune manages.

use tenantscope_core::Timestamp;

use crate::{
    Id, List,
    devices::{ConfigurationManagerClientEnabledFeatures, DeviceActionResult, DeviceHealthAttestationState},
};

models! {
    /// A device that Intune manages.
    pub struct ManagedDevice: "managedDevice" {
        /// Its id.
        pub id: Id<ManagedDevice>,
        /// The activation lock bypass code.
        pub activation_lock_bypass_code: Option<String>,
        /// The android security patch level.
        pub android_security_patch_level: Option<String>,
        /// The id of its azure AD device.
        #[serde(rename = "azureADDeviceId")]
        pub azure_ad_device_id: Option<String>,
        /// Whether: azure AD registered.
        #[serde(rename = "azureADRegistered")]
        pub azure_ad_registered: Option<bool>,
        /// When: compliance grace period expiration.
        pub compliance_grace_period_expiration_date_time: Option<Timestamp>,
        /// The compliance state.
        pub compliance_state: Option<ComplianceState>,
        /// The configuration manager client enabled features.
        pub configuration_manager_client_enabled_features: Option<ConfigurationManagerClientEnabledFeatures>,
        /// Its device action results.
        pub device_action_results: List<DeviceActionResult>,
        /// The device category display name.
        pub device_category_display_name: Option<String>,
        /// The device enrollment type.
        pub device_enrollment_type: Option<DeviceEnrollmentType>,
        /// The device health attestation state.
        pub device_health_attestation_state: Option<DeviceHealthAttestationState>,
        /// The device's name.
        pub device_name: Option<String>,
        /// The device registration state.
        pub device_registration_state: Option<DeviceRegistrationState>,
        /// Whether: eas activated.
        pub eas_activated: Option<bool>,
        /// When: eas activation.
        pub eas_activation_date_time: Option<Timestamp>,
        /// The id of its eas device.
        pub eas_device_id: Option<String>,
        /// The mail address.
        pub email_address: Option<String>,
        /// When: enrolled.
        pub enrolled_date_time: Option<Timestamp>,
        /// The enrollment profile name.
        pub enrollment_profile_name: Option<String>,
        /// The ethernet mac address.
        pub ethernet_mac_address: Option<String>,
        /// The exchange access state.
        pub exchange_access_state: Option<DeviceManagementExchangeAccessState>,
        /// The exchange access state reason.
        pub exchange_access_state_reason: Option<DeviceManagementExchangeAccessStateReason>,
        /// When: exchange last successful sync.
        pub exchange_last_successful_sync_date_time: Option<Timestamp>,
        /// The free storage space in bytes.
        pub free_storage_space_in_bytes: Option<i64>,
        /// The iccid.
        pub iccid: Option<String>,
        /// The imei.
        pub imei: Option<String>,
        /// Whether it is encrypted.
        pub is_encrypted: Option<bool>,
        /// Whether it is supervised.
        pub is_supervised: Option<bool>,
        /// The jail broken.
        pub jail_broken: Option<String>,
        /// When: last sync.
        pub last_sync_date_time: Option<Timestamp>,
        /// The managed device name.
        pub managed_device_name: Option<String>,
        /// The managed device owner type.
        pub managed_device_owner_type: Option<ManagedDeviceOwnerType>,
        /// The management agent.
        pub management_agent: Option<ManagementAgentType>,
        /// The day: management certificate expiration.
        pub management_certificate_expiration_date: Option<Timestamp>,
        /// The management state.
        pub management_state: Option<ManagementState>,
        /// Who made it.
        pub manufacturer: Option<String>,
        /// The meid.
        pub meid: Option<String>,
        /// The model.
        pub model: Option<String>,
        /// Notes.
        pub notes: Option<String>,
        /// The operating system.
        pub operating_system: Option<String>,
        /// The os version.
        pub os_version: Option<String>,
        /// The partner reported threat state.
        pub partner_reported_threat_state: Option<ManagedDevicePartnerReportedHealthState>,
        /// The phone number.
        pub phone_number: Option<String>,
        /// The physical memory in bytes.
        pub physical_memory_in_bytes: Option<i64>,
        /// The remote assistance session error details.
        pub remote_assistance_session_error_details: Option<String>,
        /// The remote assistance session url.
        pub remote_assistance_session_url: Option<String>,
        /// Whether to require user enrollment approval.
        pub require_user_enrollment_approval: Option<bool>,
        /// The serial number.
        pub serial_number: Option<String>,
        /// The subscriber carrier.
        pub subscriber_carrier: Option<String>,
        /// The total storage space in bytes.
        pub total_storage_space_in_bytes: Option<i64>,
        /// The udid.
        pub udid: Option<String>,
        /// The user's name that people see.
        pub user_display_name: Option<String>,
        /// The user's id.
        pub user_id: Option<String>,
        /// The name that the user signs in with.
        pub user_principal_name: Option<String>,
        /// The wi fi mac address.
        pub wi_fi_mac_address: Option<String>,
    }
}

enums! {
    /// What `compliance_state` of a `ManagedDevice` says.
    pub enum ComplianceState: "complianceState" {
        NotKnown = "unknown",
        Compliant = "compliant",
        Noncompliant = "noncompliant",
        Conflict = "conflict",
        Error = "error",
        InGracePeriod = "inGracePeriod",
        ConfigManager = "configManager",
    }

    /// What `device_enrollment_type` of a `ManagedDevice` says.
    pub enum DeviceEnrollmentType: "deviceEnrollmentType" {
        NotKnown = "unknown",
        UserEnrollment = "userEnrollment",
        DeviceEnrollmentManager = "deviceEnrollmentManager",
        AppleBulkWithUser = "appleBulkWithUser",
        AppleBulkWithoutUser = "appleBulkWithoutUser",
        WindowsAzureADJoin = "windowsAzureADJoin",
        WindowsBulkUserless = "windowsBulkUserless",
        WindowsAutoEnrollment = "windowsAutoEnrollment",
        WindowsBulkAzureDomainJoin = "windowsBulkAzureDomainJoin",
        WindowsCoManagement = "windowsCoManagement",
        WindowsAzureADJoinUsingDeviceAuth = "windowsAzureADJoinUsingDeviceAuth",
        AppleUserEnrollment = "appleUserEnrollment",
        AppleUserEnrollmentWithServiceAccount = "appleUserEnrollmentWithServiceAccount",
    }

    /// What `device_registration_state` of a `ManagedDevice` says.
    pub enum DeviceRegistrationState: "deviceRegistrationState" {
        NotRegistered = "notRegistered",
        Registered = "registered",
        Revoked = "revoked",
        KeyConflict = "keyConflict",
        ApprovalPending = "approvalPending",
        CertificateReset = "certificateReset",
        NotRegisteredPendingEnrollment = "notRegisteredPendingEnrollment",
        NotKnown = "unknown",
    }

    /// What `exchange_access_state` of a `ManagedDevice` says.
    pub enum DeviceManagementExchangeAccessState: "deviceManagementExchangeAccessState" {
        None = "none",
        NotKnown = "unknown",
        Allowed = "allowed",
        Blocked = "blocked",
        Quarantined = "quarantined",
    }

    /// What `exchange_access_state_reason` of a `ManagedDevice` says.
    pub enum DeviceManagementExchangeAccessStateReason: "deviceManagementExchangeAccessStateReason" {
        None = "none",
        NotKnown = "unknown",
        ExchangeGlobalRule = "exchangeGlobalRule",
        ExchangeIndividualRule = "exchangeIndividualRule",
        ExchangeDeviceRule = "exchangeDeviceRule",
        ExchangeUpgrade = "exchangeUpgrade",
        ExchangeMailboxPolicy = "exchangeMailboxPolicy",
        Other = "other",
        Compliant = "compliant",
        NotCompliant = "notCompliant",
        NotEnrolled = "notEnrolled",
        UnknownLocation = "unknownLocation",
        MfaRequired = "mfaRequired",
        AzureADBlockDueToAccessPolicy = "azureADBlockDueToAccessPolicy",
        CompromisedPassword = "compromisedPassword",
        DeviceNotKnownWithManagedApp = "deviceNotKnownWithManagedApp",
    }

    /// What `managed_device_owner_type` of a `ManagedDevice` says.
    pub enum ManagedDeviceOwnerType: "managedDeviceOwnerType" {
        NotKnown = "unknown",
        Company = "company",
        Personal = "personal",
    }

    /// What `management_agent` of a `ManagedDevice` says.
    pub enum ManagementAgentType: "managementAgentType" {
        Eas = "eas",
        Mdm = "mdm",
        EasMdm = "easMdm",
        IntuneClient = "intuneClient",
        EasIntuneClient = "easIntuneClient",
        ConfigurationManagerClient = "configurationManagerClient",
        ConfigurationManagerClientMdm = "configurationManagerClientMdm",
        ConfigurationManagerClientMdmEas = "configurationManagerClientMdmEas",
        NotKnown = "unknown",
        Jamf = "jamf",
        GoogleCloudDevicePolicyController = "googleCloudDevicePolicyController",
        Microsoft365ManagedMdm = "microsoft365ManagedMdm",
        MsSense = "msSense",
    }

    /// What `management_state` of a `ManagedDevice` says.
    pub enum ManagementState: "managementState" {
        Managed = "managed",
        RetirePending = "retirePending",
        RetireFailed = "retireFailed",
        WipePending = "wipePending",
        WipeFailed = "wipeFailed",
        Unhealthy = "unhealthy",
        DeletePending = "deletePending",
        RetireIssued = "retireIssued",
        WipeIssued = "wipeIssued",
        WipeCanceled = "wipeCanceled",
        RetireCanceled = "retireCanceled",
        Discovered = "discovered",
    }

    /// What `partner_reported_threat_state` of a `ManagedDevice` says.
    pub enum ManagedDevicePartnerReportedHealthState: "managedDevicePartnerReportedHealthState" {
        NotKnown = "unknown",
        Activated = "activated",
        Deactivated = "deactivated",
        Secured = "secured",
        LowSeverity = "lowSeverity",
        MediumSeverity = "mediumSeverity",
        HighSeverity = "highSeverity",
        Unresponsive = "unresponsive",
        Compromised = "compromised",
        Misconfigured = "misconfigured",
    }
}
