//! What a tenant's people did: sign-ins, changes, risks, and what they registered; and how the
//! services are.

use serde_json::json;
use time::Duration;

use super::names;
use crate::{clock, rng::Rng, store::Store, tenant::TenantState, world::World};

/// Fills the store of a tenant, which has its users already.
pub(crate) fn fill(store: &mut Store, world: &World, tenant: &TenantState) {
    let mut rng = Rng::keyed(tenant.seed, "reports", &[i64::try_from(tenant.index).unwrap_or_default()]);
    let users: Vec<_> = store.items("users").into_iter().take(400).collect();
    let mut at = world.anchor;
    for index in 0..120 {
        at -= Duration::milliseconds(rng.between(60_000, 7_000_000));
        let user = rng.pick(&users).clone();
        let failed = rng.percent(12);
        let known = rng.percent(70);
        let address = *rng.pick(names::ADDRESSES);
        store.add("auditlogs/signins", json!({
            "id": rng.guid(),
            "createdDateTime": if index % 3 == 0 { clock::seconds(at) } else { clock::ticks(at) },
            "appDisplayName": "Office 365 Exchange Online",
            "appId": "00000002-0000-0ff1-ce00-000000000000",
            "appliedConditionalAccessPolicies": [{
                "id": rng.guid(), "displayName": "Require MFA for everybody", "enforcedGrantControls": ["Mfa"],
                "enforcedSessionControls": ["SignInFrequency"], "result": "reportOnlySuccess",
            }],
            "clientAppUsed": if rng.percent(8) { "IMAP4" } else { "Browser" },
            "conditionalAccessStatus": if failed { "failure" } else { "success" },
            "correlationId": rng.guid(),
            "deviceDetail": {
                "deviceId": if known { rng.guid() } else { String::new() },
                "displayName": if known { "WINDOWS-001" } else { "" },
                "operatingSystem": "Windows10", "browser": "Edge 142.0.0", "isCompliant": known, "isManaged": known, "trustType": if known { "Azure AD joined" } else { "" },
            },
            "ipAddress": address,
            "isInteractive": true,
            "location": {"city": "Berlin", "state": "Berlin", "countryOrRegion": "DE", "geoCoordinates": {"altitude": null, "latitude": 52.52, "longitude": 13.4}},
            "resourceDisplayName": "Microsoft Graph",
            "resourceId": "00000003-0000-0000-c000-000000000000",
            "riskDetail": "none",
            "riskEventTypes": [],
            "riskEventTypes_v2": [],
            "riskLevelAggregated": "none",
            "riskLevelDuringSignIn": "none",
            "riskState": "none",
            "status": {"errorCode": if failed { 50_126 } else { 0 }, "failureReason": if failed { "Error validating credentials due to invalid username or password." } else { "Other." }, "additionalDetails": null},
            "userDisplayName": user["displayName"],
            "userId": user["id"],
            "userPrincipalName": user["userPrincipalName"],
        }));
    }
    let mut at = world.anchor;
    for _ in 0..60 {
        at -= Duration::milliseconds(rng.between(600_000, 20_000_000));
        let (actor, target) = (rng.pick(&users).clone(), rng.pick(&users).clone());
        let (activity, category) = *rng.pick(&[
            ("Update user", "UserManagement"),
            ("Add member to group", "GroupManagement"),
            ("Add member to role", "RoleManagement"),
            ("Consent to application", "ApplicationManagement"),
        ]);
        store.add("auditlogs/directoryaudits", json!({
            "id": format!("Directory_{}_{}", rng.guid(), rng.below(100_000_000)),
            "category": category,
            "correlationId": rng.guid(),
            "result": "success",
            "resultReason": "",
            "activityDisplayName": activity,
            "activityDateTime": clock::ticks(at),
            "loggedByService": "Core Directory",
            "operationType": "Update",
            "initiatedBy": {"app": null, "user": {"id": actor["id"], "displayName": null, "userPrincipalName": actor["userPrincipalName"], "ipAddress": *rng.pick(names::ADDRESSES), "userType": null, "homeTenantId": null, "homeTenantName": null}},
            "targetResources": [{
                "id": target["id"], "displayName": null, "type": "User", "userPrincipalName": target["userPrincipalName"], "groupType": null,
                "modifiedProperties": [{"displayName": "Department", "oldValue": "[\"Legal\"]", "newValue": "[\"Finance\"]"}, {"displayName": "TargetId.UserType", "oldValue": null, "newValue": "\"Member\""}],
            }],
            "additionalDetails": [{"key": "UserType", "value": "Member"}],
        }));
    }
    for user in &users {
        let registered = rng.percent(75);
        store.add("reports/authenticationmethods/userregistrationdetails", json!({
            "id": user["id"],
            "userPrincipalName": user["userPrincipalName"],
            "userDisplayName": user["displayName"],
            "userType": if user["userType"] == "Guest" { "guest" } else { "member" },
            "isAdmin": rng.percent(10),
            "isSsprRegistered": registered,
            "isSsprEnabled": true,
            "isSsprCapable": registered,
            "isMfaRegistered": registered,
            "isMfaCapable": registered,
            "isPasswordlessCapable": rng.percent(20),
            "methodsRegistered": if registered { json!(["microsoftAuthenticatorPush", "softwareOneTimePasscode"]) } else { json!([]) },
            "isSystemPreferredAuthenticationMethodEnabled": true,
            "systemPreferredAuthenticationMethods": if registered { json!(["PhoneAppNotification"]) } else { json!([]) },
            // Nothing, where an enum is declared.
            "userPreferredMethodForSecondaryAuthentication": if registered { "push" } else { "" },
            "lastUpdatedDateTime": clock::ticks(world.anchor),
        }));
    }
    risks(store, world, &mut rng, &users);
    services(store, world);
}

fn risks(store: &mut Store, world: &World, rng: &mut Rng, users: &[serde_json::Value]) {
    for (index, user) in users.iter().step_by(7).enumerate() {
        let at = world.anchor - Duration::hours(rng.between(3, 400));
        let level = *rng.pick(&["low", "medium", "high"]);
        let state = ["atRisk", "remediated", "dismissed"][index % 3];
        store.add(
            "identityprotection/riskyusers",
            json!({
                "id": user["id"],
                "isDeleted": false,
                "isProcessing": false,
                "riskLevel": if state == "atRisk" { level } else { "none" },
                "riskState": state,
                "riskDetail": if state == "dismissed" { "m365DAdminDismissedDetection" } else { "none" },
                "riskLastUpdatedDateTime": clock::ticks(at),
                "userDisplayName": user["displayName"],
                "userPrincipalName": user["userPrincipalName"],
            }),
        );
        store.add("identityprotection/riskdetections", json!({
            "id": crate::keys::hex(&crate::keys::sha256(rng.guid().as_bytes())).to_lowercase(),
            "activity": "signin",
            "activityDateTime": clock::ticks(at),
            "additionalInfo": "[{\"Key\":\"userAgent\",\"Value\":\"Mozilla/5.0\"},{\"Key\":\"mitreTechniques\",\"Value\":\"T1078\"}]",
            "correlationId": rng.guid(),
            "detectedDateTime": clock::ticks(at + Duration::minutes(7)),
            "detectionTimingType": "offline",
            "ipAddress": "203.0.113.8",
            "lastUpdatedDateTime": clock::ticks(at + Duration::minutes(9)),
            "location": {"city": "Amsterdam", "state": "", "countryOrRegion": "NL", "geoCoordinates": null},
            "requestId": rng.guid(),
            "riskDetail": "none",
            "riskEventType": "unfamiliarFeatures",
            "riskLevel": level,
            "riskState": state,
            "source": "IdentityProtection",
            "tokenIssuerType": "AzureAD",
            "userDisplayName": user["displayName"],
            "userId": user["id"],
            "userPrincipalName": user["userPrincipalName"],
        }));
    }
}

fn services(store: &mut Store, world: &World) {
    let ago = |hours: i64| clock::millis(world.anchor - Duration::hours(hours));
    for (id, service, status) in [
        ("Exchange", "Exchange Online", "serviceDegradation"),
        ("SharePoint", "SharePoint Online", "serviceOperational"),
        ("microsoftteams", "Microsoft Teams", "serviceOperational"),
        ("AAD", "Microsoft Entra", "serviceOperational"),
    ] {
        store.add(
            "admin/serviceannouncement/healthoverviews",
            json!({"id": id, "service": service, "status": status}),
        );
    }
    for (id, resolved) in [("EX700001", false), ("EX700000", true)] {
        store.add("admin/serviceannouncement/issues", json!({
            "id": id,
            "title": "Some users cannot send mail",
            "service": "Exchange Online",
            "feature": "E-Mail timely delivery",
            "featureGroup": "E-Mail and calendar access",
            "classification": "incident",
            "status": if resolved { "serviceRestored" } else { "serviceDegradation" },
            "isResolved": resolved,
            "startDateTime": ago(40),
            "endDateTime": if resolved { json!(ago(20)) } else { json!(null) },
            "lastModifiedDateTime": ago(3),
            "highImpact": null,
            "impactDescription": "Users may be unable to send mail.",
            "details": [{"name": "Notifyies", "value": "2"}],
            "posts": [{"createdDateTime": ago(39), "postType": "regular", "description": {"contentType": "html", "content": "<p>We are looking into it.</p>"}}],
        }));
    }
    store.add(
        "admin/serviceannouncement/messages",
        json!({
            "id": "MC900001",
            "title": "A button moves",
            "startDateTime": ago(200),
            "endDateTime": ago(-2000),
            "lastModifiedDateTime": ago(100),
            "actionRequiredByDateTime": null,
            "category": "planForChange",
            "severity": "normal",
            "services": ["Exchange Online"],
            "tags": ["User impact"],
            "isMajorChange": false,
            "hasAttachments": false,
            "viewPoint": null,
            "body": {"contentType": "html", "content": "<p>It moves to the left.</p>"},
            "details": [],
        }),
    );
}
