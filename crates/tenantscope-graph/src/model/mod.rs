//! What every model is made of: the `models!` and `enums!` tables, lenient members, typed ids.

#[cfg(any(feature = "directory", feature = "policies", feature = "security"))]
#[macro_use]
pub(crate) mod kinds;
#[macro_use]
mod tables;

mod flags;
mod hidden;
mod id;
mod list;
#[cfg(any(
    feature = "devices",
    feature = "directory",
    feature = "governance",
    feature = "policies",
    feature = "reports",
    feature = "security",
))]
pub(crate) mod shared;
pub(crate) mod wire;

pub mod schema;

#[cfg(test)]
mod tests;

#[cfg(any(feature = "directory", feature = "policies", feature = "security"))]
pub use self::kinds::OtherKind;
pub use self::{flags::Flags, hidden::Hidden, id::Id, list::List};
