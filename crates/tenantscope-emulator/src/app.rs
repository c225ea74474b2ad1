//! The app registration: its secrets and its certificates.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, LazyLock, Mutex, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use rcgen::{CertificateParams, DnType, KeyPair, PKCS_RSA_SHA256, SerialNumber};
use time::{Duration, OffsetDateTime};
use x509_cert::{Certificate, der::Decode};

use crate::{
    keys,
    login::federation::FederatedCredential,
    permissions,
    rng::Rng,
    world::{World, lock},
};

/// The one multi-tenant app that every tenant has consented to. A cheap handle.
#[derive(Clone, Debug)]
pub struct App {
    pub(crate) world: Arc<World>,
}

impl App {
    /// The value of its client secret.
    pub fn secret(&self) -> String {
        self.world.app.secret.clone()
    }

    /// The value of a client secret that has expired: AADSTS7000222.
    pub fn expired_secret(&self) -> String {
        self.world.app.expired_secret.clone()
    }

    /// A registered certificate and its private key (PKCS#8), as one PEM text.
    pub fn certificate_pem(&self) -> String {
        self.world.app.certificate(Kind::Valid).to_owned()
    }

    /// A registered certificate that has expired, with its private key: AADSTS700027.
    pub fn expired_certificate_pem(&self) -> String {
        self.world.app.certificate(Kind::Expired).to_owned()
    }

    /// A certificate that nobody registered, made for the same private key: AADSTS700027.
    pub fn unregistered_certificate_pem(&self) -> String {
        self.world.app.certificate(Kind::Unregistered).to_owned()
    }

    /// Trusts the tokens that `issuer` makes about `subject` for `audience`, in place of a secret.
    /// All three are compared with case.
    pub fn add_federated_credential(
        &self,
        issuer: impl Into<String>,
        subject: impl Into<String>,
        audience: impl Into<String>,
    ) {
        let credential =
            FederatedCredential { issuer: issuer.into(), subject: subject.into(), audience: audience.into() };
        lock(&self.world.app.federated).push(credential);
    }

    /// Registers a redirect URI of a web application, which proves itself with a credential. Those
    /// of this machine (`http://localhost`, any port) are good without, for public clients.
    pub fn register_redirect_uri(&self, uri: impl Into<String>) {
        lock(&self.world.app.redirects).push(uri.into());
    }

    /// Whether the app may be used without a credential, as device code and loopback sign-ins do.
    /// It may by default; otherwise they get AADSTS7000218.
    pub fn allow_public_client(&self, allowed: bool) {
        self.world.app.public.store(allowed, Ordering::Release);
    }

    /// The application permissions that the registration asks for, all of which a tenant grants by
    /// its consent. By default, all there is to read.
    pub fn request_permissions<P: Into<String>>(&self, permissions: impl IntoIterator<Item = P>) {
        *lock(&self.world.app.requested) = permissions.into_iter().map(Into::into).collect();
    }

    /// Registers a certificate of your own, in DER.
    ///
    /// # Errors
    ///
    /// The text of what is wrong with it, if it is no X.509 certificate.
    pub fn register_certificate(&self, der: impl AsRef<[u8]>) -> Result<(), String> {
        self.world.app.register(der.as_ref())
    }
}

#[derive(Debug)]
pub(crate) struct AppState {
    pub(crate) id: String,
    pub(crate) name: &'static str,
    pub(crate) secret: String,
    pub(crate) expired_secret: String,
    made_at: OffsetDateTime,
    pems: [OnceLock<String>; 3],
    registered: Mutex<Vec<Registered>>,
    federated: Mutex<Vec<FederatedCredential>>,
    redirects: Mutex<Vec<String>>,
    requested: Mutex<BTreeSet<String>>,
    public: AtomicBool,
}

/// A certificate that assertions may be signed with.
#[derive(Clone, Debug)]
pub(crate) struct Registered {
    pub(crate) sha1: Vec<u8>,
    pub(crate) sha256: Vec<u8>,
    /// PKCS#1 `RSAPublicKey`.
    pub(crate) public_key: Vec<u8>,
    pub(crate) not_before: OffsetDateTime,
    pub(crate) not_after: OffsetDateTime,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Valid,
    Expired,
    Unregistered,
}

impl AppState {
    pub(crate) fn new(seed: u64, now: OffsetDateTime) -> Self {
        let mut rng = Rng::keyed(seed, "app", &[]);
        // The tilde and the dots are part of what real secrets look like, and must survive a form.
        let mut secret = || format!("{}8Q~{}.{}~", rng.text(3), rng.text(18), rng.text(13));
        let (valid, expired) = (secret(), secret());
        Self {
            id: rng.guid(),
            name: "Posture Reader",
            secret: valid,
            expired_secret: expired,
            made_at: now,
            pems: Default::default(),
            registered: Mutex::default(),
            federated: Mutex::default(),
            redirects: Mutex::default(),
            requested: Mutex::new(permissions::everything()),
            public: AtomicBool::new(true),
        }
    }

    pub(crate) fn federated(&self) -> Vec<FederatedCredential> {
        lock(&self.federated).clone()
    }

    pub(crate) fn is_registered(&self, redirect_uri: &str) -> bool {
        lock(&self.redirects).iter().any(|known| known == redirect_uri)
    }

    pub(crate) fn requested(&self) -> BTreeSet<String> {
        lock(&self.requested).clone()
    }

    pub(crate) fn is_public(&self) -> bool {
        self.public.load(Ordering::Acquire)
    }

    /// The valid certificate with its private key, as PEM.
    pub(crate) fn pem(&self) -> &str {
        self.certificate(Kind::Valid)
    }

    /// The valid certificate, in DER. It is registered from then on.
    pub(crate) fn certificate_der(&self) -> Vec<u8> {
        use base64::{Engine, engine::general_purpose::STANDARD};
        let pem = self.certificate(Kind::Valid);
        let body =
            pem.split("-----BEGIN CERTIFICATE-----").nth(1).and_then(|rest| rest.split("-----").next());
        let text: String = body.unwrap_or_default().split_whitespace().collect();
        STANDARD.decode(text).unwrap_or_default()
    }

    /// Signs with the private key of the certificates, which does not leave this process.
    pub(crate) fn sign_digest(algorithm: &str, digest: &[u8]) -> Result<Vec<u8>, String> {
        keys::sign_digest(&app_key().serialize_der(), algorithm, digest)
    }

    /// The certificate with one of these thumbprints.
    pub(crate) fn registered(&self, sha256: Option<&[u8]>, sha1: Option<&[u8]>) -> Option<Registered> {
        let matches = |known: &&Registered| match (sha256, sha1) {
            (Some(thumbprint), _) => known.sha256 == thumbprint,
            (None, Some(thumbprint)) => known.sha1 == thumbprint,
            (None, None) => false,
        };
        lock(&self.registered).iter().find(matches).cloned()
    }

    fn register(&self, der: &[u8]) -> Result<(), String> {
        let certificate = Certificate::from_der(der).map_err(|error| error.to_string())?;
        let certificate = certificate.tbs_certificate();
        let validity = certificate.validity();
        let time =
            |time: &x509_cert::time::Time| OffsetDateTime::UNIX_EPOCH + time.to_date_time().unix_duration();
        let registered = Registered {
            sha1: keys::sha1(der),
            sha256: keys::sha256(der),
            public_key: certificate.subject_public_key_info().subject_public_key.raw_bytes().to_vec(),
            not_before: time(&validity.not_before),
            not_after: time(&validity.not_after),
        };
        lock(&self.registered).push(registered);
        Ok(())
    }

    fn certificate(&self, kind: Kind) -> &str {
        self.pems[kind as usize].get_or_init(|| {
            let (from, to) = match kind {
                Kind::Valid | Kind::Unregistered => (-30, 365),
                Kind::Expired => (-400, -35),
            };
            let days = |days| self.made_at + Duration::days(days);
            let key = app_key();
            let certificate = certificate(key, kind, days(from), days(to));
            if kind != Kind::Unregistered {
                self.register(certificate.der()).expect("rcgen writes X.509");
            }
            format!("{}{}", key.serialize_pem(), certificate.pem())
        })
    }
}

/// The private key of this process's app certificates. One is enough: they are told apart by
/// thumbprint.
fn app_key() -> &'static KeyPair {
    static KEY: LazyLock<KeyPair> = LazyLock::new(|| {
        KeyPair::generate_for(&PKCS_RSA_SHA256).expect("the random generator of the operating system works")
    });
    &KEY
}

fn certificate(
    key: &KeyPair,
    kind: Kind,
    not_before: OffsetDateTime,
    not_after: OffsetDateTime,
) -> rcgen::Certificate {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "Posture Reader");
    // Without a number of its own, a certificate for the same key and dates would be the same
    // certificate.
    params.serial_number = Some(SerialNumber::from(1 + kind as u64));
    params.not_before = not_before;
    params.not_after = not_after;
    params.self_signed(key).expect("an RSA key signs SHA-256")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_are_registered_when_they_are_made_and_not_otherwise() {
        let app = AppState::new(1, OffsetDateTime::UNIX_EPOCH + Duration::days(20_000));
        app.certificate(Kind::Unregistered);
        assert_eq!(lock(&app.registered).len(), 0);
        app.certificate(Kind::Valid);
        app.certificate(Kind::Expired);
        app.certificate(Kind::Valid);
        let registered = lock(&app.registered).clone();
        assert_eq!(registered.len(), 2);
        assert_eq!(registered[0].public_key, registered[1].public_key);
        assert!(registered[1].not_after < app.made_at);
    }

    #[test]
    fn what_is_no_certificate_is_not_registered() {
        let app = AppState::new(1, OffsetDateTime::UNIX_EPOCH);
        assert!(app.register(b"certificate").is_err());
    }
}
