//! What the commands that read recordings share: files in, a file out, and what is told on the way.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sociogram::formats::Recording;
use sociogram::{Analyzer, Conversation, ConversationBuilder, ConversationError, Turns};

use crate::escape::visible;
use crate::model::Model;
use crate::telling::{BAD_INPUT, FAILURE, refuse_usage, say};

/// The most names that are told; further ones are counted.
const MOST_NAMES: usize = 10;

/// Why a file cannot be read or written, or a recording not be scored.
pub(crate) struct Problem {
    pub(crate) code: u8,
    pub(crate) message: String,
}

/// The problems so far: the first one decides the exit code.
pub(crate) struct Problems {
    code: u8,
}

impl Problems {
    pub(crate) const fn none() -> Self {
        Self { code: 0 }
    }

    pub(crate) fn tell(&mut self, problem: &Problem) {
        say(&problem.message);
        self.count(problem);
    }

    /// Takes note of a problem that was told.
    pub(crate) const fn count(&mut self, problem: &Problem) {
        if self.code == 0 {
            self.code = problem.code;
        }
    }

    pub(crate) const fn code(&self) -> u8 {
        self.code
    }
}

/// The analyzer of these parameters; with any that cannot be, the command ends.
pub(crate) fn analyzer(command: &str, model: &Model) -> Analyzer {
    let built = Analyzer::builder()
        .rise(model.rise)
        .decay(model.decay)
        .unaddressed(model.unaddressed)
        .half_rate(model.half_rate)
        .build();
    built.unwrap_or_else(|error| refuse_usage(command, error))
}

/// Ends the command if standard input is named more than once.
pub(crate) fn refuse_repeated_input(command: &str, files: &[PathBuf]) {
    if files.iter().filter(|file| is_standard_input(file)).count() > 1 {
        refuse_usage(command, "standard input, `-`, can be read only once");
    }
}

/// Where a command prints.
pub(crate) type Out = BufWriter<Box<dyn Write + Send>>;

/// Where to print: a file, or standard output. Absent where the file cannot be written, which is
/// told.
pub(crate) fn destination(output: Option<&Path>, problems: &mut Problems) -> Option<Out> {
    let Some(path) = output else { return Some(BufWriter::new(Box::new(io::stdout()))) };
    match File::create(path) {
        Ok(file) => Some(BufWriter::new(Box::new(file))),
        Err(error) => {
            let message = format!("{}: error: {error}", shown(path));
            problems.tell(&Problem { code: FAILURE, message });
            None
        }
    }
}

/// The conversation of a recording, in the making.
pub(crate) fn conversation(
    recording: Option<&Recording>,
    roster: &[String],
    min_talk: Duration,
) -> ConversationBuilder {
    let turns = recording.map_or_else(Turns::new, |recording| recording.turns().clone());
    conversation_of(turns, roster, min_talk)
}

/// The conversation of turns, in the making.
pub(crate) fn conversation_of(
    turns: Turns,
    roster: &[String],
    min_talk: Duration,
) -> ConversationBuilder {
    let roster = roster.iter().filter(|label| !label.is_empty());
    Conversation::builder(turns).roster(roster.map(String::as_str)).min_talk(min_talk)
}

/// Says who was left out of a conversation for speaking too little.
pub(crate) fn tell_left_out(
    file: &Path,
    recording: Option<&Recording>,
    conversation: &Conversation,
    min_talk: Duration,
) {
    if let Some(message) = of_left_out(file, recording, conversation, min_talk) {
        say(&message);
    }
}

/// What is to be told of those who were left out of a conversation, if anybody was.
pub(crate) fn of_left_out(
    file: &Path,
    recording: Option<&Recording>,
    conversation: &Conversation,
    min_talk: Duration,
) -> Option<String> {
    let left_out = conversation.left_out();
    if left_out.is_empty() {
        return None;
    }
    let names: Vec<String> =
        left_out.iter().take(MOST_NAMES).map(|one| visible(one.label())).collect();
    let more = match left_out.len().saturating_sub(MOST_NAMES) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Some(format!(
        "{}: note: speakers of less than {} s left out: {} of them in {}: {}{more}",
        shown(file),
        min_talk.as_secs_f64(),
        left_out.len(),
        recording.map_or_else(String::new, |recording| visible(recording.name())),
        names.join(", "),
    ))
}

/// A recording that makes no conversation.
pub(crate) fn no_conversation(
    file: &Path,
    recording: Option<&Recording>,
    error: &ConversationError,
) -> Problem {
    let name = recording.map_or("", |recording| recording.name());
    Problem {
        code: BAD_INPUT,
        message: format!("{}: error: recording {name:?}: {error}", shown(file)),
    }
}

pub(crate) fn bytes(file: &Path) -> io::Result<Vec<u8>> {
    if is_standard_input(file) {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    std::fs::read(file)
}

pub(crate) fn is_standard_input(file: &Path) -> bool {
    file.as_os_str() == "-"
}

/// A file as it is called in messages.
pub(crate) fn shown(file: &Path) -> String {
    if is_standard_input(file) { "<stdin>".into() } else { visible(&file.to_string_lossy()) }
}
