//! Management groups: the tree that a tenant's subscriptions hang in.
//!
//! Every tenant has a root, a group `platform` with every other subscription, and below that one a
//! group `landing-zones` with the rest.

use http::Method;
use serde_json::{Value, json};

use super::{Context, error, page};
use crate::{
    data::azure::SubscriptionData,
    http::{Outcome, Reply},
    tenant::{Standing, TenantState},
};

const VERSIONS: &[&str] = &["2023-04-01", "2021-04-01", "2020-05-01", "2020-02-01"];
const KIND: &str = "Microsoft.Management/managementGroups";

/// Name, display name and parent of every group but the root.
const GROUPS: &[(&str, &str, Option<&str>)] =
    &[("platform", "Platform", None), ("landing-zones", "Landing zones", Some("platform"))];

/// What is below `/providers/Microsoft.Management`.
pub(super) fn route(context: &Context<'_>, rest: &[&str]) -> Outcome {
    match context.call.parameter("api-version") {
        None | Some("") => return Err(error::missing_api_version()),
        Some(version) if !VERSIONS.contains(&version) => {
            return Err(error::unregistered_version(
                "Microsoft.Management",
                "managementGroups",
                version,
                VERSIONS,
            ));
        }
        Some(_) => {}
    }
    let tenant = context.bearer.tenant;
    let reply = match (&context.call.method, rest) {
        (&Method::GET, ["managementgroups"]) => page(context, all(tenant)),
        (&Method::GET, ["managementgroups", name]) => {
            check(context, name)?;
            Ok(Reply::json(200, &group(context, name)))
        }
        (&Method::GET, ["managementgroups", name, "descendants"]) => {
            check(context, name)?;
            page(context, descendants(tenant, name))
        }
        (&Method::POST, ["getentities"]) => page(context, entities(tenant)),
        (_, ["managementgroups", ..] | ["getentities"]) => Err(error::method_not_supported(context.call)),
        (_, [kind, ..]) => Err(error::unknown_type("Microsoft.Management", kind, context.call)),
        (_, []) => Err(error::missing_subscription()),
    }?;
    Ok(reply
        .header("x-ms-ratelimit-remaining-managementgroups-requests", "59")
        .header("x-ms-request-id", &format!("westeurope:{}", context.call.request_id)))
}

/// Refuses what is no group of the tenant, in the words for what is not allowed.
pub(super) fn check(context: &Context<'_>, name: &str) -> Result<(), Reply> {
    if names(context.bearer.tenant).iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return Ok(());
    }
    let scope = format!("/providers/Microsoft.Management/managementGroups/{name}");
    let action = "Microsoft.Management/managementGroups/read";
    Err(error::authorization_failed(&context.bearer, action, &scope))
}

fn names(tenant: &TenantState) -> Vec<&str> {
    [tenant.id.as_str()].into_iter().chain(GROUPS.iter().map(|(name, ..)| *name)).collect()
}

fn id(name: &str) -> String {
    format!("/providers/Microsoft.Management/managementGroups/{name}")
}

fn title<'t>(tenant: &'t TenantState, name: &str) -> (&'t str, Option<&'t str>) {
    let known = GROUPS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name));
    match known {
        Some((_, title, parent)) => (title, Some(parent.unwrap_or(&tenant.id))),
        None => ("Tenant Root Group", None),
    }
}

/// The group that a subscription is right below.
fn parent(index: usize) -> &'static str {
    GROUPS[index % GROUPS.len()].0
}

/// Whether `name` is `group` or above it.
fn is_above(tenant: &TenantState, name: &str, group: &str) -> bool {
    name.eq_ignore_ascii_case(group)
        || title(tenant, group).1.is_some_and(|parent| is_above(tenant, name, parent))
}

fn visible(tenant: &TenantState) -> impl Iterator<Item = (usize, &SubscriptionData)> {
    let all = tenant.subscriptions.iter().enumerate();
    all.filter(|(_, data)| tenant.standing(&data.id) != Standing::Hidden)
}

/// The subscriptions at any depth below a group that the caller can see.
pub(super) fn subscriptions<'t>(tenant: &'t TenantState, name: &str) -> Vec<&'t SubscriptionData> {
    let below = visible(tenant).filter(|(index, _)| is_above(tenant, name, parent(*index)));
    below.map(|(_, data)| data).collect()
}

/// The groups above a subscription, nearest first.
pub(super) fn ancestors(tenant: &TenantState, subscription: &str) -> Vec<Value> {
    let index = tenant.subscriptions.iter().position(|data| data.id == subscription).unwrap_or_default();
    let mut chain = Vec::new();
    let mut next = Some(parent(index));
    while let Some(name) = next {
        let (display, above) = title(tenant, name);
        chain.push(json!({"name": name, "displayName": display}));
        next = above;
    }
    chain
}

/// Every group as the list shows it.
pub(super) fn all(tenant: &TenantState) -> Vec<Value> {
    names(tenant).into_iter().map(|name| info(tenant, name)).collect()
}

fn info(tenant: &TenantState, name: &str) -> Value {
    json!({
        "id": id(name),
        "type": KIND,
        "name": name,
        "properties": {"tenantId": tenant.id, "displayName": title(tenant, name).0},
    })
}

fn group(context: &Context<'_>, name: &str) -> Value {
    let tenant = context.bearer.tenant;
    let (display, above) = title(tenant, name);
    let mut details =
        json!({"version": 1, "updatedTime": "2024-02-01T09:00:00.1234567Z", "updatedBy": "admin"});
    if let Some(above) = above {
        details["parent"] = json!({"id": id(above), "name": above, "displayName": title(tenant, above).0});
    }
    let mut properties = json!({"tenantId": tenant.id, "displayName": display, "details": details});
    let expand = context.call.parameter("$expand").unwrap_or_default();
    if expand.eq_ignore_ascii_case("children") {
        let recurse =
            context.call.parameter("$recurse").is_some_and(|value| value.eq_ignore_ascii_case("true"));
        properties["children"] = json!(children(tenant, name, recurse));
    }
    json!({"id": id(name), "type": format!("/providers/{KIND}"), "name": name, "properties": properties})
}

fn children(tenant: &TenantState, name: &str, recurse: bool) -> Vec<Value> {
    let is_parent =
        |group: &str| title(tenant, group).1.is_some_and(|parent| parent.eq_ignore_ascii_case(name));
    let groups = GROUPS.iter().filter(|(group, ..)| is_parent(group)).map(|(group, display, _)| {
        let mut child = json!({"id": id(group), "type": KIND, "name": group, "displayName": display});
        if recurse {
            child["children"] = json!(children(tenant, group, true));
        }
        child
    });
    let below = visible(tenant).filter(|(index, _)| parent(*index).eq_ignore_ascii_case(name));
    let subscriptions = below.map(|(_, data)| {
        json!({"id": format!("/subscriptions/{}", data.id), "type": "/subscriptions", "name": data.id, "displayName": data.name})
    });
    groups.chain(subscriptions).collect()
}

fn descendants(tenant: &TenantState, name: &str) -> Vec<Value> {
    let below = |group: &&(&str, &str, Option<&str>)| {
        !group.0.eq_ignore_ascii_case(name) && is_above(tenant, name, group.0)
    };
    let item = |id: String, kind: &str, name: &str, display: &str, parent: &str| {
        json!({
            "id": id,
            "type": kind,
            "name": name,
            "properties": {"displayName": display, "parent": {"id": self::id(parent)}},
        })
    };
    let groups = GROUPS.iter().filter(below).map(|(group, display, _)| {
        item(id(group), KIND, group, display, title(tenant, group).1.unwrap_or_default())
    });
    let subscriptions = visible(tenant).filter(|(index, _)| is_above(tenant, name, parent(*index)));
    let subscriptions = subscriptions.map(|(index, data)| {
        item(format!("/subscriptions/{}", data.id), "/subscriptions", &data.id, &data.name, parent(index))
    });
    groups.chain(subscriptions).collect()
}

/// Everything that the caller can see: groups and subscriptions.
fn entities(tenant: &TenantState) -> Vec<Value> {
    let chain = |name: &str| {
        let mut names = Vec::new();
        let mut next = title(tenant, name).1;
        while let Some(above) = next {
            names.insert(0, above);
            next = title(tenant, above).1;
        }
        names
    };
    let groups = names(tenant).into_iter().map(|name| {
        let (display, above) = title(tenant, name);
        json!({
            "id": id(name),
            "type": KIND,
            "name": name,
            "properties": {
                "tenantId": tenant.id,
                "displayName": display,
                "parent": {"id": above.map(id)},
                "permissions": "view",
                "inheritedPermissions": "view",
                "numberOfDescendants": descendants(tenant, name).len(),
                "numberOfChildren": children(tenant, name, false).len(),
                "numberOfChildGroups": GROUPS.iter().filter(|(group, ..)| title(tenant, group).1 == Some(name)).count(),
                "parentDisplayNameChain": chain(name).iter().map(|n| title(tenant, n).0).collect::<Vec<_>>(),
                "parentNameChain": chain(name),
            },
        })
    });
    let subscriptions = visible(tenant).map(|(index, data)| {
        let above = parent(index);
        let mut names = chain(above);
        names.push(above);
        json!({
            "id": format!("/subscriptions/{}", data.id),
            "type": "/subscriptions",
            "name": data.id,
            "properties": {
                "tenantId": tenant.id,
                "displayName": data.name,
                "parent": {"id": id(above)},
                "permissions": "view",
                "inheritedPermissions": "view",
                "numberOfDescendants": 0,
                "numberOfChildren": 0,
                "numberOfChildGroups": 0,
                "parentDisplayNameChain": names.iter().map(|n| title(tenant, n).0).collect::<Vec<_>>(),
                "parentNameChain": names,
            },
        })
    });
    groups.chain(subscriptions).collect()
}
