//! Results as they come, in the format that was asked for.

use std::io::{self, Write};

use serde::Serialize;
use sociogram::schema::{Interactions, MeetingInteractionScore};
use sociogram::{Pair, Scale};

use crate::args::{Format, Score};
use crate::scored::Scored;
use crate::table;

/// The columns of `--format csv`: of the meeting, then of the pair.
const CSV_COLUMNS: [&str; 12] = [
    "recording",
    "participants",
    "minutes",
    "score",
    "first",
    "second",
    "responses",
    "first_to_second",
    "second_to_first",
    "rate",
    "absolute",
    "relative",
];

/// Prints one result after the other.
pub(crate) struct Printer<W: Write> {
    format: Format,
    scale: Scale,
    out: W,
    /// Whether there are several results: of several files, or more than one has come.
    several: bool,
    /// The first result, while it may stay the only one.
    held: Option<Scored>,
    /// How many results have been printed.
    printed: u64,
    /// A line for each of several results.
    summary: table::Summary,
}

impl<W: Write> Printer<W> {
    pub(crate) fn new(arguments: &Score, out: W) -> Self {
        Self {
            format: arguments.format,
            scale: arguments.scale.into(),
            out,
            several: arguments.files.len() > 1,
            held: None,
            printed: 0,
            summary: table::Summary::new(),
        }
    }

    pub(crate) fn print(&mut self, scored: Scored) -> io::Result<()> {
        match self.format {
            Format::Table | Format::Json => {
                // One result looks different from several, so the first waits for a second.
                if !self.several && self.held.is_none() {
                    self.held = Some(scored);
                    return Ok(());
                }
                self.several = true;
                if let Some(first) = self.held.take() {
                    self.one_of_several(&first)?;
                }
                self.one_of_several(&scored)
            }
            Format::Jsonl => self.json_line(&scored.full()),
            Format::Csv => self.csv(&scored),
            Format::Interactions => {
                self.json_line(&Interactions::on_scale(&scored.analysis, self.scale))
            }
            Format::Score => self.json_line(&MeetingInteractionScore::from(&scored.analysis)),
        }
    }

    pub(crate) fn finish(mut self) -> io::Result<()> {
        match (self.format, self.held.take()) {
            (Format::Table, Some(only)) => table::print(&only, self.scale, &mut self.out)?,
            (Format::Table, None) if self.several => self.summary.print(&mut self.out)?,
            (Format::Json, Some(only)) => {
                serde_json::to_writer_pretty(&mut self.out, &only.full())?;
                writeln!(self.out)?;
            }
            (Format::Json, None) if self.several => {
                self.out.write_all(if self.printed == 0 { b"[]\n" } else { b"\n]\n" })?;
            }
            _ => {}
        }
        self.out.flush()
    }

    fn one_of_several(&mut self, scored: &Scored) -> io::Result<()> {
        self.printed += 1;
        if self.format == Format::Table {
            self.summary.add(scored);
            return Ok(());
        }
        self.out.write_all(if self.printed == 1 { b"[\n" } else { b",\n" })?;
        serde_json::to_writer_pretty(&mut self.out, &scored.full())?;
        Ok(())
    }

    fn json_line(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, value)?;
        writeln!(self.out)
    }

    /// A line for each pair with responses; a recording without any has one line, so that none
    /// goes missing.
    fn csv(&mut self, scored: &Scored) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(&mut self.out);
        if self.printed == 0 {
            writer.write_record(CSV_COLUMNS).map_err(cause)?;
        }
        self.printed += 1;
        let analysis = &scored.analysis;
        let meeting = (
            scored.name().unwrap_or_default(),
            analysis.participants().len(),
            analysis.minutes(),
            analysis.score(),
        );
        let mut pairs = analysis.pairs().peekable();
        if pairs.peek().is_none() {
            writer.serialize((meeting, [(); 8])).map_err(cause)?;
        }
        for pair in pairs {
            let Pair { strength, to_second, to_first, rate, absolute, relative, .. } = pair;
            let labels = pair.labels().map(|label| label.as_str());
            let values = [strength, to_second, to_first, rate, absolute, relative];
            writer.serialize((meeting, labels, values)).map_err(cause)?;
        }
        writer.flush()
    }
}

/// What went wrong below a CSV writer: a closed pipe must still be known for one.
pub(crate) fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
