use std::path::Path;

use serde_json::json;

use super::*;
use crate::testing::{
    self,
    stub::{Answer, Stub, answer, lost, ok},
};

const ARM: &str = "https://management.azure.com/.default";

fn builder(stub: &Stub, variables: &[(&str, &str)]) -> ManagedIdentityCredentialBuilder {
    // never empty, so that the process's own variables stay out
    let variables = variables.iter().copied().chain([("TEST", "1")]);
    ManagedIdentityCredential::builder()
        .environment(Environment::of(variables))
        .transport(stub.clone())
        .clock(stub.clock.clone())
}

async fn ask(credential: &ManagedIdentityCredential) -> Result<AccessToken> {
    credential.get_token(&TokenRequest::new(ARM)).await
}

fn token() -> Answer {
    ok(&json!({
        "access_token": "t", "refresh_token": "", "expires_in": "86399", "expires_on": "1795435200",
        "resource": "https://management.azure.com", "token_type": "Bearer",
    }))
}

fn by_client() -> ManagedIdentityId {
    ManagedIdentityId::ClientId("c1".to_owned())
}

#[tokio::test]
async fn every_host_is_asked_in_its_own_way() {
    let own = "http://localhost:4141/msi/token";
    for (variables, id, uri, header) in [
        (
            &[][..],
            Some(ManagedIdentityId::ResourceId("/subscriptions/s".to_owned())),
            "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com&msi_res_id=/subscriptions/s",
            ("metadata", "true"),
        ),
        (
            &[("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:7")],
            Some(by_client()),
            "http://127.0.0.1:7/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com&client_id=c1",
            ("metadata", "true"),
        ),
        (
            &[("IDENTITY_ENDPOINT", own), ("IDENTITY_HEADER", "h1")],
            Some(ManagedIdentityId::ResourceId("/subscriptions/s".to_owned())),
            "http://localhost:4141/msi/token?api-version=2019-08-01&resource=https://management.azure.com&mi_res_id=/subscriptions/s",
            ("x-identity-header", "h1"),
        ),
        (
            &[("IDENTITY_ENDPOINT", "http://169.254.129.2:8081/msi/token"), ("IDENTITY_HEADER", "h1")],
            None,
            "http://169.254.129.2:8081/msi/token?api-version=2019-08-01&resource=https://management.azure.com",
            ("x-identity-header", "h1"),
        ),
        (
            &[("IDENTITY_ENDPOINT", own), ("IDENTITY_HEADER", "h1"), ("IDENTITY_SERVER_THUMBPRINT", "AB")],
            Some(ManagedIdentityId::ObjectId("o1".to_owned())),
            "http://localhost:4141/msi/token?api-version=2019-07-01-preview&resource=https://management.azure.com&principalId=o1",
            ("secret", "h1"),
        ),
        (
            &[("MSI_ENDPOINT", own), ("MSI_SECRET", "s1"), ("DEFAULT_IDENTITY_CLIENT_ID", "d1")],
            None,
            "http://localhost:4141/msi/token?api-version=2017-09-01&resource=https://management.azure.com&clientid=d1",
            ("secret", "s1"),
        ),
        (&[("MSI_ENDPOINT", own)], None, own, ("metadata", "true")),
    ] {
        let stub = Stub::new([token()]);
        let mut builder = builder(&stub, variables);
        if let Some(id) = id {
            builder = builder.user_assigned(id);
        }
        let credential = builder.build().unwrap();
        let token = ask(&credential).await.unwrap();
        assert_eq!(token.expires_on().unix_seconds(), 1_795_435_200);
        ask(&credential).await.unwrap();
        assert_eq!(stub.uris(), [uri]);
        assert_eq!(stub.requests()[0].headers()[header.0], header.1);
        assert!(!format!("{credential:?}").contains("h1"));
    }
}

#[tokio::test]
async fn cloud_shell_is_asked_by_a_form() {
    let stub = Stub::new([token()]);
    let credential =
        builder(&stub, &[("MSI_ENDPOINT", "http://localhost:50342/oauth2/token")]).build().unwrap();
    ask(&credential).await.unwrap();
    assert_eq!(stub.forms()[0]["resource"], "https://management.azure.com");
    let named =
        builder(&stub, &[("MSI_ENDPOINT", "http://localhost:50342/oauth2/token")]).user_assigned(by_client());
    assert_eq!(ask(&named.build().unwrap()).await.unwrap_err().kind(), ErrorKind::InvalidInput);
}

#[tokio::test]
async fn arc_gets_the_key_from_the_agents_own_file_only() {
    let directory = std::env::temp_dir().join(format!("tenantscope-arc-{}", uuid::Uuid::new_v4()));
    std::fs::create_dir_all(directory.join("deeper")).unwrap();
    let path = |name: &str| directory.join(name);
    std::fs::write(path("good.key"), "KEY-1").unwrap();
    std::fs::write(path("long.key"), "x".repeat(5000)).unwrap();
    std::fs::write(path("other.txt"), "x").unwrap();
    std::fs::write(path("deeper/good.key"), "x").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(path("deeper/good.key"), path("link.key")).unwrap();
    let challenge = |file: &Path| {
        let realm = format!("Basic realm={}", file.display());
        answer(401, &[("www-authenticate", &realm)], "")
    };
    let variables = [("IDENTITY_ENDPOINT", "http://127.0.0.1:40342/token"), ("IMDS_ENDPOINT", "x")];
    let stub = Stub::new([challenge(&path("good.key")), token()]);
    let credential = builder(&stub, &variables).arc_key_directory(&directory).build().unwrap();
    ask(&credential).await.unwrap();
    assert_eq!(stub.requests()[1].headers()["authorization"], "Basic KEY-1");
    for bad in ["long.key", "other.txt", "deeper/good.key", "link.key", "deeper/../good.key"] {
        let stub = Stub::new([challenge(&path(bad))]);
        let credential = builder(&stub, &variables).arc_key_directory(&directory).build().unwrap();
        let error = ask(&credential).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{bad}: {error}");
    }
    let stub = Stub::new([answer(401, &[], "")]);
    let credential = builder(&stub, &variables).arc_key_directory(&directory).build().unwrap();
    assert!(ask(&credential).await.unwrap_err().to_string().contains("names no key file"));
    std::fs::remove_dir_all(directory).unwrap();
}

#[tokio::test]
async fn passing_failures_are_repeated_and_lasting_ones_are_not() {
    for status in [404, 408, 410, 429, 500, 503] {
        let stub = Stub::new([answer(status, &[], "{}"), token()]);
        ask(&builder(&stub, &[]).build().unwrap()).await.unwrap();
    }
    for (status, kind) in [
        (400, ErrorKind::CredentialUnavailable),
        (401, ErrorKind::Unauthenticated),
        (403, ErrorKind::Unauthenticated),
    ] {
        let body = r#"{"error":"invalid_request","error_description":"Identity not found"}"#;
        let stub = Stub::new([answer(status, &[], body)]);
        let error = ask(&builder(&stub, &[]).build().unwrap()).await.unwrap_err();
        assert_eq!((error.kind(), error.message()), (kind, Some("Identity not found")));
        assert_eq!(error.fact("host"), Some("the instance metadata service"));
    }
}

#[tokio::test]
async fn probe_tells_at_once_whether_there_is_a_metadata_service() {
    let stub = Stub::new([answer(400, &[], r#"{"error":"invalid_request"}"#), token()]);
    ask(&builder(&stub, &[]).probe(true).build().unwrap()).await.unwrap();
    assert!(!stub.requests()[0].headers().contains_key("metadata"));
    let nothing = || lost();
    let docker = || answer(403, &[], "connecting to 169.254.169.254:80: network is unreachable");
    for absent in [nothing(), docker()] {
        let stub = Stub::new([absent]);
        let error = ask(&builder(&stub, &[]).probe(true).build().unwrap()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::CredentialUnavailable, "{error}");
    }
}

#[tokio::test]
async fn token_for_another_tenant_is_refused() {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    let tenant: TenantId = "aaaaaaaa-0000-0000-0000-000000000001".parse().unwrap();
    let other: TenantId = "aaaaaaaa-0000-0000-0000-000000000002".parse().unwrap();
    let stub = Stub::new([]);
    let known = builder(&stub, &[]).tenant(tenant.clone()).build().unwrap();
    let error = known.get_token(&TokenRequest::new(ARM).for_tenant(other.clone())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert!(error.advice().contains("FederatedCredential"));
    let claims = URL_SAFE_NO_PAD.encode(json!({"tid": tenant}).to_string());
    let stub = Stub::new([ok(&json!({"access_token": format!("e30.{claims}.x"), "expires_in": 3600}))]);
    let unknown = builder(&stub, &[]).build().unwrap();
    unknown.get_token(&TokenRequest::new(ARM).for_tenant(tenant)).await.unwrap();
    assert!(unknown.get_token(&TokenRequest::new(ARM).for_tenant(other)).await.is_err());
    // by a domain, whose tenant it is can't be told
    let domain: TenantId = "fabrikam.com".parse().unwrap();
    let error = unknown.get_token(&TokenRequest::new(ARM).for_tenant(domain)).await.unwrap_err();
    assert!(error.advice().contains("by its id"), "{error:?}");
}

#[tokio::test]
async fn rubbish_is_unexpected_and_not_quoted() {
    for body in ["<html>CANARY</html>", "{}", r#"{"access_token":""}"#, r#"["CANARY"]"#] {
        let stub = Stub::new([answer(200, &[], body)]);
        let error = ask(&builder(&stub, &[]).build().unwrap()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
        assert!(!format!("{error:?}").contains("CANARY"));
    }
    let stub = Stub::new([]);
    let error = ask(&builder(&stub, &[("MSI_ENDPOINT", "nonsense")]).build().unwrap()).await.unwrap_err();
    assert!(error.to_string().contains("MSI_ENDPOINT is no URL"), "{error}");
    assert_eq!(testing::now(), stub.clock.now());
}
