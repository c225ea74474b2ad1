//! A reader that never fails: what isn't of the documented type counts as absent, and the raw text keeps it.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::Value;

use super::{EventTime, RecordType, UserType};

/// What can be made of a text or of a number.
pub(crate) trait FromScalar: Sized {
    fn from_text(text: &str) -> Option<Self>;

    fn from_integer(number: i64) -> Option<Self> {
        Self::from_text(&number.to_string())
    }

    #[allow(clippy::cast_possible_truncation)] // checked: no fraction, and well inside the range
    fn from_float(number: f64) -> Option<Self> {
        if number.fract() == 0.0 && number.abs() < 9.0e15 {
            Self::from_integer(number as i64)
        } else {
            Self::from_text(&number.to_string())
        }
    }

    fn from_bool(_: bool) -> Option<Self> {
        None
    }
}

impl FromScalar for String {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    fn from_bool(value: bool) -> Option<Self> {
        Some(value.to_string())
    }
}

impl FromScalar for i64 {
    fn from_text(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }

    fn from_integer(number: i64) -> Option<Self> {
        Some(number)
    }
}

impl FromScalar for f64 {
    fn from_text(text: &str) -> Option<Self> {
        text.trim().parse().ok().filter(|number: &f64| number.is_finite())
    }

    #[allow(clippy::cast_precision_loss)] // counts and shares are far below 2^53
    fn from_integer(number: i64) -> Option<Self> {
        Some(number as f64)
    }

    fn from_float(number: f64) -> Option<Self> {
        Some(number)
    }
}

impl FromScalar for bool {
    fn from_text(text: &str) -> Option<Self> {
        match text.trim() {
            text if text.eq_ignore_ascii_case("true") => Some(true),
            text if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    fn from_bool(value: bool) -> Option<Self> {
        Some(value)
    }
}

impl FromScalar for EventTime {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.into())
    }

    fn from_integer(_: i64) -> Option<Self> {
        None
    }
}

impl FromScalar for RecordType {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.into())
    }

    fn from_integer(number: i64) -> Option<Self> {
        Some(Self::new(number))
    }
}

impl FromScalar for UserType {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.into())
    }

    fn from_integer(number: i64) -> Option<Self> {
        Some(Self::new(number))
    }
}

/// Reads what can be read; anything else is absent.
pub(crate) fn read<'de, D: Deserializer<'de>, T: Readable>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::read(deserializer)
}

/// What can be read from anything.
pub(crate) trait Readable: Sized {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error>;
}

impl<T: FromScalar> Readable for T {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(Lenient(PhantomData))
    }
}

/// A member that has a form of its own is taken as it is.
impl Readable for Value {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Option::deserialize(deserializer)
    }
}

struct Lenient<T>(PhantomData<T>);

impl<'de, T: FromScalar> Visitor<'de> for Lenient<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(T::from_text(text))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(T::from_bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(T::from_integer(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(match i64::try_from(number) {
            Ok(number) => T::from_integer(number),
            Err(_) => T::from_text(&number.to_string()),
        })
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(T::from_float(number))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}
