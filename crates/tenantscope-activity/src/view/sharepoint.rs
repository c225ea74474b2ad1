//! SharePoint and OneDrive.

use serde_json::Value;

use super::views;

views! {
    /// What somebody did with a site, a file or a list, or shared.
    SharePoint [4, 6, 7, 14, 36, 37, 54, 55, 56] {
        site: String = "Site",
        item_type: String = "ItemType",
        event_source: String = "EventSource",
        source_name: String = "SourceName",
        user_agent: String = "UserAgent",
        machine_domain_info: String = "MachineDomainInfo",
        machine_id: String = "MachineId",
        list_item_unique_id: String = "ListItemUniqueId",
        list_id: String = "ListId",
        application_id: String = "ApplicationId",
        application_display_name: String = "ApplicationDisplayName",
        is_workflow: bool = "IsWorkflow",
        custom_event: String = "CustomEvent",
        event_data: String = "EventData",
        modified_properties: Value = "ModifiedProperties",
        site_url: String = "SiteUrl",
        source_relative_url: String = "SourceRelativeUrl",
        source_file_name: String = "SourceFileName",
        source_file_extension: String = "SourceFileExtension",
        destination_relative_url: String = "DestinationRelativeUrl",
        destination_file_name: String = "DestinationFileName",
        destination_file_extension: String = "DestinationFileExtension",
        user_shared_with: String = "UserSharedWith",
        sharing_type: String = "SharingType",
        source_label: String = "SourceLabel",
        destination_label: String = "DestinationLabel",
        sensitivity_label_owner_email: String = "SensitivityLabelOwnerEmail",
        sensitivity_label_id: String = "SensitivityLabelId",
        list_title: String = "ListTitle",
        list_name: String = "ListName",
        list_url: String = "ListUrl",
        list_base_type: String = "ListBaseType",
        list_base_template_type: String = "ListBaseTemplateType",
        is_hidden_list: bool = "IsHiddenList",
        is_doc_lib: bool = "IsDocLib",
        target_user_or_group_name: String = "TargetUserOrGroupName",
        target_user_or_group_type: String = "TargetUserOrGroupType",
        unique_sharing_id: String = "UniqueSharingId",
    }
}
