//! Alerts and incidents, and the health of Defender for Identity.

use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use super::names;
use crate::{clock, rng::Rng, store::Store, tenant::TenantState, world::World};

/// How many incidents a tenant has; each has one to three alerts.
const INCIDENTS: i64 = 70;

/// Title, category, service, detection source, severity.
const KINDS: &[(&str, &str, &str, &str, &str)] = &[
    (
        "Suspicious PowerShell command line",
        "Execution",
        "microsoftDefenderForEndpoint",
        "microsoftDefenderForEndpoint",
        "medium",
    ),
    (
        "Email messages containing phish URLs removed after delivery",
        "InitialAccess",
        "microsoftDefenderForOffice365",
        "microsoftDefenderForOffice365",
        "informational",
    ),
    (
        "Impossible travel activity",
        "InitialAccess",
        "microsoftDefenderForCloudApps",
        "microsoftDefenderForCloudApps",
        "medium",
    ),
    (
        "Suspected identity theft (pass-the-ticket)",
        "LateralMovement",
        "microsoftDefenderForIdentity",
        "microsoftDefenderForIdentity",
        "high",
    ),
    (
        "Access from a suspicious IP address to a key vault",
        "CredentialAccess",
        "microsoftDefenderForCloud",
        "microsoftDefenderForKeyVault",
        "low",
    ),
    ("Rare operation in a workspace", "Persistence", "microsoftSentinel", "scheduledAlerts", "high"),
    ("Malware was detected", "Malware", "microsoftDefenderForEndpoint", "antivirus", "low"),
];

/// Fills the store of a tenant, newest first.
pub(crate) fn fill(store: &mut Store, world: &World, tenant: &TenantState) {
    let mut rng = Rng::keyed(tenant.seed, "security", &[i64::try_from(tenant.index).unwrap_or_default()]);
    let mut at = world.anchor;
    for number in 0..INCIDENTS {
        at -= Duration::milliseconds(rng.between(3_000_000, 80_000_000));
        let (title, _, _, _, severity) = *rng.pick(KINDS);
        let id = (2_972_395 - number).to_string();
        let resolved = rng.percent(60);
        // One was merged into its neighbour.
        let redirected = number == 4;
        let status = if redirected {
            "redirected"
        } else if number == 6 {
            "awaitingAction"
        } else if resolved {
            "resolved"
        } else {
            "active"
        };
        let web = format!("https://security.microsoft.com/incident2/{id}/overview?tid={}", tenant.id);
        store.add(
            "security/incidents",
            json!({
                "id": id,
                "tenantId": tenant.id,
                "assignedTo": if resolved { json!(format!("soc@{}", tenant.vanity)) } else { json!(null) },
                "classification": if resolved { "truePositive" } else { "unknown" },
                "comments": [],
                "createdDateTime": clock::ticks(at),
                "customTags": [],
                "description": null,
                "determination": if resolved { "securityTesting" } else { "unknown" },
                "displayName": format!("{title} on one endpoint"),
                "incidentWebUrl": web,
                "lastModifiedBy": "Microsoft 365 Defender-AlertCorrelation",
                "lastUpdateDateTime": clock::millis(at + Duration::minutes(30)),
                "priorityScore": rng.between(10, 99),
                "redirectIncidentId": if redirected { json!("2972392") } else { json!(null) },
                "resolvingComment": null,
                "severity": severity,
                "status": status,
                "summary": null,
                "systemTags": [],
            }),
        );
        for _ in 0..rng.between(1, 3) {
            let alert = alert(&mut rng, tenant, &id, &web, at, resolved);
            store.add("security/alerts_v2", alert);
        }
    }
    identities(store, world, tenant, &mut rng);
}

fn alert(
    rng: &mut Rng,
    tenant: &TenantState,
    incident: &str,
    web: &str,
    at: OffsetDateTime,
    resolved: bool,
) -> Value {
    let (title, category, service, source, severity) = *rng.pick(KINDS);
    let id = format!(
        "da{}_{}",
        637_551_227_677_560_813_u64 + rng.below(1_000_000_000),
        -rng.between(1, 999_999_999)
    );
    let user = *rng.pick(names::USERS);
    let when = clock::ticks(at);
    let common = |kind: &str, more: Value| {
        let mut evidence = json!({
            "@odata.type": format!("#microsoft.graph.security.{kind}Evidence"),
            "createdDateTime": when,
            "verdict": "suspicious",
            "remediationStatus": "none",
            "remediationStatusDetails": null,
            "roles": [],
            "detailedRoles": ["PrimaryDevice"],
            "tags": [],
        });
        for (name, value) in more.as_object().into_iter().flatten() {
            evidence[name] = value.clone();
        }
        evidence
    };
    let file = json!({"fileName": "powershell.exe", "filePath": "C:\\Windows\\System32", "fileSize": 452_608, "sha1": "36c5d12033b2eaf251bae61c00690ffb17fddc87", "sha256": null, "md5": null, "sha256Ac": null, "filePublisher": null, "signer": null, "issuer": null});
    let account = json!({
        "accountName": user, "domainName": "CONTOSO", "userSid": null, "azureAdUserId": rng.guid(),
        "userPrincipalName": format!("{user}@{}", tenant.vanity), "displayName": null,
    });
    let evidence = json!([
        common("user", json!({"userAccount": account, "stream": null, "remediationStatus": "active"})),
        // A number in a text, where a word is declared.
        common(
            "ip",
            json!({"ipAddress": *rng.pick(names::ADDRESSES), "countryLetterCode": "NL", "verdict": "5", "location": null, "stream": null})
        ),
        common(
            "device",
            json!({
                "firstSeenDateTime": when, "mdeDeviceId": rng.guid().replace('-', ""), "azureAdDeviceId": null, "deviceDnsName": "windows-001", "hostName": "windows-001", "ntDomain": null, "dnsDomain": null,
                "osPlatform": "Windows11", "osBuild": 22631, "version": "23H2", "healthStatus": "active", "riskScore": "medium", "rbacGroupId": 0, "rbacGroupName": null,
                "onboardingStatus": "onboarded", "defenderAvStatus": "unknown", "vmMetadata": null, "loggedOnUsers": [], "ipInterfaces": ["192.0.2.14"], "lastIpAddress": "192.0.2.14", "lastExternalIpAddress": null, "resourceAccessEvents": [],
            })
        ),
        common(
            "process",
            json!({
                "processId": 4780, "parentProcessId": 668, "processCommandLine": "\"powershell.exe\" -enc JABz", "processCreationDateTime": when, "parentProcessCreationDateTime": when,
                "detectionStatus": "detected", "mdeDeviceId": null, "imageFile": file, "parentProcessImageFile": null, "userAccount": account,
            })
        ),
        // A kind that no schema has yet.
        common("quantumChannel", json!({"channelName": "Q1", "entanglement": {"pairs": 4}})),
    ]);
    json!({
        "id": id,
        "providerAlertId": id.clone(),
        "incidentId": incident,
        "status": if resolved { "resolved" } else { "new" },
        "severity": severity,
        "classification": if resolved { json!("truePositive") } else { json!(null) },
        "determination": if resolved { json!("securityTesting") } else { json!(null) },
        "serviceSource": service,
        "detectionSource": source,
        "productName": "Microsoft Defender XDR",
        "detectorId": rng.guid(),
        "tenantId": tenant.id,
        "title": title,
        "description": format!("{title}. Look into it."),
        "recommendedActions": "Isolate the device.\n\nReset the password.",
        "category": category,
        "categories": [category, "Collection"],
        "assignedTo": null,
        "alertWebUrl": format!("https://security.microsoft.com/alerts/{id}?tid={}", tenant.id),
        "incidentWebUrl": web,
        "actorDisplayName": null,
        "threatDisplayName": null,
        "threatFamilyName": null,
        "alertPolicyId": null,
        "investigationState": "unsupportedAlertType",
        "mitreTechniques": ["T1059.001"],
        "createdDateTime": when,
        "lastUpdateDateTime": clock::millis(at + Duration::minutes(20)),
        "resolvedDateTime": if resolved { json!(clock::millis(at + Duration::minutes(20))) } else { json!(null) },
        "firstActivityDateTime": clock::seconds(at - Duration::minutes(5)),
        "lastActivityDateTime": when,
        "comments": [],
        "systemTags": [],
        "additionalData": {},
        "customDetails": {},
        "evidence": evidence,
    })
}

fn identities(store: &mut Store, world: &World, tenant: &TenantState, rng: &mut Rng) {
    let ago = |days: i64| clock::ticks(world.anchor - Duration::days(days));
    for index in 0..3 {
        let name = format!("DC{:02}", index + 1);
        store.add("security/identities/sensors", json!({
            "id": rng.guid(),
            "displayName": name,
            "sensorType": "domainControllerIntegrated",
            "deploymentStatus": if index == 2 { "updateFailed" } else { "upToDate" },
            "healthStatus": if index == 0 { "healthy" } else { "notHealthyMedium" },
            "serviceStatus": "running",
            "createdDateTime": ago(300),
            "domainName": format!("corp.{}", tenant.vanity),
            "version": "2.241.18721.64183",
            "openHealthIssuesCount": i64::from(index != 0),
            "settings": {"@odata.type": "microsoft.graph.security.sensorSettings", "description": null, "domainControllerDnsNames": [format!("{name}.corp.{}", tenant.vanity)], "isDelayedDeploymentEnabled": false},
        }));
        if index == 0 {
            continue;
        }
        store.add("security/identities/healthissues", json!({
            "id": rng.guid(),
            "displayName": "Directory Services advanced auditing is not enabled as required",
            "healthIssueType": if index == 1 { "sensor" } else { "Global" },
            "severity": "medium",
            "status": "open",
            "createdDateTime": ago(20),
            "lastModifiedDateTime": ago(2),
            "description": "The Directory Services Advanced Auditing Policy configuration does not include all the categories and subcategories as required.",
            "recommendations": ["Enable the events that are missing."],
            "recommendedActionCommands": [],
            "additionalInformation": [],
            "issueTypeId": "1001",
            "domainNames": [format!("corp.{}", tenant.vanity)],
            "sensorDNSNames": [format!("{name}.corp.{}", tenant.vanity)],
        }));
    }
}
