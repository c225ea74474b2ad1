//! Which service and which kind of event a record is about.

use super::{open_number::open_number, record_type_names::NAMES};

open_number! {
    /// Which service and which kind of event a record is about: a number, to which new ones are added without notice.
    ///
    /// ```
    /// use tenantscope_activity::RecordType;
    ///
    /// assert_eq!(RecordType::new(25).name(), Some("MicrosoftTeams"));
    /// assert_eq!(RecordType::new(25), RecordType::MICROSOFT_TEAMS);
    /// assert_eq!(RecordType::new(70_000).name(), None);
    /// assert!(RecordType::new(373).has_doubtful_name());
    /// # let by_name: RecordType = serde_json::from_str("\"MicrosoftTeams\"").unwrap();
    /// # assert_eq!(by_name, RecordType::MICROSOFT_TEAMS);
    /// ```
    ///
    /// Read from a number, from the text of one, or from a name: Microsoft Graph's audit log queries write
    /// names. It is written as a number wherever one is known.
    ///
    /// Source: the page "Office 365 Management Activity API schema", and Microsoft Graph's `auditLogRecordType` for
    /// the 215 that the page leaves out.
    RecordType, "a record type's number or name"
}

macro_rules! named {
    ($($number:literal $constant:ident $text:literal;)+) => {
        $(#[doc = $text] pub const $constant: Self = Self(Kind::Number($number));)+
    };
}

impl RecordType {
    named! {
        1 EXCHANGE_ADMIN "Exchange cmdlets.";
        2 EXCHANGE_ITEM "Mailbox actions on one item.";
        3 EXCHANGE_ITEM_GROUP "Mailbox actions on several items.";
        4 SHARE_POINT "SharePoint, other than files, lists and sharing.";
        6 SHARE_POINT_FILE_OPERATION "Actions on files in SharePoint and OneDrive.";
        7 ONE_DRIVE "OneDrive.";
        8 AZURE_ACTIVE_DIRECTORY "Changes of the Entra directory.";
        11 COMPLIANCE_DLP_SHARE_POINT "Data loss prevention in SharePoint and OneDrive.";
        13 COMPLIANCE_DLP_EXCHANGE "Data loss prevention in Exchange.";
        14 SHARE_POINT_SHARING_OPERATION "Sharing in SharePoint and OneDrive.";
        15 AZURE_ACTIVE_DIRECTORY_STS_LOGON "Sign-ins.";
        18 SECURITY_COMPLIANCE_CENTER_EOP_CMDLET "Cmdlets of the security and compliance centres.";
        20 POWER_BI_AUDIT "Power BI.";
        25 MICROSOFT_TEAMS "Teams.";
        28 THREAT_INTELLIGENCE "Phishing and malware that Defender for Office 365 saw in mail.";
        40 SECURITY_COMPLIANCE_ALERTS "Alerts of the security and compliance centres.";
        41 THREAT_INTELLIGENCE_URL "Clicks on links that Safe Links looked at.";
        47 THREAT_INTELLIGENCE_ATP_CONTENT "Malicious files in SharePoint, OneDrive and Teams.";
        63 DLP_ENDPOINT "Data loss prevention on devices.";
        64 AIR_INVESTIGATION "Automated investigation and response.";
        65 QUARANTINE "Quarantine.";
        261 COPILOT_INTERACTION "Prompts to Copilot and its answers.";
    }

    /// Whether Microsoft's own tables disagree on the name of this number.
    ///
    /// 37 numbers have another name in Microsoft Graph than on the schema's page. From 365 to 387 the two
    /// tables are shifted against each other, and what the service sends there isn't published.
    pub fn has_doubtful_name(&self) -> bool {
        matches!(self.number(), Some(365..=387)) || self.other_name().is_some()
    }

    /// What Microsoft Graph calls this number, where that differs from [`name`](Self::name).
    pub fn other_name(&self) -> Option<&'static str> {
        known(self.number()?).map(|(_, _, other)| *other).filter(|other| !other.is_empty())
    }
}

fn known(number: i64) -> Option<&'static (u16, &'static str, &'static str)> {
    let number = u16::try_from(number).ok()?;
    NAMES.binary_search_by_key(&number, |(number, _, _)| *number).ok().map(|at| &NAMES[at])
}

fn name_of(number: i64) -> Option<&'static str> {
    known(number).map(|(_, name, _)| *name)
}

fn number_of(name: &str) -> Option<i64> {
    let found = NAMES.iter().find(|(_, known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(number, _, _)| i64::from(*number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_so_that_it_can_be_searched() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(NAMES.iter().all(|(_, name, other)| !name.contains(' ') && name != other));
        for (number, name, _) in NAMES {
            assert_eq!(RecordType::new(i64::from(*number)).name(), Some(*name));
        }
    }

    #[test]
    fn numbers_texts_of_numbers_and_names_are_one() {
        for text in ["25", "\"25\"", "25.0", "\"MicrosoftTeams\"", "\"microsoftTeams\""] {
            let read: RecordType = serde_json::from_str(text).unwrap();
            assert_eq!(read, RecordType::MICROSOFT_TEAMS, "{text}");
            assert_eq!(serde_json::to_string(&read).unwrap(), "25");
        }
    }

    #[test]
    fn what_no_release_knew_is_kept() {
        for text in ["70000", "-3", "\"SomethingNewer\""] {
            let read: RecordType = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), text);
            assert!(!read.has_doubtful_name());
        }
    }

    #[test]
    fn names_that_the_sources_disagree_on_are_marked() {
        let doubtful = NAMES.iter().filter(|(_, _, other)| !other.is_empty()).count();
        assert_eq!(doubtful, 37);
        let yammer = RecordType::new(22);
        assert_eq!((yammer.name(), yammer.other_name()), (Some("VivaEngage"), Some("Yammer")));
        assert!(RecordType::new(369).has_doubtful_name() && !RecordType::MICROSOFT_TEAMS.has_doubtful_name());
        assert_eq!(
            format!("{:?} {}", RecordType::new(25), RecordType::new(25)),
            "25 MicrosoftTeams MicrosoftTeams"
        );
    }
}
