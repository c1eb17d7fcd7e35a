//! Handlers whose requests are watched over.

use std::pin::Pin;
use std::sync::Arc;

use axum::extract::Request;
use axum::handler::Handler;
use axum::response::Response;

use super::route::Route;
use super::service::Service;

/// A handler of a route; where the service watches over its requests, so over those of it.
///
/// A layer around the router would do the same, for a tenth of the time that a kept answer takes:
/// it has to copy all that it lies around for every request.
#[derive(Clone)]
pub(super) struct Watched<H>(pub(super) Route, pub(super) H);

impl<H, T> Handler<T, Arc<Service>> for Watched<H>
where
    H: Handler<T, Arc<Service>>,
    T: 'static,
{
    type Future = Pin<Box<dyn Future<Output = Response> + Send>>;

    fn call(self, request: Request, service: Arc<Service>) -> Self::Future {
        let Self(route, handler) = self;
        Box::pin(async move {
            match service.watch().map(Arc::clone) {
                None => handler.call(request, service).await,
                Some(watch) => {
                    watch.over(route, request, |request| handler.call(request, service)).await
                }
            }
        })
    }
}
