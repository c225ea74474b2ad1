//! A service that fails in every way, and a program that ends at every moment: nothing lost, nothing twice.

use std::{
    collections::{BTreeMap, HashMap},
    sync::atomic::{AtomicUsize, Ordering},
};

use proptest::prelude::*;
use tenantscope_core::{Clock, Item, async_trait};

use super::*;
use crate::{
    AuditRecord, RecordKey,
    stub::{Answer, FEED, Stub, answer},
};

/// The store and the sink as they are on a disk, and the moment at which the program ends.
#[derive(Debug, Clone)]
struct Disk {
    store: Arc<MemoryStore>,
    files: Arc<Mutex<BTreeMap<String, Vec<String>>>>,
    /// So many more moments pass before the program ends.
    left: Arc<AtomicUsize>,
    kind: SinkKind,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum SinkKind {
    /// Knows which blobs it has.
    Knows,
    /// Stores the step with the records.
    Transaction,
    /// Neither: records may come twice.
    Simple,
}

impl Disk {
    fn new(kind: SinkKind) -> Self {
        let left = Arc::new(AtomicUsize::new(usize::MAX));
        Self { store: Arc::new(MemoryStore::new()), files: Arc::default(), left, kind }
    }

    /// A moment at which the program may end. Then nothing after it happens.
    fn moment(&self) -> Result<()> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return Err(Error::new(ErrorKind::Local, "the program has ended"));
        }
        self.left.store(left.saturating_sub(1), Ordering::Relaxed);
        Ok(())
    }

    /// All records by id, with how often they are there.
    fn records(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for id in self.files.lock().unwrap().values().flatten() {
            *counts.entry(id.clone()).or_default() += 1;
        }
        counts
    }
}

#[async_trait]
impl CheckpointStore for Disk {
    async fn load(&self, feed: &FeedId) -> Result<Vec<Change>> {
        self.moment()?;
        self.store.load(feed).await
    }

    async fn append(&self, feed: &FeedId, changes: &[Change]) -> Result<()> {
        self.moment()?;
        for change in changes {
            // between any two steps too
            self.store.append(feed, std::slice::from_ref(change)).await?;
            self.moment()?;
        }
        Ok(())
    }

    async fn replace(&self, feed: &FeedId, changes: &[Change]) -> Result<()> {
        self.moment()?;
        self.store.replace(feed, changes).await?;
        self.moment()
    }
}

#[async_trait]
impl Sink for Disk {
    async fn begin(&self, feed: &FeedId, blob: &ContentDescriptor) -> Result<Box<dyn Segment>> {
        self.moment()?;
        let name = format!("{} {}", feed.content_type, blob.content_id);
        Ok(Box::new(Part { disk: self.clone(), feed: feed.clone(), name, records: Vec::new() }))
    }

    async fn committed(&self, feed: &FeedId, blob: &ContentDescriptor) -> Result<Option<Vec<RecordKey>>> {
        self.moment()?;
        if self.kind != SinkKind::Knows {
            return Ok(None);
        }
        let files = self.files.lock().unwrap();
        let records = files.get(&format!("{} {}", feed.content_type, blob.content_id));
        Ok(records.map(|ids| ids.iter().filter_map(|id| record(id).key()).collect()))
    }
}

fn record(id: &str) -> AuditRecord {
    AuditRecord { id: Some(id.to_owned()), ..AuditRecord::default() }
}

#[derive(Debug)]
struct Part {
    disk: Disk,
    feed: FeedId,
    name: String,
    records: Vec<String>,
}

#[async_trait]
impl Segment for Part {
    async fn write(&mut self, records: &[Item<AuditRecord>]) -> Result<()> {
        self.disk.moment()?;
        self.records.extend(records.iter().map(|record| record.id.clone().unwrap_or_default()));
        Ok(())
    }

    async fn commit(self: Box<Self>, except: &[usize], step: &Change) -> Result<Committed> {
        self.disk.moment()?;
        let kept = self.records.iter().enumerate().filter(|(place, _)| !except.contains(place));
        let kept = kept.map(|(_, id)| id.clone()).collect();
        {
            let mut files = self.disk.files.lock().unwrap();
            match self.disk.kind {
                // a queue or a table without a key: what is written stays
                SinkKind::Simple => files.entry(self.name.clone()).or_default().extend::<Vec<_>>(kept),
                _ => drop(files.insert(self.name.clone(), kept)),
            }
        }
        let committed = match self.disk.kind {
            SinkKind::Transaction => {
                self.disk.store.append(&self.feed, std::slice::from_ref(step)).await?;
                Committed::RecordsAndStep
            }
            _ => Committed::Records,
        };
        self.disk.moment()?;
        Ok(committed)
    }
}

const TYPES: [ContentType; 2] = [ContentType::AuditExchange, ContentType::DlpAll];

fn descriptor(content_type: &str, id: &str, uri: &str) -> String {
    format!(
        r#"{{"contentType":"{content_type}","contentId":"{id}","contentUri":"{uri}",
            "contentCreated":"2026-11-22T11:00:00.000Z","contentExpiration":"2026-11-29T11:00:00.000Z"}}"#
    )
}

fn error(code: &str) -> String {
    format!(r#"{{"error":{{"code":"{code}","message":"Words."}}}}"#)
}

/// A tenant with two feeds whose blobs fail in every way before they are good, or for good.
fn service() -> Stub {
    let asked: Mutex<HashMap<String, usize>> = Mutex::default();
    Stub::new(move |request| {
        let path = request.split('?').next().unwrap_or_default().to_owned();
        let key = if path.contains("/content") { request.to_owned() } else { path };
        let time = {
            let mut asked = asked.lock().unwrap();
            let time = asked.entry(key).or_default();
            *time += 1;
            *time
        };
        respond(request, time)
    })
}

fn respond(request: &str, time: usize) -> Answer {
    let content_type = if request.contains("DLP.All") { "DLP.All" } else { "Audit.Exchange" };
    let own = |id: &str| format!("{FEED}/audit/{id}");
    let page = |ids: &[&str]| {
        let blobs: Vec<_> = ids.iter().map(|id| descriptor(content_type, id, &own(id))).collect();
        answer(200, format!("[{}]", blobs.join(",")))
    };
    let next = |n: u32| format!("{FEED}/subscriptions/content?contentType={content_type}&nextPage={n}");
    match request {
        r if r.contains("subscriptions/list") => answer(
            200,
            r#"[{"contentType":"Audit.Exchange","status":"enabled"},{"contentType":"DLP.All","status":"enabled"}]"#,
        ),
        r if r.contains("nextPage=2") => page(&[]).header("NextPageUri", next(3)),
        r if r.contains("nextPage=3") && r.contains("DLP") => page(&["dlp-2", "dlp-1"]),
        // the same blob again, and one whose address is another host's at first
        r if r.contains("nextPage=3") => {
            let moved = if time == 1 { "https://evil.example/x".to_owned() } else { own("moved") };
            let blobs =
                [descriptor(content_type, "plain", &own("plain")), descriptor(content_type, "moved", &moved)];
            answer(200, format!("[{}]", blobs.join(",")))
        }
        r if r.contains("subscriptions/content") && r.contains("DLP") => {
            page(&["dlp-1"]).header("NextPageUri", next(2))
        }
        r if r.contains("subscriptions/content") => {
            page(&["plain", "again", "busy", "html", "cut", "late", "gone", "never", "bad"])
                .header("NextPageUri", next(2))
        }
        r if r.contains("audit/plain") => answer(200, r#"[{"Id":"a"},{"Id":"b"},{"Id":"a"}]"#),
        // two records that other blobs have too, of which one is fetched at the same time
        r if r.contains("audit/again") => answer(200, r#"[{"Id":"c"},{"Id":"b"},{"Id":"h"}]"#).in_pieces(5),
        r if r.contains("audit/busy") && time <= 2 => answer(403, error("AF429")),
        r if r.contains("audit/busy") => answer(200, r#"[{"Id":"d"}]"#),
        r if r.contains("audit/html") && time <= 2 => answer(200, "<html>"),
        r if r.contains("audit/html") => answer(200, r#"[{"Id":"e"}]"#),
        r if r.contains("audit/cut") && time <= 5 => answer(200, r#"[{"Id":"f"},{"Id":"#).breaking_off(),
        r if r.contains("audit/cut") => answer(200, r#"[{"Id":"f"},{"Id":"g"}]"#),
        r if r.contains("audit/late") && time <= 3 => answer(404, error("AF20050")),
        r if r.contains("audit/late") => answer(200, r#"[{"Id":"h"}]"#),
        r if r.contains("audit/gone") => answer(400, error("AF20051")),
        r if r.contains("audit/never") => answer(404, error("AF20050")),
        r if r.contains("audit/bad") => answer(200, r#"[{"Id":"i"},{"Id":nonsense},{"Id":"j"}]"#),
        r if r.contains("audit/moved") => answer(200, r#"[{"Id":"k"}]"#),
        r if r.contains("audit/dlp-1") => answer(200, r#"[{"Id":"l"},{"Id":"a"}]"#),
        r if r.contains("audit/dlp-2") => answer(200, r#"[{"Id":"m"}]"#),
        other => panic!("nobody should ask {other}"),
    }
}

fn collector(stub: &Stub, disk: &Disk) -> Collector {
    Collector::builder(stub.client(), disk.clone(), disk.clone()).content_types(TYPES).build()
}

/// Runs until nothing is pending any more; errors end the program, which is then started again.
async fn run_to_the_end(stub: &Stub, disk: &Disk) -> Vec<(ContentId, LossReason)> {
    let mut lost = Vec::new();
    for _ in 0..40 {
        let mut collector = collector(stub, disk);
        let summary = collector.run_once().await.unwrap();
        lost.extend(losses(&summary));
        if summary.pending() == 0 {
            return lost;
        }
        stub.clock.advance(Duration::from_secs(3_600));
    }
    panic!("blobs are pending for ever");
}

fn expected() -> BTreeMap<String, usize> {
    ('a'..='m').map(|id| (id.to_string(), 1)).collect()
}

fn losses(summary: &Summary) -> impl Iterator<Item = (ContentId, LossReason)> {
    summary.feeds.iter().flat_map(|feed| &feed.lost).map(|lost| (lost.content_id.clone(), lost.reason))
}

/// Ends the program at each of these moments in turn, and then lets it come to its end.
async fn interrupted(kind: SinkKind, moments: &[usize]) -> (Disk, bool) {
    let (stub, disk) = (service(), Disk::new(kind));
    let mut ended = false;
    let mut lost = Vec::new();
    for moment in moments {
        disk.left.store(*moment, Ordering::Relaxed);
        match collector(&stub, &disk).run_once().await {
            Ok(summary) => {
                ended |= !summary.failures.is_empty();
                lost.extend(losses(&summary));
            }
            Err(_) => ended = true,
        }
        disk.left.store(usize::MAX, Ordering::Relaxed);
        stub.clock.advance(Duration::from_secs(60));
    }
    lost.extend(run_to_the_end(&stub, &disk).await);
    for blob in ["gone", "never"] {
        assert!(lost.iter().any(|(id, _)| id.as_str() == blob), "nobody heard of {blob}, {moments:?}");
    }
    (disk, ended)
}

#[tokio::test]
async fn every_record_is_delivered_once_whatever_the_service_answers() {
    let (stub, disk) = (service(), Disk::new(SinkKind::Knows));
    let mut lost = run_to_the_end(&stub, &disk).await;
    lost.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(
        lost,
        [
            ("bad".into(), LossReason::Unreadable),
            ("gone".into(), LossReason::Expired),
            ("never".into(), LossReason::NotFound)
        ]
    );
    assert_eq!(disk.records(), expected());
    assert!(stub.asked().iter().all(|asked| !asked.contains("evil")));
}

#[tokio::test]
async fn every_record_is_delivered_once_whenever_the_program_ends() {
    for kind in [SinkKind::Knows, SinkKind::Transaction] {
        let mut moments = 0;
        loop {
            let (disk, ended) = interrupted(kind, &[moments]).await;
            assert_eq!(disk.records(), expected(), "{kind:?}, ended at moment {moments}");
            if !ended {
                break;
            }
            moments += 1;
        }
        assert!(moments > 40, "only {moments} moments");
    }
}

#[tokio::test]
async fn simple_sink_gets_some_records_again_but_loses_none() {
    let mut moments = 0;
    loop {
        let (disk, ended) = interrupted(SinkKind::Simple, &[moments]).await;
        assert!(disk.records().keys().eq(expected().keys()), "ended at moment {moments}");
        if !ended {
            break;
        }
        moments += 1;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_number_of_ends_changes_nothing(moments in prop::collection::vec(0_usize..90, 1..6)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let (disk, _) = runtime.block_on(interrupted(SinkKind::Knows, &moments));
        prop_assert_eq!(disk.records(), expected());
    }
}

#[tokio::test]
async fn second_run_lists_again_and_fetches_nothing_again() {
    let (stub, disk) = (service(), Disk::new(SinkKind::Knows));
    run_to_the_end(&stub, &disk).await;
    stub.asked.lock().unwrap().clear();
    let summary = collector(&stub, &disk).run_once().await.unwrap();
    assert_eq!((summary.blobs(), summary.records(), summary.duplicates()), (0, 0, 0));
    assert!(stub.asked().iter().any(|asked| asked.contains("/content")));
    assert!(stub.asked().iter().all(|asked| !asked.contains("/audit/")), "{:?}", stub.asked());
}

#[tokio::test]
async fn long_absence_is_reported_as_a_gap() {
    let (stub, disk) = (
        Stub::new(|request| match request {
            r if r.contains("subscriptions/list") => respond(r, 1),
            _ => answer(200, "[]"),
        }),
        Disk::new(SinkKind::Knows),
    );
    let first = collector(&stub, &disk).run_once().await.unwrap();
    assert!(first.is_complete());
    let feed = FeedId {
        root: "https://manage.office.com/".into(),
        tenant: crate::stub::TENANT.into(),
        content_type: ContentType::DlpAll,
    };
    // The stub's Date header stands still, so the past is moved instead.
    let long_ago = stub.client().now().unix_seconds() - 9 * 86_400;
    disk.store.replace(&feed, &[Change::Listed { to: long_ago, swept: true }]).await.unwrap();
    let summary = collector(&stub, &disk).run_once().await.unwrap();
    let gaps: Vec<_> = summary.feeds.iter().flat_map(|feed| &feed.gaps).collect();
    assert_eq!(gaps.len(), 1);
    assert_eq!((gaps[0].from, gaps[0].reason), (long_ago, GapReason::TooFarBehind));
    assert!(!summary.is_complete());
    assert!(collector(&stub, &disk).run_once().await.unwrap().is_complete());
}

#[tokio::test]
async fn subscription_that_was_stopped_is_started_and_leaves_a_gap() {
    let stub = Stub::new(|request| match request {
        r if r.contains("subscriptions/list") => answer(
            200,
            r#"[{"contentType":"Audit.Exchange","status":"disabled"},{"contentType":"DLP.All","status":"enabled"}]"#,
        ),
        _ => answer(200, "[]"),
    });
    let disk = Disk::new(SinkKind::Knows);
    let first = collector(&stub, &disk).run_once().await.unwrap();
    assert!(first.feeds.iter().all(|feed| feed.gaps.is_empty()), "nothing was collected before");
    let starts = || stub.asked().iter().filter(|asked| asked.contains("/start")).count();
    assert_eq!(starts(), 1);
    // not again within fifteen minutes
    let second = collector(&stub, &disk).run_once().await.unwrap();
    assert_eq!((starts(), second.feeds[0].failures.len()), (1, 1));
}

#[tokio::test]
async fn gap_before_a_start_is_told_also_if_the_program_ended_there() {
    let disk = Disk::new(SinkKind::Knows);
    let (starts, left) = (Arc::new(AtomicUsize::new(0)), Arc::clone(&disk.left));
    let stub = Stub::new(move |request| match request {
        r if r.contains("/start") => {
            starts.fetch_add(1, Ordering::Relaxed);
            left.store(0, Ordering::Relaxed);
            answer(200, "{}")
        }
        r if r.contains("subscriptions/list") && starts.load(Ordering::Relaxed) == 0 => {
            answer(200, r#"[{"contentType":"DLP.All","status":"disabled"}]"#)
        }
        r if r.contains("subscriptions/list") => respond(r, 1),
        _ => answer(200, "[]"),
    });
    let open = || {
        let builder = Collector::builder(stub.client(), disk.clone(), disk.clone());
        builder.content_types([ContentType::DlpAll]).build()
    };
    let feed = FeedId {
        root: "https://manage.office.com/".into(),
        tenant: crate::stub::TENANT.into(),
        content_type: ContentType::DlpAll,
    };
    let listed = stub.clock.now().unix_seconds() - 3_600;
    disk.store.replace(&feed, &[Change::Listed { to: listed, swept: true }]).await.unwrap();
    open().run_once().await.unwrap_err();
    disk.left.store(usize::MAX, Ordering::Relaxed);
    let summary = open().run_once().await.unwrap();
    let gaps: Vec<_> = summary.feeds[0].gaps.iter().map(|gap| (gap.from, gap.reason)).collect();
    assert_eq!(gaps, [(listed, GapReason::NotSubscribed)]);
}

#[tokio::test]
async fn missing_permission_ends_fetching_after_a_few_refusals() {
    let stub = Stub::new(|request| match request {
        r if r.contains("/audit/") => answer(403, error("AF10001")),
        r => respond(r, 1),
    });
    let disk = Disk::new(SinkKind::Knows);
    let summary = collector(&stub, &disk).run_once().await.unwrap();
    let failures: Vec<_> = summary.feeds.iter().flat_map(|feed| &feed.failures).collect();
    assert!(failures.iter().all(|error| error.kind() == ErrorKind::PermissionDenied));
    assert!(!failures.is_empty() && summary.pending() > 5);
    let asked = stub.asked().iter().filter(|asked| asked.contains("/audit/")).count();
    assert!(asked <= 16, "{asked} requests that could only be refused");
}

#[tokio::test]
async fn blob_that_alone_is_refused_keeps_no_other_back() {
    let stub = Stub::new(|request| match request {
        r if r.contains("/audit/plain") => answer(403, error("AF10001")),
        r if r.contains("/audit/busy") => answer(200, "[]"),
        r => respond(r, 9),
    });
    let disk = Disk::new(SinkKind::Knows);
    collector(&stub, &disk).run_once().await.unwrap();
    let there = disk.records();
    assert!(["c", "e", "g", "i", "l", "m"].iter().all(|id| there.contains_key(*id)), "{there:?}");
}

#[tokio::test]
async fn listed_blob_without_a_record_is_tried_again() {
    let times = AtomicUsize::new(0);
    let stub = Stub::new(move |request| match request {
        r if r.contains("/audit/") && times.fetch_add(1, Ordering::Relaxed) == 0 => answer(204, ""),
        r if r.contains("/audit/") => answer(200, r#"[{"Id":"a"}]"#),
        r if r.contains("subscriptions/list") => respond(r, 1),
        _ => answer(200, format!("[{}]", descriptor("DLP.All", "x", &format!("{FEED}/audit/x")))),
    });
    let disk = Disk::new(SinkKind::Knows);
    let open = || {
        let builder = Collector::builder(stub.client(), disk.clone(), disk.clone());
        builder.content_types([ContentType::DlpAll]).build()
    };
    assert_eq!(open().run_once().await.unwrap().pending(), 1);
    stub.clock.advance(Duration::from_secs(60));
    assert_eq!(open().run_once().await.unwrap().records(), 1);
}

#[tokio::test]
async fn blobs_that_can_not_be_tried_do_not_hurry_the_next_run() {
    // blobs are pending, and then the tenant can't be had any more
    let (stub, disk) = (service(), Disk::new(SinkKind::Knows));
    collector(&stub, &disk).run_once().await.unwrap();
    let stub = Stub::new(|_| answer(403, error("AF10001")));
    stub.clock.advance(Duration::from_secs(7_200));
    let (clock, started) = (stub.clock.clone(), stub.clock.elapsed());
    let stop = async move {
        while clock.elapsed() < started + Duration::from_secs(24 * 3_600) {
            tokio::task::yield_now().await;
        }
    };
    let mut runs = 0;
    collector(&stub, &disk).run(Duration::from_secs(300), stop, |_| runs += 1).await.unwrap();
    assert!((20..40).contains(&runs), "{runs} runs in a day");
}

#[tokio::test]
async fn stopped_run_is_taken_up_again() {
    let (stub, disk) = (service(), Disk::new(SinkKind::Knows));
    let mut collector = collector(&stub, &disk);
    let mut summaries = 0;
    let clock = stub.clock.clone();
    // the manual clock moves by what is slept, so this stops after a few rounds
    let stop = async move {
        while clock.elapsed() < Duration::from_secs(4 * 3_600) {
            tokio::task::yield_now().await;
        }
    };
    collector.run(Duration::from_secs(600), stop, |_| summaries += 1).await.unwrap();
    assert!(summaries > 1);
    run_to_the_end(&stub, &disk).await;
    assert_eq!(disk.records(), expected());
}

#[tokio::test]
async fn record_that_is_too_long_is_said_and_leaves_a_line() {
    let directory = temporary_directory("long");
    let long = format!(r#"[{{"Id":"a"}},{{"Id":"b","Data":"{}"}}]"#, "x".repeat(5 << 20));
    let stub = Stub::new(move |request| match request {
        r if r.contains("/audit/") => answer(200, long.clone()).in_pieces(1 << 20),
        r if r.contains("subscriptions/list") => respond(r, 1),
        _ => answer(200, format!("[{}]", descriptor("DLP.All", "long", &format!("{FEED}/audit/long")))),
    });
    let open = |state: &str| {
        let store = DirectoryStore::new(directory.join(state)).unwrap();
        Collector::builder(stub.client(), store, DirectorySink::new(directory.join("out")))
            .content_types([ContentType::DlpAll])
            .build()
    };
    let summary = open("state").run_once().await.unwrap();
    let lost: Vec<_> = summary.feeds[0].lost.iter().map(|lost| (lost.reason, lost.records)).collect();
    assert_eq!(lost, [(LossReason::RecordTooLong, 1)]);
    assert!(!summary.is_complete());
    let id: FeedId =
        FeedId { root: String::new(), tenant: crate::stub::TENANT.into(), content_type: ContentType::DlpAll };
    let blob = serde_json::from_str(&descriptor("DLP.All", "long", "")).unwrap();
    assert_eq!(DirectorySink::new(directory.join("out")).rejected(&id, &blob).await.unwrap(), 1);
    assert!(open("state").run_once().await.unwrap().is_complete());
    std::fs::remove_dir_all(directory).unwrap();
}

#[tokio::test]
async fn run_that_fails_hands_over_what_it_came_to() {
    let (stub, disk) = (service(), Disk::new(SinkKind::Knows));
    disk.left.store(30, Ordering::Relaxed);
    let mut summaries = Vec::new();
    let outcome = collector(&stub, &disk)
        .run(Duration::from_secs(600), future::pending(), |summary| summaries.push(summary))
        .await;
    assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Local);
    assert_eq!(summaries.len(), 1);
    assert!(summaries[0].feeds.iter().any(|feed| feed.found > 0));
}

#[tokio::test]
async fn files_hold_each_record_once_even_if_the_store_was_lost_in_between() {
    let directory = temporary_directory("sink");
    let stub = service();
    let open = || {
        let store = DirectoryStore::new(directory.join("state")).unwrap();
        let sink = DirectorySink::new(directory.join("out"));
        Collector::builder(stub.client(), store, sink).content_types(TYPES).build()
    };
    for _ in 0..12 {
        let summary = open().run_once().await.unwrap();
        if summary.pending() == 0 {
            break;
        }
        stub.clock.advance(Duration::from_secs(3_600));
    }
    let mut ids = Vec::new();
    let mut directories = vec![directory.join("out")];
    let mut rejected = String::new();
    while let Some(next) = directories.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            match path.extension().and_then(|extension| extension.to_str()) {
                _ if path.is_dir() => directories.push(path),
                Some("jsonl") => {
                    for line in std::fs::read_to_string(path).unwrap().lines() {
                        ids.push(serde_json::from_str::<AuditRecord>(line).unwrap().id.unwrap());
                    }
                }
                Some("rejected") => rejected = std::fs::read_to_string(path).unwrap(),
                other => panic!("{other:?} was left behind"),
            }
        }
    }
    ids.sort();
    assert!(ids.iter().eq(expected().keys()), "{ids:?}");
    assert_eq!(rejected, "{\"Id\":nonsense}\n");
    std::fs::remove_dir_all(directory).unwrap();
}
