//! In which cloud a tenant is.

use std::{pin::pin, time::Duration};

use futures_util::future::{Either, join_all, select};
use tenantscope_core::{Cloud, Error, ErrorKind, OpenIdConfiguration, Pipeline, Result, TenantId};

/// How long an error message may wait for a better word.
const PATIENCE: Duration = Duration::from_secs(3);

/// A tenant as one cloud knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundTenant {
    cloud: Cloud,
    id: Option<TenantId>,
    region: Option<String>,
}

impl FoundTenant {
    /// The cloud. [`Cloud::Gcc`] and [`Cloud::Dod`] are told from their neighbours by an undocumented
    /// member of the answer, so let an administrator confirm them.
    pub fn cloud(&self) -> &Cloud {
        &self.cloud
    }

    /// The tenant's id, also where it was named by a domain.
    pub fn id(&self) -> Option<&TenantId> {
        self.id.as_ref()
    }

    /// Where its data is: `EU`, `NA`, `WW`, …
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }
}

/// Finds the clouds that know a tenant. No token is needed.
///
/// ```no_run
/// # async fn run() -> tenantscope_core::Result<()> {
/// use tenantscope_core::Pipeline;
/// use tenantscope_entra::find_tenant;
///
/// for found in find_tenant(&Pipeline::new()?, &"contoso.com".parse()?).await? {
///     println!("{} in {}", found.id().map_or("?", |id| id.as_str()), found.cloud());
/// }
/// # Ok(()) }
/// ```
///
/// A domain can be known in two clouds: ask the customer which is meant. An empty list means that all
/// clouds answered and none knows it. (Source: Microsoft's page "OpenID Connect on the Microsoft identity
/// platform".)
///
/// # Errors
///
/// [`ErrorKind::Unreachable`] and the like if no cloud knows it and not all of them answered.
pub async fn find_tenant(pipeline: &Pipeline, tenant: &TenantId) -> Result<Vec<FoundTenant>> {
    find_among(pipeline, tenant, &[Cloud::Public, Cloud::GccHigh, Cloud::China]).await
}

async fn find_among(pipeline: &Pipeline, tenant: &TenantId, clouds: &[Cloud]) -> Result<Vec<FoundTenant>> {
    let asked = clouds.iter().map(async |cloud| {
        let configuration = pipeline.openid_configuration(cloud, tenant).await?;
        Ok::<_, Error>(FoundTenant {
            cloud: precise(cloud, &configuration),
            id: configuration.tenant_id(),
            region: configuration.tenant_region_scope.clone(),
        })
    });
    let (mut found, mut trouble) = (Vec::new(), None);
    for answer in join_all(asked).await {
        match answer {
            Ok(tenant) => found.push(tenant),
            Err(error) if error.kind() == ErrorKind::TenantNotFound => {}
            Err(error) => trouble = Some(error),
        }
    }
    match trouble {
        Some(error) if found.is_empty() => Err(error),
        _ => Ok(found),
    }
}

/// Clouds share a login host in pairs; the region's second word tells them apart.
fn precise(cloud: &Cloud, configuration: &OpenIdConfiguration) -> Cloud {
    match (cloud, configuration.tenant_region_sub_scope.as_deref()) {
        (Cloud::Public, Some("GCC")) => Cloud::Gcc,
        (Cloud::Public | Cloud::GccHigh, Some("DODCON")) => Cloud::GccHigh,
        (Cloud::Public | Cloud::GccHigh, Some("DOD")) => Cloud::Dod,
        _ => cloud.clone(),
    }
}

/// Says in the advice of "tenant not found" which other cloud has it.
pub(crate) async fn name_cloud(pipeline: &Pipeline, asked: &Cloud, tenant: &TenantId, error: Error) -> Error {
    if error.code() != Some("AADSTS90002") || matches!(asked, Cloud::Custom(_)) {
        return error;
    }
    let others: Vec<Cloud> = [Cloud::Public, Cloud::GccHigh, Cloud::China]
        .into_iter()
        .filter(|other| other.login() != asked.login())
        .collect();
    let search = pin!(find_among(pipeline, tenant, &others));
    let Either::Left((Ok(found), _)) = select(search, pipeline.clock().sleep(PATIENCE)).await else {
        return error;
    };
    let Some(found) = found.first() else {
        return error;
    };
    let advice = format!(
        "The tenant {tenant} is one of the cloud {}: build credential and clients with that cloud.",
        found.cloud()
    );
    error.into_builder().advice(advice).fact("found_in", found.cloud().name()).build()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tenantscope_core::{TokenCredential, TokenRequest};

    use super::*;
    use crate::{
        ClientSecretCredential,
        testing::stub::{Answer, Stub, lost, ok, refusal},
    };

    const GUID: &str = "aaaaaaaa-0000-0000-0000-000000000001";

    fn known(sub_scope: Option<&str>) -> Answer {
        ok(&json!({
            "token_endpoint": format!("https://login.microsoftonline.com/{GUID}/oauth2/v2.0/token"),
            "tenant_region_scope": "NA",
            "tenant_region_sub_scope": sub_scope,
        }))
    }

    fn unknown() -> Answer {
        refusal(400, "invalid_tenant", 90002, "Tenant not found.")
    }

    async fn find(answers: [Answer; 3]) -> Result<Vec<FoundTenant>> {
        find_tenant(&Stub::new(answers).pipeline(), &"contoso.com".parse().unwrap()).await
    }

    #[tokio::test]
    async fn every_cloud_is_told_from_its_neighbours() {
        for (answers, cloud) in [
            ([known(None), unknown(), unknown()], Cloud::Public),
            ([known(Some("GCC")), unknown(), unknown()], Cloud::Gcc),
            ([unknown(), known(Some("DODCON")), unknown()], Cloud::GccHigh),
            ([unknown(), known(None), unknown()], Cloud::GccHigh),
            ([unknown(), known(Some("DOD")), unknown()], Cloud::Dod),
            ([unknown(), unknown(), known(None)], Cloud::China),
        ] {
            let found = find(answers).await.unwrap();
            assert_eq!(found.len(), 1);
            assert_eq!((found[0].cloud(), found[0].id().unwrap().as_str()), (&cloud, GUID));
            assert_eq!(found[0].region(), Some("NA"));
        }
    }

    #[tokio::test]
    async fn tenant_of_two_clouds_is_found_twice_and_of_none_not_at_all() {
        assert_eq!(find([known(None), unknown(), known(None)]).await.unwrap().len(), 2);
        assert_eq!(find([unknown(), unknown(), unknown()]).await.unwrap(), []);
    }

    #[tokio::test]
    async fn unknown_tenant_is_explained_by_the_cloud_that_has_it() {
        let stub = Stub::new([unknown(), known(Some("DOD")), unknown()]);
        let (tenant, client_id) =
            ("contoso.com".parse().unwrap(), "11111111-2222-3333-4444-555555555555".parse().unwrap());
        let credential = ClientSecretCredential::builder(tenant, client_id, "s")
            .pipeline(stub.pipeline())
            .build()
            .unwrap();
        let request = TokenRequest::new("https://graph.microsoft.com/.default");
        let error = credential.get_token(&request).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TenantNotFound);
        assert!(error.advice().contains("the cloud DoD"), "{}", error.advice());
        // remembered, so that a configuration error doesn't become a flood
        credential.get_token(&request).await.unwrap_err();
        assert_eq!(stub.requests().len(), 3);
    }

    #[tokio::test]
    async fn explanation_that_does_not_come_spoils_nothing() {
        let answers = std::iter::once(unknown()).chain((0..12).map(|_| lost()));
        let stub = Stub::new(answers);
        let (tenant, client_id) =
            ("contoso.com".parse().unwrap(), "11111111-2222-3333-4444-555555555555".parse().unwrap());
        let credential = ClientSecretCredential::builder(tenant, client_id, "s")
            .pipeline(stub.pipeline())
            .build()
            .unwrap();
        let request = TokenRequest::new("https://graph.microsoft.com/.default");
        let error = credential.get_token(&request).await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::TenantNotFound, Some("AADSTS90002")));
    }
}
