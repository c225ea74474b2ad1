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
//! It plays Microsoft Entra's token endpoint, Microsoft Graph, Azure Resource Manager with Defender
//! for Cloud, and the Office 365 Management Activity API, each on a port of its own, over real
//! sockets. It is written from what is known of the services and knows nothing of the client
//! crates, so that a misunderstanding in a client cannot hide behind the same one here. It enforces
//! what the services enforce: signatures, audiences, lifetimes, roles, api-versions, query options,
//! time windows; and words its refusals as they do.
//!
//! * [`Emulator`] starts it; [`EmulatorBuilder`] has its settings.
//! * [`Tenant`] is a customer: permissions, consent, subscriptions, and [`Expected`], what a
//!   correct client finds out.
//! * [`App`] is the app registration with its secrets and certificates.
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
mod clock;
mod data;
mod emulator;
mod expected;
mod fault;
mod graph;
mod http;
mod journal;
mod keys;
mod limit;
mod login;
mod paging;
mod permissions;
mod proxy;
mod rng;
mod run;
mod service;
mod tenant;
mod tls;
mod world;

pub use crate::{
    app::App,
    bridge::InProcessCredential,
    emulator::{Emulator, EmulatorBuilder},
    expected::{
        Expected, ExpectedAction, ExpectedAudit, ExpectedControl, ExpectedOpenAction, ExpectedOutcome,
        ExpectedSecureScore, ExpectedSubscription,
    },
    fault::{Fault, Faults, RetryAfter},
    journal::{Entry, Journal, TokenNote},
    run::run,
    service::Service,
    tenant::{NotRegistered, Standing, Subscription, Tenant},
};

/// The programs of the README are compiled and run like those of this documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
