//! What the tests against the emulator share.

#![allow(dead_code, clippy::unwrap_used)] // each test program uses a part of it; a panic is the report

use serde_json::Value;
use tenantscope_core::{Clock, Item, ManualClock, Pipeline, SubscriptionId, SystemClock};
use tenantscope_defender::DefenderClient;
use tenantscope_emulator::{EmulatorBuilder, ExpectedSubscription, Tenant};

pub(crate) fn client(tenant: &Tenant) -> DefenderClient {
    DefenderClient::builder(tenant.credential()).cloud(tenant.cloud()).tenant(tenant.id()).build().unwrap()
}

/// A clock that moves when somebody waits, and an emulator that lives by it.
pub(crate) fn on_one_clock(emulator: EmulatorBuilder) -> (EmulatorBuilder, ManualClock) {
    let clock = ManualClock::starting_at(SystemClock::new().now());
    let seen = clock.clone();
    (emulator.clock(move || seen.now().into()), clock)
}

/// A client that waits on that clock.
pub(crate) fn client_on(tenant: &Tenant, clock: &ManualClock) -> DefenderClient {
    let pipeline = Pipeline::builder().clock(clock.clone()).build().unwrap();
    DefenderClient::builder(tenant.credential())
        .cloud(tenant.cloud())
        .tenant(tenant.id())
        .pipeline(pipeline)
        .build()
        .unwrap()
}

pub(crate) fn id(subscription: &ExpectedSubscription) -> SubscriptionId {
    subscription.id.parse().unwrap()
}

/// That there is nothing in an item that its type has no name for.
#[track_caller]
pub(crate) fn assert_known<T: serde::Serialize>(item: &Item<T>) {
    let extra = Value::Object(item.extra());
    assert!(!says_something(&extra), "{extra} in {}", item.as_json());
}

/// Whether there is more than empty lists, objects and texts, and the numbers by which parts of an alert point at
/// each other.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(values) => values.iter().any(says_something),
        Value::Object(members) => members.iter().any(|(name, value)| name != "$id" && says_something(value)),
        Value::Bool(_) | Value::Number(_) => true,
    }
}
