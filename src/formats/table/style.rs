//! How the fields of a table are written.

use csv::ReaderBuilder;

/// How the fields of a table are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) delimiter: u8,
    /// Whether quotation marks may hold delimiters and line ends.
    pub(super) quoting: bool,
}

impl Style {
    pub(super) const TSV: Self = Self { delimiter: b'\t', quoting: false };

    /// The style of a text in CSV.
    pub(super) fn of_csv(text: &str) -> Self {
        let names = text.trim_start().lines().next().unwrap_or_default();
        let semicolons = names.contains(';') && !names.contains(',');
        Self { delimiter: if semicolons { b';' } else { b',' }, quoting: true }
    }

    pub(super) fn reader(self, text: &str) -> csv::Reader<&[u8]> {
        ReaderBuilder::new()
            .delimiter(self.delimiter)
            .quoting(self.quoting)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes())
    }

    /// The text of a field, without the quotation marks that the reader leaves.
    pub(super) fn plain(self, field: &str) -> &str {
        let inside = field.strip_prefix('"').and_then(|field| field.strip_suffix('"'));
        inside.filter(|_| !self.quoting).unwrap_or(field)
    }
}
