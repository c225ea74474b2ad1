//! Secure scores: each control's state on each day, and the wire's way of writing it.
//!
//! Points are kept in hundredths, so that the sum of the controls is the score to the last digit.

use serde_json::{Number, Value, json};
use time::{Duration, OffsetDateTime};

use super::catalogue::{CONTROLS, Control, WITHOUT_PROFILE};
use crate::{clock, rng::Rng, tenant::TenantState};

/// How many days of scores the service keeps.
pub(crate) const DAYS_KEPT: i64 = 90;

/// The controls that a tenant is scored on.
#[derive(Clone, Debug)]
pub(crate) struct Posture {
    pub(crate) scored: Vec<Scored>,
    seats: i64,
    /// Some tenants' numbers come with a fraction (`5.0`), others' without one (`5`).
    fractions: bool,
    /// Some tenants' percentages come as text (`"100.0"`).
    percentages_as_text: bool,
}

/// One control of one tenant.
#[derive(Clone, Debug)]
pub(crate) struct Scored {
    pub(crate) control: Control,
    pub(crate) has_profile: bool,
    /// The day, counted from the world's first, on which work on it began; it earns nothing before.
    begins: i64,
    /// The day on which it was done.
    done: i64,
    /// How many users or devices it counts, for the controls that do.
    total: Option<i64>,
}

impl Scored {
    /// Points on a day, in hundredths.
    pub(crate) fn points(&self, day: i64) -> i64 {
        let max = self.control.max_score * 100;
        if day >= self.done {
            return max;
        }
        match self.total {
            // Controls with a count earn for what is covered so far.
            Some(total) => max * self.covered(day) / total.max(1),
            None => 0,
        }
    }

    pub(crate) fn max_points(&self) -> i64 {
        self.control.max_score * 100
    }

    fn covered(&self, day: i64) -> i64 {
        let total = self.total.unwrap_or_default();
        let passed = (day - self.begins).clamp(0, self.done - self.begins);
        total * passed / (self.done - self.begins).max(1)
    }
}

impl Posture {
    pub(crate) fn new(seed: u64, tenant: usize) -> Self {
        let number = i64::try_from(tenant).unwrap_or(i64::MAX);
        let mut rng = Rng::keyed(seed, "posture", &[number]);
        let seats = rng.between(18, 900);
        let mut scored = Vec::new();
        for (index, control) in CONTROLS.iter().enumerate() {
            // Core controls are licensed everywhere, later ones here and there; retired ones linger
            // with a score or not.
            let chance = match index {
                0..40 => 90,
                40..80 => 60,
                _ => 30,
            };
            if rng.percent(chance) {
                scored.push(Self::score(&mut rng, *control, true, seats));
            }
        }
        for control in WITHOUT_PROFILE {
            scored.push(Self::score(&mut rng, *control, false, seats));
        }
        Self { scored, seats, fractions: tenant % 2 == 1, percentages_as_text: tenant % 3 == 2 }
    }

    fn score(rng: &mut Rng, control: Control, has_profile: bool, seats: i64) -> Scored {
        // Four in ten were done long ago, three in ten become so in these months, the rest not in
        // sight.
        let (begins, done) = match rng.below(10) {
            0..4 => (-400, -300),
            4..7 => {
                let begins = rng.between(-85, 20);
                (begins, begins + rng.between(10, 70))
            }
            7..9 => (-60, 600),
            _ => (5_000, 6_000),
        };
        let total = rng.percent(60).then(|| rng.between(3, seats.max(4)));
        Scored { control, has_profile, begins, done, total }
    }

    /// Current and maximum score on a day, in hundredths.
    pub(crate) fn score_on(&self, day: i64) -> (i64, i64) {
        let sum =
            |points: fn(&Scored, i64) -> i64| self.scored.iter().map(|scored| points(scored, day)).sum();
        (sum(Scored::points), sum(|scored, _| scored.max_points()))
    }

    fn percentage(&self, hundredths: i64) -> Value {
        if self.percentages_as_text {
            json!(format!("{:?}", units(hundredths)))
        } else {
            self.number(hundredths)
        }
    }

    /// A number of hundredths as this tenant's service instance writes it.
    fn number(&self, hundredths: i64) -> Value {
        if !self.fractions && hundredths % 100 == 0 {
            return json!(hundredths / 100);
        }
        Number::from_f64(units(hundredths)).map_or(Value::Null, Value::Number)
    }
}

/// Hundredths as units.
pub(crate) fn units(hundredths: i64) -> f64 {
    // Scores stay far below 2^53.
    #[allow(clippy::cast_precision_loss)]
    let hundredths = hundredths as f64;
    hundredths / 100.0
}

/// The day that `at` falls on, counted from `anchor`.
pub(crate) fn day_of(anchor: OffsetDateTime, at: OffsetDateTime) -> i64 {
    (clock::midnight(at) - anchor).whole_days()
}

/// A secure score without its lists, and the day to make them for unless it was added by hand.
pub(crate) type Outline = (Value, Option<i64>);

/// The secure scores that the service holds today, newest first. The lists in them are most of their
/// bulk, and a page shows few of them: [`complete`] makes them.
pub(crate) fn secure_scores(
    tenant: &TenantState,
    anchor: OffsetDateTime,
    now: OffsetDateTime,
) -> Vec<Outline> {
    let today = day_of(anchor, now);
    let switches = tenant.switches().clone();
    let days = if switches.without_scores { 0 } else { DAYS_KEPT };
    let seeded = (0..days).map(|ago| (outline(tenant, anchor, today - ago), Some(today - ago)));
    switches.added_scores.into_iter().map(|score| (score, None)).chain(seeded).collect()
}

/// The whole score.
pub(crate) fn complete(tenant: &TenantState, anchor: OffsetDateTime, (mut score, day): Outline) -> Value {
    let Some(day) = day else { return score };
    let (posture, date) = (&tenant.posture, anchor + Duration::days(day));
    let controls = posture.scored.iter().map(|scored| control_score(posture, scored, day, date));
    score["averageComparativeScores"] = comparative_scores(posture, &mut Rng::keyed(1, &tenant.id, &[day]));
    score["controlScores"] = controls.collect();
    score
}

fn outline(tenant: &TenantState, anchor: OffsetDateTime, day: i64) -> Value {
    let posture = &tenant.posture;
    let date = anchor + Duration::days(day);
    let (current, max) = posture.score_on(day);
    let mut rng = Rng::keyed(0, &tenant.id, &[day]);
    json!({
        "id": format!("{}_{}", tenant.id, clock::day(date)),
        "azureTenantId": tenant.id,
        "activeUserCount": posture.seats * rng.between(60, 95) / 100,
        "createdDateTime": clock::seconds(date),
        "currentScore": posture.number(current),
        "enabledServices": enabled_services(tenant.index),
        // Zero in many tenants, whatever they have licensed.
        "licensedUserCount": if tenant.index.is_multiple_of(2) { 0 } else { posture.seats },
        "maxScore": posture.number(max),
        "vendorInformation": vendor_information(),
    })
}

fn enabled_services(tenant: usize) -> Value {
    match tenant % 3 {
        0 => json!([
            "HasAADP1",
            "HasAADP2",
            "HasAATP",
            "HasEXOP2",
            "HasM365E5",
            "HasMCAS",
            "HasMDEP2",
            "HasMDOP2",
            "HasSPOP2"
        ]),
        1 => json!(["HasAADP1", "HasEXOP2", "HasMDOP1", "HasSPOP2", "HasAIPP1"]),
        _ => json!(["HasAADFree", "HasEXOP2", "HasCLB"]),
    }
}

fn vendor_information() -> Value {
    json!({"provider": "SecureScore", "providerVersion": null, "subProvider": null, "vendor": "Microsoft"})
}

fn comparative_scores(posture: &Posture, rng: &mut Rng) -> Value {
    let mut average = |basis: &str| {
        let categories = ["apps", "data", "device", "identity", "infrastructure"];
        let mut score = json!({"basis": basis, "averageScore": posture.number(rng.between(3000, 6000))});
        for category in categories {
            score[format!("{category}Score")] = posture.number(rng.between(0, 8000));
            score[format!("{category}ScoreMax")] = posture.number(8000);
        }
        score
    };
    let all = average("AllTenants");
    let mut seats = average("TotalSeats");
    // Written by another component: other letter case, and numbers in strings.
    let (low, high) = if posture.seats <= 100 { ("1", "100") } else { ("101", "1000") };
    seats["SeatSizeRangeLowerValue"] = json!(low);
    seats["SeatSizeRangeUpperValue"] = json!(high);
    json!([all, seats])
}

fn control_score(posture: &Posture, scored: &Scored, day: i64, date: OffsetDateTime) -> Value {
    let control = &scored.control;
    let (points, max) = (scored.points(day), scored.max_points());
    let mut score = json!({
        "controlCategory": control.category,
        "controlName": control.id,
        "description": format!("<p>{}.</p>", escape(control.title)),
        "score": posture.number(points),
        "implementationStatus": status(scored, day),
        "scoreInPercentage": posture.percentage(points * 10_000 / max.max(1)),
        "lastSynced": clock::seconds(date),
    });
    match scored.total {
        Some(total) => {
            score["count"] = json!(if points == max { total } else { scored.covered(day) }.to_string());
            score["total"] = json!(total.to_string());
        }
        None => score["on"] = json!((points == max).to_string()),
    }
    score
}

fn status(scored: &Scored, day: i64) -> String {
    match scored.total {
        Some(total) if day < scored.done => {
            format!("You have <b>{}</b> of {total} users or devices that are covered.", scored.covered(day))
        }
        Some(_) => String::new(),
        None if day < scored.done => "You have not turned this on.".to_owned(),
        None => "You have turned this on.".to_owned(),
    }
}

/// The control profiles of a tenant: the whole catalogue, licensed or not.
pub(crate) fn profiles(tenant: &TenantState) -> Vec<Value> {
    let updates = tenant.switches().state_updates.clone();
    let rank = |index: usize| i64::try_from(index).unwrap_or_default() + 1;
    let all = CONTROLS.iter().enumerate();
    all.map(|(index, control)| {
        let mut profile = profile(tenant, control, rank(index));
        if let Some(list) = profile["controlStateUpdates"].as_array_mut() {
            list.extend(updates.get(control.id).into_iter().flatten().cloned());
        }
        profile
    })
    .collect()
}

fn profile(tenant: &TenantState, control: &Control, rank: i64) -> Value {
    // Free text in whatever case its author chose.
    const COSTS: &[&str] = &["Unknown", "low", "Low", "Moderate", "moderate", "high"];
    const IMPACTS: &[&str] = &["None", "low", "Low", "Medium", "moderate", "High"];
    const THREATS: &[&str] = &[
        "Account breach",
        "Account Breach",
        "Password Cracking",
        "Data Exfiltration",
        "Malicious Insider",
        "Elevation of Privilege",
    ];
    let mut rng = Rng::keyed(0, control.id, &[]);
    let title = escape(control.title);
    json!({
        "id": control.id,
        "azureTenantId": tenant.id,
        "actionType": "Config",
        "actionUrl": action_url(control.service),
        "controlCategory": control.category,
        "title": control.title,
        "deprecated": control.deprecated,
        "implementationCost": rng.pick(COSTS),
        "lastModifiedDateTime": null,
        "maxScore": tenant.posture.number(control.max_score * 100),
        "rank": rank,
        "remediation": format!(
            "<p>To complete this action:</p><ol><li>Open the <a href=\"{}\" target=\"_blank\">settings</a> of the service.</li>\
             <li>{title}.</li><li>Select <b>Save</b>.</li></ol>",
            action_url(control.service)
        ),
        "remediationImpact": format!("<p>People may notice that “{title}” is in force.</p>"),
        "service": control.service,
        "threats": [rng.pick(THREATS), rng.pick(THREATS)],
        "tier": if rng.percent(90) { "Core" } else { "Defense In Depth" },
        "userImpact": rng.pick(IMPACTS),
        "complianceInformation": [],
        "vendorInformation": vendor_information(),
        "controlStateUpdates": [{
            "assignedTo": null,
            "comment": null,
            "state": "Default",
            "updatedBy": null,
            "updatedDateTime": null,
        }],
    })
}

fn action_url(service: &str) -> &'static str {
    match service {
        "AzureAD" => {
            "https://entra.microsoft.com/#view/Microsoft_AAD_ConditionalAccess/ConditionalAccessBlade"
        }
        "EXO" => "https://admin.exchange.microsoft.com/",
        "Microsoft Teams" => "https://admin.teams.microsoft.com/policies/meetings",
        _ => "https://security.microsoft.com/",
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_controls_sum_up_to_the_score_on_every_day() {
        for tenant in 0..4 {
            let posture = Posture::new(5, tenant);
            for day in -89..10 {
                let (current, max) = posture.score_on(day);
                let points: i64 = posture.scored.iter().map(|scored| scored.points(day)).sum();
                assert_eq!(points, current);
                assert!(0 < current && current < max, "{current} of {max}");
            }
        }
    }

    #[test]
    fn about_seventy_controls_are_scored_and_scores_move() {
        let posture = Posture::new(1, 0);
        assert!((55..100).contains(&posture.scored.len()), "{}", posture.scored.len());
        assert!(posture.score_on(0).0 > posture.score_on(-89).0);
    }

    #[test]
    fn numbers_are_written_with_and_without_a_fraction() {
        let (even, odd) = (Posture::new(1, 0), Posture::new(1, 1));
        assert_eq!(even.number(500).to_string(), "5");
        assert_eq!(odd.number(500).to_string(), "5.0");
        assert_eq!(even.number(467).to_string(), "4.67");
        assert_eq!(Posture::new(1, 2).percentage(10_000), json!("100.0"));
    }
}
