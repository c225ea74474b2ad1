//! The quota that Resource Graph tells with every answer.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tenantscope_core::{ResponseHead, ServiceClient, TenantId};
use tracing::debug;

/// When queries for each tenant may go on. Clients of one origin share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Quota(Arc<Mutex<HashMap<Option<TenantId>, Duration>>>);

impl Quota {
    /// Waits until the service takes queries for the client's tenant again.
    pub(crate) async fn wait(&self, client: &ServiceClient) {
        let clock = client.pipeline().clock();
        let opens = self.with(|opens| opens.get(&client.tenant().cloned()).copied());
        let wait = opens.unwrap_or_default().saturating_sub(clock.elapsed());
        if !wait.is_zero() {
            debug!(seconds = wait.as_secs_f64(), "waiting: the quota of Resource Graph is used up");
            clock.sleep(wait).await;
        }
    }

    /// Takes note of what an answer says of the quota.
    pub(crate) fn note(&self, client: &ServiceClient, head: &ResponseHead) {
        let remaining =
            head.header("x-ms-user-quota-remaining").and_then(|text| text.trim().parse::<u64>().ok());
        let resets = head.header("x-ms-user-quota-resets-after").and_then(hours_minutes_seconds);
        if let (Some(0), Some(resets)) = (remaining, resets) {
            let until = client.pipeline().clock().elapsed().saturating_add(resets);
            self.with(|opens| opens.insert(client.tenant().cloned(), until));
        }
    }

    fn with<R>(&self, change: impl FnOnce(&mut HashMap<Option<TenantId>, Duration>) -> R) -> R {
        // No code under this lock can panic halfway through a change.
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Reads `00:00:05`, with or without a fraction of a second.
fn hours_minutes_seconds(text: &str) -> Option<Duration> {
    let mut parts = text.trim().split(':');
    let hours: u64 = parts.next()?.parse().ok()?;
    let minutes: u64 = parts.next()?.parse().ok()?;
    let seconds: f64 = parts.next()?.parse().ok()?;
    let rest = Duration::try_from_secs_f64(seconds).ok()?;
    parts.next().is_none().then(|| Duration::from_secs(hours * 3600 + minutes * 60).saturating_add(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_until_the_reset_is_read() {
        assert_eq!(hours_minutes_seconds("00:00:05"), Some(Duration::from_secs(5)));
        assert_eq!(hours_minutes_seconds("01:02:03.5"), Some(Duration::from_millis(3_723_500)));
        for text in ["", "5", "00:05", "a:b:c", "00:00:-1", "1:2:3:4"] {
            assert_eq!(hours_minutes_seconds(text), None, "{text}");
        }
    }
}
