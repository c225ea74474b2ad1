//! A kept token and how far it is from its end.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
    time::Duration,
};

use tenantscope_core::{AccessToken, Clock, Timestamp};

use super::Key;

const MINUTE: Duration = Duration::from_secs(60);

/// A token that lives this long is refreshed at half its life.
const LONG_LIFE: Duration = Duration::from_secs(2 * 3600);

/// An instant on both of the clock's hands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) now: Timestamp,
    pub(super) elapsed: Duration,
}

impl Moment {
    pub(super) fn of(clock: &dyn Clock) -> Self {
        Self { now: clock.now(), elapsed: clock.elapsed() }
    }
}

/// What has to be done about a kept token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Nothing.
    Fresh,
    /// One caller should fetch a new one, while the others go on with this one.
    Stale,
    /// It will end while it is on its way: wait for a new one.
    Expiring,
    /// It has ended.
    Expired,
}

/// A token with its dates as spans since it was asked for.
pub(super) struct Held {
    pub(super) token: AccessToken,
    /// The claims that it was fetched with.
    pub(super) claims: Option<Arc<str>>,
    /// Before the request was sent: what the answer took is part of the token's life.
    asked: Moment,
    life: Duration,
    stale_from: Duration,
    expiring_from: Duration,
}

impl Held {
    pub(super) fn new(token: AccessToken, key: &Key, asked: Moment) -> Self {
        let life = token.expires_on().duration_since(asked.now);
        let refresh = match token.refresh_on() {
            Some(at) => at.duration_since(asked.now),
            None if life >= LONG_LIFE => life / 2,
            None => life,
        };
        let refresh = refresh.mul_f64(1.0 - jitter(key));
        Self {
            stale_from: refresh.min(life.saturating_sub((life / 5).min(10 * MINUTE))),
            expiring_from: life.saturating_sub((life / 10).min(5 * MINUTE)),
            claims: key.claims.clone(),
            token,
            asked,
            life,
        }
    }

    pub(super) fn phase(&self, now: Moment) -> Phase {
        let age = self.age(now);
        if age >= self.life {
            Phase::Expired
        } else if age >= self.expiring_from {
            Phase::Expiring
        } else if age >= self.stale_from {
            Phase::Stale
        } else {
            Phase::Fresh
        }
    }

    /// Whether a request with this token would arrive before its end.
    pub(super) fn is_usable(&self, now: Moment) -> bool {
        self.life.saturating_sub(self.age(now)) > (self.life / 10).min(MINUTE / 2)
    }

    pub(super) fn is_older_than(&self, other: &Self) -> bool {
        self.asked.elapsed < other.asked.elapsed
    }

    /// The longer of two measures: a machine that slept stops one hand, and setting the calendar back
    /// stops the other.
    fn age(&self, now: Moment) -> Duration {
        now.now.duration_since(self.asked.now).max(now.elapsed.saturating_sub(self.asked.elapsed))
    }
}

/// Up to a tenth, the same for one key, so that hundreds of tenants don't refresh in the same second.
fn jitter(key: &Key) -> f64 {
    let mut hasher = DefaultHasher::new();
    key.tenant.hash(&mut hasher);
    key.scope.hash(&mut hasher);
    let thousandth = u32::try_from(hasher.finish() % 1000).unwrap_or_default();
    f64::from(thousandth) / 10_000.0
}
