//! One main path of the library for each argument, for counting its instructions.
//!
//! `.ci/instructions` runs each under callgrind and holds the counts against
//! `benches/instructions.tsv`. `list` prints the paths and their turns; without a path, each runs
//! once, so that `cargo bench` shows that they do.

#![allow(
    missing_docs,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark that fails should fail loudly, and prints what it found"
)]

#[path = "support/floor.rs"]
mod floor;
#[path = "../tests/support/writers/mod.rs"]
mod writers;

use std::hint::black_box;

use sociogram::dynamics::{Dynamics, Windows};
use sociogram::formats::{self, Options};
use sociogram::live::Live;
use sociogram::schema::FullResult;
use sociogram::{Analyzer, Conversation, Label, Span, Turn, Turns};
use writers::{Spoken, json, text};

/// A path of its own name, with so many turns.
struct Path {
    name: &'static str,
    turns: usize,
    run: fn(usize),
}

/// Turns of what is long enough for its fixed costs to vanish.
const LONG: usize = 100_000;
/// Turns of what costs many times as much a turn.
const MIDDLE: usize = 4_000;
/// Turns of one meeting.
const SHORT: usize = 1_000;

const PATHS: [Path; 15] = [
    // What the same lines cost at the least.
    Path { name: "floor", turns: LONG, run: parse_floor },
    Path { name: "read-rttm", turns: LONG, run: |turns| read(&text::rttm(&talk(4, 4, turns))) },
    // A meeting, of which detecting the format is the greater part.
    Path {
        name: "read-rttm-short",
        turns: SHORT,
        run: |turns| read(&text::rttm(&talk(4, 4, turns))),
    },
    Path {
        name: "read-whisperx",
        turns: MIDDLE,
        run: |turns| read(&json::whisperx(&talk(4, 4, turns))),
    },
    Path { name: "conversation-sorted", turns: LONG, run: |turns| build(turns_of(4, 4, turns)) },
    Path { name: "conversation-unsorted", turns: LONG, run: |turns| build(shuffled(turns)) },
    // Of a conversation that is there.
    Path { name: "engine-4", turns: LONG, run: |turns| hear(turns_of(4, 4, turns)) },
    Path { name: "engine-20", turns: LONG, run: |turns| hear(turns_of(20, 20, turns)) },
    Path { name: "engine-1000", turns: LONG, run: |turns| hear(turns_of(1_000, 5, turns)) },
    // From sorted turns: conversation and engine.
    Path { name: "analysis-4", turns: LONG, run: |turns| analyze(turns_of(4, 4, turns)) },
    Path { name: "analysis-4-short", turns: SHORT, run: |turns| analyze(turns_of(4, 4, turns)) },
    Path { name: "analysis-1000", turns: LONG, run: |turns| analyze(turns_of(1_000, 5, turns)) },
    Path { name: "live-push", turns: LONG, run: push },
    Path { name: "windows", turns: LONG, run: windows },
    Path { name: "full-json", turns: SHORT, run: full_json },
];

/// The only function whose instructions count; what it gives back is dropped outside of it.
#[inline(never)]
fn measured<T>(run: impl FnOnce() -> T) -> T {
    black_box(run())
}

fn parse_floor(turns: usize) {
    let text = text::rttm(&talk(4, 4, turns));
    measured(|| floor::split_parse_intern(black_box(&text)));
}

fn read(text: &str) {
    let options = Options::default();
    measured(|| formats::read(black_box(text.as_bytes()), &options).unwrap());
}

fn build(turns: Turns) {
    measured(|| Conversation::new(black_box(turns)).unwrap());
}

fn hear(turns: Turns) {
    let conversation = Conversation::new(turns).unwrap();
    measured(|| Analyzer::default().analyze(black_box(&conversation)));
}

fn analyze(turns: Turns) {
    // The conversation is given back too: dropping it is not part of the analysis.
    measured(|| {
        let conversation = Conversation::new(black_box(turns)).unwrap();
        (Analyzer::default().analyze(&conversation), conversation)
    });
}

fn push(turns: usize) {
    let mut coming: Vec<Turn> =
        turns_of(4, 4, turns).iter().map(|(label, span)| Turn::new(label.clone(), span)).collect();
    coming.sort_by_key(|turn| turn.span().end());
    let live = measured(|| {
        let mut live = Live::new(Analyzer::default());
        for turn in black_box(coming) {
            live.push(turn).unwrap();
        }
        live
    });
    assert_eq!(live.turns(), turns as u64);
}

fn windows(turns: usize) {
    let conversation = Conversation::new(turns_of(4, 4, turns)).unwrap();
    let (analyzer, minutes) = (Analyzer::default(), Windows::from_seconds(60.0, 60.0).unwrap());
    measured(|| {
        let dynamics = Dynamics::of(black_box(&conversation), &analyzer, minutes).unwrap();
        dynamics.windows().filter_map(|window| window.score()).sum::<f64>()
    });
}

fn full_json(turns: usize) {
    let conversation = Conversation::new(turns_of(4, 4, turns)).unwrap();
    measured(|| {
        let result = FullResult::of(black_box(&conversation), &Analyzer::default(), 0);
        serde_json::to_string(&result).unwrap()
    });
}

/// Numbers that look drawn, and are the same everywhere.
struct Drawn(u64);

impl Drawn {
    /// The next one, from 0 to below `end`.
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    /// The next one, in this range of milliseconds.
    fn millis(&mut self, range: std::ops::Range<i64>) -> i64 {
        let length = usize::try_from(range.end - range.start).unwrap();
        range.start + i64::try_from(self.below(length)).unwrap()
    }
}

/// After so many turns, one of those who hold the conversation leaves and the next comes in.
const STAY: usize = 30;

/// Turns in order of start: so many people hold the conversation at any time, and who they are
/// changes slowly, until all have spoken.
fn talk(speakers: usize, active: usize, turns: usize) -> Vec<Spoken> {
    let mut drawn = Drawn(1);
    let mut holding: Vec<usize> = (0..active).collect();
    let (mut next, mut last, mut at) = (active % speakers, 0, 0);
    let mut spoken = Vec::with_capacity(turns);
    for number in 1..=turns {
        if active < speakers && number % STAY == 0 {
            holding[number / STAY % active] = next;
            next = (next + 1) % speakers;
        }
        let mut place = drawn.below(active);
        if holding[place] == last {
            place = (place + 1) % active;
        }
        last = holding[place];
        let length = drawn.millis(300..6_000);
        spoken.push(Spoken { speaker: last, start: at, end: at + length });
        // The next turn starts a little before this one ends, or a little after; never before it.
        at += (length + drawn.millis(-400..600)).max(50);
    }
    spoken
}

fn turns_of(speakers: usize, active: usize, turns: usize) -> Turns {
    as_turns(speakers, &talk(speakers, active, turns))
}

/// The same turns of four people in any order.
fn shuffled(turns: usize) -> Turns {
    let mut spoken = talk(4, 4, turns);
    let mut drawn = Drawn(2);
    for at in (1..spoken.len()).rev() {
        spoken.swap(at, drawn.below(at + 1));
    }
    as_turns(4, &spoken)
}

fn as_turns(speakers: usize, spoken: &[Spoken]) -> Turns {
    let labels: Vec<Label> =
        (0..speakers).map(|at| Label::from(format!("SPEAKER_{at:04}"))).collect();
    let mut turns = Turns::new();
    for one in spoken {
        turns.push(labels[one.speaker].as_str(), Span::from_millis(one.start, one.end).unwrap());
    }
    assert_eq!(turns.speakers().len(), speakers, "everyone speaks");
    turns
}

fn main() {
    // Cargo passes options on; a path has no dash.
    let asked = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    match asked.as_deref() {
        Some("list") => PATHS.iter().for_each(|path| println!("{}\t{}", path.name, path.turns)),
        Some(name) => {
            let path = PATHS.iter().find(|path| path.name == name);
            let path = path.unwrap_or_else(|| panic!("no path {name}; `list` prints them"));
            (path.run)(path.turns);
        }
        None => {
            PATHS.iter().for_each(|path| (path.run)(path.turns));
            println!("{} paths run; .ci/instructions counts their instructions", PATHS.len());
        }
    }
}
