//! Azure subscriptions and their secure scores in Defender for Cloud.
//!
//! The arithmetic is that of the service, in whole numbers: hundredths of a point and
//! ten-thousandths of a ratio, ties to the even neighbour.

use crate::{
    rng::{Rng, guid_of},
    tenant::{NotRegistered, Standing},
};

/// One control of the benchmark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Definition {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) max_score: i64,
}

const fn definition(id: &'static str, name: &'static str, max_score: i64) -> Definition {
    Definition { id, name, max_score }
}

/// The controls of the Microsoft cloud security benchmark.
pub(crate) const DEFINITIONS: &[Definition] = &[
    definition("34a42fb3-e6db-409c-b56b-7b1db6b8aee0", "Enable MFA", 10),
    definition("52901099-235c-4971-b9d5-a33fca3a936e", "Secure management ports", 8),
    definition("61702b76-1fab-41f2-bcbc-50b7870dcf38", "Apply system updates", 6),
    definition("05daab2e-f074-4601-ac10-aadf5c9c50f6", "Remediate vulnerabilities", 6),
    definition("99fc8df2-e0f5-40f8-9415-a7f7ca948b5a", "Remediate security configurations", 4),
    definition("2d85f639-0bea-4a4a-b6c6-608952a1414a", "Manage access and permissions", 4),
    definition("8fd574ec-43cf-426e-a439-a67cbaf2d564", "Enable encryption at rest", 4),
    definition("0e55495e-034f-4abc-8293-767229250176", "Encrypt data in transit", 4),
    definition("f9d5432b-8f7b-45e9-b90c-e214a30f6a02", "Restrict unauthorized network access", 4),
    definition("a000c66f-6da2-4f9d-826d-2364347d2588", "Apply adaptive application control", 3),
    definition("a9909064-42b4-4d34-8143-275477afe18b", "Protect applications against DDoS attacks", 2),
    definition("12136bd9-dc24-44f2-9587-7be3af6aac14", "Enable endpoint protection", 2),
    definition("27b24961-75ba-4fe4-8909-97286d5dd5ee", "Enable auditing and logging", 1),
    definition("4db8d6cf-075b-4149-a813-da09ca2ae120", "Enable enhanced security features", 0),
    definition("76763537-9feb-42d3-b4f4-78c01117be80", "Implement security best practices", 0),
];

/// The recommendations that a control is made of.
pub(crate) fn assessments(definition: &Definition) -> Vec<String> {
    (0..3).map(|index| guid_of(&format!("{} {index}", definition.id))).collect()
}

/// A subscription and what was found in it.
#[derive(Clone, Debug)]
pub(crate) struct SubscriptionData {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) standing: Standing,
    pub(crate) controls: Vec<ControlData>,
}

/// A control with the resources that were assessed for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ControlData {
    pub(crate) definition: Definition,
    pub(crate) healthy: i64,
    pub(crate) unhealthy: i64,
    pub(crate) not_applicable: i64,
}

impl ControlData {
    pub(crate) fn weight(&self) -> i64 {
        self.healthy + self.unhealthy
    }

    /// 0 where nothing was assessed: the control takes no part.
    pub(crate) fn max(&self) -> i64 {
        if self.weight() == 0 { 0 } else { self.definition.max_score }
    }

    /// In hundredths.
    pub(crate) fn current(&self) -> i64 {
        divide(self.max() * self.healthy * 100, self.weight())
    }
}

impl SubscriptionData {
    /// In hundredths.
    pub(crate) fn current(&self) -> i64 {
        self.controls.iter().map(ControlData::current).sum()
    }

    pub(crate) fn max(&self) -> i64 {
        self.controls.iter().map(ControlData::max).sum()
    }

    pub(crate) fn weight(&self) -> i64 {
        self.controls.iter().map(|control| control.weight() * control.max()).sum()
    }

    /// The subscriptions of a tenant: `count` of them, or as many as a small organization has.
    pub(crate) fn of_tenant(
        seed: u64,
        tenant: usize,
        tenants: usize,
        organization: &str,
        count: Option<usize>,
    ) -> Vec<Self> {
        let number = i64::try_from(tenant).unwrap_or(i64::MAX);
        let mut rng = Rng::keyed(seed, "subscriptions", &[number]);
        let mut plan = vec![("Production", Standing::Assessed)];
        if tenant.is_multiple_of(3) {
            plan.push(("Shared services", Standing::Assessed));
        }
        plan.push(("Sandbox", Standing::NotAssessed));
        if tenants > 1 {
            match tenant % 3 {
                1 => plan.push(("Acquired", Standing::Denied)),
                2 => plan.push(("Legacy", Standing::NotRegistered(NotRegistered::NotFound))),
                _ => {}
            }
        }
        let mut plan: Vec<(String, Standing)> =
            plan.into_iter().map(|(purpose, standing)| (purpose.to_owned(), standing)).collect();
        if let Some(count) = count {
            let more = plan.len()..count;
            plan.extend(more.map(|number| (format!("Landing zone {number:04}"), Standing::Assessed)));
            plan.truncate(count);
        }
        plan.into_iter()
            .map(|(purpose, standing)| Self {
                id: rng.guid(),
                name: format!("{organization} {purpose}"),
                standing,
                controls: DEFINITIONS.iter().map(|definition| control(&mut rng, *definition)).collect(),
            })
            .collect()
    }
}

fn control(rng: &mut Rng, definition: Definition) -> ControlData {
    let assessed = if rng.percent(15) { 0 } else { rng.between(1, 60) };
    let healthy = match rng.below(4) {
        0 => assessed,
        _ => rng.between(0, assessed),
    };
    ControlData { definition, healthy, unhealthy: assessed - healthy, not_applicable: rng.between(0, 12) }
}

/// `current / max` in ten-thousandths, from `current` in hundredths: computed from the rounded
/// points, as the service does.
pub(crate) fn ratio(current: i64, max: i64) -> i64 {
    divide(current * 100, max)
}

/// Division rounded to the nearest whole number, ties to the even one; 0 by 0 is 0.
fn divide(numerator: i64, denominator: i64) -> i64 {
    if denominator == 0 {
        return 0;
    }
    let (quotient, rest) = (numerator / denominator, numerator % denominator);
    match (rest * 2).cmp(&denominator) {
        std::cmp::Ordering::Less => quotient,
        std::cmp::Ordering::Greater => quotient + 1,
        std::cmp::Ordering::Equal => quotient + quotient % 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_reproduces_the_documented_examples() {
        let control = |max_score, healthy, unhealthy| ControlData {
            definition: definition("", "", max_score),
            healthy,
            unhealthy,
            not_applicable: 0,
        };
        // 11 of 18 resources, 6 points: 3.67, and the ratio from the rounded points.
        assert_eq!(control(6, 11, 7).current(), 367);
        assert_eq!(ratio(367, 6), 6117);
        // A tie goes to the even neighbour.
        assert_eq!(ratio(753, 8), 9412);
        // Nothing assessed: no points to be had, whatever the definition says.
        assert_eq!((control(10, 0, 0).current(), control(10, 0, 0).max()), (0, 0));
    }

    #[test]
    fn several_tenants_show_every_standing() {
        let standings: Vec<Standing> = (0..3)
            .flat_map(|tenant| SubscriptionData::of_tenant(1, tenant, 3, "X", None))
            .map(|data| data.standing)
            .collect();
        for wanted in [Standing::Assessed, Standing::NotAssessed, Standing::Denied] {
            assert!(standings.contains(&wanted), "{wanted:?}");
        }
    }
}
