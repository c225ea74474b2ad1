//! Who the client is, and how it proves that.

use super::{
    assertion,
    error::Aadsts,
    federation,
    form::{Form, basic},
};
use crate::{http::Call, tenant::TenantState, world::World};

const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How a client proved who it is; the token says so in `appidacr`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    Secret,
    Certificate,
}

/// The client id that a request gives, in the form or in the Basic header.
pub(crate) fn id(call: &Call, form: &Form) -> Result<String, Aadsts> {
    let (basic_id, _) = basic(call).unzip();
    form.get("client_id").map(str::to_owned).or(basic_id).ok_or_else(|| Aadsts::missing("client_id"))
}

/// Refuses every client but the emulator's app.
pub(crate) fn check_id(world: &World, tenant: &TenantState, client: &str) -> Result<(), Aadsts> {
    if client.eq_ignore_ascii_case(&world.app.id) {
        return Ok(());
    }
    Err(Aadsts::new(
        700_016,
        "unauthorized_client",
        format!(
            "Application with identifier '{client}' was not found in the directory '{}'. This can happen if the \
             application has not been installed by the administrator of the tenant or consented to by any user in the \
             tenant. You may have sent your authentication request to the wrong tenant.",
            tenant.name
        ),
    ))
}

/// Whether a request comes with a credential at all.
pub(crate) fn has_credential(call: &Call, form: &Form) -> bool {
    form.get("client_assertion").is_some() || form.get("client_secret").is_some() || basic(call).is_some()
}

/// Checks the credential of a confidential client. `purpose` names the request, for which an
/// assertion is good once.
pub(crate) fn authenticate(world: &World, call: &Call, form: &Form, purpose: &str) -> Result<Proof, Aadsts> {
    if let Some(assertion) = form.get("client_assertion") {
        let kind = form.required("client_assertion_type")?;
        if kind != JWT_BEARER {
            let text = format!("The value '{kind}' of 'client_assertion_type' is not supported.");
            return Err(Aadsts::new(9_002_313, "invalid_request", text));
        }
        if federation::is_foreign(assertion) {
            federation::check(world, call, assertion)?;
        } else {
            assertion::check(world, call, &world.app.id, assertion, purpose)?;
        }
        return Ok(Proof::Certificate);
    }
    let app = &world.app;
    let (_, in_header) = basic(call).unzip();
    match form.get("client_secret").map(str::to_owned).or(in_header) {
        None => Err(no_credential()),
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

pub(crate) fn no_credential() -> Aadsts {
    Aadsts::new(
        7_000_218,
        "invalid_client",
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    )
}
