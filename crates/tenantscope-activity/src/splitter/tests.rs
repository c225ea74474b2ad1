use proptest::prelude::*;
use serde_json::{Value, value::RawValue};

use super::*;

/// All that a splitter finds in a text that arrives in pieces of these lengths, over and over.
fn split(text: &[u8], lengths: &[usize], limit: usize) -> Result<Vec<Element>, SplitError> {
    let mut splitter = ArraySplitter::new(limit);
    let mut found = Vec::new();
    let mut rest = text;
    let mut lengths = lengths.iter().cycle();
    while !rest.is_empty() {
        let length = lengths.next().map_or(rest.len(), |length| (*length).clamp(1, rest.len()));
        let (piece, behind) = rest.split_at(length);
        rest = behind;
        splitter.push(Bytes::copy_from_slice(piece));
        while let Some(element) = splitter.next()? {
            found.push(element);
        }
    }
    splitter.finish()?;
    Ok(found)
}

fn texts(elements: &[Element]) -> Vec<&[u8]> {
    fn text(element: &Element) -> &[u8] {
        match element {
            Element::Whole(text) => text,
            Element::TooLong(_) => b"too long",
        }
    }
    elements.iter().map(text).collect()
}

#[test]
fn elements_of_every_kind_are_found() {
    let text =
        b"\xef\xbb\xbf \r\n[ {\"a\":[1,{\"b\":\"}\"}]} ,\t\"x\\\"],\",-1.5e3,null ,[],{},[[\"\\\\\"]]]\n ";
    for length in 1..text.len() {
        let found = split(text, &[length], 100).unwrap();
        let expected: [&[u8]; 7] =
            [br#"{"a":[1,{"b":"}"}]}"#, br#""x\"],""#, b"-1.5e3", b"null", b"[]", b"{}", br#"[["\\"]]"#];
        assert_eq!(texts(&found), expected, "in pieces of {length}");
    }
    assert_eq!(split(b"[]", &[1], 10), Ok(Vec::new()));
}

#[test]
fn what_is_no_array_is_told_from_one_that_was_cut() {
    for text in ["<html>", "{\"error\":{}}", "null", "\u{feff}x", "   {"] {
        let error = split(text.as_bytes(), &[1], 10).unwrap_err();
        assert!(!error.is_cut(), "{text}: {error}");
    }
    for text in ["", "[", "[ ", "[1", "[1,", "[{\"a\":\"", "[{\"a\":\"\\", "[{}", " "] {
        let error = split(text.as_bytes(), &[2], 10).unwrap_err();
        assert!(error.is_cut(), "{text}: {error}");
    }
    for text in ["[,]", "[1,]", "[1,,2]", "[{} {}]", "[\"a\"\"b\"]", "[]]", "[]x", "[}]"] {
        let error = split(text.as_bytes(), &[3], 10).unwrap_err();
        assert!(!error.is_cut(), "{text}: {error}");
    }
}

#[test]
fn element_beyond_the_limit_is_passed_over_without_being_kept() {
    let text = format!(r#"[{{"a":1}},{{"b":"{}"}},{{"c":3}}]"#, "x".repeat(5_000));
    for length in [1, 7, 64, 10_000] {
        let found = split(text.as_bytes(), &[length], 16).unwrap();
        assert_eq!(found[1], Element::TooLong(5_008));
        assert_eq!(
            texts(&found),
            [br#"{"a":1}"#.as_slice(), b"too long", br#"{"c":3}"#],
            "in pieces of {length}"
        );
    }
}

#[test]
fn memory_is_bounded_by_the_limit_and_the_piece() {
    let mut splitter = ArraySplitter::new(1_000);
    splitter.push(Bytes::from_static(b"[\""));
    for _ in 0..10_000 {
        splitter.push(Bytes::from_static(&[b'x'; 100]));
        assert_eq!(splitter.next(), Ok(None));
        assert!(splitter.carried.capacity() <= 4_000 && splitter.piece.is_empty());
    }
}

#[test]
fn broken_element_does_not_hide_those_behind_it() {
    let found = split(br#"[{"a":tru},{"b":2}]"#, &[4], 100).unwrap();
    assert_eq!(texts(&found), [br#"{"a":tru}"#.as_slice(), br#"{"b":2}"#]);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        r#"["\\\\\[\]{},:\u{e9}\u{1f600} ]{0,8}"#.prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map("\\PC{0,6}", inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_pieces_of_any_array_give_the_elements_that_serde_finds(
        elements in prop::collection::vec(any_json(), 0..8),
        pretty in any::<bool>(),
        lengths in prop::collection::vec(1_usize..40, 1..12),
    ) {
        let value = Value::from(elements);
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        let expected: Vec<&RawValue> = serde_json::from_str(&text).unwrap();
        let found = split(text.as_bytes(), &lengths, usize::MAX).unwrap();
        let expected: Vec<&[u8]> = expected.iter().map(|raw| raw.get().as_bytes()).collect();
        prop_assert_eq!(texts(&found), expected);
    }

    #[test]
    fn text_that_is_no_array_is_never_taken_for_a_good_one(
        text in r#"[\[\]{}",:\\0-9a \n\u{e9}]{0,24}"#,
        lengths in prop::collection::vec(1_usize..9, 1..6),
    ) {
        let good = serde_json::from_str::<Vec<Value>>(&text).is_ok();
        let found = split(text.as_bytes(), &lengths, usize::MAX);
        let accepted = found.as_ref().is_ok_and(|found| {
            texts(found).iter().all(|text| serde_json::from_slice::<Value>(text).is_ok())
        });
        prop_assert_eq!(accepted, good);
    }

    #[test]
    fn pieces_do_not_matter_even_where_the_text_is_broken(
        text in prop::collection::vec(prop::sample::select(b"[]{}\",:\\1a ".to_vec()), 0..40),
        lengths in prop::collection::vec(1_usize..9, 1..6),
    ) {
        let whole = split(&text, &[usize::MAX], usize::MAX);
        let in_pieces = split(&text, &lengths, usize::MAX);
        prop_assert_eq!(in_pieces.is_ok(), whole.is_ok());
        if let (Ok(in_pieces), Ok(whole)) = (in_pieces, whole) {
            prop_assert_eq!(in_pieces, whole);
        }
    }
}

#[test]
fn debug_text_shows_no_record() {
    let mut splitter = ArraySplitter::new(1024);
    splitter.push(Bytes::from_static(br#"["secret", "sec"#));
    let element = splitter.next().unwrap().unwrap();
    assert_eq!(splitter.next(), Ok(None));
    assert_eq!(format!("{element:?}"), "Whole(8 bytes)");
    assert!(!format!("{splitter:?}").contains("sec\""));
    assert!(!format!("{splitter:?}").contains("secret"));
}
