//! Messages of the message center.

use tenantscope_core::Timestamp;

use crate::{Id, List, reports::KeyValuePair};

models! {
    /// A message of the message center.
    pub struct ServiceUpdateMessage: "serviceUpdateMessage" {
        /// Its id.
        pub id: Id<ServiceUpdateMessage>,
        /// Its details.
        pub details: List<KeyValuePair>,
        /// When it ends.
        pub end_date_time: Option<Timestamp>,
        /// When it was changed last.
        pub last_modified_date_time: Option<Timestamp>,
        /// When it begins.
        pub start_date_time: Option<Timestamp>,
        /// The title.
        pub title: Option<String>,
        /// When: action required by.
        pub action_required_by_date_time: Option<Timestamp>,
        /// The attachments archive.
        pub attachments_archive: Option<String>,
        /// The body.
        pub body: Option<ItemBody>,
        /// The category, in words of the service's own.
        pub category: Option<ServiceUpdateCategory>,
        /// Whether it has attachments.
        pub has_attachments: Option<bool>,
        /// Whether it is major change.
        pub is_major_change: Option<bool>,
        /// Its services.
        pub services: List<String>,
        /// How bad it is.
        pub severity: Option<ServiceUpdateSeverity>,
        /// Its tags.
        pub tags: List<String>,
        /// The view point.
        pub view_point: Option<ServiceUpdateMessageViewpoint>,
    }

    /// What `description` of a `ServiceHealthIssuePost` holds.
    pub struct ItemBody: "itemBody" {
        /// The content.
        pub content: Option<String>,
        /// The content type.
        pub content_type: Option<BodyType>,
    }

    /// What `view_point` of a `ServiceUpdateMessage` holds.
    pub struct ServiceUpdateMessageViewpoint: "serviceUpdateMessageViewpoint" {
        /// Whether it is archived.
        pub is_archived: Option<bool>,
        /// Whether it is favorited.
        pub is_favorited: Option<bool>,
        /// Whether it is read.
        pub is_read: Option<bool>,
    }
}

enums! {
    /// What `category` of a `ServiceUpdateMessage` says.
    pub enum ServiceUpdateCategory: "serviceUpdateCategory" {
        PreventOrFixIssue = "preventOrFixIssue",
        PlanForChange = "planForChange",
        StayInformed = "stayInformed",
    }

    /// What `severity` of a `ServiceUpdateMessage` says.
    pub enum ServiceUpdateSeverity: "serviceUpdateSeverity" {
        Normal = "normal",
        High = "high",
        Critical = "critical",
    }

    /// What `content_type` of a `ItemBody` says.
    pub enum BodyType: "bodyType" {
        Text = "text",
        Html = "html",
    }
}
