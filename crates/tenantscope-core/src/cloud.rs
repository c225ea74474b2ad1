//! Microsoft's clouds: which host answers for which service, and which scope its tokens need.

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::{Error, ErrorKind, Result};

/// A Microsoft cloud: every endpoint with the scope that belongs to it, in one value.
///
/// ```
/// use tenantscope_core::Cloud;
///
/// let cloud: Cloud = "AzureUSGovernment".parse()?;
/// assert_eq!(cloud, Cloud::GccHigh);
/// assert_eq!(cloud.graph().url().as_str(), "https://graph.microsoft.us/");
/// assert_eq!(cloud.graph().scope(), "https://graph.microsoft.us/.default");
/// # Ok::<(), tenantscope_core::Error>(())
/// ```
///
/// | | login | Graph | Resource Manager | Management Activity API |
/// |---|---|---|---|---|
/// | `Public` | login.microsoftonline.com | graph.microsoft.com | management.azure.com | manage.office.com |
/// | `Gcc` | as `Public` | as `Public` | as `Public` | manage-gcc.office.com |
/// | `GccHigh` | login.microsoftonline.us | graph.microsoft.us | management.usgovcloudapi.net | manage.office365.us |
/// | `Dod` | login.microsoftonline.us | dod-graph.microsoft.us | management.usgovcloudapi.net | manage.protection.apps.mil |
/// | `China` | login.partner.microsoftonline.cn | microsoftgraph.chinacloudapi.cn | management.chinacloudapi.cn | manage.office365.cn |
///
/// A tenant's data lives in one cloud, and a token of one cloud is refused by the others. Azure Stack,
/// air-gapped clouds and tests are [`Custom`](Self::Custom). (Sources: Microsoft's pages "National
/// clouds" and "Microsoft Graph deployments", and the Management Activity API reference. The
/// Management Activity host of China is from public code, not from Microsoft's documents.)
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "CloudText", into = "CloudText")]
#[non_exhaustive]
pub enum Cloud {
    /// The commercial cloud.
    #[default]
    Public,
    /// US Government Community Cloud, moderate: commercial but for the Management Activity API.
    Gcc,
    /// US Government L4, also called GCC High or Azure US Government.
    GccHigh,
    /// US Government L5, Department of Defense.
    Dod,
    /// China, operated by 21Vianet.
    China,
    /// Endpoints of your own.
    Custom(Arc<CustomCloud>),
}

/// Where a service answers, and the scope that a token for it needs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Endpoint {
    url: Url,
    scope: String,
}

impl Endpoint {
    /// Pairs a root URL with a scope.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] if the URL isn't `https` (plain `http` is for loopback only), has no
    /// host, or carries a user name, a query or a fragment.
    pub fn new(url: &str, scope: impl Into<String>) -> Result<Self> {
        Ok(Self { url: root_url(url)?, scope: scope.into() })
    }

    /// The root, ending with a slash.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The scope of the tokens that this service takes: `https://graph.microsoft.com/.default`.
    pub fn scope(&self) -> &str {
        &self.scope
    }

    /// The endpoint of one of the tables below, whose every row a test has parsed.
    fn known(root: &str) -> Self {
        Self {
            url: Url::parse(root).expect("the tables hold valid URLs, as a test shows"),
            scope: format!("{root}/.default"),
        }
    }
}

impl Cloud {
    /// The clouds that Microsoft documents.
    pub const KNOWN: &'static [Self] = &[Self::Public, Self::Gcc, Self::GccHigh, Self::Dod, Self::China];

    /// Starts a cloud with endpoints of your own. What isn't set is as in the commercial cloud.
    pub fn custom() -> CustomCloudBuilder {
        Self::Public.customize()
    }

    /// Starts a cloud with some endpoints of your own. What isn't set is as in this one.
    pub fn customize(&self) -> CustomCloudBuilder {
        CustomCloudBuilder { base: self.clone(), ..CustomCloudBuilder::default() }
    }

    /// The name that [`FromStr`] reads: `AzurePublicCloud`, `AzureUSGovernment`, …
    pub fn name(&self) -> &'static str {
        match self {
            Self::Public => "AzurePublicCloud",
            Self::Gcc => "GCC",
            Self::GccHigh => "AzureUSGovernment",
            Self::Dod => "DoD",
            Self::China => "AzureChinaCloud",
            Self::Custom(_) => "Custom",
        }
    }

    /// The root of the identity platform: `https://login.microsoftonline.com/`.
    pub fn login(&self) -> Url {
        let root = match self {
            Self::Public | Self::Gcc => "https://login.microsoftonline.com",
            Self::GccHigh | Self::Dod => "https://login.microsoftonline.us",
            Self::China => "https://login.partner.microsoftonline.cn",
            Self::Custom(custom) => return custom.login.clone(),
        };
        Endpoint::known(root).url
    }

    /// Microsoft Graph.
    pub fn graph(&self) -> Endpoint {
        Endpoint::known(match self {
            Self::Public | Self::Gcc => "https://graph.microsoft.com",
            Self::GccHigh => "https://graph.microsoft.us",
            Self::Dod => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
            Self::Custom(custom) => return custom.graph.clone(),
        })
    }

    /// Azure Resource Manager.
    pub fn resource_manager(&self) -> Endpoint {
        Endpoint::known(match self {
            Self::Public | Self::Gcc => "https://management.azure.com",
            Self::GccHigh | Self::Dod => "https://management.usgovcloudapi.net",
            Self::China => "https://management.chinacloudapi.cn",
            Self::Custom(custom) => return custom.resource_manager.clone(),
        })
    }

    /// The Office 365 Management Activity API.
    pub fn activity(&self) -> Endpoint {
        Endpoint::known(match self {
            Self::Public => "https://manage.office.com",
            Self::Gcc => "https://manage-gcc.office.com",
            Self::GccHigh => "https://manage.office365.us",
            Self::Dod => "https://manage.protection.apps.mil",
            Self::China => "https://manage.office365.cn",
            Self::Custom(custom) => return custom.activity.clone(),
        })
    }

    /// The scope of Key Vault tokens. A vault's own host ends with [`key_vault_suffix`](Self::key_vault_suffix).
    pub fn key_vault_scope(&self) -> String {
        format!("https://{}/.default", self.key_vault_suffix())
    }

    /// What the host of every Key Vault ends with: `vault.azure.net`.
    pub fn key_vault_suffix(&self) -> &'static str {
        match self {
            Self::Public | Self::Gcc => "vault.azure.net",
            Self::Custom(custom) => custom.base.key_vault_suffix(),
            Self::GccHigh | Self::Dod => "vault.usgovcloudapi.net",
            Self::China => "vault.azure.cn",
        }
    }

    /// The audience of a token that stands in for a secret: `api://AzureADTokenExchange`.
    pub fn token_exchange_audience(&self) -> &'static str {
        match self {
            Self::Public | Self::Gcc => "api://AzureADTokenExchange",
            Self::Custom(custom) => custom.base.token_exchange_audience(),
            Self::GccHigh | Self::Dod => "api://AzureADTokenExchangeUSGov",
            Self::China => "api://AzureADTokenExchangeChina",
        }
    }

    /// The administrators' portal: `https://portal.azure.com`.
    pub fn portal(&self) -> &'static str {
        match self {
            Self::Public | Self::Gcc => "https://portal.azure.com",
            Self::Custom(custom) => custom.base.portal(),
            Self::GccHigh | Self::Dod => "https://portal.azure.us",
            Self::China => "https://portal.azure.cn",
        }
    }
}

impl FromStr for Cloud {
    type Err = Error;

    /// Reads the names that Azure's tools use, without regard to case, and the short ones of this crate.
    fn from_str(text: &str) -> Result<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "azurepubliccloud" | "azurecloud" | "public" | "commercial" => Ok(Self::Public),
            "gcc" => Ok(Self::Gcc),
            "azureusgovernment" | "azureusgovernmentcloud" | "usgovernment" | "gcchigh" | "gcc high" => {
                Ok(Self::GccHigh)
            }
            "dod" | "azureusdod" => Ok(Self::Dod),
            "azurechinacloud" | "azurechina" | "china" => Ok(Self::China),
            _ => Err(Error::new(
                ErrorKind::InvalidInput,
                format!(
                    "`{}` is no cloud: expected AzurePublicCloud, GCC, AzureUSGovernment, DoD or AzureChinaCloud",
                    text.chars().take(80).collect::<String>().escape_debug()
                ),
            )),
        }
    }
}

impl fmt::Display for Cloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The endpoints of a [`Cloud::Custom`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CustomCloud {
    /// What isn't an endpoint is as in this cloud.
    base: Cloud,
    login: Url,
    graph: Endpoint,
    resource_manager: Endpoint,
    activity: Endpoint,
}

/// Builds a [`Cloud::Custom`]: for Azure Stack, an air-gapped cloud, or a test on loopback.
///
/// ```
/// use tenantscope_core::Cloud;
///
/// let cloud = Cloud::custom()
///     .login("http://127.0.0.1:8440")
///     .graph("http://127.0.0.1:8441")
///     .build()?;
/// assert_eq!(cloud.graph().scope(), "http://127.0.0.1:8441/.default");
/// # Ok::<(), tenantscope_core::Error>(())
/// ```
#[must_use = "a cloud is made by `build`"]
#[derive(Clone, Debug, Default)]
pub struct CustomCloudBuilder {
    base: Cloud,
    login: Option<String>,
    graph: EndpointText,
    resource_manager: EndpointText,
    activity: EndpointText,
}

#[derive(Clone, Debug, Default)]
struct EndpointText {
    url: Option<String>,
    scope: Option<String>,
}

impl EndpointText {
    fn build(self, default: Endpoint) -> Result<Endpoint> {
        let Some(url) = self.url else {
            return Ok(Endpoint { scope: self.scope.unwrap_or(default.scope), url: default.url });
        };
        let url = root_url(&url)?;
        let scope = self.scope.unwrap_or_else(|| format!("{}/.default", url.as_str().trim_end_matches('/')));
        Ok(Endpoint { url, scope })
    }
}

impl CustomCloudBuilder {
    /// The root of the identity platform.
    pub fn login(mut self, url: impl Into<String>) -> Self {
        self.login = Some(url.into());
        self
    }

    /// The root of Microsoft Graph; its scope is the root with `/.default`, unless
    /// [`graph_scope`](Self::graph_scope) says otherwise.
    pub fn graph(mut self, url: impl Into<String>) -> Self {
        self.graph.url = Some(url.into());
        self
    }

    /// The scope of Microsoft Graph's tokens.
    pub fn graph_scope(mut self, scope: impl Into<String>) -> Self {
        self.graph.scope = Some(scope.into());
        self
    }

    /// The root of Azure Resource Manager; its scope follows as with [`graph`](Self::graph).
    pub fn resource_manager(mut self, url: impl Into<String>) -> Self {
        self.resource_manager.url = Some(url.into());
        self
    }

    /// The scope of Azure Resource Manager's tokens. US Government also takes
    /// `https://management.core.usgovcloudapi.net/.default`.
    pub fn resource_manager_scope(mut self, scope: impl Into<String>) -> Self {
        self.resource_manager.scope = Some(scope.into());
        self
    }

    /// The root of the Management Activity API; its scope follows as with [`graph`](Self::graph).
    pub fn activity(mut self, url: impl Into<String>) -> Self {
        self.activity.url = Some(url.into());
        self
    }

    /// The scope of the Management Activity API's tokens.
    pub fn activity_scope(mut self, scope: impl Into<String>) -> Self {
        self.activity.scope = Some(scope.into());
        self
    }

    /// The cloud.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] if a URL isn't one, or is plain `http` on a host that isn't loopback.
    pub fn build(self) -> Result<Cloud> {
        let login = match self.login {
            Some(url) => root_url(&url)?,
            None => self.base.login(),
        };
        Ok(Cloud::Custom(Arc::new(CustomCloud {
            login,
            graph: self.graph.build(self.base.graph())?,
            resource_manager: self.resource_manager.build(self.base.resource_manager())?,
            activity: self.activity.build(self.base.activity())?,
            base: self.base,
        })))
    }
}

/// How a cloud stands in a file: a name, or the endpoints of a custom one.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum CloudText {
    Name(String),
    Custom(CustomCloudText),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CustomCloudText {
    #[serde(default)]
    base: Option<Box<Cloud>>,
    login: Option<String>,
    graph: Option<String>,
    graph_scope: Option<String>,
    resource_manager: Option<String>,
    resource_manager_scope: Option<String>,
    activity: Option<String>,
    activity_scope: Option<String>,
}

impl TryFrom<CloudText> for Cloud {
    type Error = Error;

    fn try_from(text: CloudText) -> Result<Self> {
        match text {
            CloudText::Name(name) => name.parse(),
            CloudText::Custom(text) => CustomCloudBuilder {
                base: text.base.map(|base| *base).unwrap_or_default(),
                login: text.login,
                graph: EndpointText { url: text.graph, scope: text.graph_scope },
                resource_manager: EndpointText {
                    url: text.resource_manager,
                    scope: text.resource_manager_scope,
                },
                activity: EndpointText { url: text.activity, scope: text.activity_scope },
            }
            .build(),
        }
    }
}

impl From<Cloud> for CloudText {
    fn from(cloud: Cloud) -> Self {
        let Cloud::Custom(custom) = cloud else {
            return Self::Name(cloud.name().to_owned());
        };
        Self::Custom(CustomCloudText {
            base: Some(Box::new(custom.base.clone())),
            login: Some(custom.login.to_string()),
            graph: Some(custom.graph.url.to_string()),
            graph_scope: Some(custom.graph.scope.clone()),
            resource_manager: Some(custom.resource_manager.url.to_string()),
            resource_manager_scope: Some(custom.resource_manager.scope.clone()),
            activity: Some(custom.activity.url.to_string()),
            activity_scope: Some(custom.activity.scope.clone()),
        })
    }
}

/// Whether a bearer token may travel to this URL as far as its scheme goes: `https`, or plain `http` to
/// this machine itself.
pub fn is_secure(url: &Url) -> bool {
    match url.scheme() {
        "https" => true,
        "http" => match url.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            None => false,
        },
        _ => false,
    }
}

fn root_url(text: &str) -> Result<Url> {
    let invalid = |why: &str| {
        Error::new(
            ErrorKind::InvalidInput,
            format!("an endpoint {why}: expected a root such as https://graph.microsoft.com"),
        )
    };
    let mut url = Url::parse(text).map_err(|_| invalid("is no URL"))?;
    if !is_secure(&url) {
        return Err(invalid("isn't https, and plain http is for loopback only"));
    }
    if !url.username().is_empty()
        || url.password().is_some()
        || url.query().is_some()
        || url.fragment().is_some()
    {
        return Err(invalid("carries a user name, a query or a fragment"));
    }
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_endpoint_is_https_and_its_scope_is_its_own() {
        for cloud in Cloud::KNOWN {
            assert!(is_secure(&cloud.login()));
            for endpoint in [cloud.graph(), cloud.resource_manager(), cloud.activity()] {
                assert!(is_secure(endpoint.url()));
                assert_eq!(endpoint.scope(), format!("{}.default", endpoint.url()));
            }
        }
    }

    #[test]
    fn gcc_differs_from_public_in_the_activity_api_only() {
        assert_eq!(Cloud::Gcc.login(), Cloud::Public.login());
        assert_eq!(Cloud::Gcc.graph(), Cloud::Public.graph());
        assert_eq!(Cloud::Gcc.activity().url().as_str(), "https://manage-gcc.office.com/");
    }

    #[test]
    fn names_are_read_back() {
        for cloud in Cloud::KNOWN {
            assert_eq!(cloud.name().parse::<Cloud>().unwrap(), *cloud);
            let text = serde_json::to_string(cloud).unwrap();
            assert_eq!(serde_json::from_str::<Cloud>(&text).unwrap(), *cloud);
        }
        assert!("AzureGermanCloud".parse::<Cloud>().unwrap_err().to_string().contains("AzurePublicCloud"));
    }

    #[test]
    fn what_is_not_customized_is_as_in_the_cloud_it_began_with() {
        let scope = "https://management.core.usgovcloudapi.net/.default";
        let cloud = Cloud::GccHigh.customize().resource_manager_scope(scope).build().unwrap();
        assert_eq!(cloud.login(), Cloud::GccHigh.login());
        assert_eq!(cloud.resource_manager().scope(), scope);
        assert_eq!(cloud.resource_manager().url(), Cloud::GccHigh.resource_manager().url());
        assert_eq!(cloud.key_vault_suffix(), "vault.usgovcloudapi.net");
    }

    #[test]
    fn misspelt_member_of_a_file_is_refused() {
        assert!(serde_json::from_str::<Cloud>(r#"{"logn": "http://127.0.0.1:1"}"#).is_err());
    }

    #[test]
    fn custom_cloud_goes_through_a_file() {
        let cloud =
            Cloud::custom().login("http://127.0.0.1:1").activity("https://feed.example").build().unwrap();
        let text = serde_json::to_string(&cloud).unwrap();
        assert_eq!(serde_json::from_str::<Cloud>(&text).unwrap(), cloud);
        assert_eq!(cloud.graph(), Cloud::Public.graph());
    }

    #[test]
    fn plain_http_is_refused_but_on_loopback() {
        for url in ["http://127.0.0.1:80", "http://[::1]:80", "http://localhost"] {
            assert!(Cloud::custom().graph(url).build().is_ok(), "{url}");
        }
        for url in [
            "http://graph.microsoft.com",
            "http://10.0.0.1",
            "http://localhost.evil.example",
            "ftp://127.0.0.1",
            "graph",
            "https://u:p@h",
            "https://h/?a=b",
        ] {
            let error = Cloud::custom().graph(url).build().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{url}");
        }
    }
}
