//! RSA keys: the one that signs tokens, and those that apps sign their assertions with.

use std::sync::{Arc, LazyLock};

use aws_lc_rs::{
    digest::{self, Digest},
    rand::SystemRandom,
    rsa::KeyPair,
    signature::{
        self, KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512,
        RSA_PSS_2048_8192_SHA256, RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512, RsaEncoding,
        UnparsedPublicKey,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::rng;

/// The key that signs this emulator's access tokens, with its public half as a JSON Web Key.
#[derive(Debug)]
pub(crate) struct SigningKey {
    pair: KeyPair,
    kid: String,
}

impl SigningKey {
    /// The key of this process. Making an RSA key is slow, and nothing is gained from one per
    /// emulator.
    pub(crate) fn shared() -> Arc<Self> {
        static KEY: LazyLock<Arc<SigningKey>> = LazyLock::new(|| {
            let pair = KeyPair::generate(aws_lc_rs::rsa::KeySize::Rsa2048)
                .expect("the random generator of the operating system works");
            let kid = base64url(&digest_of(&digest::SHA256, pair.public_key().as_ref())[..20]);
            Arc::new(SigningKey { pair, kid })
        });
        KEY.clone()
    }

    /// A signed JWT with these claims.
    pub(crate) fn sign(&self, claims: &Value) -> String {
        let header = json!({"typ": "JWT", "alg": "RS256", "x5t": self.kid, "kid": self.kid});
        let input = format!(
            "{}.{}",
            base64url(header.to_string().as_bytes()),
            base64url(claims.to_string().as_bytes())
        );
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), input.as_bytes(), &mut signature)
            .expect("the buffer has the length of the modulus");
        format!("{input}.{}", base64url(&signature))
    }

    /// The claims of a token that this key signed.
    pub(crate) fn open(&self, token: &str) -> Result<Value, Forged> {
        let jwt = Jwt::parse(token).ok_or(Forged::Malformed)?;
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, self.pair.public_key().as_ref())
            .verify(jwt.input.as_bytes(), &jwt.signature)
            .map_err(|_| Forged::Signature)?;
        Ok(jwt.claims)
    }

    /// Its public half, a PKCS#1 `RSAPublicKey`.
    pub(crate) fn public_key(&self) -> Vec<u8> {
        self.pair.public_key().as_ref().to_vec()
    }

    pub(crate) fn jwk(&self) -> Value {
        let public = self.pair.public_key();
        json!({
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.kid,
            "x5t": self.kid,
            "n": base64url(public.modulus().big_endian_without_leading_zero()),
            "e": base64url(public.exponent().big_endian_without_leading_zero()),
        })
    }
}

/// Signs a digest with a private key (PKCS#8), by an algorithm of JSON Web Signatures.
pub(crate) fn sign_digest(pkcs8: &[u8], algorithm: &str, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let (encoding, hash): (&'static dyn RsaEncoding, _) = match algorithm {
        "PS256" => (&RSA_PSS_SHA256, &digest::SHA256),
        "RS256" => (&RSA_PKCS1_SHA256, &digest::SHA256),
        "PS384" => (&RSA_PSS_SHA384, &digest::SHA384),
        "RS384" => (&RSA_PKCS1_SHA384, &digest::SHA384),
        "PS512" => (&RSA_PSS_SHA512, &digest::SHA512),
        "RS512" => (&RSA_PKCS1_SHA512, &digest::SHA512),
        _ => {
            return Err(format!(
                "Key and signing algorithm are incompatible. Key is RSA, algorithm is {algorithm}"
            ));
        }
    };
    let imported = Digest::import_less_safe(bytes, hash)
        .map_err(|_| format!("Invalid length of digest: {} bytes for algorithm {algorithm}", bytes.len()))?;
    let pair = KeyPair::from_pkcs8(pkcs8).map_err(|error| error.to_string())?;
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign_digest(encoding, &imported, &mut signature).map_err(|error| error.to_string())?;
    Ok(signature)
}

/// Why a bearer token is not one of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Forged {
    Malformed,
    Signature,
}

/// The parts of a JSON Web Token, unverified.
#[derive(Clone, Debug)]
pub(crate) struct Jwt {
    pub(crate) header: Value,
    pub(crate) claims: Value,
    input: String,
    signature: Vec<u8>,
}

impl Jwt {
    pub(crate) fn parse(token: &str) -> Option<Self> {
        let (input, signature) = token.rsplit_once('.')?;
        let (header, claims) = input.split_once('.')?;
        let json = |part: &str| -> Option<Value> {
            let value: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()?;
            value.is_object().then_some(value)
        };
        Some(Self {
            header: json(header)?,
            claims: json(claims)?,
            input: input.to_owned(),
            signature: URL_SAFE_NO_PAD.decode(signature).ok()?,
        })
    }

    /// Whether the holder of this key (a PKCS#1 `RSAPublicKey`, or one in a `SubjectPublicKeyInfo`)
    /// signed it, by PS256 or RS256 as its
    /// header says.
    pub(crate) fn is_signed_by(&self, public_key: &[u8]) -> bool {
        let algorithm: &dyn signature::VerificationAlgorithm = match self.header["alg"].as_str() {
            Some("PS256") => &RSA_PSS_2048_8192_SHA256,
            Some("RS256") => &RSA_PKCS1_2048_8192_SHA256,
            _ => return false,
        };
        algorithm.verify_sig(public_key, self.input.as_bytes(), &self.signature).is_ok()
    }
}

pub(crate) fn sha1(bytes: &[u8]) -> Vec<u8> {
    digest_of(&digest::SHA1_FOR_LEGACY_USE_ONLY, bytes)
}

pub(crate) fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest_of(&digest::SHA256, bytes)
}

fn digest_of(algorithm: &'static digest::Algorithm, bytes: &[u8]) -> Vec<u8> {
    digest::digest(algorithm, bytes).as_ref().to_vec()
}

/// Upper-case hexadecimal, as the portal shows thumbprints.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        for digit in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(digit.into(), 16).map(|digit| digit.to_ascii_uppercase()));
        }
        text
    })
}

pub(crate) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// 43 random characters, as codes and refresh tokens are made of.
pub(crate) fn random_text() -> String {
    let mut bytes = [0; 32];
    aws_lc_rs::rand::fill(&mut bytes).expect("the random generator of the operating system works");
    base64url(&bytes)
}

/// A fresh request, trace or token id. Ids of events are not part of the seeded data.
pub(crate) fn random_guid() -> String {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).expect("the random generator of the operating system works");
    rng::guid_of(&base64url(&bytes))
}
