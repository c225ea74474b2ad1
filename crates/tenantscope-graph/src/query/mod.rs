//! Asking for collections and single objects, with the options that each takes.

#[macro_use]
mod delta;
#[macro_use]
mod resource;

mod any;
mod batch;
mod collection;
mod count;
mod filter;
mod get;
mod list;
mod options;

#[allow(unused_imports)] // not every feature quotes
pub(crate) use self::filter::quoted;
pub use self::{
    any::AnyPath,
    batch::{Answers, Batch, Batchable, Ticket},
    collection::Collection,
    delta::{Change, Changes, Delta, DeltaLink, DeltaQuery, Removed},
    filter::{Field, Filter, Instant, Number, Operand, Text, Truth},
    get::Get,
    list::Query,
    options::{Direction, Name},
    resource::{Count, Expand, Filterable, Order, Resource, Search, Select, Single, Skip, Top},
};
pub(crate) use self::{options::Options, resource::operation};
