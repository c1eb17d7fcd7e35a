//! What can be typed.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use sociogram::schema::documents;

use crate::compare::arguments::Arguments as Compare;
#[cfg(feature = "parquet")]
use crate::corpus::arguments::Arguments as Corpus;
use crate::dynamics::arguments::Arguments as Dynamics;
use crate::export::arguments::Arguments as Export;
#[cfg(feature = "http")]
use crate::ingest::arguments::Arguments as Ingest;
use crate::input::Input;
use crate::live::arguments::Arguments as Live;
use crate::model::Model;
use crate::plot::arguments::Arguments as Plot;
#[cfg(feature = "report")]
use crate::report::arguments::Arguments as Report;
use crate::scale::ScaleName;
use crate::screen::Color;
use crate::seconds::{duration, talk_time};
use crate::series::arguments::Arguments as Series;
#[cfg(feature = "http")]
use crate::serve::arguments::Arguments as Serve;

/// Computes how people in a meeting interact, from who spoke when.
#[derive(Debug, Parser)]
#[command(
    version,
    propagate_version = true,
    after_help = "Exit codes: 0 ok, 1 failure (a file that cannot be read or written), 2 usage, \
                  3 bad input."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Scores every recording of some files.
    Score(Score),
    /// Tells the responses behind a pair, heaviest first.
    Explain(Explain),
    /// Holds the model against annotated recordings: who responds to whom, as people marked it.
    Validate(Validate),
    /// Tells the course of a meeting, window by window.
    Dynamics(Dynamics),
    /// Compares two meetings of the same people, or two halves of one.
    Compare(Compare),
    /// Follows a team over its meetings, and adds them up.
    Series(Series),
    /// Scores the meetings of a corpus, as many as there are, into a table in Parquet.
    #[cfg(feature = "parquet")]
    Corpus(Corpus),
    /// Makes a page of HTML of a meeting, to look at.
    #[cfg(feature = "report")]
    Report(Report),
    /// Measures how far diarization errors would move the results.
    Stress(Stress),
    /// Scores a meeting while it goes on.
    Live(Live),
    /// Keeps the meetings of files in a store.
    #[cfg(feature = "http")]
    Ingest(Ingest),
    /// Answers over HTTP what is asked about the meetings of a store.
    #[cfg(feature = "http")]
    Serve(Serve),
    /// Writes the speaker graph for other tools: Graphviz, Gephi, igraph and others.
    Export(Export),
    /// Draws a recording for papers and slides, as SVG or PNG.
    Plot(Plot),
    /// Says which format files are in, and why.
    Detect(Detect),
    /// Writes the turns of files in any format as RTTM or JSON Lines.
    Convert(Convert),
    /// Prints the JSON Schema of a result.
    Schema {
        /// Which result.
        #[arg(value_parser = PossibleValuesParser::new(documents::ALL.map(|(name, _)| name)))]
        name: String,
    },
    /// Prints a completion script for a shell.
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
    /// Prints the manual page, in roff.
    Man {
        /// Of this command only.
        command: Option<String>,
    },
}

#[derive(Debug, Args)]
#[command(
    long_about = "Scores every recording of some files, in any format that diarizers and \
                  transcription services write.\n\nEach pair of participants gets a \
                  value from 0 to 100, and the meeting a score from 0 to 100: how strongly people \
                  respond to each other, judged by timing alone. A file that cannot be read or \
                  scored is reported, and the others are scored all the same.",
    after_help = "Exit codes: 0 ok, 1 failure (a file that cannot be read or written), 2 usage, \
                  3 bad input. Where several files fail, the first one decides.\n\nExamples:\n  \
                  sociogram score meeting.rttm\n  \
                  sociogram score *.rttm --format csv -o pairs.csv\n  \
                  diarize audio.wav | sociogram score - --roster ana,ben,eva --format interactions"
)]
pub(crate) struct Score {
    /// Files in any format; `-` reads standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// Participants who may never speak, apart by commas.
    #[arg(long, value_name = "LABELS", value_delimiter = ',')]
    pub(crate) roster: Vec<String>,

    /// How long each meeting lasted, silence at its ends included [default: from the first start
    /// to the last end].
    #[arg(long, value_name = "SECONDS", value_parser = duration, allow_negative_numbers = true)]
    pub(crate) duration: Option<f64>,

    /// Leave out those who speak less in all and are not on the roster.
    #[arg(long, value_name = "SECONDS", value_parser = talk_time, allow_negative_numbers = true,
          default_value = "0")]
    pub(crate) min_talk: Duration,

    /// Values against the clock, comparable between meetings, or against the strongest pair.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) scale: ScaleName,

    /// What to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,

    /// When to use colours; on a terminal the table is compact and has bars.
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub(crate) color: Color,

    /// Hold each pair against what the same people would show if they did not listen: adds the
    /// ratio to the table and the JSON, and takes some hundred times as long.
    #[arg(long)]
    pub(crate) chance: bool,

    /// Where random numbers start from: intervals and chance are the same for the same seed.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub(crate) seed: u64,

    /// Where to print it [default: standard output].
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) input: Input,

    #[command(flatten)]
    pub(crate) model: Model,
}

#[derive(Debug, Args)]
#[command(
    long_about = "Tells the responses behind a pair, heaviest first.\n\nFor each: when the responder \
                  started, who responded to whom, how much of a response it was (worth times \
                  share), the floor transfer offset (from the end of the one who is answered; \
                  negative in overlap), the overlap, and the shares of the others who might have \
                  been answered.",
    after_help = "Exit codes: 0 ok, 1 failure (a file that cannot be read or written), 2 usage, \
                  3 bad input.\n\nExamples:\n  \
                  sociogram explain meeting.rttm --pair ana,ben --top 5"
)]
pub(crate) struct Explain {
    /// Files in any format; `-` reads standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// The two labels, apart by a comma; responses are told both ways.
    #[arg(long, value_name = "A,B", value_delimiter = ',', required = true)]
    pub(crate) pair: Vec<String>,

    /// How many responses to tell.
    #[arg(long, value_name = "COUNT", default_value_t = 20)]
    pub(crate) top: usize,

    /// Participants who may never speak, apart by commas.
    #[arg(long, value_name = "LABELS", value_delimiter = ',')]
    pub(crate) roster: Vec<String>,

    /// Leave out those who speak less in all and are not on the roster.
    #[arg(long, value_name = "SECONDS", value_parser = talk_time, allow_negative_numbers = true,
          default_value = "0")]
    pub(crate) min_talk: Duration,

    /// What to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ExplainFormat,

    /// Where to print it [default: standard output].
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) input: Input,

    #[command(flatten)]
    pub(crate) model: Model,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    /// For reading: a line for each response.
    #[default]
    Table,
    /// One object a recording, one a line.
    Json,
}

#[derive(Debug, Args)]
#[command(
    long_about = "Holds the model against annotated recordings: who responds to whom, as people \
                  marked it.\n\nEvery NAME.rttm with a NAME.responses.csv beside it is a meeting. \
                  The CSV file has a line of column names and the columns responder, addressee, \
                  response_start, response_end, addressed_start, addressed_end, times in seconds; \
                  addressed is what the response answers. The model and four simple methods are \
                  compared with what people marked, per meeting and over all. If a file cannot be \
                  read, it is reported and there are no figures: they would be over something \
                  else than the folder.",
    after_help = "Figures: event is how often who was answered is told right; pearson, spearman \
                  and overlap compare pairs within a meeting; window is Spearman's correlation of \
                  the meeting score over windows of five minutes.\n\nExit codes: 0 ok, 1 failure (a \
                  file or folder that cannot be read, nothing annotated in it), 2 usage, 3 bad \
                  input. Where several files fail, the first one decides.\n\nExamples:\n  \
                  sociogram validate annotated\n  \
                  sociogram validate annotated --decay 2 --format json"
)]
pub(crate) struct Validate {
    /// The folder of annotated recordings.
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,

    /// What to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ValidateFormat,

    /// The seed of the random halves behind the noise ceiling.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub(crate) seed: u64,

    #[command(flatten)]
    pub(crate) model: Model,
}

#[derive(Debug, Args)]
#[command(
    long_about = "Measures how far diarization errors would move the results.\n\nTurns are perturbed \
                  the way diarizers err, at three severities of each kind: boundaries move, short \
                  spurts and overlap are missed, a speaker is split in two or goes under another's \
                  name, phantoms of a second or two appear. The score, the node values and the \
                  distribution over pairs are held against those of the turns as they came, and \
                  the same is done to counting adjacent turns. Several recordings are averaged.",
    after_help = "Exit codes: 0 ok, 1 failure (a file that cannot be read or written), 2 usage, \
                  3 bad input. Where several files fail, the first one decides.\n\nExamples:\n  \
                  sociogram stress meeting.rttm\n  \
                  sociogram stress *.rttm --draws 20 --min-talk 3 --format json"
)]
pub(crate) struct Stress {
    /// Files in any format; `-` reads standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// Participants who may never speak, apart by commas.
    #[arg(long, value_name = "LABELS", value_delimiter = ',')]
    pub(crate) roster: Vec<String>,

    /// Leave out those who speak less in all, after the errors, and are not on the roster.
    #[arg(long, value_name = "SECONDS", value_parser = talk_time, allow_negative_numbers = true,
          default_value = "0")]
    pub(crate) min_talk: Duration,

    /// How often each error is drawn.
    #[arg(long, value_name = "COUNT", default_value_t = 10,
          value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) draws: u16,

    /// Where random numbers start from.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,

    /// What to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: StressFormat,

    /// Where to print it [default: standard output].
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) input: Input,

    #[command(flatten)]
    pub(crate) model: Model,
}

#[derive(Debug, Args)]
#[command(
    long_about = "Says which format files are in, and what in them says so.\n\nThe format is told from \
                  content; the ending of a file's name decides where several formats would do, or \
                  none. Where that leaves more than one, they are listed.",
    after_help = "Exit codes: 0 ok, 1 failure (a file that cannot be read), 2 usage, 3 bad input: no \
                  format that is known, or more than one.\n\nExamples:\n  \
                  sociogram detect meeting.json"
)]
pub(crate) struct Detect {
    /// Files; `-` reads standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    long_about = "Writes the turns of files in any format as RTTM or JSON Lines, in order of \
                  time.\n\nTimes are exact to the microsecond. JSON Lines are objects with the keys \
                  recording, speaker, start and end, in seconds.",
    after_help = "Exit codes: 0 ok, 1 failure (a file that cannot be read or written), 2 usage, \
                  3 bad input.\n\nExamples:\n  \
                  sociogram convert meeting.vtt -o meeting.rttm\n  \
                  sociogram convert *.json --to jsonl"
)]
pub(crate) struct Convert {
    /// Files in any format; `-` reads standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// What to write.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) to: Target,

    /// Where to write it [default: standard output].
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) input: Input,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Target {
    /// NIST RTTM.
    #[default]
    Rttm,
    /// JSON, a turn a line.
    Jsonl,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ValidateFormat {
    /// For reading: a few lines for each meeting, and the figures over all at the end.
    #[default]
    Table,
    /// One object.
    Json,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum StressFormat {
    /// For reading: a line for each error.
    #[default]
    Table,
    /// Everything that was measured, one object.
    Json,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading: the pairs and participants of one recording, or a line for each of several.
    #[default]
    Table,
    /// The full result; of several files or recordings, an array.
    Json,
    /// The full result, one recording a line.
    Jsonl,
    /// A line for each pair with responses.
    Csv,
    /// The documented API's interactions, one recording a line.
    Interactions,
    /// The documented API's meeting interaction score, one recording a line.
    Score,
}
