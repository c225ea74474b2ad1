//! Faults: what goes wrong, for which requests, and how often.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use http::Method;
use serde_json::{Value, json};

use crate::{service::Service, world::lock};

/// How a throttling answer says when to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryAfter {
    /// `Retry-After: 3`
    Seconds(u64),
    /// `Retry-After: Sun, 22 Nov 2026 01:02:03 GMT`, this long from the emulator's now.
    HttpDate(Duration),
    /// No such header.
    None,
}

/// Something that goes wrong. Made by [`on`](Self::on), switched on by [`Faults::add`].
///
/// It happens on every matching request until [`times`](Self::times) or [`nth`](Self::nth) limits
/// it. Without an effect, a fault only counts.
///
/// ```
/// use tenantscope_emulator::{Fault, RetryAfter, Service};
///
/// let busy = Fault::on(Service::Graph, "/v1.0/security/secureScores")
///     .times(1)
///     .too_many_requests(RetryAfter::Seconds(3));
/// ```
#[derive(Clone, Debug)]
pub struct Fault {
    service: Service,
    path: String,
    method: Option<Method>,
    tenant: Option<String>,
    query: Option<String>,
    skip: u64,
    times: Option<u64>,
    effect: Effect,
}

/// What a fault does to a matching request.
#[derive(Clone, Debug)]
pub(crate) enum Effect {
    /// The request is served as if there were no fault.
    Nothing,
    /// This answer, as it stands.
    Answer { status: u16, headers: Vec<(String, String)>, body: Bytes },
    /// The service's own words for "too many requests", with this status.
    Throttled { status: u16, after: RetryAfter },
    /// The service's own words for "unavailable".
    Unavailable(RetryAfter),
    /// The connection is reset without an answer.
    ResetBeforeAnswer,
    /// Head and half of the body arrive, then the connection is reset.
    ResetInBody,
    /// Head and half of the body arrive, then the connection closes.
    CutInBody,
    /// Half of the JSON, as a complete HTTP answer.
    TruncatedJson,
    /// An HTML page of a gateway.
    Html(u16),
    /// No answer, and no end.
    Stall,
    /// Head and half of the body arrive, then nothing, and no end.
    StallInBody,
    /// 401 until the token was requested with these claims.
    ClaimsChallenge(Value),
    /// A page without items that links to the page asked for.
    EmptyPage,
    /// The real page, linked to this address.
    NextLink(String),
    /// The real list of content, with these addresses in it.
    ContentUri(String),
    /// The real page, in which one item's members have the wrong type.
    MalformedItem,
    /// A redirect to this address.
    Redirect(String),
}

impl Fault {
    /// A fault of requests to `service` whose path starts with `path`, compared without case.
    pub fn on(service: Service, path: impl Into<String>) -> Self {
        Self {
            service,
            path: path.into(),
            method: None,
            tenant: None,
            query: None,
            skip: 0,
            times: None,
            effect: Effect::Nothing,
        }
    }

    /// Only requests with this method.
    pub fn method(self, method: Method) -> Self {
        Self { method: Some(method), ..self }
    }

    /// Only requests for this tenant, given by id or domain as in the path or in the token.
    pub fn tenant(self, tenant: impl AsRef<str>) -> Self {
        Self { tenant: Some(tenant.as_ref().to_owned()), ..self }
    }

    /// Only requests whose query, as sent, contains this text.
    pub fn query_contains(self, text: impl Into<String>) -> Self {
        Self { query: Some(text.into()), ..self }
    }

    /// The first `count` matching requests are spared.
    pub fn skip(self, count: u64) -> Self {
        Self { skip: count, ..self }
    }

    /// It happens at most `count` times.
    pub fn times(self, count: u64) -> Self {
        Self { times: Some(count), ..self }
    }

    /// It happens on the `number`th matching request only, counted from 1.
    pub fn nth(self, number: u64) -> Self {
        self.skip(number.saturating_sub(1)).times(1)
    }

    /// It happens on every matching request, which is the default.
    pub fn always(self) -> Self {
        Self { times: None, ..self }
    }

    fn effect(self, effect: Effect) -> Self {
        Self { effect, ..self }
    }

    /// Answers with this status, these headers and this body.
    pub fn respond<'h>(
        self,
        status: u16,
        headers: impl IntoIterator<Item = (&'h str, &'h str)>,
        body: impl Into<Bytes>,
    ) -> Self {
        let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        self.effect(Effect::Answer { status, headers, body: body.into() })
    }

    /// Answers with this status and JSON.
    pub fn respond_json(self, status: u16, body: &Value) -> Self {
        self.respond(status, [("content-type", "application/json; charset=utf-8")], body.to_string())
    }

    /// Answers 429 in the words of the service.
    pub fn too_many_requests(self, after: RetryAfter) -> Self {
        self.effect(Effect::Throttled { status: 429, after })
    }

    /// Answers 403 with the words of a 429, as the Management Activity API does.
    pub fn throttled_as_forbidden(self) -> Self {
        self.effect(Effect::Throttled { status: 403, after: RetryAfter::None })
    }

    /// Answers 503 in the words of the service.
    pub fn service_unavailable(self, after: RetryAfter) -> Self {
        self.effect(Effect::Unavailable(after))
    }

    /// Resets the connection before anything is answered.
    pub fn reset(self) -> Self {
        self.effect(Effect::ResetBeforeAnswer)
    }

    /// Sends the head and half of the body, then resets the connection.
    pub fn reset_in_body(self) -> Self {
        self.effect(Effect::ResetInBody)
    }

    /// Sends the head and half of the body, then closes the connection.
    pub fn cut_in_body(self) -> Self {
        self.effect(Effect::CutInBody)
    }

    /// Sends half of the JSON as if it were all of it.
    pub fn truncated_json(self) -> Self {
        self.effect(Effect::TruncatedJson)
    }

    /// Answers with the HTML page of a gateway.
    pub fn html(self, status: u16) -> Self {
        self.effect(Effect::Html(status))
    }

    /// Never answers, and keeps the connection open.
    pub fn stall(self) -> Self {
        self.effect(Effect::Stall)
    }

    /// Sends the head and half of the body, then nothing, and keeps the connection open.
    pub fn stall_in_body(self) -> Self {
        self.effect(Effect::StallInBody)
    }

    /// Answers 401 with a claims challenge until the request carries a token that was requested
    /// with its claims. Requests with such a token are served and do not count.
    pub fn claims_challenge(self) -> Self {
        let claims = json!({"access_token": {"nbf": {"essential": true, "value": "1604106651"}}});
        self.claims_challenge_for(claims)
    }

    /// [`claims_challenge`](Self::claims_challenge) with claims of your own.
    pub fn claims_challenge_for(self, claims: Value) -> Self {
        self.effect(Effect::ClaimsChallenge(claims))
    }

    /// Answers with an empty page whose next link leads to the page that was asked for.
    pub fn empty_page_with_next_link(self) -> Self {
        self.effect(Effect::EmptyPage)
    }

    /// Sends the page with its next link replaced by `url`.
    pub fn foreign_next_link(self, url: impl Into<String>) -> Self {
        self.effect(Effect::NextLink(url.into()))
    }

    /// Sends the list of content with every content address replaced by `url`.
    pub fn foreign_content_uri(self, url: impl Into<String>) -> Self {
        self.effect(Effect::ContentUri(url.into()))
    }

    /// Sends the page with its second item (its only one, if there is one) spoilt: valid JSON whose
    /// members have types that no schema has.
    pub fn malformed_item(self) -> Self {
        self.effect(Effect::MalformedItem)
    }

    /// Answers 302 with this location.
    pub fn redirect(self, url: impl Into<String>) -> Self {
        self.effect(Effect::Redirect(url.into()))
    }

    fn matches(&self, request: &Target<'_>) -> bool {
        let path = request.path.get(..self.path.len());
        self.service == request.service
            && path.is_some_and(|path| path.eq_ignore_ascii_case(&self.path))
            && self.method.as_ref().is_none_or(|method| method == request.method)
            && self.query.as_ref().is_none_or(|text| request.query.contains(text.as_str()))
            && self
                .tenant
                .as_ref()
                .is_none_or(|tenant| request.tenants.iter().any(|name| name.eq_ignore_ascii_case(tenant)))
    }
}

/// What a fault is matched with.
pub(crate) struct Target<'r> {
    pub(crate) service: Service,
    pub(crate) method: &'r Method,
    pub(crate) path: &'r str,
    pub(crate) query: &'r str,
    /// The names of the tenant that the request is for.
    pub(crate) tenants: &'r [String],
    /// The claims that its token was requested with.
    pub(crate) claims: Option<&'r Value>,
}

/// The faults that are switched on. The first one that applies to a request happens.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<Vec<Armed>>>);

#[derive(Debug)]
struct Armed {
    fault: Fault,
    matched: u64,
    happened: u64,
}

impl Faults {
    /// Switches a fault on, after those that are on already.
    pub fn add(&self, fault: Fault) -> &Self {
        lock(&self.0).push(Armed { fault, matched: 0, happened: 0 });
        self
    }

    /// Switches every fault off.
    pub fn clear(&self) {
        lock(&self.0).clear();
    }

    /// How often faults have happened since the last [`clear`](Self::clear).
    pub fn happened(&self) -> u64 {
        lock(&self.0).iter().map(|armed| armed.happened).sum()
    }

    /// The faults with a number of [`times`](Fault::times) that have not happened that often yet:
    /// what a test expected and did not get.
    pub fn pending(&self) -> Vec<Fault> {
        let armed = lock(&self.0);
        let pending = armed.iter().filter(|a| a.fault.times.is_some_and(|times| a.happened < times));
        pending.map(|a| a.fault.clone()).collect()
    }

    /// What happens to this request, if anything.
    pub(crate) fn pick(&self, request: &Target<'_>) -> Option<Effect> {
        let mut all = lock(&self.0);
        for armed in all.iter_mut().filter(|armed| armed.fault.matches(request)) {
            if armed.fault.times.is_some_and(|times| armed.happened >= times) {
                continue;
            }
            if let Effect::ClaimsChallenge(wanted) = &armed.fault.effect
                && request.claims.is_some_and(|given| covers(given, wanted))
            {
                continue;
            }
            armed.matched += 1;
            if armed.matched <= armed.fault.skip {
                continue;
            }
            armed.happened += 1;
            if !matches!(armed.fault.effect, Effect::Nothing) {
                return Some(armed.fault.effect.clone());
            }
        }
        None
    }
}

/// Whether `given` says at least what `wanted` says: clients add to the claims of a challenge.
pub(crate) fn covers(given: &Value, wanted: &Value) -> bool {
    match (given, wanted) {
        (Value::Object(given), Value::Object(wanted)) => {
            wanted.iter().all(|(name, value)| given.get(name).is_some_and(|member| covers(member, value)))
        }
        _ => given == wanted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(path: &str) -> Target<'_> {
        Target { service: Service::Graph, method: &Method::GET, path, query: "", tenants: &[], claims: None }
    }

    #[test]
    fn faults_happen_on_the_requests_they_name_and_no_others() {
        let faults = Faults::default();
        faults.add(Fault::on(Service::Graph, "/v1.0/Security").skip(1).times(2).reset());
        assert!(faults.pick(&target("/v1.0/organization")).is_none());
        let picked: Vec<bool> =
            (0..5).map(|_| faults.pick(&target("/v1.0/security/secureScores")).is_some()).collect();
        assert_eq!(picked, [false, true, true, false, false]);
        assert!(faults.pending().is_empty());
    }

    #[test]
    fn challenge_is_met_by_a_token_requested_with_its_claims_and_more() {
        let faults = Faults::default();
        faults.add(Fault::on(Service::Graph, "/").claims_challenge());
        let merged = json!({"access_token": {
            "nbf": {"essential": true, "value": "1604106651"},
            "xms_cc": {"values": ["cp1"]},
        }});
        assert!(faults.pick(&Target { claims: Some(&merged), ..target("/x") }).is_none());
        assert!(faults.pick(&target("/x")).is_some());
    }
}
