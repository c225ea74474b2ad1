//! Ids that know what they name.

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    marker::PhantomData,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    schema::Form,
    wire::{Member, Wire},
};

/// The id of a `T`. One kind can't stand where another belongs.
///
/// ```
/// use tenantscope_graph::{Id, SecureScore, SecureScoreControlProfile};
///
/// let score: Id<SecureScore> = "2f0c3e5a-7b1d-4c8e-9a64-1d2b3c4d5e6f_2026-11-22".into();
/// let profile: Id<SecureScoreControlProfile> = "AdminMFAV2".into();
/// assert_eq!(profile.as_str(), "AdminMFAV2");
/// // score == profile doesn't compile
/// ```
///
/// Ids are compared exactly, letter case included, as Graph does. An id is empty where the answer had
/// none, which happens when a `$select` leaves it out.
pub struct Id<T: ?Sized> {
    text: String,
    names: PhantomData<fn() -> T>,
}

impl<T: ?Sized> Id<T> {
    /// Takes a text as an id.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), names: PhantomData }
    }

    /// The text as the service wrote it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the answer had no id.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The same id for another kind: a directory object that turned out to be a user.
    pub fn cast<U: ?Sized>(self) -> Id<U> {
        Id::new(self.text)
    }

    /// The text.
    pub fn into_string(self) -> String {
        self.text
    }
}

impl<T: ?Sized> Clone for Id<T> {
    fn clone(&self) -> Self {
        Self::new(self.text.clone())
    }
}

impl<T: ?Sized> Default for Id<T> {
    fn default() -> Self {
        Self::new("")
    }
}

impl<T: ?Sized> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T: ?Sized> Eq for Id<T> {}

impl<T: ?Sized> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<T: ?Sized> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: ?Sized> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<T: ?Sized> PartialEq<str> for Id<T> {
    fn eq(&self, other: &str) -> bool {
        self.text == other
    }
}

impl<T: ?Sized> PartialEq<&str> for Id<T> {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
    }
}

impl<T: ?Sized> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T: ?Sized> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.text)
    }
}

impl<T: ?Sized> AsRef<str> for Id<T> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl<T: ?Sized> From<&str> for Id<T> {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl<T: ?Sized> From<String> for Id<T> {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl<T: ?Sized> From<&String> for Id<T> {
    fn from(text: &String) -> Self {
        Self::new(text)
    }
}

impl<T: ?Sized> From<&Self> for Id<T> {
    fn from(id: &Self) -> Self {
        id.clone()
    }
}

impl<T: ?Sized> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, T: ?Sized> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        String::deserialize(source).map(Self::new)
    }
}

impl<T: ?Sized> Member for Id<T> {
    const FORM: Form = Form::Id;

    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(source)?.unwrap_or_default())
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl<T: ?Sized> Wire for Id<T> {
    const FORM: Form = Form::Id;

    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Self>, D::Error> {
        Option::deserialize(source)
    }
}
