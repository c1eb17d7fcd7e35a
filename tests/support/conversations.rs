//! Generated conversations for property tests: small and nasty ones, and lifelike ones.

use proptest::prelude::*;
use sociogram::generate::{Generator, Kind};
use sociogram::schema::FullResult;
use sociogram::{Analyzer, Conversation, Parameters, Time, Turn, Turns};

/// One line of input: who, and from when to when in microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) speaker: String,
    pub(crate) start: i64,
    pub(crate) end: i64,
}

pub(crate) fn line(speaker: impl Into<String>, start: i64, end: i64) -> Line {
    Line { speaker: speaker.into(), start, end }
}

/// Turns as lines.
pub(crate) fn lines(turns: &Turns) -> Vec<Line> {
    turns
        .iter()
        .map(|(label, span)| line(label.as_str(), span.start().micros(), span.end().micros()))
        .collect()
}

/// Lines as turns.
pub(crate) fn turns(lines: &[Line]) -> Turns {
    lines
        .iter()
        .map(|line| Turn::from_micros(line.speaker.as_str(), line.start, line.end).unwrap())
        .collect()
}

pub(crate) fn conversation(lines: &[Line], roster: &[&str]) -> Conversation {
    Conversation::builder(turns(lines)).roster(roster.iter().copied()).build().unwrap()
}

/// Everything that is known of a conversation.
pub(crate) fn result(analyzer: &Analyzer, lines: &[Line], roster: &[&str]) -> FullResult {
    FullResult::from(&analyzer.analyze(&conversation(lines, roster)))
}

/// A text that is the same only if every bit of every number is.
pub(crate) fn bits(result: &FullResult) -> String {
    serde_json::to_string(result).unwrap()
}

/// Conversations of up to six speakers: on a coarse grid, where turns touch, nest, repeat and
/// start together; to the microsecond, and very short; at the ends of time; and lifelike.
pub(crate) fn conversations() -> impl Strategy<Value = Vec<Line>> {
    let speaker = || (0..6_usize).prop_map(|at| ["ana", "ben", "eva", "dan", "", "ana "][at]);
    let of = |starts: BoxedStrategy<i64>, lengths: BoxedStrategy<i64>| {
        proptest::collection::vec((speaker(), starts, lengths), 0..40).prop_map(|turns| {
            turns
                .into_iter()
                .map(|(speaker, start, length)| {
                    line(speaker, start, (start + length).min(Time::MAX.micros()))
                })
                .filter(|line| line.start < line.end)
                .collect::<Vec<_>>()
        })
    };
    let grid = |step: i64, most: i64| (0..=most).prop_map(move |at| at * step).boxed();
    prop_oneof![
        4 => of(grid(500_000, 40), (1..6_i64).prop_map(|at| at * 500_000).boxed()),
        4 => of((-30_000_000..30_000_000_i64).boxed(), (1..8_000_000_i64).boxed()),
        2 => of(grid(1, 60), (1..10_i64).boxed()),
        1 => of(
            prop_oneof![Just(Time::MIN.micros()), Just(0), Just(Time::MAX.micros() - 5)].boxed(),
            (1..i64::pow(2, 54)).boxed(),
        ),
        3 => lifelike(),
    ]
}

/// Conversations as a diarizer might report them.
pub(crate) fn lifelike() -> impl Strategy<Value = Vec<Line>> {
    (0..Kind::ALL.len(), 2..7_usize, 10..120_usize, any::<u64>()).prop_map(
        |(kind, speakers, length, seed)| {
            lines(&Generator::new(Kind::ALL[kind], speakers, length).seed(seed).turns())
        },
    )
}

/// Valid parameters: the default, those within reason, and the extremes.
pub(crate) fn analyzers() -> impl Strategy<Value = Analyzer> {
    let constant = || {
        prop_oneof![
            8 => (-3.0..3.0_f64).prop_map(|power| 10_f64.powf(power)),
            1 => Just(f64::MIN_POSITIVE / 1e10),
            1 => Just(f64::MAX),
        ]
    };
    prop_oneof![
        Just(Analyzer::default()),
        [constant(), constant(), constant(), constant()].prop_map(built),
    ]
}

/// Valid parameters within reason: from a hundredth to a hundredfold of the default.
pub(crate) fn reasonable_analyzers() -> impl Strategy<Value = Analyzer> {
    let factor = || (-2.0..2.0_f64).prop_map(|power| 10_f64.powf(power));
    let Parameters { rise, decay, unaddressed, half_rate, .. } = Parameters::default();
    prop_oneof![
        Just(Analyzer::default()),
        [factor(), factor(), factor(), factor()].prop_map(move |[a, b, c, d]| {
            built([rise * a, decay * b, unaddressed * c, half_rate * d])
        }),
    ]
}

fn built([rise, decay, unaddressed, half_rate]: [f64; 4]) -> Analyzer {
    let builder = Analyzer::builder().rise(rise).decay(decay);
    builder.unaddressed(unaddressed).half_rate(half_rate).build().unwrap()
}
