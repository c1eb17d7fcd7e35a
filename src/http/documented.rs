//! The documented endpoints.
//!
//! Each decides in the documented order: who asks (401, 403), what (400), and only then whether
//! there is such a meeting (404).

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use axum::routing::get;

use super::answer::Question;
use super::failure::{Failure, json};
use super::parameters::Query;
use super::service::Service;

pub(super) fn routes() -> Router<Service> {
    Router::new()
        .route("/single-feature-api/meeting/meeting-interactions", get(interactions))
        .route("/single-feature-api/meeting/meeting-interaction_score", get(score))
        .route("/single-feature-api/meeting/meeting-dynamics", get(dynamics))
}

async fn interactions(
    State(service): State<Service>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Failure> {
    about(&service, &headers, &uri, |_| Ok(Question::Interactions)).await
}

async fn score(
    State(service): State<Service>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Failure> {
    about(&service, &headers, &uri, |_| Ok(Question::Score)).await
}

async fn dynamics(
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
    Ok(json(StatusCode::OK, service.answer(&caller, hash, question).await?))
}
