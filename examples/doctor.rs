//! The connection test: what is missing, and how to fix it.
//!
//! ```sh
//! cargo run --example doctor                              # the tenants in the environment, or the emulator
//! cargo run --example doctor -- --break missing-permission  # how a failure looks, against the emulator
//! ```
//!
//! The exit status is 0 only if all that is needed works.

#[path = "doctor/broken.rs"]
mod broken;

use std::{error::Error as StdError, process::ExitCode};

use clap::Parser;
use futures_util::future;
use tenantscope::diagnose::Needs;
use tenantscope_examples::{Progress, Settings, VARIABLES};

use crate::broken::Broken;

/// Tests the connection to Microsoft cloud tenants.
#[derive(Parser)]
#[command(after_help = VARIABLES)]
struct Arguments {
    /// Print one JSON document instead of text.
    #[arg(long)]
    json: bool,
    /// Show one kind of failure, against the emulator.
    #[arg(long = "break", value_name = "KIND", value_enum)]
    broken: Option<Broken>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("doctor: {error}");
            ExitCode::from(2)
        }
    }
}

#[allow(clippy::print_stdout)] // the diagnosis is the program's output
async fn run(arguments: Arguments) -> Result<ExitCode, Box<dyn StdError>> {
    let (clients, needs, headline, _emulator) = if let Some(kind) = arguments.broken {
        let (client, emulator) = kind.client().await?;
        (vec![client], needs(), format!("This is the emulator, with {kind:?}."), Some(emulator))
    } else {
        let settings = Settings::read().await?;
        let first = settings.client()?;
        let clients = settings.tenants.iter().map(|tenant| first.for_tenant(tenant.clone())).collect();
        let needs = match settings.subscriptions.as_slice() {
            [] => needs(),
            subscriptions => needs().defender_on(subscriptions.to_vec()),
        };
        (clients, needs, settings.headline(), settings.emulator)
    };
    let progress = Progress::start("looking");
    let diagnoses = future::join_all(clients.iter().map(|client| client.diagnose(needs.clone()))).await;
    drop(progress);
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&diagnoses)?);
    } else {
        println!("{headline}");
        for diagnosis in &diagnoses {
            println!("\n{diagnosis}");
        }
    }
    let healthy = diagnoses.iter().all(tenantscope::diagnose::Diagnosis::is_healthy);
    Ok(if healthy { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What `posture` uses.
fn needs() -> Needs {
    Needs::new().secure_scores().defender().audit_feed()
}
