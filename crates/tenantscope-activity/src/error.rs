//! How the Management Activity API words its failures.

use std::time::Duration;

use tenantscope_core::{ErrorKind, Failure, RateLimit, Repeat, Service, Verdict};

/// The Management Activity API.
pub(crate) static SERVICE: Service =
    Service::new("Office 365 Management APIs").request_id_header("client-request-id").classify(classify);

/// What a tenant may ask in a minute. Tenants with many seats may ask more.
pub(crate) const QUOTA: RateLimit =
    RateLimit::new("management activity api").requests(2_000, Duration::from_secs(60));

/// The permission that every operation needs, starting and stopping included.
pub(crate) const READ: &[&str] = &["ActivityFeed.Read"];

/// Already enabled, nothing changed. The documentation doesn't have it.
pub(crate) const ALREADY_ENABLED: &str = "AF20024";

/// The token of a next page isn't good any more.
pub(crate) const BAD_NEXT_PAGE: &str = "AF20031";

/// There is no such content, or not yet.
pub(crate) const NO_SUCH_CONTENT: &str = "AF20050";

/// The content has expired.
pub(crate) const CONTENT_EXPIRED: &str = "AF20051";

/// The content's id is none.
pub(crate) const BAD_CONTENT_ID: &str = "AF20052";

const AUDITING_OFF: &str = "Auditing is off in this tenant. An administrator can switch it on in Exchange Online \
    PowerShell with `Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true`; it takes effect within an hour.";
const WINDOW: &str = "The window has to end after it begins, be no longer than 24 hours and begin within the last \
    seven days, by the service's clock. Check this machine's clock.";
const NOT_STARTED: &str = "Start the subscription to this content type, then wait for content: it can take up to \
    twelve hours when it is the tenant's first.";

fn classify(failure: &Failure) -> Option<Verdict> {
    // The service's own words first: its codes come under statuses that say something else, in bodies that
    // are no JSON, and in the middle of a message.
    let code = af_code(failure);
    if code.is_none() && is_auditing_off(failure.text()) {
        return Some(Verdict::new(ErrorKind::NotOnboarded).code("DataServiceException").advice(AUDITING_OFF));
    }
    let code = code?;
    let verdict = verdict(&code, failure);
    Some(match failure.date() {
        Some(date) => verdict.code(code).fact("service_time", date.to_string()),
        None => verdict.code(code),
    })
}

fn verdict(code: &str, failure: &Failure) -> Verdict {
    let verdict = |kind, advice: &str| Verdict::new(kind).advice(advice);
    match code {
        "AF429" => Verdict::new(ErrorKind::Throttled).repeat(Repeat::NothingWasDone),
        // without advice: core names the operation's permission and the tenant
        "AF10001" => Verdict::new(ErrorKind::PermissionDenied),
        "AF20001" | "AF20002" | "AF20013" => Verdict::new(ErrorKind::BadRequest),
        "AF20003" => {
            verdict(ErrorKind::BadRequest, "Give the webhook an expiration that lies ahead, or none.")
        }
        "AF20010" => verdict(
            ErrorKind::PermissionDenied,
            "The token is another tenant's. Use a credential that signs in to the tenant that the client names.",
        ),
        "AF20011" => verdict(
            ErrorKind::TenantNotFound,
            "The service doesn't know this tenant. Check its id, and whether it belongs to another national cloud.",
        ),
        "AF20012" => verdict(
            ErrorKind::NotOnboarded,
            "The tenant isn't set up correctly in the service. Check that it has an Exchange Online licence and that \
             auditing is on; otherwise Microsoft's support has to correct it.",
        ),
        "AF20020" => verdict(
            ErrorKind::BadRequest,
            "The service has no such content type. It has Audit.AzureActiveDirectory, Audit.Exchange, \
             Audit.SharePoint, Audit.General and DLP.All.",
        ),
        "AF20021" => verdict(
            ErrorKind::BadRequest,
            "The webhook has to be an https address that answers the validation request with HTTP 200 at once.",
        ),
        "AF20022" => verdict(ErrorKind::NotOnboarded, NOT_STARTED),
        "AF20023" => verdict(
            ErrorKind::NotOnboarded,
            "The subscription was disabled by an administrator of the tenant or of the service. Start it again; what \
             became available meanwhile can't be had any more.",
        ),
        ALREADY_ENABLED => {
            verdict(ErrorKind::Conflict, "Nothing has to be done: the subscription is enabled.")
        }
        "AF20030" | "AF20055" => verdict(ErrorKind::BadRequest, WINDOW),
        BAD_NEXT_PAGE => verdict(ErrorKind::Gone, "List the window again from its first page."),
        NO_SUCH_CONTENT => verdict(
            ErrorKind::NotFound,
            "Try again in a few minutes; content that was only just listed may not be there yet.",
        ),
        CONTENT_EXPIRED => verdict(ErrorKind::Gone, "The content has expired and can't be had any more."),
        BAD_CONTENT_ID => verdict(ErrorKind::NotFound, "The content id isn't one that the service gave out."),
        "AF20053" | "AF20054" => verdict(ErrorKind::BadRequest, "Ask for one language, such as `en-US`."),
        _ if code.starts_with("AF5") => Verdict::new(ErrorKind::Unavailable),
        // a code that is newer than this release: the status decides
        _ => failure.by_status(),
    }
}

/// The first `AF` code, wherever it stands.
fn af_code(failure: &Failure) -> Option<String> {
    failure.code().and_then(find_af_code).or_else(|| find_af_code(failure.text())).map(str::to_owned)
}

/// Finds `AF` and three to five digits that don't belong to a longer word. No part of a GUID has that form.
pub(crate) fn find_af_code(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    text.match_indices("AF").find_map(|(start, _)| {
        let within_word = start > 0 && bytes[start - 1].is_ascii_alphanumeric();
        let digits = bytes[start + 2..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let end = start + 2 + digits;
        let goes_on = bytes.get(end).is_some_and(u8::is_ascii_alphanumeric);
        (!within_word && !goes_on && (3..=5).contains(&digits)).then(|| &text[start..end])
    })
}

/// `…DataServiceException: Tenant <id> does not exist.`, with a line of a log in place of a code.
fn is_auditing_off(text: &str) -> bool {
    text.match_indices("Tenant ").any(|(start, word)| {
        let rest = text[start + word.len()..].split_once(' ');
        rest.is_some_and(|(_, rest)| rest.starts_with("does not exist"))
    })
}

#[cfg(test)]
mod tests;
