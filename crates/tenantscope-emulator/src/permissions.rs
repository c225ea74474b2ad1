//! Application permissions: which exist, and to which API they belong.

use std::collections::BTreeSet;

use crate::service::Service;

/// The permissions of the Office 365 Management APIs.
const ACTIVITY: &[&str] = &["ActivityFeed.Read", "ActivityFeed.ReadDlp", "ServiceHealth.Read"];

/// The Graph permissions that a posture tool asks for. It only reads; those to write with are
/// granted by name.
const GRAPH: &[&str] = &[
    "AccessReview.Read.All",
    "Application.Read.All",
    "AttackSimulation.Read.All",
    "AuditLog.Read.All",
    "AuditLogsQuery.Read.All",
    "CrossTenantInformation.ReadBasic.All",
    "DelegatedAdminRelationship.Read.All",
    "Device.Read.All",
    "DeviceManagementConfiguration.Read.All",
    "DeviceManagementManagedDevices.Read.All",
    "Directory.Read.All",
    "Domain.Read.All",
    "Group.Read.All",
    "GroupMember.Read.All",
    "IdentityRiskEvent.Read.All",
    "IdentityRiskyUser.Read.All",
    "LicenseAssignment.Read.All",
    "Member.Read.Hidden",
    "Organization.Read.All",
    "Policy.Read.All",
    "Policy.Read.AuthenticationMethod",
    "Reports.Read.All",
    "RoleManagement.Read.Directory",
    "SecurityAlert.Read.All",
    "SecurityEvents.Read.All",
    "SecurityIdentitiesHealth.Read.All",
    "SecurityIdentitiesSensors.Read.All",
    "SecurityIncident.Read.All",
    "ServiceHealth.Read.All",
    "ServiceMessage.Read.All",
    "ThreatHunting.Read.All",
    "User.Read.All",
    "UserAuthenticationMethod.Read.All",
];

/// What a tenant grants unless it is told otherwise: all there is to read.
pub(crate) fn everything() -> BTreeSet<String> {
    ACTIVITY.iter().chain(GRAPH).map(|name| (*name).to_owned()).collect()
}

/// The part of `granted` that belongs into a token for `service`. Resource Manager knows no roles
/// in tokens.
pub(crate) fn roles_for(service: Service, granted: &BTreeSet<String>) -> Vec<&str> {
    let of_activity = |name: &str| {
        ACTIVITY.contains(&name) || matches!(name, "ActivityReports.Read" | "ThreatIntelligence.Read")
    };
    let wanted = |name: &&String| match service {
        Service::Graph => !of_activity(name),
        Service::Activity => of_activity(name),
        _ => false,
    };
    granted.iter().filter(wanted).map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_split_by_the_api_they_belong_to() {
        let all = everything();
        assert_eq!(roles_for(Service::Activity, &all), ACTIVITY);
        assert!(roles_for(Service::Graph, &all).contains(&"SecurityEvents.Read.All"));
        assert!(!roles_for(Service::Graph, &all).contains(&"ActivityFeed.Read"));
        assert!(roles_for(Service::ResourceManager, &all).is_empty());
    }
}
