//! The token endpoint, both versions: client credentials by secret or by assertion.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{assertion, error::Aadsts};
use crate::{
    http::{Call, Reply, call::decode},
    keys, permissions,
    rng::Rng,
    service::{self, Service},
    tenant::{Consent, TenantState},
    world::{World, lock},
};

/// Which of the two endpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    /// `/oauth2/token`: a `resource`, and numbers in strings.
    V1,
    /// `/oauth2/v2.0/token`: a `scope`.
    V2,
}

const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const PERSONAL_ACCOUNTS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

pub(crate) fn endpoint(world: &World, call: &Call, segment: &str, version: Version) -> Reply {
    match answer(world, call, segment, version) {
        Ok(body) => Reply::json(200, &body),
        Err(refusal) => refusal.reply(call),
    }
}

fn answer(world: &World, call: &Call, segment: &str, version: Version) -> Result<Value, Aadsts> {
    let form = Form::read(call)?;
    let grant = form.required("grant_type")?;
    if grant != "client_credentials" {
        let text = format!(
            "The provided value for the input parameter 'grant_type' is not valid. '{grant}' is not supported."
        );
        return Err(Aadsts::new(70_003, "unsupported_grant_type", text));
    }
    let (basic_id, basic_secret) = basic(call).unzip();
    let client =
        form.get("client_id").map(str::to_owned).or(basic_id).ok_or_else(|| Aadsts::missing("client_id"))?;
    let wanted = wanted_resource(&form, version)?;
    let tenant = find_tenant(world, segment)?;
    if !client.eq_ignore_ascii_case(&world.app.id) {
        return Err(Aadsts::new(
            700_016,
            "unauthorized_client",
            format!(
                "Application with identifier '{client}' was not found in the directory '{}'. This can happen if the \
                 application has not been installed by the administrator of the tenant or consented to by any user in the \
                 tenant. You may have sent your authentication request to the wrong tenant.",
                tenant.name
            ),
        ));
    }
    let claims = claims_parameter(&form)?;
    let purpose = format!("{segment} {wanted} {}", form.get("claims").unwrap_or_default());
    let method = authenticate(world, call, &form, basic_secret, &purpose)?;
    let minted = mint(world, tenant, &wanted, method, claims)?;
    Ok(match version {
        Version::V2 => {
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

/// The form of a request, in which an empty value is as good as none.
struct Form(Vec<(String, String)>);

impl Form {
    fn read(call: &Call) -> Result<Self, Aadsts> {
        if call.body.is_empty() {
            return Err(Aadsts::missing("grant_type"));
        }
        let content_type = call.header("content-type").unwrap_or_default();
        if !content_type.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
            return Err(Aadsts::missing("grant_type"));
        }
        let form = call.form();
        let mut names: Vec<&str> = form.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        if names.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(Aadsts::new(
                9_002_313,
                "invalid_request",
                "Invalid request. Request is malformed or invalid.",
            ));
        }
        Ok(Self(form))
    }

    fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, value)| key == name && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    fn required(&self, name: &str) -> Result<&str, Aadsts> {
        self.get(name).ok_or_else(|| Aadsts::missing(name))
    }
}

/// The id and secret of an HTTP Basic header, each of them form-encoded first (RFC 6749, 2.3.1).
fn basic(call: &Call) -> Option<(String, String)> {
    let (scheme, text) = call.header("authorization")?.split_once(' ')?;
    let decoded = scheme.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(text.trim()).ok())??;
    let text = String::from_utf8(decoded).ok()?;
    let (id, secret) = text.split_once(':')?;
    let decode = |text: &str| decode(&text.replace('+', " "));
    Some((decode(id), decode(secret)))
}

/// The resource identifier that the request names.
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
            format!("Specified tenant identifier '{segment}' is neither a valid DNS name, nor a valid external domain."),
        )),
        _ => world.tenant(segment).ok_or_else(|| {
            Aadsts::new(
                90_002,
                "invalid_request",
                format!(
                    "Tenant '{segment}' not found. Check to make sure you have the correct tenant ID and are signing into \
                     the correct cloud. Check with your subscription administrator, this may happen if there are no active \
                     subscriptions for the tenant."
                ),
            )
        }),
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

fn claims_parameter(form: &Form) -> Result<Option<Value>, Aadsts> {
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

/// How a client proved who it is; the token says so in `appidacr`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    Secret,
    Certificate,
}

fn authenticate(
    world: &World,
    call: &Call,
    form: &Form,
    basic: Option<String>,
    purpose: &str,
) -> Result<Proof, Aadsts> {
    if let Some(assertion) = form.get("client_assertion") {
        let kind = form.required("client_assertion_type")?;
        if kind != JWT_BEARER {
            let text = format!("The value '{kind}' of 'client_assertion_type' is not supported.");
            return Err(Aadsts::new(9_002_313, "invalid_request", text));
        }
        assertion::check(world, call, &world.app.id, assertion, purpose)?;
        return Ok(Proof::Certificate);
    }
    let app = &world.app;
    match form.get("client_secret").map(str::to_owned).or(basic) {
        None => Err(Aadsts::new(
            7_000_218,
            "invalid_client",
            "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
        )),
        Some(secret) if secret == app.secret => Ok(Proof::Secret),
        Some(secret) if secret == app.expired_secret => Err(Aadsts::new(
            7_000_222,
            "invalid_client",
            format!(
                "The provided client secret keys for app '{}' are expired. Visit the Azure portal to create new keys for your \
                 app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: \
                 https://aka.ms/certCreds.",
                app.id
            ),
        )),
        Some(_) => Err(Aadsts::new(
            7_000_215,
            "invalid_client",
            format!(
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not \
                 the client secret ID, for a secret added to app '{}'.",
                app.id
            ),
        )),
    }
}

/// A token that was made.
#[derive(Clone, Debug)]
pub(crate) struct Minted {
    pub(crate) token: String,
    pub(crate) expires_in: u64,
    pub(crate) expires_on: OffsetDateTime,
    pub(crate) refresh_in: Option<u64>,
}

/// Makes a token for the app in `tenant`, if the tenant lets it.
pub(crate) fn mint(
    world: &World,
    tenant: &TenantState,
    resource: &str,
    proof: Proof,
    claims: Option<Value>,
) -> Result<Minted, Aadsts> {
    let app = &world.app;
    let switches = tenant.switches().clone();
    match switches.consent {
        Consent::Given => {}
        Consent::Withdrawn => {
            let text = format!(
                "The client application {} is missing service principal in the tenant {}. See instructions here: \
                 https://go.microsoft.com/fwlink/?linkid=2225119",
                app.id, tenant.id
            );
            return Err(Aadsts::new(7_000_229, "invalid_client", text));
        }
        Consent::Disabled => {
            let text = format!("Application '{}'({}) is disabled.", app.id, app.name);
            return Err(Aadsts::new(7_000_112, "unauthorized_client", text));
        }
    }
    let Some((service, _)) = service::resource(resource, world.origins()) else {
        let text = format!(
            "The resource principal named {resource} was not found in the tenant named {}. This can happen if the application \
             has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might \
             have sent your authentication request to the wrong tenant.",
            tenant.name
        );
        return Err(Aadsts::new(500_011, "invalid_resource", text));
    };
    let now = world.clock.now();
    let id = keys::base64url(keys::random_guid().as_bytes());
    let lifetime = world.settings.token_lifetime.unwrap_or_else(|| {
        // 60 to 90 minutes, as Entra spreads them so that not everybody comes back at once.
        let minutes = Rng::keyed(world.settings.seed, &id, &[]).between(60, 89);
        Duration::from_secs(minutes.unsigned_abs() * 60 + 59)
    });
    let expires_on = now + lifetime;
    let refresh_in = (lifetime >= Duration::from_secs(7200)).then_some(lifetime.as_secs() / 2);
    let mut token = json!({
        "aud": resource,
        "iss": format!("https://sts.windows.net/{}/", tenant.id),
        "iat": now.unix_timestamp(),
        "nbf": now.unix_timestamp(),
        "exp": expires_on.unix_timestamp(),
        "aio": "k2RgYHhmdfzI1rBpq3Y",
        "app_displayname": app.name,
        "appid": app.id,
        "appidacr": match proof { Proof::Secret => "1", Proof::Certificate => "2" },
        "idp": format!("https://sts.windows.net/{}/", tenant.id),
        "idtyp": "app",
        "oid": tenant.object_id,
        "rh": "1.AAAA",
        "sub": tenant.object_id,
        "tenant_region_scope": "WW",
        "tid": tenant.id,
        "uti": id,
        "ver": "1.0",
        "wids": ["0997a1d0-0d1d-4acb-b408-d5ca73121e90"],
        "xms_tcdt": 1_550_000_000,
    });
    let roles = permissions::roles_for(service, &switches.roles);
    if !roles.is_empty() {
        token["roles"] = json!(roles);
    }
    if let Some(claims) = claims {
        let capabilities = &claims["access_token"]["xms_cc"]["values"];
        if service == Service::Graph && capabilities.is_array() {
            token["xms_cc"] = capabilities.clone();
        }
        lock(&world.requested_claims).insert(id, claims);
    }
    Ok(Minted { token: world.signer.sign(&token), expires_in: lifetime.as_secs(), expires_on, refresh_in })
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
