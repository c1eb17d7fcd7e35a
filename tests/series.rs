//! Series of meetings: sums, trends, and what changes nothing.

#![allow(
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly, and what is exact is held to the bit"
)]

mod support;

use std::collections::BTreeMap;

use proptest::prelude::*;
use sociogram::schema::{FullResult, SeriesResult};
use sociogram::series::{Series, SeriesError};
use sociogram::{Analysis, Analyzer, Conversation, Turn, Turns};
use support::conversations::{analyzers, bits, conversation, conversations, line};

fn meeting(turns: &[(&str, i64, i64)]) -> Analysis {
    let lines: Vec<_> =
        turns.iter().map(|(who, from, to)| line(*who, from * 1_000_000, to * 1_000_000)).collect();
    Analyzer::default().analyze(&conversation(&lines, &[]))
}

fn directed(analysis: &Analysis) -> BTreeMap<[String; 2], f64> {
    let graph = analysis.graph();
    let label = |at| graph.node_weight(at).unwrap().label().to_string();
    let edges = graph.raw_edges().iter();
    edges.map(|edge| ([label(edge.source()), label(edge.target())], edge.weight)).collect()
}

#[test]
fn who_misses_a_meeting_has_no_value_in_it() {
    let both = [("ana", 0, 5), ("ben", 5, 10), ("eva", 11, 12)];
    let series = Series::new([
        ("mon", meeting(&both)),
        ("tue", meeting(&[("eva", 0, 4), ("ana", 4, 8)])),
        ("wed", meeting(&both)),
        ("thu", meeting(&[("ben", 0, 1), ("ana", 600, 601)])),
    ])
    .unwrap();
    let names: Vec<&str> =
        series.combined().participants().map(|one| one.label().as_str()).collect();
    assert_eq!(names, ["ana", "ben", "eva"]);
    let pairs: BTreeMap<String, _> = series
        .pairs()
        .map(|pair| (pair.combined.labels().map(|label| label.as_str()).join(" "), pair))
        .collect();
    let [mon, tue, wed, thu] = pairs["ana ben"].values().collect::<Vec<_>>()[..] else { panic!() };
    assert_eq!((tue, thu), (None, Some(0.0)), "absent, and there without a response");
    assert!(mon == wed && mon > Some(0.0));
    // At 0, 2 and 3 the values are v, v and 0: by hand -3/14 v · 2.
    let slope = pairs["ana ben"].trend().unwrap();
    let by_hand = -4.0 / 3.0 / (14.0 / 3.0) * mon.unwrap();
    assert!((slope - by_hand).abs() < 1e-9, "{slope} {by_hand}");
    assert_eq!(pairs["ben eva"].trend(), None, "two meetings");
    assert_eq!(pairs["ana eva"].points().map(|(at, _)| at).collect::<Vec<_>>(), [0, 1, 2]);
}

#[test]
fn what_makes_no_series_is_refused() {
    let one = meeting(&[("ana", 0, 5), ("ben", 5, 10)]);
    let other = Analyzer::builder().decay(2.0).build().unwrap();
    let other = other.analyze(&Conversation::new(Turns::new()).unwrap());
    let error = Series::new([("mon", one.clone()), ("tue", other)]).unwrap_err();
    assert!(matches!(&error, SeriesError::DifferentParameters { meeting, .. } if meeting == "tue"));
    assert!(error.to_string().contains("decay: 2.0"), "{error}");

    let crowd = |from: i64| {
        let turns =
            (from..from + 40_000).map(|at| Turn::from_millis(format!("s{at}"), 0, 1).unwrap());
        Analyzer::default().analyze(&Conversation::new(turns.collect::<Turns>()).unwrap())
    };
    let error = Series::new([("mon", crowd(0)), ("tue", crowd(40_000))]).unwrap_err();
    assert_eq!(error, SeriesError::TooManyParticipants { meeting: "tue".into() });
    assert!(Series::new([("mon", crowd(0)), ("tue", crowd(0)), ("wed", one)]).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn one_meeting_alone_is_combined_to_itself(analyzer in analyzers(), lines in conversations()) {
        let analysis = analyzer.analyze(&conversation(&lines, &["roster"]));
        let series = Series::new([("only", analysis.clone())]).unwrap();
        prop_assert_eq!(
            bits(&FullResult::from(series.combined())), bits(&FullResult::from(&analysis))
        );
        prop_assert_eq!(series.combined().graph().raw_edges().len(), analysis.graph().raw_edges().len());
        for (pair, alone) in series.pairs().zip(analysis.pairs()) {
            prop_assert_eq!(pair.combined, alone);
            prop_assert_eq!(pair.values().collect::<Vec<_>>(), [Some(alone.absolute)]);
            prop_assert_eq!(pair.trend(), None);
        }
    }

    #[test]
    fn responses_minutes_and_talk_are_summed(
        analyzer in analyzers(), meetings in proptest::collection::vec(conversations(), 1..6)
    ) {
        let analyses: Vec<Analysis> =
            meetings.iter().map(|lines| analyzer.analyze(&conversation(lines, &["roster"]))).collect();
        let series = Series::new(analyses.iter().cloned().enumerate().map(|(at, one)| (at.to_string(), one)));
        let series = series.unwrap();
        let mut sums: BTreeMap<[String; 2], f64> = BTreeMap::new();
        let (mut minutes, mut spurts) = (0.0, 0);
        for analysis in &analyses {
            for (pair, responses) in directed(analysis) {
                *sums.entry(pair).or_default() += responses;
            }
            minutes += analysis.minutes();
            spurts += analysis.participants().map(|one| one.spurts()).sum::<usize>();
        }
        prop_assert_eq!(directed(series.combined()), sums);
        prop_assert_eq!(series.combined().minutes(), minutes);
        prop_assert_eq!(series.combined().participants().map(|one| one.spurts()).sum::<usize>(), spurts);
        for (at, (meeting, analysis)) in series.meetings().iter().zip(&analyses).enumerate() {
            prop_assert_eq!((meeting.score, meeting.minutes), (analysis.score(), analysis.minutes()));
            for pair in series.pairs() {
                let [a, b] = pair.combined.labels().map(|label| label.as_str());
                let alone = analysis.pair(a, b).map(|pair| pair.absolute);
                prop_assert_eq!(pair.values().nth(at).unwrap(), alone);
            }
        }
        prop_assert_eq!(series.pairs().count(), series.combined().pairs().count());
    }

    #[test]
    fn the_same_meeting_again_and_again_has_no_trend_and_names_are_of_no_account(
        lines in conversations(), times in 3..7_usize
    ) {
        let analysis = Analyzer::default().analyze(&conversation(&lines, &["roster"]));
        let of = |name: &str| {
            Series::new((0..times).map(|at| (format!("{name}{at}"), analysis.clone()))).unwrap()
        };
        let series = of("a");
        prop_assert_eq!(series.score_trend(), analysis.score().map(|_| 0.0));
        for pair in series.pairs() {
            prop_assert_eq!(pair.trend(), Some(0.0));
        }
        let mut renamed = SeriesResult::from(&of("b"));
        for meeting in &mut renamed.meetings {
            meeting.meeting = meeting.meeting.replace('b', "a");
        }
        prop_assert_eq!(renamed, SeriesResult::from(&series));
    }
}
