//! What advanced hunting finds.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tenantscope_core::{Error, ErrorKind, Result, json_problem};

use crate::List;

models! {
    /// What an advanced hunting query found.
    pub struct HuntingResults: "security.huntingQueryResults" {
        /// The rows.
        pub results: List<Map<String, Value>>,
        /// The columns.
        pub schema: List<HuntingColumn>,
    }

    /// One column of a hunting result.
    pub struct HuntingColumn: "security.singlePropertySchema" {
        /// Its name.
        pub name: Option<String>,
        /// What kind it is.
        pub r#type: Option<String>,
    }
}

impl HuntingResults {
    /// The rows with their own columns only: without what OData adds (`X@odata.type`), and with `null` where
    /// the service writes `{}` for an empty cell.
    pub fn rows(&self) -> impl Iterator<Item = Map<String, Value>> + '_ {
        self.results.iter().map(|row| {
            let cells = row.iter().filter(|(name, _)| !name.contains('@'));
            cells.map(|(name, cell)| (name.clone(), cleaned(cell))).collect()
        })
    }

    /// The rows as a struct of your own.
    ///
    /// A truth value comes as 0 or 1; [`tenantscope_core::lenient`] has readers for what isn't as declared.
    ///
    /// # Errors
    ///
    /// Of kind [`InvalidItem`](ErrorKind::InvalidItem), in place of a row that isn't of this type.
    pub fn rows_as<T: DeserializeOwned>(&self) -> impl Iterator<Item = Result<T>> + '_ {
        self.rows().map(|row| {
            T::deserialize(Value::Object(row)).map_err(|error| {
                Error::builder(ErrorKind::InvalidItem)
                    .operation("run hunting query")
                    .detail(format!("a row is of another type: {}", json_problem(&error)))
                    .build()
            })
        })
    }
}

/// A cell, with `null` for the empty object that stands for no value.
fn cleaned(cell: &Value) -> Value {
    match cell {
        Value::Object(members) if members.keys().all(|name| name.starts_with('@')) => Value::Null,
        Value::Object(members) => {
            let members = members.iter().filter(|(name, _)| !name.contains('@'));
            Value::Object(members.map(|(name, value)| (name.clone(), value.clone())).collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    const ANSWER: &str = r##"{"schema": [{"name": "Timestamp", "type": "DateTime"}, {"name": "IsX", "type": "SByte"}],
        "results": [
            {"Timestamp@odata.type": "#DateTimeOffset", "Timestamp": "2026-11-20T01:02:03.1234567Z", "IsX@odata.type": "#SByte",
             "IsX": 1, "Other": {}, "Dynamic": {"@odata.type": "#microsoft.graph.security.dynamicColumnValue", "a": 1}},
            {"Timestamp": {}, "IsX": "no", "Other": null}
        ]}"##;

    #[test]
    fn rows_hold_their_own_columns_only() {
        let results: HuntingResults = serde_json::from_str(ANSWER).unwrap();
        let rows: Vec<_> = results.rows().map(Value::Object).collect();
        assert_eq!(
            rows[0],
            serde_json::json!({"Timestamp": "2026-11-20T01:02:03.1234567Z", "IsX": 1, "Other": null, "Dynamic": {"a": 1}})
        );
        assert_eq!(rows[1]["Timestamp"], Value::Null);
        assert_eq!(results.schema[1].r#type.as_deref(), Some("SByte"));
    }

    #[test]
    fn row_of_another_type_is_an_error_in_its_place() {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Row {
            is_x: i8,
        }
        let results: HuntingResults = serde_json::from_str(ANSWER).unwrap();
        let rows: Vec<Result<Row>> = results.rows_as().collect();
        assert_eq!(rows[0].as_ref().unwrap().is_x, 1);
        assert_eq!(rows[1].as_ref().err().unwrap().kind(), ErrorKind::InvalidItem);
    }
}
