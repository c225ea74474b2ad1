//! Delta queries: everything once, and then what changed.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

use super::{Context, error, filter::Filter, ok, table::Resource};
use crate::{http::Outcome, service::Service};

/// How long a link is good.
const LIFETIME: i64 = 7 * 86_400;

/// Where a round stands.
#[derive(Clone, Debug)]
struct Round {
    /// The last change that the caller knows.
    since: u64,
    /// The last change that the caller knows after this round.
    until: u64,
    offset: usize,
    select: Vec<String>,
    issued: i64,
}

impl Round {
    fn token(&self) -> String {
        let Self { since, until, offset, select, issued } = self;
        URL_SAFE_NO_PAD.encode(format!("{since} {until} {offset} {issued} {}", select.join(",")))
    }

    fn read(token: &str) -> Option<Self> {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
        let mut words = text.splitn(5, ' ');
        let mut next = || words.next();
        Some(Self {
            since: next()?.parse().ok()?,
            until: next()?.parse().ok()?,
            offset: next()?.parse().ok()?,
            issued: next()?.parse().ok()?,
            select: names(next()?),
        })
    }
}

fn names(list: &str) -> Vec<String> {
    list.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// `{collection}/delta`
pub(super) fn get(context: &Context<'_>, resource: &Resource) -> Outcome {
    let call = context.call;
    if !resource.collection.directory && resource.path != ["directoryroles"] {
        let text = "This operation target is not yet supported.";
        return Err(error::reply(call, 501, "NotImplemented", text));
    }
    if let Some((name, _)) = call.pairs.iter().find(|(name, _)| {
        matches!(
            name.to_ascii_lowercase().as_str(),
            "$top" | "$orderby" | "$expand" | "$search" | "$skip" | "$count"
        )
    }) {
        let text = format!("The query parameter '{name}' is not supported for delta queries.");
        return Err(error::bad_request(call, &text));
    }
    let filter = call.parameter("$filter").map(Filter::parse).transpose();
    let filter = filter.map_err(|text| error::bad_request(call, &text))?;
    let (now, last) = (call.at.unix_timestamp(), context.store().sequence());
    let round = match (call.parameter("$skiptoken"), call.parameter("$deltatoken")) {
        (Some(token), _) => Round::read(token).ok_or_else(|| lost(context, 400))?,
        (None, Some("latest")) => {
            Round { since: last, until: last, offset: 0, select: Vec::new(), issued: now }
        }
        (None, Some(token)) => {
            let known = Round::read(token).ok_or_else(|| lost(context, 400))?;
            if now - known.issued > LIFETIME || known.until > last {
                return Err(lost(context, 410));
            }
            Round { since: known.until, until: last, offset: 0, ..known }
        }
        (None, None) => {
            let select = names(call.parameter("$select").unwrap_or_default());
            Round { since: 0, until: last, offset: 0, select, issued: now }
        }
    };
    let changes = context.store().changes(&resource.key(), round.since);
    let changes = changes.into_iter().filter(|item| filter.as_ref().is_none_or(|filter| filter.holds(item)));
    let changes: Vec<Value> = changes.filter_map(|item| shown(resource, &round, item)).collect();
    let size = preferred_size(context).unwrap_or(200);
    let size = size.min(context.world.page_size(Service::Graph, 200));
    let page: Vec<Value> = changes.iter().skip(round.offset).take(size).cloned().collect();
    let end = round.offset + page.len();
    let base = format!("{}{}", call.base, call.path);
    let mut body = json!({
        "@odata.context": format!("{}/{}/$metadata#{}/$delta", call.base, context.version(), resource.collection.context),
    });
    // Never both.
    if end < changes.len() {
        let next = Round { offset: end, ..round };
        body["@odata.nextLink"] = json!(format!("{base}?$skiptoken={}", next.token()));
    } else {
        let next = Round { offset: 0, issued: now, ..round };
        body["@odata.deltaLink"] = json!(format!("{base}?$deltatoken={}", next.token()));
    }
    body["value"] = Value::Array(page);
    Ok(ok(&body))
}

/// `Prefer: odata.maxpagesize=2`
fn preferred_size(context: &Context<'_>) -> Option<usize> {
    let prefer = context.call.header("prefer")?;
    let size = prefer.split([',', ';']).find_map(|part| part.trim().strip_prefix("odata.maxpagesize="))?;
    size.parse().ok().filter(|size| *size > 0)
}

/// What a caller sees of a change; nothing, if it is not about what was selected.
fn shown(resource: &Resource, round: &Round, item: Value) -> Option<Value> {
    let Value::Object(members) = item else { return None };
    if members.contains_key("@removed") {
        return Some(Value::Object(members));
    }
    let wanted = |name: &str| match round.select.as_slice() {
        [] => {
            let defaults = resource.collection.defaults;
            defaults.is_empty() || defaults.contains(&name) || name.contains('@')
        }
        select => select
            .iter()
            .any(|wanted| name.split('@').next().is_some_and(|own| own.eq_ignore_ascii_case(wanted))),
    };
    let kept: Map<String, Value> =
        members.into_iter().filter(|(name, _)| name == "id" || wanted(name)).collect();
    (kept.len() > 1).then_some(Value::Object(kept))
}

/// The state is not known any more: start over.
fn lost(context: &Context<'_>, status: u16) -> crate::http::Reply {
    let text = "Sync state generation not found.";
    let reply = error::reply(context.call, status, "syncStateNotFound", text);
    reply.header("location", &format!("{}{}", context.call.base, context.call.path))
}
