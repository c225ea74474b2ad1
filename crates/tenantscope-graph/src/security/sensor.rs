//! Sensors of Defender for Identity, and servers that could become some.

use tenantscope_core::Timestamp;

use crate::{Id, List, security::HealthIssue};

models! {
    /// A sensor of Defender for Identity.
    pub struct Sensor: "security.sensor" {
        /// Its id.
        pub id: Id<Sensor>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The deployment status.
        pub deployment_status: Option<DeploymentStatus>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// The domain.
        pub domain_name: Option<String>,
        /// The health status.
        pub health_status: Option<SensorHealthStatus>,
        /// How many: open health issues.
        pub open_health_issues_count: Option<i64>,
        /// The sensor type.
        pub sensor_type: Option<SensorType>,
        /// The service status.
        pub service_status: Option<SensorServiceStatus>,
        /// The settings.
        pub settings: Option<SensorSettings>,
        /// Its version.
        pub version: Option<String>,
        /// Its health issues, where expanded.
        pub health_issues: List<HealthIssue>,
    }

    /// A server that could become a sensor.
    pub struct SensorCandidate: "security.sensorCandidate" {
        /// Its id.
        pub id: Id<SensorCandidate>,
        /// The computer dns name.
        pub computer_dns_name: Option<String>,
        /// The domain.
        pub domain_name: Option<String>,
        /// When: last seen.
        pub last_seen_date_time: Option<Timestamp>,
        /// The sense client version.
        pub sense_client_version: Option<String>,
    }

    /// How new sensors are activated.
    pub struct SensorCandidateActivationConfiguration: "security.sensorCandidateActivationConfiguration" {
        /// Its id.
        pub id: Id<SensorCandidateActivationConfiguration>,
        /// The activation mode.
        pub activation_mode: Option<SensorCandidateActivationMode>,
    }

    /// What `settings` of a `Sensor` holds.
    pub struct SensorSettings: "security.sensorSettings" {
        /// What it is, in words.
        pub description: Option<String>,
        /// Its domain controller dns names.
        pub domain_controller_dns_names: List<String>,
        /// Whether it is delayed deployment enabled.
        pub is_delayed_deployment_enabled: Option<bool>,
    }
}

enums! {
    /// What `deployment_status` of a `Sensor` says.
    pub enum DeploymentStatus: "security.deploymentStatus" {
        UpToDate = "upToDate",
        Outdated = "outdated",
        Updating = "updating",
        UpdateFailed = "updateFailed",
        NotConfigured = "notConfigured",
        Unreachable = "unreachable",
        Disconnected = "disconnected",
        StartFailure = "startFailure",
        Syncing = "syncing",
    }

    /// What `health_status` of a `Sensor` says.
    pub enum SensorHealthStatus: "security.sensorHealthStatus" {
        Healthy = "healthy",
        NotHealthyLow = "notHealthyLow",
        NotHealthyMedium = "notHealthyMedium",
        NotHealthyHigh = "notHealthyHigh",
    }

    /// What `sensor_type` of a `Sensor` says.
    pub enum SensorType: "security.sensorType" {
        AdConnectIntegrated = "adConnectIntegrated",
        AdcsIntegrated = "adcsIntegrated",
        AdfsIntegrated = "adfsIntegrated",
        DomainControllerIntegrated = "domainControllerIntegrated",
        DomainControllerStandalone = "domainControllerStandalone",
    }

    /// What `service_status` of a `Sensor` says.
    pub enum SensorServiceStatus: "security.serviceStatus" {
        Stopped = "stopped",
        Starting = "starting",
        Running = "running",
        Disabled = "disabled",
        Onboarding = "onboarding",
        NotKnown = "unknown",
    }

    /// What `activation_mode` of a `SensorCandidateActivationConfiguration` says.
    pub enum SensorCandidateActivationMode: "security.sensorCandidateActivationMode" {
        Manual = "manual",
        Automated = "automated",
    }
}
