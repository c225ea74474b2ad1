use proptest::prelude::*;
use serde_json::json;
use tenantscope_core::Item;

use super::*;
use crate::{AssessmentKey, WeightedScore};

fn control(max: i64, healthy: i64, unhealthy: i64) -> SecureScoreControl {
    let weight = healthy + unhealthy;
    let max = if weight == 0 { 0 } else { max };
    let current = if weight == 0 { 0.0 } else { round(ratio(max * healthy, weight), 2) };
    let percentage = if max == 0 { 0.0 } else { round(current / ratio(max, 1), 4) };
    serde_json::from_value(json!({
        "name": format!("{max}-{healthy}-{unhealthy}"),
        "properties": {
            "score": {"max": max, "current": current, "percentage": percentage},
            "healthyResourceCount": healthy, "unhealthyResourceCount": unhealthy, "weight": weight,
        },
    }))
    .unwrap()
}

#[allow(clippy::cast_precision_loss)] // small numbers
fn ratio(a: i64, b: i64) -> f64 {
    a as f64 / b as f64
}

fn round(value: f64, digits: i32) -> f64 {
    let factor = 10_f64.powi(digits);
    (value * factor).round_ties_even() / factor
}

fn subscription(controls: &[SecureScoreControl]) -> SubscriptionSecureScore {
    let sum = |member: fn(&SecureScoreControl) -> f64| controls.iter().map(member).sum::<f64>();
    let max = sum(|control| control.properties.score.max.unwrap());
    let current = sum(|control| control.properties.score.current.unwrap());
    #[allow(clippy::cast_possible_truncation)] // small numbers
    let weight: i64 = controls
        .iter()
        .map(|control| control.properties.weight.unwrap() * control.properties.score.max.unwrap() as i64)
        .sum();
    serde_json::from_value(json!({
        "name": "ascScore",
        "properties": {"score": {"max": max, "current": current}, "weight": weight},
    }))
    .unwrap()
}

#[test]
fn control_with_its_definition_joins_its_recommendations_by_guid() {
    let text = r#"{"id":"/subscriptions/0000000a-0000-0000-0000-000000000001/providers/Microsoft.Security/secureScores/ascScore/secureScoreControls/34A42FB3-e6db-409c-b56b-7b1db6b8aee0","name":"34A42FB3-e6db-409c-b56b-7b1db6b8aee0","type":"Microsoft.Security/secureScores/secureScoreControls","properties":{"displayName":"Enable MFA","healthyResourceCount":3,"unhealthyResourceCount":1.0,"notApplicableResourceCount":0,"score":{"max":10,"current":7.5,"percentage":0.75},"weight":4,"definition":{"id":"/providers/Microsoft.Security/secureScoreControlDefinitions/34a42fb3-e6db-409c-b56b-7b1db6b8aee0","name":"34a42fb3-e6db-409c-b56b-7b1db6b8aee0","type":"Microsoft.Security/secureScoreControlDefinitions","properties":{"source":{"sourceType":"BuiltIn"},"displayName":"Enable MFA","maxScore":10,"assessmentDefinitions":[{"id":"/providers/Microsoft.Security/assessmentMetadata/94290B00-4d0c-d7b4-7cea-064a9554e681"}]}}}}"#;
    let control: Item<SecureScoreControl> = Item::from_json(text).unwrap();
    assert!(control.extra().is_empty(), "{:?}", control.extra());
    assert_eq!(control.key().unwrap().as_str(), "34a42fb3-e6db-409c-b56b-7b1db6b8aee0");
    assert_eq!((control.points_to_gain(), control.percentage()), (Some(2.5), Some(75.0)));
    assert_eq!((control.assessed_resource_count(), control.is_assessed()), (Some(4), true));
    let definition = control.properties.definition.as_ref().unwrap();
    assert_eq!(definition.key(), control.key());
    let recommendations: Vec<AssessmentKey> = definition.assessment_keys().collect();
    assert_eq!(recommendations, [AssessmentKey::from("94290b00-4d0c-d7b4-7cea-064a9554e681")]);
}

#[test]
fn control_for_which_nothing_was_assessed_takes_no_part() {
    let control = control(8, 0, 0);
    assert!(!control.is_assessed());
    assert_eq!((control.ratio(), control.points_to_gain()), (None, Some(0.0)));
    let fresh = SecureScoreControl::default();
    assert_eq!((fresh.is_assessed(), fresh.points_to_gain(), fresh.key()), (false, None, None));
}

#[test]
fn what_brings_the_most_comes_first() {
    let mut controls = [control(2, 0, 5), control(10, 9, 1), control(8, 0, 3), control(4, 0, 0)];
    controls.sort_by(SecureScoreControl::most_to_gain_first);
    let gains: Vec<Option<f64>> = controls.iter().map(SecureScoreControl::points_to_gain).collect();
    assert_eq!(gains, [Some(8.0), Some(2.0), Some(1.0), Some(0.0)]);
}

#[test]
fn service_rounds_the_ratio_from_rounded_points() {
    let six = control(6, 11, 7);
    assert_eq!(six.properties.score.current, Some(3.67));
    assert_eq!(six.properties.score.reported_ratio, Some(0.6117));
}

fn any_controls() -> impl Strategy<Value = Vec<SecureScoreControl>> {
    proptest::collection::vec((0..=10_i64, 0..400_i64, 0..400_i64), 0..20).prop_map(|controls| {
        controls.into_iter().map(|(max, healthy, unhealthy)| control(max, healthy, unhealthy)).collect()
    })
}

proptest! {
    #[test]
    fn computed_ratio_is_the_services_own_to_four_digits(controls in any_controls()) {
        for control in &controls {
            if let Some(ratio) = control.ratio() {
                let reported = control.properties.score.reported_ratio.unwrap();
                prop_assert!((ratio - reported).abs() <= 0.0001, "{ratio} {reported}");
            }
        }
    }

    #[test]
    fn gains_of_all_controls_close_the_gap_of_the_subscription(controls in any_controls()) {
        let score = subscription(&controls);
        let gains: f64 = controls.iter().filter_map(SecureScoreControl::points_to_gain).sum();
        let gap = score.properties.score.points_to_gain().unwrap();
        prop_assert!((gains - gap).abs() < 1e-6);
        if let Some(percentage) = score.percentage() {
            let rise: f64 = controls.iter().filter_map(|control| control.percentage_to_gain(&score)).sum();
            prop_assert!((percentage + rise - 100.0).abs() < 1e-6);
        }
    }

    #[test]
    fn weight_is_the_number_of_assessed_resources(controls in any_controls()) {
        for control in &controls {
            prop_assert_eq!(control.properties.weight, control.assessed_resource_count());
            prop_assert_eq!(control.properties.weight == Some(0), !control.is_assessed());
        }
    }

    #[test]
    fn subscription_with_nothing_assessed_takes_no_part_in_the_whole(controls in any_controls()) {
        let score = subscription(&controls);
        let whole: WeightedScore = [score.share(), subscription(&[]).share()].into_iter().collect();
        if let Some(ratio) = score.ratio() {
            prop_assert!((whole.ratio().unwrap() - ratio).abs() < 1e-9);
        } else {
            prop_assert_eq!(whole.ratio(), None);
        }
    }
}
