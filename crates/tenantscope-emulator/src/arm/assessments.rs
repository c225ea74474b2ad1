//! Assessments, what they are about, and the findings below them.

use serde_json::{Value, json};
use time::Duration;

use super::{Context, error, page, scope::Scope};
use crate::{
    clock,
    data::findings::{self, Finding, Recommendation},
    http::{Outcome, Reply},
    rng::{Rng, guid_of},
};

pub(super) const VERSIONS: &[&str] = &["2025-05-04", "2021-06-01", "2020-01-01"];
pub(super) const SUB_VERSIONS: &[&str] = &["2019-01-01-preview"];

/// `/{scope}/providers/Microsoft.Security/assessments`
pub(super) fn list(context: &Context<'_>, scope: &Scope<'_>) -> Outcome {
    let mut items = Vec::new();
    for data in scope.assessed(context) {
        let below = findings::of_subscription(data).into_iter().filter(|f| scope.contains(&f.resource));
        items.extend(below.map(|finding| assessment(context, &finding)));
    }
    page(context, items)
}

/// One assessment of one resource, and what `$expand` adds to it.
pub(super) fn get(context: &Context<'_>, scope: &Scope<'_>, id: &str) -> Outcome {
    let finding = find(context, scope, id).ok_or_else(|| missing(id))?;
    let mut body = assessment(context, &finding);
    let expand = context.call.parameter("$expand").unwrap_or_default();
    for part in expand.split(',').filter(|part| !part.is_empty()) {
        match part.trim().to_ascii_lowercase().as_str() {
            // They are there anyway.
            "links" => {}
            "metadata" => body["properties"]["metadata"] = metadata_properties(&finding.recommendation),
            _ => {
                let text = format!(
                    "The expand expression '{part}' is not supported. Supported: 'links', 'metadata'."
                );
                return Err(error::reply(400, "InvalidExpand", &text));
            }
        }
    }
    Ok(Reply::json(200, &body))
}

fn find(context: &Context<'_>, scope: &Scope<'_>, id: &str) -> Option<Finding> {
    scope.assessed(context).into_iter().find_map(|data| {
        let mut all = findings::of_subscription(data).into_iter();
        all.find(|f| f.recommendation.id.eq_ignore_ascii_case(id) && scope.is(&f.resource))
    })
}

fn missing(name: &str) -> Reply {
    error::reply(404, "ResourceNotFound", &format!("Assessment '{name}' does not exist in the scope."))
}

pub(super) fn assessment(context: &Context<'_>, finding: &Finding) -> Value {
    let version = context.call.parameter("api-version").unwrap_or_default();
    let seen = context.world.anchor - Duration::days(finding.age);
    let mut status = json!({"code": finding.code});
    if finding.code == "NotApplicable" {
        status["cause"] = json!("OffByPolicy");
        status["description"] = json!("The recommendation is disabled in policy");
    }
    if version != "2020-01-01" {
        status["firstEvaluationDate"] = json!(clock::ticks(seen - Duration::days(7)));
        status["statusChangeDate"] = json!(clock::ticks(seen));
    }
    let mut properties = json!({
        "resourceDetails": resource_details(finding),
        "displayName": finding.recommendation.title,
        "status": status,
        "additionalData": {},
        "links": {"azurePortalUri": portal(finding)},
    });
    if finding.vulnerabilities() > 0 {
        properties["additionalData"] =
            json!({"subAssessmentsLink": format!("{}/subAssessments", finding.id())});
    }
    if version == "2025-05-04" {
        let level = match (finding.code, finding.recommendation.severity) {
            ("Unhealthy", "High") => "High",
            ("Unhealthy", other) => other,
            _ => "None",
        };
        properties["risk"] = json!({
            "level": level,
            "riskFactors": if level == "High" { json!(["InternetExposure"]) } else { json!([]) },
            "attackPathsReferences": [],
            "isContextualRisk": level == "High",
        });
    }
    json!({
        "type": "Microsoft.Security/assessments",
        "id": finding.id(),
        "name": finding.recommendation.id,
        "properties": properties,
    })
}

/// With capitals, which the specification does not have.
fn resource_details(finding: &Finding) -> Value {
    let mut details = json!({"Source": finding.source, "Id": finding.resource});
    if let (Some(native), Some(connector)) = (&finding.native, &finding.connector) {
        details["ConnectorId"] = json!(connector);
        details["NativeResourceId"] = json!(native);
        details["ResourceName"] = json!(finding.resource_name);
        details["ResourceType"] = json!("instance");
        details["ResourceProvider"] = json!(if finding.source == "AWS" { "ec2" } else { "compute" });
    }
    details
}

/// The address in the portal, which comes without a scheme.
fn portal(finding: &Finding) -> String {
    let resource: String = url::form_urlencoded::byte_serialize(finding.resource.as_bytes()).collect();
    format!(
        "portal.azure.com/#blade/Microsoft_Azure_Security/RecommendationsBlade/assessmentKey/{}/resourceId/{resource}",
        finding.recommendation.id
    )
}

/// `assessmentMetadata`, of the tenant or of a subscription.
pub(super) fn metadata_list(context: &Context<'_>, scope: &str) -> Outcome {
    page(context, findings::recommendations().iter().map(|one| metadata(one, scope)).collect())
}

pub(super) fn metadata_get(scope: &str, id: &str) -> Outcome {
    let all = findings::recommendations();
    let found = all.iter().find(|one| one.id.eq_ignore_ascii_case(id));
    let found = found.ok_or_else(|| {
        error::reply(404, "ResourceNotFound", &format!("Assessment metadata '{id}' does not exist."))
    })?;
    Ok(Reply::json(200, &metadata(found, scope)))
}

fn metadata(recommendation: &Recommendation, scope: &str) -> Value {
    let mut properties = metadata_properties(recommendation);
    properties["publishDates"] = json!({"GA": "06/01/2020 00:00:00", "public": "03/01/2020 00:00:00"});
    properties["tactics"] = json!(["Credential Access"]);
    properties["techniques"] = json!(["Brute Force"]);
    json!({
        "id": format!("{scope}/providers/Microsoft.Security/assessmentMetadata/{}", recommendation.id),
        "name": recommendation.id,
        "type": "Microsoft.Security/assessmentMetadata",
        "properties": properties,
    })
}

pub(super) fn metadata_properties(recommendation: &Recommendation) -> Value {
    json!({
        "displayName": recommendation.title,
        "policyDefinitionId": format!(
            "/providers/Microsoft.Authorization/policyDefinitions/{}",
            guid_of(&format!("policy {}", recommendation.id))
        ),
        "description": format!("{}.", recommendation.title),
        "remediationDescription": format!("To remediate: see the control '{}'.", recommendation.control.name),
        "categories": [recommendation.category],
        "severity": recommendation.severity,
        "userImpact": "Moderate",
        "implementationEffort": "Low",
        "threats": ["accountBreach", "dataExfiltration"],
        "preview": false,
        "assessmentType": "BuiltIn",
    })
}

/// `subAssessments`, all of them or those of one assessment.
pub(super) fn sub_list(context: &Context<'_>, scope: &Scope<'_>, assessment: Option<&str>) -> Outcome {
    let mut items = Vec::new();
    for data in scope.assessed(context) {
        for finding in findings::of_subscription(data) {
            let wanted = assessment.is_none_or(|id| finding.recommendation.id.eq_ignore_ascii_case(id));
            if wanted && scope.contains(&finding.resource) {
                items.extend((0..finding.vulnerabilities()).map(|n| sub_assessment(context, &finding, n)));
            }
        }
    }
    page(context, items)
}

pub(super) fn sub_get(context: &Context<'_>, scope: &Scope<'_>, assessment: &str, name: &str) -> Outcome {
    let finding = find(context, scope, assessment).ok_or_else(|| missing(assessment))?;
    let mut all = (0..finding.vulnerabilities()).map(|number| sub_assessment(context, &finding, number));
    let found = all.find(|item| item["name"].as_str().is_some_and(|known| known.eq_ignore_ascii_case(name)));
    Ok(Reply::json(200, &found.ok_or_else(|| missing(name))?))
}

pub(super) fn sub_assessment(context: &Context<'_>, finding: &Finding, number: usize) -> Value {
    let name = guid_of(&format!("{} {number}", finding.id()));
    let mut rng = Rng::keyed(0, &name, &[]);
    let year = rng.between(2019, 2026);
    let cve = format!("CVE-{year}-{:05}", rng.between(1000, 60_000));
    let link = json!({"title": cve, "link": format!("https://nvd.nist.gov/vuln/detail/{cve}")});
    let cvss = json!({"2.0": {"base": 7.5}, "3.0": {"base": 8}});
    let published = format!("{year}-05-02T00:00:00Z");
    let more = match finding.recommendation.kind {
        "Microsoft.Sql/servers" => json!({
            "assessedResourceType": "SqlServerVulnerability",
            "type": "AzureDatabase",
            "query": "SELECT name FROM sys.database_principals",
            "benchmarks": [],
        }),
        "Microsoft.ContainerRegistry/registries" => json!({
            "assessedResourceType": "ContainerRegistryVulnerability",
            "type": "Vulnerability",
            "cvss": cvss,
            "patchable": true,
            "cve": [link],
            "publishedTime": published,
            "vendorReferences": [],
            "repositoryName": "web/shop",
            "imageDigest": format!("sha256:{}", name.replace('-', "").repeat(2)),
        }),
        // The specification calls it ServerVulnerabilityAssessment.
        _ => json!({
            "assessedResourceType": "ServerVulnerability",
            "type": "VirtualMachine",
            "cvss": cvss,
            "patchable": rng.percent(60),
            "cve": [link],
            "threat": "An attacker can run code.",
            "publishedTime": published,
            "vendorReferences": [],
        }),
    };
    json!({
        "type": "Microsoft.Security/assessments/subAssessments",
        "id": format!("{}/subassessments/{name}", finding.id()),
        "name": name,
        "properties": {
            "id": rng.between(90_000, 399_999).to_string(),
            "displayName": format!("{cve} in a package"),
            "status": {"code": finding.code, "cause": "", "severity": *rng.pick(&["Low", "Medium", "High"]), "description": "Active"},
            "remediation": "Update the package.",
            "impact": "Confidentiality, integrity and availability.",
            "category": "Patch",
            "description": format!("The package is open to {cve}."),
            "timeGenerated": clock::ticks(context.world.anchor - Duration::days(finding.age)),
            // Two ways of writing in one object.
            "resourceDetails": {"source": "Azure", "Id": finding.resource},
            "additionalData": more,
        },
    })
}
