//! `/organization`: the tenant itself.

use serde_json::{Value, json};

use super::{
    Context, error,
    odata::{self, Collection},
};
use crate::http::Outcome;

const PERMISSIONS: &[&str] = &[
    "DeviceManagementServiceConfig.Read.All",
    "Organization.Read.All",
    "Organization.ReadWrite.All",
    "User.Read.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

const COLLECTION: Collection =
    Collection { context: "organization", entity: "microsoft.graph.organization", ..Collection::BASE };

pub(crate) fn list(context: &Context<'_>) -> Outcome {
    context.require(PERMISSIONS)?;
    odata::list(context, &COLLECTION, vec![item(context)], |row| row, |row, _| row)
}

/// `/organization/{id}`
pub(crate) fn get(context: &Context<'_>, id: &str) -> Outcome {
    context.require(PERMISSIONS)?;
    if !id.eq_ignore_ascii_case(&context.bearer.tenant.id) {
        return Err(error::not_found(context.call, &format!("Resource '{id}'")));
    }
    odata::entity(context, &COLLECTION, item(context))
}

fn item(context: &Context<'_>) -> Value {
    let tenant = context.bearer.tenant;
    json!({
        "id": tenant.id,
        "deletedDateTime": null,
        "businessPhones": ["+49 30 901820"],
        "countryLetterCode": "DE",
        "createdDateTime": "2019-03-04T09:12:44Z",
        "defaultUsageLocation": "DE",
        "displayName": tenant.name,
        "onPremisesSyncEnabled": null,
        "preferredLanguage": "de",
        "tenantType": "AAD",
        "directorySizeQuota": {"used": 412, "total": 300_000},
        "isMultipleDataLocationsForServicesEnabled": null,
        "technicalNotificationMails": [format!("it@{}", tenant.vanity)],
        "assignedPlans": [],
        "provisionedPlans": [],
        "verifiedDomains": [
            {"capabilities": "Email, OfficeCommunicationsOnline", "isDefault": false, "isInitial": true, "name": tenant.domain, "type": "Managed"},
            {"capabilities": "Email, OfficeCommunicationsOnline", "isDefault": true, "isInitial": false, "name": tenant.vanity, "type": "Managed"},
        ],
    })
}
