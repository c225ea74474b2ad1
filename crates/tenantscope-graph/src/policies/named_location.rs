//! Places that policies can name.

use tenantscope_core::Timestamp;

use crate::{Id, List};

models! {
    /// What every [`NamedLocation`] has.
    pub struct NamedLocationBase: "namedLocation" {
        /// When it was deleted; `null` while it lives.
        pub deleted_date_time: Option<Timestamp>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// Its id.
        pub id: Id<NamedLocation>,
        /// When it was changed last.
        pub modified_date_time: Option<Timestamp>,
    }

    /// A place that is known by its addresses.
    pub struct IpNamedLocation: "ipNamedLocation" {
        /// When it was deleted; `null` while it lives.
        pub deleted_date_time: Option<Timestamp>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// Its id.
        pub id: Id<IpNamedLocation>,
        /// When it was changed last.
        pub modified_date_time: Option<Timestamp>,
        /// Its ip ranges.
        pub ip_ranges: List<IpRange>,
        /// Whether it counts as trusted.
        pub is_trusted: Option<bool>,
    }

    /// A place that is known by its country.
    pub struct CountryNamedLocation: "countryNamedLocation" {
        /// When it was deleted; `null` while it lives.
        pub deleted_date_time: Option<Timestamp>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// Its id.
        pub id: Id<CountryNamedLocation>,
        /// When it was changed last.
        pub modified_date_time: Option<Timestamp>,
        /// Its countries and regions.
        pub countries_and_regions: List<String>,
        /// The country lookup method.
        pub country_lookup_method: Option<CountryLookupMethodType>,
        /// Whether: include unknown countries and regions.
        pub include_unknown_countries_and_regions: Option<bool>,
    }

    /// A range of addresses.
    pub struct IpRange: "ipRange" | "iPv4CidrRange" | "iPv6CidrRange" | "iPv4Range" | "iPv6Range" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// The cidr address.
        pub cidr_address: Option<String>,
        /// The lower address.
        pub lower_address: Option<String>,
        /// The upper address.
        pub upper_address: Option<String>,
    }
}

enums! {
    /// What `country_lookup_method` of a `CountryNamedLocation` says.
    pub enum CountryLookupMethodType: "countryLookupMethodType" {
        ClientIpAddress = "clientIpAddress",
        AuthenticatorAppGps = "authenticatorAppGps",
    }
}

kinds! {
    /// A place that a policy can name.
    pub enum NamedLocation: "namedLocation" of NamedLocationBase {
        Country(CountryNamedLocation) = "#microsoft.graph.countryNamedLocation",
        Ip(IpNamedLocation) = "#microsoft.graph.ipNamedLocation",
    }
}
