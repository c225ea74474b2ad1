//! How many there are.

use http::{HeaderValue, Method, header};
use tenantscope_core::{ErrorKind, Result};

use super::{
    Count, Query,
    options::{CONSISTENCY_LEVEL, EVENTUAL},
};

impl<R: Count, T> Query<R, T> {
    /// How many items there are, without fetching them. Only filter and search count for it.
    ///
    /// Directory objects have a path of their own for it (`/users/$count`, with `ConsistencyLevel: eventual`);
    /// of other resources one item is fetched together with the number of all.
    ///
    /// # Errors
    ///
    /// Those of the list; [`UnexpectedResponse`](ErrorKind::UnexpectedResponse) if the service sends no number.
    pub async fn total(self) -> Result<u64> {
        let (client, mut path, mut options) = self.into_parts();
        options.select.clear();
        options.expand.clear();
        options.order.clear();
        options.skip = None;
        options.top = (!R::DIRECTORY).then_some(1);
        options.count = !R::DIRECTORY;
        options.eventual = false;
        if R::DIRECTORY {
            path.push("$count".to_owned());
        }
        let segments: Vec<&str> = path.iter().map(String::as_str).collect();
        let request = client.request(R::LIST, Method::GET, &segments)?;
        if !R::DIRECTORY {
            let response = client.service().send(options.apply(request, false)?).await?;
            let head = response.head().clone();
            let listing = response.listing::<serde::de::IgnoredAny>(Some("value"))?;
            let count = listing.member("@odata.count").and_then(|text| serde_json::from_slice(text).ok());
            return count.ok_or_else(|| {
                head.error(ErrorKind::UnexpectedResponse).detail("the answer has no `@odata.count`").build()
            });
        }
        let request = options
            .apply(request, false)?
            .header(CONSISTENCY_LEVEL, EVENTUAL)
            // The answer is a bare number, and asking for JSON is refused.
            .header(header::ACCEPT, HeaderValue::from_static("text/plain"));
        let response = client.service().send(request).await?;
        let text = String::from_utf8_lossy(response.body());
        text.trim_start_matches('\u{feff}').trim().parse().map_err(|_| {
            response.head().error(ErrorKind::UnexpectedResponse).detail("the answer is no number").build()
        })
    }
}
