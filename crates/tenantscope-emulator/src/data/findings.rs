//! What Defender for Cloud found in a subscription: recommendations, the resources they are about,
//! alerts, and compliance. It agrees with the counts of the controls.

use time::{Duration, OffsetDateTime};

use super::azure::{ControlData, DEFINITIONS, Definition, SubscriptionData, assessments};
use crate::rng::{Rng, guid_of};

/// A recommendation.
#[derive(Clone, Debug)]
pub(crate) struct Recommendation {
    pub(crate) id: String,
    pub(crate) control: &'static Definition,
    pub(crate) title: &'static str,
    /// The type of the resources that it is about.
    pub(crate) kind: &'static str,
    pub(crate) severity: &'static str,
    pub(crate) category: &'static str,
}

const MACHINE: &str = "Microsoft.Compute/virtualMachines";
const SUBSCRIPTION: &str = "Microsoft.Authorization/users";
const NETWORK: &str = "Microsoft.Network/networkSecurityGroups";
const STORAGE: &str = "Microsoft.Storage/storageAccounts";
const SQL: &str = "Microsoft.Sql/servers";
const REGISTRY: &str = "Microsoft.ContainerRegistry/registries";
const CLUSTER: &str = "Microsoft.ContainerService/managedClusters";
const WEB: &str = "Microsoft.Web/sites";
const VAULT: &str = "Microsoft.KeyVault/vaults";

/// Title, type of resource, severity, category.
type Row = (&'static str, &'static str, &'static str, &'static str);
/// Three for each control, in the order of [`DEFINITIONS`].
const ROWS: &[[Row; 3]] = &[
    [
        (
            "Accounts with owner permissions on Azure resources should be MFA enabled",
            SUBSCRIPTION,
            "High",
            "IdentityAndAccess",
        ),
        (
            "Accounts with write permissions on Azure resources should be MFA enabled",
            SUBSCRIPTION,
            "High",
            "IdentityAndAccess",
        ),
        (
            "Accounts with read permissions on Azure resources should be MFA enabled",
            SUBSCRIPTION,
            "High",
            "IdentityAndAccess",
        ),
    ],
    [
        (
            "Management ports of virtual machines should be protected with just-in-time network access control",
            MACHINE,
            "High",
            "Networking",
        ),
        ("Management ports should be closed on your virtual machines", MACHINE, "Medium", "Networking"),
        (
            "Internet-facing virtual machines should be protected with network security groups",
            MACHINE,
            "High",
            "Networking",
        ),
    ],
    [
        ("System updates should be installed on your machines", MACHINE, "High", "Compute"),
        (
            "Machines should be configured to periodically check for missing system updates",
            MACHINE,
            "Low",
            "Compute",
        ),
        ("Azure Kubernetes Service clusters should run a supported version", CLUSTER, "Medium", "Container"),
    ],
    [
        ("Machines should have vulnerability findings resolved", MACHINE, "Low", "Compute"),
        ("SQL databases should have vulnerability findings resolved", SQL, "High", "Data"),
        (
            "Container images in Azure registry should have vulnerability findings resolved",
            REGISTRY,
            "High",
            "Container",
        ),
    ],
    [
        (
            "Vulnerabilities in security configuration on your Linux machines should be remediated",
            MACHINE,
            "Low",
            "Compute",
        ),
        (
            "Vulnerabilities in security configuration on your Windows machines should be remediated",
            MACHINE,
            "Low",
            "Compute",
        ),
        ("Privileged containers should be avoided", CLUSTER, "Medium", "Container"),
    ],
    [
        (
            "There should be more than one owner assigned to subscriptions",
            SUBSCRIPTION,
            "High",
            "IdentityAndAccess",
        ),
        (
            "Guest accounts with owner permissions on Azure resources should be removed",
            SUBSCRIPTION,
            "High",
            "IdentityAndAccess",
        ),
        ("Role-Based Access Control should be used on Kubernetes Services", CLUSTER, "High", "Container"),
    ],
    [
        (
            "Virtual machines should encrypt temp disks, caches, and data flows between Compute and Storage resources",
            MACHINE,
            "High",
            "Compute",
        ),
        ("Transparent Data Encryption on SQL databases should be enabled", SQL, "Low", "Data"),
        ("Storage accounts should use customer-managed key for encryption", STORAGE, "Low", "Data"),
    ],
    [
        ("Secure transfer to storage accounts should be enabled", STORAGE, "High", "Data"),
        ("Web Application should only be accessible over HTTPS", WEB, "Medium", "AppServices"),
        ("TLS should be updated to the latest version for web apps", WEB, "High", "AppServices"),
    ],
    [
        (
            "All network ports should be restricted on network security groups associated to your virtual machine",
            NETWORK,
            "High",
            "Networking",
        ),
        ("Storage account should use a private link connection", STORAGE, "Medium", "Data"),
        ("IP forwarding on your virtual machine should be disabled", MACHINE, "Medium", "Networking"),
    ],
    [
        (
            "Adaptive application controls for defining safe applications should be enabled on your machines",
            MACHINE,
            "High",
            "Compute",
        ),
        (
            "Allowlist rules in your adaptive application control policy should be updated",
            MACHINE,
            "High",
            "Compute",
        ),
        ("Container CPU and memory limits should be enforced", CLUSTER, "Medium", "Container"),
    ],
    [
        ("Azure DDoS Protection Standard should be enabled", NETWORK, "Medium", "Networking"),
        ("Web Application Firewall should be enabled for Application Gateway", WEB, "Low", "Networking"),
        ("Rate limits should be set on public endpoints", WEB, "Low", "AppServices"),
    ],
    [
        ("Endpoint protection should be installed on machines", MACHINE, "High", "Compute"),
        ("Endpoint protection health issues on machines should be resolved", MACHINE, "Medium", "Compute"),
        ("Endpoint protection should be installed on virtual machine scale sets", MACHINE, "High", "Compute"),
    ],
    [
        ("Auditing on SQL server should be enabled", SQL, "Low", "Data"),
        ("Diagnostic logs in Key Vault should be enabled", VAULT, "Low", "Data"),
        ("Diagnostic logs in App Service should be enabled", WEB, "Medium", "AppServices"),
    ],
    [
        ("Microsoft Defender for Servers should be enabled", SUBSCRIPTION, "High", "Compute"),
        ("Microsoft Defender for Storage should be enabled", STORAGE, "High", "Data"),
        ("Microsoft Defender for Containers should be enabled", CLUSTER, "High", "Container"),
    ],
    [
        (
            "Subscriptions should have a contact email address for security issues",
            SUBSCRIPTION,
            "Low",
            "IdentityAndAccess",
        ),
        ("Key vaults should have purge protection enabled", VAULT, "Medium", "Data"),
        ("Storage accounts should prevent shared key access", STORAGE, "Medium", "Data"),
    ],
];

/// The recommendations of a control, in order.
fn of_control(index: usize) -> impl Iterator<Item = Recommendation> {
    let control = &DEFINITIONS[index];
    assessments(control).into_iter().zip(ROWS[index % ROWS.len()]).map(
        move |(id, (title, kind, severity, category))| Recommendation {
            id,
            control,
            title,
            kind,
            severity,
            category,
        },
    )
}

/// Every recommendation there is.
pub(crate) fn recommendations() -> Vec<Recommendation> {
    (0..DEFINITIONS.len()).flat_map(of_control).collect()
}

/// A resource as one recommendation sees it.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) recommendation: Recommendation,
    /// `Healthy`, `Unhealthy` or `NotApplicable`.
    pub(crate) code: &'static str,
    /// `Azure`, `AWS` or `GCP`.
    pub(crate) source: &'static str,
    /// The resource's ARM id.
    pub(crate) resource: String,
    /// What the resource's own cloud calls it.
    pub(crate) native: Option<String>,
    pub(crate) connector: Option<String>,
    pub(crate) resource_name: String,
    /// In days before the world's first.
    pub(crate) age: i64,
}

impl Finding {
    /// Its own ARM id.
    pub(crate) fn id(&self) -> String {
        format!("{}/providers/Microsoft.Security/assessments/{}", self.resource, self.recommendation.id)
    }

    /// How many findings the finding has below it: vulnerabilities, or one that was mended.
    pub(crate) fn vulnerabilities(&self) -> usize {
        let has_any = self.recommendation.title.contains("vulnerability findings") && self.source == "Azure";
        match self.code {
            "Unhealthy" if has_any => 2,
            "Healthy" if has_any => 1,
            _ => 0,
        }
    }
}

/// Everything found in a subscription, the resources of a control spread over its recommendations.
pub(crate) fn of_subscription(data: &SubscriptionData) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, control) in data.controls.iter().enumerate() {
        let recommendations: Vec<Recommendation> = of_control(index).collect();
        findings.extend(resources(data, control, &recommendations));
    }
    findings
}

fn resources(
    data: &SubscriptionData,
    control: &ControlData,
    recommendations: &[Recommendation],
) -> Vec<Finding> {
    let codes = [
        ("Unhealthy", control.unhealthy),
        ("Healthy", control.healthy),
        ("NotApplicable", control.not_applicable),
    ];
    let all = codes.into_iter().flat_map(|(code, count)| (0..count).map(move |_| code));
    let resource = |(number, code): (usize, &'static str)| {
        let recommendation = recommendations[number % recommendations.len()].clone();
        let short = recommendation.kind.rsplit('/').next().unwrap_or_default();
        let name = format!("{}-{number:03}", short.trim_end_matches('s').to_lowercase());
        let group = ["rg-web", "rg-data", "rg-platform"][number % 3];
        let root = format!("/subscriptions/{}/resourceGroups/{group}", data.id);
        let connectors = format!("{root}/providers/Microsoft.Security/securityConnectors");
        let (source, native, connector) = match number % 29 {
            11 => (
                "AWS",
                Some(format!("arn:aws:ec2:eu-central-1:123456789012:instance/{name}")),
                Some("aws-main"),
            ),
            23 => (
                "GCP",
                Some(format!("//compute.googleapis.com/projects/contoso/zones/europe-west3-a/{name}")),
                Some("gcp-main"),
            ),
            _ => ("Azure", None, None),
        };
        let resource = match connector {
            // A text that is no part of any Azure resource id, with a colon in it.
            Some(connector) => {
                format!("{connectors}/{connector}/securityentitydata/{}-i--{name}:1", source.to_lowercase())
            }
            None => format!("{root}/providers/{}/{name}", recommendation.kind),
        };
        let key = [i64::try_from(number).unwrap_or_default()];
        Finding {
            code,
            source,
            resource,
            native,
            connector: connector.map(|name| format!("{connectors}/{name}")),
            resource_name: name,
            age: Rng::keyed(0, &data.id, &key).between(1, 300),
            recommendation,
        }
    };
    all.enumerate().map(resource).collect()
}

/// An alert.
#[derive(Clone, Debug)]
pub(crate) struct Alert {
    pub(crate) name: String,
    pub(crate) location: &'static str,
    pub(crate) group: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) title: &'static str,
    pub(crate) severity: &'static str,
    pub(crate) intent: &'static str,
    pub(crate) status: &'static str,
    pub(crate) machine: String,
    pub(crate) at: OffsetDateTime,
}

/// The alerts of a subscription, newest first.
pub(crate) fn alerts(data: &SubscriptionData, anchor: OffsetDateTime) -> Vec<Alert> {
    const KINDS: &[(&str, &str, &str, &str)] = &[
        ("VM_SuspiciousPortScan", "Possible outgoing port scanning activity detected", "Medium", "Discovery"),
        (
            "ARM_MicroBurst.AzVMBulkCMD",
            "MicroBurst exploitation toolkit used to run code in your virtual machines",
            "High",
            "Execution",
        ),
        (
            "Storage.Blob_TorAnomaly",
            "Authenticated access from a Tor exit node to a storage blob container",
            "High",
            "InitialAccess",
        ),
        (
            "VM_VbScriptHttpObjectAllocation",
            "VBScript HTTP object allocation detected",
            "Informational",
            "Execution",
        ),
        (
            "KV_SuspiciousIPAccess",
            "Access from a suspicious IP address to a key vault",
            "Low",
            "CredentialAccess",
        ),
        ("SQL.VM_BruteForce", "Suspected brute-force attack using a valid user", "High", "PreAttack"),
    ];
    let mut rng = Rng::keyed(0, &format!("alerts {}", data.id), &[]);
    let mut at = anchor;
    KINDS
        .iter()
        .enumerate()
        .map(|(index, (kind, title, severity, intent))| {
            at -= Duration::minutes(rng.between(200, 3000))
                + Duration::nanoseconds(rng.between(1, 9_999_999) * 100);
            Alert {
                name: format!("2518{:015}_{}", rng.below(1_000_000_000_000_000), rng.guid()),
                location: if index % 2 == 0 { "westeurope" } else { "centralus" },
                group: ["rg-web", "rg-data", "rg-platform"][index % 3],
                kind,
                title,
                severity,
                intent,
                status: ["Active", "Active", "InProgress", "Resolved", "Dismissed", "Active"][index],
                machine: format!("virtualmachine-{:03}", rng.below(20)),
                at,
            }
        })
        .collect()
}

/// The compliance standards, with their controls.
pub(crate) const STANDARDS: &[(&str, &[(&str, &str)])] = &[
    (
        "Microsoft-cloud-security-benchmark",
        &[
            ("IM.6", "Use strong authentication controls"),
            ("NS.1", "Establish network segmentation boundaries"),
            ("DP.3", "Encrypt sensitive data in transit"),
            ("LT.3", "Enable logging for security investigation"),
            ("PV.6", "Rapidly and automatically remediate vulnerabilities"),
        ],
    ),
    (
        "Azure-CIS-1.4.0",
        &[
            ("1.1", "Ensure that multi-factor authentication is enabled for all privileged users"),
            ("3.1", "Ensure that 'Secure transfer required' is set to 'Enabled'"),
            ("4.1", "Ensure that auditing is set to on"),
            ("6.1", "Ensure that RDP access is restricted from the internet"),
        ],
    ),
    (
        "PCI-DSS-4",
        &[
            ("1.2.1", "Configuration standards for network security controls are defined"),
            ("8.4.1", "MFA is implemented for all non-console access"),
            ("12.3", "Physical security"),
        ],
    ),
];

/// The recommendations that stand for a control of a standard; none for what nobody can assess.
pub(crate) fn of_standard(standard: usize, control: usize) -> Vec<Recommendation> {
    if STANDARDS[standard].1[control].1 == "Physical security" {
        return Vec::new();
    }
    of_control((standard * 5 + control * 2) % DEFINITIONS.len()).collect()
}

/// The id of a recommendation in a standard.
pub(crate) fn compliance_id(standard: &str, control: &str, recommendation: &str) -> String {
    guid_of(&format!("{standard} {control} {recommendation}"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn findings_agree_with_the_counts_of_their_controls() {
        let data = &SubscriptionData::of_tenant(1, 0, 1, "X", None)[0];
        let findings = of_subscription(data);
        let ids: BTreeSet<String> = findings.iter().map(Finding::id).collect();
        assert_eq!(ids.len(), findings.len(), "ids are told apart");
        for control in &data.controls {
            let count = |code: &str| {
                let of_control =
                    findings.iter().filter(|f| f.recommendation.control.id == control.definition.id);
                i64::try_from(of_control.filter(|f| f.code == code).count()).unwrap()
            };
            assert_eq!(
                (count("Healthy"), count("Unhealthy"), count("NotApplicable")),
                (control.healthy, control.unhealthy, control.not_applicable)
            );
        }
        for source in ["Azure", "AWS", "GCP"] {
            assert!(findings.iter().any(|finding| finding.source == source), "{source}");
        }
        assert!(findings.iter().any(|finding| finding.vulnerabilities() > 0));
    }
}
