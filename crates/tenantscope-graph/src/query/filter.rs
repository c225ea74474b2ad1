//! Filters whose values can't leave their quotes.

use std::{
    fmt,
    marker::PhantomData,
    ops::{BitAnd, BitOr, Not},
};

use tenantscope_core::Timestamp;

use crate::schema::Model;

/// A member of a resource that can stand in a filter, an order or a selection.
///
/// ```
/// use tenantscope_core::Timestamp;
/// use tenantscope_graph::SecureScores;
///
/// let since: Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
/// assert_eq!(SecureScores::CREATED_DATE_TIME.ge(since).to_string(), "createdDateTime ge 2026-11-01T00:00:00Z");
/// ```
pub struct Field<R, V> {
    wire: &'static str,
    operators: u16,
    kind: PhantomData<fn() -> (R, V)>,
}

/// Marks fields that hold texts.
#[derive(Clone, Copy, Debug)]
pub enum Text {}

/// Marks fields that hold dates and times.
#[derive(Clone, Copy, Debug)]
pub enum Instant {}

/// Marks fields that hold numbers.
#[derive(Clone, Copy, Debug)]
pub enum Number {}

/// Marks fields that hold true or false.
#[derive(Clone, Copy, Debug)]
pub enum Truth {}

/// A value that a field of kind `V` can be compared with.
pub trait Operand<V> {
    /// The value as a literal of a filter.
    fn into_literal(self) -> String;
}

impl<S: AsRef<str>> Operand<Text> for S {
    fn into_literal(self) -> String {
        quoted(self.as_ref())
    }
}

impl Operand<Instant> for Timestamp {
    fn into_literal(self) -> String {
        self.to_string()
    }
}

impl Operand<Number> for f64 {
    fn into_literal(self) -> String {
        self.to_string()
    }
}

impl Operand<Number> for i64 {
    fn into_literal(self) -> String {
        self.to_string()
    }
}

impl Operand<Number> for i32 {
    fn into_literal(self) -> String {
        self.to_string()
    }
}

impl Operand<Truth> for bool {
    fn into_literal(self) -> String {
        self.to_string()
    }
}

impl<E: Model + fmt::Display> Operand<E> for E {
    fn into_literal(self) -> String {
        quoted(&self.to_string())
    }
}

/// A text in quotes, with the quotes inside it doubled.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

const EQ: u16 = 1;
const NE: u16 = 2;
const ORDERED: u16 = 4;
const STARTS: u16 = 8;
const CONTAINS: u16 = 16;
const ENDS: u16 = 32;
/// The service hasn't said which operators it takes.
const ANY: u16 = u16::MAX;

impl<R, V> Field<R, V> {
    /// A member by the name it has on the wire; a path such as `status/errorCode` is fine too.
    ///
    /// Any operator is let through, since only the service knows what it takes.
    pub const fn new(wire: &'static str) -> Self {
        Self { wire, operators: ANY, kind: PhantomData }
    }

    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        self.wire
    }

    const fn allow(mut self, operator: u16) -> Self {
        self.operators = if self.operators == ANY { operator } else { self.operators | operator };
        self
    }

    pub(crate) const fn eq_only(self) -> Self {
        self.allow(EQ)
    }

    #[allow(dead_code)] // not every feature has such fields
    pub(crate) const fn ordered(self) -> Self {
        self.allow(EQ | ORDERED)
    }

    #[allow(dead_code)] // as above
    pub(crate) const fn starting(self) -> Self {
        self.allow(EQ | STARTS)
    }

    /// Equal.
    pub fn eq(self, value: impl Operand<V>) -> Filter<R> {
        self.compare("eq", EQ, value)
    }

    /// Not equal. On directory objects this makes the query an advanced one.
    pub fn ne(self, value: impl Operand<V>) -> Filter<R> {
        self.compare("ne", NE, value).advanced()
    }

    /// Greater or later.
    pub fn gt(self, value: impl Operand<V>) -> Filter<R> {
        self.compare("gt", ORDERED, value)
    }

    /// Greater, later or equal.
    pub fn ge(self, value: impl Operand<V>) -> Filter<R> {
        self.compare("ge", ORDERED, value)
    }

    /// Less or earlier.
    pub fn lt(self, value: impl Operand<V>) -> Filter<R> {
        self.compare("lt", ORDERED, value)
    }

    /// Less, earlier or equal.
    pub fn le(self, value: impl Operand<V>) -> Filter<R> {
        self.compare("le", ORDERED, value)
    }

    /// Equal to any of these.
    pub fn is_in<O: Operand<V>>(self, values: impl IntoIterator<Item = O>) -> Filter<R> {
        let values: Vec<String> = values.into_iter().map(Operand::into_literal).collect();
        if values.is_empty() {
            return Filter::refused(format!("`{}` can't be in an empty list", self.wire));
        }
        self.checked("in", EQ, format!("{} in ({})", self.wire, values.join(",")))
    }

    /// Has no value.
    pub fn is_null(self) -> Filter<R> {
        self.checked("eq", EQ, format!("{} eq null", self.wire))
    }

    /// For a list: holds this value.
    pub fn any(self, value: impl Operand<V>) -> Filter<R> {
        self.checked("any", EQ, format!("{}/any(x:x eq {})", self.wire, value.into_literal()))
    }

    fn compare(self, word: &str, operator: u16, value: impl Operand<V>) -> Filter<R> {
        self.checked(word, operator, format!("{} {word} {}", self.wire, value.into_literal()))
    }

    fn checked(self, word: &str, operator: u16, text: String) -> Filter<R> {
        if self.operators & operator == 0 {
            return Filter::refused(format!(
                "the service doesn't take `{word}` for `{}`; it takes {}",
                self.wire,
                self.operators()
            ));
        }
        Filter::raw(text)
    }

    fn operators(self) -> String {
        [
            (EQ, "eq"),
            (NE, "ne"),
            (ORDERED, "gt, ge, lt, le"),
            (STARTS, "startswith"),
            (CONTAINS, "contains"),
            (ENDS, "endswith"),
        ]
        .iter()
        .filter(|(bit, _)| self.operators & bit != 0)
        .map(|(_, words)| *words)
        .collect::<Vec<_>>()
        .join(", ")
    }
}

impl<R> Field<R, Text> {
    /// Begins with this.
    pub fn starts_with(self, start: impl AsRef<str>) -> Filter<R> {
        self.call("startswith", STARTS, start.as_ref())
    }

    /// Holds this somewhere.
    pub fn contains(self, part: impl AsRef<str>) -> Filter<R> {
        self.call("contains", CONTAINS, part.as_ref())
    }

    /// Ends with this. On directory objects this makes the query an advanced one.
    pub fn ends_with(self, end: impl AsRef<str>) -> Filter<R> {
        self.call("endswith", ENDS, end.as_ref()).advanced()
    }

    fn call(self, function: &str, operator: u16, value: &str) -> Filter<R> {
        self.checked(function, operator, format!("{function}({},{})", self.wire, quoted(value)))
    }
}

impl<R, V> Clone for Field<R, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R, V> Copy for Field<R, V> {}

impl<R, V> fmt::Debug for Field<R, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Field({})", self.wire)
    }
}

/// A condition on a resource. Join conditions with `&` and `|`, and turn one round with `!`.
pub struct Filter<R> {
    text: String,
    joined: bool,
    advanced: bool,
    problem: Option<String>,
    of: PhantomData<fn() -> R>,
}

impl<R> Filter<R> {
    /// A condition in OData's own words, for what the typed fields don't offer. Nothing in it is escaped.
    pub fn raw(text: impl Into<String>) -> Self {
        Self { text: text.into(), joined: false, advanced: false, problem: None, of: PhantomData }
    }

    fn refused(problem: String) -> Self {
        Self { problem: Some(problem), ..Self::raw("") }
    }

    fn advanced(mut self) -> Self {
        self.advanced = true;
        self
    }

    pub(crate) fn is_advanced(&self) -> bool {
        self.advanced
    }

    pub(crate) fn into_text(self) -> Result<String, String> {
        match self.problem {
            Some(problem) => Err(problem),
            None => Ok(self.text),
        }
    }

    fn join(self, word: &str, other: Self) -> Self {
        Self {
            text: format!("{} {word} {}", self.in_brackets(), other.in_brackets()),
            joined: true,
            advanced: self.advanced || other.advanced,
            problem: self.problem.or(other.problem),
            of: PhantomData,
        }
    }

    fn in_brackets(&self) -> String {
        if self.joined { format!("({})", self.text) } else { self.text.clone() }
    }
}

impl<R> BitAnd for Filter<R> {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        self.join("and", other)
    }
}

impl<R> BitOr for Filter<R> {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.join("or", other)
    }
}

impl<R> Not for Filter<R> {
    type Output = Self;

    /// On directory objects this makes the query an advanced one.
    fn not(self) -> Self {
        Self { text: format!("not({})", self.text), joined: false, advanced: true, ..self }
    }
}

impl<R> Clone for Filter<R> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), problem: self.problem.clone(), ..*self }
    }
}

impl<R> fmt::Display for Filter<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// What is compared may be personal data.
impl<R> fmt::Debug for Filter<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Filter(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Things;
    const NAME: Field<Things, Text> = Field::new("displayName");
    const SIZE: Field<Things, Number> = Field::new("size");
    const KEY: Field<Things, Text> = Field::<Things, Text>::new("key").eq_only();

    #[test]
    fn a_quote_in_a_value_cannot_end_it() {
        assert_eq!(NAME.eq("O'Brien' or 1 eq 1").to_string(), "displayName eq 'O''Brien'' or 1 eq 1'");
    }

    #[test]
    fn joined_conditions_keep_their_meaning() {
        let filter = (NAME.starts_with("a") | SIZE.gt(3)) & !NAME.eq("b");
        assert_eq!(
            filter.to_string(),
            "(startswith(displayName,'a') or size gt 3) and not(displayName eq 'b')"
        );
        assert!(filter.is_advanced());
    }

    #[test]
    fn operator_that_a_field_does_not_take_is_explained() {
        let problem = (KEY.eq("a") & KEY.gt("a")).into_text().unwrap_err();
        assert_eq!(problem, "the service doesn't take `gt` for `key`; it takes eq");
    }
}
