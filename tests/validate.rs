//! Agreement with people: the figures, worked by hand.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly, and what is exact is held to the bit"
)]

use sociogram::validate::statistics::{
    mid_ranks, noise_ceiling, overlap, pearson, spearman, spearman_brown,
};
use sociogram::validate::{
    Agreement, AnnotatedMeeting, AnnotatedResponse, AnnotationError, Method, Validation,
};
use sociogram::{Analyzer, Conversation, Time, Turn};

fn is(found: Option<f64>, expected: f64) {
    let found = found.unwrap();
    assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
}

#[test]
fn correlations_are_as_worked_by_hand() {
    // Deviations -1.5 -0.5 0.5 1.5 and -0.5 -1.5 1.5 0.5: 3 of products, 5 of squares each.
    is(pearson(&[1.0, 2.0, 3.0, 4.0], &[2.0, 1.0, 4.0, 3.0]), 0.6);
    is(pearson(&[1.0, 2.0], &[7.0, -7.0]), -1.0);
    // Ranks 1 2.5 2.5 4 and 1 3 2 4: 4.5 of products, 4.5 and 5 of squares.
    let (x, y) = ([10.0, 20.0, 20.0, 99.0], [0.1, 0.3, 0.2, 0.4]);
    assert_eq!(mid_ranks(&x), [1.0, 2.5, 2.5, 4.0]);
    is(spearman(&x, &y), 0.9_f64.sqrt());
    assert_eq!(spearman(&x, &y), pearson(&mid_ranks(&x), &mid_ranks(&y)));
    assert_eq!(mid_ranks(&[0.0, -0.0, -1.0, 5.0, 0.0]), [3.0, 3.0, 1.0, 5.0, 3.0]);
    assert!(mid_ranks(&[]).is_empty());
    // The same ranks agree to the bit.
    assert_eq!(spearman(&[3.0, 1.0, 2.0], &[0.3, 0.1, 0.2]), Some(1.0));
}

#[test]
fn what_does_not_vary_has_no_correlation() {
    let varied = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    // The mean of six times 0.1 is not 0.1, and must not make it vary.
    for constant in [[0.1; 6], [0.0; 6], [7.0; 6]] {
        assert_eq!(pearson(&varied, &constant), None);
        assert_eq!(pearson(&constant, &varied), None);
        assert_eq!(spearman(&varied, &constant), None);
    }
    for (x, y) in [(&[][..], &[][..]), (&[1.0], &[2.0]), (&[1.0, 2.0], &[1.0, 2.0, 3.0])] {
        assert_eq!(pearson(x, y), None);
        assert_eq!(spearman(x, y), None);
    }
    assert_eq!(pearson(&[1.0, f64::NAN], &[1.0, 2.0]), None);
    assert_eq!(pearson(&[1.0, f64::INFINITY], &[1.0, 2.0]), None);
    assert_eq!(pearson(&[1e200, -1e200], &[1e200, 1.0]), None);
}

#[test]
fn overlap_and_ceiling_are_as_worked_by_hand() {
    // A half, a quarter, a quarter against a quarter, a quarter, a half: a quarter apart.
    is(overlap(&[2.0, 1.0, 1.0], &[10.0, 10.0, 20.0]), 0.75);
    is(overlap(&[1.0, 0.0], &[0.0, 9.0]), 0.0);
    is(overlap(&[1.0, 2.0], &[2.0, 4.0]), 1.0);
    assert_eq!(overlap(&[0.0, 0.0], &[2.0, 4.0]), None);
    assert_eq!(overlap(&[1.0], &[2.0, 4.0]), None);
    assert_eq!(overlap(&[], &[]), None);
    is(spearman_brown(0.5), 2.0 / 3.0);
    is(spearman_brown(1.0), 1.0);
    is(spearman_brown(-0.5), -2.0);
    assert_eq!(spearman_brown(-1.0), None);
    assert_eq!(spearman_brown(f64::NAN), None);
    is(noise_ceiling(0.5), (2.0_f64 / 3.0).sqrt());
    assert_eq!(noise_ceiling(0.0), None);
}

fn turns(spoken: &[(&str, f64, f64)]) -> Vec<Turn> {
    spoken.iter().map(|(who, from, to)| Turn::from_seconds(*who, *from, *to).unwrap()).collect()
}

fn response(responder: &str, addressee: &str, start: f64) -> AnnotatedResponse {
    AnnotatedResponse::new(responder, addressee, Time::from_seconds(start).unwrap()).unwrap()
}

/// So many responses of one kind.
fn responses(marked: &[(usize, &str, &str, f64)]) -> Vec<AnnotatedResponse> {
    let repeat = |(count, responder, addressee, start): &(usize, &str, &str, f64)| {
        vec![response(responder, addressee, *start); *count]
    };
    marked.iter().flat_map(repeat).collect()
}

fn meeting(
    name: &str,
    spoken: &[(&str, f64, f64)],
    marked: &[(usize, &str, &str, f64)],
) -> AnnotatedMeeting {
    let conversation = Conversation::new(turns(spoken)).unwrap();
    AnnotatedMeeting::new(name, conversation, responses(marked)).unwrap()
}

fn validated(meetings: &[AnnotatedMeeting]) -> Validation {
    Validation::new(&Analyzer::default(), meetings, 1)
}

/// ```text
/// a ====        ====
/// b     -               ==
/// c       ===       -
///   0    4 5   8    13 14
/// ```
const SPOKEN: [(&str, f64, f64); 6] = [
    ("a", 0.0, 4.0),
    ("b", 4.0, 5.0),
    ("c", 5.2, 8.2),
    ("a", 8.0, 12.0),
    ("c", 13.0, 13.8),
    ("b", 14.0, 16.5),
];

/// Ten between a and b, ten between a and c, five between b and c.
const MARKED: [(usize, &str, &str, f64); 6] = [
    (10, "b", "a", 4.4),
    (6, "c", "a", 5.0),
    // 0.2 s before the second spurt starts: still that one.
    (3, "a", "c", 7.8),
    // More than 0.2 s before the second spurt: the first one, which answers nobody.
    (1, "a", "c", 7.79),
    // Before any spurt of theirs: the first one.
    (3, "c", "b", 0.0),
    (2, "b", "c", 14.1),
];

#[test]
fn each_method_is_as_worked_by_hand() {
    let validation = validated(&[meeting("by hand", &SPOKEN, &MARKED)]);
    assert_eq!((validation.responses, validation.counted_for_pairs), (25, 1));
    let of = |method: Method| *validation.methods.of(method);
    // Against 10, 10 and 5 for a-b, a-c and b-c.

    // a b c a c b: 1, 2, 2.
    let previous = of(Method::PreviousSpeaker);
    is(previous.pearson, -0.5);
    is(previous.spearman, -0.5);
    is(previous.overlap, 0.8);
    // Not c's first to a, which has b before it, nor what falls on a's first spurt.
    is(previous.event_accuracy, 18.0 / 25.0);

    // a c a b, since b's first is of just a second: 1, 2, 0.
    let previous = of(Method::PreviousSpeaker1s);
    is(previous.pearson, 0.75_f64.sqrt());
    is(previous.spearman, 0.75_f64.sqrt());
    is(previous.overlap, 11.0 / 15.0);
    // Neither of the two to and from short spurts.
    is(previous.event_accuracy, 19.0 / 25.0);

    // b: a. c: a and b. a: c, who still speaks. c: a. b: c, but not a of exactly 2 s ago: 1, 3, 2.
    let last = of(Method::Last2s);
    is(last.pearson, 0.0);
    is(last.spearman, 0.0);
    is(last.overlap, 23.0 / 30.0);
    assert_eq!(last.event_accuracy, None);

    // Two spurts each: 4, 4, 4.
    let product = of(Method::TurnProduct);
    assert_eq!((product.pearson, product.spearman, product.event_accuracy), (None, None, None));
    is(product.overlap, 13.0 / 15.0);

    // All but b's to c and what falls on a's first spurt: c is the more present of the last two.
    let presence = of(Method::Presence);
    is(presence.event_accuracy, 21.0 / 25.0);
    let analysis = Analyzer::default().analyze(&Conversation::new(turns(&SPOKEN)).unwrap());
    let strengths =
        [("a", "b"), ("a", "c"), ("b", "c")].map(|(a, b)| analysis.pair(a, b).unwrap().strength);
    is(presence.pearson, pearson(&strengths, &[10.0, 10.0, 5.0]).unwrap());
    is(presence.overlap, overlap(&strengths, &[10.0, 10.0, 5.0]).unwrap());
    // 16.5 s are no window.
    assert!(Method::ALL.iter().all(|method| of(*method).window_spearman.is_none()));
    // One meeting's figures are those over all.
    assert_eq!(validation.meetings[0].methods, validation.methods);
    assert_eq!(validation.meetings[0].noise_ceiling, validation.noise_ceiling);
}

#[test]
fn spurts_that_start_together_are_taken_by_their_ends() {
    // The model has nobody else present; of b and c the last to end is the previous speaker of a.
    for (b, c, expected) in [(2.0, 3.0, "c"), (3.0, 2.0, "b")] {
        let spoken = [("b", 1.0, b), ("c", 1.0, c), ("a", 4.0, 5.0)];
        let validation = validated(&[meeting("m", &spoken, &[(1, "a", expected, 4.0)])]);
        is(validation.methods.of(Method::PreviousSpeaker).event_accuracy, 1.0);
    }
    // Who starts together may answer each other, by the methods of the previous speaker.
    let spoken = [("a", 1.0, 2.0), ("b", 1.0, 3.0)];
    let validation = validated(&[meeting("m", &spoken, &[(1, "a", "b", 1.0), (1, "b", "a", 1.0)])]);
    is(validation.methods.of(Method::PreviousSpeaker).event_accuracy, 1.0);
    is(validation.methods.of(Method::Presence).event_accuracy, 0.0);
}

#[test]
fn meetings_with_little_annotation_do_not_count_for_pairs() {
    let few = [(9, "b", "a", 4.4), (10, "c", "a", 5.0)];
    let enough = [(9, "b", "a", 4.4), (11, "c", "a", 5.0)];
    for (marked, counts) in [(few, false), (enough, true)] {
        let validation = validated(&[meeting("m", &SPOKEN, &marked)]);
        assert_eq!(validation.counted_for_pairs, usize::from(counts));
        let Agreement { event_accuracy, pearson, .. } = *validation.methods.of(Method::Presence);
        assert_eq!((event_accuracy.is_some(), pearson.is_some()), (true, counts));
        assert_eq!(validation.noise_ceiling.is_some(), counts);
    }
    let two = validated(&[meeting("m", &SPOKEN[..2], &[(30, "b", "a", 4.4)])]);
    assert_eq!((two.counted_for_pairs, two.meetings[0].counts_for_pairs), (0, false));
    // Over all: events pooled, pairs averaged over the meetings that count.
    let both = validated(&[
        meeting("few", &SPOKEN, &[(5, "b", "c", 4.4)]),
        meeting("enough", &SPOKEN, &MARKED),
    ]);
    is(both.methods.of(Method::Presence).event_accuracy, 21.0 / 30.0);
    is(both.methods.of(Method::PreviousSpeaker).pearson, -0.5);
    assert_eq!(both.meetings[0].name.as_str(), "enough", "in order of name");
    let none = validated(&[]);
    assert_eq!(*none.methods.of(Method::Presence), Agreement::default());
    assert_eq!((none.responses, none.noise_ceiling), (0, None));
}

/// Two who take turns of a second, so many in each window from its start.
fn taking_turns(per_window: &[usize]) -> Vec<(&'static str, f64, f64)> {
    let mut spoken = Vec::new();
    for (window, count) in per_window.iter().enumerate() {
        for at in 0..*count {
            let start = window as f64 * 300.0 + at as f64 * 2.0;
            spoken.push((["a", "b"][spoken.len() % 2], start, start + 1.0));
        }
    }
    spoken
}

#[test]
fn windows_are_as_worked_by_hand() {
    // One less in the first window, where nobody came before: 2, 8, 5 against 3, 4, 5.
    let mut spoken = taking_turns(&[3, 8, 5]);
    let marked = [(3, "b", "a", 2.0), (4, "a", "b", 302.0), (5, "b", "a", 602.0)];
    let at = |spoken: &[(&'static str, f64, f64)]| {
        let validation = validated(&[meeting("m", spoken, &marked)]);
        (validation.windows, validation.methods.of(Method::PreviousSpeaker).window_spearman)
    };
    // The last window is 9 s long, and left out.
    let (windows, curve) = at(&spoken);
    assert_eq!(windows, 2);
    is(curve, 1.0);
    // Still too short by a millisecond, and then half a window.
    spoken.push(("b", 749.0, 749.999));
    assert_eq!(at(&spoken).0, 2);
    spoken.push(("b", 749.0, 750.0));
    let (windows, curve) = at(&spoken);
    assert_eq!(windows, 3);
    is(curve, 0.5);
    // A window with two responses does not count.
    let two = [(3, "b", "a", 2.0), (2, "a", "b", 302.0), (5, "b", "a", 602.0)];
    assert_eq!(validated(&[meeting("m", &spoken, &two)]).windows, 2);
    // Over all, windows are pooled: here each meeting has one, and no figure of its own.
    let quiet = meeting("a", &taking_turns(&[80]), &[(3, "b", "a", 2.0)]);
    let lively = meeting("b", &taking_turns(&[90]), &[(9, "b", "a", 2.0)]);
    let both = validated(&[quiet, lively]);
    assert_eq!((both.windows, both.meetings[0].windows), (2, 1));
    is(both.methods.of(Method::Presence).window_spearman, 1.0);
    assert_eq!(both.meetings[0].methods.of(Method::Presence).window_spearman, None);
}

#[test]
fn windows_tile_the_recordings_own_clock() {
    let spoken = [("a", -400.0, -399.0), ("b", -398.0, -397.0), ("a", 200.0, 201.0)];
    let marked = [
        (3, "b", "a", -398.0),
        (4, "a", "b", -2.0),
        (5, "a", "b", 200.0),
        // In no window of the recording: before the first, and after the last.
        (6, "a", "b", -601.0),
        (7, "a", "b", 301.0),
    ];
    assert_eq!(validated(&[meeting("m", &spoken, &marked)]).windows, 3);
    // Windows before the first word count, from zero on.
    let spoken = [("a", 400.0, 401.0), ("b", 402.0, 500.0)];
    let marked = [(3, "b", "a", 299.0), (3, "b", "a", 402.0), (3, "b", "a", -1.0)];
    assert_eq!(validated(&[meeting("m", &spoken, &marked)]).windows, 2);
}

#[test]
fn those_who_are_never_heard_take_part_and_are_missed() {
    let marked = [(20, "b", "a", 4.4), (5, "z", "a", 5.0), (5, "b", "z", 4.4)];
    let conversation =
        Conversation::builder(turns(&SPOKEN)).roster(["quiet", "z"]).build().unwrap();
    let with_roster = AnnotatedMeeting::new("m", conversation, responses(&marked)).unwrap();
    assert_eq!((with_roster.participants(), with_roster.never_heard().len()), (5, 1));
    let meeting = meeting("m", &SPOKEN, &marked);
    assert_eq!((meeting.participants(), meeting.responses()), (4, 30));
    assert!(meeting.never_heard().map(|label| label.as_str()).eq(["z"]));
    let validation = validated(&[meeting]);
    is(validation.methods.of(Method::Presence).event_accuracy, 20.0 / 30.0);
    // Of 30 on a-b, a-z and b-z, previous speakers find 5 on a-b, a-c and b-c: only 0.2 in common.
    is(validation.methods.of(Method::PreviousSpeaker).overlap, 0.2);
    // A meeting in which nobody was heard is missed throughout.
    let unheard = self::meeting("m", &[], &marked);
    let validation = validated(&[unheard]);
    is(validation.methods.of(Method::Presence).event_accuracy, 0.0);
    assert_eq!(validation.methods.of(Method::Presence).overlap, None);
}

#[test]
fn what_is_no_annotation_is_refused() {
    let start = Time::from_seconds(0.0).unwrap();
    let error = AnnotatedResponse::new("a", "a", start).unwrap_err();
    assert_eq!(error, AnnotationError::ToOneself { label: "a".into() });
    let limit = AnnotatedMeeting::MAX_PARTICIPANTS;
    for (found, refused) in [(limit, false), (limit + 1, true)] {
        let marked = (1..found).map(|at| response("0", &at.to_string(), 0.0));
        let conversation = Conversation::new([]).unwrap();
        let error = AnnotatedMeeting::new("m", conversation, marked).err();
        assert_eq!(error, refused.then_some(AnnotationError::TooManyParticipants { found }));
    }
}

fn backwards<T: Clone>(things: &[T]) -> Vec<T> {
    things.iter().rev().cloned().collect()
}

#[test]
fn the_order_of_everything_is_of_no_account() {
    let other = [(13, "c", "b", 5.1), (9, "a", "c", 8.1)];
    let forth = [meeting("one", &SPOKEN, &MARKED), meeting("two", &SPOKEN, &other)];
    let back = [
        meeting("two", &backwards(&SPOKEN), &backwards(&other)),
        meeting("one", &backwards(&SPOKEN), &backwards(&MARKED)),
    ];
    assert_eq!(validated(&forth), validated(&back));
    // A meeting's own figures are the same alone.
    assert_eq!(validated(&forth[1..]).meetings[0], validated(&forth).meetings[1]);
    // Only the ceiling knows the seed.
    let seeds = [1, 2].map(|seed| Validation::new(&Analyzer::default(), &forth, seed));
    assert_eq!(seeds[0].methods, seeds[1].methods);
    assert_ne!(seeds[0].noise_ceiling, seeds[1].noise_ceiling);
}

#[test]
fn the_ceiling_is_high_where_the_annotation_is_clear() {
    let clear = [(400, "b", "a", 4.4), (200, "c", "a", 5.0), (10, "c", "b", 5.0)];
    let ceiling = validated(&[meeting("m", &SPOKEN, &clear)]).noise_ceiling;
    assert!(ceiling.unwrap() > 0.99, "{ceiling:?}");
    // Halves of the same count each way have nothing to agree on, or disagree.
    let even = [(7, "b", "a", 4.4), (7, "c", "a", 5.0), (7, "c", "b", 5.0)];
    assert_eq!(validated(&[meeting("m", &SPOKEN, &even)]).noise_ceiling, None);
}
