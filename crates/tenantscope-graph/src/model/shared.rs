//! Models that several areas use.

use tenantscope_core::Timestamp;

use crate::Id;

models! {
    /// Who did something or is meant: a user, an app or a mail address.
    pub struct Identity: "identity" | "emailIdentity" | "userIdentity" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// Its id.
        pub id: Id<Identity>,
        /// The mail address.
        pub email: Option<String>,
        /// The IP address.
        pub ip_address: Option<String>,
        /// The name that the user signs in with.
        pub user_principal_name: Option<String>,
        /// What kind it is.
        pub r#type: Option<String>,
        /// The id of its home tenant.
        pub home_tenant_id: Option<String>,
        /// The home tenant name.
        pub home_tenant_name: Option<String>,
        /// `Member` or `Guest`.
        pub user_type: Option<String>,
        /// The agent type.
        pub agent_type: Option<String>,
        /// When the user last signed in; written in another form than other dates.
        pub last_user_sign_in_date_time: Option<Timestamp>,
    }

    /// What `properties` of a `AddIn` holds.
    pub struct KeyValue: "keyValue" {
        /// The key.
        pub key: Option<String>,
        /// The value.
        pub value: Option<String>,
    }
}

enums! {
    /// What `service_principal_risk_levels` of a `ConditionalAccessConditionSet` says.
    pub enum RiskLevel: "riskLevel" {
        Low = "low",
        Medium = "medium",
        High = "high",
        Hidden = "hidden",
        None = "none",
    }

    /// What `first_day_of_week` of a `RecurrencePattern` says.
    pub enum DayOfWeek: "dayOfWeek" {
        Sunday = "sunday",
        Monday = "monday",
        Tuesday = "tuesday",
        Wednesday = "wednesday",
        Thursday = "thursday",
        Friday = "friday",
        Saturday = "saturday",
    }
}
