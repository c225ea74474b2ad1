//! The part of the Kusto query language that Resource Graph and hunting are asked in: a table, and a pipeline of
//! `where`, `project`, `extend`, `order by`, `limit`, `count`, `distinct` and `summarize`.

mod eval;
mod parse;
mod token;

use std::cmp::Ordering;

use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use eval::{evaluate, order_of, truth};
use parse::{Expression, Stage};

/// A query that was understood.
#[derive(Debug)]
pub(crate) struct Query {
    /// The table, in lower case.
    pub(crate) table: String,
    stages: Vec<Stage>,
}

impl Query {
    /// Reads a query that is asked at `now`.
    pub(crate) fn parse(text: &str, now: OffsetDateTime) -> Result<Self, String> {
        let (table, stages) = parse::query(token::tokens(text)?, now)?;
        Ok(Self { table: table.to_ascii_lowercase(), stages })
    }

    /// The values that `type` is compared with, if every row of another type is left out anyway.
    pub(crate) fn types(&self) -> Option<Vec<String>> {
        let mut stages = self.stages.iter();
        stages.find_map(|stage| match stage {
            Stage::Where(expression) => eval::types(expression),
            _ => None,
        })
    }

    /// The rows that come of `rows`.
    pub(crate) fn run(&self, rows: Vec<Value>) -> Vec<Value> {
        self.stages.iter().fold(rows, step)
    }
}

fn step(mut rows: Vec<Value>, stage: &Stage) -> Vec<Value> {
    match stage {
        Stage::Where(expression) => {
            rows.retain(|row| truth(&evaluate(expression, row)));
            rows
        }
        Stage::Project(columns) => rows.iter().map(|row| row_of(columns, row)).collect(),
        Stage::Extend(columns) => {
            for row in &mut rows {
                for (name, expression) in columns {
                    row[name] = evaluate(expression, row);
                }
            }
            rows
        }
        Stage::Without(names) => {
            for row in &mut rows {
                if let Some(members) = row.as_object_mut() {
                    members.retain(|name, _| !names.contains(name));
                }
            }
            rows
        }
        Stage::Order(keys) => {
            rows.sort_by(|a, b| {
                let by = |(expression, descending): &(Expression, bool)| {
                    let order = order_of(&evaluate(expression, a), &evaluate(expression, b));
                    if *descending { order.reverse() } else { order }
                };
                keys.iter().map(by).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
            });
            rows
        }
        Stage::Limit(count) => {
            rows.truncate(*count);
            rows
        }
        Stage::Count => vec![json!({"Count": rows.len()})],
        Stage::Distinct(columns) => {
            let mut distinct: Vec<Value> = Vec::new();
            for row in rows.iter().map(|row| row_of(columns, row)) {
                if !distinct.contains(&row) {
                    distinct.push(row);
                }
            }
            distinct
        }
        Stage::Summarize { aggregates, by } => summarize(&rows, aggregates, by),
    }
}

fn row_of(columns: &[(String, Expression)], row: &Value) -> Value {
    let members = columns.iter().map(|(name, expression)| (name.clone(), evaluate(expression, row)));
    Value::Object(members.collect::<Map<_, _>>())
}

fn summarize(rows: &[Value], aggregates: &[(String, Expression)], by: &[(String, Expression)]) -> Vec<Value> {
    let mut groups: Vec<(Value, Vec<&Value>)> = Vec::new();
    for row in rows {
        let key = row_of(by, row);
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, members)) => members.push(row),
            None => groups.push((key, vec![row])),
        }
    }
    if groups.is_empty() && by.is_empty() {
        groups.push((json!({}), Vec::new()));
    }
    let result = groups.into_iter().map(|(mut key, members)| {
        for (name, expression) in aggregates {
            key[name] = eval::aggregate(expression, &members);
        }
        key
    });
    result.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Value> {
        vec![
            json!({"id": "/b", "type": "microsoft.security/a", "name": "x", "properties": {"n": 2, "text": "Über"}}),
            json!({"id": "/a", "type": "microsoft.security/a", "name": "Y", "properties": {"n": 3.5}}),
            json!({"id": "/c", "type": "microsoft.security/b", "name": "z's", "properties": {"n": null}}),
        ]
    }

    fn query(text: &str) -> Result<Query, String> {
        Query::parse(text, OffsetDateTime::UNIX_EPOCH)
    }

    fn run(text: &str) -> Value {
        json!(query(text).unwrap().run(rows()))
    }

    #[test]
    fn rows_are_filtered_projected_and_sorted() {
        let found = run(
            "T | where type =~ 'Microsoft.Security/A' and properties.n > 1
             | project id, n = todouble(properties.n), none = tostring(properties.nothing) | order by id asc",
        );
        assert_eq!(found, json!([{"id": "/a", "n": 3.5, "none": ""}, {"id": "/b", "n": 2.0, "none": ""}]));
        assert_eq!(run(r"T | where name =~ 'Z\'S' | project name"), json!([{"name": "z's"}]));
        assert_eq!(run("T | where '1969-12-31T00:00:00.0000000Z' >= ago(1d) | count"), json!([{"Count": 3}]));
        assert_eq!(run("T | where name in~ ('X', 'y') | count"), json!([{"Count": 2}]));
        assert_eq!(
            run("T | where not(name == 'x') and isnotnull(properties.n) | project name"),
            json!([{"name": "Y"}])
        );
        assert_eq!(run("T | sort by name desc | take 1 | project name")[0]["name"], "z's");
        assert_eq!(
            run("T | where properties['text'] contains 'BER' | distinct type").as_array().unwrap().len(),
            1
        );
    }

    #[test]
    fn groups_are_summed_and_counted() {
        let found = run(
            "T | summarize total = sum(todouble(properties.n)), count() by kind = type | order by kind asc",
        );
        assert_eq!(
            found,
            json!([
                {"kind": "microsoft.security/a", "total": 5.5, "count_": 2},
                {"kind": "microsoft.security/b", "total": 0.0, "count_": 1},
            ])
        );
        assert_eq!(run("T | summarize count()"), json!([{"count_": 3}]));
    }

    #[test]
    fn types_that_are_asked_for_are_known_beforehand() {
        let types = |text| query(text).unwrap().types();
        assert_eq!(types("T | where type =~ 'A' and name == 'b'"), Some(vec!["a".to_owned()]));
        assert_eq!(types("T | where type in~ ('a', 'B')"), Some(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(types("T | where name == 'b'"), None);
    }

    #[test]
    fn queries_that_make_no_sense_are_refused() {
        for text in [
            "",
            "T | where",
            "T | wher x == 1",
            "T | where name = 'x'",
            "T | project a b",
            "T | where name =~ 'open",
        ] {
            assert!(query(text).is_err(), "{text}");
        }
    }
}
