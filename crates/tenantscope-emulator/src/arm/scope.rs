//! Scopes: a subscription, something inside one, or a management group.

use super::{Context, error, management_groups, subscriptions};
use crate::{data::azure::SubscriptionData, http::Reply, tenant::Standing};

/// What a path has before its last `/providers/Microsoft.Security`.
#[derive(Clone, Debug)]
pub(super) struct Scope<'r> {
    segments: &'r [&'r str],
}

impl<'r> Scope<'r> {
    /// Takes a route apart: the scope, and what is asked of it.
    pub(super) fn split(route: &'r [&'r str]) -> Option<(Self, &'r [&'r str])> {
        let at = (0..route.len().saturating_sub(1))
            .rev()
            .find(|at| route[*at] == "providers" && route[at + 1] == "microsoft.security")?;
        Some((Self { segments: &route[..at] }, &route[at + 2..]))
    }

    pub(super) fn subscription(&self) -> Option<&'r str> {
        match self.segments {
            ["subscriptions", id, ..] => Some(id),
            _ => None,
        }
    }

    /// The resource group, for what is listed by one.
    pub(super) fn resource_group(&self) -> Option<&'r str> {
        match self.segments {
            ["subscriptions", _, "resourcegroups", group] => Some(group),
            _ => None,
        }
    }

    pub(super) fn is_subscription(&self) -> bool {
        matches!(self.segments, ["subscriptions", _])
    }

    pub(super) fn is_tenant(&self) -> bool {
        self.segments.is_empty()
    }

    /// Checks that the caller may read `kind` here.
    pub(super) fn check(&self, context: &Context<'_>, kind: &str) -> Result<(), Reply> {
        match self.segments {
            ["subscriptions", id, ..] => context.onboarded(id, kind),
            ["providers", "microsoft.management", "managementgroups", name] => {
                management_groups::check(context, name)
            }
            _ => Err(error::missing_subscription()),
        }
    }

    /// The assessed subscriptions at or below the scope.
    pub(super) fn assessed<'c>(&self, context: &'c Context<'_>) -> Vec<&'c SubscriptionData> {
        let tenant = context.bearer.tenant;
        let all = if let ["providers", "microsoft.management", "managementgroups", name] = self.segments {
            management_groups::subscriptions(tenant, name)
        } else {
            let id = self.subscription().unwrap_or_default();
            subscriptions::data(context, id).into_iter().collect()
        };
        all.into_iter().filter(|data| tenant.standing(&data.id) == Standing::Assessed).collect()
    }

    fn path(&self) -> String {
        ["", &self.segments.join("/")].join("/")
    }

    /// Whether a resource is at or below the scope.
    pub(super) fn contains(&self, resource: &str) -> bool {
        let (resource, path) = (resource.to_ascii_lowercase(), self.path());
        !path.starts_with("/subscriptions")
            || resource.strip_prefix(&path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether the scope is this very resource.
    pub(super) fn is(&self, resource: &str) -> bool {
        resource.eq_ignore_ascii_case(&self.path())
    }
}
