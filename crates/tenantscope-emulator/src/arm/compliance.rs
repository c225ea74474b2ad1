//! Regulatory compliance: standards, their controls, and what was assessed for each.

use serde_json::{Value, json};

use super::{Context, error, page, subscriptions};
use crate::{
    data::findings::{self, Finding, Recommendation, STANDARDS},
    http::{Outcome, Reply},
    tenant::Standing,
};

pub(super) const VERSIONS: &[&str] = &["2019-01-01-preview"];

/// How many of something have each state.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    passed: usize,
    failed: usize,
    unsupported: usize,
}

impl Tally {
    fn of(states: impl Iterator<Item = &'static str>) -> Self {
        let mut tally = Self::default();
        for state in states {
            *match state {
                "Passed" => &mut tally.passed,
                "Failed" => &mut tally.failed,
                _ => &mut tally.unsupported,
            } += 1;
        }
        tally
    }

    fn state(self) -> &'static str {
        match (self.failed, self.passed) {
            (0, 0) => "Unsupported",
            (0, _) => "Passed",
            _ => "Failed",
        }
    }
}

/// Everything below `regulatoryComplianceStandards`.
pub(super) fn route(context: &Context<'_>, subscription: &str, rest: &[&str]) -> Outcome {
    let found = subscriptions::data(context, subscription);
    let assessed = found.filter(|data| context.bearer.tenant.standing(&data.id) == Standing::Assessed);
    let findings = assessed.map(findings::of_subscription).unwrap_or_default();
    let standards = if assessed.is_some() { STANDARDS } else { &[] };
    let root = format!("/subscriptions/{subscription}/providers/Microsoft.Security");
    let standard = |index: usize| standard_item(&root, index, &findings);
    let find = |name: &str| {
        let at = standards.iter().position(|(known, _)| known.eq_ignore_ascii_case(name));
        at.ok_or_else(|| missing("standard", name))
    };
    let find_control = |index: usize, name: &str| {
        let at = STANDARDS[index].1.iter().position(|(known, _)| known.eq_ignore_ascii_case(name));
        at.ok_or_else(|| missing("control", name))
    };
    match rest {
        [] => filtered(context, (0..standards.len()).map(standard).collect()),
        [name] => Ok(Reply::json(200, &standard(find(name)?))),
        [name, "regulatorycompliancecontrols"] => {
            let index = find(name)?;
            let controls = 0..STANDARDS[index].1.len();
            filtered(context, controls.map(|at| control_item(&root, index, at, &findings)).collect())
        }
        [name, "regulatorycompliancecontrols", control] => {
            let index = find(name)?;
            let item = control_item(&root, index, find_control(index, control)?, &findings);
            Ok(Reply::json(200, &item))
        }
        [name, "regulatorycompliancecontrols", control, "regulatorycomplianceassessments", one @ ..] => {
            let index = find(name)?;
            let items = assessment_items(&root, index, find_control(index, control)?, &findings);
            match one {
                [] => filtered(context, items),
                [id] => {
                    let mut items = items.into_iter();
                    let found = items.find(|item| item["name"].as_str() == Some(*id));
                    Ok(Reply::json(200, &found.ok_or_else(|| missing("assessment", id))?))
                }
                _ => Err(error::missing_subscription()),
            }
        }
        [_, kind, ..] => Err(error::unknown_type("Microsoft.Security", kind, context.call)),
    }
}

fn missing(what: &str, name: &str) -> Reply {
    error::reply(404, "ResourceNotFound", &format!("Regulatory compliance {what} '{name}' does not exist."))
}

/// A page of the items that pass `$filter`: `state eq 'Failed'`.
fn filtered(context: &Context<'_>, mut items: Vec<Value>) -> Outcome {
    if let Some(filter) = context.call.parameter("$filter").filter(|filter| !filter.is_empty()) {
        let words: Vec<&str> = filter.split_whitespace().collect();
        let [name, "eq" | "EQ", literal] = words.as_slice() else {
            return Err(error::reply(
                400,
                "InvalidFilter",
                &format!("The filter '{filter}' is not supported."),
            ));
        };
        let name = name.strip_prefix("properties/").unwrap_or(name);
        let literal = literal.trim_matches('\'');
        items.retain(|item| {
            item["properties"][name].as_str().is_some_and(|value| value.eq_ignore_ascii_case(literal))
        });
    }
    page(context, items)
}

/// Passed and failed resources of a recommendation.
fn resources(recommendation: &Recommendation, findings: &[Finding]) -> (usize, usize, usize) {
    let count = |code: &str| {
        findings.iter().filter(|f| f.recommendation.id == recommendation.id && f.code == code).count()
    };
    (count("Healthy"), count("Unhealthy"), count("NotApplicable"))
}

fn state_of(recommendation: &Recommendation, findings: &[Finding]) -> &'static str {
    match resources(recommendation, findings) {
        (0, 0, _) => "Unsupported",
        (_, 0, _) => "Passed",
        _ => "Failed",
    }
}

fn control_tally(standard: usize, control: usize, findings: &[Finding]) -> Tally {
    Tally::of(findings::of_standard(standard, control).iter().map(|one| state_of(one, findings)))
}

pub(super) fn standard_item(root: &str, index: usize, findings: &[Finding]) -> Value {
    let (name, controls) = STANDARDS[index];
    let tally = Tally::of((0..controls.len()).map(|at| control_tally(index, at, findings).state()));
    json!({
        "id": format!("{root}/regulatoryComplianceStandards/{name}"),
        "name": name,
        "type": "Microsoft.Security/regulatoryComplianceStandards",
        "properties": {
            "state": tally.state(),
            "passedControls": tally.passed,
            "failedControls": tally.failed,
            "skippedControls": 0,
            "unsupportedControls": tally.unsupported,
        },
    })
}

fn control_item(root: &str, index: usize, at: usize, findings: &[Finding]) -> Value {
    let (standard, controls) = STANDARDS[index];
    let (name, description) = controls[at];
    let tally = control_tally(index, at, findings);
    json!({
        "id": format!("{root}/regulatoryComplianceStandards/{standard}/regulatoryComplianceControls/{name}"),
        "name": name,
        "type": "Microsoft.Security/regulatoryComplianceStandards/regulatoryComplianceControls",
        "properties": {
            "description": description,
            // In lower case here, and with a capital in standards and assessments.
            "state": tally.state().to_lowercase(),
            "passedAssessments": tally.passed,
            "failedAssessments": tally.failed,
            "skippedAssessments": 0,
            "unsupportedAssessments": tally.unsupported,
            "standardName": standard,
        },
    })
}

fn assessment_items(root: &str, index: usize, at: usize, findings: &[Finding]) -> Vec<Value> {
    let (standard, controls) = STANDARDS[index];
    let (control, _) = controls[at];
    let item = |one: &Recommendation| {
        let id = findings::compliance_id(standard, control, &one.id);
        let (passed, failed, skipped) = resources(one, findings);
        json!({
            "id": format!(
                "{root}/regulatoryComplianceStandards/{standard}/regulatoryComplianceControls/{control}/regulatoryComplianceAssessments/{id}"
            ),
            "name": id,
            "type": "Microsoft.Security/regulatoryComplianceStandards/regulatoryComplianceControls/regulatoryComplianceAssessments",
            "properties": {
                "description": one.title,
                "assessmentType": "AzurePolicy",
                "assessmentDetailsLink": format!("{root}/assessments/{}", one.id),
                "state": state_of(one, findings),
                "passedResources": passed,
                "failedResources": failed,
                "skippedResources": skipped,
                "unsupportedResources": 0,
            },
        })
    };
    findings::of_standard(index, at).iter().map(item).collect()
}
