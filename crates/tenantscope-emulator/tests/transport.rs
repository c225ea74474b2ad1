//! The wire: compression, TLS, the proxy, limits, the journal, the end.

mod common;

use std::{io::Read, time::Duration};

use common::{Hands, get, http, request_token, send, token};
use reqwest::{Certificate, Client, Proxy};
use tenantscope_emulator::{Emulator, Service};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const ORGANIZATION: &str = "/v1.0/organization";

/// Sends these bytes and returns what comes back until the end.
async fn raw(emulator: &Emulator, service: Service, text: &str) -> String {
    let address = emulator.origin(service).strip_prefix("http://").expect("plain HTTP");
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(text.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("read");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn services_are_different_origins() {
    let emulator = Emulator::start().await.unwrap();
    let mut origins: Vec<_> = Service::ALL.map(|service| emulator.origin(service)).to_vec();
    origins.sort_unstable();
    origins.dedup();
    assert_eq!(origins.len(), 6);
    let cloud = emulator.cloud();
    assert_eq!(cloud.login().as_str().trim_end_matches('/'), emulator.origin(Service::Login));
    assert_eq!(cloud.graph().url().as_str().trim_end_matches('/'), emulator.origin(Service::Graph));
    assert_eq!(cloud.activity().scope(), format!("{}/.default", emulator.origin(Service::Activity)));
}

#[tokio::test]
async fn answers_are_compressed_on_request() {
    let emulator = Emulator::start().await.unwrap();
    let token = token(&emulator, &emulator.tenant(), Service::Graph).await;
    let client = Client::builder().no_gzip().no_proxy().build().unwrap();
    let ask = async |encoding: &str| {
        let url = format!("{}{ORGANIZATION}", emulator.origin(Service::Graph));
        let response =
            client.get(url).bearer_auth(&token).header("accept-encoding", encoding).send().await.unwrap();
        (response.headers().get("content-encoding").cloned(), response.bytes().await.unwrap())
    };
    let (encoding, plain) = ask("identity").await;
    assert_eq!(encoding, None);
    let (encoding, packed) = ask("br, gzip;q=0.8").await;
    assert_eq!(encoding.unwrap(), "gzip");
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&*packed).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, plain);
}

#[tokio::test]
async fn post_without_a_length_is_refused_by_the_front_door() {
    let emulator = Emulator::start().await.unwrap();
    let path = format!("/api/v1.0/{}/activity/feed/subscriptions/start", emulator.tenant().id());
    let head = |length: &str| {
        format!("POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{length}\r\n")
    };
    let refused = raw(&emulator, Service::Activity, &head("")).await;
    assert!(refused.starts_with("HTTP/1.1 411 Length Required\r\n"), "{refused}");
    assert!(
        refused.contains("The request must be chunked or have a content length")
            || refused.contains("Length Required")
    );
    let taken = raw(&emulator, Service::Activity, &head("content-length: 0\r\n")).await;
    assert!(taken.starts_with("HTTP/1.1 401 "), "{taken}");
}

#[tokio::test]
async fn links_carry_the_host_that_was_asked() {
    let emulator = Emulator::builder().page_size(Service::Graph, 1).start().await.unwrap();
    let path = "/v1.0/security/secureScoreControlProfiles";
    let url = format!("{}{path}", emulator.origin(Service::Graph)).replace("127.0.0.1", "localhost");
    let token = token(&emulator, &emulator.tenant(), Service::Graph).await;
    let page = send(http().get(&url).bearer_auth(token)).await.json();
    let next = page["@odata.nextLink"].as_str().unwrap();
    assert!(next.starts_with(&format!("{url}?$skiptoken=")), "{next}");
}

#[tokio::test]
async fn limits_are_kept_per_tenant() {
    let hands = Hands::at_noon();
    let limited =
        Emulator::builder().tenants(2).clock(hands.clock()).limit(Service::Graph, 2, Duration::from_secs(30));
    let emulator = limited.start().await.unwrap();
    let ask = async |tenant: usize| {
        let token = token(&emulator, &emulator.tenants()[tenant], Service::Graph).await;
        let answer =
            send(http().get(format!("{}{ORGANIZATION}", emulator.origin(Service::Graph))).bearer_auth(token))
                .await;
        (answer.status, answer.header("retry-after").map(str::to_owned))
    };
    assert_eq!(ask(0).await.0, 200);
    assert_eq!(ask(0).await.0, 200);
    hands.advance(Duration::from_secs(10));
    assert_eq!(ask(0).await, (429, Some("20".to_owned())));
    assert_eq!(ask(1).await.0, 200);
    hands.advance(Duration::from_secs(20));
    assert_eq!(ask(0).await.0, 200);
}

#[tokio::test(start_paused = true)]
async fn answers_take_the_time_that_they_are_told_to() {
    let delay = Duration::from_secs(30);
    let emulator = Emulator::builder().response_delay(delay).start().await.unwrap();
    let start = tokio::time::Instant::now();
    assert_eq!(get(&emulator, Service::Graph, ORGANIZATION).await.status, 200);
    assert!(start.elapsed() >= delay);
}

#[tokio::test]
async fn journal_knows_who_asked_for_what_and_no_secrets() {
    let hands = Hands::at_noon();
    let emulator = Emulator::builder().clock(hands.clock()).start().await.unwrap();
    let (app, tenant) = (emulator.app(), emulator.tenant());
    let (client, secret) = (app.client_id(), app.secret());
    let scope = format!("{}/.default", emulator.origin(Service::Graph));
    let pairs = [
        ("grant_type", "client_credentials"),
        ("client_id", client.as_str()),
        ("client_secret", &*secret),
        ("scope", &scope),
    ];
    let answer = request_token(&emulator, tenant.domain().as_str(), &pairs).await;
    let token = answer.json()["access_token"].as_str().unwrap().to_owned();
    let url = format!("{}{ORGANIZATION}?$count=true", emulator.origin(Service::Graph));
    send(http().get(url).bearer_auth(&token)).await;

    let journal = emulator.journal();
    let [login, graph] = journal.entries().try_into().unwrap();
    assert_eq!((login.service, &*login.method, login.status), (Service::Login, "POST", 200));
    assert_eq!(login.tenant.as_deref(), Some(tenant.id().as_str()), "a domain is noted as its tenant");
    assert_eq!(login.form["scope"], scope);
    assert_eq!((graph.service, &*graph.path, &*graph.query), (Service::Graph, ORGANIZATION, "$count=true"));
    assert_eq!(graph.at, hands.now());
    let note = graph.token.clone().unwrap();
    assert_eq!((&*note.tenant, &*note.audience), (tenant.id().as_str(), emulator.origin(Service::Graph)));
    assert_eq!(note.id, common::claims(&token)["uti"].as_str().unwrap());
    assert_eq!(graph.header("authorization"), Some("Bearer (redacted)"));
    let text = format!("{login:?} {graph:?}");
    assert!(!text.contains(&secret) && !text.contains(&token));

    assert_eq!((journal.count(|entry| entry.status == 200), journal.token_requests().len()), (2, 1));
    journal.clear();
    assert!(journal.entries().is_empty());
}

#[tokio::test]
async fn tls_is_served_with_a_certificate_of_its_own_authority() {
    let emulator = Emulator::builder().tls(true).start().await.unwrap();
    assert!(emulator.origin(Service::Graph).starts_with("https://127.0.0.1:"));
    let token = token(&emulator, &emulator.tenant(), Service::Graph).await;
    let url = format!("{}{ORGANIZATION}", emulator.origin(Service::Graph));
    let authority = Certificate::from_pem(emulator.ca_pem().unwrap().as_bytes()).unwrap();
    let trusting = Client::builder().no_proxy().tls_certs_only([authority]).build().unwrap();
    let response = trusting.get(&url).bearer_auth(&token).send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.version()), (200, reqwest::Version::HTTP_2));
    let context = response.text().await.unwrap();
    assert!(context.contains(&format!("{}/v1.0/$metadata#organization", emulator.origin(Service::Graph))));
    assert!(http().get(&url).bearer_auth(&token).send().await.is_err(), "nobody else trusts it");
}

#[tokio::test]
async fn proxy_leads_the_default_host_names_here_and_nothing_else() {
    let emulator = Emulator::builder().proxy(true).page_size(Service::Activity, 2).start().await.unwrap();
    let authority = Certificate::from_pem(emulator.ca_pem().unwrap().as_bytes()).unwrap();
    let proxy = Proxy::https(emulator.proxy_url().unwrap()).unwrap();
    let client = Client::builder().proxy(proxy).tls_certs_only([authority]).build().unwrap();
    let (app, tenant) = (emulator.app(), emulator.tenant());
    let get_token = async |login: &str, resource: &str| {
        let scope = format!("{resource}/.default");
        let body = common::form(&[
            ("grant_type", "client_credentials"),
            ("client_id", app.client_id().as_str()),
            ("client_secret", &app.secret()),
            ("scope", &scope),
        ]);
        let url = format!("https://{login}/{}/oauth2/v2.0/token", tenant.domain());
        let request = client.post(url).header("content-type", "application/x-www-form-urlencoded").body(body);
        let answer = send(request).await;
        answer.json()["access_token"].as_str().unwrap_or_else(|| panic!("no token: {answer:?}")).to_owned()
    };
    let public = get_token("login.microsoftonline.com", "https://graph.microsoft.com").await;
    let scores = send(
        client.get("https://graph.microsoft.com/v1.0/security/secureScores?$top=1").bearer_auth(&public),
    )
    .await;
    let next = scores.json()["@odata.nextLink"].as_str().unwrap().to_owned();
    assert!(next.starts_with("https://graph.microsoft.com/v1.0/security/secureScores?"), "{next}");

    let manage = get_token("login.microsoftonline.com", "https://manage.office.com").await;
    let content = format!(
        "https://manage.office.com/api/v1.0/{}/activity/feed/subscriptions/content?contentType=Audit.Exchange",
        tenant.id()
    );
    let list = send(client.get(content).bearer_auth(&manage)).await;
    assert!(list.header("nextpageuri").unwrap().starts_with("https://manage.office.com/api/v1.0/"));
    assert!(
        list.json()[0]["contentUri"].as_str().unwrap().starts_with("https://manage.office.com/api/v1.0/")
    );

    let arm = get_token("login.microsoftonline.com", "https://management.core.windows.net/").await;
    let url = "https://management.azure.com/subscriptions?api-version=2022-12-01";
    assert_eq!(send(client.get(url).bearer_auth(&arm)).await.status, 200);

    let url = "https://graph.microsoft.us/v1.0/organization";
    assert_eq!(
        send(client.get(url).bearer_auth(&public)).await.status,
        401,
        "tokens are good in their own cloud"
    );
    let government = get_token("login.microsoftonline.us", "https://graph.microsoft.us").await;
    assert_eq!(send(client.get(url).bearer_auth(&government)).await.status, 200);

    assert!(client.get("https://example.org/").send().await.is_err());
    assert!(emulator.journal().entries().iter().all(|entry| entry.header("host") != Some("example.org")));
}

#[tokio::test]
async fn dropping_the_emulator_ends_it() {
    let emulator = Emulator::start().await.unwrap();
    let address = emulator.origin(Service::Graph).strip_prefix("http://").unwrap().to_owned();
    let mut open = TcpStream::connect(&address).await.unwrap();
    drop(emulator);
    let mut rest = Vec::new();
    let ended = open.read_to_end(&mut rest).await;
    assert!(ended.is_err() || rest.is_empty());
    assert!(TcpStream::connect(&address).await.is_err());
}

#[test]
#[should_panic(expected = "it was not meant to be: because")]
fn example_that_fails_panics_with_the_whole_story() {
    #[derive(Debug)]
    struct Failed(std::io::Error);
    impl std::fmt::Display for Failed {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("it was not meant to be")
        }
    }
    impl std::error::Error for Failed {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&self.0)
        }
    }
    tenantscope_emulator::run(async |_| Err(Failed(std::io::Error::other("because")).into()));
}
