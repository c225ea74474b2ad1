//! Everything that can be made to go wrong.

mod common;

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use common::{Answer, Hands, call, get, http, request_token, send, token, token_with};
use reqwest::Method;
use serde_json::{Value, json};
use tenantscope_emulator::{Emulator, Fault, RetryAfter, Service};

const SCORES: &str = "/v1.0/security/secureScores?$top=3";

async fn with(fault: Fault) -> Emulator {
    let emulator = Emulator::start().await.expect("a port");
    emulator.faults().add(fault);
    emulator
}

fn on_graph() -> Fault {
    Fault::on(Service::Graph, "/v1.0/security").times(1)
}

async fn scores(emulator: &Emulator) -> Answer {
    get(emulator, Service::Graph, SCORES).await
}

/// What a client notices of an answer that does not come whole: an error while it waits for the
/// head, or for the body.
async fn broken(emulator: &Emulator, patience: Duration) -> &'static str {
    let token = token(emulator, &emulator.tenant(), Service::Graph).await;
    let request = http().get(format!("{}{SCORES}", emulator.origin(Service::Graph))).bearer_auth(token);
    match request.timeout(patience).send().await {
        Err(error) if error.is_timeout() => "no head in time",
        Err(_) => "no head",
        Ok(response) => match response.bytes().await {
            Err(error) if error.is_timeout() => "no end in time",
            Err(_) => "no end",
            Ok(_) => "whole",
        },
    }
}

#[tokio::test]
async fn throttling_says_when_to_come_back_in_every_form() {
    let hands = Hands::at_noon();
    for (after, header) in [
        (RetryAfter::Seconds(3), Some("3")),
        (RetryAfter::HttpDate(Duration::from_secs(90)), Some("Sun, 22 Nov 2026 12:01:30 GMT")),
        (RetryAfter::None, None),
    ] {
        let emulator = Emulator::builder().clock(hands.clock()).start().await.unwrap();
        emulator.faults().add(on_graph().too_many_requests(after));
        let answer = scores(&emulator).await;
        assert_eq!((answer.status, answer.header("retry-after")), (429, header));
        assert_eq!(answer.code(), "TooManyRequests");
        assert_eq!(answer.header("date"), Some("Sun, 22 Nov 2026 12:00:00 GMT"));
        assert_eq!(scores(&emulator).await.status, 200);
    }
}

#[tokio::test]
async fn throttling_and_outages_are_worded_by_each_service() {
    let emulator = Emulator::start().await.unwrap();
    let tenant = emulator.tenant().id();
    for service in [Service::Graph, Service::ResourceManager, Service::Activity] {
        emulator.faults().add(Fault::on(service, "/").times(1).too_many_requests(RetryAfter::Seconds(1)));
        emulator.faults().add(Fault::on(service, "/").times(1).service_unavailable(RetryAfter::Seconds(1)));
    }
    let feed = format!("/api/v1.0/{tenant}/activity/feed/subscriptions/list");
    for (service, path, busy, down) in [
        (Service::Graph, SCORES, "TooManyRequests", "ServiceUnavailable"),
        (Service::ResourceManager, "/subscriptions", "SubscriptionRequestsThrottled", "ServiceUnavailable"),
        (Service::Activity, &*feed, "AF429", "AF50000"),
    ] {
        for (status, code) in [(429, busy), (503, down)] {
            let answer = get(&emulator, service, path).await;
            assert_eq!((answer.status, &*answer.code()), (status, code));
            assert_eq!(answer.header("retry-after"), Some("1"));
        }
    }
    let message = {
        emulator.faults().add(Fault::on(Service::Activity, "/").times(1).throttled_as_forbidden());
        let answer = get(&emulator, Service::Activity, &feed).await;
        assert_eq!((answer.status, &*answer.code()), (403, "AF429"));
        answer.json()["error"]["message"].as_str().unwrap().to_owned()
    };
    assert!(message.ends_with("Method=ListSubscriptions, PublisherId=00000000-0000-0000-0000-000000000000"));
}

#[tokio::test]
async fn token_endpoint_fails_too() {
    let emulator = with(Fault::on(Service::Login, "/").times(1).service_unavailable(RetryAfter::None)).await;
    emulator.faults().add(Fault::on(Service::Login, "/").times(1).too_many_requests(RetryAfter::Seconds(5)));
    let ask = async || request_token(&emulator, "contoso.com", &[("grant_type", "client_credentials")]).await;
    let down = ask().await;
    assert_eq!((down.status, &down.json()["error"]), (503, &json!("temporarily_unavailable")));
    assert_eq!(ask().await.status, 429);
    assert_eq!(ask().await.status, 400);
}

#[tokio::test]
async fn arbitrary_answers_redirects_and_html() {
    let emulator =
        with(on_graph().respond(418, [("x-odd", "1"), ("content-type", "text/plain")], "short")).await;
    emulator.faults().add(on_graph().respond_json(200, &json!({"error": {"code": "hidden"}})));
    emulator.faults().add(on_graph().html(502));
    emulator.faults().add(on_graph().redirect("https://example.org/elsewhere"));
    let odd = scores(&emulator).await;
    assert_eq!((odd.status, odd.header("x-odd"), &*odd.text), (418, Some("1"), "short"));
    let hidden = scores(&emulator).await;
    assert_eq!((hidden.status, &*hidden.code()), (200, "hidden"));
    let html = scores(&emulator).await;
    assert!(html.status == 502 && html.text.starts_with("<!DOCTYPE HTML"));
    let redirect = scores(&emulator).await;
    assert_eq!((redirect.status, redirect.header("location")), (302, Some("https://example.org/elsewhere")));
}

#[tokio::test]
async fn connections_break_before_and_inside_an_answer() {
    let emulator = with(Fault::on(Service::Graph, "/").times(3).reset()).await;
    assert_eq!(broken(&emulator, Duration::from_secs(20)).await, "no head");
    emulator.faults().clear();
    emulator.faults().add(on_graph().reset_in_body());
    emulator.faults().add(on_graph().cut_in_body());
    assert_eq!(broken(&emulator, Duration::from_secs(20)).await, "no end");
    assert_eq!(broken(&emulator, Duration::from_secs(20)).await, "no end");
    assert_eq!(broken(&emulator, Duration::from_secs(20)).await, "whole");
    let statuses: Vec<u16> = emulator.journal().entries().iter().map(|entry| entry.status).collect();
    assert!(statuses.starts_with(&[0]), "{statuses:?}");
    assert!(statuses.ends_with(&[200, 200, 200]), "{statuses:?}");
}

#[tokio::test]
async fn answers_stall_before_their_head_and_inside_their_body() {
    let emulator = with(on_graph().stall()).await;
    emulator.faults().add(on_graph().stall_in_body());
    assert_eq!(broken(&emulator, Duration::from_millis(300)).await, "no head in time");
    assert_eq!(broken(&emulator, Duration::from_millis(300)).await, "no end in time");
}

#[tokio::test]
async fn json_is_truncated_inside_a_complete_answer() {
    let emulator = with(on_graph().truncated_json()).await;
    let answer = scores(&emulator).await;
    assert_eq!(answer.status, 200);
    assert!(serde_json::from_str::<Value>(&answer.text).is_err() && answer.text.starts_with('{'));
}

#[tokio::test]
async fn empty_page_leads_to_the_real_one() {
    let emulator = Emulator::start().await.unwrap();
    let tenant = emulator.tenant();
    let subscription = tenant.subscriptions()[0].id.clone();
    let controls = format!(
        "/subscriptions/{subscription}/providers/Microsoft.Security/secureScoreControls?api-version=2020-01-01"
    );
    let content =
        format!("/api/v1.0/{}/activity/feed/subscriptions/content?contentType=Audit.Exchange", tenant.id());
    for (service, path, member) in [
        (Service::Graph, SCORES, "@odata.nextLink"),
        (Service::ResourceManager, &*controls, "nextLink"),
        (Service::Activity, &*content, ""),
    ] {
        let real = get(&emulator, service, path).await;
        emulator.faults().add(Fault::on(service, "/").times(1).empty_page_with_next_link());
        let empty = get(&emulator, service, path).await;
        let next = if member.is_empty() {
            assert_eq!(empty.json(), json!([]));
            empty.header("nextpageuri").unwrap().to_owned()
        } else {
            assert_eq!(empty.json()["value"], json!([]));
            empty.json()[member].as_str().unwrap().to_owned()
        };
        let after = get(&emulator, service, &next).await;
        let items =
            |answer: &Answer| if member.is_empty() { answer.json() } else { answer.json()["value"].clone() };
        assert_eq!(items(&after), items(&real), "{path}");
    }
}

#[tokio::test]
async fn empty_pages_follow_one_another_under_different_links() {
    let emulator = with(Fault::on(Service::Graph, "/").times(2).empty_page_with_next_link()).await;
    let first = scores(&emulator).await.json()["@odata.nextLink"].as_str().unwrap().to_owned();
    let second =
        get(&emulator, Service::Graph, &first).await.json()["@odata.nextLink"].as_str().unwrap().to_owned();
    assert_ne!(first, second);
    let page = get(&emulator, Service::Graph, &second).await.json();
    assert_eq!(page["value"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn links_and_content_addresses_point_elsewhere() {
    let emulator = with(on_graph().foreign_next_link("https://example.org/next")).await;
    let page = scores(&emulator).await.json();
    assert_eq!(page["@odata.nextLink"], "https://example.org/next");
    assert_eq!(page["value"].as_array().unwrap().len(), 3);

    let content = format!(
        "/api/v1.0/{}/activity/feed/subscriptions/content?contentType=Audit.Exchange",
        emulator.tenant().id()
    );
    let on_content = || Fault::on(Service::Activity, "/api").times(1);
    emulator.faults().add(on_content().foreign_content_uri("https://example.org/blob"));
    emulator.faults().add(on_content().foreign_next_link("https://example.org/page"));
    let items = get(&emulator, Service::Activity, &content).await.json();
    assert!(items.as_array().unwrap().iter().all(|item| item["contentUri"] == "https://example.org/blob"));
    let answer = get(&emulator, Service::Activity, &content).await;
    assert_eq!(answer.header("nextpageuri"), Some("https://example.org/page"));
}

#[tokio::test]
async fn one_item_of_a_page_is_spoilt_and_the_others_are_not() {
    let emulator = with(on_graph().malformed_item()).await;
    let spoilt = scores(&emulator).await.json();
    let real = scores(&emulator).await.json();
    assert_eq!((&spoilt["value"][0], &spoilt["value"][2]), (&real["value"][0], &real["value"][2]));
    assert_eq!(spoilt["value"][1]["id"], real["value"][1]["id"]);
    assert!(spoilt["value"][1]["maxScore"].is_array() && spoilt["value"][1]["controlScores"].is_string());
}

#[tokio::test]
async fn claims_challenge_is_met_by_a_token_with_its_claims_and_no_other() {
    let emulator = with(Fault::on(Service::Graph, "/v1.0").claims_challenge()).await;
    let tenant = emulator.tenant();
    let ask = async |token: String| {
        send(http().get(format!("{}{SCORES}", emulator.origin(Service::Graph))).bearer_auth(token)).await
    };
    let refused = ask(token(&emulator, &tenant, Service::Graph).await).await;
    assert_eq!(refused.status, 401);
    let challenge = refused.header("www-authenticate").unwrap();
    assert!(challenge.contains("error=\"insufficient_claims\""), "{challenge}");
    let encoded = challenge.split("claims=\"").nth(1).unwrap().trim_end_matches('"');
    let claims = String::from_utf8(STANDARD.decode(encoded).unwrap()).unwrap();
    assert_eq!(ask(token(&emulator, &tenant, Service::Graph).await).await.status, 401);
    let met = token_with(&emulator, &tenant, Service::Graph, Some(&claims)).await;
    assert_eq!(ask(met).await.status, 200);
}

#[tokio::test]
async fn claims_are_honoured_at_the_token_endpoint() {
    let emulator = with(
        Fault::on(Service::Graph, "/v1.0").claims_challenge_for(json!({"access_token": {"acrs": "c1"}})),
    )
    .await;
    let (app, tenant) = (emulator.app(), emulator.tenant());
    let claims = json!({"access_token": {"acrs": "c1", "xms_cc": {"values": ["cp1"]}}}).to_string();
    let body = request_token(
        &emulator,
        tenant.id().as_str(),
        &[
            ("grant_type", "client_credentials"),
            ("client_id", app.client_id().as_str()),
            ("client_secret", &app.secret()),
            ("scope", &format!("{}/.default", emulator.origin(Service::Graph))),
            ("claims", &claims),
        ],
    )
    .await
    .json();
    let token = body["access_token"].as_str().unwrap();
    assert_eq!(common::claims(token)["xms_cc"], json!(["cp1"]));
    let url = format!("{}{SCORES}", emulator.origin(Service::Graph));
    assert_eq!(send(http().get(url).bearer_auth(token)).await.status, 200);
}

#[tokio::test]
async fn faults_are_chosen_by_method_tenant_query_and_count() {
    let emulator = Emulator::builder().tenants(2).start().await.unwrap();
    let (first, second) = (emulator.tenants()[0].clone(), emulator.tenants()[1].clone());
    let faults = emulator.faults();
    let status = async |tenant, query: &str| {
        let token = token(&emulator, tenant, Service::Graph).await;
        let url = format!("{}/v1.0/organization?{query}", emulator.origin(Service::Graph));
        send(http().get(url).bearer_auth(token)).await.status
    };
    faults.add(Fault::on(Service::Graph, "/").method(Method::PATCH).html(500));
    faults.add(Fault::on(Service::Graph, "/").tenant(second.domain()).html(501));
    faults.add(Fault::on(Service::Graph, "/").query_contains("odd=1").html(502));
    faults.add(Fault::on(Service::Graph, "/").nth(3).html(503));
    faults.add(Fault::on(Service::Graph, "/V1.0/Org").always());
    assert_eq!(status(&second, "").await, 501);
    assert_eq!(status(&first, "odd=1").await, 502);
    assert_eq!(status(&first, "").await, 200);
    assert_eq!(status(&first, "").await, 200);
    assert_eq!(faults.pending().len(), 1, "the third has not come yet");
    assert_eq!(status(&first, "").await, 503);
    assert_eq!(status(&first, "").await, 200);
    assert!(faults.pending().is_empty());
    faults.clear();
    assert_eq!((status(&second, "").await, faults.happened()), (200, 0));
}

#[tokio::test]
async fn faults_of_a_route_leave_other_routes_and_services_alone() {
    let emulator = with(Fault::on(Service::Graph, "/v1.0/security/secureScores").html(500)).await;
    let profiles = "/v1.0/security/secureScoreControlProfiles?$top=1";
    assert_eq!(get(&emulator, Service::Graph, profiles).await.status, 200);
    let answer = call(
        &emulator,
        Method::GET,
        Service::ResourceManager,
        "/subscriptions?api-version=2022-12-01",
        |r| r,
    )
    .await;
    assert_eq!(answer.status, 200);
    assert_eq!(scores(&emulator).await.status, 500);
}
