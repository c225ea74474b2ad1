//! How fast tokens are handed out, kept and signed for.

#![allow(clippy::unwrap_used)]

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use divan::Bencher;
use futures_util::StreamExt;
use tenantscope_core::{
    AccessToken, Body, Pipeline, SystemClock, TenantId, TokenCredential, TokenRequest, Transport,
    TransportError, async_trait,
};
use tenantscope_entra::{AssertionSigner, ClientCertificate, ClientSecretCredential, TokenCache};
use tokio::runtime::Runtime;

fn main() {
    divan::main();
}

/// Answers every token request at once.
#[derive(Clone, Debug, Default)]
struct Answers(Arc<AtomicUsize>);

#[async_trait]
impl Transport for Answers {
    async fn send(&self, _: http::Request<bytes::Bytes>) -> Result<http::Response<Body>, TransportError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        tokio::task::yield_now().await;
        let body =
            r#"{"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":"token"}"#;
        Ok(http::Response::new(Body::from(body)))
    }
}

fn credential(answers: &Answers) -> ClientSecretCredential {
    let tenant = "11111111-1111-1111-1111-111111111111".parse().unwrap();
    let client_id = "22222222-2222-2222-2222-222222222222".parse().unwrap();
    let pipeline = Pipeline::builder().transport(answers.clone()).build().unwrap();
    ClientSecretCredential::builder(tenant, client_id, "secret").pipeline(pipeline).build().unwrap()
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// A token that is in the cache.
#[divan::bench]
fn cached(bencher: Bencher<'_, '_>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let credential = credential(&Answers::default());
    let request = TokenRequest::new("https://graph.microsoft.com/.default");
    runtime.block_on(credential.get_token(&request)).unwrap();
    bencher.bench_local(|| {
        // ready at once, so one poll is the whole call
        futures_util::FutureExt::now_or_never(credential.get_token(&request)).unwrap().unwrap()
    });
}

/// The same among the tokens of 6,000 keys.
#[divan::bench]
fn cached_among_six_thousand(bencher: Bencher<'_, '_>) {
    let runtime = runtime();
    let credential = credential(&Answers::default());
    let requests: Vec<_> = requests();
    runtime.block_on(async {
        for request in &requests {
            credential.get_token(request).await.unwrap();
        }
    });
    let mut next = requests.iter().cycle();
    bencher.bench_local(|| {
        let request = next.next().unwrap();
        futures_util::FutureExt::now_or_never(credential.get_token(request)).unwrap().unwrap()
    });
}

/// One cold key for which 10,000 callers wait.
#[divan::bench(sample_count = 10)]
fn cold_key_with_ten_thousand_callers(bencher: Bencher<'_, '_>) {
    let runtime = runtime();
    bencher.bench_local(|| {
        let cache = TokenCache::new(Arc::new(SystemClock::new()));
        let fetches = Arc::new(AtomicUsize::new(0));
        runtime.block_on(async {
            let callers: Vec<_> = (0..10_000)
                .map(|_| {
                    let (cache, fetches) = (cache.clone(), Arc::clone(&fetches));
                    tokio::spawn(async move {
                        let tenant: TenantId = "contoso.com".parse().unwrap();
                        let request = TokenRequest::new("https://graph.microsoft.com/.default");
                        let fetch = || async move {
                            fetches.fetch_add(1, Ordering::Relaxed);
                            tokio::task::yield_now().await;
                            let end = tenantscope_core::Timestamp::from_unix_seconds(4_102_444_800).unwrap();
                            Ok(AccessToken::new("token", end))
                        };
                        cache.get(&tenant, &request, fetch).await.unwrap();
                    })
                })
                .collect();
            for caller in callers {
                caller.await.unwrap();
            }
        });
        assert_eq!(fetches.load(Ordering::Relaxed), 1);
    });
}

/// 2,000 tenants with 3 resources each, 200 callers at once.
#[divan::bench(sample_count = 5)]
fn six_thousand_cold_keys(bencher: Bencher<'_, '_>) {
    let runtime = runtime();
    let requests = requests();
    bencher.bench_local(|| {
        let answers = Answers::default();
        let credential = credential(&answers);
        runtime.block_on(async {
            futures_util::stream::iter(requests.iter().cloned())
                .map(|request| {
                    let credential = credential.clone();
                    tokio::spawn(async move { credential.get_token(&request).await.unwrap() })
                })
                .buffer_unordered(200)
                .for_each(async |token| drop(token.unwrap()))
                .await;
        });
        assert_eq!(answers.0.load(Ordering::Relaxed), 6_000);
    });
}

/// An assertion's signature by a key in memory.
#[divan::bench]
fn signature(bencher: Bencher<'_, '_>) {
    let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_RSA_SHA256).unwrap();
    let mut params = rcgen::CertificateParams::default();
    params.not_after = rcgen::date_time_ymd(2100, 1, 1);
    let certificate = params.self_signed(&key).unwrap();
    let signer = ClientCertificate::from_pem(key.serialize_pem() + &certificate.pem()).unwrap();
    let public = signer.certificate().clone();
    bencher.bench_local(|| {
        futures_util::FutureExt::now_or_never(signer.sign(&public, b"header.claims")).unwrap().unwrap()
    });
}

fn requests() -> Vec<TokenRequest> {
    let scopes = [
        "https://graph.microsoft.com/.default",
        "https://management.azure.com/.default",
        "https://manage.office.com/.default",
    ];
    (0..2_000)
        .flat_map(|n| {
            let tenant: TenantId = format!("00000000-0000-0000-0000-{n:012}").parse().unwrap();
            scopes.map(|scope| TokenRequest::new(scope).for_tenant(tenant.clone()))
        })
        .collect()
}
