//! Agreement with people: the figures worked by hand, and those of the AMI meetings as published.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly, and what is exact is held to the bit"
)]

mod support;

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;
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
/// b      -              ==
/// c       ===       -
///   0    4 5   8    13 14
/// ```
const SPOKEN: [(&str, f64, f64); 6] = [
    ("a", 0.0, 4.0),
    ("b", 4.5, 5.0),
    ("c", 5.2, 8.2),
    ("a", 8.0, 12.0),
    ("c", 13.0, 13.8),
    ("b", 14.0, 16.5),
];

/// Ten between a and b, ten between a and c, five between b and c.
const MARKED: [(usize, &str, &str, f64); 6] = [
    (10, "b", "a", 4.4),
    // 0.2 s before the spurt starts: still that spurt.
    (6, "c", "a", 5.0),
    (3, "a", "c", 7.9),
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

    // a c a b: 1, 2, 0.
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
fn windows_reach_back_before_zero() {
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

fn validate(arguments: &[&str], threads: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sociogram"))
        .current_dir(support::root())
        .env("RAYON_NUM_THREADS", threads)
        .arg("validate")
        .args(arguments)
        .output()
        .unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_command_prints_the_same_bytes_on_any_number_of_threads() {
    for format in ["table", "json"] {
        let arguments = ["fixtures/annotated", "--format", format];
        let [one, four] = ["1", "4"].map(|threads| validate(&arguments, threads));
        assert_eq!(one.stdout, four.stdout);
        assert_eq!((one.status.code(), one.stdout.is_empty()), (Some(0), false));
    }
}

#[test]
fn no_line_is_wider_than_80_columns() {
    let folder = Folder::new("wide");
    let long = "m".repeat(60);
    folder.write(&format!("{long}.rttm"), RTTM);
    folder.write(&format!("{long}.responses.csv"), &format!("{HEADER}b,a,1,2,0,1\n"));
    let printed = String::from_utf8(validate(&[folder.path()], "1").stdout).unwrap();
    assert!(printed.contains("mmm…"), "{printed}");
    assert!(printed.lines().all(|line| line.chars().count() <= 80), "{printed}");
}

/// The rows of the model's description: event, Pearson, Spearman, overlap, window.
const PUBLISHED: [(&str, [Option<f64>; 5]); 5] = [
    ("presence", [Some(0.849), Some(0.887), Some(0.846), Some(0.917), Some(0.871)]),
    ("turn_product", [None, Some(0.726), Some(0.718), Some(0.858), None]),
    ("previous_speaker", [Some(0.593), Some(0.780), Some(0.773), Some(0.874), Some(0.822)]),
    ("previous_speaker_1s", [Some(0.743), Some(0.854), Some(0.831), Some(0.902), Some(0.844)]),
    ("last_2s", [None, Some(0.851), Some(0.824), Some(0.892), Some(0.826)]),
];
const FIGURES: [&str; 5] = ["event_accuracy", "pearson", "spearman", "overlap", "window_spearman"];

#[test]
fn the_ami_meetings_come_out_as_published() {
    let Some(shared) = support::shared("agreement with people on the AMI meetings") else { return };
    let folder = shared.join("data/ami");
    let done = validate(&[folder.to_str().unwrap(), "--format", "json"], "2");
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    let document = json(&done);
    let counts = &document["counts"];
    assert_eq!((&counts["meetings"], &counts["responses"]), (&113.into(), &19_759.into()));
    assert_eq!((&counts["counted_for_pairs"], &counts["windows"]), (&113.into(), &693.into()));
    for (method, row) in PUBLISHED {
        for (name, published) in FIGURES.iter().zip(row) {
            let found = document["methods"][method][*name].as_f64();
            let close = match (found, published) {
                (Some(found), Some(published)) => (found - published).abs() < 0.001,
                (found, published) => found == published,
            };
            assert!(close, "{name} of {method}: {found:?} instead of {published:?}");
        }
    }
    let ceiling = document["noise_ceiling"].as_f64().unwrap();
    assert!((ceiling - 0.934).abs() < 0.003, "{ceiling}");
    assert_eq!(document["meetings"].as_array().unwrap().len(), 113);
}

#[test]
fn json_has_every_figure_by_name() {
    let document = json(&validate(&["fixtures/annotated", "--format", "json"], "1"));
    let meetings = document["meetings"].as_array().unwrap();
    assert_eq!(meetings.len(), 2);
    for all in meetings.iter().chain([&document]) {
        let methods = all["methods"].as_object().unwrap();
        assert!(methods.keys().eq(&{
            let mut names = PUBLISHED.map(|(name, _)| name);
            names.sort_unstable();
            names
        }));
        for method in methods.values() {
            assert!(FIGURES.iter().all(|name| method.get(*name).is_some()), "{method}");
        }
        assert!(all.get("noise_ceiling").is_some());
    }
}

/// A folder of its own for each test, gone at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("sociogram-validate-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, file: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.0.join(file), text).unwrap();
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const HEADER: &str =
    "responder,addressee,response_start,response_end,addressed_start,addressed_end\n";
const RTTM: &str = "SPEAKER m 1 0.0 1.0 <NA> <NA> a <NA> <NA>\n\
                    SPEAKER m 1 1.0 1.0 <NA> <NA> b <NA> <NA>\n";

#[test]
fn a_fault_in_the_annotation_is_told_by_file_and_line() {
    let folder = Folder::new("faults");
    folder.write("m.rttm", RTTM);
    let row = "b,a,1.0,2.0,0.0,1.0";
    for (text, told) in [
        (String::new(), "1: error: expected a column responder, found none"),
        ("who,whom\n".into(), "1: error: expected a column responder, found who, whom"),
        (HEADER.replace("addressed_end", "end"), "1: error: expected a column addressed_end,"),
        (
            format!("{HEADER}{row}\nb,a,soon,2,0,1\n"),
            "3: error: expected response_start in seconds, found \"soon\"",
        ),
        (
            format!("{HEADER}b,a,1,2,0,\n"),
            "2: error: expected addressed_end in seconds, found \"\"",
        ),
        (
            format!("{HEADER}b,a,nan,2,0,1\n"),
            "2: error: response_start: a time is a number of seconds, not NaN",
        ),
        (format!("{HEADER}b,a,1,inf,0,1\n"), "2: error: response_end: a time is finite"),
        (format!("{HEADER}b,a,1,1e300,0,1\n"), "2: error: response_end: a time is at most 2^53"),
        (
            format!("{HEADER}b,a,2.5,1,0,1\n"),
            "2: error: response_end, 1 s, comes before response_start, 2.5 s",
        ),
        (
            format!("{HEADER}b,a,1,2,3,1\n"),
            "2: error: addressed_end, 1 s, comes before addressed_start, 3 s",
        ),
        (format!("{HEADER}b,b,1,2,0,1\n"), "2: error: \"b\" responds to themselves"),
        (
            format!("{HEADER}{row}\n{row},7\n"),
            "3: error: expected 6 fields, as in the first line, found 7",
        ),
        // Empty lines and line ends of two characters are counted.
        (format!("{HEADER}\n\n{row}\n\nb,b,1,2,0,1\n"), "6: error: \"b\" responds"),
        (format!("{HEADER}{row}\nb,b,1,2,0,1\n").replace('\n', "\r\n"), "3: error: \"b\" responds"),
        // Nothing drives the terminal.
        (format!("{HEADER}\u{1b}[2J,\u{1b}[2J,1,2,0,1\n"), "2: error: \"\\u{1b}[2J\" responds"),
        (
            format!("{HEADER}b,a,\u{1b}[2J,2,0,1\n"),
            "2: error: expected response_start in seconds, found \"\\u{1b}[2J\"",
        ),
    ] {
        folder.write("m.responses.csv", &text);
        let done = validate(&[folder.path()], "1");
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!((done.status.code(), done.stdout.len()), (Some(3), 0), "{text}: {said}");
        let place = format!("{}:{told}", folder.0.join("m.responses.csv").display());
        assert!(said.starts_with(&place) && said.lines().count() == 1, "{said} is not {told}");
    }
    folder.write("m.responses.csv", [HEADER.as_bytes(), b"b,\xff,1,2,0,1\n"].concat());
    let said = String::from_utf8(validate(&[folder.path()], "1").stderr).unwrap();
    assert!(said.contains("m.responses.csv:2: error: expected UTF-8 text"), "{said}");
}

#[test]
fn columns_may_come_in_any_order_and_marks_of_one_instant_count() {
    let folder = Folder::new("columns");
    folder.write("m.rttm", RTTM);
    let rows = "note, addressed_start,addressed_end,response_start,response_end,addressee,responder\n\
                \"x, y\",0,0, 1 ,1.0,a,b\n";
    folder.write("m.responses.csv", format!("\u{feff}{rows}"));
    let done = validate(&[folder.path(), "--format", "json"], "1");
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    let document = json(&done);
    assert_eq!(document["counts"]["responses"], 1);
    assert_eq!(document["methods"]["presence"]["event_accuracy"], 1.0);
}

#[test]
fn what_cannot_be_read_is_told_and_there_are_no_figures() {
    let folder = Folder::new("unreadable");
    let run = || {
        let done = validate(&[folder.path()], "1");
        assert_eq!(done.stdout, b"", "no figures over something else than the folder");
        (done.status.code().unwrap(), String::from_utf8(done.stderr).unwrap())
    };
    let (code, said) = run();
    assert!(code == 1 && said.contains("no NAME.rttm with a NAME.responses.csv beside it"));

    folder.write("lone.responses.csv", HEADER);
    let (code, said) = run();
    assert!(code == 1 && said.contains("lone.responses.csv: warning: no lone.rttm beside it"));

    // The first problem decides; every one is told.
    folder.write("a.rttm", RTTM.replace("1.0 1.0", "soon 1.0"));
    folder.write("a.responses.csv", HEADER);
    folder.write("b.rttm", RTTM);
    std::fs::create_dir_all(folder.0.join("b.responses.csv")).unwrap();
    let (code, said) = run();
    assert_eq!(code, 3);
    assert!(said.contains("a.rttm:2:13: error: expected the start in seconds"), "{said}");
    assert!(said.contains("b.responses.csv: error: "), "{said}");
    std::fs::remove_file(folder.0.join("a.rttm")).unwrap();
    assert_eq!(run().0, 1);

    std::fs::remove_dir(folder.0.join("b.responses.csv")).unwrap();
    folder.write("b.responses.csv", HEADER);
    folder.write("b.rttm", format!("{RTTM}{}", RTTM.replace(" m ", " n ")));
    let (code, said) = run();
    assert!(code == 3 && said.contains("b.rttm: error: 2 recordings,"), "{said}");
}
