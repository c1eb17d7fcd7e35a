//! How far the model agrees with people who marked who responds to whom.
//!
//! The model and four simple methods are held against annotated meetings: whether they tell who
//! was answered, whether pairs come out as strong as people found them, and whether the meeting
//! score rises and falls as the annotation does.
//!
//! ```text
//! event accuracy    Over all annotated responses, pooled: how often the method's candidate at the
//!                   responder's spurt is the annotated addressee. The spurt is the last of the
//!                   responder's that starts no later than 0.2 s after the response, else their
//!                   first. The model's candidate has the largest share; a previous speaker's has
//!                   the latest-starting spurt of someone else that starts no later (of more than
//!                   1 s). No candidate, or no spurt at all, is a miss.
//! pearson, spearman Within a meeting of at least 20 annotated responses and 3 participants,
//! overlap           between the strengths of all pairs and their annotated counts, both ways
//!                   together; over all, the mean over the meetings that have the figure.
//! window spearman   Over windows of five minutes from 0 with at least 3 annotated responses,
//!                   pooled over all meetings, between the meeting score of the method's counts
//!                   and that of the annotated counts; all windows are taken as five minutes, and
//!                   a last one that is shorter than half is left out.
//! noise ceiling     The annotated responses of a meeting are split at random into halves, 20
//!                   times; r is the mean of Pearson's correlation between the halves' counts,
//!                   and the ceiling sqrt(2 r / (1 + r)); over all, the mean over the meetings
//!                   whose halves agree (r above 0): of the others nothing is known.
//! ```
//!
//! A meeting whose halves do not agree would have a ceiling of 0 if it had one, so the mean over the
//! others is on the high side: on 113 AMI meetings it is 0.934 over the 109 whose halves agree, and
//! would be 0.901 with the other four at 0.
//!
//! The same annotation, in any order and on any number of threads, gives the same bits; a
//! meeting's own figures do not depend on the others.

mod agreement;
mod annotation;
mod methods;
pub mod statistics;

use crate::analysis::Analyzer;
use crate::parallel;
use agreement::{Worked, accuracy, work};
use statistics::{mean, spearman};

pub use agreement::{Agreement, MeetingValidation};
pub use annotation::{AnnotatedMeeting, AnnotatedResponse, AnnotationError};
pub use methods::{ByMethod, Method};

/// How far the methods agree with the annotation of some meetings.
///
/// ```
/// use sociogram::validate::{AnnotatedMeeting, AnnotatedResponse, Method, Validation};
/// use sociogram::{Analyzer, Conversation, Time, Turn};
///
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 2.0)?,
///     Turn::from_seconds("eva", 0.5, 0.8)?,
///     Turn::from_seconds("ben", 2.2, 4.0)?,
/// ])?;
/// let marked = [AnnotatedResponse::new("ben", "ana", Time::from_seconds(2.2)?)?];
/// let meetings = [AnnotatedMeeting::new("standup", conversation, marked)?];
///
/// let validation = Validation::new(&Analyzer::default(), &meetings, 0);
/// assert_eq!(validation.methods.of(Method::Presence).event_accuracy, Some(1.0));
/// assert_eq!(validation.methods.of(Method::PreviousSpeaker).event_accuracy, Some(0.0));
/// assert_eq!(validation.methods.of(Method::Presence).pearson, None, "too few responses");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Validation {
    /// The figures of each method over all meetings.
    pub methods: ByMethod<Agreement>,
    /// The noise ceiling of Pearson's correlation: the mean over the meetings that have one, above
    /// 0 to 1; absent where none has.
    pub noise_ceiling: Option<f64>,
    /// What `beyond_activity` is for the ratio of responses to those expected by
    /// [`chance`](crate::chance): the mean over meetings.
    pub chance_beyond_activity: Option<f64>,
    /// How many annotated responses there are.
    pub responses: usize,
    /// How many windows count.
    pub windows: usize,
    /// How many meetings count for pairs.
    pub counted_for_pairs: usize,
    /// How many meetings have a noise ceiling.
    pub with_noise_ceiling: usize,
    /// Each meeting, in order of name.
    pub meetings: Vec<MeetingValidation>,
}

impl Validation {
    /// Holds the methods against the annotation of these meetings, in any order.
    ///
    /// The seed is that of the random halves, and every meeting draws the same numbers from it.
    /// No meetings have no figures. On all cores where the feature `parallel` is on.
    #[must_use]
    pub fn new(analyzer: &Analyzer, meetings: &[AnnotatedMeeting], seed: u64) -> Self {
        let mut in_order: Vec<&AnnotatedMeeting> = meetings.iter().collect();
        in_order.sort_by_key(|meeting| meeting.name());
        let worked: Vec<Worked> = parallel::map(in_order.len(), |at| {
            in_order.get(at).map(|meeting| work(analyzer, meeting, seed))
        })
        .into_iter()
        .flatten()
        .collect();

        let responses = worked.iter().map(|one| one.validation.responses).sum();
        let marked_curve: Vec<f64> =
            worked.iter().flat_map(|one| one.marked_curve.iter().copied()).collect();
        let methods = ByMethod::from_fn(|method| {
            let mean_of = |figure: fn(&Agreement) -> Option<f64>| {
                mean(worked.iter().filter_map(|one| figure(one.validation.methods.of(method))))
            };
            let hits: Option<usize> = worked.iter().map(|one| *one.hits.of(method)).sum();
            let curve: Option<Vec<&Vec<f64>>> =
                worked.iter().map(|one| one.curves.of(method).as_ref()).collect();
            let curve: Option<Vec<f64>> =
                curve.map(|curves| curves.into_iter().flatten().copied().collect());
            Agreement {
                event_accuracy: hits.and_then(|hits| accuracy(hits, responses)),
                pearson: mean_of(|one| one.pearson),
                spearman: mean_of(|one| one.spearman),
                overlap: mean_of(|one| one.overlap),
                window_spearman: curve.and_then(|curve| spearman(&curve, &marked_curve)),
                beyond_activity: mean_of(|one| one.beyond_activity),
            }
        });
        let meetings: Vec<MeetingValidation> =
            worked.into_iter().map(|one| one.validation).collect();
        let count = |counts: fn(&MeetingValidation) -> bool| {
            meetings.iter().filter(|one| counts(one)).count()
        };
        Self {
            methods,
            noise_ceiling: mean(meetings.iter().filter_map(|one| one.noise_ceiling)),
            chance_beyond_activity: mean(
                meetings.iter().filter_map(|one| one.chance_beyond_activity),
            ),
            responses,
            windows: marked_curve.len(),
            counted_for_pairs: count(|one| one.counts_for_pairs),
            with_noise_ceiling: count(|one| one.noise_ceiling.is_some()),
            meetings,
        }
    }
}
