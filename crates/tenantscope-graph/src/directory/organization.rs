//! The tenant itself.

use serde_json::{Map, Value};
use tenantscope_core::Timestamp;

use crate::{
    Id, List,
    directory::{AssignedPlan, ProvisionedPlan},
};

models! {
    /// The tenant itself.
    pub struct Organization: "organization" {
        /// Its id.
        pub id: Id<Organization>,
        /// When it was deleted; `null` while it lives.
        pub deleted_date_time: Option<Timestamp>,
        /// The service plans that come with the licences.
        pub assigned_plans: List<AssignedPlan>,
        /// Telephone numbers at work.
        pub business_phones: List<String>,
        /// The city.
        pub city: Option<String>,
        /// The country.
        pub country: Option<String>,
        /// The country, in two letters.
        pub country_letter_code: Option<String>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The default usage location.
        pub default_usage_location: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// Its marketing notification emails.
        pub marketing_notification_emails: List<String>,
        /// The mobile device management authority.
        pub mobile_device_management_authority: Option<MdmAuthority>,
        /// When it was last synchronised from the local directory.
        pub on_premises_last_sync_date_time: Option<Timestamp>,
        /// Whether it is synchronised from a local directory; `null` if it never was.
        pub on_premises_sync_enabled: Option<bool>,
        /// The partner tenant type.
        pub partner_tenant_type: Option<PartnerTenantType>,
        /// The postal code.
        pub postal_code: Option<String>,
        /// The language: `en-US`.
        pub preferred_language: Option<String>,
        /// The privacy profile.
        pub privacy_profile: Option<PrivacyProfile>,
        /// Its provisioned plans.
        pub provisioned_plans: List<ProvisionedPlan>,
        /// Its security compliance notification mails.
        pub security_compliance_notification_mails: List<String>,
        /// Its security compliance notification phones.
        pub security_compliance_notification_phones: List<String>,
        /// Where it stands.
        pub state: Option<String>,
        /// The street.
        pub street: Option<String>,
        /// Its technical notification mails.
        pub technical_notification_mails: List<String>,
        /// The tenant type.
        pub tenant_type: Option<String>,
        /// The tenant's domains.
        pub verified_domains: List<VerifiedDomain>,
        /// The directory size quota.
        pub directory_size_quota: Option<Map<String, Value>>,
        /// Whether it is multiple data locations for services enabled.
        pub is_multiple_data_locations_for_services_enabled: Option<bool>,
    }

    /// What `privacy_profile` of a `Organization` holds.
    pub struct PrivacyProfile: "privacyProfile" {
        /// The contact email.
        pub contact_email: Option<String>,
        /// The statement url.
        pub statement_url: Option<String>,
    }

    /// What `verified_domains` of a `Organization` holds.
    pub struct VerifiedDomain: "verifiedDomain" {
        /// What it serves, in one text with commas.
        pub capabilities: Option<String>,
        /// Whether it is the default one.
        pub is_default: Option<bool>,
        /// Whether it was the first one.
        pub is_initial: Option<bool>,
        /// Its name.
        pub name: Option<String>,
        /// What kind it is.
        pub r#type: Option<String>,
    }
}

enums! {
    /// What `mobile_device_management_authority` of a `Organization` says.
    pub enum MdmAuthority: "mdmAuthority" {
        NotKnown = "unknown",
        Intune = "intune",
        Sccm = "sccm",
        Office365 = "office365",
    }

    /// What `partner_tenant_type` of a `Organization` says.
    pub enum PartnerTenantType: "partnerTenantType" {
        MicrosoftSupport = "microsoftSupport",
        SyndicatePartner = "syndicatePartner",
        BreadthPartner = "breadthPartner",
        BreadthPartnerDelegatedAdmin = "breadthPartnerDelegatedAdmin",
        ResellerPartnerDelegatedAdmin = "resellerPartnerDelegatedAdmin",
        ValueAddedResellerPartnerDelegatedAdmin = "valueAddedResellerPartnerDelegatedAdmin",
    }
}
