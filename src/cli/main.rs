//! The `sociogram` command: files in, scores out.
//!
//! Data goes to standard output, everything else to standard error. Exit codes: 0 ok, 1 failure
//! (a file that cannot be read or written), 2 usage, 3 bad input.

mod agreement;
mod annotation;
mod args;
mod bars;
mod columns;
mod compare;
mod convert;
#[cfg(feature = "parquet")]
mod corpus;
mod detect;
mod dynamics;
mod escape;
mod explain;
mod export;
mod files;
#[cfg(feature = "http")]
mod ingest;
mod input;
mod live;
mod model;
mod narrow;
mod one;
mod output;
mod plot;
mod progress;
#[cfg(feature = "report")]
mod report;
mod scale;
mod score;
mod scored;
mod screen;
mod seconds;
mod series;
#[cfg(feature = "http")]
mod serve;
mod single;
mod source;
#[cfg(feature = "http")]
mod store;
mod stress;
mod table;
mod telling;
mod validate;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use sociogram::schema::documents;

use args::{Cli, Command};
use telling::{FAILURE, refuse_usage, say};

/// A service allocates some dozens of pieces for a request, on all threads at once.
#[cfg(feature = "http")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Score(arguments) => score::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Validate(arguments) => validate::run(&arguments),
        Command::Dynamics(arguments) => dynamics::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments),
        Command::Series(arguments) => series::run(&arguments),
        #[cfg(feature = "parquet")]
        Command::Corpus(arguments) => corpus::run(&arguments),
        #[cfg(feature = "report")]
        Command::Report(arguments) => report::run(&arguments),
        Command::Stress(arguments) => stress::run(&arguments),
        Command::Live(arguments) => live::run(&arguments),
        #[cfg(feature = "http")]
        Command::Ingest(arguments) => ingest::run(&arguments),
        #[cfg(feature = "http")]
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Plot(arguments) => plot::run(&arguments),
        Command::Detect(arguments) => detect::run(&arguments),
        Command::Convert(arguments) => convert::run(&arguments),
        Command::Schema { name } => schema(&name).map(|()| 0),
        Command::Completions { shell } => completions(shell).map(|()| 0),
        Command::Man { command } => manual(command.as_deref()).map(|()| 0),
    };
    match done {
        Ok(code) => code.into(),
        // Whoever read the output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("sociogram: error: {error}"));
            FAILURE.into()
        }
    }
}

fn schema(name: &str) -> io::Result<()> {
    let document = documents::ALL.iter().find(|(known, _)| *known == name);
    document.map_or(Ok(()), |(_, text)| io::stdout().write_all(text.as_bytes()))
}

fn completions(shell: clap_complete::Shell) -> io::Result<()> {
    // Into memory first: the generator itself panics where it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "sociogram", &mut script);
    io::stdout().write_all(&script)
}

fn manual(command: Option<&str>) -> io::Result<()> {
    let mut cli = Cli::command();
    cli.build();
    let page = match command {
        None => cli,
        Some(name) => match cli.find_subcommand(name) {
            Some(found) => found.clone(),
            None => {
                refuse_usage("man", format!("there is no command {name:?} to show the manual of"))
            }
        },
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text)?;
    io::stdout().write_all(&text)
}
