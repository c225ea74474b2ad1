//! The audit feed: its permissions, and whether its subscriptions run.

use tenantscope_activity::ContentType;
use tenantscope_core::{AccessToken, ErrorKind};
use tenantscope_entra::Api;

use super::{Check, Examination, Findings, Outcome, Quick, Remedy, report::READING};

/// Switches auditing on, in Exchange Online PowerShell.
const ENABLE_AUDITING: &str = "Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true";

impl Examination<'_> {
    pub(super) async fn look_at_audit_feed(&self, quick: &Quick, token: Option<&AccessToken>) -> Findings {
        let mut findings = Findings::default();
        if self.needs.audit_feed.is_none() {
            return findings;
        }
        let Some(token) = token else {
            findings.check(Check::skipped("audit feed", "there is no token for it"));
            return findings;
        };
        let needed = self.needs.management_permissions();
        let missing = self.compare(&mut findings, Api::Office365Management, &needed, token);
        if missing.iter().any(|name| name == "ActivityFeed.Read") {
            findings.check(Check::skipped("audit feed", "its permission is missing"));
            return findings;
        }
        findings.extend(self.timed(self.look_at_subscriptions(quick), "audit feed").await);
        findings
    }

    /// Only looks: what isn't started stays so, and whether auditing is on shows when it is started.
    async fn look_at_subscriptions(&self, quick: &Quick) -> Findings {
        let mut findings = Findings::default();
        let wanted = self.needs.audit_feed.clone().unwrap_or_default();
        let running = match quick.activity.subscriptions().list().await {
            Ok(running) => running,
            Err(error) => {
                if error.kind() == ErrorKind::NotOnboarded {
                    findings.remedy(Remedy::EnableAuditing { command: ENABLE_AUDITING });
                }
                findings.check(Check::failed("audit feed", &error));
                return findings;
            }
        };
        let is_running = |content_type: &ContentType| {
            running.iter().any(|s| s.content_type == *content_type && s.is_enabled())
        };
        let stopped: Vec<String> =
            wanted.iter().filter(|c| !is_running(c)).map(ToString::to_string).collect();
        if stopped.is_empty() {
            findings.check(Check::passed("audit feed", format!("{} subscriptions run", wanted.len())));
            return findings;
        }
        if stopped.len() == wanted.len() {
            findings.remedy(Remedy::EnableAuditing { command: ENABLE_AUDITING });
        }
        findings.check(
            Check::new("audit feed", Outcome::Failed, format!("no subscription runs for {}", stopped.join(", ")))
                .advice(
                    "Make sure that auditing is on in the tenant, then have the program start the subscriptions, which a \
                     connection test doesn't. What becomes available before that can't be had.",
                )
                .chapter(READING),
        );
        findings.remedy(Remedy::StartSubscriptions { content_types: stopped });
        findings
    }
}
