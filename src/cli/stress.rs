//! `sociogram stress`: how far diarization errors would move the results.

use std::io::{self, Write};

use serde::Serialize;
use sociogram::stress::{Change, Methods, Movement, Outcome, Report, Severity, Stress as Stresser};

use crate::args::{Stress, StressFormat};
use crate::escape::visible;
use crate::files::{
    Problem, Problems, analyzer, conversation, no_conversation, shown, tell_left_out,
};
use crate::source::{Source, begin};
use crate::table::write_table;
use crate::telling::say;

pub(crate) fn run(arguments: &Stress) -> io::Result<u8> {
    let analyzer = analyzer("stress", &arguments.model);
    let mut problems = Problems::none();
    let output = arguments.output.as_deref();
    let begun = begin("stress", &arguments.files, &arguments.input, output, &mut problems);
    let Some((source, mut out)) = begun else { return Ok(problems.code()) };
    let stress = Stresser::new(analyzer).draws(arguments.draws.into()).seed(arguments.seed);
    let mut reports = Vec::new();
    for file in &arguments.files {
        match measure(file, &source, arguments, &stress, &mut reports) {
            Ok(recordings) => recordings.iter().for_each(|problem| problems.tell(problem)),
            Err(problem) => problems.tell(&problem),
        }
    }
    let pooled = Report::pooled(&reports);
    match arguments.format {
        StressFormat::Table => table(pooled.as_ref(), arguments, &mut out)?,
        StressFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &Printed::of(pooled.as_ref(), arguments))?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    Ok(problems.code())
}

/// Adds the reports of a file's recordings; hands back what is wrong with single ones.
fn measure(
    file: &std::path::Path,
    source: &Source,
    arguments: &Stress,
    stress: &Stresser,
    reports: &mut Vec<Report>,
) -> Result<Vec<Problem>, Problem> {
    let mut wrong = Vec::new();
    for recording in source.read(file)? {
        let recording = recording.as_ref();
        let builder = conversation(recording, &arguments.roster, arguments.min_talk);
        match builder.clone().build() {
            Ok(built) => tell_left_out(file, recording, &built, arguments.min_talk),
            Err(error) => {
                wrong.push(no_conversation(file, recording, &error));
                continue;
            }
        }
        match stress.measure(&builder) {
            Ok(Some(report)) => reports.push(report),
            Ok(None) => say(&format!(
                "{}: note: no interaction score, which takes two participants: left out{}",
                shown(file),
                recording.map_or_else(String::new, |one| format!(": {}", visible(one.name()))),
            )),
            Err(error) => wrong.push(no_conversation(file, recording, &error)),
        }
    }
    Ok(wrong)
}

fn table(report: Option<&Report>, arguments: &Stress, out: &mut impl Write) -> io::Result<()> {
    let Some(report) = report else {
        return writeln!(out, "no recording with an interaction score");
    };
    let recordings = match report.recordings {
        1 => "1 recording".into(),
        several => format!("{several} recordings"),
    };
    writeln!(
        out,
        "{recordings}, {} draws of each error, seed {}",
        arguments.draws, arguments.seed
    )?;
    writeln!(
        out,
        "mean score {:.1} by the model, {:.1} by counting adjacent turns\n",
        report.before.presence, report.before.adjacent,
    )?;
    let columns = [
        "error",
        "model\nscore",
        "\nworst",
        "\nvalues",
        "\nTV",
        "adjacent\nscore",
        "\nworst",
        "\nvalues",
        "\nTV",
    ];
    let rows = report.outcomes.iter().map(|outcome| {
        let mut row = vec![outcome.perturbation.to_string()];
        match outcome.moved {
            Some(Methods { presence, adjacent, .. }) => {
                row.extend(cells(&presence));
                row.extend(cells(&adjacent));
            }
            None => row.push("none".into()),
        }
        row
    });
    write_table(&columns, rows, out)?;
    writeln!(
        out,
        "\nscore: how far the meeting score moves, mean; worst: the farthest of any draw\n\
         and recording, with its sign; values: how far the node values move, mean;\n\
         TV: how far the distribution over pairs moves, total variation distance, mean",
    )?;
    let unscored: usize = report.outcomes.iter().map(|outcome| outcome.unscored).sum();
    if unscored > 0 {
        writeln!(out, "{unscored} draws left fewer than two participants and are not counted")?;
    }
    Ok(())
}

fn cells(moved: &Movement) -> [String; 4] {
    [
        format!("{:.1}", moved.score.mean),
        signed(moved.score.worst),
        format!("{:.1}", moved.values.mean),
        format!("{:.3}", moved.distance.mean),
    ]
}

/// With its sign, unless it rounds to nothing.
fn signed(value: f64) -> String {
    let text = format!("{value:+.1}");
    if matches!(text.as_str(), "+0.0" | "-0.0") { "0.0".into() } else { text }
}

/// What `--format json` prints.
#[derive(Serialize)]
struct Printed {
    recordings: usize,
    draws: u16,
    seed: u64,
    min_talk: f64,
    score: Option<Beside<f64>>,
    errors: Vec<PrintedOutcome>,
}

#[derive(Serialize)]
struct PrintedOutcome {
    error: &'static str,
    severity: Option<&'static str>,
    figure: String,
    recordings: usize,
    unscored: usize,
    presence: Option<PrintedMovement>,
    adjacent: Option<PrintedMovement>,
}

#[derive(Serialize)]
struct Beside<T> {
    presence: T,
    adjacent: T,
}

#[derive(Serialize)]
struct PrintedMovement {
    score_after: f64,
    score_change: PrintedChange,
    value_change: PrintedChange,
    total_variation: PrintedChange,
}

#[derive(Serialize)]
struct PrintedChange {
    mean: f64,
    worst: f64,
}

impl Printed {
    fn of(report: Option<&Report>, arguments: &Stress) -> Self {
        let score = report.map(|report| report.before);
        Self {
            recordings: report.map_or(0, |report| report.recordings),
            draws: arguments.draws,
            seed: arguments.seed,
            min_talk: arguments.min_talk.as_secs_f64(),
            score: score.map(|Methods { presence, adjacent, .. }| Beside { presence, adjacent }),
            errors: report
                .map(|report| report.outcomes.iter().map(PrintedOutcome::from).collect())
                .unwrap_or_default(),
        }
    }
}

impl From<&Outcome> for PrintedOutcome {
    fn from(outcome: &Outcome) -> Self {
        Self {
            error: outcome.perturbation.name(),
            severity: Severity::of(&outcome.perturbation).map(Severity::name),
            figure: outcome.perturbation.to_string(),
            recordings: outcome.recordings,
            unscored: outcome.unscored,
            presence: outcome.moved.map(|moved| moved.presence.into()),
            adjacent: outcome.moved.map(|moved| moved.adjacent.into()),
        }
    }
}

impl From<Movement> for PrintedMovement {
    fn from(moved: Movement) -> Self {
        Self {
            score_after: moved.after,
            score_change: moved.score.into(),
            value_change: moved.values.into(),
            total_variation: moved.distance.into(),
        }
    }
}

impl From<Change> for PrintedChange {
    fn from(change: Change) -> Self {
        Self { mean: change.mean, worst: change.worst }
    }
}
