//! The directory of a tenant: people, groups, devices, roles, applications and licences.

use serde_json::{Value, json};
use time::Duration;

use super::{names, people};
use crate::{
    clock, permissions,
    rng::{Rng, guid_of},
    store::Store,
    tenant::TenantState,
    world::World,
};

/// The role templates that every tenant knows: name and id.
pub(crate) const ROLES: &[(&str, &str)] = &[
    ("Global Administrator", "62e90394-69f5-4237-9190-012177145e10"),
    ("Security Administrator", "194ae4cb-b126-40b2-bd5b-6091b380977d"),
    ("Security Reader", "5d6b6bb7-de71-4623-b4af-96380a352509"),
    ("User Administrator", "fe930be7-5e62-47db-91af-98c3a49a38b1"),
    ("Privileged Role Administrator", "e8611ab8-c189-46e8-94e1-60213ab1f814"),
    ("Global Reader", "f2ef992c-3afb-46b9-b7cf-a126ee74c451"),
    ("Exchange Administrator", "29232cdf-9323-42fd-ade2-1d097af3e4de"),
    ("Application Administrator", "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"),
];

const E5: &str = "06ebc4ee-1bb5-47dd-8120-11324bc54e06";
const P2: &str = "84a661c4-e949-4bd2-a560-ed7766fcaf2b";

/// Fills the store of a tenant.
pub(crate) fn fill(store: &mut Store, world: &World, tenant: &TenantState) {
    let seed = Seed { world, tenant };
    let users = seed.users(store);
    seed.groups(store, &users);
    seed.devices(store, &users);
    seed.roles(store, &users);
    seed.applications(store, &users);
    seed.licences(store, users.len());
    seed.domains(store);
    seed.partners(store);
}

struct Seed<'w> {
    world: &'w World,
    tenant: &'w TenantState,
}

impl Seed<'_> {
    fn rng(&self, label: &str, index: usize) -> Rng {
        let numbers = [self.tenant.index, index].map(|number| i64::try_from(number).unwrap_or(i64::MAX));
        Rng::keyed(self.tenant.seed, label, &numbers)
    }

    fn days_ago(&self, days: i64) -> String {
        clock::seconds(self.world.anchor - Duration::days(days) + Duration::seconds(33_333))
    }

    fn users(&self, store: &mut Store) -> Vec<String> {
        let count = self.world.settings.users_per_tenant;
        let users: Vec<String> = (0..count).map(|index| store.add("users", self.user(index))).collect();
        for (index, user) in users.iter().enumerate().skip(1) {
            store.link("manager", user, "users", &users[index / 6]);
        }
        users
    }

    fn user(&self, index: usize) -> Value {
        let mut rng = self.rng("user", index);
        let person = people::person(self.tenant, index);
        let guest = index % 12 == 11;
        let synced = rng.percent(40);
        let mail = format!("{}.{}@partner.example.com", person.given_name.to_lowercase(), index);
        let upn = if guest {
            format!("{}#EXT#@{}", mail.replace('@', "_"), self.tenant.domain)
        } else {
            person.upn.clone()
        };
        let licensed = !guest && rng.percent(80);
        let seen = rng.between(0, 60);
        json!({
            "id": person.id,
            "deletedDateTime": null,
            "accountEnabled": index % 17 != 16,
            "assignedLicenses": if licensed { json!([{"disabledPlans": [], "skuId": E5}]) } else { json!([]) },
            "assignedPlans": [],
            "businessPhones": if rng.percent(50) { json!(["+49 30 901820"]) } else { json!([]) },
            "city": *rng.pick(&["Berlin", "Köln", "München", "Hamburg"]),
            "companyName": self.tenant.name,
            "country": "DE",
            "createdDateTime": self.days_ago(rng.between(61, 1500)),
            "creationType": if guest { json!("Invitation") } else { json!(null) },
            "department": *rng.pick(names::SITES),
            "displayName": person.name,
            "employeeId": null,
            "externalUserState": if guest { json!("Accepted") } else { json!(null) },
            "givenName": person.given_name,
            "identities": [{"signInType": "userPrincipalName", "issuer": self.tenant.domain, "issuerAssignedId": upn}],
            "jobTitle": *rng.pick(&["Engineer", "Accountant", "Lawyer", "Head of department", "Assistant"]),
            "lastPasswordChangeDateTime": self.days_ago(rng.between(1, 400)),
            "mail": if guest { mail } else { person.upn.clone() },
            "mailNickname": person.upn.split('@').next(),
            "mobilePhone": null,
            "officeLocation": null,
            "onPremisesSyncEnabled": if synced { json!(true) } else { json!(null) },
            "onPremisesLastSyncDateTime": if synced { json!(self.days_ago(0)) } else { json!(null) },
            "onPremisesExtensionAttributes": {"extensionAttribute1": null},
            "otherMails": [],
            "passwordPolicies": if rng.percent(30) { json!("DisablePasswordExpiration") } else { json!(null) },
            "preferredLanguage": "de",
            "proxyAddresses": [format!("SMTP:{}", person.upn)],
            "signInActivity": {
                "lastSignInDateTime": self.days_ago(seen),
                "lastSignInRequestId": rng.guid(),
                "lastNonInteractiveSignInDateTime": self.days_ago(seen / 2),
                "lastNonInteractiveSignInRequestId": rng.guid(),
                "lastSuccessfulSignInDateTime": self.days_ago(seen),
            },
            "surname": person.surname,
            "usageLocation": "DE",
            "userPrincipalName": upn,
            "userType": if guest { "Guest" } else { "Member" },
        })
    }

    fn groups(&self, store: &mut Store, users: &[String]) {
        const GROUPS: &[&str] = &[
            "All employees",
            "Finance",
            "Human resources",
            "Legal",
            "Marketing",
            "Projects",
            "Administrators",
            "Board",
            "Helpdesk",
            "MFA exempt",
            "Licences E5",
            "Works council",
        ];
        for (index, name) in GROUPS.iter().enumerate() {
            let mut rng = self.rng("group", index);
            let unified = (1..6).contains(&index);
            let id = rng.guid();
            let nickname = name.replace(' ', "").to_lowercase();
            store.add("groups", json!({
                "id": id,
                "deletedDateTime": null,
                "classification": null,
                "createdDateTime": self.days_ago(rng.between(100, 1500)),
                "description": format!("{name} of {}", self.tenant.name),
                "displayName": name,
                "expirationDateTime": null,
                "groupTypes": match index { 0 => json!(["DynamicMembership"]), _ if unified => json!(["Unified"]), _ => json!([]) },
                "isAssignableToRole": if index == 6 { json!(true) } else { json!(null) },
                "mail": if unified { json!(format!("{nickname}@{}", self.tenant.vanity)) } else { json!(null) },
                "mailEnabled": unified,
                "mailNickname": nickname,
                "membershipRule": if index == 0 { json!("(user.userType -eq \"Member\")") } else { json!(null) },
                "membershipRuleProcessingState": if index == 0 { json!("On") } else { json!(null) },
                "onPremisesSyncEnabled": null,
                "proxyAddresses": [],
                "renewedDateTime": self.days_ago(50),
                "resourceProvisioningOptions": if unified { json!(["Team"]) } else { json!([]) },
                "securityEnabled": !unified,
                "securityIdentifier": format!("S-1-12-1-{}", rng.below(4_000_000_000)),
                "visibility": match index { 11 => json!("HiddenMembership"), _ if unified => json!("Private"), _ => json!(null) },
            }));
            for (at, user) in users.iter().enumerate() {
                if index == 0 || at % GROUPS.len() == index || rng.percent(8) {
                    store.link("members", &id, "users", user);
                }
            }
            if let Some(owner) = users.get(index % users.len().max(1)) {
                store.link("owners", &id, "users", owner);
            }
        }
        // A group in a group.
        let ids: Vec<String> =
            store.items("groups").iter().filter_map(|g| g["id"].as_str().map(str::to_owned)).collect();
        store.link("members", &ids[5], "groups", &ids[1]);
    }

    fn devices(&self, store: &mut Store, users: &[String]) {
        const MODELS: &[(&str, &str, &str, &str)] = &[
            ("Windows", "10.0.26100.4349", "Microsoft Corporation", "Surface Laptop 6"),
            ("Windows", "10.0.19045.5965", "LENOVO", "20XW005PGE"),
            ("MacMDM", "15.5", "Apple", "MacBook Pro"),
            ("IPhone", "18.5", "Apple", "iPhone 15"),
            ("AndroidForWork", "15", "samsung", "SM-S921B"),
        ];
        for index in 0..users.len().min(400) * 2 / 3 {
            let mut rng = self.rng("device", index);
            let (system, version, maker, model) = MODELS[index % MODELS.len()];
            let (id, device_id) = (rng.guid(), rng.guid());
            let compliant = rng.percent(80);
            let owner = store.find("users", &users[index]).unwrap_or_default();
            let name = format!("{}-{index:03}", system.to_uppercase());
            store.add(
                "devices",
                json!({
                    "id": id,
                    "deletedDateTime": null,
                    "accountEnabled": true,
                    "approximateLastSignInDateTime": self.days_ago(rng.between(0, 90)),
                    "createdDateTime": self.days_ago(200),
                    "deviceId": device_id,
                    "deviceOwnership": "Company",
                    "deviceVersion": 2,
                    "displayName": name,
                    "extensionAttributes": {"extensionAttribute1": null},
                    "isCompliant": compliant,
                    "isManaged": true,
                    "managementType": "MDM",
                    "manufacturer": maker,
                    "mdmAppId": "0000000a-0000-0000-c000-000000000000",
                    "model": model,
                    "onPremisesSyncEnabled": null,
                    "operatingSystem": system,
                    "operatingSystemVersion": version,
                    "physicalIds": [],
                    "profileType": "RegisteredDevice",
                    "registrationDateTime": self.days_ago(200),
                    "systemLabels": [],
                    "trustType": "AzureAd",
                }),
            );
            store.link("registeredOwners", &id, "users", &users[index]);
            store.add(
                "devicemanagement/manageddevices",
                json!({
                    "id": rng.guid(),
                    "azureADDeviceId": device_id,
                    "azureADRegistered": true,
                    "complianceGracePeriodExpirationDateTime": "9999-12-31T23:59:59.9999999Z",
                    "complianceState": if compliant { "compliant" } else { "noncompliant" },
                    "deviceActionResults": [],
                    "deviceEnrollmentType": "windowsAzureADJoin",
                    "deviceName": name,
                    "deviceRegistrationState": "registered",
                    "easActivated": false,
                    "easActivationDateTime": "0001-01-01T00:00:00Z",
                    "emailAddress": owner["mail"],
                    "enrolledDateTime": self.days_ago(200),
                    "exchangeLastSuccessfulSyncDateTime": "0001-01-01T00:00:00Z",
                    "freeStorageSpaceInBytes": rng.between(10, 400) * 1_000_000_000,
                    "isEncrypted": compliant,
                    "isSupervised": false,
                    "jailBroken": "Unknown",
                    "lastSyncDateTime": self.days_ago(rng.between(0, 20)),
                    "managedDeviceOwnerType": "company",
                    "managementAgent": "mdm",
                    "manufacturer": maker,
                    "model": model,
                    "operatingSystem": system,
                    "osVersion": version,
                    "partnerReportedThreatState": "unknown",
                    "serialNumber": format!("SN{:08}", rng.below(100_000_000)),
                    "totalStorageSpaceInBytes": 512_000_000_000_i64,
                    "userDisplayName": owner["displayName"],
                    "userId": users[index],
                    "userPrincipalName": owner["userPrincipalName"],
                }),
            );
        }
    }

    fn roles(&self, store: &mut Store, users: &[String]) {
        for (index, (name, template)) in ROLES.iter().enumerate() {
            store.add("rolemanagement/directory/roledefinitions", json!({
                "id": template,
                "description": format!("Can do what a {name} does."),
                "displayName": name,
                "isBuiltIn": true,
                "isEnabled": true,
                "resourceScopes": ["/"],
                "templateId": template,
                "version": "1",
                "rolePermissions": [{"allowedResourceActions": ["microsoft.directory/users/standard/read"], "condition": null}],
                "inheritsPermissionsFrom@odata.context": "https://graph.microsoft.com/v1.0/$metadata#inheritsPermissionsFrom",
                "inheritsPermissionsFrom": [{"id": "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"}],
            }));
            store.add(
                "directoryroletemplates",
                json!({"id": template, "deletedDateTime": null, "displayName": name, "description": name}),
            );
            // Roles are there once somebody has been given them.
            if index >= 5 {
                continue;
            }
            let mut rng = self.rng("role", index);
            let id = rng.guid();
            store.add("directoryroles", json!({
                "id": id, "deletedDateTime": null, "displayName": name, "description": name, "roleTemplateId": template,
            }));
            for number in 0..=(index % 3) {
                let user = &users[(index * 3 + number) % users.len()];
                store.link("members", &id, "users", user);
                store.add(
                    "rolemanagement/directory/roleassignments",
                    json!({
                        "id": rng.text(44),
                        "appScopeId": null,
                        "directoryScopeId": "/",
                        "principalId": user,
                        "principalOrganizationId": self.tenant.id,
                        "resourceScope": "/",
                        "roleDefinitionId": template,
                    }),
                );
            }
        }
    }

    fn applications(&self, store: &mut Store, users: &[String]) {
        let app = &self.world.app;
        let graph = self.principal(store, "Microsoft Graph", "00000003-0000-0000-c000-000000000000", None);
        let own = self.principal(store, app.name, &app.id, Some(&self.tenant.object_id));
        for role in permissions::everything() {
            let mut rng = Rng::keyed(self.tenant.seed, &format!("grant {role}"), &[]);
            store.add(
                "approleassignments",
                json!({
                    "id": rng.text(43),
                    "deletedDateTime": null,
                    "appRoleId": guid_of(&role),
                    "createdDateTime": self.days_ago(30),
                    "principalDisplayName": app.name,
                    "principalId": own,
                    "principalType": "ServicePrincipal",
                    "resourceDisplayName": "Microsoft Graph",
                    "resourceId": graph,
                }),
            );
        }
        store.add("oauth2permissiongrants", json!({
            "id": self.rng("grant", 0).text(43), "clientId": own, "consentType": "AllPrincipals", "principalId": null,
            "resourceId": graph, "scope": "User.Read openid profile",
        }));
        for (index, name) in
            ["Invoices", "Time sheets", "Travel", "Shop", "Backup", "Monitoring"].iter().enumerate()
        {
            let mut rng = self.rng("application", index);
            let (id, app_id) = (rng.guid(), rng.guid());
            // One secret has expired, one is about to.
            let ends = [-20, 12, 200, 400, 90, 300][index];
            let certificate = index % 2 == 0;
            store.add("applications", json!({
                "id": id,
                "deletedDateTime": null,
                "appId": app_id,
                "api": {"requestedAccessTokenVersion": 2, "oauth2PermissionScopes": [], "knownClientApplications": []},
                "appRoles": [],
                "createdDateTime": self.days_ago(500),
                "displayName": name,
                "identifierUris": [format!("api://{app_id}")],
                "isFallbackPublicClient": null,
                "keyCredentials": if certificate { json!([{
                    "customKeyIdentifier": "52ED9B5038A47B9E2E2190715CC238359D4F8F73",
                    "displayName": format!("CN={name}"),
                    "endDateTime": self.days_ago(-ends - 30),
                    "key": null,
                    "keyId": rng.guid(),
                    "startDateTime": self.days_ago(300),
                    "type": "AsymmetricX509Cert",
                    "usage": "Verify",
                }]) } else { json!([]) },
                "passwordCredentials": [{
                    "customKeyIdentifier": null,
                    "displayName": "deployment",
                    "endDateTime": self.days_ago(-ends),
                    "hint": "Ab8",
                    "keyId": rng.guid(),
                    "secretText": null,
                    "startDateTime": self.days_ago(365),
                }],
                "publisherDomain": self.tenant.vanity,
                "requiredResourceAccess": [{
                    "resourceAppId": "00000003-0000-0000-c000-000000000000",
                    "resourceAccess": [{"id": "e1fe6dd8-ba31-4d61-89e7-88639da4683d", "type": "Scope"}],
                }],
                "signInAudience": "AzureADMyOrg",
                "tags": [],
                "web": {"homePageUrl": null, "redirectUris": [format!("https://{}.contoso.example.com/", name.replace(' ', "").to_lowercase())]},
            }));
            self.principal(store, name, &app_id, None);
            if let Some(owner) = users.get(index) {
                store.link("owners", &id, "users", owner);
            }
        }
    }

    fn principal(&self, store: &mut Store, name: &str, app_id: &str, id: Option<&str>) -> String {
        let made = Rng::keyed(self.tenant.seed, &format!("{name} {}", self.tenant.id), &[]).guid();
        let foreign = id.is_some() || name.starts_with("Microsoft");
        store.add("serviceprincipals", json!({
            "id": id.unwrap_or(&made),
            "deletedDateTime": null,
            "accountEnabled": true,
            "appDisplayName": name,
            "appId": app_id,
            "appOwnerOrganizationId": if foreign { "f8cdef31-a31e-4b4a-93e4-5f571e91255a" } else { self.tenant.id.as_str() },
            "appRoleAssignmentRequired": false,
            "appRoles": [],
            "createdDateTime": self.days_ago(500),
            "displayName": name,
            "keyCredentials": [],
            "oauth2PermissionScopes": [],
            "passwordCredentials": [],
            "publisherName": if foreign { "Microsoft Services" } else { self.tenant.name.as_str() },
            "replyUrls": [],
            "servicePrincipalNames": [app_id],
            "servicePrincipalType": "Application",
            "signInAudience": if foreign { "AzureADMultipleOrgs" } else { "AzureADMyOrg" },
            "tags": ["WindowsAzureActiveDirectoryIntegratedApp"],
        }))
    }

    fn licences(&self, store: &mut Store, users: usize) {
        for (part, id, used) in [("SPE_E5", E5, users), ("AAD_PREMIUM_P2", P2, users / 2)] {
            store.add("subscribedskus", json!({
                "id": format!("{}_{id}", self.tenant.id),
                "accountId": self.tenant.id,
                "accountName": self.tenant.domain.split('.').next(),
                "appliesTo": "User",
                "capabilityStatus": "Enabled",
                "consumedUnits": used,
                "prepaidUnits": {"enabled": users + 10, "lockedOut": 0, "suspended": 0, "warning": 0},
                "servicePlans": [
                    {"appliesTo": "User", "provisioningStatus": "Success", "servicePlanId": "eec0eb4f-6444-4f95-aba0-50c24d67f998", "servicePlanName": "AAD_PREMIUM_P2", "servicePlanType": "AADPremiumService"},
                ],
                "skuId": id,
                "skuPartNumber": part,
                "subscriptionIds": [guid_of(&format!("{part} {}", self.tenant.id))],
            }));
        }
    }

    fn domains(&self, store: &mut Store) {
        for (name, initial) in [(&self.tenant.domain, true), (&self.tenant.vanity, false)] {
            store.add(
                "domains",
                json!({
                    "id": name,
                    "authenticationType": "Managed",
                    "availabilityStatus": null,
                    "isAdminManaged": true,
                    "isDefault": !initial,
                    "isInitial": initial,
                    "isRoot": true,
                    "isVerified": true,
                    "passwordNotificationWindowInDays": 14,
                    "passwordValidityPeriodInDays": 2_147_483_647,
                    "state": null,
                    "supportedServices": ["Email", "OfficeCommunicationsOnline"],
                }),
            );
        }
    }

    fn partners(&self, store: &mut Store) {
        // The first tenant is a partner of the others.
        if self.tenant.index != 0 {
            return;
        }
        for other in self.world.tenants.iter().skip(1) {
            let mut rng = Rng::keyed(self.tenant.seed, &format!("partner {}", other.id), &[]);
            store.add(
                "contracts",
                json!({
                    "id": rng.guid(),
                    "deletedDateTime": null,
                    "contractType": "SyndicationPartner",
                    "customerId": other.id,
                    "defaultDomainName": other.vanity,
                    "displayName": other.name,
                }),
            );
            store.add(
                "tenantrelationships/delegatedadminrelationships",
                json!({
                    "id": format!("{}-{}", rng.guid(), rng.guid()),
                    "accessDetails": {"unifiedRoles": [{"roleDefinitionId": ROLES[2].1}]},
                    "activatedDateTime": self.days_ago(60),
                    "autoExtendDuration": "P180D",
                    "createdDateTime": self.days_ago(61),
                    "customer": {"tenantId": other.id, "displayName": other.name},
                    "displayName": format!("Posture of {}", other.name),
                    "duration": "P730D",
                    "endDateTime": self.days_ago(-670),
                    "lastModifiedDateTime": self.days_ago(60),
                    "status": "active",
                }),
            );
        }
    }
}
