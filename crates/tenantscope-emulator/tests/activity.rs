//! The Management Activity API: subscriptions, windows, pages, blobs.

mod common;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, SystemTime},
};

use common::{Answer, Hands, call, get, http, send, token};
use reqwest::Method;
use serde_json::{Value, json};
use tenantscope_emulator::{Emulator, EmulatorBuilder, Service};

const TYPES: [&str; 5] =
    ["Audit.AzureActiveDirectory", "Audit.Exchange", "Audit.SharePoint", "Audit.General", "DLP.All"];
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);

struct Feed {
    emulator: Emulator,
    hands: Hands,
}

impl Feed {
    async fn new(change: impl FnOnce(EmulatorBuilder) -> EmulatorBuilder) -> Self {
        let hands = Hands::at_noon();
        let emulator = change(Emulator::builder().clock(hands.clock())).start().await.expect("a port");
        Self { emulator, hands }
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v1.0/{}/activity/feed/{rest}", self.emulator.tenant().id())
    }

    async fn get(&self, rest: &str) -> Answer {
        let path = if rest.starts_with("http") { rest.to_owned() } else { self.path(rest) };
        get(&self.emulator, Service::Activity, &path).await
    }

    async fn post(&self, rest: &str) -> Answer {
        call(&self.emulator, Method::POST, Service::Activity, &self.path(rest), |request| {
            request.header("content-length", "0")
        })
        .await
    }

    async fn content(&self, content_type: &str, window: &str) -> Answer {
        self.get(&format!("subscriptions/content?contentType={content_type}{window}")).await
    }

    /// Every descriptor of a window, over all of its pages.
    async fn all_content(&self, content_type: &str, window: &str) -> Vec<Value> {
        let mut answer = self.content(content_type, window).await;
        let mut all = Vec::new();
        loop {
            assert_eq!(answer.status, 200, "{}", answer.text);
            all.extend(answer.json().as_array().expect("a list").clone());
            match answer.header("NextPageUri").map(str::to_owned) {
                None => return all,
                Some(next) => answer = self.get(&next).await,
            }
        }
    }
}

#[tokio::test]
async fn records_agree_with_what_is_expected_by_type_and_operation() {
    let feed = Feed::new(|builder| builder.page_size(Service::Activity, 5)).await;
    let (now, tenant) = (feed.hands.now(), feed.emulator.tenant());
    let window = "&startTime=2026-11-21T12:00:00&endTime=2026-11-22T12:00:00";
    for expected in tenant.expected_audit(now - DAY, now) {
        let descriptors = feed.all_content(&expected.content_type, window).await;
        assert_eq!(descriptors.len(), expected.blobs);
        let (mut seen, mut delivered) = (BTreeSet::new(), 0);
        let mut operations: BTreeMap<String, usize> = BTreeMap::new();
        for descriptor in descriptors {
            for record in
                feed.get(descriptor["contentUri"].as_str().unwrap()).await.json().as_array().unwrap()
            {
                assert_eq!(record["OrganizationId"], tenant.id().as_str());
                let time = record["CreationTime"].as_str().unwrap();
                assert!(time.len() == 19 && !time.contains('Z'), "{time}");
                assert!(record["RecordType"].is_u64() && record["Version"].is_u64());
                delivered += 1;
                if seen.insert(record["Id"].as_str().unwrap().to_owned()) {
                    *operations.entry(record["Operation"].as_str().unwrap().to_owned()).or_default() += 1;
                }
            }
        }
        assert_eq!(
            (seen.len(), delivered),
            (expected.records, expected.delivered),
            "{}",
            expected.content_type
        );
        assert_eq!(operations, expected.operations);
    }
}

#[tokio::test]
async fn some_records_come_twice_unless_told_otherwise() {
    let total = async |twice| {
        let feed = Feed::new(|builder| builder.twice_delivered(twice)).await;
        let now = feed.hands.now();
        let all = feed.emulator.tenant().expected_audit(now - 5 * DAY, now);
        (all.iter().map(|e| e.delivered).sum::<usize>(), all.iter().map(|e| e.records).sum::<usize>())
    };
    let (delivered, records) = total(true).await;
    assert!(delivered > records, "{delivered} of {records}");
    let (delivered, records) = total(false).await;
    assert_eq!(delivered, records);
}

#[tokio::test]
async fn windows_tile_without_gap_or_overlap() {
    let feed = Feed::new(|builder| builder).await;
    let whole = feed.all_content("Audit.Exchange", "&startTime=2026-11-21&endTime=2026-11-22").await;
    let mut halves =
        feed.all_content("Audit.Exchange", "&startTime=2026-11-21&endTime=2026-11-21T12:00").await;
    halves.extend(
        feed.all_content("Audit.Exchange", "&startTime=2026-11-21T12:00:00&endTime=2026-11-22T00:00:00Z")
            .await,
    );
    assert_eq!(whole, halves);
    let created: Vec<_> = whole.iter().map(|item| item["contentCreated"].as_str().unwrap()).collect();
    assert!(created.is_sorted() && created.len() > 15);
    assert!(whole[0]["contentId"].as_str().unwrap().contains('$'));
}

#[tokio::test]
async fn window_without_times_is_the_last_day_and_content_goes_on_with_the_clock() {
    let feed = Feed::new(|builder| builder).await;
    let day = "&startTime=2026-11-21T12:00:00&endTime=2026-11-22T12:00:00";
    assert_eq!(feed.all_content("Audit.General", "").await, feed.all_content("Audit.General", day).await);
    feed.hands.advance(30 * DAY);
    assert!(feed.all_content("Audit.General", "").await.len() > 15);
}

#[tokio::test]
async fn windows_that_make_no_sense_are_refused() {
    let feed = Feed::new(|builder| builder).await;
    for (window, code) in [
        ("&startTime=2026-11-22T00:00:00", "AF20030"),
        ("&endTime=2026-11-22T00:00:00", "AF20030"),
        ("&startTime=2026-11-20T00:00:00&endTime=2026-11-21T00:00:01", "AF20055"),
        ("&startTime=2026-11-21T01:00:00&endTime=2026-11-21T00:00:00", "AF20055"),
        ("&startTime=2026-11-15T11:59:59&endTime=2026-11-15T13:00:00", "AF20055"),
        ("&startTime=yesterday&endTime=today", "AF20002"),
        ("&startTime=2026-11-21&endTime=2026-11-22&nextPage=forged", "AF20031"),
    ] {
        let answer = feed.content("Audit.Exchange", window).await;
        assert_eq!((answer.status, &*answer.code()), (400, code), "{window}");
    }
    let oldest = "&startTime=2026-11-15T12:00:00&endTime=2026-11-16T12:00:00";
    assert_eq!(feed.content("Audit.Exchange", oldest).await.status, 200);
}

#[tokio::test]
async fn next_page_repeats_the_window_and_forgets_the_publisher() {
    let feed = Feed::new(|builder| builder.page_size(Service::Activity, 5)).await;
    let publisher = "0d1d4acb-b408-45ca-8312-1e900997a1d0";
    let window = format!("&startTime=2026-11-21&endTime=2026-11-22&PublisherIdentifier={publisher}");
    let answer = feed.content("Audit.Exchange", &window).await;
    let next = answer.header("nextpageuri").unwrap().to_owned();
    assert!(next.starts_with(feed.emulator.origin(Service::Activity)), "{next}");
    assert!(next.contains("startTime=2026-11-21") && next.contains("nextPage="), "{next}");
    assert!(!next.contains(publisher), "{next}");
    let entries = feed.emulator.journal().entries();
    assert_eq!(entries[0].publisher.as_deref(), Some(publisher));
}

#[tokio::test]
async fn requests_are_checked_before_they_are_routed() {
    let feed = Feed::new(|builder| builder.tenants(2)).await;
    let other = feed.emulator.tenants()[1].id();
    for (tenant, status, code) in [("contoso.com", 400, "AF20013"), (other.as_str(), 400, "AF20010")] {
        let path = format!("/api/v1.0/{tenant}/activity/feed/subscriptions/list");
        let answer = get(&feed.emulator, Service::Activity, &path).await;
        assert_eq!((answer.status, &*answer.code()), (status, code));
    }
    let answer = feed.get("subscriptions/list?PublisherIdentifier=me").await;
    assert_eq!((answer.status, &*answer.code()), (400, "AF20002"));
    assert_eq!(feed.get("nothing").await.status, 404);

    let url = format!("{}{}", feed.emulator.origin(Service::Activity), feed.path("subscriptions/list"));
    let graph = token(&feed.emulator, &feed.emulator.tenant(), Service::Graph).await;
    let answer = send(http().get(url).bearer_auth(graph)).await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.json(), json!({"Message": "Authorization has been denied for this request."}));

    feed.emulator.tenant().revoke("ActivityFeed.Read");
    let answer = feed.get("subscriptions/list").await;
    assert_eq!((answer.status, &*answer.code()), (403, "AF10001"));
}

#[tokio::test]
async fn content_types_are_five_and_spelled_exactly() {
    let feed = Feed::new(|builder| builder).await;
    for content_type in TYPES {
        assert_eq!(feed.content(content_type, "").await.status, 200, "{content_type}");
    }
    assert_eq!(feed.content("Audit.Nothing", "").await.code(), "AF20020");
    assert_eq!(feed.content("audit.exchange", "").await.code(), "AF20020");
    assert_eq!(feed.get("subscriptions/content").await.code(), "AF20001");
}

#[tokio::test]
async fn subscriptions_are_started_once_listed_and_stopped() {
    let feed = Feed::new(|builder| builder.subscriptions_started(false)).await;
    assert_eq!(feed.get("subscriptions/list").await.json(), json!([]));
    assert_eq!(feed.content("Audit.Exchange", "").await.code(), "AF20022");

    let started = feed.post("subscriptions/start?contentType=Audit.Exchange").await;
    assert_eq!(
        started.json(),
        json!({"contentType": "Audit.Exchange", "status": "enabled", "webhook": null})
    );
    let again = feed.post("subscriptions/start?contentType=Audit.Exchange").await;
    assert_eq!((again.status, &*again.code()), (400, "AF20024"));
    assert_eq!(feed.get("subscriptions/list").await.json(), json!([started.json()]));
    assert!(
        !feed.all_content("Audit.Exchange", "").await.is_empty(),
        "the first start finds earlier content"
    );

    let stopped = feed.post("subscriptions/stop?contentType=Audit.Exchange").await;
    assert_eq!((stopped.status, &*stopped.text), (200, ""));
    assert_eq!(feed.content("Audit.Exchange", "").await.code(), "AF20022");
    assert_eq!(feed.post("subscriptions/stop?contentType=Audit.Exchange").await.code(), "AF20022");
}

#[tokio::test]
async fn what_became_available_while_stopped_is_lost() {
    let feed = Feed::new(|builder| builder).await;
    feed.post("subscriptions/stop?contentType=Audit.Exchange").await;
    feed.hands.advance(10 * HOUR);
    feed.post("subscriptions/start?contentType=Audit.Exchange").await;
    let window = "&startTime=2026-11-22T12:00:00&endTime=2026-11-22T22:00:00";
    assert_eq!(feed.all_content("Audit.Exchange", window).await, Vec::<Value>::new());
    let before = "&startTime=2026-11-22T02:00:00&endTime=2026-11-22T12:00:00";
    assert!(!feed.all_content("Audit.Exchange", before).await.is_empty());
}

#[tokio::test]
async fn disabled_subscription_says_so_and_can_be_started() {
    let feed = Feed::new(|builder| builder).await;
    feed.emulator.tenant().disable_feed("DLP.All");
    let answer = feed.content("DLP.All", "").await;
    assert_eq!((answer.status, &*answer.code()), (400, "AF20023"));
    assert!(feed.get("subscriptions/list").await.text.contains("\"disabled\""));
    assert_eq!(feed.post("subscriptions/start?contentType=DLP.All").await.status, 200);
}

#[tokio::test]
async fn nothing_can_be_started_while_auditing_is_off() {
    let feed = Feed::new(|builder| builder.subscriptions_started(false)).await;
    let tenant = feed.emulator.tenant();
    tenant.disable_auditing();
    let answer = feed.post("subscriptions/start?contentType=Audit.Exchange").await;
    assert_eq!(answer.status, 400);
    let code = answer.code();
    assert!(code.starts_with("StartSubscription [CorrId="), "{code}");
    let text = format!(
        "Microsoft.Office.Compliance.Audit.DataServiceException: Tenant {} does not exist.",
        tenant.id()
    );
    assert!(code.contains(&text), "{code}");
    tenant.enable_auditing();
    assert_eq!(feed.post("subscriptions/start?contentType=Audit.Exchange").await.status, 200);
}

#[tokio::test]
async fn webhooks_are_refused_because_nobody_can_be_called() {
    let feed = Feed::new(|builder| builder.subscriptions_started(false)).await;
    let path = feed.path("subscriptions/start?contentType=Audit.Exchange");
    let start = async |body: &'static str| {
        call(&feed.emulator, Method::POST, Service::Activity, &path, |request| request.body(body)).await
    };
    assert_eq!(
        start(r#"{"webhook": {"address": "https://example.org/hook", "authId": "a"}}"#).await.code(),
        "AF20021"
    );
    assert_eq!(start("{").await.code(), "AF20002");
    assert_eq!(start(r#"{"webhook": null}"#).await.status, 200);
}

#[tokio::test]
async fn blobs_are_found_until_they_expire() {
    let feed = Feed::new(|builder| builder).await;
    let first = feed.all_content("Audit.Exchange", "").await[0].clone();
    let uri = first["contentUri"].as_str().unwrap();
    let blob = feed.get(uri).await;
    assert_eq!(blob.header("content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(feed.get(uri).await.text, blob.text, "a blob does not change");
    assert_eq!(feed.get(&uri.replace("$audit_", "%24audit_")).await.text, blob.text);

    assert_eq!(feed.get("audit/nonsense").await.code(), "AF20052");
    let missing = feed.get(&uri.replace("emea0036", "na0030")).await;
    assert_eq!((missing.status, &*missing.code()), (404, "AF20050"));

    let expiry = first["contentExpiration"].as_str().unwrap();
    assert!(expiry.starts_with("2026-11-28") && expiry.ends_with('Z'), "{expiry}");
    feed.hands.advance(7 * DAY);
    let expired = feed.get(uri).await;
    assert_eq!((expired.status, &*expired.code()), (400, "AF20051"));
}

#[tokio::test]
async fn content_of_another_tenant_is_not_there() {
    let feed = Feed::new(|builder| builder.tenants(2)).await;
    let other = &feed.emulator.tenants()[1];
    let token = token(&feed.emulator, other, Service::Activity).await;
    let uri = feed.all_content("Audit.Exchange", "").await[0]["contentUri"].as_str().unwrap().to_owned();
    let uri = uri.replace(feed.emulator.tenant().id().as_str(), other.id().as_str());
    assert_eq!(send(http().get(uri).bearer_auth(token)).await.code(), "AF20050");
}

#[tokio::test]
async fn matched_text_needs_a_permission_of_its_own() {
    let feed = Feed::new(|builder| builder).await;
    let uri = feed.all_content("DLP.All", "").await[0]["contentUri"].as_str().unwrap().to_owned();
    let with = feed.get(&uri).await;
    assert!(with.text.contains("DetectedValues"));
    assert_eq!(with.json()[0]["SensitiveInfoDetectionIsIncluded"], true);
    feed.emulator.tenant().revoke("ActivityFeed.ReadDlp");
    let without = feed.get(&uri).await;
    assert_eq!((without.status, without.text.contains("DetectedValues")), (200, false));
    assert_eq!(without.json()[0]["Id"], with.json()[0]["Id"]);
}

#[tokio::test]
async fn late_blobs_are_listed_after_their_time() {
    let feed = Feed::new(|builder| builder.late_listing(2 * HOUR)).await;
    let window = "&startTime=2026-11-22T00:00:00&endTime=2026-11-22T12:00:00";
    let mut early = 0;
    for content_type in TYPES {
        early += feed.all_content(content_type, window).await.len();
    }
    let from = SystemTime::UNIX_EPOCH + Duration::from_secs(Hands::NOON.unsigned_abs()) - 12 * HOUR;
    let expect = || -> usize {
        feed.emulator
            .tenant()
            .expected_audit(from, from + 12 * HOUR)
            .iter()
            .map(|expected| expected.blobs)
            .sum()
    };
    assert_eq!(early, expect());
    feed.hands.advance(2 * HOUR);
    assert!(expect() >= early);
    let mut late = 0;
    for content_type in TYPES {
        late += feed.all_content(content_type, window).await.len();
    }
    assert_eq!(late, expect());
}

#[tokio::test]
async fn volume_is_adjustable() {
    let feed = Feed::new(|builder| builder.audit_volume(60, 3).twice_delivered(false)).await;
    let now = feed.hands.now();
    let exchange = &feed.emulator.tenant().expected_audit(now - HOUR, now)[1];
    assert!(exchange.blobs > 45, "{}", exchange.blobs);
    assert_eq!(exchange.records, exchange.blobs * 3);
}

#[tokio::test]
async fn names_of_sensitive_types_come_in_one_language() {
    let feed = Feed::new(|builder| builder).await;
    let ask = async |language: &'static str| {
        let path = feed.path("resources/dlpSensitiveTypes");
        call(&feed.emulator, Method::GET, Service::Activity, &path, |r| r.header("accept-language", language))
            .await
    };
    assert_eq!(ask("en-US").await.json()[0]["name"], "Credit Card Number");
    assert_eq!(ask("de-DE").await.json()[0]["name"], "Kreditkartennummer");
    assert_eq!(ask("de, en").await.code(), "AF20053");
    assert_eq!(ask("d_e").await.code(), "AF20054");
    assert_eq!(ask("en-US").await.json()[2], json!({}));
}

#[tokio::test]
async fn nobody_was_ever_notified() {
    let feed = Feed::new(|builder| builder).await;
    let answer = feed.get("subscriptions/notifications?contentType=Audit.Exchange").await;
    assert_eq!((answer.status, answer.json()), (200, json!([])));
    assert_eq!(feed.get("subscriptions/notifications?contentType=Audit.Nothing").await.code(), "AF20020");
}
