//! The device code flow: a code here, a person elsewhere, and polling in between.

use serde_json::{Value, json};
use time::Duration;

use super::{
    client, delegated,
    error::Aadsts,
    form::Form,
    scopes::Scopes,
    sessions::{Device, DeviceState, Session},
    token,
};
use crate::{
    http::{Call, Reply},
    keys,
    world::{World, lock},
};

/// How long a code is good.
const LIFETIME: Duration = Duration::minutes(15);

/// `/{tenant}/oauth2/v2.0/devicecode`
pub(crate) fn begin(world: &World, call: &Call, segment: &str) -> Reply {
    match code(world, call, segment) {
        Ok(body) => Reply::json(200, &body),
        Err(refusal) => refusal.reply(call),
    }
}

fn code(world: &World, call: &Call, segment: &str) -> Result<Value, Aadsts> {
    let form = Form::read_for(call, "client_id")?;
    let (client, scope) = (form.required("client_id")?, form.required("scope")?);
    let browser = lock(&world.browser).clone();
    let tenant = token::tenant_of_person(world, segment, browser.tenant)?;
    client::check_id(world, tenant, client)?;
    Scopes::read(world, scope)?;
    let device_code = keys::random_text();
    let user_code = keys::random_text().replace(['-', '_'], "X")[..9].to_ascii_uppercase();
    let interval = world.settings.device_code_interval.as_secs();
    let body = json!({
        "user_code": user_code,
        "device_code": device_code,
        "verification_uri": "https://microsoft.com/devicelogin",
        "expires_in": LIFETIME.whole_seconds(),
        "interval": interval,
        "message": format!(
            "To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code {user_code} to \
             authenticate."
        ),
    });
    let session = Session {
        tenant: tenant.index,
        person: 0,
        scope: scope.to_owned(),
        public: true,
        nonce: None,
        since: call.at,
    };
    let device = Device { code: device_code, user_code, state: DeviceState::Pending, polled: None, session };
    lock(&world.sessions).devices.push(device);
    Ok(body)
}

/// `grant_type=…device_code`
pub(crate) fn redeem(world: &World, call: &Call, segment: &str, form: &Form) -> Result<Value, Aadsts> {
    let client = client::id(call, form)?;
    let presented = form.required("device_code")?;
    let session = approved(world, call, presented)?;
    let tenant = token::tenant_of_person(world, segment, session.tenant)?;
    client::check_id(world, tenant, &client)?;
    let public = !client::has_credential(call, form);
    let proof = delegated::prove(world, call, form, public, presented)?;
    let answer = delegated::answer(world, call, form, tenant, &Session { public, ..session }, proof)?;
    let mut sessions = lock(&world.sessions);
    if let Some(device) = sessions.devices.iter_mut().find(|device| device.code == presented) {
        device.state = DeviceState::Redeemed;
    }
    Ok(answer)
}

/// The session of a code that somebody has approved.
fn approved(world: &World, call: &Call, presented: &str) -> Result<Session, Aadsts> {
    let mut sessions = lock(&world.sessions);
    let Some(device) = sessions.devices.iter_mut().find(|device| device.code == presented) else {
        let text = "Invalid verification code due to User typing in wrong user code for device code flow.";
        return Err(Aadsts::new(70_018, "bad_verification_code", text));
    };
    if call.at - device.session.since >= LIFETIME || device.state == DeviceState::Redeemed {
        let text = "The device code has expired, or it has been used.";
        return Err(Aadsts::new(70_019, "expired_token", text));
    }
    let last = device.polled.replace(call.at);
    match device.state {
        DeviceState::Approved => Ok(device.session.clone()),
        DeviceState::Declined => Err(Aadsts::without_code(
            "authorization_declined",
            "The end user denied the authorization request.",
        )),
        _ if last.is_some_and(|last| call.at - last < world.settings.device_code_interval) => {
            Err(Aadsts::without_code("slow_down", "The client polls too often. Wait five seconds more."))
        }
        _ => {
            let text = "OAuth 2.0 device flow error. Authorization is pending. Continue polling.";
            Err(Aadsts::new(70_016, "authorization_pending", text))
        }
    }
}
