//! What hangs together in the directory: members, owners, memberships, assignments.

use super::{
    AppRoleAssignments, Application, Applications, Device, Devices, DirectoryRole, DirectoryRoles, Domain,
    Domains, ExtensionProperties, Group, Groups, Members, Memberships, OAuth2PermissionGrants, Related,
    RoleMembers, ServicePrincipal, ServicePrincipals, User, Users,
};
use crate::{
    Id,
    query::{Collection, Get, Resource},
};

impl Collection<Users> {
    /// A user's manager. Await what this returns; it is [`NotFound`](tenantscope_core::ErrorKind::NotFound) where
    /// there is none.
    pub fn manager(&self, id: impl Into<Id<User>>) -> Get<Related> {
        let path = self.path(&[id.into().as_str(), "manager"]).into_iter().map(ToOwned::to_owned).collect();
        Get::new(self.client().clone(), path, Related::LIST)
    }

    /// The groups and roles that a user belongs to directly.
    pub fn member_of(&self, id: impl Into<Id<User>>) -> Collection<Memberships> {
        self.related(id, "memberOf")
    }

    /// The same, through other groups too.
    pub fn transitive_member_of(&self, id: impl Into<Id<User>>) -> Collection<Memberships> {
        self.related(id, "transitiveMemberOf")
    }

    /// The devices that a user owns.
    pub fn owned_devices(&self, id: impl Into<Id<User>>) -> Collection<Related> {
        self.related(id, "ownedDevices")
    }

    /// The devices that are registered for a user.
    pub fn registered_devices(&self, id: impl Into<Id<User>>) -> Collection<Related> {
        self.related(id, "registeredDevices")
    }

    /// What a user owns.
    pub fn owned_objects(&self, id: impl Into<Id<User>>) -> Collection<Related> {
        self.related(id, "ownedObjects")
    }

    /// What a user has made.
    pub fn created_objects(&self, id: impl Into<Id<User>>) -> Collection<Related> {
        self.related(id, "createdObjects")
    }

    /// Whose manager a user is.
    pub fn direct_reports(&self, id: impl Into<Id<User>>) -> Collection<Related> {
        self.related(id, "directReports")
    }

    /// Who stands for a guest.
    pub fn sponsors(&self, id: impl Into<Id<User>>) -> Collection<Related> {
        self.related(id, "sponsors")
    }

    /// The apps that a user was given access to.
    pub fn app_role_assignments(&self, id: impl Into<Id<User>>) -> Collection<AppRoleAssignments> {
        self.related(id, "appRoleAssignments")
    }

    /// What apps may do in a user's name.
    pub fn permission_grants(&self, id: impl Into<Id<User>>) -> Collection<OAuth2PermissionGrants> {
        self.related(id, "oauth2PermissionGrants")
    }
}

impl Collection<Groups> {
    /// The direct members of a group.
    pub fn members(&self, id: impl Into<Id<Group>>) -> Collection<Members> {
        self.related(id, "members")
    }

    /// The members of a group and of the groups in it.
    pub fn transitive_members(&self, id: impl Into<Id<Group>>) -> Collection<Members> {
        self.related(id, "transitiveMembers")
    }

    /// The owners of a group.
    pub fn owners(&self, id: impl Into<Id<Group>>) -> Collection<Members> {
        self.related(id, "owners")
    }

    /// The groups that a group belongs to.
    pub fn member_of(&self, id: impl Into<Id<Group>>) -> Collection<Memberships> {
        self.related(id, "memberOf")
    }

    /// The same, through other groups too.
    pub fn transitive_member_of(&self, id: impl Into<Id<Group>>) -> Collection<Memberships> {
        self.related(id, "transitiveMemberOf")
    }

    /// The apps that a group was given access to.
    pub fn app_role_assignments(&self, id: impl Into<Id<Group>>) -> Collection<AppRoleAssignments> {
        self.related(id, "appRoleAssignments")
    }
}

impl Collection<Devices> {
    /// The groups that a device belongs to.
    pub fn member_of(&self, id: impl Into<Id<Device>>) -> Collection<Memberships> {
        self.related(id, "memberOf")
    }

    /// The same, through other groups too.
    pub fn transitive_member_of(&self, id: impl Into<Id<Device>>) -> Collection<Memberships> {
        self.related(id, "transitiveMemberOf")
    }

    /// Who owns a device.
    pub fn registered_owners(&self, id: impl Into<Id<Device>>) -> Collection<Related> {
        self.related(id, "registeredOwners")
    }

    /// Who uses a device.
    pub fn registered_users(&self, id: impl Into<Id<Device>>) -> Collection<Related> {
        self.related(id, "registeredUsers")
    }
}

impl Collection<DirectoryRoles> {
    /// Who has a role.
    pub fn members(&self, id: impl Into<Id<DirectoryRole>>) -> Collection<RoleMembers> {
        self.related(id, "members")
    }
}

impl Collection<Domains> {
    /// What uses a domain.
    pub fn references(&self, id: impl Into<Id<Domain>>) -> Collection<Related> {
        self.related(id, "domainNameReferences")
    }
}

impl Collection<Applications> {
    /// Who owns an app registration.
    pub fn owners(&self, id: impl Into<Id<Application>>) -> Collection<Related> {
        self.related(id, "owners")
    }

    /// The members that an app adds to directory objects.
    pub fn extension_properties(&self, id: impl Into<Id<Application>>) -> Collection<ExtensionProperties> {
        self.related(id, "extensionProperties")
    }
}

impl Collection<ServicePrincipals> {
    /// Who owns a service principal.
    pub fn owners(&self, id: impl Into<Id<ServicePrincipal>>) -> Collection<Related> {
        self.related(id, "owners")
    }

    /// What a service principal owns.
    pub fn owned_objects(&self, id: impl Into<Id<ServicePrincipal>>) -> Collection<Related> {
        self.related(id, "ownedObjects")
    }

    /// What a service principal has made.
    pub fn created_objects(&self, id: impl Into<Id<ServicePrincipal>>) -> Collection<Related> {
        self.related(id, "createdObjects")
    }

    /// The groups and roles that it belongs to.
    pub fn member_of(&self, id: impl Into<Id<ServicePrincipal>>) -> Collection<Memberships> {
        self.related(id, "memberOf")
    }

    /// The same, through other groups too.
    pub fn transitive_member_of(&self, id: impl Into<Id<ServicePrincipal>>) -> Collection<Memberships> {
        self.related(id, "transitiveMemberOf")
    }

    /// What it may do as itself: the application permissions that were granted.
    pub fn app_role_assignments(
        &self,
        id: impl Into<Id<ServicePrincipal>>,
    ) -> Collection<AppRoleAssignments> {
        self.related(id, "appRoleAssignments")
    }

    /// Who may do what with it.
    pub fn app_role_assigned_to(
        &self,
        id: impl Into<Id<ServicePrincipal>>,
    ) -> Collection<AppRoleAssignments> {
        self.related(id, "appRoleAssignedTo")
    }

    /// What it may do in the name of users.
    pub fn permission_grants(
        &self,
        id: impl Into<Id<ServicePrincipal>>,
    ) -> Collection<OAuth2PermissionGrants> {
        self.related(id, "oauth2PermissionGrants")
    }
}
