//! `/organization`: the tenant itself.

use serde_json::json;

use super::{Context, ok};
use crate::http::Outcome;

const PERMISSIONS: &[&str] = &[
    "DeviceManagementServiceConfig.Read.All",
    "Organization.Read.All",
    "Organization.ReadWrite.All",
    "User.Read.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

pub(crate) fn list(context: &Context<'_>) -> Outcome {
    context.require(PERMISSIONS)?;
    let tenant = context.bearer.tenant;
    Ok(ok(&json!({
        "@odata.context": format!("{}/v1.0/$metadata#organization", context.call.base),
        "value": [{
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
            "technicalNotificationMails": [format!("it@{}", tenant.vanity)],
            "assignedPlans": [],
            "provisionedPlans": [],
            "verifiedDomains": [
                {"capabilities": "Email, OfficeCommunicationsOnline", "isDefault": false, "isInitial": true, "name": tenant.domain, "type": "Managed"},
                {"capabilities": "Email, OfficeCommunicationsOnline", "isDefault": true, "isInitial": false, "name": tenant.vanity, "type": "Managed"},
            ],
        }],
    })))
}
