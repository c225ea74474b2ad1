//! PEM: several keys and certificates in one text, in any order.

use base64::{Engine, engine::general_purpose::STANDARD};
use rustls_pki_types::pem::{self, PemObject, SectionKind};
use tenantscope_core::{Error, ErrorKind, Result, Secret};
use zeroize::Zeroizing;

use crate::{Certificate, key};

const ENCRYPTED: &str = "ENCRYPTED PRIVATE KEY";

/// What stands in a PEM text: every key and every certificate.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    pub(crate) keys: Vec<key::RsaKey>,
    pub(crate) certificates: Vec<Certificate>,
}

/// Whether a text is PEM, whatever precedes its first block.
pub(crate) fn is_pem(bytes: &[u8]) -> bool {
    find(bytes, b"-----BEGIN ").is_some()
}

/// Reads all blocks of a PEM text. Blocks that are neither key nor certificate are passed over.
pub(crate) fn read(pem: &[u8], password: Option<&Secret>) -> Result<Contents> {
    // The old form of encryption stands in header lines inside the block.
    if find(pem, b"Proc-Type: 4,ENCRYPTED").is_some() {
        return Err(invalid(
            "the key is encrypted in OpenSSL's old form (`Proc-Type: 4,ENCRYPTED`): convert it with \
             `openssl pkcs8 -topk8 -in old.pem -out new.pem`",
        ));
    }
    let mut contents = Contents::default();
    for section in <(SectionKind, Vec<u8>)>::pem_slice_iter(pem) {
        let (kind, der) = section.map_err(|error| damaged(&error))?;
        let der = Zeroizing::new(der);
        match kind {
            SectionKind::Certificate => contents.certificates.push(Certificate::from_der(der.to_vec())?),
            SectionKind::PrivateKey => contents.keys.push(key::RsaKey::from_pkcs8(&der)?),
            SectionKind::RsaPrivateKey => contents.keys.push(key::RsaKey::from_pkcs1(&der)?),
            SectionKind::EcPrivateKey => return Err(key::elliptic_curve()),
            _ => {}
        }
    }
    for block in encrypted_blocks(pem) {
        contents.keys.push(decrypt(&block?, password)?);
    }
    Ok(contents)
}

/// Writes one block, in lines of 64 characters.
pub(crate) fn write(label: &str, der: &[u8]) -> String {
    let text = Zeroizing::new(STANDARD.encode(der));
    let mut pem = format!("-----BEGIN {label}-----\n");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, behind) = rest.split_at(rest.len().min(64));
        pem.push_str(line);
        pem.push('\n');
        rest = behind;
    }
    pem.push_str("-----END ");
    pem.push_str(label);
    pem.push_str("-----\n");
    pem
}

/// The blocks that `rustls-pki-types` has no name for and passes over.
fn encrypted_blocks(pem: &[u8]) -> impl Iterator<Item = Result<Vec<u8>>> {
    let begin = format!("-----BEGIN {ENCRYPTED}-----");
    let end = format!("-----END {ENCRYPTED}-----");
    let mut rest = pem;
    std::iter::from_fn(move || {
        let start = find(rest, begin.as_bytes())? + begin.len();
        rest = &rest[start..];
        let Some(length) = find(rest, end.as_bytes()) else {
            rest = &[];
            return Some(Err(invalid(format!("the PEM is damaged: `{end}` is missing"))));
        };
        let text: Vec<u8> =
            rest[..length].iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
        rest = &rest[length..];
        Some(STANDARD.decode(text).map_err(|_| invalid("the PEM is damaged: the encrypted key is no base64")))
    })
}

#[cfg(feature = "pfx")]
fn decrypt(der: &[u8], password: Option<&Secret>) -> Result<key::RsaKey> {
    let Some(password) = password else {
        return Err(invalid("the private key is encrypted, and no password was given"));
    };
    let info = pkcs8::EncryptedPrivateKeyInfoRef::try_from(der)
        .map_err(|error| invalid(format!("the encrypted private key can't be read: {error}")))?;
    let plain = info.decrypt(password.expose()).map_err(|error| {
        Error::builder(ErrorKind::InvalidInput)
            .detail("the encrypted private key doesn't open with the given password")
            .advice(
                "Check the password. If it is right, the key is encrypted in a rare way: convert it with \
                 `openssl pkcs8 -topk8 -v2 aes-256-cbc -in key.pem -out new.pem`.",
            )
            .source(error.to_string())
            .build()
    })?;
    key::RsaKey::from_pkcs8(plain.as_bytes())
}

#[cfg(not(feature = "pfx"))]
fn decrypt(_: &[u8], _: Option<&Secret>) -> Result<key::RsaKey> {
    Err(invalid(
        "the private key is encrypted: enable the feature `pfx` of tenantscope-entra to read it, or decrypt it with \
         `openssl pkcs8 -in key.pem -out plain.pem`",
    ))
}

/// The reader's own messages hold lines of the text.
fn damaged(error: &pem::Error) -> Error {
    match error {
        pem::Error::MissingSectionEnd { end_marker } => {
            let label: String = String::from_utf8_lossy(end_marker).chars().take(40).collect();
            invalid(format!("the PEM is damaged: `-----END {}-----` is missing", label.escape_debug()))
        }
        pem::Error::IllegalSectionStart { .. } => {
            invalid("the PEM is damaged: a `-----BEGIN` line has no end")
        }
        _ => invalid("the PEM is damaged: the text between BEGIN and END is no base64"),
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

fn invalid(detail: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidInput, detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn every_block_is_found_in_any_order_and_with_any_line_end() {
        let made = testing::rsa();
        let other = testing::other_rsa();
        let pem = format!(
            "Bag Attributes\r\n  friendlyName: x\r\n{}{}{}{}",
            other.certificate_pem(),
            made.pkcs1_pem(),
            "-----BEGIN SOMETHING ELSE-----\r\nAAAA\r\n-----END SOMETHING ELSE-----\r\n",
            made.certificate_pem().replace('\n', "\r\n"),
        );
        let contents = read(pem.as_bytes(), None).unwrap();
        assert_eq!((contents.keys.len(), contents.certificates.len()), (1, 2));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let made = testing::rsa();
        let certificate = Certificate::from_der(made.certificate_der()).unwrap();
        let contents = read(certificate.to_pem().as_bytes(), None).unwrap();
        assert_eq!(contents.certificates, [certificate]);
    }

    #[test]
    fn damaged_and_old_texts_are_refused_with_a_reason() {
        for (pem, reason) in [
            ("-----BEGIN CERTIFICATE-----\nAAAA\n", "`-----END CERTIFICATE-----` is missing"),
            ("-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n", "damaged"),
            ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n", "is missing"),
            ("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n", "openssl pkcs8 -topk8"),
            ("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n", "elliptic-curve"),
        ] {
            let error = read(pem.as_bytes(), None).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput);
            assert!(error.to_string().contains(reason), "{error}");
        }
    }
}
