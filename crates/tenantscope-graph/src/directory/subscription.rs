//! Requests to be told of changes, and what is told.

use serde_json::{Map, Value};
use tenantscope_core::Timestamp;

use crate::{Id, List};

models! {
    /// A request to be told of changes.
    pub struct Subscription: "subscription" {
        /// Its id.
        pub id: Id<Subscription>,
        /// The id of its application.
        pub application_id: Option<String>,
        /// The change type.
        pub change_type: Option<String>,
        /// The client state.
        pub client_state: Option<String>,
        /// The id of its creator.
        pub creator_id: Option<String>,
        /// The encryption certificate.
        pub encryption_certificate: Option<String>,
        /// The id of its encryption certificate.
        pub encryption_certificate_id: Option<String>,
        /// When: expiration.
        pub expiration_date_time: Option<Timestamp>,
        /// Whether: include resource data.
        pub include_resource_data: Option<bool>,
        /// The latest supported tls version.
        pub latest_supported_tls_version: Option<String>,
        /// The lifecycle notification url.
        pub lifecycle_notification_url: Option<String>,
        /// The notification query options.
        pub notification_query_options: Option<String>,
        /// The notification url.
        pub notification_url: Option<String>,
        /// The id of its notification url app.
        pub notification_url_app_id: Option<String>,
        /// What it is about.
        pub resource: Option<String>,
    }

    /// One change that the service tells of.
    pub struct ChangeNotification: "changeNotification" {
        /// The change type.
        pub change_type: Option<ChangeType>,
        /// The client state.
        pub client_state: Option<String>,
        /// The encrypted content.
        pub encrypted_content: Option<ChangeNotificationEncryptedContent>,
        /// Its id.
        pub id: Id<ChangeNotification>,
        /// The lifecycle event.
        pub lifecycle_event: Option<LifecycleEventType>,
        /// What it is about.
        pub resource: Option<String>,
        /// The resource data.
        pub resource_data: Option<Map<String, Value>>,
        /// When: subscription expiration.
        pub subscription_expiration_date_time: Option<Timestamp>,
        /// The id of its subscription.
        pub subscription_id: Option<String>,
        /// The tenant's id.
        pub tenant_id: Option<String>,
    }

    /// The body of a notification request.
    pub struct ChangeNotificationCollection: "changeNotificationCollection" {
        /// Its validation tokens.
        pub validation_tokens: List<String>,
        /// The value.
        pub value: List<ChangeNotification>,
    }

    /// What `encrypted_content` of a `ChangeNotification` holds.
    pub struct ChangeNotificationEncryptedContent: "changeNotificationEncryptedContent" {
        /// The data.
        pub data: Option<String>,
        /// The data key.
        pub data_key: Option<String>,
        /// The data signature.
        pub data_signature: Option<String>,
        /// The id of its encryption certificate.
        pub encryption_certificate_id: Option<String>,
        /// The encryption certificate thumbprint.
        pub encryption_certificate_thumbprint: Option<String>,
    }
}

enums! {
    /// What `lifecycle_event` of a `ChangeNotification` says.
    pub enum LifecycleEventType: "lifecycleEventType" {
        Missed = "missed",
        SubscriptionRemoved = "subscriptionRemoved",
        ReauthorizationRequired = "reauthorizationRequired",
    }

    /// What `change_type` of a `ChangeNotification` says.
    pub enum ChangeType: "changeType" {
        Created = "created",
        Updated = "updated",
        Deleted = "deleted",
    }
}
