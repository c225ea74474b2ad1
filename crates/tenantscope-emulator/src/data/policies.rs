//! A tenant's policies and reviews.

use serde_json::{Value, json};
use time::Duration;

use super::directory::ROLES;
use crate::{clock, rng::Rng, store::Store, tenant::TenantState, world::World};

/// Fills the store of a tenant, which has its users already.
pub(crate) fn fill(store: &mut Store, world: &World, tenant: &TenantState) {
    let ago =
        |days: i64| clock::ticks(world.anchor - Duration::days(days) + Duration::nanoseconds(123_456_700));
    let mut rng = Rng::keyed(tenant.seed, "policies", &[i64::try_from(tenant.index).unwrap_or_default()]);
    let admin = store.items("users").first().cloned().unwrap_or_default();
    let exempt = store.find_by("groups", "displayName", "MFA exempt").map(|group| group["id"].clone());
    let policies = [
        (
            "Require MFA for administrators",
            "enabled",
            json!({"includeRoles": [ROLES[0].1, ROLES[1].1]}),
            json!(["mfa"]),
        ),
        (
            "Require MFA for everybody",
            "enabledForReportingButNotEnforced",
            json!({"includeUsers": ["All"]}),
            json!(["mfa"]),
        ),
        ("Block legacy authentication", "enabled", json!({"includeUsers": ["All"]}), json!(["block"])),
        (
            "Require compliant devices",
            "disabled",
            json!({"includeUsers": ["GuestsOrExternalUsers"]}),
            json!(["compliantDevice", "domainJoinedDevice"]),
        ),
    ];
    let zone = rng.guid();
    for (name, state, mut users, controls) in policies {
        for member in
            ["includeUsers", "excludeUsers", "includeGroups", "excludeGroups", "includeRoles", "excludeRoles"]
        {
            if users.get(member).is_none() {
                users[member] = json!([]);
            }
        }
        users["excludeGroups"] = json!([exempt]);
        let legacy = name.contains("legacy");
        store.add("identity/conditionalaccess/policies", json!({
            "id": rng.guid(),
            "templateId": null,
            "displayName": name,
            "createdDateTime": ago(300),
            "modifiedDateTime": if legacy { json!(null) } else { json!(ago(20)) },
            "deletedDateTime": null,
            "state": state,
            "sessionControls": if state == "enabled" { json!(null) } else { json!({
                "disableResilienceDefaults": null,
                "applicationEnforcedRestrictions": null,
                "cloudAppSecurity": null,
                "persistentBrowser": null,
                "signInFrequency": {"value": 4, "type": "hours", "authenticationType": "primaryAndSecondaryAuthentication", "frequencyInterval": "timeBased", "isEnabled": true},
            }) },
            "conditions": {
                "userRiskLevels": [],
                "signInRiskLevels": [],
                "clientAppTypes": if legacy { json!(["exchangeActiveSync", "other"]) } else { json!(["all"]) },
                "servicePrincipalRiskLevels": [],
                "insiderRiskLevels": null,
                "platforms": null,
                "locations": {"includeLocations": ["All"], "excludeLocations": ["AllTrusted", zone]},
                "devices": null,
                "clientApplications": null,
                "authenticationFlows": null,
                "applications": {"includeApplications": ["All"], "excludeApplications": [], "includeUserActions": [], "includeAuthenticationContextClassReferences": [], "applicationFilter": null},
                "users": users,
            },
            "grantControls": {
                "operator": "OR",
                "builtInControls": controls,
                "customAuthenticationFactors": [],
                "termsOfUse": [],
                "authenticationStrength@odata.context": "https://graph.microsoft.com/v1.0/$metadata#identity/conditionalAccess/policies/grantControls/authenticationStrength/$entity",
                "authenticationStrength": null,
            },
        }));
    }
    locations(store, &mut rng, &zone, &ago);
    privileged(store, tenant, &mut rng);
    strengths(store);
    reviews(store, &mut rng, &admin, &ago);
}

fn locations(store: &mut Store, rng: &mut Rng, zone: &str, ago: &impl Fn(i64) -> String) {
    store.add(
        "identity/conditionalaccess/namedlocations",
        json!({
            "@odata.type": "#microsoft.graph.ipNamedLocation",
            "id": zone,
            "displayName": "Offices",
            "createdDateTime": ago(400),
            "modifiedDateTime": ago(90),
            "isTrusted": true,
            "ipRanges": [
                {"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": "192.0.2.0/24"},
                {"@odata.type": "#microsoft.graph.iPv6CidrRange", "cidrAddress": "2001:db8::/32"},
            ],
        }),
    );
    store.add(
        "identity/conditionalaccess/namedlocations",
        json!({
            "@odata.type": "#microsoft.graph.countryNamedLocation",
            "id": rng.guid(),
            "displayName": "Where we work",
            "createdDateTime": ago(400),
            "modifiedDateTime": ago(400),
            "countriesAndRegions": ["DE", "AT", "CH"],
            "includeUnknownCountriesAndRegions": false,
            "countryLookupMethod": "clientIpAddress",
        }),
    );
}

/// The rules by which roles are given for a time.
fn privileged(store: &mut Store, tenant: &TenantState, rng: &mut Rng) {
    for (name, template) in ROLES.iter().take(5) {
        let id = format!("DirectoryRole_{}_{}", tenant.id, rng.guid());
        store.add(
            "policies/rolemanagementpolicies",
            json!({
                "id": id,
                "displayName": "DirectoryRole",
                "description": name,
                "isOrganizationDefault": false,
                "scopeId": "/",
                "scopeType": "DirectoryRole",
                "lastModifiedDateTime": null,
                "lastModifiedBy": {"displayName": null, "id": ""},
                "rules": rules(),
            }),
        );
        store.add("policies/rolemanagementpolicyassignments", json!({
            "id": format!("{id}_{template}"), "policyId": id, "scopeId": "/", "scopeType": "DirectoryRole", "roleDefinitionId": template,
        }));
    }
}

fn rules() -> Value {
    let target = json!({
        "caller": "EndUser", "operations": ["All"], "level": "Assignment", "inheritableSettings": [], "enforcedSettings": [],
    });
    json!([
        {"@odata.type": "#microsoft.graph.unifiedRoleManagementPolicyExpirationRule", "id": "Expiration_EndUser_Assignment", "isExpirationRequired": true, "maximumDuration": "PT8H", "target": target},
        {"@odata.type": "#microsoft.graph.unifiedRoleManagementPolicyEnablementRule", "id": "Enablement_EndUser_Assignment", "enabledRules": ["MultiFactorAuthentication", "Justification"], "target": target},
        {
            "@odata.type": "#microsoft.graph.unifiedRoleManagementPolicyApprovalRule", "id": "Approval_EndUser_Assignment", "target": target,
            "setting": {"isApprovalRequired": false, "isApprovalRequiredForExtension": false, "isRequestorJustificationRequired": true, "approvalMode": "SingleStage", "approvalStages": []},
        },
    ])
}

fn strengths(store: &mut Store) {
    for (id, name, combinations) in [
        (
            "00000000-0000-0000-0000-000000000002",
            "Multifactor authentication",
            json!(["windowsHelloForBusiness", "fido2", "password,microsoftAuthenticatorPush"]),
        ),
        (
            "00000000-0000-0000-0000-000000000004",
            "Phishing-resistant MFA",
            json!(["windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor"]),
        ),
    ] {
        store.add(
            "policies/authenticationstrengthpolicies",
            json!({
                "id": id,
                "createdDateTime": "2021-12-01T00:00:00Z",
                "modifiedDateTime": "2021-12-01T00:00:00Z",
                "displayName": name,
                "description": name,
                "policyType": "builtIn",
                "requirementsSatisfied": "mfa",
                "allowedCombinations": combinations,
                "combinationConfigurations": [],
            }),
        );
    }
}

fn reviews(store: &mut Store, rng: &mut Rng, admin: &Value, ago: &impl Fn(i64) -> String) {
    let users = store.items("users");
    for (name, status) in [("Guests of all groups", "InProgress"), ("Global administrators", "Completed")] {
        let (id, instance) = (rng.guid(), rng.guid());
        let scope = json!({
            "@odata.type": "#microsoft.graph.accessReviewQueryScope", "query": "./members/microsoft.graph.user/?$filter=(userType eq 'Guest')", "queryType": "MicrosoftGraph", "queryRoot": null,
        });
        store.add("identitygovernance/accessreviews/definitions", json!({
            "id": id,
            "displayName": name,
            "createdDateTime": ago(100),
            "lastModifiedDateTime": ago(9),
            "status": status,
            "descriptionForAdmins": "",
            "descriptionForReviewers": "",
            "createdBy": {"id": admin["id"], "displayName": admin["displayName"], "type": null, "userPrincipalName": admin["userPrincipalName"]},
            "scope": scope,
            "instanceEnumerationScope": null,
            "reviewers": [{"query": format!("/users/{}", admin["id"].as_str().unwrap_or_default()), "queryType": "MicrosoftGraph", "queryRoot": null}],
            "fallbackReviewers": [],
            "stageSettings": [],
            "additionalNotificationRecipients": [],
            "settings": {
                "mailNotificationsEnabled": true, "reminderNotificationsEnabled": true, "justificationRequiredOnApproval": true,
                "defaultDecisionEnabled": false, "defaultDecision": "None", "instanceDurationInDays": 14, "autoApplyDecisionsEnabled": false,
                "recommendationsEnabled": true, "applyActions": [],
                "recurrence": {"pattern": {"type": "absoluteMonthly", "interval": 3, "month": 0, "dayOfMonth": 0, "daysOfWeek": [], "firstDayOfWeek": "sunday", "index": "first"}, "range": {"type": "noEnd", "numberOfOccurrences": 0, "recurrenceTimeZone": null, "startDate": "2026-01-01", "endDate": "9999-12-31"}},
            },
            // Empty although there are some.
            "instances": [],
        }));
        store.add("identitygovernance/accessreviews/instances", json!({
            "id": instance, "definition": id, "startDateTime": ago(20), "endDateTime": ago(6), "status": status, "scope": scope, "reviewers": [], "fallbackReviewers": [],
        }));
        for (index, user) in users.iter().filter(|user| user["userType"] == "Guest").take(5).enumerate() {
            let decided = index % 2 == 0;
            let nobody = json!({"id": "00000000-0000-0000-0000-000000000000", "displayName": "", "type": null, "userPrincipalName": ""});
            store.add("identitygovernance/accessreviews/decisions", json!({
                "id": rng.guid(),
                "instance": instance,
                "accessReviewId": instance,
                "appliedBy": nobody,
                "appliedDateTime": null,
                "applyResult": "New",
                "decision": if decided { "Approve" } else { "NotReviewed" },
                "justification": if decided { "Still works with us." } else { "" },
                "recommendation": "Approve",
                "reviewedBy": if decided { json!({"id": admin["id"], "displayName": admin["displayName"], "type": null, "userPrincipalName": admin["userPrincipalName"]}) } else { nobody },
                "reviewedDateTime": if decided { json!(ago(10)) } else { json!(null) },
                "principalLink": format!("https://graph.microsoft.com/v1.0/users/{}", user["id"].as_str().unwrap_or_default()),
                "resourceLink": "https://graph.microsoft.com/v1.0/groups",
                "principal": {
                    "@odata.type": "#microsoft.graph.userIdentity", "id": user["id"], "displayName": user["displayName"], "type": "user",
                    "userPrincipalName": user["userPrincipalName"], "lastUserSignInDateTime": if decided { "7/19/2026 3:43:13 AM +00:00" } else { "" },
                },
                "resource": {"id": "g", "displayName": "Finance", "type": "group"},
            }));
        }
    }
}

/// The policies of which there is one.
pub(crate) fn single(name: &str, tenant: &TenantState) -> Option<Value> {
    Some(match name {
        "authorizationpolicy" => json!({
            "id": "authorizationPolicy",
            "deletedDateTime": null,
            "displayName": "Authorization Policy",
            "description": "Used to manage authorization related settings across the company.",
            "allowInvitesFrom": "adminsAndGuestInviters",
            "allowedToSignUpEmailBasedSubscriptions": true,
            "allowedToUseSSPR": true,
            "allowEmailVerifiedUsersToJoinOrganization": false,
            "allowUserConsentForRiskyApps": null,
            "blockMsolPowerShell": false,
            "guestUserRoleId": "10dae51f-b6af-4016-8d66-8c2a99b929b3",
            "defaultUserRolePermissions": {
                "allowedToCreateApps": false, "allowedToCreateSecurityGroups": true, "allowedToCreateTenants": true,
                "allowedToReadBitlockerKeysForOwnedDevice": true, "allowedToReadOtherUsers": true,
                "permissionGrantPoliciesAssigned": ["ManagePermissionGrantsForSelf.microsoft-user-default-low"],
            },
        }),
        "identitysecuritydefaultsenforcementpolicy" => json!({
            "id": "00000000-0000-0000-0000-000000000005",
            "deletedDateTime": null,
            "displayName": "Security Defaults",
            "description": "Security defaults is a set of basic identity security mechanisms recommended by Microsoft.",
            "isEnabled": tenant.index % 3 == 2,
        }),
        "authenticationmethodspolicy" => json!({
            "id": "authenticationMethodsPolicy",
            "displayName": "Authentication Methods Policy",
            "description": "The tenant-wide policy that controls which authentication methods are allowed in the tenant.",
            "lastModifiedDateTime": "2026-03-04T08:15:22.3456Z",
            "policyVersion": "1.5",
            "policyMigrationState": "migrationComplete",
            "registrationEnforcement": {"authenticationMethodsRegistrationCampaign": {
                "snoozeDurationInDays": 1, "enforceRegistrationAfterAllowedSnoozes": true, "state": "default", "excludeTargets": [],
                "includeTargets": [{"id": "all_users", "targetType": "group", "targetedAuthenticationMethod": "microsoftAuthenticator"}],
            }},
            "authenticationMethodConfigurations@odata.context": "https://graph.microsoft.com/v1.0/$metadata#policies/authenticationMethodsPolicy/authenticationMethodConfigurations",
            "authenticationMethodConfigurations": [
                method("fido2", "Fido2", "enabled", json!({"isAttestationEnforced": true, "isSelfServiceRegistrationAllowed": true, "keyRestrictions": {"isEnforced": false, "enforcementType": "block", "aaGuids": []}})),
                method("microsoftAuthenticator", "MicrosoftAuthenticator", "enabled", json!({"isSoftwareOathEnabled": false, "featureSettings": {"displayAppInformationRequiredState": {"state": "default", "includeTarget": {"targetType": "group", "id": "all_users"}, "excludeTarget": {"targetType": "group", "id": "00000000-0000-0000-0000-000000000000"}}}})),
                method("sms", "Sms", "disabled", json!({})),
                method("temporaryAccessPass", "TemporaryAccessPass", "enabled", json!({"defaultLifetimeInMinutes": 60, "defaultLength": 8, "isUsableOnce": true, "minimumLifetimeInMinutes": 60, "maximumLifetimeInMinutes": 480})),
                // A kind that no schema has yet.
                method("palmPrint", "PalmPrint", "disabled", json!({"hands": 2})),
            ],
        }),
        _ => return None,
    })
}

fn method(kind: &str, id: &str, state: &str, mut more: Value) -> Value {
    more["@odata.type"] = json!(format!("#microsoft.graph.{kind}AuthenticationMethodConfiguration"));
    more["id"] = json!(id);
    more["state"] = json!(state);
    more["excludeTargets"] = json!([]);
    more["includeTargets@odata.context"] = json!(
        "https://graph.microsoft.com/v1.0/$metadata#policies/authenticationMethodsPolicy/includeTargets"
    );
    more["includeTargets"] =
        json!([{"targetType": "group", "id": "all_users", "isRegistrationRequired": false}]);
    more
}
