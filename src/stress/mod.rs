//! How far diarization errors move the results: turns are perturbed the way diarizers err, seeded
//! and at stated severities, and scored again.
//!
//! The same is done to adjacent-turn counting, the simple method, for comparison. A real diarizer
//! makes all these errors at once, and not at random places; what is measured here is how much
//! each kind of error weighs.

mod adjacent;
mod movement;
mod perturbation;
mod tape;

use crate::analysis::Analyzer;
use crate::conversation::{Conversation, ConversationBuilder, ConversationError};
use crate::parallel;
use crate::turn::Turns;

pub use adjacent::{Adjacent, adjacent};
pub use movement::{Change, Methods, Movement};
pub use perturbation::{Perturbation, Severity};

use movement::{Moved, mean, moved, results};

/// Perturbs conversations and measures how far the results move.
///
/// The same conversation and seed give the same report, bit for bit, whatever the order of turns
/// and the number of threads. Draw `k` perturbs with random numbers of its own, so that more draws
/// are the same ones and further ones, and so that draws of the same kind at several severities
/// concern the same speakers.
///
/// ```
/// use std::time::Duration;
/// use sociogram::stress::{Perturbation, Stress};
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// let conversation = Conversation::builder([
///     Turn::from_seconds("ana", 0.0, 2.0)?,
///     Turn::from_seconds("ben", 2.2, 4.0)?,
/// ]);
/// let within = Duration::from_millis(50);
/// let stress = Stress::new(Analyzer::default())
///     .perturbations([Perturbation::Jitter { within }])
///     .draws(5);
/// if let Some(report) = stress.measure(&conversation)? {
///     assert_eq!(report.before.presence.round(), 82.0);
///     let moved = report.outcomes[0].moved.map(|methods| methods.presence.score.mean);
///     assert!(moved.is_some_and(|points| points < 2.0));
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is perturbed until `measure`"]
pub struct Stress {
    analyzer: Analyzer,
    perturbations: Vec<Perturbation>,
    draws: usize,
    seed: u64,
}

impl Stress {
    /// With every kind of error at every severity, the severities of a kind one after the other;
    /// 10 draws of each; seed 1.
    pub fn new(analyzer: Analyzer) -> Self {
        let table = Severity::ALL.map(Severity::perturbations);
        let kinds = table.iter().map(|kinds| kinds.len()).min().unwrap_or(0);
        let of_kind = |kind| table.iter().filter_map(move |kinds| kinds.get(kind)).copied();
        let perturbations = (0..kinds).flat_map(of_kind).collect();
        Self { analyzer, perturbations, draws: 10, seed: 1 }
    }

    /// Other perturbations than those of the table.
    pub fn perturbations(mut self, perturbations: impl IntoIterator<Item = Perturbation>) -> Self {
        self.perturbations = perturbations.into_iter().collect();
        self
    }

    /// How often each perturbation is drawn.
    pub const fn draws(mut self, draws: usize) -> Self {
        self.draws = draws;
        self
    }

    /// Where random numbers start from.
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// How far the results of a conversation move; absent if it has no score.
    ///
    /// Everyone who was heard is perturbed; then the roster and the talk time that the builder asks
    /// for apply to the perturbed turns, as they would to a diarizer's. A declared duration holds,
    /// and grows where perturbed turns outlast it. Time: two analyses a draw and perturbation, on
    /// all cores with feature `parallel`.
    ///
    /// # Errors
    /// [`ConversationError`], if the builder does not make a conversation, or phantoms make it too
    /// large.
    pub fn measure(
        &self,
        conversation: &ConversationBuilder,
    ) -> Result<Option<Report>, ConversationError> {
        let Some(before) = results(&self.analyzer, &conversation.clone().build()?) else {
            return Ok(None);
        };
        let heard = Conversation::new(conversation.heard().clone())?;
        let draws = self.draws;
        let moves = parallel::map(self.perturbations.len() * draws, |at| {
            let Some(perturbation) = self.perturbations.get(at / draws) else { return Ok(None) };
            let seed = self.seed_of(perturbation, at % draws);
            let perturbed = rebuilt(conversation, perturbation.apply(&heard, seed))?;
            Ok(results(&self.analyzer, &perturbed).map(|after| Methods {
                presence: moved(&before.presence, &after.presence),
                adjacent: moved(&before.adjacent, &after.adjacent),
            }))
        });
        let moves: Vec<Option<Methods<Moved>>> = moves.into_iter().collect::<Result<_, _>>()?;

        let outcomes = self.perturbations.iter().enumerate().map(|(at, perturbation)| {
            let scored: Vec<Methods<Moved>> =
                moves.iter().skip(at * draws).take(draws).flatten().copied().collect();
            let over = |of: fn(&Methods<Moved>) -> Moved| {
                Movement::over(&scored.iter().map(of).collect::<Vec<_>>())
            };
            let moved = over(|one| one.presence)
                .zip(over(|one| one.adjacent))
                .map(|(presence, adjacent)| Methods { presence, adjacent });
            Outcome {
                perturbation: *perturbation,
                recordings: usize::from(moved.is_some()),
                unscored: draws - scored.len(),
                moved,
            }
        });
        Ok(Some(Report {
            recordings: 1,
            before: before.map(|result| result.score),
            outcomes: outcomes.collect(),
        }))
    }

    /// A seed for each kind and draw, the same at every severity.
    fn seed_of(&self, perturbation: &Perturbation, draw: usize) -> u64 {
        let kind = perturbation.name().bytes().fold(0_u64, |sum, byte| sum * 31 + u64::from(byte));
        // Far apart for neighbours: the odd multiplier is 2^64 over the golden ratio.
        let place = (kind.wrapping_add(draw as u64)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.seed.wrapping_add(place)
    }
}

/// The conversation of other turns, which may outlast the declared duration a little.
fn rebuilt(
    conversation: &ConversationBuilder,
    turns: Turns,
) -> Result<Conversation, ConversationError> {
    let builder = conversation.with_turns(turns);
    match builder.clone().build() {
        Err(ConversationError::DurationTooShort { extent, .. }) => {
            builder.duration_seconds(extent).build()
        }
        done => done,
    }
}

/// How far results move, of one recording or of several.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// How many recordings the means are over.
    pub recordings: usize,
    /// The mean score before any perturbation.
    pub before: Methods<f64>,
    /// What each perturbation does.
    pub outcomes: Vec<Outcome>,
}

/// What a perturbation does.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Outcome {
    /// What was done to the turns.
    pub perturbation: Perturbation,
    /// How many recordings still had a score in some draw; the others are not in the means.
    pub recordings: usize,
    /// How many draws left fewer than two participants, and so no score; they are not in the
    /// means.
    pub unscored: usize,
    /// How far the results move; absent where no draw had a score.
    pub moved: Option<Methods<Movement>>,
}

impl Report {
    /// One report of several, each recording counting the same; absent for none.
    ///
    /// The reports are those of one [`Stress`]: outcomes are matched by place. Their order does not
    /// matter.
    ///
    /// ```
    /// # use sociogram::stress::{Report, Stress};
    /// # use sociogram::{Analyzer, Conversation, Turn};
    /// let ends = [3.0, 4.0, 5.0];
    /// let reports: Vec<Report> = ends
    ///     .iter()
    ///     .filter_map(|end| {
    ///         let turns = [
    ///             Turn::from_seconds("ana", 0.0, 2.0).ok()?,
    ///             Turn::from_seconds("ben", 2.2, *end).ok()?,
    ///         ];
    ///         Stress::new(Analyzer::default()).measure(&Conversation::builder(turns)).ok()?
    ///     })
    ///     .collect();
    /// assert_eq!(Report::pooled(&reports).map(|pooled| pooled.recordings), Some(3));
    /// assert_eq!(Report::pooled(&[]), None);
    /// ```
    #[must_use]
    pub fn pooled(reports: &[Self]) -> Option<Self> {
        let first = reports.first()?;
        let before = |of: fn(&Methods<f64>) -> f64| {
            mean(reports.iter().map(|one| (of(&one.before), one.recordings)))
        };
        let outcomes = first.outcomes.iter().enumerate().map(|(at, outcome)| {
            let same: Vec<&Outcome> =
                reports.iter().filter_map(|report| report.outcomes.get(at)).collect();
            let over = |of: fn(&Methods<Movement>) -> Movement| {
                let movements =
                    same.iter().filter_map(|one| Some((of(&one.moved?), one.recordings)));
                Movement::pooled(&movements.collect::<Vec<_>>())
            };
            Outcome {
                perturbation: outcome.perturbation,
                recordings: same.iter().map(|one| one.recordings).sum(),
                unscored: same.iter().map(|one| one.unscored).sum(),
                moved: over(|one| one.presence)
                    .zip(over(|one| one.adjacent))
                    .map(|(presence, adjacent)| Methods { presence, adjacent }),
            }
        });
        Some(Self {
            recordings: reports.iter().map(|one| one.recordings).sum(),
            before: Methods {
                presence: before(|one| one.presence)?,
                adjacent: before(|one| one.adjacent)?,
            },
            outcomes: outcomes.collect(),
        })
    }
}
