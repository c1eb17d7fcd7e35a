//! A validated conversation: its participants in order of first speech, and their spurts.

use std::time::Duration;

use crate::parallel;
use crate::time::{Span, Time, in_seconds};
use crate::turn::{Label, SpeakerIndex, Turns};

/// A participant's place in [`Conversation::participants`].
///
/// The same number is the participant's node index in the speaker graph and row in matrices.
///
/// ```
/// # use sociogram::{Conversation, Turn};
/// let conversation = Conversation::new([Turn::from_seconds("ana", 0.0, 2.0)?])?;
/// assert_eq!(conversation.spurts()[0].participant.get(), 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParticipantIndex(u16);

impl ParticipantIndex {
    /// The first place.
    pub(crate) const FIRST: Self = Self(0);

    /// The place of this number; absent if no conversation has so many participants.
    pub(crate) fn new(at: usize) -> Option<Self> {
        u16::try_from(at).ok().map(Self)
    }

    /// The place as a number, counted from 0.
    #[must_use]
    pub fn get(self) -> usize {
        self.0.into()
    }
}

/// Someone who speaks in the conversation or stands on its roster.
///
/// ```
/// # use sociogram::{Conversation, Turn};
/// let turns = [Turn::from_seconds("ana", 0.0, 2.0)?, Turn::from_seconds("ana", 1.0, 3.0)?];
/// let conversation = Conversation::new(turns)?;
/// let ana = &conversation.participants()[0];
/// assert_eq!((ana.label().as_str(), ana.talk_time().as_secs(), ana.spurts()), ("ana", 3, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    label: Label,
    first_start: Option<Time>,
    talk_time: Duration,
    spurts: usize,
}

impl Participant {
    /// Someone who spoke so much, or never.
    pub(crate) const fn new(
        label: Label,
        first_start: Option<Time>,
        talk_time: Duration,
        spurts: usize,
    ) -> Self {
        Self { label, first_start, talk_time, spurts }
    }

    /// What the participant is called.
    #[must_use]
    pub const fn label(&self) -> &Label {
        &self.label
    }

    /// When the participant first speaks; absent for one who never does.
    #[must_use]
    pub const fn first_start(&self) -> Option<Time> {
        self.first_start
    }

    /// How long the participant speaks in all, each instant counted once.
    #[must_use]
    pub const fn talk_time(&self) -> Duration {
        self.talk_time
    }

    /// How many spurts the participant's turns make; 0 for one who never speaks.
    #[must_use]
    pub const fn spurts(&self) -> usize {
        self.spurts
    }

    /// Adds what the same participant speaks in a later meeting; when they first speak stays.
    pub(crate) fn go_on(&mut self, later: &Self) {
        self.first_start = self.first_start.or(later.first_start);
        self.talk_time = self.talk_time.saturating_add(later.talk_time);
        self.spurts = self.spurts.saturating_add(later.spurts);
    }
}

/// A maximal stretch of one participant's speech: the union of turns that overlap or touch.
///
/// Two spurts of one participant have a silence between them, of a microsecond or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spurt {
    /// Who speaks.
    pub participant: ParticipantIndex,
    /// When.
    pub span: Span,
}

/// Who spoke when in one recording, validated and in order.
///
/// Participants stand in order of first start, then label; those of the roster who never speak
/// follow, by label. Spurts stand in order of start, then participant. The order in which turns
/// come in is of no account.
///
/// ```
/// use sociogram::{Conversation, Turn};
///
/// let conversation = Conversation::new([
///     Turn::from_seconds("ben", 2.2, 4.0)?,
///     Turn::from_seconds("ana", 0.0, 1.0)?,
///     Turn::from_seconds("ana", 1.0, 2.0)?,
/// ])?;
/// let labels = conversation.participants().iter().map(|one| one.label().as_str());
/// assert!(labels.eq(["ana", "ben"]));
/// assert_eq!(conversation.spurts().len(), 2, "turns that touch are one spurt");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Conversation {
    participants: Vec<Participant>,
    left_out: Vec<Participant>,
    spurts: Vec<Spurt>,
    extent: Option<Span>,
    seconds: f64,
}

impl Conversation {
    /// The most participants that a conversation can have: 65,535.
    ///
    /// So many that no meeting is turned away, and few enough that every ordered pair of them
    /// has a 32-bit edge index in the speaker graph.
    pub const MAX_PARTICIPANTS: usize = u16::MAX as usize;

    /// A conversation of these turns: everyone who speaks takes part, and it lasts from the
    /// first start to the last end.
    ///
    /// No turns make a conversation without participants. Time: O(turns), plus a sort where the
    /// turns are not in order of start.
    ///
    /// # Errors
    /// [`ConversationError::TooManyParticipants`].
    ///
    /// ```
    /// # use sociogram::{Conversation, Turns};
    /// assert!(Conversation::new(Turns::new())?.participants().is_empty());
    /// # Ok::<(), sociogram::ConversationError>(())
    /// ```
    pub fn new(turns: impl Into<Turns>) -> Result<Self, ConversationError> {
        Self::builder(turns).build()
    }

    /// A conversation of these turns, with a roster or a declared duration to follow.
    ///
    /// ```
    /// use sociogram::{Conversation, Turn};
    ///
    /// let conversation = Conversation::builder([Turn::from_seconds("ana", 0.0, 2.0)?])
    ///     .roster(["ben", "ana"])
    ///     .duration_seconds(600.0)
    ///     .build()?;
    /// assert_eq!(conversation.participants().len(), 2);
    /// assert_eq!(conversation.minutes(), 10.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn builder(turns: impl Into<Turns>) -> ConversationBuilder {
        ConversationBuilder {
            turns: turns.into(),
            roster: Vec::new(),
            duration: None,
            min_talk: Duration::ZERO,
        }
    }

    /// Everyone who takes part, in participant order.
    #[must_use]
    pub fn participants(&self) -> &[Participant] {
        &self.participants
    }

    /// Those who spoke too little to be participants, in order of first start, then label.
    ///
    /// Empty unless [`ConversationBuilder::min_talk`] asked for it.
    #[must_use]
    pub fn left_out(&self) -> &[Participant] {
        &self.left_out
    }

    /// All spurts, in order of start, then participant.
    #[must_use]
    pub fn spurts(&self) -> &[Spurt] {
        &self.spurts
    }

    /// From the first start to the last end; absent if nobody speaks.
    #[must_use]
    pub const fn extent(&self) -> Option<Span> {
        self.extent
    }

    /// How long the conversation lasts in minutes: the declared duration, else its extent.
    ///
    /// 0 if nobody speaks and nothing is declared.
    #[must_use]
    pub fn minutes(&self) -> f64 {
        self.seconds / 60.0
    }
}

/// A conversation in the making.
///
/// ```
/// # use sociogram::{Conversation, Turns};
/// let silent = Conversation::builder(Turns::new()).roster(["ana", "ben"]).build()?;
/// assert_eq!(silent.participants()[1].spurts(), 0);
/// # Ok::<(), sociogram::ConversationError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build`"]
pub struct ConversationBuilder {
    turns: Turns,
    roster: Vec<Label>,
    duration: Option<f64>,
    min_talk: Duration,
}

impl ConversationBuilder {
    /// Adds participants who may never speak. Naming one twice, or one who speaks, is no error.
    pub fn roster<L: Into<Label>>(mut self, labels: impl IntoIterator<Item = L>) -> Self {
        self.roster.extend(labels.into_iter().map(Into::into));
        self
    }

    /// Declares how many seconds the conversation lasted, silence at its ends included.
    pub const fn duration_seconds(mut self, seconds: f64) -> Self {
        self.duration = Some(seconds);
        self
    }

    /// Leaves out those who speak less than this in all and are not on the roster; 0 unless told,
    /// which leaves out nobody.
    ///
    /// A diarizer may report a second or two of noise as somebody. Talk time counts each instant
    /// once, however the speech is cut into turns. Those left out are named by
    /// [`Conversation::left_out`]; all else is, to the bit, as if they had not been reported: their
    /// turns are nobody's to answer, and the conversation lasts from the first start to the last
    /// end of the others. So what is heard as noise at either end does not make a meeting longer.
    ///
    /// ```
    /// use std::time::Duration;
    /// use sociogram::{Conversation, Turn};
    ///
    /// let turns = [
    ///     Turn::from_seconds("ana", 0.0, 2.0)?,
    ///     Turn::from_seconds("ben", 2.2, 4.0)?,
    ///     Turn::from_seconds("door", 9.0, 9.5)?,
    /// ];
    /// let second = Duration::from_secs(1);
    /// let conversation = Conversation::builder(&turns[..]).min_talk(second).build()?;
    /// assert_eq!(conversation.participants().len(), 2);
    /// assert_eq!(conversation.left_out()[0].label().as_str(), "door");
    ///
    /// let conversation = Conversation::builder(&turns[..]).min_talk(second).roster(["door"]).build()?;
    /// assert_eq!(conversation.participants().len(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn min_talk(mut self, talk_time: Duration) -> Self {
        self.min_talk = talk_time;
        self
    }

    /// Checks and orders many of them: on all cores where the feature `parallel` is on, one after
    /// the other where it is not. The results come in the order of the builders.
    ///
    /// Each is what [`ConversationBuilder::build`] makes of it, an error included. None for none.
    ///
    /// ```
    /// use sociogram::{Conversation, ConversationBuilder, Turn, Turns};
    ///
    /// let meetings = vec![
    ///     Conversation::builder([Turn::from_seconds("ana", 0.0, 2.0)?]),
    ///     Conversation::builder(Turns::new()).duration_seconds(f64::NAN),
    /// ];
    /// let built = ConversationBuilder::build_all(meetings);
    /// assert!(built[0].is_ok() && built[1].is_err());
    /// # Ok::<(), sociogram::SpanError>(())
    /// ```
    #[must_use]
    pub fn build_all(builders: Vec<Self>) -> Vec<Result<Conversation, ConversationError>> {
        parallel::map_each(builders, Self::build)
    }

    /// The turns, with everyone who was heard.
    pub(crate) const fn heard(&self) -> &Turns {
        &self.turns
    }

    /// The same roster, duration and talk time asked for, with other turns.
    pub(crate) fn with_turns(&self, turns: Turns) -> Self {
        Self { turns, roster: self.roster.clone(), ..*self }
    }

    /// Checks and orders it all.
    ///
    /// # Errors
    /// [`ConversationError`]: a declared duration that is not finite or shorter than the
    /// conversation, or too many participants.
    ///
    /// ```
    /// use sociogram::{Conversation, ConversationError, Turn};
    ///
    /// let turns = [Turn::from_seconds("ana", 1.0, 3.5)?];
    /// let error = Conversation::builder(turns).duration_seconds(2.0).build().unwrap_err();
    /// assert_eq!(error, ConversationError::DurationTooShort { declared: 2.0, extent: 2.5 });
    /// # Ok::<(), sociogram::SpanError>(())
    /// ```
    pub fn build(self) -> Result<Conversation, ConversationError> {
        let (labels, mut spoken) = self.turns.into_parts();
        let mut roster = self.roster;
        roster.sort_unstable();
        roster.dedup();
        let silent: Vec<Label> =
            roster.iter().filter(|label| !labels.contains(*label)).cloned().collect();
        let mut speakers: Vec<Speaker> = labels.into_iter().map(Speaker::new).collect();
        let united = unite(&mut spoken, &mut speakers).or_else(|| {
            // What comes speaker by speaker is merged, not sorted anew. Ties may fall either way:
            // the union of a speaker's turns is the same.
            spoken.sort_by_key(|(_, span)| span.start());
            speakers.iter_mut().for_each(Speaker::forget);
            unite(&mut spoken, &mut speakers)
        });

        let mut order: Vec<(usize, &Speaker)> = speakers.iter().enumerate().collect();
        order.sort_unstable_by_key(|(_, speaker)| (speaker.first_start, &speaker.label));
        let mut left_out = Vec::new();
        if !self.min_talk.is_zero() {
            order.retain(|(_, speaker)| {
                let stays = speaker.talk_time() >= self.min_talk
                    || roster.binary_search(&speaker.label).is_ok();
                if !stays {
                    left_out.push(speaker.participant());
                }
                stays
            });
        }
        if order.len() > Conversation::MAX_PARTICIPANTS {
            return Err(ConversationError::TooManyParticipants { found: order.len() });
        }
        let mut places = vec![None; speakers.len()];
        let mut participants = Vec::with_capacity(order.len() + silent.len());
        for ((at, speaker), place) in order.into_iter().zip(0..u16::MAX) {
            if let Some(entry) = places.get_mut(at) {
                *entry = Some(ParticipantIndex(place));
            }
            participants.push(speaker.participant());
        }

        let mut extent: Option<Span> = None;
        // Takes the place of what it is made of, without memory of its own.
        let mut spurts: Vec<Spurt> = spoken
            .into_iter()
            .filter_map(|(speaker, span)| {
                let participant = (*places.get(speaker.get())?)?;
                extent = Some(extent.map_or(span, |extent| extent.hull(span)));
                Some(Spurt { participant, span })
            })
            .collect();
        // In order of start already.
        if united != Some(Starts::Apart) {
            for together in spurts.chunk_by_mut(|one, next| one.span.start() == next.span.start()) {
                together.sort_unstable_by_key(|spurt| spurt.participant);
            }
        }
        let seconds = duration(self.duration, extent)?;

        participants.extend(silent.into_iter().map(|label| Speaker::new(label).participant()));
        if participants.len() > Conversation::MAX_PARTICIPANTS {
            return Err(ConversationError::TooManyParticipants { found: participants.len() });
        }
        Ok(Conversation { participants, left_out, spurts, extent, seconds })
    }
}

/// A speaker while turns are united.
struct Speaker {
    label: Label,
    first_start: Option<Time>,
    spurts: usize,
    /// Microseconds in spurts.
    talk: u64,
    /// Where the latest spurt stands among the united ones, and its end.
    latest: usize,
    end: Time,
}

impl Speaker {
    const fn new(label: Label) -> Self {
        Self { label, first_start: None, spurts: 0, talk: 0, latest: 0, end: Time::MIN }
    }

    /// As if nothing had been heard.
    fn forget(&mut self) {
        *self = Self::new(self.label.clone());
    }

    const fn talk_time(&self) -> Duration {
        Duration::from_micros(self.talk)
    }

    fn participant(&self) -> Participant {
        let label = self.label.clone();
        Participant::new(label, self.first_start, self.talk_time(), self.spurts)
    }
}

/// Whether any two spurts start at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Starts {
    Apart,
    Together,
}

/// Makes one span for each spurt, in order of start, of turns in order of start. None if they are
/// not in order: then what is left has the same union.
fn unite(spoken: &mut Vec<(SpeakerIndex, Span)>, speakers: &mut [Speaker]) -> Option<Starts> {
    let mut starts = Starts::Apart;
    let (mut kept, mut before) = (0, Time::MIN);
    for at in 0..spoken.len() {
        let Some(turn) = spoken.get(at).copied() else { break };
        let (index, span) = turn;
        if span.start() <= before {
            if span.start() < before {
                spoken.drain(kept..at);
                return None;
            }
            starts = Starts::Together;
        }
        before = span.start();
        let Some(speaker) = speakers.get_mut(index.get()) else { continue };
        if speaker.first_start.is_some() && span.start() <= speaker.end {
            if span.end() > speaker.end
                && let Some((_, open)) = spoken.get_mut(speaker.latest)
            {
                speaker.talk += span.end().micros().abs_diff(speaker.end.micros());
                speaker.end = span.end();
                *open = open.hull(span);
            }
            continue;
        }
        speaker.first_start.get_or_insert(span.start());
        speaker.spurts += 1;
        speaker.talk += span.end().micros().abs_diff(span.start().micros());
        (speaker.latest, speaker.end) = (kept, span.end());
        if let Some(place) = spoken.get_mut(kept) {
            *place = turn;
        }
        kept += 1;
    }
    spoken.truncate(kept);
    Some(starts)
}

/// The seconds that the conversation lasts.
fn duration(declared: Option<f64>, extent: Option<Span>) -> Result<f64, ConversationError> {
    let extent = extent.map_or(0.0, |span| in_seconds(span.length()));
    match declared {
        None => Ok(extent),
        Some(declared) if !declared.is_finite() => {
            Err(ConversationError::DurationNotFinite { declared })
        }
        Some(declared) if declared < extent => {
            Err(ConversationError::DurationTooShort { declared, extent })
        }
        // Adding zero makes a negative zero positive.
        Some(declared) => Ok(declared + 0.0),
    }
}

/// Why turns, roster and duration do not make a [`Conversation`].
///
/// ```
/// # use sociogram::{Conversation, Turns};
/// let error = Conversation::builder(Turns::new()).duration_seconds(-1.0).build().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the declared duration, -1 s, is shorter than the conversation, 0 s",
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ConversationError {
    /// The declared duration is NaN or infinite.
    #[error("the declared duration, {declared} s, is not finite")]
    DurationNotFinite {
        /// What was declared, in seconds.
        declared: f64,
    },
    /// The declared duration is shorter than the time from the first start to the last end.
    #[error("the declared duration, {declared} s, is shorter than the conversation, {extent} s")]
    DurationTooShort {
        /// What was declared, in seconds.
        declared: f64,
        /// From the first start to the last end, in seconds.
        extent: f64,
    },
    /// There are more participants than [`Conversation::MAX_PARTICIPANTS`].
    #[error(
        "{found} participants are more than the {} that a conversation can have",
        Conversation::MAX_PARTICIPANTS
    )]
    TooManyParticipants {
        /// How many there are.
        found: usize,
    },
}
