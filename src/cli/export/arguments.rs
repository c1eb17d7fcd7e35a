//! What can be typed for `sociogram export`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use sociogram::export::Export;

use crate::input::Input;
use crate::model::Model;
use crate::single::Single;

#[derive(Debug, Args)]
#[command(
    long_about = "Writes the speaker graph of a recording for other tools.\n\nNodes are participants, \
                  their ids the order in which they first spoke, their labels attributes. Edges go \
                  from the responder to the addressee and weigh the responses given; each has the \
                  value of its pair too. RTTM holds the spurts that were analyzed instead. Of a file \
                  with several recordings, --recording chooses the one.",
    after_help = "Exit codes: 0 ok, 1 failure (a file that cannot be read or written), 2 usage, \
                  3 bad input.\n\nExamples:\n  \
                  sociogram export meeting.rttm --format dot | dot -Tsvg > meeting.svg\n  \
                  sociogram export meeting.vtt --format graphml -o meeting.graphml"
)]
pub(crate) struct Arguments {
    /// What to write.
    #[arg(long, value_enum)]
    pub(crate) format: Format,

    #[command(flatten)]
    pub(crate) single: Single,

    /// Where to write it [default: standard output].
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) input: Input,

    #[command(flatten)]
    pub(crate) model: Model,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For Graphviz.
    Dot,
    /// For igraph, `NetworkX`, yEd and others.
    #[value(name = "graphml")]
    GraphMl,
    /// For Gephi and `NetworkX`.
    Gexf,
    /// JSON for `NetworkX`.
    NodeLink,
    /// JSON for Cytoscape.
    Cytoscape,
    /// The matrix of responses: a row for each responder.
    Csv,
    /// The spurts that were analyzed.
    Rttm,
}

impl Format {
    /// The format of graphs; absent for RTTM.
    pub(crate) const fn graph(self) -> Option<Export> {
        match self {
            Self::Dot => Some(Export::Dot),
            Self::GraphMl => Some(Export::GraphMl),
            Self::Gexf => Some(Export::Gexf),
            Self::NodeLink => Some(Export::NodeLink),
            Self::Cytoscape => Some(Export::Cytoscape),
            Self::Csv => Some(Export::Csv),
            Self::Rttm => None,
        }
    }
}
