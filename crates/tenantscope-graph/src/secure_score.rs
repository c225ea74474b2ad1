//! Secure scores: what a tenant has earned each day, out of what it could.

use tenantscope_core::Timestamp;

use crate::{ComparisonBasis, ControlScore, Id, List, OpenAction, SecureScoreControlProfile};

models! {
    /// One tenant's points on one day.
    pub struct SecureScore: "secureScore" {
        /// The tenant's id and the day: `{tenant}_{yyyy-MM-dd}`.
        pub id: Id<SecureScore>,
        /// Users that were active.
        pub active_user_count: Option<i64>,
        /// What comparable tenants have.
        pub average_comparative_scores: List<AverageComparativeScore>,
        /// The tenant's id.
        pub azure_tenant_id: Option<String>,
        /// The points of each control that is counted for this tenant.
        pub control_scores: List<ControlScore>,
        /// The day, at midnight UTC.
        pub created_date_time: Option<Timestamp>,
        /// Points earned.
        pub current_score: Option<f64>,
        /// The services that the tenant is licensed for: `HasEXOP2`, `HasAADP1`, …
        pub enabled_services: List<String>,
        /// Users with a licence. Seen as 0 in tenants with active users, so it is no divisor.
        pub licensed_user_count: Option<i64>,
        /// Points to be had with the tenant's licences.
        pub max_score: Option<f64>,
        /// Who computed it.
        pub vendor_information: Option<SecurityVendorInformation>,
    }

    /// What comparable tenants have on average.
    ///
    /// The service once wrote -1 where it had no value; [`points`](Self::points) reads that as none.
    pub struct AverageComparativeScore: "averageComparativeScore" {
        /// With whom the tenant is compared.
        pub basis: Option<ComparisonBasis>,
        /// The average. It behaves like a percentage, though Microsoft's sample shows points.
        pub average_score: Option<f64>,
        /// Of it, apps.
        pub apps_score: Option<f64>,
        /// What apps can have at most.
        pub apps_score_max: Option<f64>,
        /// Of it, data.
        pub data_score: Option<f64>,
        /// What data can have at most.
        pub data_score_max: Option<f64>,
        /// Of it, devices.
        pub device_score: Option<f64>,
        /// What devices can have at most.
        pub device_score_max: Option<f64>,
        /// Of it, identities.
        pub identity_score: Option<f64>,
        /// What identities can have at most.
        pub identity_score_max: Option<f64>,
        /// Of it, infrastructure.
        pub infrastructure_score: Option<f64>,
        /// What infrastructure can have at most.
        pub infrastructure_score_max: Option<f64>,
        /// For a comparison by size: the fewest seats.
        #[serde(rename = "SeatSizeRangeLowerValue")]
        pub seat_size_range_lower_value: Option<i64>,
        /// For a comparison by size: the most seats.
        #[serde(rename = "SeatSizeRangeUpperValue")]
        pub seat_size_range_upper_value: Option<i64>,
        /// For a comparison by industry: its name.
        pub industry_name: Option<String>,
        /// For a comparison by industry: its value.
        pub category_value: Option<String>,
    }

    /// Who made a record.
    pub struct SecurityVendorInformation: "securityVendorInformation" {
        /// The product: `SecureScore`.
        pub provider: Option<String>,
        /// Its version.
        pub provider_version: Option<String>,
        /// A part of the product.
        pub sub_provider: Option<String>,
        /// The company: `Microsoft`.
        pub vendor: Option<String>,
    }
}

impl SecureScore {
    /// The score in percent:
    ///
    /// ```text
    /// current_score / max_score × 100
    /// ```
    ///
    /// `None` where either is missing or nothing can be earned, which isn't the same as 0 %.
    pub fn percentage(&self) -> Option<f64> {
        let (current, max) = (self.current_score?, self.max_score?);
        (max > 0.0).then(|| current / max * 100.0)
    }

    /// The points of the control with this id, letter case included.
    pub fn control(&self, id: &Id<SecureScoreControlProfile>) -> Option<&ControlScore> {
        self.control_scores.iter().find(|score| score.control_name == *id)
    }

    /// The percentage points that so many points would add:
    ///
    /// ```text
    /// points / max_score × 100
    /// ```
    ///
    /// `None` where nothing can be earned.
    pub fn percentage_points(&self, points: f64) -> Option<f64> {
        let max = self.max_score?;
        (max > 0.0).then(|| points / max * 100.0)
    }

    /// What comparable tenants have, by the basis of the comparison.
    pub fn comparison(&self, basis: &ComparisonBasis) -> Option<&AverageComparativeScore> {
        self.average_comparative_scores.iter().find(|score| score.basis.as_ref() == Some(basis))
    }

    /// The recommended actions that are open on this day, those with the most points first.
    ///
    /// Open is what has points in this record, a profile that isn't deprecated, and fewer points than the
    /// profile's maximum. Neither side is complete: controls without a profile (retired, renamed) and
    /// profiles without points (not licensed, new) aren't in it.
    pub fn open_actions<'a, P>(&'a self, profiles: &'a [P]) -> Vec<OpenAction<'a>>
    where
        P: AsRef<SecureScoreControlProfile>,
    {
        OpenAction::all(self, profiles)
    }
}

impl AverageComparativeScore {
    /// The average; `None` also where the service wrote -1 for "no value".
    pub fn points(&self) -> Option<f64> {
        self.average_score.filter(|score| *score >= 0.0)
    }
}

#[cfg(feature = "client")]
mod client {
    use std::time::Duration;

    use tenantscope_core::{Item, RateLimit, Result};

    use super::SecureScore;
    use crate::query::{Collection, Instant, Text};

    /// What the service takes of one app and one tenant: 4 requests at once, and 150 a minute.
    ///
    /// A [`Pipeline`](tenantscope_core::Pipeline) keeps to it, and can be given another limit of this name.
    pub const SECURE_SCORE_LIMIT: RateLimit =
        RateLimit::new("graph secure score").concurrent(4).requests(150, Duration::from_secs(60));

    pub(crate) const READ: [&str; 2] = ["SecurityEvents.Read.All", "SecurityEvents.ReadWrite.All"];

    resource! {
        /// One record of points for each day, newest first. About 90 days are kept.
        ///
        /// A new tenant has none for its first days: an empty list, so show "no data" and not zero.
        ///
        /// * Permission: `SecurityEvents.Read.All`
        /// * Limit: 4 requests at once and 150 a minute for an app in a tenant, which the client keeps to
        /// * Clouds: public, US Government
        /// * Source: "List secureScores", <https://learn.microsoft.com/graph/api/security-list-securescores>
        pub struct SecureScores of SecureScore;
        path ["security", "secureScores"];
        list "list secure scores" needs READ, limit SECURE_SCORE_LIMIT;
        get "get secure score";
        top 1000;
        takes [Skip, Filterable, Select, Count];
        fields {
            /// The day.
            CREATED_DATE_TIME: Instant = "createdDateTime";
            /// The record's id.
            ID: Text = "id" [eq_only];
            /// The tenant.
            AZURE_TENANT_ID: Text = "azureTenantId" [eq_only];
        }
    }

    impl Collection<SecureScores> {
        /// The newest record; `None` if the tenant has none yet.
        ///
        /// # Errors
        ///
        /// [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) without the permission
        /// `SecurityEvents.Read.All`.
        pub async fn latest(&self) -> Result<Option<Item<SecureScore>>> {
            // A page of one has a link to the next one: stop by the number of items.
            self.list().top(1).first().await
        }
    }
}

#[cfg(feature = "client")]
pub(crate) use self::client::READ;
#[cfg(feature = "client")]
pub use self::client::{SECURE_SCORE_LIMIT, SecureScores};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentage_of_nothing_is_none_and_not_zero() {
        let score = |text| serde_json::from_str::<SecureScore>(text).unwrap().percentage();
        assert_eq!(score(r#"{"currentScore": 128, "maxScore": 256.0}"#), Some(50.0));
        assert_eq!(score(r#"{"currentScore": 0, "maxScore": 10}"#), Some(0.0));
        assert_eq!(score(r#"{"currentScore": 0, "maxScore": 0}"#), None);
        assert_eq!(score(r#"{"currentScore": null, "maxScore": 9}"#), None);
        assert_eq!(score(r#"{"currentScore": "7.5", "maxScore": "10"}"#), Some(75.0));
    }

    #[test]
    fn members_beyond_the_documents_are_read_in_their_own_spelling() {
        let score: SecureScore = serde_json::from_str(
            r#"{"averageComparativeScores": [
                {"basis": "AllTenants", "averageScore": 41.5, "appsScore": 3, "appsScoreMax": 12.0},
                {"basis": "totalseats", "averageScore": -1, "SeatSizeRangeLowerValue": "1", "SeatSizeRangeUpperValue": "100"}
            ], "controlScores": null}"#,
        )
        .unwrap();
        let seats = score.comparison(&ComparisonBasis::TotalSeats).unwrap();
        assert_eq!(seats.seat_size_range_upper_value, Some(100));
        assert_eq!(seats.points(), None);
        assert_eq!(score.comparison(&ComparisonBasis::AllTenants).unwrap().points(), Some(41.5));
        assert!(score.control_scores.is_absent());
    }
}
