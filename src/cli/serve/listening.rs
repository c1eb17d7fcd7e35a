//! Connections: taken, held to their manners, and ended in order.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::sleep;
use tokio_io_timeout::TimeoutStream;

use super::ending::Ending;
use super::log::Log;

/// How long requests that have begun may take once the end is asked for.
const GRACE: Duration = Duration::from_secs(10);
/// How long to wait where no connection can be taken: mostly, too many files are open.
const BREATH: Duration = Duration::from_millis(100);

/// How connections are treated.
pub(super) struct Manners {
    /// How long the head of a request may take, from the end of the one before.
    pub(super) header_time: Duration,
    /// How many there may be at a time; further ones wait to be taken.
    pub(super) connections: usize,
    /// How long a client may take nothing of an answer.
    pub(super) reading_time: Duration,
}

/// How it ended.
pub(super) enum End {
    /// Whoever asked something was answered.
    InOrder,
    /// Some were not, in the time that there was.
    Late,
}

/// Answers by a router until the end is asked for.
pub(super) async fn listen(
    listener: TcpListener,
    app: Router,
    manners: &Manners,
    ending: &mut Ending,
    log: &Log,
) -> End {
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(manners.header_time);
    let room = Arc::new(Semaphore::new(manners.connections.min(Semaphore::MAX_PERMITS)));
    loop {
        let taken = async {
            // It is never closed.
            let place = Arc::clone(&room).acquire_owned().await.ok();
            (listener.accept().await, place)
        };
        let (taken, place) = tokio::select! {
            taken = taken => taken,
            () = ending.asked_for() => break,
        };
        let Ok((stream, _)) = taken else {
            sleep(BREATH).await;
            continue;
        };
        // An answer is small, and goes out at once.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(manners.reading_time));
        let stream = TokioIo::new(Box::pin(stream));
        let service = TowerToHyperService::new(app.clone());
        let connection = graceful.watch(http.serve_connection(stream, service));
        tokio::spawn(async move {
            // Whoever hangs up or is too slow is not worth a word.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    log.note("ending");
    tokio::select! {
        () = graceful.shutdown() => End::InOrder,
        () = sleep(GRACE) => End::Late,
        () = ending.asked_for() => End::Late,
    }
}
