//! Secure score controls: the groups of recommendations that points are given for.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};
#[cfg(feature = "client")]
use tenantscope_core::Operation;
use tenantscope_core::lenient;

use crate::{
    ControlKey, Resource, SecureScoreControlDefinition, SubscriptionSecureScore,
    resource::null_as_default,
    score::{ScoreDetails, ScoreShare},
    secure_score::is_empty,
};
#[cfg(feature = "client")]
use crate::{List, scope::Scope, version};

/// A control of a subscription's secure score, with what was assessed for it.
pub type SecureScoreControl = Resource<SecureScoreControlProperties>;

/// What a secure score control says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SecureScoreControlProperties {
    /// The control's name for people. It changes over time; the key doesn't.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The points. Empty before the first calculation.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "is_empty")]
    pub score: ScoreDetails,
    /// Resources that meet all recommendations of the control.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub healthy_resource_count: Option<i64>,
    /// Resources that don't.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub unhealthy_resource_count: Option<i64>,
    /// Resources that the control doesn't concern. They are left out of the score.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub not_applicable_resource_count: Option<i64>,
    /// How much the control counts: as many as there are assessed resources.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub weight: Option<i64>,
    /// What the control is made of, if the list was asked to expand it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definition: Option<Box<SecureScoreControlDefinition>>,
}

impl SecureScoreControl {
    /// What names the control everywhere: the GUID that is its name.
    pub fn key(&self) -> Option<ControlKey> {
        self.name.as_deref().map(ControlKey::from)
    }

    /// How many resources were assessed: healthy and unhealthy ones. `None` if neither is told.
    pub fn assessed_resource_count(&self) -> Option<i64> {
        let properties = &self.properties;
        match (properties.healthy_resource_count, properties.unhealthy_resource_count) {
            (None, None) => None,
            (healthy, unhealthy) => Some(healthy.unwrap_or(0) + unhealthy.unwrap_or(0)),
        }
    }

    /// Whether any resource was assessed for it. A control for which none was takes no part in the score,
    /// and its points are 0 of 0.
    pub fn is_assessed(&self) -> bool {
        self.properties.score.is_calculated() && self.assessed_resource_count() != Some(0)
    }

    /// `current / max`, from 0 to 1; `None` if nothing was assessed or there is nothing to earn.
    pub fn ratio(&self) -> Option<f64> {
        self.properties.score.ratio()
    }

    /// [`ratio`](Self::ratio) × 100.
    pub fn percentage(&self) -> Option<f64> {
        self.properties.score.percentage()
    }

    /// The points that fixing every unhealthy resource would bring the subscription: `max − current`.
    ///
    /// `None` if the control isn't calculated yet.
    pub fn points_to_gain(&self) -> Option<f64> {
        self.properties.score.points_to_gain()
    }

    /// By how much the subscription's percentage would rise with it:
    ///
    /// ```text
    /// (control.max − control.current) / subscription.max × 100
    /// ```
    pub fn percentage_to_gain(&self, of: &SubscriptionSecureScore) -> Option<f64> {
        let max = of.properties.score.max.filter(|max| *max > 0.0)?;
        Some(self.points_to_gain()? / max * 100.0)
    }

    /// What it adds to the score of the same control over several subscriptions.
    pub fn share(&self) -> ScoreShare {
        ScoreShare::new(self.ratio(), self.properties.weight)
    }

    /// Orders by what is to be gained, the most first, then by the number of unhealthy resources.
    ///
    /// ```
    /// # use tenantscope_defender::SecureScoreControl;
    /// # let mut controls: Vec<SecureScoreControl> = Vec::new();
    /// controls.sort_by(SecureScoreControl::most_to_gain_first);
    /// ```
    pub fn most_to_gain_first(&self, other: &Self) -> Ordering {
        let gain = |control: &Self| control.points_to_gain().unwrap_or(0.0);
        let unhealthy = |control: &Self| control.properties.unhealthy_resource_count.unwrap_or(0);
        gain(other)
            .total_cmp(&gain(self))
            .then_with(|| unhealthy(other).cmp(&unhealthy(self)))
            .then_with(|| self.name.cmp(&other.name))
    }
}

/// The secure score controls of one subscription.
#[cfg(feature = "client")]
#[derive(Clone, Debug)]
pub struct SecureScoreControls(Scope);

#[cfg(feature = "client")]
impl SecureScoreControls {
    pub(crate) fn new(security: Scope) -> Self {
        Self(security)
    }

    /// All controls of the subscription.
    ///
    /// Role: Security Reader on the subscription. Limits: Azure Resource Manager's reads per subscription.
    ///
    /// # Errors
    ///
    /// [`NotOnboarded`](tenantscope_core::ErrorKind::NotOnboarded) if Microsoft.Security isn't registered in
    /// the subscription; [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) without the
    /// role; [`NotFound`](tenantscope_core::ErrorKind::NotFound) if the tenant has no such subscription.
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/secure-score-controls/list>
    pub fn list(&self) -> List<SecureScoreControl> {
        self.0.list(&LIST, version::SECURE_SCORES, &["secureScoreControls"])
    }

    /// The controls of one score, such as `ascScore`.
    ///
    /// Role: Security Reader on the subscription.
    ///
    /// # Errors
    ///
    /// [`NotOnboarded`](tenantscope_core::ErrorKind::NotOnboarded) also if there is no such score; otherwise
    /// as [`list`](Self::list).
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/secure-score-controls/list-by-secure-score>
    pub fn list_by_score(&self, score: &str) -> List<SecureScoreControl> {
        self.0.list(&LIST_BY_SCORE, version::SECURE_SCORES, &["secureScores", score, "secureScoreControls"])
    }
}

#[cfg(feature = "client")]
impl List<SecureScoreControl> {
    /// Has every control carry its definition: the most points it can have, and its recommendations.
    pub fn expand_definition(self) -> Self {
        self.query("$expand", "definition")
    }
}

#[cfg(feature = "client")]
static LIST: Operation = Operation::new("list secure score controls").permissions(crate::error::READERS);
#[cfg(feature = "client")]
static LIST_BY_SCORE: Operation =
    Operation::new("list controls of a secure score").permissions(crate::error::READERS);

#[cfg(test)]
mod tests;
