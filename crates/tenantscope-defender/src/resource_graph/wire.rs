//! Requests to Resource Graph and its answers.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tenantscope_core::{SubscriptionId, lenient, open_enum};

/// A request to Resource Graph.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct QueryRequest {
    /// The query, in the Kusto query language.
    pub query: String,
    /// The subscriptions to search. With neither these nor management groups: all that the token can see.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub subscriptions: Vec<SubscriptionId>,
    /// The management groups to search, by name.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub management_groups: Vec<String>,
    /// How to answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<QueryRequestOptions>,
    /// What to count besides.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub facets: Vec<FacetRequest>,
}

/// How Resource Graph is to answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct QueryRequestOptions {
    /// Where an earlier answer stopped.
    #[serde(rename = "$skipToken", skip_serializing_if = "Option::is_none")]
    pub skip_token: Option<String>,
    /// How many rows an answer may have, at most 1000.
    #[serde(rename = "$top", default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub top: Option<i64>,
    /// How many rows to leave out.
    #[serde(rename = "$skip", default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub skip: Option<i64>,
    /// In which form the rows come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result_format: Option<ResultFormat>,
    /// Whether to answer also where some of the scopes can't be searched.
    #[serde(default, with = "lenient::boolean", skip_serializing_if = "Option::is_none")]
    pub allow_partial_scopes: Option<bool>,
    /// Which role assignments and policies to search, relative to the scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_scope_filter: Option<AuthorizationScopeFilter>,
}

open_enum! {
    /// In which form rows come.
    pub enum ResultFormat {
        /// Columns and rows apart.
        Table = "table",
        /// An object for each row.
        ObjectArray = "objectArray",
    }
}

open_enum! {
    /// Which role assignments and policies to search, relative to the scope.
    pub enum AuthorizationScopeFilter {
        /// Those of the scope and below it.
        AtScopeAndBelow = "AtScopeAndBelow",
        /// Those of the scope and above it.
        AtScopeAndAbove = "AtScopeAndAbove",
        /// Those of the scope only.
        AtScopeExact = "AtScopeExact",
        /// All of these.
        AtScopeAboveAndBelow = "AtScopeAboveAndBelow",
    }
}

/// Something to count besides the rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FacetRequest {
    /// The column.
    pub expression: String,
    /// How to count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<FacetRequestOptions>,
}

impl FacetRequest {
    /// Counts the values of a column.
    pub fn new(expression: impl Into<String>) -> Self {
        Self { expression: expression.into(), options: None }
    }

    /// Says how to count.
    pub fn options(mut self, options: FacetRequestOptions) -> Self {
        self.options = Some(options);
        self
    }
}

/// How to count the values of a column.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FacetRequestOptions {
    /// The column to order by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_by: Option<String>,
    /// In which order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_order: Option<FacetSortOrder>,
    /// Which rows to count, as a `where` clause has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// How many values to tell, at most 1000.
    #[serde(rename = "$top", default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub top: Option<i64>,
}

open_enum! {
    /// An order.
    pub enum FacetSortOrder {
        /// The least first.
        Ascending = "asc",
        /// The most first.
        Descending = "desc",
    }
}

/// An answer of Resource Graph, for whoever keeps them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct QueryResponse {
    /// How many rows the whole result has.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub total_records: Option<i64>,
    /// How many rows this answer has.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
    /// Whether rows were cut off that no token leads to. The service writes it as a text.
    #[serde(default, with = "lower_case_boolean", skip_serializing_if = "Option::is_none")]
    pub result_truncated: Option<bool>,
    /// What leads to the next rows.
    #[serde(rename = "$skipToken", skip_serializing_if = "Option::is_none")]
    pub skip_token: Option<String>,
    /// The rows: an array of objects, or columns and rows apart.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub data: Value,
    /// What was counted besides.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub facets: Vec<Facet>,
}

/// What was counted besides the rows, or why it couldn't be.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Facet {
    /// The column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expression: Option<String>,
    /// `FacetResult` or `FacetError`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result_type: Option<String>,
    /// How many values there are.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub total_records: Option<i64>,
    /// How many are told.
    #[serde(default, with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
    /// The values, each with its count.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub data: Value,
    /// Why they couldn't be counted.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FacetErrorDetails>,
}

/// Why something couldn't be counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FacetErrorDetails {
    /// In one word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// For people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// A truth value that is written as the text `true` or `false`.
mod lower_case_boolean {
    use serde::{Deserializer, Serialize, Serializer};
    use tenantscope_core::lenient;

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
        lenient::boolean::deserialize(deserializer)
    }

    #[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref)] // the signature is serde's
    pub(super) fn serialize<S: Serializer>(value: &Option<bool>, serializer: S) -> Result<S::Ok, S::Error> {
        value.map(|value| if value { "true" } else { "false" }).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use tenantscope_core::Item;

    use super::*;

    #[test]
    fn answer_is_read_whole_and_written_as_it_came() {
        let text = r#"{"totalRecords":2,"count":1,"resultTruncated":"true","$skipToken":"t","data":[{"id":"a"}],"facets":[{"expression":"type","resultType":"FacetResult","totalRecords":1,"count":1,"data":[{"type":"x","count":1}]},{"expression":"odd","resultType":"FacetError","errors":[{"code":"NoValidColumns","message":"m"}]}]}"#;
        let answer: Item<QueryResponse> = Item::from_json(text).unwrap();
        assert!(answer.extra().is_empty());
        assert_eq!(answer.result_truncated, Some(true));
        assert_eq!(serde_json::to_value(&*answer).unwrap(), answer.to_json_value());
    }

    #[test]
    fn rows_as_a_table_are_kept() {
        let text = r#"{"totalRecords":1,"count":1,"resultTruncated":"false","data":{"columns":[{"name":"id","type":"string"}],"rows":[["a"]]}}"#;
        let answer: QueryResponse = serde_json::from_str(text).unwrap();
        assert_eq!(answer.data["rows"][0][0], "a");
        assert_eq!(answer.result_truncated, Some(false));
    }
}
