//! A bare HTTP client for the tests: it knows nothing of the services but their addresses.
#![allow(dead_code)] // Each test file uses a part of it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, SystemTime},
};

use aws_lc_rs::{
    rand::SystemRandom,
    rsa::KeyPair,
    signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use reqwest::{Client, Method, RequestBuilder, header::HeaderMap};
use serde_json::{Value, json};
use tenantscope_core::{TokenCredential, TokenRequest};
use tenantscope_emulator::{Emulator, Service, Tenant};

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The code of a service's error, whatever its spelling.
    pub(crate) fn code(&self) -> String {
        let body = self.json();
        let error = body.get("error").or(body.get("Error")).expect("an error");
        let code = error.get("code").or(error.get("Code")).expect("a code");
        code.as_str().expect("text").to_owned()
    }
}

pub(crate) async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.expect("an answer");
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Answer { status, headers, text: response.text().await.expect("a whole body") }
}

/// A client that speaks plain HTTP and follows no redirects.
pub(crate) fn http() -> Client {
    Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .tls_certs_only([])
        .build()
        .expect("a client")
}

/// A token for a service, made in process.
pub(crate) async fn token(emulator: &Emulator, tenant: &Tenant, service: Service) -> String {
    token_with(emulator, tenant, service, None).await
}

pub(crate) async fn token_with(
    emulator: &Emulator,
    tenant: &Tenant,
    service: Service,
    claims: Option<&str>,
) -> String {
    let mut request = TokenRequest::new(format!("{}/.default", emulator.origin(service)));
    if let Some(claims) = claims {
        request = request.with_claims(claims);
    }
    let token = tenant.credential().get_token(&request).await.expect("a token");
    token.secret().expose().to_owned()
}

/// GET with a token of the first tenant.
pub(crate) async fn get(emulator: &Emulator, service: Service, path: &str) -> Answer {
    call(emulator, Method::GET, service, path, |request| request).await
}

pub(crate) async fn call(
    emulator: &Emulator,
    method: Method,
    service: Service,
    path: &str,
    change: impl FnOnce(RequestBuilder) -> RequestBuilder,
) -> Answer {
    let token = token(emulator, &emulator.tenant(), service).await;
    let url = if path.starts_with("http") {
        path.to_owned()
    } else {
        format!("{}{path}", emulator.origin(service))
    };
    send(change(http().request(method, url).bearer_auth(token))).await
}

/// A form as it goes over the wire.
pub(crate) fn form(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// A token request with these pairs, on the version 2 endpoint.
pub(crate) async fn request_token(emulator: &Emulator, tenant: &str, pairs: &[(&str, &str)]) -> Answer {
    request_token_at(emulator, &format!("/{tenant}/oauth2/v2.0/token"), pairs).await
}

pub(crate) async fn request_token_at(emulator: &Emulator, path: &str, pairs: &[(&str, &str)]) -> Answer {
    let url = format!("{}{path}", emulator.origin(Service::Login));
    send(http().post(url).header("content-type", "application/x-www-form-urlencoded").body(form(pairs))).await
}

/// The claims of a JWT, unverified.
pub(crate) fn claims(token: &str) -> Value {
    let part = token.split('.').nth(1).expect("three parts");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("JSON")
}

/// The blocks of a PEM text with this label, decoded.
pub(crate) fn pem(text: &str, label: &str) -> Vec<u8> {
    let (begin, end) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
    let body = text.split(&begin).nth(1).and_then(|rest| rest.split(&end).next()).expect("a PEM block");
    STANDARD.decode(body.split_whitespace().collect::<String>()).expect("base64")
}

/// A client assertion: PS256 with `x5t#S256`, or RS256 with `x5t`.
pub(crate) fn assertion(pem_text: &str, algorithm: &str, claims: &Value) -> String {
    use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
    let der = pem(pem_text, "CERTIFICATE");
    let header = match algorithm {
        "PS256" => {
            json!({"alg": "PS256", "typ": "JWT", "x5t#S256": URL_SAFE_NO_PAD.encode(digest(&SHA256, &der))})
        }
        _ => {
            json!({"alg": "RS256", "typ": "JWT", "x5t": URL_SAFE_NO_PAD.encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, &der))})
        }
    };
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let input = format!("{}.{}", encode(&header), encode(claims));
    let key = KeyPair::from_pkcs8(&pem(pem_text, "PRIVATE KEY")).expect("PKCS#8");
    let mut signature = vec![0; key.public_modulus_len()];
    let random = SystemRandom::new();
    let signed = match algorithm {
        "PS256" => key.sign(&RSA_PSS_SHA256, &random, input.as_bytes(), &mut signature),
        _ => key.sign(&RSA_PKCS1_SHA256, &random, input.as_bytes(), &mut signature),
    };
    signed.expect("a signature");
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// A clock that moves when it is told to.
#[derive(Clone)]
pub(crate) struct Hands(Arc<AtomicI64>);

impl Hands {
    /// 2026-11-22T12:00:00Z
    pub(crate) const NOON: i64 = 1_795_348_800;

    pub(crate) fn at_noon() -> Self {
        Self(Arc::new(AtomicI64::new(Self::NOON)))
    }

    pub(crate) fn advance(&self, span: Duration) {
        self.0.fetch_add(i64::try_from(span.as_secs()).expect("a span"), Ordering::SeqCst);
    }

    pub(crate) fn now(&self) -> SystemTime {
        let seconds = self.0.load(Ordering::SeqCst).unsigned_abs();
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    pub(crate) fn clock(&self) -> impl Fn() -> SystemTime + Send + Sync + 'static {
        let hands = self.clone();
        move || hands.now()
    }
}
