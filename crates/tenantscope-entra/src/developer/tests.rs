#![allow(clippy::unwrap_used)] // in helpers, too

use std::{fs, os::unix::fs::PermissionsExt};

use base64::{Engine, engine::general_purpose::STANDARD};

use super::*;

/// A program that was just written can't be started while another thread forks: one test at a time.
async fn alone() -> tokio::sync::MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::const_new(());
    ALONE.lock().await
}

const ARM: &str = "https://management.azure.com/.default";

/// A shell script in the place of a tool.
struct Fake(PathBuf);

impl Fake {
    fn new(script: &str) -> Self {
        let directory = std::env::temp_dir().join(format!("tenantscope-tool-{}", uuid::Uuid::new_v4()));
        fs::create_dir_all(&directory).unwrap();
        let program = directory.join("tool");
        fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        Self(program)
    }

    /// A tool that notes its arguments, one a line, and prints this.
    fn noting(output: &str) -> Self {
        let fake = Self::new("");
        let notes = fake.notes();
        let script =
            format!("#!/bin/sh\nprintf '%s\\n' \"$@\" >> {}\ncat <<'END'\n{output}\nEND\n", notes.display());
        fs::write(&fake.0, script).unwrap();
        fake
    }

    fn notes(&self) -> PathBuf {
        self.0.with_file_name("notes")
    }

    fn credential(&self, tool: DeveloperTool) -> DeveloperCredentialBuilder {
        DeveloperCredential::builder(tool).program(&self.0)
    }

    fn arguments(&self) -> Vec<String> {
        fs::read_to_string(self.notes()).unwrap().lines().map(str::to_owned).collect()
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(self.0.parent().unwrap());
    }
}

async fn ask(credential: &DeveloperCredential) -> Result<AccessToken> {
    credential.get_token(&TokenRequest::new(ARM)).await
}

#[tokio::test]
async fn azure_cli_is_asked_once_and_its_token_is_kept() {
    let _alone = alone().await;
    let fake = Fake::noting(
        r#"{"accessToken":"t","expiresOn":"2099-10-31 21:59:10.000000","expires_on":4097080750,"tokenType":"Bearer"}"#,
    );
    let credential = fake
        .credential(DeveloperTool::AzureCli)
        .tenant("contoso.com".parse().unwrap())
        .subscription("my sub")
        .build();
    let token = ask(&credential).await.unwrap();
    assert_eq!((token.secret().expose(), token.expires_on().unix_seconds()), ("t", 4_097_080_750));
    ask(&credential).await.unwrap();
    assert_eq!(
        fake.arguments(),
        [
            "account",
            "get-access-token",
            "--output",
            "json",
            "--scope",
            ARM,
            "--tenant",
            "contoso.com",
            "--subscription",
            "my sub"
        ]
    );
}

#[tokio::test]
async fn developer_cli_and_powershell_are_read() {
    let _alone = alone().await;
    let fake =
        Fake::noting("Notice: an update is there\n{\"token\":\"t\",\"expiresOn\":\"2099-10-31T21:59:10Z\"}");
    let token = ask(&fake.credential(DeveloperTool::AzureDeveloperCli).build()).await.unwrap();
    assert_eq!(token.expires_on().to_string(), "2099-10-31T21:59:10Z");
    assert_eq!(fake.arguments()[..3], ["auth", "token", "--output"]);
    let fake = Fake::noting(r#"{"token":"t","expires_on":4097080750}"#);
    let token = ask(&fake.credential(DeveloperTool::AzurePowerShell).build()).await.unwrap();
    assert_eq!(token.expires_on().unix_seconds(), 4_097_080_750);
    let script = STANDARD.decode(&fake.arguments()[3]).unwrap();
    let units: Vec<_> = script.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    assert!(String::from_utf16(&units).unwrap().contains("ResourceUrl = 'https://management.azure.com'"));
}

#[tokio::test]
async fn old_azure_cli_without_a_zone_gives_a_short_life() {
    let _alone = alone().await;
    let fake = Fake::noting(r#"{"accessToken":"t","expiresOn":"2099-10-31 21:59:10.000000"}"#);
    let clock = tenantscope_core::ManualClock::starting_at(crate::testing::now());
    let token = ask(&fake.credential(DeveloperTool::AzureCli).clock(clock.clone()).build()).await.unwrap();
    assert_eq!(token.expires_on(), clock.now().saturating_add(Duration::from_secs(300)));
}

#[tokio::test]
async fn every_way_to_fail_has_its_own_words() {
    use DeveloperTool::{AzureCli, AzureDeveloperCli, AzurePowerShell};
    use ErrorKind::{CredentialUnavailable, Unauthenticated, UnexpectedResponse};

    let _alone = alone().await;

    for (tool, script, kind, words) in [
        (
            AzureCli,
            "echo \"Please run 'az login' to setup account.\" >&2; exit 1",
            CredentialUnavailable,
            "nobody is signed in",
        ),
        (AzureCli, "exit 127", CredentialUnavailable, "isn't installed"),
        (AzureCli, "echo rubbish; echo '{CANARY'", UnexpectedResponse, "something other than a token"),
        (AzureCli, "echo '{\"accessToken\":\"\"}'", UnexpectedResponse, "something other than a token"),
        (
            AzureCli,
            "echo 'AADSTS50076: a second factor, accessToken=CANARY' >&2; exit 1",
            Unauthenticated,
            "failed",
        ),
        (
            AzureDeveloperCli,
            "echo '{\"type\":\"consoleMessage\",\"data\":{\"message\":\"ERROR: not logged in, run azd auth login\"}}' >&2; exit 1",
            CredentialUnavailable,
            "nobody is signed in",
        ),
        (AzurePowerShell, "echo tenantscope-no-az-accounts", CredentialUnavailable, "Az.Accounts"),
        (
            AzurePowerShell,
            "echo 'Run Connect-AzAccount to login.' >&2; exit 1",
            CredentialUnavailable,
            "nobody",
        ),
    ] {
        let fake = Fake::new(script);
        let error = ask(&fake.credential(tool).build()).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{script}: {error:?}");
        assert!(error.to_string().contains(words), "{error}");
        assert!(!format!("{error:?}").contains("CANARY"), "{error:?}");
    }
    let missing = DeveloperCredential::builder(AzureCli).program("/no/such/az").build();
    assert!(ask(&missing).await.unwrap_err().to_string().contains("isn't installed"));
}

#[tokio::test]
async fn tool_that_hangs_is_stopped() {
    let _alone = alone().await;
    let fake = Fake::new("exec tail -f /dev/null");
    let credential = fake.credential(DeveloperTool::AzureCli).timeout(Duration::from_millis(200)).build();
    let error = ask(&credential).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Local);
    assert!(error.to_string().contains("didn't answer within 0.2 s"), "{error}");
}

#[tokio::test]
async fn what_could_be_taken_for_an_option_is_refused() {
    let _alone = alone().await;
    let fake = Fake::noting("{}");
    let credential = fake.credential(DeveloperTool::AzureCli).build();
    for scope in ["--debug", "https://a/.default; rm", "a b", "$(x)", "'x'"] {
        let error = credential.get_token(&TokenRequest::new(scope)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{scope}");
    }
    let challenged = TokenRequest::new(ARM).with_claims("{}");
    let error = credential.get_token(&challenged).await.unwrap_err();
    assert!(error.advice().contains("az login --claims-challenge e30="), "{}", error.advice());
    assert!(!fake.notes().exists());
}
