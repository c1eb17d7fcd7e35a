//! What is told beside the data: on standard error, and by the exit code.

use std::io::{self, Write};

use clap::CommandFactory;
use clap::error::ErrorKind;

use crate::args::Cli;

/// Exit code: a file cannot be read or written.
pub(crate) const FAILURE: u8 = 1;
/// Exit code: a file does not hold what it should.
pub(crate) const BAD_INPUT: u8 = 3;

/// Says something to the person at the terminal, if there still is one.
pub(crate) fn say(message: &str) {
    let _ = writeln!(io::stderr(), "{message}");
}

/// Ends with a usage error of a command, as the parser of arguments itself would.
pub(crate) fn refuse_usage(command: &str, message: impl std::fmt::Display) -> ! {
    let mut cli = Cli::command();
    cli.build();
    let mut command = cli.find_subcommand(command).cloned().unwrap_or(cli);
    command.error(ErrorKind::ValueValidation, message).exit()
}
