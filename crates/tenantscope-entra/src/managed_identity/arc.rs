//! The key that an Azure Arc server's agent leaves in a file for those who may read it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tenantscope_core::{Error, ErrorKind, Result, Secret};

use crate::file;

/// No key is longer.
const LONGEST: u64 = 4096;

/// Where the agent leaves its keys.
pub(super) fn key_directory() -> PathBuf {
    #[cfg(windows)]
    {
        let data = std::env::var_os("ProgramData").unwrap_or_else(|| r"C:\ProgramData".into());
        PathBuf::from(data).join(r"AzureConnectedMachineAgent\Tokens")
    }
    #[cfg(not(windows))]
    PathBuf::from("/var/opt/azcmagent/tokens")
}

/// Reads the file that the agent's challenge names, if it is one of the agent's.
///
/// Whoever answers in the agent's place could name any file and so have it sent to himself.
pub(super) fn key(challenge: &Error, directory: &Path) -> Result<Secret> {
    let invalid = |why: &str| {
        Error::builder(ErrorKind::UnexpectedResponse)
            .operation("get managed identity token")
            .detail(format!("the Azure Arc agent's challenge {why}"))
            .build()
    };
    let path = challenge.fact("key_file").map(Path::new).ok_or_else(|| invalid("names no key file"))?;
    if path.extension().and_then(|end| end.to_str()) != Some("key") || path.parent() != Some(directory) {
        return Err(invalid("names a file that isn't one of the agent's keys"));
    }
    let unreadable = |error: std::io::Error| {
        Error::builder(ErrorKind::Local)
            .operation("get managed identity token")
            .detail(format!("the Azure Arc key file {} can't be read: {error}", path.display()))
            .advice("Run the program as a user of the group himds, or as an administrator on Windows.")
            .build()
    };
    let real = path.canonicalize().map_err(unreadable)?;
    if real.parent() != directory.canonicalize().ok().as_deref() {
        return Err(invalid("names a link to a file elsewhere"));
    }
    if fs::metadata(&real).map_err(unreadable)?.len() > LONGEST {
        return Err(invalid("names a file that is too long for a key"));
    }
    let content = file::read(&real, "Azure Arc key")?;
    String::from_utf8(content.to_vec())
        .map(Secret::new)
        .map_err(|_| invalid("names a file that holds no key"))
}
