//! Many meetings at once: tables of turns in, a table of scores out, in bounded memory.
//!
//! The input is tables with the columns meeting, speaker, start and end (Parquet, CSV, JSON Lines),
//! or files of any format with one recording each. Rows of a meeting may stand anywhere, in any
//! order and in several files. The output is a row for each meeting, in order of their names, and on
//! demand a row for each pair with responses. A run that was interrupted goes on where it was, and
//! comes to the same bytes.
//!
//! | column | what |
//! |---|---|
//! | `meeting` | its name |
//! | `score` | the meeting interaction score; null with fewer than two participants |
//! | `score_low`, `score_high` | its 90% interval, as [`Confidence`](crate::confidence::Confidence) has it by default |
//! | `minutes` | from the first start to the last end |
//! | `turns` | turns that were read |
//! | `participants`, `pair_count` | how many |
//! | `repairs` | rows that were mended or left out, those of unknown speakers among them |
//! | `error` | why it could not be scored; then all numbers but `turns` are null |
//!
//! Pairs have the columns `meeting`, `first`, `second`, `value` (absolute), `relative`, `responses`,
//! `to_second`, `to_first` and `rate`, as [`Pair`](crate::Pair) has them.
//!
//! Memory: for each thread the turns of a million rows at most, whatever the corpus, and a batch of
//! rows where meetings stand together; more where one meeting has more, or where rows of meetings lie
//! scattered in a row group of up to four million.

mod batch;
mod columns;
mod compact;
mod coverage;
mod dealt;
mod error;
mod job;
mod meeting;
mod merge;
mod names;
mod parts;
mod plan;
mod run;
mod scored;
mod source;
mod spill;
mod store;
mod summary;
mod suspect;
mod tables;
mod times;
mod work;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

pub use error::CorpusError;
pub use summary::{Bad, Progress, Summary, Unread};

use crate::analysis::Analyzer;
use crate::formats::{Naming, Options, Unit, UnknownSpeakers};
use job::Job;
use meeting::Policy;
use parts::{Manifest, Parts};
use plan::Plan;
use run::Ends;
use scored::Scoring;
use source::Source;

/// How a corpus is read and scored.
///
/// ```
/// use sociogram::corpus::Corpus;
///
/// # let folder = std::env::temp_dir().join(format!("sociogram-corpus-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// let table = folder.join("turns.csv");
/// std::fs::write(&table, "meeting,speaker,start,end\nm1,ana,0,2\nm2,eva,0,5\nm1,ben,2.2,4\n")?;
///
/// let inputs = [table.to_string_lossy().into_owned()];
/// let summary = Corpus::new().run(&inputs, &folder.join("scores.parquet"), &|_| {})?;
/// assert_eq!((summary.meetings, summary.turns), (2, 3));
/// assert!(summary.is_fine());
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a corpus does nothing until it is run"]
pub struct Corpus {
    analyzer: Analyzer,
    options: Options,
    columns: BTreeMap<String, String>,
    unit: Option<Unit>,
    policy: Policy,
    intervals: bool,
    pairs: Option<PathBuf>,
    restart: bool,
    most_listed: usize,
}

impl Default for Corpus {
    fn default() -> Self {
        Self::new()
    }
}

impl Corpus {
    /// With the default parameters of the model, intervals, and no table of pairs.
    pub fn new() -> Self {
        Self {
            analyzer: Analyzer::default(),
            options: Options::default(),
            columns: BTreeMap::new(),
            unit: None,
            policy: Policy::default(),
            intervals: true,
            pairs: None,
            restart: false,
            most_listed: 20,
        }
    }

    /// The model and its parameters.
    pub const fn analyzer(mut self, analyzer: Analyzer) -> Self {
        self.analyzer = analyzer;
        self
    }

    /// The name of a column of the tables: what is `meeting`, `speaker`, `start` or `end` called?
    /// Of CSV and JSON Lines also `length`, in place of `end`.
    ///
    /// Without it the usual names are found, such as `meeting_id` or `start_ms`.
    pub fn column(mut self, what: &str, name: impl Into<String>) -> Self {
        let what = if what == "meeting" { "recording" } else { what };
        let name = name.into();
        self.columns.insert(what.to_owned(), name.clone());
        self.options = self.options.column(what, name);
        self
    }

    /// What numbers of time count; seconds, unless the name or the type of a column says otherwise.
    pub fn unit(mut self, unit: Unit) -> Self {
        self.unit = Some(unit);
        self.options = self.options.unit(unit);
        self
    }

    /// What to do with rows of unknown speakers; left out and counted unless told.
    pub fn unknown_speakers(mut self, unknown: UnknownSpeakers) -> Self {
        self.policy.unknown = unknown;
        self.options = self.options.unknown_speakers(unknown);
        self
    }

    /// Whether a meeting with a row that would be mended or left out is a bad one.
    pub fn strict(mut self, strict: bool) -> Self {
        self.policy.strict = strict;
        self.options = self.options.strict(strict);
        self
    }

    /// Whether scores get intervals, which take some times as long as the scores.
    pub const fn intervals(mut self, intervals: bool) -> Self {
        self.intervals = intervals;
        self
    }

    /// Where to write the table of pairs.
    pub fn pairs(mut self, path: impl Into<PathBuf>) -> Self {
        self.pairs = Some(path.into());
        self
    }

    /// Whether to begin anew, whatever an interrupted run has left.
    pub const fn restart(mut self, restart: bool) -> Self {
        self.restart = restart;
        self
    }

    /// How many bad meetings the summary lists; the others are counted, and are in the table. 20
    /// unless told.
    pub const fn most_listed(mut self, most: usize) -> Self {
        self.most_listed = most;
        self
    }

    /// Reads all inputs (files, folders, and URLs of `file:`, and with the feature `cloud` of `s3:`,
    /// `gs:` and `az:`), and writes the table of meetings.
    ///
    /// What is done stands in a folder beside the output, `OUTPUT.parts`, until all is: a run that
    /// was interrupted goes on from there. What is wrong with a meeting or a file is in the summary,
    /// and stops nothing. The bytes of the tables are the same on any number of threads, in any order
    /// of inputs, and after any interruption.
    ///
    /// # Errors
    /// [`CorpusError`]: inputs that are not there, tables with other columns or another unit, parts
    /// of another run, a run that is not over yet, and what cannot be written.
    pub fn run(
        &self,
        inputs: &[String],
        output: &Path,
        tell: &(dyn Fn(Progress) + Sync),
    ) -> Result<Summary, CorpusError> {
        let folder = Parts::of(output)?;
        let done = self.run_in(&folder, inputs, output, tell);
        if done.is_err() {
            folder.leave();
        }
        done
    }

    fn run_in(
        &self,
        folder: &Parts,
        inputs: &[String],
        output: &Path,
        tell: &(dyn Fn(Progress) + Sync),
    ) -> Result<Summary, CorpusError> {
        let mut results = vec![output.to_owned(), folder.folder.clone()];
        if let Some(path) = &self.pairs {
            parts::check_target(path)?;
            let meanwhile = run::meanwhile(path);
            let probe =
                std::fs::File::create(&meanwhile).and_then(|_| std::fs::remove_file(&meanwhile));
            probe.map_err(|error| CorpusError::write(path)(&error))?;
            results.push(path.clone());
        }
        let naming = Naming::new(&self.options).map_err(|error| CorpusError::Input {
            input: "columns".into(),
            problem: error.to_string(),
        })?;
        let sources = source::list(inputs, &results)?;
        let manifest = self.manifest(&sources);
        folder.begin(&manifest, self.restart)?;
        let of_all = Plan::of(&sources, &naming, &self.options, self.unit)?;
        let job = Job {
            scoring: Scoring {
                analyzer: self.analyzer,
                intervals: self.intervals,
                pairs: self.pairs.is_some(),
            },
            policy: self.policy,
            options: &self.options,
            naming: &naming,
            unit: self.unit,
            sources: &sources,
            plan: &of_all,
            parts: folder,
        };
        let pairs = self.pairs.as_deref();
        run::run(&job, &Ends { output, pairs, most_listed: self.most_listed, tell }, &manifest)
    }

    /// What the run is over.
    fn manifest(&self, sources: &[Source]) -> Manifest {
        let mut options = BTreeMap::new();
        let mut say = |name: &str, value: String| options.insert(name.to_owned(), value);
        let parameters = self.analyzer.parameters();
        say("rise", parameters.rise.to_string());
        say("decay", parameters.decay.to_string());
        say("unaddressed", parameters.unaddressed.to_string());
        say("half_rate", parameters.half_rate.to_string());
        say("unit", self.unit.map_or("not declared", Unit::id).to_owned());
        say("unknown speakers", format!("{:?}", self.policy.unknown).to_lowercase());
        say("strict", self.policy.strict.to_string());
        say("intervals", self.intervals.to_string());
        say("pairs", self.pairs.is_some().to_string());
        for (what, name) in &self.columns {
            say(&format!("column {what}"), format!("{name:?}"));
        }
        let mut hash = Sha256::new();
        for source in sources {
            for part in [&source.name, &source.version] {
                hash.update(part.len().to_le_bytes());
                hash.update(part);
            }
            hash.update(source.size.to_le_bytes());
        }
        let inputs = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Manifest {
            sociogram: env!("CARGO_PKG_VERSION").to_owned(),
            form: 2,
            options,
            files: u64::try_from(sources.len()).unwrap_or(u64::MAX),
            bytes: sources.iter().map(|source| source.size).sum(),
            inputs,
        }
    }
}
