//! What the sensitive information types of data loss prevention are called.

use std::pin::Pin;

use http::{HeaderValue, Method, header};
use serde::{Deserialize, Serialize};
use tenantscope_core::{Error, ErrorKind, Item, Operation, Result};

use crate::{
    ActivityClient,
    error::{QUOTA, READ},
};

static LIST: Operation =
    Operation::new("list names of sensitive information types").permissions(READ).limit(QUOTA);

/// A sensitive information type that records of data loss prevention name by its id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SensitiveType {
    /// Its id, a GUID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What it is called in the language that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl ActivityClient {
    /// What the sensitive information types are called that records of data loss prevention name by their ids.
    ///
    /// Permission: `ActivityFeed.Read`. Source: the page "Office 365 Management Activity API reference", section
    /// "Retrieve resource friendly names".
    ///
    /// # Errors
    ///
    /// [`ErrorKind::BadRequest`] if the service can't read the language.
    pub fn sensitive_types(&self) -> ListSensitiveTypes {
        ListSensitiveTypes { client: self.clone(), language: None }
    }
}

/// Names of sensitive information types, to be awaited.
#[must_use = "nothing is asked before it is awaited"]
#[derive(Clone, Debug)]
pub struct ListSensitiveTypes {
    client: ActivityClient,
    language: Option<String>,
}

impl ListSensitiveTypes {
    /// The one language to have them in, such as `de-DE`. Default: `en-US`.
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.language = Some(language.into());
        self
    }

    async fn send(self) -> Result<Vec<Item<SensitiveType>>> {
        let mut request =
            self.client.request(&LIST, Method::GET, &["resources", "dlpSensitiveTypes"]).await?;
        if let Some(language) = &self.language {
            let value = HeaderValue::from_str(language).map_err(|_| {
                Error::builder(ErrorKind::InvalidInput)
                    .operation(LIST.name())
                    .detail("the language can't stand in a header: expected a tag such as de-DE")
                    .build()
            })?;
            request = request.header(header::ACCEPT_LANGUAGE, value);
        }
        let answer = self.client.service().send(request).await?;
        self.client.learn_time(answer.head());
        let entries = answer.listing::<SensitiveType>(None)?.into_entries();
        // The documented sample ends with an empty object.
        entries.into_iter().filter(|entry| entry.as_ref().map_or(true, |named| named.id.is_some())).collect()
    }
}

impl IntoFuture for ListSensitiveTypes {
    type Output = Result<Vec<Item<SensitiveType>>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
