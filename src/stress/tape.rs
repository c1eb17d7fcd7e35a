//! A conversation that can be cut up and relabelled.

use std::time::Duration;

use crate::conversation::Conversation;
use crate::random::Random;
use crate::time::{Span, Time};
use crate::turn::{Label, Turns};

/// How long a phantom speaks, in seconds: at least, and how much more at most.
const PHANTOM: [f64; 2] = [1.0, 1.0];

/// Who speaks when, to be perturbed: names, and spurts in order of start.
pub(super) struct Tape {
    /// Of those who speak, in participant order; further ones may be added.
    names: Vec<Label>,
    /// Names that cannot be given to anybody new: also those who never speak.
    taken: Vec<Label>,
    spurts: Vec<(usize, Span)>,
}

impl Tape {
    pub(super) fn of(conversation: &Conversation) -> Self {
        let participants = conversation.participants();
        let spoke = participants.iter().filter(|one| one.spurts() > 0);
        let left_out = conversation.left_out().iter();
        Self {
            names: spoke.map(|one| one.label().clone()).collect(),
            taken: participants.iter().chain(left_out).map(|one| one.label().clone()).collect(),
            spurts: conversation
                .spurts()
                .iter()
                .map(|spurt| (spurt.participant.get(), spurt.span))
                .collect(),
        }
    }

    pub(super) fn into_turns(self) -> Turns {
        let mut turns = Turns::new();
        for (speaker, span) in self.spurts {
            if let Some(label) = self.names.get(speaker) {
                turns.push(label, span);
            }
        }
        turns
    }

    pub(super) fn jitter(&mut self, within: Duration, random: &mut Random) {
        let within = within.as_micros() as f64;
        let mut moved = |time: Time| {
            #[expect(clippy::cast_possible_truncation, reason = "a float too large saturates")]
            let by = ((2.0 * random.uniform() - 1.0) * within).round() as i64;
            time.micros().saturating_add(by).clamp(Time::MIN.micros(), Time::MAX.micros())
        };
        self.spurts = self
            .spurts
            .iter()
            .filter_map(|(speaker, span)| {
                let (start, end) = (moved(span.start()), moved(span.end()));
                Some((*speaker, Span::from_micros(start, end).ok()?))
            })
            .collect();
    }

    pub(super) fn miss(&mut self, shorter_than: Duration, probability: f64, random: &mut Random) {
        // Drawn for every spurt, so that a seed loses the same ones at every severity.
        self.spurts.retain(|(_, span)| {
            let lost = random.happens(probability);
            !(lost && span.length() < shorter_than)
        });
    }

    /// Cuts what is said while somebody who started earlier still speaks.
    pub(super) fn take_turns(&mut self, share: f64, random: &mut Random) {
        let mut latest_end = Time::MIN;
        self.spurts.retain_mut(|(_, span)| {
            let free_from = span.start().max(latest_end);
            let cut = random.happens(share);
            latest_end = latest_end.max(span.end());
            if cut && free_from > span.start() {
                match Span::new(free_from, span.end()) {
                    Ok(rest) => *span = rest,
                    // Someone else speaks all the while.
                    Err(_) => return false,
                }
            }
            true
        });
    }

    pub(super) fn split(&mut self, share: f64, random: &mut Random) {
        let spurts = self.spurts_by_speaker();
        let divisible: Vec<usize> = (0..spurts.len())
            .filter(|one| spurts.get(*one).is_some_and(|own| own.len() > 1))
            .collect();
        let Some(one) = divisible.get(random.below(divisible.len())).copied() else { return };
        let Some(mut own) = spurts.into_iter().nth(one) else { return };
        let some = part(share, own.len()).min(own.len() - 1);
        shuffle(&mut own, random);
        if some == 0 {
            return;
        }
        let name = self.names.get(one).map_or_else(String::new, |label| format!("{label}, split"));
        let new = self.add(name);
        self.give(own.into_iter().take(some), new);
    }

    pub(super) fn merge(&mut self, share: f64, random: &mut Random) {
        let spurts = self.spurts_by_speaker();
        if spurts.len() < 2 {
            return;
        }
        let one = random.below(spurts.len());
        // Any of the others: counted on from the first, round in a circle.
        let other = (one + 1 + random.below(spurts.len() - 1)) % spurts.len();
        let (first, second) = (one.min(other), one.max(other));
        let (less, more) = if self.talk_time(first) < self.talk_time(second) {
            (first, second)
        } else {
            (second, first)
        };
        let Some(mut own) = spurts.into_iter().nth(less) else { return };
        let some = part(share, own.len());
        shuffle(&mut own, random);
        self.give(own.into_iter().take(some), more);
    }

    pub(super) fn haunt(&mut self, count: usize, random: &mut Random) {
        let real = self.names.len();
        for at in 1..=count {
            let [least, more] = PHANTOM;
            let length = Duration::from_secs_f64(least + more * random.uniform());
            let longer: Vec<usize> = (0..self.spurts.len())
                .filter(|at| self.own_length(*at, real).is_some_and(|own| own > length))
                .collect();
            let drawn = random.below(longer.len());
            let offset = random.uniform();
            let (place, length) = match longer.get(drawn) {
                Some(place) => (*place, length),
                None => {
                    let longest =
                        (0..self.spurts.len()).rev().max_by_key(|at| self.own_length(*at, real));
                    let half = |at| self.own_length(at, real).map(|own| (at, own / 2));
                    let Some(halved) = longest.and_then(half) else { return };
                    halved
                }
            };
            let name = self.add(format!("phantom {at}"));
            self.cut_out(place, length, offset, name);
        }
    }

    /// The length of a spurt that is no phantom's.
    fn own_length(&self, at: usize, real: usize) -> Option<Duration> {
        self.spurts.get(at).filter(|(speaker, _)| *speaker < real).map(|(_, span)| span.length())
    }

    /// Gives a stretch of a spurt to somebody else, so far between its earliest and latest place.
    fn cut_out(&mut self, at: usize, length: Duration, so_far: f64, name: usize) {
        let Some((speaker, span)) = self.spurts.get(at).copied() else { return };
        let (start, end) = (span.start().micros(), span.end().micros());
        let room = span.length().saturating_sub(length).as_micros() as f64;
        #[expect(clippy::cast_possible_truncation, reason = "within the span")]
        let from = start + (so_far * room) as i64;
        let to = from.saturating_add(i64::try_from(length.as_micros()).unwrap_or(i64::MAX));
        let pieces = [(speaker, start, from), (name, from, to.min(end)), (speaker, to, end)];
        let pieces = pieces.into_iter().filter_map(|(speaker, start, end)| {
            Some((speaker, Span::from_micros(start, end).ok()?))
        });
        self.spurts.splice(at..=at, pieces);
    }

    /// Where each speaker's spurts stand.
    fn spurts_by_speaker(&self) -> Vec<Vec<usize>> {
        let mut places = vec![Vec::new(); self.names.len()];
        for (at, (speaker, _)) in self.spurts.iter().enumerate() {
            if let Some(own) = places.get_mut(*speaker) {
                own.push(at);
            }
        }
        places
    }

    fn talk_time(&self, speaker: usize) -> Duration {
        self.spurts.iter().filter(|(who, _)| *who == speaker).map(|(_, span)| span.length()).sum()
    }

    fn give(&mut self, places: impl Iterator<Item = usize>, name: usize) {
        for at in places {
            if let Some((speaker, _)) = self.spurts.get_mut(at) {
                *speaker = name;
            }
        }
    }

    /// A name for somebody new, made longer until nobody else has it.
    fn add(&mut self, mut name: String) -> usize {
        while self.taken.iter().any(|taken| taken.as_str() == name) {
            name.push('\'');
        }
        let label = Label::from(name);
        self.taken.push(label.clone());
        self.names.push(label);
        self.names.len() - 1
    }
}

/// How many of so many are a share: at least one, if the share is above 0.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to `all`")]
fn part(share: f64, all: usize) -> usize {
    if share > 0.0 { ((share.min(1.0) * all as f64).round() as usize).max(1).min(all) } else { 0 }
}

fn shuffle(places: &mut [usize], random: &mut Random) {
    for last in (1..places.len()).rev() {
        places.swap(last, random.below(last + 1));
    }
}
