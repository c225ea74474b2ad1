//! What only a real socket shows: the bytes of a request, connections, and answers that break off.
#![cfg(feature = "rustls")]
#![allow(clippy::unwrap_used)] // in tests a panic is the report

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tenantscope_core::{
    Endpoint, ErrorKind, HttpTransport, ManualClock, Operation, Pages, Paging, Pipeline, Service,
    ServiceClient, Timestamp,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

static SERVICE: Service = Service::new("Test Service");
static READ: Operation = Operation::new("read things");
static WRITE: Operation = Operation::new("write things");

/// A client whose waits take no time.
fn client(address: SocketAddr) -> ServiceClient {
    let transport =
        HttpTransport::builder().no_proxy().connect_timeout(Duration::from_secs(5)).build().unwrap();
    let clock = ManualClock::starting_at(Timestamp::UNIX_EPOCH);
    let pipeline = Pipeline::builder().transport(transport).clock(clock).build().unwrap();
    let endpoint = Endpoint::new(&format!("http://{address}"), "scope").unwrap();
    ServiceClient::new(pipeline, &SERVICE, endpoint)
}

/// Answers the n-th request of all connections (from 0) with what `answer` says, then closes the connection.
async fn server(answer: fn(usize) -> &'static [u8]) -> (SocketAddr, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (heard, requests) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        for n in 0.. {
            let Ok((mut stream, _)) = listener.accept().await else { return };
            let _ = heard.send(read_head(&mut stream).await);
            let _ = stream.write_all(answer(n)).await;
        }
    });
    (address, requests)
}

async fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => break,
        }
    }
    String::from_utf8(head).unwrap()
}

#[tokio::test]
async fn post_without_a_body_says_content_length_0_on_the_wire() {
    let (address, mut requests) =
        server(|_| b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}").await;
    let client = client(address);
    client
        .send(client.post(&WRITE, &["start"]).unwrap().query("contentType", "Audit.Exchange"))
        .await
        .unwrap();
    let head = requests.recv().await.unwrap();
    assert!(head.starts_with("POST /start?contentType=Audit.Exchange HTTP/1.1\r\n"), "{head}");
    assert_eq!(head.to_lowercase().matches("content-length: 0\r\n").count(), 1, "{head}");
}

#[tokio::test]
async fn connection_that_breaks_in_the_middle_of_a_page_is_tried_again() {
    let (address, _requests) = server(|n| match n {
        // announces more than it sends
        0 => b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"value\":[{\"id\":\"1\"}",
        // a chunked body without its end
        1 => b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"val\r\n",
        // nothing at all
        2 => b"",
        _ => b"HTTP/1.1 200 OK\r\ncontent-length: 34\r\nconnection: close\r\n\r\n{\"value\":[{\"id\":\"1\"},{\"id\":\"2\"}]} ",
    })
    .await;
    let client = client(address);
    let first = client.get(&READ, &["things"]).unwrap();
    let items = Pages::<serde_json::Value>::new(client, Ok(first), Paging::envelope())
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(items.len(), 2);
}

#[tokio::test]
async fn server_that_is_not_there_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = client(address);
    let error = client.send(client.post(&WRITE, &["things"]).unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unreachable);
    assert!(error.to_string().starts_with("write things: unreachable: no connection"), "{error}");
}

#[tokio::test]
async fn packed_answer_is_unpacked() {
    // `{"value":[]}` by gzip
    const PACKED: &[u8] = &[
        0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3, 0xab, 0x56, 0x2a, 0x4b, 0xcc, 0x29, 0x4d, 0x55, 0xb2, 0x8a, 0x8e,
        0xad, 5, 0, 0x42, 0xea, 0x40, 0x44, 12, 0, 0, 0,
    ];
    let (address, mut requests) = server(|_| {
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            PACKED.len()
        );
        [head.as_bytes(), PACKED].concat().leak()
    })
    .await;
    let client = client(address);
    let response = client.send(client.get(&READ, &["things"]).unwrap()).await.unwrap();
    assert_eq!(response.body(), r#"{"value":[]}"#);
    assert!(requests.recv().await.unwrap().to_lowercase().contains("accept-encoding: gzip"));
}

#[tokio::test]
async fn first_request_to_a_host_goes_alone() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let open = Arc::new(AtomicUsize::new(0));
    let (before_first_answer, mut seen) = mpsc::unbounded_channel();
    let counter = Arc::clone(&open);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let number = counter.fetch_add(1, Ordering::SeqCst) + 1;
            let (counter, report) = (Arc::clone(&counter), before_first_answer.clone());
            tokio::spawn(async move {
                while !read_head(&mut stream).await.is_empty() {
                    if number == 1 {
                        // all callers have started by now, and have had many turns to connect
                        for _ in 0..1000 {
                            tokio::task::yield_now().await;
                        }
                        let _ = report.send(counter.load(Ordering::SeqCst));
                    }
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await;
                }
            });
        }
    });
    let client = client(address);
    let calls = (0..64).map(|_| client.send(client.get(&READ, &["things"]).unwrap()));
    let answers = futures_util::future::join_all(calls).await;
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(seen.recv().await, Some(1), "no other connection was opened before the first answer");
}
