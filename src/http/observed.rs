//! What is done around every request: its name, its limits, its count and its line in the log.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::failure::{Failure, Reason};
use super::metrics::Metrics;
use super::request_id::{X_REQUEST_ID, request_id};

/// How much a service takes on.
///
/// ```
/// use std::time::Duration;
/// use sociogram::http::Limits;
///
/// let limits = Limits { response_time: Duration::from_secs(10), ..Limits::default() };
/// assert_eq!(limits.concurrency, 1024);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many requests are answered at a time; further ones get 503 at once. 1,024 by default.
    pub concurrency: usize,
    /// How long an answer may take to begin, its body included that comes in; then it is 503.
    /// One minute by default.
    pub response_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { concurrency: 1024, response_time: Duration::from_secs(60) }
    }
}

/// What a request is held to, and where it is counted.
#[derive(Clone)]
struct Around {
    metrics: Arc<Metrics>,
    /// Absent where there is no limit.
    room: Option<Arc<Semaphore>>,
    longest: Duration,
}

/// A router whose requests have a name, are counted and logged, and held to limits if there are any.
pub(super) fn observed(router: Router, metrics: &Arc<Metrics>, limits: Option<Limits>) -> Router {
    let most = |limits: Limits| limits.concurrency.min(Semaphore::MAX_PERMITS);
    let around = Around {
        metrics: Arc::clone(metrics),
        room: limits.map(|limits| Arc::new(Semaphore::new(most(limits)))),
        longest: limits.map_or(Duration::MAX, |limits| limits.response_time),
    };
    router.layer(from_fn_with_state(around, around_one))
}

async fn around_one(State(around): State<Around>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let in_flight = around.metrics.begin();
    let id = request_id(request.headers());
    let route = route(request.extensions().get());
    let method = method(request.method());
    let mut response = held(&around, request, next).await;
    drop(in_flight);
    let took = begun.elapsed();
    let status = response.status();
    around.metrics.answered(route, method, status.as_u16(), took);
    tell(&id, method, route, took, &response);
    response.headers_mut().insert(X_REQUEST_ID, id);
    response
}

/// The answer, if there is room for the request and it does not take too long.
async fn held(around: &Around, request: Request, next: Next) -> Response {
    let _room = match &around.room {
        None => None,
        Some(room) => match room.try_acquire() {
            Ok(room) => Some(room),
            Err(_) => return busy("too many requests at a time"),
        },
    };
    match timeout(around.longest, next.run(request)).await {
        Ok(response) => response,
        Err(_) => busy("the answer took too long"),
    }
}

fn busy(message: &'static str) -> Response {
    let mut response = Failure::new(StatusCode::SERVICE_UNAVAILABLE, message).into_response();
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    response
}

/// A line in the log: errors of the service as such, what was refused as information, and the rest
/// for those who look closely. Never a query, a header or a body.
fn tell(id: &HeaderValue, method: &str, route: &str, took: Duration, response: &Response) {
    macro_rules! line {
        ($level:ident) => {
            tracing::$level!(
                request_id = id.to_str().unwrap_or_default(),
                method,
                route,
                status = response.status().as_u16(),
                milliseconds = took.as_secs_f64() * 1e3,
                reason = response.extensions().get::<Reason>().map(Reason::as_str),
                "answered"
            )
        };
    }
    let status = response.status();
    if status.is_server_error() {
        line!(error);
    } else if status.is_client_error() {
        line!(info);
    } else {
        line!(debug);
    }
}

/// The routes that there are, by the ends of their paths: a router may stand under any prefix.
const ROUTES: [&str; 11] = [
    "/single-feature-api/meeting/meeting-interactions",
    "/single-feature-api/meeting/meeting-interaction_score",
    "/single-feature-api/meeting/meeting-dynamics",
    "/meetings/{file_hash}/report",
    "/meetings/{file_hash}",
    "/meetings",
    "/healthz",
    "/readyz",
    "/metrics",
    "/openapi.json",
    "/docs",
];

fn route(path: Option<&MatchedPath>) -> &'static str {
    let path = path.map_or("", MatchedPath::as_str);
    ROUTES.into_iter().find(|known| path.ends_with(known)).unwrap_or("other")
}

/// The method, if it is one of those that there are: others could have any name.
fn method(method: &Method) -> &'static str {
    let known = ["GET", "HEAD", "PUT", "DELETE", "POST", "PATCH", "OPTIONS"];
    known.into_iter().find(|known| method == known).unwrap_or("other")
}
