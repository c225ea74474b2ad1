//! Control profiles: what a recommended action is, what it is worth, and what became of it.

use tenantscope_core::Timestamp;

use crate::{Id, List, SecurityVendorInformation};

models! {
    /// One recommended action.
    pub struct SecureScoreControlProfile: "secureScoreControlProfile" {
        /// The control's id: `AdminMFAV2`, `scid_2513`, … Letter case counts.
        pub id: Id<SecureScoreControlProfile>,
        /// What kind of action it is: `Config`, `Review`, `Behavior`.
        pub action_type: Option<String>,
        /// Where the action is taken.
        pub action_url: Option<String>,
        /// The tenant's id.
        pub azure_tenant_id: Option<String>,
        /// The certifications that the control counts for. Mostly empty.
        pub compliance_information: List<ComplianceInformation>,
        /// What the control protects.
        pub control_category: Option<ControlCategory>,
        /// What was decided about it, in no order that is promised; see [`state`](Self::state).
        pub control_state_updates: List<SecureScoreControlStateUpdate>,
        /// Whether the control is no longer counted. Such controls stay in the list.
        pub deprecated: Option<bool>,
        /// What it costs to do: `low`, `Moderate`, … in any case.
        pub implementation_cost: Option<String>,
        /// When the profile was changed. Mostly `null`.
        pub last_modified_date_time: Option<Timestamp>,
        /// The points that it can earn.
        pub max_score: Option<f64>,
        /// Its place in Microsoft's own order.
        pub rank: Option<i64>,
        /// How to do it, in HTML.
        pub remediation: Option<String>,
        /// What users will notice, in HTML.
        pub remediation_impact: Option<String>,
        /// The service that it is about: `AzureAD`, `EXO`, `MDO`, …
        pub service: Option<String>,
        /// What it guards against, in words of mixed case.
        pub threats: List<String>,
        /// How far it goes: `Core`, `Advanced`, `Defense In Depth`.
        pub tier: Option<String>,
        /// What to do, in a sentence.
        pub title: Option<String>,
        /// How much users will notice: `low`, `Moderate`, … in any case.
        pub user_impact: Option<String>,
        /// Who made the profile.
        pub vendor_information: Option<SecurityVendorInformation>,
    }

    /// One decision about a control.
    pub struct SecureScoreControlStateUpdate: "secureScoreControlStateUpdate" {
        /// Who is to do it.
        pub assigned_to: Option<String>,
        /// Why.
        pub comment: Option<String>,
        /// What was decided.
        pub state: Option<ControlState>,
        /// Who decided.
        pub updated_by: Option<String>,
        /// When. `null` for a control that nobody has touched.
        pub updated_date_time: Option<Timestamp>,
    }

    /// A certification that a control counts for.
    pub struct ComplianceInformation: "complianceInformation" {
        /// The parts of the certification that it covers.
        pub certification_controls: List<CertificationControl>,
        /// The certification.
        pub certification_name: Option<String>,
    }

    /// One part of a certification.
    pub struct CertificationControl: "certificationControl" {
        /// Its name.
        pub name: Option<String>,
        /// Where it is described.
        pub url: Option<String>,
    }
}

enums! {
    /// What a control protects.
    pub enum ControlCategory: "secureScoreControlProfile.controlCategory" {
        Apps = "Apps",
        Data = "Data",
        Device = "Device",
        Identity = "Identity",
        Infrastructure = "Infrastructure",
    }

    /// What was decided about a control. The service takes and writes these words in any case.
    pub enum ControlState: "secureScoreControlStateUpdate.state" {
        /// Nobody has decided anything.
        Default = "Default",
        /// The risk is accepted.
        Ignored = "Ignored",
        /// Another company's product does it.
        ThirdParty = "ThirdParty",
        /// Something else of the tenant's own does it.
        Reviewed = "Reviewed",
    }

    /// With whom a tenant is compared.
    pub enum ComparisonBasis: "averageComparativeScore.basis" {
        /// All tenants.
        AllTenants = "AllTenants",
        /// Tenants of like size.
        TotalSeats = "TotalSeats",
        /// Tenants of the same industry.
        IndustryTypes = "IndustryTypes",
    }
}

impl SecureScoreControlProfile {
    /// The latest decision about the control: the entry of `control_state_updates` with the latest date.
    ///
    /// An entry without a date is older than any other; of two with the same date the later in the list counts.
    pub fn latest_update(&self) -> Option<&SecureScoreControlStateUpdate> {
        self.control_state_updates.iter().max_by_key(|update| update.updated_date_time)
    }

    /// What is decided about the control now; [`Default`](ControlState::Default) if nothing was.
    pub fn state(&self) -> ControlState {
        self.latest_update().and_then(|update| update.state.clone()).unwrap_or(ControlState::Default)
    }

    /// Whether Graph can change the control's state: it can't for those of Defender for Endpoint (`scid_…`).
    pub fn is_updatable(&self) -> bool {
        !is_of_defender_for_endpoint(&self.id)
    }
}

fn is_of_defender_for_endpoint(id: &Id<SecureScoreControlProfile>) -> bool {
    id.as_str().starts_with("scid_")
}

#[cfg(feature = "client")]
mod client {
    use std::{fmt, future::IntoFuture};

    use futures_util::future::BoxFuture;
    use http::Method;
    use serde::Serialize;
    use tenantscope_core::{Error, ErrorKind, Operation, Result};

    use super::{ControlState, SecureScoreControlProfile, is_of_defender_for_endpoint};
    use crate::{
        GraphClient, Id,
        query::{Collection, Text},
        secure_score::{READ, SECURE_SCORE_LIMIT},
    };

    resource! {
        /// The recommended actions that the secure score counts, those outside the tenant's licences included.
        ///
        /// * Permission: `SecurityEvents.Read.All`; to change them, `SecurityEvents.ReadWrite.All`
        /// * Limit: shared with [`SecureScores`](crate::SecureScores)
        /// * Clouds: public, US Government
        /// * Source: "List secureScoreControlProfiles",
        ///   <https://learn.microsoft.com/graph/api/security-list-securescorecontrolprofiles>
        pub struct ControlProfiles of SecureScoreControlProfile;
        path ["security", "secureScoreControlProfiles"];
        list "list control profiles" needs READ, limit SECURE_SCORE_LIMIT;
        get "get control profile";
        top 1000;
        takes [Skip, Filterable, Select, Count];
        fields {
            /// What the control protects.
            CONTROL_CATEGORY: Text = "controlCategory" [eq_only];
            /// The service that it is about.
            SERVICE: Text = "service" [eq_only];
            /// How far it goes.
            TIER: Text = "tier" [eq_only];
            /// The control's id.
            ID: Text = "id" [eq_only];
        }
    }

    static UPDATE: Operation = Operation::new("update control profile")
        .permissions(&["SecurityEvents.ReadWrite.All"])
        .limit(SECURE_SCORE_LIMIT)
        // Setting the same state twice is setting it once.
        .repeatable();

    impl Collection<ControlProfiles> {
        /// Starts to set what is decided about a control. Await what this returns.
        ///
        /// * Permission: `SecurityEvents.ReadWrite.All`
        /// * Source: "Update secureScoreControlProfile",
        ///   <https://learn.microsoft.com/graph/api/securescorecontrolprofile-update>
        pub fn update(&self, id: impl Into<Id<SecureScoreControlProfile>>) -> UpdateControlProfile {
            UpdateControlProfile { client: self.client().clone(), id: id.into(), change: Change::default() }
        }
    }

    /// Sets what is decided about a control. The score follows after a day or more.
    ///
    /// # Errors
    ///
    /// [`InvalidInput`](ErrorKind::InvalidInput) for the controls of Defender for Endpoint (`scid_…`), which Graph
    /// can't change; [`PermissionDenied`](ErrorKind::PermissionDenied) without `SecurityEvents.ReadWrite.All`.
    #[must_use = "nothing is sent until this is awaited"]
    pub struct UpdateControlProfile {
        client: GraphClient,
        id: Id<SecureScoreControlProfile>,
        change: Change,
    }

    #[derive(Debug, Default, Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Change {
        #[serde(skip_serializing_if = "Option::is_none")]
        assigned_to: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        state: Option<ControlState>,
        vendor_information: Vendor,
    }

    /// What the service wants to hear with every change.
    #[derive(Debug, Serialize)]
    struct Vendor {
        provider: &'static str,
        vendor: &'static str,
    }

    impl Default for Vendor {
        fn default() -> Self {
            Self { provider: "SecureScore", vendor: "Microsoft" }
        }
    }

    impl UpdateControlProfile {
        /// What is decided.
        pub fn state(mut self, state: ControlState) -> Self {
            self.change.state = Some(state);
            self
        }

        /// Why.
        pub fn comment(mut self, comment: impl Into<String>) -> Self {
            self.change.comment = Some(comment.into());
            self
        }

        /// Who is to do it.
        pub fn assigned_to(mut self, person: impl Into<String>) -> Self {
            self.change.assigned_to = Some(person.into());
            self
        }
    }

    impl IntoFuture for UpdateControlProfile {
        type Output = Result<()>;
        type IntoFuture = BoxFuture<'static, Result<()>>;

        fn into_future(self) -> Self::IntoFuture {
            Box::pin(async move {
                if is_of_defender_for_endpoint(&self.id) {
                    return Err(Error::builder(ErrorKind::InvalidInput)
                        .operation(UPDATE.name())
                        .detail(format!(
                            "`{}` is a control of Defender for Endpoint, which Graph can't change",
                            self.id
                        ))
                        .advice("Change it in the Defender portal.")
                        .build());
                }
                let path = ["security", "secureScoreControlProfiles", self.id.as_str()];
                let request = self.client.request(&UPDATE, Method::PATCH, &path)?.json(&self.change)?;
                self.client.service().send(request).await?;
                Ok(())
            })
        }
    }

    impl fmt::Debug for UpdateControlProfile {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.debug_struct("UpdateControlProfile").field("id", &self.id).finish_non_exhaustive()
        }
    }
}

#[cfg(feature = "client")]
pub use self::client::{ControlProfiles, UpdateControlProfile};

/// A profile can be joined as itself or as an item.
impl AsRef<Self> for SecureScoreControlProfile {
    fn as_ref(&self) -> &Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latest_decision_counts_wherever_it_stands() {
        let profile: SecureScoreControlProfile = serde_json::from_str(
            r#"{"controlStateUpdates": [
                {"state": "ignored", "updatedDateTime": "2026-10-02T00:00:00.1234567Z"},
                {"state": "ThirdParty", "updatedDateTime": "2026-10-01T00:00:00Z"},
                {"state": "Default", "updatedDateTime": null, "assignedTo": null}
            ]}"#,
        )
        .unwrap();
        assert_eq!(profile.state(), ControlState::Ignored);
        assert_eq!(SecureScoreControlProfile::default().state(), ControlState::Default);
    }
}
