//! How Resource Manager and Microsoft.Security word their failures, and what can be done about each.

use std::time::Duration;

use serde_json::Value;
use tenantscope_core::{ErrorKind, Failure, RateLimit, Service, Verdict, is_guid};

use crate::resource::segment_after;

/// Resource Manager with the providers behind it.
pub(crate) static SERVICE: Service = Service::new("Azure Resource Manager")
    .request_id_header("x-ms-client-request-id")
    .headers(&[("x-ms-return-client-request-id", "true")])
    .classify(classify);

/// The roles of which any one lets a caller read what this crate reads.
pub(crate) const READERS: &[&str] = &["Security Reader", "Reader"];

/// A token bucket of 250 calls that fills up by 25 a second, for calls that name no subscription.
/// (<https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling>)
pub(crate) const TENANT_READS: RateLimit =
    RateLimit::new("Resource Manager reads per tenant").requests(250, Duration::from_secs(10));

/// What a failure means. The letters' case of codes and members differs between the providers.
fn classify(failure: &Failure) -> Option<Verdict> {
    let known = by_words(failure).or_else(|| by_code(failure)).or_else(|| by_status(failure));
    let facts = [
        ("correlation_id", failure.header("x-ms-correlation-request-id").map(str::to_owned)),
        ("target", member(failure, "target").and_then(|target| target.as_str().map(str::to_owned))),
        ("details", details(failure)),
        ("additional_info", member(failure, "additionalInfo").map(ToString::to_string)),
    ];
    let told =
        facts.into_iter().filter_map(|(name, value)| Some((name, value.filter(|text| !text.is_empty())?)));
    let mut told = told.peekable();
    if known.is_none() && told.peek().is_none() {
        return None;
    }
    let verdict = known.unwrap_or_else(|| failure.by_status());
    Some(told.fold(verdict, |verdict, (name, value)| verdict.fact(name, value)))
}

/// "Not onboarded" comes with status 400, 401, 404 or 409 and with several codes: it is known by its words.
fn by_words(failure: &Failure) -> Option<Verdict> {
    let message = failure.message().unwrap_or_default().to_ascii_lowercase();
    let not_registered =
        ["Subscription Not Registered", "SubscriptionNotRegistered", "MissingSubscriptionRegistration"]
            .iter()
            .any(|code| failure.has_code(code))
            || message.contains("register to microsoft.security")
            || message.contains("not registered to use namespace 'microsoft.security'");
    if not_registered {
        return Some(Verdict::new(ErrorKind::NotOnboarded).fact("reason", "not_registered").advice(format!(
            "Register the resource provider Microsoft.Security in {}, which takes a role that may register \
                 providers, such as Contributor: `az provider register --namespace Microsoft.Security`.",
            place(failure)
        )));
    }
    if failure.status() == 404 && message.starts_with("secure score") && message.contains("does not exist") {
        return Some(Verdict::new(ErrorKind::NotOnboarded).fact("reason", "not_calculated").advice(format!(
            "There is no secure score for {} yet. Check that it is enabled rather than disabled, and that \
             Defender for Cloud has been opened for it once; the first calculation can take days.",
            place(failure)
        )));
    }
    let disabled = ["ReadOnlyDisabledSubscription", "DisabledSubscription", "SubscriptionDisabled"]
        .iter()
        .any(|code| failure.has_code(code));
    disabled.then(|| {
        Verdict::new(ErrorKind::NotOnboarded).fact("reason", "disabled").advice(format!(
            "Reactivate {}, or leave it out: a disabled subscription isn't assessed.",
            place(failure)
        ))
    })
}

fn by_code(failure: &Failure) -> Option<Verdict> {
    let code = failure.code()?.to_ascii_lowercase();
    Some(match code.as_str() {
        "authorizationfailed" | "linkedauthorizationfailed" => permission_denied(failure),
        "subscriptionnotfound" => Verdict::new(ErrorKind::NotFound).advice(format!(
            "Check the subscription's id, and that it belongs to {}: a subscription of another tenant isn't found \
             with this tenant's token.",
            tenant(failure)
        )),
        "invalidsubscriptionid" => Verdict::new(ErrorKind::BadRequest).advice(
            "Correct the subscription's id: a GUID such as 00000000-0000-0000-0000-000000000000 is expected.",
        ),
        "invalidauthenticationtokentenant" => Verdict::new(ErrorKind::Unauthenticated).advice(
            "The token is another tenant's than the subscription's. Name the tenant that owns the subscription \
             with `for_tenant`.",
        ),
        "invalidauthenticationtokenaudience" => Verdict::new(ErrorKind::Unauthenticated).advice(
            "The token is for another service or cloud. Check that the configured cloud is the tenant's.",
        ),
        "noregisteredproviderfound" | "invalidapiversionparameter" | "invalidresourcetype" => {
            Verdict::new(ErrorKind::BadRequest).advice(
                "This cloud doesn't offer that part of Defender for Cloud in the version that was asked for; the \
                 message names those it has.",
            )
        }
        "toomanyrequests" | "subscriptionrequeststhrottled" | "tenantrequeststhrottled" | "ratelimiting" => {
            Verdict::new(ErrorKind::Throttled)
        }
        _ => return None,
    })
}

/// A 403 without a known code is a missing role too.
fn by_status(failure: &Failure) -> Option<Verdict> {
    (failure.status() == 403).then(|| permission_denied(failure))
}

/// Role assignments are what counts here; permissions of Microsoft Graph don't.
fn permission_denied(failure: &Failure) -> Verdict {
    let message = failure.message().unwrap_or_default();
    let needed = failure.operation().needs();
    let role = needed.first().copied().unwrap_or("Security Reader");
    let others = match needed.get(1..) {
        Some(others) if !others.is_empty() => format!(" ({} is enough too)", others.join(" or ")),
        _ => String::new(),
    };
    let mut verdict = Verdict::new(ErrorKind::PermissionDenied).advice(format!(
        "Assign the app the role {role}{others} on {}, or on a management group above it. A permission of Microsoft \
         Graph doesn't help here, and a new assignment can take some minutes to count.",
        place(failure)
    ));
    for (name, before) in [("action", "perform action '"), ("scope", "over scope '")] {
        if let Some(value) = quoted_after(message, before) {
            verdict = verdict.fact(name, value);
        }
    }
    verdict
}

/// The subscription or group that the message names.
fn place(failure: &Failure) -> String {
    let message = failure.message().unwrap_or_default();
    // before the scope, the action may name the same types
    let text = quoted_after(message, "over scope '").unwrap_or(message);
    if let Some(id) = segment_after(text, "subscriptions").and_then(leading_guid) {
        return format!("/subscriptions/{id}");
    }
    if let Some(group) = segment_after(text, "managementGroups") {
        let end = group.find(['\'', '"', ' ']).unwrap_or(group.len());
        return format!("/providers/Microsoft.Management/managementGroups/{}", &group[..end]);
    }
    match text.split(['\'', '"', ' ', '.']).find(|word| is_guid(word)) {
        Some(id) if message.to_ascii_lowercase().contains("subscription") || message.contains("scope") => {
            format!("/subscriptions/{id}")
        }
        _ => "the subscription".to_owned(),
    }
}

fn tenant(failure: &Failure) -> String {
    failure
        .tenant()
        .map_or_else(|| "the tenant that the app signs in to".to_owned(), |id| format!("tenant {id}"))
}

fn leading_guid(text: &str) -> Option<&str> {
    text.get(..36).filter(|text| is_guid(text))
}

fn quoted_after<'a>(text: &'a str, before: &str) -> Option<&'a str> {
    let rest = &text[text.find(before)? + before.len()..];
    rest.find('\'').map(|end| &rest[..end])
}

/// A member of the error, whatever its letters' case.
fn member<'a>(failure: &'a Failure, name: &str) -> Option<&'a Value> {
    find(find(failure.json()?, "error")?, name).filter(|value| !value.is_null())
}

fn find<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let object = value.as_object()?;
    object.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// `code: message` of each entry in an error's `details`: they say more than the error itself.
fn details(failure: &Failure) -> Option<String> {
    let entries = member(failure, "details")?.as_array()?;
    let told = entries.iter().take(10).filter_map(|entry| {
        match (find(entry, "code")?.as_str(), find(entry, "message").and_then(Value::as_str)) {
            (Some(code), Some(message)) => Some(format!("{code}: {message}")),
            (code, message) => code.or(message).map(str::to_owned),
        }
    });
    Some(told.collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests;
