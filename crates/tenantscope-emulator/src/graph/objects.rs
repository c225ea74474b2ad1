//! Lists, single objects and counts of what is in a tenant's store.

use serde_json::{Value, json};

use super::{
    Context, delta, error, odata, relations,
    table::{self, Resource},
};
use crate::http::{Outcome, Reply};

/// What is asked of a collection: itself, its count, its changes, an object, or what an object is
/// related to.
pub(super) fn get(context: &Context<'_>, resource: &Resource, rest: &[&str], names: &[String]) -> Outcome {
    match rest {
        [] => {
            context.require(resource.read)?;
            let rows = context.store().items(&resource.key());
            check(context, resource)?;
            odata::list(
                context,
                &resource.collection,
                rows,
                |row| row,
                |row, expand| expanded(context, resource, row, expand),
            )
        }
        ["$count"] => {
            context.require(resource.read)?;
            if resource.path.last() == Some(&"manageddevices") {
                return Err(error::unknown_segment(context.call));
            }
            let rows = context.store().items(&resource.key());
            odata::count(context, &resource.collection, &rows)
        }
        ["delta"] => {
            context.require(resource.read)?;
            delta::get(context, resource)
        }
        [_] => {
            context.require(resource.read)?;
            check(context, resource)?;
            let row = find(context, resource, &names[0])?;
            odata::entity_with(context, &resource.collection, row, |row, expand| {
                expanded(context, resource, row, expand)
            })
        }
        [_, relation @ ..] => {
            let row = find(context, resource, &names[0]);
            relations::get(context, resource, row, relation, &names[1..])
        }
    }
}

/// The object with this id, or with another name that its collection knows it by.
pub(super) fn find(context: &Context<'_>, resource: &Resource, name: &str) -> Result<Value, Reply> {
    let (store, key) = (context.store(), resource.key());
    let found = match name.split_once('=') {
        Some((member, value)) => store.find_by(&key, member, value),
        None => store.find(&key, name).or_else(|| match resource.path {
            ["users"] => store.find_by(&key, "userPrincipalName", name),
            ["domains"] => store.find_by(&key, "id", name),
            _ => None,
        }),
    };
    drop(store);
    found.ok_or_else(|| missing(context, resource, name))
}

fn missing(context: &Context<'_>, resource: &Resource, name: &str) -> Reply {
    if resource.collection.directory {
        let text = format!(
            "Resource '{name}' does not exist or one of its queried reference-property objects are not present."
        );
        return error::reply(context.call, 404, "Request_ResourceNotFound", &text);
    }
    error::not_found(context.call, &format!("Resource '{name}'"))
}

/// What some lists ask for beyond the permission to read them.
fn check(context: &Context<'_>, resource: &Resource) -> Result<(), Reply> {
    let call = context.call;
    let asks_for = |option: &str, name: &str| {
        call.parameter(option).is_some_and(|text| text.to_ascii_lowercase().contains(name))
    };
    match resource.path {
        ["users"] if asks_for("$select", "signinactivity") || asks_for("$filter", "signinactivity") => {
            context.require(&["AuditLog.Read.All"])?;
            let top = call.parameter("$top").and_then(|top| top.parse::<usize>().ok());
            if top.is_some_and(|top| top > 500) {
                let text = "Cannot query data for more than 500 users at a time.";
                return Err(error::reply(call, 400, "Request_BadRequest", text));
            }
            Ok(())
        }
        ["policies", "rolemanagementpolicies" | "rolemanagementpolicyassignments"]
            if call.segments.len() == 3
                && !(asks_for("$filter", "scopeid") && asks_for("$filter", "scopetype")) =>
        {
            // In a form of its own.
            Err(Reply::json(
                400,
                &json!({"errorCode": "MissingProvider", "message": "The provider is missing.", "instanceAnnotations": []}),
            ))
        }
        ["auditlogs", "signins"]
            if asks_for("$filter", "signineventtypes") && context.version() == "v1.0" =>
        {
            Err(error::bad_request(
                call,
                "Invalid filter clause: Could not find a property named 'signInEventTypes'.",
            ))
        }
        ["security", "alerts_v2"] if asks_for("$filter", "investigationstate") => Err(error::bad_request(
            call,
            "Invalid filter clause: The property 'investigationState' cannot be used in the $filter query option.",
        )),
        ["security", "incidents"] if call.parameter("$orderby").is_some() => {
            Err(error::bad_request(call, "The query option 'OrderBy' is not allowed."))
        }
        _ => Ok(()),
    }
}

/// An object with what `$expand` names, and without what only a single object shows.
fn expanded(context: &Context<'_>, resource: &Resource, mut row: Value, expand: &[String]) -> Value {
    let store = context.store();
    let id = row["id"].as_str().unwrap_or_default().to_owned();
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let typed = |(path, mut item): (String, Value)| {
        item["@odata.type"] = json!(crate::store::odata_type(&path));
        item
    };
    for name in expand {
        row[name] = match name.as_str() {
            "alerts" => {
                let mut alerts = store.items("security/alerts_v2");
                alerts.retain(|alert| alert["incidentId"] == id);
                json!(alerts)
            }
            "issues" => {
                let mut issues = store.items("admin/serviceannouncement/issues");
                issues.retain(|issue| issue["service"] == row["service"]);
                json!(issues)
            }
            "principal" => {
                let user = store.find("users", &text(&row, "principalId"));
                user.map_or(Value::Null, |user| typed(("users".to_owned(), user)))
            }
            "roleDefinition" => {
                json!(store.find("rolemanagement/directory/roledefinitions", &text(&row, "roleDefinitionId")))
            }
            "policy" => json!(store.find("policies/rolemanagementpolicies", &text(&row, "policyId"))),
            // Rules are there anyway, and taken out below where nobody asked for them.
            "rules" => continue,
            "effectiveRules" => row["rules"].clone(),
            "manager" => store.targets("manager", &id).into_iter().next().map_or(Value::Null, typed),
            "memberOf" => store
                .sources("members", "groups", &id)
                .into_iter()
                .map(|group| typed(("groups".to_owned(), group)))
                .collect(),
            "members" | "owners" | "registeredOwners" => {
                store.targets(name, &id).into_iter().take(20).map(typed).collect()
            }
            _ => Value::Null,
        };
    }
    if resource.path == ["policies", "rolemanagementpolicies"]
        && !expand.iter().any(|name| name == "rules")
        && let Some(members) = row.as_object_mut()
    {
        members.remove("rules");
    }
    row
}

/// The collection of objects that are found at `path`.
pub(super) fn collection(path: &str) -> odata::Collection {
    table::get(path).map_or(odata::Collection::BASE, |resource| resource.collection)
}
