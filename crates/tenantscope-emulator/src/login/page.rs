//! Pages for people: redirects back to the app, and what is shown where there is no way back.

use url::Url;

use super::error::Aadsts;
use crate::{
    http::{Call, Reply},
    world::World,
};

/// The address to go back to: a registered one, or one of this machine, whose port does not matter.
pub(crate) fn redirect_uri(world: &World, call: &Call) -> Result<Url, Aadsts> {
    let text = call.parameter("redirect_uri").ok_or_else(|| Aadsts::missing("redirect_uri"))?;
    let url = Url::parse(text).ok();
    let is_loopback = |url: &Url| {
        url.scheme() == "http" && matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
    };
    let url = url.filter(|url| is_loopback(url) || world.app.is_registered(url.as_str()));
    url.ok_or_else(|| {
        let text = format!(
            "The redirect URI '{text}' specified in the request does not match the redirect URIs configured for the \
             application '{}'. Make sure the redirect URI sent in the request matches one added to your application in the \
             Azure portal.",
            world.app.id
        );
        Aadsts::new(50_011, "invalid_request", text)
    })
}

/// Sends the browser back with these parameters, after those that the address has already.
pub(crate) fn redirect(mut to: Url, pairs: &[(&str, String)]) -> Reply {
    to.query_pairs_mut().extend_pairs(pairs);
    Reply::new(302).header("location", to.as_str()).header("content-type", "text/html; charset=utf-8").body(
        format!("<html><head><title>Object moved</title></head><body>{}</body></html>", escaped(to.as_str())),
    )
}

/// A page that says what went wrong.
pub(crate) fn refusal(refusal: &Aadsts) -> Reply {
    let text = format!(
        "<!DOCTYPE html><html><head><title>Sign in to your account</title></head>\
         <body><div>Sorry, but we’re having trouble signing you in.</div><div>{}</div></body></html>",
        escaped(&refusal.message())
    );
    Reply::new(400).header("content-type", "text/html; charset=utf-8").body(text)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
