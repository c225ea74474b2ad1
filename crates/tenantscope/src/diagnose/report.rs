//! What a connection test has found: data, and a table for people.

use std::{fmt, time::Duration};

use serde::Serialize;
use tenantscope_core::{Error, ErrorKind, Timestamp};

/// What a connection test has found.
///
/// `Display` is a table; it serializes as data.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Diagnosis {
    /// When it was made.
    pub at: Timestamp,
    /// The tenant, as it was named.
    pub tenant: String,
    /// The cloud that was configured.
    pub cloud: String,
    /// Every check, in the order in which they depend on one another.
    pub checks: Vec<Check>,
    /// What to do about what is missing, each once.
    pub remedies: Vec<Remedy>,
}

/// One check.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Check {
    /// What was looked at: `tenant`, `sign-in`, `permissions on Microsoft Graph`.
    pub name: String,
    /// How it went.
    pub outcome: Outcome,
    /// The service's own code, if it refused.
    pub code: Option<String>,
    /// What was found, in a line.
    pub detail: String,
    /// What to do about it, if there is anything to do.
    pub advice: Option<String>,
    /// The chapter of the documentation about it.
    pub chapter: Option<&'static str>,
    /// How long it took, in seconds.
    #[serde(serialize_with = "seconds")]
    pub elapsed: Duration,
}

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Outcome {
    /// It works.
    Passed,
    /// It works, and something about it deserves attention.
    Warning,
    /// It doesn't work.
    Failed,
    /// It wasn't looked at, because something before it doesn't work.
    Skipped,
}

/// Something to do about what is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum Remedy {
    /// Have an administrator of the tenant open this link and consent.
    Consent {
        /// The link.
        url: String,
    },
    /// Put this into the app registration's manifest, then consent again.
    Manifest {
        /// The value of `requiredResourceAccess`, as JSON.
        required_resource_access: String,
    },
    /// Assign an Azure role to the app.
    AssignRole {
        /// The role's name.
        role: &'static str,
        /// The role definition's id.
        role_id: &'static str,
        /// Where: `/subscriptions/…`.
        scope: String,
        /// The command that does it.
        command: String,
    },
    /// Register a resource provider on a subscription.
    RegisterProvider {
        /// The command that does it.
        command: String,
    },
    /// Switch auditing on in the tenant.
    EnableAuditing {
        /// The command that does it, in Exchange Online PowerShell.
        command: &'static str,
    },
    /// Start subscriptions to audit content, which only the program itself should do.
    StartSubscriptions {
        /// The content types.
        content_types: Vec<String>,
    },
    /// Configure another cloud.
    SwitchCloud {
        /// The cloud's name.
        cloud: String,
    },
    /// Make a new secret or certificate.
    RenewCredential {
        /// When the present one ends or ended, if that is known.
        expires_on: Option<Timestamp>,
    },
    /// Set this machine's clock.
    SetClock {
        /// By how many seconds it is ahead; less than zero if it is behind.
        ahead_by: i64,
    },
}

impl Diagnosis {
    /// Whether all that is needed works. Warnings don't count.
    pub fn is_healthy(&self) -> bool {
        !self.checks.iter().any(|check| check.outcome == Outcome::Failed)
    }

    /// The checks that failed.
    pub fn failures(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|check| check.outcome == Outcome::Failed)
    }
}

impl Check {
    pub(crate) fn new(name: impl Into<String>, outcome: Outcome, detail: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            outcome,
            code: None,
            detail: detail.into(),
            advice: None,
            chapter: None,
            elapsed: Duration::ZERO,
        }
    }

    pub(crate) fn passed(name: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(name, Outcome::Passed, detail)
    }

    pub(crate) fn skipped(name: impl Into<String>, because: impl Into<String>) -> Self {
        Self::new(name, Outcome::Skipped, because)
    }

    pub(crate) fn failed(name: impl Into<String>, error: &Error) -> Self {
        let mut check = Self::new(name, Outcome::Failed, error.to_string()).advice(error.advice());
        check.code = error.code().map(str::to_owned);
        check.chapter = Some(chapter(error.kind()));
        check
    }

    pub(crate) fn advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    pub(crate) fn chapter(mut self, chapter: &'static str) -> Self {
        self.chapter = Some(chapter);
        self
    }
}

pub(crate) const SIGNING_IN: &str = "docs/TROUBLESHOOTING.md#signing-in";
pub(crate) const READING: &str = "docs/TROUBLESHOOTING.md#reading";
pub(crate) const ON_THE_WAY: &str = "docs/TROUBLESHOOTING.md#on-the-way";

fn chapter(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Unauthenticated
        | ErrorKind::CredentialExpired
        | ErrorKind::CredentialUnavailable
        | ErrorKind::ConsentRequired
        | ErrorKind::TenantNotFound
        | ErrorKind::PolicyBlocked
        | ErrorKind::InteractionRequired
        | ErrorKind::InvalidInput => SIGNING_IN,
        ErrorKind::Throttled
        | ErrorKind::Unavailable
        | ErrorKind::Unreachable
        | ErrorKind::DeadlineExceeded
        | ErrorKind::ForeignOrigin
        | ErrorKind::UnexpectedResponse
        | ErrorKind::Local => ON_THE_WAY,
        _ => READING,
    }
}

fn seconds<S: serde::Serializer>(span: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(span.as_secs_f64())
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Passed => "ok",
            Self::Warning => "warning",
            Self::Failed => "FAILED",
            Self::Skipped => "skipped",
        })
    }
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Connection test of {} in {}", self.tenant, self.cloud)?;
        let width = self.checks.iter().map(|check| check.name.chars().count()).max().unwrap_or(0);
        for check in &self.checks {
            writeln!(f, "  {:<8} {:<width$}  {}", check.outcome, check.name, check.detail)?;
            if let Some(advice) = &check.advice {
                writeln!(f, "  {:<8} {:<width$}  {advice}", "", "")?;
            }
        }
        for (n, remedy) in self.remedies.iter().enumerate() {
            writeln!(f, "{}. {remedy}", n + 1)?;
        }
        Ok(())
    }
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Consent { url } => write!(f, "Have an administrator of the tenant open {url} and consent."),
            Self::Manifest { required_resource_access } => {
                write!(
                    f,
                    "Put this into the app's manifest, then consent again: \"requiredResourceAccess\": {required_resource_access}"
                )
            }
            Self::AssignRole { role, scope, command, .. } => {
                write!(f, "Assign the app the role {role} on {scope}: {command}")
            }
            Self::RegisterProvider { command } => write!(f, "Register Microsoft.Security: {command}"),
            Self::EnableAuditing { command } => {
                write!(f, "Switch auditing on, in Exchange Online PowerShell: {command}")
            }
            Self::StartSubscriptions { content_types } => {
                write!(
                    f,
                    "Start the subscriptions to {}: the program does it with `ensure_started`.",
                    content_types.join(", ")
                )
            }
            Self::SwitchCloud { cloud } => write!(f, "Configure the cloud {cloud}."),
            Self::RenewCredential { expires_on: Some(expires_on) } => {
                write!(f, "Make a new secret or certificate; the present one ends on {expires_on}.")
            }
            Self::RenewCredential { expires_on: None } => f.write_str("Make a new secret or certificate."),
            Self::SetClock { ahead_by } => {
                let (off, where_to) =
                    (ahead_by.unsigned_abs(), if *ahead_by > 0 { "ahead" } else { "behind" });
                write!(f, "Set this machine's clock; it is {off} seconds {where_to}.")
            }
        }
    }
}
