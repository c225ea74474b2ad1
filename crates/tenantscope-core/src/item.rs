//! A value together with the exact text that it was read from.

use std::{fmt, ops::Deref};

use bytes::Bytes;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, DeserializeOwned},
    ser,
};
use serde_json::{Map, Value, value::RawValue};

use crate::{Error, ErrorKind, Result, json_problem};

/// A value as it was received: `T` for the parts that have a name, and the exact JSON text for all of it.
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use tenantscope_core::Item;
///
/// #[derive(Deserialize, Serialize)]
/// struct Score { current: f64 }
///
/// let item: Item<Score> = Item::from_json(r#"{"current": 5, "newer": {"than": "us"}}"#)?;
/// assert_eq!(item.current, 5.0);                                    // T's own members
/// assert_eq!(item.as_json(), r#"{"current": 5, "newer": {"than": "us"}}"#);
/// assert_eq!(item.extra()["newer"]["than"], "us");                  // what T has no name for
/// # Ok::<(), tenantscope_core::Error>(())
/// ```
///
/// It serializes as the text it came from, byte for byte, so that storing and forwarding lose nothing.
/// The text is a slice of the page that it came in: [`detach`](Self::detach) an item that outlives its page.
#[derive(Clone)]
pub struct Item<T> {
    value: T,
    // always one whole JSON value in UTF-8
    raw: Bytes,
}

impl<T> Item<T> {
    /// Joins a value with its text. The text must be one JSON value in UTF-8.
    pub(crate) fn from_parts(value: T, raw: Bytes) -> Self {
        debug_assert!(std::str::from_utf8(&raw).is_ok());
        Self { value, raw }
    }

    /// The exact bytes that the value was read from.
    pub fn raw(&self) -> &Bytes {
        &self.raw
    }

    /// The exact JSON text that the value was read from.
    pub fn as_json(&self) -> &str {
        std::str::from_utf8(&self.raw).expect("an item's text was UTF-8 when it was made")
    }

    /// The typed value alone.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The typed value and its text.
    pub fn into_parts(self) -> (T, Bytes) {
        (self.value, self.raw)
    }

    /// Copies the text, so that this item no longer keeps its whole page in memory.
    pub fn detach(self) -> Self {
        Self { value: self.value, raw: Bytes::copy_from_slice(&self.raw) }
    }

    /// The whole text as a JSON value.
    pub fn to_json_value(&self) -> Value {
        serde_json::from_slice(&self.raw).unwrap_or_default()
    }
}

impl<T: DeserializeOwned> Item<T> {
    /// Reads a stored text.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnexpectedResponse`] if it is no JSON, or not of this type.
    pub fn from_json(text: impl Into<Bytes>) -> Result<Self> {
        let raw = text.into();
        let text = std::str::from_utf8(&raw)
            .map_err(|_| Error::new(ErrorKind::UnexpectedResponse, "the text isn't UTF-8"))?;
        let trimmed = text.trim_start_matches('\u{feff}').trim();
        let value = serde_json::from_str(trimmed).map_err(|error| {
            Error::new(
                ErrorKind::UnexpectedResponse,
                format!("the text can't be read: {}", json_problem(&error)),
            )
        })?;
        let raw = raw.slice_ref(trimmed.as_bytes());
        Ok(Self { value, raw })
    }
}

impl<T: Serialize> Item<T> {
    /// What was received and has no name in `T`, at any depth.
    ///
    /// Inside a list, an element that has nothing extra stands as `null`, so that positions are kept.
    /// A member that is `null` or empty on the wire counts as known, since models leave such out when they are
    /// written; [`as_json`](Self::as_json) has it.
    pub fn extra(&self) -> Map<String, Value> {
        let known = serde_json::to_value(&self.value).unwrap_or_default();
        match unnamed(self.to_json_value(), &known) {
            Some(Value::Object(extra)) => extra,
            _ => Map::new(),
        }
    }
}

/// The parts of `all` that `known` has no member for.
fn unnamed(all: Value, known: &Value) -> Option<Value> {
    match (all, known) {
        (Value::Object(all), Value::Object(known)) => {
            let extra: Map<String, Value> = all
                .into_iter()
                .filter_map(|(name, value)| {
                    let rest = match known.get(&name) {
                        Some(known) => unnamed(value, known),
                        None => Some(value).filter(|value| !is_nothing(value)),
                    };
                    rest.map(|rest| (name, rest))
                })
                .collect();
            (!extra.is_empty()).then_some(Value::Object(extra))
        }
        (Value::Array(all), Value::Array(known)) if all.len() == known.len() => {
            let extra: Vec<Option<Value>> =
                all.into_iter().zip(known).map(|(value, known)| unnamed(value, known)).collect();
            extra
                .iter()
                .any(Option::is_some)
                .then(|| Value::Array(extra.into_iter().map(Option::unwrap_or_default).collect()))
        }
        _ => None,
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(elements) => elements.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

impl<T> Deref for Item<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> AsRef<T> for Item<T> {
    fn as_ref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Item<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// Items are equal if their values are; the texts may differ in what isn't named.
impl<T: PartialEq> PartialEq for Item<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T> Serialize for Item<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::from_str::<&RawValue>(self.as_json()).map_err(ser::Error::custom)?.serialize(serializer)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Item<T> {
    /// Reads it back from JSON; other formats can't carry the text.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let value = serde_json::from_str(raw.get()).map_err(de::Error::custom)?;
        Ok(Self { value, raw: Bytes::from(String::from(Box::<str>::from(raw))) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Outer {
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        #[serde(default)]
        inner: Vec<Inner>,
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Inner {
        score: f64,
    }

    const TEXT: &str = r#"{ "inner":[{"score":1},{"score":2.0,"on":"true"}], "name":null, "gone":null, "none":[], "new":[1, {"a":2}] }"#;

    #[test]
    fn text_goes_out_byte_for_byte() {
        let item: Item<Outer> = Item::from_json(format!("\u{feff}\n{TEXT}\n")).unwrap();
        assert_eq!(item.as_json(), TEXT);
        assert_eq!(serde_json::to_string(&item).unwrap(), TEXT);
        assert_eq!(serde_json::to_string(&[&item]).unwrap(), format!("[{TEXT}]"));
        let again: Item<Outer> = serde_json::from_str(TEXT).unwrap();
        assert_eq!(again.as_json(), TEXT);
        assert_eq!(again, item);
    }

    #[test]
    fn extra_holds_what_has_no_name_at_any_depth() {
        let item: Item<Outer> = Item::from_json(TEXT).unwrap();
        let extra = Value::Object(item.extra());
        assert_eq!(extra, serde_json::json!({"inner": [null, {"on": "true"}], "new": [1, {"a": 2}]}));
    }

    #[test]
    fn detached_item_holds_only_its_own_text() {
        let page = Bytes::from(format!("[{TEXT}]"));
        let item = Item::from_parts((), page.slice(1..page.len() - 1)).detach();
        drop(page);
        assert!(item.raw().is_unique());
        assert_eq!(item.as_json(), TEXT);
    }

    #[test]
    fn text_of_another_type_is_an_error_that_quotes_nothing() {
        let error = Item::<Outer>::from_json(r#"{"inner":[{"score":"CANARY"}]}"#).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
        assert!(!format!("{error:?}").contains("CANARY"));
    }
}
