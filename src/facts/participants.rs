//! The facts of each participant.

use std::time::Duration;

use super::floor::{Floor, Stretch, Transfer};
use super::lengths::FloorTransfers;
use crate::conversation::{Conversation, Spurt};
use crate::time::Span;
use crate::turn::Label;

/// The facts of one participant.
///
/// ```
/// use sociogram::facts::Facts;
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 6.0)?,
///     Turn::from_seconds("ben", 3.0, 3.4)?,
///     Turn::from_seconds("ben", 6.2, 8.2)?,
/// ])?;
/// let facts = Facts::of(&conversation, &Analyzer::default().analyze(&conversation));
/// let [ana, ben] = &facts.participants[..] else { unreachable!() };
/// assert_eq!((ben.spurts, ben.backchannels), (2, 1));
/// assert_eq!(ben.overlap_time.as_millis(), 400);
/// assert_eq!(ben.floor_taken.median_offset, Some(0.2));
/// assert_eq!(ana.longest_monologue.unwrap().talk_time.as_secs(), 6, "a backchannel breaks none");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ParticipantFacts {
    /// What the participant is called.
    pub label: Label,
    /// How long the participant speaks in all, each instant counted once.
    pub talk_time: Duration,
    /// The talk time as a part of everyone's, 0 to 1; absent if nobody speaks.
    pub share_of_talk: Option<f64>,
    /// How many spurts: stretches of speech that another follows only after a silence.
    pub spurts: usize,
    /// How many of them are like a backchannel ("mm-hm"; Yngve, 1970): at most a second long,
    /// begun while another speaks, and over before the other stops.
    ///
    /// Timing alone cannot tell a backchannel from a short answer: about a quarter of these are
    /// marked as responses by the annotators of the AMI meetings, who mark no backchannel.
    pub backchannels: usize,
    /// The most that the participant says while nobody else says more than a backchannel; absent
    /// for one who never speaks alone.
    pub longest_monologue: Option<Monologue>,
    /// How long the participant speaks while someone else does too.
    pub overlap_time: Duration,
    /// Responses that the participant gives to others.
    pub responses_given: f64,
    /// Responses that others give to the participant.
    pub responses_received: f64,
    /// Responses that the participant would receive if everyone drew as many for what they say.
    ///
    /// ```text
    /// fair share = responses of all * worth of own spurts / worth of all spurts
    /// ```
    ///
    /// What a spurt is worth, 0 to 1, is the rise in its speaker's [`presence`](crate::presence).
    /// A long monologue is worth little more than a turn of some seconds, and a backchannel is
    /// worth little, so that neither counts for more answers than it could get.
    pub fair_share: f64,
    /// How often the participant takes the floor from another, and the offset at which.
    pub floor_taken: FloorTransfers,
    /// How much of the group's attention the participant has, 0 to 1, all together 1; absent
    /// where there are no responses.
    ///
    /// ```text
    /// centrality(a) = 0.15 / n + 0.85 sum of centrality(b) responses[b→a] / responses given by b
    /// ```
    ///
    /// `PageRank` (Brin and Page, 1998) on the graph of responses, with their amounts as weights:
    /// central is who is responded to by those who are central. What those have who respond to
    /// nobody is divided among all.
    pub centrality: Option<f64>,
}

/// A stretch in which one participant has the floor and nobody else says more than a backchannel.
///
/// It begins and ends in the participant's own speech. The participant's own pauses do not end
/// it, as they do not end a turn (Sacks, Schegloff and Jefferson, 1974), and neither do spurts of
/// others that are [like a backchannel](ParticipantFacts::backchannels); every other spurt of
/// someone else does, whether or not it takes the floor. Time that is shared with such a spurt
/// belongs to no monologue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Monologue {
    /// From when to when, the participant's own pauses included.
    pub span: Span,
    /// How long the participant speaks in it. The longest monologue is the one with the most
    /// speech, the earliest of several: a break in which all are silent makes none longer.
    pub talk_time: Duration,
}

/// What is worked out elsewhere, each in participant order.
pub(super) struct Known<'a> {
    pub(super) stretches: &'a [Stretch],
    pub(super) transfers: &'a [Transfer],
    pub(super) backchannels: &'a [bool],
    pub(super) monologues: &'a [Stretch],
    pub(super) given: &'a [f64],
    pub(super) received: &'a [f64],
    pub(super) worth: &'a [f64],
    pub(super) centralities: &'a [f64],
}

/// The facts of everyone, in participant order.
pub(super) fn facts(conversation: &Conversation, known: &Known<'_>) -> Vec<ParticipantFacts> {
    let everyone = conversation.participants();
    let talk: u128 = everyone.iter().map(|one| one.talk_time().as_micros()).sum();
    let all = |amounts: &[f64]| amounts.iter().fold(0.0, |sum, amount| sum + amount);
    let (responses, worth) = (all(known.received), all(known.worth));
    let per_worth = if worth > 0.0 { responses / worth } else { 0.0 };

    let mut alone = vec![Duration::ZERO; everyone.len()];
    for stretch in known.stretches {
        if let Floor::Alone(spurt) = stretch.floor
            && let Some(alone) = alone.get_mut(spurt.participant.get())
        {
            *alone += stretch.span.length();
        }
    }
    let mut offsets: Vec<Vec<i64>> = vec![Vec::new(); everyone.len()];
    for transfer in known.transfers {
        if let Some(offsets) = offsets.get_mut(transfer.to) {
            offsets.push(transfer.offset);
        }
    }
    let mut backchannels = vec![0; everyone.len()];
    for (spurt, is) in conversation.spurts().iter().zip(known.backchannels) {
        if let Some(count) = backchannels.get_mut(spurt.participant.get()) {
            *count += usize::from(*is);
        }
    }
    let monologues = longest_monologues(known.monologues, everyone.len());

    let at = |amounts: &[f64], place: usize| amounts.get(place).copied().unwrap_or_default();
    let counted = alone.into_iter().zip(offsets).zip(backchannels).zip(monologues);
    everyone
        .iter()
        .zip(counted)
        .enumerate()
        .map(|(place, (one, (((alone, offsets), backchannels), longest_monologue)))| {
            ParticipantFacts {
                label: one.label().clone(),
                talk_time: one.talk_time(),
                share_of_talk: (talk > 0).then(|| one.talk_time().as_micros() as f64 / talk as f64),
                spurts: one.spurts(),
                backchannels,
                longest_monologue,
                overlap_time: one.talk_time().saturating_sub(alone),
                responses_given: at(known.given, place),
                responses_received: at(known.received, place),
                fair_share: per_worth * at(known.worth, place),
                floor_taken: FloorTransfers::of(offsets),
                centrality: known.centralities.get(place).copied(),
            }
        })
        .collect()
}

/// The longest monologue of each participant, from stretches without backchannels.
fn longest_monologues(stretches: &[Stretch], participants: usize) -> Vec<Option<Monologue>> {
    let mut longest: Vec<Option<Monologue>> = vec![None; participants];
    let mut current: Option<(Spurt, Monologue)> = None;
    for stretch in stretches {
        let spurt = match stretch.floor {
            Floor::Silent => continue,
            Floor::Shared => {
                current = None;
                continue;
            }
            Floor::Alone(spurt) => spurt,
        };
        let (span, talk_time) = (stretch.span, stretch.span.length());
        let monologue = match current {
            Some((before, monologue)) if before.participant == spurt.participant => Monologue {
                span: monologue.span.hull(span),
                talk_time: monologue.talk_time + talk_time,
            },
            _ => Monologue { span, talk_time },
        };
        current = Some((spurt, monologue));
        if let Some(longest) = longest.get_mut(spurt.participant.get())
            && longest.is_none_or(|longest| longest.talk_time < monologue.talk_time)
        {
            *longest = Some(monologue);
        }
    }
    longest
}
