//! Changes of alerts, incidents and health issues, and comments on them.

use serde_json::{Map, Value, json};

use super::{Context, error, objects, odata, ok, table::Resource};
use crate::{
    clock,
    http::{Outcome, Reply},
};

/// What can be changed, by whom, and to which words.
struct Rule {
    write: &'static [&'static str],
    members: &'static [&'static str],
}

fn rule(resource: &Resource) -> Option<Rule> {
    Some(match resource.path {
        ["security", "alerts_v2"] => Rule {
            write: &["SecurityAlert.ReadWrite.All"],
            members: &["status", "classification", "determination", "assignedTo", "customDetails"],
        },
        ["security", "incidents"] => Rule {
            write: &["SecurityIncident.ReadWrite.All"],
            members: &[
                "status",
                "classification",
                "determination",
                "assignedTo",
                "customTags",
                "displayName",
                "severity",
                "description",
                "summary",
                "resolvingComment",
            ],
        },
        ["security", "identities", "healthissues"] => {
            Rule { write: &["SecurityIdentitiesHealth.ReadWrite.All"], members: &["status"] }
        }
        _ => return None,
    })
}

/// The words that a status can have.
fn states(resource: &Resource) -> &'static [&'static str] {
    match resource.path {
        ["security", "alerts_v2"] => &["unknown", "new", "inProgress", "resolved"],
        ["security", "incidents"] => &["active", "resolved", "inProgress", "redirected", "awaitingAction"],
        _ => &["open", "closed", "suppressed"],
    }
}

/// `PATCH`: 200 with the whole object.
pub(super) fn update(context: &Context<'_>, resource: &Resource, id: &str) -> Outcome {
    let call = context.call;
    let Some(rule) = rule(resource) else { return Err(error::method_not_allowed(call)) };
    context.require(rule.write)?;
    objects::find(context, resource, id)?;
    let body = call.json().and_then(|body| body.as_object().cloned());
    let body = body.ok_or_else(|| error::unreadable(call))?;
    let mut changes = Map::new();
    for (name, value) in body {
        if name.starts_with('@') {
            continue;
        }
        let known = rule.members.iter().find(|known| known.eq_ignore_ascii_case(&name));
        let known = known.ok_or_else(|| {
            error::bad_request(call, &format!("Property '{name}' is read-only and cannot be set."))
        })?;
        if *known == "status" && !value.as_str().is_some_and(|text| states(resource).contains(&text)) {
            let text = format!("Requested value '{value}' was not found.");
            return Err(error::bad_request(call, &text));
        }
        changes.insert((*known).to_owned(), value);
    }
    let stamp = if resource.path.last() == Some(&"healthissues") {
        "lastModifiedDateTime"
    } else {
        "lastUpdateDateTime"
    };
    if changes.get("status").is_some_and(|status| status == "resolved")
        && resource.path.last() == Some(&"alerts_v2")
    {
        changes.insert("resolvedDateTime".to_owned(), json!(clock::ticks(call.at)));
    }
    changes.insert(stamp.to_owned(), json!(clock::ticks(call.at)));
    let object = context.store().update(&resource.key(), id, &changes).unwrap_or_default();
    odata::entity(context, &resource.collection, object)
}

/// `POST …/comments`: 200 with all of the comments.
pub(super) fn comment(context: &Context<'_>, resource: &Resource, id: &str) -> Outcome {
    let call = context.call;
    let Some(rule) = rule(resource) else { return Err(error::method_not_allowed(call)) };
    context.require(rule.write)?;
    let object = objects::find(context, resource, id)?;
    let body = call.json().ok_or_else(|| error::unreadable(call))?;
    let text = body["comment"].as_str().filter(|text| !text.is_empty());
    let text = text.ok_or_else(|| error::bad_request(call, "The comment is missing."))?;
    let mut comments = object["comments"].as_array().cloned().unwrap_or_default();
    comments.push(json!({
        "@odata.type": "#microsoft.graph.security.alertComment",
        "comment": text,
        "createdByDisplayName": format!("API-App:{}", context.world.app.name),
        "createdDateTime": clock::ticks(call.at),
    }));
    let mut changes = Map::new();
    changes.insert("comments".to_owned(), json!(comments));
    changes.insert("lastUpdateDateTime".to_owned(), json!(clock::ticks(call.at)));
    context.store().update(&resource.key(), id, &changes);
    let context_of = format!(
        "{}/{}/$metadata#{}('{id}')/comments",
        call.base,
        context.version(),
        resource.collection.context
    );
    Ok(ok(&json!({"@odata.context": context_of, "value": comments})))
}

/// `POST /identityProtection/riskyUsers/dismiss` and its like: 204.
pub(super) fn risky_users(context: &Context<'_>, action: &str) -> Outcome {
    let call = context.call;
    let (state, detail) = match action {
        "dismiss" => ("dismissed", "adminDismissedAllRiskForUser"),
        "confirmcompromised" => ("confirmedCompromised", "adminConfirmedUserCompromised"),
        "confirmsafe" => ("confirmedSafe", "adminConfirmedSigninSafe"),
        _ => return Err(error::unknown_segment(call)),
    };
    context.require(&["IdentityRiskyUser.ReadWrite.All"])?;
    let body = call.json().ok_or_else(|| error::unreadable(call))?;
    let ids = body["userIds"].as_array().filter(|ids| !ids.is_empty() && ids.len() <= 60);
    let ids =
        ids.ok_or_else(|| error::bad_request(call, "The number of user ids must be between 1 and 60."))?;
    let changes = json!({
        "riskState": state,
        "riskDetail": detail,
        "riskLastUpdatedDateTime": clock::ticks(call.at),
    });
    let changes = changes.as_object().cloned().unwrap_or_default();
    for id in ids.iter().filter_map(Value::as_str) {
        context.store().update("identityprotection/riskyusers", id, &changes);
    }
    Ok(Reply::new(204))
}
