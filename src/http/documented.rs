//! The documented endpoints.
//!
//! Each decides in the documented order: who asks (401, 403), what (400), and only then whether
//! there is such a meeting (404).

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use axum::routing::get;

use super::answer::Question;
use super::failure::Failure;
use super::parameters::Query;
use super::service::Service;

pub(super) fn routes() -> Router<Service> {
    Router::new()
        .route("/single-feature-api/meeting/meeting-interactions", get(interactions))
        .route("/single-feature-api/meeting/meeting-interaction_score", get(score))
        .route("/single-feature-api/meeting/meeting-dynamics", get(dynamics))
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
    State(service): State<Service>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Failure> {
    about(&service, &headers, &uri, |_| Ok(Question::Interactions)).await
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
    State(service): State<Service>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Failure> {
    about(&service, &headers, &uri, |_| Ok(Question::Score)).await
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
    State(service): State<Service>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Failure> {
    let question =
        |query: &Query| Ok(Question::Dynamics { period_seconds: query.period_seconds()? });
    about(&service, &headers, &uri, question).await
}

/// The answer to a question about the meeting that `file-hash` names.
async fn about(
    service: &Service,
    headers: &HeaderMap,
    uri: &Uri,
    question: impl FnOnce(&Query) -> Result<Question, Failure>,
) -> Result<Response, Failure> {
    let caller = service.reader(headers)?;
    let query = Query::of(uri);
    let (hash, question) = (query.file_hash()?, question(&query)?);
    Ok(service.answer(&caller, hash, question).await?.response(headers))
}
