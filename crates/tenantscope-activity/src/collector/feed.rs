//! One content type's feed: what is known, and what follows from it. Free of time, network and files.

use std::collections::BTreeMap;

use tenantscope_core::{Error, ErrorKind};

use super::change::{Change, Gap, GapReason, LossReason, Lost, Pending, next_try_after};
use crate::{
    ContentDescriptor, ContentId, RecordKey,
    error::{BAD_CONTENT_ID, CONTENT_EXPIRED, NO_SUCH_CONTENT},
    window::{MARGIN, Piece, REACH, split},
};

/// What is known of a feed. It changes only by [`apply`](Self::apply), whose steps were stored before.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Feed {
    /// Everything that became available before is delivered, pending or reported.
    low_water: Option<i64>,
    /// Up to where all seven days were listed.
    swept: Option<i64>,
    last_start: Option<i64>,
    pending: BTreeMap<ContentId, Pending>,
    /// Blobs that are done with, and when they became available.
    done: BTreeMap<ContentId, i64>,
    /// What can't be had any more, and the caller hasn't heard of yet.
    gaps: Vec<Gap>,
    lost: Vec<Lost>,
}

/// How a feed is collected.
#[derive(Clone, Copy, Debug)]
pub(super) struct Policy {
    /// How far back the first run goes, in seconds.
    pub(super) lookback: i64,
    /// How far windows overlap, since blobs may be listed late.
    pub(super) overlap: i64,
    /// How often all seven days are listed.
    pub(super) sweep_every: i64,
}

/// What to do next.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Plan {
    /// What can't be had any more.
    pub(super) gap: Option<Gap>,
    /// What is listed, the earliest first.
    pub(super) windows: Vec<Piece>,
    /// Whether these are all seven days.
    pub(super) sweep: bool,
}

/// How long done blobs are remembered: no listing reaches further back.
const MEMORY: i64 = REACH + 24 * 3_600;

/// How often a blob that the service says isn't there is tried: over the best part of an hour.
const TRIES_IF_NOT_FOUND: u32 = 8;

/// The service wants so long between two starts of one kind.
const BETWEEN_STARTS: i64 = 15 * 60;

impl Feed {
    /// What has to be listed at `now`, by the service's clock.
    pub(super) fn plan(&self, now: i64, policy: Policy) -> Plan {
        let floor = now - REACH + MARGIN;
        let Some(low_water) = self.low_water else {
            let start = (now - policy.lookback).max(floor);
            return Plan { gap: None, windows: split(start, now), sweep: start == floor };
        };
        let gap = (low_water < floor).then_some(Gap {
            from: low_water,
            to: floor,
            reason: GapReason::TooFarBehind,
        });
        let sweep = self.swept.is_none_or(|swept| swept > now || swept + policy.sweep_every <= now);
        let start = if sweep { floor } else { (low_water.min(now) - policy.overlap).max(floor) };
        Plan { gap, windows: split(start, now), sweep }
    }

    /// Whether a subscription may be started again.
    pub(super) fn may_start(&self, now: i64) -> bool {
        self.last_start.is_none_or(|last| last + BETWEEN_STARTS <= now)
    }

    /// What a start at `now` says of the time before: the service collected nothing since the last listing.
    pub(super) fn gap_before_start(&self, now: i64) -> Option<Gap> {
        let from = self.low_water.filter(|low_water| *low_water < now)?;
        Some(Gap { from, to: now, reason: GapReason::NotSubscribed })
    }

    /// What a page says that wasn't known.
    pub(super) fn found(&self, page: Vec<ContentDescriptor>) -> Option<Change> {
        let mut blobs: Vec<Pending> = Vec::new();
        for blob in page {
            let known = self.done.contains_key(&blob.content_id)
                || blobs.iter().any(|other| other.blob.content_id == blob.content_id);
            match self.pending.get(&blob.content_id) {
                _ if known => {}
                // An address may be corrected when it is listed again.
                Some(pending) if pending.blob.content_uri != blob.content_uri => {
                    blobs.push(Pending { blob, ..pending.clone() });
                }
                Some(_) => {}
                None => blobs.push(Pending::new(blob)),
            }
        }
        (!blobs.is_empty()).then_some(Change::Found { blobs })
    }

    /// The blobs that may be tried at `now`, the oldest first.
    pub(super) fn due(&self, now: i64) -> Vec<&Pending> {
        let mut due: Vec<_> = self.pending.values().filter(|pending| pending.next_try <= now).collect();
        due.sort_by_key(|pending| pending.created(now));
        due
    }

    pub(super) fn pending(&self, id: &ContentId) -> Option<&Pending> {
        self.pending.get(id)
    }

    pub(super) fn all_pending(&self) -> impl Iterator<Item = &Pending> {
        self.pending.values()
    }

    /// When the next parked blob is due. One that was due before and wasn't tried doesn't count.
    pub(super) fn next_try(&self, now: i64) -> Option<i64> {
        let parked = self.pending.values().filter(|pending| pending.attempts > 0 && pending.next_try > now);
        parked.map(|pending| pending.next_try).min()
    }

    /// What a delivery is stored as.
    pub(super) fn delivered(
        &self,
        id: &ContentId,
        records: Vec<RecordKey>,
        unreadable: u64,
        now: i64,
    ) -> Change {
        let created = self.created(id, now);
        Change::Delivered { content_id: id.clone(), created, records, unreadable, too_long: 0 }
    }

    /// What follows from a failed try.
    pub(super) fn failed(&self, id: &ContentId, error: &Error, now: i64) -> Option<Change> {
        let pending = self.pending.get(id)?;
        let attempts = pending.attempts + 1;
        // A gateway's 404 or 410 says nothing of the blob.
        let is_not_found = matches!(error.code(), Some(NO_SUCH_CONTENT | BAD_CONTENT_ID));
        let not_found = pending.not_found + u32::from(is_not_found);
        let expires = pending.expires(now);
        let reason = match error.kind() {
            ErrorKind::Gone if error.code() == Some(CONTENT_EXPIRED) => Some(LossReason::Expired),
            ErrorKind::NotFound if not_found >= TRIES_IF_NOT_FOUND => Some(LossReason::NotFound),
            _ if now >= expires => Some(LossReason::Expired),
            _ => None,
        };
        if let Some(reason) = reason {
            return Some(Change::Lost(Lost {
                content_id: id.clone(),
                created: self.created(id, now),
                reason,
                records: 0,
            }));
        }
        let wait = next_try_after(attempts).max(error.retry_after().unwrap_or_default()).as_secs();
        // one more try just before it goes
        let last = (expires - 60).max(now + 10);
        let next_try = now.saturating_add(i64::try_from(wait).unwrap_or(i64::MAX)).min(last);
        let code = error.code().map(|code| format!(" ({code})")).unwrap_or_default();
        let error = format!("{}{code}", error.kind());
        Some(Change::Parked { content_id: id.clone(), attempts, not_found, next_try, error })
    }

    fn created(&self, id: &ContentId, now: i64) -> i64 {
        self.pending.get(id).map_or(now, |pending| pending.created(now))
    }

    /// Takes a step that has been stored.
    pub(super) fn apply(&mut self, change: &Change) {
        match change {
            Change::Started { at } => self.last_start = Some(*at),
            Change::Found { blobs } => {
                for pending in blobs {
                    if !self.done.contains_key(&pending.blob.content_id) {
                        self.pending.insert(pending.blob.content_id.clone(), pending.clone());
                    }
                }
            }
            Change::Listed { to, swept } => {
                self.rise(*to);
                if *swept {
                    self.swept = Some(*to);
                }
            }
            Change::Delivered { content_id, created, unreadable, too_long, .. } => {
                self.finish(content_id, *created);
                for (records, reason) in
                    [(*unreadable, LossReason::Unreadable), (*too_long, LossReason::RecordTooLong)]
                {
                    if records > 0 {
                        let (content_id, created) = (content_id.clone(), *created);
                        self.lost.push(Lost { content_id, created, reason, records });
                    }
                }
            }
            Change::Lost(lost) => {
                self.finish(&lost.content_id, lost.created);
                self.lost.push(lost.clone());
            }
            Change::Parked { content_id, attempts, not_found, next_try, error } => {
                if let Some(pending) = self.pending.get_mut(content_id) {
                    pending.not_found = *not_found;
                    pending.attempts = *attempts;
                    pending.next_try = *next_try;
                    pending.error = Some(error.clone());
                }
            }
            Change::Gap(gap) => {
                // What became available before an interruption can still be listed.
                if gap.reason == GapReason::TooFarBehind {
                    self.rise(gap.to);
                }
                self.gaps.push(gap.clone());
            }
            Change::Unreported { gaps, lost } => {
                self.gaps.clone_from(gaps);
                self.lost.clone_from(lost);
            }
        }
    }

    fn finish(&mut self, id: &ContentId, created: i64) {
        self.pending.remove(id);
        self.done.insert(id.clone(), created);
    }

    /// The spans of time that can't be had any more, and that the caller hasn't heard of yet.
    pub(super) fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// The blobs that can't be had any more, and that the caller hasn't heard of yet.
    pub(super) fn lost(&self) -> &[Lost] {
        &self.lost
    }

    /// What is stored once the caller has heard of everything; `None` if there was nothing.
    pub(super) fn reported(&self) -> Option<Change> {
        let any = !self.gaps.is_empty() || !self.lost.is_empty();
        any.then(|| Change::Unreported { gaps: Vec::new(), lost: Vec::new() })
    }

    /// What is still to be said, to stand behind the steps that it came of.
    pub(super) fn unreported(&self) -> Change {
        Change::Unreported { gaps: self.gaps.clone(), lost: self.lost.clone() }
    }

    /// Moves the low water up, and forgets what no listing can name again.
    fn rise(&mut self, to: i64) {
        let low_water = self.low_water.map_or(to, |low_water| low_water.max(to));
        self.low_water = Some(low_water);
        self.done.retain(|_, created| *created >= low_water - MEMORY);
    }

    /// Before which records can't come again in a blob that isn't done.
    pub(super) fn horizon(&self) -> Option<i64> {
        self.low_water.map(|low_water| low_water - MEMORY)
    }

    /// The fewest steps that lead to the same state, but for the records.
    pub(super) fn steps(&self) -> Vec<Change> {
        let mut steps = Vec::new();
        steps.extend(self.last_start.map(|at| Change::Started { at }));
        steps.extend(self.swept.map(|to| Change::Listed { to, swept: true }));
        steps.extend(self.low_water.map(|to| Change::Listed { to, swept: false }));
        let pending: Vec<_> = self.pending.values().cloned().collect();
        steps.extend((!pending.is_empty()).then_some(Change::Found { blobs: pending }));
        steps
    }

    /// Whether a blob is done with, and since it became available when.
    pub(super) fn is_done(&self, id: &ContentId) -> bool {
        self.done.contains_key(id)
    }
}

#[cfg(test)]
mod tests;
