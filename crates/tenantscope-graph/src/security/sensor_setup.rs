//! What a new sensor of Defender for Identity is set up with.

use http::Method;
use serde::Deserialize;
use tenantscope_core::{Item, Operation, Result, Secret};

use super::{SensorCandidateActivationConfiguration, Sensors};
use crate::query::Collection;

const READ: [&str; 2] = ["SecurityIdentitiesSensors.Read.All", "SecurityIdentitiesSensors.ReadWrite.All"];

static PACKAGE: Operation = Operation::new("get sensor deployment package").permissions(&READ);
static KEY: Operation = Operation::new("get sensor deployment key").permissions(&READ);
static NEW_KEY: Operation = Operation::new("regenerate sensor deployment key")
    .permissions(&["SecurityIdentitiesSensors.ReadWrite.All"])
    .not_repeatable();
static ACTIVATION: Operation = Operation::new("get sensor activation").permissions(&READ);

#[derive(Deserialize)]
struct Key {
    #[serde(rename = "deploymentAccessKey")]
    key: String,
}

#[derive(Deserialize)]
struct Package {
    #[serde(rename = "downloadUrl")]
    url: String,
}

/// * Permission: `SecurityIdentitiesSensors.Read.All`, or `SecurityIdentitiesSensors.ReadWrite.All` for a new key
/// * Source: "sensor resource type", <https://learn.microsoft.com/graph/api/resources/security-sensor>
impl Collection<Sensors> {
    /// Where the installer can be had. The address works without a token for some time, so it is a secret.
    ///
    /// # Errors
    ///
    /// [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) without the permission.
    pub async fn deployment_package(&self) -> Result<Secret> {
        let package = self.call::<Package>(&PACKAGE, Method::GET, "getDeploymentPackageUri()").await?;
        Ok(Secret::from(package.into_value().url))
    }

    /// The key that an installer needs.
    ///
    /// # Errors
    ///
    /// As [`deployment_package`](Self::deployment_package).
    pub async fn deployment_key(&self) -> Result<Secret> {
        let key = self.call::<Key>(&KEY, Method::GET, "getDeploymentAccessKey()").await?;
        Ok(Secret::from(key.into_value().key))
    }

    /// Makes a new key; the one before can't be used any more.
    ///
    /// # Errors
    ///
    /// As [`deployment_package`](Self::deployment_package).
    pub async fn regenerate_deployment_key(&self) -> Result<Secret> {
        let key = self.call::<Key>(&NEW_KEY, Method::POST, "regenerateDeploymentAccessKey").await?;
        Ok(Secret::from(key.into_value().key))
    }

    /// Whether new sensors are activated by themselves.
    ///
    /// # Errors
    ///
    /// As [`deployment_package`](Self::deployment_package).
    pub async fn activation(&self) -> Result<Item<SensorCandidateActivationConfiguration>> {
        let path = ["security", "identities", "sensorCandidateActivationConfiguration"];
        let request = self.client().request(&ACTIVATION, Method::GET, &path)?;
        self.client().service().send(request).await?.item()
    }

    async fn call<T: serde::de::DeserializeOwned>(
        &self,
        operation: &'static Operation,
        method: Method,
        function: &str,
    ) -> Result<Item<T>> {
        let function = format!("microsoft.graph.security.{function}");
        let request = self.client().request(operation, method, &self.path(&[&function]))?;
        self.client().service().send(request).await?.item()
    }
}
