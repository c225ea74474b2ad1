//! Parts of a user: licences, sign-in activity, what the local directory adds.

use tenantscope_core::Timestamp;

use crate::{Hidden, List};

models! {
    /// When a user last signed in.
    pub struct SignInActivity: "signInActivity" {
        /// The last try without a person at the keyboard.
        pub last_non_interactive_sign_in_date_time: Option<Timestamp>,
        /// The id of its last non interactive sign in request.
        pub last_non_interactive_sign_in_request_id: Option<String>,
        /// The last interactive try to sign in.
        pub last_sign_in_date_time: Option<Timestamp>,
        /// The id of its last sign in request.
        pub last_sign_in_request_id: Option<String>,
        /// The last success.
        pub last_successful_sign_in_date_time: Option<Timestamp>,
        /// The id of its last successful sign in request.
        pub last_successful_sign_in_request_id: Option<String>,
    }

    /// What `employee_org_data` of a `User` holds.
    pub struct EmployeeOrgData: "employeeOrgData" {
        /// The cost center.
        pub cost_center: Option<String>,
        /// The division.
        pub division: Option<String>,
    }

    /// What `license_assignment_states` of a `User` holds.
    pub struct LicenseAssignmentState: "licenseAssignmentState" {
        /// The assigned by group.
        pub assigned_by_group: Option<String>,
        /// The parts that are switched off.
        pub disabled_plans: List<String>,
        /// The error.
        pub error: Option<String>,
        /// When it was changed last.
        pub last_updated_date_time: Option<Timestamp>,
        /// The product's id.
        pub sku_id: Option<String>,
        /// Where it stands.
        pub state: Option<String>,
    }

    /// What `on_premises_extension_attributes` of a `Group` holds.
    pub struct OnPremisesExtensionAttributes: "onPremisesExtensionAttributes" {
        /// Whatever the local directory keeps here.
        pub extension_attribute1: Option<String>,
        /// Whatever the local directory keeps here.
        pub extension_attribute10: Option<String>,
        /// Whatever the local directory keeps here.
        pub extension_attribute11: Option<String>,
        /// Whatever the local directory keeps here.
        pub extension_attribute12: Option<String>,
        /// Whatever the local directory keeps here.
        pub extension_attribute13: Option<String>,
        /// Whatever the local directory keeps here.
        pub extension_attribute14: Option<String>,
        /// Whatever the local directory keeps here.
        pub extension_attribute15: Option<String>,
        /// Whatever the local directory keeps here.
        pub extension_attribute2: Option<String>,
        /// Whatever the local directory keeps here.
        pub extension_attribute3: Option<String>,
        /// Whatever the local directory keeps here.
        pub extension_attribute4: Option<String>,
        /// Whatever the local directory keeps here.
        pub extension_attribute5: Option<String>,
        /// Whatever the local directory keeps here.
        pub extension_attribute6: Option<String>,
        /// Whatever the local directory keeps here.
        pub extension_attribute7: Option<String>,
        /// Whatever the local directory keeps here.
        pub extension_attribute8: Option<String>,
        /// Whatever the local directory keeps here.
        pub extension_attribute9: Option<String>,
    }

    /// What `password_profile` of a `User` holds.
    pub struct PasswordProfile: "passwordProfile" {
        /// Whether: force change password next sign in.
        pub force_change_password_next_sign_in: Option<bool>,
        /// Whether: force change password next sign in with mfa.
        pub force_change_password_next_sign_in_with_mfa: Option<bool>,
        /// The password; never sent back.
        pub password: Option<Hidden>,
    }

    /// What `authorization_info` of a `User` holds.
    pub struct AuthorizationInfo: "authorizationInfo" {
        /// The ids of its certificate users.
        pub certificate_user_ids: List<String>,
    }
}
