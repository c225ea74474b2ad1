//! Lets the first request to a host go alone.
//!
//! A pool that has no connection yet opens one for every request that arrives. Where 64 requests start at
//! once, 64 connections would come about, of which HTTP/2 then uses one.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{sync::OwnedMutexGuard, time::Instant};

/// A first request that takes longer than this no longer holds the others back.
const PATIENCE: Duration = Duration::from_secs(1);

/// After this long without an answer the pool has closed its connections.
const IDLE: Duration = Duration::from_secs(60);

#[derive(Debug, Default)]
pub(crate) struct WarmUps(Mutex<HashMap<String, Arc<WarmUp>>>);

#[derive(Debug, Default)]
struct WarmUp {
    last_answer: Mutex<Option<Instant>>,
    first: Arc<tokio::sync::Mutex<()>>,
}

/// The right to go first. Dropping it without [`done`](Self::done) lets the next one go alone.
#[derive(Debug)]
pub(crate) struct First {
    warm_up: Arc<WarmUp>,
    _turn: OwnedMutexGuard<()>,
}

impl First {
    /// An answer came, so a connection stands: everybody may go.
    pub(crate) fn done(self) {
        self.warm_up.answered();
    }
}

impl WarmUp {
    fn is_warm(&self) -> bool {
        let last = *self.last_answer.lock().unwrap_or_else(PoisonError::into_inner);
        last.is_some_and(|last| last.elapsed() < IDLE)
    }

    fn answered(&self) {
        *self.last_answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }
}

impl WarmUps {
    /// Waits while another request is the first one. `Some` if this one is the first.
    pub(crate) async fn enter(&self, origin: &str) -> Option<First> {
        let warm_up = {
            // No code under this lock can panic halfway through a change.
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            match all.get(origin) {
                Some(known) => Arc::clone(known),
                None => Arc::clone(all.entry(origin.to_owned()).or_default()),
            }
        };
        if warm_up.is_warm() {
            warm_up.answered();
            return None;
        }
        let Ok(turn) = tokio::time::timeout(PATIENCE, Arc::clone(&warm_up.first).lock_owned()).await else {
            // the first is slow: nobody else has to wait for it
            warm_up.answered();
            return None;
        };
        (!warm_up.is_warm()).then_some(First { warm_up, _turn: turn })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn others_wait_until_the_first_has_its_answer() {
        let all = WarmUps::default();
        let first = all.enter("https://a").await.unwrap();
        let second = all.enter("https://a");
        tokio::pin!(second);
        assert!(futures_util::poll!(&mut second).is_pending());
        assert!(all.enter("https://b").await.is_some());
        first.done();
        assert!(second.await.is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn slow_first_request_holds_nobody_back_for_long_and_an_idle_host_is_cold_again() {
        let all = WarmUps::default();
        let slow = all.enter("https://a").await.unwrap();
        assert!(all.enter("https://a").await.is_none());
        assert!(all.enter("https://a").await.is_none());
        drop(slow);
        tokio::time::advance(2 * IDLE).await;
        assert!(all.enter("https://a").await.is_some());
    }

    #[tokio::test]
    async fn when_the_first_fails_the_next_goes_alone() {
        let all = WarmUps::default();
        drop(all.enter("https://a").await.unwrap());
        assert!(all.enter("https://a").await.is_some());
    }
}
