//! What every tenantscope crate shares: clouds, identifiers, credentials, errors, the pipeline that requests go
//! through, paging, and items that lose nothing.
//!
//! ```
//! use serde::{Deserialize, Serialize};
//! use tenantscope_core::{Cloud, Item, Listing, Timestamp};
//!
//! #[derive(Deserialize, Serialize)]
//! #[serde(rename_all = "camelCase")]
//! struct Domain { id: String, is_verified: bool }
//!
//! // an answer of Microsoft Graph that somebody stored
//! let body = r#"{"@odata.context": "…", "value": [
//!     {"id": "contoso.com", "isVerified": true, "newer": "than this program"},
//!     {"id": 7}
//! ]}"#;
//! let domains: Listing<Domain> = Listing::read_envelope(body, "value")?;
//! let first: &Item<Domain> = domains.items().next().expect("there is one");
//! assert!(first.is_verified);
//! assert_eq!(first.extra()["newer"], "than this program");      // nothing is lost
//! assert_eq!(domains.errors().count(), 1);                      // and one bad item spoils no page
//!
//! assert_eq!(Cloud::GccHigh.graph().scope(), "https://graph.microsoft.us/.default");
//! assert!("2026-11-22T01:02:03.1234567".parse::<Timestamp>().is_ok());
//! # Ok::<(), tenantscope_core::Error>(())
//! ```
//!
//! Programs use the crate `tenantscope`, which re-exports what they need from here. This crate is for those who
//! write a credential, a transport, a stub for their tests, or a client of another Microsoft service.
//!
//! | for | there is |
//! |---|---|
//! | naming things | [`Cloud`], [`Endpoint`], [`TenantId`], [`ClientId`], [`SubscriptionId`], [`Timestamp`], [`Secret`] |
//! | tokens | [`TokenCredential`], [`Credential`], [`TokenRequest`], [`AccessToken`] |
//! | failures | [`Error`], [`ErrorKind`] |
//! | answers | [`Item`], [`Listing`], [`open_enum!`], [`lenient`] |
//! | requests (feature `client`) | [`Pipeline`], [`ServiceClient`], [`Request`], [`Response`], [`Operation`], [`Service`] |
//! | collections (feature `client`) | [`Pages`], [`Page`], [`Items`], [`Continuation`] |
//! | seams (feature `client`) | [`Transport`], [`Clock`] |
//!
//! # Features
//!
//! | feature | default | adds |
//! |---|---|---|
//! | `client` | yes | the pipeline, the pager and their seams; a transport of your own makes it work |
//! | `rustls` | yes | [`HttpTransport`], with TLS by rustls, the aws-lc-rs provider and the platform's certificate roots |
//! | `rustls-no-provider` | no | [`HttpTransport`], with TLS by rustls and the provider that your program installs |
//!
//! Types of other crates in these signatures: `bytes::Bytes`, `http` 1.x, `url::Url`, `serde` and `serde_json`,
//! `time::OffsetDateTime`, `reqwest::Client` in [`HttpTransport::from_reqwest`] alone.

// Without the client, the links to it lead nowhere; the published pages have all features.
#![cfg_attr(not(feature = "client"), allow(rustdoc::broken_intra_doc_links))]

pub mod lenient;

mod cloud;
mod credential;
mod error;
mod id;
mod item;
mod listing;
mod open_enum;
mod redact;
mod secret;
mod timestamp;

#[cfg(feature = "client")]
mod challenge;
#[cfg(feature = "client")]
mod clock;
#[cfg(feature = "client")]
mod discovery;
#[cfg(feature = "client")]
mod failure;
#[cfg(feature = "client")]
mod gate;
#[cfg(feature = "client")]
mod operation;
#[cfg(feature = "client")]
mod origin;
#[cfg(feature = "client")]
mod pager;
#[cfg(feature = "client")]
mod pipeline;
#[cfg(feature = "client")]
mod request;
#[cfg(feature = "client")]
mod response;
#[cfg(feature = "client")]
mod retry;
#[cfg(feature = "client")]
mod service_client;
#[cfg(all(test, feature = "client"))]
mod stub;
#[cfg(feature = "client")]
mod transport;
#[cfg(feature = "client")]
mod warm_up;

pub use async_trait::async_trait;
#[doc(hidden)]
pub use serde as __serde;

#[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
pub use crate::transport::{HttpTransport, HttpTransportBuilder};
#[cfg(feature = "client")]
pub use crate::{
    challenge::Challenge,
    clock::{Clock, ManualClock, Sleep, SystemClock},
    discovery::OpenIdConfiguration,
    failure::{Failure, Repeat, Verdict},
    operation::{Operation, RateLimit, Service},
    pager::{Continuation, Items, Page, Pages, Paging},
    pipeline::{Pipeline, PipelineBuilder},
    request::Request,
    response::{Response, ResponseHead, StreamingResponse},
    retry::RetryPolicy,
    service_client::ServiceClient,
    transport::{Body, Transport, TransportError, TransportPhase},
};
pub use crate::{
    cloud::{Cloud, CustomCloud, CustomCloudBuilder, Endpoint, is_secure},
    credential::{AccessToken, Credential, CredentialIdentity, TokenCredential, TokenRequest},
    error::{Error, ErrorBuilder, ErrorKind, Result, json_problem},
    id::{ClientId, ParseIdError, SubscriptionId, TenantId, is_guid},
    item::Item,
    listing::Listing,
    open_enum::UnknownValue,
    redact::redact,
    secret::Secret,
    timestamp::{ParseTimestampError, Timestamp},
};

/// The README's program, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
