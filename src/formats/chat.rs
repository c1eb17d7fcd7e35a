//! CHAT, the transcripts of `TalkBank`: utterances with bullets that hold their times.
//!
//! ```text
//! @Begin
//! @Participants:  CHI Lena Target_Child, MOT Mother
//! *MOT:   look , a
//!         boat ! ·1200_2350·
//! %mor:   …
//! @End
//! ```
//!
//! What is printed as `·` is the character U+0015, and what is wide space is a tab. A bullet holds
//! start and end in milliseconds, in older files with the name of the medium in front
//! (`%snd:"boat.wav"_1200_2350`); one without times, such as a picture's, is passed over. An
//! utterance may have several bullets, and each of them is a turn; it goes on in lines that begin
//! with a tab. The speaker is the code behind the `*`, as it stands; `@Participants` only tells
//! who is unknown: those whose role is `Unidentified` or `Uncertain`. People may overlap, and two
//! with the same bullet do.
//!
//! Headers are passed over; dependent tiers (`%…`) and utterances without speech (`0 .`) too, and
//! counted. An utterance without a bullet has no time and is left out. Many files in use are
//! invalid, so what cannot be read, a line or a bullet, is left out and counted as well.

use std::collections::HashSet;

use super::collector::{At, Collector};
use super::error::ReadError;
use super::lines::{Line, LineFormat};
use super::options::Options;
use super::place::Position;
use super::recording::RepairKind;
use super::sample::Sample;
use super::unit::Unit;
use crate::time::Time;

/// What stands before and behind the times of an utterance.
const BULLET: char = '\u{15}';
/// No code of a speaker is longer; by the format they have up to seven letters.
const LONGEST_CODE: usize = 32;

/// Why a text may be of this format.
pub(super) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    let has = |fits: fn(&str) -> bool| sample.lines().any(fits);
    if sample.plain().starts_with('@')
        && has(|line| {
            ["@Begin", "@Participants:", "@Languages:"].iter().any(|it| line.starts_with(it))
        })
    {
        return Some("it begins with headers of CHAT");
    }
    let begins = sample.plain().starts_with(['@', '*', '%']);
    (begins && has(|line| speaker(line).is_some()) && has(|line| line.contains(BULLET)))
        .then_some("it has lines of speakers, with times in bullets")
}

/// The code of an utterance's speaker, and what they say.
fn speaker(line: &str) -> Option<(&str, &str)> {
    let (code, said) = line.strip_prefix('*')?.split_once(':')?;
    let is_code = !code.is_empty()
        && code.len() <= LONGEST_CODE
        && !code.contains(|character: char| character.is_whitespace() || character.is_control());
    is_code.then_some((code, said))
}

/// CHAT, a line at a time.
#[derive(Debug)]
pub(super) struct Chat {
    recording: String,
    at: Option<At>,
    open: Open,
    participants: Participants,
    /// Dependent tiers and utterances without speech.
    skipped: u64,
}

/// What a line that begins with a tab goes on with.
#[derive(Debug)]
enum Open {
    Utterance(Utterance),
    Participants,
    /// Something that is passed over.
    Nothing,
}

#[derive(Debug)]
struct Utterance {
    speaker: Option<String>,
    line: u64,
    /// Whether it had a bullet with times, or one that had to be left out.
    has_bullet: bool,
}

impl Chat {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            recording: options.recording_name().to_owned(),
            at: None,
            open: Open::Nothing,
            participants: Participants::default(),
            skipped: 0,
        }
    }

    fn at(&mut self, into: &mut Collector) -> At {
        *self.at.get_or_insert_with(|| into.recording(&self.recording))
    }

    /// Ends what was open.
    fn close(&mut self, at: At, into: &mut Collector) -> Result<(), ReadError> {
        match std::mem::replace(&mut self.open, Open::Nothing) {
            Open::Utterance(Utterance { has_bullet: false, line, .. }) => {
                let place = || Position { line, column: 1 }.into();
                into.repair(at, RepairKind::Untimed, place)
            }
            Open::Participants => {
                self.participants.end_one();
                Ok(())
            }
            Open::Utterance(_) | Open::Nothing => Ok(()),
        }
    }

    fn begin(&mut self, line: Line<'_>, at: At, into: &mut Collector) -> Result<(), ReadError> {
        let Some((code, said)) = speaker(line.text) else {
            return into.repair(at, RepairKind::Unreadable, || line.place());
        };
        if is_without_speech(said) {
            self.skipped += 1;
            return Ok(());
        }
        let speaker = (!self.participants.unknown.contains(code)).then(|| code.to_owned());
        self.open = Open::Utterance(Utterance { speaker, line: line.number, has_bullet: false });
        self.bullets(line, said, at, into)
    }

    /// Takes in the bullets of a part of the open utterance.
    fn bullets(
        &mut self,
        line: Line<'_>,
        said: &str,
        at: At,
        into: &mut Collector,
    ) -> Result<(), ReadError> {
        let Open::Utterance(utterance) = &mut self.open else { return Ok(()) };
        let mut parts = said.split(BULLET);
        parts.next();
        // Text and bullets take turns.
        while let Some(bullet) = parts.next() {
            let place = || line.place_of(bullet);
            match (Bullet::read(bullet), parts.next()) {
                (Bullet::Times(start, end), Some(_)) => {
                    utterance.has_bullet = true;
                    into.turn(at, utterance.speaker.as_deref(), start, end, place)?;
                }
                (Bullet::NoTimes, Some(_)) => {}
                _ => {
                    utterance.has_bullet = true;
                    into.repair(at, RepairKind::Unreadable, place)?;
                }
            }
        }
        Ok(())
    }
}

impl LineFormat for Chat {
    fn line(&mut self, line: Line<'_>, into: &mut Collector) -> Result<(), ReadError> {
        let at = self.at(into);
        match line.text.as_bytes() {
            [b'*', ..] => {
                self.close(at, into)?;
                self.begin(line, at, into)
            }
            [b'\t', more @ ..] if !more.is_empty() => match self.open {
                Open::Utterance(_) => self.bullets(line, line.text, at, into),
                Open::Participants => {
                    self.participants.read(line.text);
                    Ok(())
                }
                Open::Nothing => Ok(()),
            },
            [b'@', ..] => {
                self.close(at, into)?;
                if let Some(list) = line.text.strip_prefix("@Participants:") {
                    self.open = Open::Participants;
                    self.participants.read(list);
                }
                Ok(())
            }
            [b'%', ..] => {
                self.skipped += 1;
                self.close(at, into)
            }
            _ if line.text.trim().is_empty() => Ok(()),
            _ => into.repair(at, RepairKind::Unreadable, || line.place()),
        }
    }

    fn end(&mut self, into: &mut Collector) -> Result<(), ReadError> {
        let at = self.at(into);
        if self.skipped > 0 {
            into.skip(&self.recording, std::mem::take(&mut self.skipped));
        }
        self.close(at, into)
    }
}

/// Whether an utterance tells only of what is done: `0 .`, `0 [=! nods] .`
fn is_without_speech(said: &str) -> bool {
    said.trim_start()
        .strip_prefix('0')
        .is_some_and(|rest| rest.chars().next().is_none_or(|next| " \t.![\u{15}".contains(next)))
}

/// What a bullet holds.
enum Bullet {
    Times(Time, Time),
    /// The name of a picture or of a text, or no more than a place in a medium.
    NoTimes,
    Unreadable,
}

impl Bullet {
    fn read(text: &str) -> Self {
        // A hyphen at the end says that the pause behind it was left out.
        let text = text.trim().trim_end_matches('-');
        let is_digits =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let mut parts = text.rsplitn(3, '_');
        let (end, start) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let time = |digits| Unit::Milliseconds.read_time(digits, "a time").ok();
        if let (true, Some(start), Some(end)) =
            (is_digits(start) && is_digits(end), time(start), time(end))
        {
            return Self::Times(start, end);
        }
        if ["%pic:", "%txt:"].iter().any(|kind| text.starts_with(kind)) {
            return Self::NoTimes;
        }
        Self::Unreadable
    }
}

/// The list of participants: `CHI Lena Target_Child, MOT Mother`, over one line or several.
#[derive(Debug, Default)]
struct Participants {
    /// The codes of those who are nobody in particular.
    unknown: HashSet<String>,
    code: Option<String>,
    is_unknown: bool,
}

impl Participants {
    fn read(&mut self, text: &str) {
        for (at, part) in text.split(',').enumerate() {
            if at > 0 {
                self.end_one();
            }
            for word in part.split_whitespace() {
                if self.code.is_none() {
                    self.code = Some(word.to_owned());
                } else {
                    self.is_unknown = matches!(word, "Unidentified" | "Uncertain");
                }
            }
        }
    }

    /// The role is the last word of each, so that only now it is known.
    fn end_one(&mut self) {
        let is_unknown = std::mem::take(&mut self.is_unknown);
        if let Some(code) = self.code.take()
            && is_unknown
        {
            self.unknown.insert(code);
        }
    }
}
