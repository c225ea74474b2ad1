//! How often and how long apart a failed request is sent again.

use std::{
    hash::{BuildHasher, Hasher, RandomState},
    time::Duration,
};

/// How often a failed request is sent again, and how long apart.
///
/// Repeated are requests that failed on the way or that the service turned away, if their repetition
/// does no harm. Where the service names a time in `Retry-After`, that time counts. Otherwise the wait
/// before repetition n (from 1) is a random span up to
///
/// ```text
/// min(longest_delay, base_delay × 2^(n − 1))
/// ```
///
/// so that many callers that failed together don't come back together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    repetitions: u32,
    base_delay: Duration,
    longest_delay: Duration,
}

impl RetryPolicy {
    /// Five repetitions, a base delay of 1 s, at most 30 s apart.
    pub const fn new() -> Self {
        Self { repetitions: 5, base_delay: Duration::from_secs(1), longest_delay: Duration::from_secs(30) }
    }

    /// Never repeats a request.
    pub const fn none() -> Self {
        Self::new().repetitions(0)
    }

    /// How often a request is sent again after it failed. Default: 5.
    pub const fn repetitions(mut self, repetitions: u32) -> Self {
        self.repetitions = repetitions;
        self
    }

    /// What the random waits start from. Default: 1 s.
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// What the random waits don't go beyond. Default: 30 s.
    pub const fn longest_delay(mut self, delay: Duration) -> Self {
        self.longest_delay = delay;
        self
    }

    /// Whether repetition `n` (from 1) is still allowed.
    pub(crate) fn allows(&self, n: u32) -> bool {
        n <= self.repetitions
    }

    /// The wait before repetition `n` (from 1).
    pub(crate) fn delay(&self, n: u32) -> Duration {
        let factor = 2_u32.saturating_pow(n.saturating_sub(1));
        self.base_delay.saturating_mul(factor).min(self.longest_delay).mul_f64(random_fraction())
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// A number from 0 up to 1. Spreading requests needs no better randomness than the one that seeds hash maps.
fn random_fraction() -> f64 {
    let bits = RandomState::new().build_hasher().finish() >> 11;
    #[allow(clippy::cast_precision_loss)] // 53 bits fit exactly
    let fraction = bits as f64 / (1_u64 << 53) as f64;
    fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_the_longest_and_are_random() {
        let policy = RetryPolicy::new();
        for n in 1..100 {
            assert!(policy.delay(n) <= Duration::from_secs(30));
            assert!(policy.delay(1) <= Duration::from_secs(1));
        }
        let waits: std::collections::HashSet<_> = (0..50).map(|_| policy.delay(6)).collect();
        assert!(waits.len() > 40);
    }

    #[test]
    fn no_repetition_is_allowed_where_none_is_wanted() {
        assert!(!RetryPolicy::none().allows(1));
        assert!(RetryPolicy::new().allows(5) && !RetryPolicy::new().allows(6));
    }
}
