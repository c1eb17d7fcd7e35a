//! Captions: text with a start and an end, which may say who speaks.
//!
//! `WebVTT` and `SubRip` are blocks of lines with an empty line between them:
//!
//! ```text
//! identifier                              (a number in SubRip; may be missing)
//! 00:00:04.409 --> 00:00:09.359 settings
//! text, which names a speaker
//! more text
//! ```
//!
//! Times are clocks, of which hours may be missing and any part may have one digit, with a point or
//! a comma. A fraction of other than three digits is read as a decimal and counted as a repair,
//! since `.2` may have meant 2 ms; no fraction is none. A line of times begins a cue wherever it
//! stands, with or without an empty line before it. What was to be one and cannot be read is an
//! error, though `-->` in the text of a cue is text. Text behind an empty line has no times and is
//! passed over.
//!
//! Voice tags name speakers wherever they stand in a cue: `<v Ann>`, `<v.loud Ann>`, closed or not.
//! If a cue has several, all of them speak for its whole time, since nothing says who had which
//! part. Without a tag, the first line may begin with a name (see [`names`]); the lines behind it
//! go on with the text, and only where one begins with a dash, as subtitles have it for several
//! speakers, a name may follow. In names, `&amp;` and its like are the characters that they stand
//! for. A cue without a name has an unknown speaker, or the one of the cue
//! before where the options say so. A cue without text is passed over and counted. If no cue at all
//! names a speaker, that is an error.
//!
//! Cues may overlap, but that writers make use of it is not documented: overlap is unknown. A cue
//! of no length or of negative length is left out and counted as a repair.

mod names;
pub(super) mod srt;
mod tags;
pub(super) mod webvtt;

use indexmap::IndexSet;

use self::names::{Named, named};
use self::tags::{plain, voices};
use super::clock::{Clock, clock};
use super::collector::{At, Collector};
use super::error::{Excerpt, ReadError, ReadErrorKind};
use super::lines::{Line, LineFormat};
use super::options::Options;
use super::place::Position;
use super::recording::RepairKind;
use super::speaker::is_known;
use crate::time::Time;

/// Which captions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    WebVtt,
    Srt,
}

/// Where in a file the next line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// It is the first one, and says that this is `WebVTT`.
    Title,
    /// It is behind the first one, before an empty line.
    Header,
    /// It begins a block.
    Block,
    /// It is in a block whose times have not come yet.
    Times,
    /// It is in a comment, or in a block of styles.
    Comment,
    /// It is text of the cue.
    Text,
}

/// Captions, a line at a time.
#[derive(Clone, Debug)]
pub(super) struct Captions {
    syntax: Syntax,
    recording: String,
    carry_speaker: bool,
    next: Next,
    cue: Option<Cue>,
    /// The speakers of the last cue that names any.
    before: Speakers,
    /// Where the first cue with text stands.
    first: Option<Position>,
    /// Where the first line stands that is no part of a cue.
    stray: Option<Position>,
    has_cues: bool,
    has_speakers: bool,
}

/// The speakers of a cue, each once; `None` is somebody whom the source does not know.
type Speakers = IndexSet<Option<String>>;

/// A cue whose text may go on.
#[derive(Clone, Debug)]
struct Cue {
    start: Time,
    end: Time,
    place: Position,
    speakers: Speakers,
    has_tags: bool,
    has_text: bool,
}

impl Captions {
    fn new(syntax: Syntax, options: &Options) -> Self {
        Self {
            syntax,
            recording: options.recording_name().to_owned(),
            carry_speaker: options.carry_speaker,
            next: if syntax == Syntax::WebVtt { Next::Title } else { Next::Block },
            cue: None,
            before: Speakers::new(),
            first: None,
            stray: None,
            has_cues: false,
            has_speakers: false,
        }
    }

    /// Begins a cue.
    fn begin(
        &mut self,
        line: Line<'_>,
        [start, end]: [(Clock, &str); 2],
        into: &mut Collector,
    ) -> Result<(), ReadError> {
        let at = self.finish(into)?;
        let is_other = |(clock, _): &(Clock, &str)| !matches!(clock.fraction_digits, 0 | 3);
        if let Some((_, text)) = [start, end].into_iter().find(is_other) {
            into.repair(at, RepairKind::FractionWidth, || line.place_of(text))?;
        }
        self.cue = Some(Cue {
            start: start.0.time,
            end: end.0.time,
            place: line.place_of(start.1).position,
            speakers: Speakers::new(),
            has_tags: false,
            has_text: false,
        });
        self.has_cues = true;
        self.next = Next::Text;
        Ok(())
    }

    /// Makes turns of the cue that was begun, if one was.
    fn finish(&mut self, into: &mut Collector) -> Result<At, ReadError> {
        let at = into.recording(&self.recording);
        let Some(mut cue) = self.cue.take() else { return Ok(at) };
        if !cue.has_text {
            into.skip(&self.recording, 1);
            return Ok(at);
        }
        self.first.get_or_insert(cue.place);
        let named = cue.speakers.iter().flatten();
        self.has_speakers |= named.clone().any(|speaker| is_known(speaker));
        if cue.speakers.is_empty() {
            let has_any = self.carry_speaker && !self.before.is_empty();
            cue.speakers = if has_any { self.before.clone() } else { [None].into() };
        } else if self.carry_speaker {
            self.before.clone_from(&cue.speakers);
        }
        // A flaw of the cue is one flaw, however many speak.
        let most = if cue.start < cue.end { usize::MAX } else { 1 };
        for speaker in cue.speakers.iter().take(most) {
            into.turn(at, speaker.as_deref(), cue.start, cue.end, || cue.place.into())?;
        }
        Ok(at)
    }

    /// Takes in a line that begins no cue.
    fn other(&mut self, line: Line<'_>, into: &mut Collector) -> Result<(), ReadError> {
        let text = line.text.trim();
        self.next = match self.next {
            Next::Title if text.is_empty() => Next::Title,
            Next::Title if webvtt::is_title(text) => Next::Header,
            Next::Title => {
                let (expected, found) = ("`WEBVTT` in the first line", Excerpt::of(text));
                return Err(line.refuse(text, ReadErrorKind::Unexpected { expected, found }));
            }
            _ if text.is_empty() => {
                self.finish(into)?;
                Next::Block
            }
            Next::Text => {
                check_times(line, true)?;
                if let Some(cue) = &mut self.cue {
                    cue.text(line.text);
                }
                Next::Text
            }
            Next::Comment => Next::Comment,
            Next::Block if self.syntax == Syntax::WebVtt && webvtt::is_comment(text) => {
                Next::Comment
            }
            next => {
                check_times(line, false)?;
                if next == Next::Header {
                    Next::Header
                } else {
                    self.stray.get_or_insert_with(|| line.place_of(text).position);
                    Next::Times
                }
            }
        };
        Ok(())
    }
}

impl LineFormat for Captions {
    fn line(&mut self, line: Line<'_>, into: &mut Collector) -> Result<(), ReadError> {
        match times(line.text) {
            Some(times) if self.next != Next::Title => self.begin(line, times, into),
            _ => self.other(line, into),
        }
    }

    fn end(&mut self, into: &mut Collector) -> Result<(), ReadError> {
        self.finish(into)?;
        let (place, expected) = match (self.first, self.stray) {
            (Some(first), _) if !self.has_speakers => {
                (first, "speakers, in voice tags or in front of the text")
            }
            (_, Some(stray)) if !self.has_cues => (stray, "a cue, which has `start --> end`"),
            _ => return Ok(()),
        };
        Err(ReadError::new(place, ReadErrorKind::Missing { expected }))
    }
}

impl Cue {
    /// Takes in a line of text.
    fn text(&mut self, text: &str) {
        for voice in voices(text) {
            if !self.has_tags {
                self.has_tags = true;
                self.speakers.clear();
            }
            self.speakers.insert(Some(voice.into_owned()).filter(|voice| !voice.is_empty()));
        }
        if !self.has_tags {
            let text = plain(text);
            let text = text.trim_start();
            // `>>` marks a change of speaker in American captions, as a dash does elsewhere.
            let speech = text.trim_start_matches(['-', '–', '—', '>']).trim_start();
            let may_name = !self.has_text || speech.len() < text.len();
            match if may_name { named(speech) } else { None } {
                Some(Named::Somebody(label)) => self.speakers.insert(Some(label.to_owned())),
                Some(Named::Nobody) => self.speakers.insert(None),
                None => false,
            };
        }
        self.has_text = true;
    }
}

/// The start and the end that a line of times has, and how they are written.
fn times(line: &str) -> Option<[(Clock, &str); 2]> {
    let (start, end) = line.split_once("-->")?;
    let start = start.trim();
    let end = end.split_whitespace().next()?;
    Some([(clock(start)?, start), (clock(end)?, end)])
}

/// Refuses what was to be a line of times and is none; text may have arrows and times of day in it.
fn check_times(line: Line<'_>, is_text: bool) -> Result<(), ReadError> {
    let is_exact = |text: &str| clock(text).is_some_and(|clock| clock.fraction_digits > 0);
    let mut words = line.text.split_whitespace();
    if let [Some(start), Some(between), Some(end)] = [words.next(), words.next(), words.next()]
        && is_exact(start)
        && is_exact(end)
        && between != "-->"
    {
        let (expected, found) = ("`-->` between start and end", Excerpt::of(between));
        return Err(line.refuse(between, ReadErrorKind::Unexpected { expected, found }));
    }
    let Some((start, end)) = line.text.split_once("-->") else { return Ok(()) };
    let (start, end) = (start.trim(), end.trim_start());
    if is_text && !is_exact(start) {
        return Ok(());
    }
    let (field, text) = match clock(start) {
        None => ("the start", start),
        Some(_) => ("the end", end.split_whitespace().next().unwrap_or(end)),
    };
    let (written, found) = ("as a clock such as 00:01:02.500", Excerpt::of(text));
    Err(line.refuse(text, ReadErrorKind::NotATime { field, written, found }))
}
