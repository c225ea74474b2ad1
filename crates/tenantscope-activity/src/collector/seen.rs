//! Which records have been delivered, in sixteen bytes each.

use std::collections::{BTreeMap, HashSet};

use crate::RecordKey;

/// Which records have been delivered, by the day on which their blob became available.
///
/// The day of arrival, and never the day of the event: old events may come again in a new blob, days later.
#[derive(Debug)]
pub(super) struct SeenRecords {
    days: BTreeMap<i64, Day>,
    limit: usize,
    count: usize,
}

/// One day's keys: most of them sorted, which takes sixteen bytes each, and the newest in a set.
#[derive(Debug, Default)]
struct Day {
    sorted: Vec<RecordKey>,
    fresh: HashSet<RecordKey>,
}

const DAY: i64 = 24 * 3_600;

/// How many keys are in a set before they are sorted in.
const FRESH: usize = 16 * 1_024;

impl SeenRecords {
    /// Remembers up to so many records; beyond that the oldest day is forgotten.
    pub(super) fn new(limit: usize) -> Self {
        Self { days: BTreeMap::new(), limit, count: 0 }
    }

    pub(super) fn contains(&self, key: RecordKey) -> bool {
        self.days.values().any(|day| day.contains(key))
    }

    /// Remembers a record of a blob that became available at `created`. `false` if it is known already.
    pub(super) fn insert(&mut self, key: RecordKey, created: i64) -> bool {
        if self.contains(key) {
            return false;
        }
        self.days.entry(created.div_euclid(DAY)).or_default().insert(key);
        self.count += 1;
        while self.count > self.limit
            && self.days.len() > 1
            && let Some((_, oldest)) = self.days.pop_first()
        {
            self.count -= oldest.len();
        }
        true
    }

    /// Forgets the days that ended before `before`.
    pub(super) fn forget(&mut self, before: i64) {
        let kept = self.days.split_off(&before.div_euclid(DAY));
        self.count -= self.days.values().map(Day::len).sum::<usize>();
        self.days = kept;
    }
}

impl Day {
    fn len(&self) -> usize {
        self.sorted.len() + self.fresh.len()
    }

    fn contains(&self, key: RecordKey) -> bool {
        self.fresh.contains(&key) || self.sorted.binary_search(&key).is_ok()
    }

    fn insert(&mut self, key: RecordKey) {
        self.fresh.insert(key);
        if self.fresh.len() >= FRESH.max(self.sorted.len() / 32) {
            self.sorted.extend(self.fresh.drain());
            self.sorted.sort_unstable();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: u128) -> RecordKey {
        RecordKey::new(n.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c834))
    }

    #[test]
    fn record_is_new_once() {
        let mut seen = SeenRecords::new(1_000_000);
        for n in 0..50_000 {
            assert!(seen.insert(key(n), 0));
        }
        assert!((0..50_000).all(|n| !seen.insert(key(n), DAY * 3) && seen.contains(key(n))));
        assert!(!seen.contains(key(50_000)));
        assert_eq!(seen.count, 50_000);
    }

    #[test]
    fn old_days_are_forgotten_whole() {
        let mut seen = SeenRecords::new(1_000_000);
        seen.insert(key(1), DAY - 1);
        seen.insert(key(2), DAY);
        seen.forget(DAY + 5);
        assert!(!seen.contains(key(1)) && seen.contains(key(2)));
        assert_eq!(seen.count, 1);
    }

    #[test]
    fn beyond_the_limit_the_oldest_day_goes() {
        let mut seen = SeenRecords::new(3);
        for (n, day) in [(0, 0), (1, 0), (2, 1), (3, 1)] {
            seen.insert(key(n), DAY * day);
        }
        assert!(
            !seen.contains(key(0))
                && !seen.contains(key(1))
                && seen.contains(key(2))
                && seen.contains(key(3))
        );
    }
}
