//! Parts of a managed device: attestation, features, actions.

use tenantscope_core::Timestamp;

models! {
    /// What `device_health_attestation_state` of a `ManagedDevice` holds.
    pub struct DeviceHealthAttestationState: "deviceHealthAttestationState" {
        /// The attestation identity key.
        pub attestation_identity_key: Option<String>,
        /// The bit locker status.
        pub bit_locker_status: Option<String>,
        /// The boot app security version.
        pub boot_app_security_version: Option<String>,
        /// The boot debugging.
        pub boot_debugging: Option<String>,
        /// The boot manager security version.
        pub boot_manager_security_version: Option<String>,
        /// The boot manager version.
        pub boot_manager_version: Option<String>,
        /// The boot revision list info.
        pub boot_revision_list_info: Option<String>,
        /// The code integrity.
        pub code_integrity: Option<String>,
        /// The code integrity check version.
        pub code_integrity_check_version: Option<String>,
        /// The code integrity policy.
        pub code_integrity_policy: Option<String>,
        /// The content namespace url.
        pub content_namespace_url: Option<String>,
        /// The content version.
        pub content_version: Option<String>,
        /// The data excution policy.
        pub data_excution_policy: Option<String>,
        /// The device health attestation status.
        pub device_health_attestation_status: Option<String>,
        /// The early launch anti malware driver protection.
        pub early_launch_anti_malware_driver_protection: Option<String>,
        /// The health attestation supported status.
        pub health_attestation_supported_status: Option<String>,
        /// The health status mismatch info.
        pub health_status_mismatch_info: Option<String>,
        /// When: issued.
        pub issued_date_time: Option<Timestamp>,
        /// When it was changed last. Poll by this, since it changes often.
        pub last_update_date_time: Option<String>,
        /// The operating system kernel debugging.
        pub operating_system_kernel_debugging: Option<String>,
        /// The operating system rev list info.
        pub operating_system_rev_list_info: Option<String>,
        /// The pcr0.
        pub pcr0: Option<String>,
        /// The pcr hash algorithm.
        pub pcr_hash_algorithm: Option<String>,
        /// How many: reset.
        pub reset_count: Option<i64>,
        /// How many: restart.
        pub restart_count: Option<i64>,
        /// The safe mode.
        pub safe_mode: Option<String>,
        /// The secure boot.
        pub secure_boot: Option<String>,
        /// The secure boot configuration policy finger print.
        pub secure_boot_configuration_policy_finger_print: Option<String>,
        /// The test signing.
        pub test_signing: Option<String>,
        /// The tpm version.
        pub tpm_version: Option<String>,
        /// The virtual secure mode.
        pub virtual_secure_mode: Option<String>,
        /// The windows PE.
        #[serde(rename = "windowsPE")]
        pub windows_pe: Option<String>,
    }

    /// What `configuration_manager_client_enabled_features` of a `ManagedDevice` holds.
    pub struct ConfigurationManagerClientEnabledFeatures: "configurationManagerClientEnabledFeatures" {
        /// Whether: compliance policy.
        pub compliance_policy: Option<bool>,
        /// Whether: device configuration.
        pub device_configuration: Option<bool>,
        /// Whether: inventory.
        pub inventory: Option<bool>,
        /// Whether: modern apps.
        pub modern_apps: Option<bool>,
        /// Whether: resource access.
        pub resource_access: Option<bool>,
        /// Whether: windows update for business.
        pub windows_update_for_business: Option<bool>,
    }

    /// What became of an action on a device.
    pub struct DeviceActionResult: "deviceActionResult" | "deleteUserFromSharedAppleDeviceActionResult" | "locateDeviceActionResult" | "remoteLockActionResult" | "resetPasscodeActionResult" | "rotateBitLockerKeysDeviceActionResult" | "windowsDefenderScanActionResult" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// The action name.
        pub action_name: Option<String>,
        /// The action state.
        pub action_state: Option<ActionState>,
        /// When it was changed last.
        pub last_updated_date_time: Option<Timestamp>,
        /// When it begins.
        pub start_date_time: Option<Timestamp>,
        /// The name that the user signs in with.
        pub user_principal_name: Option<String>,
        /// The device location.
        pub device_location: Option<DeviceGeoLocation>,
        /// The unlock pin.
        pub unlock_pin: Option<String>,
        /// 0 for a success, or the AADSTS number.
        pub error_code: Option<i64>,
        /// The passcode.
        pub passcode: Option<String>,
        /// The scan type.
        pub scan_type: Option<String>,
    }

    /// What `device_location` of a `DeviceActionResult` holds.
    pub struct DeviceGeoLocation: "deviceGeoLocation" {
        /// Height in metres.
        pub altitude: Option<f64>,
        /// The heading.
        pub heading: Option<f64>,
        /// The horizontal accuracy.
        pub horizontal_accuracy: Option<f64>,
        /// When: last collected.
        pub last_collected_date_time: Option<Timestamp>,
        /// Degrees north.
        pub latitude: Option<f64>,
        /// Degrees east.
        pub longitude: Option<f64>,
        /// The speed.
        pub speed: Option<f64>,
        /// The vertical accuracy.
        pub vertical_accuracy: Option<f64>,
    }
}

enums! {
    /// What `action_state` of a `DeviceActionResult` says.
    pub enum ActionState: "actionState" {
        None = "none",
        Pending = "pending",
        Canceled = "canceled",
        Active = "active",
        Done = "done",
        Failed = "failed",
        NotSupported = "notSupported",
    }
}
