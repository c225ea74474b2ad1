//! Holds requests back: while a service is closed to a tenant, and to keep to its limits.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{TenantId, operation::RateLimit};

/// The time between two requests that start after a closed gate opens.
const SPACING: Duration = Duration::from_millis(20);

/// The row of those who wait is no longer than this; who comes then starts between the others.
const ROW: Duration = Duration::from_secs(10);

/// No service closes a gate for longer at once, whatever it says.
const LONGEST_CLOSURE: Duration = Duration::from_secs(3600);

/// One gate for every tenant and service, made on first use.
#[derive(Debug, Default)]
pub(crate) struct Gates(Mutex<HashMap<Owner, Arc<Gate>>>);

/// An origin and the tenant that is asked for there.
type Owner = (String, Option<TenantId>);

impl Gates {
    /// The gate of one tenant at one origin.
    pub(crate) fn of(&self, origin: &str, tenant: Option<&TenantId>) -> Arc<Gate> {
        // No code under this lock can panic halfway through a change.
        let mut gates = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(gates.entry((origin.to_owned(), tenant.cloned())).or_default())
    }
}

/// What all requests of one tenant to one service share.
///
/// All times are spans on the pipeline's clock. A wait that is longer than its caller can afford is told
/// as an error, and nothing is reserved for it.
#[derive(Debug, Default)]
pub(crate) struct Gate(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    closure: Closure,
    limits: HashMap<&'static str, LimitState>,
}

/// Until when nothing may start, and who starts when after that.
#[derive(Debug, Default)]
struct Closure {
    opens_at: Duration,
    next_place: Duration,
}

#[derive(Debug)]
struct LimitState {
    closure: Closure,
    places: Option<Arc<Semaphore>>,
    /// When the latest requests started or will start, oldest first.
    starts: VecDeque<Duration>,
}

impl Gate {
    /// Closes the gate for `wait` from `now` on, or with a limit's name only that limit's; a longer closure stays.
    pub(crate) fn close(&self, limit: Option<&RateLimit>, now: Duration, wait: Duration) {
        let opens_at = now.saturating_add(wait.min(LONGEST_CLOSURE));
        self.with(|state| {
            let closure = match limit {
                Some(limit) => &mut state.limit(limit).closure,
                None => &mut state.closure,
            };
            closure.opens_at = closure.opens_at.max(opens_at);
        });
    }

    /// How long a request has to wait for its place in the row; zero if the gate is open.
    pub(crate) fn place(
        &self,
        limits: &[RateLimit],
        now: Duration,
        at_most: Duration,
    ) -> Result<Duration, Duration> {
        self.with(|state| {
            let mut longest = state.closure.place(now, at_most)?;
            for limit in limits {
                longest = longest.max(state.limit(limit).closure.place(now, at_most)?);
            }
            Ok(longest)
        })
    }

    /// Whether the gate is open to these limits at `now`.
    pub(crate) fn is_open(&self, limits: &[RateLimit], now: Duration) -> bool {
        self.with(|state| {
            state.closure.opens_at <= now
                && limits.iter().all(|limit| state.limit(limit).closure.opens_at <= now)
        })
    }

    /// How long the gate stays closed to these limits.
    pub(crate) fn closed_for(&self, limits: &[RateLimit], now: Duration) -> Duration {
        self.with(|state| {
            let opens_at = |state: &mut State, limit| state.limit(limit).closure.opens_at;
            let longest =
                limits.iter().fold(state.closure.opens_at, |at, limit| at.max(opens_at(state, limit)));
            longest.saturating_sub(now)
        })
    }

    /// Takes the next turn within a limit, which may lie ahead.
    pub(crate) fn take_turn(
        self: &Arc<Self>,
        limit: &RateLimit,
        now: Duration,
        at_most: Duration,
    ) -> Result<Option<Turn>, Duration> {
        let Some((requests, per)) = limit.requests else {
            return Ok(None);
        };
        self.with(|state| {
            let starts = &mut state.limit(limit).starts;
            while starts.front().is_some_and(|start| start.saturating_add(per) <= now) {
                starts.pop_front();
            }
            let requests = (requests as usize).max(1);
            let start = match starts.len().checked_sub(requests) {
                Some(earlier) => starts[earlier].saturating_add(per).max(now),
                None => now,
            };
            let wait = start.saturating_sub(now);
            if wait > at_most {
                return Err(wait);
            }
            starts.push_back(start);
            Ok(Some(Turn { gate: Arc::clone(self), limit: limit.name, start, used: false }))
        })
    }

    /// Waits for a place, which is free again when the permit is dropped.
    pub(crate) async fn enter(&self, limit: &RateLimit) -> Option<OwnedSemaphorePermit> {
        let places = self.with(|state| state.limit(limit).places.clone())?;
        // the semaphore is never closed
        places.acquire_owned().await.ok()
    }

    fn with<R>(&self, f: impl FnOnce(&mut State) -> R) -> R {
        f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Closure {
    fn place(&mut self, now: Duration, at_most: Duration) -> Result<Duration, Duration> {
        if now >= self.opens_at {
            return Ok(Duration::ZERO);
        }
        if self.next_place < self.opens_at || self.next_place > self.opens_at.saturating_add(ROW) {
            self.next_place = self.opens_at;
        }
        let wait = self.next_place.saturating_sub(now);
        if wait > at_most {
            return Err(wait);
        }
        self.next_place = self.next_place.saturating_add(SPACING);
        Ok(wait)
    }
}

impl State {
    fn limit(&mut self, limit: &RateLimit) -> &mut LimitState {
        self.limits.entry(limit.name).or_insert_with(|| LimitState {
            closure: Closure::default(),
            places: limit.concurrent.map(|places| Arc::new(Semaphore::new(places.max(1) as usize))),
            starts: VecDeque::new(),
        })
    }
}

/// A turn within a limit. One that is dropped without having been used is given back.
#[derive(Debug)]
pub(crate) struct Turn {
    gate: Arc<Gate>,
    limit: &'static str,
    /// When it is, as a span on the pipeline's clock.
    pub(crate) start: Duration,
    used: bool,
}

impl Turn {
    /// The request goes out.
    pub(crate) fn used(mut self) {
        self.used = true;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.used {
            return;
        }
        self.gate.with(|state| {
            if let Some(limit) = state.limits.get_mut(self.limit)
                && let Some(at) = limit.starts.iter().rposition(|start| *start == self.start)
            {
                limit.starts.remove(at);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const LONG: Duration = Duration::from_secs(100_000);

    #[test]
    fn closed_gate_lets_those_who_wait_start_one_after_the_other() {
        let gate = Gate::default();
        assert_eq!(gate.place(&[], SECOND, LONG), Ok(Duration::ZERO));
        gate.close(None, SECOND, 3 * SECOND);
        gate.close(None, SECOND, SECOND);
        assert_eq!(gate.place(&[], SECOND, LONG), Ok(3 * SECOND));
        assert_eq!(gate.place(&[], 2 * SECOND, LONG), Ok(2 * SECOND + SPACING));
        assert_eq!(gate.place(&[], 3 * SECOND, LONG), Ok(SECOND + 2 * SPACING));
        assert_eq!(gate.closed_for(&[], 3 * SECOND), SECOND);
    }

    #[test]
    fn open_gate_holds_nobody_back_even_while_others_still_wait_for_their_place() {
        let gate = Gate::default();
        gate.close(None, Duration::ZERO, SECOND);
        for _ in 0..100 {
            gate.place(&[], Duration::ZERO, LONG).unwrap();
        }
        assert_eq!(gate.place(&[], SECOND, LONG), Ok(Duration::ZERO));
    }

    #[test]
    fn row_of_those_who_wait_has_an_end() {
        let gate = Gate::default();
        gate.close(None, Duration::ZERO, SECOND);
        let longest = (0..10_000).map(|_| gate.place(&[], Duration::ZERO, LONG).unwrap()).max();
        assert!(longest.unwrap() <= SECOND + ROW);
    }

    #[test]
    fn who_cannot_wait_takes_no_place_and_no_turn() {
        let gate = Arc::new(Gate::default());
        gate.close(None, Duration::ZERO, 60 * SECOND);
        for _ in 0..1000 {
            assert_eq!(gate.place(&[], Duration::ZERO, SECOND), Err(60 * SECOND));
        }
        assert_eq!(gate.place(&[], Duration::ZERO, LONG), Ok(60 * SECOND));
        let limit = RateLimit::new("test").requests(1, 10 * SECOND);
        gate.take_turn(&limit, Duration::ZERO, SECOND).unwrap().unwrap().used();
        for _ in 0..1000 {
            assert_eq!(gate.take_turn(&limit, Duration::ZERO, SECOND).unwrap_err(), 10 * SECOND);
        }
        assert_eq!(gate.take_turn(&limit, Duration::ZERO, LONG).unwrap().unwrap().start, 10 * SECOND);
    }

    #[test]
    fn limit_is_never_exceeded_in_any_span() {
        let limit = RateLimit::new("test").requests(3, 3 * SECOND);
        let gate = Arc::new(Gate::default());
        let mut starts = Vec::new();
        for n in 0..20_u32 {
            let turn = gate.take_turn(&limit, SECOND * n / 4, LONG).unwrap().unwrap();
            starts.push(turn.start);
            turn.used();
        }
        starts.sort();
        assert_eq!(starts[..3], [Duration::ZERO, SECOND / 4, SECOND / 2]);
        assert!(starts.windows(4).all(|four| four[3] >= four[0] + 3 * SECOND), "{starts:?}");
    }

    #[test]
    fn turn_that_is_given_up_is_free_again() {
        let limit = RateLimit::new("test").requests(1, 60 * SECOND);
        let gate = Arc::new(Gate::default());
        drop(gate.take_turn(&limit, Duration::ZERO, LONG).unwrap());
        assert_eq!(gate.take_turn(&limit, Duration::ZERO, LONG).unwrap().unwrap().start, Duration::ZERO);
    }

    #[test]
    fn absurd_closure_neither_overflows_nor_lasts() {
        let gate = Gate::default();
        gate.close(None, SECOND, Duration::MAX);
        assert_eq!(gate.place(&[], SECOND, LONG), Ok(LONGEST_CLOSURE));
        assert!(gate.place(&[], Duration::MAX, LONG).is_ok());
    }

    #[test]
    fn one_limits_closure_leaves_the_others_open() {
        let hunting = RateLimit::new("hunting");
        let gate = Gate::default();
        gate.close(Some(&hunting), Duration::ZERO, SECOND);
        assert!(gate.is_open(&[RateLimit::new("scores")], Duration::ZERO));
        assert!(!gate.is_open(&[hunting], Duration::ZERO));
        assert_eq!(gate.place(&[hunting], Duration::ZERO, LONG), Ok(SECOND));
        assert_eq!(gate.closed_for(&[hunting], Duration::ZERO), SECOND);
    }

    #[tokio::test]
    async fn limit_on_requests_at_once_frees_a_place_when_one_ends() {
        let limit = RateLimit::new("test").concurrent(1);
        let gate = Gate::default();
        let first = gate.enter(&limit).await;
        assert!(futures_util::FutureExt::now_or_never(gate.enter(&limit)).is_none());
        drop(first);
        assert!(gate.enter(&limit).await.is_some());
        assert!(gate.enter(&RateLimit::new("none")).await.is_none());
    }

    #[test]
    fn tenants_and_services_have_gates_of_their_own() {
        let gates = Gates::default();
        let contoso: TenantId = "contoso.com".parse().unwrap();
        gates.of("https://a", Some(&contoso)).close(None, Duration::ZERO, SECOND);
        assert!(!gates.of("https://a", Some(&contoso)).is_open(&[], Duration::ZERO));
        assert!(gates.of("https://a", None).is_open(&[], Duration::ZERO));
        assert!(gates.of("https://b", Some(&contoso)).is_open(&[], Duration::ZERO));
    }
}
