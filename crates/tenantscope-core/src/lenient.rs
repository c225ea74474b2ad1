//! Readers for members whose wire form isn't the documented one. Use them with serde's `with`.
//!
//! ```
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Deserialize, Serialize)]
//! struct Score {
//!     #[serde(default, with = "tenantscope_core::lenient::number")]
//!     current: Option<f64>,
//! }
//!
//! for body in [r#"{"current": 5}"#, r#"{"current": 5.0}"#, r#"{"current": "5"}"#] {
//!     assert_eq!(serde_json::from_str::<Score>(body)?.current, Some(5.0));
//! }
//! assert_eq!(serde_json::from_str::<Score>(r#"{"current": ""}"#)?.current, None);
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! Each takes `null` and an absent member (with `default`) as none, and all but `list` an empty text too.

/// A number that may come as a text: `5`, `5.0`, `"5"`.
pub mod number {
    use std::fmt;

    use serde::{Deserializer, Serializer, de};

    /// Reads the number.
    ///
    /// # Errors
    ///
    /// If it is neither a number nor the text of one.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Option<f64>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or the text of one")
            }

            fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
                Ok(Some(value))
            }

            #[allow(clippy::cast_precision_loss)] // scores and counts are far below 2^53
            fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
                Ok(Some(value as f64))
            }

            #[allow(clippy::cast_precision_loss)] // as above
            fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
                Ok(Some(value as f64))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                if text.trim().is_empty() {
                    return Ok(None);
                }
                match text.trim().parse::<f64>() {
                    Ok(value) if value.is_finite() => Ok(Some(value)),
                    _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
                }
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_none<E>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
                deserializer.deserialize_any(self)
            }
        }

        deserializer.deserialize_any(Visitor)
    }

    /// Writes it as a number.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
        serde::Serialize::serialize(value, serializer)
    }
}

/// A whole number that may come as a text or with a fraction of zero: `5`, `5.0`, `"5"`.
pub mod integer {
    use serde::{Deserializer, Serializer, de};

    /// Reads the number.
    ///
    /// # Errors
    ///
    /// If it is no whole number, nor the text of one.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Option<i64>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a whole number or the text of one")
            }

            #[allow(clippy::cast_possible_truncation)] // checked: no fraction, and well inside the range
            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Self::Value, E> {
                if value.fract() == 0.0 && value.abs() < 9.0e15 {
                    Ok(Some(value as i64))
                } else {
                    Err(E::invalid_value(de::Unexpected::Float(value), &self))
                }
            }

            fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
                Ok(Some(value))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
                i64::try_from(value)
                    .map(Some)
                    .map_err(|_| E::invalid_value(de::Unexpected::Unsigned(value), &self))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                if text.trim().is_empty() {
                    return Ok(None);
                }
                text.trim().parse().map(Some).map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_none<E>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
                deserializer.deserialize_any(self)
            }
        }

        deserializer.deserialize_any(Visitor)
    }

    /// Writes it as a number.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(value: &Option<i64>, serializer: S) -> Result<S::Ok, S::Error> {
        serde::Serialize::serialize(value, serializer)
    }
}

/// A truth value that may come as a text: `true`, `"true"`, `"False"`.
pub mod boolean {
    use serde::{Deserializer, Serializer, de};

    /// Reads the truth value.
    ///
    /// # Errors
    ///
    /// If it is neither a truth value nor the text of one.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Option<bool>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("true or false, or the text of one")
            }

            fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
                Ok(Some(value))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                match text.trim().to_ascii_lowercase().as_str() {
                    "" => Ok(None),
                    "true" => Ok(Some(true)),
                    "false" => Ok(Some(false)),
                    _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
                }
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_none<E>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
                deserializer.deserialize_any(self)
            }
        }

        deserializer.deserialize_any(Visitor)
    }

    /// Writes it as a truth value.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(value: &Option<bool>, serializer: S) -> Result<S::Ok, S::Error> {
        serde::Serialize::serialize(value, serializer)
    }
}

/// A list for which `null` stands where it is empty.
pub mod list {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Reads the list; `null` is an empty one.
    ///
    /// # Errors
    ///
    /// Those of the elements.
    pub fn deserialize<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
        deserializer: D,
    ) -> Result<Vec<T>, D::Error> {
        Ok(Option::<Vec<T>>::deserialize(deserializer)?.unwrap_or_default())
    }

    /// Writes the list.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<S: Serializer, T: Serialize>(value: &[T], serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

/// An instant for which an empty text stands where there is none.
pub mod instant {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    use crate::Timestamp;

    /// Reads the instant.
    ///
    /// # Errors
    ///
    /// If the text is none of the forms that [`Timestamp`] understands.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
        match Option::<String>::deserialize(deserializer)? {
            None => Ok(None),
            Some(text) if text.trim().is_empty() => Ok(None),
            Some(text) => text.parse().map(Some).map_err(de::Error::custom),
        }
    }

    /// Writes the instant.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(value: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct All {
        #[serde(with = "super::number")]
        n: Option<f64>,
        #[serde(with = "super::integer")]
        i: Option<i64>,
        #[serde(with = "super::boolean")]
        b: Option<bool>,
        #[serde(with = "super::list")]
        l: Vec<u8>,
        #[serde(with = "super::instant")]
        t: Option<crate::Timestamp>,
    }

    #[test]
    fn null_absent_and_empty_texts_are_none() {
        for body in [
            r"{}",
            r#"{"n":null,"i":null,"b":null,"l":null,"t":null}"#,
            r#"{"n":"","i":" ","b":"","l":[],"t":""}"#,
        ] {
            assert_eq!(serde_json::from_str::<All>(body).unwrap(), All::default(), "{body}");
        }
    }

    #[test]
    fn values_come_as_themselves_or_as_texts() {
        for body in [
            r#"{"n":100,"i":3,"b":true,"l":[1],"t":"1970-01-01T00:00:00"}"#,
            r#"{"n":"100.0","i":"3","b":"True","l":[1],"t":"1970-01-01T00:00:00Z"}"#,
            r#"{"n":100.0,"i":3.0,"b":"true","l":[1],"t":"1970-01-01"}"#,
        ] {
            let all: All = serde_json::from_str(body).unwrap();
            assert_eq!(
                all,
                All {
                    n: Some(100.0),
                    i: Some(3),
                    b: Some(true),
                    l: vec![1],
                    t: Some(crate::Timestamp::UNIX_EPOCH)
                },
                "{body}"
            );
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for body in [r#"{"n":"many"}"#, r#"{"n":"NaN"}"#, r#"{"i":3.5}"#, r#"{"i":"3.5"}"#, r#"{"b":"yes"}"#]
        {
            assert!(serde_json::from_str::<All>(body).is_err(), "{body}");
        }
    }
}
