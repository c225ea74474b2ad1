//! How a score moves over days.

use std::{collections::BTreeMap, time::Duration};

use tenantscope_core::Timestamp;

use crate::SecureScore;

/// The percentages of a tenant's scores by day, oldest first.
///
/// ```
/// use tenantscope_graph::{SecureScore, Trend};
///
/// let scores: Vec<SecureScore> = serde_json::from_str(r#"[
///     {"createdDateTime": "2026-11-22T00:00:00Z", "currentScore": 48, "maxScore": 64},
///     {"createdDateTime": "2026-11-15T00:00:00Z", "currentScore": 44, "maxScore": 64}
/// ]"#)?;
/// let trend = Trend::of(&scores);
/// assert_eq!(trend.change(7), Some(6.25));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Days are told apart by their date, since the service may leave one out or send one twice; of two
/// records of the same day the later in the list counts. Records without a date or a percentage aren't in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trend {
    days: Vec<(Timestamp, f64)>,
}

impl Trend {
    /// Orders records by day. They may be [`SecureScore`]s or items of them, in any order.
    pub fn of<S: AsRef<SecureScore>>(scores: &[S]) -> Self {
        let mut days = BTreeMap::new();
        for score in scores.iter().map(AsRef::as_ref) {
            if let (Some(day), Some(percentage)) = (score.created_date_time, score.percentage()) {
                days.insert(day.date(), (day, percentage));
            }
        }
        Self { days: days.into_values().collect() }
    }

    /// The days and their percentages, oldest first.
    pub fn days(&self) -> &[(Timestamp, f64)] {
        &self.days
    }

    /// The newest percentage.
    pub fn latest(&self) -> Option<f64> {
        self.days.last().map(|(_, percentage)| *percentage)
    }

    /// The percentage so many days before the newest record, or on the last day before that one that there is.
    pub fn days_ago(&self, days: u32) -> Option<f64> {
        let (latest, _) = self.days.last()?;
        let then = latest.saturating_sub(Duration::from_secs(u64::from(days) * 86_400)).date();
        self.days.iter().rev().find(|(day, _)| day.date() <= then).map(|(_, percentage)| *percentage)
    }

    /// The change in percentage points over so many days:
    ///
    /// ```text
    /// newest percentage − percentage that many days before
    /// ```
    ///
    /// `None` where the records don't go back that far.
    pub fn change(&self, days: u32) -> Option<f64> {
        Some(self.latest()? - self.days_ago(days)?)
    }
}

/// A score can be counted as itself or as an item.
impl AsRef<Self> for SecureScore {
    fn as_ref(&self) -> &Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(days: &[(&str, u32)]) -> Vec<SecureScore> {
        days.iter()
            .map(|(day, current)| {
                serde_json::from_value(serde_json::json!({
                    "createdDateTime": format!("2026-11-{day}T00:00:00Z"), "currentScore": current, "maxScore": 100
                }))
                .unwrap()
            })
            .collect()
    }

    #[test]
    fn missing_and_doubled_days_do_not_shift_the_trend() {
        let trend = Trend::of(&scores(&[("22", 60), ("21", 1), ("21", 58), ("14", 50), ("02", 40)]));
        assert_eq!(trend.days().len(), 4);
        let change = |days| trend.change(days).map(f64::round);
        assert_eq!(change(1), Some(2.0));
        assert_eq!(change(7), Some(10.0));
        assert_eq!(change(20), Some(20.0));
        assert_eq!(trend.change(21), None);
    }

    #[test]
    fn nothing_has_no_trend() {
        assert_eq!(Trend::of::<SecureScore>(&[]).change(7), None);
    }
}
