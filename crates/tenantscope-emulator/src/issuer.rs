//! Token issuers other than Entra, whose tokens an app can trust.

use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};

use crate::{
    emulator::Emulator,
    keys,
    world::{World, lock},
};

/// An issuer of tokens that an app can trust in place of a secret. From [`Emulator::issuer`].
#[derive(Clone, Debug)]
pub struct Issuer {
    world: Arc<World>,
    name: String,
}

impl Emulator {
    /// An issuer with this name, such as `https://token.actions.githubusercontent.com`, that makes
    /// tokens as it is told. Entra knows its key.
    pub fn issuer(&self, name: impl Into<String>) -> Issuer {
        let name = name.into();
        self.register_issuer_key(&name, self.world.signer.public_key());
        Issuer { world: self.world.clone(), name }
    }

    /// Makes an RSA key of an issuer known to Entra, as a PKCS#1 `RSAPublicKey` or a
    /// `SubjectPublicKeyInfo`, in DER. An issuer can have several.
    pub fn register_issuer_key(&self, issuer: &str, public_key: impl Into<Vec<u8>>) {
        let mut issuers = lock(&self.world.issuers);
        let keys = issuers.entry(issuer.to_owned()).or_default();
        let key = public_key.into();
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
}

impl Issuer {
    /// Its name, the `iss` of its tokens.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A token about `subject` for `audience`, good from now for `lifetime`.
    pub fn token(&self, subject: &str, audience: &str, lifetime: Duration) -> String {
        let now = self.world.clock.now();
        self.token_with(&json!({
            "aud": audience,
            "sub": subject,
            "iat": now.unix_timestamp(),
            "nbf": now.unix_timestamp(),
            "exp": (now + lifetime).unix_timestamp(),
            "jti": keys::random_guid(),
        }))
    }

    /// A token with these claims and its own `iss`.
    pub fn token_with(&self, claims: &Value) -> String {
        let mut claims = claims.clone();
        claims["iss"] = json!(self.name);
        self.world.signer.sign(&claims)
    }
}
