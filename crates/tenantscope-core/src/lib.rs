//! What every tenantscope crate shares.

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
    transport::{Body, HttpTransport, HttpTransportBuilder, Transport, TransportError, TransportPhase},
};
pub use crate::{
    cloud::{Cloud, CustomCloud, CustomCloudBuilder, Endpoint, is_secure},
    credential::{AccessToken, Credential, TokenCredential, TokenRequest},
    error::{Error, ErrorBuilder, ErrorKind, Result, json_problem},
    id::{ClientId, ParseIdError, SubscriptionId, TenantId, is_guid},
    item::Item,
    listing::Listing,
    open_enum::UnknownValue,
    redact::redact,
    secret::Secret,
    timestamp::{ParseTimestampError, Timestamp},
};
