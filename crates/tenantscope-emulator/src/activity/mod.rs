//! The Office 365 Management Activity API.

pub(crate) mod cache;
mod content;
pub(crate) mod error;
pub(crate) mod feed;
mod subscriptions;
mod window;

use http::Method;
use serde_json::{Value, json};

use crate::{
    bearer::{self, Bearer},
    data::audit::CONTENT_TYPES,
    http::{Call, Outcome, Reply},
    login::token::is_guid,
    world::World,
};

pub(crate) use error::{throttled, unavailable};

/// What a handler works with.
pub(crate) struct Context<'c> {
    pub(crate) world: &'c World,
    pub(crate) call: &'c Call,
    pub(crate) bearer: Bearer<'c>,
}

impl Context<'_> {
    /// The checks that every operation makes.
    fn admitted(&self, tenant: &str) -> Result<(), Reply> {
        let bearer = &self.bearer;
        if !is_guid(tenant) {
            let text = format!("The tenant ID passed in the URL ({tenant}) is not a valid GUID.");
            return Err(error::reply(400, "AF20013", &text));
        }
        if tenant != bearer.tenant.id {
            let text = format!(
                "The tenant ID passed in the URL ({tenant}) does not match the tenant ID passed in the access token ({}).",
                bearer.tenant.id
            );
            return Err(error::reply(400, "AF20010", &text));
        }
        if !bearer.has_any(&["ActivityFeed.Read"]) {
            let text = format!(
                "The permission set ({}) sent in the request did not include the expected permission ActivityFeed.Read.",
                bearer.roles.join(" ")
            );
            return Err(error::reply(403, "AF10001", &text));
        }
        if self.call.parameter("PublisherIdentifier").is_some_and(|publisher| !is_guid(publisher)) {
            let text = "Invalid parameter type: PublisherIdentifier. Expected type: guid";
            return Err(error::reply(400, "AF20002", text));
        }
        Ok(())
    }

    /// The index of the content type that the request names.
    fn content_type(&self) -> Result<usize, Reply> {
        let name = self.call.parameter("contentType").unwrap_or_default();
        if name.is_empty() {
            return Err(error::reply(400, "AF20001", "Missing parameter: contentType."));
        }
        let known = CONTENT_TYPES.iter().position(|known| *known == name);
        known.ok_or_else(|| error::reply(400, "AF20020", "The specified content type is not valid."))
    }
}

/// Where a request goes. A new operation is a new arm here.
pub(crate) fn route(world: &World, call: &Call) -> Reply {
    Reply::of(dispatch(world, call))
}

fn dispatch(world: &World, call: &Call) -> Outcome {
    let bearer = bearer::check(world, call).map_err(|_| error::denied())?;
    let route = call.route();
    let route: Vec<&str> = route.iter().map(String::as_str).collect();
    // A sample of the documentation has pages under `v1`, so both are served.
    let ["api", "v1.0" | "v1", tenant, "activity", "feed", rest @ ..] = route.as_slice() else {
        return Err(error::no_route(call));
    };
    let context = Context { world, call, bearer };
    context.admitted(tenant)?;
    match (&call.method, rest) {
        (&Method::POST, ["subscriptions", "start"]) => subscriptions::start(&context),
        (&Method::POST, ["subscriptions", "stop"]) => subscriptions::stop(&context),
        (&Method::GET, ["subscriptions", "list"]) => Ok(subscriptions::list(&context)),
        (&Method::GET, ["subscriptions", "content"]) => content::list(&context),
        (&Method::GET, ["subscriptions", "notifications"]) => content::notifications(&context),
        (&Method::GET, ["audit", ..]) => content::blob(&context),
        (&Method::GET, ["resources", "dlpsensitivetypes"]) => sensitive_types(&context),
        _ => Err(error::no_route(call)),
    }
}

/// The names of the sensitive information types, in the one language that the caller reads.
fn sensitive_types(context: &Context<'_>) -> Outcome {
    let languages = context.call.header("accept-language").unwrap_or("en-US");
    if languages.contains(',') {
        let text = "Only one language may be present in the Accept-Language header.";
        return Err(error::reply(400, "AF20053", text));
    }
    let tag = languages.split(';').next().unwrap_or_default();
    if tag.is_empty() || !tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return Err(error::reply(400, "AF20054", "Invalid syntax in Accept-Language header."));
    }
    let german = tag.to_ascii_lowercase().starts_with("de");
    let card = if german { "Kreditkartennummer" } else { "Credit Card Number" };
    let account = if german {
        "Internationale Kontonummer (IBAN)"
    } else {
        "International Banking Account Number (IBAN)"
    };
    let body: Value = json!([
        {"id": "50842eb7-edc8-4019-85dd-5a5c1f2bb085", "name": card},
        {"id": "e7dc4711-11b7-4cb0-b88b-2c394a771f0e", "name": account},
        // The documentation's own sample ends like this.
        {},
    ]);
    Ok(Reply::json(200, &body))
}
