use std::sync::atomic::{AtomicUsize, Ordering};

use tenantscope_core::ManualClock;
use tokio::sync::Semaphore;

use super::*;
use crate::testing;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const SCOPE: &str = "https://graph.microsoft.com/.default";

/// A source of numbered tokens, which can be told to wait, to fail and how long tokens live.
#[derive(Clone)]
struct Source(Arc<State>);

struct State {
    clock: ManualClock,
    fetches: AtomicUsize,
    life: Mutex<Duration>,
    refresh_in: Mutex<Option<Duration>>,
    failure: Mutex<Option<Error>>,
    /// One permit lets one fetch end.
    gate: Option<Semaphore>,
}

impl Source {
    fn new(clock: &ManualClock) -> Self {
        Self::with_gate(clock, None)
    }

    fn gated(clock: &ManualClock) -> Self {
        Self::with_gate(clock, Some(Semaphore::new(0)))
    }

    fn with_gate(clock: &ManualClock, gate: Option<Semaphore>) -> Self {
        Self(Arc::new(State {
            clock: clock.clone(),
            fetches: AtomicUsize::new(0),
            life: Mutex::new(HOUR),
            refresh_in: Mutex::new(None),
            failure: Mutex::new(None),
            gate,
        }))
    }

    fn life(&self, life: Duration) {
        *self.0.life.lock().unwrap() = life;
    }

    fn refresh_in(&self, span: Duration) {
        *self.0.refresh_in.lock().unwrap() = Some(span);
    }

    fn fail(&self, error: impl Into<Option<Error>>) {
        *self.0.failure.lock().unwrap() = error.into();
    }

    fn open(&self, fetches: usize) {
        self.0.gate.as_ref().unwrap().add_permits(fetches);
    }

    fn fetches(&self) -> usize {
        self.0.fetches.load(Ordering::SeqCst)
    }

    async fn fetch(self) -> Result<AccessToken> {
        let state = &self.0;
        let number = state.fetches.fetch_add(1, Ordering::SeqCst) + 1;
        let asked = state.clock.now();
        if let Some(gate) = &state.gate {
            gate.acquire().await.unwrap().forget();
        }
        if let Some(error) = state.failure.lock().unwrap().clone() {
            return Err(error);
        }
        let token =
            AccessToken::new(format!("token-{number}"), asked.saturating_add(*state.life.lock().unwrap()));
        Ok(match *state.refresh_in.lock().unwrap() {
            Some(span) => token.with_refresh_on(asked.saturating_add(span)),
            None => token,
        })
    }
}

struct Setup {
    clock: ManualClock,
    cache: TokenCache,
    source: Source,
}

impl Setup {
    fn new() -> Self {
        let clock = ManualClock::starting_at(testing::now());
        Self { cache: TokenCache::new(Arc::new(clock.clone())), source: Source::new(&clock), clock }
    }

    fn gated() -> Self {
        let mut setup = Self::new();
        setup.source = Source::gated(&setup.clock);
        setup
    }

    async fn ask(&self, request: &TokenRequest) -> Result<String> {
        let source = self.source.clone();
        let token = self.cache.get(&tenant(), request, move || source.fetch()).await?;
        Ok(token.secret().expose().to_owned())
    }

    async fn get(&self) -> Result<String> {
        self.ask(&request()).await
    }

    async fn token(&self) -> String {
        self.get().await.unwrap()
    }

    /// Somebody who asks in a task of their own.
    fn caller(&self) -> tokio::task::JoinHandle<Result<AccessToken>> {
        let (cache, source) = (self.cache.clone(), self.source.clone());
        tokio::spawn(async move { cache.get(&tenant(), &request(), move || source.fetch()).await })
    }
}

fn tenant() -> TenantId {
    "contoso.com".parse().unwrap()
}

fn request() -> TokenRequest {
    TokenRequest::new(SCOPE)
}

fn refused() -> Error {
    Error::builder(ErrorKind::Unauthenticated).status(401).code("AADSTS7000215").build()
}

async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn token_is_kept_by_tenant_and_scope() {
    let setup = Setup::new();
    assert_eq!(setup.token().await, "token-1");
    assert_eq!(setup.token().await, "token-1");
    assert_eq!(setup.ask(&TokenRequest::new("https://manage.office.com/.default")).await.unwrap(), "token-2");
    let source = setup.source.clone();
    let other: TenantId = "fabrikam.com".parse().unwrap();
    setup.cache.get(&other, &request(), move || source.fetch()).await.unwrap();
    assert_eq!((setup.source.fetches(), setup.cache.len()), (3, 3));
}

#[tokio::test]
async fn ten_thousand_callers_for_one_cold_key_cause_one_fetch() {
    let setup = Setup::gated();
    let callers: Vec<_> = (0..10_000).map(|_| setup.caller()).collect();
    settle().await;
    setup.source.open(1);
    for caller in callers {
        assert_eq!(caller.await.unwrap().unwrap().secret().expose(), "token-1");
    }
    assert_eq!(setup.source.fetches(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn six_thousand_keys_with_two_hundred_callers_cause_six_thousand_fetches() {
    use futures_util::StreamExt;

    let setup = Setup::new();
    let keys = (0..2_000).flat_map(|n| (0..3).map(move |scope| (n, scope)));
    // everybody comes twice, once cold and once warm, in no particular order
    let asks = keys.clone().chain(keys).map(|(n, scope)| {
        let (cache, source) = (setup.cache.clone(), setup.source.clone());
        tokio::spawn(async move {
            let tenant: TenantId = format!("tenant-{n}.example").parse().unwrap();
            let request = TokenRequest::new(format!("https://api-{scope}.example/.default"));
            cache.get(&tenant, &request, move || source.fetch()).await.unwrap();
        })
    });
    futures_util::stream::iter(asks).buffer_unordered(200).for_each(async |done| done.unwrap()).await;
    assert_eq!((setup.source.fetches(), setup.cache.len()), (6_000, 6_000));
}

#[tokio::test]
async fn caller_that_goes_away_leaves_the_fetch_to_the_others() {
    let setup = Setup::gated();
    let first = setup.caller();
    settle().await;
    let second = setup.caller();
    settle().await;
    first.abort();
    settle().await;
    setup.source.open(1);
    assert_eq!(second.await.unwrap().unwrap().secret().expose(), "token-1");
    assert_eq!(setup.source.fetches(), 1);
}

#[tokio::test]
async fn fetch_that_all_have_left_does_not_hang_the_next_caller() {
    let setup = Setup::gated();
    let callers = [setup.caller(), setup.caller()];
    settle().await;
    for caller in callers {
        caller.abort();
    }
    settle().await;
    setup.source.open(1);
    assert_eq!(setup.token().await, "token-2");
}

#[tokio::test]
async fn slow_fetch_of_one_key_delays_no_other() {
    let setup = Setup::gated();
    let slow = setup.caller();
    settle().await;
    let quick = Source::new(&setup.clock);
    let fetch = quick.clone();
    let other: TenantId = "fabrikam.com".parse().unwrap();
    setup.cache.get(&other, &request(), move || fetch.fetch()).await.unwrap();
    assert!(!slow.is_finished());
    slow.abort();
}

#[tokio::test]
async fn panic_of_a_fetch_is_an_error_for_all_who_wait() {
    let setup = Setup::new();
    let error = setup
        .cache
        .get(&tenant(), &request(), || async { panic!("a closure of the user's") })
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Local);
    assert_eq!(setup.token().await, "token-1");
}

#[tokio::test]
async fn refresh_is_made_by_one_caller_while_the_others_go_on() {
    let setup = Setup::gated();
    setup.source.life(24 * HOUR);
    setup.source.refresh_in(12 * HOUR);
    setup.source.open(1);
    assert_eq!(setup.token().await, "token-1");
    setup.clock.advance(12 * HOUR);
    let elected = setup.caller();
    settle().await;
    for _ in 0..3 {
        assert_eq!(setup.token().await, "token-1");
    }
    setup.source.open(1);
    assert_eq!(elected.await.unwrap().unwrap().secret().expose(), "token-2");
    assert_eq!(setup.token().await, "token-2");
    assert_eq!(setup.source.fetches(), 2);
}

#[tokio::test]
async fn long_lived_token_is_refreshed_at_half_its_life() {
    let setup = Setup::new();
    setup.source.life(2 * HOUR);
    setup.token().await;
    setup.clock.advance(53 * MINUTE);
    assert_eq!(setup.token().await, "token-1");
    setup.clock.advance(7 * MINUTE);
    assert_eq!(setup.token().await, "token-2");
}

#[tokio::test]
async fn short_lived_token_is_refreshed_in_its_last_ten_minutes() {
    let setup = Setup::new();
    setup.token().await;
    setup.clock.advance(49 * MINUTE);
    assert_eq!(setup.token().await, "token-1");
    setup.clock.advance(MINUTE);
    assert_eq!(setup.token().await, "token-2");
}

#[tokio::test]
async fn token_stays_in_use_while_its_refresh_fails_and_tries_are_half_a_minute_apart() {
    let mut setup = Setup::new();
    setup.token().await;
    for failure in [Error::new(ErrorKind::Unreachable, "no network"), refused()] {
        setup.source.fail(failure);
        setup.clock.advance(52 * MINUTE);
        let before = setup.source.fetches();
        for _ in 0..100 {
            assert_eq!(setup.token().await, "token-1");
        }
        assert_eq!(setup.source.fetches(), before + 1);
        setup.clock.advance(Duration::from_secs(31));
        assert_eq!(setup.token().await, "token-1");
        assert_eq!(setup.source.fetches(), before + 2);
        // into its last five minutes
        setup.clock.advance(4 * MINUTE);
        assert_eq!(setup.token().await, "token-1");
        // past its end
        setup.clock.advance(6 * MINUTE);
        setup.get().await.unwrap_err();
        setup.source.fail(None);
        setup.clock.advance(MINUTE);
        assert!(setup.token().await.starts_with("token-"));
        setup.cache.clear();
        setup.source = Source::new(&setup.clock);
        setup.token().await;
    }
}

#[tokio::test]
async fn life_counts_from_before_the_request_was_sent() {
    let setup = Setup::gated();
    let caller = setup.caller();
    settle().await;
    setup.clock.advance(40 * MINUTE);
    setup.source.open(1);
    caller.await.unwrap().unwrap();
    setup.clock.advance(10 * MINUTE);
    setup.source.open(1);
    assert_eq!(setup.token().await, "token-2");
}

#[tokio::test]
async fn claims_bypass_the_kept_token_and_replace_it() {
    let setup = Setup::new();
    setup.token().await;
    let claims = request().with_claims(r#"{"access_token":{"nbf":{"value":"1"}}}"#);
    assert_eq!(setup.ask(&claims).await.unwrap(), "token-2");
    assert_eq!(setup.token().await, "token-2");
    assert_eq!(setup.ask(&claims).await.unwrap(), "token-3");
    assert_eq!(setup.cache.len(), 1);
}

#[tokio::test]
async fn fifty_refusals_of_one_token_cause_one_fetch() {
    let setup = Setup::new();
    let source = setup.source.clone();
    let first = setup.cache.get(&tenant(), &request(), move || source.fetch()).await.unwrap();
    for claims in [None, Some(r#"{"access_token":{}}"#)] {
        let before = setup.source.fetches();
        let held = {
            let source = setup.source.clone();
            setup.cache.get(&tenant(), &request(), move || source.fetch()).await.unwrap()
        };
        let mut again = request().after_refusal_of(held);
        if let Some(claims) = claims {
            again = again.with_claims(claims);
        }
        for _ in 0..50 {
            assert_ne!(setup.ask(&again).await.unwrap(), first.secret().expose());
        }
        assert_eq!(setup.source.fetches(), before + 1, "{claims:?}");
    }
}

#[tokio::test]
async fn refused_identity_is_remembered_and_missing_consent_is_not() {
    let setup = Setup::new();
    setup.source.fail(refused());
    setup.get().await.unwrap_err();
    assert_eq!(setup.get().await.unwrap_err().code(), Some("AADSTS7000215"));
    assert_eq!(setup.source.fetches(), 1);
    setup.clock.advance(Duration::from_secs(31));
    setup.get().await.unwrap_err();
    assert_eq!(setup.source.fetches(), 2);
    for (kind, code) in [
        (ErrorKind::ConsentRequired, "AADSTS700016"),
        (ErrorKind::ConsentRequired, "AADSTS65001"),
        (ErrorKind::Unauthenticated, "AADSTS70021"),
        (ErrorKind::Unreachable, ""),
    ] {
        setup.cache.clear();
        setup.source.fail(Error::builder(kind).status(400).code(code).build());
        let before = setup.source.fetches();
        setup.get().await.unwrap_err();
        setup.get().await.unwrap_err();
        assert_eq!(setup.source.fetches(), before + 2, "{code}");
        assert!(setup.cache.is_empty());
    }
}

#[tokio::test]
async fn throttling_is_remembered_for_as_long_as_the_service_said() {
    let setup = Setup::new();
    let wait = Duration::from_secs(120);
    setup.source.fail(Error::builder(ErrorKind::Throttled).status(429).retry_after(wait).build());
    setup.get().await.unwrap_err();
    setup.clock.advance(MINUTE);
    assert_eq!(setup.get().await.unwrap_err().retry_after(), Some(MINUTE));
    assert_eq!(setup.source.fetches(), 1);
    setup.source.fail(None);
    setup.clock.advance(MINUTE);
    assert_eq!(setup.token().await, "token-2");
}

#[tokio::test]
async fn forgotten_tenant_is_asked_anew_even_by_a_fetch_on_its_way() {
    let setup = Setup::gated();
    let before_consent = setup.caller();
    settle().await;
    setup.cache.forget(&tenant());
    setup.source.open(2);
    assert_eq!(before_consent.await.unwrap().unwrap().secret().expose(), "token-1");
    assert_eq!(setup.token().await, "token-2");
}

#[tokio::test]
async fn full_cache_drops_what_ends_first() {
    let clock = ManualClock::starting_at(testing::now());
    let cache = TokenCache::with_capacity(Arc::new(clock.clone()), 10);
    let source = Source::new(&clock);
    for n in 0..100 {
        source.life(HOUR + n * MINUTE);
        let tenant: TenantId = format!("tenant-{n}.example").parse().unwrap();
        let fetch = source.clone();
        cache.get(&tenant, &request(), move || fetch.fetch()).await.unwrap();
        assert!(cache.len() <= 10);
    }
    let last: TenantId = "tenant-99.example".parse().unwrap();
    assert!(cache.fresh(&last, &request()).is_some());
}

#[tokio::test]
async fn clock_that_was_set_back_does_not_lengthen_a_life() {
    #[derive(Debug)]
    struct SetBack(ManualClock);

    impl Clock for SetBack {
        fn now(&self) -> tenantscope_core::Timestamp {
            testing::now()
        }

        fn elapsed(&self) -> Duration {
            self.0.elapsed()
        }

        fn sleep(&self, duration: Duration) -> tenantscope_core::Sleep {
            self.0.sleep(duration)
        }
    }

    let setup = Setup::new();
    let cache = TokenCache::new(Arc::new(SetBack(setup.clock.clone())));
    for expected in [1, 2] {
        let source = setup.source.clone();
        cache.get(&tenant(), &request(), move || source.fetch()).await.unwrap();
        assert_eq!(setup.source.fetches(), expected);
        setup.clock.advance(2 * HOUR);
    }
}

#[test]
fn debug_shows_no_token() {
    let setup = Setup::new();
    assert_eq!(format!("{:?}", setup.cache), "TokenCache { entries: 0, .. }");
}
