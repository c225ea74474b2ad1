//! What the product must withstand, each through the facade, over real sockets.
#![allow(clippy::unwrap_used)] // in tests a panic is the report

use std::time::Duration;

use tenantscope::{
    Client, Clock, Cloud, Error, ErrorKind, ManualClock, Pipeline, SubscriptionId, SystemClock, TenantId,
    activity::{ContentType, TimeWindow},
    entra::{ClientCertificateCredential, ClientSecretCredential},
};
use tenantscope_emulator::{Emulator, Fault, RetryAfter, Service};

const SCORES: &str = "/v1.0/security/secureScores";
const SECOND: Duration = Duration::from_secs(1);

/// An emulator and a client of its first tenant, on one clock that moves when somebody waits.
struct Story {
    emulator: Emulator,
    clock: ManualClock,
    client: Client,
}

impl Story {
    async fn begin() -> Self {
        let clock = ManualClock::starting_at(SystemClock::new().now());
        let seen = clock.clone();
        let emulator = Emulator::builder().clock(move || seen.now().into()).start().await.unwrap();
        let client = Self::client(&emulator, &clock, &emulator.app().secret(), emulator.tenant().id());
        Self { emulator, clock, client }
    }

    fn client(emulator: &Emulator, clock: &ManualClock, secret: &str, tenant: TenantId) -> Client {
        let pipeline = pipeline(clock);
        let credential = ClientSecretCredential::builder(tenant.clone(), emulator.app().client_id(), secret)
            .cloud(emulator.cloud())
            .pipeline(pipeline.clone())
            .build()
            .unwrap();
        Client::builder(credential).cloud(emulator.cloud()).tenant(tenant).pipeline(pipeline).build().unwrap()
    }

    fn with_secret(&self, secret: &str) -> Client {
        Self::client(&self.emulator, &self.clock, secret, self.emulator.tenant().id())
    }

    fn fault(&self, fault: Fault) {
        self.emulator.faults().add(fault);
    }

    /// The latest score's percentage, or why there is none.
    async fn score(&self) -> Result<f64, Error> {
        let score = self.client.graph().secure_scores().latest().await?;
        Ok(score.and_then(|score| score.percentage()).unwrap())
    }

    fn expected_score(&self) -> f64 {
        self.emulator.tenant().expected().secure_score.unwrap().percentage
    }

    #[track_caller]
    fn assert_expected(&self, score: Result<f64, Error>) {
        let score = score.unwrap();
        assert!((score - self.expected_score()).abs() < 1e-9, "{score} is not {}", self.expected_score());
    }

    /// Requests for secure scores that the service saw.
    fn asked(&self) -> usize {
        self.emulator.journal().count(|entry| entry.path == SCORES)
    }
}

fn pipeline(clock: &ManualClock) -> Pipeline {
    Pipeline::builder().clock(clock.clone()).build().unwrap()
}

#[tokio::test]
async fn wrong_secret_is_refused_with_its_code_and_its_cure() {
    let story = Story::begin().await;
    let error = story.with_secret("not-the-secret").graph().secure_scores().latest().await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Unauthenticated, Some("AADSTS7000215")));
    assert!(error.advice().contains("Value"), "{}", error.advice());
    assert!(!format!("{error:?}").contains("not-the-secret"));
    assert_eq!(story.asked(), 0);
}

#[tokio::test]
async fn expired_secret_says_that_it_has_expired() {
    let story = Story::begin().await;
    let expired = story.emulator.app().expired_secret();
    let error = story.with_secret(&expired).graph().secure_scores().latest().await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::CredentialExpired, Some("AADSTS7000222")));
}

#[tokio::test]
async fn expired_certificate_is_told_before_any_request() {
    let story = Story::begin().await;
    let (app, tenant) = (story.emulator.app(), story.emulator.tenant());
    let credential = ClientCertificateCredential::builder(tenant.id(), app.client_id())
        .pem(app.expired_certificate_pem())
        .unwrap()
        .cloud(story.emulator.cloud())
        .pipeline(pipeline(&story.clock))
        .build()
        .unwrap();
    let client =
        Client::builder(credential).cloud(story.emulator.cloud()).tenant(tenant.id()).build().unwrap();
    let error = client.graph().secure_scores().latest().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::CredentialExpired);
    assert!(story.emulator.journal().entries().is_empty());
}

#[tokio::test]
async fn certificate_signs_in_without_a_secret() {
    let story = Story::begin().await;
    let (app, tenant) = (story.emulator.app(), story.emulator.tenant());
    let credential = ClientCertificateCredential::builder(tenant.id(), app.client_id())
        .pem(app.certificate_pem())
        .unwrap()
        .cloud(story.emulator.cloud())
        .pipeline(pipeline(&story.clock))
        .build()
        .unwrap();
    let client =
        Client::builder(credential).cloud(story.emulator.cloud()).tenant(tenant.id()).build().unwrap();
    assert!(client.graph().secure_scores().latest().await.unwrap().is_some());
}

#[tokio::test]
async fn unknown_tenant_is_told_apart_from_a_bad_secret() {
    let story = Story::begin().await;
    let nowhere: TenantId = "nowhere.example".parse().unwrap();
    let error = story.client.for_tenant(nowhere.clone()).graph().secure_scores().latest().await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::TenantNotFound, Some("AADSTS90002")));
    assert_eq!(error.tenant(), Some(&nowhere));
}

#[tokio::test]
async fn missing_permission_is_named_in_the_advice() {
    let story = Story::begin().await;
    story.emulator.tenant().revoke("SecurityEvents.Read.All");
    let error = story.score().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::PermissionDenied, Some(403)));
    assert!(error.advice().contains("`SecurityEvents.Read.All`"), "{}", error.advice());
}

#[tokio::test]
async fn missing_role_on_a_subscription_names_role_and_scope() {
    let story = Story::begin().await;
    let id = story.emulator.tenant().subscriptions()[0].id.clone();
    story.emulator.tenant().deny_subscription(&id);
    let subscription: SubscriptionId = id.parse().unwrap();
    let error =
        story.client.defender().subscription(subscription).secure_scores().asc_score().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PermissionDenied);
    assert!(error.advice().contains("Security Reader") && error.advice().contains(&id), "{}", error.advice());
}

#[tokio::test]
async fn throttling_is_waited_out_in_both_forms_of_retry_after() {
    for after in [RetryAfter::Seconds(17), RetryAfter::HttpDate(17 * SECOND)] {
        let story = Story::begin().await;
        story.fault(Fault::on(Service::Graph, SCORES).times(1).too_many_requests(after));
        story.assert_expected(story.score().await);
        let waited: Duration = story.clock.sleeps().iter().sum();
        assert!(waited >= 16 * SECOND && waited <= 18 * SECOND, "{waited:?}");
        assert_eq!(story.asked(), 2);
    }
}

#[tokio::test]
async fn unavailable_service_is_tried_again() {
    let story = Story::begin().await;
    story.fault(Fault::on(Service::Graph, SCORES).times(2).service_unavailable(RetryAfter::None));
    story.assert_expected(story.score().await);
    assert_eq!(story.asked(), 3);
}

#[tokio::test]
async fn connection_reset_in_the_middle_of_a_page_is_tried_again() {
    let story = Story::begin().await;
    story.fault(Fault::on(Service::Graph, SCORES).times(1).reset_in_body());
    story.fault(Fault::on(Service::Graph, SCORES).times(1).cut_in_body());
    story.fault(Fault::on(Service::Graph, SCORES).times(1).reset());
    story.assert_expected(story.score().await);
}

#[tokio::test]
async fn empty_page_with_a_next_link_goes_on() {
    let story = Story::begin().await;
    story.fault(Fault::on(Service::Graph, SCORES).times(1).empty_page_with_next_link());
    let all = story.client.graph().secure_scores().list().items().try_collect().await.unwrap();
    assert_eq!(all.len(), 90);
}

#[tokio::test]
async fn next_link_on_a_foreign_host_gets_no_token() {
    let story = Story::begin().await;
    let elsewhere = Emulator::start().await.unwrap();
    let link = format!("{}{SCORES}", elsewhere.origin(Service::Graph));
    story.fault(Fault::on(Service::Graph, SCORES).times(1).foreign_next_link(link));
    let mut items = story.client.graph().secure_scores().list().items();
    let mut good = 0;
    let error = loop {
        match items.next().await.unwrap() {
            Ok(_) => good += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), ErrorKind::ForeignOrigin);
    assert!(good > 0, "what came before the link counts");
    assert!(elsewhere.journal().entries().is_empty());
}

#[tokio::test]
async fn content_address_on_a_foreign_host_gets_no_token() {
    let story = Story::begin().await;
    let elsewhere = Emulator::start().await.unwrap();
    let address = format!("{}/api/v1.0/x/activity/feed/audit/y", elsewhere.origin(Service::Activity));
    let tenant = story.emulator.tenant().id();
    let list = format!("/api/v1.0/{tenant}/activity/feed/subscriptions/content");
    story.fault(Fault::on(Service::Activity, list).times(1).foreign_content_uri(address));
    let window = TimeWindow::last(Duration::from_secs(24 * 3600));
    let mut records = story.client.activity().records(ContentType::AuditExchange, window);
    let (mut good, mut refused) = (0, 0);
    while let Some(record) = records.next().await {
        match record {
            Ok(_) => good += 1,
            Err(error) if error.kind() == ErrorKind::ForeignOrigin => refused += 1,
            Err(error) => panic!("{error}"),
        }
    }
    assert!(refused > 0 && good > 0, "{refused} refused, {good} good");
    assert!(elsewhere.journal().entries().is_empty());
}

#[tokio::test]
async fn html_in_place_of_json_keeps_its_status_and_its_title() {
    let story = Story::begin().await;
    story.fault(Fault::on(Service::Graph, SCORES).always().html(502));
    let error = story.score().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Unavailable, Some(502)));
    assert!(error.message().unwrap().contains("HTML"), "{error:?}");
    assert!(error.is_transient());
}

#[tokio::test]
async fn json_cut_in_the_middle_is_no_page() {
    let story = Story::begin().await;
    story.fault(Fault::on(Service::Graph, SCORES).times(1).truncated_json());
    let error = story.score().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::UnexpectedResponse, Some(200)));
}

#[tokio::test]
async fn one_malformed_item_does_not_spoil_its_page() {
    let story = Story::begin().await;
    story.fault(Fault::on(Service::Graph, SCORES).times(1).malformed_item());
    let mut items = story.client.graph().secure_scores().list().items();
    let (mut good, mut bad) = (0, Vec::new());
    while let Some(item) = items.next().await {
        match item {
            Ok(_) => good += 1,
            Err(error) => bad.push(error),
        }
    }
    assert_eq!(bad.len(), 1);
    assert_eq!(bad[0].kind(), ErrorKind::InvalidItem);
    assert!(bad[0].body().is_some());
    assert!(good >= 89, "{good}");
}

#[tokio::test]
async fn claims_challenge_is_met_with_one_new_token() {
    let story = Story::begin().await;
    story.assert_expected(story.score().await);
    let tokens = story.emulator.journal().token_requests().len();
    story.fault(Fault::on(Service::Graph, SCORES).claims_challenge());
    story.assert_expected(story.score().await);
    assert_eq!(story.emulator.journal().token_requests().len(), tokens + 1);
    // and the new token stays in use
    story.assert_expected(story.score().await);
    assert_eq!(story.emulator.journal().token_requests().len(), tokens + 1);
}

#[tokio::test]
async fn redirect_is_not_followed_with_a_token() {
    let story = Story::begin().await;
    let elsewhere = Emulator::start().await.unwrap();
    story.fault(Fault::on(Service::Graph, SCORES).times(1).redirect(elsewhere.origin(Service::Graph)));
    assert_eq!(story.score().await.unwrap_err().kind(), ErrorKind::ForeignOrigin);
    assert!(elsewhere.journal().entries().is_empty());
}

#[tokio::test]
async fn token_of_another_cloud_is_refused_before_it_is_asked_for() {
    let story = Story::begin().await;
    let credential = ClientSecretCredential::builder(
        story.emulator.tenant().id(),
        story.emulator.app().client_id(),
        story.emulator.app().secret(),
    )
    .cloud(Cloud::Public)
    .pipeline(pipeline(&story.clock))
    .build()
    .unwrap();
    let client = Client::builder(credential)
        .cloud(Cloud::GccHigh)
        .tenant(story.emulator.tenant().id())
        .pipeline(pipeline(&story.clock))
        .build()
        .unwrap();
    let error = client.graph().secure_scores().latest().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
}

#[tokio::test]
async fn one_tenants_throttling_is_not_anothers() {
    let clock = ManualClock::starting_at(SystemClock::new().now());
    let emulator = Emulator::builder().tenants(2).start().await.unwrap();
    let [contoso, fabrikam] = &emulator.tenants()[..] else { panic!("two tenants") };
    let client = Story::client(&emulator, &clock, &emulator.app().secret(), contoso.id());
    let fault = Fault::on(Service::Graph, SCORES).tenant(contoso.id()).always();
    emulator.faults().add(fault.too_many_requests(RetryAfter::Seconds(3600)));
    let error = client.graph().secure_scores().latest().await.unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::Throttled, Some(3600 * SECOND)));
    assert!(client.for_tenant(fabrikam.id()).graph().secure_scores().latest().await.unwrap().is_some());
    assert!(clock.sleeps().is_empty());
}
