//! `sociogram corpus`: a table of scores of as many meetings as there are.

pub(crate) mod arguments;
mod course;

use std::io;
use std::path::Path;

use sociogram::corpus::{Corpus, CorpusError, Summary};

use self::arguments::Arguments;
use self::course::Course;
use crate::escape::visible;
use crate::files::{Problem, Problems, analyzer, shown};
use crate::source::use_threads;
use crate::telling::{BAD_INPUT, FAILURE, refuse_usage, say};

/// The most that is listed of each kind; what is beyond is counted.
const MOST_LISTED: usize = 20;

pub(crate) fn run(arguments: &Arguments) -> io::Result<u8> {
    let named = |what: &str| arguments.columns.iter().any(|(column, _)| column == what);
    if named("end") && named("length") {
        refuse_usage("corpus", "--columns takes end or length, not both");
    }
    if arguments.pairs.as_ref().is_some_and(|pairs| *pairs == arguments.output) {
        refuse_usage("corpus", "--pairs and --output name the same file");
    }
    let mut problems = Problems::none();
    if let Some(threads) = arguments.threads
        && let Err(problem) = use_threads(threads)
    {
        problems.tell(&problem);
        return Ok(problems.code());
    }
    let mut settings = Corpus::new()
        .analyzer(analyzer("corpus", &arguments.model))
        .unknown_speakers(arguments.unknown)
        .strict(arguments.strict)
        .intervals(!arguments.no_intervals)
        .restart(arguments.restart)
        .most_listed(MOST_LISTED);
    for (what, name) in &arguments.columns {
        settings = settings.column(what, name);
    }
    if let Some(unit) = arguments.unit {
        settings = settings.unit(unit);
    }
    if let Some(pairs) = &arguments.pairs {
        settings = settings.pairs(pairs);
    }
    let shown_course = Course::new();
    let done = settings.run(&arguments.inputs, &arguments.output, &|far| shown_course.take(far));
    shown_course.end();
    match done {
        Ok(summary) => tell(&summary, &arguments.output, &mut problems),
        Err(error) => problems.tell(&of_error(&error, &arguments.output)),
    }
    Ok(problems.code())
}

fn of_error(error: &CorpusError, output: &Path) -> Problem {
    let mut parts = output.as_os_str().to_owned();
    parts.push(".parts");
    let has_parts = Path::new(&parts).is_dir();
    let (code, help) = match error {
        CorpusError::Columns { .. } => (BAD_INPUT, "; --columns names them"),
        CorpusError::Unit { .. } => (BAD_INPUT, "; --unit declares it"),
        CorpusError::Changed { .. } => (FAILURE, "; --restart begins anew"),
        CorpusError::Write { .. } if has_parts => {
            (FAILURE, "; what is done is kept, and the same command goes on")
        }
        _ => (FAILURE, ""),
    };
    Problem { code, message: format!("sociogram: error: {}{help}", visible(&error.to_string())) }
}

/// Tells what was wrong, and what there is now.
fn tell(summary: &Summary, output: &Path, problems: &mut Problems) {
    for warning in &summary.warnings {
        say(&format!("sociogram: warning: {}", visible(warning)));
    }
    for unread in summary.unread.iter().take(MOST_LISTED) {
        let message = format!("{}: error: {}", visible(&unread.file), visible(&unread.problem));
        problems.tell(&Problem { code: FAILURE, message });
    }
    more(u64::try_from(summary.unread.len()).unwrap_or(u64::MAX), "files that cannot be read");
    for bad in &summary.bad {
        let (name, problem) = (visible(&bad.meeting), visible(&bad.problem));
        let message = format!("meeting {name}: error: {problem}");
        problems.tell(&Problem { code: BAD_INPUT, message });
    }
    more(summary.bad_count, "meetings that cannot be scored");
    if summary.nameless > 0 {
        let first = summary.first_nameless.as_deref().map(visible).unwrap_or_default();
        let rows = summary.nameless;
        let message =
            format!("sociogram: error: {rows} rows are of no meeting, the first: {first}");
        problems.tell(&Problem { code: BAD_INPUT, message });
    }
    if summary.overlong > 0 {
        let count = summary.overlong;
        say(&format!(
            "sociogram: warning: {count} meetings last longer than two days: is the unit right?"
        ));
    }
    say(&format!(
        "{}: {} meetings, {} of them bad; {} turns, {} repairs",
        shown(output),
        summary.meetings,
        summary.bad_count,
        summary.turns,
        summary.repairs
    ));
}

/// Says how many there are beyond those that are listed.
fn more(count: u64, what: &str) {
    let listed = u64::try_from(MOST_LISTED).unwrap_or(u64::MAX);
    if count > listed {
        say(&format!("… and {} more {what}", count - listed));
    }
}
