//! Archives that were made with no password at all.
//!
//! PKCS#12 derives its keys from the password as UTF-16 with a final zero. An empty password thus gives
//! two zero bytes, while .NET and OpenSSL, told that there is none, derive from zero bytes. The archive
//! reader knows the first form only. This module checks the second, and hands the reader an archive
//! without that layer.

use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt, KeyInit, KeyIvInit, block_padding::Pkcs7};
use des::TdesEde3;
use hmac::{Hmac, Mac};
use pkcs12::{
    MacData,
    cms::{content_info::ContentInfo, encrypted_data::EncryptedData},
    kdf::{self, Pkcs12KeyType},
    pbe_params::{EncryptedPrivateKeyInfo, Pkcs12PbeParams},
    pfx::Pfx,
    safe_bag::SafeBag,
};
use rc2::Rc2;
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};
use x509_cert::{
    der::{
        Any, Decode, Encode,
        asn1::{ContextSpecific, ObjectIdentifier, OctetString},
    },
    spki::AlgorithmIdentifierOwned,
};
use zeroize::Zeroizing;

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const ENCRYPTED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.6");
const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");

/// The same bound that the archive reader has: a hostile file must not occupy a processor for minutes.
const MOST_ROUNDS: i32 = 1_000_000;

/// Takes the layer of the absent password off an archive; `None` if it has no such layer.
pub(super) fn open(pkcs12: &[u8]) -> Option<Vec<u8>> {
    let mut pfx = Pfx::from_der(pkcs12).ok()?;
    let content: OctetString = pfx.auth_safe.content.decode_as().ok()?;
    if let Some(mac) = pfx.mac_data.take()
        && !is_mac_of_nothing(&mac, content.as_bytes())
    {
        return None;
    }
    let mut safes: Vec<ContentInfo> = Vec::<ContentInfo>::from_der(content.as_bytes()).ok()?;
    for safe in &mut safes {
        let bags = match safe.content_type {
            DATA => Zeroizing::new(safe.content.decode_as::<OctetString>().ok()?.into_bytes().to_vec()),
            ENCRYPTED_DATA => {
                let info = safe.content.decode_as::<EncryptedData>().ok()?.enc_content_info;
                match decrypt(&info.content_enc_alg, info.encrypted_content.as_ref()?.as_bytes())? {
                    Some(plain) => plain,
                    None => continue,
                }
            }
            _ => continue,
        };
        safe.content_type = DATA;
        safe.content = octets(&open_bags(&bags)?)?;
    }
    pfx.auth_safe.content = octets(&safes.to_der().ok()?)?;
    pfx.to_der().ok()
}

/// Replaces the encrypted keys among the bags by plain ones.
fn open_bags(der: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut bags: Vec<SafeBag> = Vec::<SafeBag>::from_der(der).ok()?;
    for bag in &mut bags {
        // A decoded bag keeps the explicit tag around its value; an encoded one must not have it.
        let inner = ContextSpecific::<Any>::from_der(&bag.bag_value).ok()?.value;
        bag.bag_value = inner.to_der().ok()?;
        if bag.bag_id == pkcs12::PKCS_12_PKCS8_KEY_BAG_OID {
            let info: EncryptedPrivateKeyInfo = inner.decode_as().ok()?;
            if let Some(plain) = decrypt(&info.encryption_algorithm, info.encrypted_data.as_bytes())? {
                bag.bag_id = pkcs12::PKCS_12_KEY_BAG_OID;
                bag.bag_value = plain.to_vec();
            }
        }
    }
    bags.to_der().ok().map(Zeroizing::new)
}

type Plain = Zeroizing<Vec<u8>>;

/// Decrypts with a key derived from nothing. `Some(None)`: the scheme derives its key in another way, in
/// which an absent password and an empty one are the same.
#[allow(clippy::option_option)]
fn decrypt(algorithm: &AlgorithmIdentifierOwned, data: &[u8]) -> Option<Option<Plain>> {
    let decrypt: fn(&Pkcs12PbeParams, &[u8]) -> Option<Plain> = match algorithm.oid {
        pkcs12::PKCS_12_PBE_WITH_SHAAND3_KEY_TRIPLE_DES_CBC => cbc_with::<TdesEde3, 24>,
        pkcs12::PKCS_12_PBEWITH_SHAAND40_BIT_RC2_CBC => cbc_with::<Rc2, 5>,
        _ => return Some(None),
    };
    let parameters: Pkcs12PbeParams = algorithm.parameters.as_ref()?.decode_as().ok()?;
    Some(Some(decrypt(&parameters, data)?))
}

fn cbc_with<C, const KEY: usize>(parameters: &Pkcs12PbeParams, data: &[u8]) -> Option<Zeroizing<Vec<u8>>>
where
    C: KeyInit + BlockCipherDecrypt,
{
    if !(1..=MOST_ROUNDS).contains(&parameters.iterations) {
        return None;
    }
    let derive = |kind, length| {
        let salt = parameters.salt.as_bytes();
        Zeroizing::new(kdf::derive_key::<Sha1>(&[], salt, kind, parameters.iterations, length))
    };
    let (key, iv) = (derive(Pkcs12KeyType::EncryptionKey, KEY), derive(Pkcs12KeyType::Iv, 8));
    let cipher = cbc::Decryptor::<C>::new_from_slices(&key, &iv).ok()?;
    cipher.decrypt_padded_vec::<Pkcs7>(data).ok().map(Zeroizing::new)
}

fn is_mac_of_nothing(mac: &MacData, data: &[u8]) -> bool {
    if !(1..=MOST_ROUNDS).contains(&mac.iterations) {
        return false;
    }
    let expected = mac.mac.digest.as_bytes();
    macro_rules! matches {
        ($digest:ty, $length:literal) => {{
            let salt = mac.mac_salt.as_bytes();
            let key = kdf::derive_key::<$digest>(&[], salt, Pkcs12KeyType::Mac, mac.iterations, $length);
            Hmac::<$digest>::new_from_slice(&key)
                .is_ok_and(|hmac| hmac.chain_update(data).verify_slice(expected).is_ok())
        }};
    }
    match mac.mac.algorithm.oid {
        SHA1 => matches!(Sha1, 20),
        SHA256 => matches!(Sha256, 32),
        SHA384 => matches!(Sha384, 48),
        SHA512 => matches!(Sha512, 64),
        _ => false,
    }
}

fn octets(bytes: &[u8]) -> Option<Any> {
    Any::encode_from(&OctetString::new(bytes).ok()?).ok()
}
