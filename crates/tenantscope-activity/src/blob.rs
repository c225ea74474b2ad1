//! One blob: its records as they arrive.

use std::{
    fmt,
    hash::{DefaultHasher, Hasher},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use futures_util::{
    Stream, StreamExt,
    stream::{self, BoxStream},
};
use http::Method;
use tenantscope_core::{Error, ErrorBuilder, ErrorKind, Item, Operation, Request, Result, StreamingResponse};
use url::Url;

use crate::{
    ActivityClient, ArraySplitter, AuditRecord, ContentDescriptor, ContentId, Element, SplitError,
    error::{QUOTA, READ, find_af_code},
};

static FETCH: Operation = Operation::new("fetch activity content").permissions(READ).limit(QUOTA);

/// How often a blob whose transfer broke off is fetched again.
const REPETITIONS: u32 = 3;

/// How much of an answer is kept to say what it is when it is no array.
const BEGINNING: usize = 1024;

impl ActivityClient {
    /// Fetches a blob: its records come as they arrive, so that memory doesn't grow with the blob.
    ///
    /// A record that can't be read is an error of kind [`ErrorKind::InvalidItem`] in its place, with its text in
    /// [`Error::body`], and the records behind it still come; after any other error there are none. A transfer
    /// that breaks off is begun again, without repeating the records that came before. Every error names the
    /// blob in its fact `content_id`.
    ///
    /// Permissions: `ActivityFeed.Read`; with `ActivityFeed.ReadDlp` too, records of data loss prevention hold the
    /// sensitive texts themselves. Source: the page "Office 365 Management Activity API reference", section
    /// "Retrieve content".
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Gone`] if the blob has expired; [`ErrorKind::NotFound`] if there is none, or not yet;
    /// [`ErrorKind::ForeignOrigin`] if its address is another service's or another tenant's: then nothing was sent;
    /// [`ErrorKind::UnexpectedResponse`] if the answer is no array of records.
    pub async fn blob(&self, descriptor: &ContentDescriptor) -> Result<Blob> {
        let id = &descriptor.content_id;
        let fetch = async {
            let request = self.blob_request(&descriptor.content_uri).await?;
            let answer = self.service().send_streaming(request.clone()).await?;
            Ok((request, answer))
        };
        let (request, answer) = fetch.await.map_err(|error| named(error, id))?;
        self.learn_time(answer.head());
        let fetched = Fetched {
            splitter: ArraySplitter::new(self.max_record()),
            client: self.clone(),
            id: id.clone(),
            request,
            answer,
            beginning: Vec::new(),
            found: 0,
            delivered: 0,
            delivered_hash: DefaultHasher::new(),
            found_hash: DefaultHasher::new(),
            repetitions: 0,
        };
        let records = stream::unfold(Some(fetched), |fetched| async {
            let mut fetched = fetched?;
            let record = fetched.next().await?;
            let goes_on =
                record.as_ref().map_or_else(|error| error.kind() == ErrorKind::InvalidItem, |_| true);
            Some((record, goes_on.then_some(fetched)))
        });
        Ok(Blob { id: id.clone(), records: records.boxed() })
    }

    /// The request for a blob: its address as the service wrote it, and who asks.
    async fn blob_request(&self, address: &str) -> Result<Request> {
        let url = Url::parse(address).map_err(|_| {
            Error::builder(ErrorKind::UnexpectedResponse)
                .operation(FETCH.name())
                .detail("the content's address is no URL")
                .build()
        })?;
        let guid = self.tenant_guid(&FETCH).await?;
        // Core refuses another host. Another tenant's content on the same host is refused here.
        let is_own = url.path().split('/').any(|part| part.eq_ignore_ascii_case(guid.as_str()));
        if !is_own && url.origin() == self.service().endpoint().url().origin() {
            return Err(Error::builder(ErrorKind::ForeignOrigin)
                .operation(FETCH.name())
                .detail("the content's address is another tenant's")
                .build());
        }
        self.published(Request::new(&FETCH, Method::GET, url)).await
    }
}

/// The records of one blob, as they arrive.
///
/// It is a [`Stream`], and [`next`](Self::next) and [`try_next`](Self::try_next) are at hand without importing anything.
pub struct Blob {
    id: ContentId,
    records: BoxStream<'static, Result<Item<AuditRecord>>>,
}

impl Blob {
    /// The blob's id.
    pub fn content_id(&self) -> &ContentId {
        &self.id
    }

    /// The next record; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Item<AuditRecord>>> {
        StreamExt::next(self).await
    }

    /// The next record; `Ok(None)` at the end.
    ///
    /// # Errors
    ///
    /// Whatever kept the record from being read.
    pub async fn try_next(&mut self) -> Result<Option<Item<AuditRecord>>> {
        self.next().await.transpose()
    }
}

impl Stream for Blob {
    type Item = Result<Item<AuditRecord>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.records.poll_next_unpin(context)
    }
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Blob").field("content_id", &self.id).finish_non_exhaustive()
    }
}

/// A blob that is being read.
struct Fetched {
    client: ActivityClient,
    id: ContentId,
    request: Request,
    answer: StreamingResponse,
    splitter: ArraySplitter,
    beginning: Vec<u8>,
    /// Elements found in this transfer.
    found: u64,
    /// Elements handed over, in whichever transfer.
    delivered: u64,
    /// Of the elements that were handed over, and of those found in this transfer as far as they were.
    delivered_hash: DefaultHasher,
    found_hash: DefaultHasher,
    repetitions: u32,
}

impl Fetched {
    async fn next(&mut self) -> Option<Result<Item<AuditRecord>>> {
        loop {
            match self.splitter.next() {
                Ok(Some(element)) => {
                    self.found += 1;
                    if self.found > self.delivered {
                        self.delivered = self.found;
                        add(&mut self.delivered_hash, &element);
                        return Some(self.record(element));
                    }
                    add(&mut self.found_hash, &element);
                    if self.found == self.delivered
                        && self.found_hash.finish() != self.delivered_hash.finish()
                    {
                        let detail = "the content was fetched again and isn't the same as before";
                        return Some(Err(self.not_the_same(detail)));
                    }
                    continue;
                }
                Ok(None) => {}
                Err(problem) => return Some(Err(self.unexpected(&problem))),
            }
            let broken = match self.answer.next().await {
                Some(Ok(piece)) => {
                    let missing = BEGINNING.saturating_sub(self.beginning.len()).min(piece.len());
                    self.beginning.extend_from_slice(&piece[..missing]);
                    self.splitter.push(piece);
                    continue;
                }
                Some(Err(error)) => named(error, &self.id),
                None => match self.splitter.finish() {
                    _ if self.answer.head().status() == 204 && self.delivered == 0 => return None,
                    Ok(()) if self.found >= self.delivered => return None,
                    Ok(()) => self.not_the_same("the content was fetched again and is shorter than before"),
                    Err(problem) => self.unexpected(&problem),
                },
            };
            if let Err(error) = self.begin_again(broken).await {
                return Some(Err(error));
            }
        }
    }

    fn record(&self, element: Element) -> Result<Item<AuditRecord>> {
        let invalid = |error: ErrorBuilder| {
            let error = error.kind(ErrorKind::InvalidItem).operation(FETCH.name());
            Err(named(error.build(), &self.id))
        };
        match element {
            Element::Whole(text) if text.first() == Some(&b'{') => match Item::from_json(text.clone()) {
                Ok(record) => Ok(record),
                Err(error) => invalid(error.into_builder().body(text)),
            },
            Element::Whole(text) => {
                invalid(Error::builder(ErrorKind::InvalidItem).detail("a record is no object").body(text))
            }
            Element::TooLong(bytes) => {
                let detail = format!("a record of {bytes} bytes is longer than the client takes");
                let advice = "Raise `max_record` on the client's builder, and fetch the content again.";
                invalid(Error::builder(ErrorKind::InvalidItem).detail(detail).advice(advice))
            }
        }
    }

    /// Fetches the blob once more, from its beginning: there is no other way.
    async fn begin_again(&mut self, broken: Error) -> Result<()> {
        if self.repetitions == REPETITIONS {
            return Err(broken);
        }
        self.repetitions += 1;
        tracing::debug!(content_id = %self.id, repetition = self.repetitions, "the transfer broke off; fetching again");
        let service = self.client.service();
        service.pipeline().clock().sleep(Duration::from_secs(1 << self.repetitions)).await;
        let answer = service.send_streaming(self.request.clone()).await;
        self.answer = answer.map_err(|error| named(error, &self.id))?;
        self.splitter = ArraySplitter::new(self.client.max_record());
        self.beginning.clear();
        self.found = 0;
        self.found_hash = DefaultHasher::new();
        Ok(())
    }

    /// A repeated transfer doesn't go on where the one before broke off.
    fn not_the_same(&self, detail: &str) -> Error {
        named(self.answer.head().error(ErrorKind::UnexpectedResponse).detail(detail).build(), &self.id)
    }

    /// What came isn't what the service documents.
    fn unexpected(&self, problem: &SplitError) -> Error {
        let beginning = String::from_utf8_lossy(&self.beginning);
        let detail = match beginning.trim_start_matches('\u{feff}').trim_start().chars().next() {
            Some('<') => "the answer is HTML in place of records".to_owned(),
            Some('{') => "the answer is an object in place of records".to_owned(),
            None => "the answer is empty".to_owned(),
            Some(_) => problem.to_string(),
        };
        let mut error = self.answer.head().error(ErrorKind::UnexpectedResponse).detail(detail);
        // an error object under a status of success
        if let Some(code) = find_af_code(&beginning).filter(|_| !beginning.trim_start().starts_with('[')) {
            error = error.code(code);
        }
        named(error.build(), &self.id)
    }
}

fn add(hash: &mut DefaultHasher, element: &Element) {
    match element {
        Element::Whole(text) => {
            hash.write_usize(text.len());
            hash.write(text);
        }
        Element::TooLong(bytes) => hash.write_usize(*bytes),
    }
}

/// Adds to an error which blob it is about.
fn named(error: Error, id: &ContentId) -> Error {
    if error.fact("content_id").is_some() {
        error
    } else {
        error.into_builder().fact("content_id", id).build()
    }
}

#[cfg(test)]
mod tests;
