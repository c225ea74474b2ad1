//! Access reviews.

mod access_review;
mod instance;

use crate::schema::Type;

pub use self::{
    access_review::{AccessReviewApplyAction, AccessReviewNotificationRecipientItem, AccessReviewNotificationRecipientScope, AccessReviewRecommendationInsightSetting, AccessReviewReviewerScope, AccessReviewScheduleDefinition, AccessReviewScheduleSettings, AccessReviewScope, AccessReviewStageSettings, PatternedRecurrence, RecurrencePattern, RecurrencePatternType, RecurrenceRange, RecurrenceRangeType, UserSignInRecommendationScope, WeekIndex},
    instance::{AccessReviewInstance, AccessReviewInstanceDecisionItem, AccessReviewInstanceDecisionItemResource, AccessReviewStage},
};

/// The tables of this area.
pub(crate) const TABLES: &[&[&Type]] = &[
    access_review::MODELS,
    access_review::ENUMS,
    instance::MODELS,
];
