//! `sociogram score`: reads, scores and prints, file by file.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use sociogram::formats::{Recording, rttm};
use sociogram::{Analyzer, Conversation, Turns};

use crate::args::Score;
use crate::escape::visible;
use crate::model::analyzer;
use crate::output::Printer;
use crate::scored::Scored;
use crate::telling::{BAD_INPUT, FAILURE, refuse_usage, say};

pub(crate) fn run(arguments: &Score) -> io::Result<u8> {
    let analyzer = analyzer("score", &arguments.model);
    if arguments.files.iter().filter(|file| is_standard_input(file)).count() > 1 {
        refuse_usage("score", "standard input, `-`, can be read only once");
    }
    let destination: Box<dyn Write> = match &arguments.output {
        None => Box::new(io::stdout().lock()),
        Some(path) => match File::create(path) {
            Ok(file) => Box::new(file),
            Err(error) => {
                say(&format!("{}: error: {error}", shown(path)));
                return Ok(FAILURE);
            }
        },
    };
    let mut printer = Printer::new(arguments, BufWriter::new(destination));
    let mut code = 0;
    let mut tell = |problem: Problem| {
        say(&problem.message);
        if code == 0 {
            code = problem.code;
        }
    };
    for file in &arguments.files {
        match read(file) {
            Ok(recordings) => {
                for recording in recordings {
                    match score(file, recording, arguments, &analyzer) {
                        Ok(scored) => printer.print(scored)?,
                        Err(problem) => tell(problem),
                    }
                }
            }
            Err(problem) => tell(problem),
        }
    }
    printer.finish()?;
    Ok(code)
}

/// Why a file cannot be read or a recording not be scored.
pub(crate) struct Problem {
    pub(crate) code: u8,
    pub(crate) message: String,
}

/// The recordings of a file; of one without any, a meeting in which nobody spoke.
pub(crate) fn read(file: &Path) -> Result<Vec<Option<Recording>>, Problem> {
    let name = shown(file);
    let bytes = bytes(file)
        .map_err(|error| Problem { code: FAILURE, message: format!("{name}: error: {error}") })?;
    let recordings = rttm::read(&bytes).map_err(|error| {
        let at = error.position();
        let message = format!("{name}:{}:{}: error: {}", at.line, at.column, error.kind());
        Problem { code: BAD_INPUT, message }
    })?;
    for recording in &recordings {
        for repair in recording.repairs() {
            say(&format!(
                "{name}:{}: warning: {}: {} of them in {}",
                repair.first_line,
                repair.kind,
                repair.count,
                visible(recording.name()),
            ));
        }
    }
    if recordings.is_empty() {
        say(&format!("{name}: warning: no SPEAKER record: taken for a meeting without speech"));
        return Ok(vec![None]);
    }
    Ok(recordings.into_iter().map(Some).collect())
}

fn score(
    file: &Path,
    recording: Option<Recording>,
    arguments: &Score,
    analyzer: &Analyzer,
) -> Result<Scored, Problem> {
    let turns = recording.as_ref().map_or_else(Turns::new, |recording| recording.turns().clone());
    let roster = arguments.roster.iter().filter(|label| !label.is_empty());
    let mut builder = Conversation::builder(turns).roster(roster.map(String::as_str));
    if let Some(seconds) = arguments.duration {
        builder = builder.duration_seconds(seconds);
    }
    let conversation = builder.build().map_err(|error| {
        let name = recording.as_ref().map_or("", |recording| recording.name());
        Problem {
            code: BAD_INPUT,
            message: format!("{}: error: recording {name:?}: {error}", shown(file)),
        }
    })?;
    Ok(Scored { recording, analysis: analyzer.analyze(&conversation) })
}

fn bytes(file: &Path) -> io::Result<Vec<u8>> {
    if is_standard_input(file) {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    std::fs::read(file)
}

fn is_standard_input(file: &Path) -> bool {
    file.as_os_str() == "-"
}

pub(crate) fn shown(file: &Path) -> String {
    if is_standard_input(file) { "<stdin>".into() } else { visible(&file.to_string_lossy()) }
}
