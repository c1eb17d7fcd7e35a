//! A meeting as a page of HTML.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use utoipa::OpenApi;

use super::answer::Question;
use super::failure::Failure;
use super::parameters::hash_in;
use super::route::Route;
use super::service::Service;
use super::watched::Watched;
use crate::report::content_security_policy;

/// What there is to say of it beside the other endpoints.
#[derive(OpenApi)]
#[openapi(paths(page))]
pub(super) struct Described;

pub(super) fn routes() -> [(Route, MethodRouter<Arc<Service>>); 1] {
    [(Route::Report, get(Watched(Route::Report, page)))]
}

/// A meeting to look at: one page of HTML that takes nothing from elsewhere.
#[utoipa::path(
    get,
    path = "/meetings/{file_hash}/report",
    tag = "meetings",
    params(
        ("file_hash" = String, Path, description = "What the meeting is called.",
         pattern = "^[A-Za-z0-9_-][A-Za-z0-9._-]*$", min_length = 1, max_length = 128),
    ),
    responses(
        (status = 200, description = "The page.", body = String, content_type = "text/html"),
        (status = 304, description = "It is as `If-None-Match` says."),
    )
)]
pub(super) async fn page(
    State(service): State<Arc<Service>>,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let caller = service.reader(&headers)?;
    let hash = hash_in(path)?;
    let mut response = service.answer(&caller, hash, Question::Page).await?.response(&headers);
    if response.status() == StatusCode::OK {
        // What stands in the page, and that no other page may show it as a part of its own.
        let policy = format!("{}; frame-ancestors 'none'", content_security_policy());
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(CONTENT_SECURITY_POLICY, policy.parse().map_err(Failure::internal)?);
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    }
    Ok(response)
}
