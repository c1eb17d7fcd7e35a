//! From a body as it was sent to a meeting that can be kept.

use std::time::Duration;

use axum::body::Bytes;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};

use super::bodies::Receipt;
use super::failure::Failure;
use super::file_hash::FileHash;
use super::parameters::Query;
use super::stored::StoredMeeting;
use crate::formats::{self, Format, Options, Recording};

/// The most names that a message tells.
const MOST_NAMES: usize = 20;

/// How a body is to be read, and its meeting to be looked at.
pub(super) struct Intake {
    format: Option<Format>,
    recording: Option<String>,
    roster: Vec<String>,
    duration: Option<f64>,
    min_talk: Duration,
}

impl Intake {
    pub(super) fn of(query: &Query, headers: &HeaderMap) -> Result<Self, Failure> {
        // Packed by gzip or not is seen by the bytes themselves.
        let packed = headers.get(CONTENT_ENCODING).map_or(&b""[..], |coding| coding.as_bytes());
        if !["", "gzip", "x-gzip", "identity"]
            .iter()
            .any(|one| packed.eq_ignore_ascii_case(one.as_bytes()))
        {
            let message = "content-encoding: expected gzip or identity";
            return Err(Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
        }
        Ok(Self {
            format: query.format()?.or_else(|| format_of(headers)),
            recording: query.recording()?.map(str::to_owned),
            roster: query.roster()?,
            duration: query.duration()?,
            min_talk: query.min_talk()?,
        })
    }

    /// The receipt for a body, and the bytes to keep.
    pub(super) fn take(self, hash: &FileHash, sent: &[u8]) -> Result<(Receipt, Bytes), Failure> {
        let refuse = |problem: &dyn std::fmt::Display| {
            Failure::new(StatusCode::BAD_REQUEST, problem.to_string())
        };
        let mut options = Options::default();
        if let Some(format) = self.format {
            options = options.format(format);
        }
        let reading = formats::read(sent, &options).map_err(|error| refuse(&error))?;
        let format = reading.format();
        let recording = the_recording(reading.into_recordings(), self.recording.as_deref())
            .map_err(|error| Failure::parameter("recording", error))?;
        let mut meeting = StoredMeeting::new(format, recording.as_ref())
            .roster(self.roster)
            .min_talk(self.min_talk);
        if let Some(seconds) = self.duration {
            meeting = meeting.duration_seconds(seconds);
        }
        let conversation = meeting.conversation().map_err(|error| refuse(&error))?;
        let receipt = Receipt::of(hash, &meeting, &conversation);
        let kept = meeting.encode(hash).map_err(Failure::internal)?;
        Ok((receipt, kept.into()))
    }
}

/// What the type of a body says of its format; absent where it would do for several.
fn format_of(headers: &HeaderMap) -> Option<Format> {
    let named = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let essence = named.split(';').next().unwrap_or_default().trim();
    let known = [
        ("text/vtt", Format::WebVtt),
        ("text/csv", Format::Csv),
        ("text/tab-separated-values", Format::Tsv),
        ("application/x-subrip", Format::Srt),
        ("application/jsonl", Format::JsonLines),
        ("application/x-ndjson", Format::JsonLines),
    ];
    let is_it = |(name, _): &&(&str, Format)| name.eq_ignore_ascii_case(essence);
    known.iter().find(is_it).map(|(_, format)| *format)
}

/// The one recording that a meeting is to be made of: the one of this name, or the only one. Absent
/// if there is none.
///
/// # Errors
/// [`NotOne`] if none has the name, or there are several and no name was given.
///
/// ```
/// use sociogram::formats::rttm;
/// use sociogram::http::the_recording;
///
/// let text = b"SPEAKER monday 1 0.0 2.0 <NA> <NA> ana <NA> <NA>\n\
///              SPEAKER tuesday 1 0.0 2.0 <NA> <NA> ana <NA> <NA>\n";
/// let recordings = rttm::read(text)?;
/// assert!(the_recording(recordings.clone(), Some("monday")).is_ok_and(|one| one.is_some()));
/// assert_eq!(
///     the_recording(recordings, None).unwrap_err().to_string(),
///     r#"one of several must be named: "monday", "tuesday""#,
/// );
/// # Ok::<(), sociogram::formats::ReadError>(())
/// ```
pub fn the_recording(
    recordings: Vec<Recording>,
    name: Option<&str>,
) -> Result<Option<Recording>, NotOne> {
    let list = |recordings: &[Recording]| {
        let mut names: Vec<String> = recordings
            .iter()
            .take(MOST_NAMES)
            .map(|recording| format!("{:?}", recording.name()))
            .collect();
        if let Some(more @ 1..) = recordings.len().checked_sub(MOST_NAMES) {
            names.push(format!("and {more} more"));
        }
        names.join(", ")
    };
    let Some(name) = name else {
        if recordings.len() > 1 {
            return Err(NotOne::Several { names: list(&recordings) });
        }
        return Ok(recordings.into_iter().next());
    };
    let found = recordings.iter().position(|recording| recording.name().as_str() == name);
    match found {
        Some(at) => Ok(recordings.into_iter().nth(at)),
        None if recordings.is_empty() => Err(NotOne::Nothing),
        None => Err(NotOne::NoneOfThatName { names: list(&recordings) }),
    }
}

/// Why it is not clear which recording is meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotOne {
    /// There are several, and none was named.
    #[error("one of several must be named: {names}")]
    Several {
        /// Their names, quoted.
        names: String,
    },
    /// None has the name.
    #[error("none has this name: there are {names}")]
    NoneOfThatName {
        /// The names that there are, quoted.
        names: String,
    },
    /// One was named where there is none.
    #[error("none has this name: there is no turn in it")]
    Nothing,
}
