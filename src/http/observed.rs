//! What is done around every request: its name, its limits, its count and its line in the log.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use axum::extract::Request;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;

use super::failure::{Failure, Reason};
use super::metrics::Metrics;
use super::request_id::{X_REQUEST_ID, request_id};
use super::route::Route;

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

/// What watches over requests: their names, their counts, their limits.
pub(super) struct Watch {
    metrics: Arc<Metrics>,
    limits: Limits,
}

impl Watch {
    pub(super) const fn new(metrics: Arc<Metrics>, limits: Limits) -> Self {
        Self { metrics, limits }
    }

    /// The answer to a request of a route, which has a name then, and is counted and logged.
    pub(super) async fn over<F: Future<Output = Response>>(
        &self,
        route: Route,
        request: Request,
        answer: impl FnOnce(Request) -> F,
    ) -> Response {
        let begun = Instant::now();
        let in_flight = self.metrics.begin();
        let id = request_id(request.headers());
        let method = method(request.method());
        let mut response = if route.is_of_operations() {
            answer(request).await
        } else if in_flight.others() >= self.limits.concurrency {
            busy("too many requests at a time")
        } else {
            self.in_time(answer(request)).await
        };
        drop(in_flight);
        let took = begun.elapsed();
        self.metrics.answered(route, method, response.status(), took);
        tell(&id, method, route, took, &response);
        response.headers_mut().insert(X_REQUEST_ID, id);
        response
    }

    /// The answer, if it does not take too long.
    async fn in_time(&self, answer: impl Future<Output = Response>) -> Response {
        let mut answer = pin!(answer);
        // Most are there at once, and a clock costs as much as finding them.
        let at_once = poll_fn(|context| Poll::Ready(answer.as_mut().poll(context))).await;
        match at_once {
            Poll::Ready(response) => response,
            Poll::Pending => timeout(self.limits.response_time, answer)
                .await
                .unwrap_or_else(|_| busy("the answer took too long")),
        }
    }
}

fn busy(message: &'static str) -> Response {
    let mut response = Failure::new(StatusCode::SERVICE_UNAVAILABLE, message).into_response();
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    response
}

/// A line in the log: errors of the service as such, what was refused as information, and the rest
/// for those who look closely. Never a query, a header or a body.
fn tell(id: &HeaderValue, method: &str, route: Route, took: Duration, response: &Response) {
    macro_rules! line {
        ($level:ident) => {
            tracing::$level!(
                request_id = id.to_str().unwrap_or_default(),
                method,
                route = route.path(),
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

/// The method, if it is one of those that there are: others could have any name.
fn method(method: &Method) -> &'static str {
    let known = ["GET", "HEAD", "PUT", "DELETE", "POST", "PATCH", "OPTIONS"];
    known.into_iter().find(|known| method == known).unwrap_or("other")
}
