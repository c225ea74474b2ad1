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
    also: &'static [&'static str],
    content: Content,
    #[cfg(test)]
    try_out: Option<TryOut>,
}

#[cfg(test)]
pub(crate) type TryOut = fn(String) -> tenantscope_core::Result<TriedOut>;

/// What became of a text that was read as an item.
#[cfg(test)]
#[derive(Debug)]
pub(crate) struct TriedOut {
    /// What the model writes back.
    pub(crate) written: serde_json::Value,
    /// What it has no name for.
    pub(crate) extra: serde_json::Value,
    /// What the item writes back.
    pub(crate) raw: String,
}

enum Content {
    Object { names: fn() -> &'static [&'static str], forms: &'static [Form] },
    Open,
    Enumeration(&'static [&'static str]),
    Kinds { base: &'static Type, kinds: &'static [&'static Type] },
}

/// The form of a member's value. Any member may be absent or `null`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Form {
    /// A text.
    Text,
    /// A text that is an id, and so never empty.
    Id,
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
    Enumeration(TypeRef),
    /// Words of an enumeration in one text, with commas between them.
    Flags(TypeRef),
    /// An object of this type.
    Object(TypeRef),
    /// An object of one of several types, which it names in `@odata.type`.
    Kinds(TypeRef),
    /// A list.
    List(&'static Form),
}

/// The type of a member's value.
#[derive(Clone, Copy)]
pub struct TypeRef(fn() -> &'static Type);

impl TypeRef {
    // By way of a function, since types lead to one another in circles.
    pub(crate) const fn to<M: Model>() -> Self {
        Self(|| M::TYPE)
    }
}

impl std::ops::Deref for TypeRef {
    type Target = Type;

    fn deref(&self) -> &Type {
        (self.0)()
    }
}

impl fmt::Debug for TypeRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
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

    /// The names of more special types whose members the model carries too.
    pub const fn also(&self) -> &'static [&'static str] {
        self.also
    }

    /// The members that have a name in the model; none for an enumeration.
    pub fn members(&self) -> impl Iterator<Item = (&'static str, Form)> {
        let (names, forms): (&[&str], &[Form]) = match self.content {
            Content::Object { names, forms } => (names(), forms),
            Content::Open | Content::Enumeration(_) | Content::Kinds { .. } => (&[], &[]),
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

    /// Whether it is an object that has no members of its own and keeps any.
    pub const fn is_open(&self) -> bool {
        matches!(self.content, Content::Open)
    }

    /// What all [`kinds`](Self::kinds) have in common.
    pub const fn base(&self) -> Option<&'static Self> {
        match self.content {
            Content::Kinds { base, .. } => Some(base),
            _ => None,
        }
    }

    pub(crate) const fn object(
        name: &'static str,
        also: &'static [&'static str],
        names: fn() -> &'static [&'static str],
        forms: &'static [Form],
    ) -> Self {
        Self::new(name, also, Content::Object { names, forms })
    }

    /// An object whose members nobody has declared, and which keeps them all.
    #[allow(dead_code)] // not every feature has such types
    pub(crate) const fn open(name: &'static str) -> Self {
        Self::new(name, &[], Content::Open)
    }

    pub(crate) const fn enumeration(name: &'static str, words: &'static [&'static str]) -> Self {
        Self::new(name, &[], Content::Enumeration(words))
    }

    #[allow(dead_code)] // not every feature has such types
    pub(crate) const fn kinds_of(
        name: &'static str,
        base: &'static Self,
        kinds: &'static [&'static Self],
    ) -> Self {
        Self::new(name, &[], Content::Kinds { base, kinds })
    }

    const fn new(name: &'static str, also: &'static [&'static str], content: Content) -> Self {
        Self {
            name,
            also,
            content,
            #[cfg(test)]
            try_out: None,
        }
    }

    #[cfg(test)]
    pub(crate) const fn tried_by(mut self, try_out: TryOut) -> Self {
        self.try_out = Some(try_out);
        self
    }

    /// Reads a text as this type and writes it back; `None` for enumerations.
    #[cfg(test)]
    pub(crate) fn try_out(&self, text: String) -> Option<tenantscope_core::Result<TriedOut>> {
        self.try_out.map(|try_out| try_out(text))
    }
}

impl fmt::Debug for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Type({})", self.name)
    }
}

#[cfg(test)]
pub(crate) fn read_and_write<T: DeserializeOwned + serde::Serialize>(
    text: String,
) -> tenantscope_core::Result<TriedOut> {
    let item = tenantscope_core::Item::<T>::from_json(text)?;
    Ok(TriedOut {
        written: serde_json::to_value(&*item).expect("a model is JSON"),
        extra: serde_json::Value::Object(item.extra()),
        raw: serde_json::to_string(&item).expect("an item is JSON"),
    })
}

/// How many names and how many forms of members there are, if as many.
#[cfg(test)]
pub(crate) fn member_count(of: &Type) -> usize {
    match of.content {
        Content::Object { names, forms } => {
            assert_eq!(names().len(), forms.len(), "{}", of.name);
            forms.len()
        }
        _ => 0,
    }
}

/// All models and enumerations of this build, in no order that is promised.
pub fn types() -> impl Iterator<Item = &'static Type> {
    crate::TABLES.iter().flat_map(|area| area.iter()).flat_map(|table| table.iter().copied())
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
