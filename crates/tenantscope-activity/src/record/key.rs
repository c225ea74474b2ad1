//! What tells a record from every other one.

use serde::{Deserialize, Serialize};
use tenantscope_core::is_guid;

use super::AuditRecord;

/// What tells a record from every other one, in sixteen bytes: the service delivers some more than once.
///
/// It is made of the tenant and the record's id. The same key is made of the same record in every run, so it
/// can be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
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
    // FNV-1a, whose numbers are the same in every run and on every machine
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
        assert_eq!(key("x", B).unwrap().value(), key("x", B).unwrap().value());
    }

    #[test]
    fn record_without_an_id_has_no_key() {
        assert_eq!(key("", B), None);
        assert_eq!(AuditRecord::default().key(), None);
    }
}
