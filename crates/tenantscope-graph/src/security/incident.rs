//! Incidents: alerts that belong together.

use tenantscope_core::Timestamp;

use crate::{
    Id, List,
    security::{Alert, AlertClassification, AlertComment, AlertDetermination, AlertSeverity},
};

models! {
    /// Alerts that belong together.
    pub struct Incident: "security.incident" {
        /// Its id.
        pub id: Id<Incident>,
        /// Who works on it.
        pub assigned_to: Option<String>,
        /// What it turned out to be.
        pub classification: Option<AlertClassification>,
        /// What people noted.
        pub comments: List<AlertComment>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// Tags that people give.
        pub custom_tags: List<String>,
        /// What it is, in words.
        pub description: Option<String>,
        /// What kind of threat it turned out to be.
        pub determination: Option<AlertDetermination>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// Where the incident can be seen.
        pub incident_web_url: Option<String>,
        /// Who changed it last.
        pub last_modified_by: Option<String>,
        /// When it was changed last. Poll by this, since it changes often.
        pub last_update_date_time: Option<Timestamp>,
        /// How urgent it is, from 0 to 100.
        pub priority_score: Option<i64>,
        /// The incident that it was merged into.
        pub redirect_incident_id: Option<String>,
        /// Why it was resolved.
        pub resolving_comment: Option<String>,
        /// How bad it is.
        pub severity: Option<AlertSeverity>,
        /// Where it stands.
        pub status: Option<IncidentStatus>,
        /// A summary.
        pub summary: Option<String>,
        /// Tags that the service gives.
        pub system_tags: List<String>,
        /// The tenant's id.
        pub tenant_id: Option<String>,
        /// Its alerts, where expanded.
        pub alerts: List<Alert>,
    }
}

enums! {
    /// What `status` of a `Incident` says.
    pub enum IncidentStatus: "security.incidentStatus" {
        Active = "active",
        Resolved = "resolved",
        InProgress = "inProgress",
        Redirected = "redirected",
        AwaitingAction = "awaitingAction",
    }
}
