//! One event of the audit log: its common header, typed, beside all that it says.

mod event_time;
mod key;
pub(crate) mod lenient;
mod open_number;
mod record_type;
mod record_type_names;

mod user_type;

use std::fmt;

use serde::{Deserialize, Serialize};

#[cfg(feature = "client")]
pub(crate) use self::key::fingerprint;
pub use self::{event_time::EventTime, key::RecordKey, record_type::RecordType, user_type::UserType};

/// One event of the audit log: the members that every record has, or may have.
///
/// The client returns it as an [`Item`](tenantscope_core::Item), whose `raw()` is the whole record as it was received.
///
/// ```
/// use tenantscope_activity::{AuditRecord, RecordType};
/// use tenantscope_core::Item;
///
/// let stored = r#"{"Id": "8d1fd688-8a2b-4d5b-9e23-08de2a5c0f11", "RecordType": 25, "Operation": "TeamCreated",
///                  "CreationTime": "2026-11-22T01:02:03", "TeamName": "Blue"}"#;
/// let record: Item<AuditRecord> = Item::from_json(stored)?;
/// assert_eq!(record.record_type, Some(RecordType::MICROSOFT_TEAMS));
/// assert!(record.is_operation("teamcreated"));
/// assert_eq!(record.extra()["TeamName"], "Blue");
/// # Ok::<(), tenantscope_core::Error>(())
/// ```
///
/// No member is required, and none makes a record fail: what isn't of the documented type counts as
/// absent here, and `raw()` still has it. `Debug` shows ids and types only, since records hold
/// personal data and, in places, secrets.
///
/// Source: the page "Office 365 Management Activity API schema", section "Common schema".
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AuditRecord {
    /// Tells events apart. A GUID, save in a few workloads. The same event may be delivered more than once.
    #[serde(default, deserialize_with = "lenient::read", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Which service and which kind of event.
    #[serde(default, deserialize_with = "lenient::read", skip_serializing_if = "Option::is_none")]
    pub record_type: Option<RecordType>,
    /// When it happened, to the second. Not when it became available: that may be days later.
    #[serde(default, deserialize_with = "lenient::read", skip_serializing_if = "Option::is_none")]
    pub creation_time: Option<EventTime>,
    /// What was done. Its letters' case differs between workloads: see [`is_operation`](Self::is_operation).
    #[serde(default, deserialize_with = "lenient::read", skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The tenant.
    #[serde(default, deserialize_with = "lenient::read", skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// What kind of user did it.
    #[serde(default, deserialize_with = "lenient::read", skip_serializing_if = "Option::is_none")]
    pub user_type: Option<UserType>,
    /// Another id of the user, such as the PUID.
    #[serde(default, deserialize_with = "lenient::read", skip_serializing_if = "Option::is_none")]
    pub user_key: Option<String>,
    /// The service in which it happened: `Exchange`, `MicrosoftTeams`, …
    #[serde(default, deserialize_with = "lenient::read", skip_serializing_if = "Option::is_none")]
    pub workload: Option<String>,
    /// Whether it worked, in the workload's own words: `Succeeded`, `Success`, `True`, `Failed`, …
    #[serde(default, deserialize_with = "lenient::read", skip_serializing_if = "Option::is_none")]
    pub result_status: Option<String>,
    /// On what it was done: a path, a URL, a mailbox, an id.
    #[serde(default, deserialize_with = "lenient::read", skip_serializing_if = "Option::is_none")]
    pub object_id: Option<String>,
    /// Who did it: mostly a user principal name, else a GUID, `ServicePrincipal_…` or a display name.
    #[serde(default, deserialize_with = "lenient::read", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// From which address. It may have a port, square brackets or a leading blank, and is mostly absent.
    #[serde(
        default,
        rename = "ClientIP",
        deserialize_with = "lenient::read",
        skip_serializing_if = "Option::is_none"
    )]
    pub client_ip: Option<String>,
    /// 0 for the cloud, 1 for a server on premises.
    #[serde(default, deserialize_with = "lenient::read", skip_serializing_if = "Option::is_none")]
    pub scope: Option<i64>,
    /// The version of the record's form. Undocumented, and nearly always 1.
    #[serde(default, deserialize_with = "lenient::read", skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

impl AuditRecord {
    /// Whether the operation is this one, whatever its letters' case.
    pub fn is_operation(&self, name: &str) -> bool {
        self.operation.as_deref().is_some_and(|known| known.eq_ignore_ascii_case(name))
    }
}

/// Ids and types only.
impl fmt::Debug for AuditRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuditRecord")
            .field("id", &self.id)
            .field("record_type", &self.record_type)
            .field("organization_id", &self.organization_id)
            .field("user_type", &self.user_type)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use tenantscope_core::Item;

    use super::*;

    fn read(text: &'static str) -> Item<AuditRecord> {
        Item::from_json(text).unwrap()
    }

    #[test]
    fn header_is_typed_and_the_rest_is_extra() {
        let text = r#"{"CreationTime":"2026-11-22T01:02:03","Id":"8d1fd688-8a2b-4d5b-9e23-08de2a5c0f11",
            "Operation":"Set-Mailbox","OrganizationId":"11111111-2222-3333-4444-555555555555","RecordType":1,
            "ResultStatus":"True","UserKey":"key","UserType":2,"Version":1,"Workload":"Exchange",
            "ClientIP":"[2001:db8::1]:443","ObjectId":"box","UserId":"admin@contoso.example","Scope":0,
            "Parameters":[{"Name":"Identity","Value":"box"}]}"#;
        let record = read(text);
        assert_eq!(record.record_type, Some(RecordType::EXCHANGE_ADMIN));
        assert_eq!(record.user_type, Some(UserType::ADMIN));
        assert_eq!(record.client_ip.as_deref(), Some("[2001:db8::1]:443"));
        assert_eq!((record.version, record.scope), (Some(1), Some(0)));
        let time = record.creation_time.as_ref().unwrap();
        assert_eq!(time.instant().unwrap().to_string(), "2026-11-22T01:02:03Z");
        assert_eq!(record.extra().keys().collect::<Vec<_>>(), ["Parameters"]);
        assert_eq!(record.as_json(), text);
    }

    #[test]
    fn no_member_of_an_odd_type_makes_a_record_fail() {
        let record = read(
            r#"{"Id":null,"RecordType":"70","CreationTime":7,"Operation":{"a":[1]},"UserType":"Regular",
                "ResultStatus":3,"UserId":true,"Version":"x","ClientIP":["::1"],"Scope":"Onprem","Workload":1.5}"#,
        );
        assert_eq!(record.id, None);
        assert_eq!(record.record_type.as_ref().and_then(RecordType::number), Some(70));
        assert_eq!(record.user_type, Some(UserType::REGULAR));
        assert_eq!(record.creation_time, None);
        assert_eq!((record.operation.as_deref(), record.client_ip.as_deref()), (None, None));
        assert_eq!(record.result_status.as_deref(), Some("3"));
        assert_eq!((record.user_id.as_deref(), record.workload.as_deref()), (Some("true"), Some("1.5")));
        assert_eq!((record.version, record.scope), (None, None));
        assert_eq!(record.to_json_value()["Operation"]["a"][0], 1);
    }

    #[test]
    fn debug_shows_ids_and_types_only() {
        let record = read(
            r#"{"Id":"an-id","RecordType":25,"UserId":"CANARY","ObjectId":"CANARY","ClientIP":"CANARY","UserKey":"CANARY"}"#,
        );
        let shown = format!("{record:?}");
        assert!(
            shown.contains("an-id") && shown.contains("MicrosoftTeams") && !shown.contains("CANARY"),
            "{shown}"
        );
    }

    #[test]
    fn operations_are_compared_without_case() {
        assert!(read(r#"{"Operation":"DLPRuleMatch"}"#).is_operation("DlpRuleMatch"));
        assert!(!read("{}").is_operation("DlpRuleMatch"));
    }
}
