//! What kind of user did it.

use super::open_number::open_number;

open_number! {
    /// What kind of user did it: a number, to which new ones may be added.
    ///
    /// ```
    /// use tenantscope_activity::UserType;
    ///
    /// assert_eq!(UserType::ADMIN.name(), Some("Admin"));
    /// assert_eq!(UserType::new(77).name(), None);
    /// ```
    UserType, "a user type's number or name"
}

impl UserType {
    /// A user of the tenant.
    pub const REGULAR: Self = Self::new(0);
    /// An administrator of the tenant.
    pub const ADMIN: Self = Self::new(2);
    /// An administrator or account of Microsoft's data centres.
    pub const DC_ADMIN: Self = Self::new(3);
    /// A system account.
    pub const SYSTEM: Self = Self::new(4);
    /// An application.
    pub const APPLICATION: Self = Self::new(5);
    /// A service principal.
    pub const SERVICE_PRINCIPAL: Self = Self::new(6);
    /// A guest.
    pub const GUEST: Self = Self::new(10);
}

/// By number, without a gap.
const NAMES: [&str; 11] = [
    "Regular",
    "Reserved",
    "Admin",
    "DCAdmin",
    "System",
    "Application",
    "ServicePrincipal",
    "CustomPolicy",
    "SystemPolicy",
    "PartnerTechnician",
    "Guest",
];

fn name_of(number: i64) -> Option<&'static str> {
    NAMES.get(usize::try_from(number).ok()?).copied()
}

fn number_of(name: &str) -> Option<i64> {
    (0..).zip(NAMES).find(|(_, known)| known.eq_ignore_ascii_case(name)).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_one_and_the_unknown_is_kept() {
        for text in ["2", "\"2\"", "\"Admin\"", "\"admin\""] {
            assert_eq!(serde_json::from_str::<UserType>(text).unwrap(), UserType::ADMIN, "{text}");
        }
        for text in ["77", "\"Robot\""] {
            let read: UserType = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), text);
        }
        assert_eq!(format!("{:?} {}", UserType::GUEST, UserType::new(77)), "10 Guest 77");
    }
}
