//! Which of Azure's hosts the program runs on, and how that one is asked.

use std::path::PathBuf;

use http::{HeaderName, HeaderValue, Method, header};
use tenantscope_core::{Error, ErrorKind, Failure, Operation, Repeat, Request, Result, Service, Verdict};
use url::{Url, form_urlencoded};

use super::ManagedIdentityId;
use crate::{Environment, environment};

pub(super) static HOST: Service = Service::new("the managed identity endpoint").classify(classify);

/// A host that has identities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    ServiceFabric,
    AppService,
    MachineLearning,
    CloudShell,
    Arc,
    InstanceMetadata,
}

impl Source {
    /// Looks at the variables in the order that Microsoft's libraries have.
    pub(super) fn find(environment: &Environment) -> Self {
        let has = |name| environment.get(name).is_some();
        let identity = has("IDENTITY_ENDPOINT");
        if identity && has("IDENTITY_HEADER") && has("IDENTITY_SERVER_THUMBPRINT") {
            Self::ServiceFabric
        } else if identity && has("IDENTITY_HEADER") {
            Self::AppService
        } else if has("MSI_ENDPOINT") && has("MSI_SECRET") {
            Self::MachineLearning
        } else if has("MSI_ENDPOINT") {
            Self::CloudShell
        } else if (identity && has("IMDS_ENDPOINT")) || has_arc_agent(environment) {
            Self::Arc
        } else {
            Self::InstanceMetadata
        }
    }

    /// The address that is asked.
    pub(super) fn base(self, environment: &Environment) -> Result<Url> {
        let (name, text) = match self {
            Self::ServiceFabric | Self::AppService => ("IDENTITY_ENDPOINT", None),
            Self::MachineLearning | Self::CloudShell => ("MSI_ENDPOINT", None),
            Self::Arc => ("IDENTITY_ENDPOINT", Some("http://127.0.0.1:40342/metadata/identity/oauth2/token")),
            Self::InstanceMetadata => ("AZURE_POD_IDENTITY_AUTHORITY_HOST", Some("http://169.254.169.254")),
        };
        let text = environment.get(name).or_else(|| text.map(str::to_owned)).unwrap_or_default();
        let mut url = Url::parse(&text).ok().filter(Url::has_host).ok_or_else(|| {
            Error::new(
                ErrorKind::InvalidInput,
                format!("{name} is no URL: the host sets it, so leave it as it is"),
            )
        })?;
        if self == Self::InstanceMetadata {
            url.set_path("/metadata/identity/oauth2/token");
        }
        Ok(url)
    }

    /// The thumbprint of the certificate behind which it is, where no authority vouches for that.
    pub(super) fn thumbprint(self, environment: &Environment) -> Option<String> {
        (self == Self::ServiceFabric).then(|| environment.get("IDENTITY_SERVER_THUMBPRINT")).flatten()
    }

    /// The request for a token of one resource.
    pub(super) fn request(
        self,
        operation: &'static Operation,
        base: &Url,
        environment: &Environment,
        resource: &str,
        id: Option<&ManagedIdentityId>,
    ) -> Result<Request> {
        let id = id.map(|id| self.name_of(id)).transpose()?;
        let metadata = (HeaderName::from_static("metadata"), HeaderValue::from_static("true"));
        if self == Self::CloudShell {
            let form =
                form_urlencoded::Serializer::new(String::new()).append_pair("resource", resource).finish();
            return Ok(Request::new(operation, Method::POST, base.clone())
                .body("application/x-www-form-urlencoded", form)
                .header(metadata.0, metadata.1));
        }
        let (version, secret) = match self {
            Self::ServiceFabric => ("2019-07-01-preview", Some(("secret", "IDENTITY_HEADER"))),
            Self::AppService => ("2019-08-01", Some(("x-identity-header", "IDENTITY_HEADER"))),
            Self::MachineLearning => ("2017-09-01", Some(("secret", "MSI_SECRET"))),
            Self::Arc => ("2020-06-01", None),
            Self::InstanceMetadata | Self::CloudShell => ("2018-02-01", None),
        };
        let mut request = Request::new(operation, Method::GET, base.clone())
            .query("api-version", version)
            .query("resource", resource)
            .header(metadata.0, metadata.1);
        // The value changes while the host runs, so it is read every time.
        if let Some((header, variable)) = secret {
            let value = environment.require(variable, "what the host gives")?;
            let mut value = HeaderValue::try_from(value).map_err(|_| {
                Error::new(ErrorKind::InvalidInput, format!("{variable} can't stand in a header"))
            })?;
            value.set_sensitive(true);
            request = request.header(HeaderName::from_static(header), value);
        }
        let default = || match self {
            Self::MachineLearning => environment.get("DEFAULT_IDENTITY_CLIENT_ID").map(|id| ("clientid", id)),
            _ => None,
        };
        if let Some((name, value)) = id.or_else(default) {
            request = request.query(name, &value);
        }
        Ok(request)
    }

    /// A request that the metadata service has to refuse, since it lacks the header.
    pub(super) fn probe(operation: &'static Operation, base: &Url) -> Request {
        Request::new(operation, Method::GET, base.clone())
            .query("api-version", "2018-02-01")
            .query("resource", "https://management.azure.com/")
            .header(header::ACCEPT, HeaderValue::from_static("application/json"))
    }

    /// The query parameter by which this host takes an identity.
    fn name_of(self, id: &ManagedIdentityId) -> Result<(&'static str, String)> {
        use ManagedIdentityId::{ClientId, ObjectId, ResourceId};

        Ok(match (self, id) {
            (Self::InstanceMetadata | Self::AppService, ClientId(id)) => ("client_id", id.clone()),
            (Self::InstanceMetadata, ObjectId(id)) => ("object_id", id.clone()),
            (Self::InstanceMetadata, ResourceId(id)) => ("msi_res_id", id.clone()),
            // This host ignores the other spelling and answers with the system-assigned identity.
            (Self::AppService, ResourceId(id)) => ("mi_res_id", id.clone()),
            (Self::AppService, ObjectId(id)) => ("principal_id", id.clone()),
            (Self::ServiceFabric, ObjectId(id)) => ("principalId", id.clone()),
            (Self::MachineLearning, ClientId(id)) => ("clientid", id.clone()),
            _ => {
                return Err(Error::new(
                    ErrorKind::InvalidInput,
                    format!(
                        "{} can't be asked for an identity by this kind of id: {}",
                        self.name(),
                        self.takes()
                    ),
                ));
            }
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::ServiceFabric => "Service Fabric",
            Self::AppService => "App Service",
            Self::MachineLearning => "Azure Machine Learning",
            Self::CloudShell => "Cloud Shell",
            Self::Arc => "Azure Arc",
            Self::InstanceMetadata => "the instance metadata service",
        }
    }

    fn takes(self) -> &'static str {
        match self {
            Self::ServiceFabric => "name it by its object id, or in the application's deployment",
            Self::MachineLearning => "name it by its client id",
            _ => "it has a system-assigned one only, so name none",
        }
    }

    /// Says on which host it happened.
    pub(super) fn explain(self, error: Error) -> Error {
        error.into_builder().fact("host", self.name()).build()
    }
}

fn has_arc_agent(environment: &Environment) -> bool {
    // A test's map of variables says nothing of this machine's files.
    if !environment.is_process() {
        return false;
    }
    let agent = if cfg!(windows) {
        environment.path("ProgramFiles").map(|path| path.join(r"AzureConnectedMachineAgent\himds.exe"))
    } else {
        Some(PathBuf::from("/opt/azcmagent/bin/himds"))
    };
    agent.is_some_and(|path| environment::exists(&path))
}

/// The hosts' refusals. Which of them pass is as Microsoft documents it for the metadata service.
fn classify(failure: &Failure) -> Option<Verdict> {
    let verdict = match failure.status() {
        400 => Verdict::new(ErrorKind::CredentialUnavailable).advice(
            "Assign the identity to this machine or app, and name it by the right id if it is a user-assigned one.",
        ),
        401 => {
            let verdict = Verdict::new(ErrorKind::Unauthenticated);
            match failure.header("www-authenticate").and_then(|challenge| challenge.split_once("realm=")) {
                Some((scheme, file)) if scheme.trim().eq_ignore_ascii_case("basic") => {
                    verdict.fact("key_file", file.trim().trim_matches('"'))
                }
                _ => verdict,
            }
        }
        403 => Verdict::new(ErrorKind::Unauthenticated),
        // The endpoint is being updated, or the identity hasn't arrived yet.
        404 if failure.code() == Some("ManagedIdentityNotFound") => {
            Verdict::new(ErrorKind::CredentialUnavailable).advice("Assign the identity to the application.")
        }
        404 | 408 | 410 => Verdict::new(ErrorKind::Unavailable).repeat(Repeat::IfRepeatable),
        502 | 504 => Verdict::new(ErrorKind::Unavailable).advice(
            "Something answers in the metadata service's place, usually a proxy: exempt 169.254.169.254 from it.",
        ),
        500..=599 => Verdict::new(ErrorKind::Unavailable)
            .advice("Try again later. App Service also answers so where the scope names no API: check it."),
        _ => return None,
    };
    Some(verdict)
}
