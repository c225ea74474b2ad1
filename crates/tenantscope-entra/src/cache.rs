//! Tokens kept by tenant and resource, each fetched by one caller for all.

use std::{
    collections::HashMap,
    fmt,
    future::Future,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

use futures_util::{
    FutureExt,
    future::{BoxFuture, Shared, WeakShared},
};
use tenantscope_core::{AccessToken, Clock, Error, ErrorKind, Result, TenantId, TokenRequest};

use self::{
    held::{Held, Moment, Phase},
    key::{Key, Parts},
};

mod held;
mod key;

/// A refresh that failed, or that its callers gave up, is tried again no sooner than this.
const BETWEEN_TRIES: Duration = Duration::from_secs(30);

/// How long a refused identity is remembered: asking again and again with a wrong secret gets an app
/// locked out (AADSTS50196).
const REFUSED_FOR: Duration = Duration::from_secs(30);

/// How long throttling without `Retry-After` is remembered.
const THROTTLED_FOR: Duration = Duration::from_secs(60);

/// No `Retry-After` is believed beyond this.
const LONGEST_MEMORY: Duration = Duration::from_secs(3600);

const CAPACITY: usize = 20_000;

/// Keeps tokens by tenant, scope and claims, and has each fetched once however many ask for it.
///
/// All credentials of this crate have one inside. Use it to give your own
/// [`TokenCredential`](tenantscope_core::TokenCredential) the same:
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// use std::{sync::Arc, time::Duration};
/// use tenantscope_core::{AccessToken, Clock, SystemClock, TenantId, TokenRequest};
/// use tenantscope_entra::TokenCache;
///
/// let clock = Arc::new(SystemClock::new());
/// let cache = TokenCache::new(clock.clone());
/// let tenant: TenantId = "contoso.com".parse()?;
/// let request = TokenRequest::new("https://graph.microsoft.com/.default");
/// let fetch = || async move {
///     Ok(AccessToken::new("from elsewhere", clock.now().saturating_add(Duration::from_secs(3600))))
/// };
/// let token = cache.get(&tenant, &request, fetch).await?;
/// let again = cache.get(&tenant, &request, || async { unreachable!("it is kept") }).await?;
/// assert!(token.is_same(&again));
/// # Ok::<(), tenantscope_core::Error>(()) }).unwrap();
/// ```
///
/// | the token | what a caller gets |
/// |---|---|
/// | is good | the token |
/// | should be refreshed (its own time for that, half its life if that is two hours or more, or its last fifth, ten minutes at most) | the token; one caller fetches a new one, and gets the old one if that fails |
/// | ends soon (the last tenth of its life, five minutes at most) | the new token when it has come, or the old one if that fails |
/// | has ended, or was refused by its API | the new token when it has come, or the error |
///
/// Fetches run inside the callers' own futures: nothing is spawned. A caller that goes away leaves the
/// fetch to the others who wait for it; if nobody is left, the next caller starts anew. No fetch delays
/// that of another key. Failed refreshes are 30 s apart. A refused identity is remembered for 30 s, and
/// throttling for the time that the service named; a missing consent isn't, since it may be given at any
/// moment.
///
/// Clones share their tokens.
#[derive(Clone)]
pub struct TokenCache(Arc<Inner>);

struct Inner {
    clock: Arc<dyn Clock>,
    capacity: usize,
    entries: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    by_key: HashMap<Key, Entry>,
    next_id: u64,
}

struct Entry {
    /// Tells this entry from a later one of the same key.
    id: u64,
    held: Option<Held>,
    flight: Option<WeakShared<BoxFuture<'static, Result<AccessToken>>>>,
    /// When the last fetch began, as a span on the clock.
    last_try: Option<Duration>,
    refusal: Option<Refusal>,
}

struct Refusal {
    error: Error,
    until: Duration,
}

type Flight = Shared<BoxFuture<'static, Result<AccessToken>>>;

enum Decision {
    Serve(AccessToken),
    Refuse(Error),
    /// Wait for the flight; if it fails, the old token will do for as long as it is good.
    Await(Flight),
}

impl TokenCache {
    /// An empty cache for 20,000 tokens.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self::with_capacity(clock, CAPACITY)
    }

    /// An empty cache for as many tokens as this. When it is full, those that end first make room.
    pub fn with_capacity(clock: Arc<dyn Clock>, capacity: usize) -> Self {
        Self(Arc::new(Inner { clock, capacity: capacity.max(1), entries: Mutex::default() }))
    }

    /// Returns a token for `tenant` and the scope of `request`, which `fetch` gets if need be.
    ///
    /// Claims in the request are never answered from the cache, but for a token that was fetched with the
    /// same claims after the one that the request says was refused; the token that comes then replaces
    /// the kept one.
    ///
    /// # Errors
    ///
    /// Those of `fetch`.
    pub async fn get<F, R>(&self, tenant: &TenantId, request: &TokenRequest, fetch: F) -> Result<AccessToken>
    where
        F: FnOnce() -> R + Send + 'static,
        R: Future<Output = Result<AccessToken>> + Send + 'static,
    {
        let flight = match self.decide(tenant, request, fetch) {
            Decision::Serve(token) => return Ok(token),
            Decision::Refuse(error) => return Err(error),
            Decision::Await(flight) => flight,
        };
        match flight.await {
            Ok(token) => Ok(token),
            // A token that is still good is better than an error, whatever the error.
            Err(error) => self.still_good(tenant, request).ok_or(error),
        }
    }

    /// Returns the kept token if nothing has to be done about it.
    pub(crate) fn fresh(&self, tenant: &TenantId, request: &TokenRequest) -> Option<AccessToken> {
        if request.claims().is_some() || request.refused().is_some() {
            return None;
        }
        let now = self.now();
        self.with(|entries| {
            let held = entries.get(tenant.as_str(), request.scope(), None)?.held.as_ref()?;
            (held.phase(now) == Phase::Fresh).then(|| held.token.clone())
        })
    }

    /// Drops all that is kept for a tenant: after it has given consent, or has left.
    ///
    /// Callers that already wait for a token get it, but it isn't kept.
    pub fn forget(&self, tenant: &TenantId) {
        self.with(|entries| entries.by_key.retain(|key, _| key.tenant != *tenant));
    }

    /// Drops everything that is kept.
    pub fn clear(&self) {
        self.with(|entries| entries.by_key.clear());
    }

    /// How many entries there are, tokens and remembered failures together.
    pub fn len(&self) -> usize {
        self.with(|entries| entries.by_key.len())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn now(&self) -> Moment {
        Moment::of(&*self.0.clock)
    }

    fn with<T>(&self, f: impl FnOnce(&mut Entries) -> T) -> T {
        self.0.with(f)
    }

    fn decide<F, R>(&self, tenant: &TenantId, request: &TokenRequest, fetch: F) -> Decision
    where
        F: FnOnce() -> R + Send + 'static,
        R: Future<Output = Result<AccessToken>> + Send + 'static,
    {
        let now = self.now();
        self.with(|entries| {
            if let Some(refused) = request.refused() {
                entries.drop_refused(tenant, request.scope(), refused);
            }
            if let Some(decision) = entries.answer(tenant, request, now) {
                return decision;
            }
            let key = Key::new(tenant, request);
            entries.make_room(self.0.capacity, now);
            let entry = entries.entry(&key);
            entry.last_try = Some(now.elapsed);
            entry.refusal = None;
            let id = entry.id;
            let cache = Arc::downgrade(&self.0);
            let flight = async move {
                let result = AssertUnwindSafe(async move { fetch().await })
                    .catch_unwind()
                    .await
                    .unwrap_or_else(|_| Err(Error::new(ErrorKind::Local, "the credential panicked")));
                Inner::land(&cache, &key, id, now, &result);
                result
            };
            let flight = flight.boxed().shared();
            entry.flight = flight.downgrade();
            Decision::Await(flight)
        })
    }

    /// The kept token, if it is good for a while yet.
    fn still_good(&self, tenant: &TenantId, request: &TokenRequest) -> Option<AccessToken> {
        if request.claims().is_some() {
            return None;
        }
        let now = self.now();
        self.with(|entries| {
            let held = entries.get(tenant.as_str(), request.scope(), None)?.held.as_ref()?;
            held.is_usable(now).then(|| held.token.clone())
        })
    }
}

impl Inner {
    fn with<T>(&self, f: impl FnOnce(&mut Entries) -> T) -> T {
        // No code under this lock can panic halfway through a change.
        f(&mut self.entries.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Keeps what a fetch has brought, unless its entry has been forgotten meanwhile.
    fn land(cache: &Weak<Self>, key: &Key, id: u64, started: Moment, result: &Result<AccessToken>) {
        let Some(cache) = cache.upgrade() else { return };
        let now = Moment::of(&*cache.clock);
        cache.with(|entries| {
            let Some(entry) = entries.by_key.get_mut(key).filter(|entry| entry.id == id) else { return };
            entry.flight = None;
            match result {
                Ok(token) => {
                    let held = Held::new(token.clone(), key, started);
                    if key.claims.is_some() {
                        entries.by_key.remove(key);
                    }
                    entries.entry(&key.without_claims()).hold(held);
                }
                Err(error) => {
                    if entry.held.as_ref().is_some_and(|held| held.is_usable(now)) {
                        tracing::warn!(tenant = %key.tenant, scope = &*key.scope, %error, "token refresh failed; the present token stays in use");
                    }
                    entry.refusal = Refusal::remember(error, now);
                    if entry.refusal.is_none() && entry.held.is_none() {
                        entries.by_key.remove(key);
                    }
                }
            }
        });
    }
}

impl Entries {
    fn get(&self, tenant: &str, scope: &str, claims: Option<&str>) -> Option<&Entry> {
        self.by_key.get(&(tenant, scope, claims) as &dyn Parts)
    }

    fn entry(&mut self, key: &Key) -> &mut Entry {
        let next_id = &mut self.next_id;
        self.by_key.entry(key.clone()).or_insert_with(|| {
            *next_id += 1;
            Entry { id: *next_id, held: None, flight: None, last_try: None, refusal: None }
        })
    }

    /// Drops the kept token if it is just the one that was refused. Many requests are refused together,
    /// and the first may have had the token replaced already.
    fn drop_refused(&mut self, tenant: &TenantId, scope: &str, refused: &AccessToken) {
        if let Some(entry) = self.by_key.get_mut(&(tenant.as_str(), scope, None) as &dyn Parts)
            && entry.held.as_ref().is_some_and(|held| held.token.is_same(refused))
        {
            entry.held = None;
        }
    }

    /// What can be answered without a new fetch; `None` if one is needed.
    fn answer(&self, tenant: &TenantId, request: &TokenRequest, now: Moment) -> Option<Decision> {
        let entry = self.get(tenant.as_str(), request.scope(), request.claims());
        let flight = entry.and_then(Entry::flight);
        let plain = match request.claims() {
            None => entry,
            Some(_) => self.get(tenant.as_str(), request.scope(), None),
        };
        let held = plain.and_then(|entry| entry.held.as_ref()).filter(|held| match request.claims() {
            None => true,
            // The answer to somebody else's refusal, with the same claims, answers this one too.
            Some(claims) => request.refused().is_some() && held.claims.as_deref() == Some(claims),
        });
        if let Some(held) = held {
            let serve = || Some(Decision::Serve(held.token.clone()));
            let tried = plain.is_some_and(|entry| entry.was_tried(now));
            match held.phase(now) {
                Phase::Fresh => return serve(),
                Phase::Stale if flight.is_some() || tried => return serve(),
                Phase::Expiring if flight.is_none() && tried && held.is_usable(now) => return serve(),
                _ => {}
            }
        }
        if let Some(flight) = flight {
            return Some(Decision::Await(flight));
        }
        // A refresh may be tried again after its 30 s whatever it was refused for; a first fetch not.
        let refusal = entry?.refusal.as_ref().filter(|refusal| now.elapsed < refusal.until)?;
        Some(match held.filter(|held| held.is_usable(now)) {
            Some(held) => Decision::Serve(held.token.clone()),
            None => Decision::Refuse(refusal.error_at(now)),
        })
    }

    /// Keeps the cache within bounds before an entry is added.
    fn make_room(&mut self, capacity: usize, now: Moment) {
        if self.by_key.len() < capacity {
            return;
        }
        self.by_key.retain(|_, entry| entry.is_of_use(now));
        if self.by_key.len() < capacity {
            return;
        }
        // A tenth at once, so that a full cache isn't searched at every new token.
        let excess = self.by_key.len() - capacity + 1 + capacity / 10;
        let mut ends: Vec<_> = self
            .by_key
            .iter()
            .filter(|(_, entry)| entry.flight().is_none())
            .map(|(key, entry)| (entry.held.as_ref().map(|held| held.token.expires_on()), key.clone()))
            .collect();
        ends.sort_by_key(|(end, _)| *end);
        for (_, key) in ends.into_iter().take(excess) {
            self.by_key.remove(&key);
        }
    }
}

impl Entry {
    /// The fetch that somebody still waits for.
    fn flight(&self) -> Option<Flight> {
        self.flight.as_ref()?.upgrade()
    }

    fn was_tried(&self, now: Moment) -> bool {
        self.last_try.is_some_and(|at| now.elapsed.saturating_sub(at) < BETWEEN_TRIES)
    }

    fn hold(&mut self, held: Held) {
        // A token that was fetched for claims meanwhile is better than one that was asked for before it.
        let better =
            |known: &Held| known.claims.is_some() && held.claims.is_none() && !known.is_older_than(&held);
        if !self.held.as_ref().is_some_and(better) {
            self.held = Some(held);
            self.refusal = None;
            self.last_try = None;
        }
    }

    fn is_of_use(&self, now: Moment) -> bool {
        self.flight().is_some()
            || self.held.as_ref().is_some_and(|held| held.phase(now) != Phase::Expired)
            || self.refusal.as_ref().is_some_and(|refusal| now.elapsed < refusal.until)
    }
}

impl Refusal {
    /// Remembers the failures that a new try would only repeat.
    fn remember(error: &Error, now: Moment) -> Option<Self> {
        let span = match (error.kind(), error.retry_after()) {
            (ErrorKind::Throttled | ErrorKind::Unavailable, Some(wait)) => wait.min(LONGEST_MEMORY),
            (ErrorKind::Throttled, None) => THROTTLED_FOR,
            // What the identity platform has refused, and no replication will heal.
            (ErrorKind::Unauthenticated | ErrorKind::CredentialExpired, _)
                if error.status().is_some() && !crate::aadsts::may_be_replicating(error) =>
            {
                REFUSED_FOR
            }
            (ErrorKind::TenantNotFound, _) if error.status().is_some() => REFUSED_FOR,
            _ => return None,
        };
        Some(Self { error: error.clone(), until: now.elapsed + span })
    }

    fn error_at(&self, now: Moment) -> Error {
        match self.error.retry_after() {
            Some(_) => {
                self.error.clone().into_builder().retry_after(self.until.saturating_sub(now.elapsed)).build()
            }
            None => self.error.clone(),
        }
    }
}

impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCache").field("entries", &self.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
