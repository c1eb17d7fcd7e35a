//! What can be typed for `sociogram plot`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::input::Input;
use crate::model::Model;
use crate::single::Single;

#[derive(Debug, Args)]
#[command(
    long_about = "Draws a recording for papers and slides, as SVG or PNG.\n\nPictures are 8.5 cm wide, a \
                  column of a paper. The ending of the output's name says which it is; standard \
                  output gets SVG. Of more than 50 participants the 50 who speak most are drawn. Of a \
                  file with several recordings, --recording chooses the one.",
    after_help = "Exit codes: 0 ok, 1 failure (a file that cannot be read or written), 2 usage, \
                  3 bad input.\n\nExamples:\n  \
                  sociogram plot meeting.rttm --kind sociogram -o meeting.svg\n  \
                  sociogram plot meeting.rttm --kind dynamics --period 300 --step 60 -o course.svg"
)]
pub(crate) struct Arguments {
    /// What to draw.
    #[arg(long, value_enum)]
    pub(crate) kind: Kind,

    /// Where to write it, with a name that ends in .svg or .png [default: standard output, as SVG].
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// How wide a PNG is; 1200 is 360 to the inch.
    #[arg(long, value_name = "PIXELS", default_value_t = 1_200,
          value_parser = clap::value_parser!(u32).range(1..=20_000))]
    pub(crate) width: u32,

    /// A font for what the bundled one lacks in a PNG: the letters of East Asia, for one. May be given
    /// several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) font: Vec<PathBuf>,

    /// How long a window is, with --kind dynamics.
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, default_value_t = 300.0)]
    pub(crate) period: f64,

    /// From the start of a window to the start of the next [default: the period].
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true)]
    pub(crate) step: Option<f64>,

    #[command(flatten)]
    pub(crate) single: Single,

    #[command(flatten)]
    pub(crate) input: Input,

    #[command(flatten)]
    pub(crate) model: Model,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// Who responds to whom, around a table.
    Sociogram,
    /// Responses from each to each, in numbers and colour.
    Matrix,
    /// Everyone's speech over time.
    Timeline,
    /// The score, window by window.
    Dynamics,
}
