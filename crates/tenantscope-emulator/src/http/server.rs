//! Sockets: listeners, connections, TLS, and the end of all of them.

use std::{io, sync::Arc};

use bytes::Bytes;
use http::{Request, Response, header::CONTENT_LENGTH};
use http_body_util::BodyExt;
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tokio_rustls::TlsAcceptor;

use super::{
    Call,
    body::{Ending, Outgoing},
    pipeline::{self, Answer},
    wire::{Breaker, Wire},
};
use crate::{
    service::{self, Service},
    world::World,
};

/// A request body larger than this is cut off; nothing that these services take comes near it.
const BODY_LIMIT: usize = 4 << 20;

/// Which service answers on a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Site {
    /// This one.
    Service(Service),
    /// The one that the request's host name stands for.
    ByHost,
}

/// Accepts connections until it is dropped, which ends them too.
pub(crate) async fn listen(
    world: Arc<World>,
    listener: TcpListener,
    service: Service,
    tls: Option<TlsAcceptor>,
) {
    let mut connections = JoinSet::new();
    loop {
        // A failed accept is the peer's loss; the listener goes on.
        let Ok((stream, _)) = listener.accept().await else { continue };
        connections.spawn(connection(world.clone(), stream, Site::Service(service), tls.clone()));
        while connections.try_join_next().is_some() {}
    }
}

/// Serves one connection to its end.
pub(crate) async fn connection(world: Arc<World>, stream: TcpStream, site: Site, tls: Option<TlsAcceptor>) {
    // Small answers shall not wait for one another. Where it cannot be set, they wait.
    let _ = stream.set_nodelay(true);
    let peer = stream.peer_addr().map(|peer| peer.to_string()).unwrap_or_default();
    let breaker = Breaker::default();
    let wire = Wire::new(stream, breaker.clone());
    match tls {
        None => http(world, wire, site, "http", peer, breaker).await,
        Some(acceptor) => {
            if let Ok(stream) = acceptor.accept(wire).await {
                http(world, stream, site, "https", peer, breaker).await;
            }
        }
    }
}

async fn http<S>(
    world: Arc<World>,
    stream: S,
    site: Site,
    scheme: &'static str,
    peer: String,
    breaker: Breaker,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |request| {
        let (world, peer, breaker) = (world.clone(), peer.clone(), breaker.clone());
        async move { exchange(world, request, site, scheme, peer, breaker).await }
    });
    let server = auto::Builder::new(TokioExecutor::new());
    // How a connection ends is the peer's business, or a fault's.
    let _ = server.serve_connection(TokioIo::new(stream), service).await;
}

async fn exchange(
    world: Arc<World>,
    request: Request<Incoming>,
    site: Site,
    scheme: &'static str,
    peer: String,
    breaker: Breaker,
) -> Result<Response<Outgoing>, io::Error> {
    let at = world.clock.now();
    let (parts, body) = request.into_parts();
    let body = http_body_util::Limited::new(body, BODY_LIMIT).collect().await;
    let body = body.map_or_else(|_| Bytes::new(), http_body_util::Collected::to_bytes);
    let mut call = Call::new(Service::Login, scheme, parts, body, at);
    call.service = match site {
        Site::Service(service) => service,
        Site::ByHost => service::known_host(call.host()).map_or(Service::Login, |host| host.service),
    };
    match pipeline::serve(world, call, peer, breaker.clone()).await {
        Answer::Reset => {
            breaker.reset();
            Err(io::ErrorKind::ConnectionReset.into())
        }
        Answer::Stall => std::future::pending().await,
        Answer::Reply(reply, ending) => {
            let whole = reply.body;
            let length = whole.len();
            let body = match ending {
                Ending::Orderly => whole,
                _ => pipeline::first_half(&whole),
            };
            let mut response = Response::new(Outgoing::new(body, ending));
            *response.status_mut() = reply.status;
            *response.headers_mut() = *reply.headers;
            if !matches!(reply.status.as_u16(), 100..=199 | 204 | 304) {
                response.headers_mut().insert(CONTENT_LENGTH, length.into());
            }
            Ok(response)
        }
    }
}
