//! CSV and TSV: one turn a row, under a line with the names of the columns.
//!
//! ```text
//! recording,speaker,start,end
//! standup,ana,0.0,2.0
//! ```
//!
//! There is a column for the speaker, one for the start and one for the end or the length (the end
//! counts where there are both), and there may be one for the recording; other columns are passed
//! over. What they are called, and how they tell their unit, is said in [`columns`](super::columns).
//! Without a unit in the name, numbers count what the caller says, else seconds; where only one
//! of the times has its unit in the name, the caller must say. Values such as `00:01:02.5` are
//! read as clocks. Speakers are strings. People may overlap.
//!
//! Fields of CSV are apart by commas, or by semicolons if there are some in the line of names and no
//! commas; quotation marks may be around them. With semicolons, `0,5` is half of one. In TSV a
//! quotation mark is one, unless it stands at both ends of a field.
//!
//! A row without a start or an end is left out and counted; one with nothing in it is passed over.

use std::borrow::Cow;

use csv::StringRecord;

use super::collector::Collector;
use super::columns::{COLUMNS, Column, Found, Naming, Times, twice};
use super::error::{Excerpt, ReadError, ReadErrorKind};
use super::input::position_in;
use super::options::Options;
use super::place::{Place, Position};
use super::recording::RepairKind;
use super::unit::Unit;

mod fields;
mod shape;
mod style;

pub(super) use shape::{recognize_csv, recognize_tsv};

use fields::{byte_of_field, unclosed_quote};
use style::Style;

pub(super) fn read_csv(
    text: &str,
    options: &Options,
    into: &mut Collector,
) -> Result<(), ReadError> {
    read(text, Style::of_csv(text), options, into)
}

pub(super) fn read_tsv(
    text: &str,
    options: &Options,
    into: &mut Collector,
) -> Result<(), ReadError> {
    read(text, Style::TSV, options, into)
}

fn read(
    text: &str,
    style: Style,
    options: &Options,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let naming = Naming::new(options).map_err(|kind| ReadError::new(Position::START, kind))?;
    let mut table = Table::new(text, style);
    let columns = table.columns(&naming)?;
    let unnamed = options.recording_name();
    if columns.at(Column::Recording).is_none() {
        into.recording(unnamed);
    }
    while table.advance()? {
        table.take_row(&columns, unnamed, into)?;
    }
    Ok(())
}

/// A table that comes in pieces.
#[cfg(feature = "parquet")]
pub(super) struct InPieces {
    style: Option<Style>,
    naming: Naming,
    columns: Option<Columns>,
}

#[cfg(feature = "parquet")]
impl InPieces {
    /// In CSV, or in TSV.
    pub(super) fn new(is_tsv: bool, options: &Options) -> Result<Self, ReadError> {
        let naming = Naming::new(options).map_err(|kind| ReadError::new(Position::START, kind))?;
        Ok(Self { style: is_tsv.then_some(Style::TSV), naming, columns: None })
    }

    /// Whether it has a column for the recording, once its columns are known.
    pub(super) fn names_recordings(&self) -> bool {
        self.columns.as_ref().is_some_and(|columns| columns.at(Column::Recording).is_some())
    }

    /// How many bytes of a text are whole rows, as far as quotation marks tell.
    pub(super) fn whole_rows(text: &str) -> usize {
        let (mut quoted, mut whole) = (false, 0);
        for at in memchr::memchr2_iter(b'"', b'\n', text.as_bytes()) {
            match text.as_bytes().get(at) {
                Some(b'"') => quoted = !quoted,
                _ if !quoted => whole = at + 1,
                _ => {}
            }
        }
        whole
    }

    /// Takes in whole rows; the first of all names the columns. What is wrong with a row is handed
    /// to `wrong`, and the next ones are read all the same.
    pub(super) fn rows(
        &mut self,
        text: &str,
        into: &mut Collector,
        mut wrong: impl FnMut(&Collector, ReadError),
    ) -> Result<(), ReadError> {
        let style = *self.style.get_or_insert_with(|| Style::of_csv(text));
        let mut table = Table::new(text, style);
        let columns = match self.columns.take() {
            Some(columns) => columns,
            None => table.columns(&self.naming)?,
        };
        loop {
            match table.advance() {
                Ok(false) => break,
                Ok(true) => {
                    if let Err(error) = table.take_row(&columns, "", into) {
                        wrong(into, error);
                    }
                }
                Err(error) => wrong(into, error),
            }
        }
        self.columns = Some(columns);
        Ok(())
    }
}

/// A table, a row at a time.
struct Table<'t> {
    text: &'t str,
    style: Style,
    reader: csv::Reader<&'t [u8]>,
    row: Row,
}

/// The row that was read last.
#[derive(Default)]
struct Row {
    record: StringRecord,
    /// Where it begins and ends in the text, empty lines before it included.
    start: usize,
    end: usize,
}

impl<'t> Table<'t> {
    fn new(text: &'t str, style: Style) -> Self {
        Self { text, style, reader: style.reader(text), row: Row::default() }
    }

    /// The columns, as the first row names them.
    fn columns(&mut self, naming: &Naming) -> Result<Columns, ReadError> {
        if !self.advance()? {
            let expected = "a line with the names of the columns";
            return Err(ReadError::new(Position::START, ReadErrorKind::Missing { expected }));
        }
        Columns::of(self, naming)
    }

    /// Takes in the row that was read last.
    fn take_row(
        &self,
        columns: &Columns,
        unnamed: &str,
        into: &mut Collector,
    ) -> Result<(), ReadError> {
        if self.row.record.iter().all(|field| field.trim().is_empty()) {
            return Ok(());
        }
        self.check_width(columns)?;
        let name = columns.at(Column::Recording).map(|at| self.label(at)).unwrap_or_default();
        let at = into.recording(if name.trim().is_empty() { unnamed } else { name.trim() });
        let time = |column| Some((self.number(columns.at(column)?), columns.unit(column)));
        let times = Times {
            start: time(Column::Start),
            end: time(Column::End),
            length: time(Column::Length),
        };
        let place = |column| self.place(columns.at(column).unwrap_or_default());
        match times.read(place)? {
            Some((start, end)) => {
                let speaker = columns.at(Column::Speaker).map(|at| self.label(at));
                into.turn(at, speaker.as_deref(), start, end, || self.place(0))
            }
            None => into.repair(at, RepairKind::Untimed, || self.place(0)),
        }
    }

    /// Reads the next row, if there is one.
    fn advance(&mut self) -> Result<bool, ReadError> {
        self.row.start = self.row.end;
        let more = self.reader.read_record(&mut self.row.record).map_err(|error| {
            let at = error.position().map_or(0, |position| byte(position.byte()));
            let kind =
                ReadErrorKind::Malformed { syntax: "CSV", problem: error.to_string().into() };
            ReadError::new(position_in(self.text.as_bytes(), at), kind)
        })?;
        self.row.end = byte(self.reader.position().byte());
        if more && self.style.quoting {
            let row = self.row_text();
            if let Some(at) = unclosed_quote(row, self.style.delimiter) {
                let problem = "a quotation mark that is not closed at the end of its field".into();
                let kind = ReadErrorKind::Malformed { syntax: "CSV", problem };
                let at = self.row_start() + at;
                return Err(ReadError::new(position_in(self.text.as_bytes(), at), kind));
            }
        }
        Ok(more)
    }

    /// Where the row begins, behind the empty lines before it.
    fn row_start(&self) -> usize {
        let row = self.text.get(self.row.start..self.row.end).unwrap_or_default();
        self.row.end - row.trim_start_matches(['\r', '\n']).len()
    }

    fn row_text(&self) -> &str {
        self.text.get(self.row_start()..self.row.end).unwrap_or_default()
    }

    fn field(&self, at: usize) -> &str {
        self.style.plain(self.row.record.get(at).unwrap_or_default())
    }

    /// A field that is a name, with marks that are doubled in quotation marks made single.
    fn label(&self, at: usize) -> Cow<'_, str> {
        let field = self.row.record.get(at).unwrap_or_default();
        let plain = self.style.plain(field);
        if plain.len() < field.len() { plain.replace("\"\"", "\"").into() } else { plain.into() }
    }

    /// A field that should be a time. Where semicolons stand between fields, its comma is a point.
    fn number(&self, at: usize) -> Cow<'_, str> {
        let field = self.field(at).trim();
        let has_comma = self.style.delimiter == b';' && field.matches([',', '.']).count() == 1;
        if has_comma { field.replace(',', ".").into() } else { field.into() }
    }

    /// Where a field of the row stands.
    fn place(&self, at: usize) -> Place {
        let start = self.row_start() + byte_of_field(self.row_text(), self.style, at);
        position_in(self.text.as_bytes(), start).into()
    }

    /// Refuses a row that has fewer fields than there are columns, or more with something in them.
    fn check_width(&self, columns: &Columns) -> Result<(), ReadError> {
        let (found, least) = (self.row.record.len(), columns.count);
        if found < least {
            let end = self.row_start() + self.row_text().trim_end().len();
            let missing =
                columns.first_from(found).map_or("a field for each column", Column::field);
            let kind = ReadErrorKind::TooFewFields { found, least, missing };
            return Err(ReadError::new(position_in(self.text.as_bytes(), end), kind));
        }
        let extra = (least..found).find(|at| !self.field(*at).trim().is_empty());
        extra.map_or(Ok(()), |extra| {
            let expected = "no more fields than there are columns";
            let found = Excerpt::of(self.field(extra));
            let kind = ReadErrorKind::Unexpected { expected, found };
            Err(ReadError::new(self.place(extra), kind))
        })
    }
}

fn byte(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// Where the columns are that matter.
struct Columns {
    found: [Option<(usize, Unit)>; COLUMNS],
    count: usize,
}

impl Columns {
    /// As the row of names has it.
    fn of(table: &Table<'_>, naming: &Naming) -> Result<Self, ReadError> {
        let count = table.row.record.len();
        let name = |at: usize| table.field(at).trim();
        let mut found: [Option<(usize, Found)>; COLUMNS] = [None; COLUMNS];
        for at in 0..count {
            let Some(this) = naming.find(name(at)) else { continue };
            let Some(slot) = found.get_mut(this.column.index()) else { continue };
            if let Some((first, _)) = slot.replace((at, this)) {
                let kind = twice(this.column, [name(first), name(at)]);
                return Err(ReadError::new(table.place(at), kind));
            }
        }
        let of = |column: Column| found.get(column.index()).copied().flatten();
        let missing = naming.lacking(|column| of(column).is_some());
        if let Some(missing) = missing {
            let kind = naming.missing(missing, (0..count).map(name));
            return Err(ReadError::new(table.place(0), kind));
        }
        let mut units = [None; COLUMNS];
        for (at, this) in found.into_iter().flatten() {
            let refuse = |kind| ReadError::new(table.place(at), kind);
            let unit = naming.unit(this, name(at)).map_err(refuse)?;
            if let Some(slot) = units.get_mut(this.column.index()) {
                *slot = Some((at, unit));
            }
        }
        let last = of(Column::End).or(of(Column::Length));
        if let (Some((start_at, start)), Some((end_at, end))) = (of(Column::Start), last)
            && naming.is_half_declared(start.suffix, end.suffix)
        {
            let at = if start.suffix.is_none() { start_at } else { end_at };
            let expected = "a unit for each time, or one for those without";
            let kind = ReadErrorKind::Unexpected { expected, found: Excerpt::of(name(at)) };
            return Err(ReadError::new(table.place(at), kind));
        }
        Ok(Self { found: units, count })
    }

    fn at(&self, column: Column) -> Option<usize> {
        self.found.get(column.index()).copied().flatten().map(|(at, _)| at)
    }

    fn unit(&self, column: Column) -> Unit {
        self.found.get(column.index()).copied().flatten().map(|(_, unit)| unit).unwrap_or_default()
    }

    /// The first column that matters among those from this place on.
    fn first_from(&self, from: usize) -> Option<Column> {
        let all = [Column::Recording, Column::Speaker, Column::Start, Column::End, Column::Length];
        let mut behind: Vec<(usize, Column)> =
            all.into_iter().filter_map(|column| Some((self.at(column)?, column))).collect();
        behind.sort_unstable_by_key(|(at, _)| *at);
        behind.into_iter().find(|(at, _)| *at >= from).map(|(_, column)| column)
    }
}
