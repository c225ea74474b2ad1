//! Many subscriptions at once: Resource Graph and sweeps against the emulator, counted by its journal.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used)] // helpers of tests are tests too

mod common;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, SystemTime},
};

use serde_json::Value;
use tenantscope_core::{ErrorKind, Item};
use tenantscope_defender::{ControlRow, DefenderClient, Outcome, ScoreRow, WeightedScore};
use tenantscope_emulator::{
    Emulator, Entry, ExpectedOutcome, ExpectedSubscription, Fault, RetryAfter, Service, Tenant,
};

use common::{assert_known, client, client_on, id, on_one_clock};

const RESOURCES: &str = "/providers/Microsoft.ResourceGraph/resources";

fn of_resource_manager(entry: &Entry) -> bool {
    entry.service == Service::ResourceManager
}

/// The subscriptions that have a score, with ratio and weight.
fn scored(tenant: &Tenant) -> BTreeMap<String, (ExpectedSubscription, f64, i64)> {
    let all = tenant.expected().subscriptions.into_iter().filter_map(|one| match one.outcome {
        ExpectedOutcome::Score { current, max, weight, .. } => {
            Some((one.id.clone(), (one, current / max, weight)))
        }
        _ => None,
    });
    all.collect()
}

#[allow(clippy::cast_precision_loss)] // small numbers
fn expected_percentage(tenant: &Tenant) -> f64 {
    let all = scored(tenant);
    let weights: i64 = all.values().map(|(.., weight)| weight).sum();
    all.values().map(|(_, ratio, weight)| ratio * *weight as f64).sum::<f64>() / weights as f64 * 100.0
}

#[tokio::test]
async fn thousand_subscriptions_take_a_handful_of_requests() {
    let emulator = Emulator::builder().subscriptions_per_tenant(1000).start().await.unwrap();
    let tenant = emulator.tenant();
    let client = client(&tenant);
    let swept = client.sweep().score_rows().await.unwrap();
    assert_eq!(swept.len(), 1000);
    let mut whole = WeightedScore::default();
    for swept in &swept {
        let rows = swept.outcome.found().unwrap_or_else(|| panic!("{:?}", swept.outcome));
        whole.extend(rows.iter().map(|row| row.share()));
    }
    assert_eq!(whole.assessed(), scored(&tenant).len());
    assert!((whole.percentage().unwrap() - expected_percentage(&tenant)).abs() < 1e-9);
    let asked = emulator.journal().entries();
    let asked: Vec<_> = asked.iter().filter(|entry| of_resource_manager(entry)).collect();
    // One for the list of subscriptions, and one for each 250 of them.
    assert_eq!(asked.len(), 5);
    assert_eq!(asked.iter().filter(|entry| entry.path == RESOURCES).count(), 4);
    assert!(asked.iter().all(|entry| entry.status == 200));

    emulator.journal().clear();
    let rows = client.resource_graph().secure_scores().items().try_collect().await.unwrap();
    assert_eq!(rows.len(), 1000);
    assert_eq!(emulator.journal().count(of_resource_manager), 1, "a query without a scope is one request");
}

#[tokio::test]
async fn controls_of_many_subscriptions_come_in_full_pages() {
    let (emulator, clock) = on_one_clock(Emulator::builder().subscriptions_per_tenant(200));
    let emulator = emulator.start().await.unwrap();
    let tenant = emulator.tenant();
    let client = client_on(&tenant, &clock);
    let rows: Vec<Item<ControlRow>> =
        client.resource_graph().secure_score_controls().items().try_collect().await.unwrap();
    let expected: usize = scored(&tenant).values().map(|(one, ..)| one.controls.len()).sum();
    assert_eq!(rows.len(), expected);
    let different: BTreeSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(different.len(), rows.len(), "no row comes twice");
    let asked: Vec<Entry> = emulator.journal().entries().into_iter().filter(of_resource_manager).collect();
    assert_eq!(asked.len(), expected.div_ceil(1000));
    assert!(asked.iter().all(|entry| entry.status == 200), "none was throttled");
}

#[tokio::test]
async fn queries_wait_for_the_quota_instead_of_running_into_it() {
    let (emulator, clock) = on_one_clock(Emulator::builder());
    let emulator = emulator.start().await.unwrap();
    let client = client_on(&emulator.tenant(), &clock);
    for _ in 0..40 {
        client.resource_graph().secure_scores().items().try_collect().await.unwrap();
    }
    let times: Vec<SystemTime> =
        emulator.journal().entries().iter().filter(|entry| entry.path == RESOURCES).map(|e| e.at).collect();
    assert_eq!(times.len(), 40, "none was throttled and repeated");
    for window in times.windows(16) {
        assert!(window[15].duration_since(window[0]).unwrap() >= Duration::from_secs(5));
    }
}

#[tokio::test]
async fn query_that_is_throttled_all_the_same_comes_back_when_it_is_told_to() {
    let (emulator, clock) = on_one_clock(Emulator::builder());
    let emulator = emulator.start().await.unwrap();
    let busy = Fault::on(Service::ResourceManager, RESOURCES).times(1);
    emulator.faults().add(busy.too_many_requests(RetryAfter::Seconds(4)));
    let client = client_on(&emulator.tenant(), &clock);
    let rows = client.resource_graph().secure_scores().items().try_collect().await.unwrap();
    assert!(!rows.is_empty());
    let asked: Vec<Entry> =
        emulator.journal().entries().into_iter().filter(|entry| entry.path == RESOURCES).collect();
    assert_eq!(asked.iter().map(|entry| entry.status).collect::<Vec<_>>(), [429, 200]);
    assert!(asked[1].at.duration_since(asked[0].at).unwrap() >= Duration::from_secs(4));
}

#[tokio::test]
async fn rows_say_what_the_single_calls_say() {
    let emulator = Emulator::builder().tenants(3).start().await.unwrap();
    for tenant in emulator.tenants() {
        let client = client(&tenant);
        let graph = client.resource_graph();
        let scores: Vec<Item<ScoreRow>> = graph.secure_scores().items().try_collect().await.unwrap();
        let controls: Vec<Item<ControlRow>> =
            graph.secure_score_controls().items().try_collect().await.unwrap();
        scores.iter().for_each(assert_known);
        controls.iter().for_each(assert_known);
        for (id, (expected, ratio, weight)) in scored(&tenant) {
            let is_its = |known: &Option<tenantscope_core::SubscriptionId>| {
                known.as_ref().is_some_and(|known| known.as_str() == id)
            };
            let row = scores.iter().find(|row| is_its(&row.subscription_id)).unwrap();
            assert!((row.ratio().unwrap() - ratio).abs() < 1e-9);
            assert!((row.reported_ratio.unwrap() - ratio).abs() < 0.0001);
            assert_eq!(row.weight, Some(weight));
            assert_eq!(row.tenant_id.as_ref().map(ToString::to_string), Some(tenant.id().to_string()));
            for expected in &expected.controls {
                let named = |row: &&Item<ControlRow>| {
                    is_its(&row.subscription_id) && row.name.as_deref() == Some(expected.id.as_str())
                };
                let row = controls.iter().find(named).unwrap();
                assert_eq!((row.current, row.max), (Some(expected.current), Some(expected.max)));
                assert_eq!((row.healthy, row.unhealthy), (Some(expected.healthy), Some(expected.unhealthy)));
                assert_eq!(row.not_applicable, Some(expected.not_applicable));
            }
        }
    }
}

#[tokio::test]
async fn assessments_are_the_same_by_query_and_by_call() {
    let emulator = Emulator::builder().page_size(Service::ResourceManager, 40).start().await.unwrap();
    let tenant = emulator.tenant();
    let client = client(&tenant);
    let first = id(&tenant.expected().subscriptions[0]);
    let mut called = BTreeMap::new();
    for assessment in
        client.subscription(first.clone()).assessments().list().items().try_collect().await.unwrap()
    {
        called.insert(assessment.id.clone().unwrap().to_ascii_lowercase(), assessment);
    }
    let query = || client.resource_graph().assessments().subscriptions([first.clone()]);
    let rows = query().items().try_collect().await.unwrap();
    assert_eq!(rows.len(), called.len());
    for row in &rows {
        assert_known(row);
        let assessment = &called[&row.id.to_ascii_lowercase()];
        assert_eq!((row.status.as_ref(), row.key()), (assessment.status_code(), assessment.key()));
        assert_eq!(row.resource_id.as_deref(), assessment.resource_id());
        assert!(row.severity.is_some(), "it is there without asking");
    }
    let unhealthy = called.values().filter(|assessment| assessment.is_unhealthy()).count();
    assert_eq!(query().unhealthy_only().items().try_collect().await.unwrap().len(), unhealthy);
    let key = rows[0].key().unwrap();
    let of_one = called.values().filter(|assessment| assessment.key().as_ref() == Some(&key)).count();
    assert_eq!(query().recommendation(&key).items().try_collect().await.unwrap().len(), of_one);
}

#[tokio::test]
async fn pages_go_on_by_token_and_from_where_another_run_stopped() {
    let emulator = Emulator::builder().subscriptions_per_tenant(25).start().await.unwrap();
    let client = client(&emulator.tenant());
    let query = || client.resource_graph().secure_scores().page_size(10);
    let mut pages = query().pages();
    let first = pages.try_next().await.unwrap().unwrap();
    assert_eq!((first.items().count(), first.total_records()), (10, Some(25)));
    assert!(!first.is_truncated(), "a token leads to the rest");
    let rest = query().resume(first.continuation().unwrap().clone());
    let rest = rest.items().try_collect().await.unwrap();
    let mut ids: BTreeSet<String> = first.items().map(|row| row.id.clone()).collect();
    ids.extend(rest.iter().map(|row| row.id.clone()));
    assert_eq!((rest.len(), ids.len()), (15, 25));
}

#[tokio::test]
async fn result_that_is_cut_off_is_an_error_behind_its_rows() {
    let emulator = Emulator::builder()
        .subscriptions_per_tenant(5)
        .page_size(Service::ResourceManager, 3)
        .start()
        .await
        .unwrap();
    let client = client(&emulator.tenant());
    let query = "securityresources | where type =~ 'microsoft.security/securescores' | project name";
    let mut pages = client.resource_graph().query::<Value>(query).pages();
    let page = pages.try_next().await.unwrap().unwrap();
    assert!(page.is_truncated() && page.items().count() == 3);
    let error = pages.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
    assert!(error.advice().contains("`id`"), "{}", error.advice());
}

#[tokio::test]
async fn group_is_a_scope_and_a_broken_query_says_what_is_wrong() {
    let emulator = Emulator::builder().subscriptions_per_tenant(6).start().await.unwrap();
    let tenant = emulator.tenant();
    let client = client(&tenant);
    let below = client.management_group("platform").get().expand_children_recursively().await.unwrap();
    let expected: BTreeSet<_> = below.subscription_ids().into_iter().collect();
    let rows = client.resource_graph().secure_scores().management_groups(["platform"]);
    let rows = rows.items().try_collect().await.unwrap();
    let found: BTreeSet<_> = rows.iter().filter_map(|row| row.subscription_id.clone()).collect();
    assert!(!found.is_empty() && found.is_subset(&expected), "{found:?} {expected:?}");

    let error = client
        .resource_graph()
        .secure_scores()
        .management_groups(["nowhere"])
        .items()
        .try_collect()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PermissionDenied);
    assert!(error.advice().contains("nowhere"), "{}", error.advice());

    let broken = client.resource_graph().query::<Value>("securityresources | wher x");
    let error = broken.items().try_collect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadRequest);
    assert!(error.fact("details").is_some_and(|details| details.contains("ParserFailure")), "{error:?}");
}

#[tokio::test]
async fn what_cant_be_seen_has_no_row_and_is_told_from_what_can() {
    let emulator = Emulator::builder().tenants(3).start().await.unwrap();
    for tenant in emulator.tenants() {
        let swept = client(&tenant).sweep().score_rows().await.unwrap();
        let expected = tenant.expected().subscriptions;
        assert_eq!(swept.len(), expected.len());
        for subscription in &expected {
            let found = swept.iter().find(|swept| swept.subscription_id == id(subscription)).unwrap();
            match (&subscription.outcome, &found.outcome) {
                (ExpectedOutcome::Score { .. }, Outcome::Found(rows)) => {
                    assert!(rows.iter().all(|row| row.percentage().is_some()));
                }
                (ExpectedOutcome::NotAssessed, Outcome::Found(rows)) => {
                    assert!(rows.iter().all(|row| row.percentage().is_none()), "not 0");
                }
                (_, Outcome::NotOnboarded(error)) => {
                    let advice = error.advice();
                    assert!(advice.contains(&subscription.id) && advice.contains("Security Reader"));
                }
                (expected, found) => panic!("{expected:?} {found:?}"),
            }
        }
    }
}

/// Resource Manager gives each app 250 reads in each subscription and in the tenant, and 25 more each second.
#[track_caller]
fn assert_within_limits(asked: &[Entry]) {
    let mut reads: BTreeMap<String, Vec<SystemTime>> = BTreeMap::new();
    for entry in asked {
        assert_eq!(entry.status, 200, "{}", entry.path);
        let scope = entry.path.split("/providers/").next().unwrap_or_default().to_owned();
        reads.entry(scope).or_default().push(entry.at);
    }
    for (scope, times) in reads {
        let (mut left, mut last) = (250.0, times[0]);
        for at in times {
            let passed = at.duration_since(last).unwrap_or_default().as_secs_f64();
            left = f64::min(left + passed * 25.0, 250.0) - 1.0;
            last = at;
            assert!(left >= 0.0, "{scope}: more than there are");
        }
    }
}

#[tokio::test]
async fn sweep_of_thousand_by_single_calls_stays_inside_the_limits() {
    let emulator = Emulator::builder().subscriptions_per_tenant(1000).start().await.unwrap();
    let tenant = emulator.tenant();
    let swept = client(&tenant).sweep().secure_scores().try_collect().await.unwrap();
    assert_eq!(swept.iter().filter(|swept| swept.outcome.found().is_some()).count(), 1000);
    let whole: WeightedScore =
        swept.iter().filter_map(|swept| Some(swept.outcome.found()?.score.share())).collect();
    assert!((whole.percentage().unwrap() - expected_percentage(&tenant)).abs() < 1e-9);
    let asked: Vec<Entry> = emulator.journal().entries().into_iter().filter(of_resource_manager).collect();
    assert_eq!(asked.len(), 2001, "the list, and two for each subscription");
    assert_within_limits(&asked);
}

#[tokio::test]
async fn sweep_outlasts_a_service_that_throttles() {
    let (emulator, clock) = on_one_clock(Emulator::builder().subscriptions_per_tenant(120).limit(
        Service::ResourceManager,
        60,
        Duration::from_secs(30),
    ));
    let emulator = emulator.start().await.unwrap();
    let client: DefenderClient = client_on(&emulator.tenant(), &clock);
    let swept = client.sweep().secure_scores().try_collect().await.unwrap();
    assert_eq!(swept.len(), 120);
    for swept in &swept {
        assert!(swept.outcome.found().is_some(), "{:?}", swept.outcome);
    }
    let asked: Vec<Entry> = emulator.journal().entries().into_iter().filter(of_resource_manager).collect();
    let refused = asked.iter().filter(|entry| entry.status == 429).count();
    assert_eq!(asked.len() - refused, 241);
    // Eight are on their way when the gate closes, each time.
    assert!(refused <= 8 * 5, "{refused}");
}
