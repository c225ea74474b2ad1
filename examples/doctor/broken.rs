//! Every failure that an operator meets, made in the emulator.

use std::{error::Error as StdError, time::Duration};

use clap::ValueEnum;
use tenantscope::{
    Client, ClientId, Clock, Cloud, HttpTransport, ManualClock, Pipeline, SystemClock, TenantId,
    core::PipelineBuilder, entra::ClientSecretCredential,
};
use tenantscope_emulator::{Emulator, Fault, RetryAfter, Service};

/// What is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Broken {
    WrongSecret,
    ExpiredSecret,
    UnknownApp,
    UnknownTenant,
    WrongCloud,
    NoConsent,
    MissingPermission,
    NoRole,
    NotOnboarded,
    AuditingOff,
    Throttled,
    Unreachable,
    Clock,
}

impl Broken {
    /// A client that meets this failure, and the emulator that it meets it in.
    pub(crate) async fn client(self) -> Result<(Client, Emulator), Box<dyn StdError>> {
        let emulator = Emulator::builder()
            .subscriptions_started(self != Self::AuditingOff)
            .proxy(self == Self::WrongCloud)
            .only_commercial(true)
            .start()
            .await?;
        self.prepare(&emulator);
        let pipeline = self.pipeline(&emulator)?.build()?;
        let cloud = self.cloud(&emulator)?;
        let tenant = match self {
            Self::UnknownTenant => "6f9619ff-8b86-d011-b42d-00cf4fc964ff".parse::<TenantId>()?,
            _ => emulator.tenant().id(),
        };
        let credential =
            ClientSecretCredential::builder(tenant.clone(), self.app(&emulator)?, self.secret(&emulator))
                .cloud(cloud.clone())
                .pipeline(pipeline.clone())
                .build()?;
        let client = Client::builder(credential).cloud(cloud).tenant(tenant).pipeline(pipeline).build()?;
        Ok((client, emulator))
    }

    fn prepare(self, emulator: &Emulator) {
        let tenant = emulator.tenant();
        match self {
            Self::NoConsent => tenant.revoke_consent(),
            Self::MissingPermission => tenant.revoke("SecurityEvents.Read.All"),
            Self::NoRole => tenant.deny_subscription(&tenant.subscriptions()[0].id),
            Self::NotOnboarded => tenant.unregister_subscription(&tenant.subscriptions()[0].id),
            Self::AuditingOff => tenant.disable_auditing(),
            Self::Throttled => {
                let everything = Fault::on(Service::Graph, "/").always();
                emulator.faults().add(everything.too_many_requests(RetryAfter::Seconds(3600)));
            }
            _ => {}
        }
    }

    fn secret(self, emulator: &Emulator) -> String {
        match self {
            Self::WrongSecret => "not-the-secret".to_owned(),
            Self::ExpiredSecret => emulator.app().expired_secret(),
            _ => emulator.app().secret(),
        }
    }

    fn app(self, emulator: &Emulator) -> Result<ClientId, Box<dyn StdError>> {
        Ok(match self {
            Self::UnknownApp => "0e9d8c7b-6a59-4837-a261-504f3e2d1c0b".parse()?,
            _ => emulator.app().client_id(),
        })
    }

    fn cloud(self, emulator: &Emulator) -> Result<Cloud, Box<dyn StdError>> {
        Ok(match self {
            // reached at its real host names, through the emulator's proxy
            Self::WrongCloud => Cloud::GccHigh,
            // a port at which nobody listens
            Self::Unreachable => emulator.cloud().customize().login("http://127.0.0.1:9").build()?,
            _ => emulator.cloud(),
        })
    }

    fn pipeline(self, emulator: &Emulator) -> Result<PipelineBuilder, Box<dyn StdError>> {
        Ok(match self {
            Self::WrongCloud => {
                let proxy = emulator.proxy_url().ok_or("the emulator has no proxy")?;
                let roots = emulator.ca_pem().ok_or("the emulator has no certificate authority")?;
                let transport =
                    HttpTransport::builder().proxy(proxy)?.add_root_certificates(roots.as_bytes())?;
                Pipeline::builder().transport(transport.build()?)
            }
            Self::Clock => {
                let ahead = SystemClock::new().now().saturating_add(Duration::from_secs(600));
                Pipeline::builder().clock(ManualClock::starting_at(ahead))
            }
            _ => Pipeline::builder(),
        })
    }
}
