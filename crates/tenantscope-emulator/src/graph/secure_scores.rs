//! `/security/secureScores`.

use super::{
    Context, error,
    odata::{self, Collection, Filters},
};
use crate::{data::posture, http::Outcome};

const READ: &[&str] = &["SecurityEvents.Read.All", "SecurityEvents.ReadWrite.All"];

const COLLECTION: Collection = Collection {
    context: "Security/secureScores",
    entity: "microsoft.graph.secureScore",
    properties: &[
        "id",
        "activeUserCount",
        "averageComparativeScores",
        "azureTenantId",
        "controlScores",
        "createdDateTime",
        "currentScore",
        "enabledServices",
        "licensedUserCount",
        "maxScore",
        "vendorInformation",
    ],
    page: 100,
    maximum: 1000,
    filters: Filters::Plain,
    ..Collection::BASE
};

pub(crate) fn list(context: &Context<'_>) -> Outcome {
    context.require(READ)?;
    let (tenant, anchor) = (context.bearer.tenant, context.world.anchor);
    let scores = posture::secure_scores(tenant, anchor, context.call.at);
    odata::list(
        context,
        &COLLECTION,
        scores,
        |score| &score.0,
        |score, _| posture::complete(tenant, anchor, score),
    )
}

pub(crate) fn get(context: &Context<'_>, id: &str) -> Outcome {
    context.require(READ)?;
    let (tenant, anchor) = (context.bearer.tenant, context.world.anchor);
    let mut scores = posture::secure_scores(tenant, anchor, context.call.at).into_iter();
    match scores.find(|score| score.0["id"] == id) {
        Some(score) => odata::entity(context, &COLLECTION, posture::complete(tenant, anchor, score)),
        None => Err(error::not_found(context.call, &format!("Secure score '{id}'"))),
    }
}
