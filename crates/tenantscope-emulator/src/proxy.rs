//! An HTTP proxy that ends the tunnels to the default host names here, and refuses all others.

use std::{io, sync::Arc};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tokio_rustls::TlsAcceptor;

use crate::{
    http::server::{self, Site},
    service,
    world::World,
};

/// A request head longer than this is no CONNECT.
const HEAD_LIMIT: usize = 8 << 10;

/// Accepts connections until it is dropped, which ends them too.
pub(crate) async fn listen(world: Arc<World>, listener: TcpListener, tls: TlsAcceptor) {
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        connections.spawn(tunnel(world.clone(), stream, tls.clone()));
        while connections.try_join_next().is_some() {}
    }
}

async fn tunnel(world: Arc<World>, mut stream: TcpStream, tls: TlsAcceptor) {
    let Ok(head) = read_head(&mut stream).await else { return };
    let mut words = head.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let host = target.rsplit_once(':').map_or(target, |(host, _)| host);
    let (status, is_ours) = match method {
        "CONNECT" if service::known_host(host).is_some() => ("200 Connection established", true),
        "CONNECT" => ("403 Forbidden: this proxy reaches the emulator's host names only", false),
        _ => ("405 Method Not Allowed: this proxy takes CONNECT only", false),
    };
    let answer = format!(
        "HTTP/1.1 {status}\r\n{}\r\n",
        if is_ours { "" } else { "content-length: 0\r\nconnection: close\r\n" }
    );
    if stream.write_all(answer.as_bytes()).await.is_ok() && is_ours {
        server::connection(world, stream, Site::ByHost, Some(tls)).await;
    }
}

/// Reads up to the blank line that ends a head, and not a byte of what follows it.
async fn read_head(stream: &mut TcpStream) -> io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() >= HEAD_LIMIT {
            return Err(io::ErrorKind::InvalidData.into());
        }
        head.push(stream.read_u8().await?);
    }
    String::from_utf8(head).map_err(|_| io::ErrorKind::InvalidData.into())
}
