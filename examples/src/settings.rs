//! The settings that every example reads from the environment, by the names that Azure's own tools use.

use std::{env, error::Error, fs};

use tenantscope::{
    Client, ClientId, Cloud, Credential, Pipeline, Secret, SubscriptionId, TenantId,
    entra::{ClientCertificateCredential, ClientSecretCredential},
};
use tenantscope_emulator::Emulator;

/// The variables and what they mean, for `--help`.
pub const VARIABLES: &str = "\
Environment:
  AZURE_TENANT_ID                     tenant id or domain; several by comma; none = a local emulator
  AZURE_CLIENT_ID                     application (client) id
  AZURE_CLIENT_SECRET                 the secret's value, or else:
  AZURE_CLIENT_CERTIFICATE_PATH       PEM or PKCS#12 file with certificate and private key
  AZURE_CLIENT_CERTIFICATE_PASSWORD   its password
  AZURE_SUBSCRIPTION_ID               subscription; several by comma; none = all that the app can see
  AZURE_ENVIRONMENT                   AzurePublicCloud (default), GCC, AzureUSGovernment, DoD, AzureChinaCloud
  AZURE_ENVIRONMENT_FILEPATH          or a file with endpoints of your own, as JSON
  AUDIT_PUBLISHER_ID                  tenant of your company, for the audit feed; default: the first tenant
  HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE as everywhere";

/// Which tenants, as which app, in which cloud.
#[derive(Debug)]
pub struct Settings {
    /// The cloud.
    pub cloud: Cloud,
    /// The tenants, in the order they were given.
    pub tenants: Vec<TenantId>,
    /// The subscriptions; none means all that the app can see.
    pub subscriptions: Vec<SubscriptionId>,
    /// The emulator, if no tenant was configured.
    pub emulator: Option<Emulator>,
    credential: Credential,
    publisher: Option<TenantId>,
    pipeline: Pipeline,
}

impl Settings {
    /// Reads the environment, or starts the emulator with three tenants if it names none.
    ///
    /// # Errors
    ///
    /// A text that names the variable and what was expected.
    pub async fn read() -> Result<Self, Box<dyn Error>> {
        let pipeline = Pipeline::builder().user_agent("tenantscope-examples").build()?;
        let tenants: Vec<TenantId> = list("AZURE_TENANT_ID")?;
        if tenants.is_empty() {
            return Self::emulated(pipeline).await;
        }
        let cloud = cloud()?;
        let credential = credential(&tenants[0], &cloud, &pipeline)?;
        Ok(Self {
            cloud,
            tenants,
            subscriptions: list("AZURE_SUBSCRIPTION_ID")?,
            emulator: None,
            credential,
            publisher: list("AUDIT_PUBLISHER_ID")?.into_iter().next(),
            pipeline,
        })
    }

    async fn emulated(pipeline: Pipeline) -> Result<Self, Box<dyn Error>> {
        let emulator = Emulator::builder().tenants(3).start().await?;
        let tenants: Vec<TenantId> =
            emulator.tenants().iter().map(tenantscope_emulator::Tenant::id).collect();
        let app = emulator.app();
        let home = tenants.first().ok_or("the emulator has no tenant")?;
        let credential = ClientSecretCredential::builder(home.clone(), app.client_id(), app.secret())
            .cloud(emulator.cloud())
            .pipeline(pipeline.clone())
            .build()?;
        Ok(Self {
            cloud: emulator.cloud(),
            tenants,
            subscriptions: Vec::new(),
            emulator: Some(emulator),
            credential: credential.into(),
            publisher: None,
            pipeline,
        })
    }

    /// A client of the first tenant; others are `for_tenant` away.
    ///
    /// # Errors
    ///
    /// If it can't be set up on this machine.
    pub fn client(&self) -> Result<Client, Box<dyn Error>> {
        let mut builder = Client::builder(self.credential.clone())
            .cloud(self.cloud.clone())
            .pipeline(self.pipeline.clone());
        if let Some(tenant) = self.tenants.first() {
            builder = builder.tenant(tenant.clone());
        }
        if let Some(publisher) = &self.publisher {
            builder = builder.publisher(publisher.clone());
        }
        Ok(builder.build()?)
    }

    /// What to say first: whose data follows.
    pub fn headline(&self) -> String {
        match (&self.emulator, self.tenants.len()) {
            (Some(_), count) => {
                format!(
                    "No AZURE_TENANT_ID is set: this is the emulator, with {count} tenants of made-up data."
                )
            }
            (None, 1) => format!("Tenant {} in {}.", self.tenants[0], self.cloud),
            (None, count) => format!("{count} tenants in {}.", self.cloud),
        }
    }
}

fn cloud() -> Result<Cloud, Box<dyn Error>> {
    if let Some(path) = variable("AZURE_ENVIRONMENT_FILEPATH") {
        let text =
            fs::read_to_string(&path).map_err(|e| format!("AZURE_ENVIRONMENT_FILEPATH: {path}: {e}"))?;
        return serde_json::from_str(&text)
            .map_err(|e| format!("AZURE_ENVIRONMENT_FILEPATH: {path}: {e}").into());
    }
    match variable("AZURE_ENVIRONMENT") {
        Some(name) => name.parse().map_err(|e| format!("AZURE_ENVIRONMENT: {e}").into()),
        None => Ok(Cloud::Public),
    }
}

fn credential(home: &TenantId, cloud: &Cloud, pipeline: &Pipeline) -> Result<Credential, Box<dyn Error>> {
    let client_id: ClientId = variable("AZURE_CLIENT_ID")
        .ok_or("AZURE_CLIENT_ID is missing: set the Application (client) ID of the app registration")?
        .parse()
        .map_err(|e| format!("AZURE_CLIENT_ID: {e}"))?;
    if let Some(secret) = variable("AZURE_CLIENT_SECRET") {
        let credential = ClientSecretCredential::builder(home.clone(), client_id, secret)
            .cloud(cloud.clone())
            .pipeline(pipeline.clone())
            .build()?;
        return Ok(credential.into());
    }
    let path = variable("AZURE_CLIENT_CERTIFICATE_PATH").ok_or(
        "neither AZURE_CLIENT_SECRET nor AZURE_CLIENT_CERTIFICATE_PATH is set: the app needs one of them",
    )?;
    let password = variable("AZURE_CLIENT_CERTIFICATE_PASSWORD").map(Secret::new);
    let chain = variable("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN")
        .is_some_and(|text| text == "1" || text.eq_ignore_ascii_case("true"));
    let credential = ClientCertificateCredential::builder(home.clone(), client_id)
        .certificate_file(path, password)?
        .send_certificate_chain(chain)
        .cloud(cloud.clone())
        .pipeline(pipeline.clone())
        .build()?;
    Ok(credential.into())
}

/// A variable that is set to something.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The values of a variable, divided by commas.
fn list<T: std::str::FromStr<Err: std::fmt::Display>>(name: &str) -> Result<Vec<T>, Box<dyn Error>> {
    let text = variable(name).unwrap_or_default();
    let values = text.split(',').map(str::trim).filter(|value| !value.is_empty());
    values.map(|value| value.parse().map_err(|e| format!("{name}: {e}").into())).collect()
}
