//! One instant type, which reads every form that the services write.

use std::{
    fmt,
    str::FromStr,
    time::{Duration, SystemTime},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use time::{
    Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset, format_description::well_known::Rfc3339,
};

/// An instant, to the nanosecond.
///
/// ```
/// use tenantscope_core::Timestamp;
///
/// let precise: Timestamp = "2026-11-22T01:02:03.1234567Z".parse()?;
/// let without_zone: Timestamp = "2026-11-22T01:02:03".parse()?;
/// assert!(precise > without_zone);
/// assert_eq!(without_zone.to_string(), "2026-11-22T01:02:03Z");
/// # Ok::<(), tenantscope_core::ParseTimestampError>(())
/// ```
///
/// What the services write and what is understood:
///
/// | form | seen in |
/// |---|---|
/// | `2026-11-22T01:02:03Z`, with 1 to 9 fractional digits, with an offset instead of `Z` | Graph, Resource Manager |
/// | the same without a zone, which means UTC | audit records, Graph errors |
/// | a blank instead of `T` | token errors |
/// | `2026-11-22` alone | report dates |
/// | `11/22/2026 1:02:03 AM +00:00` and `11/22/2026 13:02:03 +00:00` | managed identity endpoints, sign-in details |
/// | `Sun, 22 Nov 2026 01:02:03 GMT` | HTTP headers, through [`parse_http_date`](Self::parse_http_date) |
///
/// It is written as RFC 3339 in UTC with as many fractional digits as are needed. The first and the
/// last year (`0001-01-01`, `9999-12-31`) are what the services write for "never set" and "never ends".
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(OffsetDateTime);

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const UNIX_EPOCH: Self = Self(OffsetDateTime::UNIX_EPOCH);

    /// The instant that lies `seconds` after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    ///
    /// If the year isn't between -9999 and 9999.
    pub fn from_unix_seconds(seconds: i64) -> Result<Self, ParseTimestampError> {
        OffsetDateTime::from_unix_timestamp(seconds)
            .map(Self)
            .map_err(|_| ParseTimestampError { text: seconds.to_string() })
    }

    /// Whole seconds since 1970-01-01T00:00:00Z; the fraction is cut off.
    pub fn unix_seconds(self) -> i64 {
        self.0.unix_timestamp()
    }

    /// The calendar day in UTC.
    pub fn date(self) -> Date {
        self.0.date()
    }

    /// Whether this is the year 1, which the services write where nothing was ever set.
    pub fn is_unset(self) -> bool {
        self.0.year() <= 1
    }

    /// Whether this is the year 9999, which the services write where something never ends.
    pub fn is_never(self) -> bool {
        self.0.year() >= 9999
    }

    /// This instant moved forward; the end of the year 9999 is the latest there is.
    pub fn saturating_add(self, span: Duration) -> Self {
        let latest = PrimitiveDateTime::MAX.assume_utc();
        match time::Duration::try_from(span) {
            Ok(span) => Self(self.0.saturating_add(span).min(latest)),
            Err(_) => Self(latest),
        }
    }

    /// This instant moved back.
    pub fn saturating_sub(self, span: Duration) -> Self {
        let earliest = PrimitiveDateTime::MIN.assume_utc();
        match time::Duration::try_from(span) {
            Ok(span) => Self(self.0.saturating_sub(span).max(earliest)),
            Err(_) => Self(earliest),
        }
    }

    /// How much later this is than `earlier`; zero if it isn't later.
    pub fn duration_since(self, earlier: Self) -> Duration {
        Duration::try_from(self.0 - earlier.0).unwrap_or_default()
    }

    /// Reads the date of an HTTP header: `Sun, 22 Nov 2026 01:02:03 GMT`.
    ///
    /// # Errors
    ///
    /// If the text has another form. The two obsolete forms of RFC 9110 aren't read.
    pub fn parse_http_date(text: &str) -> Result<Self, ParseTimestampError> {
        http_date(text.trim()).map(Self).ok_or_else(|| ParseTimestampError::new(text))
    }
}

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Self, ParseTimestampError> {
        // What most answers carry goes the short way.
        if let Ok(instant) = OffsetDateTime::parse(text, &Rfc3339) {
            return Ok(Self::in_utc(instant));
        }
        lenient(text.trim()).map(Self::in_utc).ok_or_else(|| ParseTimestampError::new(text))
    }
}

impl Timestamp {
    /// In UTC, unless the year would leave the range: then the offset is kept.
    fn in_utc(instant: OffsetDateTime) -> Self {
        Self(instant.checked_to_offset(UtcOffset::UTC).unwrap_or(instant))
    }
}

/// Why a text is no instant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no date and time: expected a form such as 2026-11-22T01:02:03Z")]
pub struct ParseTimestampError {
    text: String,
}

impl ParseTimestampError {
    fn new(text: &str) -> Self {
        let start: String = text.chars().take(60).collect();
        Self { text: start.escape_debug().to_string() }
    }
}

impl From<OffsetDateTime> for Timestamp {
    fn from(instant: OffsetDateTime) -> Self {
        Self::in_utc(instant)
    }
}

impl From<Timestamp> for OffsetDateTime {
    fn from(instant: Timestamp) -> Self {
        instant.0
    }
}

impl From<SystemTime> for Timestamp {
    fn from(instant: SystemTime) -> Self {
        match instant.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(span) => Self::UNIX_EPOCH.saturating_add(span),
            Err(earlier) => Self::UNIX_EPOCH.saturating_sub(earlier.duration()),
        }
    }
}

/// The system's clock may not reach as far as the years 1 and 9999; then it is 1970-01-01T00:00:00Z.
impl From<Timestamp> for SystemTime {
    fn from(instant: Timestamp) -> Self {
        let since = |span: time::Duration| Duration::try_from(span.abs()).unwrap_or_default();
        let span = instant.0 - OffsetDateTime::UNIX_EPOCH;
        let reached = if span.is_negative() {
            Self::UNIX_EPOCH.checked_sub(since(span))
        } else {
            Self::UNIX_EPOCH.checked_add(since(span))
        };
        reached.unwrap_or(Self::UNIX_EPOCH)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.format(&Rfc3339) {
            Ok(text) => f.write_str(&text),
            // RFC 3339 has no year before 0; say it in the calendar's own form.
            Err(_) => write!(f, "{}", self.0),
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = Timestamp;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date and time")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Visitor)
    }
}

/// The forms that RFC 3339 doesn't have.
fn lenient(text: &str) -> Option<OffsetDateTime> {
    if text.contains('/') {
        return slashed(text);
    }
    let (day, rest) = text.split_at_checked(10)?;
    let day = iso_day(day)?;
    let rest = rest.strip_prefix(['T', 't', ' ']).unwrap_or(rest);
    if rest.is_empty() {
        return Some(day.midnight().assume_utc());
    }
    let (clock, offset) = split_offset(rest)?;
    Some(day.with_time(clock_time(clock)?).assume_offset(offset))
}

/// `11/22/2026 1:02:03 AM +00:00` and `11/22/2026 13:02:03 +00:00`.
fn slashed(text: &str) -> Option<OffsetDateTime> {
    let mut parts = text.split_ascii_whitespace();
    let mut day = parts.next()?.split('/');
    let month = Month::try_from(day.next()?.parse::<u8>().ok()?).ok()?;
    let number = day.next()?.parse().ok()?;
    let date = Date::from_calendar_date(day.next()?.parse().ok()?, month, number).ok()?;
    let clock = parts.next()?;
    let mut next = parts.next();
    let half = next.filter(|word| matches!(*word, "AM" | "PM" | "am" | "pm"));
    if half.is_some() {
        next = parts.next();
    }
    let offset = next.map_or(Some(UtcOffset::UTC), utc_offset)?;
    let mut time = clock_time(&format!("{clock:0>8}"))?;
    if let Some(half) = half {
        let hour = match (time.hour(), half.eq_ignore_ascii_case("pm")) {
            (12, false) => 0,
            (12, true) => 12,
            (hour @ 0..=11, true) => hour + 12,
            (hour @ 0..=11, false) => hour,
            _ => return None,
        };
        time = time.replace_hour(hour).ok()?;
    }
    Some(date.with_time(time).assume_offset(offset))
}

/// `Sun, 22 Nov 2026 01:02:03 GMT`.
fn http_date(text: &str) -> Option<OffsetDateTime> {
    let mut parts = text.split_once(", ")?.1.split(' ');
    let day = parts.next()?.parse().ok()?;
    let month = match parts.next()? {
        "Jan" => Month::January,
        "Feb" => Month::February,
        "Mar" => Month::March,
        "Apr" => Month::April,
        "May" => Month::May,
        "Jun" => Month::June,
        "Jul" => Month::July,
        "Aug" => Month::August,
        "Sep" => Month::September,
        "Oct" => Month::October,
        "Nov" => Month::November,
        "Dec" => Month::December,
        _ => return None,
    };
    let date = Date::from_calendar_date(parts.next()?.parse().ok()?, month, day).ok()?;
    let time = clock_time(parts.next()?)?;
    (parts.next() == Some("GMT")).then(|| date.with_time(time).assume_utc())
}

fn iso_day(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    if bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
        return None;
    }
    let month = Month::try_from(digits::<u8>(text.get(5..7)?)?).ok()?;
    Date::from_calendar_date(digits(text.get(..4)?)?, month, digits(text.get(8..)?)?).ok()
}

/// Parts a time of day from the zone behind it; no zone means UTC.
fn split_offset(text: &str) -> Option<(&str, UtcOffset)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock.trim_end(), UtcOffset::UTC));
    }
    match text.rfind(['+', '-']) {
        None => Some((text, UtcOffset::UTC)),
        Some(at) => Some((text[..at].trim_end(), utc_offset(&text[at..])?)),
    }
}

/// `+00:00`, `-0800`, `+05`, `Z`.
fn utc_offset(text: &str) -> Option<UtcOffset> {
    if matches!(text, "Z" | "z") {
        return Some(UtcOffset::UTC);
    }
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let hours: i8 = digits(rest.get(..2)?)?;
    let minutes = match rest[2..].trim_start_matches(':') {
        "" => 0,
        text => digits(text)?,
    };
    UtcOffset::from_hms(sign * hours, sign * minutes, 0).ok()
}

/// `01:02`, `01:02:03` and `01:02:03.1234567`. A leap second counts as the second before it.
fn clock_time(text: &str) -> Option<Time> {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut parts = clock.split(':');
    let hour = digits(parts.next()?)?;
    let minute = digits(parts.next()?)?;
    let second = match parts.next() {
        None => 0,
        Some("60") => 59,
        Some(second) => digits(second)?,
    };
    if parts.next().is_some() || fraction.len() > 9 {
        return None;
    }
    let nanosecond = if fraction.is_empty() {
        0
    } else {
        digits::<u32>(fraction)? * 10_u32.pow(9 - u32::try_from(fraction.len()).ok()?)
    };
    Time::from_hms_nano(hour, minute, second, nanosecond).ok()
}

/// A number of at most nine decimal digits and nothing else.
fn digits<N: FromStr>(text: &str) -> Option<N> {
    (!text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> String {
        text.parse::<Timestamp>().map_or_else(|error| error.to_string(), |instant| instant.to_string())
    }

    #[test]
    fn every_form_the_services_write_is_understood() {
        for (text, expected) in [
            ("2026-11-22T01:02:03Z", "2026-11-22T01:02:03Z"),
            ("2026-11-22T01:02:03.1234567Z", "2026-11-22T01:02:03.1234567Z"),
            ("2026-11-22T01:02:03.1234567+00:00", "2026-11-22T01:02:03.1234567Z"),
            ("2026-11-22T01:02:03.5", "2026-11-22T01:02:03.5Z"),
            ("2026-11-22T01:02:03", "2026-11-22T01:02:03Z"),
            ("2026-11-22 01:02:03Z", "2026-11-22T01:02:03Z"),
            ("2026-11-22T01:02:03+02:00", "2026-11-21T23:02:03Z"),
            ("2026-11-22T01:02", "2026-11-22T01:02:00Z"),
            ("2026-11-22", "2026-11-22T00:00:00Z"),
            ("7/19/2026 3:43:13 AM +00:00", "2026-07-19T03:43:13Z"),
            ("7/19/2026 12:43:13 PM +00:00", "2026-07-19T12:43:13Z"),
            ("07/19/2026 13:43:13 +00:00", "2026-07-19T13:43:13Z"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999999999Z"),
            ("2016-12-31T23:59:60", "2016-12-31T23:59:59Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
            ("0001-01-01T08:00:00Z", "0001-01-01T08:00:00Z"),
            ("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn instants_at_the_ends_of_time_neither_panic_nor_wrap() {
        assert_eq!(read("9999-12-31T23:59:59-08:00"), "9999-12-31T23:59:59-08:00");
        let never: Timestamp = "9999-12-31T23:59:59Z".parse().unwrap();
        assert!(never.is_never());
        assert!(never.saturating_add(Duration::MAX) >= never);
        let unset: Timestamp = "0001-01-01T00:00:00Z".parse().unwrap();
        assert!(unset.is_unset());
        assert!(unset.saturating_sub(Duration::MAX) <= unset);
        assert_eq!(unset.duration_since(never), Duration::ZERO);
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        for text in [
            "",
            "yesterday",
            "2026-13-01T00:00:00Z",
            "2026-11-22T25:00:00Z",
            "2026-11-22T01:02:03.1234567890123",
            "１2026-11-2",
        ] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
    }

    #[test]
    fn http_dates_are_read_from_headers() {
        let instant = Timestamp::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        assert_eq!(instant.unix_seconds(), 784_111_777);
        assert!(Timestamp::parse_http_date("soon").is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(seconds in -60_000_000_000_i64..250_000_000_000, nanos in 0_i64..1_000_000_000) {
            let instant = OffsetDateTime::from_unix_timestamp(seconds).unwrap() + time::Duration::nanoseconds(nanos);
            let instant = Timestamp::from(instant);
            prop_assert_eq!(instant.to_string().parse::<Timestamp>().unwrap(), instant);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,40}") {
            let _ = text.parse::<Timestamp>();
            let _ = Timestamp::parse_http_date(&text);
        }
    }
}
