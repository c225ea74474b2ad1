//! The token endpoint, both versions: which grant is asked for, and the app's own.

use serde_json::{Value, json};

use super::{
    client, code, delegated, device,
    error::Aadsts,
    form::Form,
    mint::{Minted, Party, mint},
};
use crate::{
    http::{Call, Reply},
    tenant::TenantState,
    world::World,
};

/// Which of the two endpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    /// `/oauth2/token`: a `resource`, and numbers in strings.
    V1,
    /// `/oauth2/v2.0/token`: a `scope`.
    V2,
}

const PERSONAL_ACCOUNTS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

pub(crate) fn endpoint(world: &World, call: &Call, segment: &str, version: Version) -> Reply {
    match answer(world, call, segment, version) {
        Ok(body) => Reply::json(200, &body),
        Err(refusal) => refusal.reply(call),
    }
}

/// A new grant is a new arm here and a file beside this one.
fn answer(world: &World, call: &Call, segment: &str, version: Version) -> Result<Value, Aadsts> {
    let form = Form::read(call)?;
    let grant = form.required("grant_type")?;
    match (grant, version) {
        ("client_credentials", _) => client_credentials(world, call, segment, &form, version),
        ("authorization_code", Version::V2) => code::redeem(world, call, segment, &form),
        ("refresh_token", Version::V2) => delegated::refresh(world, call, segment, &form),
        ("urn:ietf:params:oauth:grant-type:device_code", Version::V2) => {
            device::redeem(world, call, segment, &form)
        }
        ("urn:ietf:params:oauth:grant-type:jwt-bearer", Version::V2) => {
            delegated::on_behalf_of(world, call, segment, &form)
        }
        _ => {
            let text = format!(
                "The provided value for the input parameter 'grant_type' is not valid. '{grant}' is not supported."
            );
            Err(Aadsts::new(70_003, "unsupported_grant_type", text))
        }
    }
}

fn client_credentials(
    world: &World,
    call: &Call,
    segment: &str,
    form: &Form,
    version: Version,
) -> Result<Value, Aadsts> {
    let client = client::id(call, form)?;
    let wanted = wanted_resource(form, version)?;
    let tenant = find_tenant(world, segment)?;
    client::check_id(world, tenant, &client)?;
    let claims = claims_parameter(form)?;
    let purpose = format!("{segment} {wanted} {}", form.get("claims").unwrap_or_default());
    let proof = client::authenticate(world, call, form, &purpose)?;
    let minted = mint(world, tenant, &wanted, &Party::App(proof), claims)?;
    Ok(match version {
        Version::V2 => body(&minted),
        Version::V1 => json!({
            "token_type": "Bearer",
            "expires_in": minted.expires_in.to_string(),
            "ext_expires_in": minted.expires_in.to_string(),
            "expires_on": minted.expires_on.unix_timestamp().to_string(),
            "not_before": call.at.unix_timestamp().to_string(),
            "resource": wanted,
            "access_token": minted.token,
        }),
    })
}

/// What every answer of version 2 has.
pub(crate) fn body(minted: &Minted) -> Value {
    let mut body = json!({
        "token_type": "Bearer",
        "expires_in": minted.expires_in,
        "ext_expires_in": minted.expires_in,
        "access_token": minted.token,
    });
    if let Some(seconds) = minted.refresh_in {
        body["refresh_in"] = json!(seconds);
    }
    body
}

/// The resource identifier that a request of an app in its own name gives.
fn wanted_resource(form: &Form, version: Version) -> Result<String, Aadsts> {
    if version == Version::V1 {
        return form.required("resource").map(str::to_owned);
    }
    if form.get("resource").is_some() {
        let text = "The 'resource' request parameter isn't supported.";
        return Err(Aadsts::new(901_002, "invalid_request", text));
    }
    let scope = form.required("scope")?.trim();
    let mut scopes = scope.split_whitespace();
    let (first, rest) = (scopes.next().unwrap_or_default(), scopes.next());
    let Some(resource) = first.strip_suffix("/.default") else {
        return Err(Aadsts::new(
            1_002_012,
            "invalid_scope",
            format!(
                "The provided value for scope {scope} is not valid. Client credential flows must have a scope value with \
                 /.default suffixed to the resource identifier (application ID URI)."
            ),
        ));
    };
    if rest.is_some() {
        return Err(Aadsts::new(
            70_011,
            "invalid_scope",
            format!(
                "The provided request must include a 'scope' input parameter. The provided value for the input parameter \
                 'scope' is not valid. The scope {scope} is not valid."
            ),
        ));
    }
    Ok(resource.to_owned())
}

/// The cloud that was asked doesn't have this tenant.
pub(crate) fn tenant_not_found(segment: &str) -> Aadsts {
    Aadsts::new(
        90_002,
        "invalid_request",
        format!(
            "Tenant '{segment}' not found. Check to make sure you have the correct tenant ID and are signing into \
             the correct cloud. Check with your subscription administrator, this may happen if there are no active \
             subscriptions for the tenant."
        ),
    )
}

/// The tenant that the first segment of a path names.
pub(crate) fn find_tenant<'w>(world: &'w World, segment: &str) -> Result<&'w TenantState, Aadsts> {
    match segment.to_ascii_lowercase().as_str() {
        "common" | "consumers" | PERSONAL_ACCOUNTS => Err(Aadsts::new(
            9_001_023,
            "invalid_request",
            "The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or \
             tenant-specific endpoint.",
        )),
        "organizations" => Err(Aadsts::new(
            50_059,
            "invalid_request",
            "No tenant-identifying information found in either the request or implied by any provided credentials.",
        )),
        _ if !is_well_formed(segment) => Err(Aadsts::new(
            900_023,
            "invalid_request",
            format!(
                "Specified tenant identifier '{segment}' is neither a valid DNS name, nor a valid external domain."
            ),
        )),
        _ => world.tenant(segment).ok_or_else(|| tenant_not_found(segment)),
    }
}

/// The tenant of the person who signs in at the first segment of a path: the one it names, or for
/// `common` and `organizations` the person's own, `home`.
pub(crate) fn tenant_of_person<'w>(
    world: &'w World,
    segment: &str,
    home: usize,
) -> Result<&'w TenantState, Aadsts> {
    match segment.to_ascii_lowercase().as_str() {
        "common" | "organizations" => Ok(&world.tenants[home]),
        _ => find_tenant(world, segment),
    }
}

fn is_well_formed(segment: &str) -> bool {
    let labels: Vec<&str> = segment.split('.').collect();
    let label =
        |label: &&str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    is_guid(segment) || (labels.len() > 1 && labels.iter().all(label))
}

/// Whether `text` is a GUID in the form with hyphens.
pub(crate) fn is_guid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

pub(crate) fn claims_parameter(form: &Form) -> Result<Option<Value>, Aadsts> {
    let Some(text) = form.get("claims") else { return Ok(None) };
    let claims = serde_json::from_str::<Value>(text).ok().filter(Value::is_object);
    let refusal = || {
        Aadsts::new(
            9_002_313,
            "invalid_request",
            "Invalid request. The 'claims' parameter is not valid JSON.",
        )
    };
    claims.map(Some).ok_or_else(refusal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenant_segments_are_guids_or_domains() {
        for good in ["contoso.com", "contoso.onmicrosoft.com", "0d1d4acb-b408-d5ca-7312-1e900997a1d0"] {
            assert!(is_well_formed(good), "{good}");
        }
        for bad in ["contoso", "", "con toso.com", "contoso..com", "<tenant>"] {
            assert!(!is_well_formed(bad), "{bad}");
        }
    }
}
