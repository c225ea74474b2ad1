//! Words that come joined in one text.

use std::{fmt, ops::Deref};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{
    schema::{Form, Model, TypeRef},
    wire::{Text, Wire, read_text},
};

/// Several words of an enumeration, which the wire joins with commas: `"password,microsoftAuthenticatorPush"`.
///
/// It is a slice to its reader. Blanks around the commas are dropped, and unknown words are kept.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Flags<E>(Vec<E>);

impl<E> Flags<E> {
    /// The words.
    pub fn as_slice(&self) -> &[E] {
        &self.0
    }
}

impl<E: PartialEq> Flags<E> {
    /// Whether these are exactly the same words, in any order.
    pub fn are(&self, words: &[E]) -> bool {
        self.len() == words.len() && words.iter().all(|word| self.contains(word))
    }
}

impl<E> Deref for Flags<E> {
    type Target = [E];

    fn deref(&self) -> &[E] {
        &self.0
    }
}

impl<E> FromIterator<E> for Flags<E> {
    fn from_iter<I: IntoIterator<Item = E>>(words: I) -> Self {
        Self(words.into_iter().collect())
    }
}

impl<E: fmt::Display> fmt::Display for Flags<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, word) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(",")?;
            }
            word.fmt(f)?;
        }
        Ok(())
    }
}

impl<E: fmt::Debug> fmt::Debug for Flags<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<E: fmt::Display> Serialize for Flags<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<E: for<'a> From<&'a str>> From<&str> for Flags<E> {
    fn from(text: &str) -> Self {
        text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(Into::into).collect()
    }
}

impl<'de, E: for<'a> From<&'a str>> Deserialize<'de> for Flags<E> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        Ok(Self::from(String::deserialize(source)?.as_str()))
    }
}

impl<E: Model + for<'a> From<&'a str>> Wire for Flags<E> {
    const FORM: Form = Form::Flags(TypeRef::to::<E>());

    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Self>, D::Error> {
        read_text::<Self, D>(source)
    }
}

impl<W: for<'a> From<&'a str>> Text for Flags<W> {
    type Value = Self;
    const EXPECTED: &'static str = "words with commas between them";

    fn take<E: de::Error>(text: &str) -> Result<Self, E> {
        Ok(text.into())
    }
}
