//! OData: the query options that Graph's lists take.

use std::cmp::Ordering;

use serde_json::{Map, Value, json};

use super::{
    Context, error,
    filter::{Filter, order_of},
    ok,
};
use crate::{
    http::{Call, Outcome, Reply},
    paging,
    service::Service,
};

/// A list, as far as its query options depend on it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Collection {
    /// What follows `$metadata#` in the context.
    pub(crate) context: &'static str,
    pub(crate) entity: &'static str,
    /// What can be selected, filtered and sorted by. Empty: what the items have, and
    /// [`selectable`](Self::selectable).
    pub(crate) properties: &'static [&'static str],
    /// What an item has without `$select`. Empty: everything.
    pub(crate) defaults: &'static [&'static str],
    /// What can be selected although no item need have it.
    pub(crate) selectable: &'static [&'static str],
    pub(crate) expand: &'static [&'static str],
    /// How many items a page has without `$top`.
    pub(crate) page: usize,
    /// How many it has at most.
    pub(crate) maximum: usize,
    pub(crate) over: Over,
    /// What of `$top`, `$skip` and `$filter` the list does not take.
    pub(crate) without: &'static [&'static str],
    /// What the service can filter by.
    pub(crate) filters: Filters,
    /// Whether it has objects of the directory, with the rules for advanced queries.
    pub(crate) directory: bool,
    /// Members of enums that hide behind `unknownFutureValue`, by property.
    pub(crate) late: &'static [(&'static str, &'static [&'static str])],
}

/// What becomes of a `$top` beyond the maximum.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Over {
    /// A page of the maximum.
    Clamped,
    /// 400 with this code and text.
    Refused(&'static str, &'static str),
}

/// What a service takes as a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Filters {
    /// Comparisons joined by `and`.
    Plain,
    /// Everything.
    Any,
}

impl Collection {
    /// What most lists have in common.
    pub(crate) const BASE: Self = Self {
        context: "",
        entity: "",
        properties: &[],
        defaults: &[],
        selectable: &[],
        expand: &[],
        page: 100,
        maximum: 999,
        over: Over::Clamped,
        without: &[],
        filters: Filters::Any,
        directory: false,
        late: &[],
    };
}

/// The query options of one request.
#[derive(Debug, Default)]
pub(crate) struct Options {
    top: Option<usize>,
    skip: usize,
    count: bool,
    pub(crate) select: Vec<String>,
    pub(crate) expand: Vec<String>,
    order: Vec<(String, bool)>,
    filter: Option<Filter>,
    search: Option<(String, String)>,
}

/// Answers with the page that the request asks for. Items are filtered and sorted as `view` shows
/// them; only those on the page are completed, with what is to be expanded.
pub(crate) fn list<T>(
    context: &Context<'_>,
    collection: &Collection,
    items: Vec<T>,
    view: impl Fn(&T) -> &Value,
    complete: impl Fn(T, &[String]) -> Value,
) -> Outcome {
    let call = context.call;
    let options = Options::of(call, collection, items.iter().map(&view))?;
    let start = paging::offset(call).map_err(|()| error::bad_request(call, "Invalid skip token."))?;
    let mut items: Vec<T> = items.into_iter().filter(|item| options.holds(view(item))).collect();
    if !options.order.is_empty() {
        items.sort_by(|a, b| options.compare(view(a), view(b)));
    }
    let total = items.len();
    let size = context.world.page_size(Service::Graph, collection.page);
    let size = options.top.map_or(size, |top| top.clamp(1, collection.maximum));
    let start = if paging::is_continued(call) { start } else { options.skip };
    let page = items.into_iter().skip(start).take(size);
    let page = page.map(|item| finish(call, collection, &options, complete(item, &options.expand)));
    let page: Vec<Value> = page.collect();
    let select =
        if options.select.is_empty() { String::new() } else { format!("({})", options.select.join(",")) };
    let mut body = json!({"@odata.context": format!("{}{select}", metadata(context, collection))});
    // Directory objects are counted for advanced queries only, and without a word.
    let counted = options.count && (!collection.directory || is_eventual(call));
    if counted && !paging::is_continued(call) {
        body["@odata.count"] = json!(total);
    }
    if start + page.len() < total {
        body["@odata.nextLink"] = json!(paging::link(call, start + page.len()));
    }
    body["value"] = Value::Array(page);
    Ok(ok(&body))
}

/// How many items pass the request's filter: the `$count` segment.
pub(crate) fn count(context: &Context<'_>, collection: &Collection, items: &[Value]) -> Outcome {
    let call = context.call;
    if call.header("accept").is_some_and(|accept| accept.contains("json")) {
        let text = "The requested media type is not supported for this segment.";
        return Err(error::reply(call, 415, "Request_UnsupportedMediaType", text));
    }
    if collection.directory && !is_eventual(call) {
        return Err(error::unsupported_query(call, "$count is not currently supported."));
    }
    let options = Options::of(call, collection, items.iter())?;
    let count = items.iter().filter(|item| options.holds(item)).count();
    Ok(Reply::new(200).header("content-type", "text/plain").body(count.to_string()))
}

/// Answers with one entity.
pub(crate) fn entity(context: &Context<'_>, collection: &Collection, item: Value) -> Outcome {
    entity_with(context, collection, item, |item, _| item)
}

/// Answers with one entity, and what is to be expanded.
pub(crate) fn entity_with(
    context: &Context<'_>,
    collection: &Collection,
    item: Value,
    complete: impl Fn(Value, &[String]) -> Value,
) -> Outcome {
    let call = context.call;
    let options = Options::of(call, collection, std::iter::once(&item))?;
    let mut body = Map::new();
    let name = format!("{}/$entity", metadata(context, collection));
    body.insert("@odata.context".to_owned(), json!(name));
    let item = finish(call, collection, &options, complete(item, &options.expand));
    if let Value::Object(members) = item {
        body.extend(members);
    }
    Ok(ok(&Value::Object(body)))
}

fn metadata(context: &Context<'_>, collection: &Collection) -> String {
    format!("{}/{}/$metadata#{}", context.call.base, context.version(), collection.context)
}

/// Whether the caller accepts counts and indexes that lag behind.
pub(crate) fn is_eventual(call: &Call) -> bool {
    call.header("consistencylevel").is_some_and(|level| level.eq_ignore_ascii_case("eventual"))
}

fn finish(call: &Call, collection: &Collection, options: &Options, item: Value) -> Value {
    let mut item = options.pick(collection, item);
    let wants_all =
        call.header("prefer").is_some_and(|prefer| prefer.contains("include-unknown-enum-members"));
    if !wants_all && !collection.late.is_empty() {
        hide(&mut item, collection.late);
    }
    item
}

/// Replaces what callers of older days do not know.
fn hide(value: &mut Value, late: &[(&str, &[&str])]) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let is_late = late.iter().any(|(property, values)| {
                    property == name && value.as_str().is_some_and(|text| values.contains(&text))
                });
                if is_late { *value = json!("unknownFutureValue") } else { hide(value, late) }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| hide(item, late)),
        _ => {}
    }
}

impl Options {
    fn of<'i>(
        call: &Call,
        collection: &Collection,
        items: impl Iterator<Item = &'i Value>,
    ) -> Result<Self, Reply> {
        let names = Names::of(collection, items);
        let options = Self::read(call, collection, &names).map_err(|m| error::bad_request(call, &m))?;
        if let (Some(top), Over::Refused(code, text)) = (options.top, collection.over)
            && top > collection.maximum
        {
            return Err(error::reply(call, 400, code, text));
        }
        let advanced = options.filter.as_ref().is_some_and(Filter::is_advanced)
            || (options.filter.is_some() && !options.order.is_empty());
        if collection.directory {
            if advanced && !(is_eventual(call) && options.count) {
                return Err(error::unsupported_query(
                    call,
                    "Unsupported or invalid query filter clause specified.",
                ));
            }
            if options.search.is_some() && !is_eventual(call) {
                let text = "Request with $search query parameter only works through MSGraph with a special request header: \
                            'ConsistencyLevel: eventual'";
                return Err(error::unsupported_query(call, text));
            }
        }
        Ok(options)
    }

    fn read(call: &Call, collection: &Collection, names: &Names) -> Result<Self, String> {
        let mut options = Self::default();
        for (name, value) in &call.pairs {
            let lower = name.to_ascii_lowercase();
            let number = || {
                value.parse::<usize>().map_err(|_| format!("Invalid value '{value}' for {name} query option found. The {name} query option requires a non-negative integer value."))
            };
            if collection.without.contains(&lower.as_str()) {
                return Err(format!("The query parameter '{name}' is not supported for this resource."));
            }
            match lower.as_str() {
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
                "$select" => {
                    options.select = value.split(',').map(|n| names.find(n)).collect::<Result<_, _>>()?;
                }
                "$expand" if !collection.expand.is_empty() => options.expand = expand(value, collection)?,
                "$orderby" => options.order = order(value, names)?,
                "$filter" => options.filter = Some(filter(value, collection, names)?),
                "$search" if collection.directory => options.search = Some(search(value)?),
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

    fn holds(&self, item: &Value) -> bool {
        let found = self.search.as_ref().is_none_or(|(name, text)| {
            item[name].as_str().is_some_and(|value| value.to_lowercase().contains(text))
        });
        found && self.filter.as_ref().is_none_or(|filter| filter.holds(item))
    }

    pub(crate) fn pick(&self, collection: &Collection, item: Value) -> Value {
        let Value::Object(mut members) = item else { return item };
        let listed = |names: &[&str], name: &str| names.contains(&name);
        let expanded = |name: &str| self.expand.iter().any(|wanted| wanted == name);
        if self.select.is_empty() {
            if !collection.defaults.is_empty() {
                members.retain(|name, _| {
                    name == "id"
                        || name.starts_with('@')
                        || listed(collection.defaults, name)
                        || expanded(name)
                });
            }
            return Value::Object(members);
        }
        let own = |name: &str| name.split('@').next().unwrap_or_default().to_owned();
        members.retain(|name, _| {
            name == "id" || name.starts_with('@') || self.select.contains(&own(name)) || expanded(name)
        });
        for name in &self.select {
            members.entry(name.clone()).or_insert(Value::Null);
        }
        Value::Object(members)
    }

    fn compare(&self, a: &Value, b: &Value) -> Ordering {
        let by = |(name, descending): &(String, bool)| {
            let order = order_of(&a[name], &b[name]).unwrap_or(Ordering::Equal);
            if *descending { order.reverse() } else { order }
        };
        self.order.iter().map(by).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }
}

/// The names of a collection's properties.
struct Names {
    entity: &'static str,
    known: Vec<String>,
}

impl Names {
    fn of<'i>(collection: &Collection, items: impl Iterator<Item = &'i Value>) -> Self {
        let declared =
            collection.properties.iter().chain(collection.selectable).map(|name| (*name).to_owned());
        let mut known: Vec<String> = declared.collect();
        if collection.properties.is_empty() {
            // The first items have what the others have.
            let members = items.take(20).filter_map(Value::as_object).flat_map(Map::keys);
            for name in members.filter(|name| !name.contains('@')) {
                if !known.contains(name) {
                    known.push(name.clone());
                }
            }
        }
        Self { entity: collection.entity, known }
    }

    /// The declared name of a property, which the request may spell in any case.
    fn find(&self, name: &str) -> Result<String, String> {
        let name = name.trim();
        // Nothing is known about a list without items.
        let open = self.known.is_empty().then(|| name.to_owned());
        let known = self.known.iter().find(|known| known.eq_ignore_ascii_case(name)).cloned();
        known
            .or(open)
            .ok_or_else(|| format!("Could not find a property named '{name}' on type '{}'.", self.entity))
    }
}

fn order(list: &str, names: &Names) -> Result<Vec<(String, bool)>, String> {
    let one = |item: &str| {
        let mut words = item.split_whitespace();
        let name = names.find(words.next().unwrap_or_default())?;
        match words.next() {
            None | Some("asc") => Ok((name, false)),
            Some("desc") => Ok((name, true)),
            Some(other) => Err(format!("Syntax error at '{other}' in '{item}'.")),
        }
    };
    list.split(',').map(one).collect()
}

/// What to expand; options in parentheses are passed over.
fn expand(list: &str, collection: &Collection) -> Result<Vec<String>, String> {
    let mut depth = 0_usize;
    let mut plain = String::new();
    for c in list.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let find = |name: &str| {
        let known = collection.expand.iter().find(|known| known.eq_ignore_ascii_case(name.trim()));
        known.map(|known| (*known).to_owned()).ok_or_else(|| {
            format!("Parsing OData Select and Expand failed: Could not find a property named '{name}' on type '{}'.", collection.entity)
        })
    };
    plain.split(',').map(find).collect()
}

fn filter(text: &str, collection: &Collection, names: &Names) -> Result<Filter, String> {
    let filter = Filter::parse(text)?;
    if collection.filters == Filters::Plain && !filter.is_plain() {
        return Err(format!("Invalid filter clause: '{text}' is not supported."));
    }
    for root in filter.roots() {
        names.find(root)?;
    }
    Ok(filter)
}

/// `"displayName:wa"`
fn search(text: &str) -> Result<(String, String), String> {
    let inner = text.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let (name, value) = inner
        .and_then(|inner| inner.split_once(':'))
        .ok_or_else(|| format!("Syntax error: '{text}' is not a valid search clause."))?;
    Ok((name.to_owned(), value.to_lowercase()))
}
