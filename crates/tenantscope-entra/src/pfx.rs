//! PKCS#12: the `.pfx` files that Windows, Key Vault and OpenSSL make.

use p12_keystore::{
    KeyStore, KeyStoreEntry, Pkcs12Archive, PrivateKey, PrivateKeyChain, error::Error as P12Error,
};
use tenantscope_core::{Error, ErrorKind, Result, Secret};

use crate::{Certificate, key::RsaKey, pem::Contents};

mod null_password;

/// Reads all keys and certificates of an archive.
pub(crate) fn read(pkcs12: &[u8], password: &Secret) -> Result<Contents> {
    let archive = match Pkcs12Archive::from_pkcs12(pkcs12, password.expose()) {
        // "No password" comes in two forms: keys derived from an empty text, and from nothing at all.
        Err(_) if password.is_empty() => match null_password::open(pkcs12) {
            Some(plain) => Pkcs12Archive::from_pkcs12(&plain, ""),
            None => Pkcs12Archive::from_pkcs12(pkcs12, ""),
        },
        result => result,
    };
    let archive = archive.map_err(|error| explain(&error, password.is_empty()))?;
    let mut contents = Contents::default();
    let mut refusal = None;
    for bag in &archive.keys {
        match RsaKey::from_pkcs8(bag.key.as_der()) {
            Ok(key) => contents.keys.push(key),
            // Beside a key that will do, one of another kind does no harm.
            Err(error) => refusal = Some(error),
        }
    }
    for bag in archive.certs {
        contents.certificates.push(Certificate::from_der(bag.cert.as_der())?);
    }
    match (contents.keys.is_empty(), refusal) {
        (true, Some(error)) => Err(error),
        _ => Ok(contents),
    }
}

/// Writes an archive as OpenSSL 3 and current Windows do: AES-256, and SHA-256 for its key and its MAC.
pub(crate) fn write(
    pkcs1: &[u8],
    leaf: &Certificate,
    chain: &[Certificate],
    password: &Secret,
) -> Result<Vec<u8>> {
    let archive = || -> p12_keystore::Result<Vec<u8>> {
        let key = PrivateKey::from_der(&crate::key::to_pkcs8(pkcs1)?)?;
        let certificates: p12_keystore::Result<Vec<_>> = std::iter::once(leaf)
            .chain(chain)
            .map(|certificate| p12_keystore::Certificate::from_der(certificate.der()))
            .collect();
        let id: &[u8] = leaf.sha1();
        let chain = PrivateKeyChain::new(id, key, certificates?);
        let mut store = KeyStore::new();
        store.add_entry("tenantscope", KeyStoreEntry::PrivateKeyChain(chain));
        store.writer(password.expose()).write()
    };
    archive().map_err(|error| {
        Error::builder(ErrorKind::InvalidInput)
            .detail("the PKCS#12 archive can't be written: use a password of plain characters")
            .source(error.to_string())
            .build()
    })
}

fn explain(error: &P12Error, without_password: bool) -> Error {
    let detail = match error {
        P12Error::MacError(_) | P12Error::UnpadError | P12Error::Pkcs5Error(_) if without_password => {
            "the PKCS#12 archive doesn't open without a password: give the one that it was exported with"
        }
        P12Error::MacError(_) | P12Error::UnpadError | P12Error::Pkcs5Error(_) => {
            "the PKCS#12 archive doesn't open with the given password: check the password"
        }
        P12Error::UnsupportedEncryptionScheme
        | P12Error::UnsupportedMacAlgorithm
        | P12Error::UnsupportedContentType
        | P12Error::InvalidParameters => {
            "the PKCS#12 archive is encrypted in a way that isn't supported: export it again with AES-256 and SHA-256"
        }
        P12Error::DerError(error) if error.to_string().contains("indefinite length") => {
            "the PKCS#12 archive is in BER rather than DER, as some Java and macOS tools write it: export it again"
        }
        _ => "the PKCS#12 archive is damaged",
    };
    Error::builder(ErrorKind::InvalidInput)
        .detail(detail)
        .advice(
            "Check the file and its password. To write the archive anew: `openssl pkcs12 -in old.pfx -nodes -out \
             plain.pem`, then `openssl pkcs12 -export -in plain.pem -out new.pfx`.",
        )
        .source(error.to_string())
        .build()
}
