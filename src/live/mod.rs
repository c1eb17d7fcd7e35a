//! A meeting that is still going on.
//!
//! Turns are taken in as they end, late ones too, and at any time there is an [`Analysis`] of what
//! was heard so far: the same, bit for bit, as that of a [`Conversation`] of the same turns.
//!
//! ```text
//! settled  |  window: may still change  |
//! ---------+----------------------------+----> time
//!      earliest                     latest end
//!          |<-------- horizon -------->|
//! ```
//!
//! A turn may start no earlier than the *horizon* before the latest end that was heard. So what
//! starts before that can be settled once and for all: of it only one presence a speaker and one
//! sum a direction are kept. A spurt that starts before and goes on may still become longer, which
//! changes what it is worth and nothing else; its shares are kept beside it for that. What lies
//! behind is heard anew for each snapshot.
//!
//! Memory: O(speakers + pairs with responses + speech within the horizon), however long the
//! meeting.

mod error;
mod settled;
mod window;

use std::collections::BTreeMap;
use std::time::Duration;

use indexmap::IndexMap;

use crate::analysis::{Analysis, Analyzer};
use crate::conversation::{Conversation, Participant};
use crate::time::{Span, Time, in_seconds};
use crate::turn::{Label, Turn};
use settled::Settled;
use window::{Slot, Window};

pub use error::LiveError;

/// A meeting that is still going on.
///
/// ```
/// use sociogram::live::Live;
/// use sociogram::{Analyzer, Conversation, Time, Turn};
///
/// let mut live = Live::new(Analyzer::default());
/// live.push(Turn::from_seconds("ana", 0.0, 2.0)?)?;
/// live.push(Turn::from_seconds("ben", 2.2, 4.0)?)?;
/// let so_far = live.snapshot();
/// assert_eq!(so_far.score().map(f64::round), Some(82.0));
///
/// // Eva has the floor, and is still speaking.
/// live.speaking("eva", Time::from_seconds(4.3)?)?;
/// assert_eq!(live.snapshot().score(), so_far.score());
/// assert_eq!(live.snapshot_at(Time::from_seconds(6.0)?).participants().len(), 3);
/// live.stopped("eva", Time::from_seconds(7.0)?)?;
/// assert_eq!(live.snapshot().participants().len(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Live {
    analyzer: Analyzer,
    /// In microseconds.
    horizon: i64,
    roster: Vec<Label>,
    /// Everyone who was heard, and their place in participant order once that is settled.
    speakers: IndexMap<Label, ()>,
    settled: Settled,
    window: Window,
    /// Who has the floor, and since when.
    held: BTreeMap<Slot, Time>,
    extent: Option<Span>,
    turns: u64,
    refused: u64,
}

/// What [`Live`] looks back over unless told: ten minutes.
pub const DEFAULT_HORIZON: Duration = Duration::from_secs(600);

impl Live {
    /// A meeting that has not begun.
    #[must_use]
    pub fn new(analyzer: Analyzer) -> Self {
        Self {
            analyzer,
            horizon: micros(DEFAULT_HORIZON),
            roster: Vec::new(),
            speakers: IndexMap::new(),
            settled: Settled::new(&analyzer),
            window: Window::default(),
            held: BTreeMap::new(),
            extent: None,
            turns: 0,
            refused: 0,
        }
    }

    /// The same meeting with another horizon: how late a turn may come, from its start to the
    /// latest end heard before it. [`DEFAULT_HORIZON`] unless told; what is settled stays settled.
    ///
    /// ```
    /// use std::time::Duration;
    /// use sociogram::live::{Live, LiveError};
    /// use sociogram::{Analyzer, Turn};
    ///
    /// let mut live = Live::new(Analyzer::default()).horizon(Duration::from_secs(60));
    /// live.push(Turn::from_seconds("ana", 100.0, 160.0)?)?;
    /// live.push(Turn::from_seconds("ben", 100.0, 101.0)?)?;
    /// let late = live.push(Turn::from_seconds("ben", 99.0, 101.0)?);
    /// assert!(matches!(late, Err(LiveError::BeyondHorizon { .. })));
    /// assert_eq!((live.turns(), live.refused()), (2, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn horizon(mut self, horizon: Duration) -> Self {
        self.horizon = micros(horizon);
        self
    }

    /// The same meeting with participants who may never speak. Naming one twice, or one who speaks,
    /// is no error; of more than a conversation can have, the first by label count.
    ///
    /// ```
    /// use sociogram::Analyzer;
    /// use sociogram::live::Live;
    ///
    /// let live = Live::new(Analyzer::default()).roster(["ana", "ben"]);
    /// assert_eq!(live.snapshot().score(), Some(0.0));
    /// ```
    #[must_use]
    pub fn roster<L: Into<Label>>(mut self, labels: impl IntoIterator<Item = L>) -> Self {
        self.roster.extend(labels.into_iter().map(Into::into));
        self.roster.sort_unstable();
        self.roster.dedup();
        let most = Conversation::MAX_PARTICIPANTS.saturating_sub(self.speakers.len());
        self.roster.truncate(most);
        self
    }

    /// Takes in a turn that has ended; late turns have their place, in any order.
    ///
    /// Time: O(log of the spurts within the horizon), and once for each spurt what it costs to hear
    /// it: O(those present).
    ///
    /// # Errors
    /// [`LiveError::BeyondHorizon`] and [`LiveError::TooManyParticipants`]; nothing else changes
    /// than [`Live::refused`].
    pub fn push(&mut self, turn: Turn) -> Result<(), LiveError> {
        let span = turn.span();
        let taken = self.slot(turn.speaker(), span.start()).map(|slot| self.insert(slot, span));
        self.count(taken)
    }

    /// Someone takes the floor, and holds it until [`Live::stopped`].
    ///
    /// A floor held for longer than the horizon counts as spoken until the horizon, also in
    /// [`Live::snapshot`]: what follows is settled, and their having spoken then with it.
    ///
    /// # Errors
    /// [`LiveError::AlreadySpeaking`], [`LiveError::BeyondHorizon`] and
    /// [`LiveError::TooManyParticipants`].
    pub fn speaking(&mut self, speaker: impl Into<Label>, since: Time) -> Result<(), LiveError> {
        let speaker = speaker.into();
        let held = self.speakers.get_index_of(&speaker).and_then(|slot| self.held.get(&slot));
        let taken = match held {
            Some(since) => Err(LiveError::AlreadySpeaking { speaker, since: *since }),
            None => self.slot(&speaker, since),
        };
        let slot = self.count(taken)?;
        self.held.insert(slot, since);
        Ok(())
    }

    /// Someone who held the floor stops speaking, which makes it a turn.
    ///
    /// # Errors
    /// [`LiveError::NotSpeaking`]; [`LiveError::StopsTooEarly`], after which they do not hold the
    /// floor either.
    ///
    /// ```
    /// use sociogram::live::{Live, LiveError};
    /// use sociogram::{Analyzer, Time};
    ///
    /// let mut live = Live::new(Analyzer::default());
    /// live.speaking("ana", Time::from_seconds(3.0)?)?;
    /// let early = live.stopped("ana", Time::from_seconds(3.0)?);
    /// assert!(matches!(early, Err(LiveError::StopsTooEarly { .. })));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn stopped(&mut self, speaker: &str, end: Time) -> Result<(), LiveError> {
        let slot = self.speakers.get_index_of(speaker);
        let held = slot.and_then(|slot| Some((slot, self.held.remove(&slot)?)));
        let taken = match held {
            None => Err(LiveError::NotSpeaking { speaker: speaker.into() }),
            Some((slot, since)) => match Span::new(since, end) {
                Ok(span) => {
                    self.insert(slot, span);
                    Ok(())
                }
                Err(_) => Err(LiveError::StopsTooEarly { speaker: speaker.into(), since, end }),
            },
        };
        self.count(taken)
    }

    /// The analysis of all finished turns: the same, bit for bit, as that of a [`Conversation`] of
    /// them, from the first start to the last end.
    ///
    /// Time: O(speakers + pairs with responses + what it costs to hear the horizon).
    #[must_use]
    pub fn snapshot(&self) -> Analysis {
        let settled = self.settled.with(&self.window, |slot| self.label(slot));
        let mut participants = settled.participants(|slot| self.label(slot));
        let silent = self.roster.iter().filter(|label| !settled.has_heard(self.slot_of(label)));
        participants
            .extend(silent.map(|label| Participant::new(label.clone(), None, Duration::ZERO, 0)));
        let seconds = self.extent.map_or(0.0, |span| in_seconds(span.length()));
        let parameters = self.analyzer.parameters();
        Analysis::new(parameters, seconds / 60.0, settled.into_sums().into_graph(participants))
    }

    /// The analysis at a time: those who hold the floor count as having spoken until then.
    ///
    /// Turns that have ended count as a whole. The time should lie no earlier than the latest end;
    /// whoever took the floor later than it has not spoken yet. Time: as [`Live::snapshot`].
    #[must_use]
    pub fn snapshot_at(&self, time: Time) -> Analysis {
        let spoken = self.held.iter().filter_map(|(slot, since)| {
            let span = Span::new(*since, time).ok()?;
            Some((*slot, span))
        });
        let mut then = self.clone();
        for (slot, span) in spoken {
            then.hear(slot, span);
        }
        then.snapshot()
    }

    /// From the first start to the last end of the finished turns; absent before the first.
    #[must_use]
    pub const fn extent(&self) -> Option<Span> {
        self.extent
    }

    /// The earliest start that a turn may have now; absent before the first turn has ended.
    #[must_use]
    pub fn earliest(&self) -> Option<Time> {
        let latest = self.extent?.end().micros();
        // Times are far within the range of their numbers, and a horizon may be longer than time.
        Time::from_micros(latest.saturating_sub(self.horizon)).ok().or(Some(Time::MIN))
    }

    /// How many turns were taken in.
    #[must_use]
    pub const fn turns(&self) -> u64 {
        self.turns
    }

    /// How many turns, starts and stops were refused.
    #[must_use]
    pub const fn refused(&self) -> u64 {
        self.refused
    }

    fn count<T>(&mut self, taken: Result<T, LiveError>) -> Result<T, LiveError> {
        self.refused += u64::from(taken.is_err());
        taken
    }

    /// The slot of someone who speaks from this time on.
    fn slot(&mut self, speaker: &Label, start: Time) -> Result<Slot, LiveError> {
        if let Some(earliest) = self.earliest().filter(|earliest| start < *earliest) {
            let speaker = speaker.clone();
            return Err(LiveError::BeyondHorizon { speaker, start, earliest });
        }
        if let Some(slot) = self.speakers.get_index_of(speaker) {
            return Ok(slot);
        }
        if self.speakers.len() + self.roster.len() >= Conversation::MAX_PARTICIPANTS {
            let silent = self.roster.iter().filter(|label| !self.speakers.contains_key(*label));
            let is_expected = self.roster.binary_search(speaker).is_ok();
            let found = self.speakers.len() + silent.count() + usize::from(!is_expected);
            if found > Conversation::MAX_PARTICIPANTS {
                return Err(LiveError::TooManyParticipants { found });
            }
        }
        Ok(self.speakers.insert_full(speaker.clone(), ()).0)
    }

    fn slot_of(&self, label: &Label) -> Option<Slot> {
        self.speakers.get_index_of(label)
    }

    fn label(&self, slot: Slot) -> Option<&Label> {
        self.speakers.get_index(slot).map(|(label, ())| label)
    }

    /// Takes in a finished turn, and settles what lies beyond the horizon after it.
    fn insert(&mut self, slot: Slot, turn: Span) {
        self.turns += 1;
        self.hear(slot, turn);
        let Some(earliest) = self.earliest() else { return };
        let mut held = std::mem::take(&mut self.held);
        for (slot, since) in &mut held {
            if let Ok(spoken) = Span::new(*since, earliest) {
                self.hear(*slot, spoken);
                *since = earliest;
            }
        }
        self.held = held;
        let speakers = &self.speakers;
        let label = |slot| speakers.get_index(slot).map(|(label, ())| label);
        self.settled.advance(earliest, &mut self.window, label);
    }

    /// Takes in speech that the horizon holds.
    fn hear(&mut self, slot: Slot, span: Span) {
        self.extent = Some(self.extent.map_or(span, |extent| extent.hull(span)));
        self.settled.hear(slot, span, &mut self.window);
    }
}

fn micros(length: Duration) -> i64 {
    i64::try_from(length.as_micros()).unwrap_or(i64::MAX)
}
