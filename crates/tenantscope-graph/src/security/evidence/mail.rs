//! Evidence in mail and Teams.

use tenantscope_core::Timestamp;

use crate::{
    List,
    security::evidence::{
        EvidenceRemediationStatus, EvidenceRole, EvidenceVerdict, FileEvidence, UrlEvidence, UserAccount,
    },
};

models! {
    /// A analyzed message evidence.
    pub struct AnalyzedMessageEvidence: "security.analyzedMessageEvidence" {
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
        /// The anti spam direction.
        pub anti_spam_direction: Option<String>,
        /// How many: attachments.
        pub attachments_count: Option<i64>,
        /// The delivery action.
        pub delivery_action: Option<String>,
        /// The delivery location.
        pub delivery_location: Option<String>,
        /// The id of its internet message.
        pub internet_message_id: Option<String>,
        /// The language.
        pub language: Option<String>,
        /// The id of its network message.
        pub network_message_id: Option<String>,
        /// The p1 sender.
        pub p1_sender: Option<EmailSender>,
        /// The p2 sender.
        pub p2_sender: Option<EmailSender>,
        /// When: received.
        pub received_date_time: Option<Timestamp>,
        /// The recipient email address.
        pub recipient_email_address: Option<String>,
        /// The sender ip.
        pub sender_ip: Option<String>,
        /// The subject.
        pub subject: Option<String>,
        /// Its threat detection methods.
        pub threat_detection_methods: List<String>,
        /// Its threats.
        pub threats: List<String>,
        /// How many: url.
        pub url_count: Option<i64>,
        /// Its urls.
        pub urls: List<String>,
        /// The urn.
        pub urn: Option<String>,
    }

    /// A mailbox evidence.
    pub struct MailboxEvidence: "security.mailboxEvidence" {
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
        /// The name that people see.
        pub display_name: Option<String>,
        /// The primary address.
        pub primary_address: Option<String>,
        /// The upn.
        pub upn: Option<String>,
        /// The account.
        pub user_account: Option<UserAccount>,
    }

    /// A mailbox configuration evidence.
    pub struct MailboxConfigurationEvidence: "security.mailboxConfigurationEvidence" {
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
        /// The id of its configuration.
        pub configuration_id: Option<String>,
        /// The configuration type.
        pub configuration_type: Option<MailboxConfigurationType>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// The id of its external directory object.
        pub external_directory_object_id: Option<String>,
        /// The mailbox primary address.
        pub mailbox_primary_address: Option<String>,
        /// The upn.
        pub upn: Option<String>,
    }

    /// A mail cluster evidence.
    pub struct MailClusterEvidence: "security.mailClusterEvidence" {
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
        /// The cluster by.
        pub cluster_by: Option<String>,
        /// The cluster by value.
        pub cluster_by_value: Option<String>,
        /// How many: email.
        pub email_count: Option<i64>,
        /// The ids of its network messages.
        pub network_message_ids: List<String>,
        /// The query that finds it.
        pub query: Option<String>,
        /// The urn.
        pub urn: Option<String>,
    }

    /// A submission mail evidence.
    pub struct SubmissionMailEvidence: "security.submissionMailEvidence" {
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
        /// The id of its network message.
        pub network_message_id: Option<String>,
        /// The recipient.
        pub recipient: Option<String>,
        /// The report type.
        pub report_type: Option<String>,
        /// The sender.
        pub sender: Option<String>,
        /// The sender ip.
        pub sender_ip: Option<String>,
        /// The subject.
        pub subject: Option<String>,
        /// When: submission.
        pub submission_date_time: Option<Timestamp>,
        /// The id of its submission.
        pub submission_id: Option<String>,
        /// The submitter.
        pub submitter: Option<String>,
    }

    /// A teams message evidence.
    pub struct TeamsMessageEvidence: "security.teamsMessageEvidence" {
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
        /// The id of its campaign.
        pub campaign_id: Option<String>,
        /// The id of its channel.
        pub channel_id: Option<String>,
        /// The delivery action.
        pub delivery_action: Option<TeamsMessageDeliveryAction>,
        /// The delivery location.
        pub delivery_location: Option<TeamsDeliveryLocation>,
        /// Its files.
        pub files: List<FileEvidence>,
        /// The id of its group.
        pub group_id: Option<String>,
        /// Whether it is external.
        pub is_external: Option<bool>,
        /// Whether it is owned.
        pub is_owned: Option<bool>,
        /// When it was changed last.
        pub last_modified_date_time: Option<Timestamp>,
        /// The message direction.
        pub message_direction: Option<AntispamTeamsDirection>,
        /// The id of its message.
        pub message_id: Option<String>,
        /// The id of its owning tenant.
        pub owning_tenant_id: Option<String>,
        /// The id of its parent message.
        pub parent_message_id: Option<String>,
        /// When: received.
        pub received_date_time: Option<Timestamp>,
        /// Its recipients.
        pub recipients: List<String>,
        /// The sender from address.
        pub sender_from_address: Option<String>,
        /// The sender IP.
        #[serde(rename = "senderIP")]
        pub sender_ip: Option<String>,
        /// The source app name.
        pub source_app_name: Option<String>,
        /// The id of its source.
        pub source_id: Option<String>,
        /// The subject.
        pub subject: Option<String>,
        /// Its suspicious recipients.
        pub suspicious_recipients: List<String>,
        /// The id of its thread.
        pub thread_id: Option<String>,
        /// The thread type.
        pub thread_type: Option<String>,
        /// Its urls.
        pub urls: List<UrlEvidence>,
    }

    /// What `p2_sender` of a `AnalyzedMessageEvidence` holds.
    pub struct EmailSender: "security.emailSender" {
        /// The name that people see.
        pub display_name: Option<String>,
        /// The domain.
        pub domain_name: Option<String>,
        /// The mail address.
        pub email_address: Option<String>,
    }
}

enums! {
    /// What `configuration_type` of a `MailboxConfigurationEvidence` says.
    pub enum MailboxConfigurationType: "security.mailboxConfigurationType" {
        MailForwardingRule = "mailForwardingRule",
        OwaSettings = "owaSettings",
        EwsSettings = "ewsSettings",
        MailDelegation = "mailDelegation",
        UserInboxRule = "userInboxRule",
    }

    /// What `delivery_action` of a `TeamsMessageEvidence` says.
    pub enum TeamsMessageDeliveryAction: "security.teamsMessageDeliveryAction" {
        NotKnown = "unknown",
        DeliveredAsSpam = "deliveredAsSpam",
        Delivered = "delivered",
        Blocked = "blocked",
        Replaced = "replaced",
    }

    /// What `delivery_location` of a `TeamsMessageEvidence` says.
    pub enum TeamsDeliveryLocation: "security.teamsDeliveryLocation" {
        NotKnown = "unknown",
        Teams = "teams",
        Quarantine = "quarantine",
        Failed = "failed",
    }

    /// What `message_direction` of a `TeamsMessageEvidence` says.
    pub enum AntispamTeamsDirection: "security.antispamTeamsDirection" {
        NotKnown = "unknown",
        Inbound = "inbound",
        Outbound = "outbound",
        Intraorg = "intraorg",
    }
}
