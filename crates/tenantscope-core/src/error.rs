//! One error for every crate, named by what the caller can do about it.

use std::{borrow::Cow, error::Error as StdError, fmt, sync::Arc, time::Duration};

use bytes::Bytes;

use crate::{TenantId, redact};

/// The result of every call that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call failed. Match on [`kind`](Self::kind); print it with its sources to see the rest.
///
/// `Display` is one line: the operation, what the matter is, and in brackets the HTTP status and the
/// service's own code. The service's own words are the [`source`](StdError::source), and
/// [`advice`](Self::advice) says what to do. No secret, token, query string or body stands in any of
/// them.
///
/// ```
/// use tenantscope_core::{Error, ErrorKind};
///
/// // what a stub in your own tests can answer
/// let error = Error::builder(ErrorKind::PermissionDenied)
///     .operation("list secure scores")
///     .status(403)
///     .code("Authorization_RequestDenied")
///     .build();
/// assert_eq!(
///     error.to_string(),
///     "list secure scores: permission denied (HTTP 403, Authorization_RequestDenied)"
/// );
/// assert!(!error.is_transient());
/// ```
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    operation: Option<Cow<'static, str>>,
    detail: Option<String>,
    tenant: Option<TenantId>,
    status: Option<u16>,
    code: Option<String>,
    message: Option<ServiceMessage>,
    request_id: Option<String>,
    client_request_id: Option<String>,
    retry_after: Option<Duration>,
    advice: Option<String>,
    facts: Vec<(&'static str, String)>,
    claims: Option<String>,
    body: Option<Bytes>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// What a caller can do about an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An argument or a setting is wrong, and nothing was sent. The text names it and what was expected.
    InvalidInput,
    /// This source of credentials isn't set up on this machine; another one may be.
    CredentialUnavailable,
    /// The identity platform or the service refused this identity: a wrong secret, a certificate that
    /// isn't registered, a token that isn't taken.
    Unauthenticated,
    /// The client secret or the certificate has expired. Renew it.
    CredentialExpired,
    /// The app isn't known in that tenant, or an administrator there hasn't consented.
    ConsentRequired,
    /// No such tenant in this cloud.
    TenantNotFound,
    /// A policy of the tenant, such as Conditional Access, refused the sign-in.
    PolicyBlocked,
    /// A person has to sign in.
    InteractionRequired,
    /// The token was good and the app lacks a permission or a role. Each operation's documentation
    /// names the one it needs; an administrator of that tenant has to grant it.
    PermissionDenied,
    /// What was asked for isn't there.
    NotFound,
    /// The service isn't switched on for this tenant or subscription: auditing is off, the provider
    /// isn't registered, no licence.
    NotOnboarded,
    /// What was asked for was there and has gone: content past its expiry, a link past its life.
    Gone,
    /// It clashes with the state that the service holds.
    Conflict,
    /// The service refused the request itself: an option it doesn't take, a value it can't read.
    BadRequest,
    /// Still throttled after the retry policy gave up. Wait [`Error::retry_after`], then go on.
    Throttled,
    /// The service failed to do its part, also after retries. Try again later.
    Unavailable,
    /// No answer came: name resolution, connection, TLS or a connection that was cut.
    Unreachable,
    /// The call's own deadline has passed.
    DeadlineExceeded,
    /// A link, a content address or a redirect points to another origin than the one that the token is
    /// for. Nothing was sent there.
    ForeignOrigin,
    /// The answer isn't what the service documents: cut off, too large, or no JSON.
    UnexpectedResponse,
    /// One item of a page couldn't be read, while the others could. [`Error::body`] holds its text.
    InvalidItem,
    /// Something on this machine failed: a file that can't be read, a program that can't be started.
    Local,
}

impl ErrorKind {
    /// Says what the matter is, in lower case and without a full stop.
    pub const fn as_str(self) -> &'static str {
        self.texts().0
    }

    /// Whether the same call may well succeed later without anybody changing anything.
    pub const fn is_transient(self) -> bool {
        matches!(self, Self::Throttled | Self::Unavailable | Self::Unreachable | Self::DeadlineExceeded)
    }

    /// What the matter is, and what to do where nothing more precise is known.
    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::InvalidInput => {
                ("invalid input", "Correct the argument or setting that the message names.")
            }
            Self::CredentialUnavailable => {
                ("credential not available here", "Set up this credential, or use another one.")
            }
            Self::Unauthenticated => (
                "identity refused",
                "Check the client id, its secret or certificate, and that they belong to the tenant's cloud.",
            ),
            Self::CredentialExpired => (
                "credential expired",
                "Create a new secret or certificate in the app registration and configure it here.",
            ),
            Self::ConsentRequired => {
                ("consent required", "An administrator of the tenant has to consent to the app.")
            }
            Self::TenantNotFound => (
                "tenant not found",
                "Check the tenant's id or domain, and whether it belongs to another national cloud.",
            ),
            Self::PolicyBlocked => (
                "blocked by policy",
                "An administrator of the tenant has to let the app through its Conditional Access or tenant policy.",
            ),
            Self::InteractionRequired => ("sign-in required", "A person has to sign in again."),
            Self::PermissionDenied => (
                "permission denied",
                "Grant the app the permission or role that the operation's documentation names, and have an administrator of the tenant consent.",
            ),
            Self::NotFound => ("not found", "Check the id, and that it belongs to this tenant."),
            Self::NotOnboarded => {
                ("not onboarded", "Switch the service on for this tenant or subscription first.")
            }
            Self::Gone => {
                ("gone", "Start over without the stored link; what has expired can't be had any more.")
            }
            Self::Conflict => ("conflict", "Read the present state and decide again."),
            Self::BadRequest => {
                ("request refused", "The service doesn't take this request; its message says which part.")
            }
            Self::Throttled => {
                ("throttled", "Wait for the time that the service named, then go on more slowly.")
            }
            Self::Unavailable => {
                ("service unavailable", "Try again later; the service failed on its own side.")
            }
            Self::Unreachable => (
                "unreachable",
                "Check name resolution, proxy, firewall and certificate roots on the way to the service.",
            ),
            Self::DeadlineExceeded => ("deadline exceeded", "Allow the call more time, or try again later."),
            Self::ForeignOrigin => (
                "foreign origin",
                "The service pointed to another host than its own, so no token was sent there. Check for a proxy that rewrites answers, and that the configured cloud is the tenant's.",
            ),
            Self::UnexpectedResponse => (
                "unexpected response",
                "Look for a proxy or gateway that answers in the service's place; otherwise report it with the request id.",
            ),
            Self::InvalidItem => (
                "invalid item",
                "The other items are good. Report the item's form, so that a later release can read it.",
            ),
            Self::Local => ("local failure", "See the message for what failed on this machine."),
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Error {
    /// Makes an error that says in `detail` what the matter is. `detail` must hold no secret.
    pub fn new(kind: ErrorKind, detail: impl Into<String>) -> Self {
        Self::builder(kind).detail(detail).build()
    }

    /// Starts an error with more to say.
    pub fn builder(kind: ErrorKind) -> ErrorBuilder {
        ErrorBuilder(Inner {
            kind,
            operation: None,
            detail: None,
            tenant: None,
            status: None,
            code: None,
            message: None,
            request_id: None,
            client_request_id: None,
            retry_after: None,
            advice: None,
            facts: Vec::new(),
            claims: None,
            body: None,
            source: None,
        })
    }

    /// Goes on building from this error, to add what only an outer caller knows.
    pub fn into_builder(self) -> ErrorBuilder {
        ErrorBuilder(*self.0)
    }

    /// What the caller can do about it.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What was being done: `list secure scores`.
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.as_deref()
    }

    /// The tenant for which it was being done.
    pub fn tenant(&self) -> Option<&TenantId> {
        self.0.tenant.as_ref()
    }

    /// The HTTP status of the answer, if there was one.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The service's own code: `AADSTS7000215`, `Authorization_RequestDenied`, `AF20024`.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The service's own words, redacted and cut to a bounded length.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_ref().map(|message| message.0.as_str())
    }

    /// The service's id of the request, which Microsoft's support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The id that this library gave the request.
    pub fn client_request_id(&self) -> Option<&str> {
        self.0.client_request_id.as_deref()
    }

    /// How long the service asked to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// What to do about it, in a sentence or two. Never empty.
    pub fn advice(&self) -> &str {
        self.0.advice.as_deref().unwrap_or(self.0.kind.texts().1)
    }

    /// The claims that the next sign-in must bring along, as JSON, where a policy asks for any. They are meant to
    /// be sent back, so they are neither redacted nor cut, nor shown.
    pub fn claims(&self) -> Option<&str> {
        self.0.claims.as_deref()
    }

    /// More that the service said, by name: `trace_id`, `suberror`.
    pub fn fact(&self, name: &str) -> Option<&str> {
        self.0.facts.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// All that the service said besides, as names and values.
    pub fn facts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.facts.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// The exact text that couldn't be read, for the kind [`InvalidItem`](ErrorKind::InvalidItem).
    ///
    /// It is neither redacted nor shown by `Display` or `Debug`: it may hold personal data.
    pub fn body(&self) -> Option<&Bytes> {
        self.0.body.as_ref()
    }

    /// Whether the same call may well succeed later without anybody changing anything.
    pub fn is_transient(&self) -> bool {
        self.0.kind.is_transient()
    }
}

/// Builds an [`Error`]: what a room says of a failed answer, or what your own stub fakes.
#[must_use = "an error is made by `build`"]
#[derive(Clone)]
pub struct ErrorBuilder(Inner);

impl ErrorBuilder {
    /// What was being done, in the form `list secure scores`.
    pub fn operation(mut self, operation: impl Into<Cow<'static, str>>) -> Self {
        self.0.operation = Some(operation.into());
        self
    }

    /// Changes what the caller can do about it.
    pub fn kind(mut self, kind: ErrorKind) -> Self {
        self.0.kind = kind;
        self
    }

    /// What the matter is, in our own words. Shown by `Display`, so it must hold no secret.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// The tenant for which it was being done.
    pub fn tenant(mut self, tenant: TenantId) -> Self {
        self.0.tenant = Some(tenant);
        self
    }

    /// The HTTP status of the answer.
    pub fn status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    /// The service's own code.
    pub fn code(mut self, code: impl Into<String>) -> Self {
        let code = code.into();
        self.0.code = (!code.is_empty()).then(|| redact(&code, 120));
        self
    }

    /// The service's own words. They are redacted and cut here.
    pub fn message(mut self, message: impl AsRef<str>) -> Self {
        let message = redact(message.as_ref().trim(), 2000);
        self.0.message = (!message.is_empty()).then_some(ServiceMessage(message));
        self
    }

    /// The service's id of the request.
    pub fn request_id(mut self, id: impl Into<String>) -> Self {
        self.0.request_id = Some(redact(&id.into(), 200));
        self
    }

    /// The id that this library gave the request.
    pub fn client_request_id(mut self, id: impl Into<String>) -> Self {
        self.0.client_request_id = Some(id.into());
        self
    }

    /// How long the service asked to wait.
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    /// What to do about it, in whole sentences.
    ///
    /// Links in it keep their queries, so it must hold no secret.
    pub fn advice(mut self, advice: impl Into<String>) -> Self {
        self.0.advice = Some(advice.into());
        self
    }

    /// More that the service said, by name. The value is redacted here.
    pub fn fact(mut self, name: &'static str, value: impl AsRef<str>) -> Self {
        self.0.facts.push((name, redact(value.as_ref(), 2000)));
        self
    }

    /// The claims that the next sign-in must bring along, as JSON.
    pub fn claims(mut self, claims: impl Into<String>) -> Self {
        self.0.claims = Some(claims.into());
        self
    }

    /// The exact text that couldn't be read.
    pub fn body(mut self, body: Bytes) -> Self {
        self.0.body = Some(body);
        self
    }

    /// What it was caused by. Its `Display` is shown to people, so it must hold no secret.
    pub fn source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(Arc::from(source.into()));
        self
    }

    /// The error.
    pub fn build(self) -> Error {
        Error(Box::new(self.0))
    }
}

/// The service's own words as the source of an error.
#[derive(Clone, thiserror::Error)]
#[error("{0}")]
struct ServiceMessage(String);

impl fmt::Debug for ServiceMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        if let Some(operation) = &inner.operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(inner.kind.as_str())?;
        if let Some(detail) = &inner.detail {
            write!(f, ": {detail}")?;
        }
        match (inner.status, &inner.code) {
            (Some(status), Some(code)) => write!(f, " (HTTP {status}, {code})"),
            (Some(status), None) => write!(f, " (HTTP {status})"),
            (None, Some(code)) => write!(f, " ({code})"),
            (None, None) => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        let mut out = f.debug_struct("Error");
        out.field("kind", &inner.kind);
        let mut text = |name: &str, value: Option<&dyn fmt::Debug>| {
            if let Some(value) = value {
                out.field(name, value);
            }
        };
        text("operation", inner.operation.as_ref().map(|v| v as _));
        text("detail", inner.detail.as_ref().map(|v| v as _));
        text("tenant", inner.tenant.as_ref().map(|v| v as _));
        text("status", inner.status.as_ref().map(|v| v as _));
        text("code", inner.code.as_ref().map(|v| v as _));
        text("message", inner.message.as_ref().map(|v| v as _));
        text("request_id", inner.request_id.as_ref().map(|v| v as _));
        text("client_request_id", inner.client_request_id.as_ref().map(|v| v as _));
        text("retry_after", inner.retry_after.as_ref().map(|v| v as _));
        text("advice", Some(&self.advice()));
        if !inner.facts.is_empty() {
            text("facts", Some(&inner.facts));
        }
        text("source", inner.source.as_ref().map(|v| v as _));
        out.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match (&self.0.source, &self.0.message) {
            (Some(source), _) => Some(source.as_ref()),
            (None, Some(message)) => Some(message),
            (None, None) => None,
        }
    }
}

impl From<crate::ParseTimestampError> for Error {
    fn from(error: crate::ParseTimestampError) -> Self {
        Self::new(ErrorKind::InvalidInput, error.to_string())
    }
}

impl From<crate::ParseIdError> for Error {
    fn from(error: crate::ParseIdError) -> Self {
        Self::new(ErrorKind::InvalidInput, error.to_string())
    }
}

/// Says where and why a JSON text couldn't be read, without any of its content.
///
/// The messages of `serde_json` quote the text that they stumble over, which may be personal data. The name
/// of a missing member is no content, and stays.
#[doc(hidden)]
pub fn json_problem(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let text = text.strip_suffix(&place).unwrap_or(&text);
    if text.starts_with("missing field") || text.starts_with("duplicate field") {
        return format!("{text}{place}");
    }
    match text.find(['"', '`']) {
        // `invalid type: string "…", expected f64`: what was expected is ours
        Some(start) => match text.rfind(", expected ") {
            Some(expected) if expected > start => format!("{}…{}{place}", &text[..start], &text[expected..]),
            _ => format!("{}…{place}", &text[..start]),
        },
        None => format!("{text}{place}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static_assertions::assert_impl_all!(Error: Send, Sync, Clone, StdError);

    #[test]
    fn display_is_one_line_and_the_services_words_are_the_source() {
        let error = Error::builder(ErrorKind::Unauthenticated)
            .operation("get token")
            .status(401)
            .code("AADSTS7000215")
            .message("AADSTS7000215: Invalid client secret provided.\r\nTrace ID: 1")
            .build();
        assert_eq!(error.to_string(), "get token: identity refused (HTTP 401, AADSTS7000215)");
        let source = error.source().unwrap().to_string();
        assert!(source.starts_with("AADSTS7000215: Invalid client secret") && !source.contains('\n'));
        assert!(!error.advice().is_empty());
    }

    #[test]
    fn body_of_a_bad_item_is_kept_but_not_shown() {
        let error = Error::builder(ErrorKind::InvalidItem).body(Bytes::from_static(b"CANARY")).build();
        assert_eq!(error.body().unwrap().as_ref(), b"CANARY");
        assert!(!format!("{error} {error:?} {error:#?}").contains("CANARY"));
    }

    #[test]
    fn secrets_in_the_services_words_are_redacted() {
        let error = Error::builder(ErrorKind::BadRequest)
            .message("client_secret=CANARY-1 is odd")
            .fact("note", "client_secret=CANARY-2")
            .build();
        assert!(!format!("{error:?} {}", error.source().unwrap()).contains("CANARY"), "{error:?}");
    }

    #[test]
    fn later_words_replace_earlier_ones() {
        let error = Error::builder(ErrorKind::BadRequest)
            .message("old")
            .build()
            .into_builder()
            .message("new")
            .build();
        assert_eq!(error.source().unwrap().to_string(), "new");
    }

    #[test]
    fn json_problem_quotes_nothing_of_the_text() {
        for (error, words) in [
            (
                serde_json::from_str::<u32>(r#""CANARY \" x""#).unwrap_err(),
                "invalid type: string …, expected u32 at line 1 column 13",
            ),
            (
                serde_json::from_str::<String>("4915112345678").unwrap_err(),
                "invalid type: integer …, expected a string",
            ),
            (serde_json::from_str::<crate::Timestamp>(r#""CANARY""#).unwrap_err(), "…"),
            (serde_json::from_str::<crate::ClientId>(r#""CANARY""#).unwrap_err(), "…"),
        ] {
            let problem = json_problem(&error);
            assert!(
                !problem.contains("CANARY") && !problem.contains("4915") && problem.contains(words),
                "{problem}"
            );
        }
    }
}
