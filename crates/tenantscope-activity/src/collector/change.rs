//! What happens to a feed: the steps that its checkpoint is made of.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use tenantscope_core::Timestamp;

use crate::{ContentDescriptor, ContentId, RecordKey};

/// One step of a feed, small enough to be written each time. All of them in their order are its checkpoint.
///
/// Instants are whole seconds since 1970.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Change {
    /// A subscription was started.
    Started {
        /// When.
        at: i64,
    },
    /// Blobs were listed that weren't known.
    Found {
        /// The blobs.
        blobs: Vec<Pending>,
    },
    /// A window was listed to its last page, so that nothing before its end is unknown.
    Listed {
        /// Its end.
        to: i64,
        /// Whether all seven days were listed up to there.
        swept: bool,
    },
    /// A blob's records are with the sink.
    Delivered {
        /// The blob.
        content_id: ContentId,
        /// When it became available.
        created: i64,
        /// What tells its records from others.
        records: Vec<RecordKey>,
        /// How many records of it couldn't be read.
        #[serde(default)]
        unreadable: u64,
        /// How many were longer than the client takes.
        #[serde(default)]
        too_long: u64,
    },
    /// A blob couldn't be had and will be tried again.
    Parked {
        /// The blob.
        content_id: ContentId,
        /// How often it was tried.
        attempts: u32,
        /// How often the service said that there is no such blob.
        #[serde(default)]
        not_found: u32,
        /// When it is tried next.
        next_try: i64,
        /// Why: the kind and the service's code.
        error: String,
    },
    /// A blob can't be had any more.
    Lost(Lost),
    /// A span of time can't be had any more.
    Gap(Gap),
    /// All that can't be had any more was handed to the caller, save these.
    Unreported {
        /// Spans of time.
        gaps: Vec<Gap>,
        /// Blobs.
        lost: Vec<Lost>,
    },
}

/// A blob that was listed and isn't delivered yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Pending {
    /// What the service said of it.
    pub blob: ContentDescriptor,
    /// How often it was tried in vain.
    #[serde(default)]
    pub attempts: u32,
    /// How often the service said that there is no such blob.
    #[serde(default)]
    pub not_found: u32,
    /// Not to be tried before.
    #[serde(default)]
    pub next_try: i64,
    /// Why the last try failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// A blob that can't be had any more, or some of its records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Lost {
    /// The blob.
    pub content_id: ContentId,
    /// When it became available.
    pub created: i64,
    /// Why it is lost.
    pub reason: LossReason,
    /// How many of its records, where the others were delivered; 0 if it is the whole blob.
    #[serde(default)]
    pub records: u64,
}

/// Why a blob is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LossReason {
    /// It expired before it could be had.
    Expired,
    /// The service says that it never was, also after many tries.
    NotFound,
    /// Records that couldn't be read. The sink has got their text.
    Unreadable,
    /// Records that are longer than the client takes.
    RecordTooLong,
}

/// A span of which content may be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Gap {
    /// Where it begins: content that became available from then on may be missing.
    pub from: i64,
    /// Where it ends.
    pub to: i64,
    /// Why.
    pub reason: GapReason,
}

/// Why content may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum GapReason {
    /// The collector didn't run for longer than the seven days that the service goes back.
    TooFarBehind,
    /// The subscription was stopped or disabled, and the service collected nothing.
    NotSubscribed,
}

impl Gap {
    /// Where it begins, as an instant.
    pub fn starts_at(&self) -> Timestamp {
        crate::window::from_unix(self.from)
    }

    /// Where it ends, as an instant.
    pub fn ends_at(&self) -> Timestamp {
        crate::window::from_unix(self.to)
    }
}

impl Pending {
    /// A blob that hasn't been tried.
    pub(super) fn new(blob: ContentDescriptor) -> Self {
        Self { blob, attempts: 0, not_found: 0, next_try: 0, error: None }
    }

    /// When it became available; `now` where the service didn't say.
    pub(super) fn created(&self, now: i64) -> i64 {
        self.blob.content_created.map_or(now, Timestamp::unix_seconds)
    }

    /// Until when it can be fetched.
    pub(super) fn expires(&self, now: i64) -> i64 {
        let week = || self.created(now) + crate::window::REACH;
        self.blob.content_expiration.map_or_else(week, Timestamp::unix_seconds)
    }
}

/// How far apart a blob's tries are: 10 s, doubling up to an hour.
pub(super) fn next_try_after(attempts: u32) -> Duration {
    Duration::from_secs((10 << attempts.saturating_sub(1).min(9)).min(3_600))
}
