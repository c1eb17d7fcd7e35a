//! `sociogram compare`: two meetings, or two halves of one.

pub(crate) mod arguments;

use std::io::{self, Write};
use std::path::Path;

use sociogram::compare::{Comparison, Difference, PairDifference, Verdict};
use sociogram::confidence::{Interval, Resampling};
use sociogram::formats::Recording;
use sociogram::schema::ComparisonResult;
use sociogram::{Conversation, Label, Time};

use crate::escape::visible;
use crate::files::{
    Problem, Problems, analyzer, conversation, no_conversation, shown, tell_left_out,
};
use crate::narrow::{name, pair, signed};
use crate::source::{Source, begin};
use crate::table::write_table;
use crate::telling::{BAD_INPUT, refuse_usage};
use arguments::{Arguments, Format};

/// The most pairs and the most names that are listed; further ones are counted.
const LONGEST_LIST: usize = 20;

pub(crate) fn run(arguments: &Arguments) -> io::Result<u8> {
    let analyzer = analyzer("compare", &arguments.model);
    if arguments.at.is_some() && arguments.files.len() > 1 {
        refuse_usage("compare", "--at cuts one meeting in two, and there are two files");
    }
    let mut problems = Problems::none();
    let output = arguments.output.as_deref();
    let begun = begin("compare", &arguments.files, &arguments.input, output, &mut problems);
    let Some((source, mut out)) = begun else { return Ok(problems.code()) };
    let mut meetings = Vec::new();
    for file in &arguments.files {
        match Heard::of(file, &source, arguments) {
            Ok(meeting) => meetings.push(meeting),
            Err(problem) => problems.tell(&problem),
        }
    }
    let how = Resampling { seed: arguments.seed, ..Resampling::default() };
    let compared = match &meetings[..] {
        // One of the two could not be read.
        [_] if arguments.files.len() > 1 => None,
        [one, other] => Some(Titled {
            titles: [one.title(), other.title()],
            cut: None,
            recordings: [one.name(), other.name()],
            compared: Comparison::of(&one.conversation, &other.conversation, &analyzer, how),
        }),
        [one] => {
            let at = arguments.at.unwrap_or_else(|| one.middle());
            match Comparison::of_halves(&one.conversation, at, &analyzer, how) {
                Ok(compared) => Some(Titled {
                    titles: ["before", "after"].map(str::to_owned),
                    cut: Some(at),
                    recordings: [one.name(); 2],
                    compared,
                }),
                Err(error) => {
                    let message = format!("{}: error: {error}", shown(one.file));
                    problems.tell(&Problem { code: BAD_INPUT, message });
                    None
                }
            }
        }
        _ => None,
    };
    if let Some(compared) = compared {
        match arguments.format {
            Format::Table => compared.table(&mut out)?,
            Format::Json => {
                let [first, second] = compared.recordings;
                let result = ComparisonResult::from(&compared.compared);
                let result = result.of_recordings(first, second);
                serde_json::to_writer_pretty(&mut out, &result)?;
                writeln!(out)?;
            }
        }
    }
    out.flush()?;
    Ok(problems.code())
}

/// The one meeting of a file.
struct Heard<'a> {
    file: &'a Path,
    recording: Option<Recording>,
    conversation: Conversation,
}

impl<'a> Heard<'a> {
    fn of(file: &'a Path, source: &Source, arguments: &Arguments) -> Result<Self, Problem> {
        let mut recordings = source.read(file)?;
        if recordings.len() > 1 {
            let names: Vec<String> = recordings
                .iter()
                .flatten()
                .take(LONGEST_LIST)
                .map(|one| visible(one.name()))
                .collect();
            let more = match recordings.len().saturating_sub(names.len()) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let message = format!(
                "{}: error: {} recordings in it, where compare takes one: --recording picks it, of {}{more}",
                shown(file),
                recordings.len(),
                names.join(", "),
            );
            return Err(Problem { code: BAD_INPUT, message });
        }
        let recording = recordings.pop().flatten();
        let heard = recording.as_ref();
        let builder = conversation(heard, &arguments.roster, arguments.min_talk);
        let conversation = builder.build().map_err(|error| no_conversation(file, heard, &error))?;
        tell_left_out(file, heard, &conversation, arguments.min_talk);
        Ok(Self { file, recording, conversation })
    }

    fn name(&self) -> Option<&str> {
        self.recording.as_ref().map(|recording| recording.name().as_str())
    }

    fn title(&self) -> String {
        self.name().unwrap_or("(no recording)").to_owned()
    }

    /// Halfway between the first start and the last end; any time will do where nobody speaks.
    fn middle(&self) -> Time {
        let Some(extent) = self.conversation.extent() else { return Time::MIN };
        let middle = extent.start().micros().midpoint(extent.end().micros());
        Time::from_micros(middle).unwrap_or(extent.start())
    }
}

/// A comparison and what the two are called.
struct Titled<'a> {
    titles: [String; 2],
    /// Where the one meeting was cut in two.
    cut: Option<Time>,
    recordings: [Option<&'a str>; 2],
    compared: Comparison,
}

impl Titled<'_> {
    fn table(&self, out: &mut impl Write) -> io::Result<()> {
        let compared = &self.compared;
        if let (Some(at), [recording, _]) = (self.cut, self.recordings) {
            let recording = recording.map_or_else(String::new, visible);
            writeln!(out, "{recording}, cut at {:.2} s\n", at.seconds())?;
        }
        let sides = [compared.first(), compared.second()];
        let rows = self.titles.iter().zip(sides).map(|(title, side)| {
            vec![
                name(title),
                side.score.map_or_else(|| "none".into(), |score| format!("{score:.1}")),
                format!("{:.1}", side.minutes),
                side.spurts.to_string(),
            ]
        });
        write_table(&["", "score", "minutes", "spurts"], rows, out)?;
        writeln!(out)?;
        match compared.score() {
            None => writeln!(out, "no score in one, which takes two people")?,
            Some(score) => {
                let interval = score.interval.map_or_else(String::new, |interval| {
                    format!(" (90 %: {} to {})", end(interval.low), end(interval.high))
                });
                writeln!(out, "score: {}{interval}", signed(score.difference, 1))?;
                write_verdict(&score, out)?;
            }
        }
        for (title, only) in
            self.titles.iter().zip([compared.only_in_first(), compared.only_in_second()])
        {
            if !only.is_empty() {
                writeln!(out, "only in {}: {}", visible(title), names(only))?;
            }
        }
        if compared.pairs().is_empty() {
            return Ok(());
        }
        writeln!(out)?;
        let all = compared.by_size();
        let rows = all.iter().take(LONGEST_LIST).map(|one| row(one));
        write_table(&["pair", "values", "diff", "90 %", ""], rows, out)?;
        if all.len() > LONGEST_LIST {
            writeln!(out, "   and {} more: --format json lists all", all.len() - LONGEST_LIST)?;
        }
        self.conclude(out)
    }

    /// What is to be thought of all pairs.
    fn conclude(&self, out: &mut impl Write) -> io::Result<()> {
        let pairs = self.compared.pairs();
        let beyond = pairs.iter().filter(|one| one.value.verdict == Verdict::BeyondNoise).count();
        if pairs.iter().all(|one| one.value.verdict == Verdict::CannotTell) {
            return writeln!(out, "whether pairs differ: cannot tell");
        }
        let of = match pairs.len() {
            1 => "1 pair".into(),
            several => format!("{several} pairs"),
        };
        writeln!(out, "* beyond noise: {beyond} of {of}")?;
        writeln!(out, "90 %: holds for all {of} at once")
    }
}

fn row(pair_of: &PairDifference) -> Vec<String> {
    let PairDifference { between, value, joint, .. } = pair_of;
    let [first, second] = between.each_ref().map(|label| label.as_str());
    let interval = |Interval { low, high }| format!("{}…{}", end(low), end(high));
    let mark = if value.verdict == Verdict::BeyondNoise { "*" } else { "" };
    vec![
        pair([first, second]),
        format!("{:.0}→{:.0}", value.first, value.second),
        signed(value.difference, 0),
        joint.map_or_else(String::new, interval),
        mark.into(),
    ]
}

fn write_verdict(score: &Difference, out: &mut impl Write) -> io::Result<()> {
    match score.verdict {
        Verdict::BeyondNoise => writeln!(out, "differs beyond noise"),
        Verdict::WithinNoise => writeln!(out, "no more than noise"),
        _ => writeln!(out, "cannot tell: under 30 spurts in one,\nor nothing to resample"),
    }
}

/// An end of an interval, in whole points.
fn end(value: f64) -> String {
    signed(value, 0)
}

fn names(labels: &[Label]) -> String {
    let mut names: Vec<String> =
        labels.iter().take(LONGEST_LIST).map(|label| visible(label)).collect();
    if labels.len() > names.len() {
        names.push(format!("and {} more", labels.len() - names.len()));
    }
    names.join(", ")
}
