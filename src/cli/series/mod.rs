//! `sociogram series`: the meetings of a team, in order.

pub(crate) mod arguments;

use std::io::{self, Write};

use sociogram::Analysis;
use sociogram::formats::Recording;
use sociogram::schema::SeriesResult;
use sociogram::series::{PairSeries, Series};

use crate::files::{
    Problem, Problems, analyzer, conversation, no_conversation, shown, tell_left_out,
};
use crate::narrow::{bar, name, pair, signed};
use crate::source::begin;
use crate::table::write_table;
use crate::telling::BAD_INPUT;
use arguments::{Arguments, Format};

/// The most pairs that are listed; further ones are counted.
const LONGEST_LIST: usize = 20;

/// The columns of `--format csv`: of the meeting, then of the pair.
const CSV_COLUMNS: [&str; 8] =
    ["number", "meeting", "minutes", "participants", "score", "first", "second", "value"];

pub(crate) fn run(arguments: &Arguments) -> io::Result<u8> {
    let analyzer = analyzer("series", &arguments.model);
    let mut problems = Problems::none();
    let output = arguments.output.as_deref();
    let begun = begin("series", &arguments.files, &arguments.input, output, &mut problems);
    let Some((source, mut out)) = begun else { return Ok(problems.code()) };
    let mut meetings: Vec<(String, Analysis)> = Vec::new();
    for file in &arguments.files {
        let recordings = match source.read(file) {
            Ok(recordings) => recordings,
            Err(problem) => {
                problems.tell(&problem);
                continue;
            }
        };
        for recording in recordings {
            let heard: Option<&Recording> = recording.as_ref();
            let builder = conversation(heard, &arguments.roster, arguments.min_talk);
            match builder.build() {
                Ok(conversation) => {
                    tell_left_out(file, heard, &conversation, arguments.min_talk);
                    let name = heard.map_or_else(|| shown(file), |one| one.name().to_string());
                    meetings.push((name, analyzer.analyze(&conversation)));
                }
                Err(error) => problems.tell(&no_conversation(file, heard, &error)),
            }
        }
    }
    // Without any meeting, what is wrong has been told.
    if !meetings.is_empty() {
        match Series::new(meetings) {
            Ok(series) => print(&series, arguments.format, &mut out)?,
            Err(error) => {
                let message = format!("sociogram: error: {error}");
                problems.tell(&Problem { code: BAD_INPUT, message });
            }
        }
    }
    out.flush()?;
    Ok(problems.code())
}

fn print(series: &Series, format: Format, out: &mut impl Write) -> io::Result<()> {
    match format {
        Format::Table => table(series, out),
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &SeriesResult::from(series))?;
            writeln!(out)
        }
        Format::Csv => csv(series, out),
    }
}

fn table(series: &Series, out: &mut impl Write) -> io::Result<()> {
    let combined = series.combined();
    let counted = |count: usize, one: &str, several: &str| match count {
        1 => format!("1 {one}"),
        several_of => format!("{several_of} {several}"),
    };
    writeln!(
        out,
        "{}, {}, {:.1} minutes",
        counted(series.meetings().len(), "meeting", "meetings"),
        counted(combined.participants().len(), "person", "people"),
        combined.minutes(),
    )?;
    match combined.score() {
        Some(score) => writeln!(out, "together: score {score:.1} of 100")?,
        None => writeln!(out, "no score, which takes two people")?,
    }
    if let Some(trend) = series.score_trend() {
        writeln!(out, "trend: {} points a meeting", signed(trend, 1))?;
    }
    writeln!(out)?;
    let rows = series.meetings().iter().map(|meeting| {
        vec![
            name(&meeting.name),
            format!("{:.1}", meeting.minutes),
            meeting.participants.to_string(),
            meeting.score.map_or_else(|| "none".into(), |score| format!("{score:.1}")),
            meeting.score.map_or_else(String::new, |score| format!("{:<5}", bar(score))),
        ]
    });
    write_table(&["meeting", "min", "people", "score", ""], rows, out)?;
    let mut pairs: Vec<PairSeries<'_>> =
        series.pairs().filter(|one| one.combined.absolute.round() > 0.0).collect();
    if pairs.is_empty() {
        return Ok(());
    }
    // A stable sort: ties stay in participant order.
    pairs.sort_by(|a, b| b.combined.strength.total_cmp(&a.combined.strength));
    let all = pairs.len();
    let rows = pairs.iter().take(LONGEST_LIST).map(|one| {
        let value = |value: Option<f64>| value.map_or_else(String::new, |one| format!("{one:.1}"));
        let mut values = one.points().map(|(_, value)| value);
        let first = values.next();
        vec![
            pair(one.combined.labels().map(|label| label.as_str())),
            value(Some(one.combined.absolute)),
            value(first),
            value(values.last().or(first)),
            one.trend().map_or_else(String::new, |trend| signed(trend, 1)),
        ]
    });
    writeln!(out)?;
    write_table(&["pair", "all", "first", "last", "trend"], rows, out)?;
    if all > LONGEST_LIST {
        writeln!(out, "   and {} more: --format json lists all", all - LONGEST_LIST)?;
    }
    Ok(())
}

/// A line for each meeting and pair of whom both took part; a meeting without any has one line, so
/// that none goes missing.
fn csv(series: &Series, out: &mut impl Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(CSV_COLUMNS).map_err(cause)?;
    let pairs: Vec<PairSeries<'_>> = series.pairs().collect();
    let mut points: Vec<_> = pairs.iter().map(|one| (one, one.points().peekable())).collect();
    for (at, meeting) in series.meetings().iter().enumerate() {
        let cells = (at + 1, &meeting.name, meeting.minutes, meeting.participants, meeting.score);
        let mut told = false;
        for (pair, points) in &mut points {
            if let Some((_, value)) = points.next_if(|(place, _)| *place == at) {
                told = true;
                let labels = pair.combined.labels().map(|label| label.as_str());
                writer.serialize((cells, labels, value)).map_err(cause)?;
            }
        }
        if !told {
            writer.serialize((cells, [(); 3])).map_err(cause)?;
        }
    }
    writer.flush()
}

/// What went wrong below a CSV writer: a closed pipe must still be known for one.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
