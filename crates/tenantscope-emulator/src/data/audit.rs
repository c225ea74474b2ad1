//! The audit log as blobs: which became available when, and which records are in each.
//!
//! Everything follows from (seed, tenant, content type, slot), so that content goes on without end
//! as the clock moves and no record has to be kept.

use time::{Duration, OffsetDateTime};

use super::records::{self, Kind};
use crate::{rng::Rng, tenant::TenantState, world::World};

/// The content types of the service.
pub(crate) const CONTENT_TYPES: [&str; 5] =
    ["Audit.AzureActiveDirectory", "Audit.Exchange", "Audit.SharePoint", "Audit.General", "DLP.All"];

/// How long content stays available.
pub(crate) const LIFETIME: Duration = Duration::days(7);

/// Added to the number of a slot in a content id, since slots before the world's first day have
/// numbers below 0.
const FIRST_SLOT: i64 = 500_000_000;

/// How far from the world's first day there is content. An id can name any slot, the calendar
/// cannot.
const HISTORY: Duration = Duration::days(3_650);

/// One blob of one content type.
#[derive(Clone, Debug)]
pub(crate) struct Blob {
    pub(crate) content_type: usize,
    slot: i64,
    /// When it became available.
    pub(crate) created: OffsetDateTime,
    /// From when on it is listed. Later than `created` for those that are delivered late.
    pub(crate) listed: OffsetDateTime,
}

impl Blob {
    pub(crate) fn expires(&self) -> OffsetDateTime {
        self.created + LIFETIME
    }

    /// `20261122010203456000000421$20261122010203456000000421$audit_exchange$Audit_Exchange$emea0036`
    pub(crate) fn id(&self) -> String {
        let at = self.created;
        let stamp = format!(
            "{:04}{:02}{:02}{:02}{:02}{:02}{:03}{:09}",
            at.year(),
            u8::from(at.month()),
            at.day(),
            at.hour(),
            at.minute(),
            at.second(),
            at.millisecond(),
            self.slot + FIRST_SLOT,
        );
        let name = CONTENT_TYPES[self.content_type].replace('.', "_");
        format!("{stamp}${stamp}${}${name}$emea0036", name.to_ascii_lowercase())
    }
}

/// A record before it is written out: enough to count it.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) id: String,
    pub(crate) kind: &'static Kind,
    pub(crate) happened: OffsetDateTime,
    pub(crate) rng: Rng,
}

/// The blobs of a content type that became available in `from..to`, in that order.
pub(crate) fn blobs(
    world: &World,
    tenant: &TenantState,
    content_type: usize,
    from: OffsetDateTime,
    to: OffsetDateTime,
) -> Vec<Blob> {
    let slot = |at: OffsetDateTime| (at - world.anchor).whole_seconds().div_euclid(slot_length(world));
    // Without this a nonsensical window would walk through every slot of history.
    if to <= from || to - from > Duration::days(60) {
        return Vec::new();
    }
    let all = (slot(from) - 1..=slot(to)).filter_map(|slot| blob(world, tenant, content_type, slot));
    all.filter(|blob| from <= blob.created && blob.created < to).collect()
}

/// The blob with this content id, whether it is available or not.
pub(crate) fn find(world: &World, tenant: &TenantState, id: &str) -> Option<Blob> {
    let stamp = id.split('$').next()?;
    let slot: i64 = stamp.get(stamp.len().checked_sub(9)?..)?.parse().ok()?;
    let mut types = 0..CONTENT_TYPES.len();
    types.find_map(|content_type| {
        blob(world, tenant, content_type, slot - FIRST_SLOT).filter(|blob| blob.id() == id)
    })
}

fn slot_length(world: &World) -> i64 {
    3600 / i64::from(world.settings.blobs_per_hour.clamp(1, 3600))
}

fn key(world: &World, tenant: &TenantState, what: &str, content_type: usize, numbers: [i64; 2]) -> Rng {
    let label = format!("{what} {} {}", CONTENT_TYPES[content_type], tenant.index);
    Rng::keyed(world.settings.seed, &label, &numbers)
}

fn blob(world: &World, tenant: &TenantState, content_type: usize, slot: i64) -> Option<Blob> {
    let mut rng = key(world, tenant, "blob", content_type, [slot, 0]);
    let is_dlp = content_type == 4;
    // Some hours are quiet, and matches of data loss policies are rarer than the rest.
    if !rng.percent(if is_dlp { 40 } else { 92 }) {
        return None;
    }
    let length = slot_length(world);
    if slot.saturating_mul(length).unsigned_abs() > HISTORY.unsigned_abs().as_secs() {
        return None;
    }
    let jitter = Duration::milliseconds(rng.between(0, length * 1000 - 1));
    let created = world.anchor + Duration::seconds(slot * length) + jitter;
    let late = rng.percent(15);
    let listed = if late { created + world.settings.late_listing } else { created };
    Some(Blob { content_type, slot, created, listed })
}

/// The records of a blob, those that it repeats from earlier blobs included.
pub(crate) fn drafts(world: &World, tenant: &TenantState, blob: &Blob) -> Vec<Draft> {
    let own = count(world, tenant, blob.content_type, blob.slot);
    let mut all: Vec<Draft> = (0..own).map(|index| draft(world, tenant, blob, index)).collect();
    let mut rng = key(world, tenant, "again", blob.content_type, [blob.slot, 0]);
    if world.settings.twice_delivered && rng.percent(30) {
        let earlier = self::blob(world, tenant, blob.content_type, blob.slot - rng.between(1, 30));
        if let Some(earlier) = earlier {
            let last = count(world, tenant, earlier.content_type, earlier.slot) - 1;
            all.push(draft(world, tenant, &earlier, rng.between(0, last)));
        }
    }
    all
}

fn count(world: &World, tenant: &TenantState, content_type: usize, slot: i64) -> i64 {
    let mut rng = key(world, tenant, "count", content_type, [slot, 0]);
    world.settings.records_per_blob.map_or_else(|| rng.between(2, 14), |count| i64::from(count.max(1)))
}

fn draft(world: &World, tenant: &TenantState, blob: &Blob, index: i64) -> Draft {
    let mut rng = key(world, tenant, "record", blob.content_type, [blob.slot, index]);
    let kind = rng.pick(records::kinds(blob.content_type));
    // Most events are there within ninety minutes, some a day late.
    let delay = if rng.percent(4) { rng.between(3_600, 93_600) } else { rng.between(120, 5_400) };
    Draft { id: rng.guid(), kind, happened: blob.created - Duration::seconds(delay), rng }
}
