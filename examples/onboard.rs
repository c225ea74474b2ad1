//! A customer's first minute: an administrator consents, the tenant is proved, and its Secure Score is there.
//!
//! ```sh
//! cargo run --example onboard                              # in the emulator, which plays the administrator
//! cargo run --example onboard -- --administrator cancel    # an administrator who would rather not
//! AZURE_TENANT_ID=contoso.com,fabrikam.com cargo run --example onboard    # for real: your tenant, then the customer's
//! ```
//!
//! For real, the app registration has to be a multi-tenant one and to list the redirect URI
//! `http://localhost/consented`; the port doesn't matter. Without a second tenant it is the tenant of whoever signs in.

#[path = "onboard/administrator.rs"]
mod administrator;
#[path = "onboard/redirect.rs"]
mod redirect;

use std::{error::Error as StdError, process::ExitCode, time::Duration};

use clap::Parser;
use tenantscope::{
    Client, Error, TenantId,
    entra::{ConsentLink, ConsentState, ConsentedTenant, GrantCheck},
};
use tenantscope_examples::{Progress, Settings, VARIABLES, explain};

use crate::{administrator::Administrator, redirect::Listener};

/// What this program reads. `Organization.Read.All`, which the emulator's registration asks for, isn't among it.
const NEEDED: [&str; 1] = ["SecurityEvents.Read.All"];

/// Brings the app into a customer's tenant and shows its Secure Score.
#[derive(Parser)]
#[command(after_help = VARIABLES)]
struct Arguments {
    /// The port for the redirect; any free one unless it is set.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// How many minutes the administrator may take.
    #[arg(long, default_value_t = 15)]
    minutes: u32,
    /// What the administrator does, in the emulator.
    #[arg(long, value_enum, default_value_t = Administrator::Accept)]
    administrator: Administrator,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("onboard: {error}");
            ExitCode::from(2)
        }
    }
}

#[allow(clippy::print_stdout)] // the steps are the program's output
async fn run(arguments: Arguments) -> Result<ExitCode, Box<dyn StdError>> {
    let settings = Settings::read().await?;
    println!("{}", settings.headline());
    if let Some(emulator) = &settings.emulator {
        arguments.administrator.prepare(emulator).await?;
    }
    let client = settings.client()?;
    match onboard(&client, &settings, &arguments).await? {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(error) => {
            println!("\nNot onboarded: {}", explain(&error));
            Ok(ExitCode::FAILURE)
        }
    }
}

/// The outer error is this machine's, the inner one says why the tenant isn't onboarded.
#[allow(clippy::print_stdout)] // the steps are the program's output
async fn onboard(
    client: &Client,
    settings: &Settings,
    arguments: &Arguments,
) -> Result<Result<(), Error>, Box<dyn StdError>> {
    let listener = Listener::bind(arguments.port).await?;
    let state = ConsentState::random();
    let link = consent_link(client, settings.tenants.get(1), &listener, &state)?;
    println!("\n1. An administrator of the customer opens this link and consents:\n   {link}");
    if settings.emulator.is_some() {
        println!("   Here the emulator plays the administrator.");
        tokio::spawn(administrator::visit(link));
    }

    let progress = Progress::start("waiting for the administrator");
    let patience = Duration::from_secs(60 * u64::from(arguments.minutes));
    let Ok(returned) = tokio::time::timeout(patience, listener.consent(&state)).await else {
        return Err(format!("nobody came back within {} minutes", arguments.minutes).into());
    };
    drop(progress);
    let redirect = match returned? {
        Ok(redirect) => redirect,
        Err(refusal) => return Ok(Err(refusal)),
    };
    println!(
        "\n2. The redirect came back with the right state. It claims the tenant {}.",
        redirect.claimed_tenant()
    );

    let progress = Progress::start("waiting until the directory knows of the consent");
    let proof = redirect.prove(client.credential(), client.cloud().graph().scope(), client.pipeline()).await;
    drop(progress);
    let consented = match proof {
        Ok(consented) => consented,
        Err(error) => return Ok(Err(error)),
    };
    println!("\n3. A token of that tenant proves it. From here on it is a customer.");
    Ok(show(client, &consented).await)
}

fn consent_link(
    client: &Client,
    customer: Option<&TenantId>,
    listener: &Listener,
    state: &ConsentState,
) -> Result<String, Box<dyn StdError>> {
    let app = client.credential().identity().client_id.ok_or("the credential doesn't say which app it is")?;
    let mut link = ConsentLink::new(app, &listener.redirect_uri()?)?.cloud(client.cloud().clone());
    if let Some(customer) = customer {
        link = link.tenant(customer.clone());
    }
    Ok(link.url(state).into())
}

#[allow(clippy::print_stdout)] // the steps are the program's output
async fn show(client: &Client, consented: &ConsentedTenant) -> Result<(), Error> {
    let check = GrantCheck::new(NEEDED, consented.roles());
    println!("\n4. Permissions on Microsoft Graph:");
    println!("   granted: {}", list(consented.roles()));
    println!("   missing: {}", list(check.missing()));
    println!("   granted and not needed: {}", list(check.surplus()));

    let customer = client.for_tenant(consented.tenant().clone());
    match customer.graph().secure_scores().latest().await? {
        Some(score) => println!("\n5. Secure Score: {:.1} %", score.percentage().unwrap_or_default()),
        None => println!("\n5. The tenant has no Secure Score yet: a new one gets it within a day or two."),
    }
    Ok(())
}

fn list(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
