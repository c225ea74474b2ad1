//! The state that every service shares.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use serde_json::Value;
use time::OffsetDateTime;
use tokio::time::Instant;

use crate::{
    activity::cache::BlobCache,
    app::AppState,
    browser::Browser,
    clock::{self, Clock},
    fault::Faults,
    identity::Identities,
    journal::Journal,
    keys::SigningKey,
    limit::Limiter,
    login::{federation, sessions::Sessions},
    service::Service,
    tenant::TenantState,
    vault::VaultState,
};

/// Locks a mutex. No code of ours panics while it holds one half changed, so a poisoned lock is as
/// good as another.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the builder decided.
// Independent switches of independent things.
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    pub(crate) tenants: usize,
    pub(crate) token_lifetime: Option<Duration>,
    pub(crate) page_sizes: HashMap<Service, usize>,
    pub(crate) response_delay: Duration,
    pub(crate) limits: HashMap<Service, (u32, Duration)>,
    pub(crate) subscriptions_started: bool,
    pub(crate) blobs_per_hour: u32,
    pub(crate) records_per_blob: Option<u32>,
    pub(crate) late_listing: Duration,
    pub(crate) twice_delivered: bool,
    /// Whether only the commercial cloud's login hosts know the tenants.
    pub(crate) only_commercial: bool,
    pub(crate) tls: bool,
    pub(crate) proxy: bool,
    pub(crate) first_port: Option<u16>,
    pub(crate) subscriptions_per_tenant: Option<usize>,
    pub(crate) users_per_tenant: usize,
    pub(crate) device_code_interval: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            tenants: 1,
            token_lifetime: None,
            page_sizes: HashMap::new(),
            response_delay: Duration::ZERO,
            limits: HashMap::new(),
            subscriptions_started: true,
            blobs_per_hour: 1,
            records_per_blob: None,
            late_listing: Duration::ZERO,
            twice_delivered: true,
            only_commercial: false,
            tls: false,
            proxy: false,
            first_port: None,
            subscriptions_per_tenant: None,
            users_per_tenant: 36,
            device_code_interval: Duration::from_secs(5),
        }
    }
}

/// Everything there is.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) settings: Settings,
    pub(crate) clock: Clock,
    /// Midnight of the day on which the world was made. Seeded data is laid out around it.
    pub(crate) anchor: OffsetDateTime,
    pub(crate) started: Instant,
    pub(crate) tenants: Vec<TenantState>,
    pub(crate) app: AppState,
    pub(crate) signer: Arc<SigningKey>,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
    pub(crate) limiter: Limiter,
    /// What is left of each caller's quota of Resource Graph queries.
    pub(crate) graph_quota: Mutex<HashMap<String, (OffsetDateTime, u32)>>,
    pub(crate) blobs: BlobCache,
    /// Client assertions that have been used, with what for.
    pub(crate) used_assertions: Mutex<HashSet<String>>,
    /// The claims that tokens were requested with, by the token's id.
    pub(crate) requested_claims: Mutex<HashMap<String, Value>>,
    /// The public keys of issuers other than Entra.
    pub(crate) issuers: Mutex<HashMap<String, Vec<Vec<u8>>>>,
    pub(crate) sessions: Mutex<Sessions>,
    pub(crate) browser: Mutex<Browser>,
    pub(crate) identities: Identities,
    pub(crate) vault: VaultState,
    origins: OnceLock<Vec<String>>,
}

impl World {
    pub(crate) fn new(settings: Settings, clock: Clock) -> Self {
        let anchor = clock::midnight(clock.now());
        Self {
            tenants: (0..settings.tenants).map(|index| TenantState::new(&settings, index, anchor)).collect(),
            app: AppState::new(settings.seed, clock.now()),
            signer: SigningKey::shared(),
            faults: Faults::default(),
            journal: Journal::default(),
            limiter: Limiter::new(settings.limits.clone()),
            graph_quota: Mutex::default(),
            blobs: BlobCache::default(),
            used_assertions: Mutex::default(),
            requested_claims: Mutex::default(),
            issuers: Mutex::default(),
            sessions: Mutex::default(),
            browser: Mutex::default(),
            identities: Identities::new(settings.seed),
            vault: VaultState::default(),
            origins: OnceLock::new(),
            started: Instant::now(),
            anchor,
            clock,
            settings,
        }
    }

    /// The origins of the listeners, in the order of [`Service::ALL`]. Empty until they listen.
    pub(crate) fn origins(&self) -> &[String] {
        self.origins.get().map_or(&[], Vec::as_slice)
    }

    pub(crate) fn origin(&self, service: Service) -> &str {
        self.origins().get(service.index()).map_or("", String::as_str)
    }

    pub(crate) fn set_origins(&self, origins: Vec<String>) {
        // Set once, by the one who binds the listeners.
        let _ = self.origins.set(origins);
    }

    /// Whether `issuer` is Entra here, in one of the tenants.
    pub(crate) fn is_own_issuer(&self, issuer: &str) -> bool {
        self.tenants.iter().any(|tenant| federation::own_issuer(self, &tenant.id) == issuer)
    }

    /// The tenant with this id or domain.
    pub(crate) fn tenant(&self, name: &str) -> Option<&TenantState> {
        self.tenants.iter().find(|tenant| tenant.is_called(name))
    }

    pub(crate) fn page_size(&self, service: Service, default: usize) -> usize {
        self.settings.page_sizes.get(&service).copied().unwrap_or(default).max(1)
    }
}
