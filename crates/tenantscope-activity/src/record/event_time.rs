//! When an event happened, as its workload wrote it.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use tenantscope_core::Timestamp;

/// When an event happened: the text as the workload wrote it, and the instant that it means.
///
/// ```
/// use tenantscope_activity::EventTime;
///
/// // UTC without saying so, which readers of RFC 3339 refuse
/// let time = EventTime::from("2026-11-22T01:02:03");
/// assert_eq!(time.instant().unwrap().to_string(), "2026-11-22T01:02:03Z");
/// assert_eq!(time.as_str(), "2026-11-22T01:02:03");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct EventTime(Box<str>);

impl EventTime {
    /// The text as it was received.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The instant, in whatever form it is written. A text that is none is no reason to invent one.
    pub fn instant(&self) -> Option<Timestamp> {
        self.0.parse().ok()
    }
}

impl From<&str> for EventTime {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for EventTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for EventTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for EventTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<str>::deserialize(deserializer).map(Self)
    }
}
