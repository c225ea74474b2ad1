//! `/subscriptions/content`, `/subscriptions/notifications` and the blobs themselves.

use serde_json::{Value, json};

use super::{
    Context, error,
    feed::{Feed, State},
    window,
};
use crate::{
    clock::millis,
    data::{
        audit::{self, Blob, CONTENT_TYPES},
        records,
    },
    http::{Outcome, Reply},
    paging,
    service::Service,
};

/// How many descriptors a page has. The service does not say.
const PAGE: usize = 20;

pub(crate) fn list(context: &Context<'_>) -> Outcome {
    page(context, descriptors(context)?)
}

/// Nobody was ever notified, so the list is empty; its parameters are checked like those of the
/// other one.
pub(crate) fn notifications(context: &Context<'_>) -> Outcome {
    descriptors(context)?;
    page(context, Vec::new())
}

fn descriptors(context: &Context<'_>) -> Result<Vec<Value>, Reply> {
    let index = context.content_type()?;
    let (call, tenant) = (context.call, context.bearer.tenant);
    let feed = enabled(context, index)?;
    let (from, to) = window::read(call)?;
    let blobs = audit::blobs(context.world, tenant, index, from, to).into_iter();
    let visible = blobs.filter(|blob| blob.listed <= call.at && feed.collected(blob.created));
    Ok(visible.map(|blob| descriptor(context, &blob)).collect())
}

/// The subscription, if content can be had from it.
fn enabled(context: &Context<'_>, content_type: usize) -> Result<Feed, Reply> {
    match context.bearer.tenant.switches().feeds.get(CONTENT_TYPES[content_type]) {
        None => Err(error::no_subscription()),
        Some(feed) if feed.state == State::Disabled => {
            Err(error::reply(400, "AF20023", "The subscription was disabled by a tenant administrator."))
        }
        Some(feed) => Ok(feed.clone()),
    }
}

fn descriptor(context: &Context<'_>, blob: &Blob) -> Value {
    let id = blob.id();
    json!({
        "contentType": CONTENT_TYPES[blob.content_type],
        "contentId": id,
        "contentUri": format!("{}/api/v1.0/{}/activity/feed/audit/{id}", context.call.base, context.bearer.tenant.id),
        "contentCreated": millis(blob.created),
        "contentExpiration": millis(blob.expires()),
    })
}

fn page(context: &Context<'_>, items: Vec<Value>) -> Outcome {
    let call = context.call;
    let start = paging::offset(call).map_err(|()| {
        let token = call.parameter("nextPage").unwrap_or_default();
        error::reply(400, "AF20031", &format!("Invalid nextPage Input: {token}."))
    })?;
    let (total, size) = (items.len(), context.world.page_size(Service::Activity, PAGE));
    let page: Vec<Value> = items.into_iter().skip(start).take(size).collect();
    let next = (start + page.len() < total).then(|| next_link(context, start + page.len()));
    let reply = Reply::json(200, &Value::Array(page));
    Ok(match next {
        Some(next) => reply.header(paging::NEXT_PAGE_HEADER, &next),
        None => reply,
    })
}

/// The next page's address repeats the window, and leaves out who asks.
fn next_link(context: &Context<'_>, offset: usize) -> String {
    let link = paging::link(context.call, offset);
    let (path, query) = link.split_once('?').unwrap_or((&link, ""));
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.to_ascii_lowercase().starts_with("publisheridentifier="))
        .collect();
    format!("{path}?{}", kept.join("&"))
}

pub(crate) fn blob(context: &Context<'_>) -> Outcome {
    let (world, call, tenant) = (context.world, context.call, context.bearer.tenant);
    let id = call.segments[6..].join("/");
    // Five parts, the first two of them timestamps: anything else was never an id.
    let stamp = id.split('$').next().unwrap_or_default();
    if id.split('$').count() < 4 || !stamp.bytes().all(|b| b.is_ascii_digit()) {
        return Err(error::reply(400, "AF20052", &format!("Content ID {id} in the URL is invalid.")));
    }
    let missing = || error::reply(404, "AF20050", &format!("The specified content ({id}) does not exist."));
    let blob = audit::find(world, tenant, &id).ok_or_else(missing)?;
    let feed = enabled(context, blob.content_type)?;
    if blob.listed > call.at || !feed.collected(blob.created) {
        return Err(missing());
    }
    if blob.expires() <= call.at {
        let text = format!(
            "Content requested with the key {id} has already expired. Content older than 7 days cannot be retrieved."
        );
        return Err(error::reply(400, "AF20051", &text));
    }
    let detections = context.bearer.has_any(&["ActivityFeed.ReadDlp"]);
    Ok(world.blobs.get(format!("{} {id} {detections}", tenant.id), || {
        let drafts = audit::drafts(world, tenant, &blob);
        let records = drafts.iter().map(|draft| records::render(tenant, draft, detections));
        Reply::json(200, &Value::Array(records.collect()))
    }))
}
