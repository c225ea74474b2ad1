//! Makes sure that a token goes only to the origin it is for.

use url::Url;

use crate::{Error, ErrorKind, Result, is_secure};

/// Refuses a URL that a token for `home` must not go to.
pub(crate) fn check_origin(url: &Url, home: &Url) -> Result<()> {
    if url.origin() != home.origin() || !url.username().is_empty() || url.password().is_some() {
        return Err(Error::new(
            ErrorKind::ForeignOrigin,
            format!("`{}` is not `{}`", shown(url), shown(home)),
        ));
    }
    if !is_secure(url) {
        return Err(Error::new(
            ErrorKind::InvalidInput,
            format!("`{}` is plain http, which is for loopback only", shown(url)),
        ));
    }
    Ok(())
}

/// Scheme, host and port: what may be shown of any URL.
pub(crate) fn shown(url: &Url) -> String {
    let origin = url.origin().ascii_serialization();
    crate::redact(&origin, 200)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_scheme_host_and_port_is_home() {
        let home = Url::parse("https://graph.microsoft.com/").unwrap();
        for url in ["https://graph.microsoft.com/v1.0/a?b#c", "https://GRAPH.microsoft.com:443/x"] {
            check_origin(&Url::parse(url).unwrap(), &home).unwrap();
        }
        for url in [
            "http://graph.microsoft.com/",
            "https://graph.microsoft.com:8443/",
            "https://graph.microsoft.com.evil.example/",
            "https://graph.microsoft.com@evil.example/",
            "https://evil@graph.microsoft.com/",
            "https://evil.example/graph.microsoft.com",
            "data:,x",
        ] {
            let error = check_origin(&Url::parse(url).unwrap(), &home).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::ForeignOrigin, "{url}");
        }
    }

    #[test]
    fn message_shows_no_path_and_no_query() {
        let home = Url::parse("https://graph.microsoft.com/").unwrap();
        let url = Url::parse("https://evil.example/CANARY?sig=CANARY").unwrap();
        let error = check_origin(&url, &home).unwrap_err().to_string();
        assert!(
            error.contains("`https://evil.example` is not `https://graph.microsoft.com`")
                && !error.contains("CANARY"),
            "{error}"
        );
    }
}
