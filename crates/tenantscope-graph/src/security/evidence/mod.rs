//! What alerts are about: 48 kinds of evidence, and room for those to come.

mod base;
mod cloud;
mod container;
mod device;
mod file;
mod identity;
mod mail;
mod network;
mod repository;

use crate::schema::Type;

pub use self::{
    base::{EvidenceBase, EvidenceRemediationStatus, EvidenceRole, EvidenceVerdict},
    cloud::{
        AiAgentEvidence, AiAgentPlatform, AmazonResourceEvidence, AzureResourceEvidence,
        BlobContainerEvidence, BlobEvidence, CloudAppStream, CloudApplicationEvidence, FileHash,
        GoogleCloudLocationType, GoogleCloudResourceEvidence, OauthApplicationEvidence, SasTokenEvidence,
        ServicePrincipalEvidence, ServicePrincipalKind,
    },
    container::{
        ContainerEvidence, ContainerImageEvidence, ContainerPortProtocol, ContainerRegistryEvidence,
        KubernetesClusterEvidence, KubernetesControllerEvidence, KubernetesNamespaceEvidence,
        KubernetesPlatform, KubernetesPodEvidence, KubernetesSecretEvidence,
        KubernetesServiceAccountEvidence, KubernetesServiceEvidence, KubernetesServicePort,
        KubernetesServiceType,
    },
    device::{
        DefenderAvStatus, DeviceEvidence, DeviceHealthStatus, DeviceRiskScore, IoTDeviceEvidence,
        IoTDeviceImportanceType, LoggedOnUser, NicEvidence, OnboardingStatus, RegistryKeyEvidence,
        RegistryValueEvidence, ResourceAccessEvent, VmCloudProvider, VmMetadata,
    },
    file::{
        DetectionStatus, FileDetails, FileEvidence, FileHashAlgorithm, FileHashEvidence, MalwareEvidence,
        ProcessEvidence, UserAccount,
    },
    identity::{
        ActiveDirectoryDomainEvidence, CloudLogonRequestEvidence, CloudLogonSessionEvidence,
        HostLogonSessionEvidence, SecurityGroupEvidence, UserEvidence,
    },
    mail::{
        AnalyzedMessageEvidence, AntispamTeamsDirection, EmailSender, MailClusterEvidence,
        MailboxConfigurationEvidence, MailboxConfigurationType, MailboxEvidence, SubmissionMailEvidence,
        TeamsDeliveryLocation, TeamsMessageDeliveryAction, TeamsMessageEvidence,
    },
    network::{DnsEvidence, GeoLocation, IpEvidence, NetworkConnectionEvidence, ProtocolType, UrlEvidence},
    repository::{GitHubOrganizationEvidence, GitHubRepoEvidence, GitHubUserEvidence},
};

kinds! {
    /// What an alert is about: a device, a user, a file, a mailbox.
    pub enum AlertEvidence: "security.alertEvidence" of EvidenceBase {
        ActiveDirectoryDomain(ActiveDirectoryDomainEvidence) = "#microsoft.graph.security.activeDirectoryDomainEvidence",
        AiAgent(AiAgentEvidence) = "#microsoft.graph.security.aiAgentEvidence",
        AmazonResource(AmazonResourceEvidence) = "#microsoft.graph.security.amazonResourceEvidence",
        AnalyzedMessage(AnalyzedMessageEvidence) = "#microsoft.graph.security.analyzedMessageEvidence",
        AzureResource(AzureResourceEvidence) = "#microsoft.graph.security.azureResourceEvidence",
        BlobContainer(BlobContainerEvidence) = "#microsoft.graph.security.blobContainerEvidence",
        Blob(BlobEvidence) = "#microsoft.graph.security.blobEvidence",
        CloudApplication(CloudApplicationEvidence) = "#microsoft.graph.security.cloudApplicationEvidence",
        CloudLogonRequest(CloudLogonRequestEvidence) = "#microsoft.graph.security.cloudLogonRequestEvidence",
        CloudLogonSession(CloudLogonSessionEvidence) = "#microsoft.graph.security.cloudLogonSessionEvidence",
        Container(ContainerEvidence) = "#microsoft.graph.security.containerEvidence",
        ContainerImage(ContainerImageEvidence) = "#microsoft.graph.security.containerImageEvidence",
        ContainerRegistry(ContainerRegistryEvidence) = "#microsoft.graph.security.containerRegistryEvidence",
        Device(DeviceEvidence) = "#microsoft.graph.security.deviceEvidence",
        Dns(DnsEvidence) = "#microsoft.graph.security.dnsEvidence",
        File(FileEvidence) = "#microsoft.graph.security.fileEvidence",
        FileHash(FileHashEvidence) = "#microsoft.graph.security.fileHashEvidence",
        GitHubOrganization(GitHubOrganizationEvidence) = "#microsoft.graph.security.gitHubOrganizationEvidence",
        GitHubRepo(GitHubRepoEvidence) = "#microsoft.graph.security.gitHubRepoEvidence",
        GitHubUser(GitHubUserEvidence) = "#microsoft.graph.security.gitHubUserEvidence",
        GoogleCloudResource(GoogleCloudResourceEvidence) = "#microsoft.graph.security.googleCloudResourceEvidence",
        HostLogonSession(HostLogonSessionEvidence) = "#microsoft.graph.security.hostLogonSessionEvidence",
        IoTDevice(IoTDeviceEvidence) = "#microsoft.graph.security.ioTDeviceEvidence",
        Ip(IpEvidence) = "#microsoft.graph.security.ipEvidence",
        KubernetesCluster(KubernetesClusterEvidence) = "#microsoft.graph.security.kubernetesClusterEvidence",
        KubernetesController(KubernetesControllerEvidence) = "#microsoft.graph.security.kubernetesControllerEvidence",
        KubernetesNamespace(KubernetesNamespaceEvidence) = "#microsoft.graph.security.kubernetesNamespaceEvidence",
        KubernetesPod(KubernetesPodEvidence) = "#microsoft.graph.security.kubernetesPodEvidence",
        KubernetesSecret(KubernetesSecretEvidence) = "#microsoft.graph.security.kubernetesSecretEvidence",
        KubernetesServiceAccount(KubernetesServiceAccountEvidence) = "#microsoft.graph.security.kubernetesServiceAccountEvidence",
        KubernetesService(KubernetesServiceEvidence) = "#microsoft.graph.security.kubernetesServiceEvidence",
        MailCluster(MailClusterEvidence) = "#microsoft.graph.security.mailClusterEvidence",
        MailboxConfiguration(MailboxConfigurationEvidence) = "#microsoft.graph.security.mailboxConfigurationEvidence",
        Mailbox(MailboxEvidence) = "#microsoft.graph.security.mailboxEvidence",
        Malware(MalwareEvidence) = "#microsoft.graph.security.malwareEvidence",
        NetworkConnection(NetworkConnectionEvidence) = "#microsoft.graph.security.networkConnectionEvidence",
        Nic(NicEvidence) = "#microsoft.graph.security.nicEvidence",
        OauthApplication(OauthApplicationEvidence) = "#microsoft.graph.security.oauthApplicationEvidence",
        Process(ProcessEvidence) = "#microsoft.graph.security.processEvidence",
        RegistryKey(RegistryKeyEvidence) = "#microsoft.graph.security.registryKeyEvidence",
        RegistryValue(RegistryValueEvidence) = "#microsoft.graph.security.registryValueEvidence",
        SasToken(SasTokenEvidence) = "#microsoft.graph.security.sasTokenEvidence",
        SecurityGroup(SecurityGroupEvidence) = "#microsoft.graph.security.securityGroupEvidence",
        ServicePrincipal(ServicePrincipalEvidence) = "#microsoft.graph.security.servicePrincipalEvidence",
        SubmissionMail(SubmissionMailEvidence) = "#microsoft.graph.security.submissionMailEvidence",
        TeamsMessage(TeamsMessageEvidence) = "#microsoft.graph.security.teamsMessageEvidence",
        Url(UrlEvidence) = "#microsoft.graph.security.urlEvidence",
        User(UserEvidence) = "#microsoft.graph.security.userEvidence",
    }
}

/// The tables of this area.
pub(crate) const TABLES: &[&[&Type]] = &[
    KINDS,
    base::MODELS,
    base::ENUMS,
    cloud::MODELS,
    cloud::ENUMS,
    container::MODELS,
    container::ENUMS,
    device::MODELS,
    device::ENUMS,
    file::MODELS,
    file::ENUMS,
    identity::MODELS,
    mail::MODELS,
    mail::ENUMS,
    network::MODELS,
    network::ENUMS,
    repository::MODELS,
];
