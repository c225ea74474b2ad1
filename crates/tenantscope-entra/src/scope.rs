//! Checks a scope before anything is sent for it.

use tenantscope_core::{Cloud, Error, ErrorKind, Result};

/// Checks that an app can ask for this scope in this cloud.
pub(crate) fn check_app_only(scope: &str, cloud: &Cloud) -> Result<()> {
    let invalid = |why: &str| {
        Err(Error::new(ErrorKind::InvalidInput, format!("the scope `{}` {why}", scope.escape_debug())))
    };
    if scope.split_ascii_whitespace().count() != 1 || scope.trim() != scope {
        return invalid(
            "isn't one resource: an app asks for one at a time, such as https://graph.microsoft.com/.default",
        );
    }
    if !scope.ends_with("/.default") || scope.len() == "/.default".len() {
        return invalid(
            "doesn't end with `/.default`: an app gets all permissions that it was granted on a resource, such as https://graph.microsoft.com/.default",
        );
    }
    check_cloud(scope, cloud)
}

/// Checks scopes of one resource that are asked for a user.
pub(crate) fn check_delegated(scope: &str, cloud: &Cloud) -> Result<()> {
    if scope.trim().is_empty() {
        return Err(Error::new(ErrorKind::InvalidInput, "the scope is empty"));
    }
    scope.split_ascii_whitespace().try_for_each(|scope| check_cloud(scope, cloud))
}

/// Refuses a scope that belongs to another national cloud than the credential's.
pub(crate) fn check_cloud(scope: &str, cloud: &Cloud) -> Result<()> {
    let (Some(own), Some(asked)) = (family_of_cloud(cloud), family_of_scope(scope)) else {
        return Ok(());
    };
    if own == asked {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::InvalidInput,
        format!(
            "the scope `{}` belongs to {}, and this credential signs in at {}: build it with `.cloud({})`, or take the scope from its own cloud",
            scope.escape_debug(),
            asked.name(),
            cloud.login().host_str().unwrap_or_default(),
            asked.variants(),
        ),
    ))
}

/// Clouds that share a login host, and so each other's scopes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Commercial,
    UsGovernment,
    China,
}

impl Family {
    fn name(self) -> &'static str {
        match self {
            Self::Commercial => "the commercial cloud",
            Self::UsGovernment => "US Government",
            Self::China => "China",
        }
    }

    fn variants(self) -> &'static str {
        match self {
            Self::Commercial => "Cloud::Public",
            Self::UsGovernment => "Cloud::GccHigh)` or `.cloud(Cloud::Dod",
            Self::China => "Cloud::China",
        }
    }
}

/// The ends of the hosts that services of one family have.
const HOSTS: [(&str, Family); 14] = [
    ("graph.microsoft.com", Family::Commercial),
    ("management.azure.com", Family::Commercial),
    ("management.core.windows.net", Family::Commercial),
    ("manage.office.com", Family::Commercial),
    ("manage-gcc.office.com", Family::Commercial),
    ("vault.azure.net", Family::Commercial),
    ("microsoft.us", Family::UsGovernment),
    ("usgovcloudapi.net", Family::UsGovernment),
    ("office365.us", Family::UsGovernment),
    ("apps.mil", Family::UsGovernment),
    ("azure.us", Family::UsGovernment),
    ("chinacloudapi.cn", Family::China),
    ("azure.cn", Family::China),
    ("office365.cn", Family::China),
];

fn family_of_scope(scope: &str) -> Option<Family> {
    let rest = scope.strip_prefix("https://")?;
    let host = rest.split('/').next()?.to_ascii_lowercase();
    HOSTS
        .iter()
        .find(|(end, _)| host.strip_suffix(end).is_some_and(|front| front.is_empty() || front.ends_with('.')))
        .map(|(_, family)| *family)
}

/// `None` for endpoints of one's own: whose they are can't be told.
fn family_of_cloud(cloud: &Cloud) -> Option<Family> {
    match cloud {
        Cloud::Public | Cloud::Gcc => Some(Family::Commercial),
        Cloud::GccHigh | Cloud::Dod => Some(Family::UsGovernment),
        Cloud::China => Some(Family::China),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clouds_own_scopes_pass() {
        for cloud in Cloud::KNOWN {
            for scope in [cloud.graph().scope(), cloud.resource_manager().scope(), cloud.activity().scope()] {
                check_app_only(scope, cloud).unwrap();
            }
            check_app_only(&cloud.key_vault_scope(), cloud).unwrap();
        }
        for scope in [
            "https://management.core.windows.net//.default",
            "api://AzureADTokenExchange/.default",
            "00000003-0000-0000-c000-000000000000/.default",
        ] {
            check_app_only(scope, &Cloud::Public).unwrap();
        }
    }

    #[test]
    fn scope_of_another_national_cloud_is_refused_with_the_fix() {
        for (scope, cloud, fix) in [
            (Cloud::GccHigh.graph().scope(), Cloud::Public, "Cloud::GccHigh"),
            (Cloud::Dod.activity().scope(), Cloud::China, "Cloud::Dod"),
            (Cloud::Public.graph().scope(), Cloud::GccHigh, "Cloud::Public"),
            (Cloud::China.resource_manager().scope(), Cloud::Gcc, "Cloud::China"),
        ] {
            let error = check_app_only(scope, &cloud).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput);
            assert!(error.to_string().contains(fix), "{error}");
        }
        let own = Cloud::custom().login("http://127.0.0.1:1").build().unwrap();
        assert!(check_app_only(Cloud::GccHigh.graph().scope(), &own).is_ok());
        assert!(check_app_only(Cloud::GccHigh.graph().scope(), &Cloud::Dod).is_ok());
    }

    #[test]
    fn what_an_app_cannot_ask_for_is_refused() {
        for scope in [
            "",
            "/.default",
            "https://graph.microsoft.com/User.Read",
            "https://graph.microsoft.com/.default https://manage.office.com/.default",
            " https://graph.microsoft.com/.default",
        ] {
            assert!(check_app_only(scope, &Cloud::Public).is_err(), "{scope}");
        }
    }
}
