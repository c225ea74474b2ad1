//! The environment's variables, or those of a test.

use std::{
    collections::HashMap,
    env, fmt,
    path::{Path, PathBuf},
    sync::Arc,
};

use tenantscope_core::{Cloud, Error, ErrorKind, Result};

/// Where credentials look for their settings: the process's environment variables, or a map in their place.
///
/// ```
/// use tenantscope_entra::Environment;
///
/// let environment = Environment::of([("AZURE_TENANT_ID", " contoso.com "), ("AZURE_CLIENT_ID", "")]);
/// assert_eq!(environment.get("AZURE_TENANT_ID").as_deref(), Some("contoso.com"));
/// assert_eq!(environment.get("AZURE_CLIENT_ID"), None);
/// ```
///
/// `Debug` shows no values: some are secrets.
#[derive(Clone, Default)]
pub struct Environment(Option<Arc<HashMap<String, String>>>);

impl Environment {
    /// The process's own variables, read anew whenever one is asked for.
    pub fn process() -> Self {
        Self(None)
    }

    /// These variables and no others.
    pub fn of<N: Into<String>, V: Into<String>>(variables: impl IntoIterator<Item = (N, V)>) -> Self {
        let variables = variables.into_iter().map(|(name, value)| (name.into(), value.into()));
        Self(Some(Arc::new(variables.collect())))
    }

    /// A variable's value without blanks around it; `None` if it isn't set or empty.
    pub fn get(&self, name: &str) -> Option<String> {
        let value = match &self.0 {
            Some(map) => map.get(name).cloned(),
            None => env::var(name).ok(),
        };
        value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    pub(crate) fn is_process(&self) -> bool {
        self.0.is_none()
    }

    /// A variable that has to be there.
    pub(crate) fn require(&self, name: &str, what: &str) -> Result<String> {
        self.get(name).ok_or_else(|| {
            Error::builder(ErrorKind::CredentialUnavailable)
                .detail(format!("{name} isn't set"))
                .advice(format!("Set {name} to {what}, or use another credential."))
                .build()
        })
    }

    pub(crate) fn path(&self, name: &str) -> Option<PathBuf> {
        self.get(name).map(PathBuf::from)
    }

    /// A variable that is on: `1` or `true`.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value == "1" || value.eq_ignore_ascii_case("true"))
    }

    /// The cloud of `AZURE_AUTHORITY_HOST`, else of `AZURE_ENVIRONMENT`, else the commercial one.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] if either names none. A host that isn't one of Microsoft's would get the
    /// app's secret, so it has to be configured in code.
    pub fn cloud(&self) -> Result<Cloud> {
        let named = self.get("AZURE_ENVIRONMENT").map(|name| name.parse::<Cloud>()).transpose()?;
        let Some(host) = self.get("AZURE_AUTHORITY_HOST") else {
            return Ok(named.unwrap_or_default());
        };
        let bare = host.trim_start_matches("https://").trim_end_matches('/').to_ascii_lowercase();
        let cloud = match bare.as_str() {
            "login.microsoftonline.com" | "login.windows.net" | "login.microsoft.com" => Cloud::Public,
            "login.microsoftonline.us" | "login.usgovcloudapi.net" => Cloud::GccHigh,
            "login.partner.microsoftonline.cn" | "login.chinacloudapi.cn" => Cloud::China,
            _ => {
                return Err(Error::new(
                    ErrorKind::InvalidInput,
                    format!(
                        "AZURE_AUTHORITY_HOST is `{}`, which is none of Microsoft's login hosts, such as \
                         https://login.microsoftonline.com/: a host of your own has to be configured in code, as a custom cloud",
                        bare.escape_debug()
                    ),
                ));
            }
        };
        // Two clouds share each host but China's; the other variable may say which.
        Ok(named.filter(|named| named.login() == cloud.login()).unwrap_or(cloud))
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Environment(given)" } else { "Environment(process)" })
    }
}

/// Whether a file is there at all.
pub(crate) fn exists(path: &Path) -> bool {
    path.try_exists().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cloud_is_found_by_host_and_by_name() {
        for (variables, cloud) in [
            (vec![], Cloud::Public),
            (vec![("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.us/")], Cloud::GccHigh),
            (vec![("AZURE_AUTHORITY_HOST", "login.chinacloudapi.cn")], Cloud::China),
            (vec![("AZURE_ENVIRONMENT", "AzureUSGovernment")], Cloud::GccHigh),
            (
                vec![
                    ("AZURE_ENVIRONMENT", "DoD"),
                    ("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.us"),
                ],
                Cloud::Dod,
            ),
        ] {
            assert_eq!(Environment::of(variables).cloud().unwrap(), cloud);
        }
        for variables in [("AZURE_AUTHORITY_HOST", "https://evil.example"), ("AZURE_ENVIRONMENT", "Mars")] {
            assert_eq!(Environment::of([variables]).cloud().unwrap_err().kind(), ErrorKind::InvalidInput);
        }
    }

    #[test]
    fn debug_shows_no_values() {
        assert!(!format!("{:?}", Environment::of([("AZURE_CLIENT_SECRET", "CANARY")])).contains("CANARY"));
    }
}
