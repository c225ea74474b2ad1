//! What a test sees of a tenant's data in Graph, and changes of it.

use serde_json::{Map, Value};

use crate::tenant::Tenant;

/// A tenant's objects in Microsoft Graph, by the path of their collection, such as `users`,
/// `security/alerts_v2` or `identity/conditionalAccess/policies`. From [`Tenant::graph`].
///
/// What is changed here appears in the lists and, for users, groups and devices, in delta queries.
#[derive(Clone, Debug)]
pub struct GraphData {
    tenant: Tenant,
}

impl Tenant {
    /// The tenant's objects in Microsoft Graph.
    pub fn graph(&self) -> GraphData {
        GraphData { tenant: self.clone() }
    }
}

impl GraphData {
    /// The objects of a collection, complete, in the order in which they are listed.
    pub fn items(&self, path: &str) -> Vec<Value> {
        self.tenant.state().store(&self.tenant.world).items(path)
    }

    /// Adds an object before the others and gives its id, which is made if it has none.
    pub fn add(&self, path: &str, value: Value) -> String {
        self.tenant.state().store(&self.tenant.world).add_first(path, value)
    }

    /// Changes members of an object. False if there is no such object.
    pub fn update(&self, path: &str, id: &str, changes: &Value) -> bool {
        let none = Map::new();
        let changes = changes.as_object().unwrap_or(&none);
        self.tenant.state().store(&self.tenant.world).update(path, id, changes).is_some()
    }

    /// Removes an object and its memberships. False if there is no such object.
    pub fn remove(&self, path: &str, id: &str) -> bool {
        self.tenant.state().store(&self.tenant.world).remove(path, id)
    }

    /// Makes a user a member of a group.
    pub fn add_member(&self, group: &str, user: &str) {
        self.tenant.state().store(&self.tenant.world).link("members", group, "users", user);
    }

    /// Ends a user's membership of a group. False if there was none.
    pub fn remove_member(&self, group: &str, user: &str) -> bool {
        self.tenant.state().store(&self.tenant.world).unlink("members", group, user)
    }
}
