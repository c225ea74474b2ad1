//! The people of a tenant.

use super::names::USERS;
use crate::{rng::Rng, tenant::TenantState};

/// Somebody with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    /// The object id.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) given_name: String,
    pub(crate) surname: String,
    /// The user principal name.
    pub(crate) upn: String,
}

/// The person at `index`; there is no end of them.
pub(crate) fn person(tenant: &TenantState, index: usize) -> Person {
    // First and last names are paired anew in every round.
    let (round, place) = (index / USERS.len(), index % USERS.len());
    let split = |text: &'static str| text.split_once('.').unwrap_or((text, ""));
    let first = split(USERS[place]).0;
    let last = split(USERS[(place + round) % USERS.len()]).1;
    let again = round / USERS.len();
    let number = if again == 0 { String::new() } else { (again + 1).to_string() };
    let (given_name, surname) = (capital(first), capital(last));
    let numbers = [tenant.index, index].map(|n| i64::try_from(n).unwrap_or(i64::MAX));
    Person {
        id: Rng::keyed(tenant.seed, "person", &numbers).guid(),
        name: format!("{given_name} {surname}{}{number}", if again == 0 { "" } else { " " }),
        given_name,
        surname,
        upn: format!("{first}.{last}{number}@{}", tenant.vanity),
    }
}

/// The index of the person with this id or user principal name, among the first few hundred.
pub(crate) fn index_of(tenant: &TenantState, name: &str) -> Option<usize> {
    if name.is_empty() {
        return None;
    }
    (0..USERS.len() * USERS.len()).find(|index| {
        let person = person(tenant, *index);
        person.id.eq_ignore_ascii_case(name) || person.upn.eq_ignore_ascii_case(name)
    })
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::world::Settings;

    #[test]
    fn people_are_told_apart_by_id_and_name() {
        let tenant = TenantState::new(&Settings::default(), 0, time::OffsetDateTime::UNIX_EPOCH);
        let people: Vec<Person> = (0..2000).map(|index| person(&tenant, index)).collect();
        let distinct = |part: fn(&Person) -> &String| people.iter().map(part).collect::<BTreeSet<_>>().len();
        assert_eq!((distinct(|p| &p.id), distinct(|p| &p.upn), distinct(|p| &p.name)), (2000, 2000, 2000));
        assert_eq!(people[0].name, "Adele Vance");
        assert_eq!(index_of(&tenant, "ADELE.vance@contoso.com"), Some(0));
    }
}
