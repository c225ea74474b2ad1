//! Sweeps: the same question to every subscription, with each one's outcome.

use std::{
    collections::HashMap,
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use futures_util::{
    Stream, StreamExt,
    stream::{self, BoxStream},
};
use tenantscope_core::{Error, ErrorKind, Item, Items, Result, SubscriptionId};

use crate::{
    DefenderClient, ScoreRow, SecureScoreControl, Subscription, SubscriptionHandle, SubscriptionSecureScore,
    SubscriptionState,
};

/// The same question to every subscription. One that fails doesn't stop the others.
///
/// ```
/// # tenantscope_emulator::run(async |tenant| {
/// # let (credential, cloud) = (tenant.credential(), tenant.cloud());
/// use tenantscope_defender::{DefenderClient, Outcome};
///
/// let defender = DefenderClient::builder(credential).cloud(cloud).build()?;
/// let mut swept = defender.sweep().secure_scores();
/// while let Some(swept) = swept.try_next().await? {
///     match swept.outcome {
///         Outcome::Found(posture) => println!("{}: {:?} %", swept.subscription_id, posture.score.percentage()),
///         Outcome::NotOnboarded(error) | Outcome::Failed(error) => println!("{}", error.advice()),
///         other => println!("{}: {other:?}", swept.subscription_id),
///     }
/// }
/// # Ok(())
/// # });
/// ```
///
/// Subscriptions that don't work aren't asked. If none is visible at all the sweep ends with an error of kind
/// [`ErrorKind::PermissionDenied`]: an app without a role anywhere gets an empty list rather than a refusal.
#[must_use = "nothing is asked before the results are polled"]
#[derive(Clone, Debug)]
pub struct Sweep {
    client: DefenderClient,
    subscriptions: Option<Vec<SubscriptionId>>,
    concurrency: usize,
}

/// What came of one subscription.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Swept<T> {
    /// Which subscription.
    pub subscription_id: SubscriptionId,
    /// The subscription, if the sweep listed them.
    pub subscription: Option<Item<Subscription>>,
    /// What came of it.
    pub outcome: Outcome<T>,
}

/// What came of asking one subscription.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Outcome<T> {
    /// An answer.
    Found(T),
    /// Defender for Cloud isn't switched on for it, or hasn't calculated anything yet.
    NotOnboarded(Error),
    /// It doesn't work, so it wasn't asked.
    Inactive(SubscriptionState),
    /// Anything else that kept the answer away, such as a missing role.
    Failed(Error),
}

impl<T> Outcome<T> {
    /// The answer, if there is one.
    pub fn found(&self) -> Option<&T> {
        match self {
            Self::Found(answer) => Some(answer),
            _ => None,
        }
    }

    /// What kept the answer away, if anything but the subscription's own state did.
    pub fn error(&self) -> Option<&Error> {
        match self {
            Self::NotOnboarded(error) | Self::Failed(error) => Some(error),
            _ => None,
        }
    }
}

impl<T> From<Result<T>> for Outcome<T> {
    fn from(result: Result<T>) -> Self {
        match result {
            Ok(answer) => Self::Found(answer),
            Err(error) if error.kind() == ErrorKind::NotOnboarded => Self::NotOnboarded(error),
            Err(error) => Self::Failed(error),
        }
    }
}

/// The secure score of one subscription with its controls.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SubscriptionPosture {
    /// The score.
    pub score: Item<SubscriptionSecureScore>,
    /// Its controls with their definitions, as they came.
    pub controls: Vec<Item<SecureScoreControl>>,
    /// Controls that couldn't be read.
    pub errors: Vec<Error>,
}

impl Sweep {
    pub(crate) fn new(client: DefenderClient) -> Self {
        Self { client, subscriptions: None, concurrency: 8 }
    }

    /// Asks these subscriptions. Default: all that the app can see.
    pub fn subscriptions(mut self, ids: impl IntoIterator<Item = SubscriptionId>) -> Self {
        self.subscriptions.get_or_insert_default().extend(ids);
        self
    }

    /// How many are asked at once. Default: 8.
    pub fn concurrency(mut self, subscriptions: usize) -> Self {
        self.concurrency = subscriptions.max(1);
        self
    }

    /// Asks for the secure score and its controls: two calls for each subscription.
    ///
    /// Role: Security Reader on each subscription.
    ///
    /// # Errors
    ///
    /// What kept the subscriptions from being listed. What kept one of them from answering is its
    /// [`Outcome`].
    pub fn secure_scores(self) -> SweepResults<SubscriptionPosture> {
        self.each(|subscription| async move {
            let score = subscription.secure_scores().asc_score().await?;
            let controls = subscription.secure_score_controls();
            let list = controls.list_by_score(SubscriptionSecureScore::ASC_SCORE).expand_definition();
            let (mut controls, mut errors) = (Vec::new(), Vec::new());
            let mut items = list.items();
            while let Some(item) = items.next().await {
                match item {
                    Ok(control) => controls.push(control),
                    Err(error) if error.kind() == ErrorKind::InvalidItem => errors.push(error),
                    Err(error) => return Err(error),
                }
            }
            Ok(SubscriptionPosture { score, controls, errors })
        })
    }

    /// Asks anything.
    ///
    /// # Errors
    ///
    /// What kept the subscriptions from being listed. What kept one of them from answering is its
    /// [`Outcome`].
    pub fn each<T, F, R>(self, ask: F) -> SweepResults<T>
    where
        T: Send + 'static,
        F: Fn(SubscriptionHandle) -> R + Send + 'static,
        R: Future<Output = Result<T>> + Send + 'static,
    {
        let (client, concurrency) = (self.client.clone(), self.concurrency);
        let results = self
            .targets()
            .map(move |target| {
                let asked = match &target {
                    Ok(target) if target.inactive().is_none() => {
                        Some(ask(client.subscription(target.subscription_id.clone())))
                    }
                    _ => None,
                };
                async move {
                    let target = target?;
                    let outcome = match (asked, target.inactive()) {
                        (Some(asked), _) => asked.await.into(),
                        (None, state) => Outcome::Inactive(state.unwrap_or(SubscriptionState::Disabled)),
                    };
                    Ok(target.with(outcome))
                }
            })
            .buffer_unordered(concurrency);
        SweepResults(results.boxed())
    }

    /// Asks Resource Graph for all scores at once: a handful of calls for a thousand subscriptions.
    ///
    /// Each subscription has as many rows as clouds that it is connected to. Resource Graph leaves out, without
    /// a word, both those that aren't onboarded and those that the app may not read; a subscription without a
    /// row counts as not onboarded here.
    ///
    /// Role: Security Reader on each subscription.
    ///
    /// # Errors
    ///
    /// What kept the subscriptions from being listed or Resource Graph from answering.
    pub async fn score_rows(self) -> Result<Vec<Swept<Vec<Item<ScoreRow>>>>> {
        let graph = self.client.resource_graph();
        let mut targets = Vec::new();
        let mut listed = self.targets();
        while let Some(target) = listed.next().await {
            targets.push(target?);
        }
        let active: Vec<_> = targets
            .iter()
            .filter(|target| target.inactive().is_none())
            .map(|target| target.subscription_id.clone())
            .collect();
        let mut rows: HashMap<SubscriptionId, Vec<Item<ScoreRow>>> = HashMap::new();
        if !active.is_empty() {
            let mut items = graph.secure_scores().subscriptions(active).items();
            while let Some(row) = items.try_next().await? {
                if let Some(id) = row.subscription_id.clone() {
                    rows.entry(id).or_default().push(row);
                }
            }
        }
        let swept = targets.into_iter().map(|target| {
            let outcome = match (target.inactive(), rows.remove(&target.subscription_id)) {
                (Some(state), _) => Outcome::Inactive(state),
                (None, Some(rows)) => Outcome::Found(rows),
                (None, None) => Outcome::NotOnboarded(no_row(&target.subscription_id)),
            };
            target.with(outcome)
        });
        Ok(swept.collect())
    }

    fn targets(self) -> BoxStream<'static, Result<Target>> {
        match self.subscriptions {
            Some(ids) => stream::iter(ids)
                .map(|subscription_id| Ok(Target { subscription_id, subscription: None }))
                .boxed(),
            None => listed(self.client.subscriptions().list().items(), self.client),
        }
    }
}

/// A subscription to ask.
#[derive(Debug)]
struct Target {
    subscription_id: SubscriptionId,
    subscription: Option<Item<Subscription>>,
}

impl Target {
    fn inactive(&self) -> Option<SubscriptionState> {
        let subscription = self.subscription.as_ref().filter(|subscription| !subscription.is_active())?;
        subscription.state.clone()
    }

    fn with<T>(self, outcome: Outcome<T>) -> Swept<T> {
        Swept { subscription_id: self.subscription_id, subscription: self.subscription, outcome }
    }
}

/// The subscriptions that the app can see, or an error if there are none.
fn listed(items: Items<Subscription>, client: DefenderClient) -> BoxStream<'static, Result<Target>> {
    let start = (Some(items), client, false);
    let targets = stream::unfold(start, |(items, client, mut any)| async move {
        let mut items = items?;
        loop {
            let target = match items.next().await {
                None if any => return None,
                None => return Some((Err(nothing_visible(&client)), (None, client, any))),
                Some(Err(error)) => Err(error),
                Some(Ok(subscription)) => match subscription.subscription_id.clone() {
                    Some(subscription_id) => {
                        Ok(Target { subscription_id, subscription: Some(subscription.detach()) })
                    }
                    // nothing can be asked of it
                    None => continue,
                },
            };
            any = true;
            return Some((target, (Some(items), client, any)));
        }
    });
    targets.boxed()
}

fn nothing_visible(client: &DefenderClient) -> Error {
    let mut error = Error::builder(ErrorKind::PermissionDenied)
        .operation("list subscriptions")
        .detail("no subscription is visible")
        .advice(
            "Assign the app the role Security Reader on each subscription, or on a management group above them. \
             A tenant that has no subscription can't be swept.",
        );
    if let Some(tenant) = client.tenant() {
        error = error.tenant(tenant.clone());
    }
    error.build()
}

fn no_row(id: &SubscriptionId) -> Error {
    Error::builder(ErrorKind::NotOnboarded)
        .operation("query Resource Graph")
        .detail("there is no secure score of this subscription")
        .advice(format!(
            "Register the resource provider Microsoft.Security in /subscriptions/{id} and open Defender for Cloud for \
             it once. If it is switched on, assign the app the role Security Reader there."
        ))
        .build()
}

/// The outcomes of a sweep, in the order in which they come.
///
/// It is a [`Stream`], and [`next`](Self::next), [`try_next`](Self::try_next) and
/// [`try_collect`](Self::try_collect) are at hand without importing anything.
pub struct SweepResults<T>(BoxStream<'static, Result<Swept<T>>>);

impl<T> SweepResults<T> {
    /// The next outcome; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Swept<T>>> {
        self.0.next().await
    }

    /// The next outcome; `Ok(None)` at the end.
    ///
    /// # Errors
    ///
    /// What kept the subscriptions from being listed.
    pub async fn try_next(&mut self) -> Result<Option<Swept<T>>> {
        self.next().await.transpose()
    }

    /// All outcomes.
    ///
    /// # Errors
    ///
    /// What kept the subscriptions from being listed.
    pub async fn try_collect(mut self) -> Result<Vec<Swept<T>>> {
        let mut all = Vec::new();
        while let Some(swept) = self.try_next().await? {
            all.push(swept);
        }
        Ok(all)
    }
}

impl<T> Stream for SweepResults<T> {
    type Item = Result<Swept<T>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context)
    }
}

impl<T> fmt::Debug for SweepResults<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SweepResults(…)")
    }
}

#[cfg(test)]
mod tests;
