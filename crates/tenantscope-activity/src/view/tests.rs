use super::*;

fn record(text: &'static str) -> Item<AuditRecord> {
    Item::from_json(text).unwrap()
}

#[test]
fn view_is_for_its_record_types_only() {
    let record = record(r#"{"RecordType":25,"TeamName":"Blue"}"#);
    assert_eq!(Teams::of(&record).unwrap().unwrap().team_name.as_deref(), Some("Blue"));
    assert_eq!(ExchangeAdmin::of(&record).unwrap(), None);
    assert_eq!(Teams::of(&Item::from_json("{}").unwrap()).unwrap(), None);
}

#[test]
fn wire_forms_that_the_documentation_has_otherwise_are_read() {
    let file =
        record(r#"{"RecordType":6,"ItemType":"File","EventSource":0,"IsWorkflow":"true","Site":null}"#);
    let file = SharePoint::of(&file).unwrap().unwrap();
    assert_eq!((file.item_type.as_deref(), file.event_source.as_deref()), (Some("File"), Some("0")));
    assert_eq!((file.is_workflow, file.site), (Some(true), None));
    let directory =
        record(r#"{"RecordType":8,"IntraSystemId":"x","ExtendedProperties":[{"Name":"a","Value":"b"}]}"#);
    let directory = EntraDirectory::of(&directory).unwrap().unwrap();
    assert_eq!(directory.extended_properties.unwrap()[0]["Value"], "b");
    let mailbox = record(r#"{"RecordType":50,"ExternalAccess":{"odd":1},"LogonType":"2"}"#);
    let mailbox = ExchangeMailbox::of(&mailbox).unwrap().unwrap();
    assert_eq!((mailbox.external_access, mailbox.logon_type.as_deref()), (None, Some("2")));
}

#[test]
fn matched_secrets_are_not_shown() {
    let text = r#"{"RecordType":13,"Operation":"DlpRuleMatch","IncidentId":"i","PolicyDetails":[{"Rules":[{"ConditionsMatched":
        {"SensitiveInformation":[{"SensitiveInformationDetections":{"DetectedValues":[{"Name":"CANARY","Value":"CANARY"}]}}]}}]}]}"#;
    let record = record(text);
    let dlp = Dlp::of(&record).unwrap().unwrap();
    assert!(dlp.policy_details.is_some());
    assert!(!format!("{dlp:?} {record:?}").contains("CANARY"));
}
