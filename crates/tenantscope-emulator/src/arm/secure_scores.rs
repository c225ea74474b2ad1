//! Secure scores, their controls, and the controls' definitions.

use serde_json::{Value, json};

use super::{Context, error, page, subscriptions::data};
use crate::{
    data::{
        azure::{ControlData, DEFINITIONS, Definition, SubscriptionData, assessments, ratio},
        posture::units,
    },
    http::{Outcome, Reply},
    tenant::Standing,
};

/// The score of the default initiative.
const NAME: &str = "ascScore";

pub(crate) fn list(context: &Context<'_>, subscription: &str) -> Outcome {
    page(context, score(context, subscription).into_iter().collect())
}

pub(crate) fn get(context: &Context<'_>, subscription: &str, name: &str) -> Outcome {
    match score(context, subscription) {
        Some(score) if name.eq_ignore_ascii_case(NAME) => Ok(Reply::json(200, &score)),
        _ => Err(missing(subscription, &context.call.segments[5])),
    }
}

pub(crate) fn controls_of(context: &Context<'_>, subscription: &str, name: &str) -> Outcome {
    if name.eq_ignore_ascii_case(NAME) && score(context, subscription).is_some() {
        return controls(context, subscription);
    }
    Err(missing(subscription, &context.call.segments[5]))
}

pub(crate) fn controls(context: &Context<'_>, subscription: &str) -> Outcome {
    let expand = match context.call.parameter("$expand") {
        None | Some("") => false,
        Some(value) if value.eq_ignore_ascii_case("definition") => true,
        Some(value) => {
            let text = format!("The expand expression '{value}' is not supported. Supported: 'definition'.");
            return Err(error::reply(400, "InvalidExpand", &text));
        }
    };
    let Some(data) = data(context, subscription) else { return page(context, Vec::new()) };
    let assessed = context.bearer.tenant.standing(&data.id) == Standing::Assessed;
    let items = data.controls.iter().filter(|_| assessed).map(|control| control_item(data, control, expand));
    page(context, items.collect())
}

pub(crate) fn definitions(context: &Context<'_>, subscription: Option<&str>) -> Outcome {
    let scope = subscription.map(|id| format!("/subscriptions/{id}")).unwrap_or_default();
    page(context, DEFINITIONS.iter().map(|definition| definition_item(definition, &scope)).collect())
}

fn missing(subscription: &str, name: &str) -> Reply {
    let text = format!("Secure score '{name}' does not exist in scope '{subscription}'");
    error::provider(404, "ResourceNotFound", &text)
}

pub(super) fn score(context: &Context<'_>, subscription: &str) -> Option<Value> {
    let data = data(context, subscription)?;
    let (score, weight) = match context.bearer.tenant.standing(&data.id) {
        Standing::Assessed => (details(data.current(), data.max()), data.weight()),
        // Enabled a moment ago: there, and empty.
        Standing::NotAssessed => (json!({}), 0),
        _ => return None,
    };
    Some(json!({
        "id": format!("/subscriptions/{}/providers/Microsoft.Security/secureScores/{NAME}", data.id),
        "name": NAME,
        "type": "Microsoft.Security/secureScores",
        "properties": {"displayName": "ASC score", "score": score, "weight": weight},
    }))
}

/// Points in hundredths and their maximum, with the ratio that the service adds.
fn details(current: i64, max: i64) -> Value {
    let percentage = units(ratio(current, max)) / 100.0;
    json!({"max": max, "current": units(current), "percentage": percentage})
}

pub(super) fn control_item(data: &SubscriptionData, control: &ControlData, expand: bool) -> Value {
    let definition = &control.definition;
    let mut properties = json!({
        "displayName": definition.name,
        "healthyResourceCount": control.healthy,
        "unhealthyResourceCount": control.unhealthy,
        "notApplicableResourceCount": control.not_applicable,
        "score": details(control.current(), control.max()),
        "weight": control.weight(),
    });
    if expand {
        properties["definition"] = definition_item(definition, "");
    }
    json!({
        "id": format!(
            "/subscriptions/{}/providers/Microsoft.Security/secureScores/{NAME}/secureScoreControls/{}",
            data.id, definition.id
        ),
        "name": definition.id,
        "type": "Microsoft.Security/secureScores/secureScoreControls",
        "properties": properties,
    })
}

fn definition_item(definition: &Definition, scope: &str) -> Value {
    let metadata = |id| json!({"id": format!("/providers/Microsoft.Security/assessmentMetadata/{id}")});
    let assessments: Vec<Value> = assessments(definition).into_iter().map(metadata).collect();
    json!({
        "id": format!("{scope}/providers/Microsoft.Security/secureScoreControlDefinitions/{}", definition.id),
        "name": definition.id,
        "type": "Microsoft.Security/secureScoreControlDefinitions",
        "properties": {
            "displayName": definition.name,
            "maxScore": definition.max_score,
            "source": {"sourceType": "BuiltIn"},
            "assessmentDefinitions": assessments,
        },
    })
}
