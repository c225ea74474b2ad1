//! Every model, with whatever the services may send: nothing is lost, and what has a name is understood.

use proptest::prelude::*;
use serde_json::{Map, Number, Value, json};

use super::schema::{self, Form, Type};

/// Numbers without end from one seed, so that a failure can be had again.
struct Random {
    state: u64,
    markers: Vec<String>,
}

impl Random {
    fn new(seed: u64) -> Self {
        Self { state: seed | 1, markers: Vec::new() }
    }

    fn next(&mut self) -> u64 {
        // xorshift64*
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(n.max(1)).unwrap()).unwrap()
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    /// A value that is found again wherever it ends up.
    fn marker(&mut self) -> Value {
        let marker = format!("marker-{}-{}", self.markers.len(), self.next());
        self.markers.push(marker.clone());
        Value::String(marker)
    }
}

/// A value as the wire may have it, and as the model writes it; `None` where it counts as absent.
type Sample = (Value, Option<Value>);

fn sample(form: Form, random: &mut Random, depth: usize) -> Sample {
    if random.one_in(12) {
        return (Value::Null, None);
    }
    match form {
        Form::Text => same(json!(random.pick(&["", "a", "ü \"quoted\" \\ 漢", "0001-01-01", "<p>x</p>"]))),
        Form::Id => same(json!(random.pick(&["5c9f", "AdminMFAV2", "da637_-1"]))),
        Form::Number => number(random),
        Form::Integer => {
            let value = i64::try_from(random.next() % 1_000_000).unwrap() - 1000;
            let wire = random.pick(&[json!(value), json!(value.to_string()), json!(value)]);
            if random.one_in(20) { (json!(""), None) } else { (wire, Some(json!(value))) }
        }
        Form::Boolean => random.pick(&[
            same(json!(true)),
            same(json!(false)),
            (json!("true"), Some(json!(true))),
            (json!("False"), Some(json!(false))),
            (json!(""), None),
        ]),
        Form::Instant => instant(random),
        Form::Any => same(json!({"@odata.type": "#x", "a": [1, null, {"b": random.marker()}], "b": {}})),
        Form::Enumeration(words) => word(&words, random),
        Form::Flags(words) => {
            let some: Vec<String> = (0..=random.below(3)).map(|_| known(&words, random)).collect();
            let blank = random.pick(&[",", ", "]);
            (json!(some.join(blank)), Some(json!(some.join(","))))
        }
        Form::Object(of) | Form::Kinds(of) => object(&of, random, depth),
        Form::List(of) => {
            let many = if depth > 3 { 0 } else { random.below(3) };
            let (wire, written): (Vec<_>, Vec<_>) = (0..many)
                .map(|_| sample(*of, random, depth + 1))
                .filter_map(|(wire, written)| Some((wire, written?)))
                .unzip();
            (json!(wire), Some(json!(written)))
        }
    }
}

fn same(value: Value) -> Sample {
    (value.clone(), Some(value))
}

fn number(random: &mut Random) -> Sample {
    random.pick(&[
        (json!(5), Some(json!(5.0))),
        (json!(5.0), Some(json!(5.0))),
        (json!("5"), Some(json!(5.0))),
        (json!("100.0"), Some(json!(100.0))),
        (json!(-1), Some(json!(-1.0))),
        (json!(0.125), Some(json!(0.125))),
        (json!(""), None),
    ])
}

fn instant(random: &mut Random) -> Sample {
    let (wire, written) = random.pick(&[
        ("2026-11-22T01:02:03Z", Some("2026-11-22T01:02:03Z")),
        ("2026-11-22T01:02:03.1Z", Some("2026-11-22T01:02:03.1Z")),
        ("2026-11-22T01:02:03.1234567Z", Some("2026-11-22T01:02:03.1234567Z")),
        ("2026-11-22T01:02:03.1234567+00:00", Some("2026-11-22T01:02:03.1234567Z")),
        ("2026-11-22T01:02:03", Some("2026-11-22T01:02:03Z")),
        ("7/19/2026 3:43:13 AM +00:00", Some("2026-07-19T03:43:13Z")),
        ("0001-01-01T08:00:00Z", Some("0001-01-01T08:00:00Z")),
        ("9999-12-31T23:59:59.9999999Z", Some("9999-12-31T23:59:59.9999999Z")),
        ("", None),
    ]);
    (json!(wire), written.map(|text| json!(text)))
}

fn known(words: &Type, random: &mut Random) -> String {
    random.pick(words.words()).to_owned()
}

fn word(words: &Type, random: &mut Random) -> Sample {
    let known = known(words, random);
    match random.below(8) {
        0 => (json!(""), None),
        1 => same(json!("unknownFutureValue")),
        2 => same(json!("aWordFromTheFuture")),
        3 => (json!(known.to_uppercase()), Some(json!(known))),
        _ => same(json!(known)),
    }
}

fn object(of: &Type, random: &mut Random, depth: usize) -> Sample {
    if of.is_open() {
        return same(json!({"anything": [1, {"b": random.marker()}], "X@odata.type": "#Int64"}));
    }
    let Some(base) = of.base() else {
        let (wire, written) = members(of, random, depth);
        return (Value::Object(shuffled(wire, random)), Some(Value::Object(written)));
    };
    match random.below(8) {
        0 => {
            // a kind without a name keeps all that it has
            let (mut wire, _) = members(base, random, depth);
            wire.remove("id");
            wire.insert("@odata.type".into(), json!("#microsoft.graph.kindOfTheFuture"));
            same(Value::Object(shuffled(wire, random)))
        }
        1 => {
            let (wire, _) = members(base, random, depth);
            same(Value::Object(shuffled(wire, random)))
        }
        _ => {
            let kind = random.pick(of.kinds());
            let (mut wire, mut written) = members(kind, random, depth);
            let name = format!("#{}", kind.name());
            let sent = random.pick(&[name.clone(), kind.name().to_owned(), name.clone()]);
            wire.insert("@odata.type".into(), json!(sent));
            written.insert("@odata.type".into(), json!(name));
            (Value::Object(shuffled(wire, random)), Some(Value::Object(written)))
        }
    }
}

fn members(of: &Type, random: &mut Random, depth: usize) -> (Map<String, Value>, Map<String, Value>) {
    let (mut wire, mut written) = (Map::new(), Map::new());
    for (name, form) in of.members() {
        let leave_out = if depth == 0 { random.one_in(6) } else { random.below(4) < depth };
        if leave_out {
            continue;
        }
        let (sent, kept) = sample(form, random, depth + 1);
        if let Some(kept) = kept {
            written.insert(name.to_owned(), kept);
        }
        wire.insert(name.to_owned(), sent);
    }
    if random.one_in(2) {
        wire.insert("notInAnyDocument".into(), random.marker());
        wire.insert("alsoNew".into(), json!({"deep": [random.marker()]}));
        wire.insert("members@odata.context".into(), json!("https://graph.microsoft.com/v1.0/$metadata#x"));
    }
    (wire, written)
}

/// The same members in another order.
fn shuffled(members: Map<String, Value>, random: &mut Random) -> Map<String, Value> {
    let mut all: Vec<_> = members.into_iter().collect();
    for at in (1..all.len()).rev() {
        all.swap(at, random.below(at + 1));
    }
    all.into_iter().collect()
}

/// Numbers are compared as numbers, whether or not they have a fraction of zero.
fn comparable(value: Value) -> Value {
    match value {
        Value::Number(number) => {
            number.as_f64().and_then(Number::from_f64).map_or(Value::Number(number), Value::Number)
        }
        Value::Array(all) => all.into_iter().map(comparable).collect(),
        Value::Object(all) => {
            let all = all.into_iter().map(|(name, value)| (name, comparable(value)));
            Value::Object(all.filter(|(_, value)| !value.is_null()).collect())
        }
        other => other,
    }
}

fn check(of: &Type, seed: u64) -> Result<(), TestCaseError> {
    let mut random = Random::new(seed);
    let (wire, written) = object(of, &mut random, 0);
    let text = wire.to_string();
    let Some(tried) = of.try_out(text.clone()) else { return Ok(()) };
    let tried = tried.map_err(|error| TestCaseError::fail(format!("{}: {error}\n{wire:#}", of.name())))?;
    prop_assert_eq!(&tried.raw, &text, "an item is written as it came");
    prop_assert_eq!(
        comparable(tried.written.clone()),
        comparable(written.unwrap_or_default()),
        "{} wrote something else than {:#}",
        of.name(),
        wire
    );
    let found = format!("{}{}", tried.written, tried.extra);
    for marker in &random.markers {
        prop_assert!(found.contains(marker), "{} lost {}", of.name(), marker);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_model_keeps_what_it_is_sent(seed in any::<u64>()) {
        for (at, of) in schema::types().enumerate() {
            check(of, seed.wrapping_add(u64::try_from(at).unwrap().wrapping_mul(0x9E37_79B9_7F4A_7C15)))?;
        }
    }
}

#[test]
fn names_and_forms_of_members_belong_together() {
    for of in schema::types() {
        let names = of.members().count();
        let declared = schema::member_count(of);
        assert_eq!(names, declared, "{}", of.name());
    }
}
