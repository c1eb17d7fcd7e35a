//! `sociogram serve`: the service as a process.

mod access;
pub(crate) mod arguments;
mod ending;
mod layers;
mod listening;
mod log;
mod open_files;
mod settings;
mod token;

use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::Arc;

use sociogram::http::{Limits, Service, app};
use tokio::net::{TcpListener, lookup_host};

use self::arguments::Arguments;
use self::ending::Ending;
use self::listening::{End, Manners, listen};
use self::log::Log;
use self::settings::Settings;
use crate::files::{Problem, Problems, analyzer};
use crate::store;
use crate::telling::{FAILURE, refuse_usage};

pub(crate) fn run(arguments: &Arguments) -> io::Result<u8> {
    let settings =
        layers::settings(arguments).unwrap_or_else(|problem| refuse_usage("serve", problem));
    if arguments.print_config {
        let shown = settings.shown().map_err(io::Error::other)?;
        io::stdout().write_all(shown.as_bytes())?;
        return Ok(0);
    }
    let (log, _written) = log::begin(&settings);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut problems = Problems::none();
    if let Err(problem) = runtime.block_on(serve(&settings, arguments.insecure_no_auth, &log)) {
        problems.tell(&problem);
    }
    // Work that nobody waits for any more does not hold up the end.
    runtime.shutdown_background();
    Ok(problems.code())
}

async fn serve(settings: &Settings, insecure_no_auth: bool, log: &Log) -> Result<(), Problem> {
    let Some(store) = &settings.store else {
        refuse_usage("serve", "--store: nothing says where meetings are kept");
    };
    let listen_at = &settings.listen;
    let trouble = |error: io::Error| Problem {
        code: FAILURE,
        message: format!("{listen_at}: error: {error}"),
    };
    let analyzer = analyzer("serve", &settings.model());
    let addresses: Vec<SocketAddr> = lookup_host(listen_at).await.map_err(trouble)?.collect();
    let access = access::chosen(settings, insecure_no_auth, &addresses, log)
        .unwrap_or_else(|problem| refuse_usage("serve", problem));
    let meetings = store::open("serve", store)?;
    let size = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let service = Service::new(Arc::new(meetings), access)
        .analyzer(analyzer)
        .scale(settings.scale.into())
        .most_bytes(size(settings.body_limit))
        .body_time(settings.body_time.0)
        .cache_bytes(settings.cache_bytes);
    let limits = Limits {
        concurrency: size(settings.concurrency.into()),
        response_time: settings.response_time.0,
    };
    let manners = Manners {
        header_time: settings.header_time.0,
        connections: open_files::connections(settings.connections, log),
        reading_time: settings.body_time.0,
    };
    let listener = TcpListener::bind(&addresses[..]).await.map_err(trouble)?;
    let mut ending = Ending::new().map_err(trouble)?;
    let address = listener.local_addr().map_err(trouble)?;
    log.note(&format!("listening on http://{address}"));
    match listen(listener, app(service, limits), &manners, &mut ending, log).await {
        End::InOrder => {}
        End::Late => log.warn("some requests were not answered in time"),
    }
    Ok(())
}
