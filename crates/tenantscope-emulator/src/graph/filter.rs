//! `$filter`: comparisons, `in`, functions of text, lambdas over lists, joined by `and`, `or` and
//! `not`.

use std::cmp::Ordering;

use serde_json::{Value, json};

use crate::clock;

/// A filter that was understood.
#[derive(Clone, Debug)]
pub(crate) enum Filter {
    And(Box<Filter>, Box<Filter>),
    Or(Box<Filter>, Box<Filter>),
    Not(Box<Filter>),
    Compare(Path, String, Value),
    In(Path, Vec<Value>),
    /// `startswith`, `endswith` or `contains`.
    Function(String, Path, String),
    /// `any` or `all` over a list, whose items the variable stands for.
    Lambda {
        every: bool,
        list: Path,
        variable: String,
        inner: Option<Box<Filter>>,
    },
}

/// The names that lead to a value.
pub(crate) type Path = Vec<String>;

impl Filter {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let refusal = |at: &str| format!("Invalid filter clause: syntax error at '{at}' in '{text}'.");
        let words = words(text).ok_or_else(|| refusal(text))?;
        let mut parser = Parser { words: words.into_iter().peekable() };
        let filter = parser.either().map_err(|at| refusal(&at))?;
        match parser.words.next() {
            None => Ok(filter),
            Some(rest) => Err(refusal(&rest)),
        }
    }

    pub(crate) fn holds(&self, item: &Value) -> bool {
        match self {
            Self::And(a, b) => a.holds(item) && b.holds(item),
            Self::Or(a, b) => a.holds(item) || b.holds(item),
            Self::Not(inner) => !inner.holds(item),
            Self::Compare(path, operator, literal) => {
                let order = order_of(at(item, path), literal);
                match operator.as_str() {
                    "eq" => order == Some(Ordering::Equal),
                    "ne" => order != Some(Ordering::Equal),
                    "gt" => order == Some(Ordering::Greater),
                    "ge" => order.is_some_and(Ordering::is_ge),
                    "lt" => order == Some(Ordering::Less),
                    _ => order.is_some_and(Ordering::is_le),
                }
            }
            Self::In(path, literals) => {
                literals.iter().any(|literal| order_of(at(item, path), literal) == Some(Ordering::Equal))
            }
            Self::Function(name, path, text) => {
                let value = at(item, path).as_str().unwrap_or_default().to_lowercase();
                let text = text.to_lowercase();
                match name.as_str() {
                    "startswith" => value.starts_with(&text),
                    "endswith" => value.ends_with(&text),
                    _ => value.contains(&text),
                }
            }
            Self::Lambda { every, list, variable, inner } => {
                let mut items = at(item, list).as_array().into_iter().flatten();
                // The variable is a member of its own beside those of the item.
                let holds = |one: &Value| {
                    inner.as_ref().is_none_or(|inner| inner.holds(&json!({variable.as_str(): one})))
                };
                if *every { items.all(holds) } else { items.any(holds) }
            }
        }
    }

    /// The first names of every path, without those of lambdas' variables.
    pub(crate) fn roots(&self) -> Vec<&String> {
        match self {
            Self::And(a, b) | Self::Or(a, b) => [a.roots(), b.roots()].concat(),
            Self::Not(inner) => inner.roots(),
            Self::Compare(path, ..) | Self::In(path, _) | Self::Function(_, path, _) => {
                path.first().into_iter().collect()
            }
            Self::Lambda { list, .. } => list.first().into_iter().collect(),
        }
    }

    /// Whether it is made of comparisons joined by `and`.
    pub(crate) fn is_plain(&self) -> bool {
        match self {
            Self::And(a, b) => a.is_plain() && b.is_plain(),
            Self::Compare(path, ..) => path.len() == 1,
            _ => false,
        }
    }

    /// Whether directory objects take it only as an advanced query.
    pub(crate) fn is_advanced(&self) -> bool {
        match self {
            Self::And(a, b) | Self::Or(a, b) => a.is_advanced() || b.is_advanced(),
            Self::Not(_) => true,
            Self::Compare(_, operator, _) => operator == "ne",
            Self::Function(name, ..) => name != "startswith",
            Self::In(..) | Self::Lambda { .. } => false,
        }
    }
}

fn at<'v>(item: &'v Value, path: &Path) -> &'v Value {
    path.iter().fold(item, |value, name| {
        let members = value.as_object();
        let found = members.and_then(|all| all.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)));
        found.map_or(&Value::Null, |(_, value)| value)
    })
}

struct Parser {
    words: std::iter::Peekable<std::vec::IntoIter<String>>,
}

/// The error is the word that was not expected.
type Parsed<T> = Result<T, String>;

impl Parser {
    fn either(&mut self) -> Parsed<Filter> {
        let mut left = self.both()?;
        while self.take("or") {
            left = Filter::Or(Box::new(left), Box::new(self.both()?));
        }
        Ok(left)
    }

    fn both(&mut self) -> Parsed<Filter> {
        let mut left = self.one()?;
        while self.take("and") {
            left = Filter::And(Box::new(left), Box::new(self.one()?));
        }
        Ok(left)
    }

    fn one(&mut self) -> Parsed<Filter> {
        if self.take("not") {
            return Ok(Filter::Not(Box::new(self.one()?)));
        }
        if self.take("(") {
            let inner = self.either()?;
            self.expect(")")?;
            return Ok(inner);
        }
        let name = self.next()?;
        if self.take("(") {
            return self.call(&name);
        }
        let path = path(&name)?;
        let operator = self.next()?.to_ascii_lowercase();
        match operator.as_str() {
            "in" => {
                self.expect("(")?;
                let mut literals = Vec::new();
                loop {
                    literals.push(self.literal()?);
                    if self.take(")") {
                        return Ok(Filter::In(path, literals));
                    }
                    self.expect(",")?;
                }
            }
            "eq" | "ne" | "gt" | "ge" | "lt" | "le" => Ok(Filter::Compare(path, operator, self.literal()?)),
            _ => Err(operator),
        }
    }

    /// What follows the opening parenthesis of a function or a lambda.
    fn call(&mut self, name: &str) -> Parsed<Filter> {
        let lower = name.to_ascii_lowercase();
        let quantifier = lower.strip_suffix("/any").map(|_| false);
        let quantifier = quantifier.or_else(|| lower.strip_suffix("/all").map(|_| true));
        if let Some(every) = quantifier {
            let list = path(&name[..name.len() - 4])?;
            if self.take(")") {
                return Ok(Filter::Lambda { every, list, variable: String::new(), inner: None });
            }
            let variable = self.next()?;
            let variable = variable.strip_suffix(':').ok_or(variable.clone())?.to_owned();
            let inner = Some(Box::new(self.either()?));
            self.expect(")")?;
            return Ok(Filter::Lambda { every, list, variable, inner });
        }
        if !matches!(lower.as_str(), "startswith" | "endswith" | "contains") {
            return Err(name.to_owned());
        }
        let path = path(&self.next()?)?;
        self.expect(",")?;
        let text = self.literal()?;
        self.expect(")")?;
        Ok(Filter::Function(lower, path, text.as_str().unwrap_or_default().to_owned()))
    }

    fn literal(&mut self) -> Parsed<Value> {
        let word = self.next()?;
        literal(&word).ok_or(word)
    }

    fn next(&mut self) -> Parsed<String> {
        self.words.next().ok_or_else(String::new)
    }

    fn take(&mut self, word: &str) -> bool {
        self.words.next_if(|next| next.eq_ignore_ascii_case(word)).is_some()
    }

    fn expect(&mut self, word: &str) -> Parsed<()> {
        if self.take(word) { Ok(()) } else { Err(self.words.next().unwrap_or_default()) }
    }
}

fn path(word: &str) -> Parsed<Path> {
    let part = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'.')
    };
    if word.split('/').all(part) {
        Ok(word.split('/').map(str::to_owned).collect())
    } else {
        Err(word.to_owned())
    }
}

/// The words of a filter. Text in quotes is one word, quotes included; a lambda's variable keeps its
/// colon.
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
            ' ' | '(' | ')' | ',' if !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                if c != ' ' {
                    words.push(c.to_string());
                }
            }
            // The colon of a time is followed by a digit and comes after one.
            ':' if !quoted && word.bytes().all(|b| b.is_ascii_alphabetic()) => {
                words.push(std::mem::take(&mut word) + ":");
            }
            _ => word.push(c),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    (!quoted && !words.is_empty()).then_some(words)
}

fn literal(text: &str) -> Option<Value> {
    if let Some(inner) = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        return Some(json!(inner.replace("''", "'")));
    }
    match text {
        "true" | "false" | "null" => serde_json::from_str(text).ok(),
        // Times, and ids without quotes.
        _ if text.contains('-') && (clock::parse(text).is_some() || text.len() == 36) => Some(json!(text)),
        _ => text.parse::<f64>().ok().map(|number| json!(number)),
    }
}

/// How two values compare: as numbers, as times, as text.
pub(crate) fn order_of(a: &Value, b: &Value) -> Option<Ordering> {
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

    fn holds(text: &str) -> bool {
        let item = json!({
            "createdDateTime": "2026-11-22T00:00:00Z",
            "name": "O'Neil and sons",
            "size": 5,
            "status": {"errorCode": 0},
            "tags": ["a", "b"],
            "targets": [{"id": "1", "kind": "User"}],
            "none": null,
        });
        Filter::parse(text).unwrap_or_else(|error| panic!("{error}")).holds(&item)
    }

    #[test]
    fn filters_compare_times_text_and_numbers() {
        for text in [
            "createdDateTime ge 2026-11-22T00:00:00Z",
            "createdDateTime lt 2026-11-23 and size eq 5",
            "name eq 'O''Neil and sons'",
            "Name eq 'o''neil and sons'",
            "size gt 4.5",
            "status/errorCode eq 0",
            "none eq null",
            "size in (1, 5)",
        ] {
            assert!(holds(text), "{text}");
        }
        assert!(!holds("createdDateTime gt 2026-11-22T00:00:00Z"));
    }

    #[test]
    fn filters_call_join_negate_and_look_into_lists() {
        for text in [
            "startswith(name, 'o''neil') or size eq 1",
            "not(size eq 1) and (contains(name,'and') or size eq 7)",
            "tags/any(t:t eq 'b')",
            "tags/any()",
            "targets/any(t: t/id eq '1' and startsWith(t/kind,'us'))",
            "not endswith(name,'x')",
        ] {
            assert!(holds(text), "{text}");
        }
        assert!(!holds("tags/all(t:t eq 'b')"));
    }

    #[test]
    fn filters_that_make_no_sense_are_refused() {
        for text in [
            "",
            "name",
            "name like 'x'",
            "name eq 'open",
            "(size eq 1",
            "length(name) eq 1",
            "size eq 1 size eq 2",
        ] {
            assert!(Filter::parse(text).is_err(), "{text}");
        }
    }
}
