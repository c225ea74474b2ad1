//! What time it is, and waiting: both can be set by a test.

use std::{
    fmt,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use tokio::time::Instant;

use crate::Timestamp;

/// A pause that [`Clock::sleep`] returns.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Tells the time and waits.
///
/// Everything in these crates that depends on time takes it from here: expiry of tokens, back-off,
/// throttling, time windows. Tests use a [`ManualClock`]. (Time-outs on a silent connection are the
/// transport's and run on real time.)
pub trait Clock: Send + Sync + fmt::Debug {
    /// The present instant of the calendar. It may jump when the machine's clock is set.
    fn now(&self) -> Timestamp;

    /// Time passed since some fixed instant. It never goes back, and is for measuring spans.
    fn elapsed(&self) -> Duration;

    /// Completes after `duration` has passed on this clock.
    fn sleep(&self, duration: Duration) -> Sleep;
}

/// The machine's clock, on the `tokio` runtime's timers.
#[derive(Clone, Debug)]
pub struct SystemClock {
    started: Instant,
}

impl SystemClock {
    /// The machine's clock.
    pub fn new() -> Self {
        Self { started: Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Timestamp {
        (**self).now()
    }

    fn elapsed(&self) -> Duration {
        (**self).elapsed()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        (**self).sleep(duration)
    }
}

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)] // the one place that asks the machine
    fn now(&self) -> Timestamp {
        SystemTime::now().into()
    }

    fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// A clock for tests: it moves when it is told to, or when somebody sleeps on it.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// use std::time::Duration;
/// use tenantscope_core::{Clock, ManualClock};
///
/// let clock = ManualClock::starting_at("2026-11-22T00:00:00Z".parse().unwrap());
/// clock.sleep(Duration::from_secs(90)).await;     // returns at once
/// assert_eq!(clock.now().to_string(), "2026-11-22T00:01:30Z");
/// assert_eq!(clock.sleeps(), [Duration::from_secs(90)]);
/// # });
/// ```
///
/// A sleeper moves the clock by what it sleeps and goes on at once, after giving other tasks a turn:
/// a test neither waits nor guesses when to move the clock. Clones share one time.
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<Mutex<ManualTime>>);

#[derive(Debug)]
struct ManualTime {
    start: Timestamp,
    elapsed: Duration,
    sleeps: Vec<Duration>,
}

impl ManualClock {
    /// A clock that stands at `start`.
    pub fn starting_at(start: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(ManualTime { start, elapsed: Duration::ZERO, sleeps: Vec::new() })))
    }

    /// Moves the clock forward.
    pub fn advance(&self, duration: Duration) {
        self.with(|time| time.elapsed = time.elapsed.saturating_add(duration));
    }

    /// How long everybody has slept so far, in the order in which they began.
    pub fn sleeps(&self) -> Vec<Duration> {
        self.with(|time| time.sleeps.clone())
    }

    fn with<R>(&self, f: impl FnOnce(&mut ManualTime) -> R) -> R {
        // No code under this lock can panic halfway through a change.
        f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        self.with(|time| time.start.saturating_add(time.elapsed))
    }

    fn elapsed(&self) -> Duration {
        self.with(|time| time.elapsed)
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let clock = self.clone();
        Box::pin(async move {
            let until = clock.with(|time| {
                time.sleeps.push(duration);
                time.elapsed.saturating_add(duration)
            });
            tokio::task::yield_now().await;
            // Somebody who slept at the same time may have moved the clock already.
            clock.with(|time| time.elapsed = time.elapsed.max(until));
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn sleepers_at_the_same_time_move_the_clock_once() {
        let clock = ManualClock::starting_at(Timestamp::UNIX_EPOCH);
        let second = Duration::from_secs(1);
        tokio::join!(clock.sleep(second), clock.sleep(3 * second), clock.sleep(2 * second));
        assert_eq!(clock.elapsed(), 3 * second);
        assert_eq!(clock.now().unix_seconds(), 3);
    }
}
