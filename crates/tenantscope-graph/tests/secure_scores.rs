//! Secure scores and control profiles, against the emulator.

#![cfg(feature = "client")]

use tenantscope_core::ErrorKind;
use tenantscope_emulator::{Emulator, Tenant};
use tenantscope_graph::{ControlProfiles, ControlState, GraphClient, SecureScores, Trend};

fn client(tenant: &Tenant) -> GraphClient {
    GraphClient::builder(tenant.credential())
        .cloud(tenant.cloud())
        .tenant(tenant.id())
        .build()
        .expect("a client")
}

#[tokio::test]
async fn latest_is_today_and_stops_after_one_record() {
    let emulator = Emulator::start().await.unwrap();
    let tenant = emulator.tenant();
    let expected = tenant.expected().secure_score.unwrap();
    let score = client(&tenant).secure_scores().latest().await.unwrap().unwrap();
    assert!((score.percentage().unwrap() - expected.percentage).abs() < 1e-9);
    assert!(score.id.as_str().ends_with(&expected.date));
    assert_eq!(emulator.journal().count(|call| call.path.contains("secureScores")), 1);
}

#[tokio::test]
async fn trend_is_what_the_emulator_expects() {
    let emulator = Emulator::start().await.unwrap();
    let tenant = emulator.tenant();
    let expected = tenant.expected().secure_score.unwrap();
    let scores = client(&tenant).secure_scores().list().top(40).items().try_collect().await.unwrap();
    assert!(scores.len() > 80);
    let trend = Trend::of(&scores);
    assert!((trend.change(7).unwrap() - (expected.percentage - expected.percentage_7_days_ago)).abs() < 1e-9);
    assert!(
        (trend.change(30).unwrap() - (expected.percentage - expected.percentage_30_days_ago)).abs() < 1e-9
    );
}

#[tokio::test]
async fn a_week_ago_is_one_record_after_seven() {
    let emulator = Emulator::start().await.unwrap();
    let scores = client(&emulator.tenant()).secure_scores();
    let week_ago = scores.list().top(1).skip(7).first().await.unwrap().unwrap();
    let by_id = scores.get(&week_ago.id).await.unwrap();

    assert_eq!(by_id.id, week_ago.id);
    let since = scores.list().filter(SecureScores::CREATED_DATE_TIME.ge(week_ago.created_date_time.unwrap()));
    assert_eq!(since.items().try_collect().await.unwrap().len(), 8);
}

#[tokio::test]
async fn open_actions_are_those_that_the_emulator_expects() {
    let emulator = Emulator::start().await.unwrap();
    let tenant = emulator.tenant();
    let graph = client(&tenant);
    let score = graph.secure_scores().latest().await.unwrap().unwrap();
    let profiles = graph.secure_score_control_profiles().list().items().try_collect().await.unwrap();
    let open = score.open_actions(&profiles);
    let expected = tenant.expected().actions;
    assert_eq!(open.len(), expected.len());
    for (open, expected) in open.iter().zip(&expected) {
        assert!((open.points - expected.points).abs() < 1e-9);
    }
}

#[tokio::test]
async fn state_of_a_control_is_what_was_set() {
    let emulator = Emulator::start().await.unwrap();
    let tenant = emulator.tenant();
    tenant.grant("SecurityEvents.ReadWrite.All");
    let profiles = client(&tenant).secure_score_control_profiles();
    let profile = profiles
        .list()
        .filter(ControlProfiles::CONTROL_CATEGORY.eq("Identity"))
        .first()
        .await
        .unwrap()
        .unwrap();
    profiles.update(&profile.id).state(ControlState::Reviewed).comment("done otherwise").await.unwrap();
    assert_eq!(profiles.get(&profile.id).await.unwrap().state(), ControlState::Reviewed);
}

#[tokio::test]
async fn control_of_defender_for_endpoint_is_refused_before_the_request() {
    let emulator = Emulator::start().await.unwrap();
    let profiles = client(&emulator.tenant()).secure_score_control_profiles();
    let error = profiles.update("scid_2513").state(ControlState::Ignored).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert_eq!(emulator.journal().entries().len(), 0);
}

#[tokio::test]
async fn missing_permission_is_named_in_the_advice() {
    let emulator = Emulator::start().await.unwrap();
    let tenant = emulator.tenant();
    tenant.revoke("SecurityEvents.Read.All");
    tenant.revoke("SecurityEvents.ReadWrite.All");
    let graph = client(&tenant);
    for error in [
        graph.secure_scores().latest().await.unwrap_err(),
        graph.secure_scores().get("x").await.unwrap_err(),
        graph.secure_score_control_profiles().list().first().await.unwrap_err(),
        graph.secure_score_control_profiles().get("x").await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::PermissionDenied);
        assert!(error.advice().contains("SecurityEvents.Read.All"), "{}", error.advice());
    }
    let error = graph.secure_score_control_profiles().update("x").await.unwrap_err();
    assert!(error.advice().contains("SecurityEvents.ReadWrite.All"), "{}", error.advice());
}
