//! The authorization code flow: the page that a person signs in on, and the code that comes of it.

use serde_json::Value;
use time::Duration;
use url::Url;

use super::{
    client, delegated,
    error::Aadsts,
    form::Form,
    page,
    scopes::Scopes,
    sessions::{Code, Session},
    token,
};
use crate::{
    browser::BrowserAnswer,
    data::people,
    http::{Call, Reply},
    keys,
    world::{World, lock},
};

/// How long a code is good.
const LIFETIME: Duration = Duration::minutes(10);

/// `/{tenant}/oauth2/v2.0/authorize`: signs the person in at once, and redirects. What is wrong with
/// the address itself is shown on a page, and not sent to it.
pub(crate) fn authorize(world: &World, call: &Call, segment: &str) -> Reply {
    let browser = lock(&world.browser).clone();
    let checked = token::tenant_of_person(world, segment, browser.tenant).and_then(|tenant| {
        client::check_id(world, tenant, call.parameter("client_id").unwrap_or_default())?;
        Ok((tenant, page::redirect_uri(world, call)?))
    });
    let (tenant, redirect) = match checked {
        Ok(checked) => checked,
        Err(refusal) => return page::refusal(&refusal),
    };
    let state = call.parameter("state");
    let outcome = match browser.answer {
        BrowserAnswer::Accept => code(world, call, tenant.index, &redirect),
        _ => Err(("access_denied", declined())),
    };
    let mut pairs = match outcome {
        Ok(code) => vec![("code", code), ("session_state", keys::random_guid())],
        Err((error, refusal)) => {
            vec![("error", error.to_owned()), ("error_description", refusal.message())]
        }
    };
    pairs.extend(state.map(|state| ("state", state.to_owned())));
    page::redirect(redirect, &pairs)
}

/// What a person says who presses Cancel.
pub(crate) fn declined() -> Aadsts {
    Aadsts::new(65_004, "access_denied", "User declined to consent to access the app.")
}

fn code(world: &World, call: &Call, tenant: usize, redirect: &Url) -> Result<String, (&'static str, Aadsts)> {
    let refuse = |code, error: &'static str, text: &str| (error, Aadsts::new(code, error, text));
    if call.parameter("response_type") != Some("code") {
        let text = "The response_type is not supported. Expected: code.";
        return Err(refuse(70_005, "unsupported_response_type", text));
    }
    let scope = call.parameter("scope").unwrap_or_default();
    if scope.is_empty() {
        return Err(("invalid_request", Aadsts::missing("scope")));
    }
    Scopes::read(world, scope).map_err(|refusal| (refusal.error, refusal))?;
    let method = call.parameter("code_challenge_method").unwrap_or("plain");
    let challenge = call.parameter("code_challenge").map(|text| (text.to_owned(), method.to_owned()));
    if challenge.as_ref().is_some_and(|(text, _)| !is_verifier(text)) {
        let text = "Invalid size of Code_Challenge parameter.";
        return Err(refuse(501_491, "invalid_request", text));
    }
    let tenant_state = &world.tenants[tenant];
    let hint = call.parameter("login_hint").unwrap_or_default();
    let code = format!("1.{}{}", keys::random_text(), keys::random_text());
    let session = Session {
        tenant,
        person: people::index_of(tenant_state, hint).unwrap_or_default(),
        scope: scope.to_owned(),
        public: !world.app.is_registered(redirect.as_str()),
        nonce: call.parameter("nonce").map(str::to_owned),
        since: call.at,
    };
    let redirect_uri = call.parameter("redirect_uri").unwrap_or_default().to_owned();
    lock(&world.sessions)
        .codes
        .insert(code.clone(), Code { redirect_uri, challenge, redeemed: false, session });
    Ok(code)
}

/// Whether a verifier, or the challenge made of it, has the length and the characters of one.
fn is_verifier(text: &str) -> bool {
    (43..=128).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b))
}

/// `grant_type=authorization_code`
pub(crate) fn redeem(world: &World, call: &Call, segment: &str, form: &Form) -> Result<Value, Aadsts> {
    let client = client::id(call, form)?;
    let presented = form.required("code")?;
    let redirect_uri = form.required("redirect_uri")?;
    let invalid = |code, text: &str| Aadsts::new(code, "invalid_grant", text);
    let Some(code) = lock(&world.sessions).codes.get(presented).cloned() else {
        return Err(invalid(70_000, "Provided grant is invalid or malformed."));
    };
    let tenant = token::tenant_of_person(world, segment, code.session.tenant)?;
    client::check_id(world, tenant, &client)?;
    let proof = delegated::prove(world, call, form, code.session.public, presented)?;
    if tenant.index != code.session.tenant {
        let text = "Provided Authorization Code is intended to use against other tenant, thus rejected.";
        return Err(invalid(700_005, text));
    }
    if code.redeemed {
        return Err(invalid(54_005, "OAuth2 Authorization code was already redeemed."));
    }
    if call.at - code.session.since >= LIFETIME {
        return Err(invalid(70_008, "The provided authorization code has expired."));
    }
    if code.redirect_uri != redirect_uri {
        let text = format!("The reply address '{redirect_uri}' does not match the one of the code.");
        return Err(invalid(500_112, &text));
    }
    check_verifier(&code, form.get("code_verifier"))?;
    let answer = delegated::answer(world, call, form, tenant, &code.session, proof)?;
    if let Some(code) = lock(&world.sessions).codes.get_mut(presented) {
        code.redeemed = true;
    }
    Ok(answer)
}

fn check_verifier(code: &Code, verifier: Option<&str>) -> Result<(), Aadsts> {
    let Some((challenge, method)) = &code.challenge else { return Ok(()) };
    let Some(verifier) = verifier.filter(|text| is_verifier(text)) else {
        let text = "The size of the Code_Verifier must be between 43 and 128.";
        return Err(Aadsts::new(50_147, "invalid_grant", text));
    };
    let matches = match method.as_str() {
        "S256" => keys::base64url(&keys::sha256(verifier.as_bytes())) == *challenge,
        _ => verifier == challenge,
    };
    if matches {
        return Ok(());
    }
    let text = "The Code_Verifier does not match the code_challenge supplied in the authorization request.";
    Err(Aadsts::new(501_481, "invalid_grant", text))
}
