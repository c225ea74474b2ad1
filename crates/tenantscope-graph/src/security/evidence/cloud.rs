//! Evidence in clouds: resources, storage, apps.

use tenantscope_core::Timestamp;

use crate::{
    List,
    security::evidence::{EvidenceRemediationStatus, EvidenceRole, EvidenceVerdict, FileHashAlgorithm},
};

models! {
    /// A ai agent evidence.
    pub struct AiAgentEvidence: "security.aiAgentEvidence" {
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The parts that it plays, in words.
        pub detailed_roles: List<String>,
        /// What was done about it.
        pub remediation_status: Option<EvidenceRemediationStatus>,
        /// More on what was done about it.
        pub remediation_status_details: Option<String>,
        /// The parts that it plays.
        pub roles: List<EvidenceRole>,
        /// Its tags.
        pub tags: List<String>,
        /// What was found out about it.
        pub verdict: Option<EvidenceVerdict>,
        /// The id of its agent.
        pub agent_id: Option<String>,
        /// The agent name.
        pub agent_name: Option<String>,
        /// The hosting platform type.
        pub hosting_platform_type: Option<AiAgentPlatform>,
        /// The instructions.
        pub instructions: Option<String>,
    }

    /// A amazon resource evidence.
    pub struct AmazonResourceEvidence: "security.amazonResourceEvidence" {
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The parts that it plays, in words.
        pub detailed_roles: List<String>,
        /// What was done about it.
        pub remediation_status: Option<EvidenceRemediationStatus>,
        /// More on what was done about it.
        pub remediation_status_details: Option<String>,
        /// The parts that it plays.
        pub roles: List<EvidenceRole>,
        /// Its tags.
        pub tags: List<String>,
        /// What was found out about it.
        pub verdict: Option<EvidenceVerdict>,
        /// The id of its amazon account.
        pub amazon_account_id: Option<String>,
        /// The id of its amazon resource.
        pub amazon_resource_id: Option<String>,
        /// The name of what it is about.
        pub resource_name: Option<String>,
        /// What kind of thing it is about.
        pub resource_type: Option<String>,
    }

    /// What `storage_resource` of a `BlobContainerEvidence` holds.
    pub struct AzureResourceEvidence: "security.azureResourceEvidence" {
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The parts that it plays, in words.
        pub detailed_roles: List<String>,
        /// What was done about it.
        pub remediation_status: Option<EvidenceRemediationStatus>,
        /// More on what was done about it.
        pub remediation_status_details: Option<String>,
        /// The parts that it plays.
        pub roles: List<EvidenceRole>,
        /// Its tags.
        pub tags: List<String>,
        /// What was found out about it.
        pub verdict: Option<EvidenceVerdict>,
        /// The id of what it is about.
        pub resource_id: Option<String>,
        /// The name of what it is about.
        pub resource_name: Option<String>,
        /// What kind of thing it is about.
        pub resource_type: Option<String>,
    }

    /// A google cloud resource evidence.
    pub struct GoogleCloudResourceEvidence: "security.googleCloudResourceEvidence" {
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The parts that it plays, in words.
        pub detailed_roles: List<String>,
        /// What was done about it.
        pub remediation_status: Option<EvidenceRemediationStatus>,
        /// More on what was done about it.
        pub remediation_status_details: Option<String>,
        /// The parts that it plays.
        pub roles: List<EvidenceRole>,
        /// Its tags.
        pub tags: List<String>,
        /// What was found out about it.
        pub verdict: Option<EvidenceVerdict>,
        /// The full resource name.
        pub full_resource_name: Option<String>,
        /// Where it is.
        pub location: Option<String>,
        /// The location type.
        pub location_type: Option<GoogleCloudLocationType>,
        /// The id of its project.
        pub project_id: Option<String>,
        /// The project number.
        pub project_number: Option<i64>,
        /// The name of what it is about.
        pub resource_name: Option<String>,
        /// What kind of thing it is about.
        pub resource_type: Option<String>,
    }

    /// What `blob_container` of a `BlobEvidence` holds.
    pub struct BlobContainerEvidence: "security.blobContainerEvidence" {
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The parts that it plays, in words.
        pub detailed_roles: List<String>,
        /// What was done about it.
        pub remediation_status: Option<EvidenceRemediationStatus>,
        /// More on what was done about it.
        pub remediation_status_details: Option<String>,
        /// The parts that it plays.
        pub roles: List<EvidenceRole>,
        /// Its tags.
        pub tags: List<String>,
        /// What was found out about it.
        pub verdict: Option<EvidenceVerdict>,
        /// Its name.
        pub name: Option<String>,
        /// The storage resource.
        pub storage_resource: Option<AzureResourceEvidence>,
        /// The address.
        pub url: Option<String>,
    }

    /// A blob evidence.
    pub struct BlobEvidence: "security.blobEvidence" {
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The parts that it plays, in words.
        pub detailed_roles: List<String>,
        /// What was done about it.
        pub remediation_status: Option<EvidenceRemediationStatus>,
        /// More on what was done about it.
        pub remediation_status_details: Option<String>,
        /// The parts that it plays.
        pub roles: List<EvidenceRole>,
        /// Its tags.
        pub tags: List<String>,
        /// What was found out about it.
        pub verdict: Option<EvidenceVerdict>,
        /// The blob container.
        pub blob_container: Option<BlobContainerEvidence>,
        /// The etag.
        pub etag: Option<String>,
        /// Its file hashes.
        pub file_hashes: List<FileHash>,
        /// Its name.
        pub name: Option<String>,
        /// The address.
        pub url: Option<String>,
    }

    /// A sas token evidence.
    pub struct SasTokenEvidence: "security.sasTokenEvidence" {
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The parts that it plays, in words.
        pub detailed_roles: List<String>,
        /// What was done about it.
        pub remediation_status: Option<EvidenceRemediationStatus>,
        /// More on what was done about it.
        pub remediation_status_details: Option<String>,
        /// The parts that it plays.
        pub roles: List<EvidenceRole>,
        /// Its tags.
        pub tags: List<String>,
        /// What was found out about it.
        pub verdict: Option<EvidenceVerdict>,
        /// The allowed ip addresses.
        pub allowed_ip_addresses: Option<String>,
        /// Its allowed resource types.
        pub allowed_resource_types: List<String>,
        /// Its allowed services.
        pub allowed_services: List<String>,
        /// When: expiry.
        pub expiry_date_time: Option<Timestamp>,
        /// Its permissions.
        pub permissions: List<String>,
        /// The protocol.
        pub protocol: Option<String>,
        /// The signature hash.
        pub signature_hash: Option<String>,
        /// The signed with.
        pub signed_with: Option<String>,
        /// When it begins.
        pub start_date_time: Option<Timestamp>,
        /// The storage resource.
        pub storage_resource: Option<AzureResourceEvidence>,
    }

    /// A cloud application evidence.
    pub struct CloudApplicationEvidence: "security.cloudApplicationEvidence" {
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The parts that it plays, in words.
        pub detailed_roles: List<String>,
        /// What was done about it.
        pub remediation_status: Option<EvidenceRemediationStatus>,
        /// More on what was done about it.
        pub remediation_status_details: Option<String>,
        /// The parts that it plays.
        pub roles: List<EvidenceRole>,
        /// Its tags.
        pub tags: List<String>,
        /// What was found out about it.
        pub verdict: Option<EvidenceVerdict>,
        /// The application (client) id.
        pub app_id: Option<i64>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// The id of its instance.
        pub instance_id: Option<i64>,
        /// The instance name.
        pub instance_name: Option<String>,
        /// The id of its saas app.
        pub saas_app_id: Option<i64>,
        /// The stream.
        pub stream: Option<CloudAppStream>,
    }

    /// A oauth application evidence.
    pub struct OauthApplicationEvidence: "security.oauthApplicationEvidence" {
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The parts that it plays, in words.
        pub detailed_roles: List<String>,
        /// What was done about it.
        pub remediation_status: Option<EvidenceRemediationStatus>,
        /// More on what was done about it.
        pub remediation_status_details: Option<String>,
        /// The parts that it plays.
        pub roles: List<EvidenceRole>,
        /// Its tags.
        pub tags: List<String>,
        /// What was found out about it.
        pub verdict: Option<EvidenceVerdict>,
        /// The application (client) id.
        pub app_id: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// What it was done to.
        pub object_id: Option<String>,
        /// The publisher.
        pub publisher: Option<String>,
    }

    /// A service principal evidence.
    pub struct ServicePrincipalEvidence: "security.servicePrincipalEvidence" {
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The parts that it plays, in words.
        pub detailed_roles: List<String>,
        /// What was done about it.
        pub remediation_status: Option<EvidenceRemediationStatus>,
        /// More on what was done about it.
        pub remediation_status_details: Option<String>,
        /// The parts that it plays.
        pub roles: List<EvidenceRole>,
        /// Its tags.
        pub tags: List<String>,
        /// What was found out about it.
        pub verdict: Option<EvidenceVerdict>,
        /// The application (client) id.
        pub app_id: Option<String>,
        /// The id of its app owner tenant.
        pub app_owner_tenant_id: Option<String>,
        /// The service principal's name.
        pub service_principal_name: Option<String>,
        /// The id of its service principal object.
        pub service_principal_object_id: Option<String>,
        /// The service principal type.
        pub service_principal_type: Option<ServicePrincipalKind>,
        /// The tenant's id.
        pub tenant_id: Option<String>,
    }

    /// What `file_hashes` of a `BlobEvidence` holds.
    pub struct FileHash: "security.fileHash" {
        /// The algorithm.
        pub algorithm: Option<FileHashAlgorithm>,
        /// The value.
        pub value: Option<String>,
    }

    /// What `stream` of a `CloudApplicationEvidence` holds.
    pub struct CloudAppStream: "security.stream" {
        /// Its name.
        pub name: Option<String>,
    }
}

enums! {
    /// What `hosting_platform_type` of a `AiAgentEvidence` says.
    pub enum AiAgentPlatform: "security.aiAgentPlatform" {
        NotKnown = "unknown",
        AzureAIFoundry = "azureAIFoundry",
        CopilotStudio = "copilotStudio",
        Copilot = "copilot",
    }

    /// What `location_type` of a `GoogleCloudResourceEvidence` says.
    pub enum GoogleCloudLocationType: "security.googleCloudLocationType" {
        NotKnown = "unknown",
        Regional = "regional",
        Zonal = "zonal",
        Global = "global",
    }

    /// What `service_principal_type` of a `ServicePrincipalEvidence` says.
    pub enum ServicePrincipalKind: "security.servicePrincipalType" {
        NotKnown = "unknown",
        Application = "application",
        ManagedIdentity = "managedIdentity",
        Legacy = "legacy",
    }
}
