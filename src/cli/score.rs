//! `sociogram score`: reads, scores and prints, file by file.

use std::io;
use std::path::Path;

use sociogram::Analyzer;
use sociogram::formats::Recording;

use crate::args::Score;
use crate::files::{Problem, Problems, analyzer, conversation, no_conversation, tell_left_out};
use crate::output::Printer;
use crate::scored::Scored;
use crate::source::begin;

pub(crate) fn run(arguments: &Score) -> io::Result<u8> {
    let analyzer = analyzer("score", &arguments.model);
    let mut problems = Problems::none();
    let output = arguments.output.as_deref();
    let begun = begin("score", &arguments.files, &arguments.input, output, &mut problems);
    let Some((source, out)) = begun else { return Ok(problems.code()) };
    let mut printer = Printer::new(arguments, out);
    for file in &arguments.files {
        match source.read(file) {
            Ok(recordings) => {
                for recording in recordings {
                    match score(file, recording, arguments, &analyzer) {
                        Ok(scored) => printer.print(scored)?,
                        Err(problem) => problems.tell(&problem),
                    }
                }
            }
            Err(problem) => problems.tell(&problem),
        }
    }
    printer.finish()?;
    Ok(problems.code())
}

fn score(
    file: &Path,
    recording: Option<Recording>,
    arguments: &Score,
    analyzer: &Analyzer,
) -> Result<Scored, Problem> {
    let heard = recording.as_ref();
    let mut builder = conversation(heard, &arguments.roster, arguments.min_talk);
    if let Some(seconds) = arguments.duration {
        builder = builder.duration_seconds(seconds);
    }
    let conversation = builder.build().map_err(|error| no_conversation(file, heard, &error))?;
    tell_left_out(file, heard, &conversation, arguments.min_talk);
    Ok(Scored {
        recording,
        analysis: analyzer.analyze(&conversation),
        conversation,
        analyzer: *analyzer,
        seed: arguments.seed,
        chance: arguments.chance,
    })
}
