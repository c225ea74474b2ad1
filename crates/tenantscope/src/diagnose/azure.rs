//! Defender for Cloud: which subscriptions the app sees, and whether each has a score.

use futures_util::{StreamExt, stream};
use tenantscope_core::{ErrorKind, SubscriptionId};

use super::{Check, Examination, Findings, Outcome, Quick, Remedy, report::READING};

/// The role that reading scores takes.
const SECURITY_READER: (&str, &str) = ("Security Reader", "39bc4728-0917-49c7-9d2c-d95423bc2eb4");

/// Subscriptions that are looked at at once.
const AT_ONCE: usize = 4;

impl Examination<'_> {
    pub(super) async fn look_at_azure(&self, quick: &Quick, has_token: bool) -> Findings {
        let mut findings = Findings::default();
        let Some(wanted) = &self.needs.defender else { return findings };
        if !has_token {
            findings.check(Check::skipped("Defender for Cloud", "there is no token for it"));
            return findings;
        }
        let mut subscriptions = wanted.clone();
        if subscriptions.is_empty() {
            let listing = async {
                let (findings, visible) = self.list(quick).await;
                subscriptions = visible;
                findings
            };
            findings.extend(self.timed(listing, "subscriptions").await);
        }
        let mut looks = stream::iter(&subscriptions)
            .map(|id| self.timed(self.look_at_subscription(quick, id), "subscription"))
            .buffered(AT_ONCE);
        while let Some(look) = looks.next().await {
            findings.extend(look);
        }
        findings
    }

    async fn look_at_subscription(&self, quick: &Quick, id: &SubscriptionId) -> Findings {
        let mut findings = Findings::default();
        let name = format!("subscription {id}");
        match quick.defender.subscription(id.clone()).secure_scores().asc_score().await {
            Ok(score) => findings.check(match score.percentage() {
                Some(percentage) => Check::passed(name, format!("its secure score is {percentage:.1} %")),
                None => Check::new(name, Outcome::Warning, "it isn't assessed yet")
                    .advice("A first score takes some hours.")
                    .chapter(READING),
            }),
            Err(error) => {
                match error.kind() {
                    ErrorKind::PermissionDenied => findings.remedy(self.role(format!("/subscriptions/{id}"))),
                    ErrorKind::NotOnboarded => findings.remedy(Remedy::RegisterProvider {
                        command: format!(
                            "az provider register --namespace Microsoft.Security --subscription {id}"
                        ),
                    }),
                    _ => {}
                }
                findings.check(Check::failed(name, &error));
            }
        }
        findings
    }

    fn role(&self, scope: String) -> Remedy {
        let (role, role_id) = SECURITY_READER;
        let app = self
            .client
            .credential()
            .identity()
            .client_id
            .map_or_else(|| "<client id>".to_owned(), |id| id.to_string());
        let command = format!("az role assignment create --assignee {app} --role \"{role}\" --scope {scope}");
        Remedy::AssignRole { role, role_id, scope, command }
    }

    /// The subscriptions that the app sees and that are worth a look.
    async fn list(&self, quick: &Quick) -> (Findings, Vec<SubscriptionId>) {
        let mut findings = Findings::default();
        let mut visible = Vec::new();
        match quick.defender.subscriptions().list().items().try_collect().await {
            Ok(subscriptions) if subscriptions.is_empty() => {
                findings.remedy(self.role("/subscriptions/<subscription id>".to_owned()));
                findings.check(
                    Check::new("subscriptions", Outcome::Failed, "the app sees none")
                        .advice("Assign the app the role Security Reader on the subscriptions, or on a management group above them.")
                        .chapter(READING),
                );
            }
            Ok(subscriptions) => {
                findings
                    .check(Check::passed("subscriptions", format!("the app sees {}", subscriptions.len())));
                let active = subscriptions.iter().filter(|subscription| subscription.is_active());
                visible.extend(active.filter_map(|subscription| subscription.subscription_id.clone()));
            }
            Err(error) => findings.check(Check::failed("subscriptions", &error)),
        }
        (findings, visible)
    }
}
