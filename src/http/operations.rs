//! What those who run a service ask of it; none of it takes a token or tells of a meeting.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use axum::http::header::{HeaderName, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};

use super::description::document;
use super::failure::Failure;
use super::page::page;
use super::route::Route;
use super::service::Service;
use super::watched::Watched;

/// The page is text and style: it loads nothing, runs nothing and stands in no other page.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

pub(super) fn routes() -> [(Route, MethodRouter<Arc<Service>>); 5] {
    // Both are the same for as long as the program is.
    let document = document();
    let json = Bytes::from(serde_json::to_vec(&document).unwrap_or_default());
    let html = Bytes::from(page(&document));
    let json_answer = move || {
        let response = text("application/json", json.clone());
        async move { response }
    };
    let page_answer = move || {
        let mut response = text("text/html; charset=utf-8", html.clone());
        let headers: [(HeaderName, &'static str); 3] = [
            (CONTENT_SECURITY_POLICY, POLICY),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (REFERRER_POLICY, "no-referrer"),
        ];
        for (name, value) in headers {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        async move { response }
    };
    [
        (Route::Health, get(Watched(Route::Health, alive))),
        (Route::Ready, get(Watched(Route::Ready, ready))),
        (Route::Metrics, get(Watched(Route::Metrics, metrics))),
        (Route::Document, get(Watched(Route::Document, json_answer))),
        (Route::Page, get(Watched(Route::Page, page_answer))),
    ]
}

fn text(kind: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

fn unkept(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// That the process answers, which says nothing of the store.
async fn alive() -> Response {
    unkept(text("text/plain; charset=utf-8", "ok\n"))
}

/// That meetings can be kept and given, or why not.
async fn ready(State(service): State<Arc<Service>>) -> Response {
    unkept(match service.ready().await {
        Ok(()) => text("text/plain; charset=utf-8", "ok\n"),
        Err(why) => Failure::new(StatusCode::SERVICE_UNAVAILABLE, why).into_response(),
    })
}

async fn metrics(State(service): State<Arc<Service>>) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    unkept(text(kind, service.metrics_text()))
}
