//! The query options of a request, and what can be said against them before it is sent.

use http::{HeaderName, HeaderValue};
use serde::de::DeserializeOwned;
use tenantscope_core::{Error, ErrorKind, Request, Result};

use super::{Field, Filter, Resource};
use crate::schema;

/// The options so far, as they will stand in the query.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) select: Vec<String>,
    pub(crate) expand: Vec<String>,
    pub(crate) order: Vec<String>,
    pub(crate) filter: Option<String>,
    pub(crate) search: Option<String>,
    pub(crate) top: Option<u32>,
    pub(crate) skip: Option<u64>,
    pub(crate) count: bool,
    pub(crate) eventual: bool,
    pub(crate) problem: Option<String>,
}

impl Options {
    pub(crate) fn filter<R: Resource>(&mut self, filter: Filter<R>) {
        self.eventual |= R::DIRECTORY && filter.is_advanced();
        match (filter.into_text(), self.filter.take()) {
            (Ok(text), None) => self.filter = Some(text),
            (Ok(text), Some(before)) => self.filter = Some(format!("({before}) and ({text})")),
            (Err(problem), _) => self.refuse(problem),
        }
    }

    pub(crate) fn top(&mut self, top: u32, most: u32) {
        if (1..=most).contains(&top) {
            self.top = Some(top);
        } else {
            self.refuse(format!("the service takes a `top` from 1 to {most} here, and not {top}"));
        }
    }

    /// Selects what `T` has a name for.
    pub(crate) fn select_known<R: Resource, T: DeserializeOwned>(&mut self) {
        let names = schema::member_names::<T>().iter();
        let names = names.filter(|name| !name.contains('@') && !R::EXCEPT.contains(name));
        self.select.extend(names.map(ToString::to_string));
    }

    /// Keeps the first thing that is wrong.
    pub(crate) fn refuse(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }

    /// Puts the options into the request.
    pub(crate) fn apply(&self, mut request: Request, directory: bool) -> Result<Request> {
        if let Some(problem) = &self.problem {
            return Err(Error::builder(ErrorKind::InvalidInput)
                .operation(request.operation().name())
                .detail(problem.clone())
                .build());
        }
        let eventual = self.eventual
            || directory
                && (self.count || self.search.is_some() || self.filter.is_some() && !self.order.is_empty());
        let texts = [
            ("$select", self.select.join(",")),
            ("$expand", self.expand.join(",")),
            ("$filter", self.filter.clone().unwrap_or_default()),
            ("$search", self.search.clone().unwrap_or_default()),
            ("$orderby", self.order.join(",")),
            ("$top", self.top.map(|top| top.to_string()).unwrap_or_default()),
            ("$skip", self.skip.map(|skip| skip.to_string()).unwrap_or_default()),
        ];
        for (name, value) in texts {
            if !value.is_empty() {
                request = request.query(name, &value);
            }
        }
        if self.count || eventual {
            request = request.query("$count", "true");
        }
        if eventual {
            request = request.header(CONSISTENCY_LEVEL, EVENTUAL);
        }
        Ok(request)
    }
}

pub(crate) const CONSISTENCY_LEVEL: HeaderName = HeaderName::from_static("consistencylevel");
pub(crate) const EVENTUAL: HeaderValue = HeaderValue::from_static("eventual");

/// The name of a member: a typed field, or a text for what has none.
#[derive(Clone, Debug)]
pub struct Name(pub(crate) String);

impl From<&str> for Name {
    fn from(name: &str) -> Self {
        Self(name.to_owned())
    }
}

impl From<String> for Name {
    fn from(name: String) -> Self {
        Self(name)
    }
}

impl<R, V> From<Field<R, V>> for Name {
    fn from(field: Field<R, V>) -> Self {
        Self(field.name().to_owned())
    }
}

/// Which end of an order comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The least or earliest first.
    Ascending,
    /// The greatest or latest first.
    Descending,
}
