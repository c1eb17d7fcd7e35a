//! `sociogram convert`: the turns of any format, as RTTM or JSON Lines.

use std::io::{self, Write};

use sociogram::formats::{Recording, WriteError, write_json_lines, write_rttm};

use crate::args::{Convert, Target};
use crate::files::{Problem, Problems, shown};
use crate::source::begin;
use crate::telling::BAD_INPUT;

pub(crate) fn run(arguments: &Convert) -> io::Result<u8> {
    let mut problems = Problems::none();
    let output = arguments.output.as_deref();
    let begun = begin("convert", &arguments.files, &arguments.input, output, &mut problems);
    let Some((source, mut out)) = begun else { return Ok(problems.code()) };
    for file in &arguments.files {
        let recordings = match source.read(file) {
            Ok(recordings) => recordings,
            Err(problem) => {
                problems.tell(&problem);
                continue;
            }
        };
        for recording in recordings.iter().flatten() {
            match write(recording, arguments.to, &mut out) {
                Ok(()) => {}
                Err(WriteError::Io(error)) => return Err(error),
                Err(error) => {
                    let message = format!("{}: error: {error}", shown(file));
                    problems.tell(&Problem { code: BAD_INPUT, message });
                }
            }
        }
    }
    out.flush()?;
    Ok(problems.code())
}

fn write(recording: &Recording, to: Target, out: &mut impl Write) -> Result<(), WriteError> {
    match to {
        Target::Rttm => write_rttm(recording, out),
        Target::Jsonl => write_json_lines(recording, out),
    }
}
