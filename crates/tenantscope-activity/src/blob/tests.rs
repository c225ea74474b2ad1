use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::stub::{Answer, FEED, PUBLISHER, Stub, TENANT, answer};

const ID: &str = "20261122010203456000001$20261122010203456000001$audit_exchange$Audit_Exchange$emea0036";

fn descriptor(address: &str) -> ContentDescriptor {
    serde_json::from_value(serde_json::json!({
        "contentType": "Audit.Exchange", "contentId": ID, "contentUri": address,
        "contentCreated": "2026-11-22T01:02:03.456Z", "contentExpiration": "2026-11-29T01:02:03.456Z",
    }))
    .unwrap()
}

fn own() -> ContentDescriptor {
    descriptor(&format!("{FEED}/audit/{ID}"))
}

/// All that comes of the blob.
async fn fetch(stub: &Stub) -> Result<Vec<Result<Item<AuditRecord>>>> {
    Ok(stub.client().blob(&own()).await?.collect().await)
}

/// What the blob's only outcome is.
async fn failure(stub: &Stub) -> Error {
    let mut all = fetch(stub).await.unwrap();
    assert_eq!(all.len(), 1);
    let error = all.remove(0).unwrap_err();
    assert_eq!(error.fact("content_id"), Some(ID));
    error
}

fn ids(all: &[Result<Item<AuditRecord>>]) -> Vec<&str> {
    all.iter()
        .map(|record| record.as_ref().ok().and_then(|record| record.id.as_deref()).unwrap_or("!"))
        .collect()
}

#[tokio::test]
async fn address_is_taken_as_it_is_and_says_who_asks() {
    let stub = Stub::new(|_| answer(200, "[]"));
    fetch(&stub).await.unwrap();
    assert_eq!(stub.asked(), [format!("GET {FEED}/audit/{ID}?PublisherIdentifier={PUBLISHER}")]);
    let named = descriptor(&format!("{FEED}/audit/x?publisheridentifier=own"));
    stub.client().blob(&named).await.unwrap();
    assert_eq!(stub.asked()[1], format!("GET {FEED}/audit/x?publisheridentifier=own"));
}

#[tokio::test]
async fn address_elsewhere_or_of_another_tenant_gets_no_request() {
    let stub = Stub::new(|_| answer(200, "[]"));
    for address in [
        format!("https://evil.example/api/v1.0/{TENANT}/activity/feed/audit/x"),
        format!("https://manage.office.com.evil.example/{TENANT}"),
        "https://manage.office.com/api/v1.0/aaaaaaaa-0000-4000-8000-00000000000f/activity/feed/audit/x"
            .to_owned(),
        format!("https://manage.office.com/api/v1.0/x{TENANT}/activity/feed/audit/x"),
    ] {
        let error = stub.client().blob(&descriptor(&address)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ForeignOrigin, "{address}");
        assert_eq!(error.fact("content_id"), Some(ID));
    }
    assert_eq!(stub.asked(), [""; 0]);
}

#[tokio::test]
async fn bad_record_is_reported_beside_the_good_ones() {
    let stub = Stub::new(|_| {
        answer(200, r#"[{"Id":"a"}, {"Id":tru}, 7, [], {"Id":"b","Data":"é\u0001\\"}]"#).in_pieces(3)
    });
    let all = fetch(&stub).await.unwrap();
    assert_eq!(ids(&all), ["a", "!", "!", "!", "b"]);
    assert_eq!(all[4].as_ref().unwrap().as_json(), r#"{"Id":"b","Data":"é\u0001\\"}"#);
    let error = all[1].as_ref().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidItem);
    assert_eq!(error.body().unwrap().as_ref(), br#"{"Id":tru}"#);
    assert_eq!(error.fact("content_id"), Some(ID));
}

#[tokio::test]
async fn record_that_is_too_long_is_reported_and_passed_over() {
    let long = format!(r#"[{{"Id":"a"}},{{"Id":"b","Data":"{}"}},{{"Id":"c"}}]"#, "x".repeat(5 << 20));
    let stub = Stub::new(move |_| answer(200, long.clone()).in_pieces(16 << 10));
    let all = fetch(&stub).await.unwrap();
    assert_eq!(ids(&all), ["a", "!", "c"]);
    let error = all[1].as_ref().unwrap_err();
    assert_eq!((error.kind(), error.body()), (ErrorKind::InvalidItem, None));
}

#[tokio::test]
async fn answer_that_is_no_array_is_a_failed_fetch() {
    for (body, code) in [
        ("<html>Sign in to the hotel's network</html>", None),
        (r#"{"error":{"code":"AF50000","message":"An internal error occurred."}}"#, Some("AF50000")),
        (r#"{"Id":"a"}"#, None),
        ("null", None),
        ("[{} {}]", None),
        ("[]]", None),
    ] {
        let stub = Stub::new(move |_| answer(200, body));
        let mut all = fetch(&stub).await.unwrap();
        let error = all.pop().unwrap().unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::UnexpectedResponse, code), "{body}");
        assert!(all.iter().all(Result::is_ok));
        assert_eq!(stub.asked().len(), 1);
    }
}

/// Answers each time with the next of these, the last one for good.
fn in_turn(answers: Vec<fn() -> Answer>) -> Stub {
    let turn = AtomicUsize::new(0);
    Stub::new(move |_| answers[turn.fetch_add(1, Ordering::Relaxed).min(answers.len() - 1)]())
}

#[tokio::test]
async fn transfer_that_breaks_off_is_begun_again_without_repeating_records() {
    let stub = in_turn(vec![
        || answer(200, r#"[{"Id":"a"},{"Id":"b"},{"Id":"c"#).breaking_off(),
        || answer(200, r#"[{"Id":"a"}"#),
        || answer(503, ""),
        || answer(200, r#"[{"Id":"a"},{"Id":"b"},{"Id":"c"},{"Id":"d"}]"#),
    ]);
    assert_eq!(ids(&fetch(&stub).await.unwrap()), ["a", "b", "c", "d"]);
    assert_eq!(stub.asked().len(), 4);
}

#[tokio::test]
async fn transfer_that_is_another_one_when_it_is_repeated_fails() {
    const CUT: fn() -> Answer = || answer(200, r#"[{"Id":"a"},{"Id":"b"},{"Id":"c"#).breaking_off();
    for other in [
        || answer(200, "[]"),
        || answer(204, ""),
        || answer(200, r#"[{"Id":"a"}]"#),
        || answer(200, r#"[{"Id":"b"},{"Id":"a"},{"Id":"c"}]"#),
    ] {
        let all = fetch(&in_turn(vec![CUT, other])).await.unwrap();
        assert_eq!(ids(&all), ["a", "b", "!"]);
        assert_eq!(all[2].as_ref().unwrap_err().kind(), ErrorKind::UnexpectedResponse);
    }
}

#[tokio::test]
async fn transfer_that_always_breaks_off_fails_in_the_end() {
    let cut = in_turn(vec![|| answer(200, r#"[{"Id":"a"},{"Id":"b"#)]);
    let all = fetch(&cut).await.unwrap();
    assert_eq!(ids(&all), ["a", "!"]);
    assert_eq!(all[1].as_ref().unwrap_err().kind(), ErrorKind::UnexpectedResponse);
    assert_eq!(cut.asked().len(), 4);
    let reset = in_turn(vec![|| answer(200, "[").breaking_off()]);
    assert_eq!(failure(&reset).await.kind(), ErrorKind::Unreachable);
    let empty = in_turn(vec![|| answer(200, "")]);
    assert_eq!(failure(&empty).await.kind(), ErrorKind::UnexpectedResponse);
}

#[tokio::test]
async fn content_that_has_gone_says_so() {
    let stub = Stub::new(|_| answer(400, r#"{"error":{"code":"AF20051","message":"Content has expired."}}"#));
    let error = fetch(&stub).await.unwrap_err();
    assert_eq!((error.kind(), error.fact("content_id")), (ErrorKind::Gone, Some(ID)));
}

#[tokio::test]
async fn no_content_is_no_records() {
    let stub = Stub::new(|_| answer(204, ""));
    assert_eq!(fetch(&stub).await.unwrap().len(), 0);
}
