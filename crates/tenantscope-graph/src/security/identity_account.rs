//! Identities and their accounts, as Defender for Identity knows them.

use crate::{Id, List};

models! {
    /// An identity, and its accounts with different providers.
    pub struct IdentityAccount: "security.identityAccounts" | "security.user" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// Its id.
        pub id: Id<IdentityAccount>,
        /// Its accounts.
        pub accounts: List<LinkedAccount>,
        /// The cloud security identifier.
        pub cloud_security_identifier: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// The domain.
        pub domain: Option<String>,
        /// Whether it is on.
        pub is_enabled: Option<bool>,
        /// Its SID in the local directory.
        pub on_premises_security_identifier: Option<String>,
        /// The mail address.
        pub email_address: Option<String>,
        /// The name that the user signs in with.
        pub user_principal_name: Option<String>,
    }

    /// What `accounts` of a `IdentityAccount` holds.
    pub struct LinkedAccount: "security.account" {
        /// Its actions.
        pub actions: List<AccountAction>,
        /// The identifier.
        pub identifier: Option<String>,
        /// The identity provider.
        pub identity_provider: Option<AccountProvider>,
    }
}

enums! {
    /// What `actions` of a `LinkedAccount` says.
    pub enum AccountAction: "security.action" {
        Disable = "disable",
        Enable = "enable",
        ForcePasswordReset = "forcePasswordReset",
        RevokeAllSessions = "revokeAllSessions",
        RequireUserToSignInAgain = "requireUserToSignInAgain",
        MarkUserAsCompromised = "markUserAsCompromised",
    }

    /// What `identity_provider` of a `LinkedAccount` says.
    pub enum AccountProvider: "security.identityProvider" {
        EntraID = "entraID",
        ActiveDirectory = "activeDirectory",
        Okta = "okta",
    }
}
