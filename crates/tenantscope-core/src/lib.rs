//! What every tenantscope crate shares.

pub mod lenient;

#[cfg(feature = "client")]
mod clock;
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

pub use async_trait::async_trait;

#[cfg(feature = "client")]
pub use crate::clock::{Clock, ManualClock, Sleep, SystemClock};
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
