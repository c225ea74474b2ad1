//! Enumerations that the service writes as numbers and extends without notice.

/// Makes an enumeration that is a number on the wire, with names for those that are known.
///
/// It reads a number, the text of one, and a name: other services write the same values as names. A name
/// without a number is kept as it is. It needs two functions beside it: `name_of` and `number_of`.
macro_rules! open_number {
    ($(#[$meta:meta])* $name:ident, $expecting:literal) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Kind);

        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        enum Kind {
            Number(i64),
            /// A name that no number is known for.
            Name(Box<str>),
        }

        impl $name {
            /// The value of this number.
            pub const fn new(number: i64) -> Self {
                Self(Kind::Number(number))
            }

            /// The number. There is none if the record has a name that this release doesn't know.
            pub fn number(&self) -> Option<i64> {
                match self.0 {
                    Kind::Number(number) => Some(number),
                    Kind::Name(_) => None,
                }
            }

            /// The name, if there is one.
            pub fn name(&self) -> Option<&str> {
                match &self.0 {
                    Kind::Number(number) => name_of(*number),
                    Kind::Name(name) => Some(name),
                }
            }
        }

        impl From<i64> for $name {
            fn from(number: i64) -> Self {
                Self::new(number)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                let text = text.trim();
                match text.parse().ok().or_else(|| number_of(text)) {
                    Some(number) => Self::new(number),
                    None => Self(Kind::Name(text.into())),
                }
            }
        }

        /// The name, or the number where there is none.
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match (self.name(), self.number()) {
                    (Some(name), _) => f.write_str(name),
                    (None, number) => number.unwrap_or_default().fmt(f),
                }
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match (self.number(), self.name()) {
                    (Some(number), Some(name)) => write!(f, "{number} {name}"),
                    (Some(number), None) => write!(f, "{number}"),
                    (None, name) => write!(f, "{:?}", name.unwrap_or_default()),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match &self.0 {
                    Kind::Number(number) => serializer.serialize_i64(*number),
                    Kind::Name(name) => serializer.serialize_str(name),
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;

                impl serde::de::Visitor<'_> for Visitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($expecting)
                    }

                    fn visit_i64<E>(self, number: i64) -> Result<$name, E> {
                        Ok($name::new(number))
                    }

                    fn visit_u64<E>(self, number: u64) -> Result<$name, E> {
                        Ok($name::new(i64::try_from(number).unwrap_or(i64::MAX)))
                    }

                    #[allow(clippy::cast_possible_truncation)] // `as` saturates, and no value is that large
                    fn visit_f64<E>(self, number: f64) -> Result<$name, E> {
                        Ok($name::new(number as i64))
                    }

                    fn visit_str<E>(self, text: &str) -> Result<$name, E> {
                        Ok(text.into())
                    }
                }

                deserializer.deserialize_any(Visitor)
            }
        }
    };
}

pub(crate) use open_number;
