//! Changes to alerts, incidents and health issues.

use std::{fmt, future::IntoFuture, marker::PhantomData};

use futures_util::future::BoxFuture;
use http::Method;
use serde::Serialize;
use tenantscope_core::{Item, Operation, Result};

use super::{
    Alert, AlertClassification, AlertComment, AlertDetermination, AlertStatus, Alerts, HealthIssue,
    HealthIssueStatus, HealthIssues, Incident, IncidentStatus, Incidents, SECURITY_LIMIT,
};
use crate::{
    GraphClient, Id,
    query::{Collection, Resource},
};

// Setting the same values twice is setting them once.
static UPDATE_ALERT: Operation = Operation::new("update alert")
    .permissions(&["SecurityAlert.ReadWrite.All"])
    .limit(SECURITY_LIMIT)
    .repeatable();
static UPDATE_INCIDENT: Operation = Operation::new("update incident")
    .permissions(&["SecurityIncident.ReadWrite.All"])
    .limit(SECURITY_LIMIT)
    .repeatable();
static UPDATE_HEALTH_ISSUE: Operation = Operation::new("update health issue")
    .permissions(&["SecurityIdentitiesHealth.ReadWrite.All"])
    .repeatable();
static COMMENT_ON_ALERT: Operation =
    Operation::new("comment on alert").permissions(&["SecurityAlert.ReadWrite.All"]).limit(SECURITY_LIMIT);
static COMMENT_ON_INCIDENT: Operation = Operation::new("comment on incident")
    .permissions(&["SecurityIncident.ReadWrite.All"])
    .limit(SECURITY_LIMIT);

/// A change to an object of a resource. Say what to set, then `.await` it: it answers with the changed object.
///
/// # Errors
///
/// [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) without the permission to write;
/// [`NotFound`](tenantscope_core::ErrorKind::NotFound) for an unknown id.
#[must_use = "nothing is sent until this is awaited"]
pub struct Update<R: Resource> {
    client: GraphClient,
    operation: &'static Operation,
    path: Vec<String>,
    change: Change,
    of: PhantomData<fn() -> R>,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    classification: Option<AlertClassification>,
    #[serde(skip_serializing_if = "Option::is_none")]
    determination: Option<AlertDetermination>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assigned_to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_tags: Option<Vec<String>>,
}

impl<R: Resource> Update<R> {
    fn new(collection: &Collection<R>, id: &str, operation: &'static Operation) -> Self {
        Self {
            client: collection.client().clone(),
            operation,
            path: collection.path(&[id]).into_iter().map(ToOwned::to_owned).collect(),
            change: Change::default(),
            of: PhantomData,
        }
    }
}

/// Alerts and incidents, which are judged in the same words.
pub trait Judged: Resource {
    /// The words for where one stands.
    type Status: fmt::Display;
}

impl Judged for Alerts {
    type Status = AlertStatus;
}

impl Judged for Incidents {
    type Status = IncidentStatus;
}

impl<R: Judged> Update<R> {
    /// Where it stands.
    #[allow(clippy::needless_pass_by_value)] // as every other setter
    pub fn status(mut self, status: R::Status) -> Self {
        self.change.status = Some(status.to_string());
        self
    }

    /// What it turned out to be.
    pub fn classification(mut self, classification: AlertClassification) -> Self {
        self.change.classification = Some(classification);
        self
    }

    /// What kind of threat it turned out to be.
    pub fn determination(mut self, determination: AlertDetermination) -> Self {
        self.change.determination = Some(determination);
        self
    }

    /// Who works on it: a user principal name.
    pub fn assigned_to(mut self, person: impl Into<String>) -> Self {
        self.change.assigned_to = Some(person.into());
        self
    }
}

impl Update<Incidents> {
    /// The tags that people give, in place of those that are there.
    pub fn custom_tags<T: Into<String>>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        self.change.custom_tags = Some(tags.into_iter().map(Into::into).collect());
        self
    }
}

impl Update<HealthIssues> {
    /// Where it stands.
    #[allow(clippy::needless_pass_by_value)] // as every other setter
    pub fn status(mut self, status: HealthIssueStatus) -> Self {
        self.change.status = Some(status.to_string());
        self
    }
}

impl<R: Resource> IntoFuture for Update<R>
where
    R::Item: 'static,
{
    type Output = Result<Item<R::Item>>;
    type IntoFuture = BoxFuture<'static, Result<Item<R::Item>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
            let request = self.client.request(self.operation, Method::PATCH, &path)?.json(&self.change)?;
            self.client.service().send(request).await?.item()
        })
    }
}

impl<R: Resource> fmt::Debug for Update<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Update").field("operation", &self.operation.name()).finish_non_exhaustive()
    }
}

impl Collection<Alerts> {
    /// Starts to change an alert.
    ///
    /// * Permission: `SecurityAlert.ReadWrite.All`
    /// * Source: "Update alert", <https://learn.microsoft.com/graph/api/security-alert-update>
    pub fn update(&self, id: impl Into<Id<Alert>>) -> Update<Alerts> {
        Update::new(self, id.into().as_str(), &UPDATE_ALERT)
    }

    /// Notes something on an alert, and returns all notes.
    ///
    /// * Permission: `SecurityAlert.ReadWrite.All`
    /// * Source: "Create comment for alert", <https://learn.microsoft.com/graph/api/security-alert-post-comments>
    ///
    /// # Errors
    ///
    /// [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) without that permission.
    pub async fn comment(&self, id: impl Into<Id<Alert>>, text: &str) -> Result<Vec<AlertComment>> {
        comment(self, id.into().as_str(), text, &COMMENT_ON_ALERT).await
    }
}

impl Collection<Incidents> {
    /// Starts to change an incident.
    ///
    /// * Permission: `SecurityIncident.ReadWrite.All`
    /// * Source: "Update incident", <https://learn.microsoft.com/graph/api/security-incident-update>
    pub fn update(&self, id: impl Into<Id<Incident>>) -> Update<Incidents> {
        Update::new(self, id.into().as_str(), &UPDATE_INCIDENT)
    }

    /// Notes something on an incident, and returns all notes.
    ///
    /// * Permission: `SecurityIncident.ReadWrite.All`
    /// * Source: "Create comment for incident",
    ///   <https://learn.microsoft.com/graph/api/security-incident-post-comments>
    ///
    /// # Errors
    ///
    /// [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) without that permission.
    pub async fn comment(&self, id: impl Into<Id<Incident>>, text: &str) -> Result<Vec<AlertComment>> {
        comment(self, id.into().as_str(), text, &COMMENT_ON_INCIDENT).await
    }
}

impl Collection<HealthIssues> {
    /// Starts to change a health issue.
    ///
    /// * Permission: `SecurityIdentitiesHealth.ReadWrite.All`
    /// * Source: "Update healthIssue", <https://learn.microsoft.com/graph/api/security-healthissue-update>
    pub fn update(&self, id: impl Into<Id<HealthIssue>>) -> Update<HealthIssues> {
        Update::new(self, id.into().as_str(), &UPDATE_HEALTH_ISSUE)
    }
}

async fn comment<R: Resource>(
    collection: &Collection<R>,
    id: &str,
    text: &str,
    operation: &'static Operation,
) -> Result<Vec<AlertComment>> {
    #[derive(Serialize)]
    struct Comment<'a> {
        #[serde(rename = "@odata.type")]
        kind: &'static str,
        comment: &'a str,
    }
    let body = Comment { kind: "microsoft.graph.security.alertComment", comment: text };
    let client = collection.client();
    let request =
        client.request(operation, Method::POST, &collection.path(&[id, "comments"]))?.json(&body)?;
    let listing = client.service().send(request).await?.listing::<AlertComment>(Some("value"))?;
    listing.into_entries().into_iter().map(|entry| entry.map(Item::into_value)).collect()
}
