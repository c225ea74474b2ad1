use std::time::Duration;

use http::{HeaderName, HeaderValue, Method};

use crate::{
    Error, ErrorKind, Operation, Pipeline, RateLimit, Request, Result, RetryPolicy, TransportPhase,
    stub::{Stub, answer, broken_off, client, client_with, lost, ok},
};

static READ: Operation = Operation::new("read things").permissions(&["Things.Read.All"]);
static WRITE: Operation = Operation::new("write things");
static QUERY: Operation = Operation::new("query things").repeatable();
static NARROW: Operation = Operation::new("read narrow things")
    .limit(RateLimit::new("narrow").concurrent(4).requests(2, Duration::from_secs(60)));

const SECOND: Duration = Duration::from_secs(1);

/// Sends one GET to `https://api.example/things`.
async fn read(stub: &Stub) -> Result<String> {
    let (client, _, _) = client(stub);
    let response = client.send(client.get(&READ, &["things"])?).await?;
    Ok(String::from_utf8(response.body().to_vec()).unwrap())
}

async fn read_error(answers: impl IntoIterator<Item = crate::stub::Answer>) -> Error {
    read(&Stub::new(answers)).await.unwrap_err()
}

#[tokio::test]
async fn request_carries_token_ids_and_names() {
    let stub = Stub::new([ok("{}")]);
    let builder = Pipeline::builder().user_agent("contoso/1");
    let (client, _, credential) = client_with(&stub, builder);
    client.send(client.get(&READ, &["v1.0", "things", "a/b ü"]).unwrap()).await.unwrap();
    let request = &stub.requests()[0];
    assert_eq!(request.uri(), "https://api.example/v1.0/things/a%2Fb%20%C3%BC");
    assert_eq!(request.headers()["authorization"], "Bearer token-1");
    assert!(request.headers()["authorization"].is_sensitive());
    assert_eq!(request.headers()["client-request-id"].len(), 36);
    assert!(request.headers()["user-agent"].to_str().unwrap().starts_with("contoso/1 tenantscope/"));
    let asked = &credential.requests()[0];
    assert_eq!(
        (asked.scope(), asked.tenant().unwrap().as_str()),
        ("https://api.example/.default", "contoso.com")
    );
}

#[tokio::test]
async fn post_without_a_body_says_so() {
    let stub = Stub::new([ok("")]);
    let (client, _, _) = client(&stub);
    client.send(client.post(&WRITE, &["start"]).unwrap()).await.unwrap();
    assert_eq!(stub.requests()[0].headers()["content-length"], "0");
}

#[tokio::test]
async fn no_token_and_no_request_leave_for_a_foreign_origin() {
    let stub = Stub::new([]);
    let (client, _, credential) = client(&stub);
    for url in ["https://evil.example/things", "http://api.example/things", "https://api.example:444/things"]
    {
        let request = Request::new(&READ, Method::GET, url.parse().unwrap());
        let error = client.send(request).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::ForeignOrigin, Some("read things")),
            "{url}"
        );
    }
    assert!(credential.requests().is_empty() && stub.requests().is_empty());
}

#[tokio::test]
async fn redirect_is_an_error_and_is_not_followed() {
    let error = read_error([answer(302, &[("location", "https://evil.example/?code=CANARY")], "")]).await;
    assert_eq!(error.kind(), ErrorKind::ForeignOrigin);
    assert!(error.to_string().contains("https://evil.example") && !format!("{error:?}").contains("CANARY"));
    let error = read_error([answer(301, &[("location", "/elsewhere")], "")]).await;
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
}

#[tokio::test]
async fn throttled_call_waits_for_retry_after_in_seconds_and_as_a_date() {
    for headers in [
        &[("retry-after", "17")][..],
        &[("retry-after", "Sun, 22 Nov 2026 09:00:17 GMT"), ("date", "Sun, 22 Nov 2026 09:00:00 GMT")][..],
    ] {
        for status in [429, 503] {
            let stub = Stub::new([answer(status, headers, ""), ok("fine")]);
            let (client, clock, _) = client(&stub);
            client.send(client.get(&READ, &["things"]).unwrap()).await.unwrap();
            assert_eq!(clock.sleeps(), [17 * SECOND], "{status} {headers:?}");
        }
    }
}

#[tokio::test]
async fn throttling_holds_back_every_request_of_that_tenant_and_of_no_other() {
    let stub = Stub::new([answer(429, &[("retry-after", "60")], ""), ok(""), ok(""), ok(""), ok("")]);
    let (contoso, clock, _) = client_with(&stub, Pipeline::builder().retry(RetryPolicy::none()));
    let fabrikam = contoso.with_tenant("fabrikam.com".parse().unwrap());
    let get = || contoso.get(&READ, &["things"]).unwrap();
    assert_eq!(contoso.send(get()).await.unwrap_err().kind(), ErrorKind::Throttled);
    fabrikam.send(get()).await.unwrap();
    assert!(clock.sleeps().is_empty());
    let (a, b, c) = tokio::join!(contoso.send(get()), contoso.send(get()), contoso.send(get()));
    a.and(b).and(c).unwrap();
    let mut sleeps = clock.sleeps();
    sleeps.sort();
    assert_eq!(sleeps[0], 60 * SECOND);
    assert!(sleeps[1] > sleeps[0] && sleeps[2] > sleeps[1], "those who wait start spread out: {sleeps:?}");
}

#[tokio::test]
async fn wait_that_does_not_fit_the_deadline_fails_at_once_and_says_how_long() {
    let stub = Stub::new([answer(429, &[("retry-after", "600")], "")]);
    let (client, clock, _) = client(&stub);
    let get = || client.get(&READ, &["things"]).unwrap();
    let error = client.send(get()).await.unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::Throttled, Some(600 * SECOND)));
    assert!(error.is_transient() && clock.sleeps().is_empty());
    // the next call knows it without asking the service
    let error = client.send(get()).await.unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::Throttled, Some(600 * SECOND)));
    assert_eq!(stub.requests().len(), 1);
}

#[tokio::test]
async fn passing_failures_are_repeated_after_growing_waits() {
    let stub = Stub::new([
        answer(503, &[], ""),
        answer(500, &[], "<html><title>oops</title></html>"),
        lost(TransportPhase::Exchange),
        broken_off("{\"value\": [{\"id\""),
        lost(TransportPhase::Connect),
        ok("fine"),
    ]);
    assert_eq!(read(&stub).await.unwrap(), "fine");
    assert_eq!(stub.requests().len(), 6);
}

#[tokio::test]
async fn policy_gives_up_and_the_last_failure_is_the_error() {
    let error = read_error((0..6).map(|_| answer(502, &[], "<html><title>Bad Gateway</title></html>"))).await;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Unavailable, Some(502)));
    assert!(error.message().unwrap().contains("Bad Gateway"));
    let error = read_error((0..6).map(|_| broken_off("{"))).await;
    assert_eq!(error.kind(), ErrorKind::Unreachable);
}

#[tokio::test]
async fn request_may_ask_for_fewer_repetitions_than_the_policy_allows() {
    let stub = Stub::new((0..2).map(|_| answer(502, &[], "")));
    let (client, _, _) = client(&stub);
    let request = client.get(&READ, &["things"]).unwrap().at_most_repetitions(1);
    assert_eq!(client.send(request).await.unwrap_err().status(), Some(502));
    assert_eq!(stub.requests().len(), 2);
}

#[tokio::test]
async fn write_is_repeated_only_if_the_service_did_not_act() {
    let write = async |answers: Vec<crate::stub::Answer>| {
        let stub = Stub::new(answers);
        let (client, _, _) = client(&stub);
        let result = client.send(client.post(&WRITE, &["things"]).unwrap()).await;
        (result.map(drop).map_err(|error| error.kind()), stub.requests().len())
    };
    assert_eq!(write(vec![answer(429, &[], ""), ok("")]).await, (Ok(()), 2));
    assert_eq!(write(vec![answer(503, &[("retry-after", "1")], ""), ok("")]).await, (Ok(()), 2));
    assert_eq!(write(vec![lost(TransportPhase::Connect), ok("")]).await, (Ok(()), 2));
    assert_eq!(write(vec![answer(503, &[], "")]).await, (Err(ErrorKind::Unavailable), 1));
    assert_eq!(write(vec![answer(500, &[], "")]).await, (Err(ErrorKind::Unavailable), 1));
    assert_eq!(write(vec![lost(TransportPhase::Exchange)]).await, (Err(ErrorKind::Unreachable), 1));
    assert_eq!(write(vec![broken_off("{")]).await, (Err(ErrorKind::Unreachable), 1));
}

#[tokio::test]
async fn query_by_post_is_repeated_like_a_read() {
    let stub = Stub::new([answer(500, &[], ""), ok("")]);
    let (client, _, _) = client(&stub);
    client.send(client.post(&QUERY, &["query"]).unwrap().body("text/plain", "q")).await.unwrap();
    let bodies: Vec<_> = stub.requests().into_iter().map(http::Request::into_body).collect();
    assert_eq!(bodies, ["q", "q"]);
}

#[tokio::test]
async fn body_made_per_attempt_differs_each_time() {
    let stub = Stub::new([answer(500, &[], ""), ok("")]);
    let (client, _, _) = client(&stub);
    let count = std::sync::atomic::AtomicU32::new(0);
    let request = client.post(&QUERY, &["token"]).unwrap().body_per_attempt("text/plain", move || {
        let n = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        async move { Ok(format!("attempt {n}").into()) }
    });
    client.send(request).await.unwrap();
    let bodies: Vec<_> = stub.requests().into_iter().map(http::Request::into_body).collect();
    assert_eq!(bodies, ["attempt 0", "attempt 1"]);
}

#[tokio::test]
async fn refused_token_is_replaced_once() {
    let stub = Stub::new([answer(401, &[], ""), ok("fine")]);
    let (client, _, credential) = client(&stub);
    client.send(client.get(&READ, &["things"]).unwrap()).await.unwrap();
    assert_eq!(stub.tokens(), ["token-1", "token-2"]);
    assert_eq!(credential.requests()[1].refused().unwrap().secret().expose(), "token-1");

    let error = read_error([
        answer(401, &[], ""),
        answer(401, &[], r#"{"error":{"code":"InvalidAuthenticationToken"}}"#),
    ])
    .await;
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Unauthenticated, Some("InvalidAuthenticationToken"))
    );
}

const CHALLENGE: &str = r#"Bearer realm="", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsieG1zX2NjIjp7InZhbHVlcyI6WyJjcDEiXX19fQ==""#;

#[tokio::test]
async fn refused_token_and_then_a_claims_challenge_get_one_new_token_each() {
    let challenged = || answer(401, &[("www-authenticate", CHALLENGE)], "");
    let stub = Stub::new([answer(401, &[], ""), challenged(), ok("fine")]);
    assert_eq!(read(&stub).await.unwrap(), "fine");
    assert_eq!(stub.tokens(), ["token-1", "token-2", "token-3"]);
    let error = read_error([challenged(), challenged()]).await;
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
}

#[tokio::test]
async fn later_attempts_do_not_ask_for_yet_another_token() {
    let stub = Stub::new([answer(401, &[], ""), answer(503, &[], ""), ok("fine")]);
    assert_eq!(read(&stub).await.unwrap(), "fine");
    assert_eq!(stub.tokens(), ["token-1", "token-2", "token-2"]);
}

#[tokio::test]
async fn claims_challenge_gets_one_token_with_those_claims() {
    let stub = Stub::new([answer(401, &[("www-authenticate", CHALLENGE)], ""), ok("fine")]);
    let (client, _, credential) = client(&stub);
    client.send(client.get(&READ, &["things"]).unwrap()).await.unwrap();
    let claims: Vec<_> =
        credential.requests().iter().map(|request| request.claims().map(str::to_owned)).collect();
    assert_eq!(claims, [None, Some(r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#.to_owned())]);
}

#[tokio::test]
async fn missing_permission_is_not_repeated_and_is_named() {
    let body = r#"{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}"#;
    let error = read_error([answer(403, &[("request-id", "abc")], body)]).await;
    assert_eq!(error.to_string(), "read things: permission denied (HTTP 403, Authorization_RequestDenied)");
    assert_eq!((error.request_id(), error.tenant().unwrap().as_str()), (Some("abc"), "contoso.com"));
    assert!(error.advice().contains("`Things.Read.All`"), "{}", error.advice());
}

#[tokio::test]
async fn answer_larger_than_the_limit_is_refused() {
    let stub = Stub::new([ok("12345"), ok("1234")]);
    let (client, _, _) = client_with(&stub, Pipeline::builder().max_body(4));
    let get = || client.get(&READ, &["things"]).unwrap();
    let error = client.send(get()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
    assert!(error.to_string().contains("larger than 4 bytes"), "{error}");
    assert_eq!(client.send(get()).await.unwrap().body(), "1234");
}

#[tokio::test]
async fn operation_keeps_to_its_limit() {
    let stub = Stub::new((0..3).map(|_| ok("")));
    let (client, clock, _) = client(&stub);
    for _ in 0..3 {
        client.send(client.get(&NARROW, &["narrow"]).unwrap()).await.unwrap();
    }
    assert_eq!(clock.sleeps(), [60 * SECOND]);
}

#[tokio::test]
async fn path_that_would_leave_its_place_is_refused() {
    let (client, _, _) = client(&Stub::new([]));
    for segment in ["", ".", "..", ".\t.", "\n"] {
        let error = client.get(&READ, &["things", segment]).unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::InvalidInput, Some("read things")));
    }
}

#[tokio::test]
async fn own_headers_are_sent_and_the_services_own_only_fill_gaps() {
    let stub = Stub::new([ok("")]);
    let (client, _, _) = client(&stub);
    let request = client
        .get(&READ, &["things"])
        .unwrap()
        .header(HeaderName::from_static("consistencylevel"), HeaderValue::from_static("eventual"));
    client.send(request).await.unwrap();
    assert_eq!(stub.requests()[0].headers()["consistencylevel"], "eventual");
}

#[tokio::test(start_paused = true)]
async fn silent_server_ends_with_the_deadline() {
    #[derive(Debug)]
    struct Silent;

    #[crate::async_trait]
    impl crate::Transport for Silent {
        async fn send(&self, _: http::Request<bytes::Bytes>) -> crate::stub::Answer {
            std::future::pending().await
        }
    }

    let pipeline = Pipeline::builder().transport(Silent).build().unwrap();
    let endpoint = crate::Endpoint::new("https://api.example", "s").unwrap();
    let client = crate::ServiceClient::new(pipeline, &crate::stub::SERVICE, endpoint);
    let request = client.get(&READ, &["things"]).unwrap().timeout(3 * SECOND);
    let error = client.send(request).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::DeadlineExceeded, Some("read things")));
}

#[tokio::test]
async fn another_callers_long_sleep_does_not_end_this_call() {
    let stub = Stub::new([answer(503, &[], ""), ok("fine")]);
    let (client, clock, _) = client(&stub);
    let request = client.get(&READ, &["things"]).unwrap().timeout(10 * SECOND);
    let slow = async {
        clock.advance(3600 * SECOND);
    };
    let (answer, ()) = tokio::join!(client.send(request), slow);
    assert!(answer.is_ok());
}

#[tokio::test]
async fn absurd_retry_after_is_an_error_and_no_crash() {
    let stub = Stub::new([answer(429, &[("retry-after", "18446744073709551615")], "")]);
    let (client, _, _) = client(&stub);
    let get = || client.get(&READ, &["things"]).unwrap();
    assert_eq!(client.send(get()).await.unwrap_err().kind(), ErrorKind::Throttled);
    assert_eq!(client.send(get()).await.unwrap_err().kind(), ErrorKind::Throttled);
}

#[tokio::test]
async fn success_that_is_an_error_object_or_a_page_of_html_says_what_it_is() {
    for (body, code, words) in [
        (r#"{"error":{"code":"AF50000","message":"internal"}}"#, Some("AF50000"), "internal"),
        ("<html><title>Sign in to the proxy</title></html>", None, "Sign in to the proxy"),
    ] {
        let (client, _, _) = client(&Stub::new([ok(body)]));
        let response = client.send(client.get(&READ, &["things"]).unwrap()).await.unwrap();
        let error = response.listing::<serde_json::Value>(None).unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::UnexpectedResponse, code));
        assert!(error.message().unwrap().contains(words), "{error:?}");
    }
}

#[tokio::test]
async fn debug_of_an_answer_hides_its_content() {
    let (client, _, _) = client(&Stub::new([ok(r#"{"access_token":"CANARY"}"#)]));
    let response = client.send(client.get(&READ, &["things"]).unwrap()).await.unwrap();
    assert!(!format!("{response:?}").contains("CANARY"));
}

#[tokio::test]
async fn throttling_of_one_limit_leaves_other_calls_alone() {
    static OWN: crate::Service = crate::Service::new("Test Service").classify(|failure| {
        failure
            .has_code("QuotaOfThisKind")
            .then(|| crate::Verdict::new(ErrorKind::Throttled).only_this_limit())
    });
    let quota = r#"{"error":{"code":"QuotaOfThisKind"}}"#;
    let stub = Stub::new([answer(429, &[("retry-after", "600")], quota), ok("fine")]);
    let pipeline = Pipeline::builder().transport(stub.clone()).build().unwrap();
    let endpoint = crate::Endpoint::new("https://api.example", "s").unwrap();
    let client = crate::ServiceClient::new(pipeline, &OWN, endpoint);
    let narrow = || client.get(&NARROW, &["narrow"]).unwrap();
    assert_eq!(client.send(narrow()).await.unwrap_err().kind(), ErrorKind::Throttled);
    assert!(client.send(client.get(&READ, &["things"]).unwrap()).await.is_ok());
    assert_eq!(client.send(narrow()).await.unwrap_err().kind(), ErrorKind::Throttled);
    assert_eq!(stub.requests().len(), 2);
}
