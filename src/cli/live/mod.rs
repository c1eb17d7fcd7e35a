//! `sociogram live`: turns in as they end, results out as the meeting goes on.

pub(crate) mod arguments;
mod events;
mod frame;
mod meeting;
mod view;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::time::Duration;

use sociogram::formats::Format;
use sociogram::live::Live;

use self::arguments::{Arguments, Output};
use self::events::Event;
use self::meeting::Meeting;
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
        Box::new(Results { out, every: arguments.every, due: None, is_told: false })
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

/// What is told of a meeting while it goes on.
trait Teller {
    /// Something was heard.
    fn heard(&mut self, heard: &Heard, meeting: &Meeting) -> io::Result<()>;

    /// A moment has gone by.
    fn pause(&mut self, meeting: &Meeting) -> io::Result<()>;

    /// It is over.
    fn end(&mut self, meeting: &Meeting) -> io::Result<()>;
}

/// What a line held.
#[derive(Debug, Default)]
struct Heard {
    /// Turns that were taken in.
    turns: u64,
    /// What was left out, and why.
    left_out: Vec<String>,
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

/// Full results, one a line.
struct Results<W> {
    out: W,
    every: Option<Duration>,
    /// When the next one is due, in microseconds of the meeting.
    due: Option<i64>,
    /// Whether the last one tells all that was heard.
    is_told: bool,
}

impl<W: Write> Results<W> {
    fn print(&mut self, meeting: &Meeting) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, &meeting.result())?;
        writeln!(self.out)?;
        self.is_told = true;
        self.out.flush()
    }

    /// Whether so much of the meeting has gone by that a result is due.
    fn is_due(&mut self, meeting: &Meeting) -> bool {
        let Some(extent) = meeting.live().extent() else { return false };
        let Some(every) = self.every else { return true };
        let every = i64::try_from(every.as_micros()).unwrap_or(i64::MAX).max(1);
        let next = |time: i64| time.div_euclid(every).saturating_add(1).saturating_mul(every);
        let due = *self.due.get_or_insert_with(|| next(extent.start().micros()));
        let now = extent.end().micros();
        if now >= due {
            self.due = Some(next(now));
        }
        now >= due
    }
}

impl<W: Write> Teller for Results<W> {
    fn heard(&mut self, heard: &Heard, meeting: &Meeting) -> io::Result<()> {
        heard.left_out.iter().for_each(|message| crate::telling::say(message));
        self.is_told = false;
        if heard.turns > 0 && self.is_due(meeting) { self.print(meeting) } else { Ok(()) }
    }

    fn pause(&mut self, _: &Meeting) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self, meeting: &Meeting) -> io::Result<()> {
        if self.is_told { Ok(()) } else { self.print(meeting) }
    }
}
