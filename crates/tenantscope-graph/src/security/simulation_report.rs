//! What came of a simulated attack, user by user.

use tenantscope_core::Timestamp;

use crate::List;

models! {
    /// What came of a simulation.
    pub struct SimulationReport: "simulationReport" {
        /// The overview.
        pub overview: Option<SimulationReportOverview>,
        /// Its simulation users.
        pub simulation_users: List<UserSimulationDetails>,
    }

    /// What `overview` of a `SimulationReport` holds.
    pub struct SimulationReportOverview: "simulationReportOverview" {
        /// What to do about it.
        pub recommended_actions: List<RecommendedAction>,
        /// How many: resolved targets.
        pub resolved_targets_count: Option<i64>,
        /// The simulation events content.
        pub simulation_events_content: Option<SimulationEventsContent>,
        /// The training events content.
        pub training_events_content: Option<TrainingEventsContent>,
    }

    /// What `simulation_users` of a `SimulationReport` holds.
    pub struct UserSimulationDetails: "userSimulationDetails" {
        /// How many: assigned trainings.
        pub assigned_trainings_count: Option<i64>,
        /// How many: completed trainings.
        pub completed_trainings_count: Option<i64>,
        /// When: compromised.
        pub compromised_date_time: Option<Timestamp>,
        /// How many: in progress trainings.
        pub in_progress_trainings_count: Option<i64>,
        /// Whether it is compromised.
        pub is_compromised: Option<bool>,
        /// When: reported phish.
        pub reported_phish_date_time: Option<Timestamp>,
        /// Its simulation events.
        pub simulation_events: List<UserSimulationEventInfo>,
        /// The simulation user.
        pub simulation_user: Option<AttackSimulationUser>,
        /// Its training events.
        pub training_events: List<UserTrainingEventInfo>,
    }

    /// What `recommended_actions` of a `SimulationReportOverview` holds.
    pub struct RecommendedAction: "recommendedAction" {
        /// The action web url.
        pub action_web_url: Option<String>,
        /// The potential score impact.
        pub potential_score_impact: Option<f64>,
        /// The title.
        pub title: Option<String>,
    }

    /// What `simulation_events_content` of a `SimulationReportOverview` holds.
    pub struct SimulationEventsContent: "simulationEventsContent" {
        /// The compromised rate.
        pub compromised_rate: Option<f64>,
        /// Its events.
        pub events: List<SimulationEvent>,
    }

    /// What `training_events_content` of a `SimulationReportOverview` holds.
    pub struct TrainingEventsContent: "trainingEventsContent" {
        /// Its assigned trainings infos.
        pub assigned_trainings_infos: List<AssignedTrainingInfo>,
        /// How many: trainings assigned user.
        pub trainings_assigned_user_count: Option<i64>,
    }

    /// What `simulation_events` of a `UserSimulationDetails` holds.
    pub struct UserSimulationEventInfo: "userSimulationEventInfo" {
        /// The browser.
        pub browser: Option<String>,
        /// The click source.
        pub click_source: Option<ClickSource>,
        /// When: event.
        pub event_date_time: Option<Timestamp>,
        /// The event name.
        pub event_name: Option<String>,
        /// The IP address.
        pub ip_address: Option<String>,
        /// The os platform device details.
        pub os_platform_device_details: Option<String>,
    }

    /// What `simulation_user` of a `UserSimulationDetails` holds.
    pub struct AttackSimulationUser: "attackSimulationUser" {
        /// The name that people see.
        pub display_name: Option<String>,
        /// The mail address.
        pub email: Option<String>,
        /// The user's id.
        pub user_id: Option<String>,
    }

    /// What `training_events` of a `UserSimulationDetails` holds.
    pub struct UserTrainingEventInfo: "userTrainingEventInfo" {
        /// The name that people see.
        pub display_name: Option<String>,
        /// The latest training status.
        pub latest_training_status: Option<TrainingStatus>,
        /// The training assigned properties.
        pub training_assigned_properties: Option<UserTrainingContentEventInfo>,
        /// The training completed properties.
        pub training_completed_properties: Option<UserTrainingContentEventInfo>,
        /// The training updated properties.
        pub training_updated_properties: Option<UserTrainingContentEventInfo>,
    }

    /// What `events` of a `SimulationEventsContent` holds.
    pub struct SimulationEvent: "simulationEvent" {
        /// The count.
        pub count: Option<i64>,
        /// The event name.
        pub event_name: Option<String>,
    }

    /// What `assigned_trainings_infos` of a `TrainingEventsContent` holds.
    pub struct AssignedTrainingInfo: "assignedTrainingInfo" {
        /// How many: assigned user.
        pub assigned_user_count: Option<i64>,
        /// How many: completed user.
        pub completed_user_count: Option<i64>,
        /// The name that people see.
        pub display_name: Option<String>,
    }

    /// What `training_assigned_properties` of a `UserTrainingEventInfo` holds.
    pub struct UserTrainingContentEventInfo: "userTrainingContentEventInfo" {
        /// The browser.
        pub browser: Option<String>,
        /// When: content.
        pub content_date_time: Option<Timestamp>,
        /// The IP address.
        pub ip_address: Option<String>,
        /// The os platform device details.
        pub os_platform_device_details: Option<String>,
        /// The potential score impact.
        pub potential_score_impact: Option<f64>,
    }
}

enums! {
    /// What `click_source` of a `UserSimulationEventInfo` says.
    pub enum ClickSource: "clickSource" {
        NotKnown = "unknown",
        QrCode = "qrCode",
        PhishingUrl = "phishingUrl",
    }

    /// What `latest_training_status` of a `UserTrainingEventInfo` says.
    pub enum TrainingStatus: "trainingStatus" {
        NotKnown = "unknown",
        Assigned = "assigned",
        InProgress = "inProgress",
        Completed = "completed",
        Overdue = "overdue",
    }
}
