//! The services, and the names by which the world knows them.

use serde::Serialize;

/// One of the services that the emulator plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub enum Service {
    /// Microsoft Entra's token endpoint and discovery documents.
    Login,
    /// Microsoft Graph.
    Graph,
    /// Azure Resource Manager, with Defender for Cloud behind it.
    ResourceManager,
    /// The Office 365 Management Activity API.
    Activity,
    /// The endpoints that give managed identities their tokens: IMDS, App Service, Azure Arc and
    /// the others, and GitHub's for its jobs.
    ManagedIdentity,
    /// A key vault.
    KeyVault,
}

impl Service {
    /// Every service, in the order of their listeners.
    pub const ALL: [Self; 6] = [
        Self::Login,
        Self::Graph,
        Self::ResourceManager,
        Self::Activity,
        Self::ManagedIdentity,
        Self::KeyVault,
    ];

    /// Its place in [`ALL`](Self::ALL).
    pub(crate) fn index(self) -> usize {
        match self {
            Self::Login => 0,
            Self::Graph => 1,
            Self::ResourceManager => 2,
            Self::Activity => 3,
            Self::ManagedIdentity => 4,
            Self::KeyVault => 5,
        }
    }

    /// The application id of the service's own service principal, which is an audience as good as
    /// its URL. The endpoints of managed identities have none.
    pub(crate) fn app_id(self) -> &'static str {
        match self {
            Self::Login => "00000001-0000-0000-c000-000000000000",
            Self::ManagedIdentity => "",
            Self::Graph => "00000003-0000-0000-c000-000000000000",
            Self::ResourceManager => "797f4846-ba00-4fd7-ba43-dac1f8f63013",
            Self::Activity => "c5393580-f805-4401-95e8-94b7a6ef2fc2",
            Self::KeyVault => "cfa8b339-82a2-471a-a3c9-0fc0be7a4093",
        }
    }
}

/// The clouds whose tokens are not good in one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum National {
    Public,
    UsGovernment,
    China,
}

/// A host name of a real cloud, for the proxy and for audiences.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Host {
    pub(crate) name: &'static str,
    pub(crate) service: Service,
    pub(crate) national: National,
}

const fn host(name: &'static str, service: Service, national: National) -> Host {
    Host { name, service, national }
}

/// Every default host name that the emulator answers for.
pub(crate) const HOSTS: &[Host] = &[
    host("login.microsoftonline.com", Service::Login, National::Public),
    host("login.microsoft.com", Service::Login, National::Public),
    host("login.windows.net", Service::Login, National::Public),
    host("sts.windows.net", Service::Login, National::Public),
    host("graph.microsoft.com", Service::Graph, National::Public),
    host("management.azure.com", Service::ResourceManager, National::Public),
    host("manage.office.com", Service::Activity, National::Public),
    host("manage-gcc.office.com", Service::Activity, National::Public),
    host("vault.azure.net", Service::KeyVault, National::Public),
    host("login.microsoftonline.us", Service::Login, National::UsGovernment),
    host("login.usgovcloudapi.net", Service::Login, National::UsGovernment),
    host("graph.microsoft.us", Service::Graph, National::UsGovernment),
    host("dod-graph.microsoft.us", Service::Graph, National::UsGovernment),
    host("management.usgovcloudapi.net", Service::ResourceManager, National::UsGovernment),
    host("manage.office365.us", Service::Activity, National::UsGovernment),
    host("manage.protection.apps.mil", Service::Activity, National::UsGovernment),
    host("vault.usgovcloudapi.net", Service::KeyVault, National::UsGovernment),
    host("login.partner.microsoftonline.cn", Service::Login, National::China),
    host("login.chinacloudapi.cn", Service::Login, National::China),
    host("microsoftgraph.chinacloudapi.cn", Service::Graph, National::China),
    host("management.chinacloudapi.cn", Service::ResourceManager, National::China),
    host("manage.office365.cn", Service::Activity, National::China),
    host("vault.azure.cn", Service::KeyVault, National::China),
];

/// Audiences that are no host of their service.
const LEGACY_AUDIENCES: &[Host] = &[
    host("management.core.windows.net", Service::ResourceManager, National::Public),
    host("management.core.usgovcloudapi.net", Service::ResourceManager, National::UsGovernment),
    host("management.core.chinacloudapi.cn", Service::ResourceManager, National::China),
];

/// The entry for a host name, if it is one of a real cloud. Every vault has a name of its own below
/// its service's.
pub(crate) fn known_host(name: &str) -> Option<Host> {
    let is = |host: &&Host, name: &str| host.name.eq_ignore_ascii_case(name);
    let vaults = || HOSTS.iter().filter(|host| host.service == Service::KeyVault);
    let parent = name.split_once('.').map_or("", |(_, parent)| parent);
    HOSTS.iter().find(|host| is(host, name)).or_else(|| vaults().find(|host| is(host, parent))).copied()
}

/// The service that a resource identifier (the part of a scope before `/.default`, or a token's
/// `aud`) stands for.
///
/// `origins` are the emulator's own, in the order of [`Service::ALL`].
pub(crate) fn resource(identifier: &str, origins: &[String]) -> Option<(Service, Option<National>)> {
    let identifier = identifier.strip_suffix('/').unwrap_or(identifier);
    if identifier.is_empty() {
        return None;
    }
    if let Some(service) = Service::ALL.into_iter().find(|s| identifier.eq_ignore_ascii_case(s.app_id())) {
        return Some((service, None));
    }
    if let Some(index) = origins.iter().position(|origin| origin.eq_ignore_ascii_case(identifier)) {
        let service = Service::ALL.get(index).copied().filter(|s| *s != Service::ManagedIdentity);
        return service.map(|service| (service, None));
    }
    let name = identifier.strip_prefix("https://")?;
    let host = HOSTS.iter().chain(LEGACY_AUDIENCES).find(|host| host.name.eq_ignore_ascii_case(name))?;
    (host.service != Service::Login).then_some((host.service, Some(host.national)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_lists_every_service_at_its_index() {
        for (index, service) in Service::ALL.into_iter().enumerate() {
            assert_eq!(service.index(), index);
        }
    }

    #[test]
    fn vaults_are_known_by_names_of_their_own() {
        assert_eq!(known_host("contoso.vault.azure.net").map(|host| host.service), Some(Service::KeyVault));
        assert!(known_host("contoso.graph.microsoft.com").is_none());
    }

    #[test]
    fn resources_are_known_by_url_app_id_legacy_name_and_own_origin() {
        let origins: Vec<String> = (1..=6).map(|port| format!("http://127.0.0.1:{port}")).collect();
        let service = |text: &str| resource(text, &origins).map(|(service, _)| service);
        assert_eq!(service("https://graph.microsoft.com"), Some(Service::Graph));
        assert_eq!(service("https://management.core.windows.net/"), Some(Service::ResourceManager));
        assert_eq!(service("00000003-0000-0000-c000-000000000000"), Some(Service::Graph));
        assert_eq!(service("http://127.0.0.1:4"), Some(Service::Activity));
        assert_eq!(service("https://vault.azure.net"), Some(Service::KeyVault));
        assert_eq!(service("https://vault.example.com"), None);
        assert_eq!(service(""), None);
        assert_eq!(service("https://login.microsoftonline.com"), None);
    }
}
