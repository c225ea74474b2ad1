//! A look into a token, for diagnosis only.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde_json::{Map, Value};
use tenantscope_core::{Timestamp, lenient};

/// What a token says of itself, as far as it can be read.
///
/// Tokens are for their API alone: Microsoft may encrypt them or change their form at any time, and
/// nothing here is verified. So this is for diagnosis, never for a decision about access.
///
/// ```
/// use tenantscope_entra::TokenInspection;
///
/// // {"tid":"t","roles":["SecurityEvents.Read.All"]}
/// let token = "e30.eyJ0aWQiOiJ0Iiwicm9sZXMiOlsiU2VjdXJpdHlFdmVudHMuUmVhZC5BbGwiXX0.x";
/// let inspection = TokenInspection::try_parse(token).expect("it is a JSON web token");
/// assert_eq!(inspection.roles(), ["SecurityEvents.Read.All"]);
/// assert!(TokenInspection::try_parse("opaque").is_none());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenInspection {
    claims: Claims,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
struct Claims {
    aud: Option<String>,
    tid: Option<String>,
    appid: Option<String>,
    azp: Option<String>,
    appidacr: Option<String>,
    azpacr: Option<String>,
    idtyp: Option<String>,
    scp: Option<String>,
    roles: Vec<String>,
    #[serde(with = "lenient::integer")]
    exp: Option<i64>,
}

/// How an app proved itself when it got its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProvedBy {
    /// It didn't: a public client.
    Nothing,
    /// With a client secret.
    Secret,
    /// With a certificate or another assertion.
    Assertion,
}

impl TokenInspection {
    /// Reads a token; `None` if it isn't a readable JSON web token.
    pub fn try_parse(token: &str) -> Option<Self> {
        let json = payload(token)?;
        // An array would do for a structure, too.
        json.starts_with(b"{").then(|| serde_json::from_slice(&json).ok())?.map(|claims| Self { claims })
    }

    /// All claims of a token of whatever issuer.
    pub(crate) fn claims_of(token: &str) -> Option<Map<String, Value>> {
        serde_json::from_slice(&payload(token)?).ok()
    }

    /// The API that the token is for.
    pub fn audience(&self) -> Option<&str> {
        self.claims.aud.as_deref()
    }

    /// The tenant's id.
    pub fn tenant(&self) -> Option<&str> {
        self.claims.tid.as_deref()
    }

    /// The app's client id.
    pub fn client_id(&self) -> Option<&str> {
        self.claims.appid.as_deref().or(self.claims.azp.as_deref())
    }

    /// The application permissions. Tokens of Azure Resource Manager never have any: roles on
    /// subscriptions aren't in the token.
    pub fn roles(&self) -> &[String] {
        &self.claims.roles
    }

    /// The delegated permissions.
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        self.claims.scp.as_deref().unwrap_or_default().split_ascii_whitespace()
    }

    /// Whether an app acts on its own rather than for a user.
    pub fn is_app_only(&self) -> bool {
        match self.claims.idtyp.as_deref() {
            Some(kind) => kind == "app",
            None => self.claims.scp.is_none(),
        }
    }

    /// How the app proved itself.
    pub fn proved_by(&self) -> Option<ProvedBy> {
        match self.claims.appidacr.as_deref().or(self.claims.azpacr.as_deref())? {
            "0" => Some(ProvedBy::Nothing),
            "1" => Some(ProvedBy::Secret),
            "2" => Some(ProvedBy::Assertion),
            _ => None,
        }
    }

    /// When the token ends.
    pub fn expires_on(&self) -> Option<Timestamp> {
        Timestamp::from_unix_seconds(self.claims.exp?).ok()
    }
}

fn payload(token: &str) -> Option<Vec<u8>> {
    let claims = token.split('.').nth(1)?;
    URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn inspect(claims: &Value) -> Option<TokenInspection> {
        TokenInspection::try_parse(&format!("e30.{}.x", URL_SAFE_NO_PAD.encode(claims.to_string())))
    }

    #[test]
    fn both_versions_of_tokens_are_read() {
        let v1 =
            inspect(&json!({"appid": "a", "appidacr": "2", "idtyp": "app", "exp": 1_700_000_000})).unwrap();
        assert_eq!(
            (v1.client_id(), v1.proved_by(), v1.is_app_only()),
            (Some("a"), Some(ProvedBy::Assertion), true)
        );
        assert_eq!(v1.expires_on().unwrap().unix_seconds(), 1_700_000_000);
        let v2 =
            inspect(&json!({"azp": "b", "azpacr": "1", "scp": "User.Read Mail.Send", "exp": "1"})).unwrap();
        assert_eq!(
            (v2.client_id(), v2.proved_by(), v2.is_app_only()),
            (Some("b"), Some(ProvedBy::Secret), false)
        );
        assert_eq!(v2.scopes().collect::<Vec<_>>(), ["User.Read", "Mail.Send"]);
        assert!(v2.roles().is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_no_error() {
        for token in ["", "opaque", "a.b.c", "e30.!!!.x", "e30.W10.x"] {
            assert!(TokenInspection::try_parse(token).is_none(), "{token}");
        }
    }
}
