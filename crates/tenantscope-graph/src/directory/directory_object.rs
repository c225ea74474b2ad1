//! Anything in the directory, and relations that come and go.

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

    /// A relation that has begun or ended, in a delta query: `members@delta` of a group.
    pub struct RelationChange: "directoryObject.delta" {
        /// What kind the other side is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// The other side.
        pub id: Id<DirectoryObject>,
        /// Why the relation has ended; absent if it has begun.
        #[serde(rename = "@removed")]
        pub removed: Option<Removal>,
    }

    /// Why something is gone.
    pub struct Removal: "directoryObject.removed" {
        /// `changed` for what can be restored, `deleted` for what is gone for good.
        pub reason: Option<String>,
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
