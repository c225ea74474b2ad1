//! A secure score control as a finding about its subscription.

use tenantscope_core::Item;

use super::{
    ComplianceFinding, Context,
    finding::{Check, FindingInfo, ResourceInfo, Status},
    unmapped::all_but,
};
use crate::{SecureScoreControl, SecureScoreControlDefinition};

impl ComplianceFinding {
    /// A finding about a subscription: whether it meets a secure score control.
    ///
    /// ```text
    /// status    failed   if any resource is unhealthy
    ///           passed   if none is and some are healthy
    ///           warning  if nothing was assessed
    /// severity  informational if passed, otherwise by the most points that the control can have:
    ///           8 to 10 high, 4 to 7 medium, 1 to 3 low, 0 informational
    /// ```
    ///
    /// The definition, which has those points, the description and the checks, comes with
    /// `expand_definition()`; without it the points to earn stand in.
    pub fn from_control(control: &Item<SecureScoreControl>, context: &Context) -> Self {
        let properties = &control.properties;
        let definition = properties.definition.as_deref();
        let unhealthy = properties.unhealthy_resource_count.unwrap_or(0);
        let assessed = control.assessed_resource_count().unwrap_or(0);
        let status = match (unhealthy, assessed) {
            (1.., _) => Status::Fail,
            (_, 1..) => Status::Pass,
            _ => Status::Warning,
        };
        #[allow(clippy::cast_precision_loss)] // from 0 to 10
        let most = definition
            .and_then(|definition| definition.properties.max_score)
            .map(|points| points as f64)
            .or(properties.score.max);
        let severity = if status == Status::Pass { 1 } else { severity(most) };
        let info = FindingInfo {
            uid: control.id.clone().or_else(|| control.name.clone()).unwrap_or_default(),
            title: properties.display_name.clone(),
            desc: definition.and_then(|definition| definition.properties.description.clone()),
            ..FindingInfo::default()
        };
        let subscription = control.subscription_id();
        // the service has said so before its documents did
        let all = control.to_json_value();
        let provider =
            all["properties"]["environment"].as_str().filter(|text| !text.is_empty()).unwrap_or("Azure");
        let mut finding = Self::new(context, severity, info).with_status(status).in_cloud(
            provider,
            subscription.as_ref(),
            context,
        );
        finding.compliance.control.clone_from(&properties.display_name);
        finding.compliance.checks = definition
            .into_iter()
            .flat_map(SecureScoreControlDefinition::assessment_keys)
            .map(|key| Check { uid: key.to_string(), name: None })
            .collect();
        finding.message = Some(format!(
            "{}: {} of {assessed} assessed resources are healthy",
            properties.display_name.as_deref().unwrap_or("Secure score control"),
            assessed - unhealthy,
        ));
        finding.resources = subscription
            .map(|id| ResourceInfo {
                uid: format!("/subscriptions/{id}"),
                name: context.subscription_name.clone(),
                resource_type: Some("Microsoft.Resources/subscriptions".to_owned()),
            })
            .into_iter()
            .collect();
        finding.unmapped = all_but(all, MAPPED);
        finding
    }
}

fn severity(most_points: Option<f64>) -> u32 {
    match most_points {
        None => 0,
        Some(points) if points >= 8.0 => 4,
        Some(points) if points >= 4.0 => 3,
        Some(points) if points >= 1.0 => 2,
        Some(_) => 1,
    }
}

const MAPPED: &[&[&str]] = &[
    &["id"],
    &["properties", "displayName"],
    &["properties", "environment"],
    &["properties", "definition", "properties", "description"],
    &["properties", "definition", "properties", "assessmentDefinitions"],
];
