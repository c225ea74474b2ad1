//! Plans: what of Defender for Cloud is switched on, and paid for.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
#[cfg(feature = "client")]
use tenantscope_core::{Item, Operation, Result};
use tenantscope_core::{Timestamp, lenient, open_enum};

#[cfg(feature = "client")]
use crate::{List, scope::Scope, version};
use crate::{Resource, resource::null_as_default, text_boolean};

/// A plan of Defender for Cloud, such as `VirtualMachines`: its name is the resource's name.
pub type Pricing = Resource<PricingProperties>;

/// What a plan says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PricingProperties {
    /// Whether it is switched on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pricing_tier: Option<PricingTier>,
    /// Which form of it, such as `P2`, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_plan: Option<String>,
    /// How long it still costs nothing, as an ISO 8601 duration: `P29DT0H`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free_trial_remaining_time: Option<String>,
    /// When it was switched on.
    #[serde(default, with = "lenient::instant", skip_serializing_if = "Option::is_none")]
    pub enablement_time: Option<Timestamp>,
    /// Whether what lies below the scope may not decide for itself.
    #[serde(default, with = "text_boolean", skip_serializing_if = "Option::is_none")]
    pub enforce: Option<bool>,
    /// Whether it was decided above the scope.
    #[serde(default, with = "text_boolean", skip_serializing_if = "Option::is_none")]
    pub inherited: Option<bool>,
    /// Where it was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inherited_from: Option<String>,
    /// Whether it covers all that lies below the scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resources_coverage_status: Option<CoverageStatus>,
    /// What else can be switched on with it.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<PricingExtension>,
    /// Whether it is going away.
    #[serde(default, with = "lenient::boolean", skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<bool>,
    /// The plans that come in its place.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub replaced_by: Vec<String>,
}

/// Something that can be switched on with a plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PricingExtension {
    /// Its name, such as `AgentlessVmScanning`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether it is switched on.
    #[serde(default, with = "text_boolean", skip_serializing_if = "Option::is_none")]
    pub is_enabled: Option<bool>,
    /// Its settings: texts, numbers, or JSON in a text.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Map::is_empty")]
    pub additional_extension_properties: Map<String, Value>,
    /// How switching it on went.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation_status: Option<OperationStatus>,
}

/// How something went.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OperationStatus {
    /// In one word: `Succeeded`, `Failed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// For people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

open_enum! {
    /// Whether a plan is switched on.
    pub enum PricingTier {
        /// It isn't.
        Free = "Free",
        /// It is.
        Standard = "Standard",
    }
}

open_enum! {
    /// Whether a plan covers all that lies below its scope.
    pub enum CoverageStatus {
        /// All of it.
        FullyCovered = "FullyCovered",
        /// Some of it.
        PartiallyCovered = "PartiallyCovered",
        /// Nothing.
        NotCovered = "NotCovered",
    }
}

impl Pricing {
    /// Whether the plan is switched on.
    pub fn is_enabled(&self) -> bool {
        self.properties.pricing_tier == Some(PricingTier::Standard)
    }

    /// How long it still costs nothing. `None` if it isn't told or in another form than `P29DT5H3M2S`.
    pub fn free_trial_remaining(&self) -> Option<Duration> {
        iso_duration(self.properties.free_trial_remaining_time.as_deref()?)
    }
}

/// Days, hours, minutes and seconds of an ISO 8601 duration; years and months have no fixed length.
fn iso_duration(text: &str) -> Option<Duration> {
    let (date, time) = match text.strip_prefix('P')?.split_once('T') {
        Some((date, time)) => (date, time),
        None => (text.strip_prefix('P')?, ""),
    };
    if date.is_empty() && time.is_empty() {
        return None;
    }
    let part = |text: &str, units: &[(char, f64)]| -> Option<f64> {
        let mut rest = text;
        let mut seconds = 0.0;
        while !rest.is_empty() {
            let end = rest.find(|c: char| c.is_ascii_alphabetic())?;
            let unit = rest[end..].chars().next()?;
            let (_, factor) = units.iter().find(|(known, _)| *known == unit)?;
            seconds += rest[..end].parse::<f64>().ok()? * factor;
            rest = &rest[end + 1..];
        }
        Some(seconds)
    };
    let days = part(date, &[('W', 604_800.0), ('D', 86_400.0)])?;
    let rest = part(time, &[('H', 3_600.0), ('M', 60.0), ('S', 1.0)])?;
    Duration::try_from_secs_f64(days + rest).ok()
}

/// The plans of a subscription or a resource.
#[cfg(feature = "client")]
#[derive(Clone, Debug)]
pub struct Pricings(Scope);

#[cfg(feature = "client")]
impl Pricings {
    pub(crate) fn new(security: Scope) -> Self {
        Self(security)
    }

    /// All plans. They come in one page.
    ///
    /// Role: Security Reader on the scope. Limits: Azure Resource Manager's reads per subscription.
    ///
    /// # Errors
    ///
    /// [`NotOnboarded`](tenantscope_core::ErrorKind::NotOnboarded) if Microsoft.Security isn't registered;
    /// [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) without the role.
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/pricings/list>
    pub fn list(&self) -> List<Pricing> {
        self.0.list(&LIST, version::PRICINGS, &["pricings"])
    }

    /// One plan by its name.
    ///
    /// Role: Security Reader on the scope.
    ///
    /// # Errors
    ///
    /// [`NotFound`](tenantscope_core::ErrorKind::NotFound) if there is none of that name; otherwise as
    /// [`list`](Self::list).
    ///
    /// Source: <https://learn.microsoft.com/rest/api/defenderforcloud/pricings/get>
    pub async fn get(&self, plan: &str) -> Result<Item<Pricing>> {
        self.0.get(&GET, version::PRICINGS, &["pricings", plan]).await
    }
}

#[cfg(feature = "client")]
impl List<Pricing> {
    /// Only the plans of these names.
    pub fn plans(self, names: &[&str]) -> Self {
        self.query("$filter", &format!("name in ({})", names.join(",")))
    }
}

#[cfg(feature = "client")]
static LIST: Operation = Operation::new("list plans").permissions(crate::error::READERS);
#[cfg(feature = "client")]
static GET: Operation = Operation::new("get plan").permissions(crate::error::READERS);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tenantscope_core::Item;

    use super::*;

    #[test]
    fn plan_is_read_whole_and_written_as_it_came() {
        let text = r#"{"id":"/subscriptions/s/providers/Microsoft.Security/pricings/VirtualMachines","name":"VirtualMachines","type":"Microsoft.Security/pricings","properties":{"pricingTier":"Standard","subPlan":"P2","freeTrialRemainingTime":"P29DT5H3M2.5S","enablementTime":"2026-03-01T12:42:42.1921106Z","enforce":"False","inherited":"True","inheritedFrom":"/g","resourcesCoverageStatus":"FullyCovered","extensions":[{"name":"OnUploadMalwareScanning","isEnabled":"True","additionalExtensionProperties":{"CapGBPerMonthPerStorageAccount":10,"ExclusionTags":"[]"},"operationStatus":{"code":"Succeeded","message":"m"}}],"replacedBy":["Containers"]}}"#;
        let plan: Item<Pricing> = Item::from_json(text).unwrap();
        assert!(plan.extra().is_empty(), "{:?}", plan.extra());
        assert!(plan.is_enabled());
        assert_eq!((plan.properties.enforce, plan.properties.inherited), (Some(false), Some(true)));
        assert_eq!(plan.free_trial_remaining(), Some(Duration::from_millis(2_523_782_500)));
        let written: Value = serde_json::to_value(&*plan).unwrap();
        assert_eq!(written, plan.to_json_value());
    }

    #[test]
    fn durations_of_unknown_form_are_none() {
        for (text, seconds) in
            [("P1D", Some(86_400)), ("PT0S", Some(0)), ("P2W", Some(1_209_600)), ("PT1M", Some(60))]
        {
            assert_eq!(iso_duration(text), seconds.map(Duration::from_secs), "{text}");
        }
        for text in ["", "P1Y", "29 days", "PT", "P1", "P-1D", "PTxS"] {
            assert_eq!(iso_duration(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_duration_or_none(text in "P?[0-9PTWDHMS.,\\-é ]{0,12}") {
            let _ = iso_duration(&text);
        }
    }
}
