//! Secure scores: how many of its points a subscription has earned.

use serde::{Deserialize, Serialize};
use tenantscope_core::lenient;
#[cfg(feature = "client")]
use tenantscope_core::{Item, Operation, Result};

#[cfg(feature = "client")]
use crate::{List, scope::Scope, version};
use crate::{
    Resource,
    resource::null_as_default,
    score::{ScoreDetails, ScoreShare},
};

/// The secure score of one subscription.
///
/// This is the classic score of Defender for Cloud. Three other scores are near and mean something else:
/// Microsoft Secure Score (a tenant's, from Microsoft Graph), Cloud Secure Score (risk-based, in the
/// Defender portal only) and the exposure score of Defender for Endpoint.
///
/// It has no date: whoever wants a trend keeps each answer with the time of asking.
pub type SubscriptionSecureScore = Resource<SecureScoreProperties>;

/// What a secure score says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SecureScoreProperties {
    /// The initiative's name, such as `ASC score`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The points. Empty before the first calculation.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "is_empty")]
    pub score: ScoreDetails,
    /// How much this subscription counts in the score of several.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub weight: Option<i64>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // the signature is serde's
pub(crate) fn is_empty(score: &ScoreDetails) -> bool {
    *score == ScoreDetails::default()
}

impl SubscriptionSecureScore {
    /// The name of the default initiative's score, which every onboarded subscription has.
    pub const ASC_SCORE: &'static str = "ascScore";

    /// Whether the service has calculated it yet. A score of 0 is calculated too.
    pub fn is_calculated(&self) -> bool {
        self.properties.score.is_calculated()
    }

    /// `current / max`, from 0 to 1; `None` if it isn't calculated yet or there is nothing to earn.
    pub fn ratio(&self) -> Option<f64> {
        self.properties.score.ratio()
    }

    /// [`ratio`](Self::ratio) × 100.
    pub fn percentage(&self) -> Option<f64> {
        self.properties.score.percentage()
    }

    /// What it adds to the score of several subscriptions.
    pub fn share(&self) -> ScoreShare {
        ScoreShare::new(self.ratio(), self.properties.weight)
    }
}

/// The secure scores of one subscription.
#[cfg(feature = "client")]
#[derive(Clone, Debug)]
pub struct SecureScores(Scope);

#[cfg(feature = "client")]
impl SecureScores {
    pub(crate) fn new(security: Scope) -> Self {
        Self(security)
    }

    /// All scores of the subscription: one per initiative, and one that is called `ascScore`.
    ///
    /// Role: Security Reader on the subscription. Limits: Azure Resource Manager's reads per subscription.
    ///
    /// # Errors
    ///
    /// [`NotOnboarded`](tenantscope_core::ErrorKind::NotOnboarded) if Microsoft.Security isn't registered in
    /// the subscription; [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) without the
    /// role; [`NotFound`](tenantscope_core::ErrorKind::NotFound) if the tenant has no such subscription.
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/secure-scores/list>
    pub fn list(&self) -> List<SubscriptionSecureScore> {
        self.0.list(&LIST, version::SECURE_SCORES, &["secureScores"])
    }

    /// One score by its name.
    ///
    /// Role: Security Reader on the subscription.
    ///
    /// # Errors
    ///
    /// [`NotOnboarded`](tenantscope_core::ErrorKind::NotOnboarded) also if the subscription is disabled or
    /// the score has never been calculated; otherwise as [`list`](Self::list).
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/secure-scores/get>
    pub async fn get(&self, name: &str) -> Result<Item<SubscriptionSecureScore>> {
        self.0.get(&GET, version::SECURE_SCORES, &["secureScores", name]).await
    }

    /// The score of the default initiative: [`get`](Self::get) with the name `ascScore`.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    pub async fn asc_score(&self) -> Result<Item<SubscriptionSecureScore>> {
        self.get(SubscriptionSecureScore::ASC_SCORE).await
    }
}

#[cfg(feature = "client")]
static LIST: Operation =
    Operation::new("list secure scores of a subscription").permissions(crate::error::READERS);
#[cfg(feature = "client")]
static GET: Operation =
    Operation::new("get secure score of a subscription").permissions(crate::error::READERS);

#[cfg(test)]
mod tests {
    use tenantscope_core::Item;

    use super::*;

    const FRESH: [&str; 4] = [
        r#"{"name":"ascScore","properties":{"displayName":"ASC score","score":null,"weight":0}}"#,
        r#"{"name":"ascScore","properties":{"displayName":"ASC score","score":{},"weight":0}}"#,
        r#"{"name":"ascScore","properties":{"displayName":"ASC score","weight":0}}"#,
        r#"{"name":"ascScore"}"#,
    ];

    #[test]
    fn score_before_its_first_calculation_is_not_zero() {
        for text in FRESH {
            let score: Item<SubscriptionSecureScore> = Item::from_json(text).unwrap();
            assert!(!score.is_calculated());
            assert_eq!((score.percentage(), score.share().ratio), (None, None), "{text}");
        }
    }

    #[test]
    fn nothing_of_an_answer_is_lost() {
        let text = r#"{"id":"/subscriptions/0000000a-0000-0000-0000-000000000001/providers/Microsoft.Security/secureScores/ascScore","name":"ascScore","type":"Microsoft.Security/secureScores","properties":{"displayName":"ASC score","score":{"max":58,"current":34.61,"percentage":0.5967},"weight":1441,"environment":"Azure"},"new":1}"#;
        let score: Item<SubscriptionSecureScore> = Item::from_json(text).unwrap();
        assert_eq!(score.as_json(), text);
        assert_eq!(
            serde_json::Value::Object(score.extra()),
            serde_json::json!({"new": 1, "properties": {"environment": "Azure"}})
        );
        assert_eq!(score.properties.weight, Some(1441));
        assert!((score.percentage().unwrap() - 59.67).abs() < 0.01);
        assert_eq!(score.subscription_id().unwrap().as_str(), "0000000a-0000-0000-0000-000000000001");
    }
}
