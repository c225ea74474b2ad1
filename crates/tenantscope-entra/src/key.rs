//! An RSA private key on this machine.

use std::fmt;

use jsonwebtoken::{Algorithm, EncodingKey, crypto::aws_lc};
use tenantscope_core::{Error, ErrorKind, Result};
use x509_cert::der::{
    self, Reader, SliceReader,
    asn1::{AnyRef, ObjectIdentifier, OctetStringRef, UintRef},
};

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const ELLIPTIC_CURVE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");

/// Microsoft Entra takes no shorter ones.
const LEAST_BITS: usize = 2048;

const ELLIPTIC_CURVE_HELP: &str = "the private key is an elliptic-curve key, and Microsoft Entra takes RSA \
    keys only: make a new certificate with `openssl req -x509 -newkey rsa:2048`";

/// A public key's two numbers, big-endian and without leading zeros.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct RsaPublicKey {
    modulus: Vec<u8>,
    exponent: Vec<u8>,
}

impl RsaPublicKey {
    /// Reads the key of a certificate; `None` if it isn't RSA.
    pub(crate) fn from_spki(algorithm: ObjectIdentifier, key: &[u8]) -> Option<Self> {
        if algorithm != RSA {
            return None;
        }
        let mut reader = SliceReader::new(key).ok()?;
        reader.sequence(Self::read).ok()
    }

    fn read<'a>(reader: &mut impl Reader<'a>) -> der::Result<Self> {
        let modulus: UintRef<'_> = reader.decode()?;
        let exponent: UintRef<'_> = reader.decode()?;
        Ok(Self { modulus: modulus.as_bytes().to_vec(), exponent: exponent.as_bytes().to_vec() })
    }

    fn bits(&self) -> usize {
        let leading = self.modulus.first().map_or(0, |byte| byte.leading_zeros() as usize);
        self.modulus.len() * 8 - leading
    }
}

/// An RSA private key. Its memory is overwritten when it is dropped, and `Debug` shows its size only.
pub(crate) struct RsaKey {
    key: EncodingKey,
    public: RsaPublicKey,
}

impl RsaKey {
    /// Reads PKCS#1: the content of `RSA PRIVATE KEY`.
    pub(crate) fn from_pkcs1(pkcs1: &[u8]) -> Result<Self> {
        let public = read_pkcs1(pkcs1).map_err(|error| unreadable("PKCS#1", error))?;
        if public.bits() < LEAST_BITS {
            return Err(invalid(format!(
                "the RSA key has {} bits, and Microsoft Entra takes {LEAST_BITS} or more: make a new \
                 certificate with `openssl req -x509 -newkey rsa:2048`",
                public.bits()
            )));
        }
        Ok(Self { key: EncodingKey::from_rsa_der(pkcs1), public })
    }

    /// Reads PKCS#8: the content of `PRIVATE KEY`.
    ///
    /// The signer takes a PKCS#8 without complaint and fails only when it signs, so this unwraps it.
    pub(crate) fn from_pkcs8(pkcs8: &[u8]) -> Result<Self> {
        let (algorithm, key) = read_pkcs8(pkcs8).map_err(|error| unreadable("PKCS#8", error))?;
        match algorithm {
            RSA => Self::from_pkcs1(key),
            ELLIPTIC_CURVE => Err(elliptic_curve()),
            other => Err(invalid(format!(
                "the private key is of the kind {other}, and Microsoft Entra takes RSA only"
            ))),
        }
    }

    pub(crate) fn public_key(&self) -> &RsaPublicKey {
        &self.public
    }

    /// The key as PKCS#1.
    pub(crate) fn pkcs1(&self) -> &[u8] {
        self.key.as_bytes()
    }

    /// Signs through the provider by name: the process-wide one panics where another crate has chosen
    /// a second provider.
    pub(crate) fn sign(&self, algorithm: Algorithm, input: &[u8]) -> Result<Vec<u8>> {
        (aws_lc::DEFAULT_PROVIDER.signer_factory)(&algorithm, &self.key)
            .map_err(|error| error.to_string())
            .and_then(|signer| signer.try_sign(input).map_err(|error| error.to_string()))
            .map_err(|error| {
                Error::builder(ErrorKind::InvalidInput)
                    .detail("the RSA key can't sign: its numbers don't fit together")
                    .source(error)
                    .build()
            })
    }
}

impl fmt::Debug for RsaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RsaKey({} bits, …)", self.public.bits())
    }
}

/// Wraps a PKCS#1 key into PKCS#8, which archives hold.
#[cfg(feature = "pfx")]
pub(crate) fn to_pkcs8(pkcs1: &[u8]) -> der::Result<zeroize::Zeroizing<Vec<u8>>> {
    use x509_cert::der::Encode;

    // version 0 and the algorithm `rsaEncryption` without parameters
    const HEAD: [u8; 18] = [
        0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05,
        0x00,
    ];
    let mut content = zeroize::Zeroizing::new(HEAD.to_vec());
    OctetStringRef::new(pkcs1)?.encode_to_vec(&mut content)?;
    Ok(zeroize::Zeroizing::new(AnyRef::new(der::Tag::Sequence, &content)?.to_der()?))
}

/// The error for the content of `EC PRIVATE KEY`.
pub(crate) fn elliptic_curve() -> Error {
    invalid(ELLIPTIC_CURVE_HELP.to_owned())
}

fn read_pkcs1(der: &[u8]) -> der::Result<RsaPublicKey> {
    let mut reader = SliceReader::new(der)?;
    reader.sequence(|reader| {
        let _version: u8 = reader.decode()?;
        let public = RsaPublicKey::read(reader)?;
        skip_rest(reader)?;
        Ok(public)
    })
}

fn read_pkcs8(der: &[u8]) -> der::Result<(ObjectIdentifier, &[u8])> {
    let mut reader = SliceReader::new(der)?;
    reader.sequence(|reader| {
        let _version: u8 = reader.decode()?;
        let algorithm = reader.sequence(|reader| {
            let algorithm: ObjectIdentifier = reader.decode()?;
            skip_rest(reader)?;
            Ok::<_, der::Error>(algorithm)
        })?;
        let key: &OctetStringRef = reader.decode()?;
        skip_rest(reader)?;
        Ok((algorithm, key.as_bytes()))
    })
}

fn skip_rest<'a>(reader: &mut impl Reader<'a>) -> der::Result<()> {
    while !reader.is_finished() {
        let _: AnyRef<'_> = reader.decode()?;
    }
    Ok(())
}

fn unreadable(form: &str, error: der::Error) -> Error {
    invalid(format!("the private key is no {form}: {error}"))
}

fn invalid(detail: String) -> Error {
    Error::new(ErrorKind::InvalidInput, detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn both_forms_of_a_key_are_the_same_key() {
        let made = testing::rsa();
        let from_pkcs8 = RsaKey::from_pkcs8(made.pkcs8()).unwrap();
        let from_pkcs1 = RsaKey::from_pkcs1(made.pkcs1()).unwrap();
        assert!(from_pkcs8.public_key() == from_pkcs1.public_key());
        assert_eq!(format!("{from_pkcs1:?}"), "RsaKey(2048 bits, …)");
    }

    #[test]
    fn elliptic_curve_key_is_refused_with_the_way_out() {
        let error = RsaKey::from_pkcs8(testing::elliptic_curve().pkcs8()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.to_string().contains("newkey rsa:2048"), "{error}");
    }

    #[test]
    fn a_key_cut_in_the_middle_is_refused() {
        let made = testing::rsa();
        for cut in [0, 1, 10, 300] {
            assert!(RsaKey::from_pkcs8(&made.pkcs8()[..cut]).is_err());
            assert!(RsaKey::from_pkcs1(&made.pkcs1()[..cut]).is_err());
        }
    }
}
