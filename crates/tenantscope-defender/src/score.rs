//! Points, ratios and percentages, and the one score of many subscriptions.

use serde::{Deserialize, Serialize};
use tenantscope_core::lenient;

/// Points earned out of the points that there are to earn.
///
/// Before the first calculation the service sends `null`, nothing or an empty object; then all three
/// are `None`, which is not the same as 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ScoreDetails {
    /// The points that there are to earn.
    #[serde(default, with = "lenient::number", skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// The points earned, rounded to two digits by the service.
    #[serde(default, with = "lenient::number", skip_serializing_if = "Option::is_none")]
    pub current: Option<f64>,
    /// What the service calls `percentage`: a ratio from 0 to 1, rounded to four digits by the service.
    ///
    /// [`ratio`](Self::ratio) and [`percentage`](Self::percentage) don't depend on its being there.
    #[serde(
        default,
        rename = "percentage",
        with = "lenient::number",
        skip_serializing_if = "Option::is_none"
    )]
    pub reported_ratio: Option<f64>,
}

impl ScoreDetails {
    /// Whether the service has calculated it: `current` is there. A score of 0 is calculated too.
    pub fn is_calculated(&self) -> bool {
        self.current.is_some()
    }

    /// The share of the points that has been earned, from 0 to 1.
    ///
    /// ```text
    /// current / max                  where max > 0
    /// none                           where max = 0: there is nothing to earn
    /// the service's own percentage   where max or current is missing
    /// ```
    ///
    /// The service computes its own `percentage` as `round(current / max, 4)` from the rounded `current`,
    /// so the two differ by less than 0.0001.
    pub fn ratio(&self) -> Option<f64> {
        match (self.current, self.max) {
            (Some(current), Some(max)) if max > 0.0 => Some(current / max),
            (_, Some(max)) if max <= 0.0 => None,
            _ => self.reported_ratio,
        }
    }

    /// [`ratio`](Self::ratio) × 100.
    pub fn percentage(&self) -> Option<f64> {
        self.ratio().map(|ratio| ratio * 100.0)
    }

    /// The points still to be earned: `max − current`.
    pub fn points_to_gain(&self) -> Option<f64> {
        Some((self.max? - self.current?).max(0.0))
    }
}

/// What one subscription adds to the score of several: see [`WeightedScore`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ScoreShare {
    /// The subscription's share of its points, from 0 to 1; `None` if it has no score.
    pub ratio: Option<f64>,
    /// The subscription's weight.
    pub weight: Option<i64>,
}

impl ScoreShare {
    /// A share from a ratio and a weight.
    pub const fn new(ratio: Option<f64>, weight: Option<i64>) -> Self {
        Self { ratio, weight }
    }
}

/// The one score of several subscriptions.
///
/// ```text
/// Σ ratioᵢ × weightᵢ  /  Σ weightᵢ
/// ```
///
/// It isn't the average of the percentages. A subscription without a score or with a weight of 0 takes
/// no part; if none is left there is no score, which is not the same as 0.
///
/// ```
/// use tenantscope_defender::{ScoreShare, WeightedScore};
///
/// let shares = [
///     ScoreShare::new(Some(0.5), Some(300)),
///     ScoreShare::new(Some(1.0), Some(100)),
///     ScoreShare::new(None, Some(0)), // not assessed yet
/// ];
/// let score: WeightedScore = shares.into_iter().collect();
/// assert_eq!(score.percentage(), Some(62.5));
/// assert_eq!((score.assessed(), score.not_assessed()), (2, 1));
/// ```
///
/// Two queries that Microsoft publishes differ in detail (one rounds each percentage to a whole percent
/// before weighting, another counts a weight of 0 as 1), so the portal's last digit may differ.
/// (Source: <https://learn.microsoft.com/azure/defender-for-cloud/secure-score-security-controls>)
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WeightedScore {
    weighted: f64,
    weight: i64,
    assessed: usize,
    not_assessed: usize,
}

impl WeightedScore {
    /// From 0 to 1; `None` if nothing took part.
    #[allow(clippy::cast_precision_loss)] // weights are far below 2^53
    pub fn ratio(&self) -> Option<f64> {
        (self.weight > 0).then(|| self.weighted / self.weight as f64)
    }

    /// [`ratio`](Self::ratio) × 100.
    pub fn percentage(&self) -> Option<f64> {
        self.ratio().map(|ratio| ratio * 100.0)
    }

    /// The sum of the weights that took part.
    pub fn weight(&self) -> i64 {
        self.weight
    }

    /// How many subscriptions took part.
    pub fn assessed(&self) -> usize {
        self.assessed
    }

    /// How many had no score or no weight.
    pub fn not_assessed(&self) -> usize {
        self.not_assessed
    }

    /// Adds one subscription.
    #[allow(clippy::cast_precision_loss)] // weights are far below 2^53
    pub fn add(&mut self, share: ScoreShare) {
        match share {
            ScoreShare { ratio: Some(ratio), weight: Some(weight) } if weight > 0 => {
                self.weighted += ratio * weight as f64;
                self.weight = self.weight.saturating_add(weight);
                self.assessed += 1;
            }
            _ => self.not_assessed += 1,
        }
    }
}

impl Extend<ScoreShare> for WeightedScore {
    fn extend<I: IntoIterator<Item = ScoreShare>>(&mut self, shares: I) {
        for share in shares {
            self.add(share);
        }
    }
}

impl FromIterator<ScoreShare> for WeightedScore {
    fn from_iter<I: IntoIterator<Item = ScoreShare>>(shares: I) -> Self {
        let mut score = Self::default();
        score.extend(shares);
        score
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn details(text: &str) -> ScoreDetails {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn not_calculated_is_not_zero() {
        for text in ["{}", r#"{"max":null,"current":null,"percentage":null}"#] {
            let score = details(text);
            assert!(!score.is_calculated());
            assert_eq!((score.ratio(), score.percentage(), score.points_to_gain()), (None, None, None));
        }
        let zero = details(r#"{"max":58,"current":0,"percentage":0}"#);
        assert!(zero.is_calculated());
        assert_eq!((zero.ratio(), zero.points_to_gain()), (Some(0.0), Some(58.0)));
    }

    #[test]
    fn nothing_to_earn_is_no_ratio() {
        let score = details(r#"{"max":0,"current":0.0,"percentage":0.0}"#);
        assert!(score.is_calculated());
        assert_eq!((score.ratio(), score.points_to_gain()), (None, Some(0.0)));
    }

    #[test]
    fn whole_and_broken_numbers_are_read_alike() {
        let score = details(r#"{"max":6.0,"current":"3.67","percentage":0.6117}"#);
        assert_eq!((score.max, score.current, score.reported_ratio), (Some(6.0), Some(3.67), Some(0.6117)));
        let difference = score.ratio().unwrap() - score.reported_ratio.unwrap();
        assert!(difference.abs() < 0.0001);
        assert!((score.percentage().unwrap() - 61.17).abs() < 0.01);
    }

    #[test]
    fn reported_ratio_stands_in_where_points_are_missing() {
        assert_eq!(details(r#"{"percentage":0.25}"#).percentage(), Some(25.0));
    }

    #[test]
    fn score_of_no_subscription_is_none() {
        assert_eq!(WeightedScore::default().ratio(), None);
        let score: WeightedScore = [ScoreShare::new(Some(0.7), Some(0))].into_iter().collect();
        assert_eq!((score.ratio(), score.not_assessed()), (None, 1));
    }

    proptest! {
        #[test]
        fn weighted_score_lies_between_the_lowest_and_the_highest(
            shares in proptest::collection::vec((0.0..=1.0_f64, 1..100_000_i64), 1..40)
        ) {
            let score: WeightedScore = shares
                .iter()
                .map(|(ratio, weight)| ScoreShare::new(Some(*ratio), Some(*weight)))
                .collect();
            let lowest = shares.iter().map(|(ratio, _)| *ratio).fold(1.0, f64::min);
            let highest = shares.iter().map(|(ratio, _)| *ratio).fold(0.0, f64::max);
            let ratio = score.ratio().unwrap();
            prop_assert!(lowest - 1e-9 <= ratio && ratio <= highest + 1e-9);
        }

        #[test]
        fn weights_that_grow_alike_change_nothing(
            shares in proptest::collection::vec((0.0..=1.0_f64, 0..100_000_i64), 0..40),
            factor in 1..50_i64,
        ) {
            let score = |factor: i64| -> Option<f64> {
                shares
                    .iter()
                    .map(|(ratio, weight)| ScoreShare::new(Some(*ratio), Some(weight * factor)))
                    .collect::<WeightedScore>()
                    .ratio()
            };
            match (score(1), score(factor)) {
                (Some(one), Some(many)) => prop_assert!((one - many).abs() < 1e-9),
                (one, many) => prop_assert_eq!(one, many),
            }
        }

        #[test]
        fn one_subscription_counts_as_itself(ratio in 0.0..=1.0_f64, weight in 1..1_000_000_i64) {
            let score: WeightedScore = [ScoreShare::new(Some(ratio), Some(weight))].into_iter().collect();
            prop_assert!((score.ratio().unwrap() - ratio).abs() < 1e-12);
        }
    }
}
