//! Reads small files that an operator has named, and says what is wrong with them.

use std::{fs, io, path::Path};

use tenantscope_core::{Error, ErrorKind, Result};
use zeroize::Zeroizing;

/// No key, certificate or token file comes near this.
const LARGEST: u64 = 1 << 20;

/// Reads a file that should hold a `what`.
pub(crate) fn read(path: &Path, what: &str) -> Result<Zeroizing<Vec<u8>>> {
    let fail =
        |kind: ErrorKind, why: &str| Error::new(kind, format!("the {what} file {} {why}", path.display()));
    let unreadable = |error: io::Error| {
        let kind = match error.kind() {
            io::ErrorKind::NotFound => ErrorKind::InvalidInput,
            _ => ErrorKind::Local,
        };
        let why = match error.kind() {
            io::ErrorKind::NotFound => "doesn't exist: check the path".to_owned(),
            io::ErrorKind::PermissionDenied => {
                "may not be read by this process: check its owner and mode".to_owned()
            }
            _ => format!("can't be read: {error}"),
        };
        fail(kind, &why)
    };
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(fail(ErrorKind::InvalidInput, "is a directory: name the file in it"));
    }
    if metadata.len() > LARGEST {
        return Err(fail(ErrorKind::InvalidInput, "is larger than 1 MiB: it can't be the right one"));
    }
    let content = Zeroizing::new(fs::read(path).map_err(unreadable)?);
    if content.iter().all(u8::is_ascii_whitespace) {
        return Err(fail(ErrorKind::InvalidInput, "is empty"));
    }
    Ok(content)
}

/// Writes a new file that only its owner may read.
pub(crate) fn write_private(path: &Path, content: &[u8]) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).and_then(|mut file| io::Write::write_all(&mut file, content)).map_err(|error| {
        let why = match error.kind() {
            io::ErrorKind::AlreadyExists => {
                "exists already: choose another name, so that no key is lost".to_owned()
            }
            _ => format!("can't be written: {error}"),
        };
        Error::new(ErrorKind::Local, format!("the file {} {why}", path.display()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directory_missing_file_and_empty_file_are_told_apart() {
        let directory = std::env::temp_dir();
        let empty = directory.join(format!("tenantscope-empty-{}", uuid::Uuid::new_v4()));
        fs::write(&empty, " \n").unwrap();
        for (path, why) in [
            (directory.as_path(), "is a directory"),
            (Path::new("/no/such/file"), "/no/such/file doesn't exist"),
            (empty.as_path(), "is empty"),
        ] {
            let error = read(path, "token").unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput);
            assert!(error.to_string().contains(why), "{error}");
        }
        fs::remove_file(empty).unwrap();
    }
}
