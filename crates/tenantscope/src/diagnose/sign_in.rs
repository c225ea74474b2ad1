//! The tenant and its cloud, the clock, the credential, and a token for each API.

use std::time::Duration;

use futures_util::future;
use tenantscope_core::{
    AccessToken, Cloud, Endpoint, Error, ErrorKind, OpenIdConfiguration, Result, TenantId, Timestamp,
    TokenRequest,
};

use super::{
    Check, Examination, Findings, Outcome, Quick, Remedy,
    report::{ON_THE_WAY, SIGNING_IN},
};

/// A clock that is further off than this keeps a certificate from signing in.
const CLOCK_TOLERANCE: u64 = 5 * 60;

/// A clock that is further off than this deserves a word.
const CLOCK_ATTENTION: u64 = 60;

/// A certificate that ends sooner deserves a word.
const EXPIRY_ATTENTION: Duration = Duration::from_secs(30 * 86_400);

/// The tokens that were issued.
#[derive(Default)]
pub(super) struct Tokens {
    pub(super) graph: Option<AccessToken>,
    pub(super) azure: Option<AccessToken>,
    pub(super) management: Option<AccessToken>,
}

impl Examination<'_> {
    /// Whether the configured cloud has the tenant, and what time it is there.
    pub(super) async fn look_at_tenant(&self, quick: &Quick, tenant: &TenantId) -> Findings {
        let look = async {
            let mut findings = Findings::default();
            let cloud = self.client.cloud();
            match quick.pipeline.openid_response(cloud, tenant).await {
                Ok(response) => {
                    let service_time = response.head().date();
                    match response.item::<OpenIdConfiguration>() {
                        Ok(configuration) => self.place(&mut findings, cloud, &configuration),
                        Err(error) => findings.check(Check::failed("tenant", &error)),
                    }
                    if let Some(service_time) = service_time {
                        clock(&mut findings, self.client.pipeline().clock().now(), service_time);
                    }
                }
                Err(error) if error.kind() == ErrorKind::TenantNotFound => {
                    self.elsewhere(quick, tenant, &error, &mut findings).await;
                }
                Err(error) => findings.check(Check::failed("tenant", &error)),
            }
            findings
        };
        self.timed(look, "tenant").await
    }

    /// The tenant is there. Two clouds share a login host with another; the region tells them apart.
    fn place(&self, findings: &mut Findings, cloud: &Cloud, configuration: &OpenIdConfiguration) {
        let id = configuration.tenant_id().map(|id| id.to_string()).unwrap_or_default();
        let precise = match configuration.tenant_region_sub_scope.as_deref() {
            Some("GCC") => Some(Cloud::Gcc),
            Some("DODCON") => Some(Cloud::GccHigh),
            Some("DOD") => Some(Cloud::Dod),
            _ => None,
        };
        match precise {
            Some(precise) if precise != *cloud && !matches!(cloud, Cloud::Custom(_)) => {
                let differs = precise.login() != cloud.login()
                    || precise.graph() != cloud.graph()
                    || self.needs.audit_feed.is_some();
                let outcome = if differs { Outcome::Failed } else { Outcome::Warning };
                findings.check(
                    Check::new("tenant", outcome, format!("{id} is in {precise}, and {cloud} is configured"))
                        .advice(format!("Configure the cloud {precise}."))
                        .chapter(SIGNING_IN),
                );
                findings.remedy(Remedy::SwitchCloud { cloud: precise.to_string() });
            }
            _ => findings.check(Check::passed("tenant", format!("{id} is in {cloud}"))),
        }
    }

    /// The tenant isn't there: perhaps another cloud has it.
    async fn elsewhere(&self, quick: &Quick, tenant: &TenantId, error: &Error, findings: &mut Findings) {
        let mut check = Check::failed("tenant", error);
        let others = Cloud::KNOWN.iter().filter(|other| other.login() != self.client.cloud().login());
        // Clouds that share a login host answer alike: one of each is asked.
        let mut hosts = Vec::new();
        let others: Vec<&Cloud> = others
            .filter(|other| {
                let is_new = !hosts.contains(&other.login());
                hosts.push(other.login());
                is_new
            })
            .collect();
        let answers =
            others.iter().map(async |cloud| quick.pipeline.openid_configuration(cloud, tenant).await.is_ok());
        // An answer that doesn't come is no answer; the tenant's own cloud has spoken.
        let search = tokio::time::timeout(self.needs.deadline / 2, future::join_all(answers))
            .await
            .unwrap_or_default();
        if let Some((cloud, _)) = others.iter().zip(search).find(|(_, found)| *found) {
            check = check.advice(format!("The tenant is in another cloud: configure {cloud}."));
            findings.remedy(Remedy::SwitchCloud { cloud: cloud.to_string() });
        }
        findings.check(check);
    }

    /// What can be known of the credential without asking anybody.
    pub(super) fn look_at_credential(&self) -> Findings {
        let mut findings = Findings::default();
        let identity = self.client.credential().identity();
        let now = self.client.pipeline().clock().now();
        let app =
            identity.client_id.map_or_else(|| "its app isn't known".to_owned(), |id| format!("app {id}"));
        let check = match identity.expires_on {
            None => Check::passed("credential", format!("{app}; when it ends isn't known here")),
            Some(end) if end <= now => {
                findings.remedy(Remedy::RenewCredential { expires_on: Some(end) });
                Check::new("credential", Outcome::Failed, format!("{app}; its certificate ended on {end}"))
                    .advice("Make a new certificate, upload its public part to the app registration, and configure it here.")
                    .chapter(SIGNING_IN)
            }
            Some(end) if end <= now.saturating_add(EXPIRY_ATTENTION) => {
                findings.remedy(Remedy::RenewCredential { expires_on: Some(end) });
                Check::new("credential", Outcome::Warning, format!("{app}; its certificate ends on {end}"))
                    .advice("Make a new certificate soon. The app registration can hold both meanwhile.")
                    .chapter(SIGNING_IN)
            }
            Some(end) => Check::passed("credential", format!("{app}; its certificate ends on {end}")),
        };
        findings.check(check);
        findings
    }

    /// A token for each API that is needed. What the first can't have for reasons of the app, none can.
    pub(super) async fn sign_in(&self, tenant: &TenantId) -> (Findings, Tokens) {
        let cloud = self.client.cloud();
        let mut tokens = Tokens::default();
        let wanted = [
            (!self.needs.graph_permissions().is_empty()).then(|| cloud.graph()),
            self.needs.defender.is_some().then(|| cloud.resource_manager()),
            self.needs.audit_feed.is_some().then(|| cloud.activity()),
        ];
        let ask = async |endpoint: &Option<Endpoint>| match endpoint {
            Some(endpoint) => Some(self.token(tenant, endpoint).await),
            None => None,
        };
        let mut findings = Findings::default();
        let Some(first) = wanted.iter().position(Option::is_some) else {
            let login = Endpoint::new(cloud.graph().url().as_str(), cloud.graph().scope());
            let alone = match login {
                Ok(endpoint) => self.token(tenant, &endpoint).await,
                Err(error) => Err(error),
            };
            self.signed_in(&mut findings, tenant, alone.map(drop));
            return (findings, tokens);
        };
        let clock = self.client.pipeline().clock();
        let started = clock.elapsed();
        let mut answers: [Option<Result<AccessToken>>; 3] = [None, None, None];
        answers[first] = ask(&wanted[first]).await;
        if matches!(&answers[first], Some(Ok(_))) {
            let rest = wanted.iter().enumerate().map(
                async |(n, endpoint)| {
                    if n == first { None } else { ask(endpoint).await }
                },
            );
            for (n, answer) in future::join_all(rest).await.into_iter().enumerate() {
                if n != first {
                    answers[n] = answer;
                }
            }
        }
        let failure = answers.iter().flatten().find_map(|answer| answer.as_ref().err().cloned());
        self.signed_in(&mut findings, tenant, failure.map_or(Ok(()), Err));
        for check in &mut findings.checks {
            check.elapsed = clock.elapsed().saturating_sub(started);
        }
        let [graph, azure, management] = answers.map(|answer| answer.and_then(Result::ok));
        tokens.graph = graph;
        tokens.azure = azure;
        tokens.management = management;
        (findings, tokens)
    }

    fn signed_in(&self, findings: &mut Findings, tenant: &TenantId, result: Result<()>) {
        match result {
            Ok(()) => findings.check(Check::passed("sign-in", "a token was issued for each API")),
            Err(error) => {
                match error.kind() {
                    ErrorKind::ConsentRequired => findings.extend(self.consent(tenant)),
                    ErrorKind::CredentialExpired => {
                        findings.remedy(Remedy::RenewCredential { expires_on: None });
                    }
                    _ => {}
                }
                findings.check(Check::failed("sign-in", &error));
            }
        }
    }

    async fn token(&self, tenant: &TenantId, endpoint: &Endpoint) -> Result<AccessToken> {
        let request = TokenRequest::new(endpoint.scope()).for_tenant(tenant.clone());
        let asked = self.client.credential().get_token(&request);
        tokio::time::timeout(self.needs.deadline, asked).await.unwrap_or_else(|_| {
            Err(Error::builder(ErrorKind::DeadlineExceeded)
                .operation("get token")
                .tenant(tenant.clone())
                .build())
        })
    }

    /// The link by which an administrator of the tenant consents.
    pub(super) fn consent(&self, tenant: &TenantId) -> Findings {
        let mut findings = Findings::default();
        if let Some(client_id) = self.client.credential().identity().client_id {
            let url = tenantscope_entra::consent_url(self.client.cloud(), tenant, &client_id);
            findings.remedy(Remedy::Consent { url });
        }
        findings
    }
}

fn clock(findings: &mut Findings, here: Timestamp, there: Timestamp) {
    let ahead_by = here.unix_seconds() - there.unix_seconds();
    let off = ahead_by.unsigned_abs();
    let side = if ahead_by > 0 { "ahead of" } else { "behind" };
    let detail = format!("{off} s {side} the identity platform's");
    let check = if off <= CLOCK_ATTENTION {
        Check::passed("clock", format!("within {} s of the identity platform's", off.max(1)))
    } else {
        findings.remedy(Remedy::SetClock { ahead_by });
        let outcome = if off > CLOCK_TOLERANCE { Outcome::Failed } else { Outcome::Warning };
        Check::new("clock", outcome, detail)
            .advice("Set this machine's clock, best by a time service: certificates can't sign in with it.")
            .chapter(ON_THE_WAY)
    };
    findings.check(check);
}
