//! The connection test: one call that says what is missing and how to fix it.
//!
//! ```
//! # tenantscope_emulator::run(async |tenant| {
//! use tenantscope::{Client, diagnose::Needs};
//!
//! let client = Client::builder(tenant.credential()).cloud(tenant.cloud()).tenant(tenant.id()).build()?;
//! let diagnosis = client.diagnose(Needs::new().secure_scores().audit_feed()).await;
//! println!("{diagnosis}");
//! assert!(diagnosis.is_healthy());
//! # Ok(()) });
//! ```
//!
//! It looks at the tenant and its cloud, this machine's clock, the credential's end, sign-in, the permissions in the
//! tokens, and then at each API with a cheap call. What depends on something that doesn't work is skipped, so that every
//! failure is named once. Nothing is changed at the customer's side.

mod access;
mod audit;
mod azure;
mod needs;
mod report;
mod sign_in;

use std::time::Duration;

use futures_util::future;
use tenantscope_activity::ActivityClient;
use tenantscope_core::{Error, ErrorKind, Pipeline, Result, RetryPolicy, TenantId};
use tenantscope_defender::DefenderClient;
use tenantscope_graph::GraphClient;

pub use self::{
    needs::Needs,
    report::{Check, Diagnosis, Outcome, Remedy},
};
use crate::Client;

impl Client {
    /// Tests what a program intends to use, and says what is missing and how to fix it.
    ///
    /// It never fails itself: what fails is in the result. Each check is bounded by [`Needs::deadline`].
    ///
    /// Permissions: those that the [`Needs`] name; whether they are there is what it finds out.
    pub async fn diagnose(&self, needs: Needs) -> Diagnosis {
        let examination = Examination::new(self, needs);
        let (checks, remedies) = examination.run().await;
        Diagnosis {
            at: self.pipeline().clock().now(),
            tenant: examination.tenant.map(|tenant| tenant.to_string()).unwrap_or_default(),
            cloud: self.cloud().to_string(),
            checks,
            remedies,
        }
    }
}

/// What the checks share.
struct Examination<'a> {
    client: &'a Client,
    needs: Needs,
    tenant: Option<TenantId>,
}

/// The clients of a test: they try each call twice at most, and soon give up.
struct Quick {
    pipeline: Pipeline,
    graph: GraphClient,
    defender: DefenderClient,
    activity: ActivityClient,
}

/// Checks and what to do about them.
#[derive(Default)]
struct Findings {
    checks: Vec<Check>,
    remedies: Vec<Remedy>,
}

impl Findings {
    fn check(&mut self, check: Check) {
        self.checks.push(check);
    }

    /// Each is named once.
    fn remedy(&mut self, remedy: Remedy) {
        if !self.remedies.contains(&remedy) {
            self.remedies.push(remedy);
        }
    }

    fn extend(&mut self, other: Self) {
        self.checks.extend(other.checks);
        other.remedies.into_iter().for_each(|remedy| self.remedy(remedy));
    }

    /// Whether anything failed so far.
    fn has_failed(&self) -> bool {
        self.checks.iter().any(|check| check.outcome == Outcome::Failed)
    }
}

impl<'a> Examination<'a> {
    fn new(client: &'a Client, needs: Needs) -> Self {
        let tenant = client.tenant().cloned().or_else(|| client.credential().identity().tenant);
        Self { client, needs, tenant }
    }

    async fn run(&self) -> (Vec<Check>, Vec<Remedy>) {
        let mut findings = Findings::default();
        match self.quick() {
            Ok(quick) => self.run_with(&quick, &mut findings).await,
            Err(error) => findings.check(Check::failed("this machine", &error)),
        }
        (findings.checks, findings.remedies)
    }

    async fn run_with(&self, quick: &Quick, findings: &mut Findings) {
        let Some(tenant) = &self.tenant else {
            let error = Error::new(ErrorKind::InvalidInput, "no tenant is configured: name its id or domain");
            findings.check(Check::failed("tenant", &error));
            return;
        };
        findings.extend(self.look_at_tenant(quick, tenant).await);
        findings.extend(self.look_at_credential());
        if findings.has_failed() {
            findings.check(Check::skipped("sign-in", "something before it doesn't work"));
            return;
        }
        let (signed_in, tokens) = self.sign_in(tenant).await;
        findings.extend(signed_in);
        let (graph, azure, audit) = future::join3(
            self.look_at_graph(quick, tokens.graph.as_ref()),
            self.look_at_azure(quick, tokens.azure.is_some()),
            self.look_at_audit_feed(quick, tokens.management.as_ref()),
        )
        .await;
        for part in [graph, azure, audit] {
            findings.extend(part);
        }
    }

    fn quick(&self) -> Result<Quick> {
        let retry = RetryPolicy::new().repetitions(1).longest_delay(Duration::from_secs(1));
        let pipeline =
            self.client.pipeline().to_builder().retry(retry).timeout(self.needs.deadline).build()?;
        let client = Client::builder(self.client.credential().clone())
            .cloud(self.client.cloud().clone())
            .pipeline(pipeline.clone());
        let client = match &self.tenant {
            Some(tenant) => client.tenant(tenant.clone()).build()?,
            None => client.build()?,
        };
        Ok(Quick {
            pipeline,
            graph: client.graph().clone(),
            defender: client.defender().clone(),
            activity: match self.client.activity().publisher() {
                Some(publisher) => {
                    ActivityClient::builder(self.client.credential().clone(), publisher.clone())
                        .cloud(self.client.cloud().clone())
                        .tenant(self.tenant.clone().unwrap_or_else(|| publisher.clone()))
                        .pipeline(client.pipeline().clone())
                        .build()?
                }
                None => client.activity().clone(),
            },
        })
    }

    /// Runs a check within its deadline, and says how long it took.
    async fn timed(&self, check: impl Future<Output = Findings>, name: &str) -> Findings {
        let clock = self.client.pipeline().clock();
        let started = clock.elapsed();
        let mut findings = tokio::time::timeout(self.needs.deadline, check).await.unwrap_or_else(|_| {
            let error = Error::builder(ErrorKind::DeadlineExceeded).operation(name.to_owned()).build();
            Findings { checks: vec![Check::failed(name, &error)], ..Findings::default() }
        });
        let elapsed = clock.elapsed().saturating_sub(started);
        for check in &mut findings.checks {
            check.elapsed = elapsed;
        }
        findings
    }
}
