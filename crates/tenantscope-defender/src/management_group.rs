//! Management groups: trees of subscriptions.

use serde::{Deserialize, Serialize};
#[cfg(feature = "client")]
use tenantscope_core::{Operation, RateLimit};
use tenantscope_core::{SubscriptionId, TenantId, Timestamp, lenient, open_enum};

#[cfg(feature = "client")]
use crate::{Assessments, Get, GovernanceRules, List, scope::Scope, version};
use crate::{Resource, resource::segment_after};

/// A management group with what lies below it, as far as it was asked for.
pub type ManagementGroup = Resource<ManagementGroupProperties>;

/// A management group as it stands in a list.
pub type ManagementGroupInfo = Resource<ManagementGroupInfoProperties>;

/// A group or subscription below a management group, at any depth.
pub type Descendant = Resource<DescendantProperties>;

/// A group or subscription that the app can see.
pub type Entity = Resource<EntityProperties>;

/// What a management group says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ManagementGroupProperties {
    /// The tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<TenantId>,
    /// The group's name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Where it hangs, and who changed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<ManagementGroupDetails>,
    /// What hangs below it, if it was asked for.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<ManagementGroupChild>,
}

/// Where a management group hangs, and who changed it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ManagementGroupDetails {
    /// How often it was changed.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// When it was changed last.
    #[serde(default, with = "lenient::instant", skip_serializing_if = "Option::is_none")]
    pub updated_time: Option<Timestamp>,
    /// Who changed it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_by: Option<String>,
    /// The group above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<ParentGroup>,
    /// All groups from the root on.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<ManagementGroupPathElement>,
    /// The groups above it, by id.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub management_group_ancestors: Vec<String>,
    /// The groups above it, from the nearest on.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub management_group_ancestors_chain: Vec<ManagementGroupPathElement>,
}

/// The group above another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ParentGroup {
    /// The full id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The last part of the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
}

/// A group on the way to another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ManagementGroupPathElement {
    /// The last part of the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
}

/// A group or subscription that hangs below a management group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ManagementGroupChild {
    /// Which of them.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub child_type: Option<ManagementGroupChildType>,
    /// The full id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The last part of the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// What hangs below it, if it was asked for at every depth.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<ManagementGroupChild>,
}

open_enum! {
    /// What hangs below a management group.
    pub enum ManagementGroupChildType {
        /// Another group.
        ManagementGroup = "Microsoft.Management/managementGroups",
        /// A subscription.
        Subscription = "/subscriptions",
    }
}

/// What a management group says in a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ManagementGroupInfoProperties {
    /// The tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<TenantId>,
    /// The group's name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
}

/// What a group or subscription below a management group says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DescendantProperties {
    /// The name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The group above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<ParentGroup>,
}

/// What a group or subscription that the app can see says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EntityProperties {
    /// The tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<TenantId>,
    /// The name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The group above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<ParentGroup>,
    /// What the app may do with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<EntityPermissions>,
    /// What the app may do with what lies below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inherited_permissions: Option<EntityPermissions>,
    /// How much lies below it, at any depth.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub number_of_descendants: Option<i64>,
    /// How much hangs right below it.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub number_of_children: Option<i64>,
    /// How many groups hang right below it.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub number_of_child_groups: Option<i64>,
    /// The groups above it from the root on, by their names for people.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub parent_display_name_chain: Vec<String>,
    /// The groups above it from the root on, by their names.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub parent_name_chain: Vec<String>,
}

open_enum! {
    /// What an app may do with a group or subscription.
    pub enum EntityPermissions {
        /// Nothing.
        NoAccess = "noaccess",
        /// See it.
        View = "view",
        /// Change it.
        Edit = "edit",
        /// Delete it.
        Delete = "delete",
    }
}

impl ManagementGroup {
    /// The subscriptions below it, as far as [`children`](ManagementGroupProperties::children) go.
    pub fn subscription_ids(&self) -> Vec<SubscriptionId> {
        fn gather(children: &[ManagementGroupChild], found: &mut Vec<SubscriptionId>) {
            for child in children {
                let id = child.id.as_deref().and_then(|id| segment_after(id, "subscriptions"));
                found.extend(id.and_then(|id| id.parse().ok()));
                gather(&child.children, found);
            }
        }
        let mut found = Vec::new();
        gather(&self.properties.children, &mut found);
        found
    }
}

/// The management groups of the tenant.
#[cfg(feature = "client")]
#[derive(Clone, Debug)]
pub struct ManagementGroups(Scope);

/// One management group.
#[cfg(feature = "client")]
#[derive(Clone, Debug)]
pub struct ManagementGroupHandle {
    group: Scope,
    name: String,
}

#[cfg(feature = "client")]
impl ManagementGroups {
    pub(crate) fn new(root: &Scope) -> Self {
        Self(root.below(&["providers", "Microsoft.Management"]))
    }

    /// All management groups that the app has a role in.
    ///
    /// Role: Management Group Reader on each of them, or Reader.
    ///
    /// # Errors
    ///
    /// [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) if the tenant doesn't let the app
    /// see any.
    ///
    /// Source: <https://learn.microsoft.com/rest/api/managementgroups/management-groups/list>
    pub fn list(&self) -> List<ManagementGroupInfo> {
        self.0.list(&LIST, version::MANAGEMENT_GROUPS, &["managementGroups"])
    }

    /// All groups and subscriptions that the app can see, with what it may do with each.
    ///
    /// Role: any on each of them.
    ///
    /// # Errors
    ///
    /// [`Unauthenticated`](tenantscope_core::ErrorKind::Unauthenticated) if the token is refused.
    ///
    /// Source: <https://learn.microsoft.com/rest/api/managementgroups/entities/list>
    pub fn entities(&self) -> List<Entity> {
        self.0.list_by_post(&ENTITIES, version::MANAGEMENT_GROUPS, &["getEntities"])
    }
}

#[cfg(feature = "client")]
impl ManagementGroupHandle {
    pub(crate) fn new(root: &Scope, name: &str) -> Self {
        let path = ["providers", "Microsoft.Management", "managementGroups", name];
        Self { group: root.below(&path), name: name.to_owned() }
    }

    /// The group's name: the last part of its id.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The group itself.
    ///
    /// Role: Management Group Reader on the group, or Reader.
    ///
    /// # Errors
    ///
    /// [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) without the role, and also if
    /// there is no such group; [`NotFound`](tenantscope_core::ErrorKind::NotFound) if there is none.
    ///
    /// Source: <https://learn.microsoft.com/rest/api/managementgroups/management-groups/get>
    pub fn get(&self) -> Get<ManagementGroup> {
        self.group.get_with_options(&GET, version::MANAGEMENT_GROUPS, &[])
    }

    /// All groups and subscriptions below it, at any depth: those that have a
    /// [`subscription_id`](Resource::subscription_id) are subscriptions.
    ///
    /// Role: Management Group Reader on the group, or Reader.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    ///
    /// Source: <https://learn.microsoft.com/rest/api/managementgroups/management-groups/get-descendants>
    pub fn descendants(&self) -> List<Descendant> {
        self.group.list(&DESCENDANTS, version::MANAGEMENT_GROUPS, &["descendants"])
    }

    /// The assessments of the group itself.
    pub fn assessments(&self) -> Assessments {
        Assessments::new(self.group.security())
    }

    /// The governance rules of the group.
    pub fn governance_rules(&self) -> GovernanceRules {
        GovernanceRules::new(self.group.security())
    }
}

#[cfg(feature = "client")]
impl Get<ManagementGroup> {
    /// Has it carry what hangs right below it.
    pub fn expand_children(self) -> Self {
        self.query("$expand", "children")
    }

    /// Has it carry what lies below it at every depth.
    pub fn expand_children_recursively(self) -> Self {
        self.query("$expand", "children").query("$recurse", "true")
    }
}

#[cfg(feature = "client")]
const GROUP_READERS: &[&str] = &["Management Group Reader", "Reader"];

/// Management groups have a quota of their own, of which only the beginning is known: 60.
#[cfg(feature = "client")]
const GROUP_READS: RateLimit = RateLimit::new("management groups").concurrent(2);

#[cfg(feature = "client")]
static LIST: Operation =
    Operation::new("list management groups").permissions(GROUP_READERS).limit(GROUP_READS);
#[cfg(feature = "client")]
static GET: Operation = Operation::new("get management group").permissions(GROUP_READERS).limit(GROUP_READS);
#[cfg(feature = "client")]
static DESCENDANTS: Operation =
    Operation::new("list descendants of a management group").permissions(GROUP_READERS).limit(GROUP_READS);
#[cfg(feature = "client")]
static ENTITIES: Operation =
    // it reads, although by POST
    Operation::new("list entities").permissions(GROUP_READERS).limit(GROUP_READS).repeatable();

#[cfg(test)]
mod tests {
    use tenantscope_core::Item;

    use super::*;

    #[test]
    fn subscriptions_are_found_at_every_depth() {
        let text = r#"{"id":"/providers/Microsoft.Management/managementGroups/root","type":"Microsoft.Management/managementGroups","name":"root","properties":{"tenantId":"0000000c-0000-0000-0000-000000000001","displayName":"Root","details":{"version":3,"updatedTime":"2026-01-02T00:00:00.1234567Z","updatedBy":"x","parent":{"id":"p","name":"n","displayName":"d"},"path":[{"name":"n","displayName":"d"}],"managementGroupAncestors":["a"],"managementGroupAncestorsChain":[{"name":"n"}]},"children":[{"type":"/subscriptions","id":"/subscriptions/0000000a-0000-0000-0000-000000000001","name":"0000000a-0000-0000-0000-000000000001","displayName":"One"},{"type":"microsoft.management/managementgroups","id":"/providers/Microsoft.Management/managementGroups/g","name":"g","children":[{"type":"/subscriptions","id":"/subscriptions/0000000a-0000-0000-0000-000000000002"}]}]}}"#;
        let group: Item<ManagementGroup> = Item::from_json(text).unwrap();
        assert!(group.extra().is_empty(), "{:?}", group.extra());
        let found: Vec<String> = group.subscription_ids().iter().map(ToString::to_string).collect();
        assert_eq!(found, ["0000000a-0000-0000-0000-000000000001", "0000000a-0000-0000-0000-000000000002"]);
        let group_type = group.properties.children[1].child_type.clone();
        assert_eq!(group_type, Some(ManagementGroupChildType::ManagementGroup));
        assert_eq!(ManagementGroup::default().subscription_ids(), []);
    }

    #[test]
    fn descendant_that_is_a_subscription_says_so_by_its_id() {
        let text = r#"{"id":"/subscriptions/0000000a-0000-0000-0000-000000000001","type":"/subscriptions","name":"0000000a-0000-0000-0000-000000000001","properties":{"displayName":"One","parent":{"id":"/g"}}}"#;
        let descendant: Item<Descendant> = Item::from_json(text).unwrap();
        assert!(descendant.extra().is_empty() && descendant.subscription_id().is_some());
        let group: Descendant =
            serde_json::from_str(r#"{"id":"/providers/Microsoft.Management/managementGroups/g"}"#).unwrap();
        assert_eq!(group.subscription_id(), None);
    }
}
