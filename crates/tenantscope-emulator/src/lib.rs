//! A local Microsoft cloud on loopback, for tests and examples.
//!
//! ```
//! use tenantscope_emulator::{Emulator, Fault, RetryAfter, Service};
//!
//! # tokio::runtime::Runtime::new()?.block_on(async {
//! let emulator = Emulator::builder().seed(7).tenants(3).start().await?;
//! let tenant = emulator.tenant();
//! println!("{} has {} open actions", tenant.name(), tenant.expected().actions.len());
//!
//! tenant.revoke("SecurityEvents.Read.All");
//! let busy = Fault::on(Service::Graph, "/v1.0").times(1);
//! emulator.faults().add(busy.too_many_requests(RetryAfter::Seconds(3)));
//! # Ok::<(), std::io::Error>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! It plays Microsoft Entra, Microsoft Graph, Azure Resource Manager with Defender for Cloud, the
//! Office 365 Management Activity API, the endpoints of managed identities, and a key vault, each on
//! a port of its own, over real sockets. It is written from what is known of the services and knows nothing of the client
//! crates, so that a misunderstanding in a client cannot hide behind the same one here. It enforces
//! what the services enforce: signatures, audiences, lifetimes, roles, api-versions, query options,
//! time windows; and words its refusals as they do.
//!
//! * [`Emulator`] starts it; [`EmulatorBuilder`] has its settings.
//! * [`Tenant`] is a customer: permissions, consent, subscriptions, and [`Expected`], what a
//!   correct client finds out.
//! * [`GraphData`] is what the tenant has in Graph, and changes of it.
//! * [`App`] is the app registration with its secrets, certificates and federated credentials.
//! * [`ManagedIdentity`], [`Issuer`] and [`KeyVault`] are for signing in without a secret;
//!   [`BrowserAnswer`] is what a person does.
//! * [`Fault`] makes things go wrong: throttling, resets, stalls, foreign links, broken JSON.
//! * [`Journal`] knows every request, so that a test can say that none came too early, twice, or
//!   with another's token.
//! * [`run`] is for examples: a runtime, an emulator and its first tenant in one call.
//!
//! The binary of the same name serves programs in every other language; its README shows how.

mod activity;
mod app;
mod arm;
mod bearer;
mod bridge;
mod browser;
mod clock;
mod data;
mod emulator;
mod expected;
mod fault;
mod graph;
mod graph_data;
mod http;
mod identity;
mod issuer;
mod journal;
mod keys;
mod kql;
mod limit;
mod login;
mod paging;
mod permissions;
mod proxy;
mod rng;
mod run;
mod service;
mod store;
mod tenant;
mod tls;
mod vault;
mod world;

pub use crate::{
    app::App,
    bridge::InProcessCredential,
    browser::BrowserAnswer,
    emulator::{Emulator, EmulatorBuilder},
    expected::{
        Expected, ExpectedAction, ExpectedAudit, ExpectedControl, ExpectedOpenAction, ExpectedOutcome,
        ExpectedSecureScore, ExpectedSubscription,
    },
    fault::{Fault, Faults, RetryAfter},
    graph_data::GraphData,
    identity::{AssignedIdentity, ManagedIdentity},
    issuer::Issuer,
    journal::{Entry, Journal, TokenNote},
    run::run,
    service::Service,
    tenant::{AzureRole, NotRegistered, Region, Standing, Subscription, Tenant},
    vault::{KeyVault, VaultAccess},
};

/// The programs of the README are compiled and run like those of this documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
