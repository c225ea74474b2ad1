//! Whole stories through the facade, in `tests/`, and the programs of the README and the guide, compiled and run.

/// The front page.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// The guide's first chapter.
#[cfg(doctest)]
#[doc = include_str!("../../docs/getting-started.md")]
struct GettingStarted;

/// The guide on credentials.
#[cfg(doctest)]
#[doc = include_str!("../../docs/choosing-a-credential.md")]
struct ChoosingACredential;

/// The guide on certificates.
#[cfg(doctest)]
#[doc = include_str!("../../docs/certificates.md")]
struct Certificates;

/// The guide on many tenants.
#[cfg(doctest)]
#[doc = include_str!("../../docs/multi-tenant.md")]
struct MultiTenant;

/// The guide's chapter on Defender for Cloud.
#[cfg(doctest)]
#[doc = include_str!("../../docs/defender-for-cloud.md")]
struct DefenderForCloud;
