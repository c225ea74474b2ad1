//! The seeded data: what each tenant has, as a pure function of the seed, the tenant and the day.

pub(crate) mod audit;
pub(crate) mod azure;
pub(crate) mod catalogue;
pub(crate) mod directory;
pub(crate) mod findings;
pub(crate) mod names;
pub(crate) mod people;
pub(crate) mod policies;
pub(crate) mod posture;
pub(crate) mod records;
pub(crate) mod reports;
pub(crate) mod security;
