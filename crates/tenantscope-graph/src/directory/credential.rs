//! Secrets and certificates of apps.

use tenantscope_core::Timestamp;

use crate::Hidden;

models! {
    /// A certificate of an app.
    pub struct KeyCredential: "keyCredential" {
        /// Mostly the certificate's thumbprint.
        pub custom_key_identifier: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// When it ends.
        pub end_date_time: Option<Timestamp>,
        /// The key.
        pub key: Option<String>,
        /// The credential's id.
        pub key_id: Option<String>,
        /// When it begins.
        pub start_date_time: Option<Timestamp>,
        /// What kind it is.
        pub r#type: Option<String>,
        /// The usage.
        pub usage: Option<String>,
    }

    /// A secret of an app.
    pub struct PasswordCredential: "passwordCredential" {
        /// Mostly the certificate's thumbprint.
        pub custom_key_identifier: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// When it ends.
        pub end_date_time: Option<Timestamp>,
        /// The first characters of the secret.
        pub hint: Option<String>,
        /// The credential's id.
        pub key_id: Option<String>,
        /// The secret; `null` whenever it is read.
        pub secret_text: Option<Hidden>,
        /// When it begins.
        pub start_date_time: Option<Timestamp>,
    }
}
