//! Client assertions: a JWT, signed by a certificate of the app, in place of a secret.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;
use time::OffsetDateTime;

use super::error::Aadsts;
use crate::{
    clock::ticks,
    http::Call,
    keys::{self, Jwt},
    world::{World, lock},
};

/// How far a caller's clock may be off.
const SKEW: f64 = 300.0;

/// Checks an assertion. `purpose` names the request that it is used for: its `jti` is good for that
/// once.
pub(crate) fn check(
    world: &World,
    call: &Call,
    client: &str,
    assertion: &str,
    purpose: &str,
) -> Result<(), Aadsts> {
    let jwt = Jwt::parse(assertion.trim()).ok_or_else(malformed)?;
    let text = |name: &str| jwt.claims[name].as_str().unwrap_or_default();
    let (issuer, subject) = (text("iss"), text("sub"));
    if issuer != subject {
        let text = "Subject mismatches Issuer claim in the client assertion. Contact the tenant admin.";
        return Err(Aadsts::new(50_048, "invalid_client", text));
    }
    if !issuer.eq_ignore_ascii_case(client) {
        let text = "Client assertion application identifier doesn't match 'client_id' parameter.";
        return Err(Aadsts::new(700_021, "invalid_client", text));
    }
    check_signature(world, call.at, &jwt)?;
    check_audience(call, &jwt.claims["aud"])?;
    check_time(call.at, &jwt.claims)?;
    let id = text("jti");
    if id.is_empty() {
        return Err(malformed());
    }
    if !lock(&world.used_assertions).insert(format!("{id} {purpose}")) {
        let text =
            format!("JWT token is invalid or malformed. The client assertion '{id}' has been used before.");
        return Err(Aadsts::new(50_027, "invalid_client", text));
    }
    Ok(())
}

fn malformed() -> Aadsts {
    Aadsts::new(50_027, "invalid_client", "JWT token is invalid or malformed.")
}

fn check_signature(world: &World, now: OffsetDateTime, jwt: &Jwt) -> Result<(), Aadsts> {
    let thumbprint = |name: &str| -> Result<Option<Vec<u8>>, Aadsts> {
        let Some(text) = jwt.header[name].as_str() else { return Ok(None) };
        // MSAL for Python pads what the standard leaves bare, and gets away with it.
        URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map(Some).map_err(|_| malformed())
    };
    let (sha256, sha1) = (thumbprint("x5t#S256")?, thumbprint("x5t")?);
    let Some(shown) = sha256.as_ref().or(sha1.as_ref()) else {
        let text = "No certificate thumbprint specified in token header.";
        return Err(Aadsts::new(5_002_730, "invalid_client", text));
    };
    let shown = keys::hex(shown);
    let Some(certificate) = world.app.registered(sha256.as_deref(), sha1.as_deref()) else {
        return Err(invalid_signature("The key was not found.", &shown));
    };
    if now < certificate.not_before || now > certificate.not_after {
        return Err(invalid_signature("The key used is expired.", &shown));
    }
    if !jwt.is_signed_by(&certificate.public_key) {
        return Err(invalid_signature(
            "The provided signature value did not match the expected signature value.",
            &shown,
        ));
    }
    Ok(())
}

fn invalid_signature(reason: &str, thumbprint: &str) -> Aadsts {
    let text = format!(
        "Client assertion contains an invalid signature. [Reason - {reason}, Thumbprint of key used by client: '{thumbprint}', \
         Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app.]"
    );
    Aadsts::new(700_027, "invalid_client", text)
}

/// The audience is the very address that the request went to, with the tenant as it was written
/// there.
fn check_audience(call: &Call, audience: &Value) -> Result<(), Aadsts> {
    if audience.as_str() == Some(format!("{}{}", call.base, call.path).as_str()) {
        return Ok(());
    }
    let text = "Client assertion audience claim does not match Realm issuer. Review the documentation at \
                https://learn.microsoft.com/entra/identity-platform/certificate-credentials .";
    Err(Aadsts::new(700_023, "invalid_client", text))
}

// Seconds of this century have room in either type.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
pub(super) fn check_time(now: OffsetDateTime, claims: &Value) -> Result<(), Aadsts> {
    // Text and fractions are what some libraries send, and get away with.
    let number = |name: &str| match &claims[name] {
        Value::String(text) => text.parse().ok(),
        value => value.as_f64(),
    };
    let (from, to) = (number("nbf").unwrap_or_default(), number("exp").ok_or_else(malformed)?);
    let instant = now.unix_timestamp_nanos() as f64 / 1e9;
    if from - SKEW <= instant && instant < to + SKEW {
        return Ok(());
    }
    let date = |seconds| OffsetDateTime::from_unix_timestamp(seconds as i64).map(ticks).unwrap_or_default();
    let text = format!(
        "Client assertion is not within its valid time range. Current time: {}, assertion valid from {}, expiry time of \
         assertion {}. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .",
        ticks(now),
        date(from),
        date(to),
    );
    Err(Aadsts::new(700_024, "invalid_client", text))
}
