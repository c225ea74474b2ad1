//! Lists that tell "not sent" apart from "empty".

use std::{fmt, marker::PhantomData, ops::Deref};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, DeserializeSeed, SeqAccess},
};

use super::{
    schema::Form,
    wire::{Member, Wire},
};

/// A list in a model. It is a slice to its reader, and knows whether it was sent at all.
///
/// ```
/// use tenantscope_graph::SecureScore;
///
/// let score: SecureScore = serde_json::from_str(r#"{"enabledServices": ["HasEXOP2"]}"#)?;
/// for service in &score.enabled_services {
///     println!("{service}");
/// }
/// assert_eq!(score.control_scores.len(), 0);          // a list that wasn't sent has no elements,
/// assert!(score.control_scores.is_absent());          // and says so
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// `null` counts as not sent. An element that is `null` is left out; the item's text still has it.
#[derive(Clone, PartialEq, Eq, Hash)]
// One pointer, where a vector has three words: some models have dozens of lists, most of them absent, and
// reading a page moves every model a few times.
#[allow(clippy::box_collection)]
pub struct List<T>(Option<Box<Vec<T>>>);

impl<T> List<T> {
    /// A list that wasn't sent.
    pub const fn absent() -> Self {
        Self(None)
    }

    /// Whether the list was left out or `null`. An empty list isn't absent.
    pub const fn is_absent(&self) -> bool {
        self.0.is_none()
    }

    /// The elements; none if the list is absent.
    pub fn as_slice(&self) -> &[T] {
        self.0.as_deref().map(Vec::as_slice).unwrap_or_default()
    }

    /// The elements; none if the list is absent.
    pub fn into_vec(self) -> Vec<T> {
        self.0.map(|elements| *elements).unwrap_or_default()
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self::absent()
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.as_slice()
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(elements: Vec<T>) -> Self {
        Self(Some(Box::new(elements)))
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        Self::from(Vec::from_iter(elements))
    }
}

impl<T> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_vec().into_iter()
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(elements) => elements.fmt(f),
            None => f.write_str("absent"),
        }
    }
}

impl<T: Serialize> Serialize for List<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<T: Wire + Serialize> Member for List<T> {
    const FORM: Form = Form::List(&T::FORM);

    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Visitor<T>(PhantomData<T>);

        impl<'de, T: Wire> de::Visitor<'de> for Visitor<T> {
            type Value = List<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<List<T>, A::Error> {
                let mut elements = Vec::new();
                while let Some(element) = source.next_element_seed(Element::<T>(PhantomData))? {
                    elements.extend(element);
                }
                Ok(List::from(elements))
            }

            fn visit_unit<E>(self) -> Result<List<T>, E> {
                Ok(List(None))
            }

            fn visit_none<E>(self) -> Result<List<T>, E> {
                Ok(List(None))
            }

            fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<List<T>, D::Error> {
                source.deserialize_seq(self)
            }
        }

        source.deserialize_option(Visitor::<T>(PhantomData))
    }

    fn is_absent(&self) -> bool {
        self.is_absent()
    }
}

/// One element, `null` or not.
struct Element<T>(PhantomData<T>);

impl<'de, T: Wire> DeserializeSeed<'de> for Element<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Option<T>, D::Error> {
        T::read(source)
    }
}

/// So that a list can stand in a struct of your own.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        Ok(Option::<Vec<T>>::deserialize(source)?.map_or_else(Self::absent, Self::from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> List<f64> {
        Member::read(&mut serde_json::Deserializer::from_str(text)).unwrap()
    }

    #[test]
    fn null_and_empty_are_told_apart() {
        assert!(read("null").is_absent());
        assert!(!read("[]").is_absent());
        assert_eq!(read("[]").len(), 0);
        assert_ne!(read("[]"), read("null"));
    }

    #[test]
    fn elements_are_as_lenient_as_members() {
        assert_eq!(*read(r#"[1, 1.5, "2", null]"#), [1.0, 1.5, 2.0]);
    }
}
