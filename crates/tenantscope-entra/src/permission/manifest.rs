//! The part of an app registration's manifest that lists what the app asks for.

use serde::{Deserialize, Serialize};
use tenantscope_core::{Error, ErrorKind, Result, is_guid, json_problem};

use super::{Api, Permission, PermissionKind, known};

/// What an app asks for: the value of `requiredResourceAccess` in its manifest and in Graph's
/// `application`.
///
/// ```
/// use tenantscope_entra::{Api, Manifest};
///
/// let manifest = Manifest::new()
///     .application(Api::MicrosoftGraph, ["SecurityEvents.Read.All"])?
///     .application(Api::Office365Management, ["ActivityFeed.Read"])?
///     .delegated(Api::MicrosoftGraph, ["User.Read"])?;
/// println!("{}", manifest.to_json());
///
/// let read = Manifest::from_json(&manifest.to_json())?;
/// assert_eq!(read, manifest);
/// # Ok::<(), tenantscope_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Manifest(Vec<ResourceAccess>);

/// What an app asks for of one API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ResourceAccess {
    /// The API's application id.
    pub resource_app_id: String,
    /// The permissions.
    pub resource_access: Vec<AccessEntry>,
}

/// One permission that an app asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AccessEntry {
    /// The permission's id.
    pub id: String,
    /// For whom it is used.
    #[serde(rename = "type")]
    pub kind: PermissionKind,
}

impl Manifest {
    /// A manifest that asks for nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for permissions that the app uses on its own, by name.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] if the catalogue doesn't know one of them.
    pub fn application<'a>(self, api: Api, names: impl IntoIterator<Item = &'a str>) -> Result<Self> {
        self.named(api, names, PermissionKind::Application)
    }

    /// Asks for permissions that the app uses for users, by name.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] if the catalogue doesn't know one of them.
    pub fn delegated<'a>(self, api: Api, names: impl IntoIterator<Item = &'a str>) -> Result<Self> {
        self.named(api, names, PermissionKind::Delegated)
    }

    /// Asks for a permission that the catalogue doesn't know, by the ids of API and permission.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] if one of them is no GUID.
    pub fn by_id(mut self, app_id: &str, id: &str, kind: PermissionKind) -> Result<Self> {
        if !is_guid(app_id) || !is_guid(id) {
            return Err(Error::new(ErrorKind::InvalidInput, "an API and a permission are named by GUIDs"));
        }
        self.add(&app_id.to_ascii_lowercase(), &id.to_ascii_lowercase(), kind);
        Ok(self)
    }

    fn named<'a>(
        mut self,
        api: Api,
        names: impl IntoIterator<Item = &'a str>,
        kind: PermissionKind,
    ) -> Result<Self> {
        for name in names {
            self.add(api.app_id(), known(api, name, kind)?.id(), kind);
        }
        Ok(self)
    }

    fn add(&mut self, app_id: &str, id: &str, kind: PermissionKind) {
        let index = self.0.iter().position(|known| known.resource_app_id == app_id).unwrap_or_else(|| {
            self.0.push(ResourceAccess { resource_app_id: app_id.to_owned(), resource_access: Vec::new() });
            self.0.len() - 1
        });
        let entry = AccessEntry { id: id.to_owned(), kind };
        let entries = &mut self.0[index].resource_access;
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }

    /// Reads the value of `requiredResourceAccess`, or a whole manifest with it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] if it is neither.
    pub fn from_json(json: &str) -> Result<Self> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Value(Manifest),
            #[serde(rename_all = "camelCase")]
            Whole {
                required_resource_access: Manifest,
            },
        }
        let form = serde_json::from_str(json).map_err(|error| {
            Error::new(
                ErrorKind::InvalidInput,
                format!("this is no `requiredResourceAccess`: {}", json_problem(&error)),
            )
        })?;
        let (Form::Value(mut manifest) | Form::Whole { required_resource_access: mut manifest }) = form;
        for api in &mut manifest.0 {
            api.resource_app_id.make_ascii_lowercase();
            api.resource_access.iter_mut().for_each(|entry| entry.id.make_ascii_lowercase());
        }
        Ok(manifest)
    }

    /// The value of `requiredResourceAccess`, for the portal's manifest editor or a Graph request.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("texts and enums are always written")
    }

    /// What is asked for, by API.
    pub fn apis(&self) -> &[ResourceAccess] {
        &self.0
    }

    /// The permissions that the catalogue has a name for.
    pub fn permissions(&self) -> impl Iterator<Item = &'static Permission> {
        self.entries()
            .filter_map(|(app_id, entry)| Permission::by_id(Api::by_app_id(app_id)?, &entry.id, entry.kind))
    }

    /// What the catalogue has no name for, with the API's application id.
    pub fn unnamed(&self) -> impl Iterator<Item = (&str, &AccessEntry)> {
        self.entries().filter(|(app_id, entry)| {
            Api::by_app_id(app_id).and_then(|api| Permission::by_id(api, &entry.id, entry.kind)).is_none()
        })
    }

    fn entries(&self) -> impl Iterator<Item = (&str, &AccessEntry)> {
        self.0
            .iter()
            .flat_map(|api| api.resource_access.iter().map(|entry| (api.resource_app_id.as_str(), entry)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifest_is_written_in_the_registrations_own_form() {
        let manifest = Manifest::new()
            .application(Api::MicrosoftGraph, ["SecurityEvents.Read.All", "securityevents.read.all"])
            .unwrap()
            .delegated(Api::MicrosoftGraph, ["User.Read"])
            .unwrap();
        let json: serde_json::Value = serde_json::from_str(&manifest.to_json()).unwrap();
        assert_eq!(
            json,
            serde_json::json!([{
                "resourceAppId": "00000003-0000-0000-c000-000000000000",
                "resourceAccess": [
                    {"id": "bf394140-e372-4bf9-a898-299cfc7564e5", "type": "Role"},
                    {"id": "e1fe6dd8-ba31-4d61-89e7-88639da4683d", "type": "Scope"},
                ],
            }])
        );
    }

    #[test]
    fn whole_manifest_is_read_back_to_names() {
        let json = r#"{"id": "x", "requiredResourceAccess": [
            {"resourceAppId": "00000003-0000-0000-C000-000000000000", "resourceAccess": [
                {"id": "B633E1C5-B582-4048-A93E-9F11B44C7E96", "type": "Role"},
                {"id": "3de2cdbe-0ff5-47d5-bdee-7f45b4749ead", "type": "Scope"},
                {"id": "00000000-0000-0000-0000-000000000000", "type": "Scope"}]},
            {"resourceAppId": "11111111-0000-0000-0000-000000000000", "resourceAccess": []}]}"#;
        let manifest = Manifest::from_json(json).unwrap();
        let names: Vec<_> = manifest.permissions().map(Permission::name).collect();
        assert_eq!(names, ["Mail.Send", "RoleManagementPolicy.Read.Directory"]);
        assert_eq!(manifest.unnamed().count(), 1);
        assert_eq!(manifest.apis().len(), 2);
    }

    #[test]
    fn unknown_names_and_ids_are_refused() {
        let error = Manifest::new().application(Api::MicrosoftGraph, ["User.Read"]).unwrap_err();
        assert!(error.to_string().contains("no application permission `User.Read`"), "{error}");
        let other = Manifest::new().by_id("not", "guids", PermissionKind::Application);
        assert_eq!(other.unwrap_err().kind(), ErrorKind::InvalidInput);
        assert!(Manifest::from_json("{}").is_err());
    }
}
