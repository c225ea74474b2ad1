//! The emulator: what it is made of, and how it starts and ends.

use std::{
    io,
    net::Ipv4Addr,
    sync::Arc,
    time::{Duration, SystemTime},
};

use tokio::{net::TcpListener, task::JoinSet};

use crate::{
    app::App,
    clock::Clock,
    expected::{self, ExpectedOpenAction},
    fault::Faults,
    http::server,
    journal::Journal,
    service::Service,
    tenant::Tenant,
    tls::{Authority, SelfSigned},
    world::{Settings, World},
};

/// A local Microsoft cloud on loopback. It ends when it is dropped.
#[derive(Debug)]
pub struct Emulator {
    pub(crate) world: Arc<World>,
    authority: Option<Authority>,
    proxy: Option<String>,
    /// The listeners. Dropping them ends their connections too.
    _servers: JoinSet<()>,
}

impl Emulator {
    /// Starts an emulator with one tenant that grants everything, on ports of its own, on the
    /// current tokio runtime.
    ///
    /// # Errors
    ///
    /// If no port can be bound.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Begins an emulator with settings of your own.
    pub fn builder() -> EmulatorBuilder {
        EmulatorBuilder { settings: Settings::default(), clock: Clock::system() }
    }

    /// The first tenant.
    pub fn tenant(&self) -> Tenant {
        Tenant { world: self.world.clone(), index: 0 }
    }

    /// Every tenant.
    pub fn tenants(&self) -> Vec<Tenant> {
        (0..self.world.tenants.len()).map(|index| Tenant { world: self.world.clone(), index }).collect()
    }

    /// The app registration that the tenants have consented to.
    pub fn app(&self) -> App {
        App { world: self.world.clone() }
    }

    /// What goes wrong.
    pub fn faults(&self) -> Faults {
        self.world.faults.clone()
    }

    /// What was asked.
    pub fn journal(&self) -> Journal {
        self.world.journal.clone()
    }

    /// The origin of a service: `http://127.0.0.1:49152`.
    pub fn origin(&self, service: Service) -> &str {
        self.world.origin(service)
    }

    /// The certificate that its TLS certificates are signed with, as PEM, if it serves TLS.
    pub fn ca_pem(&self) -> Option<&str> {
        self.authority.as_ref().map(Authority::pem)
    }

    /// The proxy through which it answers at the default host names, if it has one.
    pub fn proxy_url(&self) -> Option<&str> {
        self.proxy.as_deref()
    }

    /// In how many tenants each recommended action is open, those of the most tenants first.
    pub fn expected_open_actions(&self) -> Vec<ExpectedOpenAction> {
        expected::open_in_tenants(&self.world)
    }
}

/// Settings of an [`Emulator`].
#[must_use = "an emulator is made by `start`"]
#[derive(Clone, Debug)]
pub struct EmulatorBuilder {
    settings: Settings,
    clock: Clock,
}

impl EmulatorBuilder {
    /// The seed of its data: the same seed gives the same data, laid out around the clock's day. 1
    /// by default.
    pub fn seed(mut self, seed: u64) -> Self {
        self.settings.seed = seed;
        self
    }

    /// The number of tenants, at least one. 1 by default.
    pub fn tenants(mut self, count: usize) -> Self {
        self.settings.tenants = count.max(1);
        self
    }

    /// The number of users of every tenant, at least one. 36 by default.
    pub fn users_per_tenant(mut self, count: usize) -> Self {
        self.settings.users_per_tenant = count.max(1);
        self
    }

    /// The number of subscriptions of every tenant. Two to four by default.
    pub fn subscriptions_per_tenant(mut self, count: usize) -> Self {
        self.settings.subscriptions_per_tenant = Some(count);
        self
    }

    /// Where it takes the time from. The machine's clock by default.
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Clock::new(now);
        self
    }

    /// How long tokens live. Between 60 and 90 minutes by default; from two hours on they come with
    /// `refresh_in`.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.settings.token_lifetime = Some(lifetime);
        self
    }

    /// How many items a page of a service has unless a request says otherwise.
    pub fn page_size(mut self, service: Service, items: usize) -> Self {
        self.settings.page_sizes.insert(service, items);
        self
    }

    /// How long every answer takes. Nothing by default.
    pub fn response_delay(mut self, delay: Duration) -> Self {
        self.settings.response_delay = delay;
        self
    }

    /// How many requests a tenant may send to a service within a span; those beyond get 429 with
    /// `Retry-After`. No limit by default.
    pub fn limit(mut self, service: Service, requests: u32, per: Duration) -> Self {
        self.settings.limits.insert(service, (requests, per));
        self
    }

    /// Whether the Management Activity API's subscriptions are started. They are by default.
    pub fn subscriptions_started(mut self, started: bool) -> Self {
        self.settings.subscriptions_started = started;
        self
    }

    /// How much audit content there is: blobs per content type and hour (1 by default), and records
    /// in each (2 to 14 by default).
    pub fn audit_volume(mut self, blobs_per_hour: u32, records_per_blob: u32) -> Self {
        self.settings.blobs_per_hour = blobs_per_hour;
        self.settings.records_per_blob = Some(records_per_blob);
        self
    }

    /// Lists one blob in seven only this long after its `contentCreated`. At once by default.
    pub fn late_listing(mut self, delay: Duration) -> Self {
        self.settings.late_listing = delay;
        self
    }

    /// Puts the tenants into the commercial cloud alone, so that the login hosts of the other clouds answer that they
    /// don't know them. Otherwise they are at home in every cloud, as is convenient with the
    /// [`proxy`](Self::proxy).
    pub fn only_commercial(mut self, only: bool) -> Self {
        self.settings.only_commercial = only;
        self
    }

    /// Whether some blobs repeat a record of an earlier one. They do by default.
    pub fn twice_delivered(mut self, repeated: bool) -> Self {
        self.settings.twice_delivered = repeated;
        self
    }

    /// Serves HTTPS, with a certificate for `localhost`, 127.0.0.1 and the default host names of
    /// every cloud.
    pub fn tls(mut self, on: bool) -> Self {
        self.settings.tls = on;
        self
    }

    /// Adds an HTTP proxy that takes CONNECT requests for the default host names, so that any
    /// program can be pointed here by `HTTPS_PROXY` and `SSL_CERT_FILE`.
    pub fn proxy(mut self, on: bool) -> Self {
        self.settings.proxy = on;
        self
    }

    /// How long a client of the device code flow has to wait between two questions; one that comes
    /// back sooner is told to slow down. Five seconds by default.
    pub fn device_code_interval(mut self, interval: Duration) -> Self {
        self.settings.device_code_interval = interval;
        self
    }

    /// Listens on this port and the seven after it instead of free ones.
    pub fn first_port(mut self, port: u16) -> Self {
        self.settings.first_port = Some(port);
        self
    }

    /// Starts it on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// If a port cannot be bound.
    pub async fn start(self) -> io::Result<Emulator> {
        let (tls, proxied, first_port) = (self.settings.tls, self.settings.proxy, self.settings.first_port);
        let world = Arc::new(World::new(self.settings, self.clock));
        let authority = (tls || proxied).then(|| Authority::new(world.clock.now()));
        let acceptor = authority.as_ref().map(Authority::acceptor);
        let mut servers = JoinSet::new();
        let mut origins = Vec::new();
        for service in Service::ALL {
            let listener = bind(first_port, service.index()).await?;
            // A machine asks for its identity's tokens without TLS.
            let tls = acceptor.clone().filter(|_| tls && service != Service::ManagedIdentity);
            let scheme = if tls.is_some() { "https" } else { "http" };
            origins.push(format!("{scheme}://{}", listener.local_addr()?));
            servers.spawn(server::listen(world.clone(), listener, service, tls));
        }
        world.set_origins(origins);
        let fabric = SelfSigned::new(world.clock.now());
        let listener = bind(first_port, Service::ALL.len()).await?;
        world.identities.set_fabric(format!("https://{}", listener.local_addr()?), fabric.thumbprint);
        let tls = Some(fabric.acceptor);
        servers.spawn(server::listen(world.clone(), listener, Service::ManagedIdentity, tls));
        let mut proxy = None;
        if let Some(acceptor) = acceptor.filter(|_| proxied) {
            let listener = bind(first_port, Service::ALL.len() + 1).await?;
            proxy = Some(format!("http://{}", listener.local_addr()?));
            servers.spawn(crate::proxy::listen(world.clone(), listener, acceptor));
        }
        Ok(Emulator { world, authority, proxy, _servers: servers })
    }
}

async fn bind(first_port: Option<u16>, offset: usize) -> io::Result<TcpListener> {
    let port = match (first_port, u16::try_from(offset)) {
        (Some(first), Ok(offset)) => {
            first.checked_add(offset).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?
        }
        _ => 0,
    };
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await
}
