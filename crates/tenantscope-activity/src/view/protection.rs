//! Data loss prevention, alerts, quarantine and threats.

use serde_json::Value;

use super::views;

views! {
    /// A match of a data loss prevention policy. With `ActivityFeed.ReadDlp`, the matched texts stand in its details.
    Dlp [11, 13, 33, 63, 107] {
        share_point_meta_data: Value = "SharePointMetaData" | "SharePointMetadata",
        exchange_meta_data: Value = "ExchangeMetaData" | "ExchangeMetadata",
        endpoint_meta_data: Value = "EndpointMetaData" | "EndpointMetadata",
        exception_info: Value = "ExceptionInfo",
        policy_details: Value = "PolicyDetails",
        sensitive_info_detection_is_included: bool = "SensitiveInfoDetectionIsIncluded",
    }

    /// An alert of the security and compliance centres.
    SecurityAlert [40] {
        alert_id: String = "AlertId",
        alert_type: String = "AlertType",
        name: String = "Name",
        policy_id: String = "PolicyId",
        status: String = "Status",
        severity: String = "Severity",
        category: String = "Category",
        source: String = "Source",
        comments: String = "Comments",
        data: String = "Data",
        alert_entity_id: String = "AlertEntityId",
        entity_type: String = "EntityType",
    }

    /// A cmdlet of the security and compliance centres.
    SecurityCmdlet [18] {
        start_time: String = "StartTime",
        client_request_id: String = "ClientRequestId",
        cmdlet_version: String = "CmdletVersion",
        effective_organization: String = "EffectiveOrganization",
        user_service_plan: String = "UserServicePlan",
        client_application: String = "ClientApplication",
        parameters: String = "Parameters",
        non_pii_parameters: String = "NonPiiParameters" | "NonPIIParameters",
    }

    /// A mail in which Defender for Office 365 saw phishing or malware.
    ThreatMail [28] {
        attachment_data: Value = "AttachmentData",
        detection_type: String = "DetectionType",
        detection_method: String = "DetectionMethod",
        internet_message_id: String = "InternetMessageId",
        network_message_id: String = "NetworkMessageId",
        p1_sender: String = "P1Sender",
        p2_sender: String = "P2Sender",
        policy: String = "Policy",
        recipients: Value = "Recipients",
        sender_ip: String = "SenderIp",
        subject: String = "Subject",
        verdict: String = "Verdict",
        message_time: String = "MessageTime",
        event_deep_link: String = "EventDeepLink",
        delivery_action: String = "DeliveryAction",
        original_deliverylocation: String = "OriginalDeliverylocation",
        latest_deliverylocation: String = "LatestDeliverylocation",
        directionality: String = "Directionality",
        threats_and_detection_tech: Value = "ThreatsAndDetectionTech",
        additional_actions_and_results: Value = "AdditionalActionsAndResults",
        connectors: String = "Connectors",
        auth_details: Value = "AuthDetails",
        system_overrides: Value = "SystemOverrides",
        phish_confidence_level: String = "PhishConfidenceLevel",
    }

    /// A click on a link that Safe Links looked at.
    ThreatUrl [41] {
        app_name: String = "AppName",
        url_click_action: String = "URLClickAction",
        source_id: String = "SourceId",
        time_of_click: String = "TimeOfClick",
        url: String = "URL" | "Url",
        user_ip: String = "UserIp",
    }

    /// A malicious file in SharePoint, OneDrive or Teams.
    ThreatFile [47] {
        file_data: Value = "FileData",
        source_workload: String = "SourceWorkload",
        detection_method: String = "DetectionMethod",
        last_modified_date: String = "LastModifiedDate",
        last_modified_by: String = "LastModifiedBy",
        event_deep_link: String = "EventDeepLink",
    }

    /// An automated investigation.
    Investigation [64] {
        investigation_id: String = "InvestigationId",
        investigation_name: String = "InvestigationName",
        investigation_type: String = "InvestigationType",
        last_update_time_utc: String = "LastUpdateTimeUtc",
        start_time_utc: String = "StartTimeUtc",
        status: String = "Status",
        deeplink_url: String = "DeeplinkURL" | "DeepLinkUrl",
        actions: Value = "Actions",
        data: String = "Data",
    }

    /// What somebody did with a mail in quarantine.
    Quarantine [65] {
        request_type: String = "RequestType",
        request_source: String = "RequestSource",
        network_message_id: String = "NetworkMessageId",
        release_to: String = "ReleaseTo",
    }
}
