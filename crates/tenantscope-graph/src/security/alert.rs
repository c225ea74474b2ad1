//! Alerts: what one of the Defender products found suspicious.

use serde_json::{Map, Value};
use tenantscope_core::Timestamp;

use crate::{
    Id, List,
    security::{AlertEvidence, Incident},
};

models! {
    /// Something that one of the Defender products found suspicious.
    pub struct Alert: "security.alert" {
        /// Its id.
        pub id: Id<Alert>,
        /// Who is behind it.
        pub actor_display_name: Option<String>,
        /// More on it, in any form.
        pub additional_data: Option<Map<String, Value>>,
        /// The id of its alert policy.
        pub alert_policy_id: Option<String>,
        /// Where the alert can be seen.
        pub alert_web_url: Option<String>,
        /// Who works on it.
        pub assigned_to: Option<String>,
        /// The categories.
        pub categories: List<String>,
        /// The category. Deprecated in favour of `categories`, and gone in March 2028.
        pub category: Option<String>,
        /// What it turned out to be.
        pub classification: Option<AlertClassification>,
        /// What people noted.
        pub comments: List<AlertComment>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// Members that a detection rule adds.
        pub custom_details: Option<Map<String, Value>>,
        /// What it is, in words.
        pub description: Option<String>,
        /// What found it.
        pub detection_source: Option<DetectionSource>,
        /// What found it, by id.
        pub detector_id: Option<String>,
        /// What kind of threat it turned out to be.
        pub determination: Option<AlertDetermination>,
        /// What was found.
        pub evidence: List<AlertEvidence>,
        /// When it began.
        pub first_activity_date_time: Option<Timestamp>,
        /// The incident that it belongs to.
        pub incident_id: Option<Id<Incident>>,
        /// Where the incident can be seen.
        pub incident_web_url: Option<String>,
        /// The investigation state.
        pub investigation_state: Option<InvestigationState>,
        /// When it was last seen.
        pub last_activity_date_time: Option<Timestamp>,
        /// When it was changed last. Poll by this, since it changes often.
        pub last_update_date_time: Option<Timestamp>,
        /// MITRE ATT&CK techniques.
        pub mitre_techniques: List<String>,
        /// The product that raised it.
        pub product_name: Option<String>,
        /// Its id at the product that raised it.
        pub provider_alert_id: Option<String>,
        /// What to do about it.
        pub recommended_actions: Option<String>,
        /// When it was resolved.
        pub resolved_date_time: Option<Timestamp>,
        /// The service that raised it.
        pub service_source: Option<ServiceSource>,
        /// How bad it is.
        pub severity: Option<AlertSeverity>,
        /// Where it stands.
        pub status: Option<AlertStatus>,
        /// Tags that the service gives.
        pub system_tags: List<String>,
        /// The tenant's id.
        pub tenant_id: Option<String>,
        /// The threat.
        pub threat_display_name: Option<String>,
        /// The family of threats.
        pub threat_family_name: Option<String>,
        /// The title.
        pub title: Option<String>,
    }

    /// What somebody noted on an alert or an incident.
    pub struct AlertComment: "security.alertComment" {
        /// What was noted.
        pub comment: Option<String>,
        /// The created by display name.
        pub created_by_display_name: Option<String>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
    }
}

enums! {
    /// What `classification` of a `Alert` says.
    pub enum AlertClassification: "security.alertClassification" {
        NotKnown = "unknown",
        FalsePositive = "falsePositive",
        TruePositive = "truePositive",
        InformationalExpectedActivity = "informationalExpectedActivity",
    }

    /// What `detection_source` of a `Alert` says.
    pub enum DetectionSource: "security.detectionSource" {
        NotKnown = "unknown",
        MicrosoftDefenderForEndpoint = "microsoftDefenderForEndpoint",
        Antivirus = "antivirus",
        SmartScreen = "smartScreen",
        CustomTi = "customTi",
        MicrosoftDefenderForOffice365 = "microsoftDefenderForOffice365",
        AutomatedInvestigation = "automatedInvestigation",
        MicrosoftThreatExperts = "microsoftThreatExperts",
        CustomDetection = "customDetection",
        MicrosoftDefenderForIdentity = "microsoftDefenderForIdentity",
        CloudAppSecurity = "cloudAppSecurity",
        Microsoft365Defender = "microsoft365Defender",
        AzureAdIdentityProtection = "azureAdIdentityProtection",
        Manual = "manual",
        MicrosoftDataLossPrevention = "microsoftDataLossPrevention",
        AppGovernancePolicy = "appGovernancePolicy",
        AppGovernanceDetection = "appGovernanceDetection",
        MicrosoftDefenderForCloud = "microsoftDefenderForCloud",
        MicrosoftDefenderForIoT = "microsoftDefenderForIoT",
        MicrosoftDefenderForServers = "microsoftDefenderForServers",
        MicrosoftDefenderForStorage = "microsoftDefenderForStorage",
        MicrosoftDefenderForDNS = "microsoftDefenderForDNS",
        MicrosoftDefenderForDatabases = "microsoftDefenderForDatabases",
        MicrosoftDefenderForContainers = "microsoftDefenderForContainers",
        MicrosoftDefenderForNetwork = "microsoftDefenderForNetwork",
        MicrosoftDefenderForAppService = "microsoftDefenderForAppService",
        MicrosoftDefenderForKeyVault = "microsoftDefenderForKeyVault",
        MicrosoftDefenderForResourceManager = "microsoftDefenderForResourceManager",
        MicrosoftDefenderForApiManagement = "microsoftDefenderForApiManagement",
        NrtAlerts = "nrtAlerts",
        ScheduledAlerts = "scheduledAlerts",
        MicrosoftDefenderThreatIntelligenceAnalytics = "microsoftDefenderThreatIntelligenceAnalytics",
        BuiltInMl = "builtInMl",
        MicrosoftInsiderRiskManagement = "microsoftInsiderRiskManagement",
        MicrosoftThreatIntelligence = "microsoftThreatIntelligence",
        MicrosoftDefenderForAIServices = "microsoftDefenderForAIServices",
        SecurityCopilot = "securityCopilot",
        MicrosoftSentinel = "microsoftSentinel",
    }

    /// What `determination` of a `Alert` says.
    pub enum AlertDetermination: "security.alertDetermination" {
        NotKnown = "unknown",
        Apt = "apt",
        Malware = "malware",
        SecurityPersonnel = "securityPersonnel",
        SecurityTesting = "securityTesting",
        UnwantedSoftware = "unwantedSoftware",
        Other = "other",
        MultiStagedAttack = "multiStagedAttack",
        CompromisedAccount = "compromisedAccount",
        Phishing = "phishing",
        MaliciousUserActivity = "maliciousUserActivity",
        NotMalicious = "notMalicious",
        NotEnoughDataToValidate = "notEnoughDataToValidate",
        ConfirmedActivity = "confirmedActivity",
        LineOfBusinessApplication = "lineOfBusinessApplication",
    }

    /// What `investigation_state` of a `Alert` says.
    pub enum InvestigationState: "security.investigationState" {
        NotKnown = "unknown",
        Terminated = "terminated",
        SuccessfullyRemediated = "successfullyRemediated",
        Benign = "benign",
        Failed = "failed",
        PartiallyRemediated = "partiallyRemediated",
        Running = "running",
        PendingApproval = "pendingApproval",
        PendingResource = "pendingResource",
        Queued = "queued",
        InnerFailure = "innerFailure",
        PreexistingAlert = "preexistingAlert",
        UnsupportedOs = "unsupportedOs",
        UnsupportedAlertType = "unsupportedAlertType",
        SuppressedAlert = "suppressedAlert",
        PartiallyInvestigated = "partiallyInvestigated",
        TerminatedByUser = "terminatedByUser",
        TerminatedBySystem = "terminatedBySystem",
    }

    /// What `service_source` of a `Alert` says.
    pub enum ServiceSource: "security.serviceSource" {
        NotKnown = "unknown",
        MicrosoftDefenderForEndpoint = "microsoftDefenderForEndpoint",
        MicrosoftDefenderForIdentity = "microsoftDefenderForIdentity",
        MicrosoftDefenderForCloudApps = "microsoftDefenderForCloudApps",
        MicrosoftDefenderForOffice365 = "microsoftDefenderForOffice365",
        Microsoft365Defender = "microsoft365Defender",
        AzureAdIdentityProtection = "azureAdIdentityProtection",
        MicrosoftAppGovernance = "microsoftAppGovernance",
        DataLossPrevention = "dataLossPrevention",
        MicrosoftDefenderForCloud = "microsoftDefenderForCloud",
        MicrosoftSentinel = "microsoftSentinel",
        MicrosoftInsiderRiskManagement = "microsoftInsiderRiskManagement",
        MicrosoftThreatIntelligence = "microsoftThreatIntelligence",
        MicrosoftSecurityForAI = "microsoftSecurityForAI",
    }

    /// What `severity` of a `Alert` says.
    pub enum AlertSeverity: "security.alertSeverity" {
        NotKnown = "unknown",
        Informational = "informational",
        Low = "low",
        Medium = "medium",
        High = "high",
    }

    /// What `status` of a `Alert` says.
    pub enum AlertStatus: "security.alertStatus" {
        NotKnown = "unknown",
        New = "new",
        InProgress = "inProgress",
        Resolved = "resolved",
    }
}
