//! Which content is wanted, by when it became available.

use std::time::Duration;

use tenantscope_core::{Error, ErrorKind, Result, Timestamp};

/// Which content is wanted: what became available from a start up to, and without, an end.
///
/// This is never about when events happened: a record may become available more than a day after its
/// event. The service goes back seven days.
///
/// ```
/// use std::time::Duration;
/// use tenantscope_activity::TimeWindow;
///
/// let yesterday = TimeWindow::last(Duration::from_secs(86_400));
/// let one_hour = TimeWindow::between("2026-11-22T01:00:00Z".parse()?, "2026-11-22T02:00:00Z".parse()?);
/// # let _ = (yesterday, one_hour);
/// # Ok::<(), tenantscope_core::ParseTimestampError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeWindow(Bounds);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bounds {
    Last(Duration),
    Between(Timestamp, Timestamp),
}

/// A window that one request may ask for: whole seconds, at most 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Piece {
    /// Seconds since 1970.
    pub(crate) start: i64,
    /// Seconds since 1970; not part of it.
    pub(crate) end: i64,
}

/// The most that one request may ask for.
const DAY: i64 = 24 * 3_600;

/// How far back the service goes, in seconds.
pub(crate) const REACH: i64 = 7 * DAY;

/// How much less than that is asked for, so that a request on its way doesn't reach too far back.
pub(crate) const MARGIN: i64 = 5 * 60;

impl TimeWindow {
    /// What became available in the span before now, by the service's clock.
    ///
    /// Of seven days, the longest there is, the first five minutes are left out: they may be past the
    /// service's reach before the request arrives.
    pub const fn last(span: Duration) -> Self {
        Self(Bounds::Last(span))
    }

    /// What became available from `start` up to, and without, `end`.
    ///
    /// An end that lies ahead counts as now. Fractions of a second are cut off the start and rounded up
    /// at the end.
    pub const fn between(start: Timestamp, end: Timestamp) -> Self {
        Self(Bounds::Between(start, end))
    }

    /// The requests that it takes, the earliest first.
    pub(crate) fn pieces(self, now: Timestamp) -> Result<Vec<Piece>> {
        let now = now.unix_seconds();
        let (start, end) = match self.0 {
            Bounds::Last(span) => {
                let span = i64::try_from(span.as_secs()).unwrap_or(i64::MAX);
                (now.saturating_sub(span), now)
            }
            Bounds::Between(start, end) => {
                let fraction = end.duration_since(from_unix(end.unix_seconds()));
                (start.unix_seconds(), end.unix_seconds() + i64::from(!fraction.is_zero()))
            }
        };
        if start > end {
            return Err(invalid("the window ends before it begins"));
        }
        if start < now - REACH {
            return Err(invalid(
                "the window begins more than seven days ago, and the service goes back no further",
            ));
        }
        Ok(split(start.max(now - REACH + MARGIN), end.min(now)))
    }
}

/// Splits a span into windows of at most 24 hours, which tile it without gap and overlap.
pub(crate) fn split(start: i64, end: i64) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut from = start;
    while from < end {
        let to = end.min(from + DAY);
        pieces.push(Piece { start: from, end: to });
        from = to;
    }
    pieces
}

impl Piece {
    /// The two parameters, as the service documents them: UTC without saying so.
    pub(crate) fn parameters(self) -> (String, String) {
        (bare(self.start), bare(self.end))
    }
}

/// `2026-11-22T01:02:03`
fn bare(seconds: i64) -> String {
    let mut text = from_unix(seconds).to_string();
    text.truncate("2026-11-22T01:02:03".len());
    text
}

pub(crate) fn from_unix(seconds: i64) -> Timestamp {
    // a window lies within days of now
    Timestamp::from_unix_seconds(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn invalid(detail: &str) -> Error {
    Error::new(ErrorKind::InvalidInput, detail)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn parameters(window: TimeWindow, now: &str) -> Vec<(String, String)> {
        window.pieces(at(now)).unwrap().into_iter().map(Piece::parameters).collect()
    }

    fn pair(start: &str, end: &str) -> (String, String) {
        (start.to_owned(), end.to_owned())
    }

    const NOW: &str = "2026-11-22T12:00:00.7Z";

    #[test]
    fn day_is_one_request_in_whole_seconds_without_a_zone() {
        let day = TimeWindow::last(Duration::from_secs(86_400));
        assert_eq!(parameters(day, NOW), [pair("2026-11-21T12:00:00", "2026-11-22T12:00:00")]);
    }

    #[test]
    fn longer_span_is_split_into_days_that_tile_it() {
        let window = TimeWindow::between(at("2026-11-20T06:00:00.9Z"), at("2026-11-22T07:30:00.1Z"));
        assert_eq!(
            parameters(window, NOW),
            [
                pair("2026-11-20T06:00:00", "2026-11-21T06:00:00"),
                pair("2026-11-21T06:00:00", "2026-11-22T06:00:00"),
                pair("2026-11-22T06:00:00", "2026-11-22T07:30:01"),
            ]
        );
    }

    #[test]
    fn seven_days_stay_within_the_services_reach() {
        let week = TimeWindow::last(Duration::from_secs(7 * 86_400)).pieces(at(NOW)).unwrap();
        assert_eq!(week.first().unwrap().parameters().0, "2026-11-15T12:05:00");
        assert_eq!(week.len(), 7);
    }

    #[test]
    fn window_never_ends_after_now() {
        let window = TimeWindow::between(at("2026-11-22T11:00:00Z"), at("2030-01-01T00:00:00Z"));
        assert_eq!(parameters(window, NOW), [pair("2026-11-22T11:00:00", "2026-11-22T12:00:00")]);
        let ahead = TimeWindow::between(at("2026-11-23T00:00:00Z"), at("2026-11-24T00:00:00Z"));
        assert_eq!(parameters(ahead, NOW), []);
        assert_eq!(parameters(TimeWindow::last(Duration::ZERO), NOW), []);
    }

    #[test]
    fn what_the_service_no_longer_has_is_an_error_rather_than_a_silent_loss() {
        for window in [
            TimeWindow::last(Duration::from_secs(8 * 86_400)),
            TimeWindow::last(Duration::MAX),
            TimeWindow::between(at("2026-11-01T00:00:00Z"), at("2026-11-22T00:00:00Z")),
            TimeWindow::between(at("2026-11-22T00:00:00Z"), at("2026-11-21T00:00:00Z")),
        ] {
            assert_eq!(window.pieces(at(NOW)).unwrap_err().kind(), ErrorKind::InvalidInput, "{window:?}");
        }
    }

    proptest! {
        #[test]
        fn pieces_tile_any_span(start in 0_i64..2_000_000_000, length in 0_i64..700_000) {
            let pieces = split(start, start + length);
            let mut next = start;
            for piece in &pieces {
                prop_assert_eq!(piece.start, next);
                prop_assert!(piece.end > piece.start && piece.end - piece.start <= DAY);
                next = piece.end;
            }
            prop_assert_eq!(next, start + length);
        }
    }
}
