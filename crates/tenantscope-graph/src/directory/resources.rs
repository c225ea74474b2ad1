//! The directory's collections, and what each takes.

use super::{
    AppRoleAssignment, Application, Contract, Device, DirectoryObject, DirectoryRole, DirectoryRoleTemplate,
    Domain, ExtensionProperty, Group, OAuth2PermissionGrant, Organization, RoleAssignment, RoleDefinition,
    ServicePrincipal, SubscribedSku, Subscription, User,
};
use crate::{
    GraphClient,
    query::{Collection, Instant, Text, Truth},
};

resource! {
    /// People's accounts, and those that stand for something else.
    ///
    /// The service sends eleven members unless more are selected; `select_known` asks for all that a list can have.
    /// [`SIGN_IN_ACTIVITY`](Self::SIGN_IN_ACTIVITY) is selected by itself: it takes `AuditLog.Read.All` and Entra ID P1
    /// in the tenant, and pages of at most 500.
    /// There is no `skip`.
    ///
    /// * Permission: `User.Read.All` (or `Directory.Read.All`)
    /// * Basic members alone: `User.ReadBasic.All`
    /// * Source: "List users", <https://learn.microsoft.com/graph/api/user-list>
    pub struct Users of User;
    path ["users"];
    list "list users" needs ["User.Read.All", "Directory.Read.All"];
    get "get user";
    directory true;
    top 999;
    takes [Filterable, Select, Order, Expand, Search, Count];
    except ["aboutMe", "appRoleAssignments", "birthday", "createdObjects", "deviceEnrollmentLimit", "directReports", "hireDate", "interests", "mailboxSettings", "managedDevices", "manager", "memberOf", "mySite", "oauth2PermissionGrants", "ownedDevices", "ownedObjects", "pastProjects", "preferredName", "print", "registeredDevices", "responsibilities", "schools", "signInActivity", "skills", "sponsorOf", "sponsors", "transitiveMemberOf"];
    fields {
        /// The name that people see.
        DISPLAY_NAME: Text = "displayName";
        /// The name that the user signs in with.
        USER_PRINCIPAL_NAME: Text = "userPrincipalName";
        /// The mail address.
        MAIL: Text = "mail";
        /// Whether the user may sign in.
        ACCOUNT_ENABLED: Truth = "accountEnabled";
        /// `Member` or `Guest`.
        USER_TYPE: Text = "userType";
        /// When the account was made.
        CREATED_DATE_TIME: Instant = "createdDateTime";
        /// The id.
        ID: Text = "id";
        /// The department.
        DEPARTMENT: Text = "department";
        /// The licences; for selections.
        ASSIGNED_LICENSES: Text = "assignedLicenses";
        /// The last interactive try to sign in. Doesn't go together with other filters.
        LAST_SIGN_IN: Instant = "signInActivity/lastSignInDateTime";
        /// When the user signed in; for selections.
        SIGN_IN_ACTIVITY: Text = "signInActivity";
    }
}

resource! {
    /// Groups of users, devices, apps or other groups.
    ///
    /// * Permission: `Group.Read.All` (or `Directory.Read.All`)
    /// * Source: "List groups", <https://learn.microsoft.com/graph/api/group-list>
    pub struct Groups of Group;
    path ["groups"];
    list "list groups" needs ["Group.Read.All", "Directory.Read.All"];
    get "get group";
    directory true;
    top 999;
    takes [Filterable, Select, Order, Expand, Search, Count];
    except ["acceptedSenders", "allowExternalSenders", "appRoleAssignments", "autoSubscribeNewMembers", "createdOnBehalfOf", "hasMembersWithLicenseErrors", "hideFromAddressLists", "hideFromOutlookClients", "isArchived", "isSubscribedByMail", "memberOf", "members", "membersWithLicenseErrors", "owners", "rejectedSenders", "transitiveMemberOf", "transitiveMembers", "unseenCount"];
    fields {
        /// The name that people see.
        DISPLAY_NAME: Text = "displayName";
        /// The id.
        ID: Text = "id";
        /// The mail address.
        MAIL: Text = "mail";
        /// Whether it is a security group.
        SECURITY_ENABLED: Truth = "securityEnabled";
        /// Whether it takes mail.
        MAIL_ENABLED: Truth = "mailEnabled";
        /// `Unified` for Microsoft 365 groups; a list.
        GROUP_TYPES: Text = "groupTypes";
    }
}

resource! {
    /// Devices that are registered in the directory.
    ///
    /// * Permission: `Device.Read.All` (or `Directory.Read.All`)
    /// * Source: "List devices", <https://learn.microsoft.com/graph/api/device-list>
    pub struct Devices of Device;
    path ["devices"];
    list "list devices" needs ["Device.Read.All", "Directory.Read.All"];
    get "get device";
    directory true;
    top 999;
    takes [Filterable, Select, Order, Expand, Search, Count];
    except ["memberOf", "registeredOwners", "registeredUsers", "transitiveMemberOf"];
    fields {
        /// The name that people see.
        DISPLAY_NAME: Text = "displayName";
        /// The id that the device has for itself.
        DEVICE_ID: Text = "deviceId";
        /// The operating system.
        OPERATING_SYSTEM: Text = "operatingSystem";
        /// Whether it keeps to the rules.
        IS_COMPLIANT: Truth = "isCompliant";
        /// When it was last seen, more or less.
        APPROXIMATE_LAST_SIGN_IN: Instant = "approximateLastSignInDateTime";
    }
}

resource! {
    /// The tenant itself: a list of one.
    ///
    /// * Permission: `Organization.Read.All` (or `Directory.Read.All`)
    /// * Source: "List organization", <https://learn.microsoft.com/graph/api/organization-list>
    pub struct Organizations of Organization;
    path ["organization"];
    list "get organization" needs ["Organization.Read.All", "Directory.Read.All"];
    get "get organization";
    takes [Select];
    except ["directorySizeQuota", "isMultipleDataLocationsForServicesEnabled"];
}

resource! {
    /// The domains of the tenant. A domain's id is its name.
    ///
    /// * Permission: `Domain.Read.All` (or `Directory.Read.All`)
    /// * Source: "List domains", <https://learn.microsoft.com/graph/api/domain-list>
    pub struct Domains of Domain;
    path ["domains"];
    list "list domains" needs ["Domain.Read.All", "Directory.Read.All"];
    get "get domain";
    top 999;
    takes [Select];
    except ["domainNameReferences", "rootDomain"];
}

resource! {
    /// The customers of a partner tenant; in other tenants there are none.
    ///
    /// * Permission: `Directory.Read.All`
    /// * Source: "List contracts", <https://learn.microsoft.com/graph/api/contract-list>
    pub struct Contracts of Contract;
    path ["contracts"];
    list "list contracts" needs ["Directory.Read.All"];
    get "get contract";
    top 999;
    takes [Filterable, Select];
    fields {
        /// The customer's tenant.
        CUSTOMER_ID: Text = "customerId" [eq_only];
        /// The customer's default domain.
        DEFAULT_DOMAIN_NAME: Text = "defaultDomainName" [eq_only];
        /// The customer's name.
        DISPLAY_NAME: Text = "displayName" [eq_only];
    }
}

resource! {
    /// The administrators' roles that have been activated in the tenant. All come on one page.
    ///
    /// * Permission: `RoleManagement.Read.Directory` (or `Directory.Read.All`)
    /// * Source: "List directoryRoles", <https://learn.microsoft.com/graph/api/directoryrole-list>
    pub struct DirectoryRoles of DirectoryRole;
    path ["directoryRoles"];
    list "list directory roles" needs ["RoleManagement.Read.Directory", "Directory.Read.All"];
    get "get directory role";
    takes [Filterable, Select, Expand];
    except ["members"];
    fields {
        /// The id that the role has in every tenant.
        ROLE_TEMPLATE_ID: Text = "roleTemplateId" [eq_only];
    }
}

resource! {
    /// The roles that can be activated. All come on one page.
    ///
    /// * Permission: `RoleManagement.Read.Directory` (or `Directory.Read.All`)
    /// * Source: "List directoryRoleTemplates", <https://learn.microsoft.com/graph/api/directoryroletemplate-list>
    pub struct DirectoryRoleTemplates of DirectoryRoleTemplate;
    path ["directoryRoleTemplates"];
    list "list directory role templates" needs ["RoleManagement.Read.Directory", "Directory.Read.All"];
    get "get directory role template";
    takes [Select];
}

resource! {
    /// What each role allows. All come on one page, and the service refuses any `top`.
    ///
    /// * Permission: `RoleManagement.Read.Directory` (or `Directory.Read.All`)
    /// * Source: "List roleDefinitions", <https://learn.microsoft.com/graph/api/rbacapplication-list-roledefinitions>
    pub struct RoleDefinitions of RoleDefinition;
    path ["roleManagement", "directory", "roleDefinitions"];
    list "list role definitions" needs ["RoleManagement.Read.Directory", "Directory.Read.All"];
    get "get role definition";
    takes [Filterable, Select, Expand];
    except ["inheritsPermissionsFrom"];
    fields {
        /// The name that people see.
        DISPLAY_NAME: Text = "displayName";
        /// Whether Microsoft made it.
        IS_BUILT_IN: Truth = "isBuiltIn";
    }
}

resource! {
    /// Who has which role, and where. Expand one of `principal`, `roleDefinition` and `directoryScope` at a time.
    ///
    /// * Permission: `RoleManagement.Read.Directory` (or `Directory.Read.All`)
    /// * Source: "List roleAssignments", <https://learn.microsoft.com/graph/api/rbacapplication-list-roleassignments>
    pub struct RoleAssignments of RoleAssignment;
    path ["roleManagement", "directory", "roleAssignments"];
    list "list role assignments" needs ["RoleManagement.Read.Directory", "Directory.Read.All"];
    get "get role assignment";
    takes [Filterable, Select, Expand];
    except ["directoryScope", "principal", "resourceScope", "roleDefinition"];
    fields {
        /// The role.
        ROLE_DEFINITION_ID: Text = "roleDefinitionId" [eq_only];
        /// Who has it.
        PRINCIPAL_ID: Text = "principalId" [eq_only];
    }
}

resource! {
    /// The products that the tenant has licences of. All come on one page.
    ///
    /// * Permission: `LicenseAssignment.Read.All` (or `Organization.Read.All` or `Directory.Read.All`)
    /// * Source: "List subscribedSkus", <https://learn.microsoft.com/graph/api/subscribedsku-list>
    pub struct SubscribedSkus of SubscribedSku;
    path ["subscribedSkus"];
    list "list subscribed SKUs" needs ["LicenseAssignment.Read.All", "Organization.Read.All", "Directory.Read.All"];
    get "get subscribed SKU";
    takes [Select];
}

resource! {
    /// The app registrations of the tenant, with what is known of their secrets and certificates.
    ///
    /// * Permission: `Application.Read.All` (or `Directory.Read.All`)
    /// * Source: "List applications", <https://learn.microsoft.com/graph/api/application-list>
    pub struct Applications of Application;
    path ["applications"];
    list "list applications" needs ["Application.Read.All", "Directory.Read.All"];
    get "get application";
    directory true;
    top 999;
    takes [Filterable, Select, Order, Expand, Search, Count];
    except ["createdOnBehalfOf", "extensionProperties", "logo", "owners", "sponsors"];
    fields {
        /// The name that people see.
        DISPLAY_NAME: Text = "displayName";
        /// The client id.
        APP_ID: Text = "appId";
        /// Who may sign in to it.
        SIGN_IN_AUDIENCE: Text = "signInAudience";
    }
}

resource! {
    /// Apps as they stand in the tenant: what permissions are given to.
    ///
    /// * Permission: `Application.Read.All` (or `Directory.Read.All`)
    /// * Source: "List servicePrincipals", <https://learn.microsoft.com/graph/api/serviceprincipal-list>
    pub struct ServicePrincipals of ServicePrincipal;
    path ["servicePrincipals"];
    list "list service principals" needs ["Application.Read.All", "Directory.Read.All"];
    get "get service principal";
    directory true;
    top 999;
    takes [Filterable, Select, Order, Expand, Search, Count];
    except ["agentIdentityBlueprintId", "appRoleAssignedTo", "appRoleAssignments", "createdDateTime", "createdObjects", "memberOf", "oauth2PermissionGrants", "ownedObjects", "owners", "sponsors", "transitiveMemberOf"];
    fields {
        /// The name that people see.
        DISPLAY_NAME: Text = "displayName";
        /// The client id.
        APP_ID: Text = "appId";
        /// The tenant that the app comes from.
        APP_OWNER_ORGANIZATION_ID: Text = "appOwnerOrganizationId";
        /// `Application`, `ManagedIdentity`, …
        SERVICE_PRINCIPAL_TYPE: Text = "servicePrincipalType";
        /// Whether it may sign in.
        ACCOUNT_ENABLED: Truth = "accountEnabled";
    }
}

resource! {
    /// What apps may do in the name of users.
    ///
    /// * Permission: `Directory.Read.All`
    /// * Source: "List oauth2PermissionGrants", <https://learn.microsoft.com/graph/api/oauth2permissiongrant-list>
    pub struct OAuth2PermissionGrants of OAuth2PermissionGrant;
    path ["oauth2PermissionGrants"];
    list "list permission grants" needs ["Directory.Read.All"];
    get "get permission grant";
    top 999;
    takes [Filterable];
    fields {
        /// The service principal that may act.
        CLIENT_ID: Text = "clientId" [eq_only];
        /// `AllPrincipals` or `Principal`.
        CONSENT_TYPE: Text = "consentType" [eq_only];
        /// The user, where it is one.
        PRINCIPAL_ID: Text = "principalId" [eq_only];
        /// The service principal that is acted on.
        RESOURCE_ID: Text = "resourceId" [eq_only];
    }
}

resource! {
    /// What an app, a user or a group may do as itself. Stands below whoever has it, or what it is for.
    ///
    /// * Permission: `Application.Read.All` (or `Directory.Read.All`)
    /// * Source: "List appRoleAssignments", <https://learn.microsoft.com/graph/api/serviceprincipal-list-approleassignments>
    pub struct AppRoleAssignments of AppRoleAssignment;
    path [];
    list "list app role assignments" needs ["Application.Read.All", "Directory.Read.All"];
    top 999;
    takes [Filterable, Count];
}

resource! {
    /// The members that an app adds to directory objects.
    ///
    /// * Permission: `Application.Read.All` (or `Directory.Read.All`)
    /// * Source: "List extensionProperties", <https://learn.microsoft.com/graph/api/application-list-extensionproperty>
    pub struct ExtensionProperties of ExtensionProperty;
    path [];
    list "list extension properties" needs ["Application.Read.All", "Directory.Read.All"];
    takes [Filterable, Select];
}

resource! {
    /// The groups, roles and units that something belongs to. Kinds that the app may not see come with their id only.
    ///
    /// * Permission: `Directory.Read.All` (or `GroupMember.Read.All`)
    /// * Source: "List memberOf", <https://learn.microsoft.com/graph/api/user-list-memberof>
    pub struct Memberships of DirectoryObject;
    path [];
    list "list memberships" needs ["Directory.Read.All", "GroupMember.Read.All"];
    directory true;
    top 999;
    takes [Filterable, Select, Search, Count];
}

resource! {
    /// The members or owners of a group. Hidden memberships take `Member.Read.Hidden` besides; kinds that the app may
    /// not see come with their id only.
    ///
    /// * Permission: `GroupMember.Read.All` (or `Group.Read.All` or `Directory.Read.All`)
    /// * Source: "List members", <https://learn.microsoft.com/graph/api/group-list-members>
    pub struct Members of DirectoryObject;
    path [];
    list "list group members" needs ["GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"];
    directory true;
    top 999;
    takes [Filterable, Select, Search, Count];
}

resource! {
    /// Who has a directory role. All come on one page.
    ///
    /// * Permission: `RoleManagement.Read.Directory` (or `Directory.Read.All`)
    /// * Source: "List members", <https://learn.microsoft.com/graph/api/directoryrole-list-members>
    pub struct RoleMembers of DirectoryObject;
    path [];
    list "list role members" needs ["RoleManagement.Read.Directory", "Directory.Read.All"];
    takes [Select];
}

resource! {
    /// Directory objects that are related to another: owners, reports, registered devices, owned objects.
    ///
    /// * Permission: `Directory.Read.All`
    /// * Source: "directoryObject resource type", <https://learn.microsoft.com/graph/api/resources/directoryobject>
    pub struct Related of DirectoryObject;
    path [];
    list "list related objects" needs ["Directory.Read.All"];
    directory true;
    top 999;
    takes [Filterable, Select, Count];
}

resource! {
    /// Requests to be told of changes, those of this app.
    ///
    /// * Permission: none for the app's own; those of others take `Subscription.Read.All`
    /// * Source: "List subscriptions", <https://learn.microsoft.com/graph/api/subscription-list>
    pub struct Subscriptions of Subscription;
    path ["subscriptions"];
    list "list subscriptions" needs ["Subscription.Read.All"];
    get "get subscription";
    takes [];
}

impl GraphClient {
    /// People's accounts.
    pub fn users(&self) -> Collection<Users> {
        self.collection()
    }

    /// Groups of users, devices, apps or other groups.
    pub fn groups(&self) -> Collection<Groups> {
        self.collection()
    }

    /// Devices that are registered in the directory.
    pub fn devices(&self) -> Collection<Devices> {
        self.collection()
    }

    /// The tenant itself, as a list of one.
    pub fn organizations(&self) -> Collection<Organizations> {
        self.collection()
    }

    /// The domains of the tenant.
    pub fn domains(&self) -> Collection<Domains> {
        self.collection()
    }

    /// The customers of a partner tenant.
    pub fn contracts(&self) -> Collection<Contracts> {
        self.collection()
    }

    /// The roles that have been activated in the tenant.
    pub fn directory_roles(&self) -> Collection<DirectoryRoles> {
        self.collection()
    }

    /// The roles that can be activated.
    pub fn directory_role_templates(&self) -> Collection<DirectoryRoleTemplates> {
        self.collection()
    }

    /// What each role allows.
    pub fn role_definitions(&self) -> Collection<RoleDefinitions> {
        self.collection()
    }

    /// Who has which role.
    pub fn role_assignments(&self) -> Collection<RoleAssignments> {
        self.collection()
    }

    /// The products that the tenant has licences of.
    pub fn subscribed_skus(&self) -> Collection<SubscribedSkus> {
        self.collection()
    }

    /// The app registrations of the tenant.
    pub fn applications(&self) -> Collection<Applications> {
        self.collection()
    }

    /// Apps as they stand in the tenant.
    pub fn service_principals(&self) -> Collection<ServicePrincipals> {
        self.collection()
    }

    /// What apps may do in the name of users.
    pub fn oauth2_permission_grants(&self) -> Collection<OAuth2PermissionGrants> {
        self.collection()
    }

    /// Requests to be told of changes.
    pub fn subscriptions(&self) -> Collection<Subscriptions> {
        self.collection()
    }
}

delta! {
    Users "read changes of users";
    Groups "read changes of groups";
    Devices "read changes of devices";
    Applications "read changes of applications";
    ServicePrincipals "read changes of service principals";
    DirectoryRoles "read changes of directory roles";
    OAuth2PermissionGrants "read changes of permission grants";
}
