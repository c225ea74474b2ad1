//! What a finding needs that the services don't tell.

use tenantscope_core::{TenantId, Timestamp};

/// What a finding needs that the services don't tell: when it was collected, and for whom.
#[derive(Clone, Debug)]
pub struct Context {
    pub(super) time: Timestamp,
    pub(super) activity: Activity,
    pub(super) tenant: Option<TenantId>,
    pub(super) subscription_name: Option<String>,
}

/// What happened to a finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Activity {
    /// It was seen for the first time.
    #[default]
    Create,
    /// It was seen before.
    Update,
    /// It isn't there any more.
    Close,
}

impl Activity {
    /// The schema's number.
    pub const fn id(self) -> u32 {
        match self {
            Self::Create => 1,
            Self::Update => 2,
            Self::Close => 3,
        }
    }
}

impl Context {
    /// Findings that were collected at this time: the services tell none.
    pub fn collected_at(time: Timestamp) -> Self {
        Self { time, activity: Activity::default(), tenant: None, subscription_name: None }
    }

    /// Whether they were seen before. Default: [`Activity::Create`].
    pub fn activity(mut self, activity: Activity) -> Self {
        self.activity = activity;
        self
    }

    /// The tenant that was asked for.
    pub fn tenant(mut self, tenant: TenantId) -> Self {
        self.tenant = Some(tenant);
        self
    }

    /// The subscription's name for people.
    pub fn subscription_name(mut self, name: impl Into<String>) -> Self {
        self.subscription_name = Some(name.into());
        self
    }

    /// Milliseconds since 1970.
    pub(super) fn milliseconds(&self) -> i64 {
        let since = self.time.duration_since(Timestamp::UNIX_EPOCH);
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }
}
