//! Kills the audit collector at random, a hundred times, while the service misbehaves, and finds each record once.
#![allow(clippy::unwrap_used)] // in tests a panic is the report
#![allow(clippy::disallowed_methods)] // the program runs on the machine's clock

use std::{
    collections::HashMap,
    env, fs,
    hash::{BuildHasher, Hasher, RandomState},
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, SystemTime},
};

use serde_json::Value;
use tenantscope_emulator::{Emulator, Fault, RetryAfter, Service};
use tokio::process::Command;

const KILLS: usize = 100;

fn collector(emulator: &Emulator, out: &Path, ca: &Path) -> Command {
    let test = env::current_exe().unwrap();
    let program: PathBuf = test.parent().and_then(Path::parent).unwrap().join("examples/audit_collector");
    let mut command = Command::new(program);
    for (name, _) in env::vars().filter(|(name, _)| name.starts_with("AZURE_")) {
        command.env_remove(name);
    }
    for name in ["https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "NO_PROXY", "no_proxy"] {
        command.env_remove(name);
    }
    command
        .arg("--out")
        .arg(out)
        .args(["--since", "7d"])
        .env("HTTPS_PROXY", emulator.proxy_url().unwrap())
        .env("SSL_CERT_FILE", ca)
        .env("AZURE_TENANT_ID", emulator.tenant().id().to_string())
        .env("AZURE_CLIENT_ID", emulator.app().client_id().to_string())
        .env("AZURE_CLIENT_SECRET", emulator.app().secret())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    command
}

/// What a service does on a bad day, each a few times over.
fn misbehave(emulator: &Emulator) {
    let tenant = emulator.tenant().id();
    let blobs = format!("/api/v1.0/{tenant}/activity/feed/audit");
    let content = format!("/api/v1.0/{tenant}/activity/feed/subscriptions/content");
    let at = |path: &String, skip| Fault::on(Service::Activity, path.clone()).skip(skip);
    emulator
        .faults()
        .add(at(&blobs, 3).times(2).too_many_requests(RetryAfter::Seconds(1)))
        .add(at(&blobs, 40).times(2).throttled_as_forbidden())
        .add(at(&blobs, 80).times(3).service_unavailable(RetryAfter::None))
        .add(at(&blobs, 120).times(4).reset())
        .add(at(&blobs, 160).times(4).reset_in_body())
        .add(at(&blobs, 200).times(4).cut_in_body())
        .add(at(&blobs, 240).times(4).truncated_json())
        .add(at(&blobs, 280).times(2).html(200))
        .add(at(&content, 7).times(1).foreign_next_link("https://evil.example/next"))
        .add(at(&content, 20).times(2).reset_in_body())
        .add(at(&content, 30).times(1).truncated_json());
}

/// How often each record stands in the finished segments, by content type's folder and id.
fn found(folder: &Path, counts: &mut HashMap<String, usize>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found(&path, counts);
        } else if path.extension().is_some_and(|extension| extension == "jsonl") {
            for line in fs::read_to_string(&path).unwrap().lines() {
                let record: Value = serde_json::from_str(line).unwrap();
                if let Some(id) = record["Id"].as_str() {
                    *counts.entry(id.to_owned()).or_default() += 1;
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn collector_that_is_killed_a_hundred_times_has_each_record_once() {
    let emulator = Emulator::builder().seed(5).audit_volume(2, 4).proxy(true).start().await.unwrap();
    let folder = env::temp_dir().join(format!("tenantscope-collector-{}", std::process::id()));
    let out = folder.join("out");
    fs::create_dir_all(&folder).unwrap();
    let ca = folder.join("ca.pem");
    fs::write(&ca, emulator.ca_pem().unwrap()).unwrap();
    misbehave(&emulator);

    let begun = SystemTime::now();
    for n in 0..KILLS {
        let mut child = collector(&emulator, &out, &ca).spawn().unwrap();
        // longer and longer, so that the end of the collection comes within reach
        let most = 60 + 4 * u64::try_from(n).unwrap();
        let life = Duration::from_millis(RandomState::new().build_hasher().finish() % most);
        if tokio::time::timeout(life, child.wait()).await.is_err() {
            child.kill().await.unwrap();
        }
    }
    // Undisturbed from here on. A blob that has failed waits for its next try, so the program is run until it says
    // that nothing is left to come.
    emulator.faults().clear();
    let to_the_end = async { while !collector(&emulator, &out, &ca).status().await.unwrap().success() {} };
    tokio::time::timeout(Duration::from_secs(300), to_the_end)
        .await
        .expect("the collection comes to its end");

    let mut counts = HashMap::new();
    found(&out, &mut counts);
    let twice: Vec<_> = counts.iter().filter(|(_, count)| **count != 1).collect();
    assert!(twice.is_empty(), "{} records stand there more than once", twice.len());
    let margin = Duration::from_secs(3600);
    let expected = emulator.tenant().expected_audit(begun - Duration::from_secs(7 * 86_400) + margin, begun);
    let expected: usize = expected.iter().map(|part| part.records).sum();
    assert!(expected > 1000, "there is something to collect: {expected}");
    assert!(counts.len() >= expected, "{} of {expected} records are there", counts.len());
    fs::remove_dir_all(&folder).unwrap();
}
