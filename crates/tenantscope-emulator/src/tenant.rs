//! Tenants: the handle that tests hold, and the state behind it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, OnceLock},
};

use serde_json::Value;
use time::OffsetDateTime;

use crate::{
    activity::feed::Feeds,
    data::{
        azure::SubscriptionData, directory, names, people, policies, posture::Posture, reports, security,
    },
    expected::{self, Expected, ExpectedAudit},
    login::mint::{Party, mint},
    permissions,
    rng::Rng,
    store::Store,
    world::{Settings, World, lock},
};

/// A customer: a directory with its secure scores, its subscriptions and its audit log. A cheap
/// handle.
///
/// Changes apply to the requests after them. Permissions are written into a token when it is made,
/// as in reality, so a [`revoke`](Self::revoke) does not touch the tokens that are out already.
#[derive(Clone, Debug)]
pub struct Tenant {
    pub(crate) world: Arc<World>,
    pub(crate) index: usize,
}

/// An Azure subscription of a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Subscription {
    /// Its id, a GUID.
    pub id: String,
    /// Its display name.
    pub name: String,
}

/// How the provider says that a subscription is not registered with it. All of these have been
/// seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotRegistered {
    /// 404 with code `Subscription Not Registered`.
    NotFound,
    /// 401 with code `Subscription Not Registered`, although the token is good.
    Unauthorized,
    /// 400 with code `Error`.
    BadRequest,
    /// 409 with code `MissingSubscriptionRegistration`, in Resource Manager's own words.
    Conflict,
}

/// Where in a cloud a tenant lives, as its OpenID configuration says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Region {
    /// A commercial tenant.
    #[default]
    Worldwide,
    /// A US Government tenant in the commercial cloud, with its own host for the Management Activity
    /// API.
    Gcc,
    /// GCC High, in the US Government cloud.
    GccHigh,
    /// The Department of Defense, in the US Government cloud.
    Dod,
}

impl Region {
    /// `tenant_region_sub_scope`, which commercial tenants don't have.
    pub(crate) fn sub_scope(self) -> Option<&'static str> {
        match self {
            Self::Worldwide => None,
            Self::Gcc => Some("GCC"),
            Self::GccHigh => Some("DODCON"),
            Self::Dod => Some("DOD"),
        }
    }
}

/// What the app may do in the subscriptions that it has a role on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AzureRole {
    /// Read what Defender for Cloud knows.
    #[default]
    SecurityReader,
    /// Change the state of alerts, and plans, too.
    SecurityAdmin,
}

/// What stands between the app and a subscription's secure score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// Nothing: it has been assessed.
    Assessed,
    /// Defender for Cloud has just been enabled: the score is there and empty.
    NotAssessed,
    /// Registered but never calculated: 404 `ResourceNotFound`.
    NeverCalculated,
    /// The provider is not registered.
    NotRegistered(NotRegistered),
    /// The app has a role on something inside the subscription only: it is listed, and everything
    /// else is 403.
    Denied,
    /// The app has no role at all: it is not even listed.
    Hidden,
}

impl Tenant {
    pub(crate) fn state(&self) -> &TenantState {
        &self.world.tenants[self.index]
    }

    fn switches(&self) -> MutexGuard<'_, Switches> {
        lock(&self.state().switches)
    }

    /// The organization's display name.
    pub fn name(&self) -> String {
        self.state().name.clone()
    }

    /// Grants an application permission, such as `SecurityEvents.Read.All`.
    pub fn grant(&self, permission: &str) {
        self.switches().roles.insert(permission.to_owned());
    }

    /// Takes an application permission away.
    pub fn revoke(&self, permission: &str) {
        self.switches().roles.remove(permission);
    }

    /// Consents to the app again.
    pub fn grant_consent(&self) {
        self.switches().consent = Consent::Given;
    }

    /// Deletes the app's service principal: token requests get AADSTS7000229.
    pub fn revoke_consent(&self) {
        self.switches().consent = Consent::Withdrawn;
    }

    /// Disables the app's service principal: token requests get AADSTS7000112.
    pub fn disable_app(&self) {
        self.switches().consent = Consent::Disabled;
    }

    /// Sets where the tenant lives. [`Region::Worldwide`] by default.
    pub fn set_region(&self, region: Region) {
        self.switches().region = region;
    }

    /// Signs every person of the tenant out: their refresh tokens get AADSTS50173.
    pub fn revoke_refresh_tokens(&self) {
        let now = self.world.clock.now();
        self.switches().signed_out_at = Some(now);
    }

    /// A token of the tenant's first person, for the app itself: what a browser sends to an app that
    /// goes on on behalf of its users.
    ///
    /// # Panics
    ///
    /// If the tenant has not consented to the app.
    pub fn user_token(&self) -> String {
        let person = people::person(self.state(), 0);
        let scopes = ["access_as_user".to_owned()];
        let party = Party::Person { person: &person, scopes: &scopes, proof: None };
        let resource = format!("api://{}", self.world.app.id);
        let minted = mint(&self.world, self.state(), &resource, &party, None);
        minted.unwrap_or_else(|refusal| panic!("no token of a person: {}", refusal.message())).token
    }

    /// The tenant's subscriptions, those that the app cannot see included.
    pub fn subscriptions(&self) -> Vec<Subscription> {
        let all = self.state().subscriptions.iter();
        all.map(|data| Subscription { id: data.id.clone(), name: data.name.clone() }).collect()
    }

    /// Sets what the app may do in the subscriptions that it has a role on.
    /// [`AzureRole::SecurityReader`] by default.
    pub fn set_azure_role(&self, role: AzureRole) {
        self.switches().azure_role = role;
    }

    /// Sets what stands between the app and a subscription. An id that the tenant does not have
    /// changes nothing.
    pub fn set_standing(&self, subscription: &str, standing: Standing) {
        let id = subscription.to_ascii_lowercase();
        if self.state().subscriptions.iter().any(|data| data.id == id) {
            self.switches().standings.insert(id, standing);
        }
    }

    /// Takes the app's role on a subscription away. [`Standing::Denied`].
    pub fn deny_subscription(&self, subscription: &str) {
        self.set_standing(subscription, Standing::Denied);
    }

    /// Hides a subscription from the app. [`Standing::Hidden`].
    pub fn hide_subscription(&self, subscription: &str) {
        self.set_standing(subscription, Standing::Hidden);
    }

    /// Unregisters a subscription from Defender for Cloud, which answers 404. See [`NotRegistered`]
    /// for the other ways.
    pub fn unregister_subscription(&self, subscription: &str) {
        self.set_standing(subscription, Standing::NotRegistered(NotRegistered::NotFound));
    }

    /// Switches the unified audit log off: Management Activity API subscriptions cannot be started.
    pub fn disable_auditing(&self) {
        self.switches().auditing = false;
    }

    /// Switches the unified audit log on again.
    pub fn enable_auditing(&self) {
        self.switches().auditing = true;
    }

    /// Disables a Management Activity API subscription as an administrator would: requests for its
    /// content get AF20023.
    pub fn disable_feed(&self, content_type: &str) {
        let now = self.world.clock.now();
        self.switches().feeds.disable(content_type, now);
    }

    /// Puts a secure score of your making before the others. [`expected`](Self::expected) does not
    /// know of it.
    pub fn add_secure_score(&self, score: Value) {
        self.switches().added_scores.insert(0, score);
    }

    /// Removes every secure score, as in a tenant of the last few days.
    pub fn clear_secure_scores(&self) {
        let mut switches = self.switches();
        switches.added_scores.clear();
        switches.without_scores = true;
    }

    /// What a correct client finds out about this tenant now.
    pub fn expected(&self) -> Expected {
        expected::of_tenant(&self.world, self.state())
    }

    /// What a correct client collects from content that became available in `from..to`, one entry
    /// per content type.
    pub fn expected_audit(
        &self,
        from: std::time::SystemTime,
        to: std::time::SystemTime,
    ) -> Vec<ExpectedAudit> {
        expected::of_audit(&self.world, self.state(), from.into(), to.into())
    }
}

/// Whether the app has a service principal here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consent {
    Given,
    Withdrawn,
    Disabled,
}

/// A tenant as the services know it.
#[derive(Debug)]
pub(crate) struct TenantState {
    pub(crate) seed: u64,
    pub(crate) index: usize,
    pub(crate) id: String,
    pub(crate) domain: String,
    /// The verified domain that is no part of `onmicrosoft.com`.
    pub(crate) vanity: String,
    pub(crate) name: String,
    /// The app's service principal here.
    pub(crate) object_id: String,
    pub(crate) posture: Posture,
    pub(crate) subscriptions: Vec<SubscriptionData>,
    pub(crate) switches: Mutex<Switches>,
    /// Made when it is first asked for.
    store: OnceLock<Mutex<Store>>,
}

/// What a test can change about a tenant, and what requests change.
#[derive(Clone, Debug)]
pub(crate) struct Switches {
    pub(crate) roles: BTreeSet<String>,
    pub(crate) consent: Consent,
    pub(crate) auditing: bool,
    pub(crate) azure_role: AzureRole,
    /// The states that alerts were put into, by name.
    pub(crate) alert_states: BTreeMap<String, &'static str>,
    /// The tiers that plans were put into, by subscription and plan.
    pub(crate) plans: BTreeMap<(String, String), String>,
    pub(crate) region: Region,
    /// Refresh tokens of before then are no longer good.
    pub(crate) signed_out_at: Option<OffsetDateTime>,
    pub(crate) standings: BTreeMap<String, Standing>,
    pub(crate) feeds: Feeds,
    pub(crate) added_scores: Vec<Value>,
    pub(crate) without_scores: bool,
    /// State updates of control profiles, by profile, oldest first.
    pub(crate) state_updates: BTreeMap<String, Vec<Value>>,
}

impl TenantState {
    pub(crate) fn new(settings: &Settings, index: usize, anchor: OffsetDateTime) -> Self {
        let number = i64::try_from(index).unwrap_or(i64::MAX);
        let mut rng = Rng::keyed(settings.seed, "tenant", &[number]);
        let (name, label) = names::organization(index);
        let subscriptions = SubscriptionData::of_tenant(
            settings.seed,
            index,
            settings.tenants,
            &name,
            settings.subscriptions_per_tenant,
        );
        let standings = subscriptions.iter().map(|data| (data.id.clone(), data.standing)).collect();
        Self {
            seed: settings.seed,
            index,
            id: rng.guid(),
            domain: format!("{label}.onmicrosoft.com"),
            vanity: format!("{label}.com"),
            name,
            object_id: rng.guid(),
            posture: Posture::new(settings.seed, index),
            subscriptions,
            switches: Mutex::new(Switches {
                roles: permissions::everything(),
                consent: Consent::Given,
                auditing: true,
                azure_role: AzureRole::default(),
                alert_states: BTreeMap::new(),
                plans: BTreeMap::new(),
                region: Region::default(),
                signed_out_at: None,
                standings,
                feeds: Feeds::new(settings.subscriptions_started, anchor),
                added_scores: Vec::new(),
                without_scores: false,
                state_updates: BTreeMap::new(),
            }),
            store: OnceLock::new(),
        }
    }

    /// Whether `name` is its id or one of its domains.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        [&self.id, &self.domain, &self.vanity].iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// What the tenant has in Graph.
    pub(crate) fn store(&self, world: &World) -> MutexGuard<'_, Store> {
        let store = self.store.get_or_init(|| {
            let mut store = Store::default();
            directory::fill(&mut store, world, self);
            policies::fill(&mut store, world, self);
            reports::fill(&mut store, world, self);
            security::fill(&mut store, world, self);
            Mutex::new(store)
        });
        lock(store)
    }

    /// `tenant_region_scope`
    pub(crate) fn region_scope(&self) -> &'static str {
        match self.switches().region {
            Region::Worldwide => "WW",
            Region::Gcc => "NA",
            Region::GccHigh | Region::Dod => "USG",
        }
    }

    pub(crate) fn switches(&self) -> MutexGuard<'_, Switches> {
        lock(&self.switches)
    }

    pub(crate) fn standing(&self, subscription: &str) -> Standing {
        self.switches().standings.get(subscription).copied().unwrap_or(Standing::Hidden)
    }
}
