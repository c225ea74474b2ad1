//! What a record says beyond its header, typed, by workload.
//!
//! ```
//! use tenantscope_activity::{AuditRecord, view::{ExchangeAdmin, RecordView}};
//! use tenantscope_core::Item;
//!
//! let text = r#"{"RecordType": 1, "Operation": "Set-Mailbox", "ExternalAccess": "False",
//!                "Parameters": [{"Name": "Identity", "Value": "box"}]}"#;
//! let record: Item<AuditRecord> = Item::from_json(text)?;
//! let admin = ExchangeAdmin::of(&record)?.expect("record type 1");
//! assert_eq!(admin.external_access, Some(false));
//! assert_eq!(admin.parameters.unwrap()[0]["Name"], "Identity");
//! # Ok::<(), tenantscope_core::Error>(())
//! ```
//!
//! A view is read on demand, so that those who only forward records don't pay for it. Every member is optional. A
//! plain one whose wire form isn't the documented type counts as absent, numbers and texts stand in for one another, and
//! what has a form of its own is JSON as it came. All of it is in the record's `raw()` too. `Debug` shows no
//! content: these records hold personal data, and some of them secrets.
//!
//! Source: the page "Office 365 Management Activity API schema".

mod collaboration;
mod entra;
mod exchange;
mod protection;
mod sharepoint;

use serde::de::DeserializeOwned;
use tenantscope_core::{Error, ErrorKind, Item, Result, json_problem};

pub use self::{
    collaboration::{CopilotInteraction, MipLabel, PowerBi, Teams},
    entra::{EntraDirectory, EntraSignIn},
    exchange::{ExchangeAdmin, ExchangeMailbox},
    protection::{
        Dlp, Investigation, Quarantine, SecurityAlert, SecurityCmdlet, ThreatFile, ThreatMail, ThreatUrl,
    },
    sharepoint::SharePoint,
};
use crate::AuditRecord;

/// What a record of some types says beyond its header.
pub trait RecordView: DeserializeOwned {
    /// The numbers of the record types that it is for.
    const RECORD_TYPES: &'static [i64];

    /// Reads it from a record; `None` if the record is of another type.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidItem`] if the record has a member twice.
    fn of(record: &Item<AuditRecord>) -> Result<Option<Self>> {
        let number = record.record_type.as_ref().and_then(crate::RecordType::number);
        if !number.is_some_and(|number| Self::RECORD_TYPES.contains(&number)) {
            return Ok(None);
        }
        serde_json::from_slice(record.raw()).map(Some).map_err(|error| {
            Error::builder(ErrorKind::InvalidItem)
                .detail(json_problem(&error))
                .body(record.raw().clone())
                .build()
        })
    }
}

/// Makes views: name, record types, and members with their names on the wire.
macro_rules! views {
    ($(
        $(#[$meta:meta])*
        $name:ident [$($number:literal),+] {
            $($field:ident: $type:ty = $wire:literal $(| $alias:literal)*,)+
        }
    )+) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
            #[non_exhaustive]
            pub struct $name {
                $(
                    #[doc = concat!("`", $wire, "` on the wire.")]
                    #[serde(
                        default,
                        rename = $wire,
                        $(alias = $alias,)*
                        deserialize_with = "crate::record::lenient::read",
                        skip_serializing_if = "Option::is_none"
                    )]
                    pub $field: Option<$type>,
                )+
            }

            impl $crate::view::RecordView for $name {
                const RECORD_TYPES: &'static [i64] = &[$($number),+];
            }

            /// No content: it may be personal or secret.
            impl std::fmt::Debug for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.debug_struct(stringify!($name)).finish_non_exhaustive()
                }
            }
        )+
    };
}
use views;

#[cfg(test)]
mod tests;
