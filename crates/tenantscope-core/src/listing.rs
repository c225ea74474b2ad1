//! Finds the items of an answer in one pass over its text.

use std::fmt;

use bytes::Bytes;
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::{Error, ErrorKind, Item, Result, json_problem};

/// The items of one answer, each with its exact text, and what stands beside them.
///
/// This reads stored answers too, without a client:
///
/// ```
/// use serde_json::Value;
/// use tenantscope_core::Listing;
///
/// let body = r#"{"@odata.context": "…", "value": [{"id": "a"}, {"id": "b"}]}"#;
/// let listing: Listing<Value> = Listing::read_envelope(body, "value")?;
/// assert_eq!(listing.items().count(), 2);
/// assert_eq!(listing.member("@odata.context").unwrap(), "\"…\"");
/// # Ok::<(), tenantscope_core::Error>(())
/// ```
///
/// An item that isn't of type `T` becomes an error of kind [`ErrorKind::InvalidItem`] in its place, and
/// the others are read all the same.
#[derive(Clone)]
pub struct Listing<T> {
    pub(crate) entries: Vec<Result<Item<T>>>,
    pub(crate) members: Vec<(String, Bytes)>,
}

impl<T: DeserializeOwned> Listing<T> {
    /// Reads a JSON array.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnexpectedResponse`] if it isn't one whole array.
    pub fn read_array(body: impl Into<Bytes>) -> Result<Self> {
        let body = body.into();
        let mut reader = Reader::new(&body)?;
        let entries = reader.array()?;
        reader.end()?;
        Ok(Self { entries, members: Vec::new() })
    }

    /// Reads a JSON object whose member `items` is the array of items; `null` is an empty one.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnexpectedResponse`] if it isn't one whole object with such a member.
    pub fn read_envelope(body: impl Into<Bytes>, items: &str) -> Result<Self> {
        let body = body.into();
        let mut reader = Reader::new(&body)?;
        let mut entries = None;
        let mut members = Vec::new();
        reader.expect(b'{')?;
        let mut more = !reader.take(b'}');
        while more {
            reader.skip_blanks();
            let (name, _) = reader.value::<String>()?;
            reader.expect(b':')?;
            reader.skip_blanks();
            if name == items && reader.peek() == Some(b'[') {
                if entries.is_some() {
                    return Err(reader.unexpected("holds its list of items twice"));
                }
                entries = Some(reader.array()?);
            } else {
                let (_, text) = reader.value::<IgnoredAny>()?;
                if name == items && text.as_ref() == b"null" {
                    if entries.is_some() {
                        return Err(reader.unexpected("holds its list of items twice"));
                    }
                    entries = Some(Vec::new());
                }
                members.push((name, text));
            }
            more = reader.take(b',');
            if !more {
                reader.expect(b'}')?;
            }
        }
        reader.end()?;
        match entries {
            Some(entries) => Ok(Self { entries, members }),
            None => Err(reader.unexpected(&format!("has no list `{items}`"))),
        }
    }
}

impl<T> Listing<T> {
    /// The items that could be read.
    pub fn items(&self) -> impl Iterator<Item = &Item<T>> {
        self.entries.iter().filter_map(|entry| entry.as_ref().ok())
    }

    /// The items that couldn't be read.
    pub fn errors(&self) -> impl Iterator<Item = &Error> {
        self.entries.iter().filter_map(|entry| entry.as_ref().err())
    }

    /// All items in their order.
    pub fn into_entries(self) -> Vec<Result<Item<T>>> {
        self.entries
    }

    /// The exact text of a member that stands beside the items.
    pub fn member(&self, name: &str) -> Option<&Bytes> {
        self.members.iter().find(|(known, _)| known == name).map(|(_, text)| text)
    }

    /// A member that stands beside the items, if it is a text.
    pub fn text_member(&self, name: &str) -> Option<String> {
        serde_json::from_slice(self.member(name)?).ok()
    }
}

/// What stands beside the items isn't for every eye.
impl<T> fmt::Debug for Listing<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listing")
            .field("items", &self.items().count())
            .field("errors", &self.errors().count())
            .finish()
    }
}

/// Walks over a JSON text. `serde_json` reads every value; this knows only what stands between them.
struct Reader<'a> {
    body: &'a Bytes,
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn new(body: &'a Bytes) -> Result<Self> {
        // Checked once here, so that no string in it has to be checked again.
        let text = std::str::from_utf8(body)
            .map_err(|_| Error::new(ErrorKind::UnexpectedResponse, "the answer isn't UTF-8"))?;
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Ok(Self { body, text, at })
    }

    fn array<T: DeserializeOwned>(&mut self) -> Result<Vec<Result<Item<T>>>> {
        let mut entries = Vec::new();
        self.expect(b'[')?;
        if self.take(b']') {
            return Ok(entries);
        }
        loop {
            self.skip_blanks();
            entries.push(self.entry()?);
            if !self.take(b',') {
                self.expect(b']')?;
                return Ok(entries);
            }
        }
    }

    /// Reads one item, or says what is wrong with it if the text goes on well behind it.
    fn entry<T: DeserializeOwned>(&mut self) -> Result<Result<Item<T>>> {
        let start = self.at;
        let problem = match self.parse::<T>() {
            Ok((value, raw)) => return Ok(Ok(Item::from_parts(value, raw))),
            Err(error) => json_problem(&error),
        };
        self.at = start;
        let (_, raw) = self.value::<IgnoredAny>()?;
        Ok(Err(Error::builder(ErrorKind::InvalidItem).detail(problem).body(raw).build()))
    }

    fn value<T: DeserializeOwned>(&mut self) -> Result<(T, Bytes)> {
        self.parse().map_err(|error| self.unexpected(&format!("can't be read: {}", json_problem(&error))))
    }

    fn parse<T: DeserializeOwned>(&mut self) -> Result<(T, Bytes), serde_json::Error> {
        let mut values = serde_json::Deserializer::from_str(&self.text[self.at..]).into_iter::<T>();
        let value = match values.next() {
            Some(value) => value?,
            None => return Err(de_eof()),
        };
        let end = self.at + values.byte_offset();
        let raw = self.body.slice(self.at..end);
        self.at = end;
        Ok((value, raw))
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    /// Goes past `byte` if it comes next.
    fn take(&mut self, byte: u8) -> bool {
        self.skip_blanks();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Result<()> {
        if self.take(byte) {
            return Ok(());
        }
        Err(match self.peek() {
            None => self.unexpected("ends too early"),
            Some(_) => self.unexpected(&format!("has no `{}` where one is due", char::from(byte))),
        })
    }

    fn end(&mut self) -> Result<()> {
        self.skip_blanks();
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.unexpected("goes on behind its end")),
        }
    }

    fn unexpected(&self, what: &str) -> Error {
        Error::new(
            ErrorKind::UnexpectedResponse,
            format!("the answer {what} (byte {} of {})", self.at, self.text.len()),
        )
    }
}

/// What `serde_json` says of a text that ends where a value is due.
fn de_eof() -> serde_json::Error {
    serde_json::from_str::<IgnoredAny>("").expect_err("an empty text is no value")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Named {
        id: String,
    }

    fn ids(listing: &Listing<Named>) -> Vec<&str> {
        listing.items().map(|item| item.id.as_str()).collect()
    }

    #[test]
    fn items_and_what_stands_beside_them_keep_their_exact_text() {
        let body = "\u{feff} { \"@odata.count\" : 2 , \"value\" : [ {\"id\":\"a\", \"x\":1.0} ,\n{\"id\":\"b\"} ] , \"@odata.nextLink\":\"https://h/?a=\\u0062\" } ";
        let listing: Listing<Named> = Listing::read_envelope(body, "value").unwrap();
        assert_eq!(ids(&listing), ["a", "b"]);
        assert_eq!(listing.items().next().unwrap().as_json(), r#"{"id":"a", "x":1.0}"#);
        assert_eq!(listing.member("@odata.count").unwrap(), "2");
        assert_eq!(listing.text_member("@odata.nextLink").unwrap(), "https://h/?a=b");
    }

    #[test]
    fn malformed_item_is_reported_beside_the_good_ones() {
        let body = r#"{"value":[{"id":"a"},{"id":7},null,{"id":"b"}]}"#;
        let listing: Listing<Named> = Listing::read_envelope(body, "value").unwrap();
        assert_eq!(ids(&listing), ["a", "b"]);
        let bad: Vec<_> = listing.errors().collect();
        assert_eq!(bad[0].kind(), ErrorKind::InvalidItem);
        assert_eq!(bad[0].body().unwrap(), r#"{"id":7}"#);
        assert_eq!(bad[1].body().unwrap(), "null");
    }

    #[test]
    fn empty_and_null_lists_are_empty() {
        for body in [r#"{"value":[]}"#, r#"{"value":null,"a":[1]}"#, " {\"value\" : [ ] } "] {
            assert_eq!(
                Listing::<Named>::read_envelope(body, "value").unwrap().into_entries().len(),
                0,
                "{body}"
            );
        }
        assert_eq!(Listing::<Named>::read_array(" [ ] ").unwrap().into_entries().len(), 0);
    }

    #[test]
    fn what_is_no_whole_answer_is_an_error() {
        for body in [
            "",
            "   ",
            "<html></html>",
            "null",
            "[]",
            "{}",
            r#"{"error":{"code":"x"}}"#,
            r#"{"value":[{"id":"a"},]}"#,
            r#"{"value":[{"id":"a"}"#,
            r#"{"value":[{"id":"a"#,
            r#"{"value":[{"id":"a"}]"#,
            r#"{"value":[{"id":"a"}]}x"#,
            r#"{"value":[{"id":"a"} {"id":"b"}]}"#,
            r#"{"value":[],"value":[]}"#,
            r#"{"value":[1],"value":null}"#,
            r#"{"value":{"id":"a"}}"#,
            r#"{"value":[1,2"#,
        ] {
            let error = Listing::<Named>::read_envelope(body, "value").unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{body}");
        }
        assert!(Listing::<Named>::read_envelope(&b"{\"value\":[\"\xff\"]}"[..], "value").is_err());
    }

    #[test]
    fn deeply_nested_item_does_not_exhaust_the_stack() {
        let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
        let listing: Listing<Value> = Listing::read_array(format!("[{deep},1]")).unwrap();
        assert_eq!(listing.errors().count(), 1);
        assert_eq!(listing.items().count(), 1);
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            (-1_000_000_i32..1_000_000).prop_map(|half| Value::from(f64::from(half) / 2.0)),
            "\\PC{0,12}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 20, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-z\"\\\\]{0,4}", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn items_are_those_that_serde_json_finds(values in prop::collection::vec(any_json(), 0..6), pretty in any::<bool>()) {
            let whole = json!({"a": 1, "value": values, "z": {"value": [1]}});
            let body = if pretty { serde_json::to_string_pretty(&whole) } else { serde_json::to_string(&whole) }.unwrap();
            let listing: Listing<Value> = Listing::read_envelope(body, "value").unwrap();
            let found: Vec<Value> = listing.items().map(|item| (**item).clone()).collect();
            prop_assert_eq!(&found, &values);
            for (item, value) in listing.items().zip(&values) {
                prop_assert_eq!(&item.to_json_value(), value);
            }
        }

        #[test]
        fn a_text_that_was_cut_is_never_taken_for_a_whole_one(values in prop::collection::vec(any_json(), 0..4), cut in 0.0..1.0_f64) {
            let body = json!({"value": values}).to_string();
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
            let mut end = (body.len() as f64 * cut) as usize;
            while !body.is_char_boundary(end) { end -= 1; }
            prop_assert!(Listing::<Value>::read_envelope(body[..end].to_owned(), "value").is_err());
        }

        #[test]
        fn no_bytes_make_the_reader_panic(body in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = Listing::<Value>::read_array(body.clone());
            let _ = Listing::<Value>::read_envelope(body, "value");
        }
    }
}
