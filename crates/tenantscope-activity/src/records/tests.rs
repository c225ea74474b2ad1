use std::time::Duration;

use tenantscope_core::{Error, ErrorKind, TenantId};

use super::*;
use crate::stub::{FEED, PUBLISHER, Stub, answer};

const DAY: TimeWindow = TimeWindow::last(Duration::from_secs(86_400));

/// A page of descriptors of these ids.
fn page(ids: &[&str]) -> String {
    let describe = |id: &&str| {
        format!(
            r#"{{"contentType":"Audit.Exchange","contentId":"{id}","contentUri":"{FEED}/audit/{id}",
                "contentCreated":"2026-11-22T01:00:00.000Z","contentExpiration":"2026-11-29T01:00:00.000Z"}}"#
        )
    };
    format!("[{}]", ids.iter().map(describe).collect::<Vec<_>>().join(","))
}

async fn all(stub: &Stub, window: TimeWindow) -> (Vec<String>, Vec<Error>, u64) {
    let mut records = stub.client().records(ContentType::AuditExchange, window);
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    while let Some(record) = records.next().await {
        match record {
            Ok(record) => good.push(record.id.clone().unwrap_or_default()),
            Err(error) => bad.push(error),
        }
    }
    good.sort();
    (good, bad, records.duplicates())
}

#[tokio::test]
async fn every_page_is_read_and_repeats_who_asks() {
    let stub = Stub::new(|asked| match asked {
        asked if asked.contains("/audit/one") => answer(200, r#"[{"Id":"a"},{"Id":"b"}]"#),
        asked if asked.contains("/audit/two") => answer(200, r#"[{"Id":"c"}]"#),
        asked if asked.contains("nextPage=2") => {
            answer(200, "[]").header("nextpageurl", format!("{FEED}/x?nextPage=3"))
        }
        asked if asked.contains("nextPage=3") => answer(200, page(&["two", "one"])),
        _ => answer(200, page(&["one"]))
            .header("NextPageUri", format!("{FEED}/subscriptions/content?nextPage=2")),
    });
    assert_eq!(all(&stub, DAY).await.0, ["a", "b", "c"]);
    let asked = stub.asked();
    assert_eq!(
        asked[0],
        format!(
            "GET {FEED}/subscriptions/content?PublisherIdentifier={PUBLISHER}&contentType=Audit.Exchange\
             &startTime=2026-11-21T12:00:00&endTime=2026-11-22T12:00:00"
        )
    );
    assert_eq!(asked.len(), 5);
    assert!(
        asked.iter().all(|asked| asked.contains(&format!("PublisherIdentifier={PUBLISHER}"))),
        "{asked:#?}"
    );
}

#[tokio::test]
async fn record_that_was_delivered_twice_comes_once_and_one_without_id_always() {
    let stub = Stub::new(|asked| match asked {
        asked if asked.contains("/audit/one") => answer(
            200,
            r#"[{"Id":"a","OrganizationId":"o"},{"Id":"a","OrganizationId":"p"},{"Operation":"x"}]"#,
        ),
        asked if asked.contains("/audit/two") => {
            answer(200, r#"[{"Id":"a","OrganizationId":"o"},{"Operation":"x"},{"Id":""}]"#)
        }
        _ => answer(200, page(&["one", "two"])),
    });
    let (good, bad, duplicates) = all(&stub, DAY).await;
    assert_eq!((good.len(), bad.len(), duplicates), (5, 0, 1));
    let records = stub.client().records(ContentType::AuditExchange, DAY).distinct_by(|_| None);
    assert_eq!(records.count().await, 6);
}

#[tokio::test]
async fn blob_that_fails_is_reported_in_its_place_and_the_rest_goes_on() {
    let stub = Stub::new(|asked| match asked {
        asked if asked.contains("/audit/bad") => {
            answer(400, r#"{"error":{"code":"AF20051","message":"Content has expired."}}"#)
        }
        asked if asked.contains("/audit/html") => answer(200, "<html>"),
        asked if asked.contains("/audit/") => answer(200, r#"[{"Id":"a"}]"#),
        _ => answer(200, page(&["bad", "html", "good"])),
    });
    let (good, bad, _) = all(&stub, DAY).await;
    assert_eq!(good, ["a"]);
    let mut failed: Vec<_> =
        bad.iter().map(|error| (error.fact("content_id").unwrap(), error.kind())).collect();
    failed.sort_by_key(|(id, _)| *id);
    assert_eq!(failed, [("bad", ErrorKind::Gone), ("html", ErrorKind::UnexpectedResponse)]);
}

#[tokio::test]
async fn refusal_of_the_listing_is_said_once() {
    let stub = Stub::new(|_| answer(400, r#"{"error":{"code":"AF20022","message":"No subscription."}}"#));
    let (good, bad, _) = all(&stub, TimeWindow::last(Duration::from_secs(7 * 86_400))).await;
    assert_eq!((good.len(), bad.len()), (0, 1));
    assert_eq!(bad[0].kind(), ErrorKind::NotOnboarded);
}

#[tokio::test]
async fn next_page_on_another_host_gets_no_request() {
    let stub = Stub::new(|asked| match asked {
        asked if asked.contains("/audit/") => answer(200, r#"[{"Id":"a"}]"#),
        _ => answer(200, page(&["one"])).header("NextPageUri", "https://evil.example/next"),
    });
    let (good, bad, _) = all(&stub, DAY).await;
    assert_eq!(good, ["a"]);
    assert_eq!(bad[0].kind(), ErrorKind::ForeignOrigin);
    assert!(stub.asked().iter().all(|asked| !asked.contains("evil")));
}

#[tokio::test]
async fn seven_days_are_seven_requests() {
    let stub = Stub::new(|_| answer(200, "[]"));
    let (good, bad, _) = all(&stub, TimeWindow::last(Duration::from_secs(7 * 86_400))).await;
    assert_eq!((good.len(), bad.len(), stub.asked().len()), (0, 0, 7));
}

#[tokio::test]
async fn client_without_a_tenant_says_so_and_sends_nothing() {
    let stub = Stub::new(|_| answer(200, "[]"));
    let pipeline = tenantscope_core::Pipeline::builder().transport(stub.clone()).build().unwrap();
    let credential = stub.client().service().credential().unwrap().clone();
    let client = ActivityClient::builder(credential, PUBLISHER.parse::<TenantId>().unwrap())
        .pipeline(pipeline)
        .build()
        .unwrap();
    let error = client.records(ContentType::DlpAll, DAY).next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert!(error.to_string().contains("no tenant"), "{error}");
    assert_eq!(stub.asked(), [""; 0]);
}

#[tokio::test]
async fn window_that_reaches_back_too_far_is_refused_before_anything_is_sent() {
    let stub = Stub::new(|_| answer(200, "[]"));
    let (_, bad, _) = all(&stub, TimeWindow::last(Duration::from_secs(30 * 86_400))).await;
    assert_eq!(bad[0].kind(), ErrorKind::InvalidInput);
    assert_eq!(stub.asked(), [""; 0]);
}
