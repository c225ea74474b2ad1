//! The client against the emulator, which is written from the service's documents and knows nothing of the client.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used)] // helpers of tests are tests too

use std::collections::BTreeMap;

use tenantscope_core::{ErrorKind, SubscriptionId};
use tenantscope_defender::{DefenderClient, Outcome, SecureScoreControl, WeightedScore};
use tenantscope_emulator::{
    Emulator, ExpectedOutcome, ExpectedSubscription, NotRegistered, Service, Standing, Tenant,
};

fn client(tenant: &Tenant) -> DefenderClient {
    DefenderClient::builder(tenant.credential()).cloud(tenant.cloud()).tenant(tenant.id()).build().unwrap()
}

fn id(subscription: &ExpectedSubscription) -> SubscriptionId {
    subscription.id.parse().unwrap()
}

#[tokio::test]
async fn sweep_finds_what_there_is_in_every_tenant() {
    let emulator = Emulator::builder().tenants(3).start().await.unwrap();
    for tenant in emulator.tenants() {
        let expected = tenant.expected().subscriptions;
        let swept = client(&tenant).sweep().secure_scores().try_collect().await.unwrap();
        let found: BTreeMap<_, _> =
            swept.iter().map(|swept| (swept.subscription_id.to_string(), &swept.outcome)).collect();
        assert_eq!(found.len(), expected.len());
        for subscription in &expected {
            match (&subscription.outcome, found[&subscription.id]) {
                (ExpectedOutcome::Score { current, max, percentage, weight }, Outcome::Found(posture)) => {
                    let score = &posture.score.properties.score;
                    assert_eq!((score.current, score.max), (Some(*current), Some(*max)));
                    assert_eq!(score.reported_ratio, Some(*percentage));
                    assert!((posture.score.ratio().unwrap() - percentage).abs() <= 0.0001);
                    assert_eq!(posture.score.properties.weight, Some(*weight));
                    same_controls(
                        &posture.controls.iter().map(|control| &**control).collect::<Vec<_>>(),
                        subscription,
                    );
                }
                (ExpectedOutcome::NotAssessed, Outcome::Found(posture)) => {
                    assert!(!posture.score.is_calculated());
                    assert_eq!(posture.score.percentage(), None);
                }
                (ExpectedOutcome::NotAssessed | ExpectedOutcome::NotOnboarded, Outcome::NotOnboarded(_)) => {}
                (ExpectedOutcome::Forbidden, Outcome::Failed(error)) => {
                    assert_eq!(error.kind(), ErrorKind::PermissionDenied);
                    assert!(error.advice().contains("Security Reader"), "{}", error.advice());
                    let place = format!("/subscriptions/{}", subscription.id);
                    assert!(error.advice().contains(&place), "{}", error.advice());
                }
                (expected, found) => panic!("{expected:?} {found:?}"),
            }
        }
    }
}

fn same_controls(found: &[&SecureScoreControl], subscription: &ExpectedSubscription) {
    assert_eq!(found.len(), subscription.controls.len());
    for expected in &subscription.controls {
        let control = found
            .iter()
            .find(|control| control.key().is_some_and(|key| key.as_str() == expected.id))
            .unwrap_or_else(|| panic!("no control {}", expected.id));
        let properties = &control.properties;
        assert_eq!(properties.display_name.as_deref(), Some(expected.display_name.as_str()));
        assert_eq!(
            (properties.score.current, properties.score.max),
            (Some(expected.current), Some(expected.max))
        );
        assert_eq!(properties.healthy_resource_count, Some(expected.healthy));
        assert_eq!(properties.unhealthy_resource_count, Some(expected.unhealthy));
        assert_eq!(properties.not_applicable_resource_count, Some(expected.not_applicable));
        assert!((control.points_to_gain().unwrap() - (expected.max - expected.current)).abs() < 1e-9);
        let definition = properties.definition.as_ref().expect("it was asked for");
        assert!(definition.assessment_keys().count() > 0);
    }
}

#[tokio::test]
async fn weight_rules_hold_for_what_the_service_sends() {
    let emulator = Emulator::builder().tenants(3).start().await.unwrap();
    let mut whole = WeightedScore::default();
    for tenant in emulator.tenants() {
        for swept in client(&tenant).sweep().secure_scores().try_collect().await.unwrap() {
            let Some(posture) = swept.outcome.found().filter(|posture| posture.score.is_calculated()) else {
                continue;
            };
            whole.add(posture.score.share());
            let sum = |of: fn(&SecureScoreControl) -> f64| -> f64 {
                posture.controls.iter().map(|control| of(control)).sum()
            };
            let score = &posture.score.properties;
            let near = |a: f64, b: Option<f64>| assert!((a - b.unwrap()).abs() < 1e-6, "{a} {b:?}");
            near(sum(|control| control.properties.score.max.unwrap()), score.score.max);
            near(sum(|control| control.properties.score.current.unwrap()), score.score.current);
            #[allow(clippy::cast_precision_loss)] // small numbers
            let weight = sum(|control| {
                control.properties.weight.unwrap() as f64 * control.properties.score.max.unwrap()
            });
            #[allow(clippy::cast_precision_loss)] // small numbers
            let told = score.weight.map(|weight| weight as f64);
            near(weight, told);
            for control in &posture.controls {
                assert_eq!(control.properties.weight, control.assessed_resource_count());
            }
        }
    }
    assert!(whole.assessed() >= 3);
    assert!((0.0..=100.0).contains(&whole.percentage().unwrap()));
}

#[tokio::test]
async fn not_onboarded_is_one_answer_and_takes_one_token() {
    let emulator = Emulator::start().await.unwrap();
    let tenant = emulator.tenant();
    let subscription = tenant.expected().subscriptions[0].clone();
    let one = client(&tenant).subscription(id(&subscription));
    for standing in [
        Standing::NeverCalculated,
        Standing::NotRegistered(NotRegistered::NotFound),
        Standing::NotRegistered(NotRegistered::Unauthorized),
        Standing::NotRegistered(NotRegistered::BadRequest),
        Standing::NotRegistered(NotRegistered::Conflict),
    ] {
        tenant.set_standing(&subscription.id, standing);
        emulator.journal().clear();
        let error = one.secure_scores().asc_score().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotOnboarded, "{standing:?}");
        let asked = emulator.journal().count(|entry| entry.service == Service::ResourceManager);
        assert_eq!(asked, 1, "{standing:?}");
    }
}

#[tokio::test]
async fn unknown_hidden_and_foreign_subscriptions_are_not_found() {
    let emulator = Emulator::builder().tenants(2).start().await.unwrap();
    let tenant = emulator.tenant();
    let client = client(&tenant);
    let other = emulator.tenants()[1].expected().subscriptions[0].clone();
    let unknown: SubscriptionId = "0000000a-0000-0000-0000-000000000001".parse().unwrap();
    for id in [unknown, id(&other)] {
        let error = client.subscription(id).secure_scores().asc_score().await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::NotFound, Some("SubscriptionNotFound")));
    }
}

#[tokio::test]
async fn definitions_are_there_for_the_tenant_and_for_a_subscription() {
    let emulator = Emulator::start().await.unwrap();
    let tenant = emulator.tenant();
    let client = client(&tenant);
    let first = id(&tenant.expected().subscriptions[0]);
    let all = client.secure_score_control_definitions().list().items().try_collect().await.unwrap();
    let own = client.subscription(first).secure_score_control_definitions().list();
    assert_eq!(own.items().try_collect().await.unwrap().len(), all.len());
    assert!(
        all.iter().all(|definition| definition.key().is_some() && definition.properties.max_score.is_some())
    );
}

#[tokio::test]
async fn other_tenant_is_asked_with_its_own_token() {
    let emulator = Emulator::builder().tenants(2).start().await.unwrap();
    let tenants = emulator.tenants();
    let first = client(&tenants[0]);
    for tenant in &tenants {
        let client = first.for_tenant(tenant.id());
        emulator.journal().clear();
        let found = client.subscriptions().list().items().try_collect().await.unwrap();
        assert_eq!(found.len(), tenant.expected().subscriptions.len());
        for entry in emulator.journal().entries() {
            let token = entry.token.expect("every call has a token");
            assert_eq!(token.tenant, tenant.id().as_str());
        }
    }
}
