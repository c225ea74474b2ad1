//! What tells a record from every other one.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use tenantscope_core::is_guid;

use super::AuditRecord;

/// What tells a record from every other one, in sixteen bytes: the service delivers some more than once.
///
/// It is made of the tenant and the record's id. The same key is made of the same record in every run, so it
/// can be stored: it is written as 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordKey(u128);

impl RecordKey {
    /// Makes a key of your own choice, for sources whose records are told apart otherwise.
    pub const fn new(key: u128) -> Self {
        Self(key)
    }

    /// The key as a number.
    pub const fn value(self) -> u128 {
        self.0
    }
}

impl Serialize for RecordKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:032x}", self.0))
    }
}

impl<'de> Deserialize<'de> for RecordKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = RecordKey;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("32 hexadecimal digits")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<RecordKey, E> {
                u128::from_str_radix(text, 16).map(RecordKey).map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Visitor)
    }
}

impl AuditRecord {
    /// What tells this record from every other one: its tenant and its id. A record without an id has none,
    /// and can't be recognized when it comes again.
    pub fn key(&self) -> Option<RecordKey> {
        let id = self.id.as_deref().map(str::trim).filter(|id| !id.is_empty())?;
        let tenant = self.organization_id.as_deref().map_or(0, number);
        Some(RecordKey(number(id) ^ tenant.rotate_left(1)))
    }
}

/// A GUID is its own number. Any other text is hashed, to as many bits.
fn number(text: &str) -> u128 {
    if is_guid(text) {
        let digit = |byte: u8| char::from(byte).to_digit(16).map(u128::from);
        return text.bytes().filter_map(digit).fold(0, |number, digit| (number << 4) | digit);
    }
    fingerprint(text)
}

/// FNV-1a, whose numbers are the same in every run and on every machine.
pub(crate) fn fingerprint(text: &str) -> u128 {
    text.bytes().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(id: &str, tenant: &str) -> Option<RecordKey> {
        AuditRecord { id: Some(id.into()), organization_id: Some(tenant.into()), ..AuditRecord::default() }
            .key()
    }

    const A: &str = "8d1fd688-8a2b-4d5b-9e23-08de2a5c0f11";
    const B: &str = "11111111-2222-3333-4444-555555555555";

    #[test]
    fn tenant_and_id_make_the_key() {
        assert_eq!(key(A, B), key(&A.to_uppercase(), B));
        let different = [key(A, B), key(B, A), key(A, A), key(B, B), key("x", B), key("y", B), key("x", A)];
        let distinct: std::collections::HashSet<_> = different.iter().collect();
        assert_eq!(distinct.len(), different.len());
        let text = serde_json::to_string(&key(A, B)).unwrap();
        assert_eq!(text.len(), 34);
        assert_eq!(serde_json::from_str::<Option<RecordKey>>(&text).unwrap(), key(A, B));
    }

    #[test]
    fn record_without_an_id_has_no_key() {
        assert_eq!(key("", B), None);
        assert_eq!(AuditRecord::default().key(), None);
    }
}
