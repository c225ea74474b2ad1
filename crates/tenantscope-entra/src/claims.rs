//! The `claims` parameter: what an API asked for, and what the app says of itself.

use serde_json::{Value, json};
use tenantscope_core::{Error, ErrorKind, Result};

/// The claims to send: those of a challenge, and the word that challenges are understood.
pub(crate) fn to_send(asked: Option<&str>, continuous_access: bool) -> Result<Option<String>> {
    let Some(asked) = asked else {
        return Ok(continuous_access.then(|| capability().to_string()));
    };
    let mut claims: Value = serde_json::from_str(asked)
        .ok()
        .filter(Value::is_object)
        .ok_or_else(|| Error::new(ErrorKind::InvalidInput, "the claims are no JSON object"))?;
    if !continuous_access {
        return Ok(Some(asked.to_owned()));
    }
    merge(&mut claims, capability());
    Ok(Some(claims.to_string()))
}

fn capability() -> Value {
    json!({"access_token": {"xms_cc": {"values": ["cp1"]}}})
}

/// Adds what `claims` doesn't have yet, at any depth.
fn merge(claims: &mut Value, more: Value) {
    match (claims, more) {
        (Value::Object(claims), Value::Object(more)) => {
            for (name, value) in more {
                merge(claims.entry(name).or_insert(Value::Null), value);
            }
        }
        (claims @ Value::Null, more) => *claims = more,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenge_and_capability_are_sent_together() {
        let asked = r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#;
        assert_eq!(to_send(Some(asked), false).unwrap().unwrap(), asked);
        let both: Value = serde_json::from_str(&to_send(Some(asked), true).unwrap().unwrap()).unwrap();
        assert_eq!(
            both,
            json!({"access_token": {"nbf": {"essential": true, "value": "1604106651"}, "xms_cc": {"values": ["cp1"]}}})
        );
        assert_eq!(
            to_send(None, true).unwrap().unwrap(),
            r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#
        );
        assert_eq!(to_send(None, false).unwrap(), None);
        assert!(to_send(Some("rubbish"), false).is_err());
    }
}
