//! The rows of the queries that this crate makes.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tenantscope_core::{SubscriptionId, TenantId, Timestamp, lenient, open_enum};

use crate::{
    AssessmentKey, AssessmentStatusCode, ControlKey, ControlType, ResourceSource, ScoreDetails, ScoreShare,
    Severity,
};

/// A secure score as Resource Graph knows it.
///
/// A subscription may have several: one for Azure and one for each other cloud that it is connected to. So
/// the key is [`id`](Self::id), not the subscription.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ScoreRow {
    /// The score's full id.
    pub id: String,
    /// The tenant that the subscription belongs to: another than the token's with Azure Lighthouse.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<TenantId>,
    /// The subscription.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription_id: Option<SubscriptionId>,
    /// Which cloud's resources it is about.
    #[serde(default, with = "named", skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// The initiative's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The points earned.
    #[serde(default, with = "lenient::number", skip_serializing_if = "Option::is_none")]
    pub current: Option<f64>,
    /// The points that there are to earn.
    #[serde(default, with = "lenient::number", skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// What the service calls `percentage`: a ratio from 0 to 1.
    #[serde(
        default,
        rename = "percentage",
        with = "lenient::number",
        skip_serializing_if = "Option::is_none"
    )]
    pub reported_ratio: Option<f64>,
    /// How much it counts in the score of several.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub weight: Option<i64>,
}

/// A secure score control as Resource Graph knows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ControlRow {
    /// The control's full id, below its score's.
    pub id: String,
    /// The tenant that the subscription belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<TenantId>,
    /// The subscription.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription_id: Option<SubscriptionId>,
    /// The GUID that names the control everywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The control's name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Which cloud's resources it is about.
    #[serde(default, with = "named", skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// The points earned.
    #[serde(default, with = "lenient::number", skip_serializing_if = "Option::is_none")]
    pub current: Option<f64>,
    /// The points that there are to earn.
    #[serde(default, with = "lenient::number", skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// What the service calls `percentage`: a ratio from 0 to 1.
    #[serde(
        default,
        rename = "percentage",
        with = "lenient::number",
        skip_serializing_if = "Option::is_none"
    )]
    pub reported_ratio: Option<f64>,
    /// How much it counts.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub weight: Option<i64>,
    /// Resources that meet all recommendations of the control.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub healthy: Option<i64>,
    /// Resources that don't.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub unhealthy: Option<i64>,
    /// Resources that the control doesn't concern.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub not_applicable: Option<i64>,
    /// Who made the control.
    #[serde(default, with = "named", skip_serializing_if = "Option::is_none")]
    pub source_type: Option<ControlType>,
}

/// An assessment as Resource Graph knows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AssessmentRow {
    /// The assessment's full id.
    pub id: String,
    /// The tenant that the subscription belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<TenantId>,
    /// The subscription.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription_id: Option<SubscriptionId>,
    /// The GUID that names the recommendation everywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The recommendation in a few words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Whether the resource meets it.
    #[serde(default, with = "named", skip_serializing_if = "Option::is_none")]
    pub status: Option<AssessmentStatusCode>,
    /// Why, in one word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// When that last changed.
    #[serde(default, with = "lenient::instant", skip_serializing_if = "Option::is_none")]
    pub status_change_date: Option<Timestamp>,
    /// How bad a finding is.
    #[serde(default, with = "named", skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// Where the assessed resource is.
    #[serde(default, with = "named", skip_serializing_if = "Option::is_none")]
    pub source: Option<ResourceSource>,
    /// The assessed resource's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// Where to see it in the portal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub portal_link: Option<String>,
}

open_enum! {
    /// Whose resources something is about. `Github` is read as `GitHub`.
    pub enum Environment {
        /// Azure.
        Azure = "Azure",
        /// Amazon Web Services.
        Aws = "AWS",
        /// Google Cloud.
        Gcp = "GCP",
        /// Azure DevOps.
        AzureDevOps = "AzureDevOps",
        /// GitHub.
        GitHub = "GitHub",
        /// GitLab.
        GitLab = "GitLab",
    }
}

/// The three numbers of a score as one.
macro_rules! scored {
    ($row:ty) => {
        impl $row {
            /// The points as the REST calls have them.
            pub fn score(&self) -> ScoreDetails {
                ScoreDetails { max: self.max, current: self.current, reported_ratio: self.reported_ratio }
            }

            /// `current / max`, from 0 to 1; `None` if it isn't calculated yet or there is nothing to earn.
            pub fn ratio(&self) -> Option<f64> {
                self.score().ratio()
            }

            /// [`ratio`](Self::ratio) × 100.
            pub fn percentage(&self) -> Option<f64> {
                self.score().percentage()
            }

            /// The points still to be earned: `max − current`.
            pub fn points_to_gain(&self) -> Option<f64> {
                self.score().points_to_gain()
            }

            /// What it adds to the score of several subscriptions.
            pub fn share(&self) -> ScoreShare {
                ScoreShare::new(self.ratio(), self.weight)
            }
        }
    };
}

scored!(ScoreRow);
scored!(ControlRow);

impl ControlRow {
    /// What names the control everywhere.
    pub fn key(&self) -> Option<ControlKey> {
        self.name.as_deref().map(ControlKey::from)
    }
}

impl AssessmentRow {
    /// What names the recommendation everywhere.
    pub fn key(&self) -> Option<AssessmentKey> {
        self.name.as_deref().map(AssessmentKey::from)
    }
}

/// An open enum for which an empty text stands where there is none: `tostring` makes one of nothing.
mod named {
    use super::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn deserialize<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
    where
        D: Deserializer<'de>,
        T: From<String>,
    {
        let text = Option::<String>::deserialize(deserializer)?;
        Ok(text.filter(|text| !text.is_empty()).map(T::from))
    }

    #[allow(clippy::ref_option)] // the signature is serde's
    pub(super) fn serialize<S: Serializer, T: Serialize>(
        value: &Option<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::WeightedScore;

    #[test]
    fn row_without_a_score_is_not_zero() {
        let row: ScoreRow = serde_json::from_str(
            r#"{"id":"/a","environment":"","current":null,"max":null,"percentage":null,"weight":0}"#,
        )
        .unwrap();
        assert_eq!((row.percentage(), row.environment), (None, None));
    }

    #[test]
    fn rows_of_several_clouds_are_weighted_together() {
        let rows: Vec<ScoreRow> = serde_json::from_str(
            r#"[{"id":"/a","environment":"Azure","current":5.0,"max":10,"weight":300},{"id":"/b","environment":"Github","current":10,"max":10,"weight":100}]"#,
        )
        .unwrap();
        let score: WeightedScore = rows.iter().map(ScoreRow::share).collect();
        assert_eq!(score.percentage(), Some(62.5));
        assert_eq!(rows[1].environment, Some(Environment::GitHub));
    }
}
