//! The collections that are lists of objects in a tenant's store: their paths, who may read them,
//! and which query options they take.

use super::odata::{Collection, Filters, Over};

/// One collection.
#[derive(Debug)]
pub(super) struct Resource {
    pub(super) path: &'static [&'static str],
    /// One of these permissions is enough to read it.
    pub(super) read: &'static [&'static str],
    pub(super) collection: Collection,
}

impl Resource {
    /// Its place in the store.
    pub(super) fn key(&self) -> String {
        self.path.join("/")
    }
}

/// The collection that a route begins with, and the rest of the route.
pub(super) fn find<'r, 's>(route: &'r [&'s str]) -> Option<(&'static Resource, &'r [&'s str])> {
    let all = RESOURCES.iter().filter(|resource| route.starts_with(resource.path));
    let longest = all.max_by_key(|resource| resource.path.len())?;
    Some((longest, &route[longest.path.len()..]))
}

/// The collection with this path.
pub(super) fn get(path: &str) -> Option<&'static Resource> {
    RESOURCES.iter().find(|resource| resource.key() == path)
}

const DIRECTORY: &str = "Directory.Read.All";
const BASE: Collection = Collection::BASE;
const OBJECTS: Collection = Collection { directory: true, without: &["$skip"], ..BASE };
const ONE_PAGE: Collection = Collection { page: 100_000, without: &["$top", "$skip"], ..BASE };

const fn resource(
    path: &'static [&'static str],
    read: &'static [&'static str],
    collection: Collection,
) -> Resource {
    Resource { path, read, collection }
}

/// Members of enums that came after the sentinel, in alerts and incidents.
const LATE: &[(&str, &[&str])] = &[
    ("serviceSource", &["microsoftDefenderForCloud", "microsoftSentinel"]),
    ("detectionSource", &["microsoftDefenderForKeyVault", "scheduledAlerts"]),
    ("remediationStatus", &["active", "pendingApproval"]),
    ("status", &["awaitingAction"]),
];

const RESOURCES: &[Resource] = &[
    resource(
        &["users"],
        &["User.ReadBasic.All", "User.Read.All", "User.ReadWrite.All", DIRECTORY],
        Collection {
            context: "users",
            entity: "microsoft.graph.user",
            defaults: &[
                "businessPhones",
                "displayName",
                "givenName",
                "jobTitle",
                "mail",
                "mobilePhone",
                "officeLocation",
                "preferredLanguage",
                "surname",
                "userPrincipalName",
            ],
            selectable: &[
                "ageGroup",
                "employeeHireDate",
                "employeeType",
                "state",
                "streetAddress",
                "postalCode",
            ],
            expand: &["manager", "memberOf"],
            ..OBJECTS
        },
    ),
    resource(
        &["groups"],
        &["Group.ReadBasic.All", "GroupMember.Read.All", "Group.Read.All", DIRECTORY],
        Collection {
            context: "groups",
            entity: "microsoft.graph.group",
            expand: &["members", "owners"],
            ..OBJECTS
        },
    ),
    resource(
        &["devices"],
        &["Device.Read.All", DIRECTORY],
        Collection {
            context: "devices",
            entity: "microsoft.graph.device",
            expand: &["registeredOwners"],
            ..OBJECTS
        },
    ),
    resource(
        &["serviceprincipals"],
        &["Application.Read.All", DIRECTORY],
        Collection { context: "servicePrincipals", entity: "microsoft.graph.servicePrincipal", ..OBJECTS },
    ),
    resource(
        &["applications"],
        &["Application.Read.All", DIRECTORY],
        Collection {
            context: "applications",
            entity: "microsoft.graph.application",
            expand: &["owners"],
            ..OBJECTS
        },
    ),
    resource(
        &["domains"],
        &["Domain.Read.All", DIRECTORY],
        Collection { context: "domains", entity: "microsoft.graph.domain", ..BASE },
    ),
    resource(
        &["directoryroles"],
        &["RoleManagement.Read.Directory", DIRECTORY],
        Collection { context: "directoryRoles", entity: "microsoft.graph.directoryRole", ..ONE_PAGE },
    ),
    resource(
        &["directoryroletemplates"],
        &["RoleManagement.Read.Directory", DIRECTORY],
        Collection {
            context: "directoryRoleTemplates",
            entity: "microsoft.graph.directoryRoleTemplate",
            ..ONE_PAGE
        },
    ),
    resource(
        &["rolemanagement", "directory", "roledefinitions"],
        &["RoleManagement.Read.Directory", "RoleManagement.Read.All", DIRECTORY],
        Collection {
            context: "roleManagement/directory/roleDefinitions",
            entity: "microsoft.graph.unifiedRoleDefinition",
            maximum: 0,
            over: Over::Refused("Request_UnsupportedQuery", "Top is not supported for this entity."),
            page: 100_000,
            ..BASE
        },
    ),
    resource(
        &["rolemanagement", "directory", "roleassignments"],
        &["RoleManagement.Read.Directory", "RoleManagement.Read.All", DIRECTORY],
        Collection {
            context: "roleManagement/directory/roleAssignments",
            entity: "microsoft.graph.unifiedRoleAssignment",
            expand: &["principal", "roleDefinition", "directoryScope"],
            ..BASE
        },
    ),
    resource(
        &["policies", "rolemanagementpolicies"],
        &["RoleManagement.Read.Directory", "RoleManagement.Read.All"],
        Collection {
            context: "policies/roleManagementPolicies",
            entity: "microsoft.graph.unifiedRoleManagementPolicy",
            expand: &["rules", "effectiveRules"],
            ..BASE
        },
    ),
    resource(
        &["policies", "rolemanagementpolicyassignments"],
        &["RoleManagement.Read.Directory", "RoleManagement.Read.All"],
        Collection {
            context: "policies/roleManagementPolicyAssignments",
            entity: "microsoft.graph.unifiedRoleManagementPolicyAssignment",
            expand: &["policy"],
            ..BASE
        },
    ),
    resource(
        &["policies", "authenticationstrengthpolicies"],
        &["Policy.Read.AuthenticationMethod", "Policy.Read.All"],
        Collection {
            context: "policies/authenticationStrengthPolicies",
            entity: "microsoft.graph.authenticationStrengthPolicy",
            ..BASE
        },
    ),
    resource(
        &["subscribedskus"],
        &["LicenseAssignment.Read.All", "Organization.Read.All", DIRECTORY],
        Collection {
            context: "subscribedSkus",
            entity: "microsoft.graph.subscribedSku",
            without: &["$top", "$skip", "$filter", "$orderby"],
            ..ONE_PAGE
        },
    ),
    resource(
        &["oauth2permissiongrants"],
        &[DIRECTORY, "DelegatedPermissionGrant.Read.All", "DelegatedPermissionGrant.ReadWrite.All"],
        Collection {
            context: "oauth2PermissionGrants",
            entity: "microsoft.graph.oAuth2PermissionGrant",
            ..BASE
        },
    ),
    resource(
        &["contracts"],
        &[DIRECTORY],
        Collection { context: "contracts", entity: "microsoft.graph.contract", ..BASE },
    ),
    resource(
        &["identity", "conditionalaccess", "policies"],
        &["Policy.Read.All", "Policy.Read.ConditionalAccess"],
        Collection {
            context: "identity/conditionalAccess/policies",
            entity: "microsoft.graph.conditionalAccessPolicy",
            ..BASE
        },
    ),
    resource(
        &["identity", "conditionalaccess", "namedlocations"],
        &["Policy.Read.All", "Policy.Read.ConditionalAccess"],
        Collection {
            context: "identity/conditionalAccess/namedLocations",
            entity: "microsoft.graph.namedLocation",
            ..BASE
        },
    ),
    resource(
        &["reports", "authenticationmethods", "userregistrationdetails"],
        &["AuditLog.Read.All"],
        Collection {
            context: "reports/authenticationMethods/userRegistrationDetails",
            entity: "microsoft.graph.userRegistrationDetails",
            ..BASE
        },
    ),
    resource(
        &["auditlogs", "signins"],
        &["AuditLog.Read.All"],
        Collection {
            context: "auditLogs/signIns",
            entity: "microsoft.graph.signIn",
            page: 1000,
            maximum: 1000,
            without: &["$skip"],
            ..BASE
        },
    ),
    resource(
        &["auditlogs", "directoryaudits"],
        &["AuditLog.Read.All", DIRECTORY],
        Collection {
            context: "auditLogs/directoryAudits",
            entity: "microsoft.graph.directoryAudit",
            page: 1000,
            maximum: 1000,
            without: &["$skip"],
            ..BASE
        },
    ),
    resource(
        &["identityprotection", "riskyusers"],
        &["IdentityRiskyUser.Read.All", "IdentityRiskyUser.ReadWrite.All"],
        Collection {
            context: "identityProtection/riskyUsers",
            entity: "microsoft.graph.riskyUser",
            maximum: 500,
            over: Over::Refused(
                "Request_BadRequest",
                "Invalid page size specified: must be between 1 and 500 inclusive.",
            ),
            late: &[("riskDetail", &["m365DAdminDismissedDetection"])],
            ..BASE
        },
    ),
    resource(
        &["identityprotection", "riskdetections"],
        &["IdentityRiskEvent.Read.All", "IdentityRiskEvent.ReadWrite.All"],
        Collection {
            context: "identityProtection/riskDetections",
            entity: "microsoft.graph.riskDetection",
            page: 20,
            maximum: 500,
            over: Over::Refused(
                "Request_BadRequest",
                "Invalid page size specified: must be between 1 and 500 inclusive.",
            ),
            ..BASE
        },
    ),
    resource(
        &["identitygovernance", "accessreviews", "definitions"],
        &["AccessReview.Read.All", "AccessReview.ReadWrite.All"],
        Collection {
            context: "identityGovernance/accessReviews/definitions",
            entity: "microsoft.graph.accessReviewScheduleDefinition",
            ..BASE
        },
    ),
    resource(
        &["devicemanagement", "manageddevices"],
        &["DeviceManagementManagedDevices.Read.All", "DeviceManagementManagedDevices.ReadWrite.All"],
        Collection {
            context: "deviceManagement/managedDevices",
            entity: "microsoft.graph.managedDevice",
            page: 1000,
            maximum: 1000,
            ..BASE
        },
    ),
    resource(
        &["admin", "serviceannouncement", "healthoverviews"],
        &["ServiceHealth.Read.All"],
        Collection {
            context: "admin/serviceAnnouncement/healthOverviews",
            entity: "microsoft.graph.serviceHealth",
            expand: &["issues"],
            ..BASE
        },
    ),
    resource(
        &["admin", "serviceannouncement", "issues"],
        &["ServiceHealth.Read.All"],
        Collection {
            context: "admin/serviceAnnouncement/issues",
            entity: "microsoft.graph.serviceHealthIssue",
            maximum: 1000,
            ..BASE
        },
    ),
    resource(
        &["admin", "serviceannouncement", "messages"],
        &["ServiceMessage.Read.All"],
        Collection {
            context: "admin/serviceAnnouncement/messages",
            entity: "microsoft.graph.serviceUpdateMessage",
            maximum: 1000,
            ..BASE
        },
    ),
    resource(
        &["tenantrelationships", "delegatedadminrelationships"],
        &["DelegatedAdminRelationship.Read.All", "DelegatedAdminRelationship.ReadWrite.All"],
        Collection {
            context: "tenantRelationships/delegatedAdminRelationships",
            entity: "microsoft.graph.delegatedAdminRelationship",
            ..BASE
        },
    ),
    resource(
        &["security", "alerts_v2"],
        &["SecurityAlert.Read.All", "SecurityAlert.ReadWrite.All"],
        Collection {
            context: "security/alerts_v2",
            entity: "microsoft.graph.security.alert",
            maximum: 1000,
            late: LATE,
            ..BASE
        },
    ),
    resource(
        &["security", "incidents"],
        &["SecurityIncident.Read.All", "SecurityIncident.ReadWrite.All"],
        Collection {
            context: "security/incidents",
            entity: "microsoft.graph.security.incident",
            page: 50,
            maximum: 50,
            over: Over::Refused(
                "",
                "The limit of '50' for Top query has been exceeded. The value from the incoming request is too large.",
            ),
            expand: &["alerts"],
            late: LATE,
            ..BASE
        },
    ),
    resource(
        &["security", "identities", "healthissues"],
        &["SecurityIdentitiesHealth.Read.All", "SecurityIdentitiesHealth.ReadWrite.All"],
        Collection {
            context: "security/identities/healthIssues",
            entity: "microsoft.graph.security.healthIssue",
            ..BASE
        },
    ),
    resource(
        &["security", "identities", "sensors"],
        &["SecurityIdentitiesSensors.Read.All", "SecurityIdentitiesSensors.ReadWrite.All"],
        Collection {
            context: "security/identities/sensors",
            entity: "microsoft.graph.security.sensor",
            filters: Filters::Any,
            ..BASE
        },
    ),
];
