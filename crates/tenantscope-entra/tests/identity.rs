//! What credentials tell about themselves without asking anybody.

#![allow(clippy::unwrap_used)]

use tenantscope_core::{ClientId, CredentialIdentity, TenantId, TokenCredential};
use tenantscope_emulator::Emulator;
use tenantscope_entra::{
    ClientCertificateCredential, ClientSecretCredential, DeviceCodeCredential, Environment,
    EnvironmentCredential, FederatedCredential, ManagedIdentityCredential, TokenFile,
};

fn tenant() -> TenantId {
    "contoso.com".parse().unwrap()
}

fn app() -> ClientId {
    "11111111-2222-3333-4444-555555555555".parse().unwrap()
}

#[test]
fn app_and_tenant_are_known_of_every_credential_that_has_them() {
    let variables = [
        ("AZURE_TENANT_ID", "contoso.com"),
        ("AZURE_CLIENT_ID", app().as_str()),
        ("AZURE_CLIENT_SECRET", "s"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let secret = ClientSecretCredential::builder(tenant(), app(), "s").build().unwrap();
    let federated = FederatedCredential::builder(tenant(), app(), TokenFile::new("/none")).build().unwrap();
    let device = DeviceCodeCredential::builder(tenant(), app(), |_: &_| {}).build().unwrap();
    let environment = EnvironmentCredential::builder().environment(Environment::of(variables));
    let all: [&dyn TokenCredential; 6] = [
        &secret,
        &secret.on_behalf_of("u"),
        &federated,
        &federated.on_behalf_of("u"),
        &device,
        &environment.build().unwrap(),
    ];
    for credential in all {
        let expected = CredentialIdentity::of_app(app()).in_tenant(tenant());
        assert_eq!(credential.identity(), expected, "{credential:?}");
    }
    #[cfg(feature = "interactive")]
    {
        let browser = tenantscope_entra::InteractiveCredential::builder(tenant(), app(), |_: &_| {});
        let expected = CredentialIdentity::of_app(app()).in_tenant(tenant());
        assert_eq!(browser.build().unwrap().identity(), expected);
    }
}

#[tokio::test]
async fn end_of_the_certificate_is_known_on_behalf_of_users_too() {
    let emulator = Emulator::start().await.unwrap();
    let credential = ClientCertificateCredential::builder(tenant(), app())
        .pem(emulator.app().certificate_pem())
        .unwrap()
        .build()
        .unwrap();
    let end = credential.certificate().unwrap().not_after();
    assert_eq!(credential.identity().expires_on, Some(end));
    assert_eq!(credential.on_behalf_of("u").identity(), credential.identity());
}

#[test]
fn identity_of_a_machine_is_no_app_that_could_be_consented_to() {
    let machine = ManagedIdentityCredential::builder();
    assert_eq!(machine.clone().build().unwrap().identity(), CredentialIdentity::default());
    let known = machine.tenant(tenant()).build().unwrap().identity();
    assert_eq!((known.client_id, known.tenant), (None, Some(tenant())));
}
