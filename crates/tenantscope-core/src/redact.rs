//! Keeps secrets out of texts that people see.

/// Members and parameters whose value is never shown.
const SECRET_NAMES: &[&str] = &[
    "access_token",
    "accesstoken",
    "assertion",
    "authorization",
    "client_assertion",
    "client_secret",
    "code_verifier",
    "device_code",
    "id_token",
    "password",
    "refresh_token",
    "secret",
    "sig",
    "token",
    "x-identity-header",
];

/// Returns at most `limit` bytes of `text` in one line, with what looks like a secret replaced by `…`.
///
/// Replaced are JSON web tokens wherever they stand, whatever follows `Bearer` or `Basic`, and the
/// values of members and parameters such as `client_secret`, `access_token` or `sig`. Control
/// characters become blanks, so that a foreign text can't write into a terminal or a second log line.
///
/// ```
/// use tenantscope_core::redact;
///
/// let body = r#"{"client_secret": "abc~123", "error": "invalid_client"}"#;
/// assert_eq!(redact(body, 200), r#"{"client_secret": "…", "error": "invalid_client"}"#);
/// ```
pub fn redact(text: &str, limit: usize) -> String {
    let mut out = String::with_capacity(text.len().min(limit) + 4);
    // A secret that starts inside the limit must be seen as a whole, so cut only afterwards.
    let window = cut(text, limit.saturating_mul(2).saturating_add(4096));
    let mut rest = window;
    let mut previous = String::new();
    let mut hide_next = false;
    while !rest.is_empty() && out.len() <= limit {
        let word_end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
        if word_end == 0 {
            let c = rest.chars().next().unwrap_or(' ');
            match c {
                // a value's own separators keep what was said of its name
                ':' | '=' | '"' | '\'' | ' ' | '\\' => {}
                _ => {
                    hide_next = false;
                    previous.clear();
                }
            }
            if (c == ':' || c == '=') && names_a_secret(&previous) {
                hide_next = true;
            }
            out.push(if c.is_control() { ' ' } else { c });
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let (word, behind) = rest.split_at(word_end);
        let scheme = previous.eq_ignore_ascii_case("bearer") || previous.eq_ignore_ascii_case("basic");
        if hide_next && matches!(word.to_ascii_lowercase().as_str(), "bearer" | "basic") {
            out.push_str(word);
        } else if hide_next || (scheme && word.len() > 15) || is_jwt(word) {
            out.push('…');
            hide_next = false;
        } else {
            out.push_str(word);
        }
        word.clone_into(&mut previous);
        rest = behind;
    }
    if out.len() > limit || window.len() < text.len() {
        let mut short = cut(&out, limit).to_owned();
        short.push('…');
        return short;
    }
    out
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

/// Characters that tokens, secrets and names are made of.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '+' | '/' | '%' | '!' | '*' | '@' | '$' | '^')
}

fn names_a_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET_NAMES.iter().any(|secret| name == *secret || name.ends_with(&format!("/{secret}")))
}

/// Three parts divided by points, of which the first is a JSON object in base64url.
fn is_jwt(word: &str) -> bool {
    word.find("eyJ").is_some_and(|at| word[at..].split('.').count() >= 3 || word.len() - at > 60)
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
            "grant_type=client_credentials&client_secret=CANARY~1.x&scope=a".to_owned(),
            "Authorization: Bearer CANARY~1.x-and-some-more".to_owned(),
            "https://store.example/blob?sv=1&sig=CANARY%2B1".to_owned(),
        ] {
            let shown = redact(&text, 500);
            assert!(!shown.contains("CANARY") && !shown.contains("c2lnbmF0dXJl"), "{shown}");
            assert!(shown.contains('…'), "{shown}");
        }
    }

    #[test]
    fn plain_words_stay() {
        let text =
            "AADSTS7000215: Invalid client secret provided. Trace ID: 1f Timestamp: 2026-11-22 01:02:03Z";
        assert_eq!(redact(text, 500), text);
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
    }
}
