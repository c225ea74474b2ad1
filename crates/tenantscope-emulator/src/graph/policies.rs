//! Policies of which there is one.

use serde_json::Value;

use super::{
    Context, error,
    odata::{self, Collection},
};
use crate::{data::policies, http::Outcome};

/// `policies/{name}`
pub(super) fn get(context: &Context<'_>, name: &str, read: &[&str]) -> Outcome {
    context.require(read)?;
    let policy = policies::single(name, context.bearer.tenant).unwrap_or_default();
    let collection =
        Collection { context: "policies", entity: "microsoft.graph.policyBase", ..Collection::BASE };
    odata::entity(context, &collection, policy)
}

/// `policies/authenticationMethodsPolicy/authenticationMethodConfigurations[/{id}]`
pub(super) fn methods(context: &Context<'_>, rest: &[&str], read: &[&str]) -> Outcome {
    context.require(read)?;
    let policy = policies::single("authenticationmethodspolicy", context.bearer.tenant).unwrap_or_default();
    let methods = policy["authenticationMethodConfigurations"].as_array().cloned().unwrap_or_default();
    let collection = Collection {
        context: "policies/authenticationMethodsPolicy/authenticationMethodConfigurations",
        entity: "microsoft.graph.authenticationMethodConfiguration",
        ..Collection::BASE
    };
    match rest {
        ["authenticationmethodconfigurations"] => {
            odata::list(context, &collection, methods, |row| row, |row, _| row)
        }
        ["authenticationmethodconfigurations", id] => {
            let is =
                |method: &Value| method["id"].as_str().is_some_and(|known| known.eq_ignore_ascii_case(id));
            let found = methods.into_iter().find(is);
            let missing = || error::not_found(context.call, &format!("Method '{id}'"));
            odata::entity(context, &collection, found.ok_or_else(missing)?)
        }
        _ => Err(error::unknown_segment(context.call)),
    }
}
