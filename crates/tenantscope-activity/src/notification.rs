//! Notifications: what the service told, or tried to tell, a webhook.

use std::fmt;

use serde::{Deserialize, Serialize};
use tenantscope_core::{Timestamp, open_enum};

use crate::{ContentDescriptor, ContentId, ContentType};

/// A blob that the service announced to a webhook.
///
/// The same form stands in the body of an announcement and, with when and how it went, in the history of them.
/// `Debug` doesn't show the address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Notification {
    /// The tenant whose content it is. Only in an announcement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// The app whose subscription it is. Only in an announcement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// The kind of content.
    pub content_type: ContentType,
    /// The blob's id.
    pub content_id: ContentId,
    /// The address that it is fetched from.
    pub content_uri: String,
    /// When it became available.
    #[serde(default, with = "tenantscope_core::lenient::instant", skip_serializing_if = "Option::is_none")]
    pub content_created: Option<Timestamp>,
    /// Until when it can be fetched.
    #[serde(default, with = "tenantscope_core::lenient::instant", skip_serializing_if = "Option::is_none")]
    pub content_expiration: Option<Timestamp>,
    /// When it was announced. Only in the history.
    #[serde(default, with = "tenantscope_core::lenient::instant", skip_serializing_if = "Option::is_none")]
    pub notification_sent: Option<Timestamp>,
    /// Whether the webhook took it. Only in the history.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notification_status: Option<NotificationStatus>,
}

open_enum! {
    /// Whether a webhook took an announcement.
    pub enum NotificationStatus {
        /// It answered with HTTP 200.
        Success = "success",
        /// It didn't, and the service will try again for some time.
        Failed = "failed",
    }
}

impl Notification {
    /// The blob, ready to be fetched.
    pub fn descriptor(&self) -> ContentDescriptor {
        ContentDescriptor {
            content_type: self.content_type.clone(),
            content_id: self.content_id.clone(),
            content_uri: self.content_uri.clone(),
            content_created: self.content_created,
            content_expiration: self.content_expiration,
        }
    }
}

impl fmt::Debug for Notification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notification")
            .field("tenant_id", &self.tenant_id)
            .field("content_type", &self.content_type)
            .field("content_id", &self.content_id)
            .field("content_created", &self.content_created)
            .field("notification_sent", &self.notification_sent)
            .field("notification_status", &self.notification_status)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "client")]
pub use self::client::ListNotifications;

#[cfg(feature = "client")]
mod client {
    use tenantscope_core::Operation;

    use super::Notification;
    use crate::{
        ActivityClient, ContentType, TimeWindow, WindowItems, WindowPages,
        error::{QUOTA, READ},
    };

    static LIST: Operation = Operation::new("list activity notifications").permissions(READ).limit(QUOTA);

    impl ActivityClient {
        /// What the service told a content type's webhook in a window, every attempt of it, in no order.
        ///
        /// It is for finding out why a webhook gets nothing. For finding content, [`content`](Self::content) is right:
        /// it has what was never announced too. Permission: `ActivityFeed.Read`. Source: the page "Office 365
        /// Management Activity API reference", section "List notifications".
        ///
        /// # Errors
        ///
        /// As [`content`](Self::content).
        pub fn notifications(&self, content_type: ContentType, window: TimeWindow) -> ListNotifications {
            ListNotifications { client: self.clone(), content_type, window }
        }
    }

    /// What the service told a content type's webhook in a window.
    #[must_use = "nothing is listed before its pages or items are asked for"]
    #[derive(Clone, Debug)]
    pub struct ListNotifications {
        client: ActivityClient,
        content_type: ContentType,
        window: TimeWindow,
    }

    impl ListNotifications {
        /// The notifications, page by page.
        pub fn pages(self) -> WindowPages<Notification> {
            WindowPages::new(async move {
                self.client.list_window(&LIST, "notifications", &self.content_type, self.window).await
            })
        }

        /// The notifications, one after the other.
        pub fn items(self) -> WindowItems<Notification> {
            self.pages().items()
        }
    }
}

#[cfg(all(test, feature = "client"))]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{
        TimeWindow,
        stub::{FEED, Stub, answer},
    };

    #[tokio::test]
    async fn attempts_are_listed_over_pages() {
        let attempt = |status: &str| {
            format!(
                r#"[{{"contentType":"Audit.General","contentId":"a$b","contentUri":"{FEED}/audit/CANARY",
                    "notificationStatus":"{status}","contentCreated":"2026-11-22T01:00:00.000Z",
                    "notificationSent":"2026-11-22T01:01:00.000Z","contentExpiration":"2026-11-29T01:00:00.000Z"}}]"#
            )
        };
        let stub = Stub::new(move |asked| match asked {
            // the documentation's sample leads to the other list, and the client follows it all the same
            asked if asked.contains("nextPage=2") => answer(200, attempt("Success")),
            _ => answer(200, attempt("failed"))
                .header("NextPageUri", format!("{FEED}/subscriptions/content?nextPage=2")),
        });
        let window = TimeWindow::last(Duration::from_secs(3_600));
        let all = stub
            .client()
            .notifications(ContentType::AuditGeneral, window)
            .items()
            .try_collect()
            .await
            .unwrap();
        let statuses: Vec<_> = all.iter().filter_map(|item| item.notification_status.clone()).collect();
        assert_eq!(statuses, [NotificationStatus::Failed, NotificationStatus::Success]);
        assert!(!format!("{all:?}").contains("CANARY"));
        assert_eq!(all[0].descriptor().content_id, ContentId::from("a$b"));
        assert!(stub.asked()[0].contains("/subscriptions/notifications?"));
    }
}
