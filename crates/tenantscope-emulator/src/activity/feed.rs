//! The subscriptions of an app in one tenant: since when each content type has been collected.

use std::collections::BTreeMap;

use time::{Duration, OffsetDateTime};

use crate::data::audit::CONTENT_TYPES;

/// The subscriptions that were ever made, by content type.
#[derive(Clone, Debug, Default)]
pub(crate) struct Feeds(BTreeMap<&'static str, Feed>);

/// One subscription.
#[derive(Clone, Debug)]
pub(crate) struct Feed {
    pub(crate) state: State,
    /// When it collected; the last one is open while it is enabled.
    spans: Vec<(OffsetDateTime, Option<OffsetDateTime>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Enabled,
    /// Stopped by the app: as good as never made.
    Stopped,
    /// Disabled by somebody else.
    Disabled,
}

/// The first start finds content from before it, seen to reach this far back.
const BACKFILL: Duration = Duration::hours(22);

impl Feeds {
    pub(crate) fn new(started: bool, anchor: OffsetDateTime) -> Self {
        let mut feeds = Self::default();
        if started {
            for content_type in CONTENT_TYPES {
                let spans = vec![(anchor - Duration::days(30), None)];
                feeds.0.insert(content_type, Feed { state: State::Enabled, spans });
            }
        }
        feeds
    }

    pub(crate) fn get(&self, content_type: &str) -> Option<&Feed> {
        self.0.get(content_type).filter(|feed| feed.state != State::Stopped)
    }

    /// Those that are listed: enabled and disabled ones.
    pub(crate) fn listed(&self) -> impl Iterator<Item = (&'static str, State)> {
        self.0.iter().filter(|(_, feed)| feed.state != State::Stopped).map(|(name, feed)| (*name, feed.state))
    }

    /// Starts a subscription. `false` if it is enabled already.
    pub(crate) fn start(&mut self, content_type: &'static str, now: OffsetDateTime) -> bool {
        let Some(feed) = self.0.get_mut(content_type) else {
            let spans = vec![(now - BACKFILL, None)];
            self.0.insert(content_type, Feed { state: State::Enabled, spans });
            return true;
        };
        if feed.state == State::Enabled {
            return false;
        }
        feed.state = State::Enabled;
        feed.spans.push((now, None));
        true
    }

    /// Stops a subscription. `false` if there is none.
    pub(crate) fn stop(&mut self, content_type: &str, now: OffsetDateTime) -> bool {
        self.end(content_type, State::Stopped, now)
    }

    pub(crate) fn disable(&mut self, content_type: &str, now: OffsetDateTime) -> bool {
        self.end(content_type, State::Disabled, now)
    }

    fn end(&mut self, content_type: &str, state: State, now: OffsetDateTime) -> bool {
        let Some(feed) = self.0.get_mut(content_type).filter(|feed| feed.state != State::Stopped) else {
            return false;
        };
        feed.state = state;
        for (_, end) in &mut feed.spans {
            end.get_or_insert(now);
        }
        true
    }
}

impl Feed {
    /// Whether content that became available then was collected. What was not is lost for good.
    pub(crate) fn collected(&self, at: OffsetDateTime) -> bool {
        self.spans.iter().any(|(from, to)| *from <= at && to.is_none_or(|to| at < to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_became_available_between_stop_and_restart_is_lost() {
        let start = OffsetDateTime::UNIX_EPOCH + Duration::days(20_000);
        let at = |hours| start + Duration::hours(hours);
        let mut feeds = Feeds::default();
        let name = CONTENT_TYPES[0];
        assert!(feeds.start(name, at(0)) && !feeds.start(name, at(1)));
        assert!(feeds.stop(name, at(2)) && feeds.get(name).is_none());
        assert!(!feeds.stop(name, at(2)));
        assert!(feeds.start(name, at(4)));
        let feed = feeds.get(name).unwrap();
        let collected = [-23, -21, 1, 3, 5].map(|hours| feed.collected(at(hours)));
        assert_eq!(collected, [false, true, true, false, true]);
    }
}
