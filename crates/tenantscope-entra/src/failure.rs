//! What the identity platform says when it refuses.

#![allow(clippy::unreadable_literal)] // codes are searched for as they are written

use tenantscope_core::{ErrorKind, Failure, Repeat, Verdict};

use url::form_urlencoded;

use crate::aadsts::{self, Explanation};

/// A difference between the two clocks that is worth telling.
const NOTABLE_SKEW: i64 = 60;

/// Turns a refusal into kind, advice and facts. `None` leaves it to the HTTP status: pages of proxies,
/// empty answers.
pub(crate) fn classify(failure: &Failure) -> Option<Verdict> {
    let body = failure.json()?.as_object()?;
    let text = |name: &str| body.get(name)?.as_str().filter(|text| !text.is_empty());
    let error = text("error")?;
    let codes = codes(failure);
    let known = codes.iter().find_map(|code| Some((*code, Explanation::of(*code)?)));
    let status = failure.status();
    let (kind, advice) = match known {
        // Whatever the code, the status says that the trouble is on the other side.
        _ if status == 429 => (ErrorKind::Throttled, None),
        Some((code, row)) => (kind_of(code, row, failure), Some(row.advice().to_owned())),
        None if status >= 500 => (ErrorKind::Unavailable, None),
        None => (kind_of_oauth(error), None),
    };
    let mut verdict = Verdict::new(kind);
    if kind == ErrorKind::Throttled && failure.retry_after().is_none() && status != 429 {
        // A loop of requests isn't ended by one more.
        verdict = verdict.repeat(Repeat::Never);
    }
    match known.map(|(code, _)| code).or(codes.first().copied()) {
        Some(code) => verdict = verdict.code(format!("AADSTS{code}")),
        None => verdict = verdict.code(error),
    }
    let skew = skew(failure).filter(|_| codes.contains(&700024));
    if let Some(mut advice) = advice {
        if let Some(skew) = skew {
            let direction = if skew > 0 { "ahead of" } else { "behind" };
            advice = format!(
                "This machine's clock is {} s {direction} the identity platform's. {advice}",
                skew.abs()
            );
            verdict = verdict.fact("clock_skew_seconds", skew.to_string());
        }
        verdict = verdict.advice(advice);
    }
    verdict = verdict.fact("error", error);
    if !codes.is_empty() {
        let all: Vec<_> = codes.iter().map(u32::to_string).collect();
        verdict = verdict.fact("error_codes", all.join(","));
    }
    for name in ["suberror", "trace_id", "correlation_id", "timestamp"] {
        if let Some(value) = text(name) {
            verdict = verdict.fact(name, value);
        }
    }
    // Encoded as a parameter of an authorization URL: as JSON or base64 they would look like a token and be
    // redacted.
    if let Some(claims) = text("claims") {
        verdict =
            verdict.fact("claims", form_urlencoded::byte_serialize(claims.as_bytes()).collect::<String>());
    }
    Some(verdict)
}

/// All codes of an answer: the listed ones, else the one that its words begin with.
fn codes(failure: &Failure) -> Vec<u32> {
    let listed = failure.json().and_then(|body| body.get("error_codes")).and_then(|codes| codes.as_array());
    let number = |code: &serde_json::Value| match code {
        serde_json::Value::String(text) => text.trim().parse().ok(),
        other => other.as_u64().and_then(|code| u32::try_from(code).ok()),
    };
    let mut codes: Vec<u32> = listed.into_iter().flatten().filter_map(number).collect();
    if codes.is_empty() {
        codes.extend(failure.message().and_then(aadsts::number));
    }
    codes
}

fn kind_of(code: u32, row: &Explanation, failure: &Failure) -> ErrorKind {
    let words = failure.message().unwrap_or_default();
    match code {
        700027 if words.contains("expired") => ErrorKind::CredentialExpired,
        _ => row.kind(),
    }
}

/// What the standard's own words mean, where no code is known.
fn kind_of_oauth(error: &str) -> ErrorKind {
    match error {
        "invalid_client" => ErrorKind::Unauthenticated,
        "unauthorized_client" | "consent_required" => ErrorKind::ConsentRequired,
        "invalid_grant"
        | "interaction_required"
        | "login_required"
        | "authorization_pending"
        | "slow_down"
        | "authorization_declined"
        | "bad_verification_code"
        | "expired_token" => ErrorKind::InteractionRequired,
        "access_denied" => ErrorKind::PolicyBlocked,
        "server_error" | "temporarily_unavailable" => ErrorKind::Unavailable,
        _ => ErrorKind::BadRequest,
    }
}

/// How many seconds this machine's clock is ahead, if that is more than a minute.
fn skew(failure: &Failure) -> Option<i64> {
    let skew = failure.received().unix_seconds() - failure.date()?.unix_seconds();
    (skew.abs() > NOTABLE_SKEW).then_some(skew)
}
