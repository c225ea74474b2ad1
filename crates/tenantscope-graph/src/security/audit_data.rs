//! The content of an audit record.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::{
    model::wire::Wire,
    schema::{Form, Model, Type},
};

/// The record itself, with the members that the Management Activity API writes: `Id`, `Operation`, `UserKey`, …
///
/// Microsoft declares some 400 kinds of it, all without members of their own, so it is one open object
/// here. [`kind`](Self::kind) says which it is.
///
/// On the wire: `security.auditData`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AuditData(Map<String, Value>);

impl AuditData {
    /// The kind, without `#microsoft.graph.security.`: `defaultAuditData`.
    pub fn kind(&self) -> Option<&str> {
        let kind = self.0.get("@odata.type")?.as_str()?;
        Some(kind.rsplit('.').next().unwrap_or(kind))
    }

    /// A member of the record.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// A member that is a text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// All members, annotations included.
    pub fn all(&self) -> &Map<String, Value> {
        &self.0
    }

    /// The record's own members, without what OData adds about them (`@odata.type`, `X@odata.type`).
    pub fn members(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().filter(|(name, _)| !name.contains('@')).map(|(name, value)| (name.as_str(), value))
    }
}

impl Wire for AuditData {
    const FORM: Form = Form::Any;

    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Self>, D::Error> {
        Option::deserialize(source)
    }
}

impl Model for AuditData {
    const TYPE: &'static Type = &Type::open("microsoft.graph.security.auditData");
}

/// The types of this file.
pub(crate) const MODELS: &[&Type] = &[AuditData::TYPE];
