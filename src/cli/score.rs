//! `sociogram score`: reads, scores and prints, on all cores and in order.

use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sociogram::Analyzer;
use sociogram::formats::Recording;

use crate::args::Score;
use crate::files::{
    Out, Problem, Problems, analyzer, conversation_of, no_conversation, of_left_out,
};
use crate::output::{Printer, Rendered, Style};
use crate::progress::Progress;
use crate::scored::Scored;
use crate::source::{Seen, Source, begin};

/// So many files for each thread are read at a time,
const FILES: usize = 16;
/// as long as they are no larger than this together.
const BYTES: u64 = 4 << 20;
/// So many recordings for each thread are scored at a time: results wait for those before them.
const RECORDINGS: usize = 64;

pub(crate) fn run(arguments: &Score) -> io::Result<u8> {
    let analyzer = analyzer("score", &arguments.model);
    let mut problems = Problems::none();
    let output = arguments.output.as_deref();
    let begun = begin("score", &arguments.files, &arguments.input, output, &mut problems);
    let Some((source, out)) = begun else { return Ok(problems.code()) };
    // Among the threads, which saves coming to them for each batch.
    rayon::scope(|_| score_all(arguments, &source, &analyzer, out, &mut problems))?;
    Ok(problems.code())
}

fn score_all(
    arguments: &Score,
    source: &Source,
    analyzer: &Analyzer,
    out: Out,
    problems: &mut Problems,
) -> io::Result<()> {
    let mut printer = Printer::new(arguments, out);
    let mut progress = Progress::over(arguments.files.len(), arguments.output.is_none());
    let threads = rayon::current_num_threads();
    for files in batches(&arguments.files, threads * FILES) {
        let mut tasks = tasks(files, source).into_iter();
        loop {
            let together: Vec<Task<'_>> = tasks.by_ref().take(threads * RECORDINGS).collect();
            if together.is_empty() {
                break;
            }
            let several = arguments.files.len() > 1 || together.len() > 1 || printer.has_any();
            let style = Style::of(arguments, several);
            let done: Vec<Done> = together
                .into_par_iter()
                .map(|task| task.work(arguments, &style, analyzer))
                .collect();
            for one in done {
                progress.add(one.turns, one.ends_file);
                one.messages.iter().for_each(|message| progress.say(message));
                match one.result {
                    Ok(rendered) => progress.aside(|| printer.print(rendered))?,
                    Err(problem) => {
                        progress.say(&problem.message);
                        problems.count(&problem);
                    }
                }
            }
        }
    }
    progress.end();
    printer.finish()
}

/// The files, a few at a time: what is read at once stays small, and a large file comes alone.
fn batches(files: &[PathBuf], most: usize) -> impl Iterator<Item = &[PathBuf]> {
    let mut rest = files;
    std::iter::from_fn(move || {
        let mut bytes = 0_u64;
        let fitting = rest.iter().take(most).take_while(|file| {
            bytes = bytes.saturating_add(file.metadata().map_or(0, |file| file.len()));
            bytes <= BYTES
        });
        let count = fitting.count().max(1);
        let (batch, behind) = rest.split_at_checked(count)?;
        rest = behind;
        Some(batch)
    })
}

/// The recordings of files, in order.
fn tasks<'f>(files: &'f [PathBuf], source: &Source) -> Vec<Task<'f>> {
    let seen: Vec<Result<Seen, Problem>> = files.par_iter().map(|file| source.see(file)).collect();
    let mut tasks = Vec::new();
    for (file, seen) in files.iter().zip(seen) {
        let file = file.as_path();
        let task = |messages, work| Task { file, messages, work, ends_file: false };
        match seen {
            Ok(Seen { recordings, mut messages }) => {
                tasks.extend(
                    recordings
                        .into_iter()
                        .map(|recording| task(std::mem::take(&mut messages), Ok(recording))),
                );
            }
            Err(problem) => tasks.push(task(Vec::new(), Err(problem))),
        }
        if let Some(last) = tasks.last_mut() {
            last.ends_file = true;
        }
    }
    tasks
}

/// A recording to be scored, or a file that cannot be read.
struct Task<'f> {
    file: &'f Path,
    /// What is to be told of the file, with its first recording.
    messages: Vec<String>,
    work: Result<Option<Recording>, Problem>,
    ends_file: bool,
}

/// What came of it.
struct Done {
    messages: Vec<String>,
    result: Result<Rendered, Problem>,
    turns: usize,
    ends_file: bool,
}

impl Task<'_> {
    fn work(self, arguments: &Score, style: &Style, analyzer: &Analyzer) -> Done {
        let Self { file, mut messages, work, ends_file } = self;
        let mut turns = 0;
        let result = work.and_then(|recording| {
            turns = recording.as_ref().map_or(0, |recording| recording.turns().len());
            let scored = score(file, recording, arguments, analyzer, &mut messages)?;
            Ok(style.render(scored))
        });
        Done { messages, result, turns, ends_file }
    }
}

fn score(
    file: &Path,
    mut recording: Option<Recording>,
    arguments: &Score,
    analyzer: &Analyzer,
    messages: &mut Vec<String>,
) -> Result<Scored, Problem> {
    let turns = recording.as_mut().map(Recording::take_turns).unwrap_or_default();
    let heard = recording.as_ref();
    let mut builder = conversation_of(turns, &arguments.roster, arguments.min_talk);
    if let Some(seconds) = arguments.duration {
        builder = builder.duration_seconds(seconds);
    }
    let conversation = builder.build().map_err(|error| no_conversation(file, heard, &error))?;
    messages.extend(of_left_out(file, heard, &conversation, arguments.min_talk));
    Ok(Scored {
        recording,
        analysis: analyzer.analyze(&conversation),
        conversation,
        analyzer: *analyzer,
        seed: arguments.seed,
        chance: arguments.chance,
    })
}
