//! `sociogram live`: turns in as they end, results out as the meeting goes on.

pub(crate) mod arguments;
mod events;
mod frame;
mod meeting;
mod results;
mod teller;
mod view;

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use sociogram::formats::Format;
use sociogram::live::Live;

use self::arguments::{Arguments, Output};
use self::events::Event;
use self::meeting::Meeting;
use self::results::Results;
use self::teller::Teller;
use self::view::View;
use crate::files::{Problem, Problems, analyzer};
use crate::source::begin;
use crate::telling::{FAILURE, refuse_usage};

pub(crate) fn run(arguments: &Arguments) -> io::Result<u8> {
    let analyzer = analyzer("live", &arguments.model);
    let format = arguments.input.input_format.unwrap_or(Format::JsonLines);
    if !matches!(format, Format::JsonLines | Format::Rttm) {
        refuse_usage("live", "a running meeting is read from jsonl or rttm");
    }
    let mut problems = Problems::none();
    let begun = begin("live", &[PathBuf::from("-")], &arguments.input, None, &mut problems);
    let Some((source, out)) = begun else { return Ok(problems.code()) };
    let roster = arguments.roster.iter().filter(|label| !label.is_empty());
    let live = Live::new(analyzer).horizon(arguments.horizon).roster(roster.map(String::as_str));
    let mut meeting = Meeting::new(live, source.options_of(format), &arguments.input);
    let is_view = match arguments.format {
        Some(format) => format == Output::View,
        None => io::stdout().is_terminal(),
    };
    let mut teller: Box<dyn Teller> = if is_view {
        Box::new(View::new(out))
    } else {
        Box::new(Results::new(out, arguments.every))
    };
    let events = events::start()?;
    let ended = follow(&events, &mut meeting, &mut *teller)?;
    // The result of what was heard, whatever ended it.
    teller.end(&meeting)?;
    if let Err(problem) = ended {
        problems.tell(&problem);
    }
    Ok(problems.code())
}

/// Takes in what comes until it ends, and tells of it. What it cannot tell any more is an error;
/// what is wrong with the input ends it, and the result is told all the same.
fn follow(
    events: &events::Events,
    meeting: &mut Meeting,
    teller: &mut dyn Teller,
) -> io::Result<Result<(), Problem>> {
    loop {
        let heard = match events.next() {
            Event::Line(line) => meeting.hear(&line),
            Event::LineTooLong => meeting.too_long(),
            Event::Pause => {
                teller.pause(meeting)?;
                continue;
            }
            Event::Failed(error) => {
                let message = format!("<stdin>: error: {error}");
                return Ok(Err(Problem { code: FAILURE, message }));
            }
            Event::End | Event::Interrupt => return Ok(Ok(())),
        };
        match heard {
            Ok(heard) => teller.heard(&heard, meeting)?,
            Err(problem) => return Ok(Err(problem)),
        }
    }
}
