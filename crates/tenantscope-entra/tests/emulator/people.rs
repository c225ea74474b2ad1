//! People who sign in.

use tenantscope_entra::{DeviceCodeCredential, TokenInspection};

use super::*;

fn scopes(token: &AccessToken) -> Vec<String> {
    let token = TokenInspection::try_parse(token.secret().expose()).unwrap();
    assert!(!token.is_app_only());
    token.scopes().map(str::to_owned).collect()
}

impl Setup {
    fn delegated(&self, permission: &str) -> TokenRequest {
        TokenRequest::new(self.emulator.cloud().graph().scope().replace(".default", permission))
    }
}

#[tokio::test]
async fn person_signs_in_with_a_device_code() {
    let emulator = Emulator::builder().device_code_interval(std::time::Duration::ZERO).start().await.unwrap();
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

#[tokio::test]
async fn web_api_goes_on_in_the_name_of_its_user() {
    let setup = Setup::new(1).await;
    let user = setup.emulator.tenant().user_token();
    let request = setup.delegated("SecurityEvents.Read.All");
    let certificate = setup.certificate(&setup.emulator.app().certificate_pem());
    for credential in [setup.secret().on_behalf_of(user.as_str()), certificate.on_behalf_of(user.as_str())] {
        let token = credential.get_token(&request).await.unwrap();
        assert_eq!(scopes(&token), ["SecurityEvents.Read.All"]);
    }
    let refused = error(&setup.secret().on_behalf_of(user.as_str()), &setup.delegated("Mail.Send")).await;
    assert_eq!((refused.kind(), refused.code()), (ErrorKind::ConsentRequired, Some("AADSTS65001")));
    let own = setup.secret().get_token(&setup.graph()).await.unwrap();
    let refused = error(&setup.secret().on_behalf_of(own.secret().expose()), &request).await;
    assert_eq!((refused.kind(), refused.code()), (ErrorKind::Unauthenticated, Some("AADSTS500131")));
}

#[cfg(feature = "interactive")]
mod browser {
    use tenantscope_emulator::BrowserAnswer;
    use tenantscope_entra::InteractiveCredential;

    use super::*;

    fn credential(setup: &Setup) -> InteractiveCredential {
        let open = |url: &Url| {
            let url = url.clone();
            tokio::spawn(async move {
                let back = visit(&url).await.unwrap();
                assert_eq!(visit(&back).await, None);
            });
        };
        InteractiveCredential::builder(setup.tenant.clone(), setup.client_id.clone(), open)
            .cloud(setup.emulator.cloud())
            .build()
            .unwrap()
    }

    #[tokio::test]
    async fn person_signs_in_once_for_several_apis() {
        let setup = Setup::new(1).await;
        let credential = credential(&setup);
        let token = credential.get_token(&setup.delegated("SecurityEvents.Read.All")).await.unwrap();
        assert_eq!(scopes(&token), ["SecurityEvents.Read.All"]);
        // Nobody is there any more: only the refresh token can bring this one.
        setup.emulator.set_browser_answer(BrowserAnswer::Cancel);
        let azure = TokenRequest::new(setup.emulator.cloud().resource_manager().scope());
        assert_eq!(scopes(&credential.get_token(&azure).await.unwrap()), ["user_impersonation"]);
        setup.emulator.tenant().revoke_refresh_tokens();
        let refused = error(&credential, &setup.delegated("User.Read")).await;
        assert_eq!((refused.kind(), refused.code()), (ErrorKind::ConsentRequired, Some("AADSTS65004")));
    }
}
