//! Identities that a platform gives, and keys that stay in a vault.

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
async fn arc_server_proves_that_it_may_read_the_agents_keys() {
    let setup = Setup::new(1).await;
    let machine = setup.emulator.managed_identity();
    let folder = std::env::temp_dir().join(format!("tenantscope-entra-arc-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let variables = machine.azure_arc_environment(&folder);
    let request = TokenRequest::new(setup.emulator.cloud().resource_manager().scope());
    let builder = ManagedIdentityCredential::builder().environment(Environment::of(variables.clone()));
    let credential = builder.arc_key_directory(&folder).build().unwrap();
    let token = credential.get_token(&request).await.unwrap();
    let again = credential.get_token(&request.clone().after_refusal_of(token.clone())).await.unwrap();
    assert!(!again.is_same(&token), "each key is good for one token");
    let stranger = error(&managed(variables), &request).await;
    assert_eq!(stranger.kind(), ErrorKind::UnexpectedResponse, "{stranger:?}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn service_fabric_is_known_by_its_thumbprint() {
    let setup = Setup::new(1).await;
    let machine = setup.emulator.managed_identity();
    let request = TokenRequest::new(setup.emulator.cloud().resource_manager().scope());
    let identity = machine.user_assigned()[0].clone();
    let variables = machine.service_fabric_environment();
    let named = ManagedIdentityCredential::builder()
        .environment(Environment::of(variables.clone()))
        .user_assigned(ManagedIdentityId::ObjectId(identity.object_id));
    let lower = variables.iter().map(|(name, value)| match name.as_str() {
        "IDENTITY_SERVER_THUMBPRINT" => (name.clone(), value.to_lowercase()),
        _ => (name.clone(), value.clone()),
    });
    for credential in [managed(variables.clone()), managed(lower.collect()), named.build().unwrap()] {
        credential.get_token(&request).await.unwrap();
    }
    let impostor = variables.into_iter().map(|(name, value)| match name.as_str() {
        "IDENTITY_SERVER_THUMBPRINT" => (name, "0".repeat(40)),
        _ => (name, value),
    });
    let before = setup.emulator.journal().entries().len();
    let refused = error(&managed(impostor.collect()), &request).await;
    assert_eq!(refused.kind(), ErrorKind::Unreachable, "{refused:?}");
    assert_eq!(setup.emulator.journal().entries().len(), before, "the secret wasn't sent");
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
