//! The training and the notes that go with a simulated attack.

use tenantscope_core::Timestamp;

use crate::List;

models! {
    /// What `training_setting` of a `Simulation` holds.
    pub struct TrainingSetting: "trainingSetting" | "customTrainingSetting" | "microsoftCustomTrainingSetting" | "microsoftManagedTrainingSetting" | "microsoftTrainingAssignmentMapping" | "noTrainingSetting" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// The setting type.
        pub setting_type: Option<TrainingSettingType>,
        /// Who works on it.
        pub assigned_to: List<TrainingAssignedTo>,
        /// What it is, in words.
        pub description: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// The duration in minutes.
        pub duration_in_minutes: Option<i64>,
        /// The address.
        pub url: Option<String>,
        /// When it was done.
        pub completion_date_time: Option<Timestamp>,
        /// Its training assignment mappings.
        pub training_assignment_mappings: List<TrainingSetting>,
        /// The training completion duration.
        pub training_completion_duration: Option<TrainingCompletionDuration>,
    }

    /// What `end_user_notification_setting` of a `Simulation` holds.
    pub struct EndUserNotificationSetting: "endUserNotificationSetting" | "noTrainingNotificationSetting" | "trainingNotificationSetting" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// The notification preference.
        pub notification_preference: Option<EndUserNotificationPreference>,
        /// The positive reinforcement.
        pub positive_reinforcement: Option<BaseEndUserNotification>,
        /// The setting type.
        pub setting_type: Option<EndUserNotificationSettingType>,
        /// The simulation notification.
        pub simulation_notification: Option<BaseEndUserNotification>,
        /// The training assignment.
        pub training_assignment: Option<BaseEndUserNotification>,
        /// The training reminder.
        pub training_reminder: Option<BaseEndUserNotification>,
    }

    /// What `training_assignment` of a `EndUserNotificationSetting` holds.
    pub struct BaseEndUserNotification: "baseEndUserNotification" | "positiveReinforcementNotification" | "simulationNotification" | "trainingReminderNotification" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// The default language.
        pub default_language: Option<String>,
        /// The delivery preference.
        pub delivery_preference: Option<NotificationDeliveryPreference>,
        /// The targetted user type.
        pub targetted_user_type: Option<TargetedUserType>,
        /// The delivery frequency.
        pub delivery_frequency: Option<NotificationDeliveryFrequency>,
    }
}

enums! {
    /// What `setting_type` of a `TrainingSetting` says.
    pub enum TrainingSettingType: "trainingSettingType" {
        MicrosoftCustom = "microsoftCustom",
        MicrosoftManaged = "microsoftManaged",
        NoTraining = "noTraining",
        Custom = "custom",
    }

    /// What `assigned_to` of a `TrainingSetting` says.
    pub enum TrainingAssignedTo: "trainingAssignedTo" {
        None = "none",
        AllUsers = "allUsers",
        ClickedPayload = "clickedPayload",
        Compromised = "compromised",
        ReportedPhish = "reportedPhish",
        ReadButNotClicked = "readButNotClicked",
        DidNothing = "didNothing",
    }

    /// What `training_completion_duration` of a `TrainingSetting` says.
    pub enum TrainingCompletionDuration: "trainingCompletionDuration" {
        Week = "week",
        Fortnite = "fortnite",
        Month = "month",
    }

    /// What `notification_preference` of a `EndUserNotificationSetting` says.
    pub enum EndUserNotificationPreference: "endUserNotificationPreference" {
        NotKnown = "unknown",
        Microsoft = "microsoft",
        Custom = "custom",
    }

    /// What `setting_type` of a `EndUserNotificationSetting` says.
    pub enum EndUserNotificationSettingType: "endUserNotificationSettingType" {
        NotKnown = "unknown",
        NoTraining = "noTraining",
        TrainingSelected = "trainingSelected",
        NoNotification = "noNotification",
    }

    /// What `delivery_preference` of a `BaseEndUserNotification` says.
    pub enum NotificationDeliveryPreference: "notificationDeliveryPreference" {
        NotKnown = "unknown",
        DeliverImmedietly = "deliverImmedietly",
        DeliverAfterCampaignEnd = "deliverAfterCampaignEnd",
    }

    /// What `targetted_user_type` of a `BaseEndUserNotification` says.
    pub enum TargetedUserType: "targettedUserType" {
        NotKnown = "unknown",
        Clicked = "clicked",
        Compromised = "compromised",
        AllUsers = "allUsers",
    }

    /// What `delivery_frequency` of a `BaseEndUserNotification` says.
    pub enum NotificationDeliveryFrequency: "notificationDeliveryFrequency" {
        NotKnown = "unknown",
        Weekly = "weekly",
        BiWeekly = "biWeekly",
    }
}
