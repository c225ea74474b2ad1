//! Runs the programs `azure_secure_score` and `findings_ocsf` as a user does, and holds what they print against the
//! emulator's own figures.
#![allow(clippy::unwrap_used)] // in tests a panic is the report

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;
use tenantscope_emulator::{
    Emulator, ExpectedControl, ExpectedOutcome, ExpectedSubscription, Fault, NotRegistered, Service,
    Standing, Tenant,
};

/// A program, which Cargo builds beside its tests.
fn program(name: &str) -> PathBuf {
    let test = env::current_exe().unwrap();
    test.parent().and_then(Path::parent).unwrap().join("examples").join(name)
}

/// Runs it with these variables and no others of Azure's.
async fn run(name: &'static str, variables: Vec<(&'static str, String)>, arguments: Vec<String>) -> Output {
    tokio::task::spawn_blocking(move || {
        let mut command = Command::new(program(name));
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

/// An emulator that programs reach at the default host names, and a folder for its certificate.
struct Story {
    emulator: Emulator,
    folder: PathBuf,
}

impl Story {
    async fn begin(name: &str, tenants: usize) -> Self {
        let emulator = Emulator::builder().seed(11).tenants(tenants).proxy(true).start().await.unwrap();
        let folder = env::temp_dir().join(format!("tenantscope-azure-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("ca.pem"), emulator.ca_pem().unwrap()).unwrap();
        Self { emulator, folder }
    }

    fn variables(&self) -> Vec<(&'static str, String)> {
        let tenants: Vec<_> = self.emulator.tenants().iter().map(|tenant| tenant.id().to_string()).collect();
        vec![
            ("HTTPS_PROXY", self.emulator.proxy_url().unwrap().to_owned()),
            ("SSL_CERT_FILE", self.folder.join("ca.pem").to_str().unwrap().to_owned()),
            ("AZURE_TENANT_ID", tenants.join(",")),
            ("AZURE_CLIENT_ID", self.emulator.app().client_id().to_string()),
            ("AZURE_CLIENT_SECRET", self.emulator.app().secret()),
        ]
    }

    async fn run(&self, name: &'static str, arguments: &[&str]) -> Output {
        let arguments = arguments.iter().map(|&argument| argument.to_owned()).collect();
        run(name, self.variables(), arguments).await
    }

    /// The report of `azure_secure_score`, and how it ended.
    async fn report(&self, arguments: &[&str]) -> (Value, Option<i32>) {
        let output = self.run("azure_secure_score", &[arguments, &["--json"]].concat()).await;
        let errors = String::from_utf8_lossy(&output.stderr);
        let report =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {errors}"));
        (report, output.status.code())
    }
}

impl Drop for Story {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[track_caller]
fn assert_close(shown: &Value, expected: f64) {
    let shown = shown.as_f64().unwrap_or_else(|| panic!("{shown} is no number"));
    assert!((shown - expected).abs() < 1e-6, "{shown} is not {expected}");
}

fn by_id<'v>(all: &'v Value, id: &str) -> &'v Value {
    let found = all.as_array().unwrap().iter().find(|part| part["id"] == id);
    found.unwrap_or_else(|| panic!("{id} is not in {all:#}"))
}

/// What a control would bring its subscription, in percent.
fn to_gain(control: &ExpectedControl, max: f64) -> f64 {
    (control.max - control.current) / max * 100.0
}

#[tokio::test(flavor = "multi_thread")]
async fn scores_controls_and_what_to_fix_first_have_the_right_figures() {
    let story = Story::begin("figures", 3).await;
    let (report, status) = story.report(&[]).await;
    assert_eq!(status, Some(0));
    let tenants = report["tenants"].as_array().unwrap();
    assert_eq!(tenants.len(), 3);
    for (tenant, shown) in story.emulator.tenants().iter().zip(tenants) {
        assert_eq!(shown["tenant"], tenant.id().to_string());
        assert_tenant(tenant, &shown["defender"]["ok"]);
    }
    assert_eq!(report["missingSubscriptions"].as_array().unwrap().len(), 0);
}

#[track_caller]
fn assert_tenant(tenant: &Tenant, shown: &Value) {
    let expected = tenant.expected().subscriptions;
    assert_eq!(shown["subscriptions"].as_array().unwrap().len(), expected.len());
    let (mut weighted, mut weights) = (0.0, 0.0);
    let mut gains: BTreeMap<&str, f64> = BTreeMap::new();
    for subscription in &expected {
        assert_subscription(subscription, by_id(&shown["subscriptions"], &subscription.id));
        if let ExpectedOutcome::Score { current, max, weight, .. } = subscription.outcome {
            #[allow(clippy::cast_precision_loss)] // small numbers
            let weight = weight as f64;
            weighted += current / max * weight;
            weights += weight;
            for control in subscription.controls.iter().filter(|control| control.max > control.current) {
                *gains.entry(&control.id).or_default() += to_gain(control, max) * weight;
            }
        }
    }
    assert_close(&shown["percentage"], weighted / weights * 100.0);
    let fixes = shown["fixFirst"].as_array().unwrap();
    assert_eq!(fixes.len(), gains.len());
    for (id, gain) in gains {
        assert_close(&by_id(&shown["fixFirst"], id)["percentageToGain"], gain / weights);
    }
    let brought: Vec<f64> = fixes.iter().map(|fix| fix["percentageToGain"].as_f64().unwrap()).collect();
    assert!(brought.is_sorted_by(|one, two| one >= two), "the most comes first: {brought:?}");
    // All of them together would leave nothing to be wished for.
    let all: f64 = brought.iter().sum();
    assert!((shown["percentage"].as_f64().unwrap() + all - 100.0).abs() < 1e-6);
}

#[track_caller]
fn assert_subscription(expected: &ExpectedSubscription, shown: &Value) {
    assert_eq!(shown["name"], expected.name.as_str());
    let score = &shown["score"];
    match &expected.outcome {
        ExpectedOutcome::Score { current, max, weight, .. } => {
            let score = &score["ok"];
            assert_close(&score["current"], *current);
            assert_close(&score["max"], *max);
            assert_close(&score["percentage"], current / max * 100.0);
            assert_eq!(score["weight"], *weight);
            assert_eq!(score["controls"].as_array().unwrap().len(), expected.controls.len());
            for control in &expected.controls {
                let shown = by_id(&score["controls"], &control.id);
                assert_eq!(shown["name"], control.display_name.as_str());
                assert_eq!(shown["assessed"], control.healthy + control.unhealthy > 0);
                assert_close(&shown["current"], control.current);
                assert_close(&shown["max"], control.max);
                assert_close(&shown["pointsToGain"], control.max - control.current);
                assert_close(&shown["percentageToGain"], to_gain(control, *max));
                assert_eq!(shown["healthy"], control.healthy);
                assert_eq!(shown["unhealthy"], control.unhealthy);
                assert_eq!(shown["notApplicable"], control.not_applicable);
            }
        }
        ExpectedOutcome::NotAssessed => {
            let empty = score["ok"]["assessed"] == false && score["ok"]["percentage"].is_null();
            assert!(empty || score["failed"]["kind"] == "NotOnboarded", "{score}");
        }
        ExpectedOutcome::Forbidden => {
            assert_eq!(score["failed"]["kind"], "PermissionDenied");
            let advice = score["failed"]["advice"].as_str().unwrap();
            assert!(advice.contains("Security Reader") && advice.contains(&expected.id), "{advice}");
        }
        ExpectedOutcome::NotOnboarded => assert_eq!(score["failed"]["kind"], "NotOnboarded"),
        other => panic!("an outcome that nobody expected: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_subscription_is_shown_alone_with_its_name() {
    let story = Story::begin("one", 1).await;
    let expected = story.emulator.tenant().expected().subscriptions;
    let (report, status) = story.report(&["--subscription", &expected[0].id]).await;
    assert_eq!(status, Some(0));
    let shown = &report["tenants"][0]["defender"]["ok"]["subscriptions"];
    assert_eq!(shown.as_array().unwrap().len(), 1);
    assert_subscription(&expected[0], by_id(shown, &expected[0].id));
}

#[tokio::test(flavor = "multi_thread")]
async fn subscription_of_several_tenants_is_shown_where_it_is_and_nowhere_else() {
    let story = Story::begin("several", 2).await;
    let second = story.emulator.tenants()[1].expected().subscriptions[0].clone();
    let unknown = "0000000a-0000-0000-0000-000000000001";
    let (report, status) = story.report(&["--subscription", &second.id, "--subscription", unknown]).await;
    assert_eq!(status, Some(0));
    let of = |tenant: usize| &report["tenants"][tenant]["defender"]["ok"]["subscriptions"];
    assert_eq!(of(0).as_array().unwrap().len(), 0);
    assert_subscription(&second, by_id(of(1), &second.id));
    assert_eq!(report["missingSubscriptions"], serde_json::json!([unknown]));
}

#[tokio::test(flavor = "multi_thread")]
async fn failures_stand_in_their_place_with_advice() {
    let story = Story::begin("failures", 1).await;
    let tenant = story.emulator.tenant();
    let expected = tenant.expected().subscriptions;
    tenant.set_standing(&expected[0].id, Standing::NotRegistered(NotRegistered::Unauthorized));
    tenant.deny_subscription(&expected[1].id);
    let output = story.run("azure_secure_score", &[]).await;
    assert_eq!(output.status.code(), Some(0), "an empty score is left");
    let text = String::from_utf8(output.stdout).unwrap();
    for words in [
        "Secure score: not assessed yet, 0 of 3 subscriptions assessed",
        "Register the resource provider Microsoft.Security",
        "Assign the app the role Security Reader",
        "not assessed yet",
    ] {
        assert!(text.contains(words), "`{words}` is not in {text}");
    }
    assert!(output.stderr.is_empty(), "no progress line where there is no terminal");

    for subscription in &expected {
        tenant.hide_subscription(&subscription.id);
    }
    let (report, status) = story.report(&[]).await;
    assert_eq!(status, Some(1));
    assert_eq!(report["tenants"][0]["defender"]["failed"]["kind"], "PermissionDenied");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_tenant_the_first_line_says_that_it_is_the_emulator() {
    let output = run("azure_secure_score", Vec::new(), Vec::new()).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.lines().next().unwrap().contains("emulator"), "{text}");
    assert_eq!(text.matches("Fix first").count(), 3, "{text}");

    let output = run("findings_ocsf", Vec::new(), vec!["--from".to_owned(), "controls".to_owned()]).await;
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.lines().next().unwrap().contains("emulator"), "{errors}");
    assert!(events(&output.stdout).len() > 30);
}

fn events(lines: &[u8]) -> Vec<Value> {
    lines
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect()
}

/// What the schema requires of every Compliance Finding of the profile cloud.
#[track_caller]
fn assert_valid(event: &Value, tenant: &Tenant) {
    assert_eq!((&event["category_uid"], &event["class_uid"]), (&2.into(), &2003.into()));
    let activity = event["activity_id"].as_u64().unwrap();
    assert_eq!(event["type_uid"], 200_300 + activity);
    assert!(event["severity_id"].as_u64().unwrap() <= 5, "{event}");
    assert!(event["time"].as_i64().unwrap() > 1_700_000_000_000, "milliseconds");
    assert_eq!(event["metadata"]["version"], "1.8.0");
    assert_eq!(event["metadata"]["product"]["vendor_name"], "Microsoft");
    assert_eq!(event["metadata"]["tenant_uid"], tenant.id().to_string());
    assert!(event["finding_info"]["uid"].as_str().unwrap().starts_with("/subscriptions/"), "{event}");
    assert!((1..=3).contains(&event["compliance"]["status_id"].as_u64().unwrap()), "{event}");
    assert!(!event["cloud"]["provider"].as_str().unwrap().is_empty());
}

/// The secure score controls of all assessed subscriptions.
fn expected_controls(tenant: &Tenant) -> Vec<(ExpectedSubscription, ExpectedControl)> {
    let all = tenant.expected().subscriptions;
    all.iter().flat_map(|one| one.controls.iter().map(|control| (one.clone(), control.clone()))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_control_is_an_event_with_the_right_figures() {
    let story = Story::begin("controls", 1).await;
    let tenant = story.emulator.tenant();
    let output = story.run("findings_ocsf", &["--from", "controls"]).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let events = events(&output.stdout);
    let expected = expected_controls(&tenant);
    assert_eq!(events.len(), expected.len());
    for (subscription, control) in expected {
        let event = events
            .iter()
            .find(|event| {
                let uid = event["finding_info"]["uid"].as_str().unwrap();
                uid.contains(&subscription.id) && uid.ends_with(&control.id)
            })
            .unwrap();
        assert_valid(event, &tenant);
        assert_eq!(event["type_uid"], 200_301);
        let status = match (control.healthy, control.unhealthy) {
            (_, 1..) => 3,
            (1.., _) => 1,
            _ => 2,
        };
        assert_eq!(event["compliance"]["status_id"], status);
        assert_eq!(event["compliance"]["control"], control.display_name.as_str());
        assert_eq!(event["cloud"]["account"]["uid"], subscription.id.as_str());
        assert_eq!(event["cloud"]["account"]["name"], subscription.name.as_str());
        let kept = &event["unmapped"]["properties"];
        assert_eq!(kept["healthyResourceCount"], control.healthy);
        assert_eq!(kept["unhealthyResourceCount"], control.unhealthy);
        assert_close(&kept["score"]["current"], control.current);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_assessment_is_an_event_about_its_resource() {
    let story = Story::begin("assessments", 1).await;
    let tenant = story.emulator.tenant();
    let file = story.folder.join("findings.jsonl");
    let path = file.to_str().unwrap();
    let output = story.run("findings_ocsf", &["--from", "assessments", "--update", "--out", path]).await;
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert!(output.stdout.is_empty());
    let events = events(&std::fs::read(&file).unwrap());
    assert!(errors.contains(&format!("{} findings in", events.len())), "{errors}");
    assert!(!events.is_empty());
    let uids: BTreeSet<&str> =
        events.iter().map(|event| event["finding_info"]["uid"].as_str().unwrap()).collect();
    assert_eq!(uids.len(), events.len(), "each has an id of its own");
    for event in &events {
        assert_valid(event, &tenant);
        assert_eq!(event["type_uid"], 200_302);
        assert!(!event["resources"][0]["uid"].as_str().unwrap().is_empty());
        let failed = event["compliance"]["status_id"] == 3;
        if failed {
            assert!(event["severity_id"].as_u64().unwrap() >= 2, "how bad it is, is known: {event:#}");
            assert!(event["remediation"]["desc"].is_string(), "{event:#}");
        }
    }
    assert!(events.iter().any(|event| event["compliance"]["status_id"] == 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_could_not_be_read_is_told_beside_the_events() {
    let story = Story::begin("told", 1).await;
    let tenant = story.emulator.tenant();
    let expected = tenant.expected().subscriptions;
    tenant.deny_subscription(&expected[1].id);
    let output = story.run("findings_ocsf", &["--from", "controls"]).await;
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(events(&output.stdout).len(), expected[0].controls.len());
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("Security Reader") && errors.contains(&expected[1].id), "{errors}");
}

#[tokio::test(flavor = "multi_thread")]
async fn findings_come_also_without_their_recommendations() {
    let story = Story::begin("without", 1).await;
    let metadata = "/providers/Microsoft.Security/assessmentMetadata";
    let gone = Fault::on(Service::ResourceManager, metadata);
    let body = serde_json::json!({"error": {"code": "Gone", "message": "Not here."}});
    story.emulator.faults().add(gone.respond_json(404, &body));
    let output = story.run("findings_ocsf", &[]).await;
    assert_eq!(output.status.code(), Some(1));
    let events = events(&output.stdout);
    assert!(events.len() > expected_controls(&story.emulator.tenant()).len());
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("severities and remedies: list assessment metadata"), "{errors}");
}
