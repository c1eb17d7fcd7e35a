//! sociogram's own endpoints: meetings in, out and away.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::StreamExt;

use super::answer::{Question, body};
use super::bodies::Listing;
use super::failure::{Failure, json};
use super::intake::Intake;
use super::meetings::{Key, Put};
use super::parameters::{Query, hash_in};
use super::service::Service;

type InPath = Result<Path<String>, PathRejection>;

pub(super) fn routes() -> Router<Service> {
    Router::new()
        .route("/meetings", get(list))
        .route("/meetings/{file_hash}", get(everything).put(put).delete(delete))
}

async fn everything(
    State(service): State<Service>,
    path: InPath,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let caller = service.reader(&headers)?;
    let hash = hash_in(path)?;
    Ok(json(StatusCode::OK, service.answer(&caller, hash, Question::Everything).await?))
}

/// Everything is checked before anything is kept.
async fn put(
    State(service): State<Service>,
    path: InPath,
    headers: HeaderMap,
    uri: Uri,
    sent: Body,
) -> Result<Response, Failure> {
    let caller = service.writer(&headers)?;
    let key = Key::new(caller.tenant(), hash_in(path)?);
    let intake = Intake::of(&Query::of(&uri), &headers)?;
    let sent = whole(sent, service.body_limit()).await?;
    let named = key.hash().clone();
    let (receipt, kept) = service.work(move || intake.take(&named, &sent)).await??;
    let status = match service.meetings().put(&key, kept).await? {
        Put::Created => StatusCode::CREATED,
        Put::Replaced => StatusCode::OK,
    };
    Ok(json(status, body(&receipt)?))
}

async fn delete(
    State(service): State<Service>,
    path: InPath,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let caller = service.writer(&headers)?;
    let key = Key::new(caller.tenant(), hash_in(path)?);
    if service.meetings().delete(&key).await? {
        Ok(StatusCode::NO_CONTENT.into_response())
    } else {
        Err(Failure::no_meeting())
    }
}

async fn list(
    State(service): State<Service>,
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
