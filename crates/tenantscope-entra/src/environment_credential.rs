//! The app that the environment's variables describe.

use async_trait::async_trait;
use tenantscope_core::{
    AccessToken, ClientId, Cloud, Credential, CredentialIdentity, Error, ErrorKind, ParseIdError, Result,
    Secret, TenantId, TokenCredential, TokenRequest,
};

use crate::{
    ClientCertificateCredential, ClientSecretCredential, Environment, FederatedCredential, TokenFile,
    app::{Settings, common_setters},
};

/// The app that the usual environment variables describe. Cheap to clone.
///
/// ```no_run
/// # fn run() -> tenantscope_core::Result<()> {
/// use tenantscope_entra::EnvironmentCredential;
///
/// let credential = EnvironmentCredential::builder().build()?;
/// println!("signing in with {}", credential.means());
/// # Ok(()) }
/// ```
///
/// | variable | |
/// |---|---|
/// | `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` | needed |
/// | `AZURE_CLIENT_SECRET` | the first of these three that is set counts |
/// | `AZURE_CLIENT_CERTIFICATE_PATH`, with `AZURE_CLIENT_CERTIFICATE_PASSWORD` and `AZURE_CLIENT_SEND_CERTIFICATE_CHAIN` | PEM, PKCS#12 or base64 of either |
/// | `AZURE_FEDERATED_TOKEN_FILE` | a file that is read for every token |
/// | `AZURE_AUTHORITY_HOST`, `AZURE_ENVIRONMENT` | the cloud, unless the builder names one |
#[derive(Clone, Debug)]
pub struct EnvironmentCredential {
    credential: Credential,
    tenant: TenantId,
    client_id: ClientId,
    means: &'static str,
}

impl EnvironmentCredential {
    /// Starts a credential from the process's variables.
    pub fn builder() -> EnvironmentCredentialBuilder {
        EnvironmentCredentialBuilder::default()
    }

    /// The tenant of requests that name none.
    pub fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    /// The app.
    pub fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// How the app proves itself: `client secret`, `certificate` or `federated token`.
    pub fn means(&self) -> &'static str {
        self.means
    }
}

#[async_trait]
impl TokenCredential for EnvironmentCredential {
    async fn get_token(&self, request: &TokenRequest) -> Result<AccessToken> {
        self.credential.get_token(request).await
    }

    fn identity(&self) -> CredentialIdentity {
        self.credential.identity()
    }
}

/// Sets up an [`EnvironmentCredential`].
#[must_use = "a credential is made by `build`"]
#[derive(Clone, Debug, Default)]
pub struct EnvironmentCredentialBuilder {
    environment: Environment,
    names_cloud: bool,
    settings: Settings,
}

impl EnvironmentCredentialBuilder {
    common_setters!(but cloud);

    /// The cloud that the app signs in at. Default: the one that the variables name.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.settings.cloud = cloud;
        self.names_cloud = true;
        self
    }

    /// Where to look for the variables. Default: the process's own.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// The credential.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::CredentialUnavailable`] if a variable isn't set; [`ErrorKind::InvalidInput`] if one holds
    /// what it can't hold. The text names it.
    pub fn build(mut self) -> Result<EnvironmentCredential> {
        let environment = &self.environment;
        let tenant: TenantId =
            parse("AZURE_TENANT_ID", &environment.require("AZURE_TENANT_ID", "the tenant's id or domain")?)?;
        let client_id: ClientId =
            parse("AZURE_CLIENT_ID", &environment.require("AZURE_CLIENT_ID", "the app's client id")?)?;
        if !self.names_cloud {
            self.settings.cloud = environment.cloud()?;
        }
        let (credential, means) = self.credential(tenant.clone(), client_id.clone())?;
        Ok(EnvironmentCredential { credential, tenant, client_id, means })
    }

    fn credential(&self, tenant: TenantId, client_id: ClientId) -> Result<(Credential, &'static str)> {
        let (environment, settings) = (&self.environment, &self.settings);
        if let Some(secret) = environment.get("AZURE_CLIENT_SECRET") {
            let builder = ClientSecretCredential::builder(tenant, client_id, secret);
            return Ok((builder.with_settings(settings).build()?.into(), "client secret"));
        }
        if let Some(path) = environment.path("AZURE_CLIENT_CERTIFICATE_PATH") {
            let password = environment.get("AZURE_CLIENT_CERTIFICATE_PASSWORD").map(Secret::new);
            let builder = ClientCertificateCredential::builder(tenant, client_id)
                .certificate_file(path, password)
                .map_err(|error| in_variable("AZURE_CLIENT_CERTIFICATE_PATH", error))?
                .send_certificate_chain(environment.flag("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"));
            return Ok((builder.with_settings(settings).build()?.into(), "certificate"));
        }
        if let Some(path) = environment.path("AZURE_FEDERATED_TOKEN_FILE") {
            let builder = FederatedCredential::builder(tenant, client_id, TokenFile::new(path));
            return Ok((builder.with_settings(settings).build()?.into(), "federated token"));
        }
        Err(Error::builder(ErrorKind::CredentialUnavailable)
            .detail(
                "none of AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH and AZURE_FEDERATED_TOKEN_FILE is set",
            )
            .advice("Set one of them to the app's proof, or use another credential.")
            .build())
    }
}

fn parse<T: std::str::FromStr<Err = ParseIdError>>(name: &str, value: &str) -> Result<T> {
    value.parse().map_err(|error: ParseIdError| in_variable(name, error.into()))
}

fn in_variable(name: &str, error: Error) -> Error {
    let detail = error.to_string();
    let detail = detail.strip_prefix("invalid input: ").unwrap_or(&detail);
    let detail = format!("{name}: {detail}");
    error.into_builder().detail(detail).build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{
        self,
        stub::{Stub, token},
    };

    const APP: [(&str, &str); 2] =
        [("AZURE_TENANT_ID", "contoso.com"), ("AZURE_CLIENT_ID", "11111111-2222-3333-4444-555555555555")];

    fn build(more: &[(&str, &str)]) -> Result<EnvironmentCredential> {
        let environment = Environment::of(APP.iter().chain(more).copied());
        EnvironmentCredential::builder().environment(environment).pipeline(Stub::new([]).pipeline()).build()
    }

    #[tokio::test]
    async fn variables_describe_the_app_and_its_cloud() {
        let path = std::env::temp_dir().join(format!("tenantscope-{}.pem", uuid::Uuid::new_v4()));
        std::fs::write(&path, testing::rsa().pem()).unwrap();
        let path_text = path.to_str().unwrap();
        for (more, means) in [
            (vec![("AZURE_CLIENT_SECRET", "s"), ("AZURE_CLIENT_CERTIFICATE_PATH", "/none")], "client secret"),
            (vec![("AZURE_CLIENT_CERTIFICATE_PATH", path_text)], "certificate"),
            (vec![("AZURE_FEDERATED_TOKEN_FILE", "/not/there/yet")], "federated token"),
        ] {
            assert_eq!(build(&more).unwrap().means(), means);
        }
        std::fs::remove_file(&path).unwrap();
        let stub = Stub::new([token("t")]);
        let environment = Environment::of(APP.into_iter().chain([
            ("AZURE_CLIENT_SECRET", "s"),
            ("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.us/"),
        ]));
        let credential = EnvironmentCredential::builder()
            .environment(environment)
            .pipeline(stub.pipeline())
            .build()
            .unwrap();
        credential.get_token(&TokenRequest::new("https://graph.microsoft.us/.default")).await.unwrap();
        assert!(stub.uris()[0].starts_with("https://login.microsoftonline.us/contoso.com/"));
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        let error = build(&[]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::CredentialUnavailable);
        assert!(error.to_string().contains("AZURE_CLIENT_CERTIFICATE_PATH"), "{error}");
        for (name, value) in [
            ("AZURE_TENANT_ID", "contoso/com"),
            ("AZURE_CLIENT_ID", "my-app"),
            ("AZURE_AUTHORITY_HOST", "https://evil.example"),
            ("AZURE_CLIENT_CERTIFICATE_PATH", "/no/such/file.pem"),
        ] {
            let error = build(&[(name, value)]).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput);
            assert!(error.to_string().contains(name), "{error}");
        }
        let empty = EnvironmentCredential::builder().environment(Environment::of([("A", "b")]));
        assert!(empty.build().unwrap_err().to_string().contains("AZURE_TENANT_ID isn't set"));
    }
}
