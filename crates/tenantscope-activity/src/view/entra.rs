//! The Entra directory and sign-ins.

use serde_json::Value;

use super::views;

views! {
    /// A change of the directory.
    EntraDirectory [8] {
        azure_active_directory_event_type: String = "AzureActiveDirectoryEventType",
        extended_properties: Value = "ExtendedProperties",
        modified_properties: Value = "ModifiedProperties",
        actor: Value = "Actor",
        actor_context_id: String = "ActorContextId",
        actor_ip_address: String = "ActorIpAddress",
        inter_systems_id: String = "InterSystemsId",
        intra_systems_id: String = "IntraSystemsId" | "IntraSystemId",
        support_ticket_id: String = "SupportTicketId",
        target: Value = "Target",
        target_context_id: String = "TargetContextId",
    }

    /// A sign-in.
    EntraSignIn [9, 15] {
        azure_active_directory_event_type: String = "AzureActiveDirectoryEventType",
        extended_properties: Value = "ExtendedProperties",
        modified_properties: Value = "ModifiedProperties",
        application_id: String = "ApplicationId",
        client: String = "Client",
        device_properties: Value = "DeviceProperties",
        error_code: String = "ErrorCode",
        logon_error: String = "LogonError",
        application: String = "Application",
        login_status: i64 = "LoginStatus",
        user_domain: String = "UserDomain",
        actor: Value = "Actor",
        actor_context_id: String = "ActorContextId",
        actor_ip_address: String = "ActorIpAddress",
        inter_systems_id: String = "InterSystemsId",
        intra_systems_id: String = "IntraSystemsId" | "IntraSystemId",
        support_ticket_id: String = "SupportTicketId",
        target: Value = "Target",
        target_context_id: String = "TargetContextId",
    }
}
