//! Content: which blobs of records there are.

use std::fmt;

use serde::{Deserialize, Serialize};
use tenantscope_core::{Timestamp, string_id};

use crate::ContentType;

string_id! {
    /// A blob's id. Its parts mean nothing that can be relied on.
    ContentId
}

/// What the service says of a blob: what it is, where it is and until when.
///
/// `Debug` doesn't show the address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ContentDescriptor {
    /// The kind of content.
    pub content_type: ContentType,
    /// The blob's id.
    pub content_id: ContentId,
    /// The address that it is fetched from.
    pub content_uri: String,
    /// When it became available. This is what windows are about.
    #[serde(default, with = "tenantscope_core::lenient::instant", skip_serializing_if = "Option::is_none")]
    pub content_created: Option<Timestamp>,
    /// Until when it can be fetched. It has to be read: it isn't always seven days.
    #[serde(default, with = "tenantscope_core::lenient::instant", skip_serializing_if = "Option::is_none")]
    pub content_expiration: Option<Timestamp>,
}

impl fmt::Debug for ContentDescriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContentDescriptor")
            .field("content_type", &self.content_type)
            .field("content_id", &self.content_id)
            .field("content_created", &self.content_created)
            .field("content_expiration", &self.content_expiration)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "client")]
pub use self::client::ListContent;

#[cfg(feature = "client")]
mod client {
    use http::Method;
    use serde::de::DeserializeOwned;
    use tenantscope_core::{Operation, Pages, Paging, Result};

    use super::ContentDescriptor;
    use crate::{
        ActivityClient, ContentType, TimeWindow, WindowItems, WindowPages,
        client::PUBLISHER,
        error::{QUOTA, READ},
        window::Piece,
    };

    static LIST: Operation = Operation::new("list activity content").permissions(READ).limit(QUOTA);

    /// Pages are bare arrays; the next one's address is in a header, and leaves out who asks.
    const PAGING: Paging = Paging::array_with_header(&["NextPageUri", "NextPageUrl"]).repeating(&[PUBLISHER]);

    impl ActivityClient {
        /// Which blobs of a content type became available in a window.
        ///
        /// A window of more than 24 hours takes several requests. The order is mostly by availability, and the
        /// same blob may be named twice. Permission: `ActivityFeed.Read`. Source: the page "Office 365 Management
        /// Activity API reference", section "List available content".
        ///
        /// # Errors
        ///
        /// [`InvalidInput`](tenantscope_core::ErrorKind::InvalidInput) if the window reaches back more than seven
        /// days; [`NotOnboarded`](tenantscope_core::ErrorKind::NotOnboarded) if there is no subscription to the
        /// content type; [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) without the permission.
        pub fn content(&self, content_type: ContentType, window: TimeWindow) -> ListContent {
            ListContent { client: self.clone(), content_type, window }
        }
    }

    /// The blobs of a content type that became available in a window.
    #[must_use = "nothing is listed before its pages or items are asked for"]
    #[derive(Clone, Debug)]
    pub struct ListContent {
        client: ActivityClient,
        content_type: ContentType,
        window: TimeWindow,
    }

    impl ListContent {
        /// The descriptors, page by page.
        pub fn pages(self) -> WindowPages<ContentDescriptor> {
            WindowPages::new(async move { self.by_day().await })
        }

        /// The descriptors, one after the other.
        pub fn items(self) -> WindowItems<ContentDescriptor> {
            self.pages().items()
        }

        /// One listing for each request that the window takes.
        pub(crate) async fn by_day(&self) -> Result<Vec<Pages<ContentDescriptor>>> {
            self.client.list_window(&LIST, "content", &self.content_type, self.window).await
        }
    }

    impl ActivityClient {
        /// Lists what `place` has of a content type: one listing for each request that the window takes.
        pub(crate) async fn list_window<T: DeserializeOwned>(
            &self,
            operation: &'static Operation,
            place: &str,
            content_type: &ContentType,
            window: TimeWindow,
        ) -> Result<Vec<Pages<T>>> {
            let pieces = window
                .pieces(self.now())
                .map_err(|error| error.into_builder().operation(operation.name()).build())?;
            let mut listings = Vec::with_capacity(pieces.len());
            for piece in pieces {
                listings.push(self.list_piece(operation, place, content_type, piece).await?);
            }
            Ok(listings)
        }

        /// Lists what `place` has of a content type in one window.
        pub(crate) async fn list_piece<T: DeserializeOwned>(
            &self,
            operation: &'static Operation,
            place: &str,
            content_type: &ContentType,
            piece: Piece,
        ) -> Result<Pages<T>> {
            let (start, end) = piece.parameters();
            let guid = self.tenant_guid(operation).await?;
            let request = self
                .request(operation, Method::GET, &["subscriptions", place])
                .await?
                .query("contentType", content_type.as_str())
                .query("startTime", &start)
                .query("endTime", &end);
            Ok(Pages::new(self.service().clone(), Ok(request), PAGING.clone().within(guid.as_str())))
        }
    }
}
