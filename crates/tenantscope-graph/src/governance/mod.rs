//! Access reviews.

mod access_review;
mod instance;
#[cfg(feature = "client")]
mod resources;

use crate::schema::Type;

#[cfg(feature = "client")]
pub use self::resources::{AccessReviewDecisions, AccessReviewInstances, AccessReviews};
pub use self::{
    access_review::{
        AccessReviewApplyAction, AccessReviewNotificationRecipientItem,
        AccessReviewNotificationRecipientScope, AccessReviewRecommendationInsightSetting,
        AccessReviewReviewerScope, AccessReviewScheduleDefinition, AccessReviewScheduleSettings,
        AccessReviewScope, AccessReviewStageSettings, PatternedRecurrence, RecurrencePattern,
        RecurrencePatternType, RecurrenceRange, RecurrenceRangeType, UserSignInRecommendationScope,
        WeekIndex,
    },
    instance::{
        AccessReviewInstance, AccessReviewInstanceDecisionItem, AccessReviewInstanceDecisionItemResource,
        AccessReviewStage,
    },
};

/// The tables of this area.
pub(crate) const TABLES: &[&[&Type]] = &[access_review::MODELS, access_review::ENUMS, instance::MODELS];
