//! Teams, Copilot, Power BI and sensitivity labels.

use serde_json::Value;

use super::views;

views! {
    /// What somebody did in Teams.
    Teams [25] {
        action: String = "Action",
        add_on_guid: String = "AddOnGuid",
        add_on_name: String = "AddOnName",
        add_on_type: String = "AddOnType",
        channel_guid: String = "ChannelGuid",
        channel_name: String = "ChannelName",
        channel_type: String = "ChannelType",
        extra_properties: Value = "ExtraProperties",
        hosted_contents: Value = "HostedContents",
        invitee: String = "Invitee",
        members: Value = "Members",
        message_id: String = "MessageId",
        message_urls: Value = "MessageURLs",
        messages: Value = "Messages",
        message_size_in_bytes: i64 = "MessageSizeInBytes",
        name: String = "Name",
        new_value: String = "NewValue",
        old_value: String = "OldValue",
        subscription_id: String = "SubscriptionId",
        tab_type: String = "TabType",
        team_guid: String = "TeamGuid",
        team_name: String = "TeamName",
    }

    /// A prompt to Copilot and its answer.
    CopilotInteraction [261] {
        copilot_event_data: Value = "CopilotEventData",
        client_region: String = "ClientRegion",
        copilot_log_version: String = "CopilotLogVersion",
    }

    /// What somebody did in Power BI.
    PowerBi [20] {
        app_name: String = "AppName",
        dashboard_name: String = "DashboardName",
        data_classification: String = "DataClassification",
        dataset_name: String = "DatasetName",
        membership_information: Value = "MembershipInformation",
        org_app_permission: String = "OrgAppPermission",
        report_name: String = "ReportName",
        sharing_information: Value = "SharingInformation",
        switch_state: String = "SwitchState",
        work_space_name: String = "WorkSpaceName" | "WorkspaceName",
    }

    /// A sensitivity label that was set on or taken from a mail.
    MipLabel [43] {
        sender: String = "Sender",
        receivers: Value = "Receivers",
        item_name: String = "ItemName",
        label_id: String = "LabelId",
        label_name: String = "LabelName",
        label_action: String = "LabelAction",
        label_applied_date_time: String = "LabelAppliedDateTime",
        application_mode: String = "ApplicationMode",
    }
}
