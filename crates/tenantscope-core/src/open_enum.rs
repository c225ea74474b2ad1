//! Enumerations that the services extend without notice.

use std::fmt;

/// A value that this release has no name for. Its text is in the enum's `as_str` only.
///
/// Nothing can be matched inside it, so that no program breaks when a later release names the value.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    #[doc(hidden)]
    pub fn new(text: String) -> Self {
        Self(text.into())
    }

    #[doc(hidden)]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

/// Makes an enumeration that keeps values it has no name for.
///
/// ```
/// tenantscope_core::open_enum! {
///     /// What a control protects.
///     pub enum ControlCategory {
///         /// Sign-ins and accounts.
///         Identity = "Identity",
///         /// Applications.
///         Apps = "Apps",
///     }
/// }
///
/// assert_eq!(ControlCategory::from("identity"), ControlCategory::Identity);
/// let newer = ControlCategory::from("Quantum");
/// assert_eq!(newer.as_str(), "Quantum");
/// assert_eq!(serde_json::to_string(&newer)?, r#""Quantum""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Names are compared without regard to case, since the services differ from their own documents
/// there; a known value is written with the documented letters.
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $text:literal ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[$variant_meta])* $variant, )+
            /// A value newer than this release. Its text is in [`as_str`](Self::as_str) only.
            Unknown($crate::UnknownValue),
        }

        impl $name {
            /// The value as the service writes it.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $text, )+
                    Self::Unknown(value) => value.text(),
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                $( if text.eq_ignore_ascii_case($text) { return Self::$variant; } )+
                Self::Unknown($crate::UnknownValue::new(text.to_owned()))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                $( if text.eq_ignore_ascii_case($text) { return Self::$variant; } )+
                Self::Unknown($crate::UnknownValue::new(text))
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(text.into())
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::__serde::Serialize for $name {
            fn serialize<S: $crate::__serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::__serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                struct Visitor;

                impl $crate::__serde::de::Visitor<'_> for Visitor {
                    type Value = $name;

                    fn expecting(
                        &self,
                        f: &mut ::std::fmt::Formatter<'_>,
                    ) -> ::std::fmt::Result {
                        f.write_str("a text")
                    }

                    fn visit_str<E: $crate::__serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        Ok(text.into())
                    }
                }

                deserializer.deserialize_str(Visitor)
            }
        }
    };
}

#[cfg(test)]
#[allow(unreachable_pub)] // the macro makes public types
mod tests {
    open_enum! {
        /// A severity.
        pub enum Severity {
            /// Low.
            Low = "low",
            /// High.
            High = "high",
        }
    }

    #[test]
    fn known_value_is_read_without_regard_to_case() {
        assert_eq!(serde_json::from_str::<Severity>(r#""HIGH""#).unwrap(), Severity::High);
        assert_eq!(serde_json::to_string(&Severity::High).unwrap(), r#""high""#);
    }

    #[test]
    fn unknown_value_survives_a_round_trip() {
        let value: Severity = serde_json::from_str(r#""é \"new\"""#).unwrap();
        assert!(matches!(value, Severity::Unknown(_)));
        assert_eq!(value.as_str(), "é \"new\"");
        assert_eq!(serde_json::to_string(&value).unwrap(), r#""é \"new\"""#);
    }
}
