//! Evidence about accounts, groups and sessions.

use tenantscope_core::Timestamp;

use crate::{
    List,
    security::evidence::{
        CloudAppStream, DeviceEvidence, EvidenceRemediationStatus, EvidenceRole, EvidenceVerdict, UserAccount,
    },
};

models! {
    /// What `account` of a `CloudLogonSessionEvidence` holds.
    pub struct UserEvidence: "security.userEvidence" {
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
        /// The stream.
        pub stream: Option<CloudAppStream>,
        /// The account.
        pub user_account: Option<UserAccount>,
    }

    /// A security group evidence.
    pub struct SecurityGroupEvidence: "security.securityGroupEvidence" {
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
        /// The active directory object guid.
        pub active_directory_object_guid: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// The distinguished name.
        pub distinguished_name: Option<String>,
        /// The friendly name.
        pub friendly_name: Option<String>,
        /// The id of its security group.
        pub security_group_id: Option<String>,
        /// The sid.
        pub sid: Option<String>,
    }

    /// What `trusted_domains` of a `ActiveDirectoryDomainEvidence` holds.
    pub struct ActiveDirectoryDomainEvidence: "security.activeDirectoryDomainEvidence" {
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
        /// The active directory domain name.
        pub active_directory_domain_name: Option<String>,
        /// Its trusted domains.
        pub trusted_domains: List<ActiveDirectoryDomainEvidence>,
    }

    /// A cloud logon request evidence.
    pub struct CloudLogonRequestEvidence: "security.cloudLogonRequestEvidence" {
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
        /// The id of its request.
        pub request_id: Option<String>,
    }

    /// A cloud logon session evidence.
    pub struct CloudLogonSessionEvidence: "security.cloudLogonSessionEvidence" {
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
        /// The account.
        pub account: Option<UserEvidence>,
        /// The browser.
        pub browser: Option<String>,
        /// The device's name.
        pub device_name: Option<String>,
        /// The operating system.
        pub operating_system: Option<String>,
        /// When: previous logon.
        pub previous_logon_date_time: Option<Timestamp>,
        /// The protocol.
        pub protocol: Option<String>,
        /// The id of its session.
        pub session_id: Option<String>,
        /// When: start utc.
        pub start_utc_date_time: Option<Timestamp>,
        /// The user agent.
        pub user_agent: Option<String>,
    }

    /// A host logon session evidence.
    pub struct HostLogonSessionEvidence: "security.hostLogonSessionEvidence" {
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
        /// The account.
        pub account: Option<UserEvidence>,
        /// When: end utc.
        pub end_utc_date_time: Option<Timestamp>,
        /// The host.
        pub host: Option<DeviceEvidence>,
        /// The id of its session.
        pub session_id: Option<String>,
        /// When: start utc.
        pub start_utc_date_time: Option<Timestamp>,
    }
}
