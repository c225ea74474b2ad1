//! Whole stories against the emulator.

#![cfg(feature = "client")]
#![allow(clippy::unwrap_used)] // clippy.toml allows it in tests; these are helpers of tests

use std::{
    collections::BTreeMap,
    time::{Duration, SystemTime},
};

use tenantscope_activity::{ActivityClient, ContentType, StartOutcome, TimeWindow};
use tenantscope_core::{Error, ErrorKind, Pipeline, RetryPolicy, TenantId};
use tenantscope_emulator::{Emulator, ExpectedAudit, Fault, RetryAfter, Service, Tenant};

const PUBLISHER: &str = "8f2a1c5e-6e2b-4d0c-9b1a-3f4e5d6c7b8a";

fn client(tenant: &Tenant) -> ActivityClient {
    let hasty =
        RetryPolicy::new().base_delay(Duration::from_millis(1)).longest_delay(Duration::from_millis(5));
    ActivityClient::builder(tenant.credential(), PUBLISHER.parse::<TenantId>().unwrap())
        .cloud(tenant.cloud())
        .tenant(tenant.domain())
        .pipeline(Pipeline::builder().retry(hasty).build().unwrap())
        .build()
        .unwrap()
}

/// The last three days up to a minute ago, and what there is in it.
#[allow(clippy::disallowed_methods)] // the emulator lays its data out around the machine's day
fn three_days(tenant: &Tenant) -> (TimeWindow, Vec<ExpectedAudit>) {
    let whole = |at: SystemTime| {
        let since = at.duration_since(SystemTime::UNIX_EPOCH).unwrap();
        SystemTime::UNIX_EPOCH + Duration::from_secs(since.as_secs())
    };
    let end = whole(SystemTime::now()) - Duration::from_secs(60);
    let start = end - Duration::from_secs(3 * 86_400);
    (TimeWindow::between(start.into(), end.into()), tenant.expected_audit(start, end))
}

/// How many records there are per operation, how many came twice, and what went wrong.
async fn collect(
    client: &ActivityClient,
    content_type: &str,
    window: TimeWindow,
) -> (BTreeMap<String, usize>, u64, Vec<Error>) {
    let mut records = client.records(content_type.into(), window);
    let (mut counts, mut errors) = (BTreeMap::new(), Vec::new());
    while let Some(record) = records.next().await {
        match record {
            Ok(record) => *counts.entry(record.operation.clone().unwrap_or_default()).or_default() += 1,
            Err(error) => errors.push(error),
        }
    }
    (counts, records.duplicates(), errors)
}

#[tokio::test]
async fn every_record_of_three_days_comes_once() {
    let emulator =
        Emulator::builder().page_size(Service::Activity, 7).audit_volume(3, 9).start().await.unwrap();
    let tenant = emulator.tenant();
    let client = client(&tenant);
    let (window, expected) = three_days(&tenant);
    assert_eq!(expected.len(), 5);
    for expected in expected {
        let (counts, duplicates, errors) = collect(&client, &expected.content_type, window).await;
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(counts, expected.operations, "{}", expected.content_type);
        assert_eq!(duplicates, (expected.delivered - expected.records) as u64, "{}", expected.content_type);
    }
    let asked = emulator.journal().entries().into_iter().filter(|entry| entry.service == Service::Activity);
    assert!(asked.into_iter().all(|entry| entry.publisher.as_deref() == Some(PUBLISHER)));
}

#[tokio::test]
async fn faults_on_the_way_change_nothing() {
    let emulator =
        Emulator::builder().page_size(Service::Activity, 20).audit_volume(2, 9).start().await.unwrap();
    let tenant = emulator.tenant();
    let client = client(&tenant);
    let (window, expected) = three_days(&tenant);
    let expected = expected.into_iter().find(|expected| expected.content_type == "Audit.Exchange").unwrap();
    let anywhere = || Fault::on(Service::Activity, "/api");
    emulator
        .faults()
        .add(anywhere().skip(2).times(1).throttled_as_forbidden())
        .add(anywhere().skip(5).times(1).service_unavailable(RetryAfter::None))
        .add(anywhere().skip(9).times(2).reset())
        .add(anywhere().skip(15).times(1).reset_in_body())
        .add(anywhere().skip(20).times(1).cut_in_body())
        .add(anywhere().skip(30).times(1).too_many_requests(RetryAfter::Seconds(1)));
    let (counts, _, errors) = collect(&client, "Audit.Exchange", window).await;
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(counts, expected.operations);
    assert!(emulator.faults().pending().is_empty(), "{:?}", emulator.faults().pending());
}

#[tokio::test]
async fn subscriptions_are_started_once_and_stopped() {
    let emulator = Emulator::builder().subscriptions_started(false).start().await.unwrap();
    let tenant = emulator.tenant();
    let subscriptions = client(&tenant).subscriptions();
    assert!(subscriptions.list().await.unwrap().is_empty());
    let wanted = [ContentType::AuditExchange, ContentType::from("Audit.Nonsense"), ContentType::DlpAll];
    let outcomes = subscriptions.ensure_started(&wanted).await.unwrap();
    assert_eq!(*outcomes[0].1.as_ref().unwrap(), StartOutcome::Started);
    assert_eq!(outcomes[1].1.as_ref().unwrap_err().code(), Some("AF20020"));
    assert_eq!(*outcomes[2].1.as_ref().unwrap(), StartOutcome::Started);
    let again = subscriptions.ensure_started(&wanted[..1]).await.unwrap();
    assert_eq!(*again[0].1.as_ref().unwrap(), StartOutcome::AlreadyEnabled);
    assert_eq!(subscriptions.start(ContentType::DlpAll).await.unwrap(), StartOutcome::AlreadyEnabled);
    subscriptions.stop(ContentType::DlpAll).await.unwrap();
    let enabled = subscriptions.list().await.unwrap();
    let enabled: Vec<_> =
        enabled.iter().filter(|item| item.is_enabled()).map(|item| &item.content_type).collect();
    assert_eq!(enabled, [&ContentType::AuditExchange]);
}

#[tokio::test]
async fn auditing_that_is_off_and_a_missing_permission_are_told_apart() {
    let emulator = Emulator::builder().subscriptions_started(false).start().await.unwrap();
    let tenant = emulator.tenant();
    tenant.disable_auditing();
    let error = client(&tenant).subscriptions().start(ContentType::DlpAll).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotOnboarded);
    assert!(error.advice().contains("Set-AdminAuditLogConfig"), "{error:?}");
    tenant.revoke("ActivityFeed.Read");
    let error = client(&tenant).subscriptions().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PermissionDenied);
    assert!(error.advice().contains("ActivityFeed.Read"), "{error:?}");
}

#[tokio::test]
async fn foreign_content_address_gets_no_token_and_hides_nothing_else() {
    let emulator = Emulator::start().await.unwrap();
    let tenant = emulator.tenant();
    emulator.faults().add(
        Fault::on(Service::Activity, "/api").times(1).foreign_content_uri("https://evil.example/audit/x"),
    );
    let (window, _) = three_days(&tenant);
    let (counts, _, errors) = collect(&client(&tenant), "Audit.General", window).await;
    assert!(!counts.is_empty());
    assert!(errors.iter().any(|error| error.kind() == ErrorKind::ForeignOrigin), "{errors:?}");
}

#[tokio::test]
async fn names_of_sensitive_types_come_in_the_language_that_was_asked_for() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator.tenant());
    let english = client.sensitive_types().await.unwrap();
    let german = client.sensitive_types().language("de-DE").await.unwrap();
    assert_eq!(english.len(), german.len());
    assert_eq!(english[0].id, german[0].id);
    assert_ne!(english[0].name, german[0].name);
    let error = client.sensitive_types().language("de, en").await.unwrap_err();
    assert_eq!(error.code(), Some("AF20053"));
}
