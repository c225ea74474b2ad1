//! One blob on its way from the service to the sink.

use std::sync::{Arc, Mutex, PoisonError};

use tenantscope_core::{Error, ErrorKind};

use super::{Change, Committed, FeedId, Sink, seen::SeenRecords};
use crate::{ActivityClient, ContentDescriptor, ContentId, RecordKey};

/// How many records go to the sink at a time.
const BATCH: usize = 128;

/// How many bytes of records go to the sink at a time, give or take the last record.
const BATCH_BYTES: usize = 256 * 1_024;

/// How often a blob that was listed and comes without a record is tried before that is believed.
const TRIES_IF_EMPTY: u32 = 3;

/// A blob that is fetched, and all that it needs.
pub(super) struct Fetch {
    pub(super) client: ActivityClient,
    pub(super) sink: Arc<dyn Sink>,
    pub(super) seen: Arc<Mutex<SeenRecords>>,
    pub(super) feed: FeedId,
    pub(super) blob: ContentDescriptor,
    /// When it became available.
    pub(super) created: i64,
    /// How often it was tried in vain.
    pub(super) attempts: u32,
}

/// What came of it.
pub(super) struct Fetched {
    /// Which feed it is of.
    pub(super) index: usize,
    pub(super) id: ContentId,
    pub(super) outcome: Result<Delivery, FetchError>,
}

pub(super) struct Delivery {
    pub(super) step: Change,
    pub(super) committed: Committed,
    pub(super) records: u64,
    pub(super) bytes: u64,
    pub(super) duplicates: u64,
    /// Records that couldn't be read or were too long.
    pub(super) rejected: u64,
}

pub(super) enum FetchError {
    /// The blob couldn't be had. Others may.
    Service(Error),
    /// The sink doesn't take it, so there is no use in going on.
    Sink(Error),
}

impl Fetch {
    pub(super) async fn run(self, index: usize) -> Fetched {
        let id = self.blob.content_id.clone();
        Fetched { index, id, outcome: self.deliver().await }
    }

    async fn deliver(self) -> Result<Delivery, FetchError> {
        let mut blob = self.client.blob(&self.blob).await.map_err(FetchError::Service)?;
        let mut segment = self.sink.begin(&self.feed, &self.blob).await.map_err(FetchError::Sink)?;
        let (mut written, mut bytes, mut duplicates) = (0_usize, 0_u64, 0_u64);
        let (mut unreadable, mut too_long) = (0_u64, 0_u64);
        let mut keys: Vec<(usize, RecordKey)> = Vec::new();
        let mut new = Vec::with_capacity(BATCH);
        let mut new_bytes = 0;
        while let Some(record) = blob.next().await {
            let record = match record {
                Ok(record) => record,
                Err(error) if error.kind() == ErrorKind::InvalidItem => {
                    *(if error.body().is_some() { &mut unreadable } else { &mut too_long }) += 1;
                    segment.reject(&error).await.map_err(FetchError::Sink)?;
                    continue;
                }
                Err(error) => return Err(FetchError::Service(error)),
            };
            if let Some(key) = record.key() {
                if self.seen().contains(key) {
                    duplicates += 1;
                    continue;
                }
                keys.push((written, key));
            }
            written += 1;
            bytes += record.raw().len() as u64;
            new_bytes += record.raw().len();
            new.push(record);
            if new.len() >= BATCH || new_bytes >= BATCH_BYTES {
                segment.write(&new).await.map_err(FetchError::Sink)?;
                new.clear();
                new_bytes = 0;
            }
        }
        if !new.is_empty() {
            segment.write(&new).await.map_err(FetchError::Sink)?;
        }
        let came = written as u64 + duplicates + unreadable + too_long;
        if came == 0 && self.attempts < TRIES_IF_EMPTY {
            let error = Error::builder(ErrorKind::UnexpectedResponse)
                .detail("the content was listed and has no record")
                .fact("content_id", &self.blob.content_id);
            return Err(FetchError::Service(error.build()));
        }
        // Blobs that were fetched at the same time may have brought the same records. Whoever is here first
        // keeps them; and if the program ends before that one's commit, it will be fetched again.
        let mut except = Vec::new();
        {
            let mut seen = self.seen();
            keys.retain(|(place, key)| {
                let is_new = seen.insert(*key, self.created);
                if !is_new {
                    except.push(*place);
                }
                is_new
            });
        }
        duplicates += except.len() as u64;
        let records = (written - except.len()) as u64;
        let step = Change::Delivered {
            content_id: self.blob.content_id.clone(),
            created: self.created,
            records: keys.into_iter().map(|(_, key)| key).collect(),
            unreadable,
            too_long,
        };
        let committed = segment.commit(&except, &step).await.map_err(FetchError::Sink)?;
        Ok(Delivery { step, committed, records, bytes, duplicates, rejected: unreadable + too_long })
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, SeenRecords> {
        // No code under this lock can panic halfway through a change.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
