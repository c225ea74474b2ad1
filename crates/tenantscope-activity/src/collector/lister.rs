//! Lists a feed's windows, page by page.

use std::collections::VecDeque;

use futures_util::{
    StreamExt,
    stream::{self, BoxStream},
};
use tenantscope_core::{Error, ErrorKind, Operation, Pages};

use super::{Change, feed::Plan};
use crate::{
    ActivityClient, ContentDescriptor, ContentType,
    error::{BAD_NEXT_PAGE, QUOTA, READ},
    window::Piece,
};

static LIST: Operation = Operation::new("list activity content").permissions(READ).limit(QUOTA);

/// How often a window is listed from its first page because a link to a page wasn't good any more.
const TRIES: u32 = 3;

/// What listing comes upon.
pub(super) enum Listed {
    /// Blobs, and those that couldn't be read.
    Page(Vec<ContentDescriptor>, Vec<Error>),
    /// A window was listed to its last page.
    End(Change),
    /// The rest of the listing failed.
    Failed(Error),
}

struct Lister {
    client: ActivityClient,
    content_type: ContentType,
    windows: VecDeque<Piece>,
    sweep: bool,
    pages: Option<Pages<ContentDescriptor>>,
    tries: u32,
    /// Something in it couldn't be read, so that no window counts as listed from there on.
    incomplete: bool,
}

/// Lists the windows of a plan, the earliest first, and says which feed it is about.
pub(super) fn list(
    index: usize,
    client: ActivityClient,
    content_type: ContentType,
    plan: Plan,
) -> BoxStream<'static, (usize, Listed)> {
    let lister = Lister {
        client,
        content_type,
        windows: plan.windows.into(),
        sweep: plan.sweep,
        pages: None,
        tries: 0,
        incomplete: false,
    };
    stream::unfold(Some(lister), move |lister| async move {
        let mut lister = lister?;
        let next = lister.next().await?;
        let goes_on = !matches!(next, Listed::Failed(_));
        Some(((index, next), goes_on.then_some(lister)))
    })
    .boxed()
}

impl Lister {
    async fn next(&mut self) -> Option<Listed> {
        loop {
            let window = *self.windows.front()?;
            let pages = match &mut self.pages {
                Some(pages) => pages,
                None => match self.client.list_piece(&LIST, "content", &self.content_type, window).await {
                    Ok(pages) => self.pages.insert(pages),
                    Err(error) => return Some(Listed::Failed(error)),
                },
            };
            match pages.next().await {
                Some(Ok(page)) => {
                    let (mut blobs, mut bad) = (Vec::new(), Vec::new());
                    for entry in page.into_entries() {
                        match entry {
                            Ok(blob) => blobs.push(blob.into_value()),
                            Err(error) => bad.push(error),
                        }
                    }
                    self.incomplete |= !bad.is_empty();
                    return Some(Listed::Page(blobs, bad));
                }
                Some(Err(error)) if is_stale(&error) && self.tries < TRIES => {
                    self.tries += 1;
                    self.pages = None;
                }
                Some(Err(error)) => return Some(Listed::Failed(error)),
                None => {
                    self.pages = None;
                    self.tries = 0;
                    self.windows.pop_front();
                    if !self.incomplete {
                        let swept = self.sweep && self.windows.is_empty();
                        return Some(Listed::End(Change::Listed { to: window.end, swept }));
                    }
                }
            }
        }
    }
}

fn is_stale(error: &Error) -> bool {
    error.kind() == ErrorKind::Gone && error.code() == Some(BAD_NEXT_PAGE)
}
