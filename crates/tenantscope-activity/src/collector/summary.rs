//! What a run came to.

use tenantscope_core::Error;

use super::{Gap, Lost};
use crate::ContentType;

/// What a run came to, so far or in the end.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Summary {
    /// What came of each content type.
    pub feeds: Vec<FeedSummary>,
    /// What failed for all of them, such as a missing permission.
    pub failures: Vec<Error>,
}

/// What came of one content type.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FeedSummary {
    /// The content type.
    pub content_type: ContentType,
    /// Blobs that were listed and hadn't been known.
    pub found: u64,
    /// Blobs that were delivered.
    pub blobs: u64,
    /// Records that were delivered.
    pub records: u64,
    /// Bytes of those records.
    pub bytes: u64,
    /// Records that were left out because they had been delivered before.
    pub duplicates: u64,
    /// Records that couldn't be read, whose text the sink has got, or that were too long.
    pub rejected: u64,
    /// Blobs that are still to be had.
    pub pending: u64,
    /// Spans of which content may be missing.
    pub gaps: Vec<Gap>,
    /// Blobs that can't be had any more, or some of their records.
    pub lost: Vec<Lost>,
    /// What failed, and will be tried again.
    pub failures: Vec<Error>,
}

impl FeedSummary {
    pub(super) fn new(content_type: ContentType) -> Self {
        Self {
            content_type,
            found: 0,
            blobs: 0,
            records: 0,
            bytes: 0,
            duplicates: 0,
            rejected: 0,
            pending: 0,
            gaps: Vec::new(),
            lost: Vec::new(),
            failures: Vec::new(),
        }
    }
}

impl Summary {
    /// Blobs that were delivered.
    pub fn blobs(&self) -> u64 {
        self.feeds.iter().map(|feed| feed.blobs).sum()
    }

    /// Records that were delivered.
    pub fn records(&self) -> u64 {
        self.feeds.iter().map(|feed| feed.records).sum()
    }

    /// Records that were left out because they had been delivered before.
    pub fn duplicates(&self) -> u64 {
        self.feeds.iter().map(|feed| feed.duplicates).sum()
    }

    /// Blobs that are still to be had.
    pub fn pending(&self) -> u64 {
        self.feeds.iter().map(|feed| feed.pending).sum()
    }

    /// Whether everything that there was has been delivered: nothing failed, was unreadable, is pending
    /// or is lost.
    pub fn is_complete(&self) -> bool {
        let whole = |feed: &FeedSummary| {
            feed.pending == 0
                && feed.rejected == 0
                && feed.gaps.is_empty()
                && feed.lost.is_empty()
                && feed.failures.is_empty()
        };
        self.failures.is_empty() && self.feeds.iter().all(whole)
    }
}
