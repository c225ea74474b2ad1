//! What an object is related to: members, owners, grants, records, and the like.

use serde_json::{Value, json};

use super::{
    Context, error, objects,
    odata::{self, Collection},
    table::Resource,
};
use crate::{
    http::{Outcome, Reply},
    store::odata_type,
};

const DIRECTORY: &[&str] = &["Directory.Read.All"];
const MEMBERS: &[&str] =
    &["GroupMember.ReadBasic.All", "GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"];
const MEMBERSHIPS: &[&str] =
    &["Directory.Read.All", "GroupMember.ReadBasic.All", "GroupMember.Read.All", "User.Read.All"];
const LICENCES: &[&str] = &["LicenseAssignment.Read.All", "User.Read.All", "Directory.Read.All"];
const ALERTS: &[&str] =
    &["SecurityAlert.Read.All", "SecurityAlert.ReadWrite.All", "SecurityIncident.Read.All"];

/// Objects of several kinds.
const MIXED: Collection = Collection {
    context: "directoryObjects",
    entity: "microsoft.graph.directoryObject",
    directory: true,
    without: &["$skip"],
    ..Collection::BASE
};

/// `{collection}/{id}/{relation}`
pub(super) fn get(
    context: &Context<'_>,
    resource: &Resource,
    row: Result<Value, Reply>,
    relation: &[&str],
    names: &[String],
) -> Outcome {
    let (name, cast) = match relation {
        ["manager"] if resource.path == ["users"] => return manager(context, row),
        [name] => (*name, None),
        [name, cast] if cast.starts_with("microsoft.graph.") || *cast == "$count" => (*name, Some(*cast)),
        _ => return deeper(context, resource, relation, names),
    };
    let Some((permissions, collection)) = list_of(resource, name) else {
        return Err(error::unknown_segment(context.call));
    };
    context.require(permissions)?;
    let mut rows = rows(context, resource.path, name, &row?);
    match cast {
        Some("$count") => return odata::count(context, &collection, &rows),
        Some(kind) => rows.retain(|row| {
            let own = row["@odata.type"].as_str().unwrap_or_default();
            own.trim_start_matches('#').eq_ignore_ascii_case(kind)
        }),
        None => {}
    }
    odata::list(context, &collection, rows, |row| row, |row, _| row)
}

/// Who may follow a relation, and to what kind of list it leads. What is in the list, [`rows`] knows.
fn list_of(resource: &Resource, name: &str) -> Option<(&'static [&'static str], Collection)> {
    let named = |context: &'static str| Collection { context, ..Collection::BASE };
    Some(match (resource.path, name) {
        (["users"], "memberof" | "transitivememberof") => (MEMBERSHIPS, MIXED),
        (["groups" | "devices"], "memberof" | "transitivememberof") => (DIRECTORY, MIXED),
        (["users"], "licensedetails") => (LICENCES, named("users('id')/licenseDetails")),
        (["users" | "groups"], "approleassignments" | "oauth2permissiongrants") => {
            (DIRECTORY, Collection::BASE)
        }
        (["groups"], "members" | "transitivemembers" | "owners") => (MEMBERS, MIXED),
        (["applications" | "serviceprincipals"], "owners")
        | (["devices"], "registeredowners" | "registeredusers") => (resource.read, MIXED),
        (["directoryroles"], "members") => (resource.read, Collection { page: 1000, ..MIXED }),
        (["serviceprincipals"], "approleassignments" | "approleassignedto") => {
            (resource.read, named("appRoleAssignments"))
        }
        (["serviceprincipals"], "oauth2permissiongrants") => {
            (DIRECTORY, objects::collection("oauth2permissiongrants"))
        }
        (["security", "incidents"], "alerts") => (ALERTS, objects::collection("security/alerts_v2")),
        (["security", "identities", "sensors"], "healthissues") => {
            (resource.read, objects::collection("security/identities/healthissues"))
        }
        (["identityprotection", "riskyusers"], "history") => {
            (resource.read, named("riskyUsers('id')/history"))
        }
        (["policies", "rolemanagementpolicies"], "rules" | "effectiverules") => {
            (resource.read, named("rules"))
        }
        (["identitygovernance", "accessreviews", "definitions"], "instances") => {
            (resource.read, named("accessReviews/instances"))
        }
        (["admin", "serviceannouncement", "healthoverviews"], "issues") => {
            (resource.read, objects::collection("admin/serviceannouncement/issues"))
        }
        _ => return None,
    })
}

/// What `row`, an object of the collection at `path`, is related to by a relation of [`list_of`].
fn rows(context: &Context<'_>, path: &[&str], name: &str, row: &Value) -> Vec<Value> {
    let id = row["id"].as_str().unwrap_or_default();
    let memberships = |kind: &str| -> Vec<Value> {
        let all = context.store().sources("members", kind, id).into_iter();
        all.map(|item| typed(kind, item)).collect()
    };
    match (path, name) {
        (["users"], "memberof" | "transitivememberof") => {
            [memberships("groups"), memberships("directoryroles")].concat()
        }
        (_, "memberof" | "transitivememberof") => memberships("groups"),
        (_, "licensedetails") => licences(context, row),
        (["groups"], "members" | "transitivemembers") => {
            let hidden = row["visibility"] == "HiddenMembership";
            if hidden && !context.bearer.has_any(&["Member.Read.Hidden"]) {
                return Vec::new();
            }
            members(context, id, name == "transitivemembers")
        }
        (_, "registeredowners" | "registeredusers") => linked(context, "registeredOwners", id),
        (_, "members") => linked(context, "members", id),
        (_, "owners") => linked(context, "owners", id),
        (_, "approleassignedto") => of(context, "approleassignments", "resourceId", id),
        (["serviceprincipals"], "oauth2permissiongrants") => of(context, name, "clientId", id),
        (_, "approleassignments" | "oauth2permissiongrants") => of(context, name, "principalId", id),
        (_, "alerts") => of(context, "security/alerts_v2", "incidentId", id),
        (_, "healthissues") => {
            let mut issues = context.store().items("security/identities/healthissues");
            issues.retain(|issue| issue["sensorDNSNames"] == row["settings"]["domainControllerDnsNames"]);
            issues
        }
        (_, "history") => {
            let mut item = row.clone();
            item["userId"] = row["id"].clone();
            item["initiatedBy"] = Value::Null;
            item["activity"] = json!({
                "@odata.type": "microsoft.graph.riskUserActivity",
                "detail": null,
                "riskEventTypes": ["unfamiliarFeatures"],
            });
            vec![item]
        }
        (_, "rules" | "effectiverules") => row["rules"].as_array().cloned().unwrap_or_default(),
        (_, "instances") => {
            let all = of(context, "identitygovernance/accessreviews/instances", "definition", id);
            without(all, "definition")
        }
        (_, "issues") => {
            let service = row["service"].as_str().unwrap_or_default();
            of(context, "admin/serviceannouncement/issues", "service", service)
        }
        _ => Vec::new(),
    }
}

fn manager(context: &Context<'_>, row: Result<Value, Reply>) -> Outcome {
    context.require(&["User.Read.All", "Directory.Read.All"])?;
    let user = row?;
    let id = user["id"].as_str().unwrap_or_default();
    let manager = context.store().targets("manager", id).into_iter().next();
    let missing = || {
        let text = "Resource 'manager' does not exist or one of its queried reference-property objects are not present.";
        error::reply(context.call, 404, "Request_ResourceNotFound", text)
    };
    let (path, manager) = manager.ok_or_else(missing)?;
    odata::entity(context, &MIXED, seen(context, &path, manager))
}

fn licences(context: &Context<'_>, user: &Value) -> Vec<Value> {
    let skus = context.store().items("subscribedskus");
    let held = user["assignedLicenses"].as_array().cloned().unwrap_or_default();
    let of = |licence: &Value| skus.iter().find(|sku| sku["skuId"] == licence["skuId"]);
    let item = |sku: &Value| {
        json!({
            "id": sku["id"],
            "skuId": sku["skuId"],
            "skuPartNumber": sku["skuPartNumber"],
            "servicePlans": sku["servicePlans"],
        })
    };
    held.iter().filter_map(of).map(item).collect()
}

/// What is further down: instances of reviews, their decisions, and single related objects.
fn deeper(context: &Context<'_>, resource: &Resource, relation: &[&str], names: &[String]) -> Outcome {
    let instances = "identitygovernance/accessreviews/instances";
    let base = Collection { context: "accessReviews/decisions", ..Collection::BASE };
    let missing = || error::not_found(context.call, "Resource");
    if resource.path != ["identitygovernance", "accessreviews", "definitions"] {
        return Err(error::unknown_segment(context.call));
    }
    context.require(resource.read)?;
    match relation {
        ["instances", _] => {
            let instance = context.store().find(instances, &names[1]).ok_or_else(missing)?;
            odata::entity(context, &base, without(vec![instance], "definition").remove(0))
        }
        ["instances", _, "decisions"] => {
            let rows = of(context, "identitygovernance/accessreviews/decisions", "instance", &names[1]);
            odata::list(context, &base, without(rows, "instance"), |row| row, |row, _| row)
        }
        _ => Err(error::unknown_segment(context.call)),
    }
}

/// The objects of a collection of which a member has this value.
fn of(context: &Context<'_>, path: &str, member: &str, value: &str) -> Vec<Value> {
    let mut rows = context.store().items(path);
    rows.retain(|row| row[member] == value);
    rows
}

fn without(mut rows: Vec<Value>, member: &str) -> Vec<Value> {
    for row in &mut rows {
        if let Some(members) = row.as_object_mut() {
            members.remove(member);
        }
    }
    rows
}

fn typed(path: &str, mut item: Value) -> Value {
    item["@odata.type"] = json!(odata_type(path));
    item
}

fn linked(context: &Context<'_>, relation: &str, id: &str) -> Vec<Value> {
    let all = context.store().targets(relation, id).into_iter();
    all.map(|(path, item)| seen(context, &path, item)).collect()
}

/// A group's members; of groups in it as well, if `deep`.
fn members(context: &Context<'_>, id: &str, deep: bool) -> Vec<Value> {
    let direct = linked(context, "members", id);
    if !deep {
        return direct;
    }
    let mut all = direct.clone();
    for group in direct.iter().filter(|item| item["@odata.type"] == "#microsoft.graph.group") {
        for member in members(context, group["id"].as_str().unwrap_or_default(), true) {
            if !all.iter().any(|known| known["id"] == member["id"]) {
                all.push(member);
            }
        }
    }
    all
}

/// A member as the caller may see it: without the permission for its kind, its id alone, and nothing
/// in the other places.
fn seen(context: &Context<'_>, path: &str, item: Value) -> Value {
    let permissions: &[&str] = match path {
        "users" => &["User.ReadBasic.All", "User.Read.All", "Directory.Read.All"],
        "groups" => &["Group.Read.All", "GroupMember.Read.All", "Directory.Read.All"],
        _ => &["Directory.Read.All"],
    };
    if context.bearer.has_any(permissions) {
        let defaults = objects::collection(path).defaults;
        let Value::Object(mut members) = item else { return item };
        if !defaults.is_empty() && context.call.parameter("$select").is_none() {
            members.retain(|name, _| name == "id" || defaults.contains(&name.as_str()));
        }
        return typed(path, Value::Object(members));
    }
    typed(path, json!({"id": item["id"], "displayName": null}))
}
