//! What the identity platform's AADSTS codes mean for an app, and what helps.

#![allow(clippy::unreadable_literal)] // codes are searched for as they are written

use tenantscope_core::{
    Error,
    ErrorKind::{
        self, BadRequest, ConsentRequired, CredentialExpired, InteractionRequired, NotOnboarded,
        PermissionDenied, PolicyBlocked, TenantNotFound, Throttled, Unauthenticated, Unavailable,
    },
};

use self::Remedy::{Change, CoolDown, Once, Replication, Wait};

/// Whether trying again helps against an AADSTS code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Remedy {
    /// Somebody has to change something first.
    Change,
    /// The directory may not have caught up with a change made seconds or minutes ago: a new consent,
    /// secret, certificate or federated credential. Try again for a bounded time, and only then.
    Replication,
    /// Once, with a new assertion or a newly read token.
    Once,
    /// After a short, growing wait.
    Wait,
    /// Stop for minutes: trying again is what caused it.
    CoolDown,
}

/// What an AADSTS code means for an app.
///
/// ```
/// use tenantscope_core::ErrorKind;
/// use tenantscope_entra::{Explanation, Remedy};
///
/// let explanation = Explanation::of(7000215).expect("a documented code");
/// assert_eq!(explanation.kind(), ErrorKind::Unauthenticated);
/// assert_eq!(explanation.remedy(), Remedy::Change);
/// assert!(explanation.advice().contains("Value"));
/// ```
///
/// Microsoft may change codes at any time, so a code without an explanation is nothing unusual: the
/// live page for people is `https://login.microsoftonline.com/error?code=7000215`. (Sources: Microsoft's
/// page "Microsoft Entra authentication and authorization error codes"; codes that it doesn't list are
/// from public issue threads.)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    codes: &'static [u32],
    kind: ErrorKind,
    remedy: Remedy,
    advice: &'static str,
}

impl Explanation {
    /// What the number after `AADSTS` means; `None` if this release doesn't know it.
    pub fn of(code: u32) -> Option<&'static Self> {
        TABLE.iter().find(|row| row.codes.contains(&code))
    }

    /// What an error's code means, if it is an AADSTS code.
    pub fn of_error(error: &Error) -> Option<&'static Self> {
        Self::of(number(error.code()?)?)
    }

    /// What the caller can do about it.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Whether trying again helps.
    pub fn remedy(&self) -> Remedy {
        self.remedy
    }

    /// What to do about it, in whole sentences.
    pub fn advice(&self) -> &'static str {
        self.advice
    }

    /// All that are explained.
    pub fn all() -> impl Iterator<Item = (u32, &'static Self)> {
        TABLE.iter().flat_map(|row| row.codes.iter().map(move |code| (*code, row)))
    }
}

/// The number in `AADSTS7000215` or `AADSTS7000215: Invalid client secret…`.
pub(crate) fn number(text: &str) -> Option<u32> {
    let digits = text.trim_start().strip_prefix("AADSTS")?;
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok()
}

/// Whether an error may go away by itself once the directory has caught up.
pub(crate) fn may_be_replicating(error: &Error) -> bool {
    Explanation::of_error(error).is_some_and(|row| row.remedy == Replication)
}

/// Whether an administrator's consent is what is missing.
pub(crate) fn lacks_consent(error: &Error) -> bool {
    matches!(
        error.code().and_then(number),
        Some(700016 | 7000229 | 700011 | 65001 | 650056 | 650057 | 65005 | 90094 | 90095)
    )
}

const fn row(codes: &'static [u32], kind: ErrorKind, remedy: Remedy, advice: &'static str) -> Explanation {
    Explanation { codes, kind, remedy, advice }
}

/// One row for each cure.
#[rustfmt::skip]
static TABLE: &[Explanation] = &[
    // the app's proof
    row(&[7000215], Unauthenticated, Change,
        "Configure the secret's Value, not its Secret ID, and check that it was made for this client id. A secret made a minute ago may need a moment."),
    row(&[7000222], CredentialExpired, Change,
        "The client secret has expired: make a new one in the app registration (Certificates & secrets) and configure it here, or move to a certificate or a federated credential."),
    row(&[7000218], Unauthenticated, Change,
        "The app has to prove itself with a secret, a certificate or a federated token; for device code, allow public client flows in the app registration."),
    row(&[70002, 50012], Unauthenticated, Change,
        "Check that the secret or the certificate is one of this app registration."),
    row(&[700027], Unauthenticated, Change,
        "The certificate isn't one of the app registration's: upload its public part under Certificates & secrets, or configure the one that is listed there. One uploaded a minute ago may need a moment."),
    row(&[700024], Unauthenticated, Once,
        "The assertion is outside the time for which it is good: set this machine's clock; if the assertion comes from elsewhere, have it made anew for every use."),
    row(&[700030], Unauthenticated, Change,
        "Don't send the certificate chain, and upload the certificate itself to the app registration."),
    row(&[5002730, 5002738, 5002723, 5002724, 50048], Unauthenticated, Change,
        "The assertion is malformed. If this library signed it, please report it with the request id."),
    row(&[50013, 500131, 500133], Unauthenticated, Change,
        "The token passed on isn't one for this app, or has ended: its audience has to be this app, and it has to be used at once."),
    row(&[70021, 700211, 700212, 700213], Unauthenticated, Replication,
        "No federated credential of the app registration matches the presented token: compare issuer, subject and audience, letter by letter."),
    row(&[7000226], Unauthenticated, Change,
        "The app registration has no federated credential: add one under Certificates & secrets."),
    row(&[7002131, 7002241, 700235], Unauthenticated, Change,
        "The expression of the app registration's flexible federated credential doesn't fit the presented token."),
    row(&[700229], Unauthenticated, Change,
        "Only an app's own token can stand in for a secret: use a managed identity's, not a user's."),
    row(&[700025], BadRequest, Change,
        "A public client must send neither secret nor assertion: leave the credential out."),

    // the app in the tenant
    row(&[700016, 7000229], ConsentRequired, Replication,
        "The tenant doesn't know the app: check client id and tenant, and have an administrator of the tenant consent."),
    row(&[700011], ConsentRequired, Change,
        "The tenant doesn't know the app: check client id and tenant, and have an administrator of the tenant consent."),
    row(&[65001], ConsentRequired, Replication,
        "An administrator of the tenant has to consent to the app's permissions."),
    row(&[65004], ConsentRequired, Change, "The consent was declined: ask again."),
    row(&[90094, 90095], ConsentRequired, Change, "Only an administrator of the tenant can consent to this app: ask one."),
    row(&[90099], ConsentRequired, Change,
        "The customer's tenant hasn't pre-consented to the app for delegated administration: grant it through Partner Center's consent API."),
    row(&[650054, 650056, 650057, 65005], ConsentRequired, Change,
        "The app registration doesn't list the API that the token is for: add its permissions, then have an administrator consent again."),
    row(&[7000112, 70001], PolicyBlocked, Change,
        "The app is switched off in this tenant: an administrator has to let users sign in to it on the enterprise application's properties page."),
    row(&[50194], BadRequest, Change,
        "The app is registered for one tenant only: ask for a token of that tenant, or set its supported account types to any organizational directory."),
    row(&[501051, 50105], PermissionDenied, Change,
        "The resource's enterprise application requires assignment: assign the app to one of its roles."),

    // the tenant
    row(&[90002], TenantNotFound, Change,
        "Check the tenant's id or domain. A tenant of another national cloud is found at that cloud only."),
    row(&[900023], TenantNotFound, Change,
        "The tenant is neither a GUID nor a verified domain: look for a typing error or a placeholder left in the configuration."),
    row(&[900382, 900432, 90038], TenantNotFound, Change,
        "The tenant belongs to another national cloud: configure that cloud."),
    row(&[90019, 50059, 50128, 9001023, 90124, 90130], BadRequest, Change,
        "Name one tenant: an app can't sign in to `common`, `organizations` or `consumers`."),
    row(&[5000225], PolicyBlocked, Change,
        "The tenant is blocked because it wasn't used for long: its administrator can reactivate it within a limited time."),
    row(&[500021, 500022], PolicyBlocked, Change,
        "A proxy on the way restricts sign-in to certain tenants (Restrict-Access-To-Tenants): have this tenant added there."),
    row(&[500212, 500213], PolicyBlocked, Change,
        "A cross-tenant access policy of one of the two tenants forbids it."),
    row(&[53003], PolicyBlocked, Change,
        "A Conditional Access policy of the tenant blocks the app: it has to admit this app or the addresses that it comes from."),
    row(&[530032, 530034, 530035], PolicyBlocked, Change,
        "A security policy of the tenant blocks the sign-in: ask the tenant's administrator."),

    // the resource
    row(&[500011], NotOnboarded, Replication,
        "The tenant doesn't have the API that the token is for: check that the scope is one of the tenant's cloud, and that the tenant has the service."),
    row(&[500014], NotOnboarded, Change,
        "The API is switched off in this tenant: its subscription may have lapsed, or an administrator disabled its enterprise application."),
    row(&[650052], NotOnboarded, Change,
        "The tenant has no subscription for a service that the app needs."),
    row(&[50001], BadRequest, Change, "The scope names no API that the identity platform knows: check it."),
    row(&[1002012], BadRequest, Change,
        "An app asks for all its permissions on an API at once: the scope is the API's address with `/.default`."),
    row(&[70011, 28002, 700022, 700023], BadRequest, Change,
        "The scope is wrong: name one API, as its address with `/.default`."),
    row(&[901002], BadRequest, Change, "This endpoint takes `scope`, not `resource`."),

    // the request
    row(&[90013, 90014, 900144], BadRequest, Change,
        "A required value is missing or empty: the message names it. Look for an empty setting."),
    row(&[9002313], BadRequest, Change, "The request is malformed. Please report it with the request id."),
    row(&[700005], BadRequest, Change, "The authorization code was issued for another tenant: use the same tenant for both steps."),
    row(&[501481, 50147, 501491], BadRequest, Change, "The code verifier doesn't belong to this authorization code: start the sign-in anew."),
    row(&[50011], BadRequest, Change,
        "The redirect URI isn't registered, letter by letter, in the app registration (Authentication)."),
    row(&[7000113, 7000114], BadRequest, Change,
        "On-behalf-of works with users' tokens only, and for apps that may use it: an app's own token is had with its secret or certificate."),
    row(&[50049], BadRequest, Change, "The login host is none of Microsoft's: check the configured cloud."),
    row(&[1002016], BadRequest, Change, "The connection used TLS older than 1.2: look for a proxy that inspects TLS."),
    row(&[100007], BadRequest, Change, "Use the cloud's global login host, not a regional one."),

    // people
    row(&[50020, 50034, 51004, 90072], InteractionRequired, Change,
        "The user isn't in this tenant: sign in with another account, or name the user's own tenant."),
    row(&[53000, 53001, 53002, 50131, 50076, 50079, 50072, 50074, 50158], InteractionRequired, Change,
        "The tenant asks for more than was shown, such as a second factor or a managed device: a person has to sign in."),
    row(&[50126, 50055, 50057, 50053], InteractionRequired, Change,
        "The user's password is wrong or has expired, or the account is locked or disabled."),
    row(&[70000, 700082, 70008, 50173, 70043, 50078, 700084], InteractionRequired, Change,
        "The sign-in has ended or was revoked: a person has to sign in again."),
    row(&[54005], InteractionRequired, Change, "The authorization code was used before: start a new sign-in."),
    row(&[70016], InteractionRequired, Wait, "The user hasn't finished signing in yet."),
    row(&[70018], InteractionRequired, Change, "The device code is wrong: start a new sign-in."),
    row(&[70019], InteractionRequired, Change, "The device code has expired: start a new sign-in."),

    // the platform
    row(&[50196], Throttled, CoolDown,
        "The same token was asked for too often. Keep tokens (one credential, shared, does), look for another process with the same client id, and wait some minutes."),
    row(&[90055], Throttled, CoolDown, "The tenant is throttled: wait some minutes."),
    row(&[50033, 50087, 90006, 90012, 90024, 90033, 90090, 40010, 50000], Unavailable, Wait,
        "The identity platform failed on its own side: try again later."),
    row(&[90036, 90092, 50086], BadRequest, Change,
        "The identity platform can't read the tenant's directory: open a support ticket with the request id."),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_code_has_one_row_and_advice_in_sentences() {
        let mut seen = HashSet::new();
        for (code, row) in Explanation::all() {
            assert!(seen.insert(code), "{code} stands twice");
            assert!(row.advice().ends_with('.') && row.advice().len() > 20, "{code}");
        }
        assert!(seen.len() > 120);
    }

    #[test]
    fn number_is_read_from_a_code_and_from_a_sentence() {
        assert_eq!(number("AADSTS7000215"), Some(7000215));
        assert_eq!(number("AADSTS700016: Application with identifier…"), Some(700016));
        assert_eq!(number("invalid_client"), None);
        assert_eq!(number("AADSTS"), None);
        assert_eq!(number("AADSTS99999999999999"), None);
    }

    #[test]
    fn passing_troubles_are_told_from_lasting_ones() {
        for (code, kind, remedy) in [
            (700016, ConsentRequired, Replication),
            (700024, Unauthenticated, Once),
            (50196, Throttled, CoolDown),
            (90033, Unavailable, Wait),
            (7000222, CredentialExpired, Change),
        ] {
            let row = Explanation::of(code).unwrap();
            assert_eq!((row.kind(), row.remedy()), (kind, remedy), "{code}");
        }
        assert!(Explanation::of(1).is_none());
    }
}
