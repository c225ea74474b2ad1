//! Runs the program `doctor` with every failure it can show, and holds each against its own cure and no other.
#![allow(clippy::unwrap_used)] // in tests a panic is the report

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

fn doctor(arguments: &[&str]) -> Output {
    let test = env::current_exe().unwrap();
    let program: PathBuf = test.parent().and_then(Path::parent).unwrap().join("examples/doctor");
    let mut command = Command::new(program);
    for (name, _) in env::vars().filter(|(name, _)| name.starts_with("AZURE_")) {
        command.env_remove(name);
    }
    for name in
        ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "NO_PROXY", "no_proxy"]
    {
        command.env_remove(name);
    }
    command.args(arguments).output().unwrap()
}

/// The checks that failed, and the remedies.
fn broken(kind: &str) -> (Vec<Value>, Vec<Value>) {
    let output = doctor(&["--json", "--break", kind]);
    assert_eq!(output.status.code(), Some(1), "{kind}: {}", String::from_utf8_lossy(&output.stderr));
    let diagnoses: Value = serde_json::from_slice(&output.stdout).unwrap();
    let checks = diagnoses[0]["checks"].as_array().unwrap();
    let failed = checks.iter().filter(|check| check["outcome"] == "failed").cloned().collect();
    (failed, diagnoses[0]["remedies"].as_array().unwrap().clone())
}

/// The kind, the one check that fails, the service's code, words of the advice, and the kinds of remedies.
type Case = (&'static str, &'static str, Option<&'static str>, &'static str, &'static [&'static str]);

#[test]
fn every_failure_names_its_own_cure_and_nothing_else() {
    let cases: &[Case] = &[
        ("wrong-secret", "sign-in", Some("AADSTS7000215"), "Value", &[]),
        ("expired-secret", "sign-in", Some("AADSTS7000222"), "new", &["renewCredential"]),
        ("unknown-app", "sign-in", Some("AADSTS700016"), "adminconsent", &["consent"]),
        ("unknown-tenant", "tenant", Some("AADSTS90002"), "tenant", &[]),
        ("wrong-cloud", "tenant", Some("AADSTS90002"), "AzurePublicCloud", &["switchCloud"]),
        ("no-consent", "sign-in", Some("AADSTS7000229"), "adminconsent", &["consent"]),
        (
            "missing-permission",
            "permissions on Microsoft Graph",
            None,
            "SecurityEvents.Read.All",
            &["manifest", "consent"],
        ),
        ("no-role", "subscription", Some("AuthorizationFailed"), "Security Reader", &["assignRole"]),
        (
            "not-onboarded",
            "subscription",
            Some("Subscription Not Registered"),
            "Microsoft.Security",
            &["registerProvider"],
        ),
        ("auditing-off", "audit feed", None, "auditing", &["enableAuditing", "startSubscriptions"]),
        ("throttled", "secure scores", Some("TooManyRequests"), "Wait", &[]),
        ("unreachable", "tenant", None, "proxy", &[]),
        ("clock", "clock", None, "clock", &["setClock"]),
    ];
    for (kind, name, code, advice, remedies) in cases {
        let (failed, found) = broken(kind);
        assert_eq!(failed.len(), 1, "{kind}: {failed:#?}");
        let check = &failed[0];
        assert!(check["name"].as_str().unwrap().starts_with(name), "{kind}: {check:#}");
        assert_eq!(check["code"].as_str(), *code, "{kind}: {check:#}");
        assert!(check["advice"].as_str().unwrap().contains(advice), "{kind}: {check:#}");
        assert!(check["chapter"].is_string(), "{kind}: {check:#}");
        let kinds: Vec<&str> = found.iter().map(|remedy| remedy["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, *remedies, "{kind}: {found:#?}");
    }
}

#[test]
fn healthy_tenants_pass_and_the_exit_status_says_so() {
    let output = doctor(&[]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.lines().next().unwrap().contains("emulator"), "{text}");
    assert_eq!(text.matches("Connection test of").count(), 3, "{text}");
    assert!(text.contains("a token was issued for each API"), "{text}");
}
