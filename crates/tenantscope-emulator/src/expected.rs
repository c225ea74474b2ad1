//! What a correct client finds out, computed from the seeded data itself and not from the answers
//! about it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use time::{Duration, OffsetDateTime};

use crate::{
    clock,
    data::{
        audit::{self, CONTENT_TYPES},
        azure::{SubscriptionData, ratio},
        posture::{self, Scored, units},
    },
    tenant::{Standing, TenantState},
    world::World,
};

/// What there is to find out about one tenant.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Expected {
    /// The tenant's id.
    pub tenant: String,
    /// Its display name.
    pub name: String,
    /// The Microsoft Secure Score of today; none in a tenant without scores.
    pub secure_score: Option<ExpectedSecureScore>,
    /// The recommended actions that are open, those with the most points to gain first.
    pub actions: Vec<ExpectedAction>,
    /// The subscriptions that the app can see.
    pub subscriptions: Vec<ExpectedSubscription>,
}

/// A Microsoft Secure Score. Percentages are of 100.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ExpectedSecureScore {
    /// The day, as `2026-11-22`.
    pub date: String,
    /// Points earned.
    pub current: f64,
    /// Points to be had.
    pub max: f64,
    /// `current / max * 100`.
    pub percentage: f64,
    /// The same seven days earlier.
    pub percentage_7_days_ago: f64,
    /// The same thirty days earlier.
    pub percentage_30_days_ago: f64,
    /// The same on the oldest day that is kept.
    pub percentage_89_days_ago: f64,
}

/// A recommended action that is open: scored, not deprecated, and short of its maximum.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ExpectedAction {
    /// The control's id.
    pub control: String,
    /// Its title.
    pub title: String,
    /// The points still to be gained: its maximum less its score.
    pub points: f64,
}

/// A subscription and its secure score in Defender for Cloud.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ExpectedSubscription {
    /// Its id.
    pub id: String,
    /// Its display name.
    pub name: String,
    /// Its score, or why there is none.
    #[serde(flatten)]
    pub outcome: ExpectedOutcome,
    /// Its controls; none without a score.
    pub controls: Vec<ExpectedControl>,
}

/// What asking for a subscription's score leads to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
#[non_exhaustive]
pub enum ExpectedOutcome {
    /// A score.
    Score {
        /// Points earned.
        current: f64,
        /// Points to be had.
        max: f64,
        /// `current / max`, from 0 to 1, to four places, as on the wire.
        percentage: f64,
        /// The weight among several subscriptions.
        weight: i64,
    },
    /// No score yet: an empty one, or none.
    NotAssessed,
    /// The app lacks a role.
    Forbidden,
    /// Defender for Cloud is not registered.
    NotOnboarded,
}

/// A secure score control of a subscription.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ExpectedControl {
    /// Its GUID.
    pub id: String,
    /// Its display name.
    pub display_name: String,
    /// Points earned.
    pub current: f64,
    /// Points to be had.
    pub max: f64,
    /// Healthy resources.
    pub healthy: i64,
    /// Unhealthy resources.
    pub unhealthy: i64,
    /// Resources that it does not apply to.
    pub not_applicable: i64,
}

/// The audit records of one content type in a window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ExpectedAudit {
    /// The content type.
    pub content_type: String,
    /// The blobs in the window.
    pub blobs: usize,
    /// The records in those blobs, repeated ones included.
    pub delivered: usize,
    /// The different records, told apart by `Id`.
    pub records: usize,
    /// How many of the different records there are per operation.
    pub operations: BTreeMap<String, usize>,
}

/// A recommended action, and in how many tenants it is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ExpectedOpenAction {
    /// The control's id.
    pub control: String,
    /// Its title.
    pub title: String,
    /// The number of tenants.
    pub tenants: usize,
}

pub(crate) fn of_tenant(world: &World, tenant: &TenantState) -> Expected {
    let today = posture::day_of(world.anchor, world.clock.now());
    let scored = !tenant.switches().without_scores;
    Expected {
        tenant: tenant.id.clone(),
        name: tenant.name.clone(),
        secure_score: scored.then(|| secure_score(world, tenant, today)),
        actions: if scored { open_actions(tenant, today) } else { Vec::new() },
        subscriptions: tenant.subscriptions.iter().filter_map(|data| subscription(tenant, data)).collect(),
    }
}

fn secure_score(world: &World, tenant: &TenantState, today: i64) -> ExpectedSecureScore {
    let percentage = |ago: i64| {
        let (current, max) = tenant.posture.score_on(today - ago);
        units(current) / units(max) * 100.0
    };
    let (current, max) = tenant.posture.score_on(today);
    ExpectedSecureScore {
        date: clock::day(world.anchor + Duration::days(today)),
        current: units(current),
        max: units(max),
        percentage: percentage(0),
        percentage_7_days_ago: percentage(7),
        percentage_30_days_ago: percentage(30),
        percentage_89_days_ago: percentage(89),
    }
}

fn open(tenant: &TenantState, today: i64) -> impl Iterator<Item = &Scored> {
    tenant.posture.scored.iter().filter(move |scored| {
        scored.has_profile && !scored.control.deprecated && scored.points(today) < scored.max_points()
    })
}

fn open_actions(tenant: &TenantState, today: i64) -> Vec<ExpectedAction> {
    let mut actions: Vec<(i64, &Scored)> =
        open(tenant, today).map(|scored| (scored.max_points() - scored.points(today), scored)).collect();
    actions.sort_by(|(a, left), (b, right)| b.cmp(a).then(left.control.id.cmp(right.control.id)));
    let action = |(points, scored): (i64, &Scored)| ExpectedAction {
        control: scored.control.id.to_owned(),
        title: scored.control.title.to_owned(),
        points: units(points),
    };
    actions.into_iter().map(action).collect()
}

/// The actions that are open anywhere, those of the most tenants first, then by control id.
pub(crate) fn open_in_tenants(world: &World) -> Vec<ExpectedOpenAction> {
    let today = posture::day_of(world.anchor, world.clock.now());
    let mut counts: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    for tenant in world.tenants.iter().filter(|tenant| !tenant.switches().without_scores) {
        for scored in open(tenant, today) {
            counts.entry(scored.control.id).or_insert((scored.control.title, 0)).1 += 1;
        }
    }
    let mut actions: Vec<ExpectedOpenAction> = counts
        .into_iter()
        .map(|(control, (title, tenants))| ExpectedOpenAction {
            control: control.into(),
            title: title.into(),
            tenants,
        })
        .collect();
    actions.sort_by(|a, b| b.tenants.cmp(&a.tenants).then(a.control.cmp(&b.control)));
    actions
}

fn subscription(tenant: &TenantState, data: &SubscriptionData) -> Option<ExpectedSubscription> {
    let outcome = match tenant.standing(&data.id) {
        Standing::Hidden => return None,
        Standing::Assessed => ExpectedOutcome::Score {
            current: units(data.current()),
            max: units(data.max() * 100),
            percentage: units(ratio(data.current(), data.max())) / 100.0,
            weight: data.weight(),
        },
        Standing::NotAssessed | Standing::NeverCalculated => ExpectedOutcome::NotAssessed,
        Standing::Denied => ExpectedOutcome::Forbidden,
        Standing::NotRegistered(_) => ExpectedOutcome::NotOnboarded,
    };
    let scored = matches!(outcome, ExpectedOutcome::Score { .. });
    let controls = data.controls.iter().filter(|_| scored).map(|control| ExpectedControl {
        id: control.definition.id.to_owned(),
        display_name: control.definition.name.to_owned(),
        current: units(control.current()),
        max: units(control.max() * 100),
        healthy: control.healthy,
        unhealthy: control.unhealthy,
        not_applicable: control.not_applicable,
    });
    Some(ExpectedSubscription {
        id: data.id.clone(),
        name: data.name.clone(),
        controls: controls.collect(),
        outcome,
    })
}

pub(crate) fn of_audit(
    world: &World,
    tenant: &TenantState,
    from: OffsetDateTime,
    to: OffsetDateTime,
) -> Vec<ExpectedAudit> {
    let now = world.clock.now();
    let feeds = tenant.switches().feeds.clone();
    let of_type = |index: usize| {
        let name = CONTENT_TYPES[index];
        let blobs = audit::blobs(world, tenant, index, from, to).into_iter();
        let feed = feeds.get(name);
        let collected: Vec<_> = blobs
            .filter(|blob| blob.listed <= now && feed.is_some_and(|feed| feed.collected(blob.created)))
            .collect();
        let mut seen = BTreeSet::new();
        let mut expected = ExpectedAudit {
            content_type: name.to_owned(),
            blobs: collected.len(),
            delivered: 0,
            records: 0,
            operations: BTreeMap::new(),
        };
        for draft in collected.iter().flat_map(|blob| audit::drafts(world, tenant, blob)) {
            expected.delivered += 1;
            if seen.insert(draft.id) {
                expected.records += 1;
                *expected.operations.entry(draft.kind.operation.to_owned()).or_default() += 1;
            }
        }
        expected
    };
    (0..CONTENT_TYPES.len()).map(of_type).collect()
}
