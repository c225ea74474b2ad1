//! The pages on which an administrator consents, and the way back from them.

use tenantscope_core::{Credential, ManualClock, Timestamp};
use tenantscope_emulator::{BrowserAnswer, Tenant};
use tenantscope_entra::{ConsentLink, ConsentRedirect, ConsentState};

use super::*;

const BACK: &str = "http://localhost:8400/consented";

impl Setup {
    fn link(&self) -> ConsentLink {
        ConsentLink::new(self.client_id.clone(), BACK).unwrap().cloud(self.emulator.cloud())
    }

    /// A customer who hasn't consented yet, and whose administrator sits at the browser.
    fn customer(&self) -> Tenant {
        let customer = self.emulator.tenants()[1].clone();
        customer.revoke_consent();
        self.emulator.set_browser_tenant(&customer);
        customer
    }

    fn credential(&self) -> Credential {
        self.secret().into()
    }

    /// A pipeline on whose clock minutes pass at once.
    fn hurry() -> (Pipeline, ManualClock) {
        let clock = ManualClock::starting_at(Timestamp::UNIX_EPOCH);
        (Pipeline::builder().clock(clock.clone()).build().unwrap(), clock)
    }
}

async fn follow(link: &Url) -> String {
    let back = visit(link).await.expect("the page sends the browser back");
    assert!(back.as_str().starts_with(BACK), "{back}");
    back.into()
}

#[tokio::test]
async fn both_pages_bring_the_app_into_the_tenant() {
    let setup = Setup::new(2).await;
    let scope = setup.emulator.cloud().graph().scope().to_owned();
    let customer = setup.customer();
    for named in [false, true] {
        let link = if named { setup.link().tenant(customer.id()) } else { setup.link() };
        let state = ConsentState::random();
        for (url, answered) in
            [(link.url(&state), None), (link.url_for_scope(&scope, &state), Some(scope.as_str()))]
        {
            customer.revoke_consent();
            let redirect = ConsentRedirect::parse(&follow(&url).await, &state).unwrap();
            assert_eq!((redirect.claimed_tenant(), redirect.scope()), (&customer.id(), answered));
            let (pipeline, clock) = Setup::hurry();
            let proved = redirect.prove(&setup.credential(), &scope, &pipeline).await.unwrap();
            assert_eq!(proved.tenant(), &customer.id());
            assert!(proved.roles().iter().any(|role| role == "SecurityEvents.Read.All"));
            assert!(clock.sleeps().is_empty());
        }
    }
}

#[tokio::test]
async fn refusal_on_either_page_is_one_error() {
    let setup = Setup::new(2).await;
    let scope = setup.emulator.cloud().graph().scope().to_owned();
    setup.customer();
    for (answer, first, second) in [
        (BrowserAnswer::Cancel, "permission_denied", "AADSTS65004"),
        (BrowserAnswer::Deny, "access_denied", "AADSTS65004"),
    ] {
        setup.emulator.set_browser_answer(answer);
        let (link, state) = (setup.link(), ConsentState::random());
        for (url, code) in [(link.url(&state), first), (link.url_for_scope(&scope, &state), second)] {
            let error = ConsentRedirect::parse(&follow(&url).await, &state).unwrap_err();
            assert_eq!((error.kind(), error.code()), (ErrorKind::ConsentRequired, Some(code)));
        }
    }
}

#[tokio::test]
async fn redirect_that_nobody_consented_to_proves_nothing() {
    let setup = Setup::new(2).await;
    let customer = setup.customer();
    let (other, state) = (ConsentState::random(), ConsentState::random());
    let back = follow(&setup.link().url(&other)).await;
    assert_eq!(ConsentRedirect::parse(&back, &state).unwrap_err().kind(), ErrorKind::InvalidInput);
    customer.revoke_consent();
    let forged = format!("{BACK}?admin_consent=True&tenant={}&state={}", customer.id(), state.as_str());
    let redirect = ConsentRedirect::parse(&forged, &state).unwrap();
    let (pipeline, clock) = Setup::hurry();
    let scope = setup.emulator.cloud().graph().scope().to_owned();
    let error = redirect.prove(&setup.credential(), &scope, &pipeline).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConsentRequired, "{error:?}");
    assert_eq!(clock.sleeps().len(), 9);
}
