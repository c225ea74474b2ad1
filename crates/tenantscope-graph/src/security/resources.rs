//! The security collections of a tenant, and what each takes.

use std::time::Duration;

use tenantscope_core::RateLimit;

use super::{
    Alert, AlertClassification, AlertDetermination, AlertSeverity, AlertStatus, AuditLogQuery,
    AuditLogRecord, HealthIssue, HealthIssueSeverity, HealthIssueStatus, IdentityAccount, Incident,
    IncidentStatus, Sensor, SensorCandidate, ServiceSource, Simulation, SimulationAutomation,
    SimulationAutomationRun,
};
use crate::{
    GraphClient, Id,
    query::{Collection, Instant, Text},
};

/// What the service takes of one app and one tenant for alerts and incidents: 150 requests a minute.
pub const SECURITY_LIMIT: RateLimit = RateLimit::new("graph security").requests(150, Duration::from_secs(60));

resource! {
    /// What the Defender products found suspicious, newest first.
    ///
    /// Alerts change: poll by [`LAST_UPDATE_DATE_TIME`](Self::LAST_UPDATE_DATE_TIME) with some overlap, and drop
    /// what you have by id and date. Don't page by a large `skip`: rows behind some thousands don't come.
    ///
    /// * Permission: `SecurityAlert.Read.All`; to change them, `SecurityAlert.ReadWrite.All`
    /// * Limit: 150 requests a minute
    /// * Clouds: public, US Government
    /// * Source: "List alerts_v2", <https://learn.microsoft.com/graph/api/security-list-alerts_v2>
    pub struct Alerts of Alert;
    path ["security", "alerts_v2"];
    list "list alerts" needs ["SecurityAlert.Read.All", "SecurityAlert.ReadWrite.All"], limit SECURITY_LIMIT;
    get "get alert";
    top 1000;
    takes [Skip, Filterable, Count];
    fields {
        /// Who works on it.
        ASSIGNED_TO: Text = "assignedTo" [eq_only];
        /// What it turned out to be.
        CLASSIFICATION: AlertClassification = "classification" [eq_only];
        /// What kind of threat it turned out to be.
        DETERMINATION: AlertDetermination = "determination" [eq_only];
        /// When it was made.
        CREATED_DATE_TIME: Instant = "createdDateTime" [ordered];
        /// When it was changed last.
        LAST_UPDATE_DATE_TIME: Instant = "lastUpdateDateTime" [ordered];
        /// How bad it is.
        SEVERITY: AlertSeverity = "severity" [eq_only];
        /// The service that raised it.
        SERVICE_SOURCE: ServiceSource = "serviceSource" [eq_only];
        /// Where it stands.
        STATUS: AlertStatus = "status" [eq_only];
        /// The incident that it belongs to.
        INCIDENT_ID: Text = "incidentId" [eq_only];
    }
}

resource! {
    /// Alerts that belong together, newest first.
    ///
    /// A page has at most 50. `expand("alerts")` brings the alerts along; in large tenants the service answers it
    /// with an error, and then the alerts are better listed by [`Alerts::INCIDENT_ID`].
    ///
    /// * Permission: `SecurityIncident.Read.All`; to change them, `SecurityIncident.ReadWrite.All`
    /// * Limit: shared with [`Alerts`]
    /// * Clouds: public, US Government
    /// * Source: "List incidents", <https://learn.microsoft.com/graph/api/security-list-incidents>
    pub struct Incidents of Incident;
    path ["security", "incidents"];
    list "list incidents" needs ["SecurityIncident.Read.All", "SecurityIncident.ReadWrite.All"], limit SECURITY_LIMIT;
    get "get incident";
    top 50;
    takes [Skip, Filterable, Expand, Count];
    fields {
        /// Who works on it.
        ASSIGNED_TO: Text = "assignedTo" [eq_only];
        /// What it turned out to be.
        CLASSIFICATION: AlertClassification = "classification" [eq_only];
        /// When it was made.
        CREATED_DATE_TIME: Instant = "createdDateTime" [ordered];
        /// What kind of threat it turned out to be.
        DETERMINATION: AlertDetermination = "determination" [eq_only];
        /// When it was changed last.
        LAST_UPDATE_DATE_TIME: Instant = "lastUpdateDateTime" [ordered];
        /// How bad it is.
        SEVERITY: AlertSeverity = "severity" [eq_only];
        /// Where it stands.
        STATUS: IncidentStatus = "status" [eq_only];
    }
}

resource! {
    /// Searches of the unified audit log.
    ///
    /// A search takes minutes to hours, and its records can be read when it has ended. About ten can run at
    /// once in a tenant. Where `v1.0` answers 404, the same works with [`beta`](GraphClient::beta).
    ///
    /// * Permission: `AuditLogsQuery.Read.All`, or one of a single workload such as
    ///   `AuditLogsQuery-Exchange.Read.All`, which limits the records to it
    /// * Clouds: public
    /// * Source: "List auditLogQueries",
    ///   <https://learn.microsoft.com/graph/api/security-auditcoreroot-list-auditlogqueries>
    pub struct AuditLogQueries of AuditLogQuery;
    path ["security", "auditLog", "queries"];
    list "list audit log queries" needs AUDIT_LOG;
    get "get audit log query";
    takes [];
}

pub(super) const AUDIT_LOG: [&str; 7] = [
    "AuditLogsQuery.Read.All",
    "AuditLogsQuery-Entra.Read.All",
    "AuditLogsQuery-Exchange.Read.All",
    "AuditLogsQuery-SharePoint.Read.All",
    "AuditLogsQuery-OneDrive.Read.All",
    "AuditLogsQuery-Endpoint.Read.All",
    "AuditLogsQuery-CRM.Read.All",
];

resource! {
    /// The records that a search found. Paging twice can bring other counts and repeated records: drop what
    /// you have by id.
    ///
    /// * Permission: as [`AuditLogQueries`]
    /// * Source: "List auditLogRecords",
    ///   <https://learn.microsoft.com/graph/api/security-auditlogquery-list-records>
    pub struct AuditLogRecords of AuditLogRecord;
    path ["security", "auditLog", "queries"];
    list "list audit log records" needs AUDIT_LOG;
    top 999;
    takes [];
}

resource! {
    /// What is wrong with Defender for Identity in the tenant.
    ///
    /// * Permission: `SecurityIdentitiesHealth.Read.All`
    /// * Clouds: public, US Government
    /// * Source: "List healthIssues",
    ///   <https://learn.microsoft.com/graph/api/security-identitycontainer-list-healthissues>
    pub struct HealthIssues of HealthIssue;
    path ["security", "identities", "healthIssues"];
    list "list health issues" needs ["SecurityIdentitiesHealth.Read.All", "SecurityIdentitiesHealth.ReadWrite.All"];
    get "get health issue";
    top 1000;
    takes [Skip, Filterable, Select, Count];
    fields {
        /// Where it stands.
        STATUS: HealthIssueStatus = "status" [eq_only];
        /// How bad it is.
        SEVERITY: HealthIssueSeverity = "severity" [eq_only];
        /// When it was made.
        CREATED_DATE_TIME: Instant = "createdDateTime";
        /// When it was changed last.
        LAST_MODIFIED_DATE_TIME: Instant = "lastModifiedDateTime";
    }
}

resource! {
    /// The sensors of Defender for Identity.
    ///
    /// * Permission: `SecurityIdentitiesSensors.Read.All`
    /// * Clouds: public, US Government
    /// * Source: "List sensors", <https://learn.microsoft.com/graph/api/security-identitycontainer-list-sensors>
    pub struct Sensors of Sensor;
    path ["security", "identities", "sensors"];
    list "list sensors" needs ["SecurityIdentitiesSensors.Read.All", "SecurityIdentitiesSensors.ReadWrite.All"];
    get "get sensor";
    top 1000;
    takes [Skip, Filterable, Count];
    fields {
        /// Its name.
        DISPLAY_NAME: Text = "displayName";
        /// Its domain.
        DOMAIN_NAME: Text = "domainName";
    }
}

resource! {
    /// Servers that could become sensors of Defender for Identity.
    ///
    /// * Permission: `SecurityIdentitiesSensors.Read.All`
    /// * Clouds: public
    /// * Source: "List sensorCandidates",
    ///   <https://learn.microsoft.com/graph/api/security-identitycontainer-list-sensorcandidates>
    pub struct SensorCandidates of SensorCandidate;
    path ["security", "identities", "sensorCandidates"];
    list "list sensor candidates" needs ["SecurityIdentitiesSensors.Read.All", "SecurityIdentitiesSensors.ReadWrite.All"];
    get "get sensor candidate";
    takes [];
}

resource! {
    /// Identities and their accounts, as Defender for Identity knows them.
    ///
    /// * Permission: `SecurityIdentitiesAccount.Read.All`
    /// * Clouds: public
    /// * Source: "List identityAccounts",
    ///   <https://learn.microsoft.com/graph/api/security-identitycontainer-list-identityaccounts>
    pub struct IdentityAccounts of IdentityAccount;
    path ["security", "identities", "identityAccounts"];
    list "list identity accounts" needs ["SecurityIdentitiesAccount.Read.All"];
    get "get identity account";
    takes [];
}

resource! {
    /// Simulated attacks on the tenant's own users.
    ///
    /// * Permission: `AttackSimulation.Read.All`
    /// * Clouds: public
    /// * Source: "List simulations",
    ///   <https://learn.microsoft.com/graph/api/attacksimulationroot-list-simulations>
    pub struct Simulations of Simulation;
    path ["security", "attackSimulation", "simulations"];
    list "list simulations" needs ["AttackSimulation.Read.All", "AttackSimulation.ReadWrite.All"];
    get "get simulation";
    top 1000;
    takes [Skip, Filterable, Order, Count];
    fields {
        /// Its name.
        DISPLAY_NAME: Text = "displayName";
        /// When it was made.
        CREATED_DATE_TIME: Instant = "createdDateTime";
    }
}

resource! {
    /// Simulations that run by themselves.
    ///
    /// * Permission: `AttackSimulation.Read.All`
    /// * Clouds: public
    /// * Source: "List simulationAutomations",
    ///   <https://learn.microsoft.com/graph/api/attacksimulationroot-list-simulationautomations>
    pub struct SimulationAutomations of SimulationAutomation;
    path ["security", "attackSimulation", "simulationAutomations"];
    list "list simulation automations" needs ["AttackSimulation.Read.All", "AttackSimulation.ReadWrite.All"];
    get "get simulation automation";
    top 1000;
    takes [Skip, Filterable, Order, Count];
}

resource! {
    /// The runs of an automation.
    ///
    /// * Permission: `AttackSimulation.Read.All`
    /// * Source: "List runs", <https://learn.microsoft.com/graph/api/simulationautomation-list-runs>
    pub struct SimulationAutomationRuns of SimulationAutomationRun;
    path ["security", "attackSimulation", "simulationAutomations"];
    list "list simulation automation runs" needs ["AttackSimulation.Read.All", "AttackSimulation.ReadWrite.All"];
    takes [];
}

impl GraphClient {
    /// What the Defender products found suspicious.
    pub fn alerts(&self) -> Collection<Alerts> {
        self.collection()
    }

    /// Alerts that belong together.
    pub fn incidents(&self) -> Collection<Incidents> {
        self.collection()
    }

    /// Searches of the unified audit log.
    pub fn audit_log_queries(&self) -> Collection<AuditLogQueries> {
        self.collection()
    }

    /// What is wrong with Defender for Identity in the tenant.
    pub fn health_issues(&self) -> Collection<HealthIssues> {
        self.collection()
    }

    /// The sensors of Defender for Identity.
    pub fn sensors(&self) -> Collection<Sensors> {
        self.collection()
    }

    /// Servers that could become sensors.
    pub fn sensor_candidates(&self) -> Collection<SensorCandidates> {
        self.collection()
    }

    /// Identities and their accounts.
    pub fn identity_accounts(&self) -> Collection<IdentityAccounts> {
        self.collection()
    }

    /// Simulated attacks on the tenant's own users.
    pub fn simulations(&self) -> Collection<Simulations> {
        self.collection()
    }

    /// Simulations that run by themselves.
    pub fn simulation_automations(&self) -> Collection<SimulationAutomations> {
        self.collection()
    }
}

impl Collection<Incidents> {
    /// The alerts of an incident.
    pub fn alerts(&self, id: impl Into<Id<Incident>>) -> Collection<Alerts> {
        self.related(id, "alerts")
    }
}

impl Collection<Sensors> {
    /// What is wrong with a sensor.
    pub fn health_issues(&self, id: impl Into<Id<Sensor>>) -> Collection<HealthIssues> {
        self.related(id, "healthIssues")
    }
}

impl Collection<SimulationAutomations> {
    /// The runs of an automation.
    pub fn runs(&self, id: impl Into<Id<SimulationAutomation>>) -> Collection<SimulationAutomationRuns> {
        self.related(id, "runs")
    }
}
