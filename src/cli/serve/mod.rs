//! `sociogram serve`: the service as a process.

mod access;
pub(crate) mod arguments;
mod ending;
mod token;

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt;
use sociogram::http::{Service, router};
use tokio::net::{TcpListener, lookup_host};
use tokio::sync::oneshot;
use tokio::time::sleep;

use self::arguments::Arguments;
use self::ending::Ending;
use crate::files::{Problem, Problems, analyzer};
use crate::store;
use crate::telling::{FAILURE, say};

/// How long requests that have begun may take once the end is asked for.
const GRACE: Duration = Duration::from_secs(10);

pub(crate) fn run(arguments: &Arguments) -> io::Result<u8> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut problems = Problems::none();
    if let Err(problem) = runtime.block_on(serve(arguments)) {
        problems.tell(&problem);
    }
    // Work that nobody waits for any more does not hold up the end.
    runtime.shutdown_background();
    Ok(problems.code())
}

async fn serve(arguments: &Arguments) -> Result<(), Problem> {
    let analyzer = analyzer("serve", &arguments.model);
    let listen = &arguments.listen;
    let trouble =
        |error: io::Error| Problem { code: FAILURE, message: format!("{listen}: error: {error}") };
    let addresses: Vec<SocketAddr> = lookup_host(listen).await.map_err(trouble)?.collect();
    let access = access::chosen(arguments, &addresses);
    let meetings = store::open("serve", &arguments.store)?;
    let service =
        Service::new(Arc::new(meetings), access).analyzer(analyzer).scale(arguments.scale.into());
    let listener = TcpListener::bind(&addresses[..]).await.map_err(trouble)?;
    let mut ending = Ending::new().map_err(trouble)?;
    let address = listener.local_addr().map_err(trouble)?;
    say(&format!("sociogram: listening on http://{address}"));

    // An answer is small, and goes out at once.
    let listener = listener.tap_io(|connection| {
        let _ = connection.set_nodelay(true);
    });
    let (end, ended) = oneshot::channel::<()>();
    let serving = axum::serve(listener, router(service)).with_graceful_shutdown(async {
        let _ = ended.await;
    });
    let mut serving = pin!(serving.into_future());
    tokio::select! {
        served = &mut serving => return served.map_err(trouble),
        () = ending.asked_for() => drop(end),
    }
    say("sociogram: ending");
    tokio::select! {
        served = &mut serving => return served.map_err(trouble),
        () = sleep(GRACE) => say("sociogram: some requests were not answered in time"),
        () = ending.asked_for() => {}
    }
    Ok(())
}
