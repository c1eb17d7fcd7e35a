//! A validated conversation: its participants in order of first speech, and their spurts.

use std::time::Duration;

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
        ConversationBuilder { turns: turns.into(), roster: Vec::new(), duration: None }
    }

    /// Everyone who takes part, in participant order.
    #[must_use]
    pub fn participants(&self) -> &[Participant] {
        &self.participants
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
        if labels.len() > Conversation::MAX_PARTICIPANTS {
            return Err(ConversationError::TooManyParticipants { found: labels.len() });
        }
        let extent = spoken.iter().map(|(_, span)| *span).reduce(Span::hull);
        let seconds = duration(self.duration, extent)?;

        if !spoken.is_sorted_by_key(|(_, span)| span.start()) {
            // Ties may fall either way: the union of a speaker's turns is the same.
            spoken.sort_unstable_by_key(|(_, span)| span.start());
        }
        let mut silent = self.roster;
        silent.retain(|label| !labels.contains(label));
        silent.sort_unstable();
        silent.dedup();
        let mut speakers: Vec<Speaker> = labels.into_iter().map(Speaker::new).collect();
        let united = unite(&spoken, &mut speakers);
        drop(spoken);

        let (mut participants, places) = in_order_of_first_speech(&speakers);
        participants.extend(silent.into_iter().map(|label| Participant {
            label,
            first_start: None,
            talk_time: Duration::ZERO,
            spurts: 0,
        }));
        if participants.len() > Conversation::MAX_PARTICIPANTS {
            return Err(ConversationError::TooManyParticipants { found: participants.len() });
        }

        let mut spurts: Vec<Spurt> = united
            .into_iter()
            .filter_map(|(speaker, span)| {
                places
                    .get(speaker.get())
                    .map(|participant| Spurt { participant: *participant, span })
            })
            .collect();
        // In order of start already; this settles only those that start together.
        spurts.sort_unstable_by_key(|spurt| (spurt.span.start(), spurt.participant));
        for spurt in &spurts {
            if let Some(participant) = participants.get_mut(spurt.participant.get()) {
                participant.talk_time += spurt.span.length();
                participant.spurts += 1;
            }
        }
        Ok(Conversation { participants, spurts, extent, seconds })
    }
}

/// A speaker while turns are united.
struct Speaker {
    label: Label,
    first_start: Option<Time>,
    /// Where the speaker's latest spurt stands among the united ones.
    latest: usize,
}

impl Speaker {
    const fn new(label: Label) -> Self {
        Self { label, first_start: None, latest: usize::MAX }
    }
}

/// One span for each spurt, in order of start, from turns in order of start.
fn unite(spoken: &[(SpeakerIndex, Span)], speakers: &mut [Speaker]) -> Vec<(SpeakerIndex, Span)> {
    let mut united: Vec<(SpeakerIndex, Span)> = Vec::with_capacity(spoken.len());
    for (index, span) in spoken {
        let Some(speaker) = speakers.get_mut(index.get()) else { continue };
        match united.get_mut(speaker.latest) {
            Some((_, open)) if span.start() <= open.end() => *open = open.hull(*span),
            _ => {
                speaker.first_start.get_or_insert(span.start());
                speaker.latest = united.len();
                united.push((*index, *span));
            }
        }
    }
    united
}

/// The speakers as participants, and each speaker's place among them.
fn in_order_of_first_speech(speakers: &[Speaker]) -> (Vec<Participant>, Vec<ParticipantIndex>) {
    let mut order: Vec<(usize, &Speaker)> = speakers.iter().enumerate().collect();
    order.sort_unstable_by_key(|(_, speaker)| (speaker.first_start, &speaker.label));
    let mut places = vec![ParticipantIndex(u16::MAX); speakers.len()];
    let mut participants = Vec::with_capacity(speakers.len());
    for ((at, speaker), place) in order.into_iter().zip(0..u16::MAX) {
        if let Some(entry) = places.get_mut(at) {
            *entry = ParticipantIndex(place);
        }
        participants.push(Participant {
            label: speaker.label.clone(),
            first_start: speaker.first_start,
            talk_time: Duration::ZERO,
            spurts: 0,
        });
    }
    (participants, places)
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
