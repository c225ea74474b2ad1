//! How Microsoft Graph words its failures.

use tenantscope_core::{ErrorKind, Failure, Repeat, Service, Verdict};

/// Microsoft Graph.
pub(crate) static SERVICE: Service = Service::new("Microsoft Graph")
    .request_id_header("client-request-id")
    // Without it, newer words of many enumerations arrive as `unknownFutureValue`.
    .headers(&[("prefer", INCLUDE_UNKNOWN_ENUM_MEMBERS)])
    .classify(classify);

pub(crate) const INCLUDE_UNKNOWN_ENUM_MEMBERS: &str = "include-unknown-enum-members";

pub(crate) fn classify(failure: &Failure) -> Option<Verdict> {
    by_code(failure).or_else(|| by_words(failure)).or_else(|| by_status(failure))
}

fn by_code(failure: &Failure) -> Option<Verdict> {
    let verdict = match failure.code()?.to_ascii_lowercase().as_str() {
        "invalidauthenticationtoken" => Verdict::new(ErrorKind::Unauthenticated),
        "authentication_requestfromnonpremiumtenantorb2ctenant" => Verdict::new(ErrorKind::NotOnboarded)
            .advice("This data needs a Microsoft Entra ID P1 licence in the tenant, and isn't there in a B2C tenant."),
        "authorization_requestdenied" | "insufficientgraphpermissions" => Verdict::new(ErrorKind::PermissionDenied),
        "syncstatenotfound" | "resyncrequired" => Verdict::new(ErrorKind::Gone)
            .advice("The stored delta link has expired. Begin a new round without it; what was kept from before must be compared anew."),
        "directory_expiredpagetoken" => Verdict::new(ErrorKind::Gone)
            .advice("The stored continuation has expired. Begin the list again."),
        "request_unsupportedquery" => Verdict::new(ErrorKind::BadRequest).advice(
            "The service doesn't take this combination of query options here. For directory objects, `eventual` on the query may be what is missing.",
        ),
        "auditingdisabledtenant" => auditing_off(),
        _ => return None,
    };
    Some(verdict)
}

/// Refusals that only their text gives away.
fn by_words(failure: &Failure) -> Option<Verdict> {
    let text = failure.text();
    if text.contains("AuditingDisabledTenant") {
        return Some(auditing_off());
    }
    if text.contains("Rate limit reached because of too many requests") {
        // Intune says so with a 500.
        return Some(Verdict::new(ErrorKind::Throttled));
    }
    let words = failure.message()?.to_ascii_lowercase();
    let unlicensed = ["not licensed", "not provisioned", "license", "not onboarded"];
    if matches!(failure.status(), 401 | 403) && unlicensed.iter().any(|phrase| words.contains(phrase)) {
        return Some(Verdict::new(ErrorKind::NotOnboarded).advice(
            "The tenant has no licence for this service, or the service hasn't been set up there. Leave this data out for this tenant.",
        ));
    }
    None
}

fn by_status(failure: &Failure) -> Option<Verdict> {
    match failure.status() {
        401 => Some(Verdict::new(ErrorKind::Unauthenticated).advice(
            "Check that the app's tenant and cloud are the right ones. Some services of Graph also answer so, to a good token, where the tenant has no licence for them.",
        )),
        // Each of about ten searches at once has to end first, which takes minutes.
        429 if failure.operation().name() == CREATE_AUDIT_LOG_QUERY => {
            Some(Verdict::new(ErrorKind::Throttled).repeat(Repeat::Never).advice(
                "The tenant has as many audit searches running as it may. Wait until one of them has ended.",
            ))
        }
        _ => None,
    }
}

fn auditing_off() -> Verdict {
    Verdict::new(ErrorKind::NotOnboarded).advice(
        "Auditing is switched off in this tenant. Turn it on in the Purview portal; records begin then.",
    )
}

/// The call whose throttling no short wait cures.
pub(crate) const CREATE_AUDIT_LOG_QUERY: &str = "create audit log query";
