//! The endpoints together.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::MethodRouter;

use super::failure::Failure;
use super::observed::Limits;
use super::route::Route;
use super::service::Service;
use super::watched::Watched;
use super::{documented, keeping, operations};

/// Everything that a service answers: the documented endpoints, and sociogram's own.
///
/// It has a fallback of its own, which answers other paths and methods as everything else is
/// answered: so give it a prefix by [`Router::nest`], or make it the
/// [`Router::fallback_service`] of another router.
///
/// ```
/// use std::sync::Arc;
/// use sociogram::http::{Objects, Open, Service, router};
///
/// # async fn serve() -> Result<(), Box<dyn std::error::Error>> {
/// let service = Service::new(Arc::new(Objects::folder("meetings")?), Arc::new(Open));
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
/// axum::serve(listener, router(service)).await?;
/// # Ok(())
/// # }
/// ```
pub fn router(service: Service) -> Router {
    routed(all(), service)
}

/// The documented endpoints alone, for a service that takes meetings in by other ways.
///
/// ```
/// use std::sync::Arc;
/// use sociogram::http::{Objects, Open, Service, documented_router};
///
/// let service = Service::new(Arc::new(Objects::memory()), Arc::new(Open));
/// let app: axum::Router = axum::Router::new().nest("/analysis", documented_router(service));
/// ```
pub fn documented_router(service: Service) -> Router {
    routed(documented::routes(), service)
}

/// All that `sociogram serve` answers: [`router`], and what those who run a service ask of it.
///
/// `/healthz` says that the process is there, `/readyz` whether the store can be used and why not,
/// `/metrics` has counts and times for Prometheus, `/openapi.json` the `OpenAPI` document and `/docs`
/// the same as a page. None of these takes a token, and none tells of a meeting; `/readyz` may name
/// the store's folder or host.
///
/// Every request is held to the limits, counted, and answered with an `x-request-id`: the one it
/// brings, if that is 1 to 64 letters, digits, `.`, `_` or `-`, or a new one. It is told to
/// `tracing` under that name: 5xx as an error, 4xx as information, the rest for debugging; never
/// with its query, a header or a body.
///
/// ```
/// use std::sync::Arc;
/// use sociogram::http::{Limits, Objects, Open, Service, app};
///
/// let service = Service::new(Arc::new(Objects::memory()), Arc::new(Open));
/// let app: axum::Router = app(service, Limits::default());
/// ```
pub fn app(service: Service, limits: Limits) -> Router {
    routed(all().chain(operations::routes()), service.watched(limits))
}

/// The documented routes, and sociogram's own.
fn all() -> impl Iterator<Item = Routed> {
    let routes = documented::routes().into_iter().chain(keeping::routes());
    #[cfg(feature = "report")]
    let routes = routes.chain(super::report::routes());
    routes
}

/// A route, and what answers its methods.
type Routed = (Route, MethodRouter<Arc<Service>>);

fn routed(routes: impl IntoIterator<Item = Routed>, service: Service) -> Router {
    let mut router = Router::new();
    for (route, methods) in routes {
        router = router.route(route.path(), methods.fallback(Watched(route, wrong_method)));
    }
    router.fallback(Watched(Route::Other, nothing_here)).with_state(Arc::new(service))
}

async fn nothing_here() -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "there is nothing at this path")
}

async fn wrong_method() -> Failure {
    Failure::new(StatusCode::METHOD_NOT_ALLOWED, "this path has no such method")
}
