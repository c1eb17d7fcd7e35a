//! The endpoints together.

use axum::Router;
use axum::http::StatusCode;

use super::failure::Failure;
use super::service::Service;
use super::{documented, keeping};

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
    finished(documented::routes().merge(keeping::routes()), service)
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
    finished(documented::routes(), service)
}

fn finished(routes: Router<Service>, service: Service) -> Router {
    routes.method_not_allowed_fallback(wrong_method).fallback(nothing_here).with_state(service)
}

async fn nothing_here() -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "there is nothing at this path")
}

async fn wrong_method() -> Failure {
    Failure::new(StatusCode::METHOD_NOT_ALLOWED, "this path has no such method")
}
