//! Collects audit records into files, each once, and says what was lost.
//!
//! ```text
//! cargo run --example audit_collector -- --out audit --since 24h
//! cargo run --example audit_collector -- --out audit --follow --content-type Audit.Exchange --content-type DLP.All
//! ```
//!
//! Ended at any moment and started again, it goes on where it was. Without a configured tenant it collects from
//! the emulator.

#![allow(clippy::print_stdout)] // its output is what it is for

use std::{error::Error, path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

use clap::Parser;
use comfy_table::{Table, presets};
use tenantscope::{
    TenantId,
    activity::{
        ContentType,
        collector::{Collector, DirectorySink, DirectoryStore, FeedSummary, Summary},
    },
};
use tenantscope_examples::{Progress, Settings, VARIABLES, explain};

/// Collects the audit records of one or many tenants into files, each record once.
#[derive(Debug, Parser)]
#[command(after_help = VARIABLES)]
struct Arguments {
    /// Where the files go: OUT/<tenant>/<content type>/<day>/<blob>.jsonl, and the checkpoints in OUT/state
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// How far back the first run goes, up to 7d: 90m, 24h, 7d
    #[arg(long, value_name = "SPAN", default_value = "24h", value_parser = span)]
    since: Duration,
    /// What to collect; may be repeated. All five content types by default
    #[arg(long, value_name = "TYPE")]
    content_type: Vec<ContentType>,
    /// The tenant of the company that wrote this program; the first tenant by default
    #[arg(long, value_name = "ID")]
    publisher: Option<TenantId>,
    /// Goes on until Ctrl-C
    #[arg(long)]
    follow: bool,
    /// How long --follow pauses between two runs
    #[arg(long, value_name = "SPAN", default_value = "5m", value_parser = span)]
    every: Duration,
}

fn span(text: &str) -> Result<Duration, String> {
    let expected = || format!("`{text}` is no span of time: expected a form such as 90m, 24h or 7d");
    let unit = text.chars().last().ok_or_else(expected)?;
    let number: u64 = text[..text.len() - unit.len_utf8()].parse().map_err(|_| expected())?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return Err(expected()),
    };
    number.checked_mul(seconds).map(Duration::from_secs).ok_or_else(expected)
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Collects from every tenant, and says whether all went well.
async fn run(arguments: Arguments) -> Result<bool, Box<dyn Error>> {
    let settings = Settings::read().await?;
    println!("{}", settings.headline());
    let client = settings.client()?;
    let progress = Arc::new(Progress::start("looking what there is"));
    let mut well = true;
    let mut tenants = tokio::task::JoinSet::new();
    for tenant in &settings.tenants {
        let mut activity = client.for_tenant(tenant.clone()).activity().clone();
        if let Some(publisher) = &arguments.publisher {
            activity = activity.for_publisher(publisher.clone());
        }
        let store = DirectoryStore::new(arguments.out.join("state"))?;
        let mut builder = Collector::builder(activity, store, DirectorySink::new(&arguments.out))
            .lookback(arguments.since)
            .on_progress(shows_progress(&progress, tenant));
        if !arguments.content_type.is_empty() {
            builder = builder.content_types(arguments.content_type.clone());
        }
        let collector = builder.build();
        let (tenant, follow, every) = (tenant.clone(), arguments.follow, arguments.every);
        tenants.spawn(async move { (tenant.clone(), collect(collector, tenant, follow, every).await) });
    }
    while let Some(ended) = tenants.join_next().await {
        let (tenant, outcome) = ended?;
        match outcome {
            Ok(complete) => well &= complete,
            Err(error) => {
                well = false;
                println!("\n{tenant}\n  {}", explain(&error));
            }
        }
    }
    Ok(well)
}

fn shows_progress(progress: &Arc<Progress>, tenant: &TenantId) -> impl Fn(&Summary) + Send + Sync + 'static {
    let (progress, tenant) = (Arc::clone(progress), tenant.clone());
    move |summary| {
        progress.say(format!("{tenant}: {} records, {} blobs to go", summary.records(), summary.pending()));
    }
}

/// One tenant, once or until Ctrl-C. Says whether everything that there was is in the files.
async fn collect(
    mut collector: Collector,
    tenant: TenantId,
    follow: bool,
    every: Duration,
) -> tenantscope::Result<bool> {
    let mut complete = true;
    let mut show = |summary: Summary| {
        complete &= summary.is_complete();
        print(&tenant, &summary);
    };
    if follow {
        collector.run(every, stopped(), show).await?;
        return Ok(true);
    }
    tokio::select! {
        summary = collector.run_once() => show(summary?),
        () = stopped() => {
            println!("\n{tenant}\n  stopped; the next run goes on from here");
            return Ok(true);
        }
    }
    Ok(complete)
}

/// Completes at Ctrl-C.
async fn stopped() {
    if tokio::signal::ctrl_c().await.is_err() {
        // without a signal to wait for, the program ends when it is done
        std::future::pending::<()>().await;
    }
}

/// What a run came to: collected, left out as duplicates, still to be had, and lost.
fn print(tenant: &TenantId, summary: &Summary) {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header([
        "content type",
        "blobs",
        "records",
        "duplicates",
        "unreadable",
        "to come",
        "lost",
        "gaps",
    ]);
    for feed in &summary.feeds {
        table.add_row([
            feed.content_type.to_string(),
            feed.blobs.to_string(),
            feed.records.to_string(),
            feed.duplicates.to_string(),
            feed.rejected.to_string(),
            feed.pending.to_string(),
            feed.lost.len().to_string(),
            feed.gaps.len().to_string(),
        ]);
    }
    println!("\n{tenant}\n{table}");
    for error in &summary.failures {
        println!("  {}", explain(error));
    }
    for feed in &summary.feeds {
        print_losses(feed);
    }
}

fn print_losses(feed: &FeedSummary) {
    for gap in &feed.gaps {
        println!(
            "  {}: {} to {} is missing: {:?}",
            feed.content_type,
            gap.starts_at(),
            gap.ends_at(),
            gap.reason
        );
    }
    for lost in &feed.lost {
        println!("  {}: {} is lost: {:?}", feed.content_type, lost.content_id, lost.reason);
    }
    if let Some(error) = feed.failures.last() {
        println!(
            "  {}: {} failures, the last one: {}",
            feed.content_type,
            feed.failures.len(),
            explain(error)
        );
    }
}
