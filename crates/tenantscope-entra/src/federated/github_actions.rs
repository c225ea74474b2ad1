//! The token of a running GitHub workflow.

use async_trait::async_trait;
use http::{HeaderValue, Method, header};
use serde::Deserialize;
use tenantscope_core::{
    Endpoint, Error, ErrorKind, Operation, Pipeline, Request, Result, Secret, Service, ServiceClient,
    json_problem,
};
use url::Url;

use super::AssertionSource;
use crate::Environment;

static GITHUB: Service = Service::new("GitHub Actions");
static GET_TOKEN: Operation = Operation::new("get the workflow's token");

/// The token of the GitHub workflow in which the program runs.
///
/// The job needs `permissions: id-token: write`. The app registration's federated credential has to name
/// the subject that the workflow sends: `repo:OWNER/REPO:ref:refs/heads/main`, or the form with the ids of
/// owner and repository that new repositories send.
#[derive(Clone, Debug)]
pub struct GitHubActions {
    environment: Environment,
    pipeline: Pipeline,
}

impl GitHubActions {
    /// The workflow of this process.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Local`] if TLS can't be set up.
    pub fn new() -> Result<Self> {
        Ok(Self::with(Environment::process(), Pipeline::new()?))
    }

    /// The workflow that these variables describe, asked through this pipeline.
    pub fn with(environment: Environment, pipeline: Pipeline) -> Self {
        Self { environment, pipeline }
    }
}

#[derive(Deserialize)]
struct Answer {
    value: String,
}

#[async_trait]
impl AssertionSource for GitHubActions {
    async fn assertion(&self, audience: &str) -> Result<Secret> {
        let here = "what a job with `permissions: id-token: write` finds there";
        let url = self.environment.require("ACTIONS_ID_TOKEN_REQUEST_URL", here)?;
        let token = Secret::new(self.environment.require("ACTIONS_ID_TOKEN_REQUEST_TOKEN", here)?);
        let invalid =
            |why: &str| Error::new(ErrorKind::InvalidInput, format!("ACTIONS_ID_TOKEN_REQUEST_URL {why}"));
        let url = Url::parse(&url).map_err(|_| invalid("is no URL"))?;
        let endpoint =
            Endpoint::new(&url.origin().ascii_serialization(), "").map_err(|_| invalid("isn't https"))?;
        let mut authorization = HeaderValue::try_from(format!("bearer {}", token.expose()))
            .map_err(|_| Error::new(ErrorKind::InvalidInput, "ACTIONS_ID_TOKEN_REQUEST_TOKEN is no token"))?;
        authorization.set_sensitive(true);
        let client = ServiceClient::new(self.pipeline.clone(), &GITHUB, endpoint);
        let request = Request::new(&GET_TOKEN, Method::GET, url)
            .query("audience", audience)
            .header(header::AUTHORIZATION, authorization);
        let response = client.send(request).await?;
        let answer: Answer = serde_json::from_slice(response.body()).map_err(|error| {
            response
                .head()
                .error(ErrorKind::UnexpectedResponse)
                .detail(format!("the answer holds no token: {}", json_problem(&error)))
                .build()
        })?;
        Ok(Secret::new(answer.value))
    }
}
