//! Asking for collections and single objects, with the options that each takes.

#[macro_use]
mod resource;

mod collection;
mod filter;
mod get;
mod list;
mod options;

pub use self::{
    collection::Collection,
    filter::{Field, Filter, Instant, Number, Operand, Text, Truth},
    get::Get,
    list::Query,
    options::{Direction, Name},
    resource::{Count, Expand, Filterable, Order, Resource, Search, Select, Single, Skip, Top},
};
pub(crate) use self::{options::Options, resource::operation};
