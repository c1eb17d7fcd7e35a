//! Which columns of a Parquet file hold what, and what their times count.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::file::metadata::{PageIndexPolicy, ParquetMetaDataReader};

use super::store::Chunks;
use crate::formats::{Column, Naming, Unit};

/// A Parquet file that has been looked into: its footer, and where the four columns are.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) metadata: ArrowReaderMetadata,
    /// Places of the meeting, the speaker, the start and the end among the columns of the file.
    pub(super) columns: [usize; 4],
    /// What starts and ends count.
    pub(super) units: [Unit; 2],
    /// Whether nothing but habit says that times count seconds.
    pub(super) is_assumed: bool,
}

/// Why a Parquet file has no layout.
pub(super) enum NoLayout {
    /// It cannot be read.
    Unreadable(String),
    /// It is no table of turns.
    Columns(String),
}

impl Layout {
    /// Looks into a file.
    pub(super) fn of(
        chunks: &Chunks,
        naming: &Naming,
        declared: Option<Unit>,
    ) -> Result<Self, NoLayout> {
        let unreadable =
            |error: parquet::errors::ParquetError| NoLayout::Unreadable(error.to_string());
        let footer = ParquetMetaDataReader::new()
            .with_page_index_policy(PageIndexPolicy::Skip)
            .parse_and_finish(chunks);
        let footer = Arc::new(footer.map_err(unreadable)?);
        let load = |options| ArrowReaderMetadata::try_new(Arc::clone(&footer), options);
        // Lengths of time are told by Arrow's own schema alone.
        let told = load(ArrowReaderOptions::new()).map_err(unreadable)?;
        let bare = load(ArrowReaderOptions::new().with_skip_arrow_metadata(true));
        let bare = bare.map_err(unreadable)?;
        let found = Found::of(told.schema(), naming)?;
        let [meeting, speaker, ..] = found.columns;
        for at in [meeting, speaker] {
            let Some(field) = told.schema().fields().get(at) else { continue };
            if !is_name(field.data_type()) {
                return Err(NoLayout::Columns(format!(
                    "expected text or whole numbers in the column {:?}, found {}",
                    field.name(),
                    field.data_type()
                )));
            }
        }
        let (units, is_assumed) = found.units(told.schema(), naming, declared)?;
        let hint = hint(bare.schema(), &[meeting, speaker]);
        let metadata = load(ArrowReaderOptions::new().with_schema(hint)).map_err(unreadable)?;
        Ok(Self { metadata, columns: found.columns, units, is_assumed })
    }

    /// The four columns alone.
    pub(super) fn projection(&self) -> ProjectionMask {
        ProjectionMask::roots(self.metadata.parquet_schema(), self.columns)
    }

    /// Where the four columns of a row group lie, and how long each is.
    pub(super) fn ranges(&self, group: usize) -> Vec<(u64, u64)> {
        let schema = self.metadata.parquet_schema();
        let Some(group) = self.metadata.metadata().row_groups().get(group) else {
            return Vec::new();
        };
        let leaves = group.columns().iter().enumerate();
        leaves
            .filter(|(leaf, _)| self.columns.contains(&schema.get_column_root_idx(*leaf)))
            .map(|(_, column)| column.byte_range())
            .collect()
    }

    /// The places of the four among those that are read.
    pub(super) fn projected(&self) -> [usize; 4] {
        self.columns.map(|at| self.columns.iter().filter(|other| **other < at).count())
    }
}

/// The columns of a schema that hold turns.
struct Found {
    /// Places of the meeting, the speaker, the start and the end.
    columns: [usize; 4],
    /// What the names of the start and the end say of their unit: as an answer, and as a suffix.
    by_name: [(Result<Unit, String>, Option<Unit>); 2],
}

impl Found {
    fn of(schema: &Schema, naming: &Naming) -> Result<Self, NoLayout> {
        let names = || schema.fields().iter().map(|field| field.name().as_str());
        let mut columns = [None; 4];
        let mut by_name = [const { None }; 4];
        let mut has_length = false;
        for (at, name) in names().enumerate() {
            let Some(found) = naming.find(name) else { continue };
            let place = match found.column {
                Column::Recording => 0,
                Column::Speaker => 1,
                Column::Start => 2,
                Column::End => 3,
                Column::Length => {
                    has_length = true;
                    continue;
                }
            };
            let before =
                columns.get_mut(place).and_then(|slot: &mut Option<usize>| slot.replace(at));
            if let Some(first) = before.and_then(|first| names().nth(first)) {
                let field = found.column.field();
                let problem =
                    format!("expected one column for {field}, found both {first:?} and {name:?}");
                return Err(NoLayout::Columns(problem));
            }
            if let Some(slot) = by_name.get_mut(place) {
                let unit = naming.unit(found, name).map_err(|error| error.to_string());
                *slot = Some((unit, found.suffix));
            }
        }
        let (
            [Some(meeting), Some(speaker), Some(start), Some(end)],
            [_, _, Some(of_start), Some(of_end)],
        ) = (columns, by_name)
        else {
            let all = [Column::Recording, Column::Speaker, Column::Start, Column::End];
            let missing = all.into_iter().zip(columns).find(|(_, found)| found.is_none());
            let missing = missing.map_or(Column::End, |(column, _)| column);
            let mut problem = naming.missing(missing, names()).to_string();
            if missing == Column::End && has_length {
                problem.push_str("; lengths are read of CSV and JSON Lines alone");
            }
            return Err(NoLayout::Columns(problem));
        };
        Ok(Self { columns: [meeting, speaker, start, end], by_name: [of_start, of_end] })
    }

    /// What starts and ends count, and whether nothing but habit says so.
    fn units(
        &self,
        schema: &Schema,
        naming: &Naming,
        declared: Option<Unit>,
    ) -> Result<([Unit; 2], bool), NoLayout> {
        let [.., start, end] = self.columns;
        let mut units = [Unit::Seconds; 2];
        let mut is_assumed = declared.is_none();
        let mut are_numbers = true;
        for ((at, (by_name, suffix)), unit) in
            [start, end].into_iter().zip(&self.by_name).zip(&mut units)
        {
            let Some(field) = schema.fields().get(at) else { continue };
            let by_name = by_name.clone().map_err(NoLayout::Columns)?;
            let (name, of) = (field.name(), field.data_type());
            let times = unit_of(of);
            *unit = match times {
                Times::Numbers => by_name,
                Times::Of(unit) => {
                    let said = suffix.or(declared).filter(|said| *said != unit);
                    if let Some(said) = said {
                        return Err(NoLayout::Columns(format!(
                            "expected {} in the column {name:?}, as declared, found {of}, which counts {}",
                            said.id(),
                            unit.id()
                        )));
                    }
                    unit
                }
                Times::None => {
                    return Err(NoLayout::Columns(format!(
                        "expected numbers, timestamps or durations in the column {name:?}, found {of}"
                    )));
                }
            };
            are_numbers &= times == Times::Numbers;
            is_assumed &= suffix.is_none() && times == Times::Numbers;
        }
        let [(_, of_start), (_, of_end)] = &self.by_name;
        if are_numbers && naming.is_half_declared(*of_start, *of_end) {
            let problem = "expected a unit for each time, or one for those without".to_owned();
            return Err(NoLayout::Columns(problem));
        }
        Ok((units, is_assumed))
    }
}

/// The schema to read by: text comes with each name once.
fn hint(bare: &SchemaRef, names: &[usize]) -> SchemaRef {
    let once = || DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let fields = bare.fields().iter().enumerate().map(|(at, field)| {
        let is_text = matches!(field.data_type(), DataType::Utf8 | DataType::Binary);
        if names.contains(&at) && is_text {
            Arc::new(Field::clone(field).with_data_type(once()))
        } else {
            Arc::clone(field)
        }
    });
    let fields: Vec<Arc<Field>> = fields.collect();
    Arc::new(Schema::new_with_metadata(fields, bare.metadata().clone()))
}

/// Whether a column may name somebody.
fn is_name(of: &DataType) -> bool {
    match of {
        DataType::Dictionary(_, of) => is_name(of),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => true,
        of => of.is_integer(),
    }
}

/// What the times of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Times {
    Numbers,
    Of(Unit),
    None,
}

fn unit_of(of: &DataType) -> Times {
    match of {
        DataType::Timestamp(unit, _) | DataType::Duration(unit) => Times::Of(match unit {
            TimeUnit::Second => Unit::Seconds,
            TimeUnit::Millisecond => Unit::Milliseconds,
            TimeUnit::Microsecond => Unit::Microseconds,
            TimeUnit::Nanosecond => Unit::Nanoseconds,
        }),
        DataType::Float32 | DataType::Float64 => Times::Numbers,
        of if of.is_integer() => Times::Numbers,
        _ => Times::None,
    }
}
