//! Pages: the three ways in which these services continue a list, behind one.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::{
    http::{Call, Reply},
    service::Service,
};

/// The query parameter that continues a list.
fn parameter(service: Service) -> &'static str {
    match service {
        Service::ResourceManager => "NextLink",
        Service::Activity => "nextPage",
        _ => "$skiptoken",
    }
}

/// A link to the page of `call`'s list that starts at `offset`.
pub(crate) fn link(call: &Call, offset: usize) -> String {
    token_link(call, offset, 0)
}

fn token_link(call: &Call, offset: usize, round: u32) -> String {
    // Bound to the path, so that a token of another list is refused.
    let text = format!("{offset}.{round}.{}", call.path.to_ascii_lowercase());
    call.link(parameter(call.service), &URL_SAFE_NO_PAD.encode(text))
}

/// A link to the very page that `call` asked for, spelled otherwise.
pub(crate) fn again(call: &Call) -> String {
    let (offset, round) = read(call).ok().flatten().unwrap_or_default();
    token_link(call, offset, round + 1)
}

/// Where the page that `call` asks for starts: 0 without a token, `Err` if the token is not one of
/// this list.
pub(crate) fn offset(call: &Call) -> Result<usize, ()> {
    Ok(read(call)?.unwrap_or_default().0)
}

/// Whether this is a page after the first.
pub(crate) fn is_continued(call: &Call) -> bool {
    call.parameter(parameter(call.service)).is_some()
}

fn read(call: &Call) -> Result<Option<(usize, u32)>, ()> {
    let Some(token) = call.parameter(parameter(call.service)) else { return Ok(None) };
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(drop)?;
    let text = String::from_utf8(bytes).map_err(drop)?;
    let mut parts = text.splitn(3, '.');
    let mut next = || parts.next().ok_or(());
    let (offset, round, path) = (next()?, next()?, next()?);
    if !path.eq_ignore_ascii_case(&call.path) {
        return Err(());
    }
    Ok(Some((offset.parse().map_err(drop)?, round.parse().map_err(drop)?)))
}

/// A page, whatever its service's form for one.
pub(crate) struct Page {
    pub(crate) items: Vec<Value>,
    pub(crate) next: Option<String>,
}

/// Changes the page in `reply`. An answer that is no page stays as it is.
pub(crate) fn edit(call: &Call, reply: Reply, change: impl FnOnce(&mut Page)) -> Reply {
    let member = match call.service {
        Service::ResourceManager => "nextLink",
        _ => "@odata.nextLink",
    };
    let Some(mut body) = reply.read_json() else { return reply };
    let listed = if body.is_array() { Some(&body) } else { body.get("value") };
    let Some(items) = listed.and_then(Value::as_array).cloned() else { return reply };
    let in_header = body.is_array();
    let next = if in_header {
        reply.headers.get(NEXT_PAGE_HEADER).and_then(|value| value.to_str().ok().map(str::to_owned))
    } else {
        body[member].as_str().map(str::to_owned)
    };
    let mut page = Page { items, next };
    change(&mut page);
    if in_header {
        let reply = reply.body(Value::Array(page.items).to_string());
        return match page.next {
            Some(next) => reply.header(NEXT_PAGE_HEADER, &next),
            None => reply,
        };
    }
    body["value"] = Value::Array(page.items);
    if let Some(next) = page.next {
        body[member] = json!(next);
    }
    reply.body(body.to_string())
}

/// The header that continues a list of content.
pub(crate) const NEXT_PAGE_HEADER: &str = "nextpageuri";
