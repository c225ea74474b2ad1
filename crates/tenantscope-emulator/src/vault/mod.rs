//! A key vault: the app's certificate, and a private key that signs without leaving it.

use std::sync::{Arc, Mutex};

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use http::Method;
use serde_json::{Value, json};

use crate::{
    app::AppState,
    bearer::{self, Refusal},
    emulator::Emulator,
    http::{Call, Outcome, Reply},
    keys,
    rng::guid_of,
    service::Service,
    world::{World, lock},
};

/// What the vault's only certificate and key are called.
const NAME: &str = "posture-reader";
const VERSIONS: &[&str] = &["7.4", "7.5", "7.6", "2025-07-01"];

/// What callers may do with the vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VaultAccess {
    /// Read the certificate and sign with its key.
    Full,
    /// Read the certificate only: signing gets `ForbiddenByRbac`.
    WithoutSigning,
    /// Nothing.
    None,
}

#[derive(Debug)]
pub(crate) struct VaultState(Mutex<VaultAccess>);

impl Default for VaultState {
    fn default() -> Self {
        Self(Mutex::new(VaultAccess::Full))
    }
}

/// A key vault of the first tenant, with one certificate: the app's registered one. A cheap handle,
/// from [`Emulator::key_vault`].
#[derive(Clone, Debug)]
pub struct KeyVault {
    world: Arc<World>,
}

impl Emulator {
    /// A key vault that holds the app's certificate.
    pub fn key_vault(&self) -> KeyVault {
        KeyVault { world: self.world.clone() }
    }
}

impl KeyVault {
    /// Its address.
    pub fn url(&self) -> String {
        self.world.origin(Service::KeyVault).to_owned()
    }

    /// The name of the certificate and of its key.
    pub fn certificate_name(&self) -> &'static str {
        NAME
    }

    /// The version of the certificate and of its key.
    pub fn certificate_version(&self) -> String {
        version()
    }

    /// Sets what callers may do from now on.
    pub fn set_access(&self, access: VaultAccess) {
        *lock(&self.world.vault.0) = access;
    }
}

fn version() -> String {
    guid_of("key vault version").replace('-', "")
}

pub(crate) fn route(world: &World, call: &Call) -> Reply {
    Reply::of(dispatch(world, call))
}

fn dispatch(world: &World, call: &Call) -> Outcome {
    let bearer = bearer::check(world, call).map_err(|refusal| unauthorized(world, call, &refusal))?;
    if bearer.tenant.index != 0 {
        let issuer = format!("https://sts.windows.net/{}/", bearer.tenant.id);
        let text = format!(
            "AKV10032: Invalid issuer. Expected one of https://sts.windows.net/{}/, found {issuer}.",
            world.tenants[0].id
        );
        return Err(error(401, "Unauthorized", &text));
    }
    match call.parameter("api-version") {
        None => return Err(error(400, "BadParameter", "api-version must be specified")),
        Some(given) if !VERSIONS.contains(&given) => {
            return Err(error(
                400,
                "BadParameter",
                &format!("The specified version ({given}) is not recognized."),
            ));
        }
        Some(_) => {}
    }
    let route = call.route();
    let route: Vec<&str> = route.iter().map(String::as_str).collect();
    let access = *lock(&world.vault.0);
    let check = |allowed: bool, action: &str| {
        if allowed { Ok(()) } else { Err(forbidden(&bearer.app, &bearer.object_id, action)) }
    };
    match (&call.method, route.as_slice()) {
        (&Method::GET, ["certificates", name, rest @ ..]) if rest.len() < 2 => {
            check(access != VaultAccess::None, "certificates/read")?;
            find("Certificate", name, rest.first().copied())?;
            Ok(Reply::json(200, &certificate(world, call)))
        }
        (&Method::GET, ["secrets", name, rest @ ..]) if rest.len() < 2 => {
            check(access == VaultAccess::Full, "secrets/getSecret/action")?;
            find("Secret", name, rest.first().copied())?;
            Ok(Reply::json(200, &secret(world, call)))
        }
        (&Method::POST, ["keys", name, rest @ .., "sign"]) if rest.len() < 2 => {
            check(access == VaultAccess::Full, "keys/sign/action")?;
            find("Key", name, rest.first().copied())?;
            sign(call)
        }
        _ => Err(error(404, "NotFound", "The requested resource does not exist.")),
    }
}

fn find(kind: &str, name: &str, wanted: Option<&str>) -> Result<(), Reply> {
    if name == NAME && wanted.is_none_or(|wanted| wanted == version()) {
        return Ok(());
    }
    let text = format!("A {kind} with (name/id) {name} was not found in this key vault.");
    Err(error(404, &format!("{kind}NotFound"), &text))
}

fn address(call: &Call, kind: &str) -> String {
    format!("{}/{kind}/{NAME}/{}", call.base, version())
}

fn certificate(world: &World, call: &Call) -> Value {
    let der = world.app.certificate_der();
    let now = world.clock.now().unix_timestamp();
    json!({
        "id": address(call, "certificates"),
        "kid": address(call, "keys"),
        "sid": address(call, "secrets"),
        "x5t": keys::base64url(&keys::sha1(&der)),
        "cer": STANDARD.encode(&der),
        "attributes": {
            "enabled": true,
            "nbf": now - 30 * 86_400,
            "exp": now + 365 * 86_400,
            "created": now - 30 * 86_400,
            "updated": now - 30 * 86_400,
            "recoveryLevel": "Recoverable+Purgeable",
        },
        "policy": {
            "id": format!("{}/certificates/{NAME}/policy", call.base),
            "key_props": {"exportable": true, "kty": "RSA", "key_size": 2048, "reuse_key": false},
            "secret_props": {"contentType": "application/x-pem-file"},
        },
    })
}

fn secret(world: &World, call: &Call) -> Value {
    json!({
        "value": world.app.pem(),
        "contentType": "application/x-pem-file",
        "id": address(call, "secrets"),
        "kid": address(call, "keys"),
        "managed": true,
        "attributes": {"enabled": true},
    })
}

fn sign(call: &Call) -> Outcome {
    let bad = |text: &str| error(400, "BadParameter", text);
    let body = call.json().ok_or_else(|| bad("The request body is not valid JSON."))?;
    let algorithm = body["alg"].as_str().ok_or_else(|| bad("Property  'alg' is required."))?;
    let digest = body["value"].as_str().ok_or_else(|| bad("Property  'value' is required."))?;
    let digest = URL_SAFE_NO_PAD
        .decode(digest.trim_end_matches('='))
        .map_err(|_| bad("Property  'value' is not base64url."))?;
    let signature = AppState::sign_digest(algorithm, &digest).map_err(|text| bad(&text))?;
    Ok(Reply::json(200, &json!({"kid": address(call, "keys"), "value": keys::base64url(&signature)})))
}

pub(crate) fn error(status: u16, code: &str, message: &str) -> Reply {
    Reply::json(status, &json!({"error": {"code": code, "message": message}}))
}

fn forbidden(app: &str, object_id: &str, action: &str) -> Reply {
    let message = format!(
        "Caller is not authorized to perform action on resource.\r\nIf role assignments, deny assignments or role definitions \
         were changed recently, please observe propagation time.\r\nCaller: appid={app};oid={object_id}\r\nAction: \
         'Microsoft.KeyVault/vaults/{action}'\r\nAssignment: (not found)"
    );
    let inner = json!({"code": "ForbiddenByRbac"});
    Reply::json(403, &json!({"error": {"code": "Forbidden", "message": message, "innererror": inner}}))
}

/// The refusal names the tenant and the resource that a token is wanted for.
fn unauthorized(world: &World, call: &Call, refusal: &Refusal) -> Reply {
    let text = match refusal {
        Refusal::Missing => "AKV10000: Request is missing a Bearer or PoP token.".to_owned(),
        Refusal::Audience(found) => {
            format!("AKV10022: Invalid audience. Expected https://vault.azure.net, found: {found}.")
        }
        Refusal::Expired(_) => "[TokenExpired] Error validating token: 'S2S12086'.".to_owned(),
        _ => "AKV10001: Error validating token.".to_owned(),
    };
    let resource = match crate::service::known_host(call.host()) {
        Some(host) => format!("https://{}", host.name),
        None => call.base.clone(),
    };
    let value = format!(
        "Bearer authorization=\"{}/{}\", resource=\"{resource}\"",
        world.origin(Service::Login),
        world.tenants[0].id
    );
    error(401, "Unauthorized", &text).header("www-authenticate", &value)
}

pub(crate) fn throttled(status: u16) -> Reply {
    error(status, "Throttled", "Request was not processed because too many requests were received.")
}

pub(crate) fn unavailable() -> Reply {
    error(503, "ServiceUnavailable", "The service is temporarily unavailable.")
}

pub(crate) fn decorate(call: &Call, reply: Reply) -> Reply {
    let client = call.header("x-ms-client-request-id").unwrap_or(&call.request_id).to_owned();
    reply
        .header("x-ms-keyvault-region", "westeurope")
        .header("x-ms-keyvault-service-version", "1.9.2500.1")
        .header("x-ms-request-id", &call.request_id)
        .header("x-ms-client-request-id", &client)
        .header("cache-control", "no-cache")
        .header("pragma", "no-cache")
        .header("expires", "-1")
        .header("strict-transport-security", "max-age=31536000;includeSubDomains")
        .header("x-content-type-options", "nosniff")
}
