//! Receives what the service announces, in any web framework.

use std::collections::HashSet;

use http::HeaderMap;
use serde::Deserialize;
use tenantscope_core::{ClientId, Cloud, Error, ErrorKind, Item, Listing, Result, Secret, TenantId};
use url::Url;

use crate::Notification;

/// Receives what the service announces to a webhook: headers and body in, notifications out.
///
/// ```
/// use tenantscope_activity::{Received, WebhookReceiver};
/// use tenantscope_core::{Cloud, Secret};
///
/// let receiver = WebhookReceiver::new(&Cloud::Public, Secret::new("the authId that the webhook was registered with"));
/// # let (headers, body) = (http::HeaderMap::new(), b"[]");
/// // in a handler of any web framework:
/// let status = match receiver.receive(&headers, body) {
///     Ok(Received::Validation) => 200,
///     Ok(Received::Notifications(all)) => {
///         // hand them over and answer at once: the service doesn't wait
///         200
///     }
///     Err(error) => WebhookReceiver::refusal(&error),
///     # Ok(_) => 200,
/// };
/// # assert_eq!(status, 401);
/// ```
///
/// Answer with the status and an empty body. Announcements aren't signed, so they count only with the `authId`, which
/// is compared in a time that doesn't depend on it; a notification whose address or tenant isn't one of ours
/// is refused in its place. Use them to look sooner, not to find content: some never come, and
/// [`ActivityClient::content`](crate::ActivityClient) has everything.
///
/// Source: the page "Office 365 Management Activity API reference", section "Working with webhooks".
#[derive(Clone, Debug)]
pub struct WebhookReceiver {
    root: Url,
    auth_id: Secret,
    tenants: Option<HashSet<String>>,
    client_id: Option<ClientId>,
}

/// What was received.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Received {
    /// The service asks whether the webhook is there. It is answered by the status alone.
    Validation,
    /// Blobs became available. Those that can't be read or aren't ours are errors in their place.
    Notifications(Vec<Result<Item<Notification>>>),
}

/// More than any announcement has.
const MAX_BODY: usize = 4 << 20;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Validation {
    validation_code: String,
}

impl WebhookReceiver {
    /// Receives for a webhook that was registered with this `authId` in this cloud.
    pub fn new(cloud: &Cloud, auth_id: impl Into<Secret>) -> Self {
        Self { root: cloud.activity().url().clone(), auth_id: auth_id.into(), tenants: None, client_id: None }
    }

    /// Takes notifications of these tenants only, named by their GUIDs. Default: of any.
    pub fn tenants(mut self, tenants: impl IntoIterator<Item = TenantId>) -> Self {
        self.tenants = Some(tenants.into_iter().map(|tenant| tenant.as_str().to_owned()).collect());
        self
    }

    /// Takes notifications for this app's subscriptions only. Default: for any app's.
    pub fn client_id(mut self, client_id: ClientId) -> Self {
        self.client_id = Some(client_id);
        self
    }

    /// Reads a request.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unauthenticated`] if it doesn't carry the `authId`; [`ErrorKind::BadRequest`] if it is no
    /// announcement. [`refusal`](Self::refusal) says with which status to answer.
    pub fn receive(&self, headers: &HeaderMap, body: &[u8]) -> Result<Received> {
        let given = headers.get("webhook-authid").map_or(&b""[..], |value| value.as_bytes());
        if self.auth_id.is_empty() || !equal(given, self.auth_id.expose().as_bytes()) {
            return Err(refuse(ErrorKind::Unauthenticated, "the request doesn't carry the webhook's authId"));
        }
        if body.len() > MAX_BODY {
            return Err(refuse(ErrorKind::BadRequest, "the request is too large"));
        }
        if let Some(code) = headers.get("webhook-validationcode") {
            let said = serde_json::from_slice::<Validation>(body).map_err(|_| {
                refuse(ErrorKind::BadRequest, "the validation request has no code in its body")
            })?;
            if said.validation_code.as_bytes() != code.as_bytes() {
                return Err(refuse(ErrorKind::BadRequest, "the validation request's two codes differ"));
            }
            return Ok(Received::Validation);
        }
        let all = Listing::<Notification>::read_array(body.to_vec())
            .map_err(|_| refuse(ErrorKind::BadRequest, "the request is no list of notifications"))?;
        let checked = all.into_entries().into_iter().map(|entry| entry.and_then(|item| self.check(item)));
        Ok(Received::Notifications(checked.collect()))
    }

    /// The HTTP status to refuse a request with.
    pub fn refusal(error: &Error) -> u16 {
        if error.kind() == ErrorKind::Unauthenticated { 401 } else { 400 }
    }

    fn check(&self, item: Item<Notification>) -> Result<Item<Notification>> {
        let foreign =
            |what: &str| refuse(ErrorKind::ForeignOrigin, &format!("the notification is for another {what}"));
        let url = Url::parse(&item.content_uri).ok();
        if !url.is_some_and(|url| url.origin() == self.root.origin()) {
            return Err(foreign("host"));
        }
        let known = |wanted: &HashSet<String>, given: &str| wanted.contains(&given.to_ascii_lowercase());
        let tenant = item.tenant_id.as_deref().unwrap_or_default();
        if self.tenants.as_ref().is_some_and(|tenants| !known(tenants, tenant)) {
            return Err(foreign("tenant"));
        }
        let app = item.client_id.as_deref().unwrap_or_default();
        if self.client_id.as_ref().is_some_and(|wanted| !wanted.as_str().eq_ignore_ascii_case(app)) {
            return Err(foreign("app"));
        }
        Ok(item)
    }
}

fn refuse(kind: ErrorKind, detail: &str) -> Error {
    Error::builder(kind).operation("receive webhook").detail(detail).build()
}

/// Whether two texts are equal, in a time that depends on the given one's length only.
fn equal(given: &[u8], secret: &[u8]) -> bool {
    let differences =
        given.iter().enumerate().fold(given.len() ^ secret.len(), |differences, (place, byte)| {
            differences | usize::from(byte ^ secret[place % secret.len().max(1)])
        });
    std::hint::black_box(differences) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const TENANT: &str = "aaaaaaaa-0000-4000-8000-000000000001";

    fn receiver() -> WebhookReceiver {
        WebhookReceiver::new(&Cloud::Public, "secret").tenants([TENANT.parse().unwrap()])
    }

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    fn body(tenant: &str, host: &str) -> String {
        format!(
            r#"[{{"tenantId":"{tenant}","clientId":"c","contentType":"Audit.General","contentId":"a$b",
                "contentUri":"https://{host}/api/v1.0/{tenant}/activity/feed/audit/a$b",
                "contentCreated":"2026-11-22T01:00:00.000Z","contentExpiration":"2026-11-29T01:00:00.000Z"}}]"#
        )
    }

    fn notifications(body: &str) -> Vec<Result<Item<Notification>>> {
        match receiver().receive(&headers(&[("Webhook-AuthID", "secret")]), body.as_bytes()).unwrap() {
            Received::Notifications(all) => all,
            Received::Validation => panic!("no validation was asked for"),
        }
    }

    #[test]
    fn validation_is_recognized() {
        let validation = headers(&[("WebHook-AuthID", "secret"), ("webhook-validationcode", "1-2")]);
        let answer = receiver().receive(&validation, br#"{"validationCode":"1-2"}"#).unwrap();
        assert!(matches!(answer, Received::Validation));
        for body in [&br#"{"validationCode":"other"}"#[..], b"", b"[]"] {
            let error = receiver().receive(&validation, body).unwrap_err();
            assert_eq!((error.kind(), WebhookReceiver::refusal(&error)), (ErrorKind::BadRequest, 400));
        }
    }

    #[test]
    fn request_without_the_auth_id_is_refused() {
        for pairs in [
            &[][..],
            &[("webhook-authid", "secreT")],
            &[("webhook-authid", "")],
            &[("webhook-authid", "secretsecret")],
        ] {
            let error = receiver().receive(&headers(pairs), b"[]").unwrap_err();
            assert_eq!((error.kind(), WebhookReceiver::refusal(&error)), (ErrorKind::Unauthenticated, 401));
        }
        let without = WebhookReceiver::new(&Cloud::Public, "");
        assert!(without.receive(&headers(&[("webhook-authid", "")]), b"[]").is_err());
        assert!(!format!("{:?}", receiver()).contains("secret"));
    }

    #[test]
    fn own_notification_is_taken() {
        let all = notifications(&body(TENANT, "manage.office.com"));
        assert_eq!(all[0].as_ref().unwrap().descriptor().content_id.as_str(), "a$b");
    }

    #[test]
    fn notification_for_another_host_or_tenant_is_refused_in_its_place() {
        for body in [
            body(TENANT, "manage.office.com.evil.example"),
            body("aaaaaaaa-0000-4000-8000-00000000000f", "manage.office.com"),
        ] {
            assert_eq!(notifications(&body)[0].as_ref().unwrap_err().kind(), ErrorKind::ForeignOrigin);
        }
    }

    #[test]
    fn what_is_no_list_of_notifications_is_refused() {
        let error = receiver().receive(&headers(&[("webhook-authid", "secret")]), b"<html>").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadRequest);
        let mixed = format!("[7,{}", &body(TENANT, "manage.office.com")[1..]);
        let all = notifications(&mixed);
        assert!(all[0].is_err() && all[1].is_ok());
    }
}
