//! The schema's class Compliance Finding and its objects, with the attributes that are filled here.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tenantscope_core::SubscriptionId;

use super::Context;

/// Compliance Finding, class 2003 of OCSF 1.8.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ComplianceFinding {
    /// What happened to it: 1 created, 2 updated, 3 closed.
    pub activity_id: u32,
    /// 2: findings.
    pub category_uid: u32,
    /// 2003: compliance findings.
    pub class_uid: u32,
    /// `class_uid` × 100 + `activity_id`.
    pub type_uid: u32,
    /// How bad: 1 informational, 2 low, 3 medium, 4 high, 5 critical; 0 unknown.
    pub severity_id: u32,
    /// When it was collected, in milliseconds since 1970.
    pub time: i64,
    /// Who made it, in which version of the schema.
    pub metadata: Metadata,
    /// Which finding it is.
    pub finding_info: FindingInfo,
    /// What was to be met, and whether it is.
    pub compliance: Compliance,
    /// Which cloud and account.
    pub cloud: CloudInfo,
    /// The finding in a line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// How far somebody is with it: 1 new, 4 resolved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_id: Option<u32>,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remediation: Option<Remediation>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<ResourceInfo>,
    /// What has no place in the schema, as it came.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub unmapped: Map<String, Value>,
}

/// Who made a finding, in which version of the schema.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Metadata {
    /// The schema's version.
    pub version: String,
    /// The product that found it.
    pub product: Product,
    /// The profiles that it follows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<String>,
    /// The tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_uid: Option<String>,
}

/// A product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Product {
    /// Its name.
    pub name: String,
    /// Who makes it.
    pub vendor_name: String,
}

/// Which finding it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FindingInfo {
    /// The full id of the control or assessment: the same each time.
    pub uid: String,
    /// It in a few words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// It at length.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desc: Option<String>,
    /// Where to see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub src_url: Option<String>,
    /// When it was first seen, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_seen_time: Option<i64>,
    /// When it changed last, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified_time: Option<i64>,
}

/// What was to be met, and whether it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Compliance {
    /// The control.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub control: Option<String>,
    /// The standards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub standards: Vec<String>,
    /// Whether it is met: `Pass`, `Warning`, `Fail`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Whether it is met: 1 passed, 2 no result for lack of information, 3 failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_id: Option<u32>,
    /// Why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub status_details: Vec<String>,
    /// What it is judged by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
}

/// Something that a control is judged by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Check {
    /// The GUID of the recommendation.
    pub uid: String,
    /// Its name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Which cloud and account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CloudInfo {
    /// The cloud: `Azure`, `AWS`, `GCP`, …
    pub provider: String,
    /// The subscription.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
}

/// A subscription.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Account {
    /// The GUID.
    pub uid: String,
    /// The name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// How to mend a finding.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Remediation {
    /// For people.
    pub desc: String,
}

/// What a finding is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceInfo {
    /// The full id.
    pub uid: String,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
}

/// Whether something is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Pass,
    /// There is no result for lack of information.
    Warning,
    Fail,
}

impl Status {
    pub(super) const fn id(self) -> u32 {
        match self {
            Self::Pass => 1,
            Self::Warning => 2,
            Self::Fail => 3,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Pass => "Pass",
            Self::Warning => "Warning",
            Self::Fail => "Fail",
        }
    }
}

impl ComplianceFinding {
    /// What every finding has.
    pub(super) fn new(context: &Context, severity_id: u32, finding_info: FindingInfo) -> Self {
        let activity_id = context.activity.id();
        Self {
            activity_id,
            category_uid: CATEGORY,
            class_uid: CLASS,
            type_uid: CLASS * 100 + activity_id,
            severity_id,
            time: context.milliseconds(),
            metadata: Metadata {
                version: "1.8.0".to_owned(),
                product: Product {
                    name: "Microsoft Defender for Cloud".to_owned(),
                    vendor_name: "Microsoft".to_owned(),
                },
                profiles: vec!["cloud".to_owned()],
                tenant_uid: context.tenant.as_ref().map(ToString::to_string),
            },
            finding_info,
            compliance: Compliance {
                standards: vec!["Microsoft cloud security benchmark".to_owned()],
                ..Compliance::default()
            },
            cloud: CloudInfo::default(),
            message: None,
            status_id: match activity_id {
                1 => Some(1),
                3 => Some(4),
                _ => None,
            },
            remediation: None,
            resources: Vec::new(),
            unmapped: Map::new(),
        }
    }

    pub(super) fn with_status(mut self, status: Status) -> Self {
        self.compliance.status = Some(status.name().to_owned());
        self.compliance.status_id = Some(status.id());
        self
    }

    pub(super) fn in_cloud(
        mut self,
        provider: &str,
        subscription: Option<&SubscriptionId>,
        context: &Context,
    ) -> Self {
        self.cloud = CloudInfo {
            provider: provider.to_owned(),
            account: subscription
                .map(|id| Account { uid: id.to_string(), name: context.subscription_name.clone() }),
        };
        self
    }
}

const CATEGORY: u32 = 2;
const CLASS: u32 = 2003;
