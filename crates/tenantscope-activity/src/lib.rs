//! The Office 365 Management Activity API: a tenant's audit log, as records and as a feed.
//!
//! ```
//! # #[cfg(feature = "client")]
//! # tenantscope_emulator::run(async |tenant| {
//! use std::time::Duration;
//! use tenantscope_activity::{ActivityClient, ContentType, TimeWindow};
//! use tenantscope_core::TenantId;
//!
//! # let (credential, cloud, tenant_id) = (tenant.credential(), tenant.cloud(), tenant.id());
//! let publisher: TenantId = "8f2a1c5e-6e2b-4d0c-9b1a-3f4e5d6c7b8a".parse()?; // your own tenant's id
//! let client = ActivityClient::builder(credential, publisher).cloud(cloud).tenant(tenant_id).build()?;
//!
//! for (content_type, outcome) in client.subscriptions().ensure_started(&ContentType::ALL).await? {
//!     println!("{content_type}: {:?}", outcome?);
//! }
//! let mut records = client.records(ContentType::AuditExchange, TimeWindow::last(Duration::from_secs(86_400)));
//! while let Some(record) = records.try_next().await? {
//!     println!("{:?} {:?}", record.operation, record.as_json().len());
//! }
//! # Ok(()) });
//! ```
//!
//! The service collects a tenant's audit records from the moment that a [subscription](Subscriptions) is started, and
//! makes them available in blobs, minutes to days after the events. A blob can be listed for seven days
//! after it became available. Then it is gone, and nothing brings it back.
//!
//! * [`ActivityClient`] is the entry point; its publisher is the tenant whose quota requests count against
//! * [`Subscriptions`] says which [kinds of content](ContentType) are collected, and starts them
//! * [`ActivityClient::records`] is every record that became available in a [`TimeWindow`], each once
//! * [`collector`] collects everything over weeks, restarts and failures: each record once, each loss reported
//! * [`ActivityClient::content`] lists the blobs, [`ActivityClient::blob`] fetches one as a stream of records
//! * [`AuditRecord`] is the header that all records share; [`RecordType`] says what a record is about
//! * [`ActivityClient::notifications`] and [`WebhookReceiver`] are about webhooks, which announce content
//! * [`view`] has typed views of what records of a workload say beyond that header
//! * [`ArraySplitter`] finds the elements of a JSON array while it arrives
//!
//! Every operation needs the application permission `ActivityFeed.Read`, and auditing switched on in the tenant. All
//! requests of one tenant share a quota of 2,000 a minute, which the client keeps to.
//!
//! | feature | what it adds |
//! |---|---|
//! | `client` (default) | everything that needs the network; without it the crate is models, for stored records |
//! | `rustls` (default) | TLS by rustls with the aws-lc-rs provider |

mod content;
mod content_type;
mod notification;
mod record;
mod splitter;
mod subscription;
pub mod view;
mod webhook;

#[cfg(feature = "client")]
mod blob;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
pub mod collector;
#[cfg(feature = "client")]
mod error;
#[cfg(feature = "client")]
mod listing;
#[cfg(feature = "client")]
mod records;
#[cfg(feature = "client")]
mod sensitive_type;
#[cfg(feature = "client")]
mod window;

#[cfg(all(test, feature = "client"))]
#[allow(clippy::unwrap_used)] // a helper of tests, which clippy does not see
mod stub;

#[cfg(feature = "client")]
pub use crate::{
    blob::Blob,
    client::{ActivityClient, ActivityClientBuilder},
    content::ListContent,
    listing::{WindowItems, WindowPages},
    notification::ListNotifications,
    records::Records,
    sensitive_type::{ListSensitiveTypes, SensitiveType},
    subscription::{StartOutcome, StartSubscription, Subscriptions},
    window::TimeWindow,
};
pub use crate::{
    content::{ContentDescriptor, ContentId},
    content_type::ContentType,
    notification::{Notification, NotificationStatus},
    record::{AuditRecord, EventTime, RecordKey, RecordType, UserType},
    splitter::{ArraySplitter, Element, SplitError},
    subscription::{Subscription, SubscriptionStatus, Webhook, WebhookStatus},
    webhook::{Received, WebhookReceiver},
};
