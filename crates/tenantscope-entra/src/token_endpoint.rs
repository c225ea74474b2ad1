//! The token request itself: one form to the tenant's token endpoint, and what comes back.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::Method;
use serde::Deserialize;
use tenantscope_core::{
    AccessToken, Cloud, Endpoint, ErrorKind, Operation, Pipeline, Request, Response, Result, Secret, Service,
    ServiceClient, TenantId, Timestamp, json_problem, lenient,
};
use url::{Url, form_urlencoded};

use crate::failure;

pub(crate) static IDENTITY_PLATFORM: Service = Service::new("the Microsoft identity platform")
    .request_id_header("client-request-id")
    .headers(&[("return-client-request-id", "true")])
    .classify(failure::classify);

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// Everything else waits for the token, so a lasting failure has to show soon.
const REPETITIONS: u32 = 2;

/// Names and values of a form.
pub(crate) type Parameters = Vec<(&'static str, Secret)>;

/// The token endpoint of one tenant.
#[derive(Clone, Debug)]
pub(crate) struct TokenEndpoint {
    client: ServiceClient,
    url: Url,
}

impl TokenEndpoint {
    pub(crate) fn new(pipeline: &Pipeline, cloud: &Cloud, tenant: &TenantId) -> Result<Self> {
        let client = client(pipeline, cloud, tenant)?;
        let url = client.url(&[tenant.as_str(), "oauth2", "v2.0", "token"])?;
        Ok(Self { client, url })
    }

    /// The address, which is also the audience of assertions for this tenant and no other.
    pub(crate) fn url(&self) -> &Url {
        &self.url
    }

    /// Sends the form that `make` writes anew for every attempt.
    pub(crate) async fn redeem<F, R>(&self, operation: &'static Operation, make: F) -> Result<Answer>
    where
        F: Fn(Timestamp) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Parameters>> + Send + 'static,
    {
        let clock = Arc::clone(self.client.pipeline().clock());
        // What the answer takes to arrive is part of the token's life.
        let sent = Arc::new(Mutex::new(clock.now()));
        let last_sent = Arc::clone(&sent);
        let request = Request::new(operation, Method::POST, self.url.clone())
            .at_most_repetitions(REPETITIONS)
            .body_per_attempt(FORM, move || {
                let now = clock.now();
                *last_sent.lock().unwrap_or_else(PoisonError::into_inner) = now;
                let parameters = make(now);
                async move { Ok(encode(&parameters.await?)) }
            });
        let response = self.client.send(request).await?;
        let sent = *sent.lock().unwrap_or_else(PoisonError::into_inner);
        Answer::read(&response, sent)
    }
}

/// The identity platform, spoken to for one tenant.
pub(crate) fn client(pipeline: &Pipeline, cloud: &Cloud, tenant: &TenantId) -> Result<ServiceClient> {
    let endpoint = Endpoint::new(cloud.login().as_str(), "")?;
    Ok(ServiceClient::new(pipeline.clone(), &IDENTITY_PLATFORM, endpoint).with_tenant(tenant.clone()))
}

pub(crate) fn encode(parameters: &[(&'static str, Secret)]) -> Bytes {
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (name, value) in parameters {
        form.append_pair(name, value.expose());
    }
    Bytes::from(form.finish())
}

/// A successful answer of the token endpoint.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) token: AccessToken,
    pub(crate) refresh_token: Option<Secret>,
}

/// The members as they come: numbers may be texts, and texts may hold escapes.
#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    token_type: Option<String>,
    #[serde(default)]
    access_token: Option<String>,
    #[serde(default)]
    refresh_token: Option<String>,
    #[serde(default, with = "lenient::integer")]
    expires_in: Option<i64>,
    #[serde(default, with = "lenient::integer")]
    refresh_in: Option<i64>,
}

impl Answer {
    fn read(response: &Response, sent: Timestamp) -> Result<Self> {
        let unexpected =
            |detail: String| response.head().error(ErrorKind::UnexpectedResponse).detail(detail).build();
        let body: Body = serde_json::from_slice(response.body()).map_err(|error| {
            unexpected(format!("the token answer can't be read: {}", json_problem(&error)))
        })?;
        let Some(token) = body.access_token.filter(|token| !token.is_empty()) else {
            return Err(unexpected("the token answer holds no token".to_owned()));
        };
        if let Some(other) = body.token_type.filter(|kind| !kind.eq_ignore_ascii_case("bearer")) {
            let other: String = other.chars().take(20).collect();
            return Err(unexpected(format!(
                "the token is of the type `{}`, not Bearer",
                other.escape_debug()
            )));
        }
        let after = |seconds: i64| {
            sent.saturating_add(std::time::Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
        };
        let mut token = AccessToken::new(token, after(body.expires_in.unwrap_or(DEFAULT_LIFE)));
        if let Some(refresh_in) = body.refresh_in {
            token = token.with_refresh_on(after(refresh_in));
        }
        let refresh_token = body.refresh_token.filter(|token| !token.is_empty()).map(Secret::new);
        Ok(Self { token, refresh_token })
    }
}

/// Seconds, where the answer doesn't say.
const DEFAULT_LIFE: i64 = 3600;
