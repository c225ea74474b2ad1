//! What the report says, as data and as text.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, HashSet},
};

use serde::Serialize;
use tenantscope::{
    SubscriptionId, Timestamp,
    defender::{SubscriptionPosture, WeightedScore},
};
use tenantscope_examples::{Failure, Outcome, count, line, one_line, percent, points, table};

/// The secure scores of all tenants at one time. The service keeps none but the latest: whoever wants a trend keeps
/// these reports.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    pub(crate) generated_at: Timestamp,
    pub(crate) emulator: bool,
    pub(crate) tenants: Vec<TenantPart>,
    /// Subscriptions that were asked for and that no tenant shows to the app.
    pub(crate) missing_subscriptions: Vec<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TenantPart {
    pub(crate) tenant: String,
    pub(crate) defender: Outcome<DefenderPart>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DefenderPart {
    /// The weighted percentage over the subscriptions that have a score; none if none has one.
    pub(crate) percentage: Option<f64>,
    /// How many subscriptions that is.
    pub(crate) assessed: usize,
    pub(crate) subscriptions: Vec<SubscriptionPart>,
    /// The controls that would raise the percentage most.
    pub(crate) fix_first: Vec<Fix>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SubscriptionPart {
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    /// What it is, if it doesn't work and so wasn't asked.
    pub(crate) state: Option<String>,
    pub(crate) score: Option<Outcome<ScorePart>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ScorePart {
    /// Whether it has been assessed yet; without that there are no points, which is not 0 %.
    pub(crate) assessed: bool,
    pub(crate) current: Option<f64>,
    pub(crate) max: Option<f64>,
    pub(crate) percentage: Option<f64>,
    /// How much it counts in the score of several.
    pub(crate) weight: Option<i64>,
    /// Those with the most to gain first.
    pub(crate) controls: Vec<ControlPart>,
    /// Controls that couldn't be read.
    pub(crate) unreadable: Vec<Failure>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ControlPart {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Whether any resource was assessed for it; without that it takes no part in the score.
    pub(crate) assessed: bool,
    pub(crate) current: Option<f64>,
    pub(crate) max: Option<f64>,
    pub(crate) points_to_gain: Option<f64>,
    /// By how much the subscription's percentage would rise.
    pub(crate) percentage_to_gain: Option<f64>,
    pub(crate) healthy: Option<i64>,
    pub(crate) unhealthy: Option<i64>,
    pub(crate) not_applicable: Option<i64>,
}

/// A control, and what fixing it everywhere would bring.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Fix {
    pub(crate) id: String,
    pub(crate) name: String,
    /// By how much the weighted percentage over all subscriptions would rise.
    pub(crate) percentage_to_gain: f64,
    /// In how many subscriptions it is open.
    pub(crate) subscriptions: usize,
    /// On how many resources.
    pub(crate) unhealthy: i64,
}

/// What fixing each control in every subscription would bring, the most first:
///
/// ```text
/// Σ points to gainᵢ / maxᵢ × weightᵢ  /  Σ weightᵢ  × 100
/// ```
#[allow(clippy::cast_precision_loss)] // weights are far below 2^53
pub(crate) fn fix_first<'p>(
    postures: impl Iterator<Item = &'p SubscriptionPosture>,
    whole: &WeightedScore,
) -> Vec<Fix> {
    // By key: the names change, and differ from one subscription to another.
    let mut by_key: BTreeMap<String, Fix> = BTreeMap::new();
    for posture in postures {
        let Some(weight) = posture.score.share().weight.filter(|weight| *weight > 0) else { continue };
        for control in &posture.controls {
            let gain = control.percentage_to_gain(&posture.score).filter(|gain| *gain > 0.0);
            let (Some(key), Some(gain)) = (control.key(), gain) else { continue };
            let fix = by_key.entry(key.to_string()).or_insert_with(|| Fix {
                id: key.to_string(),
                name: control.properties.display_name.clone().unwrap_or_default(),
                percentage_to_gain: 0.0,
                subscriptions: 0,
                unhealthy: 0,
            });
            fix.percentage_to_gain += gain * weight as f64 / whole.weight() as f64;
            fix.subscriptions += 1;
            fix.unhealthy += control.properties.unhealthy_resource_count.unwrap_or(0);
        }
    }
    let mut fixes: Vec<_> = by_key.into_values().collect();
    fixes.sort_by(|a, b| b.percentage_to_gain.total_cmp(&a.percentage_to_gain).then(a.id.cmp(&b.id)));
    fixes
}

/// The subscriptions that were asked for and that no tenant has.
pub(crate) fn missing(wanted: &[SubscriptionId], tenants: &[TenantPart]) -> Vec<String> {
    let shown: HashSet<&str> = tenants
        .iter()
        .filter_map(|tenant| tenant.defender.ok())
        .flat_map(|defender| &defender.subscriptions)
        .map(|subscription| subscription.id.as_str())
        .collect();
    wanted.iter().map(ToString::to_string).filter(|id| !shown.contains(id.as_str())).collect()
}

impl Report {
    /// Whether any score could be read, be it empty.
    pub(crate) fn has_score(&self) -> bool {
        self.tenants
            .iter()
            .filter_map(|tenant| tenant.defender.ok())
            .flat_map(|defender| &defender.subscriptions)
            .any(|subscription| matches!(subscription.score, Some(Outcome::Ok(_))))
    }

    /// The report for people.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        for tenant in &self.tenants {
            line(&mut out, "", &format!("\n=== {} ===", tenant.tenant));
            match &tenant.defender {
                Outcome::Ok(defender) => defender.write(&mut out),
                Outcome::Failed(failure) => line(&mut out, "", &failure.text),
            }
        }
        for id in &self.missing_subscriptions {
            let text = format!(
                "Subscription {id}: no tenant shows it to this app. Check the id, and assign a role on it."
            );
            line(&mut out, "", &text);
        }
        out
    }
}

impl DefenderPart {
    fn write(&self, out: &mut String) {
        let (assessed, all) = (self.assessed, self.subscriptions.len());
        let head =
            format!("Secure score: {}, {assessed} of {all} subscriptions assessed", percent(self.percentage));
        line(out, "", &head);
        if !self.fix_first.is_empty() {
            line(out, "", "Fix first");
            let mut rows = table(["% to gain", "subscriptions", "unhealthy", "control"], 3);
            for fix in self.fix_first.iter().take(5) {
                rows.add_row([
                    format!("{:+.2}", fix.percentage_to_gain),
                    fix.subscriptions.to_string(),
                    fix.unhealthy.to_string(),
                    format!("{} ({})", one_line(&fix.name, 70), fix.id),
                ]);
            }
            line(out, "  ", &rows.to_string());
        }
        for subscription in &self.subscriptions {
            subscription.write(out);
        }
    }
}

impl SubscriptionPart {
    /// Orders by percentage, the lowest first; those without one come last.
    pub(crate) fn worst_first(&self, other: &Self) -> Ordering {
        let percentage = |part: &Self| part.score.as_ref()?.ok()?.percentage;
        match (percentage(self), percentage(other)) {
            (Some(one), Some(two)) => one.total_cmp(&two),
            (one, two) => two.is_some().cmp(&one.is_some()),
        }
        .then_with(|| (&self.name, &self.id).cmp(&(&other.name, &other.id)))
    }

    fn write(&self, out: &mut String) {
        let name = self.name.as_deref().map(|name| format!("{} ", one_line(name, 60))).unwrap_or_default();
        let head = format!("{name}{}", self.id);
        match &self.score {
            None => {
                let state = self.state.as_deref().unwrap_or("not asked");
                line(out, "", &format!("{head}: {state}, so it has no score"));
            }
            Some(Outcome::Failed(failure)) => line(out, "", &format!("{head}: {}", failure.text)),
            Some(Outcome::Ok(score)) if !score.assessed => {
                line(out, "", &format!("{head}: not assessed yet"));
            }
            Some(Outcome::Ok(score)) => {
                let told =
                    format!("{}, {} points", percent(score.percentage), points(score.current, score.max));
                line(out, "", &format!("{head}: {told}"));
                score.write_controls(out);
            }
        }
    }
}

impl ScorePart {
    fn write_controls(&self, out: &mut String) {
        let mut rows = table(["points", "% to gain", "healthy", "unhealthy", "n/a", "control"], 5);
        for control in &self.controls {
            let (points, gain) = match control.percentage_to_gain.filter(|_| control.assessed) {
                Some(gain) => (points(control.current, control.max), format!("{gain:+.2}")),
                None => ("-".to_owned(), "-".to_owned()),
            };
            rows.add_row([
                points,
                gain,
                count(control.healthy),
                count(control.unhealthy),
                count(control.not_applicable),
                one_line(&control.name, 70),
            ]);
        }
        line(out, "  ", &rows.to_string());
        for failure in &self.unreadable {
            line(out, "  ", &failure.text);
        }
    }
}
