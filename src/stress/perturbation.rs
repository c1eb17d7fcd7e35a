//! What is done to turns: the errors of diarizers, and their severities.

use std::fmt;
use std::time::Duration;

use crate::conversation::Conversation;
use crate::random::Random;
use crate::time::in_seconds;
use crate::turn::Turns;

use super::tape::Tape;

/// One way in which diarizers err, with its size.
///
/// What is perturbed is spurts, so that neither the order of turns nor how they are cut matters.
/// At size 0 (no time, no share, no phantom) nothing changes. Shares and probabilities below 0
/// count as 0 and those above 1 as 1.
///
/// Diarization is evaluated by three errors: missed speech, false alarm and speaker confusion
/// (the NIST Rich Transcription evaluations). [`Missed`](Self::Missed) and
/// [`Overlap`](Self::Overlap) are of the first kind, [`Split`](Self::Split),
/// [`Merge`](Self::Merge) and [`Phantoms`](Self::Phantoms) of the third, and
/// [`Jitter`](Self::Jitter) is a little of the first two, at boundaries.
///
/// ```
/// use std::time::Duration;
/// use sociogram::stress::{Perturbation, Severity};
///
/// let mild = Severity::Mild.perturbations();
/// assert_eq!(mild[0], Perturbation::Jitter { within: Duration::from_millis(50) });
/// assert_eq!(mild[0].to_string(), "jitter ±50 ms");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Perturbation {
    /// Every boundary moves by up to this much, uniformly and independently of the others.
    ///
    /// A spurt whose end would not come after its start is lost.
    Jitter {
        /// The farthest that a boundary moves, either way.
        within: Duration,
    },
    /// Each spurt shorter than this is lost with this probability.
    Missed {
        /// Spurts of this length and more are safe.
        shorter_than: Duration,
        /// How likely each of the others is lost.
        probability: f64,
    },
    /// Overlap is taken for the speech of one, as by a diarizer that knows a single speaker at a
    /// time.
    ///
    /// Kept is whoever has been speaking longer: the voice that fills the window in which a
    /// diarizer compares voices. So a backchannel inside a turn is lost, and whoever interrupts
    /// begins when the other has ended. At share 1 no two speak at once.
    Overlap {
        /// How likely each spurt that starts while someone speaks is cut.
        share: f64,
    },
    /// One speaker, drawn from those with two spurts or more, becomes two: this share of the
    /// spurts, drawn at random, goes under a new name.
    ///
    /// At least one spurt does, and one stays.
    Split {
        /// The share of spurts with a new name.
        share: f64,
    },
    /// Of two speakers, drawn at random, the one who spoke less loses this share of the spurts,
    /// drawn at random and one at least, to the other's name.
    ///
    /// At share 1 the two are one, under the name of the one who spoke more.
    Merge {
        /// The share of spurts with the wrong name.
        share: f64,
    },
    /// So many speakers who were not there: a stretch of 1 to 2 s, uniformly drawn, of somebody's
    /// speech goes under the name of somebody new.
    ///
    /// The spurt that loses the stretch is drawn from those that are longer; if none is, it is
    /// the longest, which loses half.
    Phantoms {
        /// How many.
        count: usize,
    },
}

impl Perturbation {
    /// The kind, in one word: `jitter`, `missed`, `overlap`, `split`, `merge` or `phantoms`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Jitter { .. } => "jitter",
            Self::Missed { .. } => "missed",
            Self::Overlap { .. } => "overlap",
            Self::Split { .. } => "split",
            Self::Merge { .. } => "merge",
            Self::Phantoms { .. } => "phantoms",
        }
    }

    /// The turns of a conversation as a diarizer that errs this way would report them.
    ///
    /// The same conversation and seed give the same turns. Without a spurt, or with too few
    /// speakers to split or merge, nothing changes. Time: O(spurts log spurts).
    ///
    /// ```
    /// use sociogram::stress::Perturbation;
    /// use sociogram::{Conversation, Turn};
    ///
    /// let conversation = Conversation::new([
    ///     Turn::from_seconds("ana", 0.0, 9.0)?,
    ///     Turn::from_seconds("ben", 4.0, 4.3)?,
    ///     Turn::from_seconds("ben", 8.0, 12.0)?,
    /// ])?;
    /// let turns = Perturbation::Overlap { share: 1.0 }.apply(&conversation, 1);
    /// let heard: Vec<String> = turns
    ///     .iter()
    ///     .map(|(label, span)| format!("{label} {}–{}", span.start(), span.end()))
    ///     .collect();
    /// assert_eq!(heard, ["ana 0–9", "ben 9–12"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn apply(&self, conversation: &Conversation, seed: u64) -> Turns {
        let mut random = Random::new(seed);
        let mut tape = Tape::of(conversation);
        match *self {
            Self::Jitter { within } => tape.jitter(within, &mut random),
            Self::Missed { shorter_than, probability } => {
                tape.miss(shorter_than, probability, &mut random);
            }
            Self::Overlap { share } => tape.take_turns(share, &mut random),
            Self::Split { share } => tape.split(share, &mut random),
            Self::Merge { share } => tape.merge(share, &mut random),
            Self::Phantoms { count } => tape.haunt(count, &mut random),
        }
        tape.into_turns()
    }
}

/// Writes the kind and its size, in at most 15 characters for sizes of the table: `missed < 0.5 s`.
impl fmt::Display for Perturbation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match *self {
            Self::Jitter { within } => format!("jitter ±{} ms", in_seconds(within) * 1e3),
            Self::Missed { shorter_than, .. } => {
                format!("missed < {} s", in_seconds(shorter_than))
            }
            Self::Overlap { share } | Self::Split { share } | Self::Merge { share } => {
                format!("{} {:.0} %", self.name(), 100.0 * share)
            }
            Self::Phantoms { count } => format!("phantoms {count}"),
        };
        f.pad(&text)
    }
}

/// How badly a diarizer errs.
///
/// | | mild | medium | severe |
/// |---|---|---|---|
/// | jitter: boundaries move by up to | 50 ms | 100 ms | 250 ms |
/// | missed: half of the spurts shorter than | 0.25 s | 0.5 s | 1 s |
/// | overlap: spurts begun in overlap that are cut | 25 % | 50 % | all |
/// | split: spurts of one speaker under a new name | 10 % | 25 % | 50 % |
/// | merge: spurts of one speaker under another's name | 25 % | 50 % | all |
/// | phantoms of 1 to 2 s | 1 | 2 | 4 |
///
/// 250 ms is the collar within which evaluations of diarization customarily forgive a boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// What a good diarizer does on a good recording.
    Mild,
    /// Between the two.
    Medium,
    /// What makes a listener distrust the result.
    Severe,
}

impl Severity {
    /// All severities, the mildest first.
    pub const ALL: [Self; 3] = [Self::Mild, Self::Medium, Self::Severe];

    /// In one word: `mild`, `medium` or `severe`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mild => "mild",
            Self::Medium => "medium",
            Self::Severe => "severe",
        }
    }

    /// Every kind of error at this severity.
    #[must_use]
    pub const fn perturbations(self) -> [Perturbation; 6] {
        let [within, shorter_than, overlap, split, merge, count] = match self {
            Self::Mild => [50, 250, 25, 10, 25, 1],
            Self::Medium => [100, 500, 50, 25, 50, 2],
            Self::Severe => [250, 1_000, 100, 50, 100, 4],
        };
        [
            Perturbation::Jitter { within: Duration::from_millis(within) },
            Perturbation::Missed {
                shorter_than: Duration::from_millis(shorter_than),
                probability: 0.5,
            },
            Perturbation::Overlap { share: overlap as f64 / 100.0 },
            Perturbation::Split { share: split as f64 / 100.0 },
            Perturbation::Merge { share: merge as f64 / 100.0 },
            #[expect(clippy::cast_possible_truncation, reason = "4 at most")]
            Perturbation::Phantoms { count: count as usize },
        ]
    }

    /// The severity at which the table has this perturbation; absent for any other.
    ///
    /// ```
    /// use sociogram::stress::{Perturbation, Severity};
    ///
    /// assert_eq!(Severity::of(&Perturbation::Phantoms { count: 2 }), Some(Severity::Medium));
    /// assert_eq!(Severity::of(&Perturbation::Phantoms { count: 3 }), None);
    /// ```
    #[must_use]
    pub fn of(perturbation: &Perturbation) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.perturbations().contains(perturbation))
    }
}
