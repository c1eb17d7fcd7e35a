//! `sociogram report`: a meeting as one page of HTML.

pub(crate) mod arguments;

use std::io::{self, Write};
use std::slice;

use sociogram::dynamics::Windows;
use sociogram::formats::Recording;
use sociogram::report::Report;
use sociogram::{Analyzer, Conversation};

use crate::files::{Problems, analyzer, destination};
use crate::one::only;
use crate::source::begin;
use crate::telling::refuse_usage;
use arguments::Arguments;

pub(crate) fn run(arguments: &Arguments) -> io::Result<u8> {
    let analyzer = analyzer("report", &arguments.model);
    let windows = Windows::from_seconds(arguments.period, arguments.period)
        .unwrap_or_else(|error| refuse_usage("report", error));
    let mut problems = Problems::none();
    let files = slice::from_ref(&arguments.single.file);
    let begun = begin("report", files, &arguments.input, None, &mut problems);
    let Some((source, _)) = begun else { return Ok(problems.code()) };
    match only(&source, &arguments.single) {
        Ok(meeting) => {
            let page = page(&meeting, arguments, &analyzer, windows);
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

fn page(
    (recording, conversation): &(Option<Recording>, Conversation),
    arguments: &Arguments,
    analyzer: &Analyzer,
    windows: Windows,
) -> String {
    let mut made = Report::of(conversation, analyzer, arguments.seed).windows(windows);
    if let Some(recording) = recording {
        made = made.of_recording(recording);
    }
    if let Some(title) = &arguments.title {
        made = made.titled(title);
    }
    made.html()
}
