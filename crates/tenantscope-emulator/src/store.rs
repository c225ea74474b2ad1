//! What a tenant has in Graph: collections of JSON objects, links between them, and what changed
//! when.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value, json};

use crate::keys;

/// Every collection by its path in lower case, such as `identity/conditionalaccess/policies`.
#[derive(Debug, Default)]
pub(crate) struct Store {
    collections: BTreeMap<String, Vec<Entity>>,
    links: Vec<Link>,
    /// Counts the changes.
    sequence: u64,
}

#[derive(Debug)]
struct Entity {
    value: Value,
    created: u64,
    /// When which members changed.
    changes: Vec<(u64, Vec<String>)>,
    removed: Option<u64>,
}

/// One object's relation to another.
#[derive(Debug)]
struct Link {
    relation: &'static str,
    from: String,
    to: (String, String),
    since: u64,
    until: Option<u64>,
}

impl Store {
    /// Adds an object, with an id if it has none.
    pub(crate) fn add(&mut self, path: &str, mut value: Value) -> String {
        if !value["id"].is_string() {
            value["id"] = json!(keys::random_guid());
        }
        let id = value["id"].as_str().unwrap_or_default().to_owned();
        self.sequence += 1;
        let entity = Entity { value, created: self.sequence, changes: Vec::new(), removed: None };
        self.collections.entry(path.to_ascii_lowercase()).or_default().push(entity);
        id
    }

    /// Puts an object before the others, where the newest come first.
    pub(crate) fn add_first(&mut self, path: &str, value: Value) -> String {
        let id = self.add(path, value);
        if let Some(all) = self.collections.get_mut(&path.to_ascii_lowercase()) {
            all.rotate_right(1);
        }
        id
    }

    /// Changes the members that `changes` has. None if there is no such object.
    pub(crate) fn update(&mut self, path: &str, id: &str, changes: &Map<String, Value>) -> Option<Value> {
        let sequence = self.sequence + 1;
        let entity = self.entity_mut(path, id)?;
        for (name, value) in changes {
            entity.value[name] = value.clone();
        }
        entity.changes.push((sequence, changes.keys().cloned().collect()));
        let value = entity.value.clone();
        self.sequence = sequence;
        Some(value)
    }

    pub(crate) fn remove(&mut self, path: &str, id: &str) -> bool {
        let sequence = self.sequence + 1;
        let Some(entity) = self.entity_mut(path, id) else { return false };
        entity.removed = Some(sequence);
        self.sequence = sequence;
        for link in &mut self.links {
            if link.until.is_none() && (link.from == id || link.to.1 == id) {
                link.until = Some(sequence);
            }
        }
        true
    }

    fn entity_mut(&mut self, path: &str, id: &str) -> Option<&mut Entity> {
        let all = self.collections.get_mut(&path.to_ascii_lowercase())?;
        all.iter_mut().find(|entity| entity.removed.is_none() && entity.value["id"] == id)
    }

    pub(crate) fn link(&mut self, relation: &'static str, from: &str, path: &str, to: &str) {
        self.sequence += 1;
        let to = (path.to_owned(), to.to_owned());
        self.links.push(Link { relation, from: from.to_owned(), to, since: self.sequence, until: None });
    }

    pub(crate) fn unlink(&mut self, relation: &str, from: &str, to: &str) -> bool {
        let sequence = self.sequence + 1;
        let mut links = self.links.iter_mut();
        let found = links.find(|link| {
            link.until.is_none() && link.relation == relation && link.from == from && link.to.1 == to
        });
        let Some(link) = found else { return false };
        link.until = Some(sequence);
        self.sequence = sequence;
        true
    }

    pub(crate) fn items(&self, path: &str) -> Vec<Value> {
        self.live(path).map(|entity| entity.value.clone()).collect()
    }

    fn live(&self, path: &str) -> impl Iterator<Item = &Entity> {
        let all = self.collections.get(&path.to_ascii_lowercase()).into_iter().flatten();
        all.filter(|entity| entity.removed.is_none())
    }

    /// The object of which a member has this value.
    pub(crate) fn find_by(&self, path: &str, member: &str, value: &str) -> Option<Value> {
        let is = |entity: &&Entity| {
            entity.value[member].as_str().is_some_and(|known| known.eq_ignore_ascii_case(value))
        };
        self.live(path).find(is).map(|entity| entity.value.clone())
    }

    pub(crate) fn find(&self, path: &str, id: &str) -> Option<Value> {
        self.live(path).find(|entity| entity.value["id"] == id).map(|entity| entity.value.clone())
    }

    /// What an object is linked to: the collection and the object.
    pub(crate) fn targets(&self, relation: &str, from: &str) -> Vec<(String, Value)> {
        // Looked up by id, since a group can have everybody in it.
        let mut known: HashMap<&str, HashMap<&str, &Value>> = HashMap::new();
        let links = self.links.iter().filter(|link| link.until.is_none());
        let links = links.filter(|link| link.relation == relation && link.from == from);
        links
            .filter_map(|link| {
                let (path, id) = (link.to.0.as_str(), link.to.1.as_str());
                let ids = known.entry(path).or_insert_with(|| {
                    let live = self.live(path).map(|entity| &entity.value);
                    live.filter_map(|value| Some((value["id"].as_str()?, value))).collect()
                });
                Some((path.to_owned(), (*ids.get(id)?).clone()))
            })
            .collect()
    }

    /// The objects of a collection that are linked to one.
    pub(crate) fn sources(&self, relation: &str, path: &str, to: &str) -> Vec<Value> {
        let links = self.links.iter().filter(|link| link.until.is_none());
        let links = links.filter(|link| link.relation == relation && link.to.1 == to);
        links.filter_map(|link| self.find(path, &link.from)).collect()
    }

    /// The number of the last change.
    pub(crate) fn sequence(&self) -> u64 {
        self.sequence
    }

    /// What changed in a collection after a number: whole objects that are new, the changed members
    /// of others, and what is gone. After 0, everything there is.
    pub(crate) fn changes(&self, path: &str, since: u64) -> Vec<Value> {
        let all = self.collections.get(&path.to_ascii_lowercase()).into_iter().flatten();
        let mut members = self.member_changes(since);
        all.filter_map(|entity| {
            let id = entity.value["id"].as_str().unwrap_or_default();
            let members = members.remove(id).unwrap_or_default();
            if let Some(removed) = entity.removed {
                let told = removed > since && entity.created <= since;
                return told.then(|| json!({"id": id, "@removed": {"reason": "changed"}}));
            }
            let mut item = if entity.created > since {
                entity.value.clone()
            } else {
                let changed =
                    entity.changes.iter().filter(|(at, _)| *at > since).flat_map(|(_, names)| names);
                let mut item = json!({"id": id});
                for name in changed {
                    item[name] = entity.value[name].clone();
                }
                item
            };
            if !members.is_empty() {
                item["members@delta"] = json!(members);
            }
            let nothing = item.as_object().is_none_or(|members| members.len() == 1);
            (!nothing).then_some(item)
        })
        .collect()
    }

    /// Who became a member of what, and who ceased to be one, by the id of the group.
    fn member_changes(&self, since: u64) -> HashMap<&str, Vec<Value>> {
        let mut changes: HashMap<&str, Vec<Value>> = HashMap::new();
        for link in self.links.iter().filter(|link| link.relation == "members") {
            let mut item = json!({"@odata.type": odata_type(&link.to.0), "id": link.to.1});
            match link.until {
                None if link.since > since => {}
                Some(until) if until > since && link.since <= since => {
                    item["@removed"] = json!({"reason": "deleted"});
                }
                _ => continue,
            }
            changes.entry(&link.from).or_default().push(item);
        }
        changes
    }
}

/// What the objects of a collection are called where they are mixed with others.
pub(crate) fn odata_type(path: &str) -> &'static str {
    match path {
        "users" => "#microsoft.graph.user",
        "groups" => "#microsoft.graph.group",
        "devices" => "#microsoft.graph.device",
        "serviceprincipals" => "#microsoft.graph.servicePrincipal",
        "applications" => "#microsoft.graph.application",
        "directoryroles" => "#microsoft.graph.directoryRole",
        _ => "#microsoft.graph.directoryObject",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_whole_for_new_objects_and_partial_for_others() {
        let mut store = Store::default();
        for id in ["a", "b", "c"] {
            store.add("users", json!({"id": id, "displayName": id, "city": "Köln"}));
        }
        let since = store.sequence();
        assert_eq!(store.changes("users", 0).len(), 3);
        assert!(store.changes("users", since).is_empty());
        store.update("users", "a", json!({"city": null}).as_object().unwrap());
        store.remove("users", "b");
        store.add("users", json!({"id": "d", "displayName": "d"}));
        assert_eq!(
            store.changes("users", since),
            [
                json!({"id": "a", "city": null}),
                json!({"id": "b", "@removed": {"reason": "changed"}}),
                json!({"id": "d", "displayName": "d"}),
            ]
        );
        assert_eq!(store.items("users").len(), 3);
    }

    #[test]
    fn members_come_and_go() {
        let mut store = Store::default();
        store.add("groups", json!({"id": "g"}));
        store.add("users", json!({"id": "u"}));
        let before = store.sequence();
        store.link("members", "g", "users", "u");
        let after = store.sequence();
        assert_eq!(store.changes("groups", before)[0]["members@delta"][0]["id"], "u");
        assert_eq!(store.sources("members", "groups", "u").len(), 1);
        assert!(store.unlink("members", "g", "u"));
        assert!(store.changes("groups", after)[0]["members@delta"][0]["@removed"].is_object());
        assert!(store.targets("members", "g").is_empty());
    }
}
