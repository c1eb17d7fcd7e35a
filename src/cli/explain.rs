//! `sociogram explain`: the responses behind a pair.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;
use sociogram::explain::{ExplainedResponse, responses};
use sociogram::formats::Recording;
use sociogram::schema::ExplainedResult;
use sociogram::{Analyzer, Conversation};

use crate::args::{Explain, ExplainFormat};
use crate::escape::visible;
use crate::files::{
    Problem, Problems, analyzer, conversation, no_conversation, shown, tell_left_out,
};
use crate::source::begin;
use crate::table::write_table;
use crate::telling::{BAD_INPUT, refuse_usage};

pub(crate) fn run(arguments: &Explain) -> io::Result<u8> {
    let analyzer = analyzer("explain", &arguments.model);
    let [a, b] = &arguments.pair[..] else {
        refuse_usage("explain", "--pair takes two labels, apart by a comma");
    };
    let mut problems = Problems::none();
    let output = arguments.output.as_deref();
    let begun = begin("explain", &arguments.files, &arguments.input, output, &mut problems);
    let Some((source, mut out)) = begun else { return Ok(problems.code()) };
    for file in &arguments.files {
        let recordings = match source.read(file) {
            Ok(recordings) => recordings,
            Err(problem) => {
                problems.tell(&problem);
                continue;
            }
        };
        // A file may hold recordings in which the two do not meet.
        let mut met = false;
        for recording in recordings {
            match explain(file, recording.as_ref(), [a, b], arguments, &analyzer) {
                Ok(Some(explained)) => {
                    met = true;
                    explained.print(arguments, &mut out)?;
                }
                Ok(None) => {}
                Err(problem) => {
                    met = true;
                    problems.tell(&problem);
                }
            }
        }
        if !met {
            let message = format!(
                "{}: error: no recording has both {} and {} among its participants",
                shown(file),
                visible(a),
                visible(b),
            );
            problems.tell(&Problem { code: BAD_INPUT, message });
        }
    }
    out.flush()?;
    Ok(problems.code())
}

/// What one recording has to tell of a pair.
#[derive(Serialize)]
struct Explained {
    recording: Option<String>,
    between: [String; 2],
    /// Responses both ways together.
    strength: f64,
    /// How many responses there are, told or not.
    count: usize,
    /// The heaviest of them, both ways, heaviest first.
    responses: Vec<ExplainedResult>,
}

/// Absent where the two do not both take part.
fn explain(
    file: &Path,
    recording: Option<&Recording>,
    [a, b]: [&str; 2],
    arguments: &Explain,
    analyzer: &Analyzer,
) -> Result<Option<Explained>, Problem> {
    let builder = conversation(recording, &arguments.roster, arguments.min_talk);
    let conversation: Conversation =
        builder.build().map_err(|error| no_conversation(file, recording, &error))?;
    tell_left_out(file, recording, &conversation, arguments.min_talk);
    let Some(pair) = analyzer.analyze(&conversation).pair(a, b).map(|pair| pair.strength) else {
        return Ok(None);
    };
    let ways = [responses(&conversation, analyzer, a, b), responses(&conversation, analyzer, b, a)];
    let mut told: Vec<ExplainedResponse> = ways.into_iter().flatten().collect();
    let time = |one: &ExplainedResponse| (one.response.spurt, one.response.responder);
    told.sort_by(|one, other| {
        other.amount().total_cmp(&one.amount()).then_with(|| time(one).cmp(&time(other)))
    });
    Ok(Some(Explained {
        recording: recording.map(|recording| recording.name().to_string()),
        between: [a, b].map(str::to_owned),
        strength: pair,
        count: told.len(),
        responses: told
            .iter()
            .take(arguments.top)
            .map(|one| ExplainedResult::of(one, &conversation))
            .collect(),
    }))
}

impl Explained {
    fn print(&self, arguments: &Explain, out: &mut impl Write) -> io::Result<()> {
        if arguments.format == ExplainFormat::Json {
            serde_json::to_writer(&mut *out, self)?;
            return writeln!(out);
        }
        let [a, b] = self.between.each_ref().map(|label| visible(label));
        let name = self.recording.as_deref().map_or_else(|| "(no recording)".into(), visible);
        writeln!(out, "{name}: {a} and {b}, {:.2} responses", self.strength)?;
        let rows = self.responses.iter().map(|one| {
            let others: Vec<String> = one
                .shares
                .iter()
                .filter(|other| other.speaker != one.to && other.share >= 0.005)
                .map(|other| format!("{} {:.0} %", visible(&other.speaker), 100.0 * other.share))
                .collect();
            vec![
                format!("{:.2} s", one.start),
                format!("{} → {}", visible(&one.from), visible(&one.to)),
                format!("{:.2}", one.responses),
                format!("{:.2}", one.worth),
                format!("{:.0} %", 100.0 * one.share_of_addressee()),
                format!("{:+.2} s", one.floor_transfer_offset),
                format!("{:.2} s", one.overlap),
                others.join(", "),
            ]
        });
        let columns =
            ["at", "who to whom", "response", "worth", "share", "offset", "overlap", "others"];
        if !self.responses.is_empty() {
            write_table(&columns, rows, out)?;
        }
        let sum: f64 = self.responses.iter().map(|one| one.responses).sum();
        writeln!(
            out,
            "{} of {} responses, {sum:.2} of {:.2} in all",
            self.responses.len(),
            self.count,
            self.strength,
        )
    }
}
