//! Holds the models against Microsoft's own description of the types, where that is at hand.
//!
//! `TENANTSCOPE_GRAPH_SCHEMA` names a JSON file made from Graph's CSDL. Without it there is nothing to hold
//! the models against, and the test says so.

#![cfg(feature = "full")]
#![allow(clippy::print_stdout)] // the reason for skipping

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use tenantscope_graph::schema;

/// Entities that are never answers themselves: what they hold is reached by path.
const PATHS: [&str; 4] = [
    "microsoft.graph.attackSimulationRoot",
    "microsoft.graph.security.auditCoreRoot",
    "microsoft.graph.security.identityContainer",
    "microsoft.graph.serviceAnnouncement",
];

#[test]
fn every_type_and_property_has_a_place_in_a_model() {
    let Some(path) = std::env::var_os("TENANTSCOPE_GRAPH_SCHEMA") else {
        println!("skipped: TENANTSCOPE_GRAPH_SCHEMA names no schema");
        return;
    };
    let text = std::fs::read_to_string(&path).expect("TENANTSCOPE_GRAPH_SCHEMA is a file");
    let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    let types = schema["types"].as_object().expect("the schema has types");

    let mut carried: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut open: BTreeSet<&str> = BTreeSet::new();
    for model in schema::types() {
        if model.is_open() {
            open.insert(model.name());
        }
        for name in std::iter::once(model.name()).chain(model.also().iter().copied()) {
            let members = carried.entry(name).or_default();
            members.extend(model.members().map(|(name, _)| name));
            members.extend(model.words());
        }
    }

    let mut missing = Vec::new();
    let mut counted = (0, 0);
    for (name, declared) in types {
        let ancestors = || std::iter::successors(Some(name.as_str()), |name| types[*name]["base"].as_str());
        // the kinds of an open object are open objects
        if ancestors().any(|name| open.contains(name)) || PATHS.contains(&name.as_str()) {
            continue;
        }
        let is_abstract = declared["abstract"] == true;
        let Some(members) = carried.get(name.as_str()) else {
            if !is_abstract {
                missing.push(name.clone());
            }
            continue;
        };
        counted.0 += 1;
        let properties = ancestors().flat_map(|name| names(&types[name]["properties"]));
        let words = declared["members"].as_array().into_iter().flatten().filter_map(|pair| pair[0].as_str());
        for member in properties.chain(words) {
            counted.1 += 1;
            if !members.contains(member) && !member.eq_ignore_ascii_case("unknownFutureValue") {
                missing.push(format!("{name}.{member}"));
            }
        }
    }
    println!("{} types with {} members are carried", counted.0, counted.1);
    assert!(missing.is_empty(), "no model carries {} of them: {missing:#?}", missing.len());
}

fn names(properties: &Value) -> impl Iterator<Item = &str> {
    properties.as_array().into_iter().flatten().filter_map(|property| property["name"].as_str())
}
