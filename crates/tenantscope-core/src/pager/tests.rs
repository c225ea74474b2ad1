use http::{HeaderName, HeaderValue};
use serde::Deserialize;
use serde_json::json;

use super::{Continuation, Pages, Paging};
use crate::{
    ErrorKind, Operation, ServiceClient,
    stub::{Stub, answer, client, ok},
};

static LIST: Operation = Operation::new("list things");

#[derive(Debug, Deserialize)]
struct Thing {
    id: String,
}

fn pages_of(client: &ServiceClient, paging: Paging) -> Pages<Thing> {
    let first = client
        .get(&LIST, &["things"])
        .unwrap()
        .query("api-version", "1")
        .header(HeaderName::from_static("consistencylevel"), HeaderValue::from_static("eventual"));
    Pages::new(client.clone(), Ok(first), paging)
}

fn page(ids: &[&str], next: Option<&str>) -> crate::stub::Answer {
    let value: Vec<_> = ids.iter().map(|id| json!({"id": id})).collect();
    let mut body = json!({"value": value});
    if let Some(next) = next {
        body["@odata.nextLink"] = next.into();
    }
    ok(body.to_string())
}

/// Reads everything and says what came: ids and kinds of errors.
async fn all(mut items: super::Items<Thing>) -> Vec<String> {
    let mut seen = Vec::new();
    while let Some(item) = items.next().await {
        seen.push(match item {
            Ok(thing) => thing.id.clone(),
            Err(error) => format!("{:?}", error.kind()),
        });
    }
    seen
}

#[tokio::test]
async fn pages_follow_their_links_with_the_first_requests_headers() {
    let next = "https://api.example/things?api-version=1&$skiptoken=a%2Fb%3D";
    let stub = Stub::new([page(&["1", "2"], Some(next)), page(&["3"], None)]);
    let (client, _, _) = client(&stub);
    assert_eq!(all(pages_of(&client, Paging::envelope()).items()).await, ["1", "2", "3"]);
    assert_eq!(stub.paths(), ["/things?api-version=1", "/things?api-version=1&$skiptoken=a%2Fb%3D"]);
    assert!(stub.requests().iter().all(|request| request.headers()["consistencylevel"] == "eventual"));
}

#[tokio::test]
async fn empty_page_with_a_next_link_goes_on() {
    let stub = Stub::new([
        page(&[], Some("https://api.example/things?p=2")),
        page(&[], Some("https://api.example/things?p=3")),
        page(&["1"], Some("")),
    ]);
    let (client, _, _) = client(&stub);
    assert_eq!(all(pages_of(&client, Paging::envelope()).items()).await, ["1"]);
}

#[tokio::test]
async fn next_link_to_another_origin_gets_no_token_and_the_page_before_it_counts() {
    for link in
        ["https://evil.example/things", "http://api.example/things", "https://api.example@evil.example/"]
    {
        let stub = Stub::new([page(&["1"], Some(link))]);
        let (client, _, _) = client(&stub);
        assert_eq!(
            all(pages_of(&client, Paging::envelope()).items()).await,
            ["1", "ForeignOrigin"],
            "{link}"
        );
        assert_eq!(stub.requests().len(), 1);
    }
}

#[tokio::test]
async fn link_that_comes_back_ends_the_collection_with_an_error() {
    let stub = Stub::new([
        page(&["1"], Some("https://api.example/things?p=2")),
        page(&["2"], Some("https://api.example/things?p=2")),
    ]);
    let (client, _, _) = client(&stub);
    assert_eq!(all(pages_of(&client, Paging::envelope()).items()).await, ["1", "2", "UnexpectedResponse"]);
}

#[tokio::test]
async fn malformed_item_does_not_spoil_its_page() {
    let stub = Stub::new([ok(r#"{"value":[{"id":"1"},{"id":2},{"id":"3"}]}"#)]);
    let (client, _, _) = client(&stub);
    let mut items = pages_of(&client, Paging::envelope()).items();
    assert_eq!(items.try_next().await.unwrap().unwrap().id, "1");
    let error = items.try_next().await.unwrap_err();
    assert_eq!((error.kind(), error.body().unwrap().as_ref()), (ErrorKind::InvalidItem, &br#"{"id":2}"#[..]));
    assert_eq!((error.operation(), error.status()), (Some("list things"), Some(200)));
    assert_eq!(items.try_next().await.unwrap().unwrap().id, "3");
    assert!(items.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn answer_that_is_no_page_is_an_error_and_then_the_end() {
    for body in ["<html></html>", r#"{"value":[{"id":"1"}"#, r#"{"error":{"code":"x"}}"#, ""] {
        let stub = Stub::new([ok(body)]);
        let (client, _, _) = client(&stub);
        assert_eq!(
            all(pages_of(&client, Paging::envelope()).items()).await,
            ["UnexpectedResponse"],
            "{body}"
        );
    }
}

#[tokio::test]
async fn stored_continuation_goes_on_at_the_page_that_failed() {
    let second = "https://api.example/things?p=2";
    let stub = Stub::new([page(&["1"], Some(second)), answer(403, &[], ""), page(&["2"], None)]);
    let (client, _, _) = client(&stub);
    let mut pages = pages_of(&client, Paging::envelope());
    let first = pages.try_next().await.unwrap().unwrap();
    assert_eq!(first.continuation().unwrap().as_str(), second);
    assert!(pages.try_next().await.is_err());
    let stored = serde_json::to_string(pages.continuation().unwrap()).unwrap();
    assert!(pages.try_next().await.unwrap().is_none());
    let continuation: Continuation = serde_json::from_str(&stored).unwrap();
    assert_eq!(all(pages_of(&client, Paging::envelope()).resume(continuation).items()).await, ["2"]);
}

#[tokio::test]
async fn continuation_of_another_origin_gets_no_token() {
    let stub = Stub::new([]);
    let (client, _, _) = client(&stub);
    let foreign = Continuation::from_link("https://evil.example/things");
    assert_eq!(all(pages_of(&client, Paging::envelope()).resume(foreign).items()).await, ["ForeignOrigin"]);
}

#[tokio::test]
async fn link_without_a_repeated_parameter_gets_it() {
    let stub = Stub::new([
        page(&["1"], Some("https://api.example/things?NextLink=x")),
        page(&["2"], Some("https://api.example/things?API-Version=1&NextLink=y")),
        page(&["3"], None),
    ]);
    let (client, _, _) = client(&stub);
    let paging = Paging::envelope().repeating(&["api-version"]);
    assert_eq!(all(pages_of(&client, paging).items()).await, ["1", "2", "3"]);
    assert_eq!(stub.paths()[1..], ["/things?NextLink=x&api-version=1", "/things?API-Version=1&NextLink=y"]);
}

#[tokio::test]
async fn array_pages_take_their_link_from_a_header() {
    let next = [("nextpageuri", "https://api.example/t-1/things?nextPage=2")];
    let foreign = [("nextpageurl", "https://api.example/t-2/things?nextPage=3")];
    let stub = Stub::new([answer(200, &next, r#"[{"id":"1"}]"#), answer(200, &foreign, "[]")]);
    let (client, _, _) = client(&stub);
    let paging = Paging::array_with_header(&["NextPageUri", "NextPageUrl"]).within("t-1");
    assert_eq!(all(pages_of(&client, paging).items()).await, ["1", "ForeignOrigin"]);
}

#[tokio::test]
async fn page_tells_count_and_what_stands_beside_its_items() {
    let stub = Stub::new([ok(r#"{"@odata.count":7,"value":[],"@odata.deltaLink":"https://api.example/d"}"#)]);
    let (client, _, _) = client(&stub);
    let page = pages_of(&client, Paging::envelope()).try_next().await.unwrap().unwrap();
    assert_eq!((page.count(), page.items().count(), page.continuation()), (Some(7), 0, None));
    assert_eq!(page.text_member("@odata.deltaLink").unwrap(), "https://api.example/d");
}

#[tokio::test]
async fn request_that_could_not_be_made_is_the_first_thing_that_is_read() {
    let (client, _, _) = client(&Stub::new([]));
    let nothing =
        || Pages::<Thing>::new(client.clone(), client.get(&LIST, &["", "things"]), Paging::envelope());
    assert_eq!(all(nothing().items()).await, ["InvalidInput"]);
    let continuation = Continuation::from_link("https://api.example/things?p=2");
    assert_eq!(all(nothing().resume(continuation).items()).await, ["InvalidInput"]);
}

#[tokio::test]
async fn items_tell_the_page_that_is_not_all_handed_out() {
    let second = "https://api.example/things?p=2";
    let stub = Stub::new([page(&["1", "2"], Some(second)), page(&["3", "4"], None)]);
    let (client, _, _) = client(&stub);
    let mut items = pages_of(&client, Paging::envelope()).items();
    let mut at = Vec::new();
    while items.try_next().await.unwrap().is_some() {
        at.push(items.continuation().map(|continuation| continuation.as_str().to_owned()));
    }
    assert_eq!(at, [None, Some(second.to_owned()), Some(second.to_owned()), None]);
}

#[tokio::test]
async fn next_link_that_is_no_text_is_an_error() {
    let stub = Stub::new([ok(r#"{"value":[{"id":"1"}],"nextLink":{"href":"x"}}"#)]);
    let (client, _, _) = client(&stub);
    assert_eq!(all(pages_of(&client, Paging::envelope()).items()).await, ["UnexpectedResponse"]);
}

#[tokio::test]
async fn debug_of_a_page_shows_no_link() {
    let stub = Stub::new([page(&["1"], Some("https://api.example/things?t=CANARY"))]);
    let (client, _, _) = client(&stub);
    let page = pages_of(&client, Paging::envelope()).try_next().await.unwrap().unwrap();
    assert!(!format!("{page:?}").contains("CANARY"));
}

#[tokio::test]
async fn link_that_is_no_whole_url_is_an_error() {
    for link in ["...", "/things?p=2", "//evil.example/things"] {
        let stub = Stub::new([page(&["1"], Some(link))]);
        let (client, _, _) = client(&stub);
        assert_eq!(
            all(pages_of(&client, Paging::envelope()).items()).await,
            ["1", "UnexpectedResponse"],
            "{link}"
        );
    }
}
