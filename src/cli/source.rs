//! Reads files as it was asked for, and says what was seen.

use std::fmt::Display;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use sociogram::formats::{
    self, Format, InputError, Options, ReadError, ReadErrorKind, Reading, Recording, Regions,
    UnknownSpeakers, Warning,
};

use crate::escape::visible;
use crate::files::{
    Out, Problem, Problems, bytes, destination, is_standard_input, refuse_repeated_input, shown,
};
use crate::input::Input;
use crate::telling::{BAD_INPUT, FAILURE, refuse_usage, say};

/// What reads the files of a command, and where it prints. Absent where one of the files beside
/// them cannot be read or the output not be written, which is told.
pub(crate) fn begin(
    command: &str,
    files: &[PathBuf],
    input: &Input,
    output: Option<&Path>,
    problems: &mut Problems,
) -> Option<(Source, Out)> {
    refuse_repeated_input(command, files);
    let source = Source::new(command, input).map_err(|problem| problems.tell(&problem)).ok()?;
    Some((source, destination(output, problems)?))
}

/// Reads files as it was asked for.
pub(crate) struct Source {
    options: Options,
    recording: Option<String>,
    unknown: UnknownSpeakers,
    knows_speakers: bool,
}

impl Source {
    /// What was asked for, with the files beside the input read; where one of them cannot be, the
    /// command is over.
    fn new(command: &str, input: &Input) -> Result<Self, Problem> {
        if input.columns.iter().any(|(what, _)| what == "end")
            && input.columns.iter().any(|(what, _)| what == "length")
        {
            refuse_usage(command, "--columns takes end or length, not both");
        }
        if let Some(threads) = input.threads {
            use_threads(threads)?;
        }
        let mut options = Options::default()
            .unknown_speakers(input.unknown)
            .strict(input.strict)
            .carry_speaker(input.carry_speaker)
            .exclude(input.exclude_speaker.iter().map(String::as_str));
        for (what, name) in &input.columns {
            options = options.column(what, name);
        }
        if let Some(format) = input.input_format {
            options = options.format(format);
        }
        if let Some(unit) = input.unit {
            options = options.unit(unit);
        }
        if let Some(file) = &input.map {
            options = options.rename(names(file)?);
        }
        if let Some(file) = &input.uem {
            let regions = Regions::read(&contents(file)?);
            options = options.regions(regions.map_err(|error| refusal(file, &error))?);
        }
        let mut source = Self {
            options,
            recording: input.recording.clone(),
            unknown: input.unknown,
            knows_speakers: false,
        };
        if let Some(file) = &input.utt2spk {
            source.learn_speakers(file)?;
        }
        Ok(source)
    }

    /// Reads RTTM and nothing else.
    pub(crate) fn rttm() -> Self {
        Self {
            options: Options::default().format(Format::Rttm),
            recording: None,
            unknown: UnknownSpeakers::default(),
            knows_speakers: false,
        }
    }

    fn learn_speakers(&mut self, file: &Path) -> Result<(), Problem> {
        let speakers = formats::utt2spk(&contents(file)?).map_err(|error| refusal(file, &error))?;
        self.options = std::mem::take(&mut self.options).utt2spk(speakers);
        self.knows_speakers = true;
        Ok(())
    }

    /// The options for lines of a format.
    pub(crate) fn options_of(&self, format: Format) -> Options {
        self.options.clone().format(format)
    }

    /// The options for one file, with what lies beside it.
    pub(crate) fn options_for(&self, file: &Path) -> Result<Options, Problem> {
        let mut options = self.options.clone();
        if !is_standard_input(file) {
            options = options.file_name(file.to_string_lossy());
            let beside = file.with_file_name("utt2spk");
            if !self.knows_speakers
                && file.file_name().is_some_and(|name| name == "segments")
                && beside.is_file()
            {
                let speakers = formats::utt2spk(&contents(&beside)?);
                options = options.utt2spk(speakers.map_err(|error| refusal(&beside, &error))?);
            }
        }
        Ok(options)
    }

    /// The recordings of a file, with all that is to be told of them told; of one without any, a
    /// meeting in which nobody spoke.
    pub(crate) fn read(&self, file: &Path) -> Result<Vec<Option<Recording>>, Problem> {
        let Seen { recordings, messages } = self.see(file)?;
        messages.iter().for_each(|message| say(message));
        Ok(recordings)
    }

    /// The recordings of a file, and what is to be told of them.
    pub(crate) fn see(&self, file: &Path) -> Result<Seen, Problem> {
        let recordings = self.chosen(file, self.reading(file)?)?;
        let mut messages = Vec::new();
        if recordings.is_empty() {
            let file = shown(file);
            let message = "warning: no turn in it: taken for a meeting without speech";
            messages.push(format!("{file}: {message}"));
            return Ok(Seen { recordings: vec![None], messages });
        }
        let shown = shown(file);
        for recording in &recordings {
            self.tell(&shown, recording, &mut messages);
        }
        Ok(Seen { recordings: recordings.into_iter().map(Some).collect(), messages })
    }

    fn reading(&self, file: &Path) -> Result<Reading, Problem> {
        let read = if is_standard_input(file) {
            formats::read_from(io::stdin(), &self.options)
        } else {
            let opened = File::open(file).map_err(|error| unreadable(file, &error))?;
            formats::read_from(opened, &self.options_for(file)?)
        };
        read.map_err(|error| match error {
            InputError::Refused(error) => refusal(file, &error),
            error => unreadable(file, &error),
        })
    }

    /// The recordings that were asked for.
    fn chosen(&self, file: &Path, reading: Reading) -> Result<Vec<Recording>, Problem> {
        let mut recordings = reading.into_recordings();
        if let Some(name) = &self.recording {
            recordings.retain(|recording| recording.name().as_str() == name);
            if recordings.is_empty() {
                let message =
                    format!("{}: error: no recording is called {}", shown(file), visible(name));
                return Err(Problem { code: BAD_INPUT, message });
            }
        }
        Ok(recordings)
    }

    /// Tells what was seen in a recording.
    pub(crate) fn tell(&self, file: &str, recording: &Recording, messages: &mut Vec<String>) {
        let name = visible(recording.name());
        let at = |place: &formats::Place| match &place.path {
            Some(path) => {
                format!("{file}:{}:{}: warning: {path}", place.position.line, place.position.column)
            }
            None => format!("{file}:{}: warning", place.position.line),
        };
        for repair in recording.repairs() {
            let (kind, count) = (repair.kind, repair.count);
            messages.push(format!("{}: {kind}: {count} of them in {name}", at(&repair.first)));
        }
        if let Some(unknown) = recording.unknown_speakers() {
            let kept = if self.unknown == UnknownSpeakers::Keep { "kept" } else { "left out" };
            let turns = unknown.turns;
            let at = at(&unknown.first);
            messages.push(format!(
                "{at}: turn of an unknown speaker {kept}: {turns} of them in {name}"
            ));
        }
        if recording.unscored() > 0 {
            let turns = recording.unscored();
            messages.push(format!(
                "{file}: note: turn cut or left out where nothing is scored: {turns} of them in {name}"
            ));
        }
        for warning in recording.warnings() {
            let help = match warning {
                Warning::ClassLabel { .. } => "; --exclude-speaker leaves it out",
                Warning::LookAlike { .. } => "; --map makes them one",
                _ => "",
            };
            messages.push(format!("{file}: warning: {name}: {warning}{help}"));
        }
    }
}

/// What is in a file.
pub(crate) struct Seen {
    /// Its recordings; none of a file without a turn.
    pub(crate) recordings: Vec<Option<Recording>>,
    /// What is to be told of it.
    pub(crate) messages: Vec<String>,
}

/// A file that its reader refuses.
pub(crate) fn refusal(file: &Path, error: &ReadError) -> Problem {
    let at = error.position();
    let place = format!("{}:{}:{}", shown(file), at.line, at.column);
    let help = match error.kind() {
        ReadErrorKind::Undetected { .. } | ReadErrorKind::Ambiguous { .. } => {
            "; --input-format tells which it is"
        }
        _ => "",
    };
    let message = match &error.place().path {
        Some(path) => format!("{place}: error: {}: {}{help}", visible(path), error.kind()),
        None => format!("{place}: error: {}{help}", error.kind()),
    };
    Problem { code: BAD_INPUT, message }
}

pub(crate) fn contents(file: &Path) -> Result<Vec<u8>, Problem> {
    bytes(file).map_err(|error| unreadable(file, &error))
}

/// Works on so many threads from now on.
pub(crate) fn use_threads(threads: u16) -> Result<(), Problem> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.into());
    pool.build_global().map_err(|error| {
        let message = format!("sociogram: error: {threads} threads: {error}");
        Problem { code: FAILURE, message }
    })
}

/// A file that cannot be read.
fn unreadable(file: &Path, error: &dyn Display) -> Problem {
    Problem { code: FAILURE, message: format!("{}: error: {error}", shown(file)) }
}

/// The labels and names of a `--map` file.
fn names(file: &Path) -> Result<Vec<(String, String)>, Problem> {
    let refuse = |line: u64, message: &dyn Display| Problem {
        code: BAD_INPUT,
        message: format!("{}:{line}:1: error: {message}", shown(file)),
    };
    let bytes = contents(file)?;
    let mut reader =
        csv::Reader::from_reader(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes));
    let line_of = |error: &csv::Error| error.position().map_or(1, csv::Position::line);
    let headers = reader.headers().map_err(|error| refuse(line_of(&error), &error))?;
    let column = |name: &str| headers.iter().position(|header| header.trim() == name);
    let (Some(label), Some(name)) = (column("label"), column("name")) else {
        return Err(refuse(1, &"expected the columns `label` and `name`"));
    };
    let mut names = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| refuse(line_of(&error), &error))?;
        if let (Some(label), Some(name)) = (record.get(label), record.get(name)) {
            names.push((label.to_owned(), name.to_owned()));
        }
    }
    Ok(names)
}
