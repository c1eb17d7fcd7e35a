//! sociogram's own endpoints: meetings in, out and away.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use futures_util::StreamExt;
use tokio::time::timeout;

use super::answer::{Question, body};
use super::bodies::{Listing, Receipt};
use super::failure::{Failure, json};
use super::intake::Intake;
use super::meetings::{Key, Put};
use super::parameters::{Query, hash_in};
use super::route::Route;
use super::service::Service;
use super::tagged::Conditions;
use super::watched::Watched;

type InPath = Result<Path<String>, PathRejection>;

pub(super) fn routes() -> [(Route, MethodRouter<Arc<Service>>); 2] {
    use Route::{Meeting, Meetings};
    let meeting = get(Watched(Meeting, everything));
    let meeting = meeting.put(Watched(Meeting, put)).delete(Watched(Meeting, delete));
    [(Meetings, get(Watched(Meetings, list))), (Meeting, meeting)]
}

/// Everything that is known of a meeting.
#[utoipa::path(
    get,
    path = "/meetings/{file_hash}",
    tag = "meetings",
    params(
        ("file_hash" = String, Path, description = "What the meeting is called.",
         pattern = "^[A-Za-z0-9_-][A-Za-z0-9._-]*$", min_length = 1, max_length = 128),
    ),
    responses(
        (status = 200, description = "The full result.", body = ref("#/components/schemas/FullResult")),
        (status = 304, description = "It is as `If-None-Match` says."),
    )
)]
pub(super) async fn everything(
    State(service): State<Arc<Service>>,
    path: InPath,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let caller = service.reader(&headers)?;
    let hash = hash_in(path)?;
    Ok(service.answer(&caller, hash, Question::Everything).await?.response(&headers))
}

/// Keeps a meeting, from a file in any format, once all of it is checked.
#[utoipa::path(
    put,
    path = "/meetings/{file_hash}",
    tag = "meetings",
    params(
        ("file_hash" = String, Path, description = "What the meeting is called.",
         pattern = "^[A-Za-z0-9_-][A-Za-z0-9._-]*$", min_length = 1, max_length = 128),
        ("format" = Option<String>, Query, description = "The file's format; else it is detected."),
        ("recording" = Option<String>, Query, description = "Which of several recordings."),
        ("roster" = Option<String>, Query, description = "Who may never speak, apart by commas."),
        ("duration" = Option<f64>, Query, description = "How many seconds it lasted.", minimum = 0),
        ("min_talk" = Option<f64>, Query,
         description = "Leave out those who speak fewer seconds.", minimum = 0),
        ("If-Match" = Option<String>, Header, description = "Only if the full result has this tag."),
        ("If-None-Match" = Option<String>, Header,
         description = "`*`: only if there is no such meeting."),
    ),
    request_body(content = String, content_type = "application/octet-stream",
                 description = "A file with speaker turns, packed by gzip or not."),
    responses(
        (status = 200, description = "It takes the place of another.", body = Receipt),
        (status = 201, description = "It is new.", body = Receipt),
    )
)]
pub(super) async fn put(
    State(service): State<Arc<Service>>,
    path: InPath,
    headers: HeaderMap,
    uri: Uri,
    sent: Body,
) -> Result<Response, Failure> {
    let caller = service.writer(&headers)?;
    let key = Key::new(caller.tenant(), hash_in(path)?);
    let intake = Intake::of(&Query::of(&uri), &headers)?;
    let arriving = timeout(service.longest_body(), whole(sent, service.body_limit()));
    let late = |_| Failure::new(StatusCode::REQUEST_TIMEOUT, "the body did not arrive in time");
    let sent = arriving.await.map_err(late)??;
    let named = key.hash().clone();
    let (receipt, kept) = service.work(move || intake.take(&named, &sent)).await??;
    let status = match service.put(&caller, &key, kept, Conditions::of(&headers)).await? {
        Put::Created => StatusCode::CREATED,
        Put::Replaced => StatusCode::OK,
    };
    Ok(json(status, body(&receipt)?))
}

/// Forgets a meeting.
#[utoipa::path(
    delete,
    path = "/meetings/{file_hash}",
    tag = "meetings",
    params(
        ("file_hash" = String, Path, description = "What the meeting is called.",
         pattern = "^[A-Za-z0-9_-][A-Za-z0-9._-]*$", min_length = 1, max_length = 128),
        ("If-Match" = Option<String>, Header, description = "Only if the full result has this tag."),
        ("If-None-Match" = Option<String>, Header,
         description = "`*`: only if there is no such meeting."),
    ),
    responses(
        (status = 204, description = "It is gone."),
    )
)]
pub(super) async fn delete(
    State(service): State<Arc<Service>>,
    path: InPath,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let caller = service.writer(&headers)?;
    let key = Key::new(caller.tenant(), hash_in(path)?);
    if service.delete(&caller, &key, Conditions::of(&headers)).await? {
        Ok(StatusCode::NO_CONTENT.into_response())
    } else {
        Err(Failure::no_meeting())
    }
}

/// The hashes of the meetings, in order.
#[utoipa::path(
    get,
    path = "/meetings",
    tag = "meetings",
    params(
        ("limit" = Option<u32>, Query, description = "How many at most; 100 unless given.",
         minimum = 1, maximum = 1000),
        ("after" = Option<String>, Query, description = "Only those after this one.",
         pattern = "^[A-Za-z0-9_-][A-Za-z0-9._-]*$", min_length = 1, max_length = 128),
    ),
    responses(
        (status = 200, description = "Some of them.", body = Listing),
    )
)]
pub(super) async fn list(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Failure> {
    let caller = service.reader(&headers)?;
    let query = Query::of(&uri);
    let (limit, after) = (query.limit()?, query.after()?);
    let page = service.meetings().list(caller.tenant(), after.as_ref(), limit).await?;
    Ok(json(StatusCode::OK, body(&Listing { meetings: page.hashes, next: page.next })?))
}

/// All bytes of a body, if they are not too many.
async fn whole(sent: Body, limit: usize) -> Result<Bytes, Failure> {
    let mut pieces = sent.into_data_stream();
    let mut bytes = Vec::new();
    while let Some(piece) = pieces.next().await {
        let broken = |_| Failure::new(StatusCode::BAD_REQUEST, "the body ends before its end");
        let piece = piece.map_err(broken)?;
        if piece.len() > limit.saturating_sub(bytes.len()) {
            let message = format!("expected a body of at most {limit} bytes");
            return Err(Failure::new(StatusCode::PAYLOAD_TOO_LARGE, message));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes.into())
}
