//! Results as they come, in the format that was asked for.

use std::io::{self, Write};

use serde::Serialize;
use sociogram::schema::{Interactions, MeetingInteractionScore};
use sociogram::{Pair, Scale};

use crate::args::{Format, Score};
use crate::scored::Scored;
use crate::screen::{Color, Screen};
use crate::{bars, table};

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

/// How results are to look.
pub(crate) struct Style {
    format: Format,
    scale: Scale,
    /// Whether there may be several results.
    several: bool,
}

/// A result as it is printed.
pub(crate) enum Rendered {
    Text(io::Result<Vec<u8>>),
    /// A line of a table of several results, if there may be several, and the result itself, which
    /// may stay the only one.
    Row(Option<table::Row>, Box<Scored>),
}

impl Style {
    pub(crate) fn of(arguments: &Score, several: bool) -> Self {
        Self { format: arguments.format, scale: arguments.scale.into(), several }
    }

    /// Everything that takes time, and nothing that depends on other results.
    pub(crate) fn render(&self, scored: Scored) -> Rendered {
        Rendered::Text(match self.format {
            Format::Table => {
                return Rendered::Row(self.several.then(|| table::row(&scored)), Box::new(scored));
            }
            Format::Json => serde_json::to_vec_pretty(&scored.full()).map_err(io::Error::from),
            Format::Jsonl => json_line(&scored.full()),
            Format::Csv => csv_lines(&scored),
            Format::Interactions => {
                json_line(&Interactions::on_scale(&scored.analysis, self.scale))
            }
            Format::Score => json_line(&MeetingInteractionScore::from(&scored.analysis)),
        })
    }
}

/// Prints one result after the other.
pub(crate) struct Printer<W: Write> {
    format: Format,
    scale: Scale,
    out: W,
    /// What it is shown on; absent where it is no terminal.
    on: Option<Screen>,
    /// Whether there are several results: of several files, or more than one has come.
    several: bool,
    /// The first result, while it may stay the only one.
    held: Option<Rendered>,
    /// How many results have been printed.
    printed: u64,
    /// A line for each of several results.
    rows: Vec<table::Row>,
}

impl<W: Write> Printer<W> {
    pub(crate) fn new(arguments: &Score, out: W) -> Self {
        Self {
            format: arguments.format,
            scale: arguments.scale.into(),
            out,
            on: match (&arguments.output, arguments.color) {
                (Some(_), Color::Auto | Color::Never) => None,
                (_, color) => Screen::of_output(color),
            },
            several: arguments.files.len() > 1,
            held: None,
            printed: 0,
            rows: Vec::new(),
        }
    }

    /// Whether any result has come.
    pub(crate) const fn has_any(&self) -> bool {
        self.printed > 0 || self.held.is_some()
    }

    pub(crate) fn print(&mut self, rendered: Rendered) -> io::Result<()> {
        // One result looks different from several, so the first waits for a second.
        let may_wait = matches!(self.format, Format::Table | Format::Json);
        if may_wait && !self.several && self.held.is_none() {
            self.held = Some(rendered);
            return Ok(());
        }
        self.several = true;
        if let Some(first) = self.held.take() {
            self.one_of_several(first)?;
        }
        self.one_of_several(rendered)
    }

    pub(crate) fn finish(mut self) -> io::Result<()> {
        match (self.format, self.held.take()) {
            (_, Some(Rendered::Row(_, only))) => match self.on {
                Some(screen) => bars::print(&only, self.scale, screen, &mut self.out)?,
                None => table::print(&only, self.scale, &mut self.out)?,
            },
            (_, Some(Rendered::Text(only))) => {
                self.out.write_all(&only?)?;
                writeln!(self.out)?;
            }
            (Format::Table, None) if self.several => match self.on {
                Some(screen) => bars::print_rows(&self.rows, screen, &mut self.out)?,
                None => table::print_rows(self.rows, &mut self.out)?,
            },
            (Format::Json, None) if self.several => {
                self.out.write_all(if self.printed == 0 { b"[]\n" } else { b"\n]\n" })?;
            }
            _ => {}
        }
        self.out.flush()
    }

    fn one_of_several(&mut self, rendered: Rendered) -> io::Result<()> {
        let is_first = self.printed == 0;
        self.printed += 1;
        match rendered {
            Rendered::Row(row, scored) => {
                self.rows.push(row.unwrap_or_else(|| table::row(&scored)));
                Ok(())
            }
            Rendered::Text(text) => {
                match self.format {
                    Format::Json => self.out.write_all(if is_first { b"[\n" } else { b",\n" })?,
                    Format::Csv if is_first => {
                        writeln!(self.out, "{}", CSV_COLUMNS.join(","))?;
                    }
                    _ => {}
                }
                self.out.write_all(&text?)
            }
        }
    }
}

fn json_line(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    Ok(line)
}

/// A line for each pair with responses; a recording without any has one line, so that none goes
/// missing.
fn csv_lines(scored: &Scored) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
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
    writer.into_inner().map_err(|error| error.into_error())
}

/// What went wrong below a CSV writer: a closed pipe must still be known for one.
pub(crate) fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
