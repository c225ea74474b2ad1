//! The secure score of one Azure subscription or of all: the points, the controls, and what to fix first.
//!
//! ```sh
//! cargo run --example azure_secure_score                      # the emulator, unless AZURE_TENANT_ID is set
//! cargo run --example azure_secure_score -- --json            # the same as one JSON document
//! AZURE_SUBSCRIPTION_ID=... cargo run --example azure_secure_score    # one subscription, or several by comma
//! ```
//!
//! Subscriptions that can't be read are reported in their place, with what to do about it. The exit status is 1 only if
//! no score at all could be read.

#[path = "azure_secure_score/report.rs"]
mod report;

use std::{error::Error as StdError, process::ExitCode};

use clap::Parser;
use futures_util::{StreamExt, stream};
use tenantscope::{
    Error, ErrorKind, Item, SubscriptionId,
    defender::{
        DefenderClient, Outcome as Found, SecureScoreControl, SubscriptionPosture, Swept, WeightedScore,
    },
};
use tenantscope_examples::{Outcome, Progress, Settings, VARIABLES};

use crate::report::{ControlPart, Report, ScorePart, SubscriptionPart, TenantPart, fix_first};

/// Tenants that are read at once. Each has its own throttling at the service.
const TENANTS_AT_ONCE: usize = 8;

/// Reports Defender for Cloud secure scores of Azure subscriptions.
#[derive(Parser)]
#[command(after_help = VARIABLES)]
struct Arguments {
    /// Print one JSON document instead of text.
    #[arg(long)]
    json: bool,
    /// A subscription to read, instead of those in AZURE_SUBSCRIPTION_ID; may be given several times.
    #[arg(long, value_name = "ID")]
    subscription: Vec<SubscriptionId>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("azure_secure_score: {error}");
            ExitCode::from(2)
        }
    }
}

#[allow(clippy::print_stdout)] // the report is the program's output
async fn run(arguments: Arguments) -> Result<ExitCode, Box<dyn StdError>> {
    let mut settings = Settings::read().await?;
    if !arguments.subscription.is_empty() {
        settings.subscriptions = arguments.subscription;
    }
    if !arguments.json {
        println!("{}", settings.headline());
    }
    let client = settings.client()?;
    let progress = Progress::start("reading subscriptions");
    let tenants: Vec<TenantPart> = stream::iter(&settings.tenants)
        .map(async |tenant| {
            let defender = client.defender().for_tenant(tenant.clone());
            let read = read_tenant(&defender, &settings, &progress).await;
            TenantPart { tenant: tenant.to_string(), defender: read.into() }
        })
        .buffered(TENANTS_AT_ONCE)
        .collect()
        .await;
    drop(progress);
    let report = Report {
        generated_at: client.pipeline().clock().now(),
        emulator: settings.emulator.is_some(),
        missing_subscriptions: report::missing(&settings.subscriptions, &tenants),
        tenants,
    };
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print!("{}", report.text());
    }
    Ok(if report.has_score() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn read_tenant(
    defender: &DefenderClient,
    settings: &Settings,
    progress: &Progress,
) -> Result<report::DefenderPart, Error> {
    let mut sweep = defender.sweep();
    if !settings.subscriptions.is_empty() {
        sweep = sweep.subscriptions(settings.subscriptions.iter().cloned());
    }
    let mut swept = sweep.secure_scores();
    let mut all = Vec::new();
    while let Some(found) = swept.try_next().await? {
        // Of several tenants each has only some of the subscriptions that were asked for.
        let elsewhere = found.outcome.error().is_some_and(|error| error.kind() == ErrorKind::NotFound);
        if elsewhere && settings.tenants.len() > 1 {
            continue;
        }
        all.push(found);
        progress.say(format!("{} subscriptions read", all.len()));
    }
    let weighted: WeightedScore =
        all.iter().filter_map(|swept| Some(swept.outcome.found()?.score.share())).collect();
    let fix_first = fix_first(all.iter().filter_map(|swept| swept.outcome.found()), &weighted);
    let mut subscriptions = Vec::new();
    for swept in all {
        let name = match &swept.subscription {
            Some(listed) => listed.display_name.clone(),
            // Without its name a subscription is shown by its id.
            None => defender
                .subscriptions()
                .get(&swept.subscription_id)
                .await
                .ok()
                .and_then(|subscription| subscription.display_name.clone()),
        };
        subscriptions.push(part(swept, name));
    }
    subscriptions.sort_by(SubscriptionPart::worst_first);
    Ok(report::DefenderPart {
        percentage: weighted.percentage(),
        assessed: weighted.assessed(),
        subscriptions,
        fix_first,
    })
}

fn part(swept: Swept<SubscriptionPosture>, name: Option<String>) -> SubscriptionPart {
    let (state, score) = match swept.outcome {
        Found::Found(posture) => (None, Some(Outcome::Ok(score(posture)))),
        Found::NotOnboarded(error) | Found::Failed(error) => (None, Some(Outcome::Failed(error.into()))),
        Found::Inactive(state) => (Some(state.to_string()), None),
        _ => (None, None),
    };
    SubscriptionPart { id: swept.subscription_id.to_string(), name, state, score }
}

fn score(posture: SubscriptionPosture) -> ScorePart {
    let SubscriptionPosture { score, mut controls, errors, .. } = posture;
    controls.sort_by(|a, b| a.most_to_gain_first(b));
    let points = &score.properties.score;
    ScorePart {
        assessed: score.is_calculated(),
        current: points.current,
        max: points.max,
        percentage: score.percentage(),
        weight: score.properties.weight,
        controls: controls
            .iter()
            .map(|control: &Item<SecureScoreControl>| ControlPart {
                id: control.key().map(|key| key.to_string()).unwrap_or_default(),
                name: control.properties.display_name.clone().unwrap_or_default(),
                assessed: control.is_assessed(),
                current: control.properties.score.current,
                max: control.properties.score.max,
                points_to_gain: control.points_to_gain(),
                percentage_to_gain: control.percentage_to_gain(&score),
                healthy: control.properties.healthy_resource_count,
                unhealthy: control.properties.unhealthy_resource_count,
                not_applicable: control.properties.not_applicable_resource_count,
            })
            .collect(),
        unreadable: errors.into_iter().map(Into::into).collect(),
    }
}
