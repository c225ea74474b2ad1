//! Where "now" comes from, and how the services write it.

use std::{fmt, sync::Arc, time::SystemTime};

use time::{
    Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcDateTime,
    format_description::well_known::Rfc3339,
};

/// The injected clock. Every date, expiry and window check of the emulator goes through it.
#[derive(Clone)]
pub(crate) struct Clock(Arc<dyn Fn() -> SystemTime + Send + Sync>);

impl Clock {
    pub(crate) fn new(now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The machine's clock.
    pub(crate) fn system() -> Self {
        // The one place where the real time enters; everything else asks the clock it was given.
        #[allow(clippy::disallowed_methods)]
        Self::new(SystemTime::now)
    }

    pub(crate) fn system_time(&self) -> SystemTime {
        (self.0)()
    }

    pub(crate) fn now(&self) -> OffsetDateTime {
        OffsetDateTime::from(self.system_time())
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Clock").field(&self.now()).finish()
    }
}

/// `2026-11-22`
pub(crate) fn day(at: OffsetDateTime) -> String {
    format!("{:04}-{:02}-{:02}", at.year(), u8::from(at.month()), at.day())
}

/// `2026-11-22T01:02:03`, as audit records and Graph's `innerError` write it: UTC without saying
/// so.
pub(crate) fn bare(at: OffsetDateTime) -> String {
    format!("{}T{:02}:{:02}:{:02}", day(at), at.hour(), at.minute(), at.second())
}

/// `2026-11-22T01:02:03Z`
pub(crate) fn seconds(at: OffsetDateTime) -> String {
    bare(at) + "Z"
}

/// `2026-11-22T01:02:03.456Z`
pub(crate) fn millis(at: OffsetDateTime) -> String {
    format!("{}.{:03}Z", bare(at), at.millisecond())
}

/// `2026-11-22T01:02:03.4567890Z`, the seven digits of .NET.
pub(crate) fn ticks(at: OffsetDateTime) -> String {
    format!("{}.{:07}Z", bare(at), at.nanosecond() / 100)
}

/// `2026-11-22 01:02:03Z`, as the token endpoint writes it.
pub(crate) fn spaced(at: OffsetDateTime) -> String {
    seconds(at).replace('T', " ")
}

/// `11/22/2026 1:02:03 AM +00:00`, as services of 2017 write it.
pub(crate) fn american(at: OffsetDateTime) -> String {
    let at = UtcDateTime::from(at);
    let (hour, half) = if at.hour() < 12 { (at.hour(), "AM") } else { (at.hour() - 12, "PM") };
    let hour = if hour == 0 { 12 } else { hour };
    format!(
        "{:02}/{:02}/{:04} {hour}:{:02}:{:02} {half} +00:00",
        u8::from(at.month()),
        at.day(),
        at.year(),
        at.minute(),
        at.second()
    )
}

/// `Sun, 22 Nov 2026 01:02:03 GMT`, the form of `Date` and `Retry-After`.
pub(crate) fn http_date(at: OffsetDateTime) -> String {
    let at = UtcDateTime::from(at);
    let weekday = at.weekday().to_string();
    let month = at.month().to_string();
    format!(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        &weekday[..3],
        at.day(),
        &month[..3],
        at.year(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

/// Midnight at the start of the day that `at` falls on.
pub(crate) fn midnight(at: OffsetDateTime) -> OffsetDateTime {
    UtcDateTime::from(at).date().midnight().assume_utc()
}

/// Reads every form of time that the services accept in a query: a date, minutes, seconds,
/// fractions, `Z`, an offset.
pub(crate) fn parse(text: &str) -> Option<OffsetDateTime> {
    if let Ok(at) = OffsetDateTime::parse(text, &Rfc3339) {
        return Some(at);
    }
    let text = text.strip_suffix(['Z', 'z']).unwrap_or(text);
    let (date, clock) = text.split_once(['T', 't', ' ']).unwrap_or((text, "00:00"));
    let mut parts = date.splitn(3, '-');
    let (year, month, day_of_month) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || month.len() != 2 || day_of_month.len() != 2 {
        return None;
    }
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    let date = Date::from_calendar_date(year.parse().ok()?, month, day_of_month.parse().ok()?).ok()?;
    let mut parts = clock.splitn(3, ':');
    let (hour, minute) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let (second, fraction) = match parts.next() {
        None => (0, 0),
        Some(text) => {
            let (second, digits) = text.split_once('.').unwrap_or((text, ""));
            if digits.len() > 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            (second.parse().ok()?, format!("{digits:0<9}").parse().ok()?)
        }
    };
    let time = Time::from_hms_nano(hour, minute, second, fraction).ok()?;
    Some(PrimitiveDateTime::new(date, time).assume_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_query_time_is_read_as_utc() {
        let expected = parse("2026-11-22T01:02:03Z").unwrap();
        for text in ["2026-11-22T01:02:03", "2026-11-22T01:02:03.000", "2026-11-22T03:02:03+02:00"] {
            assert_eq!(parse(text), Some(expected), "{text}");
        }
        assert_eq!(parse("2026-11-22T01:02").map(seconds).as_deref(), Some("2026-11-22T01:02:00Z"));
        assert_eq!(parse("2026-11-22").map(seconds).as_deref(), Some("2026-11-22T00:00:00Z"));
        assert_eq!(parse("22.11.2026"), None);
    }

    #[test]
    fn american_dates_have_two_noons() {
        let written = |text| american(parse(text).unwrap());
        assert_eq!(written("2026-11-22T00:02:03Z"), "11/22/2026 12:02:03 AM +00:00");
        assert_eq!(written("2026-11-22T13:02:03Z"), "11/22/2026 1:02:03 PM +00:00");
    }

    #[test]
    fn http_dates_follow_rfc_9110() {
        let at = parse("1994-11-06T08:49:37Z").unwrap();
        assert_eq!(http_date(at), "Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
