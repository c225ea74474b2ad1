//! Audit records as each workload writes them.

use serde_json::{Value, json};

use super::{audit::Draft, names};
use crate::{clock, rng::Rng, rng::guid_of, tenant::TenantState};

/// One kind of event: what it is called, its record type, and who writes its members.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) operation: &'static str,
    record_type: u16,
    workload: &'static str,
    members: fn(&mut Writer<'_>) -> Value,
}

const fn kind(
    operation: &'static str,
    record_type: u16,
    workload: &'static str,
    members: fn(&mut Writer<'_>) -> Value,
) -> Kind {
    Kind { operation, record_type, workload, members }
}

const ENTRA: &[Kind] = &[
    kind("UserLoggedIn", 15, "AzureActiveDirectory", sign_in),
    kind("UserLoggedIn", 15, "AzureActiveDirectory", sign_in),
    kind("UserLoginFailed", 15, "AzureActiveDirectory", sign_in),
    kind("Add member to role.", 8, "AzureActiveDirectory", directory_change),
    kind("Update user.", 8, "AzureActiveDirectory", directory_change),
    kind("Consent to application.", 8, "AzureActiveDirectory", directory_change),
    kind("Add service principal.", 8, "AzureActiveDirectory", directory_change),
];

const EXCHANGE: &[Kind] = &[
    kind("MailItemsAccessed", 50, "Exchange", mail_items_accessed),
    kind("MailItemsAccessed", 50, "Exchange", mail_items_accessed),
    kind("Send", 2, "Exchange", mailbox_item),
    kind("Update", 2, "Exchange", mailbox_item),
    kind("HardDelete", 3, "Exchange", mailbox_items),
    kind("New-InboxRule", 1, "Exchange", cmdlet),
    kind("Set-Mailbox", 1, "Exchange", cmdlet),
];

const SHAREPOINT: &[Kind] = &[
    kind("FileAccessed", 6, "SharePoint", file),
    kind("FileAccessed", 6, "SharePoint", file),
    kind("FileModified", 6, "OneDrive", file),
    kind("FileDownloaded", 6, "OneDrive", file),
    kind("PageViewed", 4, "SharePoint", page),
    kind("SharingSet", 14, "SharePoint", sharing),
    kind("AnonymousLinkCreated", 14, "SharePoint", sharing),
];

const GENERAL: &[Kind] = &[
    kind("TeamsSessionStarted", 25, "MicrosoftTeams", teams),
    kind("MemberAdded", 25, "MicrosoftTeams", teams_membership),
    kind("ViewReport", 20, "PowerBI", power_bi),
    kind("SearchCreated", 24, "SecurityComplianceCenter", discovery),
    kind("AlertTriggered", 40, "SecurityComplianceCenter", alert),
    kind("CopilotInteraction", 261, "Copilot", copilot),
    // A type that no table has a name for, as about a quarter of a real tenant's.
    kind("ArchiveCreated", 63, "Endpoint", endpoint),
];

const DLP: &[Kind] = &[
    kind("DlpRuleMatch", 13, "Exchange", dlp),
    kind("DLPRuleMatch", 11, "SharePoint", dlp),
    kind("DLPRuleMatch", 11, "OneDrive", dlp),
];

/// The kinds of events in a content type, given by its index.
pub(crate) fn kinds(content_type: usize) -> &'static [Kind] {
    [ENTRA, EXCHANGE, SHAREPOINT, GENERAL, DLP][content_type]
}

/// What the members of a record are made from.
pub(crate) struct Writer<'w> {
    tenant: &'w TenantState,
    rng: Rng,
    operation: &'static str,
    user: String,
    address: &'static str,
    /// Whether the reader may see the text that a data loss policy matched.
    detections: bool,
}

impl Writer<'_> {
    fn url(&mut self) -> (String, &'static str) {
        let site = self.rng.pick(names::SITES);
        let host = self.tenant.vanity.split('.').next().unwrap_or_default();
        (format!("https://{host}.sharepoint.com/sites/{site}/"), *self.rng.pick::<&str>(names::FILES))
    }

    fn mailbox(&mut self) -> Value {
        json!({
            "ClientIPAddress": self.address,
            "ClientInfoString": "Client=OutlookService;Outlook-iOS/2.0;",
            "ExternalAccess": false,
            "InternalLogonType": 0,
            "LogonType": 0,
            "LogonUserSid": "S-1-5-21-1190104529-2145213442-3208112571-1148",
            "MailboxGuid": guid_of(&self.user),
            "MailboxOwnerSid": "S-1-5-21-1190104529-2145213442-3208112571-1148",
            "MailboxOwnerUPN": self.user,
            "OrganizationName": self.tenant.domain,
            "OriginatingServer": "AM9PR08MB6612 (15.20.4200.000)\r\n",
        })
    }
}

/// The record as its workload writes it.
pub(crate) fn render(tenant: &TenantState, draft: &Draft, detections: bool) -> Value {
    let mut rng = draft.rng.clone();
    let name = rng.pick(names::USERS);
    let user = match rng.below(100) {
        // About one record in eleven names no user principal.
        0..4 => format!("ServicePrincipal_{}", rng.guid()),
        4..7 => "Not Available".to_owned(),
        7..9 => rng.guid(),
        _ => format!("{name}@{}", tenant.vanity),
    };
    let has_address = rng.percent(45);
    let (address, key) = (*rng.pick(names::ADDRESSES), rng.next());
    let object = rng.percent(70).then(|| format!("{name}@{}", tenant.vanity));
    let mut writer =
        Writer { tenant, rng, operation: draft.kind.operation, user: user.clone(), address, detections };
    let mut record = json!({
        "CreationTime": clock::bare(draft.happened),
        "Id": draft.id,
        "Operation": draft.kind.operation,
        "OrganizationId": tenant.id,
        "RecordType": draft.kind.record_type,
        "UserKey": format!("{key:016X}"),
        "UserType": if user.starts_with("Service") { 6 } else { 0 },
        "Version": 1,
        "Workload": draft.kind.workload,
        "UserId": user,
    });
    if has_address {
        record["ClientIP"] = json!(address);
    }
    if let Some(object) = object {
        record["ObjectId"] = json!(object);
    }
    if let (Value::Object(record), Value::Object(members)) = (&mut record, (draft.kind.members)(&mut writer))
    {
        record.extend(members);
    }
    record
}

fn sign_in(writer: &mut Writer<'_>) -> Value {
    let failed = writer.operation == "UserLoginFailed";
    let agent = *writer.rng.pick(names::USER_AGENTS);
    let mut members = json!({
        "ResultStatus": if failed { "Failed" } else { "Success" },
        "AzureActiveDirectoryEventType": 1,
        "ExtendedProperties": [
            {"Name": "ResultStatusDetail", "Value": if failed { "UserError" } else { "Success" }},
            {"Name": "UserAgent", "Value": agent},
            {"Name": "RequestType", "Value": "OAuth2:Authorize"},
        ],
        "ModifiedProperties": [],
        "Actor": [{"ID": guid_of(&writer.user), "Type": 0}, {"ID": writer.user, "Type": 5}],
        "ActorContextId": writer.tenant.id,
        "ActorIpAddress": writer.address,
        "InterSystemsId": writer.rng.guid(),
        "IntraSystemId": writer.rng.guid(),
        "SupportTicketId": "",
        "Target": [{"ID": "00000003-0000-0000-c000-000000000000", "Type": 0}],
        "TargetContextId": writer.tenant.id,
        "ApplicationId": "4765445b-32c6-49b0-83e6-1d93765276ca",
        "DeviceProperties": [{"Name": "OS", "Value": "Windows10"}, {"Name": "IsCompliantAndManaged", "Value": "False"}],
        "ErrorNumber": if failed { "50126" } else { "0" },
    });
    if failed {
        members["LogonError"] = json!("InvalidUserNameOrPassword");
    }
    members
}

fn directory_change(writer: &mut Writer<'_>) -> Value {
    let target = writer.rng.guid();
    json!({
        "ResultStatus": "Success",
        "AzureActiveDirectoryEventType": 1,
        // JSON in a string, as this workload has it.
        "ExtendedProperties": [
            {"Name": "additionalDetails", "Value": "{\"User-Agent\":\"EvoSTS\",\"AppId\":\"00000002-0000-0000-c000-000000000000\"}"},
            {"Name": "extendedAuditEventCategory", "Value": "User"},
        ],
        "ModifiedProperties": [
            {"Name": "StsRefreshTokensValidFrom", "NewValue": "[\r\n  \"2026-11-20T08:11:09Z\"\r\n]", "OldValue": "[]"},
        ],
        "Actor": [{"ID": writer.user, "Type": 5}],
        "ActorContextId": writer.tenant.id,
        "ActorIpAddress": "<null>",
        "InterSystemsId": writer.rng.guid(),
        "IntraSystemId": writer.rng.guid(),
        "SupportTicketId": "",
        "Target": [{"ID": format!("User_{target}"), "Type": 2}, {"ID": target, "Type": 2}],
        "TargetContextId": writer.tenant.id,
        "AssociatedAdminUnits": [],
    })
}

fn mail_items_accessed(writer: &mut Writer<'_>) -> Value {
    let mut members = writer.mailbox();
    members["ResultStatus"] = json!("Succeeded");
    members["OperationCount"] = json!(writer.rng.between(1, 9));
    members["OperationProperties"] =
        json!([{"Name": "MailAccessType", "Value": "Bind"}, {"Name": "IsThrottled", "Value": "False"}]);
    members["Folders"] = json!([{
        "Id": writer.rng.text(40),
        "Path": "\\Inbox",
        "FolderItems": [{"InternetMessageId": format!("<{}@eurprd08.prod.outlook.com>", writer.rng.text(24)), "SizeInBytes": writer.rng.between(900, 90_000)}],
    }]);
    members
}

fn mailbox_item(writer: &mut Writer<'_>) -> Value {
    let mut members = writer.mailbox();
    members["ResultStatus"] = json!("Succeeded");
    members["Item"] = json!({
        "Id": writer.rng.text(60),
        "InternetMessageId": format!("<{}@eurprd08.prod.outlook.com>", writer.rng.text(24)),
        "ParentFolder": {"Id": writer.rng.text(40), "Path": "\\Sent Items"},
        "Subject": "RE: Offer \u{2013} Gr\u{f6}\u{df}e L",
        "SizeInBytes": writer.rng.between(900, 90_000),
    });
    // Names only; other workloads put objects here.
    members["ModifiedProperties"] = json!(["RecipientCollection", "AllAttachmentsHidden"]);
    members
}

fn mailbox_items(writer: &mut Writer<'_>) -> Value {
    let mut members = writer.mailbox();
    members["ResultStatus"] = json!("Succeeded");
    members["AffectedItems"] = json!([{"Id": writer.rng.text(60), "Subject": "Invoice", "ParentFolder": {"Path": "\\Recoverable Items\\Deletions"}}]);
    members["CrossMailboxOperation"] = json!(false);
    members["Folder"] = json!({"Id": writer.rng.text(40), "Path": "\\Recoverable Items\\Deletions"});
    members
}

fn cmdlet(writer: &mut Writer<'_>) -> Value {
    json!({
        "ResultStatus": "True",
        "AppId": "fb78d390-0c51-40cd-8e17-fdbfab77341b",
        "ExternalAccess": false,
        "OrganizationName": writer.tenant.domain,
        "OriginatingServer": "AM9PR08MB6612 (15.20.4200.000)",
        "Parameters": [{"Name": "Identity", "Value": writer.user}, {"Name": "DeleteMessage", "Value": "True"}],
        "SessionId": "",
    })
}

fn sharepoint(writer: &mut Writer<'_>, item: &str) -> Value {
    json!({
        "CorrelationId": writer.rng.guid(),
        "EventSource": "SharePoint",
        "ItemType": item,
        "ListId": writer.rng.guid(),
        "ListItemUniqueId": writer.rng.guid(),
        "Site": writer.rng.guid(),
        "UserAgent": *writer.rng.pick(names::USER_AGENTS),
        "WebId": writer.rng.guid(),
        "IsManagedDevice": false,
        // An object here, whatever the documentation says.
        "AppAccessContext": {"AADSessionId": writer.rng.guid(), "CorrelationId": writer.rng.guid(), "UniqueTokenId": writer.rng.text(22)},
    })
}

fn file(writer: &mut Writer<'_>) -> Value {
    let (site, name) = writer.url();
    let mut members = sharepoint(writer, "File");
    members["ObjectId"] = json!(format!("{site}Shared Documents/{name}"));
    members["SiteUrl"] = json!(site);
    members["SourceRelativeUrl"] = json!("Shared Documents");
    members["SourceFileName"] = json!(name);
    members["SourceFileExtension"] = json!(name.rsplit('.').next());
    members["FileSizeBytes"] = json!(writer.rng.between(1_000, 5_000_000));
    members
}

fn page(writer: &mut Writer<'_>) -> Value {
    let (site, _) = writer.url();
    let mut members = sharepoint(writer, "Page");
    members["ObjectId"] = json!(format!("{site}SitePages/Home.aspx"));
    members["CustomUniqueId"] = json!(true);
    members
}

fn sharing(writer: &mut Writer<'_>) -> Value {
    let mut members = file(writer);
    members["EventData"] = json!("<Permissions granted>Contribute</Permissions granted>");
    members["TargetUserOrGroupType"] = json!("Guest");
    members["TargetUserOrGroupName"] = json!("guest#ext#@example.org");
    members["UniqueSharingId"] = json!(writer.rng.guid());
    members
}

fn teams(writer: &mut Writer<'_>) -> Value {
    json!({
        "ExtraProperties": [{"Key": "TimeZone", "Value": "Europe/Berlin"}, {"Key": "ClientName", "Value": "skypeteams"}],
        "ObjectId": "Unknown (Unknown)",
        "ResultStatus": "Success",
        "DeviceId": writer.rng.guid(),
    })
}

fn teams_membership(writer: &mut Writer<'_>) -> Value {
    json!({
        "TeamName": *writer.rng.pick(names::SITES),
        "TeamGuid": format!("19:{}@thread.tacv2", writer.rng.text(44)),
        "AADGroupId": writer.rng.guid(),
        "CommunicationType": "Team",
        "Members": [{"DisplayName": "Guest", "Role": 3, "UPN": "guest#ext#@example.org"}],
    })
}

fn power_bi(writer: &mut Writer<'_>) -> Value {
    json!({
        "Activity": "ViewReport",
        "ItemName": "Sales",
        "WorkSpaceName": *writer.rng.pick(names::SITES),
        "WorkspaceId": writer.rng.guid(),
        "ReportId": writer.rng.guid(),
        "ReportName": "Sales",
        "IsSuccess": true,
        "RequestId": writer.rng.guid(),
        "ActivityId": writer.rng.guid(),
    })
}

fn discovery(writer: &mut Writer<'_>) -> Value {
    json!({
        "Case": "Review 7",
        "ExchangeLocations": "All",
        "ExtendedProperties": [{"Name": "QueryText", "Value": "subject:\"merger\""}],
        "ObjectType": "Search",
        "Query": "subject:\"merger\"",
        "SharepointLocations": "",
        "StartTime": "0001-01-02T00:00:00",
        "CmdletVersion": "16.0.0",
        "UserServicePlan": "",
        "JobId": writer.rng.guid(),
    })
}

fn alert(writer: &mut Writer<'_>) -> Value {
    json!({
        "AlertEntityId": writer.user,
        "AlertId": writer.rng.guid(),
        "AlertLinks": [{"AlertLinkHref": ""}],
        "AlertType": "System",
        "Category": "ThreatManagement",
        "Comments": "New alert",
        "Data": format!("{{\"etype\":\"User\",\"eid\":\"{}\",\"lon\":\"{}\",\"sev\":\"Medium\"}}", writer.user, writer.operation),
        "Name": "Suspicious email sending patterns detected",
        "PolicyId": writer.rng.guid(),
        "Severity": "Medium",
        "Source": "Office 365 Security & Compliance",
        "Status": "Active",
    })
}

fn copilot(writer: &mut Writer<'_>) -> Value {
    json!({
        "CopilotEventData": {
            "AppHost": "Word",
            "ThreadId": format!("19:{}@thread.v2", writer.rng.text(32)),
            "Contexts": [],
            "AccessedResources": [{"Type": "docx", "SiteUrl": writer.url().0, "Action": "Read"}],
            "Messages": [{"Id": writer.rng.next().to_string(), "isPrompt": true}, {"Id": writer.rng.next().to_string(), "isPrompt": false}],
        },
    })
}

fn endpoint(writer: &mut Writer<'_>) -> Value {
    json!({
        "Application": "7zG.exe",
        "DeviceName": "pc-0042",
        "FileExtension": "zip",
        "FileSize": writer.rng.between(1_000, 90_000_000),
        "Platform": 1,
        "EnforcementMode": 1,
        "EvidenceFile": {"FullUrl": "", "StorageName": ""},
        "Sha256": writer.rng.text(64).to_ascii_lowercase(),
        "DestinationLocationType": 2,
    })
}

fn dlp(writer: &mut Writer<'_>) -> Value {
    let (site, file) = writer.url();
    let count = writer.rng.between(1, 12);
    let mut information = json!({
        "Confidence": 85,
        "Count": count,
        "Location": "Message Body",
        "SensitiveType": "50842eb7-edc8-4019-85dd-5a5c1f2bb085",
        "SensitiveInformationTypeName": "Credit Card Number",
        "SensitiveInformationDetailedClassificationAttributes": [{"Confidence": 85, "Count": count, "IsMatch": true}],
        "UniqueCount": count,
    });
    if writer.detections {
        // The matched text is in `Name` and what surrounds it in `Value`. A test number that no
        // card has.
        information["SensitiveInformationDetections"] = json!({
            "DetectedValues": [{"Name": "4111 1111 1111 1111", "Value": "please charge 4111 1111 1111 1111 as agreed"}],
            "ResultsTruncated": false,
        });
    }
    let mut members = json!({
        "IncidentId": writer.rng.guid(),
        "PolicyDetails": [{
            "PolicyId": guid_of("policy"),
            "PolicyName": "Payment data",
            "Rules": [{
                "Actions": ["BlockAccess", "NotifyUser"],
                "ConditionsMatched": {
                    "ConditionMatchedInNewScheme": true,
                    "SensitiveInformation": [information],
                },
                "ManagementRuleId": guid_of("rule"),
                "RuleId": guid_of("rule"),
                "RuleMode": "Enable",
                "RuleName": "Card numbers leave the company",
                "Severity": "High",
            }],
        }],
        "SensitiveInfoDetectionIsIncluded": writer.detections,
    });
    if writer.operation == "DlpRuleMatch" {
        members["ExchangeMetaData"] = json!({
            "From": writer.user,
            "To": ["someone@example.org"],
            "CC": [],
            "BCC": [],
            "MessageID": format!("<{}@eurprd08.prod.outlook.com>", writer.rng.text(24)),
            "RecipientCount": 1,
            "Sent": "2026-11-20T08:11:09",
            "Subject": "Your order",
        });
    } else {
        members["SharePointMetaData"] = json!({
            "FileName": file,
            "FileOwner": "Adele Vance",
            "FilePathUrl": format!("{site}Shared Documents/{file}"),
            "From": writer.user,
            "SiteCollectionUrl": site,
            "itemCreationTime": "2026-11-19T14:03:00",
            "itemLastModifiedTime": "2026-11-20T08:11:09",
        });
    }
    members
}
