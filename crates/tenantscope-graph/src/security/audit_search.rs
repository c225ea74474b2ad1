//! Searching the unified audit log: create a search, wait for its end, page its records.

use std::{fmt, future::IntoFuture, time::Duration};

use futures_util::future::BoxFuture;
use http::Method;
use serde::Serialize;
use tenantscope_core::{Error, ErrorKind, Item, Operation, Result, Timestamp};

use super::{
    AuditLogQueries, AuditLogQuery, AuditLogQueryStatus, AuditLogRecordType, AuditLogRecords,
    resources::AUDIT_LOG,
};
use crate::{GraphClient, Id, error::CREATE_AUDIT_LOG_QUERY, query::Collection};

static CREATE: Operation = Operation::new(CREATE_AUDIT_LOG_QUERY).permissions(&AUDIT_LOG);

/// How long apart a search is looked at: first, and at most.
const POLL: (Duration, Duration) = (Duration::from_secs(5), Duration::from_secs(60));

impl Collection<AuditLogQueries> {
    /// Starts to describe a search over this time. Await what this returns.
    ///
    /// ```no_run
    /// # async fn example(graph: tenantscope_graph::GraphClient) -> Result<(), Box<dyn std::error::Error>> {
    /// use std::time::Duration;
    ///
    /// let searches = graph.audit_log_queries();
    /// let search = searches
    ///     .create("2026-11-01T00:00:00Z".parse()?, "2026-11-02T00:00:00Z".parse()?)
    ///     .operation("FileDeleted")
    ///     .await?;
    /// searches.wait(&search.id, Duration::from_secs(3600)).await?;
    /// let mut records = searches.records(&search.id).list().top(999).items();
    /// while let Some(record) = records.try_next().await? {
    ///     println!("{:?} {:?}", record.created_date_time, record.operation);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// * Permission: as [`AuditLogQueries`]
    /// * Limit: about ten searches at once in a tenant. A further one fails with
    ///   [`Throttled`](ErrorKind::Throttled), and no short wait cures it.
    /// * Source: "Create auditLogQuery",
    ///   <https://learn.microsoft.com/graph/api/security-auditcoreroot-post-auditlogqueries>
    pub fn create(&self, start: Timestamp, end: Timestamp) -> CreateAuditLogQuery {
        CreateAuditLogQuery {
            client: self.client().clone(),
            body: Body { filter_start_date_time: start, filter_end_date_time: end, ..Body::default() },
        }
    }

    /// Waits for the end of a search, looking after it ever less often, up to once a minute.
    ///
    /// # Errors
    ///
    /// [`DeadlineExceeded`](ErrorKind::DeadlineExceeded) if it takes longer than `patience`; the search goes on
    /// and can be waited for again. [`Unavailable`](ErrorKind::Unavailable) if it failed,
    /// [`Conflict`](ErrorKind::Conflict) if somebody cancelled it.
    pub async fn wait(
        &self,
        id: impl Into<Id<AuditLogQuery>>,
        patience: Duration,
    ) -> Result<Item<AuditLogQuery>> {
        let id = id.into();
        let clock = self.client().service().pipeline().clock().clone();
        let began = clock.elapsed();
        let mut pause = POLL.0;
        loop {
            let search = self.get(&id).await?;
            let (kind, detail) = match search.status {
                Some(AuditLogQueryStatus::Succeeded) => return Ok(search),
                Some(AuditLogQueryStatus::Failed) => (ErrorKind::Unavailable, "the search has failed"),
                Some(AuditLogQueryStatus::Cancelled) => (ErrorKind::Conflict, "the search was cancelled"),
                _ if clock.elapsed().saturating_sub(began) + pause > patience => {
                    (ErrorKind::DeadlineExceeded, "the search hasn't ended yet")
                }
                _ => {
                    clock.sleep(pause).await;
                    pause = (pause * 2).min(POLL.1);
                    continue;
                }
            };
            let mut error = Error::builder(kind).operation("wait for audit log query").detail(detail);
            if let Some(tenant) = self.client().tenant() {
                error = error.tenant(tenant.clone());
            }
            return Err(error.build());
        }
    }

    /// The records that a search found. Read them when it has ended.
    pub fn records(&self, id: impl Into<Id<AuditLogQuery>>) -> Collection<AuditLogRecords> {
        self.related(id, "records")
    }
}

/// A search that is to be created. Of each kind of filter one value has to fit, and every kind has to.
#[must_use = "nothing is sent until this is awaited"]
pub struct CreateAuditLogQuery {
    client: GraphClient,
    body: Body,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    #[serde(rename = "@odata.type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<String>,
    filter_start_date_time: Timestamp,
    filter_end_date_time: Timestamp,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    record_type_filters: Vec<AuditLogRecordType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keyword_filter: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    service_filters: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    operation_filters: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    user_principal_name_filters: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ip_address_filters: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    object_id_filters: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    administrative_unit_id_filters: Vec<String>,
}

impl Default for Body {
    fn default() -> Self {
        Self {
            kind: "#microsoft.graph.security.auditLogQuery",
            display_name: None,
            filter_start_date_time: Timestamp::UNIX_EPOCH,
            filter_end_date_time: Timestamp::UNIX_EPOCH,
            record_type_filters: Vec::new(),
            keyword_filter: None,
            service_filters: Vec::new(),
            operation_filters: Vec::new(),
            user_principal_name_filters: Vec::new(),
            ip_address_filters: Vec::new(),
            object_id_filters: Vec::new(),
            administrative_unit_id_filters: Vec::new(),
        }
    }
}

impl CreateAuditLogQuery {
    /// A name for people.
    pub fn display_name(mut self, name: impl Into<String>) -> Self {
        self.body.display_name = Some(name.into());
        self
    }

    /// Records of this kind; may be said more than once.
    pub fn record_type(mut self, kind: AuditLogRecordType) -> Self {
        self.body.record_type_filters.push(kind);
        self
    }

    /// Records that hold this word.
    pub fn keyword(mut self, word: impl Into<String>) -> Self {
        self.body.keyword_filter = Some(word.into());
        self
    }

    /// Records of this service (`Exchange`); may be said more than once.
    pub fn service(mut self, name: impl Into<String>) -> Self {
        self.body.service_filters.push(name.into());
        self
    }

    /// Records of this operation; may be said more than once.
    pub fn operation(mut self, name: impl Into<String>) -> Self {
        self.body.operation_filters.push(name.into());
        self
    }

    /// What this user did; may be said more than once.
    pub fn user(mut self, user_principal_name: impl Into<String>) -> Self {
        self.body.user_principal_name_filters.push(user_principal_name.into());
        self
    }

    /// What was done from this address; may be said more than once.
    pub fn ip_address(mut self, address: impl Into<String>) -> Self {
        self.body.ip_address_filters.push(address.into());
        self
    }

    /// What was done to this object; may be said more than once.
    pub fn object(mut self, id: impl Into<String>) -> Self {
        self.body.object_id_filters.push(id.into());
        self
    }

    /// What belongs to this administrative unit; may be said more than once.
    pub fn administrative_unit(mut self, id: impl Into<String>) -> Self {
        self.body.administrative_unit_id_filters.push(id.into());
        self
    }
}

impl IntoFuture for CreateAuditLogQuery {
    type Output = Result<Item<AuditLogQuery>>;
    type IntoFuture = BoxFuture<'static, Result<Item<AuditLogQuery>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            if self.body.filter_end_date_time <= self.body.filter_start_date_time {
                return Err(Error::builder(ErrorKind::InvalidInput)
                    .operation(CREATE.name())
                    .detail("the time to search ends before it begins")
                    .build());
            }
            let request = self
                .client
                .request(&CREATE, Method::POST, &["security", "auditLog", "queries"])?
                .json(&self.body)?;
            self.client.service().send(request).await?.item()
        })
    }
}

/// What is searched for may be personal data.
impl fmt::Debug for CreateAuditLogQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateAuditLogQuery").finish_non_exhaustive()
    }
}
