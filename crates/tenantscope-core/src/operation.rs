//! What a room says of its service and of each call, once.

use std::time::Duration;

use crate::{failure::Failure, failure::Verdict};

/// One kind of call: its name, what it needs and how it may be repeated.
///
/// ```
/// use tenantscope_core::Operation;
///
/// static LIST: Operation = Operation::new("list secure scores").permissions(&["SecurityEvents.Read.All"]);
/// ```
#[derive(Debug)]
pub struct Operation {
    pub(crate) name: &'static str,
    pub(crate) permissions: &'static [&'static str],
    pub(crate) repeatable: Option<bool>,
    pub(crate) limits: [Option<RateLimit>; 3],
}

impl Operation {
    /// A call by the name that stands in errors and traces: `list secure scores`.
    pub const fn new(name: &'static str) -> Self {
        Self { name, permissions: &[], repeatable: None, limits: [None; 3] }
    }

    /// The permissions or roles of which any one suffices, the least first. They stand in the advice of a 403.
    pub const fn permissions(mut self, permissions: &'static [&'static str]) -> Self {
        self.permissions = permissions;
        self
    }

    /// Says that repeating the call does no harm although its method is POST or PATCH.
    pub const fn repeatable(mut self) -> Self {
        self.repeatable = Some(true);
        self
    }

    /// Says that the call must not be repeated unless the service didn't act, whatever its method.
    pub const fn not_repeatable(mut self) -> Self {
        self.repeatable = Some(false);
        self
    }

    /// One of the service's own limits for this call, which the pipeline keeps to. There may be three.
    pub const fn limit(mut self, limit: RateLimit) -> Self {
        let mut n = 0;
        while self.limits[n].is_some() {
            n += 1;
        }
        self.limits[n] = Some(limit);
        self
    }

    /// The name that stands in errors and traces.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The permissions or roles of which any one suffices, the least first.
    pub const fn needs(&self) -> &'static [&'static str] {
        self.permissions
    }

    pub(crate) fn is_repeatable(&self, method: &http::Method) -> bool {
        self.repeatable.unwrap_or_else(|| method.is_idempotent())
    }
}

/// How many requests a service takes of one app and one tenant.
///
/// Calls that name the same limit share it. The pipeline waits rather than going over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    pub(crate) name: &'static str,
    pub(crate) concurrent: Option<u32>,
    pub(crate) requests: Option<(u32, Duration)>,
}

impl RateLimit {
    /// A limit by name, so far without numbers.
    pub const fn new(name: &'static str) -> Self {
        Self { name, concurrent: None, requests: None }
    }

    /// At most so many requests at once.
    pub const fn concurrent(mut self, requests: u32) -> Self {
        self.concurrent = Some(requests);
        self
    }

    /// At most so many requests in any span of this length.
    pub const fn requests(mut self, requests: u32, per: Duration) -> Self {
        self.requests = Some((requests, per));
        self
    }

    /// The name that calls share.
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

/// One of Microsoft's services: how it is called and how it words its failures.
#[derive(Debug)]
pub struct Service {
    pub(crate) name: &'static str,
    pub(crate) request_id_header: Option<&'static str>,
    pub(crate) headers: &'static [(&'static str, &'static str)],
    pub(crate) classify: fn(&Failure) -> Option<Verdict>,
}

impl Service {
    /// A service by the name that stands in advice: `Microsoft Graph`.
    pub const fn new(name: &'static str) -> Self {
        Self { name, request_id_header: None, headers: &[], classify: |_| None }
    }

    /// The header in which this service takes the client's own id of a request, in lower case.
    pub const fn request_id_header(mut self, name: &'static str) -> Self {
        assert!(is_header_name(name), "a header's name is in lower case");
        self.request_id_header = Some(name);
        self
    }

    /// Headers that go on every request to this service, in lower case.
    pub const fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        let mut n = 0;
        while n < headers.len() {
            assert!(is_header_name(headers[n].0), "a header's name is in lower case");
            n += 1;
        }
        self.headers = headers;
        self
    }

    /// How this service words its failures. `None` leaves it to the HTTP status.
    pub const fn classify(mut self, classify: fn(&Failure) -> Option<Verdict>) -> Self {
        self.classify = classify;
        self
    }

    /// The name that stands in advice.
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

/// Whether a name is one that `http` takes as a constant. Checked when the service is declared, at compile time.
const fn is_header_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    let mut n = 0;
    while n < bytes.len() {
        if !(bytes[n].is_ascii_lowercase() || bytes[n].is_ascii_digit() || bytes[n] == b'-') {
            return false;
        }
        n += 1;
    }
    !bytes.is_empty()
}
