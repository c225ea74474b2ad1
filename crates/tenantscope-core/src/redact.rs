//! Keeps secrets out of texts that people see.

use std::ops::Range;

/// What the names of members and parameters end with whose value is never shown, in lower case and without
/// `_` and `-`.
const SECRET_NAMES: &[&str] = &[
    "accesskey",
    "accountkey",
    "apikey",
    "assertion",
    "authorization",
    "codeverifier",
    "cookie",
    "devicecode",
    "identityheader",
    "passwd",
    "password",
    "privatekey",
    "pwd",
    "secret",
    "secrettext",
    "sig",
    "signature",
    "subscriptionkey",
    "token",
];

/// Returns at most about `limit` bytes of `text` in one line, with what looks like a secret replaced by `…`.
///
/// Replaced are JSON web tokens wherever they stand, whatever follows `Bearer` or `Basic`, the queries of
/// URLs, and the values of members and parameters such as `client_secret`, `accessToken` or `sig`. Control
/// characters become blanks, so that a foreign text can't write into a terminal or a second log line.
///
/// ```
/// use tenantscope_core::redact;
///
/// let body = r#"{"client_secret": "abc~123", "error": "invalid_client"}"#;
/// assert_eq!(redact(body, 200), r#"{"client_secret": "…", "error": "invalid_client"}"#);
/// ```
pub fn redact(text: &str, limit: usize) -> String {
    // A secret that starts inside the limit must be seen as a whole, so cut only afterwards.
    let window = cut(text, limit.saturating_mul(2).saturating_add(8192));
    let mut out = String::with_capacity(window.len().min(limit.saturating_add(16)));
    let mut shown = 0;
    while shown < window.len() && out.len() <= limit {
        let secret = next_secret(window, shown);
        let plain = secret.as_ref().map_or(window.len(), |secret| secret.start);
        out.extend(window[shown..plain].chars().map(|c| if c.is_control() { ' ' } else { c }));
        shown = match secret {
            Some(secret) => {
                out.push('…');
                secret.end
            }
            None => window.len(),
        };
    }
    if out.len() > limit || window.len() < text.len() {
        let mut short = cut(&out, limit).to_owned();
        short.push('…');
        return short;
    }
    out
}

/// The first secret at or behind `from`.
fn next_secret(text: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    while at < text.len() {
        let rest = &text[at..];
        let word_end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let word = &rest[..word_end];
        if word_end == 0 {
            let c = rest.chars().next()?;
            if c == '?' && in_url(&text[..at]) {
                let value = value_end(&text[at + 1..], |c| c.is_whitespace() || "\"'<>".contains(c));
                if value > 0 {
                    return Some(at + 1..at + 1 + value);
                }
            }
            at += c.len_utf8();
            continue;
        }
        if let Some(jwt) = word.find("eyJ").filter(|jwt| word[*jwt..].len() > 20) {
            return Some(at + jwt..at + word_end);
        }
        let behind = at + word_end;
        if matches!(word.to_ascii_lowercase().as_str(), "bearer" | "basic") {
            let blanks = text[behind..].len() - text[behind..].trim_start().len();
            let credentials =
                value_end(&text[behind + blanks..], |c| c.is_whitespace() || "\"',<>".contains(c));
            if blanks > 0
                && credentials > 0
                && is_credentials(&text[behind + blanks..behind + blanks + credentials])
            {
                return Some(behind + blanks..behind + blanks + credentials);
            }
        } else if (names_a_secret(word) || (word == "code" && text[behind..].starts_with('=')))
            && let Some(value) = value_behind(text, behind)
        {
            return Some(value);
        }
        at = behind;
    }
    None
}

/// The value of the name that ends at `from`, if there is one.
fn value_behind(text: &str, from: usize) -> Option<Range<usize>> {
    let rest = &text[from..];
    // the name's own closing quote, which may itself be escaped
    let rest = rest.trim_start_matches(['\\', '"', '\'']).trim_start();
    let assigned = rest.strip_prefix([':', '=']).or_else(|| {
        rest.get(..3).filter(|sign| sign.eq_ignore_ascii_case("%3d") || sign.eq_ignore_ascii_case("%3a"))?;
        Some(&rest[3..])
    })?;
    let value = assigned.trim_start();
    let start = text.len() - value.len();
    let quoted = value.trim_start_matches('\\');
    let quote = quoted.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (start, end) = if let Some(quote) = quote {
        let inner = start + (value.len() - quoted.len()) + 1;
        (inner, inner + quoted_end(&text[inner..], quote))
    } else {
        let stop = |c: char| c.is_whitespace() || c == '&' || c == '"' || c == '}' || c == ']' || c == '<';
        let end = value_end(value, stop);
        // a scheme stands before the credentials
        match value[..end].to_ascii_lowercase().as_str() {
            "bearer" | "basic" => {
                let behind = &value[end..];
                let blanks = behind.len() - behind.trim_start().len();
                let length = value_end(behind.trim_start(), stop);
                (start + end + blanks, start + end + blanks + length)
            }
            _ => (start, start + end),
        }
    };
    // numbers and words of the language are no secrets: `"code": 404`, `token: null`
    let value = &text[start..end];
    let harmless =
        value.is_empty() || matches!(value, "null" | "true" | "false") || value.parse::<f64>().is_ok();
    (!harmless).then_some(start..end)
}

fn value_end(text: &str, stop: impl Fn(char) -> bool) -> usize {
    text.find(stop).unwrap_or(text.len())
}

/// Where a quoted text ends: at its quote, unless that is escaped; at the end where none comes.
fn quoted_end(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if text[at + 1..].starts_with(quote) && text[at + 2..].starts_with([',', '}', ']', ' ']) => {
                return at;
            }
            '\\' => escaped = true,
            _ if c == quote => return at,
            _ => {}
        }
    }
    text.len()
}

/// Whether the text ends with a URL's host and path.
fn in_url(text: &str) -> bool {
    let start = text.rfind(|c: char| c.is_whitespace() || "\"'<>(".contains(c)).map_or(0, |at| at + 1);
    text.get(start..).is_some_and(|word| word.contains("://"))
}

fn is_credentials(text: &str) -> bool {
    // what follows in a sentence, such as `Bearer token`, is made of letters alone and short
    text.len() > 15 || !text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'.')
}

/// The start of a text, cut at a character's edge.
fn cut(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let mut end = limit;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Characters that names, tokens and plain words are made of.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '~')
}

fn names_a_secret(word: &str) -> bool {
    let name: String =
        word.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    SECRET_NAMES.iter().any(|secret| name.ends_with(secret))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const JWT: &str = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL2dyYXBoIn0.c2lnbmF0dXJl-_";

    #[test]
    fn tokens_and_secrets_do_not_show() {
        for text in [
            format!("Authorization: Bearer {JWT}"),
            format!("bearer {JWT}"),
            format!("<p>{JWT}</p>"),
            r#"{"client_secret":"CANARY~1.x"}"#.to_owned(),
            r#"{"access_token" : "CANARY~1.x"}"#.to_owned(),
            r#"{"client_secret":"ab CANARY"}"#.to_owned(),
            r#"{"clientSecret":"ab\"CANARY"}"#.to_owned(),
            r#"{"secretText":"CANARY"}"#.to_owned(),
            r#"{\"client_secret\":\"CANARY\"}"#.to_owned(),
            "{'client_secret':'CANARY'}".to_owned(),
            "grant_type=client_credentials&client_secret=CANARY~1.x&scope=a".to_owned(),
            "client_secret=(CANARY".to_owned(),
            "client_secret=ab#CANARY".to_owned(),
            "client_secret%3DCANARY%26scope%3Da".to_owned(),
            "client_secret:\n CANARY".to_owned(),
            "password=ab,CANARY".to_owned(),
            "Endpoint=sb://x/;SharedAccessKey=CANARY".to_owned(),
            "Authorization: Bearer CANARY~1.x-and-some-more".to_owned(),
            "Basic Q0FOQVJZ".replace("Q0FOQVJZ", "CANARY1="),
            "https://store.example/blob?sv=1&sig=CANARY%2B1".to_owned(),
            r#"<a href="https://x/?code=CANARY&state=1">here</a>"#.to_owned(),
            "X-IDENTITY-HEADER: CANARY".to_owned(),
            "Set-Cookie: CANARY; path=/".to_owned(),
        ] {
            let shown = redact(&text, 500);
            assert!(!shown.contains("CANARY") && !shown.contains("c2lnbmF0dXJl"), "{shown}");
            assert!(shown.contains('…'), "{shown}");
        }
    }

    #[test]
    fn plain_words_stay() {
        for text in [
            "AADSTS7000215: Invalid client secret provided. Trace ID: 1f Timestamp: 2026-11-22 01:02:03Z",
            r#"{"error":{"code":"Authorization_RequestDenied"}}"#,
            "the Bearer token is missing",
            r#"{"errorCode":"MissingProvider","statusCode":500}"#,
            "is the token good? yes",
        ] {
            assert_eq!(redact(text, 500), text);
        }
    }

    #[test]
    fn control_characters_become_blanks() {
        assert_eq!(redact("a\r\nb\u{1b}[0m", 100), "a  b [0m");
    }

    #[test]
    fn long_text_is_cut_and_says_so() {
        assert_eq!(redact(&"ä ".repeat(100), 10), "ä ä ä …");
    }

    proptest! {
        #[test]
        fn any_text_is_taken(text in "\\PC{0,300}", limit in 0_usize..200) {
            let shown = redact(&text, limit);
            prop_assert!(shown.len() <= limit + 8);
        }

        #[test]
        fn a_token_never_shows_whatever_stands_around_it(before in "[ -~]{0,40}", after in "[ -~]{0,40}") {
            let shown = redact(&format!("{before} {JWT} {after}"), 1000);
            prop_assert!(!shown.contains("c2lnbmF0dXJl"));
        }

        #[test]
        fn a_secret_never_shows_in_json_or_in_a_form(secret in "[!-~]{8,40}") {
            let body = serde_json::json!({"client_secret": secret, "error": "x"}).to_string();
            let inner = serde_json::to_string(&secret).unwrap_or_default();
            let inner = inner.trim_matches('"');
            prop_assert!(!redact(&body, 1000).contains(inner) || inner.len() < 4);
            let form: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("client_secret", &secret).append_pair("scope", "s").finish();
            let encoded = form.strip_prefix("client_secret=").and_then(|rest| rest.strip_suffix("&scope=s")).unwrap_or_default().to_owned();
            prop_assert!(!redact(&form, 1000).contains(&encoded));
        }
    }
}
