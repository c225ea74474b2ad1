//! What a query's expressions come to.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::parse::Expression;

pub(super) fn truth(value: &Value) -> bool {
    value.as_bool().unwrap_or_default()
}

pub(super) fn evaluate(expression: &Expression, row: &Value) -> Value {
    match expression {
        Expression::Column(name) => row.get(name).cloned().unwrap_or_default(),
        Expression::Member(whole, part) => {
            let whole = evaluate(whole, row);
            match evaluate(part, row) {
                Value::String(name) => whole.get(name).cloned().unwrap_or_default(),
                index => {
                    let index = index.as_f64().map(|number| format!("/{number}")).unwrap_or_default();
                    whole.pointer(&index).cloned().unwrap_or_default()
                }
            }
        }
        Expression::Text(text) => json!(text),
        Expression::Number(number) => json!(number),
        Expression::Bool(value) => json!(value),
        Expression::List(items) => items.iter().map(|item| evaluate(item, row)).collect(),
        Expression::Call(name, arguments) => {
            let values: Vec<Value> = arguments.iter().map(|argument| evaluate(argument, row)).collect();
            call(name, &values)
        }
        Expression::Binary(operator, left, right) => match operator.as_str() {
            "and" => json!(truth(&evaluate(left, row)) && truth(&evaluate(right, row))),
            "or" => json!(truth(&evaluate(left, row)) || truth(&evaluate(right, row))),
            operator => binary(operator, &evaluate(left, row), &evaluate(right, row)),
        },
    }
}

fn call(name: &str, values: &[Value]) -> Value {
    let first = values.first().unwrap_or(&Value::Null);
    match name {
        "tostring" => json!(text(first)),
        "todouble" | "toreal" => number(first).map_or(Value::Null, |number| json!(number)),
        "tolong" | "toint" => number(first).map_or(Value::Null, whole),
        "tobool" => match first {
            Value::String(text) => json!(text.eq_ignore_ascii_case("true")),
            other => other.clone(),
        },
        "tolower" => json!(text(first).to_lowercase()),
        "toupper" => json!(text(first).to_uppercase()),
        "not" => json!(!truth(first)),
        "isnull" => json!(first.is_null()),
        "isnotnull" => json!(!first.is_null()),
        "isempty" => json!(text(first).is_empty()),
        "isnotempty" => json!(!text(first).is_empty()),
        "iff" | "iif" => values.get(if truth(first) { 1 } else { 2 }).cloned().unwrap_or_default(),
        "coalesce" => values.iter().find(|value| !value.is_null()).cloned().unwrap_or_default(),
        "strcat" => json!(values.iter().map(text).collect::<String>()),
        "array_length" => first.as_array().map_or(Value::Null, |items| json!(items.len())),
        _ => Value::Null,
    }
}

fn binary(operator: &str, left: &Value, right: &Value) -> Value {
    let lower = |value: &Value| text(value).to_lowercase();
    let arithmetic = |apply: fn(f64, f64) -> f64| match number(left).zip(number(right)) {
        Some((a, b)) => json!(apply(a, b)),
        None => Value::Null,
    };
    let any = |equal: &dyn Fn(&Value) -> bool| right.as_array().is_some_and(|items| items.iter().any(equal));
    json!(match operator {
        "==" => equal(left, right),
        "!=" => !equal(left, right),
        "=~" => lower(left) == lower(right),
        "!~" => lower(left) != lower(right),
        "in" => any(&|item| equal(left, item)),
        "in~" => any(&|item| lower(left) == lower(item)),
        "contains" | "has" => lower(left).contains(&lower(right)),
        "startswith" => lower(left).starts_with(&lower(right)),
        "endswith" => lower(left).ends_with(&lower(right)),
        "+" => return arithmetic(|a, b| a + b),
        "-" => return arithmetic(|a, b| a - b),
        "*" => return arithmetic(|a, b| a * b),
        "/" => return arithmetic(|a, b| a / b),
        // Nothing compares with nothing.
        _ if left.is_null() || right.is_null() => false,
        "<" => order_of(left, right).is_lt(),
        "<=" => order_of(left, right).is_le(),
        ">" => order_of(left, right).is_gt(),
        _ => order_of(left, right).is_ge(),
    })
}

fn equal(left: &Value, right: &Value) -> bool {
    match (left.as_f64(), right.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() < f64::EPSILON,
        _ => left == right,
    }
}

pub(super) fn order_of(a: &Value, b: &Value) -> Ordering {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        // Times are written alike, and in the order of time.
        _ => text(a).cmp(&text(b)),
    }
}

/// The value as text; nothing is the empty text.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::String(text) => text.parse().ok(),
        other => other.as_f64(),
    }
}

// Counts and weights, far inside the range.
#[allow(clippy::cast_possible_truncation)]
fn whole(number: f64) -> Value {
    json!(number.trunc() as i64)
}

/// What an aggregate comes to over a group.
pub(super) fn aggregate(expression: &Expression, rows: &[&Value]) -> Value {
    let Expression::Call(name, arguments) = expression else { return Value::Null };
    let values = || rows.iter().filter_map(|row| arguments.first().map(|argument| evaluate(argument, row)));
    let numbers = || values().filter_map(|value| number(&value));
    match name.as_str() {
        "count" => json!(rows.len()),
        "countif" => json!(values().filter(truth).count()),
        "dcount" => {
            let mut distinct: Vec<String> = values().map(|value| text(&value)).collect();
            distinct.sort();
            distinct.dedup();
            json!(distinct.len())
        }
        "sum" => json!(numbers().sum::<f64>()),
        "avg" => {
            let count = u32::try_from(numbers().count()).unwrap_or(u32::MAX);
            if count == 0 { Value::Null } else { json!(numbers().sum::<f64>() / f64::from(count)) }
        }
        "max" => values().max_by(order_of).unwrap_or_default(),
        "min" => values().min_by(order_of).unwrap_or_default(),
        "any" | "take_any" => values().next().unwrap_or_default(),
        _ => Value::Null,
    }
}

/// The values that `type` must have one of, in lower case.
pub(super) fn types(expression: &Expression) -> Option<Vec<String>> {
    let Expression::Binary(operator, left, right) = expression else { return None };
    let is_type = matches!(left.as_ref(), Expression::Column(name) if name == "type");
    let text = |expression: &Expression| match expression {
        Expression::Text(text) => Some(text.to_lowercase()),
        _ => None,
    };
    match (operator.as_str(), right.as_ref()) {
        ("and", _) => types(left).or_else(|| types(right)),
        ("or", _) => Some([types(left)?, types(right)?].concat()),
        ("=~" | "==", right) if is_type => text(right).map(|one| vec![one]),
        ("in" | "in~", Expression::List(items)) if is_type => items.iter().map(text).collect(),
        _ => None,
    }
}
