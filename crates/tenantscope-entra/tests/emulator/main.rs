//! Credentials against the emulator, over real sockets.

#![allow(clippy::unwrap_used)]

mod consent;
mod identities;
mod people;

use std::{collections::HashSet, sync::Arc};

use futures_util::StreamExt;
use tenantscope_core::{
    AccessToken, ClientId, Error, ErrorKind, Pipeline, Result, RetryPolicy, TenantId, TokenCredential,
    TokenRequest,
};
use tenantscope_emulator::{Emulator, Fault, RetryAfter, Service};
use tenantscope_entra::{ClientCertificateCredential, ClientSecretCredential};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use url::{Position, Url};

struct Setup {
    emulator: Emulator,
    tenant: TenantId,
    client_id: ClientId,
}

impl Setup {
    async fn new(tenants: usize) -> Self {
        let emulator = Emulator::builder().tenants(tenants).start().await.unwrap();
        let tenant = emulator.tenant().id();
        let client_id = emulator.app().client_id();
        Self { emulator, tenant, client_id }
    }

    fn graph(&self) -> TokenRequest {
        TokenRequest::new(self.emulator.cloud().graph().scope())
    }

    fn with_secret(&self, secret: &str) -> ClientSecretCredential {
        ClientSecretCredential::builder(self.tenant.clone(), self.client_id.clone(), secret)
            .cloud(self.emulator.cloud())
            .pipeline(
                Pipeline::builder()
                    .retry(RetryPolicy::new().base_delay(std::time::Duration::ZERO))
                    .build()
                    .unwrap(),
            )
            .build()
            .unwrap()
    }

    fn secret(&self) -> ClientSecretCredential {
        self.with_secret(&self.emulator.app().secret())
    }

    fn certificate(&self, pem: &str) -> ClientCertificateCredential {
        ClientCertificateCredential::builder(self.tenant.clone(), self.client_id.clone())
            .pem(pem)
            .unwrap()
            .cloud(self.emulator.cloud())
            .build()
            .unwrap()
    }
}

#[tokio::test]
async fn secret_and_certificate_get_tokens() {
    let setup = Setup::new(1).await;
    let certificate = setup.certificate(&setup.emulator.app().certificate_pem());
    for credential in [&setup.secret() as &dyn TokenCredential, &certificate] {
        let token = credential.get_token(&setup.graph()).await.unwrap();
        assert_eq!(token.secret().expose().split('.').count(), 3);
        assert!(credential.get_token(&setup.graph()).await.unwrap().is_same(&token));
    }
    assert_eq!(setup.emulator.journal().token_requests().len(), 2);
}

async fn error(credential: &dyn TokenCredential, request: &TokenRequest) -> Error {
    credential.get_token(request).await.unwrap_err()
}

#[tokio::test]
async fn wrong_and_expired_proofs_are_told_apart() {
    let setup = Setup::new(1).await;
    let app = setup.emulator.app();
    let graph = setup.graph();
    let wrong = error(&setup.with_secret("wrong"), &graph).await;
    assert_eq!((wrong.kind(), wrong.code()), (ErrorKind::Unauthenticated, Some("AADSTS7000215")));
    let expired = error(&setup.with_secret(&app.expired_secret()), &graph).await;
    assert_eq!((expired.kind(), expired.code()), (ErrorKind::CredentialExpired, Some("AADSTS7000222")));
    let stranger = setup.certificate(&app.unregistered_certificate_pem());
    let unknown = error(&stranger, &graph).await;
    assert_eq!((unknown.kind(), unknown.code()), (ErrorKind::Unauthenticated, Some("AADSTS700027")));
    assert!(unknown.advice().contains(&stranger.certificate().unwrap().thumbprint_sha1()));
    let old = setup.certificate(&app.expired_certificate_pem());
    let requests = setup.emulator.journal().token_requests().len();
    let expired = error(&old, &graph).await;
    assert_eq!((expired.kind(), expired.code()), (ErrorKind::CredentialExpired, None));
    assert_eq!(setup.emulator.journal().token_requests().len(), requests, "nothing was sent");
}

#[tokio::test]
async fn tenant_without_consent_and_unknown_tenant_are_told_apart() {
    let setup = Setup::new(2).await;
    let other = setup.emulator.tenants()[1].clone();
    other.revoke_consent();
    let credential = setup.secret();
    let error = credential.get_token(&setup.graph().for_tenant(other.id())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConsentRequired, "{error:?}");
    assert!(error.advice().contains("/adminconsent?client_id="), "{}", error.advice());
    other.grant_consent();
    credential.get_token(&setup.graph().for_tenant(other.id())).await.unwrap();
    let nobody: TenantId = "nobody.example".parse().unwrap();
    let error = credential.get_token(&setup.graph().for_tenant(nobody)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TenantNotFound, "{error:?}");
}

#[tokio::test]
async fn cold_key_with_a_thousand_callers_is_one_request() -> Result<()> {
    let setup = Setup::new(1).await;
    let credential = Arc::new(setup.secret());
    let asks = (0..1_000).map(|_| {
        let (credential, request) = (Arc::clone(&credential), setup.graph());
        tokio::spawn(async move { credential.get_token(&request).await })
    });
    let tokens: Vec<_> = futures_util::stream::iter(asks).buffer_unordered(1_000).collect().await;
    let texts: HashSet<_> =
        tokens.into_iter().map(|token| token.unwrap().unwrap().secret().expose().to_owned()).collect();
    assert_eq!((texts.len(), setup.emulator.journal().token_requests().len()), (1, 1));
    Ok(())
}

#[tokio::test]
async fn passing_failures_are_overcome_with_a_new_assertion_each_time() {
    let setup = Setup::new(1).await;
    for fault in [
        Fault::on(Service::Login, "/").times(1).reset(),
        Fault::on(Service::Login, "/").times(1).html(503),
        Fault::on(Service::Login, "/").times(1).too_many_requests(RetryAfter::Seconds(0)),
        Fault::on(Service::Login, "/").times(1).cut_in_body(),
    ] {
        setup.emulator.faults().add(fault);
        let pipeline = Pipeline::builder().retry(RetryPolicy::new().base_delay(std::time::Duration::ZERO));
        let credential = ClientCertificateCredential::builder(setup.tenant.clone(), setup.client_id.clone())
            .pem(setup.emulator.app().certificate_pem())
            .unwrap()
            .cloud(setup.emulator.cloud())
            .pipeline(pipeline.build().unwrap())
            .build()
            .unwrap();
        // the emulator refuses an assertion whose id it has seen
        credential.get_token(&setup.graph()).await.unwrap();
    }
    assert_eq!(setup.emulator.faults().happened(), 4);
}

/// What the browser gets for this address: where it is sent on to, if it is.
async fn visit(url: &Url) -> Option<Url> {
    let host = (url.host_str().unwrap(), url.port().unwrap());
    let mut page = TcpStream::connect(host).await.unwrap();
    let target = &url[Position::BeforePath..Position::AfterQuery];
    let request =
        format!("GET {target} HTTP/1.1\r\nHost: {}:{}\r\nConnection: close\r\n\r\n", host.0, host.1);
    page.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    page.read_to_string(&mut answer).await.unwrap();
    let (name, value) = ("location: ", |line: &str| line["location: ".len()..].trim().parse().unwrap());
    answer.lines().find(|line| line.to_ascii_lowercase().starts_with(name)).map(value)
}
