//! The points of one control on one day, and what is still open.

use tenantscope_core::Timestamp;

use crate::{ControlCategory, ControlState, Id, SecureScore, SecureScoreControlProfile};

models! {
    /// What one control has earned on one day.
    pub struct ControlScore: "controlScore" {
        /// The control's id, which its profile has too; letter case counts.
        pub control_name: Id<SecureScoreControlProfile>,
        /// What the control protects.
        pub control_category: Option<ControlCategory>,
        /// What the control asks for, in HTML.
        pub description: Option<String>,
        /// Points earned.
        pub score: Option<f64>,
        /// How far it is done, in plain words or HTML; may be empty.
        pub implementation_status: Option<String>,
        /// Points earned out of what the control can earn, from 0 to 100.
        pub score_in_percentage: Option<f64>,
        /// When the control was last looked at.
        pub last_synced: Option<Timestamp>,
        /// For a setting: whether it is on. Sent as a text.
        pub on: Option<bool>,
        /// Of how many users or devices it holds. Sent as a text.
        pub count: Option<i64>,
        /// Of how many users or devices it could hold. Sent as a text.
        pub total: Option<i64>,
        /// Whether it applies to the tenant.
        #[serde(rename = "IsApplicable")]
        pub is_applicable: Option<bool>,
    }
}

impl ControlScore {
    /// The points still to be gained:
    ///
    /// ```text
    /// profile.max_score − score, at least 0
    /// ```
    ///
    /// `None` where either is missing, or the profile is another control's.
    pub fn gain(&self, profile: &SecureScoreControlProfile) -> Option<f64> {
        let same = profile.id == self.control_name;
        same.then_some(())?;
        Some((profile.max_score? - self.score?).max(0.0))
    }
}

/// A recommended action that a tenant hasn't done, or not fully. From [`SecureScore::open_actions`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OpenAction<'a> {
    /// What the control has earned.
    pub score: &'a ControlScore,
    /// What the control is.
    pub profile: &'a SecureScoreControlProfile,
    /// The points still to be gained: `profile.max_score − score`.
    pub points: f64,
    /// The percentage points that they would add to the secure score: `points / max_score × 100`.
    pub percentage_points: Option<f64>,
    /// What the tenant's administrators have decided about it.
    pub state: ControlState,
}

impl<'a> OpenAction<'a> {
    pub(crate) fn all<P: AsRef<SecureScoreControlProfile>>(
        score: &'a SecureScore,
        profiles: &'a [P],
    ) -> Vec<Self> {
        let scores: std::collections::HashMap<_, _> =
            score.control_scores.iter().map(|score| (&score.control_name, score)).collect();
        let mut open: Vec<Self> = profiles
            .iter()
            .map(AsRef::as_ref)
            .filter(|profile| profile.deprecated != Some(true))
            .filter_map(|profile| {
                let control = *scores.get(&profile.id)?;
                let points = control.gain(profile).filter(|points| *points > 0.0)?;
                Some(Self {
                    score: control,
                    profile,
                    points,
                    percentage_points: score.percentage_points(points),
                    state: profile.state(),
                })
            })
            .collect();
        open.sort_by(|a, b| b.points.total_cmp(&a.points).then_with(|| a.profile.id.cmp(&b.profile.id)));
        open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_truth_come_as_texts() {
        let score: ControlScore = serde_json::from_str(
            r#"{"controlName": "AdminMFAV2", "score": "7.5", "scoreInPercentage": 100, "on": "true", "count": "3",
                "total": "", "lastSynced": "2026-11-21T00:00:00Z", "implementationStatus": "", "IsApplicable": true}"#,
        )
        .unwrap();
        assert_eq!((score.score, score.score_in_percentage), (Some(7.5), Some(100.0)));
        assert_eq!((score.on, score.count, score.total), (Some(true), Some(3), None));
        assert_eq!(score.implementation_status.as_deref(), Some(""));
        assert_eq!(score.is_applicable, Some(true));
    }

    #[test]
    fn open_is_what_both_sides_know_and_has_points_left() {
        let score: SecureScore = serde_json::from_str(
            r#"{"maxScore": 40, "controlScores": [
                {"controlName": "a", "score": 1}, {"controlName": "b", "score": 5}, {"controlName": "c", "score": 0},
                {"controlName": "old", "score": 0}, {"controlName": "full", "score": 3}, {"controlName": "noProfile", "score": 0}
            ]}"#,
        )
        .unwrap();
        let profiles: Vec<SecureScoreControlProfile> = serde_json::from_str(
            r#"[{"id": "a", "maxScore": 3}, {"id": "b", "maxScore": 10}, {"id": "C", "maxScore": 10}, {"id": "full", "maxScore": 3.0},
                {"id": "old", "maxScore": 9, "deprecated": true}, {"id": "noScore", "maxScore": 9}]"#,
        )
        .unwrap();
        let open = score.open_actions(&profiles);
        let seen: Vec<_> =
            open.iter().map(|o| (o.profile.id.as_str(), o.points, o.percentage_points)).collect();
        assert_eq!(seen, [("b", 5.0, Some(12.5)), ("a", 2.0, Some(5.0))]);
    }
}
