//! Usage reports, which are files elsewhere, and what one tenant tells about another.

use serde_json::json;

use super::{Context, error, ok};
use crate::http::{Call, Outcome, Reply};

/// `reports/getOffice365ActiveUserDetail(period='D7')`: where the file is.
pub(super) fn redirect(context: &Context<'_>, name: &str, period: &str) -> Outcome {
    context.require(&["Reports.Read.All"])?;
    let value = period.strip_prefix("period=").or_else(|| period.strip_prefix("date="));
    let known = period.starts_with("date=")
        || value.is_some_and(|value| ["D7", "D30", "D90", "D180"].contains(&value));
    if !known {
        return Err(error::bad_request(
            context.call,
            "The period is not valid. Supported: D7, D30, D90, D180.",
        ));
    }
    let token = crate::keys::random_text();
    let url = format!("{}/usage-reports/{name}.csv?token={token}", context.call.base);
    Ok(Reply::new(302).header("location", &url))
}

/// The file itself, which needs no bearer token and takes none.
pub(super) fn file(call: &Call) -> Reply {
    if call.headers.contains_key("authorization") {
        return Reply::html(400);
    }
    let text = "\u{feff}Report Refresh Date,User Principal Name,Display Name,Is Deleted,Last Activity Date\r\n\
                2026-11-20,7AC1D5B2E0F54C1F8F3B6C9D2E4A1B00,4F1D2C3B4A5968778695A4B3C2D1E0F0,False,2026-11-19\r\n";
    Reply::new(200).header("content-type", "application/octet-stream").body(text)
}

/// `tenantRelationships/findTenantInformationByTenantId(tenantId='…')` and `…ByDomainName`.
pub(super) fn tenant_information(context: &Context<'_>, key: &str) -> Outcome {
    context.require(&["CrossTenantInformation.ReadBasic.All"])?;
    let name = key.split_once('=').map_or("", |(_, value)| value);
    let tenant = context.world.tenant(name);
    let tenant = tenant.ok_or_else(|| error::not_found(context.call, &format!("Tenant '{name}'")))?;
    Ok(ok(&json!({
        "@odata.context": format!("{}/{}/$metadata#microsoft.graph.tenantInformation", context.call.base, context.version()),
        "tenantId": tenant.id,
        "federationBrandName": null,
        "displayName": tenant.name,
        "defaultDomainName": tenant.vanity,
    })))
}
