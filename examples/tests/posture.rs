//! Runs the program `posture` as a user does, and holds what it prints against the emulator's own figures.
#![allow(clippy::unwrap_used)] // in tests a panic is the report
#![allow(clippy::disallowed_methods)] // the program runs on the machine's clock

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::{Duration, SystemTime},
};

use p12_keystore::{Certificate, KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use serde_json::Value;
use tenantscope_emulator::{Emulator, ExpectedOutcome, Tenant};

/// The program, which Cargo builds beside its tests.
fn posture() -> PathBuf {
    let test = env::current_exe().unwrap();
    test.parent().and_then(Path::parent).unwrap().join("examples/posture")
}

/// Runs it with these variables and no others of Azure's.
async fn run(variables: Vec<(&'static str, String)>, arguments: &'static [&'static str]) -> Output {
    tokio::task::spawn_blocking(move || {
        let mut command = Command::new(posture());
        command.args(arguments);
        for (name, _) in env::vars().filter(|(name, _)| name.starts_with("AZURE_")) {
            command.env_remove(name);
        }
        for name in
            ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "NO_PROXY", "no_proxy"]
        {
            command.env_remove(name);
        }
        command.envs(variables).output().unwrap()
    })
    .await
    .unwrap()
}

async fn report(variables: Vec<(&'static str, String)>) -> Value {
    let output = run(variables, &["--json"]).await;
    let errors = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {errors}"))
}

/// A folder for the files that the program is pointed at.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("tenantscope-posture-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The environment of a program that believes it speaks to Microsoft: every default host name leads to the emulator.
fn at_default_hosts(emulator: &Emulator, folder: &Folder) -> Vec<(&'static str, String)> {
    let tenants: Vec<_> = emulator.tenants().iter().map(|tenant| tenant.id().to_string()).collect();
    vec![
        ("HTTPS_PROXY", emulator.proxy_url().unwrap().to_owned()),
        ("SSL_CERT_FILE", folder.write("ca.pem", emulator.ca_pem().unwrap())),
        ("AZURE_TENANT_ID", tenants.join(",")),
        ("AZURE_CLIENT_ID", emulator.app().client_id().to_string()),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn report_of_three_tenants_at_the_default_host_names_has_the_right_figures() {
    let emulator = Emulator::builder().seed(11).tenants(3).proxy(true).start().await.unwrap();
    let folder = Folder::new("secret");
    let mut variables = at_default_hosts(&emulator, &folder);
    variables.push(("AZURE_CLIENT_SECRET", emulator.app().secret()));
    let from = SystemTime::now() - Duration::from_secs(24 * 3600);
    let report = report(variables).await;
    let to = SystemTime::now();

    let tenants = report["tenants"].as_array().unwrap();
    assert_eq!(tenants.len(), 3);
    for (tenant, shown) in emulator.tenants().iter().zip(tenants) {
        assert_eq!(shown["tenant"], tenant.id().to_string());
        assert_secure_score(tenant, &shown["secureScore"]["ok"]);
        assert_defender(tenant, &shown["defender"]["ok"]);
        assert_audit(tenant, &shown["audit"]["ok"], from, to);
    }
    let shown: Vec<_> = report["openActions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|action| (action["control"].as_str().unwrap().to_owned(), action["tenants"].as_u64().unwrap()))
        .collect();
    let expected = emulator.expected_open_actions();
    assert_eq!(shown.len(), expected.len());
    for action in expected {
        let count = u64::try_from(action.tenants).unwrap();
        assert!(shown.contains(&(action.control.clone(), count)), "{} is open in {count}", action.control);
    }
    assert!(shown.windows(2).all(|pair| pair[0].1 >= pair[1].1), "those of the most tenants come first");
}

#[track_caller]
fn assert_close(shown: &Value, expected: f64) {
    let shown = shown.as_f64().unwrap_or_else(|| panic!("{shown} is no number"));
    assert!((shown - expected).abs() < 1e-6, "{shown} is not {expected}");
}

#[track_caller]
fn assert_secure_score(tenant: &Tenant, shown: &Value) {
    let expected = tenant.expected();
    let score = expected.secure_score.unwrap();
    assert!(shown["date"].as_str().unwrap().starts_with(&score.date), "{}", shown["date"]);
    assert_close(&shown["current"], score.current);
    assert_close(&shown["max"], score.max);
    assert_close(&shown["percentage"], score.percentage);
    assert_close(&shown["changeIn7Days"], score.percentage - score.percentage_7_days_ago);
    assert_close(&shown["changeIn30Days"], score.percentage - score.percentage_30_days_ago);
    let actions = shown["actions"].as_array().unwrap();
    assert_eq!(actions.len(), expected.actions.len());
    for (shown, expected) in actions.iter().zip(&expected.actions) {
        assert_close(&shown["points"], expected.points);
    }
    for action in &expected.actions {
        let shown = actions.iter().find(|shown| shown["control"] == action.control.as_str()).unwrap();
        assert_eq!(shown["title"], action.title.as_str());
        assert_close(&shown["points"], action.points);
    }
}

#[track_caller]
fn assert_defender(tenant: &Tenant, shown: &Value) {
    let expected = tenant.expected().subscriptions;
    let subscriptions = shown["subscriptions"].as_array().unwrap();
    assert_eq!(subscriptions.len(), expected.len());
    for expected in &expected {
        let shown = subscriptions.iter().find(|shown| shown["id"] == expected.id.as_str()).unwrap();
        assert_eq!(shown["name"], expected.name.as_str());
        let score = &shown["score"];
        match &expected.outcome {
            ExpectedOutcome::Score { current, max, .. } => {
                assert_close(&score["ok"]["current"], *current);
                assert_close(&score["ok"]["max"], *max);
                assert_close(&score["ok"]["percentage"], current / max * 100.0);
            }
            ExpectedOutcome::NotAssessed => {
                let calculated = score["ok"]["assessed"].as_bool();
                assert!(calculated == Some(false) || score["failed"]["kind"] == "NotOnboarded", "{score}");
            }
            ExpectedOutcome::Forbidden => assert_eq!(score["failed"]["kind"], "PermissionDenied"),
            ExpectedOutcome::NotOnboarded => assert_eq!(score["failed"]["kind"], "NotOnboarded"),
            other => panic!("an outcome that nobody expected: {other:?}"),
        }
        let controls = score["ok"]["controls"].as_array().map(Vec::as_slice).unwrap_or_default();
        assert_eq!(controls.len(), expected.controls.len());
        for expected in &expected.controls {
            let shown = controls.iter().find(|shown| shown["id"] == expected.id.as_str()).unwrap();
            assert_eq!(shown["name"], expected.display_name.as_str());
            assert_close(&shown["current"], expected.current);
            assert_close(&shown["max"], expected.max);
            assert_eq!(shown["healthy"], expected.healthy);
            assert_eq!(shown["unhealthy"], expected.unhealthy);
            assert_eq!(shown["notApplicable"], expected.not_applicable);
        }
    }
}

#[track_caller]
fn assert_audit(tenant: &Tenant, shown: &Value, from: SystemTime, to: SystemTime) {
    let parts = shown["contentTypes"].as_array().unwrap();
    assert_eq!(parts.len(), 5);
    // The window moves with the clock, so a blob at either end may be in or out of it.
    let second = Duration::from_secs(2);
    let least = tenant.expected_audit(
        to - Duration::from_secs(24 * 3600) + second,
        from + Duration::from_secs(24 * 3600) - second,
    );
    let most = tenant.expected_audit(from - second, to + second);
    for (least, most) in least.iter().zip(&most) {
        let shown = parts.iter().find(|part| part["contentType"] == least.content_type.as_str()).unwrap();
        let records = &shown["records"]["ok"];
        let within = |shown: &Value, least: usize, most: usize| {
            let shown = usize::try_from(shown.as_u64().unwrap()).unwrap();
            assert!(shown >= least && shown <= most, "{shown}: {shown} is not in {least}..={most}");
        };
        within(&records["records"], least.records, most.records);
        for (operation, most) in &most.operations {
            let least = least.operations.get(operation).copied().unwrap_or_default();
            let none = Value::from(0);
            within(records["operations"].get(operation).unwrap_or(&none), least, *most);
        }
        assert_eq!(records["failures"].as_array().unwrap().len(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn certificate_signs_in_as_pem_and_as_pkcs12() {
    let emulator = Emulator::builder().proxy(true).start().await.unwrap();
    let folder = Folder::new("certificate");
    let pem = emulator.app().certificate_pem();
    let files = [
        (folder.write("app.pem", &pem), None),
        (folder.write("app.pfx", pkcs12(&pem, "p@ss wörd")), Some("p@ss wörd".to_owned())),
        (folder.write("blank.pfx", pkcs12(&pem, "")), None),
    ];
    for (path, password) in files {
        let mut variables = at_default_hosts(&emulator, &folder);
        variables.push(("AZURE_CLIENT_CERTIFICATE_PATH", path.clone()));
        variables.extend(password.map(|password| ("AZURE_CLIENT_CERTIFICATE_PASSWORD", password)));
        let report = report(variables).await;
        let percentage = emulator.tenant().expected().secure_score.unwrap().percentage;
        assert_close(&report["tenants"][0]["secureScore"]["ok"]["percentage"], percentage);
    }
}

/// Packs a key and its certificate as PKCS#12.
fn pkcs12(pem: &str, password: &str) -> Vec<u8> {
    let key = PrivateKeyDer::from_pem_slice(pem.as_bytes()).unwrap();
    let certificate = CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
    let key = PrivateKey::from_der(key.secret_der()).unwrap();
    let certificate = Certificate::from_der(&certificate).unwrap();
    let mut store = KeyStore::new();
    store.add_entry(
        "app",
        KeyStoreEntry::PrivateKeyChain(PrivateKeyChain::new(b"1".as_slice(), key, [certificate])),
    );
    store.writer(password).write().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_tenants_failure_is_reported_in_its_place_with_advice() {
    let emulator = Emulator::builder().tenants(3).proxy(true).start().await.unwrap();
    let folder = Folder::new("failure");
    emulator.tenants()[1].revoke_consent();
    let mut variables = at_default_hosts(&emulator, &folder);
    variables.push(("AZURE_CLIENT_SECRET", emulator.app().secret()));
    let report = report(variables).await;
    let failed = &report["tenants"][1]["secureScore"]["failed"];
    assert_eq!(failed["kind"], "ConsentRequired");
    assert!(failed["advice"].as_str().unwrap().contains("adminconsent"), "{failed}");
    for other in [0, 2] {
        assert!(report["tenants"][other]["secureScore"]["ok"]["percentage"].is_number());
    }
    assert_eq!(report["comparedTenants"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_tenant_the_first_line_says_that_it_is_the_emulator() {
    let output = run(Vec::new(), &[]).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.lines().next().unwrap().contains("emulator"), "{text}");
    assert_eq!(text.matches("Secure Score: ").count(), 3, "{text}");
    assert!(text.contains("open in 3 of 3 tenants"), "{text}");
    assert!(output.stderr.is_empty(), "no progress line where there is no terminal");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_settings_name_the_variable_and_what_was_expected() {
    for (variables, words) in [
        (vec![("AZURE_TENANT_ID", "contoso.com".to_owned())], "AZURE_CLIENT_ID is missing"),
        (vec![("AZURE_TENANT_ID", "common".to_owned())], "AZURE_TENANT_ID: `common` is no tenant id"),
        (
            vec![
                ("AZURE_TENANT_ID", "contoso.com".to_owned()),
                ("AZURE_ENVIRONMENT", "AzureGermanCloud".to_owned()),
            ],
            "AZURE_ENVIRONMENT",
        ),
        (
            vec![
                ("AZURE_TENANT_ID", "contoso.com".to_owned()),
                ("AZURE_CLIENT_ID", "11111111-2222-3333-4444-555555555555".to_owned()),
            ],
            "neither AZURE_CLIENT_SECRET nor AZURE_CLIENT_CERTIFICATE_PATH",
        ),
    ] {
        let output = run(variables, &[]).await;
        assert_eq!(output.status.code(), Some(2));
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(errors.contains(words), "{errors}");
    }
}
