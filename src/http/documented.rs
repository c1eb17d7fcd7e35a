//! The documented endpoints.
//!
//! Each decides in the documented order: who asks (401, 403), what (400), and only then whether
//! there is such a meeting (404).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::{MethodRouter, get};

use super::answer::Question;
use super::failure::Failure;
use super::parameters::Query;
use super::route::Route;
use super::service::Service;
use super::watched::Watched;

pub(super) fn routes() -> [(Route, MethodRouter<Arc<Service>>); 3] {
    use Route::{Dynamics, Interactions, Score};
    [
        (Interactions, get(Watched(Interactions, interactions))),
        (Score, get(Watched(Score, score))),
        (Dynamics, get(Watched(Dynamics, dynamics))),
    ]
}

/// How strongly each pair interacted.
#[utoipa::path(
    get,
    path = "/single-feature-api/meeting/meeting-interactions",
    tag = "documented",
    params(
        ("file-hash" = String, Query, description = "The hash of the meeting's recording.",
         pattern = "^[A-Za-z0-9_-][A-Za-z0-9._-]*$", min_length = 1, max_length = 128),
    ),
    responses(
        (status = 200, description = "The answer.", body = ref("#/components/schemas/Interactions")),
        (status = 304, description = "It is as `If-None-Match` says."),
    )
)]
pub(super) async fn interactions(
    State(service): State<Arc<Service>>,
    request: Request,
) -> Result<Response, Failure> {
    about(&service, request, |_| Ok(Question::Interactions)).await
}

/// The meeting's interaction score.
#[utoipa::path(
    get,
    path = "/single-feature-api/meeting/meeting-interaction_score",
    tag = "documented",
    params(
        ("file-hash" = String, Query, description = "The hash of the meeting's recording.",
         pattern = "^[A-Za-z0-9_-][A-Za-z0-9._-]*$", min_length = 1, max_length = 128),
    ),
    responses(
        (status = 200, description = "The answer.", body = ref("#/components/schemas/MeetingInteractionScore")),
        (status = 304, description = "It is as `If-None-Match` says."),
    )
)]
pub(super) async fn score(
    State(service): State<Arc<Service>>,
    request: Request,
) -> Result<Response, Failure> {
    about(&service, request, |_| Ok(Question::Score)).await
}

/// How the score changes from period to period.
#[utoipa::path(
    get,
    path = "/single-feature-api/meeting/meeting-dynamics",
    tag = "documented",
    params(
        ("file-hash" = String, Query, description = "The hash of the meeting's recording.",
         pattern = "^[A-Za-z0-9_-][A-Za-z0-9._-]*$", min_length = 1, max_length = 128),
        ("period_seconds" = Option<u32>, Query, description = "How long periods are; 300 unless given.",
         minimum = 1, maximum = 86400),
    ),
    responses(
        (status = 200, description = "The answer.", body = ref("#/components/schemas/MeetingDynamics")),
        (status = 304, description = "It is as `If-None-Match` says."),
    )
)]
pub(super) async fn dynamics(
    State(service): State<Arc<Service>>,
    request: Request,
) -> Result<Response, Failure> {
    let question =
        |query: &Query<'_>| Ok(Question::Dynamics { period_seconds: query.period_seconds()? });
    about(&service, request, question).await
}

/// The answer to a question about the meeting that `file-hash` names.
async fn about(
    service: &Service,
    request: Request,
    question: impl FnOnce(&Query<'_>) -> Result<Question, Failure>,
) -> Result<Response, Failure> {
    // Its parts, since a copy of all headers costs more than the rest.
    let (request, _) = request.into_parts();
    let caller = service.reader(&request.headers)?;
    let query = Query::of(&request.uri);
    let (hash, question) = (query.file_hash()?, question(&query)?);
    Ok(service.answer(&caller, hash, question).await?.response(&request.headers))
}
