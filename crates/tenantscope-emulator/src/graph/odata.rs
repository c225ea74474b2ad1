//! OData: the query options that Graph's lists take.

use std::cmp::Ordering;

use serde_json::{Map, Value, json};

use super::{Context, error, ok};
use crate::{
    clock,
    http::{Call, Outcome, Reply},
    paging,
    service::Service,
};

/// A list, as far as its query options depend on it.
pub(crate) struct Collection {
    /// What follows `$metadata#` in the context.
    pub(crate) context: &'static str,
    pub(crate) entity: &'static str,
    /// What can be selected, filtered and sorted by.
    pub(crate) properties: &'static [&'static str],
    /// How many items a page has without `$top`.
    pub(crate) page: usize,
    /// How many it has at most, whatever `$top` says.
    pub(crate) maximum: usize,
}

/// The query options of one request.
#[derive(Debug, Default)]
struct Options {
    top: Option<usize>,
    skip: usize,
    count: bool,
    select: Vec<String>,
    order: Vec<(String, bool)>,
    filter: Vec<Comparison>,
}

/// Answers with the page that the request asks for. Items are filtered and sorted as `view` shows
/// them; only those on the page are completed.
pub(crate) fn list<T>(
    context: &Context<'_>,
    collection: &Collection,
    items: Vec<T>,
    view: impl Fn(&T) -> &Value,
    complete: impl Fn(T) -> Value,
) -> Outcome {
    let call = context.call;
    let options = Options::of(call, collection)?;
    let start = paging::offset(call).map_err(|()| error::bad_request(call, "Invalid skip token."))?;
    let mut items: Vec<T> =
        items.into_iter().filter(|item| options.filter.iter().all(|c| c.holds(view(item)))).collect();
    if !options.order.is_empty() {
        items.sort_by(|a, b| options.compare(view(a), view(b)));
    }
    let total = items.len();
    let size = context.world.page_size(Service::Graph, collection.page);
    let size = options.top.map_or(size, |top| top.clamp(1, collection.maximum));
    let start = if paging::is_continued(call) { start } else { options.skip };
    let page = items.into_iter().skip(start).take(size).map(|item| options.pick(complete(item)));
    let page: Vec<Value> = page.collect();
    let select =
        if options.select.is_empty() { String::new() } else { format!("({})", options.select.join(",")) };
    let mut body =
        json!({"@odata.context": format!("{}/v1.0/$metadata#{}{select}", call.base, collection.context)});
    if options.count && !paging::is_continued(call) {
        body["@odata.count"] = json!(total);
    }
    if start + page.len() < total {
        body["@odata.nextLink"] = json!(paging::link(call, start + page.len()));
    }
    body["value"] = Value::Array(page);
    Ok(ok(&body))
}

/// Answers with one entity.
pub(crate) fn entity(context: &Context<'_>, collection: &Collection, item: Value) -> Outcome {
    let call = context.call;
    let options = Options::of(call, collection)?;
    let mut body = Map::new();
    let name = format!("{}/v1.0/$metadata#{}/$entity", call.base, collection.context);
    body.insert("@odata.context".to_owned(), json!(name));
    if let Value::Object(members) = options.pick(item) {
        body.extend(members);
    }
    Ok(ok(&Value::Object(body)))
}

impl Options {
    fn of(call: &Call, collection: &Collection) -> Result<Self, Reply> {
        Self::read(call, collection).map_err(|message| error::bad_request(call, &message))
    }

    fn read(call: &Call, collection: &Collection) -> Result<Self, String> {
        let mut options = Self::default();
        for (name, value) in &call.pairs {
            let number = || {
                value.parse::<usize>().map_err(|_| format!("Invalid value '{value}' for {name} query option found. The {name} query option requires a non-negative integer value."))
            };
            match name.to_ascii_lowercase().as_str() {
                "$top" => options.top = Some(number()?),
                "$skip" => options.skip = number()?,
                "$count" => {
                    options.count = match value.as_str() {
                        "true" => true,
                        "false" => false,
                        _ => {
                            return Err(format!(
                                "Invalid value '{value}' for $count query option found. Valid values are 'true' and 'false'."
                            ));
                        }
                    };
                }
                "$select" => options.select = names(value, collection)?,
                "$orderby" => options.order = order(value, collection)?,
                "$filter" => options.filter = filter(value, collection)?,
                "$skiptoken" | "$format" => {}
                other if other.starts_with('$') => {
                    return Err(format!("The query parameter '{name}' is not supported."));
                }
                // Options without a dollar sign are the caller's own.
                _ => {}
            }
        }
        Ok(options)
    }

    fn pick(&self, item: Value) -> Value {
        match item {
            Value::Object(members) if !self.select.is_empty() => {
                let wanted = |name: &String| self.select.iter().any(|select| select == name) || name == "id";
                Value::Object(members.into_iter().filter(|(name, _)| wanted(name)).collect())
            }
            item => item,
        }
    }

    fn compare(&self, a: &Value, b: &Value) -> Ordering {
        let by = |(name, descending): &(String, bool)| {
            let order = order_of(&a[name], &b[name]).unwrap_or(Ordering::Equal);
            if *descending { order.reverse() } else { order }
        };
        self.order.iter().map(by).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }
}

/// The declared name of a property, which the request may spell in any case.
fn property(name: &str, collection: &Collection) -> Result<String, String> {
    let name = name.trim();
    let known = collection.properties.iter().find(|known| known.eq_ignore_ascii_case(name));
    let missing = || format!("Could not find a property named '{name}' on type '{}'.", collection.entity);
    known.map(|known| (*known).to_owned()).ok_or_else(missing)
}

fn names(list: &str, collection: &Collection) -> Result<Vec<String>, String> {
    list.split(',').map(|name| property(name, collection)).collect()
}

fn order(list: &str, collection: &Collection) -> Result<Vec<(String, bool)>, String> {
    let one = |item: &str| {
        let mut words = item.split_whitespace();
        let name = property(words.next().unwrap_or_default(), collection)?;
        match words.next() {
            None | Some("asc") => Ok((name, false)),
            Some("desc") => Ok((name, true)),
            Some(other) => Err(format!("Syntax error at '{other}' in '{item}'.")),
        }
    };
    list.split(',').map(one).collect()
}

/// `property operator literal`
#[derive(Debug)]
struct Comparison {
    property: String,
    operator: String,
    literal: Value,
}

impl Comparison {
    fn holds(&self, item: &Value) -> bool {
        let value = &item[&self.property];
        let order = order_of(value, &self.literal);
        match self.operator.as_str() {
            "eq" => order == Some(Ordering::Equal),
            "ne" => order != Some(Ordering::Equal),
            "gt" => order == Some(Ordering::Greater),
            "ge" => order.is_some_and(Ordering::is_ge),
            "lt" => order == Some(Ordering::Less),
            _ => order.is_some_and(Ordering::is_le),
        }
    }
}

/// Comparisons joined by `and`: what these collections take.
fn filter(text: &str, collection: &Collection) -> Result<Vec<Comparison>, String> {
    let syntax = |at: &str| format!("Invalid filter clause: syntax error at '{at}' in '{text}'.");
    let words = words(text).ok_or_else(|| syntax(text))?;
    let mut comparisons = Vec::new();
    for clause in words.split(|word| word.eq_ignore_ascii_case("and")) {
        let [name, operator, literal] = clause else {
            return Err(syntax(clause.first().map_or("", String::as_str)));
        };
        let operator = operator.to_ascii_lowercase();
        if !matches!(operator.as_str(), "eq" | "ne" | "gt" | "ge" | "lt" | "le") {
            return Err(syntax(&operator));
        }
        let literal = read_literal(literal).ok_or_else(|| syntax(literal))?;
        comparisons.push(Comparison { property: property(name, collection)?, operator, literal });
    }
    Ok(comparisons)
}

/// The words of a filter; text in quotes is one word, quotes included.
fn words(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '\'' => {
                quoted = !quoted;
                word.push(c);
            }
            ' ' if !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            _ => word.push(c),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    (!quoted && !words.is_empty()).then_some(words)
}

fn read_literal(text: &str) -> Option<Value> {
    if let Some(inner) = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        return Some(json!(inner.replace("''", "'")));
    }
    match text {
        "true" | "false" | "null" => serde_json::from_str(text).ok(),
        _ if text.contains('-') && clock::parse(text).is_some() => Some(json!(text)),
        _ => text.parse::<f64>().ok().map(|number| json!(number)),
    }
}

/// How two values compare: as numbers, as times, as text.
fn order_of(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64()?.partial_cmp(&b.as_f64()?),
        (Value::String(a), Value::String(b)) => {
            let times = a.contains('-').then(|| clock::parse(a).zip(clock::parse(b))).flatten();
            Some(times.map_or_else(|| a.to_lowercase().cmp(&b.to_lowercase()), |(a, b)| a.cmp(&b)))
        }
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        (Value::Null, Value::Null) => Some(Ordering::Equal),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLLECTION: Collection = Collection {
        context: "Things",
        entity: "microsoft.graph.thing",
        properties: &["id", "createdDateTime", "name", "size"],
        page: 2,
        maximum: 5,
    };

    fn holds(text: &str, item: &Value) -> bool {
        filter(text, &COLLECTION).unwrap().iter().all(|comparison| comparison.holds(item))
    }

    #[test]
    fn filters_compare_times_text_and_numbers() {
        let item = json!({"createdDateTime": "2026-11-22T00:00:00Z", "name": "O'Neil and sons", "size": 5});
        for text in [
            "createdDateTime ge 2026-11-22T00:00:00Z",
            "createdDateTime lt 2026-11-23 and size eq 5",
            "name eq 'O''Neil and sons'",
            "Name eq 'o''neil and sons'",
            "size gt 4.5",
        ] {
            assert!(holds(text, &item), "{text}");
        }
        assert!(!holds("createdDateTime gt 2026-11-22T00:00:00Z", &item));
    }

    #[test]
    fn filters_that_make_no_sense_are_refused() {
        for text in
            ["", "name", "name like 'x'", "colour eq 'red'", "name eq 'open", "name eq 'a' or size eq 1"]
        {
            assert!(filter(text, &COLLECTION).is_err(), "{text}");
        }
    }
}
