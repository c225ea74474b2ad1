//! Consent: the link that a customer's administrator opens, and what comes back from it.

use std::{fmt, time::Duration};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use tenantscope_core::{
    ClientId, Cloud, Credential, Error, ErrorKind, Pipeline, Result, Secret, TenantId, TokenRequest,
    is_secure,
};
use url::{Url, form_urlencoded};
use uuid::Uuid;

use crate::{TokenInspection, aadsts};

/// Ties a consent redirect to the customer for whom the link was made.
///
/// Make one for every link, keep it with the customer's record and an expiry, and compare it when the
/// redirect comes back. It is random and hides in `Debug`.
///
/// ```
/// use tenantscope_entra::ConsentState;
///
/// let state = ConsentState::random();
/// let stored = state.as_str().to_owned();        // in the customer's record
/// assert!(ConsentState::from(stored).as_str().len() >= 43);
/// ```
#[derive(Clone)]
pub struct ConsentState(Secret);

impl ConsentState {
    /// A new one, of more than 240 random bits.
    pub fn random() -> Self {
        let bits = [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()].concat();
        Self(Secret::new(URL_SAFE_NO_PAD.encode(bits)))
    }

    /// The text that goes into the link and comes back.
    pub fn as_str(&self) -> &str {
        self.0.expose()
    }

    /// Compares in a time that doesn't tell how much of it was right.
    pub(crate) fn is(&self, other: &str) -> bool {
        let (own, other) = (self.as_str().as_bytes(), other.as_bytes());
        own.len() == other.len() && own.iter().zip(other).fold(0, |odd, (a, b)| odd | (a ^ b)) == 0
    }
}

impl From<String> for ConsentState {
    fn from(text: String) -> Self {
        Self(Secret::new(text))
    }
}

impl fmt::Debug for ConsentState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConsentState(…)")
    }
}

/// The link that an administrator of the customer opens to consent to an app.
///
/// ```
/// use tenantscope_core::ClientId;
/// use tenantscope_entra::{ConsentLink, ConsentState};
///
/// let client_id: ClientId = "11111111-2222-3333-4444-555555555555".parse()?;
/// let state = ConsentState::random();
/// let link = ConsentLink::new(client_id, "https://app.example/consented")?
///     .tenant("fabrikam.com".parse()?)
///     .url(&state);
/// assert!(link.as_str().starts_with("https://login.microsoftonline.com/fabrikam.com/adminconsent?client_id="));
/// # Ok::<(), tenantscope_core::Error>(())
/// ```
///
/// The administrator needs the role Privileged Role Administrator or Global Administrator where the app
/// has application permissions on Microsoft Graph. Consent makes the app known in the tenant with the
/// permissions of its registration at that moment: a permission that is added later needs a new consent.
/// It gives no role on Azure subscriptions, starts no audit log subscription and doesn't switch auditing
/// on. (Source: Microsoft's pages "Admin consent on the Microsoft identity platform" and "Grant
/// tenant-wide admin consent".)
#[derive(Clone, Debug)]
pub struct ConsentLink {
    client_id: ClientId,
    redirect_uri: Url,
    cloud: Cloud,
    tenant: Option<TenantId>,
}

impl ConsentLink {
    /// A link for an app whose registration lists this redirect URI.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] if the redirect URI is no `https` URL (plain `http` is for loopback
    /// only) or has a fragment.
    pub fn new(client_id: ClientId, redirect_uri: &str) -> Result<Self> {
        let invalid = |why: &str| {
            Error::new(
                ErrorKind::InvalidInput,
                format!("the redirect URI {why}: use the one that the app registration lists"),
            )
        };
        let redirect_uri = Url::parse(redirect_uri).map_err(|_| invalid("is no URL"))?;
        if !is_secure(&redirect_uri) {
            return Err(invalid("isn't https, and plain http is for loopback only"));
        }
        if redirect_uri.fragment().is_some() {
            return Err(invalid("has a fragment"));
        }
        Ok(Self { client_id, redirect_uri, cloud: Cloud::Public, tenant: None })
    }

    /// The customer's cloud. Default: the commercial one.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// The customer's tenant. Without it, it is the tenant of whoever signs in.
    pub fn tenant(mut self, tenant: TenantId) -> Self {
        self.tenant = Some(tenant);
        self
    }

    /// The link for the permissions of the app registration: the v1 page, which is what an app that acts
    /// on its own needs.
    pub fn url(&self, state: &ConsentState) -> Url {
        self.build("common", &["adminconsent"], state, None)
    }

    /// The link for a scope: the v2 page. `https://graph.microsoft.com/.default` stands for all
    /// permissions of the registration; any other names delegated permissions.
    pub fn url_for_scope(&self, scope: &str, state: &ConsentState) -> Url {
        self.build("organizations", &["v2.0", "adminconsent"], state, Some(scope))
    }

    fn build(&self, anybody: &str, path: &[&str], state: &ConsentState, scope: Option<&str>) -> Url {
        let mut url = self.cloud.login();
        url.path_segments_mut()
            .expect("a login root has a host, so it has a path")
            .pop_if_empty()
            .push(self.tenant.as_ref().map_or(anybody, TenantId::as_str))
            .extend(path);
        {
            let mut query = url.query_pairs_mut();
            query.append_pair("client_id", self.client_id.as_str());
            query.append_pair("redirect_uri", self.redirect_uri.as_str());
            query.append_pair("state", state.as_str());
            if let Some(scope) = scope {
                query.append_pair("scope", scope);
            }
        }
        url
    }
}

/// What a consent redirect says, before a token has proved it.
///
/// Anybody can call a redirect address with any tenant in it, so the tenant is only a claim:
/// [`prove`](Self::prove) it before anything is done for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentRedirect {
    claimed: TenantId,
    scope: Option<String>,
}

impl ConsentRedirect {
    /// Reads the redirect: its whole URL, its path with query, or its query alone.
    ///
    /// The error is looked at first, because the v2 page says `admin_consent=True` also when consent was
    /// refused; then the state, then the consent, then the tenant.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ConsentRequired`] if the administrator refused; the page's own words are the source.
    /// [`ErrorKind::InvalidInput`] if the state isn't the expected one, or something is missing.
    pub fn parse(redirect: &str, expected: &ConsentState) -> Result<Self> {
        let query = redirect.split_once('?').map_or(redirect, |(_, query)| query);
        let query = query.split('#').next().unwrap_or_default();
        let value = |wanted: &str| {
            form_urlencoded::parse(query.as_bytes())
                .find(|(name, _)| name == wanted)
                .map(|(_, value)| value.into_owned())
                .filter(|value| !value.is_empty())
        };
        if let Some(error) = value("error") {
            let words = value("error_description").unwrap_or_default();
            let code = aadsts::number(&words).map_or(error, |code| format!("AADSTS{code}"));
            return Err(Error::builder(ErrorKind::ConsentRequired)
                .operation("read consent redirect")
                .detail("the administrator didn't consent")
                .code(code)
                .message(words)
                .build());
        }
        let invalid = |why: &str| {
            Error::builder(ErrorKind::InvalidInput).operation("read consent redirect").detail(why).build()
        };
        if !value("state").is_some_and(|state| expected.is(&state)) {
            return Err(invalid(
                "the redirect's state isn't the one that its link was made with: it is forged, or belongs to another link",
            ));
        }
        if !value("admin_consent").is_some_and(|consent| consent.eq_ignore_ascii_case("true")) {
            return Err(invalid("the redirect doesn't say that an administrator consented"));
        }
        let claimed = value("tenant").and_then(|tenant| tenant.parse().ok()).filter(TenantId::is_guid);
        let claimed = claimed.ok_or_else(|| invalid("the redirect names no tenant by its id"))?;
        Ok(Self { claimed, scope: value("scope") })
    }

    /// The tenant that the redirect names. Nothing has proved it yet.
    pub fn claimed_tenant(&self) -> &TenantId {
        &self.claimed
    }

    /// The scopes that were consented to, where the v2 page names them.
    pub fn scope(&self) -> Option<&str> {
        self.scope.as_deref()
    }

    /// Proves the tenant by getting a token of it.
    ///
    /// A directory needs seconds to minutes to learn of a new consent. Until then this tries again, ten
    /// times in about two minutes on the pipeline's clock. A token without roles is taken at the third
    /// try: a Resource Manager token never has any.
    ///
    /// # Errors
    ///
    /// Those of [`Credential::get_token`], the last one if none of the tries went well.
    /// [`ErrorKind::UnexpectedResponse`] if the token is another tenant's.
    pub async fn prove(
        &self,
        credential: &Credential,
        scope: &str,
        pipeline: &Pipeline,
    ) -> Result<ConsentedTenant> {
        let mut request = TokenRequest::new(scope).for_tenant(self.claimed.clone());
        let mut waits = WAITS.iter();
        let mut without_roles = 0;
        loop {
            let error = match credential.get_token(&request).await {
                Ok(token) => {
                    let inspection = TokenInspection::try_parse(token.secret().expose());
                    self.check(inspection.as_ref())?;
                    // A token without roles may be from before the consent.
                    if inspection.as_ref().is_some_and(|token| token.roles().is_empty()) {
                        without_roles += 1;
                    } else {
                        without_roles = TRIES_WITHOUT_ROLES;
                    }
                    if without_roles >= TRIES_WITHOUT_ROLES {
                        return Ok(ConsentedTenant { tenant: self.claimed.clone(), inspection });
                    }
                    request = request.after_refusal_of(token);
                    None
                }
                Err(error) if aadsts::may_be_replicating(&error) => Some(error),
                Err(error) => return Err(error),
            };
            match (waits.next(), error) {
                (Some(wait), _) => pipeline.clock().sleep(*wait).await,
                (None, Some(error)) => return Err(error),
                (None, None) => {}
            }
        }
    }

    fn check(&self, token: Option<&TokenInspection>) -> Result<()> {
        match token.and_then(TokenInspection::tenant) {
            Some(tenant) if tenant != self.claimed.as_str() => {
                Err(Error::builder(ErrorKind::UnexpectedResponse)
                    .operation("prove consent")
                    .tenant(self.claimed.clone())
                    .detail("the token is another tenant's")
                    .build())
            }
            _ => Ok(()),
        }
    }
}

const TRIES_WITHOUT_ROLES: u32 = 3;

/// Ten tries in about two minutes.
const WAITS: [Duration; 9] = [
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
    Duration::from_secs(15),
    Duration::from_secs(20),
    Duration::from_secs(20),
    Duration::from_secs(25),
    Duration::from_secs(25),
];

/// A tenant in which the app can sign in.
#[derive(Clone, Debug)]
pub struct ConsentedTenant {
    tenant: TenantId,
    inspection: Option<TokenInspection>,
}

impl ConsentedTenant {
    /// The tenant.
    pub fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    /// The roles that the app was granted on the scope's API, as far as its token can be read. Compare
    /// them with those that are needed: [`GrantCheck`](crate::GrantCheck).
    pub fn roles(&self) -> &[String] {
        self.inspection.as_ref().map_or(&[], TokenInspection::roles)
    }
}

/// The link by which an administrator of a tenant consents to all that the app's registration asks for.
///
/// This is what an error's advice shows. It names no redirect, so the page ends at a registered one; a
/// program that waits for the answer uses a [`ConsentLink`].
pub fn consent_url(cloud: &Cloud, tenant: &TenantId, client_id: &ClientId) -> String {
    format!("{}{tenant}/adminconsent?client_id={client_id}", cloud.login())
}

#[cfg(test)]
mod tests;
