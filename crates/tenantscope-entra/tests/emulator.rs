//! Credentials against the emulator, over real sockets.

#![allow(clippy::unwrap_used)]

use std::{collections::HashSet, sync::Arc};

use futures_util::StreamExt;
use tenantscope_core::{
    ClientId, Error, ErrorKind, Pipeline, Result, RetryPolicy, TenantId, TokenCredential, TokenRequest,
};
use tenantscope_emulator::{Emulator, Fault, RetryAfter, Service};
use tenantscope_entra::{ClientCertificateCredential, ClientSecretCredential};

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

mod identities {
    use tenantscope_entra::{
        Environment, FederatedCredential, GitHubActions, KeyVaultSigner, ManagedIdentityCredential,
        ManagedIdentityId,
    };

    use super::*;

    fn managed(variables: Vec<(String, String)>) -> ManagedIdentityCredential {
        ManagedIdentityCredential::builder().environment(Environment::of(variables)).build().unwrap()
    }

    #[tokio::test]
    async fn every_host_gives_its_identity() {
        let setup = Setup::new(1).await;
        let machine = setup.emulator.managed_identity();
        let scope = setup.emulator.cloud().resource_manager().scope().to_owned();
        for variables in [
            machine.imds_environment(),
            machine.app_service_environment(),
            machine.azure_ml_environment(),
            machine.cloud_shell_environment(),
        ] {
            let credential = managed(variables.clone());
            credential.get_token(&TokenRequest::new(scope.as_str())).await.unwrap_or_else(|error| {
                panic!("{variables:?}: {error:?}");
            });
        }
        let one = &machine.user_assigned()[0];
        for id in [
            ManagedIdentityId::ClientId(one.client_id.clone()),
            ManagedIdentityId::ObjectId(one.object_id.clone()),
            ManagedIdentityId::ResourceId(one.resource_id.clone()),
        ] {
            for variables in [machine.imds_environment(), machine.app_service_environment()] {
                let credential = ManagedIdentityCredential::builder()
                    .environment(Environment::of(variables))
                    .user_assigned(id.clone())
                    .probe(true)
                    .build()
                    .unwrap();
                credential.get_token(&TokenRequest::new(scope.as_str())).await.unwrap();
            }
        }
    }

    #[tokio::test]
    async fn managed_identity_stands_in_for_a_secret_in_other_tenants() {
        let setup = Setup::new(2).await;
        let machine = setup.emulator.managed_identity();
        let identity = machine.user_assigned()[0].clone();
        let audience = "api://AzureADTokenExchange";
        setup.emulator.app().add_federated_credential(machine.issuer(), identity.object_id.clone(), audience);
        let source = ManagedIdentityCredential::builder()
            .environment(Environment::of(machine.imds_environment()))
            .user_assigned(ManagedIdentityId::ClientId(identity.client_id.clone()))
            .build()
            .unwrap();
        let credential = FederatedCredential::builder(setup.tenant.clone(), setup.client_id.clone(), source)
            .cloud(setup.emulator.cloud())
            .build()
            .unwrap();
        let customer = setup.emulator.tenants()[1].id();
        credential.get_token(&setup.graph().for_tenant(customer)).await.unwrap();
    }

    #[tokio::test]
    async fn workflow_signs_in_without_a_secret() {
        let setup = Setup::new(1).await;
        let subject = "repo:contoso/posture:ref:refs/heads/main";
        let variables = setup.emulator.managed_identity().github_actions_environment(subject);
        let credential = |variables| {
            let source = GitHubActions::with(Environment::of(variables), Pipeline::new().unwrap());
            FederatedCredential::builder(setup.tenant.clone(), setup.client_id.clone(), source)
                .cloud(setup.emulator.cloud())
                .build()
                .unwrap()
        };
        let error = credential(variables.clone()).get_token(&setup.graph()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthenticated);
        assert!(error.advice().contains(subject), "{}", error.advice());
        let issuer = "https://token.actions.githubusercontent.com";
        setup.emulator.app().add_federated_credential(issuer, subject, "api://AzureADTokenExchange");
        credential(variables).get_token(&setup.graph()).await.unwrap();
    }

    #[tokio::test]
    async fn vault_signs_for_the_app() {
        let setup = Setup::new(1).await;
        let vault = setup.emulator.key_vault();
        let signer = KeyVaultSigner::builder(vault.url(), vault.certificate_name(), setup.secret())
            .cloud(setup.emulator.cloud())
            .build()
            .unwrap();
        let credential = ClientCertificateCredential::builder(setup.tenant.clone(), setup.client_id.clone())
            .signer(signer)
            .cloud(setup.emulator.cloud())
            .build()
            .unwrap();
        credential.get_token(&setup.graph()).await.unwrap();
    }
}

mod people {
    use tenantscope_entra::DeviceCodeCredential;

    use super::*;

    #[tokio::test]
    async fn person_signs_in_with_a_device_code() {
        let emulator =
            Emulator::builder().device_code_interval(std::time::Duration::ZERO).start().await.unwrap();
        let (tenant, client_id) = (emulator.tenant().id(), emulator.app().client_id());
        let emulator = Arc::new(emulator);
        let there = Arc::clone(&emulator);
        let prompt = move |prompt: &tenantscope_entra::DeviceCodePrompt| {
            assert!(there.approve_device_code(&prompt.user_code));
        };
        let credential =
            DeviceCodeCredential::builder(tenant, client_id, prompt).cloud(emulator.cloud()).build().unwrap();
        let scope = emulator.cloud().graph().scope().replace(".default", "User.Read");
        credential.get_token(&TokenRequest::new(scope)).await.unwrap();
    }
}
