//! `/security/secureScores`.

use super::{
    Context, error,
    odata::{self, Collection},
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
};

pub(crate) fn list(context: &Context<'_>) -> Outcome {
    context.require(READ)?;
    let world = context.world;
    let scores = posture::secure_scores(context.bearer.tenant, world.anchor, context.call.at);
    odata::list(context, &COLLECTION, scores)
}

pub(crate) fn get(context: &Context<'_>, id: &str) -> Outcome {
    context.require(READ)?;
    let scores = posture::secure_scores(context.bearer.tenant, context.world.anchor, context.call.at);
    match scores.into_iter().find(|score| score["id"] == id) {
        Some(score) => odata::entity(context, &COLLECTION, score),
        None => Err(error::not_found(context.call, &format!("Secure score '{id}'"))),
    }
}
