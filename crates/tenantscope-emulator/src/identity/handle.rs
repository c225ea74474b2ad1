//! What a test sees of the identities: who they are, and the environment of each platform.

use std::{path::Path, sync::Arc};

use super::Identity;
use crate::{
    emulator::Emulator,
    keys,
    login::federation,
    service::Service,
    tenant::Tenant,
    world::{World, lock},
};

/// The `iss` of the tokens of GitHub's jobs.
pub(super) const GITHUB_ISSUER: &str = "https://token.actions.githubusercontent.com";

/// The machine that the identities belong to, as each platform would describe it. A cheap handle,
/// from [`Emulator::managed_identity`].
///
/// The accessors named after platforms give the environment variables that a program finds there.
/// Its identities live in the first tenant, and have the permissions that the app has.
#[derive(Clone, Debug)]
pub struct ManagedIdentity {
    world: Arc<World>,
}

/// One identity, by each of its names.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AssignedIdentity {
    /// Its client id.
    pub client_id: String,
    /// Its object id, or principal id: the `sub` of its tokens.
    pub object_id: String,
    /// Its id in Resource Manager; the machine's for a system-assigned one.
    pub resource_id: String,
}

impl From<&Identity> for AssignedIdentity {
    fn from(identity: &Identity) -> Self {
        Self {
            client_id: identity.client_id.clone(),
            object_id: identity.object_id.clone(),
            resource_id: identity.resource_id.clone(),
        }
    }
}

impl Emulator {
    /// A machine with managed identities.
    pub fn managed_identity(&self) -> ManagedIdentity {
        // Entra knows the keys of the issuer of GitHub's jobs, as it does in reality.
        self.register_issuer_key(GITHUB_ISSUER, self.world.signer.public_key());
        ManagedIdentity { world: self.world.clone() }
    }
}

impl ManagedIdentity {
    /// The machine's own identity.
    pub fn system_assigned(&self) -> AssignedIdentity {
        (&self.world.identities.system).into()
    }

    /// The identities that somebody has assigned to the machine.
    pub fn user_assigned(&self) -> Vec<AssignedIdentity> {
        self.world.identities.user.iter().map(Into::into).collect()
    }

    /// Whether the machine has an identity of its own. It has by default.
    pub fn set_system_assigned(&self, present: bool) {
        lock(&self.world.identities.state).has_system = present;
    }

    /// The `iss` of its tokens for `api://AzureADTokenExchange`, for
    /// [`App::add_federated_credential`](crate::App::add_federated_credential).
    pub fn issuer(&self) -> String {
        let tenant = Tenant { world: self.world.clone(), index: 0 };
        federation::own_issuer(&self.world, &tenant.state().id)
    }

    /// Changes the value that App Service, Service Fabric, Azure ML and GitHub want to see. The
    /// environments have the new one from then on.
    pub fn rotate_header(&self) {
        lock(&self.world.identities.state).header = keys::random_guid();
    }

    /// A virtual machine: where its metadata service is, in place of 169.254.169.254.
    pub fn imds_environment(&self) -> Vec<(String, String)> {
        pairs([("AZURE_POD_IDENTITY_AUTHORITY_HOST", self.origin().to_owned())])
    }

    /// App Service, Functions and Container Apps.
    pub fn app_service_environment(&self) -> Vec<(String, String)> {
        let header = self.world.identities.header();
        pairs([("IDENTITY_ENDPOINT", format!("{}/msi/token", self.origin())), ("IDENTITY_HEADER", header)])
    }

    /// A server with Azure Arc, whose agent writes its keys into `folder`.
    pub fn azure_arc_environment(&self, folder: impl AsRef<Path>) -> Vec<(String, String)> {
        lock(&self.world.identities.state).arc_folder = Some(folder.as_ref().to_owned());
        pairs([
            ("IDENTITY_ENDPOINT", format!("{}/arc/metadata/identity/oauth2/token", self.origin())),
            ("IMDS_ENDPOINT", format!("{}/arc", self.origin())),
        ])
    }

    /// Azure Machine Learning.
    pub fn azure_ml_environment(&self) -> Vec<(String, String)> {
        pairs([
            ("MSI_ENDPOINT", format!("{}/azureml/token", self.origin())),
            ("MSI_SECRET", self.world.identities.header()),
            ("DEFAULT_IDENTITY_CLIENT_ID", self.world.identities.system.client_id.clone()),
        ])
    }

    /// Cloud Shell.
    pub fn cloud_shell_environment(&self) -> Vec<(String, String)> {
        pairs([("MSI_ENDPOINT", format!("{}/oauth2/token", self.origin()))])
    }

    /// Service Fabric. The thumbprint is that of the certificate behind which it listens.
    pub fn service_fabric_environment(&self) -> Vec<(String, String)> {
        let (origin, thumbprint) = self.world.identities.fabric.get().cloned().unwrap_or_default();
        pairs([
            ("IDENTITY_ENDPOINT", format!("{origin}/fabric/metadata/identity/oauth2/token")),
            ("IDENTITY_HEADER", self.world.identities.header()),
            ("IDENTITY_SERVER_THUMBPRINT", thumbprint),
        ])
    }

    /// A job of GitHub Actions with this subject, such as
    /// `repo:contoso/posture:ref:refs/heads/main`. Its issuer is
    /// `https://token.actions.githubusercontent.com`.
    pub fn github_actions_environment(&self, subject: impl Into<String>) -> Vec<(String, String)> {
        lock(&self.world.identities.state).github_subject = subject.into();
        pairs([
            ("ACTIONS_ID_TOKEN_REQUEST_URL", format!("{}/github/token?api-version=2.0", self.origin())),
            ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", self.world.identities.header()),
        ])
    }

    fn origin(&self) -> &str {
        self.world.origin(Service::ManagedIdentity)
    }
}

fn pairs<const N: usize>(pairs: [(&str, String); N]) -> Vec<(String, String)> {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
