//! What the report says, as data and as text.

use std::collections::BTreeMap;

use serde::Serialize;
use tenantscope::Timestamp;
use tenantscope_examples::{Failure, Outcome, count, line, one_line, percent, points, table};

/// The posture of all tenants at one time.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    pub(crate) generated_at: Timestamp,
    pub(crate) emulator: bool,
    pub(crate) tenants: Vec<TenantReport>,
    /// The recommended actions that are open in at least one tenant, those of the most tenants first.
    pub(crate) open_actions: Vec<OpenAction>,
    /// How many tenants have a Secure Score to compare.
    pub(crate) compared_tenants: usize,
    /// Subscriptions that were asked for and that no tenant shows to the app.
    pub(crate) missing_subscriptions: Vec<String>,
}

/// What was found out about one tenant. Each part has its value or its failure.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TenantReport {
    pub(crate) tenant: String,
    pub(crate) secure_score: Outcome<Option<SecureScorePart>>,
    pub(crate) defender: Outcome<DefenderPart>,
    pub(crate) audit: Outcome<AuditPart>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SecureScorePart {
    pub(crate) date: Option<Timestamp>,
    pub(crate) current: Option<f64>,
    pub(crate) max: Option<f64>,
    pub(crate) percentage: Option<f64>,
    /// Percentage points gained since then.
    pub change_in_7_days: Option<f64>,
    pub change_in_30_days: Option<f64>,
    /// The scores that were read, one a day.
    pub(crate) days: usize,
    /// The recommended actions that are open, those that lose the most points first.
    pub(crate) actions: Vec<Action>,
    /// Items that could not be read.
    pub(crate) unreadable: usize,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Action {
    pub(crate) control: String,
    pub(crate) title: String,
    /// The points still to be gained.
    pub(crate) points: f64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DefenderPart {
    /// The weighted percentage over all subscriptions that have a score.
    pub(crate) percentage: Option<f64>,
    pub(crate) subscriptions: Vec<SubscriptionPart>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SubscriptionPart {
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    pub(crate) score: Outcome<SubscriptionScore>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SubscriptionScore {
    /// Whether it has been assessed yet; without that there are no points, which is not 0 %.
    pub(crate) assessed: bool,
    pub(crate) current: Option<f64>,
    pub(crate) max: Option<f64>,
    pub(crate) percentage: Option<f64>,
    pub(crate) controls: Vec<ControlPart>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ControlPart {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) current: Option<f64>,
    pub(crate) max: Option<f64>,
    pub(crate) healthy: Option<i64>,
    pub(crate) unhealthy: Option<i64>,
    pub(crate) not_applicable: Option<i64>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AuditPart {
    pub(crate) hours: u64,
    pub(crate) content_types: Vec<ContentTypePart>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ContentTypePart {
    pub(crate) content_type: String,
    pub(crate) records: Outcome<RecordCounts>,
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RecordCounts {
    /// Different records.
    pub(crate) records: u64,
    pub(crate) operations: BTreeMap<String, u64>,
    /// Whether the subscription had to be started just now, so that little or nothing is there yet.
    pub(crate) just_started: bool,
    /// What could not be read, each with its reason.
    pub(crate) failures: Vec<Failure>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OpenAction {
    pub(crate) control: String,
    pub(crate) title: String,
    /// How many tenants it is open in.
    pub(crate) tenants: usize,
    /// The points to gain over all of them.
    pub(crate) points: f64,
}

/// Counts in how many tenants each action is open.
pub(crate) fn open_actions(tenants: &[TenantReport]) -> Vec<OpenAction> {
    let mut by_control: BTreeMap<&str, OpenAction> = BTreeMap::new();
    let scores = tenants.iter().filter_map(|tenant| tenant.secure_score.ok()?.as_ref());
    for action in scores.flat_map(|score| &score.actions) {
        let open = by_control.entry(&action.control).or_insert_with(|| OpenAction {
            control: action.control.clone(),
            title: action.title.clone(),
            tenants: 0,
            points: 0.0,
        });
        open.tenants += 1;
        open.points += action.points;
    }
    let mut all: Vec<_> = by_control.into_values().collect();
    all.sort_by(|a, b| {
        b.tenants.cmp(&a.tenants).then(b.points.total_cmp(&a.points)).then(a.control.cmp(&b.control))
    });
    all
}

impl Report {
    /// Whether nothing at all could be read of any tenant.
    pub(crate) fn failed(&self) -> bool {
        self.tenants.iter().all(|tenant| {
            tenant.secure_score.ok().is_none()
                && tenant.defender.ok().is_none()
                && tenant.audit.ok().is_none()
        })
    }

    /// The report for people.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        for tenant in &self.tenants {
            tenant.write(&mut out);
        }
        if self.tenants.len() > 1 {
            line(&mut out, "", "Recommended actions that are open for the most tenants");
            let mut rows = table(["tenants", "points", "action"], 2);
            for action in self.open_actions.iter().take(10) {
                rows.add_row([
                    format!("open in {} of {} tenants", action.tenants, self.compared_tenants),
                    format!("{:.2}", action.points),
                    format!("{} ({})", one_line(&action.title, 80), action.control),
                ]);
            }
            line(&mut out, "  ", &rows.to_string());
        }
        for id in &self.missing_subscriptions {
            line(
                &mut out,
                "",
                &format!(
                    "Subscription {id}: no tenant shows it to this app. Check the id, and assign a role on it."
                ),
            );
        }
        out
    }
}

impl TenantReport {
    fn write(&self, out: &mut String) {
        line(out, "", &format!("\n=== {} ===", self.tenant));
        match &self.secure_score {
            Outcome::Ok(Some(score)) => score.write(out),
            Outcome::Ok(None) => {
                line(out, "", "Secure Score: none yet. A new tenant has its first after two to four days.");
            }
            Outcome::Failed(failure) => line(out, "", &format!("Secure Score: {}", failure.text)),
        }
        match &self.defender {
            Outcome::Ok(defender) => defender.write(out),
            Outcome::Failed(failure) => line(out, "", &format!("Defender for Cloud: {}", failure.text)),
        }
        match &self.audit {
            Outcome::Ok(audit) => audit.write(out),
            Outcome::Failed(failure) => line(out, "", &format!("Audit records: {}", failure.text)),
        }
    }
}

impl SecureScorePart {
    fn write(&self, out: &mut String) {
        let trend = [("7 days", self.change_in_7_days), ("30 days", self.change_in_30_days)]
            .iter()
            .filter_map(|(span, change)| change.map(|change| format!("{change:+.1} in {span}")))
            .collect::<Vec<_>>()
            .join(", ");
        let trend = if trend.is_empty() { "no earlier score to compare with".to_owned() } else { trend };
        line(
            out,
            "",
            &format!(
                "Secure Score: {} ({trend}), {} points",
                percent(self.percentage),
                points(self.current, self.max)
            ),
        );
        let mut rows = table(["points", "recommended action"], 1);
        for action in self.actions.iter().take(10) {
            rows.add_row([
                format!("{:.2}", action.points),
                format!("{} ({})", one_line(&action.title, 90), action.control),
            ]);
        }
        line(out, "  ", &rows.to_string());
        if self.unreadable > 0 {
            line(out, "  ", &format!("{} items could not be read", self.unreadable));
        }
    }
}

impl DefenderPart {
    fn write(&self, out: &mut String) {
        if self.subscriptions.is_empty() {
            line(
                out,
                "",
                "Defender for Cloud: the app sees no subscription. Assign it the role Security Reader.",
            );
            return;
        }
        line(out, "", &format!("Defender for Cloud: {} over all subscriptions", percent(self.percentage)));
        for subscription in &self.subscriptions {
            let name = subscription.name.as_deref().map(|name| one_line(name, 60)).unwrap_or_default();
            let head = format!("{name} {}", subscription.id);
            match &subscription.score {
                Outcome::Failed(failure) => line(out, "  ", &format!("{head}: {}", failure.text)),
                Outcome::Ok(score) if !score.assessed => {
                    line(out, "  ", &format!("{head}: not assessed yet"));
                }
                Outcome::Ok(score) => {
                    line(
                        out,
                        "  ",
                        &format!(
                            "{head}: {}, {} points",
                            percent(score.percentage),
                            points(score.current, score.max)
                        ),
                    );
                    let mut rows = table(["points", "healthy", "unhealthy", "n/a", "control"], 4);
                    for control in &score.controls {
                        rows.add_row([
                            points(control.current, control.max),
                            count(control.healthy),
                            count(control.unhealthy),
                            count(control.not_applicable),
                            one_line(&control.name, 70),
                        ]);
                    }
                    line(out, "    ", &rows.to_string());
                }
            }
        }
    }
}

impl AuditPart {
    fn write(&self, out: &mut String) {
        line(out, "", &format!("Audit records of the last {} hours", self.hours));
        for part in &self.content_types {
            match &part.records {
                Outcome::Failed(failure) => {
                    line(out, "  ", &format!("{}: {}", part.content_type, failure.text));
                }
                Outcome::Ok(counts) => counts.write(&part.content_type, out),
            }
        }
    }
}

impl RecordCounts {
    fn write(&self, content_type: &str, out: &mut String) {
        let note = if self.just_started {
            ", subscription started just now: the first records come within hours"
        } else {
            ""
        };
        line(out, "  ", &format!("{content_type}: {} records{note}", self.records));
        let mut operations: Vec<_> = self.operations.iter().collect();
        operations.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        let shown: Vec<_> = operations
            .iter()
            .take(6)
            .map(|(name, count)| format!("{} {count}", one_line(name, 50)))
            .collect();
        let more = operations.len().saturating_sub(shown.len());
        if !shown.is_empty() {
            let more = if more > 0 { format!(", and {more} more operations") } else { String::new() };
            line(out, "    ", &format!("{}{more}", shown.join(", ")));
        }
        for failure in self.failures.iter().take(3) {
            line(out, "    ", &failure.text);
        }
        if self.failures.len() > 3 {
            line(out, "    ", &format!("and {} more failures", self.failures.len() - 3));
        }
    }
}
