//! The matrix of responses as CSV.

use std::io::{self, Write};

use super::content::Content;

pub(super) fn write(content: &Content<'_>, out: impl Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_field("responder").map_err(cause)?;
    for label in content.labels() {
        writer.write_field(label).map_err(cause)?;
    }
    writer.write_record(None::<&[u8]>).map_err(cause)?;
    // Edges stand in the order of the cells.
    let mut edges = content.edges().peekable();
    let columns = content.labels().count();
    for (row, label) in content.labels().enumerate() {
        writer.write_field(label).map_err(cause)?;
        for column in 0..columns {
            let edge = edges.next_if(|edge| (edge.source, edge.target) == (row, column));
            let weight = edge.map_or(0.0, |edge| edge.weight);
            writer.write_field(weight.to_string()).map_err(cause)?;
        }
        writer.write_record(None::<&[u8]>).map_err(cause)?;
    }
    writer.flush()
}

/// What went wrong below the writer.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
