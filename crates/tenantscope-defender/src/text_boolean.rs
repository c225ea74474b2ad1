//! Truth values that the service writes as the texts `True` and `False`. Use it with serde's `with`.

use serde::{Deserializer, Serialize, Serializer};
use tenantscope_core::lenient;

/// Reads the truth value, as a text or plain.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    lenient::boolean::deserialize(deserializer)
}

/// Writes it as the service does.
#[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref)] // the signature is serde's
pub(crate) fn serialize<S: Serializer>(value: &Option<bool>, serializer: S) -> Result<S::Ok, S::Error> {
    value.map(|value| if value { "True" } else { "False" }).serialize(serializer)
}
