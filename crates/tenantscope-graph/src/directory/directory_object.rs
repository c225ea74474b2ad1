//! Directory object.

use tenantscope_core::Timestamp;

use crate::{
    Id,
    directory::{
        AppRoleAssignment, Application, Contract, Device, DirectoryRole, DirectoryRoleTemplate,
        ExtensionProperty, Group, Organization, ServicePrincipal, User,
    },
};

models! {
    /// What every [`DirectoryObject`] has.
    pub struct DirectoryObjectBase: "directoryObject" {
        /// Its id.
        pub id: Id<DirectoryObject>,
        /// When it was deleted; `null` while it lives.
        pub deleted_date_time: Option<Timestamp>,
    }
}

kinds! {
    /// Anything in the directory. Lists of members, owners and the like mix kinds.
    pub enum DirectoryObject: "directoryObject" of DirectoryObjectBase {
        AppRoleAssignment(AppRoleAssignment) = "#microsoft.graph.appRoleAssignment",
        Application(Application) = "#microsoft.graph.application",
        Contract(Contract) = "#microsoft.graph.contract",
        Device(Device) = "#microsoft.graph.device",
        DirectoryRole(DirectoryRole) = "#microsoft.graph.directoryRole",
        DirectoryRoleTemplate(DirectoryRoleTemplate) = "#microsoft.graph.directoryRoleTemplate",
        ExtensionProperty(ExtensionProperty) = "#microsoft.graph.extensionProperty",
        Group(Group) = "#microsoft.graph.group",
        Organization(Organization) = "#microsoft.graph.organization",
        ServicePrincipal(ServicePrincipal) = "#microsoft.graph.servicePrincipal",
        User(User) = "#microsoft.graph.user",
    }
}
