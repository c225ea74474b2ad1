//! Where records go.

use std::fmt;

use tenantscope_core::{Error, Item, Result, async_trait};

use super::{Change, FeedId};
use crate::{AuditRecord, ContentDescriptor, RecordKey};

/// Takes records, a blob at a time.
///
/// A blob counts as delivered once its [`Segment::commit`] has returned. If the program ends between that and the
/// next write of the checkpoint, the collector asks [`committed`](Self::committed) when it runs again. A sink that
/// knows the answer gets every record exactly once; one that doesn't gets the records of such a blob again. The
/// other way to exactly once is a commit that stores the checkpoint's step in the same transaction.
#[async_trait]
pub trait Sink: Send + Sync + fmt::Debug {
    /// Begins to take a blob's records. Several blobs come at once.
    async fn begin(&self, feed: &FeedId, blob: &ContentDescriptor) -> Result<Box<dyn Segment>>;

    /// Whether this blob was committed before the program ended: then, what tells its records from others.
    async fn committed(&self, feed: &FeedId, blob: &ContentDescriptor) -> Result<Option<Vec<RecordKey>>> {
        let _ = (feed, blob);
        Ok(None)
    }

    /// How many records of a committed blob were [rejected](Segment::reject), so that they are told of also if the
    /// program ended after the commit.
    async fn rejected(&self, feed: &FeedId, blob: &ContentDescriptor) -> Result<u64> {
        let _ = (feed, blob);
        Ok(0)
    }
}

/// One blob's records on their way into a [`Sink`]. Dropped without a commit, it leaves nothing behind.
#[async_trait]
pub trait Segment: Send + fmt::Debug {
    /// Takes some records.
    async fn write(&mut self, records: &[Item<AuditRecord>]) -> Result<()>;

    /// Takes a record that couldn't be read. Its text is the error's [`body`](Error::body), which a record that is too
    /// long doesn't have.
    async fn reject(&mut self, error: &Error) -> Result<()> {
        let _ = error;
        Ok(())
    }

    /// Makes the records lasting, at once or not at all.
    ///
    /// Those at the places in `except` (counted from 0 over all that were written, in order) aren't wanted any more:
    /// another blob has brought them meanwhile. `step` is what the checkpoint will say.
    async fn commit(self: Box<Self>, except: &[usize], step: &Change) -> Result<Committed>;
}

/// What a commit has made lasting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Committed {
    /// The records. The collector writes the step to its store.
    Records,
    /// The records and the step, in one transaction. The store has the step already.
    RecordsAndStep,
}
