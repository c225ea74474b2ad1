//! Findings in the form of the Open Cybersecurity Schema Framework, version 1.8: Compliance Finding, class 2003.
//!
//! ```
//! use tenantscope_core::Item;
//! use tenantscope_defender::{SecureScoreControl, ocsf::{ComplianceFinding, Context}};
//!
//! let control: Item<SecureScoreControl> = Item::from_json(
//!     r#"{"id": "/subscriptions/0000000a-0000-0000-0000-000000000001/providers/Microsoft.Security/secureScores/ascScore/secureScoreControls/34a42fb3-e6db-409c-b56b-7b1db6b8aee0",
//!         "name": "34a42fb3-e6db-409c-b56b-7b1db6b8aee0",
//!         "properties": {"displayName": "Enable MFA", "healthyResourceCount": 3, "unhealthyResourceCount": 1,
//!                        "score": {"max": 10, "current": 7.5, "percentage": 0.75}, "weight": 4}}"#,
//! )?;
//! let context = Context::collected_at("2026-11-22T00:00:00Z".parse().unwrap());
//! let finding = ComplianceFinding::from_control(&control, &context);
//! assert_eq!((finding.class_uid, finding.type_uid), (2003, 200_301));
//! assert_eq!(finding.compliance.status_id, Some(3)); // failed
//! println!("{}", serde_json::to_string(&finding).unwrap()); // one line of JSON Lines
//! # Ok::<(), tenantscope_core::Error>(())
//! ```
//!
//! A control becomes a finding about its subscription, an assessment one about its resource. What has no place
//! in the schema stands in `unmapped` as it came, so that nothing is lost, but for the secrets of partners.
//!
//! The choice of what goes where is this crate's own; the attributes are the schema's
//! (<https://schema.ocsf.io/1.8.0/classes/compliance_finding>).

mod assessment;
mod context;
mod control;
mod finding;
mod unmapped;

pub use self::{
    context::{Activity, Context},
    finding::{
        Account, Check, CloudInfo, Compliance, ComplianceFinding, FindingInfo, Metadata, Product,
        Remediation, ResourceInfo,
    },
};

#[cfg(test)]
mod tests;
