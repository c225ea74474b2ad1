//! Lets the first request to a host go alone.
//!
//! A pool that has no connection yet opens one for every request that arrives. Where 64 requests start at
//! once, 64 connections would come about, of which HTTP/2 then uses one.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::sync::OwnedMutexGuard;

/// A first request that takes longer than this no longer holds the others back.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Debug, Default)]
pub(crate) struct WarmUps(Mutex<HashMap<String, Arc<WarmUp>>>);

#[derive(Debug, Default)]
struct WarmUp {
    done: AtomicBool,
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
        self.warm_up.done.store(true, Ordering::Release);
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
        if warm_up.done.load(Ordering::Acquire) {
            return None;
        }
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(&warm_up.first).lock_owned()).await.ok()?;
        (!warm_up.done.load(Ordering::Acquire)).then_some(First { warm_up, _turn: turn })
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

    #[tokio::test]
    async fn when_the_first_fails_the_next_goes_alone() {
        let all = WarmUps::default();
        drop(all.enter("https://a").await.unwrap());
        assert!(all.enter("https://a").await.is_some());
    }
}
