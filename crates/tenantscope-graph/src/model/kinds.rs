//! Objects that say in `@odata.type` what they are.

use std::{fmt, marker::PhantomData, ops::Deref};

use serde::{
    Serialize, Serializer,
    de::{self, DeserializeOwned, MapAccess, value::MapAccessDeserializer},
};
use serde_json::{Map, Value};

/// An object of a kind that this release has no name for, or that doesn't say its kind.
///
/// What all kinds have in common is at hand through [`Deref`], and every member in [`members`](Self::members).
#[derive(Clone, Debug, PartialEq)]
pub struct OtherKind<B> {
    base: B,
    members: Map<String, Value>,
}

impl<B> OtherKind<B> {
    /// What the object says it is: `#microsoft.graph.security.newEvidence`.
    pub fn kind(&self) -> Option<&str> {
        self.members.get(ODATA_TYPE).and_then(Value::as_str)
    }

    /// All members as they were received.
    pub fn members(&self) -> &Map<String, Value> {
        &self.members
    }
}

impl<B: DeserializeOwned> OtherKind<B> {
    pub(crate) fn new(members: Map<String, Value>) -> Result<Self, serde_json::Error> {
        // A member's name may mean something else in a kind that isn't known.
        let base = B::deserialize(Value::Object(members.clone()))?;
        Ok(Self { base, members })
    }
}

impl<B> Deref for OtherKind<B> {
    type Target = B;

    fn deref(&self) -> &B {
        &self.base
    }
}

impl<B> Serialize for OtherKind<B> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.members.serialize(serializer)
    }
}

pub(crate) const ODATA_TYPE: &str = "@odata.type";

/// An enumeration of kinds.
pub(crate) trait Kinds: Sized {
    /// Reads an object of this kind; `None` if the kind has no name here.
    fn read_kind<'de, M: MapAccess<'de>>(kind: &str, members: Members<M>) -> Result<Read<Self, M>, M::Error>;

    /// Keeps an object of any other kind.
    fn other(members: Map<String, Value>) -> Result<Self, serde_json::Error>;
}

/// What came of reading an object of a kind.
pub(crate) enum Read<K, M> {
    Known(K),
    Unknown(Members<M>),
}

/// An object's members: those still to come, or all of them.
pub(crate) enum Members<M> {
    Coming(M),
    Here(Map<String, Value>),
}

impl<'de, M: MapAccess<'de>> Members<M> {
    pub(crate) fn read<T: DeserializeOwned>(self) -> Result<T, M::Error> {
        match self {
            Self::Coming(members) => T::deserialize(MapAccessDeserializer::new(members)),
            Self::Here(members) => T::deserialize(Value::Object(members)).map_err(de::Error::custom),
        }
    }
}

pub(crate) struct KindsVisitor<K>(pub(crate) PhantomData<K>);

impl<'de, K: Kinds> de::Visitor<'de> for KindsVisitor<K> {
    type Value = K;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut source: M) -> Result<K, M::Error> {
        let mut before = Map::new();
        // The service says first what an object is. Then nothing has to be kept aside.
        if let Some(name) = source.next_key::<String>()? {
            let value: Value = source.next_value()?;
            if let (ODATA_TYPE, Value::String(kind)) = (name.as_str(), &value) {
                match K::read_kind(bare(kind), Members::Coming(source))? {
                    Read::Known(known) => return Ok(known),
                    Read::Unknown(Members::Coming(rest)) => source = rest,
                    Read::Unknown(Members::Here(_)) => {
                        unreachable!("members that were still to come are still so")
                    }
                }
            }
            before.insert(name, value);
        }
        while let Some((name, value)) = source.next_entry()? {
            before.insert(name, value);
        }
        let kind = before.get(ODATA_TYPE).and_then(Value::as_str).map(ToOwned::to_owned);
        let members = match kind {
            None => before,
            Some(kind) => match K::read_kind(bare(&kind), Members::<M>::Here(before))? {
                Read::Known(known) => return Ok(known),
                Read::Unknown(Members::Here(members)) => members,
                Read::Unknown(Members::Coming(_)) => unreachable!("members that are here stay here"),
            },
        };
        K::other(members).map_err(de::Error::custom)
    }
}

/// A kind's name without what some services leave out: `security.ipEvidence`.
fn bare(kind: &str) -> &str {
    kind.trim_start_matches('#').trim_start_matches("microsoft.graph.")
}

/// Makes an enumeration of kinds.
///
/// The name of each kind stands as the wire has it, and is written back with the object.
macro_rules! kinds {
    (
        $(#[$meta:meta])*
        pub enum $name:ident: $wire:literal of $base:ident {
            $( $(#[$variant_meta:meta])* $variant:ident($kind:ident) = $text:literal, )*
        }
    ) => {
        $(#[$meta])*
        #[doc = ""]
        #[doc = concat!("On the wire: `", $wire, "`.")]
        #[derive(Clone, Debug, PartialEq, ::serde::Serialize)]
        #[serde(tag = "@odata.type")]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[$variant_meta])*
                #[doc = concat!("`", $text, "`.")]
                #[serde(rename = $text)]
                $variant(Box<$kind>),
            )*
            /// A kind that this release has no name for, or none that is said.
            #[serde(untagged)]
            Other(Box<crate::OtherKind<$base>>),
        }

        impl $name {
            /// The name of its kind on the wire; `None` if the object didn't say.
            pub fn kind(&self) -> Option<&str> {
                match self {
                    $( Self::$variant(_) => Some($text), )*
                    Self::Other(other) => other.kind(),
                }
            }
        }

        impl crate::model::kinds::Kinds for $name {
            fn read_kind<'de, M: ::serde::de::MapAccess<'de>>(
                kind: &str,
                members: crate::model::kinds::Members<M>,
            ) -> Result<crate::model::kinds::Read<Self, M>, M::Error> {
                use crate::model::kinds::Read;
                $(
                    if crate::model::kinds::same_kind($text, kind) {
                        return Ok(Read::Known(Self::$variant(Box::new(members.read()?))));
                    }
                )*
                Ok(Read::Unknown(members))
            }

            fn other(
                members: ::serde_json::Map<String, ::serde_json::Value>,
            ) -> Result<Self, ::serde_json::Error> {
                Ok(Self::Other(Box::new(crate::OtherKind::new(members)?)))
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                source.deserialize_map(crate::model::kinds::KindsVisitor(::std::marker::PhantomData))
            }
        }

        impl crate::model::wire::Wire for $name {
            const FORM: crate::model::schema::Form =
                crate::model::schema::Form::Kinds(crate::model::schema::TypeRef::to::<Self>());

            fn read<'de, D: ::serde::Deserializer<'de>>(source: D) -> Result<Option<Self>, D::Error> {
                ::serde::Deserialize::deserialize(source)
            }
        }

        impl crate::model::schema::Model for $name {
            const TYPE: &'static crate::model::schema::Type = &{
                let described = crate::model::schema::Type::kinds_of(
                    concat!("microsoft.graph.", $wire),
                    <$base as crate::model::schema::Model>::TYPE,
                    &[$( <$kind as crate::model::schema::Model>::TYPE ),*],
                );
                #[cfg(test)]
                let described = described.tried_by(crate::model::schema::read_and_write::<Self>);
                described
            };
        }

        /// The kinds of this table.
        pub(crate) const KINDS: &[&crate::model::schema::Type] =
            &[<$name as crate::model::schema::Model>::TYPE];
    };
}

/// Whether a bare name is this kind's.
pub(crate) fn same_kind(text: &str, bare_name: &str) -> bool {
    bare(text).eq_ignore_ascii_case(bare_name)
}
