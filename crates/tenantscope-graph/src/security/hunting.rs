//! Advanced hunting: queries over the last 30 days, in Kusto.

use std::{fmt, future::IntoFuture, time::Duration};

use futures_util::future::BoxFuture;
use http::Method;
use serde::Serialize;
use tenantscope_core::{Item, Operation, RateLimit, Result, Timestamp};

use super::HuntingResults;
use crate::GraphClient;

/// What the service takes of one tenant: 45 queries a minute, besides a share of its processors.
pub const HUNTING_LIMIT: RateLimit = RateLimit::new("graph hunting").requests(45, Duration::from_secs(60));

static RUN: Operation = Operation::new("run hunting query")
    .permissions(&["ThreatHunting.Read.All"])
    .limit(HUNTING_LIMIT)
    // A query changes nothing.
    .repeatable();

impl GraphClient {
    /// Starts an advanced hunting query. Await what this returns.
    ///
    /// ```no_run
    /// # async fn example(graph: tenantscope_graph::GraphClient) -> tenantscope_core::Result<()> {
    /// use std::time::Duration;
    ///
    /// let found = graph
    ///     .hunt("DeviceProcessEvents | project Timestamp, DeviceName, FileName | limit 100")
    ///     .last(Duration::from_secs(7 * 86_400))
    ///     .await?;
    /// for row in found.rows() {
    ///     println!("{}", row["DeviceName"]);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// * Permission: `ThreatHunting.Read.All`
    /// * Limits: 30 days of data, 100,000 rows, 45 queries and a share of the processors a minute, 3 minutes a
    ///   query. There are no pages: cut a large result by time or by key in the query.
    /// * Clouds: public, US Government
    /// * Source: "runHuntingQuery", <https://learn.microsoft.com/graph/api/security-security-runhuntingquery>
    pub fn hunt(&self, query: impl Into<String>) -> HuntingQuery {
        HuntingQuery { client: self.clone(), body: Body { query: query.into(), timespan: None } }
    }
}

/// An advanced hunting query. Of its time span and its own filter on time, the narrower counts.
///
/// # Errors
///
/// [`BadRequest`](tenantscope_core::ErrorKind::BadRequest) for a query that can't be read;
/// [`Throttled`](tenantscope_core::ErrorKind::Throttled) for a quota that is used up, named in the message.
#[must_use = "nothing is sent until this is awaited"]
pub struct HuntingQuery {
    client: GraphClient,
    body: Body,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Body {
    query: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    timespan: Option<String>,
}

impl HuntingQuery {
    /// Only the time up to now that is so long. Default: 30 days, which is all there is.
    pub fn last(mut self, span: Duration) -> Self {
        self.body.timespan = Some(format!("PT{}S", span.as_secs()));
        self
    }

    /// Only the time between two instants.
    pub fn between(mut self, start: Timestamp, end: Timestamp) -> Self {
        self.body.timespan = Some(format!("{start}/{end}"));
        self
    }

    /// Only the time since an instant.
    pub fn since(mut self, start: Timestamp) -> Self {
        self.body.timespan = Some(start.to_string());
        self
    }

    /// A time span in the service's own words, which are ISO 8601's: `P3D`, `2026-11-01/P3D`.
    pub fn timespan(mut self, text: impl Into<String>) -> Self {
        self.body.timespan = Some(text.into());
        self
    }
}

impl IntoFuture for HuntingQuery {
    type Output = Result<Item<HuntingResults>>;
    type IntoFuture = BoxFuture<'static, Result<Item<HuntingResults>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let request = self
                .client
                .request(&RUN, Method::POST, &["security", "runHuntingQuery"])?
                .json(&self.body)?
                .header(http::header::CONTENT_TYPE, UTF_8);
            self.client.service().send(request).await?.item()
        })
    }
}

/// Without it the service reads texts beyond ANSI wrongly.
const UTF_8: http::HeaderValue = http::HeaderValue::from_static("application/json; charset=utf-8");

/// The query may hold what must not be seen.
impl fmt::Debug for HuntingQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HuntingQuery").finish_non_exhaustive()
    }
}
