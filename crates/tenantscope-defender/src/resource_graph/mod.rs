//! Azure Resource Graph: hundreds of subscriptions in one call.

#[cfg(feature = "client")]
mod pages;
#[cfg(feature = "client")]
mod query;
#[cfg(feature = "client")]
mod quota;
mod rows;
mod wire;

#[cfg(feature = "client")]
pub(crate) use self::quota::Quota;
#[cfg(feature = "client")]
pub use self::{
    pages::{QueryItems, QueryPage, QueryPages},
    query::{Query, ResourceGraph},
};
pub use self::{
    rows::{AssessmentRow, ControlRow, Environment, ScoreRow},
    wire::{
        AuthorizationScopeFilter, Facet, FacetErrorDetails, FacetRequest, FacetRequestOptions,
        FacetSortOrder, QueryRequest, QueryRequestOptions, QueryResponse, ResultFormat,
    },
};

#[cfg(feature = "client")]
#[cfg(test)]
mod tests;
