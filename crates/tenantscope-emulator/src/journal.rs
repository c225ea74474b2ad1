//! The journal: every request that reached the emulator, and what it got.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use crate::{service::Service, world::lock};

/// One request and its answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Entry {
    /// When it arrived, by the emulator's clock.
    pub at: SystemTime,
    /// How long after the emulator's start it arrived, by the runtime's clock.
    pub since_start: Duration,
    /// The service that it reached.
    pub service: Service,
    /// `GET`, `POST`, …
    pub method: String,
    /// The path as it was sent.
    pub path: String,
    /// The query as it was sent, without its question mark.
    pub query: String,
    /// The id of the tenant in its path or, failing that, in its token.
    pub tenant: Option<String>,
    /// The `PublisherIdentifier` of a Management Activity API request.
    pub publisher: Option<String>,
    /// The headers, names in lower case. Secrets are left out of the value of `authorization`.
    pub headers: Vec<(String, String)>,
    /// What its token says, if the emulator made it.
    pub token: Option<TokenNote>,
    /// The form of a token request, without its secret and its assertion.
    pub form: BTreeMap<String, String>,
    /// The HTTP version: `HTTP/1.1` or `HTTP/2.0`.
    pub version: String,
    /// The status of the answer, or 0 if there was none.
    pub status: u16,
    /// The address that the connection came from. Requests with the same one shared a connection.
    pub peer: String,
}

impl Entry {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// What a token that the emulator made says of its bearer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenNote {
    /// The tenant, `tid`.
    pub tenant: String,
    /// The audience, `aud`.
    pub audience: String,
    /// The app, `appid`.
    pub app: String,
    /// The token's own id, `uti`.
    pub id: String,
}

/// Every request since the start or the last [`clear`](Self::clear), in order of arrival.
#[derive(Clone, Debug, Default)]
pub struct Journal(Arc<Mutex<Pages>>);

#[derive(Debug, Default)]
struct Pages {
    entries: Vec<Entry>,
    /// How many entries were there before these.
    forgotten: usize,
}

impl Journal {
    /// The entries so far.
    pub fn entries(&self) -> Vec<Entry> {
        lock(&self.0).entries.clone()
    }

    /// The number of entries that satisfy `wanted`.
    pub fn count(&self, mut wanted: impl FnMut(&Entry) -> bool) -> usize {
        lock(&self.0).entries.iter().filter(|entry| wanted(entry)).count()
    }

    /// The requests for a token.
    pub fn token_requests(&self) -> Vec<Entry> {
        let is_token = |entry: &&Entry| entry.service == Service::Login && entry.path.ends_with("/token");
        lock(&self.0).entries.iter().filter(is_token).cloned().collect()
    }

    /// Forgets everything.
    pub fn clear(&self) {
        let mut pages = lock(&self.0);
        pages.forgotten += pages.entries.len();
        pages.entries.clear();
    }

    /// Notes a request on its arrival. The ticket completes the entry when there is an answer.
    pub(crate) fn open(&self, entry: Entry) -> Ticket {
        let mut pages = lock(&self.0);
        let number = pages.forgotten + pages.entries.len();
        pages.entries.push(entry);
        Ticket { journal: self.clone(), number }
    }
}

/// The place of a request that has no answer yet.
pub(crate) struct Ticket {
    journal: Journal,
    number: usize,
}

impl Ticket {
    /// Completes the entry, unless it was forgotten meanwhile.
    pub(crate) fn answered(self, status: u16) {
        let mut pages = lock(&self.journal.0);
        let index = self.number.checked_sub(pages.forgotten);
        if let Some(entry) = index.and_then(|index| pages.entries.get_mut(index)) {
            entry.status = status;
        }
    }
}
