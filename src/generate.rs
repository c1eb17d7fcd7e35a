//! Seeded conversations of a known kind, for tests and benchmarks.
//!
//! Who speaks next, for how long, after what gap and with how many backchannels depends on the
//! kind; the same seed gives the same conversation on every machine. The figures are round
//! ones, of the size that the turn-taking literature reports: turns of seconds, gaps of a fifth
//! of a second, overlaps and backchannels ("mm-hm") of a third of one.

use crate::random::Random;
use crate::time::Span;
use crate::turn::Turns;

/// How people in a generated conversation share the floor.
///
/// In this order, they interact more and more: the score of a brainstorm is above that of a
/// panel, and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// One speaks for minutes; now and then someone says a word.
    Monologue,
    /// One asks, another answers at length; with more people, the next one's turn comes later.
    Interview,
    /// A moderator gives the word to people who also answer each other.
    Panel,
    /// Everyone talks, in short turns that overlap.
    Brainstorm,
}

impl Kind {
    /// All kinds, from the least interaction to the most.
    pub const ALL: [Self; 4] = [Self::Monologue, Self::Interview, Self::Panel, Self::Brainstorm];

    const fn manner(self) -> Manner {
        match self {
            Self::Monologue => Manner {
                lead: Some(0.8),
                turn: [25.0, 1.2],
                spread: 0.5,
                gap: 0.6,
                gap_spread: 0.3,
                backchannels: 0.02,
                reply: 0.0,
            },
            Self::Interview => Manner {
                lead: Some(0.5),
                turn: [4.0, 22.0],
                spread: 0.6,
                gap: 0.3,
                gap_spread: 0.3,
                backchannels: 0.15,
                reply: 0.95,
            },
            Self::Panel => Manner {
                lead: Some(0.3),
                turn: [4.0, 9.0],
                spread: 0.7,
                gap: 0.2,
                gap_spread: 0.4,
                backchannels: 0.15,
                reply: 0.4,
            },
            Self::Brainstorm => Manner {
                lead: None,
                turn: [2.0, 2.0],
                spread: 0.8,
                gap: 0.1,
                gap_spread: 0.5,
                backchannels: 0.3,
                reply: 0.4,
            },
        }
    }
}

/// What sets one kind apart from another.
struct Manner {
    /// How often the one who leads has the next turn; absent where nobody leads.
    lead: Option<f64>,
    /// Median seconds of a turn: of the one who leads, and of everyone else.
    turn: [f64; 2],
    /// Standard deviation of the logarithm of a turn's length.
    spread: f64,
    /// Mean and standard deviation of the floor transfer offset, in seconds.
    gap: f64,
    gap_spread: f64,
    /// How often a turn is accompanied by a backchannel.
    backchannels: f64,
    /// How often the next turn goes back to whoever spoke before the current speaker.
    reply: f64,
}

/// How many people have the floor among them at any time.
const ACTIVE: usize = 5;
/// After so many steps at the most, the floor goes to whoever is next in the round of all.
const LONGEST_ROUND_STEP: usize = 50;
/// No turn is shorter, and none starts closer to the one before, in microseconds.
const SHORTEST: i64 = 50_000;

/// Makes conversations.
///
/// Of many speakers about five are active at a time, and given two turns each or more, everyone
/// gets a word in. Turns come in order of start; labels are `s0`, `s1`, ….
///
/// ```
/// use sociogram::generate::{Generator, Kind};
/// use sociogram::{Analyzer, Conversation};
///
/// let score = |kind| {
///     let turns = Generator::new(kind, 4, 300).seed(7).turns();
///     let conversation = Conversation::new(turns).unwrap();
///     Analyzer::default().analyze(&conversation).score()
/// };
/// assert!(score(Kind::Monologue) < score(Kind::Brainstorm));
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Generator {
    kind: Kind,
    speakers: usize,
    turns: usize,
    seed: u64,
}

impl Generator {
    /// Conversations of a kind, with so many speakers (at least 2 are taken) and turns.
    pub fn new(kind: Kind, speakers: usize, turns: usize) -> Self {
        Self { kind, speakers: speakers.max(2), turns, seed: 0 }
    }

    /// Which of them: another seed is another conversation of the same kind; 0 unless told.
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Makes the conversation.
    #[must_use]
    pub fn turns(self) -> Turns {
        let mut turns = Turns::new();
        let labels: Vec<String> = (0..self.speakers).map(|speaker| format!("s{speaker}")).collect();
        let mut course = Course::new(self);
        while turns.len() < self.turns {
            for (speaker, span) in course.next_turns() {
                if let Some(label) = labels.get(speaker)
                    && turns.len() < self.turns
                {
                    turns.push(label, span);
                }
            }
        }
        turns
    }
}

/// A conversation under way.
struct Course {
    kind: Kind,
    manner: Manner,
    random: Random,
    /// Those who have the floor among them; the first leads, where someone does.
    active: Vec<usize>,
    speakers: usize,
    /// The next to be brought in, round and round.
    newcomer: usize,
    /// Steps between one newcomer and the next.
    round_step: usize,
    steps: usize,
    current: usize,
    previous: usize,
    /// No turn may start before this, in microseconds.
    not_before: i64,
    /// Where the latest turn ends, in microseconds.
    end: i64,
}

impl Course {
    fn new(Generator { kind, speakers, turns, seed }: Generator) -> Self {
        // A step makes one turn or two, so half as many steps as turns bring in everyone.
        let round_step = (turns / speakers / 2).clamp(1, LONGEST_ROUND_STEP);
        Self {
            kind,
            manner: kind.manner(),
            random: Random::new(seed),
            active: (0..speakers.min(ACTIVE)).collect(),
            speakers,
            newcomer: 0,
            round_step,
            steps: 0,
            current: 0,
            previous: 1,
            not_before: 0,
            end: 0,
        }
    }

    /// The next turn, and the backchannel that goes with it, if one does.
    fn next_turns(&mut self) -> impl Iterator<Item = (usize, Span)> + use<> {
        let speaker = self.next_speaker();
        let leads = self.manner.lead.is_some() && speaker == 0;
        let [of_leader, of_others] = self.manner.turn;
        let median = if leads { of_leader } else { of_others };
        let length = self.length(median, self.manner.spread);
        let Manner { gap, gap_spread, .. } = self.manner;
        let gap = micros(gap + gap_spread * self.random.normal());
        let start = (self.end + gap).max(self.not_before);
        self.end = start + length;
        self.not_before = start + SHORTEST;

        let listener = self.someone_but(speaker);
        let backchannel = self.random.happens(self.manner.backchannels).then(|| {
            let at = start + micros(self.random.uniform() * (length as f64 / 1e6));
            let at = at.max(self.not_before);
            self.not_before = at + SHORTEST;
            (listener, at, at + self.length(0.3, 0.3))
        });
        [Some((speaker, start, self.end)), backchannel].into_iter().flatten().filter_map(
            |(speaker, start, end)| Some((speaker, Span::from_micros(start, end).ok()?)),
        )
    }

    fn next_speaker(&mut self) -> usize {
        self.steps += 1;
        let next = if self.steps.is_multiple_of(self.round_step) {
            self.bring_in_the_next()
        } else {
            self.follow_the_manner()
        };
        if next != self.current {
            self.previous = self.current;
            self.current = next;
        }
        next
    }

    fn follow_the_manner(&mut self) -> usize {
        let Manner { lead, reply, .. } = self.manner;
        let leader = lead.is_some_and(|often| self.random.happens(often));
        let back = self.random.happens(reply) && self.previous != self.current;
        let next = match lead {
            _ if leader => 0,
            _ if back => self.previous,
            Some(_) => self.someone_but(0),
            None => self.someone_but(self.current),
        };
        // Only a monologue goes on after a pause.
        if next == self.current && self.kind != Kind::Monologue {
            return self.someone_but(self.current);
        }
        next
    }

    /// The next in the round of all, in the place of one of the active who does not lead.
    fn bring_in_the_next(&mut self) -> usize {
        let newcomer = self.newcomer;
        self.newcomer = (newcomer + 1) % self.speakers;
        if !self.active.contains(&newcomer) {
            let at = 1 + self.random.below(self.active.len() - 1);
            if let Some(place) = self.active.get_mut(at) {
                *place = newcomer;
            }
        }
        newcomer
    }

    fn someone_but(&mut self, speaker: usize) -> usize {
        let others = self.active.iter().filter(|other| **other != speaker).count();
        let at = self.random.below(others);
        self.active.iter().copied().filter(|other| *other != speaker).nth(at).unwrap_or_default()
    }

    /// Microseconds of a turn: log-normal, in whole milliseconds.
    fn length(&mut self, median: f64, spread: f64) -> i64 {
        micros(median * libm::exp(spread * self.random.normal())).max(SHORTEST)
    }
}

/// Seconds as microseconds, to the millisecond.
#[expect(clippy::cast_possible_truncation, reason = "minutes at most")]
fn micros(seconds: f64) -> i64 {
    (seconds * 1e3).round() as i64 * 1_000
}
