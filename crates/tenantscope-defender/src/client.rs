//! The way in: a client of one tenant's subscriptions.

use tenantscope_core::{Cloud, Credential, Pipeline, Result, ServiceClient, SubscriptionId, TenantId};

use crate::{
    Alerts, Assessments, AssessmentsMetadata, AutoProvisioningSettings, GovernanceRules,
    ManagementGroupHandle, ManagementGroups, Pricings, RegulatoryComplianceStandards, ResourceGraph,
    SecureScoreControlDefinitions, SecureScoreControls, SecureScores, SecurityContacts, Settings,
    SubAssessments, Subscriptions, Sweep, Tenants, error::SERVICE, resource_graph::Quota, scope::Scope,
};

/// Reads Defender for Cloud and what lies around it, for one tenant.
///
/// Cheap to clone, and so is [`for_tenant`](Self::for_tenant). What it may read is decided by Azure role
/// assignments alone: Security Reader on a subscription, or on a management group above it.
#[derive(Clone, Debug)]
pub struct DefenderClient {
    arm: ServiceClient,
    quota: Quota,
}

impl DefenderClient {
    /// Starts a client that takes its tokens from `credential`.
    pub fn builder(credential: impl Into<Credential>) -> DefenderClientBuilder {
        DefenderClientBuilder {
            credential: credential.into(),
            cloud: Cloud::default(),
            tenant: None,
            pipeline: None,
        }
    }

    /// The same for another tenant: same transport, same app, another customer.
    pub fn for_tenant(&self, tenant: TenantId) -> Self {
        Self { arm: self.arm.with_tenant(tenant), quota: self.quota.clone() }
    }

    /// For which tenant it speaks; `None` leaves it to the credential.
    pub fn tenant(&self) -> Option<&TenantId> {
        self.arm.tenant()
    }

    /// The subscriptions that the app has a role in.
    pub fn subscriptions(&self) -> Subscriptions {
        Subscriptions::new(self.root())
    }

    /// What belongs to one subscription.
    pub fn subscription(&self, id: SubscriptionId) -> SubscriptionHandle {
        SubscriptionHandle { scope: Scope::subscription(self.arm.clone(), &id), id }
    }

    /// What belongs to one resource, or to any other scope that has a full id.
    ///
    /// # Errors
    ///
    /// [`InvalidInput`](tenantscope_core::ErrorKind::InvalidInput) if the text is no such id.
    pub fn resource(&self, id: &str) -> Result<ResourceHandle> {
        Ok(ResourceHandle { scope: Scope::resource(self.arm.clone(), id)? })
    }

    /// The tenants that the app's token can see.
    pub fn tenants(&self) -> Tenants {
        Tenants::new(self.root())
    }

    /// The management groups of the tenant.
    pub fn management_groups(&self) -> ManagementGroups {
        ManagementGroups::new(&self.root())
    }

    /// What belongs to one management group. Its name is the last part of its id.
    pub fn management_group(&self, name: &str) -> ManagementGroupHandle {
        ManagementGroupHandle::new(&self.root(), name)
    }

    /// The definitions of all built-in secure score controls.
    pub fn secure_score_control_definitions(&self) -> SecureScoreControlDefinitions {
        SecureScoreControlDefinitions::new(self.root().security())
    }

    /// All built-in recommendations.
    pub fn assessment_metadata(&self) -> AssessmentsMetadata {
        AssessmentsMetadata::new(self.root().security())
    }

    /// The same question to every subscription, with each one's outcome.
    pub fn sweep(&self) -> Sweep {
        Sweep::new(self.clone())
    }

    /// Many subscriptions in one call.
    pub fn resource_graph(&self) -> ResourceGraph {
        ResourceGraph::new(self.arm.clone(), self.quota.clone())
    }

    fn root(&self) -> Scope {
        Scope::root(self.arm.clone())
    }
}

/// Sets up a [`DefenderClient`].
#[must_use = "a client is made by `build`"]
#[derive(Debug)]
pub struct DefenderClientBuilder {
    credential: Credential,
    cloud: Cloud,
    tenant: Option<TenantId>,
    pipeline: Option<Pipeline>,
}

impl DefenderClientBuilder {
    /// The cloud that the subscriptions are in. Default: [`Cloud::Public`].
    ///
    /// In [`Cloud::China`] Microsoft has announced the end of Defender for Cloud for 18 August 2026;
    /// subscriptions and Resource Graph go on.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// The tenant to speak for. Default: the credential's own.
    pub fn tenant(mut self, tenant: TenantId) -> Self {
        self.tenant = Some(tenant);
        self
    }

    /// The pipeline to share with other clients. Default: one of its own.
    pub fn pipeline(mut self, pipeline: Pipeline) -> Self {
        self.pipeline = Some(pipeline);
        self
    }

    /// The client. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// [`Local`](tenantscope_core::ErrorKind::Local) if a pipeline has to be made and TLS can't be set up.
    pub fn build(self) -> Result<DefenderClient> {
        let pipeline = match self.pipeline {
            Some(pipeline) => pipeline,
            None => Pipeline::new()?,
        };
        if self.cloud == Cloud::China {
            tracing::warn!("Defender for Cloud in Azure China was announced to end on 18 August 2026");
        }
        let endpoint = self.cloud.resource_manager();
        let mut arm = ServiceClient::new(pipeline, &SERVICE, endpoint).with_credential(self.credential);
        if let Some(tenant) = self.tenant {
            arm = arm.with_tenant(tenant);
        }
        Ok(DefenderClient { arm, quota: Quota::default() })
    }
}

/// What belongs to one subscription.
#[derive(Clone, Debug)]
pub struct SubscriptionHandle {
    id: SubscriptionId,
    scope: Scope,
}

impl SubscriptionHandle {
    /// The subscription's id.
    pub fn id(&self) -> &SubscriptionId {
        &self.id
    }

    /// Its secure scores.
    pub fn secure_scores(&self) -> SecureScores {
        SecureScores::new(self.scope.security())
    }

    /// The controls of its secure scores.
    pub fn secure_score_controls(&self) -> SecureScoreControls {
        SecureScoreControls::new(self.scope.security())
    }

    /// The definitions of its controls, its own among them.
    pub fn secure_score_control_definitions(&self) -> SecureScoreControlDefinitions {
        SecureScoreControlDefinitions::new(self.scope.security())
    }

    /// What was found of its resources.
    pub fn assessments(&self) -> Assessments {
        Assessments::new(self.scope.security())
    }

    /// The recommendations that its resources are assessed for, its own among them.
    pub fn assessment_metadata(&self) -> AssessmentsMetadata {
        AssessmentsMetadata::new(self.scope.security())
    }

    /// The single findings below its recommendations.
    pub fn sub_assessments(&self) -> SubAssessments {
        SubAssessments::new(self.scope.security())
    }

    /// The standards that it is measured by.
    pub fn regulatory_compliance_standards(&self) -> RegulatoryComplianceStandards {
        RegulatoryComplianceStandards::new(self.scope.security())
    }

    /// Its alerts.
    pub fn alerts(&self) -> Alerts {
        Alerts::new(self.scope.clone())
    }

    /// Its plans.
    pub fn pricings(&self) -> Pricings {
        Pricings::new(self.scope.security())
    }

    /// Whether agents are put on its new machines.
    pub fn auto_provisioning_settings(&self) -> AutoProvisioningSettings {
        AutoProvisioningSettings::new(self.scope.security())
    }

    /// Who hears of its alerts.
    pub fn security_contacts(&self) -> SecurityContacts {
        SecurityContacts::new(self.scope.security())
    }

    /// Which other services share data with it.
    pub fn settings(&self) -> Settings {
        Settings::new(self.scope.security())
    }

    /// By which rules findings are given to somebody.
    pub fn governance_rules(&self) -> GovernanceRules {
        GovernanceRules::new(self.scope.security())
    }
}

/// What belongs to one resource, or to any other scope.
#[derive(Clone, Debug)]
pub struct ResourceHandle {
    scope: Scope,
}

impl ResourceHandle {
    /// What was found of it.
    pub fn assessments(&self) -> Assessments {
        Assessments::new(self.scope.security())
    }

    /// The single findings below its recommendations.
    pub fn sub_assessments(&self) -> SubAssessments {
        SubAssessments::new(self.scope.security())
    }

    /// The plans that hold for it.
    pub fn pricings(&self) -> Pricings {
        Pricings::new(self.scope.security())
    }
}

#[cfg(test)]
mod tests;
