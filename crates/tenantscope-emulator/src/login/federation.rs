//! Federated assertions: the token of another issuer in place of a credential of the app's own.

use serde_json::Value;

use super::{assertion, error::Aadsts};
use crate::{
    http::Call,
    keys::Jwt,
    service::Service,
    world::{World, lock},
};

/// What an app trusts: tokens of this issuer, about this subject, for this audience.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FederatedCredential {
    pub(crate) issuer: String,
    pub(crate) subject: String,
    pub(crate) audience: String,
}

/// The issuer of tokens that Entra makes for its token exchange.
pub(crate) fn own_issuer(world: &World, tenant: &str) -> String {
    format!("{}/{tenant}/v2.0", world.origin(Service::Login))
}

/// Whether an assertion comes from an issuer with an address, and not from the app itself.
pub(crate) fn is_foreign(assertion: &str) -> bool {
    let jwt = Jwt::parse(assertion.trim());
    jwt.is_some_and(|jwt| jwt.claims["iss"].as_str().is_some_and(|issuer| issuer.contains("://")))
}

/// Checks an assertion against the app's federated credentials. Comparisons tell letter case apart.
pub(crate) fn check(world: &World, call: &Call, assertion: &str) -> Result<(), Aadsts> {
    let malformed = || Aadsts::new(50_027, "invalid_client", "JWT token is invalid or malformed.");
    let jwt = Jwt::parse(assertion.trim()).ok_or_else(malformed)?;
    let text = |name: &str| jwt.claims[name].as_str().unwrap_or_default();
    let trusted = world.app.federated();
    if trusted.is_empty() {
        let text = format!("The client '{}' has no configured federated identity credentials.", world.app.id);
        return Err(Aadsts::new(7_000_226, "invalid_client", text));
    }
    let of_issuer: Vec<_> = trusted.into_iter().filter(|known| known.issuer == text("iss")).collect();
    if of_issuer.is_empty() {
        return Err(no_match(700_211, "issuer", text("iss")));
    }
    let of_subject: Vec<_> = of_issuer.into_iter().filter(|known| known.subject == text("sub")).collect();
    if of_subject.is_empty() {
        return Err(no_match(700_213, "subject", text("sub")));
    }
    let audiences = audiences(&jwt.claims["aud"]);
    if !of_subject.iter().any(|known| audiences.contains(&known.audience.as_str())) {
        return Err(no_match(700_212, "audience", &audiences.join(", ")));
    }
    check_signature(world, &jwt)?;
    if world.is_own_issuer(text("iss")) && jwt.claims["idtyp"] != "app" {
        let text = "Only app-only tokens can be used as Federated Identity Credentials for AAD issuer.";
        return Err(Aadsts::new(700_229, "invalid_client", text));
    }
    assertion::check_time(call.at, &jwt.claims)
}

fn audiences(claim: &Value) -> Vec<&str> {
    match claim {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

fn check_signature(world: &World, jwt: &Jwt) -> Result<(), Aadsts> {
    if jwt.header["alg"] != "RS256" {
        let text = format!(
            "Invalid JWT token. The algorithm {} of the federated token is not supported.",
            jwt.header["alg"]
        );
        return Err(Aadsts::new(5_002_738, "invalid_client", text));
    }
    let issuer = jwt.claims["iss"].as_str().unwrap_or_default();
    let keys = if world.is_own_issuer(issuer) {
        vec![world.signer.public_key()]
    } else {
        lock(&world.issuers).get(issuer).cloned().unwrap_or_default()
    };
    if keys.is_empty() {
        let text =
            format!("Request to External OIDC endpoint failed. The keys of '{issuer}' could not be read.");
        return Err(Aadsts::new(90_061, "invalid_request", text));
    }
    if keys.iter().any(|key| jwt.is_signed_by(key)) {
        return Ok(());
    }
    Err(Aadsts::new(50_013, "invalid_client", "Assertion failed signature validation."))
}

fn no_match(code: u32, what: &str, presented: &str) -> Aadsts {
    let text = format!(
        "No matching federated identity record found for presented assertion {what} '{presented}'. Please note that the \
         matching is done using a case-sensitive comparison. Check your federated identity credential Subject, Audience and \
         Issuer against the presented assertion. \
         https://learn.microsoft.com/entra/workload-id/workload-identity-federation"
    );
    Aadsts::new(code, "invalid_client", text)
}
