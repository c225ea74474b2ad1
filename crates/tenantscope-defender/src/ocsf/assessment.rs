//! An assessment as a finding about its resource.

use tenantscope_core::{Item, Timestamp};

use super::{
    ComplianceFinding, Context,
    finding::{Check, FindingInfo, Remediation, ResourceInfo, Status},
    unmapped::all_but,
};
use crate::{
    Assessment, AssessmentMetadata, AssessmentStatusCode, ResourceDetails, ResourceSource, RiskLevel,
    Severity, resource::last_segment,
};

impl ComplianceFinding {
    /// A finding about a resource: whether it meets a recommendation.
    ///
    /// ```text
    /// status    passed if healthy, failed if unhealthy, warning otherwise
    /// severity  informational if passed or not applicable, otherwise by the risk where it is told,
    ///           else by the recommendation's own severity, else unknown
    /// ```
    pub fn from_assessment(assessment: &Item<Assessment>, context: &Context) -> Self {
        let properties = &assessment.properties;
        let metadata = properties.metadata.as_deref();
        let details = properties.resource_details.as_ref();
        let (status, severity) = match assessment.status_code() {
            Some(AssessmentStatusCode::Healthy) => (Status::Pass, 1),
            Some(AssessmentStatusCode::Unhealthy) => (Status::Fail, severity(assessment)),
            Some(AssessmentStatusCode::NotApplicable) => (Status::Warning, 1),
            _ => (Status::Warning, severity(assessment)),
        };
        let told = properties.status.as_ref();
        let title = properties.display_name.clone().or_else(|| metadata?.display_name.clone());
        let info = FindingInfo {
            uid: assessment.id.clone().or_else(|| assessment.name.clone()).unwrap_or_default(),
            desc: metadata.and_then(|metadata| metadata.description.clone()),
            src_url: properties.links.as_ref().and_then(|links| links.portal()).map(address),
            first_seen_time: told.and_then(|status| status.first_evaluation_date).map(milliseconds),
            modified_time: told.and_then(|status| status.status_change_date).map(milliseconds),
            title: title.clone(),
        };
        let provider = match details.and_then(ResourceDetails::source) {
            Some(source @ (ResourceSource::Aws | ResourceSource::Gcp | ResourceSource::Unknown(_))) => {
                source.as_str().to_owned()
            }
            _ => "Azure".to_owned(),
        };
        let subscription = assessment.subscription_id();
        let mut finding = Self::new(context, severity, info).with_status(status).in_cloud(
            &provider,
            subscription.as_ref(),
            context,
        );
        finding.compliance.control.clone_from(&title);
        finding.compliance.status_details = told
            .and_then(|status| status.description.clone().or_else(|| status.cause.clone()))
            .into_iter()
            .collect();
        finding.compliance.checks =
            assessment.key().map(|key| Check { uid: key.to_string(), name: None }).into_iter().collect();
        finding.message = title.map(|title| {
            format!("{title}: {}", assessment.status_code().map_or("not told", AssessmentStatusCode::as_str))
        });
        finding.remediation = metadata
            .and_then(|metadata| metadata.remediation_description.clone())
            .map(|desc| Remediation { desc });
        finding.resources = assessment
            .resource_id()
            .map(|id| ResourceInfo {
                uid: id.to_owned(),
                name: details
                    .and_then(ResourceDetails::resource_name)
                    .or_else(|| last_segment(id))
                    .map(str::to_owned),
                resource_type: details
                    .and_then(ResourceDetails::resource_type)
                    .map(str::to_owned)
                    .or_else(|| resource_type(id)),
            })
            .into_iter()
            .collect();
        finding.unmapped = all_but(assessment.to_json_value(), MAPPED);
        finding
    }

    /// Adds what the assessment's recommendation says where the finding doesn't: title, description, how to mend
    /// it, and how bad it is.
    ///
    /// A list of assessments comes without its recommendations. They are listed once for all, by
    /// `assessment_metadata()`, and joined by [`AssessmentKey`](crate::AssessmentKey).
    pub fn with_recommendation(mut self, recommendation: &AssessmentMetadata) -> Self {
        let says = &recommendation.properties;
        let info = &mut self.finding_info;
        info.title = info.title.take().or_else(|| says.display_name.clone());
        info.desc = info.desc.take().or_else(|| says.description.clone());
        self.remediation = self
            .remediation
            .take()
            .or_else(|| says.remediation_description.clone().map(|desc| Remediation { desc }));
        if self.severity_id == 0 {
            self.severity_id = says.severity.as_ref().map_or(0, by_recommendation);
        }
        self
    }
}

/// By the risk where it is told, else by the recommendation's own severity.
fn severity(assessment: &Assessment) -> u32 {
    let by_risk = match assessment.properties.risk.as_ref().and_then(|risk| risk.level.as_ref()) {
        Some(RiskLevel::NoRisk) => Some(1),
        Some(RiskLevel::Low) => Some(2),
        Some(RiskLevel::Medium) => Some(3),
        Some(RiskLevel::High) => Some(4),
        Some(RiskLevel::Critical) => Some(5),
        _ => None,
    };
    by_risk.unwrap_or_else(|| {
        let metadata = assessment.properties.metadata.as_ref();
        metadata.and_then(|metadata| metadata.severity.as_ref()).map_or(0, by_recommendation)
    })
}

fn by_recommendation(severity: &Severity) -> u32 {
    match severity {
        Severity::Low => 2,
        Severity::Medium => 3,
        Severity::High => 4,
        Severity::Critical => 5,
        Severity::Unknown(_) => 0,
    }
}

/// The type that an id ends with: `Microsoft.Compute/virtualMachines`.
fn resource_type(id: &str) -> Option<String> {
    let lower = id.to_ascii_lowercase();
    let Some(start) = lower.rfind("/providers/") else {
        return lower.starts_with("/subscriptions/").then(|| {
            let is_group = lower.contains("/resourcegroups/");
            let name = if is_group { "resourceGroups" } else { "subscriptions" };
            format!("Microsoft.Resources/{name}")
        });
    };
    let mut segments = id[start + "/providers/".len()..].split('/');
    let mut found = segments.next()?.to_owned();
    // behind the provider, types and names take turns
    while let Some(part) = segments.next() {
        found.push('/');
        found.push_str(part);
        segments.next();
    }
    Some(found)
}

/// An address of the portal, which the service sends without a scheme.
fn address(text: &str) -> String {
    if text.contains("://") { text.to_owned() } else { format!("https://{text}") }
}

fn milliseconds(time: Timestamp) -> i64 {
    let since = time.duration_since(Timestamp::UNIX_EPOCH);
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

const MAPPED: &[&[&str]] = &[
    &["id"],
    &["properties", "displayName"],
    &["properties", "status", "code"],
    &["properties", "links"],
    &["properties", "metadata", "description"],
    &["properties", "metadata", "remediationDescription"],
    // never to be sent on
    &["properties", "metadata", "partnerData", "secret"],
    &["properties", "partnersData", "secret"],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recommendation_fills_in_what_the_finding_lacks_and_nothing_else() {
        let recommendation: AssessmentMetadata = serde_json::from_str(
            r#"{"properties":{"displayName":"Other","description":"Why","remediationDescription":"How","severity":"High"}}"#,
        )
        .unwrap();
        let finding = |text: &'static str| {
            let context = Context::collected_at(Timestamp::UNIX_EPOCH);
            ComplianceFinding::from_assessment(&Item::from_json(text).unwrap(), &context)
                .with_recommendation(&recommendation)
        };
        let bare = finding(r#"{"properties":{"displayName":"Own","status":{"code":"Unhealthy"}}}"#);
        assert_eq!((bare.severity_id, bare.finding_info.title.as_deref()), (4, Some("Own")));
        assert_eq!(bare.finding_info.desc.as_deref(), Some("Why"));
        assert_eq!(bare.remediation.unwrap().desc, "How");
        let healthy = finding(r#"{"properties":{"status":{"code":"Healthy"}}}"#);
        assert_eq!((healthy.severity_id, healthy.finding_info.title.as_deref()), (1, Some("Other")));
        let risky = finding(r#"{"properties":{"status":{"code":"Unhealthy"},"risk":{"level":"Critical"}}}"#);
        assert_eq!(risky.severity_id, 5);
    }

    #[test]
    fn address_of_the_portal_can_be_followed() {
        assert_eq!(address("portal.azure.com/#blade/X"), "https://portal.azure.com/#blade/X");
        assert_eq!(address("https://portal.azure.us/#x"), "https://portal.azure.us/#x");
    }

    #[test]
    fn type_of_a_resource_is_read_from_its_id() {
        for (id, expected) in [
            ("/subscriptions/s", Some("Microsoft.Resources/subscriptions")),
            ("/subscriptions/s/resourceGroups/g", Some("Microsoft.Resources/resourceGroups")),
            (
                "/subscriptions/s/resourcegroups/g/Providers/Microsoft.Sql/servers/a/databases/b",
                Some("Microsoft.Sql/servers/databases"),
            ),
            ("arn:aws:s3:::b", None),
        ] {
            assert_eq!(resource_type(id).as_deref(), expected);
        }
    }
}
