//! What people have begun: device codes, authorization codes, and refresh tokens.

use std::collections::HashMap;

use time::OffsetDateTime;

/// A person's agreement with the app.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// The index of the person's tenant.
    pub(crate) tenant: usize,
    /// The index of the person there.
    pub(crate) person: usize,
    /// The scopes that were asked for.
    pub(crate) scope: String,
    /// Whether it was begun as a public client, which has no credential.
    pub(crate) public: bool,
    pub(crate) nonce: Option<String>,
    pub(crate) since: OffsetDateTime,
}

/// What somebody has done about a device code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeviceState {
    Pending,
    Approved,
    Declined,
    Redeemed,
}

#[derive(Clone, Debug)]
pub(crate) struct Device {
    pub(crate) code: String,
    pub(crate) user_code: String,
    pub(crate) state: DeviceState,
    pub(crate) polled: Option<OffsetDateTime>,
    pub(crate) session: Session,
}

/// An authorization code.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Option<(String, String)>,
    pub(crate) redeemed: bool,
    pub(crate) session: Session,
}

/// Everything that people have begun.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    pub(crate) devices: Vec<Device>,
    pub(crate) codes: HashMap<String, Code>,
    pub(crate) refresh: HashMap<String, Session>,
}
