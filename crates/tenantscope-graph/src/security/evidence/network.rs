//! Evidence on the network.

use tenantscope_core::Timestamp;

use crate::{
    List,
    security::evidence::{CloudAppStream, EvidenceRemediationStatus, EvidenceRole, EvidenceVerdict},
};

models! {
    /// A dns evidence.
    pub struct DnsEvidence: "security.dnsEvidence" {
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
        /// The dns server ip.
        pub dns_server_ip: Option<IpEvidence>,
        /// The domain.
        pub domain_name: Option<String>,
        /// The host ip address.
        pub host_ip_address: Option<IpEvidence>,
        /// Its ip addresses.
        pub ip_addresses: List<IpEvidence>,
    }

    /// What `ip_addresses` of a `DnsEvidence` holds.
    pub struct IpEvidence: "security.ipEvidence" {
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
        /// The country, in two letters.
        pub country_letter_code: Option<String>,
        /// The IP address.
        pub ip_address: Option<String>,
        /// Where it is.
        pub location: Option<GeoLocation>,
        /// The stream.
        pub stream: Option<CloudAppStream>,
    }

    /// A network connection evidence.
    pub struct NetworkConnectionEvidence: "security.networkConnectionEvidence" {
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
        /// The destination address.
        pub destination_address: Option<IpEvidence>,
        /// The destination port.
        pub destination_port: Option<i64>,
        /// The protocol.
        pub protocol: Option<ProtocolType>,
        /// The source address.
        pub source_address: Option<IpEvidence>,
        /// The source port.
        pub source_port: Option<i64>,
    }

    /// What `source_ref` of a `IoTDeviceEvidence` holds.
    pub struct UrlEvidence: "security.urlEvidence" {
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
        /// The address.
        pub url: Option<String>,
    }

    /// What `location` of a `IpEvidence` holds.
    pub struct GeoLocation: "security.geoLocation" {
        /// The city.
        pub city: Option<String>,
        /// The country name.
        pub country_name: Option<String>,
        /// Degrees north.
        pub latitude: Option<f64>,
        /// Degrees east.
        pub longitude: Option<f64>,
        /// Where it stands.
        pub state: Option<String>,
    }
}

enums! {
    /// What `protocol` of a `NetworkConnectionEvidence` says.
    pub enum ProtocolType: "security.protocolType" {
        Tcp = "tcp",
        Udp = "udp",
    }
}
