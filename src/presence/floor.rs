//! Whose floor it is, from one spurt to the next.

use std::mem;

use super::halvings::left_after;
use super::model::Model;
use super::response::Response;
use super::step::{Since, Step, chosen, mask};
use crate::conversation::{ParticipantIndex, Spurt};
use crate::time::Time;

/// The place of someone who is not among the present.
const NOWHERE: usize = usize::MAX;
/// A presence below this counts as zero.
const FADED: f64 = 1e-30;
/// So many presences are added up side by side.
const LANES: usize = 4;
/// Roundings are counted in so many, so that someone who left changes no total but a crowd's.
const TOGETHER: usize = 64;
/// So many steps are worked out ahead.
const AHEAD: usize = 32;

/// Whose floor it is: the presence of everyone who spoke lately.
///
/// Everyone who is silent fades by the same factor between two starts, so that one power of two
/// serves them all, however many there are. The two latest to start, and those who speak on since
/// before, are worked out one by one: the two whether they speak on or not, since that cannot be
/// foreseen, and a processor that takes the wrong branch has to start again.
#[derive(Clone, Debug)]
pub(crate) struct Floor {
    model: Model,
    /// Those who are present, and maybe some who have faded, in participant order, so that sums do
    /// not depend on who spoke last.
    present: Vec<Present>,
    /// The latest to start.
    latest: Open,
    /// The one who started before them; nobody if it is the same.
    previous: Open,
    /// Those who started before both and were still speaking then.
    open: Vec<Open>,
    /// What the presences are multiplied by to become shares.
    per_total: f64,
    /// Lifts the total above any rounding in it, in the shares and in their products, so that a
    /// spurt never gives out more than it is worth.
    lift: f64,
}

/// One who spoke lately.
#[derive(Clone, Copy, Debug)]
struct Present {
    participant: ParticipantIndex,
    /// At the latest start; 0 for the one who started then.
    presence: f64,
}

/// One who may still be speaking, and when, in microseconds: exact, as all times are.
#[derive(Clone, Copy, Debug)]
struct Open {
    participant: ParticipantIndex,
    /// The place among the present.
    at: usize,
    start: f64,
    end: f64,
    at_start: f64,
    at_end: f64,
}

impl Open {
    const NOBODY: Self = Self {
        participant: ParticipantIndex::FIRST,
        at: NOWHERE,
        start: f64::MIN,
        end: f64::MIN,
        at_start: 0.0,
        at_end: 0.0,
    };
}

/// Whom a spurt may answer, and which part of it is each one's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shares<'a> {
    present: &'a [Present],
    per_total: f64,
}

impl<'a> Shares<'a> {
    /// Those above 0, in participant order.
    pub(crate) fn iter(self) -> impl Iterator<Item = (ParticipantIndex, f64)> + use<'a> {
        let above_zero = self.present.iter().filter(|one| one.presence > 0.0);
        above_zero.map(move |one| (one.participant, one.presence * self.per_total))
    }

    /// Those of the first participants, zeros included, if only they are present.
    pub(crate) fn of_the_first(self) -> Option<impl ExactSizeIterator<Item = f64> + use<'a>> {
        let last = self.present.last();
        let no_gap = last.is_none_or(|last| last.participant.get() + 1 == self.present.len());
        no_gap.then(|| self.present.iter().map(move |one| one.presence * self.per_total))
    }
}

impl Floor {
    /// Nobody has spoken.
    pub(crate) const fn new(model: Model) -> Self {
        Self {
            model,
            present: Vec::new(),
            latest: Open::NOBODY,
            previous: Open::NOBODY,
            open: Vec::new(),
            per_total: 0.0,
            lift: 1.0,
        }
    }

    /// Hears the next spurt, in order of start, tells each response that it gives, and returns
    /// what it is worth, to whomever it goes.
    pub(crate) fn hear(&mut self, spurt: Spurt, mut tell: impl FnMut(Response)) -> f64 {
        let worth = self.take(spurt);
        let Spurt { participant: responder, span } = spurt;
        for (addressee, share) in self.shares().iter() {
            let response = Response { responder, addressee, spurt: span, worth, share };
            if response.is_given() {
                tell(response);
            }
        }
        worth
    }

    /// Hears the next spurt, in order of start, weighs those whom it may answer, and returns what
    /// it is worth, 0 to 1.
    ///
    /// Among spurts that start together the order is of no account: presence is taken at the
    /// start, before any of them has been heard. Time: O(those present), a multiplication and an
    /// addition each.
    pub(crate) fn take(&mut self, spurt: Spurt) -> f64 {
        let step = Step::new(self.before(), spurt, &self.model);
        self.go(&step)
    }

    /// Hears spurts, in order of start, and shows what each is worth and the shares of those whom
    /// it may answer: what [`Floor::take`] does, faster.
    ///
    /// The powers of two depend on the times alone, and are worked out ahead of what they are for,
    /// so that a processor does not wait for them.
    pub(crate) fn take_all(
        &mut self,
        spurts: &[Spurt],
        mut show: impl FnMut(Spurt, f64, Shares<'_>),
    ) {
        let mut steps = Vec::with_capacity(AHEAD);
        for spurts in spurts.chunks(AHEAD) {
            let mut before = self.before();
            steps.clear();
            steps.extend(spurts.iter().map(|spurt| {
                let step = Step::new(before, *spurt, &self.model);
                let [_, latest] = before;
                before = [latest, [step.start, step.end]];
                step
            }));
            for (step, spurt) in steps.iter().zip(spurts) {
                let worth = self.go(step);
                show(*spurt, worth, self.shares());
            }
        }
    }

    #[inline]
    fn go(&mut self, step: &Step) -> f64 {
        if step.start <= self.latest.start {
            return self.go_at_once(step);
        }
        let at = self.place(step.participant, false);
        note(&mut self.present, self.previous.at, 0.0);
        for one in &self.open {
            note(&mut self.present, one.at, 0.0);
        }
        let own = unless_faded(self.leave(at) * step.left);
        let others = fade(&mut self.present, step.left);
        let mut now = Now { at, own, others };
        if !self.open.is_empty() {
            now = self.see_open(now, step.start);
        }
        let previous = now.see(&self.previous, step.previous);
        note(&mut self.present, self.previous.at, previous);
        let latest = now.see(&self.latest, step.latest);
        note(&mut self.present, self.latest.at, latest);
        if step.previous.speaks() {
            self.open.push(self.previous);
        }
        self.begin(step, now)
    }

    /// Sees those who started before the two latest and were still speaking then.
    #[inline(never)]
    fn see_open(&mut self, mut now: Now, start: f64) -> Now {
        let Self { open, present, model, .. } = self;
        open.retain(|one| {
            let since = Since::new([one.start, one.end], start, model);
            let presence = now.see(one, since);
            note(present, one.at, presence);
            since.speaks()
        });
        now
    }

    /// The same where another spurt starts just then: nothing changes but who is the latest.
    #[cold]
    fn go_at_once(&mut self, step: &Step) -> f64 {
        let at = self.place(step.participant, true);
        note(&mut self.present, self.latest.at, self.latest.at_start);
        if step.start <= self.previous.end {
            self.open.push(self.previous);
        }
        let own = self.leave(at);
        let others = fade(&mut self.present, 1.0);
        self.begin(step, Now { at, own, others })
    }

    /// A spurt begins; returns what it is worth.
    #[inline]
    fn begin(&mut self, step: &Step, now: Now) -> f64 {
        let Step { participant, start, end, .. } = *step;
        let worth = (1.0 - now.own) * (1.0 - step.rise);
        let (at_start, at_end) = (now.own, now.own + worth);
        self.previous = if self.latest.at == now.at { Open::NOBODY } else { self.latest };
        self.latest = Open { participant, at: now.at, start, end, at_start, at_end };
        let per_total = 1.0 / ((self.model.unaddressed + now.others) * self.lift);
        self.per_total = if per_total < f64::MAX { per_total } else { f64::MAX };
        worth
    }

    /// Start and end of the two latest spurts.
    const fn before(&self) -> [[f64; 2]; 2] {
        let Self { previous, latest, .. } = self;
        [[previous.start, previous.end], [latest.start, latest.end]]
    }

    /// The presence at a place, which is left empty.
    fn leave(&mut self, at: usize) -> f64 {
        self.present.get_mut(at).map_or(0.0, |one| mem::take(&mut one.presence))
    }

    /// The shares of those whom the spurt that was taken last may answer.
    pub(crate) fn shares(&self) -> Shares<'_> {
        Shares { present: &self.present, per_total: self.per_total }
    }

    /// The latest spurt of a participant turns out to last longer; returns what it is worth now.
    ///
    /// Nobody has started behind its old end, so all that was heard since stays as it is. Absent
    /// for one who was not speaking at the latest start.
    pub(crate) fn extend(&mut self, participant: ParticipantIndex, end: Time) -> Option<f64> {
        let now = self.latest.start;
        let mut open = self.open.iter_mut().chain([&mut self.latest, &mut self.previous]);
        let one = open.find(|one| one.participant == participant && now <= one.end)?;
        one.end = end.micros() as f64;
        let worth =
            (1.0 - one.at_start) * (1.0 - left_after((one.end - one.start) * self.model.rise));
        one.at_end = one.at_start + worth;
        Some(worth)
    }

    /// Where a participant stands among the present, now if not before.
    fn place(&mut self, participant: ParticipantIndex, at_once: bool) -> usize {
        // Where all are present, each stands at the place of their number.
        let at = participant.get();
        if self.present.get(at).is_some_and(|one| one.participant == participant) {
            return at;
        }
        match find(&self.present, participant) {
            Ok(at) => at,
            Err(_) => self.enter(participant, at_once),
        }
    }

    /// Someone becomes present, and those who have faded leave, if any time has passed.
    #[cold]
    fn enter(&mut self, participant: ParticipantIndex, at_once: bool) -> usize {
        let Self { present, open, previous, latest, .. } = self;
        let mut all_stay = true;
        if !at_once {
            // Whoever may still be speaking stays; their presence is worked out anew.
            for one in open.iter().chain([&*previous, &*latest]) {
                note(present, one.at, 1.0);
            }
            let before = present.len();
            present.retain(|one| one.presence > 0.0);
            all_stay = present.len() == before;
        }
        let (Ok(at) | Err(at)) = find(present, participant);
        present.insert(at, Present { participant, presence: 0.0 });
        for one in open.iter_mut().chain([&mut *previous, &mut *latest]) {
            one.at = if all_stay || one.at == NOWHERE {
                one.at.saturating_add(usize::from(one.at >= at))
            } else {
                find(present, one.participant).unwrap_or(NOWHERE)
            };
        }
        note(present, latest.at, 0.0);
        let roundings = (self.present.len() + 6).next_multiple_of(TOGETHER);
        self.lift = 1.0 + roundings as f64 * f64::EPSILON;
        at
    }
}

/// The start of a spurt, as those who were there are seen one after the other.
#[derive(Clone, Copy)]
struct Now {
    /// The place of whoever starts, and their presence.
    at: usize,
    own: f64,
    /// The presence of all others.
    others: f64,
}

impl Now {
    /// Sees one who was speaking, and tells what is left of them among the others.
    #[inline]
    fn see(&mut self, one: &Open, since: Since) -> f64 {
        let Since { speaks, left } = since;
        // From 1 down while they speak, from 0 up while they do not.
        let more = chosen(speaks, one.at_start - 1.0, one.at_end) * left;
        let presence = unless_faded(chosen(speaks, 1.0, 0.0) + more);
        let is_own = mask(one.at == self.at);
        let of_others = chosen(is_own, 0.0, presence);
        self.own += chosen(is_own, presence, 0.0);
        self.others += of_others;
        of_others
    }
}

fn note(present: &mut [Present], at: usize, presence: f64) {
    if let Some(one) = present.get_mut(at) {
        one.presence = presence;
    }
}

fn find(present: &[Present], participant: ParticipantIndex) -> Result<usize, usize> {
    present.binary_search_by_key(&participant, |one| one.participant)
}

/// A presence, or 0 once it has faded.
fn unless_faded(presence: f64) -> f64 {
    if presence < FADED { 0.0 } else { presence }
}

/// Fades all presences, and returns their sum, some of them side by side, which is fast and the
/// same everywhere.
fn fade(present: &mut [Present], left: f64) -> f64 {
    let (whole, rest) = present.as_chunks_mut::<LANES>();
    let mut sums = [0.0; LANES];
    for lanes in whole {
        for (sum, one) in sums.iter_mut().zip(lanes) {
            one.presence = unless_faded(one.presence * left);
            *sum += one.presence;
        }
    }
    let [first, second, third, fourth] = sums;
    let mut sum = (first + second) + (third + fourth);
    for one in rest {
        one.presence = unless_faded(one.presence * left);
        sum += one.presence;
    }
    sum
}
