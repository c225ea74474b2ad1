//! Reads the `WWW-Authenticate` header: what an API wants of the next token.

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use http::HeaderMap;

/// One challenge: a scheme and its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    scheme: String,
    parameters: Vec<(String, String)>,
}

impl Challenge {
    /// Every challenge in the `WWW-Authenticate` headers of an answer. What can't be read is left out.
    pub fn read_all(headers: &HeaderMap) -> Vec<Self> {
        headers
            .get_all(http::header::WWW_AUTHENTICATE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(parse)
            .collect()
    }

    /// The scheme: `Bearer`.
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// A parameter, whatever the case of its name.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The claims that a new token must carry, as JSON, if this asks for any.
    pub fn claims(&self) -> Option<String> {
        if !self.scheme.eq_ignore_ascii_case("bearer") {
            return None;
        }
        let claims = self.parameter("claims")?;
        let json = if claims.trim_start().starts_with('{') {
            claims.to_owned()
        } else {
            String::from_utf8(decode_base64(claims)?).ok()?
        };
        serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&json).ok()?;
        Some(json)
    }
}

/// Decodes base64 in the standard or the URL alphabet, padded or not.
fn decode_base64(text: &str) -> Option<Vec<u8>> {
    const LENIENT: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let standard: String = text
        .chars()
        .map(|c| match c {
            '-' => '+',
            '_' => '/',
            c => c,
        })
        .collect();
    GeneralPurpose::new(&alphabet::STANDARD, LENIENT).decode(standard.trim()).ok()
}

/// Reads a header by RFC 9110, section 11: challenges and their parameters are both divided by commas.
fn parse(header: &str) -> Vec<Challenge> {
    let mut challenges: Vec<Challenge> = Vec::new();
    let mut rest = header;
    loop {
        rest = rest.trim_start_matches([',', ' ', '\t']);
        let (word, behind) = token(rest);
        if word.is_empty() {
            return challenges;
        }
        let after = behind.trim_start();
        match (after.strip_prefix('='), challenges.last_mut()) {
            // `name=value`, unless what follows shows that this was a scheme with a token68
            (Some(value), Some(challenge)) => {
                let (value, behind) = parameter_value(value.trim_start());
                challenge.parameters.push((word.to_owned(), value));
                rest = behind;
            }
            (Some(value), None) => rest = parameter_value(value.trim_start()).1,
            (None, _) => {
                challenges.push(Challenge { scheme: word.to_owned(), parameters: Vec::new() });
                rest = behind;
            }
        }
    }
}

fn token(text: &str) -> (&str, &str) {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~/".contains(c);
    text.split_at(text.find(|c| !is_token(c)).unwrap_or(text.len()))
}

fn parameter_value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([',', ' ', '\t']).unwrap_or(text.len());
        return (text[..end].to_owned(), &text[end..]);
    };
    let mut value = String::new();
    let mut escaped = false;
    for (at, c) in quoted.char_indices() {
        match c {
            _ if escaped => {
                value.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            '"' => return (value, &quoted[at + 1..]),
            _ => value.push(c),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CLAIMS: &str =
        "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwgInZhbHVlIjoiMTYwNDEwNjY1MSJ9fX0=";

    #[test]
    fn claims_are_found_whatever_stands_before_and_between() {
        for header in [
            format!(
                r#"Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="{CLAIMS}""#
            ),
            format!(r#"Bearer error="a, b=c \" d",claims={CLAIMS}"#),
            format!(r#"Basic realm="x", Bearer claims="{CLAIMS}", realm="""#),
            format!(r#"bearer claims="{}""#, CLAIMS.trim_end_matches('=')),
        ] {
            let claims: Vec<_> = parse(&header).iter().filter_map(Challenge::claims).collect();
            assert_eq!(
                claims,
                [r#"{"access_token":{"nbf":{"essential":true, "value":"1604106651"}}}"#],
                "{header}"
            );
        }
    }

    #[test]
    fn what_is_no_claims_challenge_asks_for_nothing() {
        for header in [
            "",
            "Bearer",
            r#"Bearer realm="""#,
            r#"Bearer claims="!!!""#,
            r#"Bearer claims="W10=""#,
            r#"Basic claims="e30=""#,
            "claims=e30=",
        ] {
            assert!(parse(header).iter().all(|challenge| challenge.claims().is_none()), "{header}");
        }
    }

    #[test]
    fn vault_challenge_tells_authority_and_resource() {
        let all = parse(
            r#"Bearer authorization="https://login.microsoftonline.com/t", resource="https://vault.azure.net""#,
        );
        assert_eq!(all[0].parameter("Resource"), Some("https://vault.azure.net"));
    }

    proptest! {
        #[test]
        fn any_header_is_read_to_its_end(header in "[ -~]{0,200}") {
            let _ = parse(&header);
        }
    }
}
