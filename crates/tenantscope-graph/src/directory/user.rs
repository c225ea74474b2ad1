//! Users.

use serde_json::{Map, Value};
use tenantscope_core::Timestamp;

use crate::{
    Id, List,
    directory::{
        AppRoleAssignment, AuthorizationInfo, DirectoryObject, EmployeeOrgData, LicenseAssignmentState,
        MailboxSettings, OAuth2PermissionGrant, OnPremisesExtensionAttributes, PasswordProfile,
        RelationChange, SignInActivity,
    },
};

models! {
    /// A person's account, or one that stands for something else.
    pub struct User: "user" | "agentUser" {
        // What most answers carry stands first: names are looked up in this order.
        /// Its id.
        pub id: Id<User>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// The name that the user signs in with.
        pub user_principal_name: Option<String>,
        /// The mail address.
        pub mail: Option<String>,
        /// Whether it may sign in.
        pub account_enabled: Option<bool>,
        /// `Member` or `Guest`.
        pub user_type: Option<String>,
        /// The first name.
        pub given_name: Option<String>,
        /// The last name.
        pub surname: Option<String>,
        /// The job.
        pub job_title: Option<String>,
        /// The department.
        pub department: Option<String>,
        /// The company name.
        pub company_name: Option<String>,
        /// Where the office is.
        pub office_location: Option<String>,
        /// The mobile telephone number.
        pub mobile_phone: Option<String>,
        /// Telephone numbers at work.
        pub business_phones: List<String>,
        /// The language: `en-US`.
        pub preferred_language: Option<String>,
        /// The country whose law licences go by.
        pub usage_location: Option<String>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The part of the mail address before the `@`.
        pub mail_nickname: Option<String>,
        /// All mail addresses.
        pub proxy_addresses: List<String>,
        /// The licences that were given.
        pub assigned_licenses: List<AssignedLicense>,
        /// The service plans that come with the licences.
        pub assigned_plans: List<AssignedPlan>,
        /// When the user last signed in. Needs `AuditLog.Read.All` and Entra ID P1, and a
        /// `$select`.
        pub sign_in_activity: Option<Box<SignInActivity>>,
        /// When: last password change.
        pub last_password_change_date_time: Option<Timestamp>,
        /// Whether it is synchronised from a local directory; `null` if it never was.
        pub on_premises_sync_enabled: Option<bool>,
        /// When it was last synchronised from the local directory.
        pub on_premises_last_sync_date_time: Option<Timestamp>,
        /// On premises sam account name.
        pub on_premises_sam_account_name: Option<String>,
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// When it was deleted; `null` while it lives.
        pub deleted_date_time: Option<Timestamp>,
        /// The about me.
        pub about_me: Option<String>,
        /// The age group.
        pub age_group: Option<String>,
        /// The authorization info.
        pub authorization_info: Option<Box<AuthorizationInfo>>,
        /// The birthday.
        pub birthday: Option<Timestamp>,
        /// The city.
        pub city: Option<String>,
        /// The consent provided for minor.
        pub consent_provided_for_minor: Option<String>,
        /// The country.
        pub country: Option<String>,
        /// The creation type.
        pub creation_type: Option<String>,
        /// The custom security attributes.
        pub custom_security_attributes: Option<Map<String, Value>>,
        /// The device enrollment limit.
        pub device_enrollment_limit: Option<i64>,
        /// The day: employee hire.
        pub employee_hire_date: Option<Timestamp>,
        /// The id of its employee.
        pub employee_id: Option<String>,
        /// When: employee leave.
        pub employee_leave_date_time: Option<Timestamp>,
        /// The employee org data.
        pub employee_org_data: Option<Box<EmployeeOrgData>>,
        /// The employee type.
        pub employee_type: Option<String>,
        /// The external user state.
        pub external_user_state: Option<String>,
        /// When: external user state change.
        pub external_user_state_change_date_time: Option<Timestamp>,
        /// The fax number.
        pub fax_number: Option<String>,
        /// The day: hire.
        pub hire_date: Option<Timestamp>,
        /// Its identities.
        pub identities: List<ObjectIdentity>,
        /// The id of its identity parent.
        pub identity_parent_id: Option<String>,
        /// Its im addresses.
        pub im_addresses: List<String>,
        /// Its interests.
        pub interests: List<String>,
        /// Whether only administrators of its restricted unit may change it.
        pub is_management_restricted: Option<bool>,
        /// Whether it is resource account.
        pub is_resource_account: Option<bool>,
        /// The legal age group classification.
        pub legal_age_group_classification: Option<String>,
        /// Its license assignment states.
        pub license_assignment_states: List<LicenseAssignmentState>,
        /// The mailbox settings.
        pub mailbox_settings: Option<Box<MailboxSettings>>,
        /// The my site.
        pub my_site: Option<String>,
        /// On premises distinguished name.
        pub on_premises_distinguished_name: Option<String>,
        /// On premises domain name.
        pub on_premises_domain_name: Option<String>,
        /// On premises extension attributes.
        pub on_premises_extension_attributes: Option<Box<OnPremisesExtensionAttributes>>,
        /// The id of its on premises immutable.
        pub on_premises_immutable_id: Option<String>,
        /// Its on premises provisioning errors.
        pub on_premises_provisioning_errors: List<OnPremisesProvisioningError>,
        /// Its SID in the local directory.
        pub on_premises_security_identifier: Option<String>,
        /// On premises user principal name.
        pub on_premises_user_principal_name: Option<String>,
        /// Its other mails.
        pub other_mails: List<String>,
        /// The password policies.
        pub password_policies: Option<String>,
        /// What holds for the next change of the password; never the password itself.
        pub password_profile: Option<Box<PasswordProfile>>,
        /// Its past projects.
        pub past_projects: List<String>,
        /// The postal code.
        pub postal_code: Option<String>,
        /// The preferred data location.
        pub preferred_data_location: Option<String>,
        /// The preferred name.
        pub preferred_name: Option<String>,
        /// The print.
        pub print: Option<Map<String, Value>>,
        /// Its provisioned plans.
        pub provisioned_plans: List<ProvisionedPlan>,
        /// Its responsibilities.
        pub responsibilities: List<String>,
        /// Its schools.
        pub schools: List<String>,
        /// The security identifier.
        pub security_identifier: Option<String>,
        /// Its service provisioning errors.
        pub service_provisioning_errors: List<ServiceProvisioningError>,
        /// Whether: show in address list.
        pub show_in_address_list: Option<bool>,
        /// When: sign in sessions valid from.
        pub sign_in_sessions_valid_from_date_time: Option<Timestamp>,
        /// Its skills.
        pub skills: List<String>,
        /// Where it stands.
        pub state: Option<String>,
        /// The street address.
        pub street_address: Option<String>,
        /// Its app role assignments, where expanded.
        pub app_role_assignments: List<AppRoleAssignment>,
        /// Its created objects, where expanded.
        pub created_objects: List<DirectoryObject>,
        /// Its direct reports, where expanded.
        pub direct_reports: List<DirectoryObject>,
        /// Its manager, where expanded.
        pub manager: Option<DirectoryObject>,
        /// Its member of, where expanded.
        pub member_of: List<DirectoryObject>,
        /// Its oauth2 permission grants, where expanded.
        pub oauth2_permission_grants: List<OAuth2PermissionGrant>,
        /// Its owned devices, where expanded.
        pub owned_devices: List<DirectoryObject>,
        /// Its owned objects, where expanded.
        pub owned_objects: List<DirectoryObject>,
        /// Its registered devices, where expanded.
        pub registered_devices: List<DirectoryObject>,
        /// Its sponsor of, where expanded.
        pub sponsor_of: List<DirectoryObject>,
        /// Its sponsors, where expanded.
        pub sponsors: List<DirectoryObject>,
        /// Its transitive member of, where expanded.
        pub transitive_member_of: List<DirectoryObject>,
        /// In a delta query, the manager who came or went.
        #[serde(rename = "manager@delta")]
        pub manager_changes: List<RelationChange>,
    }

    /// What `assigned_licenses` of a `Group` holds.
    pub struct AssignedLicense: "assignedLicense" {
        /// The parts that are switched off.
        pub disabled_plans: List<String>,
        /// The product's id.
        pub sku_id: Option<String>,
    }

    /// What `assigned_plans` of a `Organization` holds.
    pub struct AssignedPlan: "assignedPlan" {
        /// When: assigned.
        pub assigned_date_time: Option<Timestamp>,
        /// Whether it may be used: `Enabled`, `Warning`, `Suspended`, …
        pub capability_status: Option<String>,
        /// The service that it belongs to.
        pub service: Option<String>,
        /// The part's id.
        pub service_plan_id: Option<String>,
    }

    /// What `identities` of a `User` holds.
    pub struct ObjectIdentity: "objectIdentity" {
        /// The issuer.
        pub issuer: Option<String>,
        /// The id of its issuer assigned.
        pub issuer_assigned_id: Option<String>,
        /// The sign in type.
        pub sign_in_type: Option<String>,
    }

    /// What `on_premises_provisioning_errors` of a `Group` holds.
    pub struct OnPremisesProvisioningError: "onPremisesProvisioningError" {
        /// The category, in words of the service's own.
        pub category: Option<String>,
        /// When: occurred.
        pub occurred_date_time: Option<Timestamp>,
        /// The property causing error.
        pub property_causing_error: Option<String>,
        /// The value.
        pub value: Option<String>,
    }

    /// What `provisioned_plans` of a `Organization` holds.
    pub struct ProvisionedPlan: "provisionedPlan" {
        /// Whether it may be used: `Enabled`, `Warning`, `Suspended`, …
        pub capability_status: Option<String>,
        /// The provisioning status.
        pub provisioning_status: Option<String>,
        /// The service that it belongs to.
        pub service: Option<String>,
    }

    /// What `service_provisioning_errors` of a `Group` holds.
    pub struct ServiceProvisioningError: "serviceProvisioningError" | "serviceProvisioningXmlError" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// Whether it is resolved.
        pub is_resolved: Option<bool>,
        /// The service instance.
        pub service_instance: Option<String>,
        /// The error detail.
        pub error_detail: Option<String>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_stays_small_enough_to_be_moved_about() {
        // Reading a page moves every user a few times, which is what it costs most.
        assert!(size_of::<User>() <= 1600, "{}", size_of::<User>());
    }
}
