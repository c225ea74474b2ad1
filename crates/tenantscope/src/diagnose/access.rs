//! Microsoft Graph: the permissions in the token, and a cheap call.

use futures_util::future;
use serde::de::IgnoredAny;
use tenantscope_core::AccessToken;
use tenantscope_entra::{Api, GrantCheck, Manifest, TokenInspection};

use super::{Check, Examination, Findings, Outcome, Quick, Remedy, needs::Probe, report::READING};

impl Examination<'_> {
    pub(super) async fn look_at_graph(&self, quick: &Quick, token: Option<&AccessToken>) -> Findings {
        let mut findings = Findings::default();
        let needed = self.needs.graph_permissions();
        if needed.is_empty() {
            return findings;
        }
        let Some(token) = token else {
            findings.check(Check::skipped("Microsoft Graph", "there is no token for it"));
            return findings;
        };
        let missing = self.compare(&mut findings, Api::MicrosoftGraph, &needed, token);
        if self.needs.secure_scores {
            if missing.iter().any(|name| name == "SecurityEvents.Read.All") {
                findings.check(Check::skipped("secure scores", "its permission is missing"));
            } else {
                findings.extend(self.timed(read_score(quick), "secure scores").await);
            }
        }
        let looks = self.needs.probes.iter().map(async |probe| {
            if missing.iter().any(|name| name == probe.permission) {
                let skipped = Check::skipped(probe.name, "its permission is missing");
                return Findings { checks: vec![skipped], ..Findings::default() };
            }
            self.timed(ask(quick, probe), probe.name).await
        });
        future::join_all(looks).await.into_iter().for_each(|look| findings.extend(look));
        findings
    }

    /// Holds the permissions in a token against those needed. Returns the missing ones.
    pub(super) fn compare(
        &self,
        findings: &mut Findings,
        api: Api,
        needed: &[&str],
        token: &AccessToken,
    ) -> Vec<String> {
        let name = format!("permissions on {api}");
        let Some(inspection) = TokenInspection::try_parse(token.secret().expose()) else {
            findings.check(Check::skipped(name, "the token can't be read, which is its API's own affair"));
            return Vec::new();
        };
        let grants = GrantCheck::new(needed, inspection.roles());
        if grants.is_enough() {
            let surplus = match grants.surplus() {
                [] => String::new(),
                surplus => format!("; more than needed: {}", surplus.join(", ")),
            };
            findings.check(Check::passed(name, format!("{} are there{surplus}", needed.join(", "))));
            return Vec::new();
        }
        let missing = grants.missing().to_vec();
        let list = missing.join(", ");
        findings.check(
            Check::new(name, Outcome::Failed, format!("missing: {list}"))
                .advice(format!(
                    "Add the application permissions {list} on {api} to the app, and have an administrator of the tenant \
                     consent again. A token that was issued before keeps its old permissions until it expires."
                ))
                .chapter(READING),
        );
        let manifest = Manifest::new()
            .application(Api::MicrosoftGraph, self.needs.graph_permissions())
            .and_then(|manifest| {
                manifest.application(Api::Office365Management, self.needs.management_permissions())
            });
        if let Ok(manifest) = manifest {
            findings.remedy(Remedy::Manifest { required_resource_access: manifest.to_json() });
        }
        if let Some(tenant) = &self.tenant {
            findings.extend(self.consent(tenant));
        }
        missing
    }
}

/// Asks for one item of a collection.
async fn ask(quick: &Quick, probe: &Probe) -> Findings {
    let check = match quick.graph.path(probe.path).get::<IgnoredAny>().await {
        Ok(_) => Check::passed(probe.name, "it answers"),
        Err(error) => Check::failed(probe.name, &error),
    };
    Findings { checks: vec![check], ..Findings::default() }
}

async fn read_score(quick: &Quick) -> Findings {
    let mut findings = Findings::default();
    findings.check(match quick.graph.secure_scores().latest().await {
        Ok(Some(score)) => {
            let percentage = score.percentage().map(|value| format!("{value:.1} %")).unwrap_or_default();
            Check::passed("secure scores", format!("the latest is {percentage}"))
        }
        Ok(None) => Check::new("secure scores", Outcome::Warning, "there are none yet")
            .advice("A new tenant has its first after two to four days.")
            .chapter(READING),
        Err(error) => Check::failed("secure scores", &error),
    });
    findings
}
