//! Compares what a token was granted with what is needed.

use super::Permission;

/// What an app was granted, against what it needs.
///
/// ```
/// use tenantscope_entra::GrantCheck;
///
/// let granted = ["SecurityEvents.ReadWrite.All", "Mail.Send"];
/// let check = GrantCheck::new(["SecurityEvents.Read.All", "AuditLog.Read.All"], granted);
/// assert_eq!(check.missing(), ["AuditLog.Read.All"]);
/// assert_eq!(check.surplus(), ["Mail.Send", "SecurityEvents.ReadWrite.All"]);
/// ```
///
/// A permission is there if it was granted itself or a wider one was: what writes also reads, and
/// `Directory.Read.All` covers many reads of the directory. An app without a missing permission can still
/// be refused: for want of a licence, of a role in a service of its own such as Intune or Exchange, or by
/// Conditional Access.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GrantCheck {
    missing: Vec<String>,
    surplus: Vec<String>,
    unknown: Vec<String>,
}

impl GrantCheck {
    /// Compares names of permissions: those needed, and those of a token's
    /// [`roles`](crate::TokenInspection::roles).
    pub fn new<N: AsRef<str>, G: AsRef<str>>(
        needed: impl IntoIterator<Item = N>,
        granted: impl IntoIterator<Item = G>,
    ) -> Self {
        let needed: Vec<String> = needed.into_iter().map(|name| name.as_ref().to_owned()).collect();
        let granted: Vec<String> = granted.into_iter().map(|name| name.as_ref().to_owned()).collect();
        let is_needed = |name: &String| needed.iter().any(|other| other.eq_ignore_ascii_case(name));
        let is_known = |name: &String| Permission::all().any(|known| known.name().eq_ignore_ascii_case(name));
        let sorted = |mut names: Vec<String>| {
            names.sort_unstable();
            names.dedup();
            names
        };
        Self {
            missing: sorted(
                needed
                    .iter()
                    .filter(|name| !granted.iter().any(|other| covers(other, name)))
                    .cloned()
                    .collect(),
            ),
            surplus: sorted(granted.iter().filter(|name| !is_needed(name)).cloned().collect()),
            unknown: sorted(needed.iter().chain(&granted).filter(|name| !is_known(name)).cloned().collect()),
        }
    }

    /// Whether nothing is missing.
    pub fn is_enough(&self) -> bool {
        self.missing.is_empty()
    }

    /// What is needed and not granted: calls that need it will be refused with 403.
    pub fn missing(&self) -> &[String] {
        &self.missing
    }

    /// What was granted and isn't asked for by its own name: take it away where least privilege matters,
    /// but for one that stands in for a narrower one.
    pub fn surplus(&self) -> &[String] {
        &self.surplus
    }

    /// Names that the catalogue doesn't know: look for a typing error.
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }
}

/// Whether who was granted the one needs no grant of the other.
pub(super) fn covers(granted: &str, needed: &str) -> bool {
    if granted.eq_ignore_ascii_case(needed) {
        return true;
    }
    if let Some((front, back)) = granted.split_once(".ReadWrite.")
        && needed.strip_prefix(front).and_then(|rest| rest.strip_prefix(".Read.")) == Some(back)
    {
        return true;
    }
    WIDER.iter().any(|(wide, narrow)| *wide == granted && narrow.contains(&needed))
}

/// Permissions that allow whatever the narrower ones do. (Source: the lists of sufficient permissions in
/// Microsoft Graph's reference.)
const WIDER: &[(&str, &[&str])] = &[
    ("Directory.ReadWrite.All", DIRECTORY_READS),
    ("Directory.Read.All", DIRECTORY_READS),
    ("User.Read.All", &["User.ReadBasic.All"]),
    ("Group.Read.All", &["Group.ReadBasic.All", "GroupMember.Read.All"]),
    ("GroupMember.Read.All", &["Group.ReadBasic.All"]),
    ("RoleManagement.Read.All", &["RoleManagement.Read.Directory"]),
    ("Organization.Read.All", &["LicenseAssignment.Read.All"]),
    (
        "AuditLogsQuery.Read.All",
        &[
            "AuditLogsQuery-Entra.Read.All",
            "AuditLogsQuery-Exchange.Read.All",
            "AuditLogsQuery-SharePoint.Read.All",
            "AuditLogsQuery-OneDrive.Read.All",
            "AuditLogsQuery-Endpoint.Read.All",
            "AuditLogsQuery-CRM.Read.All",
        ],
    ),
];

const DIRECTORY_READS: &[&str] = &[
    "Application.Read.All",
    "Device.Read.All",
    "Directory.Read.All",
    "Domain.Read.All",
    "Group.Read.All",
    "Group.ReadBasic.All",
    "GroupMember.Read.All",
    "LicenseAssignment.Read.All",
    "Organization.Read.All",
    "RoleManagement.Read.Directory",
    "User.Read.All",
    "User.ReadBasic.All",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wider_permissions_cover_narrower_ones_and_not_the_other_way() {
        for (wide, narrow) in [
            ("SecurityAlert.ReadWrite.All", "SecurityAlert.Read.All"),
            ("Directory.Read.All", "User.ReadBasic.All"),
            ("User.Read.All", "User.ReadBasic.All"),
            ("AuditLogsQuery.Read.All", "AuditLogsQuery-Entra.Read.All"),
            ("RoleManagement.ReadWrite.Directory", "RoleManagement.Read.Directory"),
        ] {
            assert!(covers(wide, narrow) && !covers(narrow, wide), "{wide} {narrow}");
        }
        assert!(!covers("Directory.Read.All", "AuditLog.Read.All"));
        assert!(!covers("SecurityAlert.ReadWrite.All", "SecurityIncident.Read.All"));
    }

    #[test]
    fn names_of_the_table_are_in_the_catalogue() {
        for (wide, narrow) in WIDER {
            for name in std::iter::once(wide).chain(*narrow) {
                assert!(Permission::all().any(|known| known.name() == *name), "{name}");
            }
        }
    }

    #[test]
    fn missing_surplus_and_unknown_are_listed_once_and_in_order() {
        let check =
            GrantCheck::new(["B.Read.All", "User.Read.All", "B.Read.All"], ["User.Read.All", "Mail.Send"]);
        assert_eq!(check.missing(), ["B.Read.All"]);
        assert_eq!(check.surplus(), ["Mail.Send"]);
        assert_eq!(check.unknown(), ["B.Read.All"]);
        assert!(!check.is_enough());
        assert!(GrantCheck::new(["User.Read.All"], ["User.Read.All"]).is_enough());
    }
}
