//! Whoever has signed in to a developer's tool on this machine.

use std::{
    ffi::OsString,
    io,
    path::PathBuf,
    process::Stdio,
    sync::{Arc, OnceLock},
    time::Duration,
};

use async_trait::async_trait;
use tenantscope_core::{
    AccessToken, Clock, CredentialIdentity, Error, ErrorKind, Result, Secret, SystemClock, TenantId,
    TokenCredential, TokenRequest,
};
use tokio::{process::Command, sync::Mutex};

use crate::TokenCache;

mod tool;

pub use self::tool::DeveloperTool;

/// How long a tool may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The account that is signed in to a developer's tool on this machine: for development, not for services.
/// Cheap to clone.
///
/// ```no_run
/// # async fn run() -> tenantscope_core::Result<()> {
/// use tenantscope_core::{TokenCredential, TokenRequest};
/// use tenantscope_entra::{DeveloperCredential, DeveloperTool};
///
/// let credential = DeveloperCredential::builder(DeveloperTool::AzureCli).build();
/// let token = credential.get_token(&TokenRequest::new("https://management.azure.com/.default")).await?;
/// # Ok(()) }
/// ```
///
/// The tool is started with a vector of arguments, without a shell, outside the working directory, and
/// killed after ten seconds. Its tokens are kept, and it runs once at a time.
#[derive(Clone, Debug)]
pub struct DeveloperCredential(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    tool: DeveloperTool,
    program: Option<PathBuf>,
    tenant: Option<TenantId>,
    subscription: Option<String>,
    patience: Duration,
    clock: Arc<dyn Clock>,
    cache: TokenCache,
}

impl DeveloperCredential {
    /// Starts a credential of a tool.
    pub fn builder(tool: DeveloperTool) -> DeveloperCredentialBuilder {
        DeveloperCredentialBuilder {
            tool,
            program: None,
            tenant: None,
            subscription: None,
            patience: PATIENCE,
            clock: None,
        }
    }

    async fn fetch(&self, request: &TokenRequest, tenant: Option<TenantId>) -> Result<AccessToken> {
        let inner = &self.0;
        let tool = inner.tool;
        let subscription = inner.subscription.as_deref();
        let arguments = tool.arguments(request, tenant.as_ref(), subscription)?;
        // These tools are slow, and their own caches don't stand several at once.
        let _turn = turn().lock().await;
        let mut last = None;
        for program in self.programs() {
            match self.run(&program, &arguments).await {
                Ok(output) => {
                    return tool.read(&output, inner.clock.now()).map_err(|error| self.named(error));
                }
                Err(error) if error.kind() == ErrorKind::NotFound => last = Some(error),
                Err(error) => return Err(self.named(error)),
            }
        }
        drop(last);
        Err(self.named(
            Error::builder(ErrorKind::CredentialUnavailable)
                .detail(format!("{} isn't installed", tool.name()))
                .advice(format!(
                    "Install it and sign in with `{}`, or use another credential.",
                    tool.sign_in()
                ))
                .build(),
        ))
    }

    fn programs(&self) -> Vec<PathBuf> {
        match &self.0.program {
            Some(program) => vec![program.clone()],
            None => self.0.tool.programs().iter().map(PathBuf::from).collect(),
        }
    }

    /// Runs the tool; the kind `NotFound` means that there is no such program.
    async fn run(&self, program: &PathBuf, arguments: &[OsString]) -> Result<Secret> {
        let tool = self.0.tool;
        let mut command = if cfg!(windows) && tool == DeveloperTool::AzureCli && self.0.program.is_none() {
            // there it is a batch file
            let mut command = Command::new("cmd");
            command.arg("/c").arg(program);
            command
        } else {
            Command::new(program)
        };
        command
            .args(arguments)
            .env("NO_COLOR", "true")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        // Nothing from the working directory may be taken for a part of the tool.
        match std::env::var_os("SYSTEMROOT").filter(|_| cfg!(windows)) {
            Some(root) => command.current_dir(root),
            None => command.current_dir("/bin"),
        };
        let started = command.spawn().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Error::new(ErrorKind::NotFound, "no such program"),
            _ => Error::builder(ErrorKind::Local)
                .detail(format!("{} can't be started", tool.name()))
                .source(error)
                .build(),
        })?;
        let finished = tokio::time::timeout(self.0.patience, started.wait_with_output()).await;
        let output = match finished {
            Ok(output) => output.map_err(|error| {
                Error::builder(ErrorKind::Local)
                    .detail(format!("{} can't be read from", tool.name()))
                    .source(error)
                    .build()
            })?,
            Err(_) => {
                return Err(Error::builder(ErrorKind::Local)
                    .detail(format!(
                        "{} didn't answer within {} s and was stopped",
                        tool.name(),
                        self.0.patience.as_secs_f32()
                    ))
                    .advice("Run it by hand to see what it waits for: it may ask for something.")
                    .build());
            }
        };
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() {
            return Ok(Secret::new(String::from_utf8_lossy(&output.stdout).into_owned()));
        }
        if output.status.code() == Some(127) || errors.contains("is not recognized") {
            return Err(Error::new(ErrorKind::NotFound, "no such program"));
        }
        Err(tool.failed(&errors))
    }

    fn named(&self, error: Error) -> Error {
        error.into_builder().operation(self.0.tool.operation()).build()
    }
}

#[async_trait]
impl TokenCredential for DeveloperCredential {
    async fn get_token(&self, request: &TokenRequest) -> Result<AccessToken> {
        let tenant = request.tenant().or(self.0.tenant.as_ref()).cloned();
        let key = tenant.clone().unwrap_or_else(signed_in);
        if let Some(token) = self.0.cache.fresh(&key, request) {
            return Ok(token);
        }
        let (credential, wanted) = (self.clone(), request.clone());
        self.0.cache.get(&key, request, move || async move { credential.fetch(&wanted, tenant).await }).await
    }

    /// The tenant, if it was named. The app is the tool's own, which nobody has to consent to.
    fn identity(&self) -> CredentialIdentity {
        let identity = CredentialIdentity::default();
        match &self.0.tenant {
            Some(tenant) => identity.in_tenant(tenant.clone()),
            None => identity,
        }
    }
}

/// Sets up a [`DeveloperCredential`].
#[must_use = "a credential is made by `build`"]
#[derive(Clone, Debug)]
pub struct DeveloperCredentialBuilder {
    tool: DeveloperTool,
    program: Option<PathBuf>,
    tenant: Option<TenantId>,
    subscription: Option<String>,
    patience: Duration,
    clock: Option<Arc<dyn Clock>>,
}

impl DeveloperCredentialBuilder {
    /// The tenant of requests that name none. Default: the tool's own choice.
    pub fn tenant(mut self, tenant: TenantId) -> Self {
        self.tenant = Some(tenant);
        self
    }

    /// The subscription whose account the Azure CLI takes.
    pub fn subscription(mut self, name_or_id: impl Into<String>) -> Self {
        self.subscription = Some(name_or_id.into());
        self
    }

    /// The tool's program, by its whole path. Default: found by its name.
    pub fn program(mut self, path: impl Into<PathBuf>) -> Self {
        self.program = Some(path.into());
        self
    }

    /// How long the tool may take. Default: 10 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.patience = timeout;
        self
    }

    /// What tells the time. Default: the machine's clock.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// The credential. The tool isn't looked for until a token is asked for.
    pub fn build(self) -> DeveloperCredential {
        let clock = self.clock.unwrap_or_else(|| Arc::new(SystemClock::new()));
        DeveloperCredential(Arc::new(Inner {
            tool: self.tool,
            program: self.program,
            tenant: self.tenant,
            subscription: self.subscription,
            patience: self.patience,
            cache: TokenCache::new(Arc::clone(&clock)),
            clock,
        }))
    }
}

/// One tool at a time in this process.
fn turn() -> &'static Mutex<()> {
    static TURN: OnceLock<Mutex<()>> = OnceLock::new();
    TURN.get_or_init(Mutex::default)
}

/// The key in the cache for the tool's own choice of a tenant.
fn signed_in() -> TenantId {
    static SIGNED_IN: OnceLock<TenantId> = OnceLock::new();
    SIGNED_IN.get_or_init(|| "signed-in.invalid".parse().expect("it has the form of a domain")).clone()
}

#[cfg(all(test, unix))]
mod tests;
