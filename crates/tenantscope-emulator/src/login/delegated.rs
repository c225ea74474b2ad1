//! Tokens in a person's name: from a session, by refresh token, and on behalf of.

use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use super::{
    client::{self, Proof},
    error::Aadsts,
    federation,
    form::Form,
    mint::{Party, mint},
    resource::Resource,
    scopes::Scopes,
    sessions::Session,
    token,
};
use crate::{
    data::people::{self, Person},
    http::Call,
    keys,
    tenant::TenantState,
    world::{World, lock},
};

/// How long a refresh token is good.
const REFRESH_LIFETIME: Duration = Duration::days(90);

/// The answer to a person who has signed in, in `tenant`, with what the request asks for.
pub(crate) fn answer(
    world: &World,
    call: &Call,
    form: &Form,
    tenant: &TenantState,
    session: &Session,
    proof: Option<Proof>,
) -> Result<Value, Aadsts> {
    let scope = form.get("scope").unwrap_or(&session.scope);
    let scopes = Scopes::read(world, scope)?;
    let granted = scopes.granted(world, tenant)?;
    // A person of another tenant is a partner's, who works in this one.
    let person = people::person(&world.tenants[session.tenant], session.person);
    let party = Party::Person { person: &person, scopes: &granted, proof };
    let minted = mint(world, tenant, &scopes.resource, &party, token::claims_parameter(form)?)?;
    let mut body = token::body(&minted);
    body["scope"] = json!(scopes.answer(&granted));
    if scopes.is_offline() || form.get("grant_type") == Some("refresh_token") {
        let refresh = format!("1.{}{}", keys::random_text(), keys::random_text());
        let session = Session { scope: scope.to_owned(), since: call.at, ..session.clone() };
        lock(&world.sessions).refresh.insert(refresh.clone(), session);
        body["refresh_token"] = json!(refresh);
    }
    if scopes.is_openid() {
        body["id_token"] = json!(id_token(world, call, tenant, &person, session.nonce.as_deref()));
    }
    if form.get("client_info") == Some("1") {
        let info = json!({"uid": person.id, "utid": tenant.id});
        body["client_info"] = json!(keys::base64url(info.to_string().as_bytes()));
    }
    Ok(body)
}

fn id_token(
    world: &World,
    call: &Call,
    tenant: &TenantState,
    person: &Person,
    nonce: Option<&str>,
) -> String {
    let now = call.at.unix_timestamp();
    let mut claims = json!({
        "aud": world.app.id,
        "iss": federation::own_issuer(world, &tenant.id),
        "iat": now,
        "nbf": now,
        "exp": now + 3600,
        "name": person.name,
        "oid": person.id,
        "preferred_username": person.upn,
        "sub": keys::base64url(&keys::sha256(person.id.as_bytes())),
        "tid": tenant.id,
        "uti": keys::random_text(),
        "ver": "2.0",
    });
    if let Some(nonce) = nonce {
        claims["nonce"] = json!(nonce);
    }
    world.signer.sign(&claims)
}

/// The credential of a request in a session: none from a public client, one from the others.
pub(crate) fn prove(
    world: &World,
    call: &Call,
    form: &Form,
    public: bool,
    purpose: &str,
) -> Result<Option<Proof>, Aadsts> {
    match (public, client::has_credential(call, form)) {
        (true, true) => Err(Aadsts::new(
            700_025,
            "invalid_client",
            "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
        )),
        (true, false) if world.app.is_public() => Ok(None),
        (true, false) => Err(client::no_credential()),
        (false, _) => client::authenticate(world, call, form, purpose).map(Some),
    }
}

/// `grant_type=refresh_token`. The token stays good, and another tenant may be named: that is how a
/// partner reaches a customer.
pub(crate) fn refresh(world: &World, call: &Call, segment: &str, form: &Form) -> Result<Value, Aadsts> {
    let client = client::id(call, form)?;
    let presented = form.required("refresh_token")?;
    let session = lock(&world.sessions).refresh.get(presented).cloned();
    let Some(session) = session else {
        let text = "Provided grant is invalid or malformed.";
        return Err(Aadsts::new(70_000, "invalid_grant", text));
    };
    let tenant = token::tenant_of_person(world, segment, session.tenant)?;
    client::check_id(world, tenant, &client)?;
    let proof = prove(world, call, form, session.public, presented)?;
    if world.tenants[session.tenant].switches().signed_out_at.is_some_and(|at| at >= session.since) {
        let text = "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have \
                    changed or reset their password.";
        return Err(Aadsts::new(50_173, "invalid_grant", text).suberror("bad_token"));
    }
    if call.at - session.since > REFRESH_LIFETIME {
        let text = "The refresh token has expired due to inactivity.";
        return Err(Aadsts::new(700_082, "invalid_grant", text).suberror("token_expired"));
    }
    answer(world, call, form, tenant, &session, proof)
}

/// `grant_type=…jwt-bearer`: the app has a person's token for itself and wants one for another API.
pub(crate) fn on_behalf_of(world: &World, call: &Call, segment: &str, form: &Form) -> Result<Value, Aadsts> {
    let client = client::id(call, form)?;
    let assertion = form.required("assertion")?;
    form.required("scope")?;
    if form.required("requested_token_use")? != "on_behalf_of" {
        let text = "The value of 'requested_token_use' is not supported.";
        return Err(Aadsts::new(90_013, "invalid_request", text));
    }
    let tenant = token::find_tenant(world, segment)?;
    client::check_id(world, tenant, &client)?;
    let purpose = keys::base64url(&keys::sha256(assertion.as_bytes()));
    let proof = client::authenticate(world, call, form, &purpose)?;
    let invalid = |code, text: &str| Aadsts::new(code, "invalid_grant", text);
    let claims = world
        .signer
        .open(assertion)
        .map_err(|_| invalid(50_013, "Assertion failed signature validation."))?;
    let audience = claims["aud"].as_str().unwrap_or_default();
    if !matches!(Resource::find(world, tenant, audience), Ok(Resource::App)) {
        return Err(invalid(
            500_131,
            "Assertion audience does not match the Client app presenting the assertion. The audience in the assertion was \
             not the app's own.",
        ));
    }
    if claims["idtyp"] == "app" || claims["scp"].is_null() {
        let text =
            "Application is not authorized to perform the On-Behalf-Of flow with a token of an application.";
        return Err(invalid(7_000_113, text));
    }
    let expiry = OffsetDateTime::from_unix_timestamp(claims["exp"].as_i64().unwrap_or_default());
    if expiry.unwrap_or(OffsetDateTime::UNIX_EPOCH) <= call.at {
        return Err(invalid(500_133, "Assertion is not within its valid time range."));
    }
    let person = claims["oid"].as_str().unwrap_or_default();
    let session = Session {
        tenant: tenant.index,
        person: people::index_of(tenant, person).unwrap_or_default(),
        scope: String::new(),
        public: false,
        nonce: None,
        since: call.at,
    };
    answer(world, call, form, tenant, &session, Some(proof))
}
