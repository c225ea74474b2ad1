//! The address of the metadata service, under a name that the pipeline lets plain HTTP go to.
//!
//! Azure's hosts serve identities in plain HTTP on link-local addresses such as `169.254.169.254`, which
//! never leave the machine. The pipeline refuses plain HTTP but to loopback. So such an address goes
//! through it as a name under `localhost`, and becomes itself again just before it is connected to.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response, Uri};
use tenantscope_core::{Body, Transport, TransportError, TransportPhase};
use url::{Host, Url};

const SUFFIX: &str = ".link-local.localhost";

/// Renames a link-local address in plain HTTP; leaves every other URL as it is.
pub(super) fn rename(mut url: Url) -> Url {
    if url.scheme() == "http"
        && let Some(Host::Ipv4(address)) = url.host()
        && address.is_link_local()
    {
        let name = format!("{}{SUFFIX}", address.to_string().replace('.', "-"));
        url.set_host(Some(&name)).expect("digits and hyphens are a host's name");
    }
    url
}

/// Sends to the address behind the name.
#[derive(Debug)]
pub(super) struct Renamed(pub(super) Arc<dyn Transport>);

#[async_trait]
impl Transport for Renamed {
    async fn send(&self, mut request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        if let Some(address) = request.uri().host().and_then(|host| host.strip_suffix(SUFFIX)) {
            let address = address.replace('-', ".");
            let mut parts = request.uri().clone().into_parts();
            let authority = match request.uri().port() {
                Some(port) => format!("{address}:{port}"),
                None => address,
            };
            let uri = authority.parse().ok().and_then(|authority| {
                parts.authority = Some(authority);
                Uri::from_parts(parts).ok()
            });
            *request.uri_mut() = uri.ok_or_else(|| {
                TransportError::new(
                    TransportPhase::Connect,
                    "the metadata service's address can't be written",
                )
            })?;
        }
        self.0.send(request).await
    }
}
