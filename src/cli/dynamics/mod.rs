//! `sociogram dynamics`: the course of a meeting, window by window.

pub(crate) mod arguments;
mod listing;

use std::io::{self, Write};
use std::path::Path;

use sociogram::Analyzer;
use sociogram::dynamics::{Dynamics, Windows};
use sociogram::formats::Recording;
use sociogram::schema::{DynamicsResult, MeetingDynamics};

use crate::escape::visible;
use crate::files::{
    Problem, Problems, analyzer, conversation, no_conversation, shown, tell_left_out,
};
use crate::output::cause;
use crate::source::begin;
use crate::telling::{BAD_INPUT, refuse_usage};
use arguments::{Arguments, Format};

/// The columns of `--format csv`: of the window, then of its strongest pair.
const CSV_COLUMNS: [&str; 9] = [
    "recording",
    "start",
    "end",
    "score",
    "responses",
    "first",
    "second",
    "pair_responses",
    "pair_absolute",
];

pub(crate) fn run(arguments: &Arguments) -> io::Result<u8> {
    let analyzer = analyzer("dynamics", &arguments.model);
    let step = arguments.step.unwrap_or(arguments.period);
    let windows = Windows::from_seconds(arguments.period, step)
        .unwrap_or_else(|error| refuse_usage("dynamics", error));
    let mut problems = Problems::none();
    let output = arguments.output.as_deref();
    let begun = begin("dynamics", &arguments.files, &arguments.input, output, &mut problems);
    let Some((source, out)) = begun else { return Ok(problems.code()) };
    let mut printer = Printer {
        format: arguments.format,
        out,
        several: arguments.files.len() > 1,
        held: None,
        printed: 0,
    };
    for file in &arguments.files {
        match source.read(file) {
            Ok(recordings) => {
                for recording in recordings {
                    let recording = recording.as_ref();
                    let done = follow(file, recording, arguments, &analyzer, windows, &mut printer);
                    match done {
                        Ok(printed) => printed?,
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

/// Prints the course of one recording, or says why it has none.
fn follow(
    file: &Path,
    recording: Option<&Recording>,
    arguments: &Arguments,
    analyzer: &Analyzer,
    windows: Windows,
    printer: &mut Printer<impl Write>,
) -> Result<io::Result<()>, Problem> {
    let builder = conversation(recording, &arguments.roster, arguments.min_talk);
    let conversation = builder.build().map_err(|error| no_conversation(file, recording, &error))?;
    tell_left_out(file, recording, &conversation, arguments.min_talk);
    let course = Dynamics::of(&conversation, analyzer, windows).map_err(|error| {
        let name = recording.map_or("", |recording| recording.name());
        let message = format!("{}: error: recording {name:?}: {error}", shown(file));
        Problem { code: BAD_INPUT, message }
    })?;
    Ok(printer.print(recording, &course))
}

/// Prints one course after the other.
struct Printer<W: Write> {
    format: Format,
    out: W,
    /// Whether there are several recordings: of several files, or more than one has come.
    several: bool,
    /// The first result, while it may stay the only one.
    held: Option<DynamicsResult>,
    /// How many recordings have been printed.
    printed: u64,
}

impl<W: Write> Printer<W> {
    fn print(&mut self, recording: Option<&Recording>, course: &Dynamics<'_>) -> io::Result<()> {
        match self.format {
            Format::Table => {
                if self.printed > 0 {
                    writeln!(self.out)?;
                }
                let name = recording.map(|recording| visible(recording.name()));
                listing::print(name.as_deref(), course, &mut self.out)?;
            }
            Format::Dynamics => {
                serde_json::to_writer(&mut self.out, &MeetingDynamics::from(course))?;
                writeln!(self.out)?;
            }
            Format::Json => {
                let result = DynamicsResult::from(course);
                let result = match recording {
                    Some(recording) => result.of_recording(recording),
                    None => result,
                };
                return self.json(result);
            }
            Format::Csv => self.csv(recording, course)?,
        }
        self.printed += 1;
        Ok(())
    }

    /// One result looks different from several, so the first waits for a second.
    fn json(&mut self, result: DynamicsResult) -> io::Result<()> {
        if !self.several && self.held.is_none() {
            self.held = Some(result);
            return Ok(());
        }
        self.several = true;
        for result in self.held.take().into_iter().chain([result]) {
            self.out.write_all(if self.printed == 0 { b"[\n" } else { b",\n" })?;
            serde_json::to_writer_pretty(&mut self.out, &result)?;
            self.printed += 1;
        }
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        match self.held.take() {
            Some(only) => {
                serde_json::to_writer_pretty(&mut self.out, &only)?;
                writeln!(self.out)?;
            }
            None if self.format == Format::Json && self.several => {
                self.out.write_all(if self.printed == 0 { b"[]\n" } else { b"\n]\n" })?;
            }
            None => {}
        }
        self.out.flush()
    }

    /// A line for each window; what it says of the strongest pair is empty where there is none.
    fn csv(&mut self, recording: Option<&Recording>, course: &Dynamics<'_>) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(&mut self.out);
        if self.printed == 0 {
            writer.write_record(CSV_COLUMNS).map_err(cause)?;
        }
        let name = recording.map_or("", |recording| recording.name());
        for window in course.windows() {
            let pair = window.strongest_pair();
            let labels = pair.as_ref().map(|pair| pair.labels().map(|label| label.as_str()));
            let numbers = pair.as_ref().map(|pair| [pair.strength, pair.absolute]);
            let [first, second] = labels.map_or([None; 2], |labels| labels.map(Some));
            let [responses, absolute] = numbers.map_or([None; 2], |numbers| numbers.map(Some));
            let row = (
                (name, window.span().start().seconds(), window.span().end().seconds()),
                (window.score(), window.responses()),
                (first, second, responses, absolute),
            );
            writer.serialize(row).map_err(cause)?;
        }
        writer.flush()
    }
}
