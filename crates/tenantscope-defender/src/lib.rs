//! Defender for Cloud over Azure Resource Manager: secure scores of subscriptions, and what they are made of.
//!
//! ```
//! # #[cfg(feature = "client")]
//! # tenantscope_emulator::run(async |tenant| {
//! # let (credential, cloud) = (tenant.credential(), tenant.cloud());
//! use tenantscope_defender::{DefenderClient, Outcome, WeightedScore};
//!
//! let defender = DefenderClient::builder(credential).cloud(cloud).build()?;
//!
//! let mut all = WeightedScore::default();
//! let mut swept = defender.sweep().secure_scores();
//! while let Some(swept) = swept.try_next().await? {
//!     let id = swept.subscription_id;
//!     match swept.outcome {
//!         Outcome::Found(posture) => {
//!             all.add(posture.score.share());
//!             match posture.score.percentage() {
//!                 Some(percentage) => println!("{id}: {percentage:.1} %"),
//!                 None => println!("{id}: not assessed yet"),
//!             }
//!         }
//!         Outcome::Inactive(state) => println!("{id}: {state}"),
//!         Outcome::NotOnboarded(error) | Outcome::Failed(error) => println!("{id}: {}", error.advice()),
//!         _ => {}
//!     }
//! }
//! println!("all together: {:.1} %", all.percentage().unwrap_or_default());
//! # assert!(all.assessed() > 0);
//! # Ok(())
//! # });
//! ```
//!
//! | question | where to ask |
//! |---|---|
//! | which subscriptions are there | [`subscriptions()`](DefenderClient::subscriptions), [`management_group(..)`](DefenderClient::management_group) |
//! | how many points has one, and what would bring more | [`secure_scores()`](SubscriptionHandle::secure_scores), [`secure_score_controls()`](SubscriptionHandle::secure_score_controls) |
//! | which resources are to blame | [`assessments()`](SubscriptionHandle::assessments), [`sub_assessments()`](SubscriptionHandle::sub_assessments) |
//! | which standards are met | [`regulatory_compliance_standards()`](SubscriptionHandle::regulatory_compliance_standards) |
//! | what attacks were seen | [`alerts()`](SubscriptionHandle::alerts) |
//! | what is switched on, and who hears of it | [`pricings()`](SubscriptionHandle::pricings), [`security_contacts()`](SubscriptionHandle::security_contacts) |
//! | the same for every subscription | [`sweep()`](DefenderClient::sweep) |
//! | the same for hundreds, in a handful of calls | [`resource_graph()`](DefenderClient::resource_graph) |
//!
//! An app needs no permission of Microsoft Graph for any of this: Resource Manager asks for an Azure role,
//! [Security Reader](https://learn.microsoft.com/azure/role-based-access-control/built-in-roles#security-reader)
//! on each subscription or on a management group above them.
//!
//! A subscription that Defender for Cloud doesn't know answers in many ways, all of which are one kind of
//! error here: [`ErrorKind::NotOnboarded`](tenantscope_core::ErrorKind::NotOnboarded). A score that has not
//! been calculated yet is `None`, never 0.
//!
//! Every value comes as an [`Item`](tenantscope_core::Item): the typed value, and the exact text that it was
//! read from.
//!
//! | feature | what it adds |
//! |---|---|
//! | `client` (default) | the client; without it the crate is models only, for stored JSON |
//! | `rustls` (default) | TLS by rustls with the aws-lc-rs provider |
//! | `ocsf` | findings in the form of the Open Cybersecurity Schema Framework, in the module `ocsf` |

mod alert;
mod assessment;
mod assessment_metadata;
mod assessment_risk;
mod auto_provisioning_setting;
mod governance;
mod key;
mod management_group;
#[cfg(feature = "ocsf")]
pub mod ocsf;
mod open_object;
mod pricing;
mod regulatory_compliance;
mod resource;
mod resource_details;
mod resource_graph;
mod score;
mod secure_score;
mod secure_score_control;
mod secure_score_control_definition;
mod security_contact;
mod setting;
mod sub_assessment;
mod subscription;
mod tenant;
mod text_boolean;

#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod error;
#[cfg(feature = "client")]
mod get;
#[cfg(feature = "client")]
mod list;
#[cfg(feature = "client")]
mod scope;
#[cfg(feature = "client")]
mod sweep;
#[cfg(feature = "client")]
mod version;

#[cfg(feature = "client")]
#[cfg(test)]
mod testing;

pub use crate::{
    alert::{
        Alert, AlertEntity, AlertIntent, AlertProperties, AlertSeverity, AlertStatus, ResourceIdentifier,
        ResourceIdentifierType, SupportingEvidence,
    },
    assessment::{Assessment, AssessmentLinks, AssessmentProperties, AssessmentStatus, AssessmentStatusCode},
    assessment_metadata::{
        AssessmentCategory, AssessmentMetadata, AssessmentMetadataProperties, AssessmentPartner,
        AssessmentType, Effort, PartnerSecret, PublishDates, Severity, Tactic, Threat,
    },
    assessment_risk::{AssessmentRisk, RiskLevel, RiskPath, RiskPathEdge, RiskPathNode},
    auto_provisioning_setting::{AutoProvisioningSetting, AutoProvisioningSettingProperties, OnOff},
    governance::{
        GovernanceAssignment, GovernanceAssignmentProperties, GovernanceEmailNotification, GovernanceRule,
        GovernanceRuleMetadata, GovernanceRuleOwnerSource, GovernanceRuleOwnerSourceType,
        GovernanceRuleProperties, GovernanceRuleSource, GovernanceRuleType, GovernanceTicket, RemediationEta,
    },
    key::{AssessmentKey, ControlKey},
    management_group::{
        Descendant, DescendantProperties, Entity, EntityPermissions, EntityProperties, ManagementGroup,
        ManagementGroupChild, ManagementGroupChildType, ManagementGroupDetails, ManagementGroupInfo,
        ManagementGroupInfoProperties, ManagementGroupPathElement, ManagementGroupProperties, ParentGroup,
    },
    pricing::{CoverageStatus, OperationStatus, Pricing, PricingExtension, PricingProperties, PricingTier},
    regulatory_compliance::{
        ComplianceState, RegulatoryComplianceAssessment, RegulatoryComplianceAssessmentProperties,
        RegulatoryComplianceControl, RegulatoryComplianceControlProperties, RegulatoryComplianceStandard,
        RegulatoryComplianceStandardProperties,
    },
    resource::{CreatedByType, Resource, SystemData},
    resource_details::{ResourceDetails, ResourceSource},
    resource_graph::{
        AssessmentRow, AuthorizationScopeFilter, ControlRow, Environment, Facet, FacetErrorDetails,
        FacetRequest, FacetRequestOptions, FacetSortOrder, QueryRequest, QueryRequestOptions, QueryResponse,
        ResultFormat, ScoreRow,
    },
    score::{ScoreDetails, ScoreShare, WeightedScore},
    secure_score::{SecureScoreProperties, SubscriptionSecureScore},
    secure_score_control::{SecureScoreControl, SecureScoreControlProperties},
    secure_score_control_definition::{
        AzureResourceLink, ControlType, SecureScoreControlDefinition, SecureScoreControlDefinitionProperties,
        SecureScoreControlDefinitionSource,
    },
    security_contact::{
        NotificationsByRole, NotificationsSource, NotificationsSourceType, SecurityContact,
        SecurityContactProperties, SecurityContactRole,
    },
    setting::{Setting, SettingKind, SettingProperties},
    sub_assessment::{
        AdditionalData, AssessedDetails, ContainerRegistryVulnerability, Cve, Cvss, ServerVulnerability,
        SqlServerVulnerability, SubAssessment, SubAssessmentProperties, SubAssessmentStatus, VendorReference,
    },
    subscription::{ManagedByTenant, SpendingLimit, Subscription, SubscriptionPolicies, SubscriptionState},
    tenant::{Tenant, TenantCategory},
};
#[cfg(feature = "client")]
pub use crate::{
    alert::{Alerts, AlertsInLocation},
    assessment::Assessments,
    assessment_metadata::AssessmentsMetadata,
    auto_provisioning_setting::AutoProvisioningSettings,
    client::{DefenderClient, DefenderClientBuilder, ResourceHandle, SubscriptionHandle},
    get::Get,
    governance::GovernanceRules,
    list::List,
    management_group::{ManagementGroupHandle, ManagementGroups},
    pricing::Pricings,
    regulatory_compliance::{
        RegulatoryComplianceAssessments, RegulatoryComplianceControls, RegulatoryComplianceStandards,
    },
    resource_graph::{Query, QueryItems, QueryPage, QueryPages, ResourceGraph},
    secure_score::SecureScores,
    secure_score_control::SecureScoreControls,
    secure_score_control_definition::SecureScoreControlDefinitions,
    security_contact::SecurityContacts,
    setting::Settings,
    sub_assessment::SubAssessments,
    subscription::Subscriptions,
    sweep::{Outcome, SubscriptionPosture, Sweep, SweepResults, Swept},
    tenant::Tenants,
};

/// The programs of the README are compiled and run like those of this documentation.
#[cfg(all(doctest, feature = "client"))]
#[doc = include_str!("../README.md")]
struct Readme;
