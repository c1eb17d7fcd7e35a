//! `sociogram export`: the speaker graph for other tools.

pub(crate) mod arguments;

use std::io::{self, Write};

use sociogram::export::write_rttm;
use sociogram::formats::WriteError;

use crate::files::{Problem, Problems, analyzer, destination, shown};
use crate::one::only;
use crate::source::begin;
use crate::telling::BAD_INPUT;
use arguments::Arguments;

pub(crate) fn run(arguments: &Arguments) -> io::Result<u8> {
    let analyzer = analyzer("export", &arguments.model);
    let mut problems = Problems::none();
    let file = &arguments.single.file;
    let files = std::slice::from_ref(file);
    let begun = begin("export", files, &arguments.input, None, &mut problems);
    let Some((source, _)) = begun else { return Ok(problems.code()) };
    match only(&source, &arguments.single) {
        Ok((recording, conversation)) => {
            // Only once there is something to write, so that nothing is lost to a bad input.
            let out = destination(arguments.output.as_deref(), &mut problems);
            let Some(mut out) = out else { return Ok(problems.code()) };
            let name = recording.as_ref().map(|recording| recording.name().as_str());
            let written = match arguments.format.graph() {
                Some(export) => export
                    .write(&analyzer.analyze(&conversation), name, &mut out)
                    .map_err(WriteError::Io),
                None => write_rttm(&conversation, name, &mut out),
            };
            match written {
                Ok(()) => out.flush()?,
                Err(WriteError::Io(error)) => return Err(error),
                Err(error) => {
                    let message = format!("{}: error: {error}", shown(file));
                    problems.tell(&Problem { code: BAD_INPUT, message });
                }
            }
        }
        Err(problem) => problems.tell(&problem),
    }
    Ok(problems.code())
}
