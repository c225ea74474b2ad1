//! The main job: the posture of every tenant in one report.
//!
//! For each tenant: the Microsoft Secure Score with its trend, the recommended actions that lose the most points, the
//! Defender for Cloud score and controls of each subscription, and the audit records of the last 24 hours. Then, over all
//! tenants, which recommended action is open for the most of them.
//!
//! ```sh
//! cargo run --example posture                # an emulator with three tenants, unless AZURE_TENANT_ID is set
//! cargo run --example posture -- --json      # the same as one JSON document
//! ```

#[path = "posture/report.rs"]
mod report;

use std::{collections::HashSet, error::Error as StdError, process::ExitCode, time::Duration};

use clap::Parser;
use futures_util::{StreamExt, future, stream};
use tenantscope::{
    Client, Error, ErrorKind, Item, SubscriptionId,
    activity::{ActivityClient, ContentType, StartOutcome, TimeWindow},
    defender::{DefenderClient, ScoreShare, Subscription, WeightedScore},
    graph::{GraphClient, SecureScore, Trend},
};
use tenantscope_examples::{Outcome, Progress, Settings, VARIABLES};

use crate::report::{
    Action, AuditPart, ContentTypePart, ControlPart, DefenderPart, RecordCounts, Report, SecureScorePart,
    SubscriptionPart, SubscriptionScore, TenantReport, open_actions,
};

/// Tenants that are read at once. Each has its own throttling at the services.
const TENANTS_AT_ONCE: usize = 8;

const AUDIT_HOURS: u64 = 24;

const CONTENT_TYPES: [ContentType; 5] = [
    ContentType::AuditAzureActiveDirectory,
    ContentType::AuditExchange,
    ContentType::AuditSharePoint,
    ContentType::AuditGeneral,
    ContentType::DlpAll,
];

/// Reports the security posture of Microsoft cloud tenants.
#[derive(Parser)]
#[command(after_help = VARIABLES)]
struct Arguments {
    /// Print one JSON document instead of text.
    #[arg(long)]
    json: bool,
    /// Leave the subscriptions of the audit feed as they are, instead of starting those that are missing.
    #[arg(long)]
    no_start: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("posture: {error}");
            ExitCode::from(2)
        }
    }
}

#[allow(clippy::print_stdout)] // the report is the program's output
async fn run(arguments: Arguments) -> Result<ExitCode, Box<dyn StdError>> {
    let settings = Settings::read().await?;
    if !arguments.json {
        println!("{}", settings.headline());
    }
    let client = settings.client()?;
    let progress = Progress::start("reading tenants");
    let count = settings.tenants.len();
    let tenants: Vec<TenantReport> = stream::iter(settings.tenants.iter().enumerate())
        .map(async |(position, tenant)| {
            let client = client.for_tenant(tenant.clone());
            (position, read_tenant(&client, &settings, !arguments.no_start).await)
        })
        .buffer_unordered(TENANTS_AT_ONCE)
        .enumerate()
        .map(|(done, report)| {
            progress.say(format!("{} of {count} tenants read", done + 1));
            report
        })
        .collect::<Vec<_>>()
        .await
        .into_iter()
        .collect::<std::collections::BTreeMap<_, _>>()
        .into_values()
        .collect();
    drop(progress);
    let missing_subscriptions = missing_subscriptions(&settings, &tenants);
    let report = Report {
        generated_at: client.pipeline().clock().now(),
        emulator: settings.emulator.is_some(),
        compared_tenants: tenants.iter().filter(|t| matches!(t.secure_score.ok(), Some(Some(_)))).count(),
        open_actions: open_actions(&tenants),
        tenants,
        missing_subscriptions,
    };
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print!("{}", report.text());
    }
    Ok(if report.failed() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn read_tenant(client: &Client, settings: &Settings, start: bool) -> TenantReport {
    let (secure_score, defender, audit) = future::join3(
        read_secure_score(client.graph()),
        read_defender(client.defender(), settings),
        read_audit(client.activity(), start),
    )
    .await;
    TenantReport {
        tenant: client.tenant().map(ToString::to_string).unwrap_or_default(),
        secure_score: secure_score.into(),
        defender: defender.into(),
        audit: audit.into(),
    }
}

async fn read_secure_score(graph: &GraphClient) -> Result<Option<SecureScorePart>, Error> {
    // A day's record or a profile that can't be read costs itself only.
    let mut unreadable = 0;
    let mut scores: Vec<Item<SecureScore>> = Vec::new();
    let mut all = graph.secure_scores().list().items();
    while let Some(score) = all.next().await {
        match score {
            Ok(score) => scores.push(score),
            Err(error) if error.kind() == ErrorKind::InvalidItem => unreadable += 1,
            Err(error) => return Err(error),
        }
    }
    // Newest first is what the service says it sends; the dates decide.
    scores.sort_by_key(|score| std::cmp::Reverse(score.created_date_time));
    let Some(latest) = scores.first() else { return Ok(None) };
    let mut profiles = Vec::new();
    let mut all = graph.secure_score_control_profiles().list().items();
    while let Some(profile) = all.next().await {
        match profile {
            Ok(profile) => profiles.push(profile.into_value()),
            Err(error) if error.kind() == ErrorKind::InvalidItem => unreadable += 1,
            Err(error) => return Err(error),
        }
    }
    let trend = Trend::of(&scores);
    let actions = latest.open_actions(&profiles).into_iter().map(|open| Action {
        control: open.profile.id.to_string(),
        title: open.profile.title.clone().unwrap_or_else(|| open.profile.id.to_string()),
        points: open.points,
    });
    Ok(Some(SecureScorePart {
        date: latest.created_date_time,
        current: latest.current_score,
        max: latest.max_score,
        percentage: latest.percentage(),
        change_in_7_days: trend.change(7),
        change_in_30_days: trend.change(30),
        days: scores.len(),
        actions: actions.collect(),
        unreadable,
    }))
}

async fn read_defender(defender: &DefenderClient, settings: &Settings) -> Result<DefenderPart, Error> {
    let wanted = &settings.subscriptions;
    let visible = defender.subscriptions().list().items().try_collect().await;
    let (ids, names) = match visible {
        // What one tenant was asked for by id can be read without the list.
        Err(_) if !wanted.is_empty() && settings.tenants.len() == 1 => (wanted.clone(), Vec::new()),
        Err(error) => return Err(error),
        Ok(visible) if wanted.is_empty() => (
            visible.iter().filter(|s| s.is_active()).filter_map(|s| s.subscription_id.clone()).collect(),
            visible,
        ),
        Ok(visible) if settings.tenants.len() == 1 => (wanted.clone(), visible),
        // Of several tenants each has some of them.
        Ok(visible) => (wanted.iter().filter(|id| find(&visible, id).is_some()).cloned().collect(), visible),
    };
    let mut weighted = WeightedScore::default();
    let mut subscriptions = Vec::new();
    let mut reads =
        stream::iter(ids).map(async |id| (read_subscription(defender, &id).await, id)).buffered(4);
    while let Some((read, id)) = reads.next().await {
        if let Ok((_, Some(share))) = &read {
            weighted.add(*share);
        }
        subscriptions.push(SubscriptionPart {
            name: find(&names, &id).and_then(|known| known.display_name.clone()),
            id: id.to_string(),
            score: read.map(|(score, _)| score).into(),
        });
    }
    Ok(DefenderPart { percentage: weighted.percentage(), subscriptions })
}

fn find<'a>(subscriptions: &'a [Item<Subscription>], id: &SubscriptionId) -> Option<&'a Item<Subscription>> {
    subscriptions.iter().find(|known| known.subscription_id.as_ref() == Some(id))
}

/// A subscription's score with its controls, and what it adds to the score of all.
async fn read_subscription(
    defender: &DefenderClient,
    id: &SubscriptionId,
) -> Result<(SubscriptionScore, Option<ScoreShare>), Error> {
    let subscription = defender.subscription(id.clone());
    let score = subscription.secure_scores().asc_score().await?;
    if !score.is_calculated() {
        let nothing = SubscriptionScore {
            assessed: false,
            current: None,
            max: None,
            percentage: None,
            controls: Vec::new(),
        };
        return Ok((nothing, None));
    }
    let mut controls =
        subscription.secure_score_controls().list().expand_definition().items().try_collect().await?;
    controls.sort_by(|a, b| a.most_to_gain_first(b));
    let controls = controls.iter().map(|control| ControlPart {
        id: control.name.clone().unwrap_or_default(),
        name: control.properties.display_name.clone().unwrap_or_default(),
        current: control.properties.score.current,
        max: control.properties.score.max,
        healthy: control.properties.healthy_resource_count,
        unhealthy: control.properties.unhealthy_resource_count,
        not_applicable: control.properties.not_applicable_resource_count,
    });
    let points = &score.properties.score;
    let part = SubscriptionScore {
        assessed: true,
        current: points.current,
        max: points.max,
        percentage: score.percentage(),
        controls: controls.collect(),
    };
    Ok((part, Some(score.share())))
}

async fn read_audit(activity: &ActivityClient, start: bool) -> Result<AuditPart, Error> {
    let mut started = Vec::new();
    if start {
        started = activity.subscriptions().ensure_started(&CONTENT_TYPES).await?;
    }
    let parts = CONTENT_TYPES.into_iter().map(async |content_type| {
        let outcome = started.iter().find(|(known, _)| *known == content_type).map(|(_, outcome)| outcome);
        let records = match outcome {
            Some(Err(error)) => Outcome::Failed(error.clone().into()),
            Some(Ok(outcome)) => {
                count_records(activity, &content_type, *outcome == StartOutcome::Started).await.into()
            }
            None => count_records(activity, &content_type, false).await.into(),
        };
        ContentTypePart { content_type: content_type.to_string(), records }
    });
    Ok(AuditPart { hours: AUDIT_HOURS, content_types: future::join_all(parts).await })
}

async fn count_records(
    activity: &ActivityClient,
    content_type: &ContentType,
    just_started: bool,
) -> Result<RecordCounts, Error> {
    let window = TimeWindow::last(Duration::from_secs(AUDIT_HOURS * 3600));
    let mut counts = RecordCounts { just_started, ..RecordCounts::default() };
    let mut records = activity.records(content_type.clone(), window);
    while let Some(record) = records.next().await {
        match record {
            Ok(record) => {
                counts.records += 1;
                let operation = record.operation.as_deref().unwrap_or("(no operation)");
                *counts.operations.entry(operation.to_owned()).or_default() += 1;
            }
            Err(error) => counts.failures.push(error.into()),
        }
    }
    Ok(counts)
}

/// Subscriptions that were asked for and that no tenant has shown.
fn missing_subscriptions(settings: &Settings, tenants: &[TenantReport]) -> Vec<String> {
    let shown: HashSet<&str> = tenants
        .iter()
        .filter_map(|tenant| tenant.defender.ok())
        .flat_map(|defender| &defender.subscriptions)
        .map(|subscription| subscription.id.as_str())
        .collect();
    settings.subscriptions.iter().map(ToString::to_string).filter(|id| !shown.contains(id.as_str())).collect()
}
