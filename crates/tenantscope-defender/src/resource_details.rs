//! What was assessed: an Azure resource, one of another cloud, or a machine on premises.

use tenantscope_core::open_enum;

use crate::open_object::open_object;

open_object! {
    /// The assessed resource.
    ///
    /// The documents write the members in lower case, the service answers with `Source`, `Id` and
    /// `ConnectorId`, and some answers mix both. So members are read by name without regard to case, and all
    /// are kept as they came.
    ResourceDetails
}

open_enum! {
    /// Where an assessed resource is.
    pub enum ResourceSource {
        /// Azure.
        Azure = "Azure",
        /// Amazon Web Services, through a connector.
        Aws = "AWS",
        /// Google Cloud, through a connector.
        Gcp = "GCP",
        /// A machine outside any of these clouds.
        OnPremise = "OnPremise",
        /// An SQL server outside any of these clouds.
        OnPremiseSql = "OnPremiseSql",
    }
}

impl ResourceDetails {
    /// Where the resource is. `OnPremiseResourceDetails`, a newer name of the same, reads as
    /// [`OnPremise`](ResourceSource::OnPremise).
    pub fn source(&self) -> Option<ResourceSource> {
        let text = self.text("source")?;
        if text.eq_ignore_ascii_case("OnPremiseResourceDetails") {
            return Some(ResourceSource::OnPremise);
        }
        Some(text.into())
    }

    /// The resource's id in Azure. Those of other clouds run through a connector.
    pub fn id(&self) -> Option<&str> {
        self.text("id")
    }

    /// The connector through which another cloud's resource is seen.
    pub fn connector_id(&self) -> Option<&str> {
        self.text("connectorId")
    }

    /// The resource's id in its own cloud.
    pub fn native_resource_id(&self) -> Option<&str> {
        self.text("nativeResourceId")
    }

    /// The resource's name.
    pub fn resource_name(&self) -> Option<&str> {
        self.text("resourceName")
    }

    /// The resource's type.
    pub fn resource_type(&self) -> Option<&str> {
        self.text("resourceType")
    }

    /// Whose type it is.
    pub fn resource_provider(&self) -> Option<&str> {
        self.text("resourceProvider")
    }

    /// The Log Analytics workspace that a machine on premises reports to.
    pub fn workspace_id(&self) -> Option<&str> {
        self.text("workspaceId")
    }

    /// The unique id of a machine on premises.
    pub fn vmuuid(&self) -> Option<&str> {
        self.text("vmuuid")
    }

    /// The id of the agent on a machine on premises.
    pub fn source_computer_id(&self) -> Option<&str> {
        self.text("sourceComputerId")
    }

    /// The name of a machine on premises.
    pub fn machine_name(&self) -> Option<&str> {
        self.text("machineName")
    }

    /// The SQL server on a machine on premises.
    pub fn server_name(&self) -> Option<&str> {
        self.text("serverName")
    }

    /// The database on an SQL server on premises.
    pub fn database_name(&self) -> Option<&str> {
        self.text("databaseName")
    }
}

#[cfg(test)]
mod tests {
    use tenantscope_core::Item;

    use super::*;

    fn details(text: &str) -> Item<ResourceDetails> {
        Item::from_json(text.to_owned()).unwrap()
    }

    #[test]
    fn members_are_read_in_any_case_and_kept_as_they_came() {
        for text in [
            r#"{"source":"Azure","id":"/subscriptions/s/vm"}"#,
            r#"{"Source":"Azure","Id":"/subscriptions/s/vm"}"#,
            r#"{"Id":"/subscriptions/s/vm","source":"azure"}"#,
        ] {
            let details = details(text);
            assert_eq!(details.source(), Some(ResourceSource::Azure));
            assert_eq!(details.id(), Some("/subscriptions/s/vm"));
            assert_eq!(serde_json::to_value(&*details).unwrap(), details.to_json_value());
            assert!(details.extra().is_empty());
        }
    }

    #[test]
    fn other_clouds_machines_on_premises_and_newer_sources_are_kept() {
        let aws = details(
            r#"{"Source":"AWS","Id":"/x/providers/Microsoft.Security/securityConnectors/c/securityentitydata/a:b--c","ConnectorId":"c","NativeResourceId":"arn:aws:s3:::b","ResourceName":"b"}"#,
        );
        assert_eq!((aws.source(), aws.connector_id()), (Some(ResourceSource::Aws), Some("c")));
        assert_eq!(aws.native_resource_id(), Some("arn:aws:s3:::b"));
        let sql = details(
            r#"{"source":"OnPremiseSql","workspaceId":"w","vmuuid":"v","sourceComputerId":"s","machineName":"m","serverName":"n","databaseName":"d"}"#,
        );
        assert_eq!((sql.source(), sql.database_name()), (Some(ResourceSource::OnPremiseSql), Some("d")));
        for text in [r#"{"source":"OnPremise"}"#, r#"{"source":"OnPremiseResourceDetails"}"#] {
            assert_eq!(details(text).source(), Some(ResourceSource::OnPremise));
        }
        assert_eq!(details(r#"{"Source":"Moon"}"#).source().unwrap().as_str(), "Moon");
        assert_eq!(details(r#"{"Source":null,"Id":""}"#).source(), None);
    }
}
