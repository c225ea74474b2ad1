//! The way in: a client of one tenant's subscriptions.

use tenantscope_core::{Cloud, Credential, Pipeline, Result, ServiceClient, SubscriptionId, TenantId};

use crate::{
    error::SERVICE, scope::Scope, secure_score::SecureScores, secure_score_control::SecureScoreControls,
    subscription::Subscriptions,
};

/// Reads Defender for Cloud and what lies around it, for one tenant.
///
/// Cheap to clone, and so is [`for_tenant`](Self::for_tenant). What it may read is decided by Azure role
/// assignments alone: Security Reader on a subscription, or on a management group above it.
#[derive(Clone, Debug)]
pub struct DefenderClient {
    arm: ServiceClient,
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
        Self { arm: self.arm.with_tenant(tenant) }
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
        SubscriptionHandle { security: Scope::subscription(self.arm.clone(), &id).security(), id }
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
        Ok(DefenderClient { arm })
    }
}

/// What belongs to one subscription.
#[derive(Clone, Debug)]
pub struct SubscriptionHandle {
    id: SubscriptionId,
    security: Scope,
}

impl SubscriptionHandle {
    /// The subscription's id.
    pub fn id(&self) -> &SubscriptionId {
        &self.id
    }

    /// Its secure scores.
    pub fn secure_scores(&self) -> SecureScores {
        SecureScores::new(self.security.clone())
    }

    /// The controls of its secure scores.
    pub fn secure_score_controls(&self) -> SecureScoreControls {
        SecureScoreControls::new(self.security.clone())
    }
}

#[cfg(test)]
mod tests;
