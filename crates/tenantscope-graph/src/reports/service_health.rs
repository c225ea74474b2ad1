//! How services of Microsoft 365 are, and what is wrong with them.

use tenantscope_core::Timestamp;

use crate::{Id, List, reports::ItemBody};

models! {
    /// How a service of Microsoft 365 is.
    pub struct ServiceHealth: "serviceHealth" {
        /// Its id.
        pub id: Id<ServiceHealth>,
        /// The service that it belongs to.
        pub service: Option<String>,
        /// Where it stands.
        pub status: Option<ServiceHealthStatus>,
        /// Its issues, where expanded.
        pub issues: List<ServiceHealthIssue>,
    }

    /// Something that is wrong with a service.
    pub struct ServiceHealthIssue: "serviceHealthIssue" {
        /// Its id.
        pub id: Id<ServiceHealthIssue>,
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
        /// What it turned out to be.
        pub classification: Option<ServiceHealthClassificationType>,
        /// The feature.
        pub feature: Option<String>,
        /// The feature group.
        pub feature_group: Option<String>,
        /// The impact description.
        pub impact_description: Option<String>,
        /// Whether it is resolved.
        pub is_resolved: Option<bool>,
        /// Where it came from.
        pub origin: Option<ServiceHealthOrigin>,
        /// Its posts.
        pub posts: List<ServiceHealthIssuePost>,
        /// The service that it belongs to.
        pub service: Option<String>,
        /// Where it stands.
        pub status: Option<ServiceHealthStatus>,
    }

    /// What `details` of a `ServiceHealthIssue` holds.
    pub struct KeyValuePair: "keyValuePair" {
        /// Its name.
        pub name: Option<String>,
        /// The value.
        pub value: Option<String>,
    }

    /// What `posts` of a `ServiceHealthIssue` holds.
    pub struct ServiceHealthIssuePost: "serviceHealthIssuePost" {
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// What it is, in words.
        pub description: Option<ItemBody>,
        /// The post type.
        pub post_type: Option<PostType>,
    }
}

enums! {
    /// What `status` of a `ServiceHealth` says.
    pub enum ServiceHealthStatus: "serviceHealthStatus" {
        ServiceOperational = "serviceOperational",
        Investigating = "investigating",
        RestoringService = "restoringService",
        VerifyingService = "verifyingService",
        ServiceRestored = "serviceRestored",
        PostIncidentReviewPublished = "postIncidentReviewPublished",
        ServiceDegradation = "serviceDegradation",
        ServiceInterruption = "serviceInterruption",
        ExtendedRecovery = "extendedRecovery",
        FalsePositive = "falsePositive",
        InvestigationSuspended = "investigationSuspended",
        Resolved = "resolved",
        MitigatedExternal = "mitigatedExternal",
        Mitigated = "mitigated",
        ResolvedExternal = "resolvedExternal",
        Confirmed = "confirmed",
        Reported = "reported",
    }

    /// What `classification` of a `ServiceHealthIssue` says.
    pub enum ServiceHealthClassificationType: "serviceHealthClassificationType" {
        Advisory = "advisory",
        Incident = "incident",
    }

    /// What `origin` of a `ServiceHealthIssue` says.
    pub enum ServiceHealthOrigin: "serviceHealthOrigin" {
        Microsoft = "microsoft",
        ThirdParty = "thirdParty",
        Customer = "customer",
    }

    /// What `post_type` of a `ServiceHealthIssuePost` says.
    pub enum PostType: "postType" {
        Regular = "regular",
        Quick = "quick",
        Strategic = "strategic",
    }
}
