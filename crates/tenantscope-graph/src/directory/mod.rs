//! What is in the directory: users, groups, devices, roles, apps, grants, licences.

mod application;
mod contract;
mod credential;
mod device;
mod directory_object;
mod directory_role;
mod domain;
mod expiry;
mod grant;
mod group;
mod mailbox_settings;
mod organization;
#[cfg(feature = "client")]
mod relations;
#[cfg(feature = "client")]
mod resources;
mod role_management;
mod service_principal;
mod subscribed_sku;
mod subscription;
#[cfg(feature = "client")]
mod tenant_information;
mod user;
mod user_details;

use crate::schema::Type;

#[cfg(feature = "client")]
pub use self::resources::{
    AppRoleAssignments, Applications, Contracts, Devices, DirectoryRoleTemplates, DirectoryRoles, Domains,
    ExtensionProperties, Groups, Members, Memberships, OAuth2PermissionGrants, Organizations, Related,
    RoleAssignments, RoleDefinitions, RoleMembers, ServicePrincipals, SubscribedSkus, Subscriptions, Users,
};
#[cfg(feature = "client")]
pub use self::tenant_information::TenantInformation;
pub use self::{
    application::{
        AddIn, ApiApplication, AppRole, Application, AuthenticationBehaviors, Certification,
        ExtensionProperty, ImplicitGrantSettings, InformationalUrl, NativeAuthenticationApi, OptionalClaim,
        OptionalClaims, ParentalControlSettings, PreAuthorizedApplication, PublicClientApplication,
        RedirectUriSettings, RequestSignatureVerification, RequiredResourceAccess, ResourceAccess,
        ServicePrincipalLockConfiguration, SpaApplication, VerifiedPublisher, WeakAlgorithm, WebApplication,
    },
    contract::Contract,
    credential::{KeyCredential, PasswordCredential},
    device::{AlternativeSecurityId, Device},
    directory_object::{DirectoryObject, DirectoryObjectBase, RelationChange, Removal},
    directory_role::{DirectoryRole, DirectoryRoleTemplate},
    domain::{Domain, DomainState},
    expiry::Expiring,
    grant::{AppRoleAssignment, OAuth2PermissionGrant},
    group::{AssignedLabel, Group, GroupAccessType, LicenseProcessingState},
    mailbox_settings::{
        AutomaticRepliesSetting, AutomaticRepliesStatus, DateTimeTimeZone,
        DelegateMeetingMessageDeliveryOptions, ExternalAudienceScope, LocaleInfo, MailboxSettings,
        StandardTimeZoneOffset, TimeZoneBase, UserPurpose, WorkingHours,
    },
    organization::{MdmAuthority, Organization, PartnerTenantType, PrivacyProfile, VerifiedDomain},
    role_management::{RoleAssignment, RoleDefinition, RolePermission},
    service_principal::{
        PermissionScope, ResourceSpecificPermission, SamlSingleSignOnSettings, ServicePrincipal,
    },
    subscribed_sku::{LicenseUnitsDetail, ServicePlanInfo, SubscribedSku},
    subscription::{
        ChangeNotification, ChangeNotificationCollection, ChangeNotificationEncryptedContent, ChangeType,
        LifecycleEventType, Subscription,
    },
    user::{
        AssignedLicense, AssignedPlan, ObjectIdentity, OnPremisesProvisioningError, ProvisionedPlan,
        ServiceProvisioningError, User,
    },
    user_details::{
        AuthorizationInfo, EmployeeOrgData, LicenseAssignmentState, OnPremisesExtensionAttributes,
        PasswordProfile, SignInActivity,
    },
};

/// The tables of this area.
pub(crate) const TABLES: &[&[&Type]] = &[
    OPEN,
    #[cfg(feature = "client")]
    tenant_information::MODELS,
    application::MODELS,
    application::ENUMS,
    contract::MODELS,
    credential::MODELS,
    device::MODELS,
    directory_object::MODELS,
    directory_object::KINDS,
    directory_role::MODELS,
    domain::MODELS,
    grant::MODELS,
    group::MODELS,
    group::ENUMS,
    mailbox_settings::MODELS,
    mailbox_settings::ENUMS,
    organization::MODELS,
    organization::ENUMS,
    role_management::MODELS,
    service_principal::MODELS,
    subscribed_sku::MODELS,
    subscription::MODELS,
    subscription::ENUMS,
    user::MODELS,
    user_details::MODELS,
];

/// Objects without members of their own. Models have them as maps.
const OPEN: &[&Type] = &[
    &Type::open("microsoft.graph.customSecurityAttributeValue"),
    &Type::open("microsoft.graph.resourceData"),
    &Type::open("microsoft.graph.userPrint"),
];
