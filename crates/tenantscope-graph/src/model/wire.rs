//! How values and members are read from what the services really write.

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::{Map, Value};
use tenantscope_core::{Timestamp, lenient};

use super::schema::Form;

/// A value as it stands on the wire. `null`, and an empty text where no text is due, are none.
pub(crate) trait Wire: Sized {
    const FORM: Form;

    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Self>, D::Error>;
}

/// A struct's member: absent by default, and then not written.
pub(crate) trait Member: Default + Serialize {
    const FORM: Form;

    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Self, D::Error>;

    fn is_absent(&self) -> bool;
}

impl<T: Wire + Serialize> Member for Option<T> {
    const FORM: Form = T::FORM;

    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        T::read(source)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl Wire for String {
    const FORM: Form = Form::Text;

    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Self>, D::Error> {
        Option::deserialize(source)
    }
}

impl Wire for f64 {
    const FORM: Form = Form::Number;

    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Self>, D::Error> {
        lenient::number::deserialize(source)
    }
}

impl Wire for i64 {
    const FORM: Form = Form::Integer;

    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Self>, D::Error> {
        lenient::integer::deserialize(source)
    }
}

impl Wire for bool {
    const FORM: Form = Form::Boolean;

    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Self>, D::Error> {
        lenient::boolean::deserialize(source)
    }
}

impl Wire for Timestamp {
    const FORM: Form = Form::Instant;

    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Self>, D::Error> {
        struct Instant;

        impl Text for Instant {
            type Value = Timestamp;
            const EXPECTED: &'static str = "a date and time";

            fn take<E: de::Error>(text: &str) -> Result<Timestamp, E> {
                text.parse().map_err(E::custom)
            }
        }

        read_text::<Instant, D>(source)
    }
}

impl Wire for Value {
    const FORM: Form = Form::Any;

    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Self>, D::Error> {
        Option::deserialize(source)
    }
}

impl Wire for Map<String, Value> {
    const FORM: Form = Form::Any;

    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Self>, D::Error> {
        Option::deserialize(source)
    }
}

impl<T: Wire> Wire for Box<T> {
    const FORM: Form = T::FORM;

    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Self>, D::Error> {
        Ok(T::read(source)?.map(Box::new))
    }
}

/// Reads a word of an enumeration.
pub(crate) fn read_word<'de, D: Deserializer<'de>, E: for<'a> From<&'a str>>(
    source: D,
) -> Result<Option<E>, D::Error> {
    struct Word<E>(std::marker::PhantomData<E>);

    impl<W: for<'a> From<&'a str>> Text for Word<W> {
        type Value = W;
        const EXPECTED: &'static str = "a word";

        fn take<E: de::Error>(text: &str) -> Result<W, E> {
            Ok(text.into())
        }
    }

    read_text::<Word<E>, D>(source)
}

/// What is made of a text that isn't empty.
pub(crate) trait Text {
    type Value;
    const EXPECTED: &'static str;

    fn take<E: de::Error>(text: &str) -> Result<Self::Value, E>;
}

pub(crate) fn read_text<'de, T: Text, D: Deserializer<'de>>(source: D) -> Result<Option<T::Value>, D::Error> {
    struct Visitor<T>(std::marker::PhantomData<T>);

    impl<'de, T: Text> de::Visitor<'de> for Visitor<T> {
        type Value = Option<T::Value>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str(T::EXPECTED)
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
            if text.trim().is_empty() { Ok(None) } else { T::take(text).map(Some) }
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_none<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<Self::Value, D::Error> {
            source.deserialize_str(self)
        }
    }

    source.deserialize_option(Visitor::<T>(std::marker::PhantomData))
}
