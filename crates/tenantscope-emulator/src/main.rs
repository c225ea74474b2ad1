//! The emulator as a program: it prints, as shell `export` lines, the environment that points other
//! programs at it, and stays until it is interrupted.
//!
//! ```sh
//! tenantscope-emulator --tenants 3 --proxy > emulator.env &
//! . ./emulator.env
//! ```

use std::{
    error::Error,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use clap::Parser;
use serde_json::json;
use tenantscope_emulator::{Emulator, Service};

/// A local Microsoft cloud on loopback.
// Independent switches of independent things.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// How many tenants there are.
    #[arg(long, default_value_t = 1)]
    tenants: usize,
    /// The seed of their data.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Serve HTTPS instead of HTTP.
    #[arg(long)]
    tls: bool,
    /// Add a proxy that leads the default host names of every Microsoft cloud here.
    #[arg(long)]
    proxy: bool,
    /// The first of eight ports in a row. Free ones otherwise.
    #[arg(long)]
    ports: Option<u16>,
    /// Leave the Management Activity API's subscriptions for the client to start.
    #[arg(long)]
    subscriptions_stopped: bool,
    /// How long every answer takes, in milliseconds.
    #[arg(long, default_value_t = 0)]
    delay: u64,
    /// Audit blobs per content type and hour.
    #[arg(long, requires = "records")]
    blobs: Option<u32>,
    /// Audit records per blob.
    #[arg(long, requires = "blobs")]
    records: Option<u32>,
    /// Write the endpoints to this file, as JSON.
    #[arg(long)]
    cloud_file: Option<PathBuf>,
    /// Write the certificate authority to this file, as PEM. With --tls and --proxy, one beside the
    /// temporary files otherwise.
    #[arg(long)]
    ca_file: Option<PathBuf>,
    /// Write a registered certificate and its private key to this file, as PEM.
    #[arg(long)]
    certificate_file: Option<PathBuf>,
    /// Write what a correct client finds out to this file, as JSON.
    #[arg(long)]
    expected_file: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let mut builder = Emulator::builder()
        .tenants(arguments.tenants)
        .seed(arguments.seed)
        .tls(arguments.tls)
        .proxy(arguments.proxy)
        .subscriptions_started(!arguments.subscriptions_stopped)
        .response_delay(Duration::from_millis(arguments.delay));
    if let Some(port) = arguments.ports {
        builder = builder.first_port(port);
    }
    if let Some((blobs, records)) = arguments.blobs.zip(arguments.records) {
        builder = builder.audit_volume(blobs, records);
    }
    let emulator = builder.start().await?;
    let environment = environment(&emulator, &arguments)?;
    let mut out = io::stdout().lock();
    for (name, value) in environment {
        writeln!(out, "export {name}={}", quoted(&value))?;
    }
    out.flush()?;
    drop(out);
    tokio::signal::ctrl_c().await?;
    Ok(())
}

fn environment(
    emulator: &Emulator,
    arguments: &Arguments,
) -> Result<Vec<(&'static str, String)>, Box<dyn Error>> {
    let tenants: Vec<String> = emulator.tenants().iter().map(|tenant| tenant.id().to_string()).collect();
    let app = emulator.app();
    let mut environment = vec![
        ("AZURE_TENANT_ID", tenants.join(",")),
        ("AZURE_CLIENT_ID", app.client_id().to_string()),
        ("AZURE_CLIENT_SECRET", app.secret()),
    ];
    if let Some(path) = &arguments.certificate_file {
        fs::write(path, app.certificate_pem())?;
    }
    if let Some(path) = &arguments.cloud_file {
        fs::write(path, format!("{:#}\n", endpoints(emulator)))?;
    }
    if let Some(path) = &arguments.expected_file {
        let all: Vec<_> = emulator.tenants().iter().map(tenantscope_emulator::Tenant::expected).collect();
        let body = json!({"tenants": all, "openActions": emulator.expected_open_actions()});
        fs::write(path, format!("{body:#}\n"))?;
    }
    if let Some(pem) = emulator.ca_pem() {
        let default =
            || std::env::temp_dir().join(format!("tenantscope-emulator-{}.pem", std::process::id()));
        let path = arguments.ca_file.clone().unwrap_or_else(default);
        fs::write(&path, pem)?;
        environment.extend(trust(&path));
    }
    match emulator.proxy_url() {
        // Through the proxy the default endpoints are right as they are.
        Some(proxy) => environment.push(("HTTPS_PROXY", proxy.to_owned())),
        None => environment.push(("AZURE_AUTHORITY_HOST", emulator.origin(Service::Login).to_owned())),
    }
    Ok(environment)
}

/// The names by which programs of several languages look for certificate authorities.
fn trust(path: &Path) -> impl Iterator<Item = (&'static str, String)> {
    let path = path.display().to_string();
    ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"]
        .into_iter()
        .map(move |name| (name, path.clone()))
}

fn endpoints(emulator: &Emulator) -> serde_json::Value {
    json!({
        "login": emulator.origin(Service::Login),
        "graph": emulator.origin(Service::Graph),
        "resourceManager": emulator.origin(Service::ResourceManager),
        "activity": emulator.origin(Service::Activity),
        "managedIdentity": emulator.origin(Service::ManagedIdentity),
        "keyVault": emulator.origin(Service::KeyVault),
    })
}

/// A word of a POSIX shell.
fn quoted(value: &str) -> String {
    format!("'{}'", value.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_single_words_of_a_shell() {
        assert_eq!(quoted("a~b c"), "'a~b c'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}
