//! What a query's words mean.

use time::{Duration, OffsetDateTime};

use super::token::Token;
use crate::clock;

/// One step of the pipeline.
#[derive(Clone, Debug)]
pub(super) enum Stage {
    Where(Expression),
    Project(Vec<(String, Expression)>),
    Extend(Vec<(String, Expression)>),
    /// `project-away`
    Without(Vec<String>),
    /// Expressions, and whether they descend.
    Order(Vec<(Expression, bool)>),
    Limit(usize),
    Count,
    Distinct(Vec<(String, Expression)>),
    Summarize {
        aggregates: Vec<(String, Expression)>,
        by: Vec<(String, Expression)>,
    },
}

#[derive(Clone, Debug)]
pub(super) enum Expression {
    Column(String),
    Member(Box<Expression>, Box<Expression>),
    Text(String),
    Number(f64),
    Bool(bool),
    Call(String, Vec<Expression>),
    Binary(String, Box<Expression>, Box<Expression>),
    List(Vec<Expression>),
}

type Parsed<T> = Result<T, String>;

struct Parser {
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
    now: OffsetDateTime,
}

/// The table and the stages.
pub(super) fn query(tokens: Vec<Token>, now: OffsetDateTime) -> Parsed<(String, Vec<Stage>)> {
    let mut parser = Parser { tokens: tokens.into_iter().peekable(), now };
    let table = parser.name()?;
    let mut stages = Vec::new();
    while parser.tokens.peek().is_some() {
        parser.expect("|")?;
        stages.push(parser.stage()?);
    }
    Ok((table, stages))
}

impl Parser {
    fn stage(&mut self) -> Parsed<Stage> {
        let word = self.name()?.to_ascii_lowercase();
        Ok(match word.as_str() {
            "where" => Stage::Where(self.expression()?),
            "project" if self.take("-") => {
                let kind = self.name()?;
                if kind != "away" {
                    return Err(format!("The operator 'project-{kind}' is not supported."));
                }
                Stage::Without(self.columns()?.into_iter().map(|(name, _)| name).collect())
            }
            "project" => Stage::Project(self.columns()?),
            "extend" => Stage::Extend(self.columns()?),
            "order" | "sort" => {
                self.keyword("by")?;
                Stage::Order(self.order()?)
            }
            "limit" | "take" => Stage::Limit(self.count()?),
            "top" => return Err("The operator 'top' is not supported.".to_owned()),
            "count" => Stage::Count,
            "distinct" => Stage::Distinct(self.columns()?),
            "summarize" => {
                let aggregates = self.columns()?;
                let by = if self.take_keyword("by") { self.columns()? } else { Vec::new() };
                Stage::Summarize { aggregates, by }
            }
            other => return Err(format!("The operator '{other}' is not supported.")),
        })
    }

    fn columns(&mut self) -> Parsed<Vec<(String, Expression)>> {
        let mut columns = Vec::new();
        loop {
            let expression = self.expression()?;
            let column = match (&expression, self.take("=")) {
                (Expression::Column(name), true) => (name.clone(), self.expression()?),
                (_, true) => return Err("A column's name is expected before '='.".to_owned()),
                (_, false) => (title(&expression), expression),
            };
            columns.push(column);
            if !self.take(",") {
                return Ok(columns);
            }
        }
    }

    fn order(&mut self) -> Parsed<Vec<(Expression, bool)>> {
        let mut keys = Vec::new();
        loop {
            let expression = self.expression()?;
            // Kusto descends unless it is told otherwise.
            let ascending = self.take_keyword("asc");
            if !ascending {
                self.take_keyword("desc");
            }
            if self.take_keyword("nulls") && !self.take_keyword("first") {
                self.keyword("last")?;
            }
            keys.push((expression, !ascending));
            if !self.take(",") {
                return Ok(keys);
            }
        }
    }

    fn expression(&mut self) -> Parsed<Expression> {
        let mut left = self.conjunction()?;
        while self.take_keyword("or") {
            left = binary("or", left, self.conjunction()?);
        }
        Ok(left)
    }

    fn conjunction(&mut self) -> Parsed<Expression> {
        let mut left = self.comparison()?;
        while self.take_keyword("and") {
            left = binary("and", left, self.comparison()?);
        }
        Ok(left)
    }

    fn comparison(&mut self) -> Parsed<Expression> {
        const WORDS: &[&str] = &["contains", "startswith", "endswith", "has", "in", "in~"];
        let left = self.sum()?;
        let operator = match self.tokens.peek() {
            Some(Token::Symbol(symbol))
                if ["=~", "!~", "==", "!=", "<=", ">=", "<", ">"].contains(symbol) =>
            {
                (*symbol).to_owned()
            }
            Some(Token::Name(name)) if WORDS.contains(&name.to_ascii_lowercase().as_str()) => {
                name.to_ascii_lowercase()
            }
            _ => return Ok(left),
        };
        self.tokens.next();
        let right = if operator.starts_with("in") {
            self.expect("(")?;
            Expression::List(self.arguments()?)
        } else {
            self.sum()?
        };
        Ok(binary(&operator, left, right))
    }

    fn sum(&mut self) -> Parsed<Expression> {
        let mut left = self.product()?;
        loop {
            let operator = if self.take("+") {
                "+"
            } else if self.take("-") {
                "-"
            } else {
                return Ok(left);
            };
            left = binary(operator, left, self.product()?);
        }
    }

    fn product(&mut self) -> Parsed<Expression> {
        let mut left = self.primary()?;
        loop {
            let operator = if self.take("*") {
                "*"
            } else if self.take("/") {
                "/"
            } else {
                return Ok(left);
            };
            left = binary(operator, left, self.primary()?);
        }
    }

    fn primary(&mut self) -> Parsed<Expression> {
        let mut expression = match self.tokens.next() {
            Some(Token::Text(text)) => Expression::Text(text),
            Some(Token::Number(number)) => Expression::Number(number),
            Some(Token::Name(name)) if name == "true" || name == "false" => Expression::Bool(name == "true"),
            Some(Token::Name(name)) if name == "ago" && self.take("(") => {
                let span = self.span()?;
                self.expect(")")?;
                Expression::Text(clock::ticks(self.now - span))
            }
            Some(Token::Name(name)) if self.take("(") => {
                Expression::Call(name.to_ascii_lowercase(), self.arguments()?)
            }
            Some(Token::Name(name)) => Expression::Column(name),
            Some(Token::Symbol("(")) => {
                let inner = self.expression()?;
                self.expect(")")?;
                inner
            }
            Some(other) => return Err(format!("Unexpected {other:?}.")),
            None => return Err("The query ends too early.".to_owned()),
        };
        loop {
            let member = if self.take(".") {
                Expression::Text(self.name()?)
            } else if self.take("[") {
                let inner = self.expression()?;
                self.expect("]")?;
                inner
            } else {
                return Ok(expression);
            };
            expression = Expression::Member(Box::new(expression), Box::new(member));
        }
    }

    /// What follows an opening parenthesis, up to the closing one.
    fn arguments(&mut self) -> Parsed<Vec<Expression>> {
        let mut arguments = Vec::new();
        if self.take(")") {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.expression()?);
            if self.take(")") {
                return Ok(arguments);
            }
            self.expect(",")?;
        }
    }

    fn name(&mut self) -> Parsed<String> {
        match self.tokens.next() {
            Some(Token::Name(name)) => Ok(name),
            Some(other) => Err(format!("A name is expected instead of {other:?}.")),
            None => Err("The query ends too early.".to_owned()),
        }
    }

    // Counts of rows, far below what a float cannot hold.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn count(&mut self) -> Parsed<usize> {
        match self.tokens.next() {
            Some(Token::Number(number)) => Ok(number as usize),
            _ => Err("A number is expected.".to_owned()),
        }
    }

    /// `7d`
    fn span(&mut self) -> Parsed<Duration> {
        let number = self.count()?;
        let seconds = match self.name()?.as_str() {
            "d" => 86_400,
            "h" => 3600,
            "m" => 60,
            "s" => 1,
            other => return Err(format!("'{other}' is no unit of time.")),
        };
        Ok(Duration::seconds(i64::try_from(number).unwrap_or_default() * seconds))
    }

    fn take(&mut self, symbol: &'static str) -> bool {
        self.tokens.next_if_eq(&Token::Symbol(symbol)).is_some()
    }

    fn expect(&mut self, symbol: &'static str) -> Parsed<()> {
        if self.take(symbol) { Ok(()) } else { Err(format!("'{symbol}' is expected.")) }
    }

    fn take_keyword(&mut self, word: &str) -> bool {
        let is_word = |token: &Token| matches!(token, Token::Name(name) if name.eq_ignore_ascii_case(word));
        self.tokens.next_if(is_word).is_some()
    }

    fn keyword(&mut self, word: &str) -> Parsed<()> {
        if self.take_keyword(word) { Ok(()) } else { Err(format!("'{word}' is expected.")) }
    }
}

fn binary(operator: &str, left: Expression, right: Expression) -> Expression {
    Expression::Binary(operator.to_owned(), Box::new(left), Box::new(right))
}

/// The name of a column that was not given one.
fn title(expression: &Expression) -> String {
    match expression {
        Expression::Column(name) => name.clone(),
        Expression::Member(whole, part) => match part.as_ref() {
            Expression::Text(text) => format!("{}_{text}", title(whole)),
            _ => title(whole),
        },
        Expression::Call(name, arguments) => match arguments.first() {
            Some(argument) if name.starts_with("to") => title(argument),
            Some(argument) => format!("{name}_{}", title(argument)),
            None => format!("{name}_"),
        },
        _ => "Column1".to_owned(),
    }
}
