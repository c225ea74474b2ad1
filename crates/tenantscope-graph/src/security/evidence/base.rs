//! What every kind of evidence has.

use tenantscope_core::Timestamp;

use crate::List;

models! {
    /// What every [`AlertEvidence`](super::AlertEvidence) has.
    pub struct EvidenceBase: "security.alertEvidence" {
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
    }
}

enums! {
    /// What `remediation_status` of a `ActiveDirectoryDomainEvidence` says.
    pub enum EvidenceRemediationStatus: "security.evidenceRemediationStatus" {
        None = "none",
        Remediated = "remediated",
        Prevented = "prevented",
        Blocked = "blocked",
        NotFound = "notFound",
        Active = "active",
        PendingApproval = "pendingApproval",
        Declined = "declined",
        Unremediated = "unremediated",
        Running = "running",
        PartiallyRemediated = "partiallyRemediated",
    }

    /// What `roles` of a `ActiveDirectoryDomainEvidence` says.
    pub enum EvidenceRole: "security.evidenceRole" {
        NotKnown = "unknown",
        Contextual = "contextual",
        Scanned = "scanned",
        Source = "source",
        Destination = "destination",
        Created = "created",
        Added = "added",
        Compromised = "compromised",
        Edited = "edited",
        Attacked = "attacked",
        Attacker = "attacker",
        CommandAndControl = "commandAndControl",
        Loaded = "loaded",
        Suspicious = "suspicious",
        PolicyViolator = "policyViolator",
    }

    /// What `verdict` of a `ActiveDirectoryDomainEvidence` says.
    pub enum EvidenceVerdict: "security.evidenceVerdict" {
        NotKnown = "unknown",
        Suspicious = "suspicious",
        Malicious = "malicious",
        NoThreatsFound = "noThreatsFound",
    }
}
