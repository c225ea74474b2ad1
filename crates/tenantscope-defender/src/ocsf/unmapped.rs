//! What of a value has no place in the schema.

use serde_json::{Map, Value};

/// All of `value` but the members at these paths, with objects that become empty left out.
pub(super) fn all_but(value: Value, mapped: &[&[&str]]) -> Map<String, Value> {
    let Value::Object(mut all) = value else {
        return Map::new();
    };
    for path in mapped {
        remove(&mut all, path);
    }
    all
}

fn remove(object: &mut Map<String, Value>, path: &[&str]) {
    let Some((first, rest)) = path.split_first() else { return };
    let Some(name) = object.keys().find(|name| name.eq_ignore_ascii_case(first)).cloned() else { return };
    match object.get_mut(&name) {
        Some(Value::Object(inner)) if !rest.is_empty() => {
            remove(inner, rest);
            if inner.is_empty() {
                object.remove(&name);
            }
        }
        Some(_) if rest.is_empty() => {
            object.remove(&name);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_is_named_is_left_out() {
        let value = json!({"a": 1, "B": {"c": 2, "d": {"e": 3}}, "f": [1], "g": null});
        let rest = all_but(value, &[&["a"], &["b", "D", "e"], &["f", "x"], &["none"]]);
        assert_eq!(Value::Object(rest), json!({"B": {"c": 2}, "f": [1], "g": null}));
        assert!(all_but(json!([1]), &[]).is_empty());
    }
}
