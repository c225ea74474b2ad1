//! A user's mailbox settings.

use crate::{List, model::shared::DayOfWeek};

models! {
    /// What `mailbox_settings` of a `User` holds.
    pub struct MailboxSettings: "mailboxSettings" {
        /// The archive folder.
        pub archive_folder: Option<String>,
        /// The automatic replies setting.
        pub automatic_replies_setting: Option<AutomaticRepliesSetting>,
        /// The date format.
        pub date_format: Option<String>,
        /// The delegate meeting message delivery options.
        pub delegate_meeting_message_delivery_options: Option<DelegateMeetingMessageDeliveryOptions>,
        /// The language.
        pub language: Option<LocaleInfo>,
        /// The time format.
        pub time_format: Option<String>,
        /// The time zone.
        pub time_zone: Option<String>,
        /// The user purpose.
        pub user_purpose: Option<UserPurpose>,
        /// The working hours.
        pub working_hours: Option<WorkingHours>,
    }

    /// What `automatic_replies_setting` of a `MailboxSettings` holds.
    pub struct AutomaticRepliesSetting: "automaticRepliesSetting" {
        /// The external audience.
        pub external_audience: Option<ExternalAudienceScope>,
        /// The external reply message.
        pub external_reply_message: Option<String>,
        /// The internal reply message.
        pub internal_reply_message: Option<String>,
        /// When: scheduled end.
        pub scheduled_end_date_time: Option<DateTimeTimeZone>,
        /// When: scheduled start.
        pub scheduled_start_date_time: Option<DateTimeTimeZone>,
        /// Where it stands.
        pub status: Option<AutomaticRepliesStatus>,
    }

    /// What `language` of a `MailboxSettings` holds.
    pub struct LocaleInfo: "localeInfo" {
        /// The name that people see.
        pub display_name: Option<String>,
        /// The locale.
        pub locale: Option<String>,
    }

    /// What `working_hours` of a `MailboxSettings` holds.
    pub struct WorkingHours: "workingHours" {
        /// Its days of week.
        pub days_of_week: List<DayOfWeek>,
        /// The end time.
        pub end_time: Option<String>,
        /// Not used by the service.
        pub start_time: Option<String>,
        /// The time zone.
        pub time_zone: Option<TimeZoneBase>,
    }

    /// What `scheduled_start_date_time` of a `AutomaticRepliesSetting` holds.
    pub struct DateTimeTimeZone: "dateTimeTimeZone" {
        /// The date time.
        pub date_time: Option<String>,
        /// The time zone.
        pub time_zone: Option<String>,
    }

    /// What `time_zone` of a `WorkingHours` holds.
    pub struct TimeZoneBase: "timeZoneBase" | "customTimeZone" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// Its name.
        pub name: Option<String>,
        /// The bias.
        pub bias: Option<i64>,
        /// The daylight offset.
        pub daylight_offset: Option<StandardTimeZoneOffset>,
        /// The standard offset.
        pub standard_offset: Option<StandardTimeZoneOffset>,
    }

    /// What `daylight_offset` of a `TimeZoneBase` holds.
    pub struct StandardTimeZoneOffset: "standardTimeZoneOffset" | "daylightTimeZoneOffset" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// The day occurrence.
        pub day_occurrence: Option<i64>,
        /// The day of week.
        pub day_of_week: Option<DayOfWeek>,
        /// The month.
        pub month: Option<i64>,
        /// The time.
        pub time: Option<String>,
        /// The year.
        pub year: Option<i64>,
        /// The daylight bias.
        pub daylight_bias: Option<i64>,
    }
}

enums! {
    /// What `delegate_meeting_message_delivery_options` of a `MailboxSettings` says.
    pub enum DelegateMeetingMessageDeliveryOptions: "delegateMeetingMessageDeliveryOptions" {
        SendToDelegateAndInformationToPrincipal = "sendToDelegateAndInformationToPrincipal",
        SendToDelegateAndPrincipal = "sendToDelegateAndPrincipal",
        SendToDelegateOnly = "sendToDelegateOnly",
    }

    /// What `user_purpose` of a `MailboxSettings` says.
    pub enum UserPurpose: "userPurpose" {
        User = "user",
        Linked = "linked",
        Shared = "shared",
        Room = "room",
        Equipment = "equipment",
        Others = "others",
    }

    /// What `external_audience` of a `AutomaticRepliesSetting` says.
    pub enum ExternalAudienceScope: "externalAudienceScope" {
        None = "none",
        ContactsOnly = "contactsOnly",
        All = "all",
    }

    /// What `status` of a `AutomaticRepliesSetting` says.
    pub enum AutomaticRepliesStatus: "automaticRepliesStatus" {
        Disabled = "disabled",
        AlwaysEnabled = "alwaysEnabled",
        Scheduled = "scheduled",
    }
}
