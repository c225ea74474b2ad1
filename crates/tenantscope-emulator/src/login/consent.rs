//! The pages on which an administrator consents for a whole tenant.

use super::{client, error::Aadsts, page, token};
use crate::{
    browser::BrowserAnswer,
    http::{Call, Reply},
    login::token::Version,
    tenant::{Consent, TenantState},
    world::{World, lock},
};

/// `/{tenant}/adminconsent` and `/{tenant}/v2.0/adminconsent`.
pub(crate) fn admin(world: &World, call: &Call, segment: &str, version: Version) -> Reply {
    let browser = lock(&world.browser).clone();
    let checked = tenant(world, segment, version, browser.tenant).and_then(|tenant| {
        let client = call.parameter("client_id").ok_or_else(|| Aadsts::missing("client_id"))?;
        client::check_id(world, tenant, client)?;
        if version == Version::V2 && call.parameter("scope").is_none_or(str::is_empty) {
            return Err(Aadsts::missing("scope"));
        }
        Ok((tenant, page::redirect_uri(world, call)?))
    });
    let (tenant, redirect) = match checked {
        Ok(checked) => checked,
        Err(refusal) => return page::refusal(&refusal),
    };
    let accepted = browser.answer == BrowserAnswer::Accept;
    if accepted {
        grant(world, tenant);
    }
    let mut pairs = match (version, browser.answer) {
        (Version::V1, BrowserAnswer::Accept) => vec![("tenant", tenant.id.clone())],
        (Version::V2, BrowserAnswer::Accept) => vec![
            ("admin_consent", "True".to_owned()),
            ("tenant", tenant.id.clone()),
            ("scope", call.parameter("scope").unwrap_or_default().to_owned()),
        ],
        (Version::V1, answer) => vec![
            (
                "error",
                if answer == BrowserAnswer::Cancel { "permission_denied" } else { "access_denied" }
                    .to_owned(),
            ),
            ("error_description", "The admin canceled the request".to_owned()),
        ],
        // Version 2 says that there was consent even when there was none.
        (Version::V2, answer) => vec![
            ("admin_consent", "True".to_owned()),
            (
                "error",
                if answer == BrowserAnswer::Cancel { "consent_required" } else { "access_denied" }.to_owned(),
            ),
            ("error_description", super::code::declined().message()),
        ],
    };
    pairs.extend(call.parameter("state").map(|state| ("state", state.to_owned())));
    if accepted && version == Version::V1 {
        pairs.push(("admin_consent", "True".to_owned()));
    }
    page::redirect(redirect, &pairs)
}

/// The tenant that consents. The second version does not take `common`.
fn tenant<'w>(
    world: &'w World,
    segment: &str,
    version: Version,
    home: usize,
) -> Result<&'w TenantState, Aadsts> {
    if version == Version::V2 && segment.eq_ignore_ascii_case("common") {
        return token::find_tenant(world, segment);
    }
    token::tenant_of_person(world, segment, home)
}

/// Gives the app its service principal, and what its registration asks for.
fn grant(world: &World, tenant: &TenantState) {
    let mut switches = tenant.switches();
    switches.consent = Consent::Given;
    switches.roles.extend(world.app.requested());
}
