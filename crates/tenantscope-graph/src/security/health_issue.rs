//! What is wrong with Defender for Identity.

use tenantscope_core::Timestamp;

use crate::{Id, List};

models! {
    /// Something that is wrong with Defender for Identity in the tenant.
    pub struct HealthIssue: "security.healthIssue" {
        /// Its id.
        pub id: Id<HealthIssue>,
        /// Its additional information.
        pub additional_information: List<String>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// What it is, in words.
        pub description: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// Its domain names.
        pub domain_names: List<String>,
        /// The health issue type.
        pub health_issue_type: Option<HealthIssueType>,
        /// The id of its issue type.
        pub issue_type_id: Option<String>,
        /// When it was changed last.
        pub last_modified_date_time: Option<Timestamp>,
        /// Its recommendations.
        pub recommendations: List<String>,
        /// Its recommended action commands.
        pub recommended_action_commands: List<String>,
        /// Its sensor DNS names.
        #[serde(rename = "sensorDNSNames")]
        pub sensor_dns_names: List<String>,
        /// How bad it is.
        pub severity: Option<HealthIssueSeverity>,
        /// Where it stands.
        pub status: Option<HealthIssueStatus>,
    }
}

enums! {
    /// What `health_issue_type` of a `HealthIssue` says.
    pub enum HealthIssueType: "security.healthIssueType" {
        Sensor = "sensor",
        Global = "global",
    }

    /// What `severity` of a `HealthIssue` says.
    pub enum HealthIssueSeverity: "security.healthIssueSeverity" {
        Low = "low",
        Medium = "medium",
        High = "high",
    }

    /// What `status` of a `HealthIssue` says.
    pub enum HealthIssueStatus: "security.healthIssueStatus" {
        Open = "open",
        Closed = "closed",
        Suppressed = "suppressed",
    }
}
