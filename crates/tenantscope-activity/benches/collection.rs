//! Collecting a day from the emulator, to files on the disk, against a bare download of the same blobs with the same
//! transport, compression and concurrency. The emulator runs in the same process and writes each blob anew for
//! every request, which weighs on both alike.

use std::{
    fs,
    path::PathBuf,
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use divan::{
    Bencher,
    counter::{BytesCount, ItemsCount},
};
use futures_util::{StreamExt, stream};
use tenantscope_activity::{
    ActivityClient, ContentDescriptor, ContentType, TimeWindow,
    collector::{Collector, DirectorySink, DirectoryStore},
};
use tenantscope_core::{HttpTransport, Pipeline, RateLimit, TenantId, TokenRequest, Transport};
use tenantscope_emulator::{Emulator, Service};
use tokio::runtime::Runtime;

const CONCURRENCY: usize = 8;
const TYPE: ContentType = ContentType::AuditExchange;

#[allow(clippy::print_stdout)] // a benchmark talks to its reader
fn main() {
    println!("{} blobs, {} records, {} bytes", WORLD.blobs.len(), WORLD.records, WORLD.bytes);
    divan::main();
    println!("peak memory, emulator included: {}", peak_memory().unwrap_or_else(|| "unknown".to_owned()));
    let _ = fs::remove_dir_all(directory());
}

/// A running emulator, and what it has.
struct World {
    runtime: Runtime,
    _emulator: Emulator,
    client: ActivityClient,
    token: String,
    blobs: Vec<ContentDescriptor>,
    records: usize,
    bytes: usize,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let runtime = Runtime::new().expect("a runtime");
    let emulator =
        runtime.block_on(Emulator::builder().audit_volume(4, 400).page_size(Service::Activity, 50).start());
    let emulator = emulator.expect("an emulator");
    let tenant = emulator.tenant();
    let publisher: TenantId = tenant.id();
    // The quota would bound a download of so many small blobs, and is no part of the question.
    let unlimited = RateLimit::new("management activity api");
    let pipeline = Pipeline::builder().rate_limit(unlimited).build().expect("a pipeline");
    let client = ActivityClient::builder(tenant.credential(), publisher)
        .cloud(tenant.cloud())
        .tenant(tenant.id())
        .pipeline(pipeline)
        .concurrent_fetches(CONCURRENCY)
        .build()
        .expect("a client");
    let request = TokenRequest::new(tenant.cloud().activity().scope()).for_tenant(tenant.id());
    let (token, blobs) = runtime.block_on(async {
        let credential = tenantscope_core::Credential::from(tenant.credential());
        let token = credential.get_token(&request).await.expect("a token");
        let day = TimeWindow::last(Duration::from_secs(86_400));
        let blobs = client.content(TYPE, day).items().try_collect().await.expect("a listing");
        (
            token.secret().expose().to_owned(),
            blobs.into_iter().map(tenantscope_core::Item::into_value).collect(),
        )
    });
    let mut world = World { runtime, _emulator: emulator, client, token, blobs, records: 0, bytes: 0 };
    let mut records = 0;
    world.bytes = world.runtime.block_on(bare(&world, |body| records += bytecount(body)));
    world.records = records;
    world
});

/// Records in a piece of a body: each has one such member.
fn bytecount(body: &[u8]) -> usize {
    body.windows(15).filter(|window| window == br#""CreationTime":"#).count()
}

/// Downloads the blobs and throws them away. Returns how many bytes they have.
async fn bare(world: &World, mut look: impl FnMut(&[u8])) -> usize {
    let transport = HttpTransport::builder().build().expect("a transport");
    let mut bodies = stream::iter(&world.blobs)
        .map(|blob| {
            let uri = format!(
                "{}?PublisherIdentifier={}",
                blob.content_uri, "8f2a1c5e-6e2b-4d0c-9b1a-3f4e5d6c7b8a"
            );
            let request = http::Request::get(uri)
                .header("authorization", format!("Bearer {}", world.token))
                .body(Bytes::new())
                .expect("a request");
            let transport = transport.clone();
            async move {
                let mut body = transport.send(request).await.expect("an answer").into_body();
                let mut pieces = Vec::new();
                while let Some(piece) = body.next().await {
                    pieces.push(piece.expect("a whole body"));
                }
                pieces
            }
        })
        .buffer_unordered(CONCURRENCY);
    let mut bytes = 0;
    while let Some(pieces) = bodies.next().await {
        for piece in pieces {
            look(&piece);
            bytes += piece.len();
        }
    }
    bytes
}

fn directory() -> PathBuf {
    std::env::temp_dir().join(format!("tenantscope-collection-{}", std::process::id()))
}

#[divan::bench(sample_count = 8, sample_size = 1)]
fn bare_download(bencher: Bencher<'_, '_>) {
    let world = &*WORLD;
    bencher
        .counter(BytesCount::new(world.bytes))
        .counter(ItemsCount::new(world.records))
        .bench(|| world.runtime.block_on(bare(world, |_| ())));
}

#[divan::bench(sample_count = 8, sample_size = 1, args = [false, true])]
fn collect_to_files(bencher: Bencher<'_, '_>, synced: bool) {
    static RUN: AtomicU32 = AtomicU32::new(0);
    let world = &*WORLD;
    bencher.counter(BytesCount::new(world.bytes)).counter(ItemsCount::new(world.records)).bench(|| {
        let out = directory().join(RUN.fetch_add(1, Ordering::Relaxed).to_string());
        let store = DirectoryStore::new(out.join("state")).expect("a directory");
        let sink = DirectorySink::new(&out).synced(synced);
        let mut collector =
            Collector::builder(world.client.clone(), store, sink).content_types([TYPE]).build();
        let summary = world.runtime.block_on(collector.run_once()).expect("a run");
        assert!(summary.records() > 0 && summary.pending() == 0, "{summary:?}");
        let _ = fs::remove_dir_all(out);
    });
}

/// The most memory that this process had, where the system tells.
fn peak_memory() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map(|text| text.trim().to_owned())
}
