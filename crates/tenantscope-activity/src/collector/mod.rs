//! Collects every record once, over restarts and failures, and says so when the service lost one.

mod change;
mod directory_sink;
mod feed;
mod fetch;
mod lister;
mod seen;
mod sink;
mod store;
mod summary;

use std::{
    collections::{HashSet, VecDeque},
    fmt,
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    task::Poll,
    time::Duration,
};

use futures_util::{StreamExt, future, stream::SelectAll};
use tenantscope_core::{Error, ErrorKind, Operation, Result};
use tokio::task::{JoinError, JoinSet};

pub use self::{
    change::{Change, Gap, GapReason, LossReason, Lost, Pending},
    directory_sink::DirectorySink,
    sink::{Committed, Segment, Sink},
    store::{CheckpointStore, DirectoryStore, FeedId, MemoryStore},
    summary::{FeedSummary, Summary},
};
use self::{
    feed::{Feed, Policy},
    fetch::{Delivery, Fetch, FetchError, Fetched},
    lister::Listed,
    seen::SeenRecords,
};
use crate::{
    ActivityClient, ContentDescriptor, ContentId, ContentType, StartOutcome,
    error::{QUOTA, READ},
};

static COLLECT: Operation = Operation::new("collect activity content").permissions(READ).limit(QUOTA);

/// Collects a tenant's audit records: everything that the service makes available, once.
///
/// ```
/// # tenantscope_emulator::run(async |tenant| {
/// use tenantscope_activity::{ActivityClient, ContentType};
/// use tenantscope_activity::collector::{Collector, DirectorySink, DirectoryStore};
/// # use tenantscope_core::TenantId;
/// # let out = std::env::temp_dir().join(format!("tenantscope-doc-{}", std::process::id()));
/// # let publisher: TenantId = "8f2a1c5e-6e2b-4d0c-9b1a-3f4e5d6c7b8a".parse()?;
/// # let client = ActivityClient::builder(tenant.credential(), publisher).cloud(tenant.cloud()).tenant(tenant.id()).build()?;
///
/// let mut collector = Collector::builder(client, DirectoryStore::new(out.join("state"))?, DirectorySink::new(&out))
///     .content_types([ContentType::AuditExchange, ContentType::DlpAll])
///     .build();
/// let summary = collector.run_once().await?;
/// println!("{} records, {} of them delivered twice", summary.records(), summary.duplicates());
/// # std::fs::remove_dir_all(&out)?;
/// # assert!(summary.is_complete());
/// # Ok(()) });
/// ```
///
/// It goes on where it stopped, whenever and however that was. What the [store](CheckpointStore) holds is always
/// consistent: a blob is noted before it is fetched, and ticked off after the [sink](Sink) has taken it whole. A blob
/// that can't be had is tried until it expires, while the rest goes on. What can't be had any more comes out as
/// data: a [`Gap`] is a span of time, a [`Lost`] a blob.
///
/// | the program ends after | and then |
/// |---|---|
/// | listing, before it was stored | the window is listed again |
/// | a listing was stored | its blobs are fetched without listing them again |
/// | part of a blob was handed over | the sink has dropped that part, and the blob is fetched again |
/// | the sink's commit, before the store has it | the sink says that it has the blob; see [`Sink::committed`] |
///
/// Requests keep to the tenant's quota of 2,000 a minute, taken by all content types in turn. Permission:
/// `ActivityFeed.Read`.
pub struct Collector {
    client: ActivityClient,
    store: Arc<dyn CheckpointStore>,
    sink: Arc<dyn Sink>,
    content_types: Vec<ContentType>,
    policy: Policy,
    remembered: usize,
    progress: Option<Box<Progress>>,
    /// Empty until the checkpoints are loaded, and after a run that ended early.
    feeds: Vec<State>,
    seen: Arc<Mutex<SeenRecords>>,
    /// The blobs that are being fetched, each a task of its own, so that they are decoded on all cores.
    fetches: JoinSet<Fetched>,
    summary: Summary,
}

type Progress = dyn Fn(&Summary) + Send + Sync;

/// A feed that is being collected.
#[derive(Debug)]
struct State {
    id: FeedId,
    feed: Feed,
    /// Blobs to fetch in this run.
    queue: VecDeque<ContentId>,
    /// Blobs that are being fetched: never the same one twice at a time.
    in_flight: HashSet<ContentId>,
    /// Blobs that were refused, with none delivered in between.
    refused: HashSet<ContentId>,
    /// Whether nothing more is fetched in this run, since it would be refused.
    stopped: bool,
    /// Whether the subscription was enabled in the last run.
    usable: bool,
}

/// Sets up a [`Collector`].
#[must_use = "a collector is made by `build`"]
pub struct CollectorBuilder(Collector);

impl CollectorBuilder {
    /// What is collected. Default: all five content types.
    pub fn content_types(mut self, content_types: impl IntoIterator<Item = ContentType>) -> Self {
        self.0.content_types = content_types.into_iter().collect();
        self
    }

    /// How far back the first run goes. Default: a day; at most seven.
    pub fn lookback(mut self, span: Duration) -> Self {
        self.0.policy.lookback = seconds(span);
        self
    }

    /// How much of the time before is listed again each time, since blobs may be listed late. Default: two hours.
    pub fn overlap(mut self, span: Duration) -> Self {
        self.0.policy.overlap = seconds(span);
        self
    }

    /// How often all seven days are listed again. Default: once a day.
    pub fn sweep_every(mut self, span: Duration) -> Self {
        self.0.policy.sweep_every = seconds(span);
        self
    }

    /// How many records are remembered, to leave out those that come again. Default: two million, which takes 32 MB
    /// when there are so many; beyond that the oldest day is forgotten.
    pub fn remembered_records(mut self, records: usize) -> Self {
        self.0.remembered = records;
        self
    }

    /// Is called after every step with what the run came to so far.
    pub fn on_progress(mut self, progress: impl Fn(&Summary) + Send + Sync + 'static) -> Self {
        self.0.progress = Some(Box::new(progress));
        self
    }

    /// The collector.
    pub fn build(self) -> Collector {
        self.0
    }
}

impl fmt::Debug for CollectorBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How many blobs wait for their turn before listing pauses.
const QUEUE: usize = 2_000;

/// How far apart runs are at least because of blobs that failed.
const SHORTEST_PAUSE: Duration = Duration::from_secs(10);

/// How many different blobs of a feed have to be refused before the others aren't asked for.
const REFUSALS: usize = 3;

/// How many needless steps a checkpoint has before it is shortened.
const SLACK: usize = 1_000;

impl Collector {
    /// Starts a collector.
    pub fn builder(
        client: ActivityClient,
        store: impl CheckpointStore + 'static,
        sink: impl Sink + 'static,
    ) -> CollectorBuilder {
        const DAY: i64 = 24 * 3_600;
        let policy = Policy { lookback: DAY, overlap: 2 * 3_600, sweep_every: DAY };
        let remembered = 2_000_000;
        CollectorBuilder(Self {
            client,
            store: Arc::new(store),
            sink: Arc::new(sink),
            content_types: ContentType::ALL.to_vec(),
            policy,
            remembered,
            progress: None,
            feeds: Vec::new(),
            seen: Arc::new(Mutex::new(SeenRecords::new(remembered))),
            fetches: JoinSet::new(),
            summary: Summary::default(),
        })
    }

    /// Starts the subscriptions that are missing, lists what there is, and delivers it.
    ///
    /// What the service refuses or fails to do stands in the summary, and is tried again in the next run. What
    /// can't be had any more stands in the summary of the run that found it and, if that one ended early, in the
    /// next one's.
    ///
    /// # Errors
    ///
    /// If the store or the sink fails; [`ErrorKind::InvalidInput`] if the client has no tenant. The next run
    /// begins with what the store holds.
    pub async fn run_once(&mut self) -> Result<Summary> {
        self.run_to_the_end().await?;
        if let Err(error) = self.mark_as_reported().await {
            // The caller shall hear of the losses all the same; perhaps once more in the next run.
            self.summary.failures.push(error);
        }
        Ok(std::mem::take(&mut self.summary))
    }

    /// Leaves the summary where it is, so that it is at hand also if the run ends early.
    async fn run_to_the_end(&mut self) -> Result<()> {
        self.summary = Summary::default();
        let feeds = std::mem::take(&mut self.feeds);
        let mut feeds = if feeds.is_empty() { self.load().await? } else { feeds };
        self.summary.feeds =
            feeds.iter().map(|state| FeedSummary::new(state.id.content_type.clone())).collect();
        self.report(&feeds);
        let outcome = self.collect(&mut feeds).await;
        self.report(&feeds);
        outcome?;
        // Only a run that came to its end leaves what it knows behind.
        self.feeds = feeds;
        Ok(())
    }

    /// How long to wait for the next run: until a parked blob is due, or longer and longer while the whole tenant
    /// can't be had.
    fn pause(&self, every: Duration, failed: u32) -> Duration {
        if failed > 0 {
            let longer = every.max(SHORTEST_PAUSE).saturating_mul(1 << (failed - 1).min(12));
            return longer.min(every.max(Duration::from_secs(3_600)));
        }
        let now = self.client.now().unix_seconds();
        let usable = self.feeds.iter().filter(|state| state.usable && !state.stopped);
        let next_try = usable.filter_map(|state| state.feed.next_try(now)).min();
        let until_try = next_try.map(|at| Duration::from_secs(at.saturating_sub(now).unsigned_abs()));
        until_try.map_or(every, |wait| every.min(wait.max(SHORTEST_PAUSE)))
    }

    /// Stores that the caller has heard of every gap and loss.
    async fn mark_as_reported(&mut self) -> Result<()> {
        let mut feeds = std::mem::take(&mut self.feeds);
        for state in &mut feeds {
            if let Some(step) = state.feed.reported() {
                self.take(state, vec![step]).await?;
            }
        }
        self.feeds = feeds;
        Ok(())
    }

    /// Runs again and again, this long apart, until `stop` completes. What was begun then is dropped, and taken up
    /// again by the next run.
    ///
    /// `finished` gets a summary of each run, also of one that fails or is dropped halfway.
    ///
    /// # Errors
    ///
    /// As [`run_once`](Self::run_once).
    pub async fn run(
        &mut self,
        every: Duration,
        stop: impl Future<Output = ()>,
        mut finished: impl FnMut(Summary),
    ) -> Result<()> {
        let mut stop = pin!(stop);
        // how many runs on end have failed for the whole tenant
        let mut failed = 0_u32;
        loop {
            let outcome = {
                let run = pin!(self.run_to_the_end());
                match future::select(run, &mut stop).await {
                    future::Either::Left((outcome, _)) => outcome,
                    future::Either::Right(((), _)) => break,
                }
            };
            failed = if self.summary.failures.is_empty() { 0 } else { failed + 1 };
            if !self.summary.feeds.is_empty() {
                finished(std::mem::take(&mut self.summary));
            }
            outcome?;
            self.mark_as_reported().await?;
            let pause = self.client.service().pipeline().clock().sleep(self.pause(every, failed));
            if let future::Either::Right(((), _)) = future::select(pause, &mut stop).await {
                break;
            }
        }
        self.fetches.shutdown().await;
        // what the unfinished run came to
        if !self.summary.feeds.is_empty() {
            finished(std::mem::take(&mut self.summary));
        }
        Ok(())
    }

    /// Reads the checkpoints, and asks the sink about the blobs that it may have taken unnoticed.
    async fn load(&mut self) -> Result<Vec<State>> {
        // A run that ended early may have left some behind.
        self.fetches.shutdown().await;
        let tenant = self.client.tenant_guid(&COLLECT).await?;
        self.seen = Arc::new(Mutex::new(SeenRecords::new(self.remembered)));
        let mut feeds = Vec::new();
        for content_type in &self.content_types {
            let root = self.client.service().endpoint().url().to_string();
            let id = FeedId { root, tenant: tenant.to_string(), content_type: content_type.clone() };
            let changes = self.store.load(&id).await?;
            let mut feed = Feed::default();
            for change in &changes {
                feed.apply(change);
                self.remember(change);
            }
            let total = changes.len();
            let fewer = shortened(&feed, changes);
            if total > fewer.len() + SLACK {
                self.store.replace(&id, &fewer).await?;
            }
            let mut state = State {
                id,
                feed,
                queue: VecDeque::new(),
                in_flight: HashSet::new(),
                refused: HashSet::new(),
                stopped: false,
                usable: false,
            };
            let pending: Vec<_> = state.feed.all_pending().map(|pending| pending.blob.clone()).collect();
            for blob in pending {
                if let Some(records) = self.sink.committed(&state.id, &blob).await? {
                    let unreadable = self.sink.rejected(&state.id, &blob).await?;
                    let now = self.client.now().unix_seconds();
                    let step = state.feed.delivered(&blob.content_id, records, unreadable, now);
                    self.remember(&step);
                    self.take(&mut state, vec![step]).await?;
                }
            }
            feeds.push(state);
        }
        Ok(feeds)
    }

    fn remember(&self, change: &Change) {
        if let Change::Delivered { created, records, .. } = change {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            for key in records {
                seen.insert(*key, *created);
            }
        }
    }

    /// Stores steps and then takes them.
    async fn take(&self, state: &mut State, changes: Vec<Change>) -> Result<()> {
        if changes.is_empty() {
            return Ok(());
        }
        self.store.append(&state.id, &changes).await?;
        for change in &changes {
            state.feed.apply(change);
        }
        Ok(())
    }

    async fn collect(&mut self, feeds: &mut [State]) -> Result<()> {
        for state in feeds.iter_mut() {
            state.refused.clear();
            (state.stopped, state.usable) = (false, false);
        }
        let Some(subscribed) = self.subscribe(feeds).await? else {
            return Ok(());
        };
        let now = self.client.now().unix_seconds();
        let mut listings = SelectAll::new();
        for index in subscribed {
            let state = &mut feeds[index];
            state.usable = true;
            let mut plan = state.feed.plan(now, self.policy);
            if let Some(gap) = plan.gap.take() {
                self.take(state, vec![Change::Gap(gap)]).await?;
            }
            state.queue =
                state.feed.due(now).into_iter().map(|pending| pending.blob.content_id.clone()).collect();
            listings.push(lister::list(index, self.client.clone(), state.id.content_type.clone(), plan));
        }
        let mut turn = 0;
        loop {
            while self.fetches.len() < self.client.concurrent_fetches()
                && let Some((index, blob)) = next_in_turn(feeds, &mut turn, now)
            {
                let fetch = self.fetch(&feeds[index], blob);
                self.fetches.spawn(fetch.run(index));
            }
            let has_room = feeds.iter().map(|state| state.queue.len()).sum::<usize>() < QUEUE;
            let next = future::poll_fn(|context| {
                if let Poll::Ready(Some(fetched)) = self.fetches.poll_join_next(context) {
                    return Poll::Ready(Some(Next::Fetched(fetched)));
                }
                if has_room && let Poll::Ready(Some((index, listed))) = listings.poll_next_unpin(context) {
                    return Poll::Ready(Some(Next::Listed(index, listed)));
                }
                if self.fetches.is_empty() && listings.is_empty() { Poll::Ready(None) } else { Poll::Pending }
            });
            match next.await {
                Some(Next::Listed(index, listed)) => self.listed(feeds, index, listed).await?,
                Some(Next::Fetched(first)) => {
                    // What is ready at the same time is stored at the same time.
                    let mut ready = vec![first.map_err(died)?];
                    while let Some(fetched) = self.fetches.try_join_next() {
                        ready.push(fetched.map_err(died)?);
                    }
                    self.fetched(feeds, ready).await?;
                }
                None => break,
            }
            self.report(feeds);
        }
        if let Some(horizon) = feeds.iter().filter_map(|state| state.feed.horizon()).min() {
            self.seen.lock().unwrap_or_else(PoisonError::into_inner).forget(horizon);
        }
        self.report(feeds);
        Ok(())
    }

    fn report(&mut self, feeds: &[State]) {
        for (summary, state) in self.summary.feeds.iter_mut().zip(feeds) {
            summary.pending = state.feed.all_pending().count() as u64;
            if summary.gaps.len() != state.feed.gaps().len() {
                summary.gaps = state.feed.gaps().to_vec();
            }
            if summary.lost.len() != state.feed.lost().len() {
                summary.lost = state.feed.lost().to_vec();
            }
        }
        if let Some(progress) = &self.progress {
            progress(&self.summary);
        }
    }

    /// Starts what isn't started, and says which feeds can be listed; `None` if that can't be known.
    async fn subscribe(&mut self, feeds: &mut [State]) -> Result<Option<Vec<usize>>> {
        let subscriptions = self.client.subscriptions();
        let there = match subscriptions.list().await {
            Ok(there) => there,
            Err(error) => {
                self.summary.failures.push(error);
                return Ok(None);
            }
        };
        let now = self.client.now().unix_seconds();
        let mut usable = Vec::new();
        for (index, state) in feeds.iter_mut().enumerate() {
            let content_type = &state.id.content_type;
            let known = there.iter().find(|subscription| subscription.content_type == *content_type);
            if known.is_some_and(|known| known.is_enabled() || known.status.is_none()) {
                usable.push(index);
                continue;
            }
            if !state.feed.may_start(now) {
                let error = Error::builder(ErrorKind::NotOnboarded)
                    .operation(COLLECT.name())
                    .detail("the subscription isn't enabled and was started less than fifteen minutes ago")
                    .build();
                self.summary.feeds[index].failures.push(error);
                continue;
            }
            // The gap is stored first: once the subscription is enabled, nobody can see that it wasn't.
            let content_type = content_type.clone();
            let before = state.feed.unreported();
            let mut steps = vec![Change::Started { at: now }];
            steps.extend(state.feed.gap_before_start(now).map(Change::Gap));
            self.take(state, steps).await?;
            match subscriptions.start(content_type).await {
                Ok(StartOutcome::Started) => usable.push(index),
                Ok(_) => {
                    self.take(state, vec![before]).await?;
                    usable.push(index);
                }
                Err(error) => {
                    // Refused for certain: then the gap goes on, and is stored when a start is tried again.
                    if !error.is_transient() && error.kind() != ErrorKind::UnexpectedResponse {
                        self.take(state, vec![before]).await?;
                    }
                    self.summary.feeds[index].failures.push(error);
                }
            }
        }
        Ok(Some(usable))
    }

    async fn listed(&mut self, feeds: &mut [State], index: usize, listed: Listed) -> Result<()> {
        let state = &mut feeds[index];
        match listed {
            Listed::Page(page, bad) => {
                self.summary.feeds[index].failures.extend(bad);
                let Some(found) = state.feed.found(page) else { return Ok(()) };
                if let Change::Found { blobs } = &found {
                    let new = blobs.iter().filter(|pending| pending.attempts == 0);
                    self.summary.feeds[index].found += new.clone().count() as u64;
                    let ids: Vec<_> = new.map(|pending| pending.blob.content_id.clone()).collect();
                    if !state.stopped {
                        state.queue.extend(ids);
                    }
                }
                self.take(state, vec![found]).await
            }
            Listed::End(step) => self.take(state, vec![step]).await,
            Listed::Failed(error) => {
                self.client.learn_time_from(&error);
                self.summary.feeds[index].failures.push(error);
                Ok(())
            }
        }
    }

    fn fetch(&self, state: &State, blob: ContentDescriptor) -> Fetch {
        let now = self.client.now().unix_seconds();
        let pending = state.feed.pending(&blob.content_id);
        let created = pending.map_or(now, |pending| pending.created(now));
        let attempts = pending.map_or(0, |pending| pending.attempts);
        Fetch {
            client: self.client.clone(),
            sink: Arc::clone(&self.sink),
            seen: Arc::clone(&self.seen),
            feed: state.id.clone(),
            blob,
            created,
            attempts,
        }
    }

    async fn fetched(&mut self, feeds: &mut [State], ready: Vec<Fetched>) -> Result<()> {
        let mut steps: Vec<Vec<Change>> = feeds.iter().map(|_| Vec::new()).collect();
        let mut sink_failed = None;
        for Fetched { index, id, outcome } in ready {
            feeds[index].in_flight.remove(&id);
            let summary = &mut self.summary.feeds[index];
            match outcome {
                Ok(delivery) => {
                    delivery.count(summary);
                    feeds[index].refused.clear();
                    match delivery.committed {
                        Committed::Records => steps[index].push(delivery.step),
                        Committed::RecordsAndStep => feeds[index].feed.apply(&delivery.step),
                    }
                }
                Err(FetchError::Sink(error)) => sink_failed = Some(error),
                Err(FetchError::Service(error)) if concerns_the_tenant(&error) => {
                    // The blob is not to blame, and the others would fare no better.
                    if error.kind() == ErrorKind::NotOnboarded {
                        feeds[index].stop();
                        summary.failures.push(error);
                    } else {
                        feeds.iter_mut().for_each(State::stop);
                        self.summary.failures.push(error);
                    }
                }
                Err(FetchError::Service(error)) => {
                    let now = self.client.now().unix_seconds();
                    steps[index].extend(feeds[index].feed.failed(&id, &error, now));
                    // One that is refused may be so alone; after some the others would fare no better.
                    if error.kind() == ErrorKind::PermissionDenied {
                        let state = &mut feeds[index];
                        state.refused.insert(id);
                        if state.refused.len() >= REFUSALS {
                            state.stop();
                        }
                    }
                    summary.failures.push(error);
                }
            }
        }
        // What the sink has taken is stored even if it failed over another blob.
        for (state, steps) in feeds.iter_mut().zip(steps) {
            self.take(state, steps).await?;
        }
        sink_failed.map_or(Ok(()), Err)
    }
}

enum Next {
    Listed(usize, Listed),
    Fetched(Result<Fetched, JoinError>),
}

/// What to say of a task that panicked: somebody's sink, most likely.
fn died(error: JoinError) -> Error {
    Error::builder(ErrorKind::Local)
        .operation(COLLECT.name())
        .detail("fetching a blob panicked")
        .source(error)
        .build()
}

/// The next blob to fetch, from all feeds in turn.
fn next_in_turn(feeds: &mut [State], turn: &mut usize, now: i64) -> Option<(usize, ContentDescriptor)> {
    for _ in 0..feeds.len() {
        let index = *turn % feeds.len();
        *turn += 1;
        let state = &mut feeds[index];
        while let Some(id) = state.queue.pop_front() {
            if let Some(pending) = state.feed.pending(&id).filter(|pending| pending.next_try <= now)
                && state.in_flight.insert(id)
            {
                return Some((index, pending.blob.clone()));
            }
        }
    }
    None
}

impl State {
    /// Leaves the blobs that are still to be fetched to the next run.
    fn stop(&mut self) {
        self.stopped = true;
        self.queue.clear();
    }
}

/// Whether an error would meet every blob of the tenant, or of the content type.
fn concerns_the_tenant(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Unauthenticated
            | ErrorKind::CredentialUnavailable
            | ErrorKind::CredentialExpired
            | ErrorKind::ConsentRequired
            | ErrorKind::TenantNotFound
            | ErrorKind::PolicyBlocked
            | ErrorKind::InteractionRequired
            | ErrorKind::NotOnboarded
    )
}

impl Delivery {
    fn count(&self, summary: &mut FeedSummary) {
        summary.blobs += 1;
        summary.records += self.records;
        summary.bytes += self.bytes;
        summary.duplicates += self.duplicates;
        summary.rejected += self.rejected;
    }
}

/// The steps that lead to the same state, without those that have no effect any more.
fn shortened(feed: &Feed, history: Vec<Change>) -> Vec<Change> {
    let mut steps = feed.steps();
    steps.extend(history.into_iter().filter(|change| match change {
        Change::Delivered { content_id, .. } | Change::Lost(Lost { content_id, .. }) => {
            feed.is_done(content_id)
        }
        _ => false,
    }));
    steps.push(feed.unreported());
    steps
}

fn seconds(span: Duration) -> i64 {
    i64::try_from(span.as_secs()).unwrap_or(i64::MAX / 2)
}

impl fmt::Debug for Collector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Collector")
            .field("client", &self.client)
            .field("store", &self.store)
            .field("sink", &self.sink)
            .field("content_types", &self.content_types)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
fn temporary_directory(name: &str) -> std::path::PathBuf {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!("tenantscope-activity-{name}-{}-{number}", std::process::id()))
}

#[cfg(test)]
mod tests;
