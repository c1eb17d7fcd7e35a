//! The speaker graph in the formats of other tools, one file a format (feature `export`).
//!
//! In all of them nodes are participants in participant order, and a node's id is its place there,
//! from 0: labels are attributes, since two of them may look alike, be empty, or hold what an id
//! may not. Edges go from the responder to the addressee and weigh the responses given, as in
//! [`Analysis::graph`]. Numbers are unrounded, and absent values are left out (`null` in JSON).
//!
//! | of | attributes |
//! |---|---|
//! | the meeting | `recording`, `participants`, `minutes`, `score` |
//! | a participant | `label`, `talk_seconds`, `talk_share`, `spurts`, `first_start` (seconds), `responses_given`, `responses_received` |
//! | an edge | `weight`, and of its pair `strength` (responses both ways), `value` (absolute node value) and `relative` |
//!
//! Labels come out as they came in, quotes, newlines and brackets included. XML 1.0 has no way at
//! all to hold some characters (most control characters, U+FFFE and U+FFFF), nor do programs that
//! read DOT: there they are written as escapes such as `\u{1b}`.

mod adjacency;
mod attributes;
mod content;
mod cytoscape;
mod dot;
mod gexf;
mod graphml;
mod node_link;
mod rttm;
mod xml;

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use crate::analysis::Analysis;
use content::Content;

pub use rttm::write_rttm;

/// A format of graphs.
///
/// ```
/// use sociogram::export::Export;
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 2.0)?,
///     Turn::from_seconds("ben", 2.25, 4.25)?,
/// ])?;
/// let analysis = Analyzer::default().analyze(&conversation);
/// let mut csv = Vec::new();
/// Export::Csv.write(&analysis, None, &mut csv)?;
/// let csv = String::from_utf8(csv)?;
/// assert!(csv.starts_with("responder,ana,ben\nana,0,0\nben,0.5"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Export {
    /// DOT, for Graphviz: lines as thick as their weight.
    Dot,
    /// `GraphML`, for igraph, `NetworkX`, yEd and others.
    GraphMl,
    /// GEXF 1.2, for Gephi and `NetworkX`.
    Gexf,
    /// The node-link JSON of `NetworkX`, with the keys that it has by default since 3.4.
    NodeLink,
    /// The JSON of Cytoscape and Cytoscape.js.
    Cytoscape,
    /// The matrix of responses as CSV (RFC 4180): a row for each responder, a column for each
    /// addressee.
    ///
    /// Labels are written as they are. A spreadsheet takes a cell that begins with `=`, `+`, `-`
    /// or `@` for a formula: import labels that others chose as text.
    Csv,
}

impl Export {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Dot, Self::GraphMl, Self::Gexf, Self::NodeLink, Self::Cytoscape, Self::Csv];

    /// Its short name, which is that of the command's `--format`.
    ///
    /// ```
    /// use sociogram::export::Export;
    ///
    /// assert_eq!(Export::GraphMl.id(), "graphml");
    /// assert_eq!("graphml".parse(), Ok(Export::GraphMl));
    /// ```
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Dot => "dot",
            Self::GraphMl => "graphml",
            Self::Gexf => "gexf",
            Self::NodeLink => "node-link",
            Self::Cytoscape => "cytoscape",
            Self::Csv => "csv",
        }
    }

    /// Writes the graph of a meeting, with the recording's name if there is one.
    ///
    /// The same bytes for the same analysis. A meeting in which nobody took part is a graph without
    /// nodes. Time and size: O(participants + edges), but for [`Export::Csv`], which has a number
    /// for each two participants. Writes are small: hand over something buffered.
    ///
    /// # Errors
    /// What writing to `out` gives.
    ///
    /// ```
    /// use sociogram::export::Export;
    /// # use sociogram::{Analyzer, Conversation, Turn};
    ///
    /// let conversation = Conversation::new([
    ///     Turn::from_seconds("<ana> & \"co\"", 0.0, 2.0)?,
    ///     Turn::from_seconds("ben", 2.2, 4.0)?,
    /// ])?;
    /// let analysis = Analyzer::default().analyze(&conversation);
    /// for export in Export::ALL {
    ///     let mut written = Vec::new();
    ///     export.write(&analysis, Some("standup"), &mut written)?;
    ///     assert!(String::from_utf8(written)?.contains("ana"), "{export}");
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write(
        self,
        analysis: &Analysis,
        recording: Option<&str>,
        out: impl Write,
    ) -> io::Result<()> {
        let content = Content::of(analysis, recording);
        match self {
            Self::Dot => dot::write(&content, out),
            Self::GraphMl => graphml::write(&content, out),
            Self::Gexf => gexf::write(&content, out),
            Self::NodeLink => node_link::write(&content, out),
            Self::Cytoscape => cytoscape::write(&content, out),
            Self::Csv => adjacency::write(&content, out),
        }
    }
}

/// Prints the short name.
impl fmt::Display for Export {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl FromStr for Export {
    type Err = UnknownExport;

    fn from_str(id: &str) -> Result<Self, UnknownExport> {
        Self::ALL.into_iter().find(|one| one.id() == id).ok_or(UnknownExport)
    }
}

/// The name of no export.
///
/// ```
/// use sociogram::export::{Export, UnknownExport};
///
/// assert_eq!("png".parse::<Export>(), Err(UnknownExport));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected dot, graphml, gexf, node-link, cytoscape or csv")]
pub struct UnknownExport;
