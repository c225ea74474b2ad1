//! Reads what a service says when it refuses, whatever form that takes.

use std::{fmt, time::Duration};

use http::{HeaderMap, StatusCode, header};
use serde_json::{Map, Value};

use crate::{
    ClientId, Error, ErrorBuilder, ErrorKind, TenantId, Timestamp,
    operation::{Operation, Service},
};

/// An answer that isn't a success, read as far as it can be read.
///
/// Understood are OData's and Resource Manager's `{"error": {"code", "message"}}` with any letter case,
/// OAuth's `{"error", "error_description"}`, bare `{"code", "message"}` objects, gateways'
/// `{"Message"}`, JSON packed into a message, and anything else as plain text.
#[derive(Clone)]
pub struct Failure {
    status: StatusCode,
    headers: HeaderMap,
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
    json: Option<Value>,
    text: String,
    operation: &'static Operation,
    service: &'static Service,
    tenant: Option<TenantId>,
    received: Timestamp,
}

/// What a room makes of a [`Failure`].
#[derive(Clone, Debug)]
pub struct Verdict {
    pub(crate) kind: ErrorKind,
    pub(crate) repeat: Repeat,
    pub(crate) code: Option<String>,
    pub(crate) advice: Option<String>,
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) claims: Option<String>,
    pub(crate) only_this_limit: bool,
}

/// Whether a failed call may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repeat {
    /// It would fail again.
    Never,
    /// It may succeed, if the call is one that may be repeated.
    IfRepeatable,
    /// It may succeed, and the service says that it did nothing so far: any call may be repeated.
    NothingWasDone,
}

impl Verdict {
    /// Names the kind. Whether to repeat follows from it: throttling did nothing, an unavailable
    /// service may work later, anything else would fail again.
    pub fn new(kind: ErrorKind) -> Self {
        let repeat = match kind {
            ErrorKind::Throttled => Repeat::NothingWasDone,
            ErrorKind::Unavailable | ErrorKind::Unreachable => Repeat::IfRepeatable,
            _ => Repeat::Never,
        };
        Self {
            kind,
            repeat,
            code: None,
            advice: None,
            facts: Vec::new(),
            claims: None,
            only_this_limit: false,
        }
    }

    /// Says whether the call may be sent again.
    pub fn repeat(mut self, repeat: Repeat) -> Self {
        self.repeat = repeat;
        self
    }

    /// The service's own code, where it isn't the one that stands in the body.
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// What to do about it.
    pub fn advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// The claims that the next sign-in must bring along, as JSON.
    pub fn claims(mut self, claims: impl Into<String>) -> Self {
        self.claims = Some(claims.into());
        self
    }

    /// Says that throttling is about the operation's own limit, and that other calls of the tenant may go on.
    pub fn only_this_limit(mut self) -> Self {
        self.only_this_limit = true;
        self
    }

    /// What the caller can do about it.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Whether the call may be sent again.
    pub fn repeats(&self) -> Repeat {
        self.repeat
    }

    /// More that the service said, by name.
    pub fn fact(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.facts.push((name, value.into()));
        self
    }
}

impl Failure {
    /// A failure as it would come from the network, for tests of a room's own rules.
    ///
    /// # Panics
    ///
    /// If the status is none from 100 to 999.
    pub fn new(
        service: &'static Service,
        operation: &'static Operation,
        status: u16,
        headers: HeaderMap,
        body: impl AsRef<[u8]>,
    ) -> Self {
        let status = StatusCode::from_u16(status).expect("a status has three digits");
        Self::read(status, headers, body.as_ref(), operation, service, None, Timestamp::UNIX_EPOCH)
    }

    pub(crate) fn read(
        status: StatusCode,
        headers: HeaderMap,
        body: &[u8],
        operation: &'static Operation,
        service: &'static Service,
        tenant: Option<TenantId>,
        received: Timestamp,
    ) -> Self {
        let text = String::from_utf8_lossy(body).trim_start_matches('\u{feff}').trim().to_owned();
        let json: Option<Value> = serde_json::from_str(&text).ok();
        let mut said = json.as_ref().map(Said::find).unwrap_or_default();
        if let Some(packed) = said.message.as_deref().and_then(packed_json) {
            let inner = Said::find(&packed);
            said.code = said.code.or(inner.code);
            said.message = inner.message.or(said.message);
        }
        let header = |name: &str| {
            headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let request_id = header("request-id").or_else(|| header("x-ms-request-id")).or(said.request_id);
        Self {
            status,
            code: said.code,
            message: said.message.or_else(|| json.is_none().then(|| plain_words(&text)).flatten()),
            request_id,
            json,
            text,
            operation,
            service,
            tenant,
            received,
            headers,
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// A header, if it is there and a text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The service's code: the outer one or, where that is empty, the innermost.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Whether the service's code is this one, whatever its letters' case.
    pub fn has_code(&self, code: &str) -> bool {
        self.code().is_some_and(|known| known.eq_ignore_ascii_case(code))
    }

    /// The service's words.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The body, if it is JSON.
    pub fn json(&self) -> Option<&Value> {
        self.json.as_ref()
    }

    /// The body as text, bounded in length. It is not redacted.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The call that failed.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The tenant for which it was made.
    pub fn tenant(&self) -> Option<&TenantId> {
        self.tenant.as_ref()
    }

    /// When the answer arrived, by this machine's clock.
    pub fn received(&self) -> Timestamp {
        self.received
    }

    /// The service's own time, from the `Date` header.
    pub fn date(&self) -> Option<Timestamp> {
        http_date(&self.headers, "date")
    }

    /// How long the service asks to wait: `Retry-After` in seconds or as a date, which is compared with
    /// the service's own clock.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.headers, self.received)
    }

    /// What the service's own rules and then the HTTP status make of it.
    ///
    /// `app` is the app that was refused, if that is known.
    pub(crate) fn verdict(&self, app: Option<&ClientId>) -> Verdict {
        let mut verdict = (self.service.classify)(self).unwrap_or_else(|| self.by_status());
        if verdict.kind == ErrorKind::PermissionDenied && verdict.advice.is_none() {
            verdict.advice = self.permission_advice(app);
        }
        verdict
    }

    /// What the HTTP status alone says.
    pub fn by_status(&self) -> Verdict {
        let kind = match self.status.as_u16() {
            300..=399 => ErrorKind::UnexpectedResponse,
            401 => ErrorKind::Unauthenticated,
            403 => ErrorKind::PermissionDenied,
            404 => ErrorKind::NotFound,
            409 | 412 | 423 => ErrorKind::Conflict,
            410 => ErrorKind::Gone,
            429 | 509 => ErrorKind::Throttled,
            501 => ErrorKind::BadRequest,
            408 | 500..=599 => ErrorKind::Unavailable,
            _ => ErrorKind::BadRequest,
        };
        let verdict = Verdict::new(kind);
        match self.status.as_u16() {
            // a 503 that names a time has turned the request away at the door
            503 if self.retry_after().is_some() => verdict.repeat(Repeat::NothingWasDone),
            505..=506 | 508 | 510..=599 => verdict.repeat(Repeat::Never),
            _ => verdict,
        }
    }

    fn permission_advice(&self, app: Option<&ClientId>) -> Option<String> {
        let (least, others) = self.operation.permissions.split_first()?;
        let service = self.service.name;
        let app = app.map(|id| format!(" {id}")).unwrap_or_default();
        let others = match others {
            [] => String::new(),
            others => format!(" (`{}` is enough too)", others.join("` or `")),
        };
        let place = match &self.tenant {
            Some(tenant) => format!(" in tenant {tenant}, as an administrator there"),
            None => ", as an administrator".to_owned(),
        };
        Some(format!(
            "Grant the app{app} `{least}` on {service}{others}{place}. A token that was issued before keeps its old \
             permissions until it expires."
        ))
    }

    /// The error that a caller sees.
    pub(crate) fn error(&self, verdict: &Verdict) -> ErrorBuilder {
        let mut error =
            Error::builder(verdict.kind).operation(self.operation.name).status(self.status.as_u16());
        if let Some(code) = verdict.code.as_ref().or(self.code.as_ref()) {
            error = error.code(code.clone());
        }
        if let Some(message) = &self.message {
            error = error.message(message);
        } else if !self.text.is_empty() && self.code.is_none() {
            error = error.message(excerpt(&self.text));
        }
        if let Some(id) = &self.request_id {
            error = error.request_id(id.clone());
        }
        if let Some(tenant) = &self.tenant {
            error = error.tenant(tenant.clone());
        }
        if let Some(wait) = self.retry_after() {
            error = error.retry_after(wait);
        }
        if let Some(advice) = &verdict.advice {
            error = error.advice(advice.clone());
        }
        if let Some(claims) = &verdict.claims {
            error = error.claims(claims.clone());
        }
        for (name, value) in &verdict.facts {
            error = error.fact(name, value);
        }
        error
    }
}

/// The content isn't for every eye.
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure")
            .field("operation", &self.operation.name)
            .field("status", &self.status.as_u16())
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

/// Longer waits than thirty days are taken for thirty days.
const LONGEST_RETRY_AFTER: u64 = 30 * 86_400;

/// How long a service asks to wait: in seconds, or until a date on its own clock.
pub(crate) fn retry_after(headers: &HeaderMap, received: Timestamp) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds.min(LONGEST_RETRY_AFTER)));
    }
    let until = http_date(headers, header::RETRY_AFTER.as_str())?;
    let wait = until.duration_since(http_date(headers, "date").unwrap_or(received));
    Some(wait.min(Duration::from_secs(LONGEST_RETRY_AFTER)))
}

fn http_date(headers: &HeaderMap, name: &str) -> Option<Timestamp> {
    Timestamp::parse_http_date(headers.get(name)?.to_str().ok()?).ok()
}

/// What was found in a body, wherever it stood.
#[derive(Debug, Default)]
struct Said {
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
}

impl Said {
    fn find(body: &Value) -> Self {
        let Some(outer) = body.as_object() else {
            return Self::default();
        };
        let error = member(outer, &["error", "odata.error"]);
        let mut said = Self::default();
        match error {
            Some(Value::Object(inner)) => said.read(inner),
            // OAuth: {"error": "invalid_client", "error_description": "AADSTS…"}
            Some(Value::String(code)) => said.code = text(Some(&Value::String(code.clone()))),
            _ => {}
        }
        said.read(outer);
        said
    }

    /// Takes what isn't known yet from an object and from the inner errors below it.
    fn read(&mut self, object: &Map<String, Value>) {
        if self.code.is_none() {
            self.code = text(member(object, &["code", "errorcode"]));
        }
        if self.message.is_none() {
            self.message = text(member(object, &["message", "error_description"]));
        }
        if self.request_id.is_none() {
            self.request_id = text(member(object, &["request-id", "trace_id", "correlationid"]));
        }
        if let Some(Value::Object(inner)) = member(object, &["innererror"]) {
            self.read(inner);
        }
    }
}

/// A member by any of these lower-case names, whatever the case on the wire.
fn member<'a>(object: &'a Map<String, Value>, names: &[&str]) -> Option<&'a Value> {
    names.iter().find_map(|wanted| {
        object.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value)
    })
}

/// A text that isn't empty; also `{"value": "…"}`, and a number in place of a code.
fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => text(member(object, &["value"])),
        _ => None,
    }
}

/// JSON that a service packed into its message.
fn packed_json(message: &str) -> Option<Value> {
    let message = message.trim();
    message.starts_with('{').then(|| serde_json::from_str(message).ok()).flatten()
}

/// The words of a body that isn't JSON: of a page its title, of a text its start.
pub(crate) fn plain_words(text: &str) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let title = lower.find("<title>").and_then(|start| {
        let start = start + "<title>".len();
        let end = start + lower[start..].find("</title>")?;
        Some(text[start..end].trim().to_owned())
    });
    match title {
        Some(title) if !title.is_empty() => Some(format!("an HTML page with the title: {title}")),
        _ if text.starts_with('<') => Some(format!("an HTML page: {}", excerpt(text))),
        _ => Some(excerpt(text)),
    }
}

fn excerpt(text: &str) -> String {
    crate::redact(text, 400)
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use proptest::prelude::*;

    use super::*;

    static SERVICE: Service = Service::new("Test Service");
    static OPERATION: Operation =
        Operation::new("read things").permissions(&["Things.Read.All", "Things.ReadWrite.All"]);

    fn failure(status: u16, headers: &[(&'static str, &str)], body: &str) -> Failure {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect::<HeaderMap>();
        Failure::read(
            StatusCode::from_u16(status).unwrap(),
            headers,
            body.as_bytes(),
            &OPERATION,
            &SERVICE,
            Some("contoso.com".parse().unwrap()),
            Timestamp::UNIX_EPOCH,
        )
    }

    fn error(status: u16, body: &str) -> Error {
        let failure = failure(status, &[], body);
        failure.error(&failure.verdict(None)).build()
    }

    #[test]
    fn code_and_words_are_found_in_every_form_that_services_use() {
        for (body, code, message) in [
            (r#"{"error":{"code":"A","message":"m"}}"#, Some("A"), Some("m")),
            (r#"{"Error":{"Code":"A","Message":"m"}}"#, Some("A"), Some("m")),
            (
                r#"{"error":{"code":"","message":"m","innerError":{"code":"inner","request-id":"r"}}}"#,
                Some("inner"),
                Some("m"),
            ),
            (
                r#"{"error":{"code":"","message":"","innererror":{"innererror":{"code":"deep"}}}}"#,
                Some("deep"),
                None,
            ),
            (
                r#"{"error":{"code":"U","message":"{\"ErrorCode\":\"DataInsightsRequestError\",\"Message\":\"m\"}"}}"#,
                Some("U"),
                Some("m"),
            ),
            (
                r#"{"error":{"code":"","message":"{\"ErrorCode\":\"X\",\"Message\":\"m\"}"}}"#,
                Some("X"),
                Some("m"),
            ),
            (
                r#"{"errorCode":"MissingProvider","message":"m","instanceAnnotations":[]}"#,
                Some("MissingProvider"),
                Some("m"),
            ),
            (
                r#"{"error":"invalid_client","error_description":"AADSTS7000215: m"}"#,
                Some("invalid_client"),
                Some("AADSTS7000215: m"),
            ),
            (r#"{"odata.error":{"code":"A","message":{"lang":"en","value":"m"}}}"#, Some("A"), Some("m")),
            (
                r#"{"Message":"Authorization has been denied for this request."}"#,
                None,
                Some("Authorization has been denied for this request."),
            ),
            (r#"{"statusCode":500,"message":"m"}"#, None, Some("m")),
            ("{'error':{'code':'AF20001'}}", None, Some("{'error':{'code':'AF20001'}}")),
            (
                "<html><head><TITLE>502 Bad Gateway</TITLE></head></html>",
                None,
                Some("an HTML page with the title: 502 Bad Gateway"),
            ),
            ("", None, None),
            ("[]", None, None),
            ("null", None, None),
        ] {
            let failure = failure(400, &[], body);
            assert_eq!(failure.code(), code, "{body}");
            assert_eq!(failure.message(), message, "{body}");
        }
    }

    #[test]
    fn body_that_is_no_json_still_gives_status_and_a_redacted_excerpt() {
        let error = error(502, "upstream said: client_secret=CANARY and more");
        assert_eq!((error.kind(), error.status()), (ErrorKind::Unavailable, Some(502)));
        let words = error.source().unwrap().to_string();
        assert!(words.starts_with("upstream said") && !words.contains("CANARY"), "{words}");
    }

    #[test]
    fn missing_permission_is_named_in_the_advice() {
        let error = error(
            403,
            r#"{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges"}}"#,
        );
        assert_eq!(
            error.to_string(),
            "read things: permission denied (HTTP 403, Authorization_RequestDenied)"
        );
        for part in
            ["`Things.Read.All`", "Test Service", "contoso.com", "`Things.ReadWrite.All` is enough too"]
        {
            assert!(error.advice().contains(part), "{}", error.advice());
        }
    }

    #[test]
    fn retry_after_is_read_in_both_forms() {
        assert_eq!(failure(429, &[("retry-after", "17")], "").retry_after(), Some(Duration::from_secs(17)));
        let dated = failure(
            503,
            &[("retry-after", "Sun, 22 Nov 2026 00:00:30 GMT"), ("date", "Sun, 22 Nov 2026 00:00:10 GMT")],
            "",
        );
        assert_eq!(dated.retry_after(), Some(Duration::from_secs(20)));
        assert_eq!(failure(429, &[("retry-after", "soon")], "").retry_after(), None);
    }

    #[test]
    fn request_id_comes_from_the_header_or_the_body() {
        assert_eq!(failure(400, &[("request-id", "h")], "").request_id.unwrap(), "h");
        assert_eq!(
            failure(400, &[("x-ms-request-id", "brazilsouth:1")], "").request_id.unwrap(),
            "brazilsouth:1"
        );
        let body = r#"{"error":{"innerError":{"request-id":"b"}}}"#;
        assert_eq!(failure(400, &[], body).request_id.unwrap(), "b");
    }

    proptest! {
        #[test]
        fn any_body_gives_an_error_of_bounded_length(status in 300_u16..600, body in "\\PC{0,3000}") {
            let error = error(status, &body);
            let shown = format!("{error:?}");
            prop_assert!(shown.len() < 20_000);
        }
    }
}
