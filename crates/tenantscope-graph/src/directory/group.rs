//! Groups.

use tenantscope_core::Timestamp;

use crate::{
    Id, List,
    directory::{
        AppRoleAssignment, AssignedLicense, DirectoryObject, OnPremisesExtensionAttributes,
        OnPremisesProvisioningError, RelationChange, ServiceProvisioningError,
    },
};

models! {
    /// A group of users, devices, apps or other groups.
    pub struct Group: "group" {
        /// Its id.
        pub id: Id<Group>,
        /// When it was deleted; `null` while it lives.
        pub deleted_date_time: Option<Timestamp>,
        /// The access type.
        pub access_type: Option<GroupAccessType>,
        /// Whether to allow external senders.
        pub allow_external_senders: Option<bool>,
        /// Its assigned labels.
        pub assigned_labels: List<AssignedLabel>,
        /// The licences that were given.
        pub assigned_licenses: List<AssignedLicense>,
        /// Whether: auto subscribe new members.
        pub auto_subscribe_new_members: Option<bool>,
        /// What it turned out to be.
        pub classification: Option<String>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// What it is, in words.
        pub description: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// When: expiration.
        pub expiration_date_time: Option<Timestamp>,
        /// Its group types.
        pub group_types: List<String>,
        /// Whether it has members with license errors.
        pub has_members_with_license_errors: Option<bool>,
        /// Whether: hide from address lists.
        pub hide_from_address_lists: Option<bool>,
        /// Whether: hide from outlook clients.
        pub hide_from_outlook_clients: Option<bool>,
        /// Its info catalogs.
        pub info_catalogs: List<String>,
        /// Whether it is archived.
        pub is_archived: Option<bool>,
        /// Whether it is assignable to role.
        pub is_assignable_to_role: Option<bool>,
        /// Whether it is favorite.
        pub is_favorite: Option<bool>,
        /// Whether only administrators of its restricted unit may change it.
        pub is_management_restricted: Option<bool>,
        /// Whether it is subscribed by mail.
        pub is_subscribed_by_mail: Option<bool>,
        /// The license processing state.
        pub license_processing_state: Option<LicenseProcessingState>,
        /// The mail address.
        pub mail: Option<String>,
        /// Whether: mail enabled.
        pub mail_enabled: Option<bool>,
        /// The part of the mail address before the `@`.
        pub mail_nickname: Option<String>,
        /// The rule that decides who is a member.
        pub membership_rule: Option<String>,
        /// The membership rule processing state.
        pub membership_rule_processing_state: Option<String>,
        /// On premises domain name.
        pub on_premises_domain_name: Option<String>,
        /// On premises extension attributes.
        pub on_premises_extension_attributes: Option<OnPremisesExtensionAttributes>,
        /// When it was last synchronised from the local directory.
        pub on_premises_last_sync_date_time: Option<Timestamp>,
        /// On premises net bios name.
        pub on_premises_net_bios_name: Option<String>,
        /// Its on premises provisioning errors.
        pub on_premises_provisioning_errors: List<OnPremisesProvisioningError>,
        /// On premises sam account name.
        pub on_premises_sam_account_name: Option<String>,
        /// Its SID in the local directory.
        pub on_premises_security_identifier: Option<String>,
        /// Whether it is synchronised from a local directory; `null` if it never was.
        pub on_premises_sync_enabled: Option<bool>,
        /// The tenant's id.
        pub organization_id: Option<String>,
        /// The preferred data location.
        pub preferred_data_location: Option<String>,
        /// The language: `en-US`.
        pub preferred_language: Option<String>,
        /// All mail addresses.
        pub proxy_addresses: List<String>,
        /// When: renewed.
        pub renewed_date_time: Option<Timestamp>,
        /// Its resource behavior options.
        pub resource_behavior_options: List<String>,
        /// Its resource provisioning options.
        pub resource_provisioning_options: List<String>,
        /// Whether: security enabled.
        pub security_enabled: Option<bool>,
        /// The security identifier.
        pub security_identifier: Option<String>,
        /// Its service provisioning errors.
        pub service_provisioning_errors: List<ServiceProvisioningError>,
        /// The theme.
        pub theme: Option<String>,
        /// The unique name.
        pub unique_name: Option<String>,
        /// How many: unseen conversations.
        pub unseen_conversations_count: Option<i64>,
        /// How many: unseen.
        pub unseen_count: Option<i64>,
        /// How many: unseen messages.
        pub unseen_messages_count: Option<i64>,
        /// The visibility.
        pub visibility: Option<String>,
        /// Whether: welcome message enabled.
        pub welcome_message_enabled: Option<bool>,
        /// Its accepted senders, where expanded.
        pub accepted_senders: List<DirectoryObject>,
        /// Its app role assignments, where expanded.
        pub app_role_assignments: List<AppRoleAssignment>,
        /// Its created on behalf of, where expanded.
        pub created_on_behalf_of: Option<DirectoryObject>,
        /// Its member of, where expanded.
        pub member_of: List<DirectoryObject>,
        /// Its members, where expanded.
        pub members: List<DirectoryObject>,
        /// Its members with license errors, where expanded.
        pub members_with_license_errors: List<DirectoryObject>,
        /// Its owners, where expanded.
        pub owners: List<DirectoryObject>,
        /// Its rejected senders, where expanded.
        pub rejected_senders: List<DirectoryObject>,
        /// Its transitive member of, where expanded.
        pub transitive_member_of: List<DirectoryObject>,
        /// Its transitive members, where expanded.
        pub transitive_members: List<DirectoryObject>,
        /// In a delta query, the members who came or went.
        #[serde(rename = "members@delta")]
        pub members_changes: List<RelationChange>,
        /// In a delta query, the owners who came or went.
        #[serde(rename = "owners@delta")]
        pub owners_changes: List<RelationChange>,
    }

    /// What `assigned_labels` of a `Group` holds.
    pub struct AssignedLabel: "assignedLabel" {
        /// The name that people see.
        pub display_name: Option<String>,
        /// The id of its label.
        pub label_id: Option<String>,
    }

    /// What `license_processing_state` of a `Group` holds.
    pub struct LicenseProcessingState: "licenseProcessingState" {
        /// Where it stands.
        pub state: Option<String>,
    }
}

enums! {
    /// What `access_type` of a `Group` says.
    pub enum GroupAccessType: "groupAccessType" {
        None = "none",
        Private = "private",
        Secret = "secret",
        Public = "public",
    }
}
