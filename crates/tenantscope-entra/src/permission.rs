//! Permissions: their names and ids, manifests of them, and what a token lacks.

use std::fmt;

use serde::{Deserialize, Serialize};
use tenantscope_core::{Error, ErrorKind, Operation, Result};

mod catalogue;
mod grant;
mod manifest;

pub use self::{
    grant::GrantCheck,
    manifest::{AccessEntry, Manifest, ResourceAccess},
};

/// An API that grants permissions to apps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Api {
    /// Microsoft Graph.
    MicrosoftGraph,
    /// The Office 365 Management APIs, of which the Management Activity API is one.
    Office365Management,
    /// Azure Resource Manager. An app that acts on its own needs roles on subscriptions there, and nothing
    /// in its manifest.
    AzureServiceManagement,
    /// Azure Key Vault.
    AzureKeyVault,
}

impl Api {
    /// All that the catalogue knows.
    pub const ALL: [Self; 4] =
        [Self::MicrosoftGraph, Self::Office365Management, Self::AzureServiceManagement, Self::AzureKeyVault];

    /// The API's own application id, the same in every tenant.
    pub const fn app_id(self) -> &'static str {
        match self {
            Self::MicrosoftGraph => "00000003-0000-0000-c000-000000000000",
            Self::Office365Management => "c5393580-f805-4401-95e8-94b7a6ef2fc2",
            Self::AzureServiceManagement => "797f4846-ba00-4fd7-ba43-dac1f8f63013",
            Self::AzureKeyVault => "cfa8b339-82a2-471a-a3c9-0fc0be7a4093",
        }
    }

    /// The API with this application id.
    pub fn by_app_id(app_id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|api| api.app_id().eq_ignore_ascii_case(app_id))
    }
}

impl fmt::Display for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MicrosoftGraph => "Microsoft Graph",
            Self::Office365Management => "Office 365 Management APIs",
            Self::AzureServiceManagement => "Azure Service Management",
            Self::AzureKeyVault => "Azure Key Vault",
        })
    }
}

/// For whom a permission is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PermissionKind {
    /// By an app that acts on its own: an app role.
    #[serde(rename = "Role")]
    Application,
    /// By an app that acts for a user who has signed in.
    #[serde(rename = "Scope")]
    Delegated,
}

/// A permission of the catalogue.
///
/// ```
/// use tenantscope_entra::{Api, Permission, PermissionKind};
///
/// let permission =
///     Permission::find(Api::MicrosoftGraph, "SecurityEvents.Read.All", PermissionKind::Application)
///         .expect("it is in the catalogue");
/// assert_eq!(permission.id(), "bf394140-e372-4bf9-a898-299cfc7564e5");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Permission {
    api: Api,
    kind: PermissionKind,
    name: &'static str,
    id: &'static str,
    needs_administrator: bool,
}

impl Permission {
    /// All of the catalogue: those that security and posture tools meet, not all there are.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        catalogue::PERMISSIONS.iter()
    }

    /// The permission by its name, in any case.
    pub fn find(api: Api, name: &str, kind: PermissionKind) -> Option<&'static Self> {
        Self::all()
            .find(|known| known.api == api && known.kind == kind && known.name.eq_ignore_ascii_case(name))
    }

    /// The permission by its id.
    pub fn by_id(api: Api, id: &str, kind: PermissionKind) -> Option<&'static Self> {
        Self::all().find(|known| known.api == api && known.kind == kind && known.id.eq_ignore_ascii_case(id))
    }

    /// Whose it is.
    pub fn api(&self) -> Api {
        self.api
    }

    /// For whom it is used.
    pub fn kind(&self) -> PermissionKind {
        self.kind
    }

    /// Its name: `SecurityEvents.Read.All`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its id, a GUID in lower case.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// Whether only an administrator can consent to it. Always so for applications' permissions.
    pub fn needs_administrator(&self) -> bool {
        self.needs_administrator
    }
}

/// The fewest permissions with which all these operations work.
///
/// Of an operation that several permissions allow, the least is taken, unless another operation needs one
/// of the others anyway.
///
/// ```
/// use tenantscope_core::Operation;
/// use tenantscope_entra::least_permissions;
///
/// static USERS: Operation = Operation::new("list users").permissions(&["User.ReadBasic.All", "Directory.Read.All"]);
/// static GRANTS: Operation = Operation::new("list grants").permissions(&["Directory.Read.All"]);
///
/// assert_eq!(least_permissions([&USERS]), ["User.ReadBasic.All"]);
/// assert_eq!(least_permissions([&USERS, &GRANTS]), ["Directory.Read.All"]);
/// ```
pub fn least_permissions<'a>(operations: impl IntoIterator<Item = &'a Operation>) -> Vec<&'static str> {
    let mut needs: Vec<&'static [&'static str]> =
        operations.into_iter().map(Operation::needs).filter(|needs| !needs.is_empty()).collect();
    // Those that leave no choice decide first.
    needs.sort_by_key(|needs| needs.len());
    let mut least: Vec<&'static str> = Vec::new();
    for any_of in needs {
        let satisfied = |needed: &&str| least.iter().any(|granted| grant::covers(granted, needed));
        if !any_of.iter().any(satisfied) {
            least.push(any_of[0]);
        }
    }
    least.sort_unstable();
    least
}

fn unknown(api: Api, name: &str, kind: PermissionKind) -> Error {
    let kind = match kind {
        PermissionKind::Application => "application",
        PermissionKind::Delegated => "delegated",
    };
    let name: String = name.chars().take(80).collect();
    Error::new(
        ErrorKind::InvalidInput,
        format!(
            "the catalogue has no {kind} permission `{}` of {api}: check its name, or add it by its id",
            name.escape_debug()
        ),
    )
}

fn known(api: Api, name: &str, kind: PermissionKind) -> Result<&'static Permission> {
    Permission::find(api, name, kind).ok_or_else(|| unknown(api, name, kind))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use tenantscope_core::is_guid;

    use super::*;

    #[test]
    fn every_row_is_a_guid_in_lower_case_and_stands_once() {
        let mut seen = HashSet::new();
        for permission in Permission::all() {
            assert!(is_guid(permission.id()) && permission.id() == permission.id().to_ascii_lowercase());
            assert!(
                seen.insert((permission.api(), permission.kind(), permission.name())),
                "{}",
                permission.name()
            );
            assert!(
                seen.insert((permission.api(), permission.kind(), permission.id())),
                "{}",
                permission.id()
            );
        }
        assert!(Permission::all().count() > 150);
    }

    #[test]
    fn name_and_id_lead_to_each_other() {
        for permission in Permission::all() {
            let (api, kind) = (permission.api(), permission.kind());
            assert_eq!(Permission::find(api, permission.name(), kind), Some(permission));
            assert_eq!(Permission::by_id(api, &permission.id().to_uppercase(), kind), Some(permission));
            assert_eq!(Api::by_app_id(api.app_id()), Some(api));
        }
    }

    #[test]
    fn right_id_of_the_activity_feed_is_in_the_catalogue() {
        // a wrong one circulates in public repositories
        let feed = known(Api::Office365Management, "ActivityFeed.Read", PermissionKind::Application).unwrap();
        assert_eq!(feed.id(), "594c1fb6-4f81-4475-ae41-0c394909246c");
    }
}
