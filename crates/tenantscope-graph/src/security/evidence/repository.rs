//! Evidence on GitHub.

use tenantscope_core::Timestamp;

use crate::{
    List,
    security::evidence::{EvidenceRemediationStatus, EvidenceRole, EvidenceVerdict},
};

models! {
    /// A git hub organization evidence.
    pub struct GitHubOrganizationEvidence: "security.gitHubOrganizationEvidence" {
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
        /// The company.
        pub company: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// The mail address.
        pub email: Option<String>,
        /// The name to sign in with.
        pub login: Option<String>,
        /// The id of its org.
        pub org_id: Option<String>,
        /// The web url.
        pub web_url: Option<String>,
    }

    /// A git hub repo evidence.
    pub struct GitHubRepoEvidence: "security.gitHubRepoEvidence" {
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
        /// The base url.
        pub base_url: Option<String>,
        /// The name to sign in with.
        pub login: Option<String>,
        /// The owner.
        pub owner: Option<String>,
        /// The owner type.
        pub owner_type: Option<String>,
        /// The id of its repo.
        pub repo_id: Option<String>,
    }

    /// A git hub user evidence.
    pub struct GitHubUserEvidence: "security.gitHubUserEvidence" {
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
        /// The mail address.
        pub email: Option<String>,
        /// The name to sign in with.
        pub login: Option<String>,
        /// Its name.
        pub name: Option<String>,
        /// The user's id.
        pub user_id: Option<String>,
        /// The web url.
        pub web_url: Option<String>,
    }
}
