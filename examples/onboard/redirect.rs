//! The page to which the administrator's browser comes back: one path of a tiny web server on loopback.

use std::{io, time::Duration};

use tenantscope::{
    Error, ErrorKind,
    entra::{ConsentRedirect, ConsentState},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

const PATH: &str = "/consented";

/// How long a visitor may take to say what it wants.
const VISIT: Duration = Duration::from_secs(10);

const LONGEST_REQUEST: usize = 16 * 1024;

/// Waits for browsers.
pub(crate) struct Listener(TcpListener);

/// A browser that asks for a page, and what it asks for.
struct Visit {
    stream: TcpStream,
    /// The path with its query; `None` if it is no GET.
    target: Option<String>,
}

impl Listener {
    /// Listens on this port of loopback, or on any free one if it is 0.
    pub(crate) async fn bind(port: u16) -> io::Result<Self> {
        Ok(Self(TcpListener::bind(("127.0.0.1", port)).await?))
    }

    /// The address for the link.
    pub(crate) fn redirect_uri(&self) -> io::Result<String> {
        Ok(format!("http://localhost:{}{PATH}", self.0.local_addr()?.port()))
    }

    /// Waits for the redirect with this state. Others are turned away, so that nobody who guesses the port can end
    /// the wait; an administrator's refusal ends it with the page's words.
    pub(crate) async fn consent(
        &self,
        expected: &ConsentState,
    ) -> io::Result<Result<ConsentRedirect, Error>> {
        // Browsers open connections ahead of need, so one that says nothing must not keep the others waiting.
        let mut visits = JoinSet::new();
        loop {
            tokio::select! {
                accepted = self.0.accept() => {
                    let (stream, _) = accepted?;
                    visits.spawn(tokio::time::timeout(VISIT, Visit::read(stream)));
                }
                Some(visit) = visits.join_next() => {
                    let Ok(Ok(Ok(visit))) = visit else { continue };
                    if let Some(outcome) = visit.receive(expected).await {
                        return Ok(outcome);
                    }
                }
            }
        }
    }
}

impl Visit {
    /// Reads a request up to the end of its headers.
    async fn read(mut stream: TcpStream) -> io::Result<Self> {
        let mut request = Vec::new();
        while !request.windows(4).any(|window| window == b"\r\n\r\n") {
            if request.len() > LONGEST_REQUEST || stream.read_buf(&mut request).await? == 0 {
                return Err(io::ErrorKind::InvalidData.into());
            }
        }
        let line = String::from_utf8_lossy(&request);
        let target = line.strip_prefix("GET ").and_then(|rest| rest.split(' ').next()).map(str::to_owned);
        Ok(Self { stream, target })
    }

    /// Answers; `Some` if this is what was waited for.
    async fn receive(mut self, expected: &ConsentState) -> Option<Result<ConsentRedirect, Error>> {
        let Some(target) = self.target.take() else {
            self.answer("405 Method Not Allowed", "This page can only be looked at.").await;
            return None;
        };
        if target.split('?').next() != Some(PATH) {
            self.answer("404 Not Found", "There is no such page.").await;
            return None;
        }
        match ConsentRedirect::parse(&target, expected) {
            Ok(redirect) => {
                self.answer("200 OK", "Thank you. The consent is being checked; you can close this window.")
                    .await;
                Some(Ok(redirect))
            }
            Err(refusal) if refusal.kind() == ErrorKind::ConsentRequired => {
                self.answer("200 OK", "Nothing was changed. You can close this window.").await;
                Some(Err(refusal))
            }
            Err(_) => {
                self.answer("400 Bad Request", "This is not the answer to the link that was sent.").await;
                None
            }
        }
    }

    /// Sends a page. It repeats nothing of the request, and whether the browser still wants it doesn't matter.
    async fn answer(&mut self, status: &str, sentence: &str) {
        let page = format!("<!DOCTYPE html><title>tenantscope</title><p>{sentence}</p>");
        let answer = format!(
            "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
             cache-control: no-store\r\nreferrer-policy: no-referrer\r\nconnection: close\r\n\r\n{page}",
            page.len()
        );
        let _ = tokio::time::timeout(VISIT, self.stream.write_all(answer.as_bytes())).await;
    }
}
