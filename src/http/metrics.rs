//! Counts and times of what was asked, for Prometheus.

use std::fmt;
use std::time::Duration;

use axum::http::StatusCode;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::route::Route;

/// Upper ends of the classes of times, in seconds: from what a cached answer takes to the longest
/// that is waited for.
const CLASSES: [f64; 14] = [
    0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 2.5, 10.0, 60.0,
];

/// What a request was, and how it was answered.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: &'static str,
    method: &'static str,
    status: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Of {
    route: &'static str,
}

/// What most requests of a route are counted by, without looking it up.
struct Often {
    /// Those by GET that were answered with 200.
    answered: Counter,
    took: Histogram,
}

/// What is counted while a service runs.
pub(super) struct Metrics {
    registry: Registry,
    answered: Family<Answered, Counter>,
    often: [Often; Route::ALL.len()],
    in_flight: Gauge,
    hits: Counter,
    misses: Counter,
    cached: Gauge,
}

impl Metrics {
    pub(super) fn new() -> Self {
        let mut registry = Registry::with_prefix("sociogram");
        let answered = Family::<Answered, Counter>::default();
        let took: Family<_, _, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(CLASSES));
        let in_flight = Gauge::default();
        let (hits, misses, cached) = (Counter::default(), Counter::default(), Gauge::default());
        registry.register("http_requests", "Requests that were answered", answered.clone());
        registry.register_with_unit(
            "http_request_duration",
            "How long requests took until their answer began",
            Unit::Seconds,
            took.clone(),
        );
        registry.register("http_requests_in_flight", "Requests at work", in_flight.clone());
        registry.register("cache_hits", "Answers that were given again", hits.clone());
        registry.register("cache_misses", "Answers that were not in the cache", misses.clone());
        registry.register_with_unit(
            "cache",
            "How much memory kept answers take, about",
            Unit::Bytes,
            cached.clone(),
        );
        let often = Route::ALL.map(|route| {
            let route = route.path();
            let usual = Answered { route, method: "GET", status: 200 };
            Often {
                answered: answered.get_or_create_owned(&usual),
                took: took.get_or_create_owned(&Of { route }),
            }
        });
        Self { registry, answered, often, in_flight, hits, misses, cached }
    }

    /// Counts a request in; it is out when what this gives is dropped.
    pub(super) fn begin(&self) -> InFlight<'_> {
        InFlight { gauge: &self.in_flight, others: self.in_flight.inc() }
    }

    /// Counts an answer.
    pub(super) fn answered(
        &self,
        route: Route,
        method: &'static str,
        status: StatusCode,
        took: Duration,
    ) {
        let Some(often) = self.often.get(route as usize) else { return };
        often.took.observe(took.as_secs_f64());
        if status == StatusCode::OK && method == "GET" {
            often.answered.inc();
        } else {
            let answered = Answered { route: route.path(), method, status: status.as_u16().into() };
            self.answered.get_or_create(&answered).inc();
        }
    }

    /// Counts a look into the cache.
    pub(super) fn looked_up(&self, is_there: bool) {
        if is_there { &self.hits } else { &self.misses }.inc();
    }

    /// All of it, as text.
    pub(super) fn text(&self, cached: u64) -> String {
        self.cached.set(i64::try_from(cached).unwrap_or(i64::MAX));
        let mut text = String::new();
        // Writing into text does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

/// A request that is being answered.
#[derive(Debug)]
pub(super) struct InFlight<'m> {
    gauge: &'m Gauge,
    others: i64,
}

impl InFlight<'_> {
    /// How many others were when it came.
    pub(super) fn others(&self) -> usize {
        usize::try_from(self.others).unwrap_or(0)
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.gauge.dec();
    }
}
