//! Whether a text may be a table.

use csv::StringRecord;

use super::style::Style;
use crate::formats::clock::clock;
use crate::formats::columns::{Column, Naming};
use crate::formats::sample::Sample;

/// Why a text may be CSV.
pub(in crate::formats) fn recognize_csv(sample: &Sample<'_>) -> Option<&'static str> {
    let names = sample.lines().next()?;
    if names.contains('\t') {
        return None;
    }
    recognize(sample, Style::of_csv(names))
}

/// Why a text may be TSV.
pub(in crate::formats) fn recognize_tsv(sample: &Sample<'_>) -> Option<&'static str> {
    recognize(sample, Style::TSV)
}

fn recognize(sample: &Sample<'_>, style: Style) -> Option<&'static str> {
    if sample.keys().is_some() {
        return None;
    }
    let mut reader = style.reader(sample.plain());
    let mut names = StringRecord::new();
    if !reader.read_record(&mut names).ok()? {
        return None;
    }
    let names: Vec<&str> = names.iter().map(|name| style.plain(name.trim())).collect();
    let naming = Naming::default();
    let has = |column| {
        names.iter().any(|name| naming.find(name).is_some_and(|found| found.column == column))
    };
    let has_end = has(Column::End) || has(Column::Length);
    if has(Column::Speaker) && has(Column::Start) && has_end {
        return Some("its first line names columns for speaker, start and end or length");
    }
    // The columns may have names of their own, which the caller tells.
    let are_names = names.len() >= 3 && names.iter().all(|name| !name.is_empty() && !is_time(name));
    let mut rows = 0;
    let mut record = StringRecord::new();
    while are_names && rows < MOST_ROWS && reader.read_record(&mut record).ok()? {
        let times = record.iter().filter(|field| is_time(style.plain(field.trim()))).count();
        let is_last = reader.is_done();
        if record.len() != names.len() || times < 2 {
            // The last row may be cut.
            if is_last && rows > 0 {
                break;
            }
            return None;
        }
        rows += 1;
    }
    (rows > 0).then_some("its rows have as many fields as its first line has names of columns")
}

/// So many rows are looked at.
const MOST_ROWS: u32 = 50;

fn is_time(field: &str) -> bool {
    Sample::is_number(field) || clock(field).is_some()
}
