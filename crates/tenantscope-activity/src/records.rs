//! All records of a window, from all its blobs.

use std::{
    collections::HashSet,
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_util::{
    Stream, StreamExt, future,
    stream::{self, BoxStream},
};
use tenantscope_core::{Item, Result};

use crate::{ActivityClient, AuditRecord, ContentDescriptor, ContentType, RecordKey, TimeWindow};

/// How many pages of a listing are fetched ahead.
const PAGES_AHEAD: usize = 2;

impl ActivityClient {
    /// The records of a content type that became available in a window.
    ///
    /// Several blobs are fetched at once while listing goes on, so records of different blobs come mixed, in no order.
    /// A record that was delivered twice comes once. What fails is reported in its place and the rest goes on: an error of
    /// kind [`InvalidItem`](tenantscope_core::ErrorKind::InvalidItem) is one record, any other with a fact `content_id`
    /// is the rest of a blob, and one without is the rest of a listing.
    ///
    /// This is a look at the last days. To collect everything over weeks, restarts and failures, use the collector.
    ///
    /// ```
    /// # tenantscope_emulator::run(async |tenant| {
    /// # use std::time::Duration;
    /// # use tenantscope_activity::{ActivityClient, ContentType, TimeWindow};
    /// # use tenantscope_core::TenantId;
    /// # let publisher: TenantId = "8f2a1c5e-6e2b-4d0c-9b1a-3f4e5d6c7b8a".parse()?;
    /// # let client = ActivityClient::builder(tenant.credential(), publisher).cloud(tenant.cloud()).tenant(tenant.id()).build()?;
    /// let mut records = client.records(ContentType::AuditExchange, TimeWindow::last(Duration::from_secs(86_400)));
    /// let mut operations = std::collections::BTreeMap::new();
    /// while let Some(record) = records.next().await {
    ///     match record {
    ///         Ok(record) => *operations.entry(record.operation.clone()).or_insert(0) += 1,
    ///         Err(error) => eprintln!("{error}: {}", error.advice()),
    ///     }
    /// }
    /// # assert!(!operations.is_empty());
    /// # Ok(()) });
    /// ```
    ///
    /// Permission: `ActivityFeed.Read`. Errors are those of [`content`](Self::content) and [`blob`](Self::blob).
    pub fn records(&self, content_type: ContentType, window: TimeWindow) -> Records {
        let list = self.content(content_type, window);
        let pages = stream::once(async move { list.by_day().await }).flat_map(|days| match days {
            // Every day is listed at once, and each listing runs ahead of the fetching.
            Ok(days) => {
                let ahead =
                    days.into_iter().map(|pages| pages.map(future::ready).buffered(PAGES_AHEAD).boxed());
                stream::select_all(ahead).boxed()
            }
            Err(error) => stream::iter([Err(error)]).boxed(),
        });
        // What is refused for one day is refused for the others; what failed in passing is not.
        let pages = pages.scan(false, |refused, page| {
            let over = std::mem::replace(refused, matches!(&page, Err(error) if !error.is_transient()));
            future::ready((!over).then_some(page))
        });
        let mut listed = HashSet::new();
        let entries = pages.flat_map(|page| match page {
            Ok(page) => stream::iter(page.into_entries()),
            Err(error) => stream::iter(vec![Err(error)]),
        });
        let new = entries.filter(move |entry| {
            future::ready(entry.as_ref().map_or(true, |blob| listed.insert(blob.content_id.clone())))
        });
        let client = self.clone();
        let blobs = new.map(move |entry| match entry {
            Ok(blob) => client.clone().records_of(blob),
            Err(error) => stream::iter([Err(error)]).boxed(),
        });
        Records {
            all: blobs.flatten_unordered(self.concurrent_fetches()).boxed(),
            seen: HashSet::new(),
            key: |record| record.key(),
            duplicates: 0,
        }
    }

    fn records_of(self, blob: Item<ContentDescriptor>) -> BoxStream<'static, Result<Item<AuditRecord>>> {
        stream::once(async move { self.blob(&blob).await })
            .flat_map(|blob| match blob {
                Ok(blob) => blob.left_stream(),
                Err(error) => stream::iter([Err(error)]).right_stream(),
            })
            .boxed()
    }
}

/// The records of a window, each once.
///
/// It is a [`Stream`], and [`next`](Self::next) and [`try_next`](Self::try_next) are at hand without importing anything.
#[must_use = "nothing is fetched before the first record is asked for"]
pub struct Records {
    all: BoxStream<'static, Result<Item<AuditRecord>>>,
    seen: HashSet<RecordKey>,
    key: fn(&AuditRecord) -> Option<RecordKey>,
    duplicates: u64,
}

impl Records {
    /// Tells records apart by another key than [`AuditRecord::key`]. Those without a key are never left out.
    pub fn distinct_by(mut self, key: fn(&AuditRecord) -> Option<RecordKey>) -> Self {
        self.key = key;
        self
    }

    /// How many records were left out so far because they had come before.
    pub fn duplicates(&self) -> u64 {
        self.duplicates
    }

    /// The next record; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Item<AuditRecord>>> {
        StreamExt::next(self).await
    }

    /// The next record; `Ok(None)` at the end.
    ///
    /// # Errors
    ///
    /// Whatever kept a record, a blob or a page from being read. The next call goes on behind it.
    pub async fn try_next(&mut self) -> Result<Option<Item<AuditRecord>>> {
        self.next().await.transpose()
    }
}

impl Stream for Records {
    type Item = Result<Item<AuditRecord>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            let record = ready!(this.all.poll_next_unpin(context));
            if let Some(Ok(record)) = &record
                && let Some(key) = (this.key)(record)
                && !this.seen.insert(key)
            {
                this.duplicates += 1;
                continue;
            }
            return Poll::Ready(record);
        }
    }
}

impl fmt::Debug for Records {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Records")
            .field("distinct", &self.seen.len())
            .field("duplicates", &self.duplicates)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
