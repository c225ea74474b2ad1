//! Series of access reviews.

use tenantscope_core::Timestamp;

use crate::{Id, List, governance::AccessReviewInstance, model::shared::DayOfWeek, model::shared::Identity};

models! {
    /// A series of access reviews.
    pub struct AccessReviewScheduleDefinition: "accessReviewScheduleDefinition" {
        /// Its id.
        pub id: Id<AccessReviewScheduleDefinition>,
        /// Its additional notification recipients.
        pub additional_notification_recipients: List<AccessReviewNotificationRecipientItem>,
        /// Who made it.
        pub created_by: Option<Identity>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The description for admins.
        pub description_for_admins: Option<String>,
        /// The description for reviewers.
        pub description_for_reviewers: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// Who reviews if nobody else can.
        pub fallback_reviewers: List<AccessReviewReviewerScope>,
        /// The instance enumeration scope.
        pub instance_enumeration_scope: Option<AccessReviewScope>,
        /// When it was changed last.
        pub last_modified_date_time: Option<Timestamp>,
        /// Who reviews.
        pub reviewers: List<AccessReviewReviewerScope>,
        /// What it covers.
        pub scope: Option<AccessReviewScope>,
        /// The settings.
        pub settings: Option<AccessReviewScheduleSettings>,
        /// Its stage settings.
        pub stage_settings: List<AccessReviewStageSettings>,
        /// Where it stands.
        pub status: Option<String>,
        /// Its instances, where expanded.
        pub instances: List<AccessReviewInstance>,
    }

    /// What `settings` of a `AccessReviewScheduleDefinition` holds.
    pub struct AccessReviewScheduleSettings: "accessReviewScheduleSettings" {
        /// Its apply actions.
        pub apply_actions: List<AccessReviewApplyAction>,
        /// Whether: auto apply decisions enabled.
        pub auto_apply_decisions_enabled: Option<bool>,
        /// Whether: decision histories for reviewers enabled.
        pub decision_histories_for_reviewers_enabled: Option<bool>,
        /// The default decision.
        pub default_decision: Option<String>,
        /// Whether: default decision enabled.
        pub default_decision_enabled: Option<bool>,
        /// The instance duration in days.
        pub instance_duration_in_days: Option<i64>,
        /// Whether: justification required on approval.
        pub justification_required_on_approval: Option<bool>,
        /// Whether: mail notifications enabled.
        pub mail_notifications_enabled: Option<bool>,
        /// Its recommendation insight settings.
        pub recommendation_insight_settings: List<AccessReviewRecommendationInsightSetting>,
        /// The recommendation look back duration.
        pub recommendation_look_back_duration: Option<String>,
        /// Whether: recommendations enabled.
        pub recommendations_enabled: Option<bool>,
        /// The recurrence.
        pub recurrence: Option<PatternedRecurrence>,
        /// Whether: reminder notifications enabled.
        pub reminder_notifications_enabled: Option<bool>,
    }

    /// What `additional_notification_recipients` of a `AccessReviewScheduleDefinition` holds.
    pub struct AccessReviewNotificationRecipientItem: "accessReviewNotificationRecipientItem" {
        /// The notification recipient scope.
        pub notification_recipient_scope: Option<AccessReviewNotificationRecipientScope>,
        /// The notification template type.
        pub notification_template_type: Option<String>,
    }

    /// What `fallback_reviewers` of a `AccessReviewInstance` holds.
    pub struct AccessReviewReviewerScope: "accessReviewReviewerScope" {
        /// The query that finds it.
        pub query: Option<String>,
        /// Where the query begins.
        pub query_root: Option<String>,
        /// The language of the query.
        pub query_type: Option<String>,
    }

    /// What `scope` of a `AccessReviewInstance` holds.
    pub struct AccessReviewScope: "accessReviewScope" | "accessReviewQueryScope" | "accessReviewInactiveUsersQueryScope" | "principalResourceMembershipsScope" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// The query that finds it.
        pub query: Option<String>,
        /// Where the query begins.
        pub query_root: Option<String>,
        /// The language of the query.
        pub query_type: Option<String>,
        /// The inactive duration.
        pub inactive_duration: Option<String>,
        /// Its principal scopes.
        pub principal_scopes: List<AccessReviewScope>,
        /// Its resource scopes.
        pub resource_scopes: List<AccessReviewScope>,
    }

    /// What `stage_settings` of a `AccessReviewScheduleDefinition` holds.
    pub struct AccessReviewStageSettings: "accessReviewStageSettings" {
        /// Its decisions that will move to next stage.
        pub decisions_that_will_move_to_next_stage: List<String>,
        /// Its depends on.
        pub depends_on: List<String>,
        /// The duration in days.
        pub duration_in_days: Option<i64>,
        /// Who reviews if nobody else can.
        pub fallback_reviewers: List<AccessReviewReviewerScope>,
        /// Its recommendation insight settings.
        pub recommendation_insight_settings: List<AccessReviewRecommendationInsightSetting>,
        /// Whether: recommendations enabled.
        pub recommendations_enabled: Option<bool>,
        /// Who reviews.
        pub reviewers: List<AccessReviewReviewerScope>,
        /// The id of its stage.
        pub stage_id: Option<String>,
    }

    /// What `apply_actions` of a `AccessReviewScheduleSettings` holds.
    pub struct AccessReviewApplyAction: "accessReviewApplyAction" | "removeAccessApplyAction" | "disableAndDeleteUserApplyAction" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
    }

    /// What `recommendation_insight_settings` of a `AccessReviewScheduleSettings` holds.
    pub struct AccessReviewRecommendationInsightSetting: "accessReviewRecommendationInsightSetting" | "groupPeerOutlierRecommendationInsightSettings" | "userLastSignInRecommendationInsightSetting" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// The recommendation look back duration.
        pub recommendation_look_back_duration: Option<String>,
        /// The sign in scope.
        pub sign_in_scope: Option<UserSignInRecommendationScope>,
    }

    /// What `recurrence` of a `AccessReviewScheduleSettings` holds.
    pub struct PatternedRecurrence: "patternedRecurrence" {
        /// The pattern.
        pub pattern: Option<RecurrencePattern>,
        /// The range.
        pub range: Option<RecurrenceRange>,
    }

    /// What `notification_recipient_scope` of a `AccessReviewNotificationRecipientItem` holds.
    pub struct AccessReviewNotificationRecipientScope: "accessReviewNotificationRecipientScope" | "accessReviewNotificationRecipientQueryScope" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// The query that finds it.
        pub query: Option<String>,
        /// Where the query begins.
        pub query_root: Option<String>,
        /// The language of the query.
        pub query_type: Option<String>,
    }

    /// What `pattern` of a `PatternedRecurrence` holds.
    pub struct RecurrencePattern: "recurrencePattern" {
        /// The day of month.
        pub day_of_month: Option<i64>,
        /// Its days of week.
        pub days_of_week: List<DayOfWeek>,
        /// The first day of week.
        pub first_day_of_week: Option<DayOfWeek>,
        /// The index.
        pub index: Option<WeekIndex>,
        /// The interval.
        pub interval: Option<i64>,
        /// The month.
        pub month: Option<i64>,
        /// What kind it is.
        pub r#type: Option<RecurrencePatternType>,
    }

    /// What `range` of a `PatternedRecurrence` holds.
    pub struct RecurrenceRange: "recurrenceRange" {
        /// The day: end.
        pub end_date: Option<String>,
        /// The number of occurrences.
        pub number_of_occurrences: Option<i64>,
        /// The recurrence time zone.
        pub recurrence_time_zone: Option<String>,
        /// The day: start.
        pub start_date: Option<String>,
        /// What kind it is.
        pub r#type: Option<RecurrenceRangeType>,
    }
}

enums! {
    /// What `sign_in_scope` of a `AccessReviewRecommendationInsightSetting` says.
    pub enum UserSignInRecommendationScope: "userSignInRecommendationScope" {
        Tenant = "tenant",
        Application = "application",
    }

    /// What `index` of a `RecurrencePattern` says.
    pub enum WeekIndex: "weekIndex" {
        First = "first",
        Second = "second",
        Third = "third",
        Fourth = "fourth",
        Last = "last",
    }

    /// What `type` of a `RecurrencePattern` says.
    pub enum RecurrencePatternType: "recurrencePatternType" {
        Daily = "daily",
        Weekly = "weekly",
        AbsoluteMonthly = "absoluteMonthly",
        RelativeMonthly = "relativeMonthly",
        AbsoluteYearly = "absoluteYearly",
        RelativeYearly = "relativeYearly",
    }

    /// What `type` of a `RecurrenceRange` says.
    pub enum RecurrenceRangeType: "recurrenceRangeType" {
        EndDate = "endDate",
        NoEnd = "noEnd",
        Numbered = "numbered",
    }
}
