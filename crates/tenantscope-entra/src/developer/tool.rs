//! How each tool is asked, and what it answers.

use std::{ffi::OsString, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};
use tenantscope_core::{AccessToken, Error, ErrorKind, Result, Secret, TenantId, Timestamp, TokenRequest};

use crate::expiry;

/// A developer's tool that has tokens of whoever signed in to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DeveloperTool {
    /// `az`, signed in to with `az login`.
    AzureCli,
    /// `azd`, signed in to with `azd auth login`.
    AzureDeveloperCli,
    /// PowerShell with the module Az.Accounts, signed in to with `Connect-AzAccount`.
    AzurePowerShell,
}

/// The life of a token whose end is written in an unknown time zone.
const SHORT_LIFE: Duration = Duration::from_secs(300);

impl DeveloperTool {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::AzureCli => "the Azure CLI",
            Self::AzureDeveloperCli => "the Azure Developer CLI",
            Self::AzurePowerShell => "Azure PowerShell",
        }
    }

    pub(super) fn operation(self) -> &'static str {
        match self {
            Self::AzureCli => "get token from the Azure CLI",
            Self::AzureDeveloperCli => "get token from the Azure Developer CLI",
            Self::AzurePowerShell => "get token from Azure PowerShell",
        }
    }

    pub(super) fn sign_in(self) -> &'static str {
        match self {
            Self::AzureCli => "az login",
            Self::AzureDeveloperCli => "azd auth login",
            Self::AzurePowerShell => "Connect-AzAccount",
        }
    }

    /// The names under which it may be installed.
    pub(super) fn programs(self) -> &'static [&'static str] {
        match self {
            Self::AzureCli if cfg!(windows) => &["az.cmd"],
            Self::AzureCli => &["az"],
            Self::AzureDeveloperCli => &["azd"],
            Self::AzurePowerShell if cfg!(windows) => &["pwsh", "powershell"],
            Self::AzurePowerShell => &["pwsh"],
        }
    }

    pub(super) fn arguments(
        self,
        request: &TokenRequest,
        tenant: Option<&TenantId>,
        subscription: Option<&str>,
    ) -> Result<Vec<OsString>> {
        let scope = request.scope();
        check("scope", scope, "_.:/-")?;
        if let Some(subscription) = subscription {
            check("subscription", subscription, "_. -")?;
        }
        if request.claims().is_some() && self != Self::AzureDeveloperCli {
            return Err(self.wants_claims(request.claims().unwrap_or_default()));
        }
        let tenant = tenant.map(TenantId::as_str);
        let mut arguments: Vec<String> = Vec::new();
        let mut add = |words: &[&str]| arguments.extend(words.iter().map(|word| (*word).to_owned()));
        match self {
            Self::AzureCli => {
                add(&["account", "get-access-token", "--output", "json", "--scope", scope]);
                if let Some(tenant) = tenant {
                    add(&["--tenant", tenant]);
                }
                if let Some(subscription) = subscription {
                    add(&["--subscription", subscription]);
                }
            }
            Self::AzureDeveloperCli => {
                add(&["auth", "token", "--output", "json", "--no-prompt", "--scope", scope]);
                if let Some(tenant) = tenant {
                    add(&["--tenant-id", tenant]);
                }
                if let Some(claims) = request.claims() {
                    add(&["--claims", &STANDARD.encode(claims)]);
                }
            }
            Self::AzurePowerShell => {
                let script = script(scope.strip_suffix("/.default").unwrap_or(scope), tenant);
                let encoded: Vec<u8> = script.encode_utf16().flat_map(u16::to_le_bytes).collect();
                add(&["-NoProfile", "-NonInteractive", "-EncodedCommand", &STANDARD.encode(encoded)]);
            }
        }
        Ok(arguments.into_iter().map(OsString::from).collect())
    }

    /// Reads what the tool has printed.
    pub(super) fn read(self, output: &Secret, now: Timestamp) -> Result<AccessToken> {
        let text = output.expose();
        if self == Self::AzurePowerShell && text.contains(NO_MODULE) {
            return Err(Error::builder(ErrorKind::CredentialUnavailable)
                .detail("PowerShell lacks the module Az.Accounts 2.2.0 or later")
                .advice(
                    "Install it with `Install-Module Az.Accounts`, then sign in with `Connect-AzAccount`.",
                )
                .build());
        }
        // Profiles and update notices print lines of their own around the answer.
        let json = text.find('{').zip(text.rfind('}')).and_then(|(start, end)| text.get(start..=end));
        let answer: Option<Map<String, Value>> = json.and_then(|json| serde_json::from_str(json).ok());
        let token = answer.as_ref().and_then(|answer| {
            ["accessToken", "token"]
                .iter()
                .find_map(|name| answer.get(*name)?.as_str())
                .filter(|t| !t.is_empty())
        });
        let (Some(answer), Some(token)) = (&answer, token) else {
            return Err(Error::builder(ErrorKind::UnexpectedResponse)
                .detail(format!("{} printed something other than a token", self.name()))
                .advice("Run it by hand to see what it prints, and update it.")
                .build());
        };
        let expires_on = match self {
            _ if answer.contains_key("expires_on") => expiry::expires_on(answer, now),
            // Before 2.54 there is only a local time without its zone.
            Self::AzureCli => now.saturating_add(SHORT_LIFE),
            Self::AzureDeveloperCli | Self::AzurePowerShell => answer
                .get("expiresOn")
                .and_then(|end| match end {
                    Value::Number(seconds) => Timestamp::from_unix_seconds(seconds.as_i64()?).ok(),
                    other => other.as_str()?.parse().ok(),
                })
                .unwrap_or_else(|| now.saturating_add(SHORT_LIFE)),
        };
        Ok(AccessToken::new(token, expires_on))
    }

    /// What the tool's own errors mean. They are redacted by the error.
    pub(super) fn failed(self, errors: &str) -> Error {
        let lower = errors.to_ascii_lowercase();
        let signed_out = ["az login", "azd auth login", "connect-azaccount", "not logged in"];
        if signed_out.iter().any(|words| lower.contains(words)) {
            return Error::builder(ErrorKind::CredentialUnavailable)
                .detail(format!("nobody is signed in to {}", self.name()))
                .message(words_of(errors))
                .advice(format!("Sign in with `{}`, or use another credential.", self.sign_in()))
                .build();
        }
        Error::builder(ErrorKind::Unauthenticated)
            .detail(format!("{} failed", self.name()))
            .message(words_of(errors))
            .advice(format!(
                "Sign in anew with `{}`; the tool's own words are the source of this error.",
                self.sign_in()
            ))
            .build()
    }

    fn wants_claims(self, claims: &str) -> Error {
        let encoded = STANDARD.encode(claims);
        let command = match self {
            Self::AzurePowerShell => format!("Connect-AzAccount -ClaimsChallenge {encoded}"),
            _ => format!("az login --claims-challenge {encoded}"),
        };
        Error::builder(ErrorKind::InteractionRequired)
            .operation(self.operation())
            .detail(format!("the API asks for more than {} can give on its own", self.name()))
            .advice(format!("Run `{command}`, then try again."))
            .build()
    }
}

/// The message in the Developer CLI's JSON lines, or the text as it is.
fn words_of(errors: &str) -> String {
    let mut found = errors.lines().rev().filter_map(|line| {
        let value: Value = serde_json::from_str(line.trim()).ok()?;
        let message = value.get("message").or_else(|| value.get("data")?.get("message"))?;
        message.as_str().map(str::to_owned)
    });
    found.next().unwrap_or_else(|| errors.to_owned())
}

/// Only what can't be taken for anything but a value.
fn check(what: &str, value: &str, more: &str) -> Result<()> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || more.contains(c);
    if !value.is_empty() && !value.starts_with('-') && value.chars().all(allowed) {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::InvalidInput,
        format!("the {what} `{}` can't be given to a developer's tool", value.escape_debug()),
    ))
}

const NO_MODULE: &str = "tenantscope-no-az-accounts";

/// The token may be a plain or a secured text, depending on the module's version.
fn script(resource: &str, tenant: Option<&str>) -> String {
    let tenant = tenant.map(|tenant| format!("; $ask['TenantId'] = '{tenant}'")).unwrap_or_default();
    format!(
        "$ErrorActionPreference = 'Stop'\n\
         $module = Import-Module Az.Accounts -MinimumVersion 2.2.0 -PassThru -ErrorAction SilentlyContinue\n\
         if (-not $module) {{ '{NO_MODULE}'; exit }}\n\
         $ask = @{{ ResourceUrl = '{resource}' }}{tenant}\n\
         $known = (Get-Command Get-AzAccessToken).Parameters\n\
         if ($known.ContainsKey('AsSecureString')) {{ $ask['AsSecureString'] = $true }}\n\
         $got = Get-AzAccessToken @ask\n\
         $token = $got.Token\n\
         if ($token -is [securestring]) {{ $token = [System.Net.NetworkCredential]::new('', $token).Password }}\n\
         @{{ token = $token; expires_on = $got.ExpiresOn.ToUnixTimeSeconds() }} | ConvertTo-Json -Compress\n"
    )
}
