//! `sociogram report`: a meeting as one page of HTML.

pub(crate) mod arguments;

use std::io::{self, Write};
use std::slice;

use sociogram::Analyzer;
use sociogram::dynamics::Windows;
use sociogram::formats::Recording;
use sociogram::report::Report;

use crate::escape::visible;
use crate::files::{
    Problem, Problems, analyzer, conversation_of, destination, no_conversation, shown,
    tell_left_out,
};
use crate::source::begin;
use crate::telling::{BAD_INPUT, refuse_usage};
use arguments::Arguments;

/// The most recordings of a file that are named.
const MOST_NAMES: usize = 10;

pub(crate) fn run(arguments: &Arguments) -> io::Result<u8> {
    let analyzer = analyzer("report", &arguments.model);
    let windows = Windows::from_seconds(arguments.period, arguments.period)
        .unwrap_or_else(|error| refuse_usage("report", error));
    let mut problems = Problems::none();
    let files = slice::from_ref(&arguments.file);
    let begun = begin("report", files, &arguments.input, None, &mut problems);
    let Some((source, _)) = begun else { return Ok(problems.code()) };
    let read = source.read(&arguments.file);
    let page = read.and_then(|recordings| page(recordings, arguments, &analyzer, windows));
    match page {
        Ok(page) => {
            // Only once there is a page, so that what was there before is not lost for nothing.
            let output = destination(arguments.output.as_deref(), &mut problems);
            if let Some(mut output) = output {
                output.write_all(page.as_bytes())?;
                output.flush()?;
            }
        }
        Err(problem) => problems.tell(&problem),
    }
    Ok(problems.code())
}

/// The page of the only recording.
fn page(
    mut recordings: Vec<Option<Recording>>,
    arguments: &Arguments,
    analyzer: &Analyzer,
    windows: Windows,
) -> Result<String, Problem> {
    let file = &arguments.file;
    if recordings.len() > 1 {
        let mut names: Vec<String> = recordings
            .iter()
            .flatten()
            .take(MOST_NAMES)
            .map(|recording| format!("\"{}\"", visible(recording.name())))
            .collect();
        if let Some(more @ 1..) = recordings.len().checked_sub(MOST_NAMES) {
            names.push(format!("and {more} more"));
        }
        let message = format!(
            "{}: error: a report is of one recording, and there are {}: {}; --recording names one",
            shown(file),
            recordings.len(),
            names.join(", "),
        );
        return Err(Problem { code: BAD_INPUT, message });
    }
    let mut recording = recordings.pop().flatten();
    let turns = recording.as_mut().map(Recording::take_turns).unwrap_or_default();
    let heard = recording.as_ref();
    let mut builder = conversation_of(turns, &arguments.roster, arguments.min_talk);
    if let Some(seconds) = arguments.duration {
        builder = builder.duration_seconds(seconds);
    }
    let conversation = builder.build().map_err(|error| no_conversation(file, heard, &error))?;
    tell_left_out(file, heard, &conversation, arguments.min_talk);
    let mut made = Report::of(&conversation, analyzer, arguments.seed).windows(windows);
    if let Some(recording) = heard {
        made = made.of_recording(recording);
    }
    if let Some(title) = &arguments.title {
        made = made.titled(title);
    }
    Ok(made.html())
}
