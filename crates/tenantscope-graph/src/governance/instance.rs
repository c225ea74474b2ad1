//! Single reviews, their stages and decisions.

use tenantscope_core::Timestamp;

use crate::{
    Id, List,
    governance::{AccessReviewReviewerScope, AccessReviewScope},
    model::shared::Identity,
};

models! {
    /// One review of a series.
    pub struct AccessReviewInstance: "accessReviewInstance" {
        /// Its id.
        pub id: Id<AccessReviewInstance>,
        /// When it ends.
        pub end_date_time: Option<Timestamp>,
        /// Who reviews if nobody else can.
        pub fallback_reviewers: List<AccessReviewReviewerScope>,
        /// Who reviews.
        pub reviewers: List<AccessReviewReviewerScope>,
        /// What it covers.
        pub scope: Option<AccessReviewScope>,
        /// When it begins.
        pub start_date_time: Option<Timestamp>,
        /// Where it stands.
        pub status: Option<String>,
        /// Its decisions, where expanded.
        pub decisions: List<AccessReviewInstanceDecisionItem>,
        /// Its stages, where expanded.
        pub stages: List<AccessReviewStage>,
    }

    /// One stage of a review.
    pub struct AccessReviewStage: "accessReviewStage" {
        /// Its id.
        pub id: Id<AccessReviewStage>,
        /// When it ends.
        pub end_date_time: Option<Timestamp>,
        /// Who reviews if nobody else can.
        pub fallback_reviewers: List<AccessReviewReviewerScope>,
        /// Who reviews.
        pub reviewers: List<AccessReviewReviewerScope>,
        /// When it begins.
        pub start_date_time: Option<Timestamp>,
        /// Where it stands.
        pub status: Option<String>,
        /// Its decisions, where expanded.
        pub decisions: List<AccessReviewInstanceDecisionItem>,
    }

    /// One decision: may somebody keep their access.
    pub struct AccessReviewInstanceDecisionItem: "accessReviewInstanceDecisionItem" {
        /// Its id.
        pub id: Id<AccessReviewInstanceDecisionItem>,
        /// The id of its access review.
        pub access_review_id: Option<String>,
        /// The applied by.
        pub applied_by: Option<Identity>,
        /// When: applied.
        pub applied_date_time: Option<Timestamp>,
        /// The apply result.
        pub apply_result: Option<String>,
        /// The decision.
        pub decision: Option<String>,
        /// The justification.
        pub justification: Option<String>,
        /// The principal.
        pub principal: Option<Identity>,
        /// The principal link.
        pub principal_link: Option<String>,
        /// The recommendation.
        pub recommendation: Option<String>,
        /// What it is about.
        pub resource: Option<AccessReviewInstanceDecisionItemResource>,
        /// The resource link.
        pub resource_link: Option<String>,
        /// The reviewed by.
        pub reviewed_by: Option<Identity>,
        /// When: reviewed.
        pub reviewed_date_time: Option<Timestamp>,
    }

    /// What `resource` of a `AccessReviewInstanceDecisionItem` holds.
    pub struct AccessReviewInstanceDecisionItemResource: "accessReviewInstanceDecisionItemResource" | "accessReviewInstanceDecisionItemAccessPackageAssignmentPolicyResource" | "accessReviewInstanceDecisionItemAzureRoleResource" | "accessReviewInstanceDecisionItemServicePrincipalResource" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// Its id.
        pub id: Id<AccessReviewInstanceDecisionItemResource>,
        /// What kind it is.
        pub r#type: Option<String>,
        /// The access package display name.
        pub access_package_display_name: Option<String>,
        /// The id of its access package.
        pub access_package_id: Option<String>,
        /// What it covers.
        pub scope: Option<Box<AccessReviewInstanceDecisionItemResource>>,
        /// The application (client) id.
        pub app_id: Option<String>,
    }
}
