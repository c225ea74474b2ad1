//! Holds requests back: while a service is closed to a tenant, and to keep to its limits.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{TenantId, operation::RateLimit};

/// The time between two requests that start after a closed gate opens.
const SPACING: Duration = Duration::from_millis(20);

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
/// All times are spans on the pipeline's clock.
#[derive(Debug, Default)]
pub(crate) struct Gate(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Nothing may start before.
    opens_at: Duration,
    /// The next free place in the row of those who wait.
    next_place: Duration,
    limits: HashMap<&'static str, LimitState>,
}

#[derive(Debug)]
struct LimitState {
    places: Option<Arc<Semaphore>>,
    /// When the requests so far would have been through, had they come evenly (GCRA's arrival time).
    arrival: Duration,
}

impl Gate {
    /// Closes the gate for `wait` from `now` on; a longer closure stays.
    pub(crate) fn close(&self, now: Duration, wait: Duration) {
        self.with(|state| {
            state.opens_at = state.opens_at.max(now.saturating_add(wait));
        });
    }

    /// How long a request has to wait from `now` on before it may ask again. Zero means: go.
    ///
    /// Each caller that has to wait gets a place of its own in the row.
    pub(crate) fn queue(&self, now: Duration) -> Duration {
        self.with(|state| {
            if now >= state.opens_at && now >= state.next_place {
                return Duration::ZERO;
            }
            let place = state.next_place.max(state.opens_at);
            state.next_place = place + SPACING;
            place.saturating_sub(now)
        })
    }

    /// Whether the gate is closed at `now`, and how long still.
    pub(crate) fn closed_for(&self, now: Duration) -> Duration {
        self.with(|state| state.opens_at.saturating_sub(now))
    }

    /// Counts a request against a limit, and says how long it has to wait for its turn.
    pub(crate) fn take_turn(&self, limit: RateLimit, now: Duration) -> Duration {
        let Some((requests, per)) = limit.requests else {
            return Duration::ZERO;
        };
        self.with(|state| {
            let state = state.limit(limit);
            let step = per / requests.max(1);
            let start = state.arrival.max(now);
            state.arrival = start + step;
            // up to `requests` may come at once; the one after that waits for a step
            (start + step).saturating_sub(now + per)
        })
    }

    /// The places of a limit on requests at once.
    fn places(&self, limit: RateLimit) -> Option<Arc<Semaphore>> {
        self.with(|state| state.limit(limit).places.clone())
    }

    /// Waits for a place, which is free again when the permit is dropped.
    pub(crate) async fn enter(&self, limit: RateLimit) -> Option<OwnedSemaphorePermit> {
        // the semaphore is never closed
        self.places(limit)?.acquire_owned().await.ok()
    }

    fn with<R>(&self, f: impl FnOnce(&mut State) -> R) -> R {
        f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    fn limit(&mut self, limit: RateLimit) -> &mut LimitState {
        self.limits.entry(limit.name).or_insert_with(|| LimitState {
            places: limit.concurrent.map(|places| Arc::new(Semaphore::new(places.max(1) as usize))),
            arrival: Duration::ZERO,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn closed_gate_lets_those_who_wait_start_one_after_the_other() {
        let gate = Gate::default();
        assert_eq!(gate.queue(SECOND), Duration::ZERO);
        gate.close(SECOND, 3 * SECOND);
        gate.close(SECOND, SECOND);
        assert_eq!(gate.queue(SECOND), 3 * SECOND);
        assert_eq!(gate.queue(2 * SECOND), 2 * SECOND + SPACING);
        assert_eq!(gate.queue(3 * SECOND), SECOND + 2 * SPACING);
        assert_eq!(gate.closed_for(3 * SECOND), SECOND);
        assert_eq!(gate.queue(5 * SECOND), Duration::ZERO);
    }

    #[test]
    fn limit_lets_a_burst_through_and_then_one_per_step() {
        let limit = RateLimit::new("test").requests(3, 3 * SECOND);
        let gate = Gate::default();
        let waits: Vec<_> = (0..5).map(|_| gate.take_turn(limit, SECOND)).collect();
        assert_eq!(waits, [Duration::ZERO, Duration::ZERO, Duration::ZERO, SECOND, 2 * SECOND]);
        assert_eq!(gate.take_turn(limit, 60 * SECOND), Duration::ZERO);
    }

    #[tokio::test]
    async fn limit_on_requests_at_once_frees_a_place_when_one_ends() {
        let limit = RateLimit::new("test").concurrent(1);
        let gate = Gate::default();
        let first = gate.enter(limit).await;
        assert!(gate.places(limit).unwrap().try_acquire().is_err());
        drop(first);
        assert!(gate.enter(limit).await.is_some());
        assert!(gate.enter(RateLimit::new("none")).await.is_none());
    }

    #[test]
    fn tenants_and_services_have_gates_of_their_own() {
        let gates = Gates::default();
        let contoso: TenantId = "contoso.com".parse().unwrap();
        gates.of("https://a", Some(&contoso)).close(Duration::ZERO, SECOND);
        assert_eq!(gates.of("https://a", Some(&contoso)).closed_for(Duration::ZERO), SECOND);
        assert_eq!(gates.of("https://a", None).closed_for(Duration::ZERO), Duration::ZERO);
        assert_eq!(gates.of("https://b", Some(&contoso)).closed_for(Duration::ZERO), Duration::ZERO);
    }
}
