//! A value or its failure, as the reports of the examples show them.

use serde::Serialize;
use tenantscope::Error;

use crate::explain;

/// A value, or why there is none.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome<T> {
    /// The value.
    Ok(T),
    /// Why there is none.
    Failed(Failure),
}

impl<T> Outcome<T> {
    /// The value, if there is one.
    pub fn ok(&self) -> Option<&T> {
        match self {
            Self::Ok(value) => Some(value),
            Self::Failed(_) => None,
        }
    }
}

impl<T> From<Result<T, Error>> for Outcome<T> {
    fn from(result: Result<T, Error>) -> Self {
        match result {
            Ok(value) => Self::Ok(value),
            Err(error) => Self::Failed(error.into()),
        }
    }
}

/// What failed, and what to do about it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// What kind of failure: what a program decides by.
    pub kind: String,
    /// The service's own word for it.
    pub code: Option<String>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// What failed, in one line.
    pub message: String,
    /// What to do about it.
    pub advice: String,
    /// What Microsoft's support asks for.
    pub request_id: Option<String>,
    /// All of it for people.
    #[serde(skip)]
    pub text: String,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            kind: format!("{:?}", error.kind()),
            code: error.code().map(str::to_owned),
            status: error.status(),
            message: error.to_string(),
            advice: error.advice().to_owned(),
            request_id: error.request_id().map(str::to_owned),
            text: explain(&error),
        }
    }
}
