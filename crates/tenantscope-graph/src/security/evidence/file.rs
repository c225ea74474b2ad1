//! Evidence in files and processes.

use tenantscope_core::Timestamp;

use crate::{
    List,
    security::evidence::{EvidenceRemediationStatus, EvidenceRole, EvidenceVerdict, ResourceAccessEvent},
};

models! {
    /// What `files` of a `MalwareEvidence` holds.
    pub struct FileEvidence: "security.fileEvidence" {
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
        /// The detection status.
        pub detection_status: Option<DetectionStatus>,
        /// The file details.
        pub file_details: Option<FileDetails>,
        /// The device's id in Defender for Endpoint.
        pub mde_device_id: Option<String>,
    }

    /// A file hash evidence.
    pub struct FileHashEvidence: "security.fileHashEvidence" {
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
        /// The algorithm.
        pub algorithm: Option<FileHashAlgorithm>,
        /// The value.
        pub value: Option<String>,
    }

    /// A malware evidence.
    pub struct MalwareEvidence: "security.malwareEvidence" {
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
        /// The category, in words of the service's own.
        pub category: Option<String>,
        /// Its files.
        pub files: List<FileEvidence>,
        /// Its name.
        pub name: Option<String>,
        /// Its processes.
        pub processes: List<ProcessEvidence>,
    }

    /// What `processes` of a `MalwareEvidence` holds.
    pub struct ProcessEvidence: "security.processEvidence" {
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
        /// The detection status.
        pub detection_status: Option<DetectionStatus>,
        /// The image file.
        pub image_file: Option<FileDetails>,
        /// The device's id in Defender for Endpoint.
        pub mde_device_id: Option<String>,
        /// When: parent process creation.
        pub parent_process_creation_date_time: Option<Timestamp>,
        /// The id of its parent process.
        pub parent_process_id: Option<i64>,
        /// The parent process image file.
        pub parent_process_image_file: Option<FileDetails>,
        /// The process command line.
        pub process_command_line: Option<String>,
        /// When: process creation.
        pub process_creation_date_time: Option<Timestamp>,
        /// The id of its process.
        pub process_id: Option<i64>,
        /// The account.
        pub user_account: Option<UserAccount>,
    }

    /// What `file_details` of a `FileEvidence` holds.
    pub struct FileDetails: "security.fileDetails" {
        /// The file name.
        pub file_name: Option<String>,
        /// The file path.
        pub file_path: Option<String>,
        /// The file publisher.
        pub file_publisher: Option<String>,
        /// The file size.
        pub file_size: Option<i64>,
        /// The issuer.
        pub issuer: Option<String>,
        /// The md5.
        pub md5: Option<String>,
        /// The sha1.
        pub sha1: Option<String>,
        /// The sha256.
        pub sha256: Option<String>,
        /// The sha256 ac.
        pub sha256_ac: Option<String>,
        /// The signer.
        pub signer: Option<String>,
    }

    /// What `user_account` of a `MailboxEvidence` holds.
    pub struct UserAccount: "security.userAccount" {
        /// The account's name.
        pub account_name: Option<String>,
        /// The active directory object guid.
        pub active_directory_object_guid: Option<String>,
        /// The id of its azure ad user.
        pub azure_ad_user_id: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// The domain.
        pub domain_name: Option<String>,
        /// Its resource access events.
        pub resource_access_events: List<ResourceAccessEvent>,
        /// The tenant's id.
        pub tenant_id: Option<String>,
        /// The name that the user signs in with.
        pub user_principal_name: Option<String>,
        /// The user sid.
        pub user_sid: Option<String>,
    }
}

enums! {
    /// What `detection_status` of a `FileEvidence` says.
    pub enum DetectionStatus: "security.detectionStatus" {
        Detected = "detected",
        Blocked = "blocked",
        Prevented = "prevented",
    }

    /// What `algorithm` of a `FileHash` says.
    pub enum FileHashAlgorithm: "security.fileHashAlgorithm" {
        NotKnown = "unknown",
        Md5 = "md5",
        Sha1 = "sha1",
        Sha256 = "sha256",
        Sha256ac = "sha256ac",
    }
}
