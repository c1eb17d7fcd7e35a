//! Windows: law 10, windows of any length and step against a sum by hand, and hostile ones.

#![allow(
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly, and what is exact is held to the bit"
)]

mod support;

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use sociogram::dynamics::{Dynamics, DynamicsError, Window, Windows, WindowsError};
use sociogram::schema::{DynamicsResult, MeetingDynamics};
use sociogram::{Analyzer, Conversation, Pair, Time, Turn, Turns};
use support::conversations::{
    Line, analyzers, conversation, conversations, lifelike, line, reasonable_analyzers,
};

fn windows(length: f64, step: f64) -> Windows {
    Windows::from_seconds(length, step).unwrap()
}

fn of(conversation: &Conversation, windows: Windows) -> Dynamics<'_> {
    Dynamics::of(conversation, &Analyzer::default(), windows).unwrap()
}

fn meeting(turns: &[(&str, f64, f64)]) -> Conversation {
    let turns: Vec<Turn> =
        turns.iter().map(|(who, from, to)| Turn::from_seconds(*who, *from, *to).unwrap()).collect();
    Conversation::new(turns).unwrap()
}

/// Start and end of each window, in seconds.
fn spans(dynamics: &Dynamics<'_>) -> Vec<[f64; 2]> {
    let spans: Vec<_> = dynamics.spans().collect();
    assert!(dynamics.windows().map(|window| window.span()).eq(spans.iter().copied()));
    assert_eq!(dynamics.windows().len(), spans.len());
    spans.iter().map(|span| [span.start().seconds(), span.end().seconds()]).collect()
}

/// Every number of a window.
fn numbers(window: &Window<'_>) -> Vec<u64> {
    let pairs = window.pairs().flat_map(|pair| {
        let Pair { strength, to_first, to_second, rate, absolute, relative, .. } = pair;
        [strength, to_first, to_second, rate, absolute, relative]
    });
    let all = [window.responses(), window.score().unwrap_or(-1.0)].into_iter().chain(pairs);
    all.map(f64::to_bits).collect()
}

#[test]
fn windows_lie_on_the_recordings_own_clock() {
    let late = meeting(&[("ana", 25.0, 27.0), ("ben", 27.2, 31.5)]);
    let tiles = of(&late, windows(10.0, 10.0));
    assert_eq!(spans(&tiles), [[0.0, 10.0], [10.0, 20.0], [20.0, 30.0], [30.0, 31.5]]);
    let responses: Vec<bool> = tiles.windows().map(|one| one.responses() > 0.0).collect();
    assert_eq!(responses, [false, false, true, false]);
    let scores: Vec<Option<f64>> = tiles.windows().map(|one| one.score()).collect();
    assert_eq!([scores[0], scores[1], scores[3]], [Some(0.0); 3], "silent, and not without score");

    // The tile that holds a negative first start, even at its very beginning.
    let early = meeting(&[("ana", -10.0, -9.0), ("ben", -8.5, 4.0)]);
    assert_eq!(spans(&of(&early, windows(10.0, 10.0))), [[-10.0, 0.0], [0.0, 4.0]]);
    assert_eq!(spans(&of(&early, windows(7.0, 7.0))), [[-14.0, -7.0], [-7.0, 0.0], [0.0, 4.0]]);
    let before_zero = meeting(&[("ana", -10.0, -9.0), ("ben", -8.5, -8.0)]);
    assert_eq!(spans(&of(&before_zero, windows(300.0, 300.0))), [[-300.0, -8.0]]);

    // The last end on a boundary makes no window behind it.
    let even = meeting(&[("ana", 0.0, 5.0), ("ben", 5.0, 20.0)]);
    assert_eq!(spans(&of(&even, windows(10.0, 10.0))), [[0.0, 10.0], [10.0, 20.0]]);
}

#[test]
fn windows_overlap_or_have_gaps_as_the_step_says() {
    let talk = meeting(&[("ana", 0.0, 5.0), ("ben", 5.0, 20.0)]);
    let at = |length, step| spans(&of(&talk, windows(length, step)));
    // The first one that reaches the last end is the last.
    assert_eq!(at(10.0, 4.0), [[0.0, 10.0], [4.0, 14.0], [8.0, 18.0], [12.0, 20.0]]);
    assert_eq!(at(10.0, 5.0), [[0.0, 10.0], [5.0, 15.0], [10.0, 20.0]]);
    assert_eq!(at(20.0, 1.0), [[0.0, 20.0]]);
    assert_eq!(at(3.0, 8.0), [[0.0, 3.0], [8.0, 11.0], [16.0, 19.0]]);
    assert_eq!(at(3.0, 10.0), [[0.0, 3.0], [10.0, 13.0]], "none starts with the last end");
    assert_eq!(at(3.0, 1e9), [[0.0, 3.0]]);
    // Of a negative start, the grid is that of the step.
    let early = meeting(&[("ana", -7.0, -6.0), ("ben", -5.0, 9.0)]);
    assert_eq!(
        spans(&of(&early, windows(3.0, 5.0))),
        [[-10.0, -7.0], [-5.0, -2.0], [0.0, 3.0], [5.0, 8.0]]
    );
    assert_eq!(spans(&of(&early, windows(10.0, 5.0))), [[-10.0, 0.0], [-5.0, 5.0], [0.0, 9.0]]);
    // Ben answers ana in the window that holds his start; her turn may lie in a gap.
    let gap = of(&early, windows(1.0, 5.0));
    let responses: Vec<f64> = gap.windows().map(|one| one.responses()).collect();
    assert_eq!(responses[0], 0.0);
    assert_eq!(responses[1], Analyzer::default().analyze(&early).directed().sum());
}

#[test]
fn a_response_belongs_where_the_responding_spurt_starts() {
    let talk = meeting(&[("ana", 0.0, 9.0), ("ben", 9.5, 30.0)]);
    let window = |length| of(&talk, windows(length, length)).windows().next().unwrap().responses();
    let whole = Analyzer::default().analyze(&talk).directed().sum();
    assert_eq!(window(9.500_001), whole);
    assert_eq!(window(9.5), 0.0, "its end is not part of a window");
}

#[test]
fn fewer_than_two_participants_have_windows_without_a_score() {
    let silent = meeting(&[]);
    let none = of(&silent, Windows::default());
    assert_eq!((none.windows().len(), none.spans().count()), (0, 0));
    assert_eq!(serde_json::to_string(&MeetingDynamics::from(&none)).unwrap(), r#"{"dynamics":[]}"#);
    let roster = Conversation::builder(Turns::new()).roster(["ana", "ben"]).duration_seconds(900.0);
    assert_eq!(of(&roster.build().unwrap(), Windows::default()).windows().len(), 0);

    let alone = meeting(&[("ana", 0.0, 400.0)]);
    let alone = of(&alone, Windows::default());
    assert!(alone.windows().all(|one| one.score().is_none() && one.strongest_pair().is_none()));
    assert_eq!(
        serde_json::to_string(&MeetingDynamics::from(&alone)).unwrap(),
        concat!(
            r#"{"dynamics":[{"start":0,"end":300000,"interactions_score":0},"#,
            r#"{"start":300000,"end":400000,"interactions_score":0}]}"#
        ),
    );
}

#[test]
fn a_declared_duration_does_not_matter_and_all_pairs_count() {
    let turns = [("ana", 0.0, 2.0), ("ben", 2.2, 4.0)]
        .map(|(who, from, to)| Turn::from_seconds(who, from, to).unwrap());
    let plain = Conversation::new(&turns[..]).unwrap();
    let declared = Conversation::builder(&turns[..]).duration_seconds(3_600.0).build().unwrap();
    let [one, other] = [&plain, &declared].map(|it| of(it, Windows::default()));
    assert!(one.windows().map(|it| numbers(&it)).eq(other.windows().map(|it| numbers(&it))));
    let larger = Conversation::builder(&turns[..]).roster(["eva"]).build().unwrap();
    let score = |it: &Conversation| of(it, Windows::default()).windows().next().unwrap().score();
    assert_eq!(score(&larger), Analyzer::default().analyze(&larger).score());
    assert!(score(&larger) < score(&plain));
}

#[test]
fn lengths_that_are_none_are_refused_by_what_is_wrong_with_them() {
    for (seconds, wrong) in [
        (0.0, "too short"),
        (-0.0, "too short"),
        (-300.0, "too short"),
        (4e-7, "too short"),
        (f64::MIN_POSITIVE, "too short"),
        (-1e300, "too short"),
        (f64::NAN, "not finite"),
        (f64::INFINITY, "not finite"),
        (f64::NEG_INFINITY, "not finite"),
        (1e10, "too long"),
        (f64::MAX, "too long"),
    ] {
        for (length, step, of) in [(seconds, 1.0, "length"), (1.0, seconds, "step")] {
            let error = Windows::from_seconds(length, step).unwrap_err();
            let (what, found) = match error {
                WindowsError::TooShort { what, .. } => (what, "too short"),
                WindowsError::NotFinite { what, .. } => (what, "not finite"),
                WindowsError::TooLong { what, .. } => (what, "too long"),
                other => panic!("{other}"),
            };
            assert_eq!((what, found), (of, wrong), "{seconds}");
            assert!(!error.to_string().contains("-0 s"), "{error}");
        }
    }
    // Rounded to microseconds, ties up, in both ways in.
    assert_eq!(windows(5e-7, 1.0).length(), Duration::from_micros(1));
    let tiling = |nanos| Windows::tiling(Duration::from_nanos(nanos));
    assert_eq!(tiling(1_500).unwrap().length(), Duration::from_micros(2));
    assert!(matches!(tiling(499), Err(WindowsError::TooShort { .. })));
    assert!(matches!(Windows::tiling(Duration::MAX), Err(WindowsError::TooLong { .. })));
    assert!(windows(9_007_199_254.740_992, 1.0).length().as_secs() > 9_007_199_253);
}

#[test]
fn more_windows_than_are_made_are_counted_and_refused_at_once() {
    let began = Instant::now();
    let week = meeting(&[("ana", 0.0, 2.0), ("ben", 604_798.0, 604_800.0)]);
    let refused = |conversation: &Conversation, windows| match Dynamics::of(
        conversation,
        &Analyzer::default(),
        windows,
    ) {
        Err(DynamicsError::TooManyWindows { windows, .. }) => windows,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(&week, windows(1e-6, 1e-6)), 604_800_000_000);
    assert_eq!(refused(&week, windows(600_000.0, 1e-6)), 4_800_000_001);
    assert_eq!(refused(&week, windows(1e-6, 1.0)), 604_800);
    assert_eq!(refused(&week, windows(6.0, 6.0)), 100_800);
    assert_eq!(spans(&of(&week, windows(6.048, 6.048))).len(), 100_000);

    // The year 2026, and all of time, to the microsecond.
    let now = meeting(&[("ana", 1_790_000_000.0, 1_790_000_002.0)]);
    assert_eq!(refused(&now, Windows::default()), 5_966_667);
    let all = [Turn::from_micros("ana", Time::MIN.micros(), Time::MAX.micros()).unwrap()];
    let all = Conversation::new(&all[..]).unwrap();
    assert_eq!(refused(&all, windows(1e-6, 1e-6)), 1 << 54);
    let longest = Windows::tiling(Duration::from_micros(1 << 53)).unwrap();
    assert_eq!(spans(&of(&all, longest)).len(), 2);
    // The tile that holds the first start would start before there is a time.
    let error = Dynamics::of(&all, &Analyzer::default(), windows(9e9, 9e9)).unwrap_err();
    assert_eq!(error, DynamicsError::BeforeAllTime { start: Time::MIN });
    assert!(began.elapsed() < Duration::from_secs(20));
}

#[test]
fn windows_that_would_hear_it_all_again_and_again_are_refused() {
    let turns: Turns = (0..20_000_i64)
        .map(|at| {
            Turn::from_millis(["ana", "ben"][usize::from(at % 2 == 0)], at * 500, at * 500 + 400)
        })
        .map(Result::unwrap)
        .collect();
    let talk = Conversation::new(turns).unwrap();
    let began = Instant::now();
    let error = Dynamics::of(&talk, &Analyzer::default(), windows(5_000.0, 0.1)).unwrap_err();
    let DynamicsError::TooMuchOverlap { heard, spurts } = error else { panic!("{error}") };
    assert_eq!(spurts, 20_000);
    assert!((490_000_000..510_000_000).contains(&heard), "{heard}");
    // A minute every second is no trouble.
    let dynamics = of(&talk, windows(60.0, 1.0));
    assert!(dynamics.windows().all(|one| one.responses() > 10.0));
    assert!(began.elapsed() < Duration::from_secs(30));
}

#[test]
fn milliseconds_are_rounded_half_away_from_zero_and_windows_still_touch() {
    let talk = meeting(&[("ana", -0.0015, 0.002), ("ben", 0.0025, 0.004_499)]);
    let dynamics = of(&talk, windows(0.001_5, 0.001_5));
    let wire = MeetingDynamics::from(&dynamics).dynamics;
    let edges: Vec<[i64; 2]> = wire.iter().map(|one| [one.start, one.end]).collect();
    assert_eq!(edges, [[-2, 0], [0, 2], [2, 3], [3, 4]]);
}

/// What windows hold, summed by hand.
fn by_hand(conversation: &Conversation, analyzer: &Analyzer, windows: Windows) -> TestCaseResult {
    let Ok(dynamics) = Dynamics::of(conversation, analyzer, windows) else { return Ok(()) };
    let mut heard = Vec::new();
    analyzer.for_each_response(conversation, |response| heard.push(response));
    let pairs = analyzer.analyze(conversation).pair_count();
    for window in dynamics.windows() {
        let (from, to) = (window.span().start(), window.span().end());
        let mut sum = 0.0;
        let mut values = 0.0;
        for pair in window.pairs() {
            let place = |label: &str| {
                let mut all = conversation.participants().iter();
                all.position(|one| one.label().as_str() == label).unwrap()
            };
            let [a, b] = pair.labels().map(|label| place(label.as_str()));
            prop_assert!(a < b);
            let within = |responder, addressee| -> f64 {
                heard
                    .iter()
                    .filter(|one| (from..to).contains(&one.spurt.start()))
                    .filter(|one| {
                        (one.responder.get(), one.addressee.get()) == (responder, addressee)
                    })
                    .map(|one| one.amount())
                    .sum()
            };
            // The same numbers in the same order.
            prop_assert_eq!(
                (pair.to_second, pair.to_first),
                (within(a, b) + 0.0, within(b, a) + 0.0)
            );
            prop_assert_eq!(pair.strength, pair.to_second + pair.to_first);
            prop_assert!((0.0..=100.0).contains(&pair.absolute));
            prop_assert!((0.0..=100.0).contains(&pair.relative));
            sum += pair.strength;
            values += pair.absolute;
        }
        prop_assert_eq!(window.responses(), sum);
        prop_assert_eq!(window.score(), (pairs > 0).then(|| values / pairs as f64));
        let strongest = window.strongest_pair();
        prop_assert_eq!(strongest.map(|pair| pair.relative), (sum > 0.0).then_some(100.0));
        let all = heard.iter().filter(|one| (from..to).contains(&one.spurt.start()));
        let all: f64 = all.map(|one| one.amount()).sum();
        prop_assert!((window.responses() - all).abs() <= 1e-9 * all.max(1.0), "no pair is missing");
    }
    Ok(())
}

// Law 10: the responses of windows that tile add up to the meeting's.
fn law_10(conversation: &Conversation, analyzer: &Analyzer, length: Duration) -> TestCaseResult {
    let Ok(dynamics) = Dynamics::of(conversation, analyzer, Windows::tiling(length).unwrap())
    else {
        return Ok(());
    };
    let total: f64 = analyzer.analyze(conversation).pairs().map(|pair| pair.strength).sum();
    let sum: f64 = dynamics.windows().map(|window| window.responses()).sum();
    prop_assert!((sum - total).abs() <= 1e-9 * total.max(1.0), "{} is not {}", sum, total);
    // They tile, from 0 or before, to the last end.
    let spans: Vec<_> = dynamics.spans().collect();
    prop_assert!(spans.windows(2).all(|two| two[0].end() == two[1].start()));
    if let Some(speech) = conversation.extent() {
        let (first, last) = (spans[0], spans[spans.len() - 1]);
        prop_assert_eq!(last.end(), speech.end());
        prop_assert!(first.start().micros() <= 0 && first.start() <= speech.start());
        let early = speech.start().micros().min(0) - first.start().micros();
        prop_assert!(early < i64::try_from(length.as_micros()).unwrap());
    }
    Ok(())
}

fn moved(lines: &[Line], by: i64) -> Vec<Line> {
    lines.iter().map(|one| line(&one.speaker, one.start + by, one.end + by)).collect()
}

fn first_start(lines: &[Line]) -> i64 {
    lines.iter().map(|one| one.start).min().unwrap_or(0)
}

#[test]
fn the_windows_of_real_recordings_add_up() {
    let meetings = support::ami_meetings("windows of the AMI meetings");
    for recording in meetings.iter().chain(&support::voxconverse_clips("windows of VoxConverse")) {
        let talk = Conversation::new(recording.turns().clone()).unwrap();
        for length in [1, 60, 300, 7_000] {
            let length = Duration::from_secs(length);
            if let Err(error) = law_10(&talk, &Analyzer::default(), length) {
                panic!("{}: {length:?}: {error}", recording.name());
            }
        }
    }
    for recording in meetings.iter().step_by(20) {
        let talk = Conversation::new(recording.turns().clone()).unwrap();
        for sliding in [windows(300.0, 60.0), windows(20.0, 90.0), windows(100.0, 99.9)] {
            by_hand(&talk, &Analyzer::default(), sliding).unwrap();
        }
    }
}

fn lengths() -> impl Strategy<Value = Duration> {
    prop_oneof![
        (1..40_u64).prop_map(|at| Duration::from_millis(500 * at)),
        (1..30_000_000_u64).prop_map(Duration::from_micros),
        (1..20_u64).prop_map(Duration::from_micros),
        (1..=1_u64 << 53).prop_map(Duration::from_micros),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn law_10_windows_add_up(
        analyzer in analyzers(), lines in prop_oneof![conversations(), lifelike()], length in lengths()
    ) {
        law_10(&conversation(&lines, &["roster"]), &analyzer, length)?;
    }

    #[test]
    fn windows_hold_what_is_summed_by_hand(
        analyzer in reasonable_analyzers(),
        lines in prop_oneof![conversations(), lifelike()],
        [length, step] in [lengths(), lengths()],
    ) {
        let talk = conversation(&lines, &["roster"]);
        let asked = Windows::sliding(length, step).unwrap();
        // What is summed by hand takes its time.
        let few = Dynamics::of(&talk, &analyzer, asked).is_ok_and(|it| it.windows().len() <= 300);
        if few {
            by_hand(&talk, &analyzer, asked)?;
        }
    }

    #[test]
    fn one_window_from_the_first_start_is_the_meeting_to_the_bit(
        analyzer in analyzers(), lines in prop_oneof![conversations(), lifelike()], longer in lengths()
    ) {
        let lines = moved(&lines, first_start(&lines).saturating_neg());
        prop_assume!(lines.iter().all(|one| one.end <= Time::MAX.micros()));
        let talk = conversation(&lines, &["roster"]);
        let Some(speech) = talk.extent() else { return Ok(()) };
        let longer = speech.length().max(longer);
        prop_assume!(longer.as_micros() <= 1 << 53);
        let dynamics = Dynamics::of(&talk, &analyzer, Windows::tiling(longer).unwrap()).unwrap();
        let all: Vec<_> = dynamics.windows().collect();
        prop_assert_eq!(all.len(), 1);
        let analysis = analyzer.analyze(&talk);
        prop_assert!(all[0].pairs().eq(analysis.pairs()));
        prop_assert_eq!(all[0].score().map(f64::to_bits), analysis.score().map(f64::to_bits));
        prop_assert_eq!(all[0].minutes(), analysis.minutes());
    }

    #[test]
    fn windows_that_overlap_are_the_tiles_where_they_coincide(
        lines in lifelike(), seconds in 2..120_u32, parts in 2..7_u32
    ) {
        let talk = conversation(&lines, &["roster"]);
        let length = Duration::from_secs(u64::from(seconds * parts));
        let tiles = Windows::tiling(length).unwrap();
        let slides = Windows::sliding(length, length / parts).unwrap();
        let [tiles, slides] = [tiles, slides].map(|asked| of(&talk, asked));
        let slid: Vec<_> = slides.windows().collect();
        let mut met = 0;
        for tile in tiles.windows() {
            // The last tile is there only if none before it reaches the last end.
            if let Some(same) = slid.iter().find(|one| one.span() == tile.span()) {
                prop_assert_eq!(numbers(same), numbers(&tile));
                met += 1;
            }
        }
        prop_assert!(met + 1 >= tiles.windows().len());
    }

    // Law 4 holds for windows where the shift is a multiple of the step, and no silence is added
    // at the beginning: from one first window to another.
    #[test]
    fn a_shift_by_whole_steps_shifts_windows_below_zero(
        lines in lifelike(), seconds in 1..100_i64, steps in 1..1_000_i64
    ) {
        let step = seconds * 1_000_000;
        let below = moved(&lines, -first_start(&lines) - step * 500 - 1);
        let [one, other] = [below.clone(), moved(&below, -step * steps)].map(|it| conversation(&it, &[]));
        let asked = windows(seconds as f64, seconds as f64);
        let silent = |talk: &Conversation| -> Vec<Vec<u64>> {
            of(talk, asked).windows().map(|window| numbers(&window)).collect()
        };
        prop_assert_eq!(silent(&one), silent(&other));
    }

    #[test]
    fn order_and_names_do_not_matter(lines in lifelike(), length in 1..200_u64) {
        let asked = Windows::tiling(Duration::from_secs(length)).unwrap();
        let mut backwards = lines.clone();
        backwards.reverse();
        let [one, other] = [&lines, &backwards].map(|it| conversation(it, &[]));
        let text = |talk: &Conversation| {
            serde_json::to_string(&DynamicsResult::from(&of(talk, asked))).unwrap()
        };
        prop_assert_eq!(text(&one), text(&other));
    }
}
