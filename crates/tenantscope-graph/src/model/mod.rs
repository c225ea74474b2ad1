//! What every model is made of: the `models!` and `enums!` tables, lenient members, typed ids.

#[macro_use]
mod tables;

mod id;
mod list;
pub(crate) mod wire;

pub mod schema;

pub use self::{id::Id, list::List};
