//! What each model carries: its name on the wire, its members and their form.
//!
//! ```
//! use tenantscope_graph::{SecureScore, schema::Type};
//!
//! let score = Type::of::<SecureScore>();
//! assert_eq!(score.name(), "microsoft.graph.secureScore");
//! assert!(score.members().any(|(name, _)| name == "controlScores"));
//! ```
//!
//! Good for making the columns of a table, for a `$select` with all that a model has a name for, and for
//! holding the models against Microsoft's own description of the types.

use std::fmt;

use serde::de::{self, DeserializeOwned, Deserializer, Visitor};

/// A model or an enumeration that [`Type`] can describe.
pub trait Model {
    /// Its description.
    const TYPE: &'static Type;
}

/// What a model or an enumeration looks like on the wire.
pub struct Type {
    name: &'static str,
    content: Content,
}

enum Content {
    Object { names: fn() -> &'static [&'static str], forms: &'static [Form] },
    Enumeration(&'static [&'static str]),
    Kinds { base: Option<&'static Type>, kinds: &'static [&'static Type] },
}

/// The form of a member's value. Any member may be absent or `null`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Form {
    /// A text.
    Text,
    /// A number, which may have a fraction.
    Number,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// A date and time.
    Instant,
    /// Any JSON value.
    Any,
    /// One word of an enumeration.
    Enumeration(&'static Type),
    /// Words of an enumeration in one text, with commas between them.
    Flags(&'static Type),
    /// An object of this type.
    Object(&'static Type),
    /// An object of one of several types, which it names in `@odata.type`.
    Kinds(&'static Type),
    /// A list.
    List(&'static Form),
}

impl Type {
    /// The description of a model.
    pub const fn of<M: Model>() -> &'static Self {
        M::TYPE
    }

    /// The name on the wire: `microsoft.graph.security.alert`.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The members that have a name in the model; none for an enumeration.
    pub fn members(&self) -> impl Iterator<Item = (&'static str, Form)> {
        let (names, forms): (&[&str], &[Form]) = match self.content {
            Content::Object { names, forms } => (names(), forms),
            Content::Enumeration(_) | Content::Kinds { .. } => (&[], &[]),
        };
        names.iter().copied().zip(forms.iter().copied())
    }

    /// The words of an enumeration that have a name; none for an object.
    pub const fn words(&self) -> &'static [&'static str] {
        match self.content {
            Content::Enumeration(words) => words,
            _ => &[],
        }
    }

    /// The types that an object can be where the wire says which; none for anything else.
    pub const fn kinds(&self) -> &'static [&'static Self] {
        match self.content {
            Content::Kinds { kinds, .. } => kinds,
            _ => &[],
        }
    }

    /// What all [`kinds`](Self::kinds) have in common.
    pub const fn base(&self) -> Option<&'static Self> {
        match self.content {
            Content::Kinds { base, .. } => base,
            _ => None,
        }
    }

    pub(crate) const fn object(
        name: &'static str,
        names: fn() -> &'static [&'static str],
        forms: &'static [Form],
    ) -> Self {
        Self { name, content: Content::Object { names, forms } }
    }

    pub(crate) const fn enumeration(name: &'static str, words: &'static [&'static str]) -> Self {
        Self { name, content: Content::Enumeration(words) }
    }

    #[allow(dead_code)] // not every feature has such types
    pub(crate) const fn kinds_of(
        name: &'static str,
        base: Option<&'static Self>,
        kinds: &'static [&'static Self],
    ) -> Self {
        Self { name, content: Content::Kinds { base, kinds } }
    }
}

impl fmt::Debug for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Type({})", self.name)
    }
}

/// All models and enumerations of this build, in no order that is promised.
pub fn types() -> impl Iterator<Item = &'static Type> {
    crate::TABLES.iter().flat_map(|table| table.iter().copied())
}

/// The names under which a struct's members are read, its own or yours.
///
/// They are those that `derive(Deserialize)` reads; there are none for anything but such a struct.
pub fn member_names<T: DeserializeOwned>() -> &'static [&'static str] {
    match T::deserialize(AskForNames) {
        Err(Names(names)) => names,
        Ok(_) => &[],
    }
}

/// A source that holds nothing, and learns what was looked for.
struct AskForNames;

/// The names, by way of an error.
#[derive(Debug)]
struct Names(&'static [&'static str]);

impl fmt::Display for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is nothing to read")
    }
}

impl std::error::Error for Names {}

impl de::Error for Names {
    fn custom<M: fmt::Display>(_: M) -> Self {
        Self(&[])
    }
}

impl<'de> Deserializer<'de> for AskForNames {
    type Error = Names;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Names> {
        Err(Names(&[]))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Names> {
        Err(Names(names))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}
