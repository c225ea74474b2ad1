//! Evidence on devices: the device itself, its network cards, its registry.

use tenantscope_core::Timestamp;

use crate::{
    List,
    security::evidence::{
        AzureResourceEvidence, EvidenceRemediationStatus, EvidenceRole, EvidenceVerdict, IpEvidence,
        UrlEvidence,
    },
};

models! {
    /// What `host` of a `HostLogonSessionEvidence` holds.
    pub struct DeviceEvidence: "security.deviceEvidence" {
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The parts that it plays, in words.
        pub detailed_roles: List<String>,
        /// What was done about it.
        pub remediation_status: Option<EvidenceRemediationStatus>,
        /// More on what was done about it.
        pub remediation_status_details: Option<String>,
        /// The parts that it plays.
        pub roles: List<EvidenceRole>,
        /// Its tags.
        pub tags: List<String>,
        /// What was found out about it.
        pub verdict: Option<EvidenceVerdict>,
        /// The id of its azure ad device.
        pub azure_ad_device_id: Option<String>,
        /// The defender av status.
        pub defender_av_status: Option<DefenderAvStatus>,
        /// The device dns name.
        pub device_dns_name: Option<String>,
        /// The dns domain.
        pub dns_domain: Option<String>,
        /// When: first seen.
        pub first_seen_date_time: Option<Timestamp>,
        /// The health status.
        pub health_status: Option<DeviceHealthStatus>,
        /// The host name.
        pub host_name: Option<String>,
        /// Its ip interfaces.
        pub ip_interfaces: List<String>,
        /// The last external ip address.
        pub last_external_ip_address: Option<String>,
        /// The last ip address.
        pub last_ip_address: Option<String>,
        /// Its logged on users.
        pub logged_on_users: List<LoggedOnUser>,
        /// The device's id in Defender for Endpoint.
        pub mde_device_id: Option<String>,
        /// The nt domain.
        pub nt_domain: Option<String>,
        /// Onboarding status.
        pub onboarding_status: Option<OnboardingStatus>,
        /// The os build.
        pub os_build: Option<i64>,
        /// The os platform.
        pub os_platform: Option<String>,
        /// The id of its rbac group.
        pub rbac_group_id: Option<i64>,
        /// The rbac group name.
        pub rbac_group_name: Option<String>,
        /// Its resource access events.
        pub resource_access_events: List<ResourceAccessEvent>,
        /// The risk score.
        pub risk_score: Option<DeviceRiskScore>,
        /// Its version.
        pub version: Option<String>,
        /// The vm metadata.
        pub vm_metadata: Option<VmMetadata>,
    }

    /// A device of the Internet of Things.
    pub struct IoTDeviceEvidence: "security.ioTDeviceEvidence" {
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The parts that it plays, in words.
        pub detailed_roles: List<String>,
        /// What was done about it.
        pub remediation_status: Option<EvidenceRemediationStatus>,
        /// More on what was done about it.
        pub remediation_status_details: Option<String>,
        /// The parts that it plays.
        pub roles: List<EvidenceRole>,
        /// Its tags.
        pub tags: List<String>,
        /// What was found out about it.
        pub verdict: Option<EvidenceVerdict>,
        /// The device's id.
        pub device_id: Option<String>,
        /// The device's name.
        pub device_name: Option<String>,
        /// The device page link.
        pub device_page_link: Option<String>,
        /// The device sub type.
        pub device_sub_type: Option<String>,
        /// The device type.
        pub device_type: Option<String>,
        /// The importance.
        pub importance: Option<IoTDeviceImportanceType>,
        /// The io t hub.
        pub io_t_hub: Option<AzureResourceEvidence>,
        /// The id of its io t security agent.
        pub io_t_security_agent_id: Option<String>,
        /// The IP address.
        pub ip_address: Option<IpEvidence>,
        /// Whether it is authorized.
        pub is_authorized: Option<bool>,
        /// Whether it is programming.
        pub is_programming: Option<bool>,
        /// Whether it is scanner.
        pub is_scanner: Option<bool>,
        /// The mac address.
        pub mac_address: Option<String>,
        /// Who made it.
        pub manufacturer: Option<String>,
        /// The model.
        pub model: Option<String>,
        /// Its nics.
        pub nics: List<NicEvidence>,
        /// The operating system.
        pub operating_system: Option<String>,
        /// Its owners.
        pub owners: List<String>,
        /// Its protocols.
        pub protocols: List<String>,
        /// The purdue layer.
        pub purdue_layer: Option<String>,
        /// The sensor.
        pub sensor: Option<String>,
        /// The serial number.
        pub serial_number: Option<String>,
        /// The site.
        pub site: Option<String>,
        /// Where it came from.
        pub source: Option<String>,
        /// The source ref.
        pub source_ref: Option<UrlEvidence>,
        /// The zone.
        pub zone: Option<String>,
    }

    /// What `nics` of a `IoTDeviceEvidence` holds.
    pub struct NicEvidence: "security.nicEvidence" {
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The parts that it plays, in words.
        pub detailed_roles: List<String>,
        /// What was done about it.
        pub remediation_status: Option<EvidenceRemediationStatus>,
        /// More on what was done about it.
        pub remediation_status_details: Option<String>,
        /// The parts that it plays.
        pub roles: List<EvidenceRole>,
        /// Its tags.
        pub tags: List<String>,
        /// What was found out about it.
        pub verdict: Option<EvidenceVerdict>,
        /// The IP address.
        pub ip_address: Option<IpEvidence>,
        /// The mac address.
        pub mac_address: Option<String>,
        /// Its vlans.
        pub vlans: List<String>,
    }

    /// A registry key evidence.
    pub struct RegistryKeyEvidence: "security.registryKeyEvidence" {
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The parts that it plays, in words.
        pub detailed_roles: List<String>,
        /// What was done about it.
        pub remediation_status: Option<EvidenceRemediationStatus>,
        /// More on what was done about it.
        pub remediation_status_details: Option<String>,
        /// The parts that it plays.
        pub roles: List<EvidenceRole>,
        /// Its tags.
        pub tags: List<String>,
        /// What was found out about it.
        pub verdict: Option<EvidenceVerdict>,
        /// The registry hive.
        pub registry_hive: Option<String>,
        /// The registry key.
        pub registry_key: Option<String>,
    }

    /// A registry value evidence.
    pub struct RegistryValueEvidence: "security.registryValueEvidence" {
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The parts that it plays, in words.
        pub detailed_roles: List<String>,
        /// What was done about it.
        pub remediation_status: Option<EvidenceRemediationStatus>,
        /// More on what was done about it.
        pub remediation_status_details: Option<String>,
        /// The parts that it plays.
        pub roles: List<EvidenceRole>,
        /// Its tags.
        pub tags: List<String>,
        /// What was found out about it.
        pub verdict: Option<EvidenceVerdict>,
        /// The device's id in Defender for Endpoint.
        pub mde_device_id: Option<String>,
        /// The registry hive.
        pub registry_hive: Option<String>,
        /// The registry key.
        pub registry_key: Option<String>,
        /// The registry value.
        pub registry_value: Option<String>,
        /// The registry value name.
        pub registry_value_name: Option<String>,
        /// The registry value type.
        pub registry_value_type: Option<String>,
    }

    /// What `logged_on_users` of a `DeviceEvidence` holds.
    pub struct LoggedOnUser: "security.loggedOnUser" {
        /// The account's name.
        pub account_name: Option<String>,
        /// The domain.
        pub domain_name: Option<String>,
    }

    /// What `resource_access_events` of a `DeviceEvidence` holds.
    pub struct ResourceAccessEvent: "security.resourceAccessEvent" {
        /// When: access.
        pub access_date_time: Option<Timestamp>,
        /// The id of its account.
        pub account_id: Option<String>,
        /// The IP address.
        pub ip_address: Option<String>,
        /// The resource identifier.
        pub resource_identifier: Option<String>,
    }

    /// What `vm_metadata` of a `DeviceEvidence` holds.
    pub struct VmMetadata: "security.vmMetadata" {
        /// The cloud provider.
        pub cloud_provider: Option<VmCloudProvider>,
        /// The id of what it is about.
        pub resource_id: Option<String>,
        /// The id of its subscription.
        pub subscription_id: Option<String>,
        /// The id of its vm.
        pub vm_id: Option<String>,
    }
}

enums! {
    /// What `defender_av_status` of a `DeviceEvidence` says.
    pub enum DefenderAvStatus: "security.defenderAvStatus" {
        NotReporting = "notReporting",
        Disabled = "disabled",
        NotUpdated = "notUpdated",
        Updated = "updated",
        NotKnown = "unknown",
        NotSupported = "notSupported",
    }

    /// What `health_status` of a `DeviceEvidence` says.
    pub enum DeviceHealthStatus: "security.deviceHealthStatus" {
        Active = "active",
        Inactive = "inactive",
        ImpairedCommunication = "impairedCommunication",
        NoSensorData = "noSensorData",
        NoSensorDataImpairedCommunication = "noSensorDataImpairedCommunication",
        NotKnown = "unknown",
    }

    /// What `onboarding_status` of a `DeviceEvidence` says.
    pub enum OnboardingStatus: "security.onboardingStatus" {
        InsufficientInfo = "insufficientInfo",
        Onboarded = "onboarded",
        CanBeOnboarded = "canBeOnboarded",
        Unsupported = "unsupported",
    }

    /// What `risk_score` of a `DeviceEvidence` says.
    pub enum DeviceRiskScore: "security.deviceRiskScore" {
        None = "none",
        Informational = "informational",
        Low = "low",
        Medium = "medium",
        High = "high",
    }

    /// What `importance` of a `IoTDeviceEvidence` says.
    pub enum IoTDeviceImportanceType: "security.ioTDeviceImportanceType" {
        NotKnown = "unknown",
        Low = "low",
        Normal = "normal",
        High = "high",
    }

    /// What `cloud_provider` of a `VmMetadata` says.
    pub enum VmCloudProvider: "security.vmCloudProvider" {
        NotKnown = "unknown",
        Azure = "azure",
    }
}
