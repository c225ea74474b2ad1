//! The directory data that posture tools read, its advanced queries, changes and batches.

mod common;

use std::time::Duration;

use common::{Answer, Hands, call, get};
use reqwest::Method;
use serde_json::{Value, json};
use tenantscope_emulator::{Emulator, Fault, RetryAfter, Service};

async fn graph(emulator: &Emulator, path: &str) -> Answer {
    get(emulator, Service::Graph, path).await
}

/// GET of an advanced query.
async fn eventual(emulator: &Emulator, path: &str) -> Answer {
    call(emulator, Method::GET, Service::Graph, path, |r| r.header("ConsistencyLevel", "eventual")).await
}

async fn post(emulator: &Emulator, path: &str, body: &Value) -> Answer {
    call(emulator, Method::POST, Service::Graph, path, |r| r.body(body.to_string())).await
}

async fn all(emulator: &Emulator, path: &str) -> Vec<Value> {
    let mut items = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next {
        let answer = graph(emulator, &path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        let page = answer.json();
        items.extend(page["value"].as_array().expect("items").clone());
        next = page["@odata.nextLink"].as_str().map(str::to_owned);
    }
    items
}

/// Every list, with a permission without which it is refused.
const LISTS: &[(&str, &str)] = &[
    ("users", "User"),
    ("groups", "Group"),
    ("devices", "Device.Read.All"),
    ("servicePrincipals", "Application.Read.All"),
    ("applications", "Application.Read.All"),
    ("domains", "Domain.Read.All"),
    ("directoryRoles", "RoleManagement.Read.Directory"),
    ("directoryRoleTemplates", "RoleManagement.Read.Directory"),
    ("roleManagement/directory/roleDefinitions", "RoleManagement.Read.Directory"),
    ("roleManagement/directory/roleAssignments?$expand=principal", "RoleManagement.Read.Directory"),
    (
        "policies/roleManagementPolicies?$filter=scopeId eq '/' and scopeType eq 'DirectoryRole'&$expand=rules",
        "RoleManagement.Read.Directory",
    ),
    (
        "policies/roleManagementPolicyAssignments?$filter=scopeId eq '/' and scopeType eq 'DirectoryRole'",
        "RoleManagement.Read.Directory",
    ),
    ("policies/authenticationStrengthPolicies", "Policy"),
    ("policies/authenticationMethodsPolicy/authenticationMethodConfigurations", "Policy"),
    ("subscribedSkus", "LicenseAssignment.Read.All"),
    ("oauth2PermissionGrants", "Directory.Read.All"),
    ("identity/conditionalAccess/policies", "Policy.Read.All"),
    ("identity/conditionalAccess/namedLocations", "Policy.Read.All"),
    ("reports/authenticationMethods/userRegistrationDetails", "AuditLog.Read.All"),
    ("auditLogs/signIns", "AuditLog.Read.All"),
    ("auditLogs/directoryAudits", "AuditLog.Read.All"),
    ("identityProtection/riskyUsers", "IdentityRiskyUser.Read.All"),
    ("identityProtection/riskDetections", "IdentityRiskEvent.Read.All"),
    ("identityGovernance/accessReviews/definitions", "AccessReview.Read.All"),
    ("deviceManagement/managedDevices", "DeviceManagementManagedDevices.Read.All"),
    ("admin/serviceAnnouncement/healthOverviews?$expand=issues", "ServiceHealth.Read.All"),
    ("admin/serviceAnnouncement/issues", "ServiceHealth.Read.All"),
    ("admin/serviceAnnouncement/messages", "ServiceMessage.Read.All"),
    ("contracts", "Directory.Read.All"),
    ("tenantRelationships/delegatedAdminRelationships", "DelegatedAdminRelationship.Read.All"),
];

#[tokio::test]
async fn every_list_has_data_and_is_refused_without_its_permission() {
    let emulator = Emulator::builder().tenants(2).start().await.unwrap();
    for (path, _) in LISTS {
        let items = all(&emulator, &format!("/v1.0/{path}")).await;
        assert!(!items.is_empty() && items.iter().all(|item| item["id"].is_string()), "{path}");
        let plain = path.split('?').next().unwrap();
        let id = items[0]["id"].as_str().unwrap().replace('/', "%2F");
        let one = graph(&emulator, &format!("/v1.0/{plain}/{id}")).await;
        assert_eq!((one.status, &one.json()["id"]), (200, &items[0]["id"]), "{path}: {}", one.text);
    }
    let tenant = emulator.tenant();
    let roles = common::claims(&common::token(&emulator, &tenant, Service::Graph).await)["roles"].clone();
    for role in roles.as_array().unwrap() {
        tenant.revoke(role.as_str().unwrap());
    }
    for (path, _) in LISTS {
        assert_eq!(graph(&emulator, &format!("/v1.0/{path}")).await.status, 403, "{path}");
    }
    for (path, permission) in LISTS.iter().filter(|(_, permission)| permission.contains('.')) {
        tenant.grant(permission);
        assert_eq!(graph(&emulator, &format!("/v1.0/{path}")).await.status, 200, "{path}");
        tenant.revoke(permission);
    }
}

#[tokio::test]
async fn users_show_eleven_members_unless_more_are_selected() {
    let emulator = Emulator::builder().users_per_tenant(250).start().await.unwrap();
    let page = graph(&emulator, "/v1.0/users").await.json();
    assert_eq!(page["value"].as_array().unwrap().len(), 100);
    assert_eq!(page["value"][0].as_object().unwrap().len(), 11);
    let select = "/v1.0/users?$select=id,accountEnabled,employeeHireDate,signInActivity&$top=500";
    let users = all(&emulator, select).await;
    assert_eq!(users.len(), 250);
    assert!(
        users[0]["signInActivity"]["lastSignInDateTime"].is_string()
            && users[0]["employeeHireDate"].is_null()
    );
    assert_eq!(graph(&emulator, &select.replace("500", "501")).await.status, 400);
    assert_eq!(graph(&emulator, "/v1.0/users?$skip=3").await.status, 400);
    assert_eq!(graph(&emulator, "/v1.0/users?$select=colour").await.status, 400);
    emulator.tenant().revoke("AuditLog.Read.All");
    assert_eq!(graph(&emulator, select).await.status, 403);
    let upn = page["value"][0]["userPrincipalName"].as_str().unwrap();
    assert_eq!(graph(&emulator, &format!("/v1.0/users/{upn}")).await.json()["id"], page["value"][0]["id"]);
    assert_eq!(graph(&emulator, "/v1.0/users/nobody").await.code(), "Request_ResourceNotFound");
}

#[tokio::test]
async fn advanced_queries_need_the_header_and_the_count_on_every_page() {
    let emulator = Emulator::builder().page_size(Service::Graph, 5).start().await.unwrap();
    let guests = "/v1.0/users?$filter=userType ne 'Member'&$count=true";
    assert_eq!(graph(&emulator, guests).await.code(), "Request_UnsupportedQuery");
    assert_eq!(eventual(&emulator, guests).await.json()["@odata.count"], 3);
    let members = "/v1.0/users?$filter=not(userType eq 'Guest')&$count=true&$orderby=displayName";
    let first = eventual(&emulator, members).await.json();
    assert_eq!(first["@odata.count"], 33);
    let next = first["@odata.nextLink"].as_str().unwrap();
    assert_eq!(graph(&emulator, next).await.status, 400, "the header has to be said again");
    let second = eventual(&emulator, next).await.json();
    assert!(second.get("@odata.count").is_none() && second["value"].as_array().unwrap().len() == 5);
    let search = "/v1.0/users?$search=\"displayName:adele\"";
    assert_eq!(graph(&emulator, search).await.status, 400);
    assert!(!eventual(&emulator, search).await.json()["value"].as_array().unwrap().is_empty());
    assert!(graph(&emulator, "/v1.0/users?$count=true").await.json().get("@odata.count").is_none());
    let count = eventual(&emulator, "/v1.0/users/$count?$filter=userType eq 'Guest'").await;
    assert_eq!((count.text.as_str(), count.header("content-type")), ("3", Some("text/plain")));
    assert_eq!(graph(&emulator, "/v1.0/users/$count").await.status, 400);
}

#[tokio::test]
async fn members_are_of_several_kinds_and_sometimes_hidden() {
    let emulator = Emulator::start().await.unwrap();
    let groups = all(&emulator, "/v1.0/groups").await;
    let id = |name: &str| {
        let group = groups.iter().find(|group| group["displayName"] == name).unwrap();
        group["id"].as_str().unwrap().to_owned()
    };
    let members =
        async |name: &str, rest: &str| all(&emulator, &format!("/v1.0/groups/{}/{rest}", id(name))).await;
    let projects = members("Projects", "members").await;
    let kinds: Vec<&Value> = projects.iter().map(|member| &member["@odata.type"]).collect();
    assert!(
        kinds.contains(&&json!("#microsoft.graph.group")) && kinds.contains(&&json!("#microsoft.graph.user"))
    );
    assert!(members("Projects", "transitiveMembers").await.len() > projects.len());
    let users = members("Projects", "members/microsoft.graph.user").await;
    assert!(users.iter().all(|user| user["@odata.type"] == "#microsoft.graph.user"));
    let of = format!("/v1.0/users/{}/memberOf", users[0]["id"].as_str().unwrap());
    assert!(all(&emulator, &of).await.iter().any(|group| group["displayName"] == "Projects"));
    assert!(!members("Works council", "members").await.is_empty());
    emulator.tenant().revoke("Member.Read.Hidden");
    assert!(members("Works council", "members").await.is_empty());
    for permission in ["User.Read.All", "Directory.Read.All"] {
        emulator.tenant().revoke(permission);
    }
    let bare = members("Finance", "members").await;
    assert!(bare.iter().all(|member| member["id"].is_string() && member["displayName"].is_null()));
}

#[tokio::test]
async fn other_relations_are_followed() {
    let emulator = Emulator::start().await.unwrap();
    let app = emulator.app().client_id().to_string();
    let principal = graph(&emulator, &format!("/v1.0/servicePrincipals(appId='{app}')")).await.json();
    assert_eq!(principal["displayName"], "Posture Reader");
    let grants = format!("/v1.0/servicePrincipals(appId='{app}')/appRoleAssignments");
    assert!(all(&emulator, &grants).await.len() > 20);
    let role = all(&emulator, "/v1.0/directoryRoles").await[0]["id"].as_str().unwrap().to_owned();
    assert!(!all(&emulator, &format!("/v1.0/directoryRoles/{role}/members")).await.is_empty());
    let users = all(&emulator, "/v1.0/users").await;
    let user = users[9]["id"].as_str().unwrap();
    let manager = graph(&emulator, &format!("/v1.0/users/{user}/manager")).await.json();
    assert_eq!(manager["id"], users[1]["id"]);
    let none = format!("/v1.0/users/{}/manager", users[0]["id"].as_str().unwrap());
    assert_eq!(graph(&emulator, &none).await.status, 404);
    let reviews = "/v1.0/identityGovernance/accessReviews/definitions";
    let review = all(&emulator, reviews).await.remove(0);
    assert_eq!(review["instances"], json!([]));
    let path = format!("{reviews}/{}/instances", review["id"].as_str().unwrap());
    let instance = all(&emulator, &path).await.remove(0);
    let decisions = all(&emulator, &format!("{path}/{}/decisions", instance["id"].as_str().unwrap())).await;
    assert_eq!(decisions.len(), 3);
    let devices = all(&emulator, "/v1.0/devices").await;
    let owners = format!("/v1.0/devices/{}/registeredOwners", devices[0]["id"].as_str().unwrap());
    assert_eq!(all(&emulator, &owners).await.len(), 1);
}

#[tokio::test]
async fn resources_refuse_what_the_service_refuses() {
    let emulator = Emulator::start().await.unwrap();
    let code = async |path: &str| {
        let answer = graph(&emulator, path).await;
        (answer.status, answer.code())
    };
    let bad = |code: &str| (400, code.to_owned());
    assert_eq!(
        code("/v1.0/roleManagement/directory/roleDefinitions?$top=5").await,
        bad("Request_UnsupportedQuery")
    );
    assert_eq!(code("/v1.0/identityProtection/riskyUsers?$top=501").await, bad("Request_BadRequest"));
    assert_eq!(code("/v1.0/auditLogs/signIns?$skip=5").await, bad("BadRequest"));
    assert_eq!(code("/v1.0/subscribedSkus?$filter=skuId eq 'x'").await, bad("BadRequest"));
    assert_eq!(
        code("/v1.0/auditLogs/signIns?$filter=signInEventTypes/any(t: t eq 'x')").await,
        bad("BadRequest")
    );
    let pim = graph(&emulator, "/v1.0/policies/roleManagementPolicies").await;
    assert_eq!((pim.status, &pim.json()["errorCode"]), (400, &json!("MissingProvider")));
    let failed = all(&emulator, "/v1.0/auditLogs/signIns?$filter=status/errorCode eq 50126").await;
    assert!(!failed.is_empty() && failed.iter().all(|sign_in| sign_in["status"]["errorCode"] == 50126));
    let user = failed[0]["userId"].as_str().unwrap();
    let audits = format!("/v1.0/auditLogs/directoryAudits?$filter=targetResources/any(t: t/id eq '{user}')");
    graph(&emulator, &audits).await.json();
    for policy in
        ["authorizationPolicy", "identitySecurityDefaultsEnforcementPolicy", "authenticationMethodsPolicy"]
    {
        assert_eq!(graph(&emulator, &format!("/v1.0/policies/{policy}")).await.status, 200);
    }
}

#[tokio::test]
async fn delta_tells_everything_once_and_then_what_changed() {
    let hands = Hands::at_noon();
    let emulator =
        Emulator::builder().clock(hands.clock()).page_size(Service::Graph, 10).start().await.unwrap();
    let data = emulator.tenant().graph();
    let round = async |mut path: String| {
        let mut items = Vec::new();
        loop {
            let page = graph(&emulator, &path).await.json();
            items.extend(page["value"].as_array().expect("items").clone());
            match page["@odata.nextLink"].as_str() {
                Some(next) => path = next.to_owned(),
                None => break (items, page["@odata.deltaLink"].as_str().expect("a link").to_owned()),
            }
        }
    };
    let (users, link) = round("/v1.0/users/delta?$select=displayName,jobTitle".to_owned()).await;
    assert_eq!((users.len(), users[0].as_object().unwrap().len()), (36, 3));
    assert!(round(link.clone()).await.0.is_empty());
    let id = |index: usize| users[index]["id"].as_str().unwrap().to_owned();
    assert!(data.update("users", &id(0), &json!({"jobTitle": null})));
    assert!(data.update("users", &id(1), &json!({"city": "Bonn"})));
    assert!(data.remove("users", &id(2)));
    let added = data.add("users", json!({"displayName": "New Person", "jobTitle": "Engineer"}));
    let (changes, newer) = round(link.clone()).await;
    assert_eq!(changes.len(), 3, "{changes:?}");
    assert!(changes.contains(&json!({"id": id(0), "jobTitle": null})));
    assert!(changes.contains(&json!({"id": id(2), "@removed": {"reason": "changed"}})));
    assert!(changes.iter().any(|user| user["id"] == added && user["displayName"] == "New Person"));
    assert!(round(newer).await.0.is_empty());
    hands.advance(Duration::from_secs(8 * 86_400));
    let gone = graph(&emulator, &link).await;
    assert_eq!((gone.status, gone.code()), (410, "syncStateNotFound".to_owned()));
    assert!(gone.header("location").unwrap().ends_with("/v1.0/users/delta"));
}

#[tokio::test]
async fn delta_of_groups_tells_members_and_starts_from_now() {
    let emulator = Emulator::start().await.unwrap();
    let data = emulator.tenant().graph();
    let now = graph(&emulator, "/v1.0/groups/delta?$deltatoken=latest").await.json();
    assert_eq!(now["value"], json!([]));
    let (group, users) = (data.items("groups")[1]["id"].as_str().unwrap().to_owned(), data.items("users"));
    let added = data.add("users", json!({"displayName": "New Person"}));
    data.add_member(&group, &added);
    let member = users.iter().find(|user| data.remove_member(&group, user["id"].as_str().unwrap())).unwrap();
    let changes = graph(&emulator, now["@odata.deltaLink"].as_str().unwrap()).await.json()["value"].clone();
    let members = changes[0]["members@delta"].as_array().unwrap();
    assert!(members.contains(&json!({"@odata.type": "#microsoft.graph.user", "id": added})));
    let gone = json!({"@odata.type": "#microsoft.graph.user", "id": member["id"], "@removed": {"reason": "deleted"}});
    assert!(members.contains(&gone), "{members:?}");
    assert_eq!(graph(&emulator, "/v1.0/users/delta?$top=5").await.status, 400);
    assert_eq!(graph(&emulator, "/v1.0/users/delta?$deltatoken=x").await.code(), "syncStateNotFound");
    assert_eq!(graph(&emulator, "/v1.0/domains/delta").await.status, 501);
}

#[tokio::test]
async fn batches_answer_each_part_for_itself() {
    let emulator = Emulator::start().await.unwrap();
    let busy = Fault::on(Service::Graph, "/v1.0/devices").times(1);
    emulator.faults().add(busy.too_many_requests(RetryAfter::Seconds(7)));
    let body = json!({"requests": [
        {"id": "a", "method": "GET", "url": "/users?$top=1"},
        {"id": "b", "method": "GET", "url": "/devices"},
        {"id": "c", "method": "GET", "url": "/organization", "dependsOn": ["b"]},
        {"id": "d", "method": "GET", "url": "/users/$count", "headers": {"ConsistencyLevel": "eventual"}},
        {"id": "e", "method": "POST", "url": "/security/runHuntingQuery", "headers": {"Content-Type": "application/json"}, "body": {"query": "AlertInfo | count"}},
    ]});
    let answer = post(&emulator, "/v1.0/$batch", &body).await.json();
    let part = |id: &str| {
        answer["responses"].as_array().unwrap().iter().find(|part| part["id"] == id).unwrap().clone()
    };
    assert_eq!(part("a")["body"]["value"].as_array().unwrap().len(), 1);
    assert!(part("a")["body"]["@odata.nextLink"].as_str().unwrap().contains("/v1.0/users?$top=1"));
    assert_eq!((&part("b")["status"], &part("b")["headers"]["retry-after"]), (&json!(429), &json!("7")));
    assert_eq!(part("c")["status"], 424);
    assert_eq!(part("d")["body"], 36);
    assert_eq!(part("e")["status"], 200);
    let many: Vec<Value> =
        (0..21).map(|id| json!({"id": id.to_string(), "method": "GET", "url": "/users"})).collect();
    assert_eq!(post(&emulator, "/v1.0/$batch", &json!({"requests": many})).await.status, 400);
    let twice = json!({"requests": [{"id": "a", "method": "GET", "url": "/users"}, {"id": "A", "method": "GET", "url": "/users"}]});
    assert_eq!(post(&emulator, "/v1.0/$batch", &twice).await.status, 400);
}

#[tokio::test]
async fn risks_are_dismissed_by_those_who_may() {
    let emulator = Emulator::start().await.unwrap();
    let risky = all(&emulator, "/v1.0/identityProtection/riskyUsers").await;
    let user = risky.iter().find(|user| user["riskState"] == "atRisk").unwrap()["id"].clone();
    let path = "/v1.0/identityProtection/riskyUsers/dismiss";
    let body = json!({"userIds": [user]});
    assert_eq!(post(&emulator, path, &body).await.status, 403);
    emulator.tenant().grant("IdentityRiskyUser.ReadWrite.All");
    assert_eq!(post(&emulator, path, &body).await.status, 204);
    let path = format!("/v1.0/identityProtection/riskyUsers/{}", user.as_str().unwrap());
    assert_eq!(graph(&emulator, &path).await.json()["riskState"], "dismissed");
}

#[tokio::test]
async fn usage_reports_are_files_elsewhere() {
    let emulator = Emulator::start().await.unwrap();
    let path = "/v1.0/reports/getOffice365ActiveUserDetail(period='D7')";
    let answer = graph(&emulator, path).await;
    let url = answer.header("location").unwrap().to_owned();
    let file = common::send(common::http().get(&url)).await;
    assert!(answer.status == 302 && file.text.starts_with('\u{feff}'));
    assert_eq!(graph(&emulator, &url).await.status, 400, "the token is not for this address");
    assert_eq!(graph(&emulator, "/v1.0/reports/getOffice365ActiveUserDetail(period='D8')").await.status, 400);
    let tenant = emulator.tenant().id();
    let path = format!("/v1.0/tenantRelationships/findTenantInformationByTenantId(tenantId='{tenant}')");
    assert_eq!(graph(&emulator, &path).await.json()["displayName"], "Contoso");
}
