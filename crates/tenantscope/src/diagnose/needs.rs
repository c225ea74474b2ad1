//! What a caller intends to use.

use std::time::Duration;

use tenantscope_activity::ContentType;
use tenantscope_core::SubscriptionId;

/// What a program intends to use, and so what its connection test has to look at.
///
/// ```
/// use tenantscope::diagnose::Needs;
///
/// let needs = Needs::new().secure_scores().audit_feed();
/// assert_eq!(needs.graph_permissions(), ["SecurityEvents.Read.All"]);
/// assert_eq!(needs.management_permissions(), ["ActivityFeed.Read"]);
/// ```
#[derive(Clone, Debug)]
pub struct Needs {
    pub(crate) secure_scores: bool,
    pub(crate) graph: Vec<String>,
    pub(crate) probes: Vec<Probe>,
    pub(crate) defender: Option<Vec<SubscriptionId>>,
    pub(crate) audit_feed: Option<Vec<ContentType>>,
    pub(crate) dlp_details: bool,
    pub(crate) deadline: Duration,
}

/// A cheap call that shows whether a part of Microsoft Graph answers.
#[derive(Clone, Debug)]
pub(crate) struct Probe {
    pub(crate) name: &'static str,
    pub(crate) permission: &'static str,
    pub(crate) path: &'static str,
}

impl Needs {
    /// Nothing but to sign in.
    pub fn new() -> Self {
        Self {
            secure_scores: false,
            graph: Vec::new(),
            probes: Vec::new(),
            defender: None,
            audit_feed: None,
            dlp_details: false,
            deadline: Duration::from_secs(30),
        }
    }

    /// Microsoft Secure Scores and their control profiles.
    pub fn secure_scores(mut self) -> Self {
        self.secure_scores = true;
        self
    }

    /// Alerts and incidents.
    pub fn alerts(self) -> Self {
        self.probe("alerts", "SecurityAlert.Read.All", "security/alerts_v2?$top=1").probe(
            "incidents",
            "SecurityIncident.Read.All",
            "security/incidents?$top=1",
        )
    }

    /// Users, groups, devices, roles, apps and the rest of the directory.
    pub fn directory(self) -> Self {
        self.probe("directory", "Directory.Read.All", "users?$top=1&$select=id")
    }

    fn probe(mut self, name: &'static str, permission: &'static str, path: &'static str) -> Self {
        self.probes.push(Probe { name, permission, path });
        self.graph_permission(permission)
    }

    /// Any other application permission on Microsoft Graph, by its name. Only the permission is looked at.
    pub fn graph_permission(mut self, name: impl Into<String>) -> Self {
        self.graph.push(name.into());
        self
    }

    /// Defender for Cloud, on every subscription that the app can see.
    pub fn defender(self) -> Self {
        self.defender_on([])
    }

    /// Defender for Cloud on these subscriptions.
    pub fn defender_on(mut self, subscriptions: impl IntoIterator<Item = SubscriptionId>) -> Self {
        self.defender.get_or_insert_default().extend(subscriptions);
        self
    }

    /// Audit records of every content type.
    pub fn audit_feed(self) -> Self {
        self.audit_feed_of(ContentType::ALL)
    }

    /// Audit records of these content types.
    pub fn audit_feed_of(mut self, content_types: impl IntoIterator<Item = ContentType>) -> Self {
        self.audit_feed.get_or_insert_default().extend(content_types);
        self
    }

    /// The texts that matched, in the records of data loss prevention.
    pub fn dlp_details(mut self) -> Self {
        self.dlp_details = true;
        self.audit_feed_of([ContentType::DlpAll])
    }

    /// How long each check may take. Default: 30 s.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// The application permissions on Microsoft Graph that this takes.
    pub fn graph_permissions(&self) -> Vec<&str> {
        let scores = self.secure_scores.then_some("SecurityEvents.Read.All");
        scores.into_iter().chain(self.graph.iter().map(String::as_str)).collect()
    }

    /// The application permissions on the Office 365 Management APIs that this takes.
    pub fn management_permissions(&self) -> Vec<&'static str> {
        let feed = self.audit_feed.is_some().then_some("ActivityFeed.Read");
        feed.into_iter().chain(self.dlp_details.then_some("ActivityFeed.ReadDlp")).collect()
    }
}

impl Default for Needs {
    fn default() -> Self {
        Self::new()
    }
}
