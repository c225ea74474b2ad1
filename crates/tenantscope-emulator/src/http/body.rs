//! Bodies: whole ones, and those that end badly.

use std::{
    future::Future,
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use super::wire::Breaker;

/// What follows the bytes of a body.
#[derive(Clone, Debug, Default)]
pub(crate) enum Ending {
    /// The end.
    #[default]
    Orderly,
    /// The connection closes before the promised length.
    Cut,
    /// The connection is reset before the promised length.
    Reset(Breaker),
    /// Nothing, and the connection stays open.
    Stall,
}

/// A body of an answer.
#[derive(Debug)]
pub(crate) struct Outgoing {
    bytes: Bytes,
    ending: Ending,
    pause: Option<Pin<Box<Sleep>>>,
}

/// How long the first part of a broken body gets to reach the caller, since a reset may overtake
/// what was sent before it.
const HEAD_START: Duration = Duration::from_millis(25);

impl Outgoing {
    pub(crate) fn new(bytes: Bytes, ending: Ending) -> Self {
        Self { bytes, ending, pause: None }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if !self.bytes.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.bytes)))));
        }
        match self.ending {
            Ending::Orderly => return Poll::Ready(None),
            Ending::Stall => return Poll::Pending,
            Ending::Cut | Ending::Reset(_) => {}
        }
        // While this is pending, the server writes out what it holds.
        let pause = self.pause.get_or_insert_with(|| Box::pin(sleep(HEAD_START)));
        ready!(pause.as_mut().poll(cx));
        if let Ending::Reset(breaker) = &self.ending {
            breaker.reset();
        }
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into())))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_empty() && matches!(self.ending, Ending::Orderly)
    }

    fn size_hint(&self) -> SizeHint {
        match self.ending {
            Ending::Orderly => SizeHint::with_exact(self.bytes.len() as u64),
            _ => SizeHint::default(),
        }
    }
}
