//! Identifiers, parsed once so that one kind can't stand where another belongs.

use std::{borrow::Borrow, fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A Microsoft Entra tenant, named by its id (a GUID) or by one of its verified domains.
///
/// ```
/// use tenantscope_core::TenantId;
///
/// let by_domain: TenantId = "Contoso.onmicrosoft.com".parse()?;
/// assert_eq!(by_domain.as_str(), "contoso.onmicrosoft.com");
/// assert!(!by_domain.is_guid());
/// assert!("common".parse::<TenantId>().is_err());
/// # Ok::<(), tenantscope_core::ParseIdError>(())
/// ```
///
/// Letters are kept in lower case. `common`, `organizations` and `consumers` name no tenant and are
/// refused: an app signs in to one tenant at a time.
///
/// A domain and the GUID of the same tenant are different values; services that need the GUID
/// resolve it through the tenant's OpenID configuration.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TenantId(Arc<str>);

impl TenantId {
    /// The id or the domain, in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the tenant is named by its GUID rather than by a domain.
    pub fn is_guid(&self) -> bool {
        is_guid(&self.0)
    }
}

impl FromStr for TenantId {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        let lower = text.to_ascii_lowercase();
        let expected = "the tenant's id (a GUID such as 00000000-0000-0000-0000-000000000000) or a verified domain such as contoso.onmicrosoft.com";
        if matches!(lower.as_str(), "common" | "organizations" | "consumers") {
            return Err(ParseIdError::new(
                "tenant id",
                text,
                "one tenant's id or domain, since an app signs in to one tenant at a time",
            ));
        }
        if is_guid(&lower) || is_domain(&lower) {
            Ok(Self(lower.into()))
        } else {
            Err(ParseIdError::new("tenant id", text, expected))
        }
    }
}

/// Makes an identifier that is a GUID: parsed without regard to case, kept in lower case.
#[macro_export]
macro_rules! guid_id {
    ($(#[$meta:meta])* $name:ident, $what:literal, $where_to_find:literal) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(::std::sync::Arc<str>);

        impl $name {
            /// The GUID in lower case, with hyphens.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::ParseIdError;

            fn from_str(text: &str) -> Result<Self, $crate::ParseIdError> {
                if $crate::is_guid(text) {
                    Ok(Self(text.to_ascii_lowercase().into()))
                } else {
                    Err($crate::ParseIdError::new($what, text, $where_to_find))
                }
            }
        }

        $crate::id_traits!($name);
    };
}

/// Makes an identifier whose form only its service knows: any text, compared exactly.
#[macro_export]
macro_rules! string_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// The text as the service wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self(text.to_owned()))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        $crate::id_traits!($name);
    };
}

/// What every identifier has besides its own parser.
#[doc(hidden)]
#[macro_export]
macro_rules! id_traits {
    ($name:ident) => {
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.as_str())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl $crate::__serde::Serialize for $name {
            fn serialize<S: $crate::__serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::__serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as $crate::__serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err($crate::__serde::de::Error::custom)
            }
        }
    };
}

guid_id! {
    /// An app registration's application id, which Microsoft's pages also call client id.
    ClientId,
    "client id",
    "the GUID shown as Application (client) ID on the app registration's overview page"
}

guid_id! {
    /// An Azure subscription's id.
    SubscriptionId,
    "subscription id",
    "the GUID shown as Subscription ID on the subscription's overview page"
}

/// Why a text is no identifier of the kind that was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no {what}: expected {expected}")]
pub struct ParseIdError {
    what: &'static str,
    text: String,
    expected: &'static str,
}

impl ParseIdError {
    /// Says that `text` is no `what`, and what was expected instead.
    ///
    /// Only the first 80 characters of the text are kept.
    pub fn new(what: &'static str, text: &str, expected: &'static str) -> Self {
        let text = text.chars().take(80).collect::<String>();
        Self { what, text: text.escape_debug().to_string(), expected }
    }
}

impl fmt::Display for TenantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for TenantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TenantId({})", self.0)
    }
}

impl AsRef<str> for TenantId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for TenantId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Serialize for TenantId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for TenantId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// Whether a text is a GUID written with hyphens and without braces, in any case.
pub fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(i, byte)| match i {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Whether a lower-case text has the form of a DNS name with at least two labels.
fn is_domain(text: &str) -> bool {
    text.len() <= 253
        && text.contains('.')
        && text.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
        // an address such as 10.0.0.1 is no domain
        && !text.split('.').all(|label| label.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenant_is_a_guid_or_a_domain_in_any_case() {
        let guid: TenantId = "72F988BF-86F1-41AF-91AB-2D7CD011DB47".parse().unwrap();
        assert_eq!(guid.as_str(), "72f988bf-86f1-41af-91ab-2d7cd011db47");
        assert!(guid.is_guid());
        let domain: TenantId = "Fabrikam.COM".parse().unwrap();
        assert_eq!(domain.as_str(), "fabrikam.com");
    }

    #[test]
    fn what_is_no_tenant_is_refused_with_what_was_expected() {
        for text in [
            "",
            "common",
            "Organizations",
            "contoso",
            "a/b.com",
            " contoso.com",
            "contoso.com ",
            "..",
            "-a.com",
            "contoso.com/..",
            "https://contoso.com",
            "{72f988bf-86f1-41af-91ab-2d7cd011db47}",
            "10.0.0.1",
            "a..com",
        ] {
            let error = text.parse::<TenantId>().unwrap_err().to_string();
            assert!(error.contains("is no tenant id: expected"), "{error}");
        }
    }

    #[test]
    fn client_id_that_is_no_guid_says_where_to_find_it() {
        let error = "my-app".parse::<ClientId>().unwrap_err().to_string();
        assert!(error.contains("`my-app`") && error.contains("Application (client) ID"), "{error}");
    }

    #[test]
    fn control_characters_do_not_reach_the_message() {
        let error = "a\nb\u{1b}[31m".parse::<ClientId>().unwrap_err().to_string();
        assert!(!error.contains('\n') && !error.contains('\u{1b}'), "{error}");
    }
}
