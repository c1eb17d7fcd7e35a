//! `sociogram validate`: a folder of annotated recordings in, agreement with people out.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use sociogram::validate::{AnnotatedMeeting, Validation};
use sociogram::{Conversation, Turns};

use crate::agreement;
use crate::annotation;
use crate::args::{Validate, ValidateFormat};
use crate::escape::visible;
use crate::files::{Problem, analyzer, shown};
use crate::source::Source;
use crate::telling::{BAD_INPUT, FAILURE, say};

const TURNS: &str = ".rttm";
const RESPONSES: &str = ".responses.csv";

pub(crate) fn run(arguments: &Validate) -> io::Result<u8> {
    let analyzer = analyzer("validate", &arguments.model);
    let folder = &arguments.folder;
    let names = match annotated(folder) {
        Ok(names) if !names.is_empty() => names,
        Ok(_) => {
            say(&format!(
                "{}: error: no NAME{TURNS} with a NAME{RESPONSES} beside it",
                shown(folder)
            ));
            return Ok(FAILURE);
        }
        Err(error) => {
            say(&format!("{}: error: {error}", shown(folder)));
            return Ok(FAILURE);
        }
    };
    let mut code = 0;
    let mut meetings = Vec::with_capacity(names.len());
    for name in &names {
        match read(folder, name) {
            Ok(meeting) => meetings.push(meeting),
            Err(problem) => {
                say(&problem.message);
                if code == 0 {
                    code = problem.code;
                }
            }
        }
    }
    if code != 0 {
        return Ok(code);
    }
    let validation = Validation::new(&analyzer, &meetings, arguments.seed);
    let mut out = io::BufWriter::new(io::stdout().lock());
    match arguments.format {
        ValidateFormat::Table => agreement::table(&validation, &mut out)?,
        ValidateFormat::Json => {
            agreement::json(&validation, analyzer.parameters(), arguments.seed, &mut out)?;
        }
    }
    Ok(0)
}

/// The names that have both files, in order; an annotation without a recording is told.
fn annotated(folder: &Path) -> io::Result<BTreeSet<String>> {
    let (mut turns, mut responses) = (BTreeSet::new(), BTreeSet::new());
    for entry in std::fs::read_dir(folder)? {
        // A name that is no text can be no meeting's.
        let Ok(file) = entry?.file_name().into_string() else { continue };
        if let Some(name) = file.strip_suffix(RESPONSES) {
            responses.insert(name.to_owned());
        } else if let Some(name) = file.strip_suffix(TURNS) {
            turns.insert(name.to_owned());
        }
    }
    for name in responses.difference(&turns) {
        let file = shown(&folder.join(format!("{name}{RESPONSES}")));
        say(&format!("{file}: warning: no {}{TURNS} beside it: left out", visible(name)));
    }
    Ok(responses.intersection(&turns).cloned().collect())
}

fn read(folder: &Path, name: &str) -> Result<AnnotatedMeeting, Problem> {
    let turns_file = folder.join(format!("{name}{TURNS}"));
    let bad = |message: String| Problem { code: BAD_INPUT, message };
    let mut recordings = Source::rttm().read(&turns_file)?;
    if recordings.len() > 1 {
        return Err(bad(format!(
            "{}: error: {} recordings, of which it is not clear which one is annotated",
            shown(&turns_file),
            recordings.len(),
        )));
    }
    let turns = recordings.pop().flatten().map_or_else(Turns::new, |only| only.into_turns());
    let conversation = Conversation::new(turns)
        .map_err(|error| bad(format!("{}: error: {error}", shown(&turns_file))))?;

    let file = folder.join(format!("{name}{RESPONSES}"));
    let bytes = std::fs::read(&file).map_err(|error| Problem {
        code: FAILURE,
        message: format!("{}: error: {error}", shown(&file)),
    })?;
    let responses = annotation::read(&bytes)
        .map_err(|refusal| bad(visible(&format!("{}:{refusal}", file.to_string_lossy()))))?;
    let meeting = AnnotatedMeeting::new(name, conversation, responses)
        .map_err(|error| bad(format!("{}: error: {error}", shown(&file))))?;
    if meeting.never_heard().len() > 0 {
        let labels: Vec<String> = meeting.never_heard().map(|label| visible(label)).collect();
        say(&format!(
            "{}: warning: named here, but never speaks in {name}{TURNS}: {}",
            shown(&file),
            labels.join(", "),
            name = visible(name),
        ));
    }
    Ok(meeting)
}
