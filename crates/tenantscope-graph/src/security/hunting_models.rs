//! Hunting models.

use serde_json::{Map, Value};

use crate::{List};

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
