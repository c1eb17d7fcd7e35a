//! The one recording of a file that a command takes a single one of.

use std::path::Path;
use std::time::Duration;

use sociogram::Conversation;
use sociogram::formats::Recording;

use crate::escape::visible;
use crate::files::{Problem, conversation, no_conversation, shown, tell_left_out};
use crate::source::Source;
use crate::telling::BAD_INPUT;

/// The most names of recordings that are told; further ones are counted.
const MOST_NAMES: usize = 10;

/// What a conversation is made with.
pub(crate) struct Made<'a> {
    pub(crate) roster: &'a [String],
    pub(crate) duration: Option<f64>,
    pub(crate) min_talk: Duration,
}

/// The one recording of a file, and its conversation. Of a file without any, a meeting in which
/// nobody spoke.
pub(crate) fn only(
    source: &Source,
    file: &Path,
    made: &Made<'_>,
) -> Result<(Option<Recording>, Conversation), Problem> {
    let mut recordings = source.read(file)?;
    if recordings.len() > 1 {
        let count = recordings.len();
        let named = recordings.iter().flatten().take(MOST_NAMES);
        let names: Vec<String> = named.map(|one| visible(one.name())).collect();
        let more = if count > MOST_NAMES { ", …" } else { "" };
        let message = format!(
            "{}: error: {count} recordings, of which --recording chooses one: {}{more}",
            shown(file),
            names.join(", "),
        );
        return Err(Problem { code: BAD_INPUT, message });
    }
    let recording = recordings.pop().flatten();
    let heard = recording.as_ref();
    let mut builder = conversation(heard, made.roster, made.min_talk);
    if let Some(seconds) = made.duration {
        builder = builder.duration_seconds(seconds);
    }
    let conversation = builder.build().map_err(|error| no_conversation(file, heard, &error))?;
    tell_left_out(file, heard, &conversation, made.min_talk);
    Ok((recording, conversation))
}
