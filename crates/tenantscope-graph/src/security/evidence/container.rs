//! Evidence in containers and Kubernetes.

use serde_json::{Map, Value};
use tenantscope_core::Timestamp;

use crate::{
    List,
    security::AlertEvidence,
    security::evidence::{EvidenceRemediationStatus, EvidenceRole, EvidenceVerdict, IpEvidence},
};

models! {
    /// What `containers` of a `KubernetesPodEvidence` holds.
    pub struct ContainerEvidence: "security.containerEvidence" {
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
        /// Its args.
        pub args: List<String>,
        /// Its command.
        pub command: List<String>,
        /// The id of its container.
        pub container_id: Option<String>,
        /// The image.
        pub image: Option<ContainerImageEvidence>,
        /// Whether it is privileged.
        pub is_privileged: Option<bool>,
        /// Its name.
        pub name: Option<String>,
        /// The pod.
        pub pod: Option<KubernetesPodEvidence>,
    }

    /// What `image` of a `ContainerEvidence` holds.
    pub struct ContainerImageEvidence: "security.containerImageEvidence" {
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
        /// The digest image.
        pub digest_image: Option<Box<ContainerImageEvidence>>,
        /// The id of its image.
        pub image_id: Option<String>,
        /// The registry.
        pub registry: Option<ContainerRegistryEvidence>,
    }

    /// What `registry` of a `ContainerImageEvidence` holds.
    pub struct ContainerRegistryEvidence: "security.containerRegistryEvidence" {
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
        /// The registry.
        pub registry: Option<String>,
    }

    /// What `cluster` of a `KubernetesNamespaceEvidence` holds.
    pub struct KubernetesClusterEvidence: "security.kubernetesClusterEvidence" {
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
        /// The cloud resource.
        pub cloud_resource: Option<AlertEvidence>,
        /// The distribution.
        pub distribution: Option<String>,
        /// Its name.
        pub name: Option<String>,
        /// The platform.
        pub platform: Option<KubernetesPlatform>,
        /// Its version.
        pub version: Option<String>,
    }

    /// What `controller` of a `KubernetesPodEvidence` holds.
    pub struct KubernetesControllerEvidence: "security.kubernetesControllerEvidence" {
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
        /// Its labels.
        pub labels: Option<Map<String, Value>>,
        /// Its name.
        pub name: Option<String>,
        /// The namespace.
        pub namespace: Option<KubernetesNamespaceEvidence>,
        /// What kind it is.
        pub r#type: Option<String>,
    }

    /// What `namespace` of a `KubernetesControllerEvidence` holds.
    pub struct KubernetesNamespaceEvidence: "security.kubernetesNamespaceEvidence" {
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
        /// The cluster.
        pub cluster: Option<KubernetesClusterEvidence>,
        /// Its labels.
        pub labels: Option<Map<String, Value>>,
        /// Its name.
        pub name: Option<String>,
    }

    /// What `pod` of a `ContainerEvidence` holds.
    pub struct KubernetesPodEvidence: "security.kubernetesPodEvidence" {
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
        /// Its containers.
        pub containers: List<ContainerEvidence>,
        /// The controller.
        pub controller: Option<KubernetesControllerEvidence>,
        /// Its ephemeral containers.
        pub ephemeral_containers: List<ContainerEvidence>,
        /// Its init containers.
        pub init_containers: List<ContainerEvidence>,
        /// Its labels.
        pub labels: Option<Map<String, Value>>,
        /// Its name.
        pub name: Option<String>,
        /// The namespace.
        pub namespace: Option<KubernetesNamespaceEvidence>,
        /// The pod ip.
        pub pod_ip: Option<IpEvidence>,
        /// The service account.
        pub service_account: Option<KubernetesServiceAccountEvidence>,
    }

    /// A kubernetes secret evidence.
    pub struct KubernetesSecretEvidence: "security.kubernetesSecretEvidence" {
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
        /// The namespace.
        pub namespace: Option<KubernetesNamespaceEvidence>,
        /// The secret type.
        pub secret_type: Option<String>,
    }

    /// What `service_account` of a `KubernetesPodEvidence` holds.
    pub struct KubernetesServiceAccountEvidence: "security.kubernetesServiceAccountEvidence" {
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
        /// The namespace.
        pub namespace: Option<KubernetesNamespaceEvidence>,
    }

    /// A kubernetes service evidence.
    pub struct KubernetesServiceEvidence: "security.kubernetesServiceEvidence" {
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
        /// The cluster IP.
        #[serde(rename = "clusterIP")]
        pub cluster_ip: Option<IpEvidence>,
        /// Its external i ps.
        pub external_i_ps: List<IpEvidence>,
        /// Its labels.
        pub labels: Option<Map<String, Value>>,
        /// Its name.
        pub name: Option<String>,
        /// The namespace.
        pub namespace: Option<KubernetesNamespaceEvidence>,
        /// The selector.
        pub selector: Option<Map<String, Value>>,
        /// Its service ports.
        pub service_ports: List<KubernetesServicePort>,
        /// The service type.
        pub service_type: Option<KubernetesServiceType>,
    }

    /// What `service_ports` of a `KubernetesServiceEvidence` holds.
    pub struct KubernetesServicePort: "security.kubernetesServicePort" {
        /// The app protocol.
        pub app_protocol: Option<String>,
        /// Its name.
        pub name: Option<String>,
        /// The node port.
        pub node_port: Option<i64>,
        /// The port.
        pub port: Option<i64>,
        /// The protocol.
        pub protocol: Option<ContainerPortProtocol>,
        /// The target port.
        pub target_port: Option<String>,
    }
}

enums! {
    /// What `platform` of a `KubernetesClusterEvidence` says.
    pub enum KubernetesPlatform: "security.kubernetesPlatform" {
        NotKnown = "unknown",
        Aks = "aks",
        Eks = "eks",
        Gke = "gke",
        Arc = "arc",
    }

    /// What `service_type` of a `KubernetesServiceEvidence` says.
    pub enum KubernetesServiceType: "security.kubernetesServiceType" {
        NotKnown = "unknown",
        ClusterIP = "clusterIP",
        ExternalName = "externalName",
        NodePort = "nodePort",
        LoadBalancer = "loadBalancer",
    }

    /// What `protocol` of a `KubernetesServicePort` says.
    pub enum ContainerPortProtocol: "security.containerPortProtocol" {
        Udp = "udp",
        Tcp = "tcp",
        Sctp = "sctp",
    }
}
