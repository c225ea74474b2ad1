//! The collections of access reviews, and what each takes.

use super::{AccessReviewInstance, AccessReviewInstanceDecisionItem, AccessReviewScheduleDefinition};
use crate::{
    GraphClient, Id,
    query::{Collection, Instant, Text},
};

resource! {
    /// The series of access reviews. Their `instances` come empty even where there are some: ask for
    /// [`instances`](crate::Collection::instances).
    ///
    /// * Permission: `AccessReview.Read.All`
    /// * Source: "List definitions", <https://learn.microsoft.com/graph/api/accessreviewset-list-definitions>
    pub struct AccessReviews of AccessReviewScheduleDefinition;
    path ["identityGovernance", "accessReviews", "definitions"];
    list "list access reviews" needs ["AccessReview.Read.All"];
    get "get access review";
    top 100;
    takes [Skip, Filterable, Select, Order];
    except ["instances"];
    fields {
        /// Where it stands.
        STATUS: Text = "status" [eq_only];
        /// The name that people see.
        DISPLAY_NAME: Text = "displayName";
        /// When it was made.
        CREATED_DATE_TIME: Instant = "createdDateTime";
    }
}

resource! {
    /// The single reviews of a series.
    ///
    /// * Permission: `AccessReview.Read.All`
    /// * Source: "List instances", <https://learn.microsoft.com/graph/api/accessreviewscheduledefinition-list-instances>
    pub struct AccessReviewInstances of AccessReviewInstance;
    path [];
    list "list access review instances" needs ["AccessReview.Read.All"];
    get "get access review instance";
    top 100;
    takes [Skip, Filterable, Select, Order];
    except ["decisions", "stages"];
    fields {
        /// Where it stands.
        STATUS: Text = "status" [eq_only];
    }
}

resource! {
    /// What was decided about whom.
    ///
    /// * Permission: `AccessReview.Read.All`
    /// * Source: "List decisions", <https://learn.microsoft.com/graph/api/accessreviewinstance-list-decisions>
    pub struct AccessReviewDecisions of AccessReviewInstanceDecisionItem;
    path [];
    list "list access review decisions" needs ["AccessReview.Read.All"];
    get "get access review decision";
    top 100;
    takes [Skip, Filterable, Select, Order];
    fields {
        /// `Approve`, `Deny`, `NotReviewed`, …
        DECISION: Text = "decision";
        /// When it was decided.
        REVIEWED_DATE_TIME: Instant = "reviewedDateTime";
    }
}

impl GraphClient {
    /// The series of access reviews.
    pub fn access_reviews(&self) -> Collection<AccessReviews> {
        self.collection()
    }
}

impl Collection<AccessReviews> {
    /// The single reviews of a series.
    pub fn instances(
        &self,
        id: impl Into<Id<AccessReviewScheduleDefinition>>,
    ) -> Collection<AccessReviewInstances> {
        self.related(id, "instances")
    }
}

impl Collection<AccessReviewInstances> {
    /// What was decided in a review.
    pub fn decisions(&self, id: impl Into<Id<AccessReviewInstance>>) -> Collection<AccessReviewDecisions> {
        self.related(id, "decisions")
    }
}
