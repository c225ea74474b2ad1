//! When a token ends, in every form in which a token endpoint says so.

use std::time::Duration;

use serde_json::{Map, Value};
use tenantscope_core::Timestamp;

/// Where an answer says nothing.
const DEFAULT_LIFE: Duration = Duration::from_secs(3600);

/// A number below this is a span, not an instant. (As Microsoft's libraries have it: 2001-01-01.)
const EARLIEST: i64 = 978_307_200;

/// Reads `expires_on` or `expires_in`: numbers, texts of numbers, or dates.
pub(crate) fn expires_on(answer: &Map<String, Value>, asked: Timestamp) -> Timestamp {
    let after = |seconds: i64| asked.saturating_add(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)));
    let on = answer.get("expires_on").and_then(|value| match seconds(value) {
        Some(number) if number < EARLIEST => Some(after(number)),
        Some(number) => Timestamp::from_unix_seconds(number).ok(),
        None => value.as_str()?.parse().ok(),
    });
    on.or_else(|| answer.get("expires_in").and_then(seconds).map(after))
        .unwrap_or_else(|| asked.saturating_add(DEFAULT_LIFE))
}

/// Reads `refresh_in`, or a `refresh_on` where an endpoint has that instead.
pub(crate) fn refresh_on(answer: &Map<String, Value>, asked: Timestamp) -> Option<Timestamp> {
    if let Some(span) = answer.get("refresh_in").and_then(seconds) {
        return Some(asked.saturating_add(Duration::from_secs(u64::try_from(span).ok()?)));
    }
    Timestamp::from_unix_seconds(seconds(answer.get("refresh_on")?)?).ok()
}

fn seconds(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_form_of_an_end_is_read() {
        let asked: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        for (answer, end) in [
            (json!({"expires_on": 1_795_352_400}), "2026-11-22T13:00:00Z"),
            (json!({"expires_on": "1795352400"}), "2026-11-22T13:00:00Z"),
            (json!({"expires_on": "2026-11-22T13:00:00Z"}), "2026-11-22T13:00:00Z"),
            (json!({"expires_on": "11/22/2026 1:00:00 PM +00:00"}), "2026-11-22T13:00:00Z"),
            (json!({"expires_on": "11/22/2026 13:00:00 +00:00"}), "2026-11-22T13:00:00Z"),
            (json!({"expires_on": "7200"}), "2026-11-22T14:00:00Z"),
            (json!({"expires_in": "7200"}), "2026-11-22T14:00:00Z"),
            (json!({"expires_in": 7200, "expires_on": ""}), "2026-11-22T14:00:00Z"),
            (json!({}), "2026-11-22T13:00:00Z"),
        ] {
            assert_eq!(expires_on(answer.as_object().unwrap(), asked).to_string(), end, "{answer}");
        }
        let refresh = json!({"refresh_in": "60"});
        assert_eq!(
            refresh_on(refresh.as_object().unwrap(), asked),
            Some(asked.saturating_add(Duration::from_secs(60)))
        );
    }
}
