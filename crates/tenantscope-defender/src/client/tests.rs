use tenantscope_core::ErrorKind;

use crate::{
    DefenderClient, SubscriptionHandle,
    testing::{SUBSCRIPTION, Stub, client, subscription},
};

const ROOT: &str = "https://management.azure.com";

fn assert_shareable<T: Clone + Send + Sync + 'static>() {}

#[test]
fn client_and_handles_are_shareable() {
    assert_shareable::<DefenderClient>();
    assert_shareable::<SubscriptionHandle>();
}

#[tokio::test]
async fn every_request_names_its_version() {
    let stub = Stub::default().always(200, r#"{"value":[]}"#);
    let client = client(&stub);
    let one = client.subscription(subscription());
    client.subscriptions().list().items().try_collect().await.unwrap();
    one.secure_scores().list().items().try_collect().await.unwrap();
    one.secure_score_controls().list().expand_definition().items().try_collect().await.unwrap();
    one.secure_score_controls().list_by_score("ascScore").items().try_collect().await.unwrap();
    let security = format!("{ROOT}/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Security");
    assert_eq!(
        stub.urls(),
        [
            format!("{ROOT}/subscriptions?api-version=2022-12-01"),
            format!("{security}/secureScores?api-version=2020-01-01"),
            format!("{security}/secureScoreControls?api-version=2020-01-01&$expand=definition"),
            format!("{security}/secureScores/ascScore/secureScoreControls?api-version=2020-01-01"),
        ]
    );
}

#[tokio::test]
async fn next_link_that_lacks_the_version_gets_it() {
    let link = format!("{ROOT}/subscriptions?NextLink=aGVsbG8%3D_dynamic");
    let stub = Stub::default()
        .then(200, &format!(r#"{{"value":[{{"displayName":"a"}}],"nextLink":"{link}"}}"#))
        .then(200, &format!(r#"{{"value":[],"nextLink":"{link}2&api-version=2022-12-01"}}"#))
        .then(200, r#"{"value":[{"displayName":"b"}],"nextLink":""}"#);
    let found = client(&stub).subscriptions().list().items().try_collect().await.unwrap();
    assert_eq!(found.len(), 2, "the empty page isn't the last");
    assert_eq!(
        stub.urls()[1..],
        [format!("{link}&api-version=2022-12-01"), format!("{link}2&api-version=2022-12-01")]
    );
}

#[tokio::test]
async fn next_link_to_another_host_gets_no_token() {
    let stub = Stub::default().then(200, r#"{"value":[],"nextLink":"https://evil.example/next"}"#);
    let error = client(&stub).subscriptions().list().items().try_collect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignOrigin);
    assert_eq!(stub.requests().len(), 1);
}

#[tokio::test]
async fn next_link_that_turns_in_a_circle_ends_with_an_error() {
    let link = format!("{ROOT}/subscriptions?api-version=2022-12-01&NextLink=a");
    let stub = Stub::default().always(200, &format!(r#"{{"value":[],"nextLink":"{link}"}}"#));
    let error = client(&stub).subscriptions().list().items().try_collect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
    assert_eq!(stub.requests().len(), 2);
}

#[tokio::test]
async fn list_goes_on_where_another_run_stopped() {
    let link = format!("{ROOT}/subscriptions?api-version=2022-12-01&NextLink=a");
    let stub = Stub::default()
        .then(200, &format!(r#"{{"value":[{{"displayName":"a"}}],"nextLink":"{link}"}}"#))
        .then(200, r#"{"value":[{"displayName":"b"}]}"#);
    let client = client(&stub);
    let first = client.subscriptions().list().pages().try_next().await.unwrap().unwrap();
    let rest = client.subscriptions().list().resume(first.continuation().unwrap().clone());
    assert_eq!(rest.items().try_collect().await.unwrap()[0].display_name.as_deref(), Some("b"));
}

#[tokio::test]
async fn bad_item_is_told_beside_the_good_ones() {
    let stub = Stub::default()
        .then(200, r#"{"value":[{"name":"a"},{"name":"b","properties":{"weight":"many"}},{"name":"c"}]}"#);
    let scores = client(&stub).subscription(subscription()).secure_scores().list();
    let page = scores.pages().try_next().await.unwrap().unwrap();
    assert_eq!(page.items().count(), 2);
    assert_eq!(
        page.errors().map(tenantscope_core::Error::kind).collect::<Vec<_>>(),
        [ErrorKind::InvalidItem]
    );
}

#[tokio::test]
async fn name_that_would_leave_its_place_is_refused_or_encoded() {
    let stub = Stub::default().always(200, "{}");
    let scores = client(&stub).subscription(subscription()).secure_scores();
    for name in ["", ".", ".."] {
        assert_eq!(scores.get(name).await.unwrap_err().kind(), ErrorKind::InvalidInput);
    }
    scores.get("a/../b?c").await.unwrap();
    assert!(stub.urls()[0].contains("/secureScores/a%2F..%2Fb%3Fc?api-version="), "{}", stub.urls()[0]);
    let controls = client(&stub).subscription(subscription()).secure_score_controls();
    let error = controls.list_by_score("..").items().try_collect().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::InvalidInput, Some("list controls of a secure score"))
    );
}
