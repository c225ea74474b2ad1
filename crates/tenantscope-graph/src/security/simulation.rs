//! Simulated attacks on the tenant's own users.

use tenantscope_core::Timestamp;

use crate::{
    Id, List,
    model::shared::Identity,
    security::{EndUserNotificationSetting, SimulationReport, TrainingSetting},
};

models! {
    /// A simulated attack on the tenant's own users.
    pub struct Simulation: "simulation" {
        /// Its id.
        pub id: Id<Simulation>,
        /// The attack technique.
        pub attack_technique: Option<SimulationAttackTechnique>,
        /// The attack type.
        pub attack_type: Option<SimulationAttackType>,
        /// The id of its automation.
        pub automation_id: Option<String>,
        /// When it was done.
        pub completion_date_time: Option<Timestamp>,
        /// Who made it.
        pub created_by: Option<Identity>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// What it is, in words.
        pub description: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// The duration in days.
        pub duration_in_days: Option<i64>,
        /// The end user notification setting.
        pub end_user_notification_setting: Option<EndUserNotificationSetting>,
        /// The excluded account target.
        pub excluded_account_target: Option<AccountTargetContent>,
        /// The included account target.
        pub included_account_target: Option<AccountTargetContent>,
        /// Whether it is automated.
        pub is_automated: Option<bool>,
        /// Who changed it last.
        pub last_modified_by: Option<Identity>,
        /// When it was changed last.
        pub last_modified_date_time: Option<Timestamp>,
        /// When: launch.
        pub launch_date_time: Option<Timestamp>,
        /// The o auth consent app detail.
        pub o_auth_consent_app_detail: Option<OAuthConsentAppDetail>,
        /// The payload delivery platform.
        pub payload_delivery_platform: Option<PayloadDeliveryPlatform>,
        /// The report.
        pub report: Option<SimulationReport>,
        /// Where it stands.
        pub status: Option<SimulationStatus>,
        /// The training setting.
        pub training_setting: Option<TrainingSetting>,
    }

    /// Simulations that run by themselves.
    pub struct SimulationAutomation: "simulationAutomation" {
        /// Its id.
        pub id: Id<SimulationAutomation>,
        /// Who made it.
        pub created_by: Option<Identity>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// What it is, in words.
        pub description: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// Who changed it last.
        pub last_modified_by: Option<Identity>,
        /// When it was changed last.
        pub last_modified_date_time: Option<Timestamp>,
        /// When: last run.
        pub last_run_date_time: Option<Timestamp>,
        /// When: next run.
        pub next_run_date_time: Option<Timestamp>,
        /// Where it stands.
        pub status: Option<SimulationAutomationStatus>,
        /// Its runs, where expanded.
        pub runs: List<SimulationAutomationRun>,
    }

    /// One run of an automation.
    pub struct SimulationAutomationRun: "simulationAutomationRun" {
        /// Its id.
        pub id: Id<SimulationAutomationRun>,
        /// When it ends.
        pub end_date_time: Option<Timestamp>,
        /// The id of its simulation.
        pub simulation_id: Option<String>,
        /// When it begins.
        pub start_date_time: Option<Timestamp>,
        /// Where it stands.
        pub status: Option<SimulationAutomationRunStatus>,
    }

    /// What `included_account_target` of a `Simulation` holds.
    pub struct AccountTargetContent: "accountTargetContent" | "addressBookAccountTargetContent" | "includeAllAccountTargetContent" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// What kind it is.
        pub r#type: Option<AccountTargetContentType>,
        /// Its account target emails.
        pub account_target_emails: List<String>,
    }

    /// What `o_auth_consent_app_detail` of a `Simulation` holds.
    pub struct OAuthConsentAppDetail: "oAuthConsentAppDetail" {
        /// The app scope.
        pub app_scope: Option<OAuthAppScope>,
        /// The display logo.
        pub display_logo: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
    }
}

enums! {
    /// What `attack_technique` of a `Simulation` says.
    pub enum SimulationAttackTechnique: "simulationAttackTechnique" {
        NotKnown = "unknown",
        CredentialHarvesting = "credentialHarvesting",
        AttachmentMalware = "attachmentMalware",
        DriveByUrl = "driveByUrl",
        LinkInAttachment = "linkInAttachment",
        LinkToMalwareFile = "linkToMalwareFile",
    }

    /// What `attack_type` of a `Simulation` says.
    pub enum SimulationAttackType: "simulationAttackType" {
        NotKnown = "unknown",
        Social = "social",
        Cloud = "cloud",
        Endpoint = "endpoint",
    }

    /// What `payload_delivery_platform` of a `Simulation` says.
    pub enum PayloadDeliveryPlatform: "payloadDeliveryPlatform" {
        NotKnown = "unknown",
        Sms = "sms",
        Email = "email",
        Teams = "teams",
    }

    /// What `status` of a `Simulation` says.
    pub enum SimulationStatus: "simulationStatus" {
        NotKnown = "unknown",
        Draft = "draft",
        Running = "running",
        Scheduled = "scheduled",
        Succeeded = "succeeded",
        Failed = "failed",
        Cancelled = "cancelled",
        Excluded = "excluded",
    }

    /// What `status` of a `SimulationAutomation` says.
    pub enum SimulationAutomationStatus: "simulationAutomationStatus" {
        NotKnown = "unknown",
        Draft = "draft",
        NotRunning = "notRunning",
        Running = "running",
        Completed = "completed",
    }

    /// What `status` of a `SimulationAutomationRun` says.
    pub enum SimulationAutomationRunStatus: "simulationAutomationRunStatus" {
        NotKnown = "unknown",
        Running = "running",
        Succeeded = "succeeded",
        Failed = "failed",
        Skipped = "skipped",
    }

    /// What `type` of a `AccountTargetContent` says.
    pub enum AccountTargetContentType: "accountTargetContentType" {
        NotKnown = "unknown",
        IncludeAll = "includeAll",
        AddressBook = "addressBook",
    }

    /// What `app_scope` of a `OAuthConsentAppDetail` says.
    pub enum OAuthAppScope: "oAuthAppScope" {
        NotKnown = "unknown",
        ReadCalendar = "readCalendar",
        ReadContact = "readContact",
        ReadMail = "readMail",
        ReadAllChat = "readAllChat",
        ReadAllFile = "readAllFile",
        ReadAndWriteMail = "readAndWriteMail",
        SendMail = "sendMail",
    }
}
