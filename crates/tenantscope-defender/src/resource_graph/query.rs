//! Queries, before they are asked.

use std::{marker::PhantomData, time::Duration};

use serde::de::DeserializeOwned;
use tenantscope_core::{Continuation, Operation, RateLimit, ServiceClient, SubscriptionId};

use super::{
    AssessmentRow, AuthorizationScopeFilter, ControlRow, FacetRequest, QueryItems, QueryPages, Quota,
    ScoreRow,
    wire::{QueryRequest, QueryRequestOptions, ResultFormat},
};
use crate::AssessmentKey;

/// How many subscriptions one query names. The service's guidance is to stay below 300.
const SUBSCRIPTIONS_PER_QUERY: usize = 250;

/// How many rows an answer has at most.
const ROWS_PER_PAGE: i64 = 1000;

/// Azure Resource Graph: hundreds of subscriptions in one call.
///
/// A query that names no scope searches every subscription that the token can see in its tenant. One that
/// names many subscriptions becomes several queries, one after the other. Every page is a query of its own
/// against a small quota (15 in 5 seconds, as documented), which the answers tell and this client keeps to. Where
/// Microsoft has granted more, replace the pipeline's limit that is called `Resource Graph queries`.
///
/// Role: Security Reader or Reader on what is to be found; rows that the app may not see are left out
/// without a word.
#[derive(Clone, Debug)]
pub struct ResourceGraph {
    client: ServiceClient,
    quota: Quota,
}

impl ResourceGraph {
    pub(crate) fn new(client: ServiceClient, quota: Quota) -> Self {
        Self { client, quota }
    }

    /// The secure scores: one row for each subscription and cloud.
    ///
    /// A subscription without a row isn't onboarded, or the app may not see it.
    ///
    /// # Errors
    ///
    /// [`UnexpectedResponse`](tenantscope_core::ErrorKind::UnexpectedResponse) if the service cut the result
    /// off; [`Throttled`](tenantscope_core::ErrorKind::Throttled) if the quota stays used up.
    ///
    /// Source: <https://learn.microsoft.com/rest/api/azureresourcegraph/resourcegraph/resources/resources>
    pub fn secure_scores(&self) -> Query<ScoreRow> {
        self.query(SCORES)
    }

    /// The controls of the secure scores, about sixteen for each subscription and cloud.
    ///
    /// # Errors
    ///
    /// As [`secure_scores`](Self::secure_scores).
    ///
    /// Source: <https://learn.microsoft.com/rest/api/azureresourcegraph/resourcegraph/resources/resources>
    pub fn secure_score_controls(&self) -> Query<ControlRow> {
        self.query(CONTROLS)
    }

    /// The assessments: one row for each resource and recommendation.
    ///
    /// # Errors
    ///
    /// As [`secure_scores`](Self::secure_scores).
    ///
    /// Source: <https://learn.microsoft.com/rest/api/azureresourcegraph/resourcegraph/resources/resources>
    pub fn assessments(&self) -> Query<AssessmentRow> {
        let query = self.query(ASSESSMENTS_FROM);
        Query { projection: ASSESSMENTS_PROJECTION, ..query }
    }

    /// Any query in the Kusto query language, with rows of any type.
    ///
    /// Only a result with a column `id`, ordered by it, can be had in pages. One that sums up comes in one
    /// page, cut off if it is too large: then the page is followed by an error.
    ///
    /// # Errors
    ///
    /// [`BadRequest`](tenantscope_core::ErrorKind::BadRequest) if the query can't be read, with the reasons
    /// as the fact `details`; otherwise as [`secure_scores`](Self::secure_scores).
    ///
    /// Source: <https://learn.microsoft.com/rest/api/azureresourcegraph/resourcegraph/resources/resources>
    pub fn query<T: DeserializeOwned>(&self, text: impl Into<String>) -> Query<T> {
        let options = QueryRequestOptions {
            top: Some(ROWS_PER_PAGE),
            // the documents don't agree on which of the two forms comes unasked
            result_format: Some(ResultFormat::ObjectArray),
            ..QueryRequestOptions::default()
        };
        Query {
            client: self.client.clone(),
            quota: self.quota.clone(),
            request: QueryRequest { query: text.into(), options: Some(options), ..QueryRequest::default() },
            projection: "",
            resume: None,
            rows: PhantomData,
        }
    }
}

/// A query that can be asked. Nothing is sent before its pages or items are polled.
#[must_use = "nothing is sent before `items` or `pages` is polled"]
#[derive(Clone, Debug)]
pub struct Query<T> {
    client: ServiceClient,
    quota: Quota,
    request: QueryRequest,
    /// What follows behind the filters.
    projection: &'static str,
    resume: Option<Continuation>,
    rows: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned + Send + 'static> Query<T> {
    /// Searches these subscriptions only.
    pub fn subscriptions(mut self, ids: impl IntoIterator<Item = SubscriptionId>) -> Self {
        self.request.subscriptions.extend(ids);
        self
    }

    /// Searches what lies below these management groups only. They are named by the last part of their ids.
    pub fn management_groups<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.request.management_groups.extend(names.into_iter().map(Into::into));
        self
    }

    /// How many rows a page has: 1 to 1000. Default: 1000.
    pub fn page_size(self, rows: u16) -> Self {
        self.with_options(|options| options.top = Some(i64::from(rows).clamp(1, ROWS_PER_PAGE)))
    }

    /// Answers also where some of the scopes can't be searched.
    pub fn allow_partial_scopes(self) -> Self {
        self.with_options(|options| options.allow_partial_scopes = Some(true))
    }

    /// Which role assignments and policies to search, relative to the scope.
    pub fn authorization_scope_filter(self, filter: AuthorizationScopeFilter) -> Self {
        self.with_options(|options| options.authorization_scope_filter = Some(filter))
    }

    /// Counts something besides the rows: see [`QueryPage::facets`](super::QueryPage::facets).
    pub fn facet(mut self, facet: FacetRequest) -> Self {
        self.request.facets.push(facet);
        self
    }

    /// Goes on where another run of the same query stopped.
    pub fn resume(mut self, continuation: Continuation) -> Self {
        self.resume = Some(continuation);
        self
    }

    /// Page after page, with what could not be read beside what could.
    pub fn pages(self) -> QueryPages<T> {
        let mut request = self.request;
        request.query.push_str(self.projection);
        let all = std::mem::take(&mut request.subscriptions);
        let batches = if all.is_empty() {
            vec![request]
        } else {
            let batches = all.chunks(SUBSCRIPTIONS_PER_QUERY);
            batches.map(|ids| QueryRequest { subscriptions: ids.to_vec(), ..request.clone() }).collect()
        };
        QueryPages::new(self.client, self.quota, batches, self.resume)
    }

    /// Row after row.
    pub fn items(self) -> QueryItems<T> {
        self.pages().items()
    }

    fn with_options(mut self, change: impl FnOnce(&mut QueryRequestOptions)) -> Self {
        change(self.request.options.get_or_insert_default());
        self
    }
}

impl Query<AssessmentRow> {
    /// Only what there is to mend.
    pub fn unhealthy_only(mut self) -> Self {
        self.request.query.push_str("\n| where tostring(properties.status.code) =~ 'Unhealthy'");
        self
    }

    /// Only the assessments for one recommendation.
    pub fn recommendation(mut self, key: &AssessmentKey) -> Self {
        self.request.query.push_str("\n| where name =~ ");
        self.request.query.push_str(&quoted(key.as_str()));
        self
    }
}

/// A text as a literal of the Kusto query language.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// The call that all of these make. It reads, although by POST.
pub(super) static QUERY: Operation = Operation::new("query Resource Graph")
    .permissions(crate::error::READERS)
    .limit(RateLimit::new("Resource Graph queries").requests(15, Duration::from_secs(5)))
    .repeatable();

const SCORES: &str = "securityresources
| where type =~ 'microsoft.security/securescores' and name =~ 'ascScore'
| project id, tenantId, subscriptionId, environment = tostring(properties.environment), \
displayName = tostring(properties.displayName), current = todouble(properties.score.current), \
max = todouble(properties.score.max), percentage = todouble(properties.score.percentage), \
weight = tolong(properties.weight)
| order by id asc";

const CONTROLS: &str = "securityresources
| where type =~ 'microsoft.security/securescores/securescorecontrols'
| project id, tenantId, subscriptionId, name, displayName = tostring(properties.displayName), \
environment = tostring(properties.environment), current = todouble(properties.score.current), \
max = todouble(properties.score.max), percentage = todouble(properties.score.percentage), \
weight = tolong(properties.weight), healthy = toint(properties.healthyResourceCount), \
unhealthy = toint(properties.unhealthyResourceCount), \
notApplicable = toint(properties.notApplicableResourceCount), \
sourceType = tostring(properties.definition.properties.source.sourceType)
| order by id asc";

const ASSESSMENTS_FROM: &str = "securityresources
| where type =~ 'microsoft.security/assessments'";

const ASSESSMENTS_PROJECTION: &str = "
| project id, tenantId, subscriptionId, name, displayName = tostring(properties.displayName), \
status = tostring(properties.status.code), cause = tostring(properties.status.cause), \
statusChangeDate = tostring(properties.status.statusChangeDate), \
severity = tostring(properties.metadata.severity), source = tostring(properties.resourceDetails.Source), \
resourceId = tostring(properties.resourceDetails.Id), portalLink = tostring(properties.links.azurePortal)
| order by id asc";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literal_cant_be_left() {
        assert_eq!(quoted(r"a'b\c"), r"'a\'b\\c'");
    }
}
