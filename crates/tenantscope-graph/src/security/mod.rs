//! Alerts, incidents, hunting, audit searches, Defender for Identity and attack simulation.

mod alert;
mod audit_data;
mod audit_log;
mod audit_record_type;
#[cfg(feature = "client")]
mod audit_search;
#[cfg(feature = "client")]
mod changes;
pub mod evidence;
mod health_issue;
#[cfg(feature = "client")]
mod hunting;
mod hunting_models;
mod identity_account;
mod incident;
#[cfg(feature = "client")]
mod resources;
mod sensor;
#[cfg(feature = "client")]
mod sensor_setup;
mod simulation;
mod simulation_report;
mod simulation_training;

use crate::schema::Type;

pub use self::{
    alert::{
        Alert, AlertClassification, AlertComment, AlertDetermination, AlertSeverity, AlertStatus,
        DetectionSource, InvestigationState, ServiceSource,
    },
    audit_data::AuditData,
    audit_log::{AuditLogQuery, AuditLogQueryStatus, AuditLogRecord, AuditLogUserType},
    audit_record_type::AuditLogRecordType,
    evidence::AlertEvidence,
    health_issue::{HealthIssue, HealthIssueSeverity, HealthIssueStatus, HealthIssueType},
    hunting_models::{HuntingColumn, HuntingResults},
    identity_account::{AccountAction, AccountProvider, IdentityAccount, LinkedAccount},
    incident::{Incident, IncidentStatus},
    sensor::{
        DeploymentStatus, Sensor, SensorCandidate, SensorCandidateActivationConfiguration,
        SensorCandidateActivationMode, SensorHealthStatus, SensorServiceStatus, SensorSettings, SensorType,
    },
    simulation::{
        AccountTargetContent, AccountTargetContentType, OAuthAppScope, OAuthConsentAppDetail,
        PayloadDeliveryPlatform, Simulation, SimulationAttackTechnique, SimulationAttackType,
        SimulationAutomation, SimulationAutomationRun, SimulationAutomationRunStatus,
        SimulationAutomationStatus, SimulationStatus,
    },
    simulation_report::{
        AssignedTrainingInfo, AttackSimulationUser, ClickSource, RecommendedAction, SimulationEvent,
        SimulationEventsContent, SimulationReport, SimulationReportOverview, TrainingEventsContent,
        TrainingStatus, UserSimulationDetails, UserSimulationEventInfo, UserTrainingContentEventInfo,
        UserTrainingEventInfo,
    },
    simulation_training::{
        BaseEndUserNotification, EndUserNotificationPreference, EndUserNotificationSetting,
        EndUserNotificationSettingType, NotificationDeliveryFrequency, NotificationDeliveryPreference,
        TargetedUserType, TrainingAssignedTo, TrainingCompletionDuration, TrainingSetting,
        TrainingSettingType,
    },
};
#[cfg(feature = "client")]
pub use self::{
    audit_search::CreateAuditLogQuery,
    changes::{Judged, Update},
    hunting::{HUNTING_LIMIT, HuntingQuery},
    resources::{
        Alerts, AuditLogQueries, AuditLogRecords, HealthIssues, IdentityAccounts, Incidents, SECURITY_LIMIT,
        SensorCandidates, Sensors, SimulationAutomationRuns, SimulationAutomations, Simulations,
    },
};

/// The tables of this area.
pub(crate) const TABLES: &[&[&Type]] = &[
    audit_data::MODELS,
    OPEN,
    alert::MODELS,
    alert::ENUMS,
    audit_log::MODELS,
    audit_log::ENUMS,
    audit_record_type::ENUMS,
    health_issue::MODELS,
    health_issue::ENUMS,
    hunting_models::MODELS,
    identity_account::MODELS,
    identity_account::ENUMS,
    incident::MODELS,
    incident::ENUMS,
    sensor::MODELS,
    sensor::ENUMS,
    simulation::MODELS,
    simulation::ENUMS,
    simulation_report::MODELS,
    simulation_report::ENUMS,
    simulation_training::MODELS,
    simulation_training::ENUMS,
];

/// Objects without members of their own. Models have them as maps.
const OPEN: &[&Type] = &[
    &Type::open("microsoft.graph.security.dictionary"),
    &Type::open("microsoft.graph.security.auditRecordTypeDictionary"),
    &Type::open("microsoft.graph.security.huntingRowResult"),
];
