//! The one recording of a file that a command takes a single one of.

use sociogram::Conversation;
use sociogram::formats::Recording;

use crate::escape::visible;
use crate::files::{Problem, conversation, no_conversation, shown, tell_left_out};
use crate::single::Single;
use crate::source::Source;
use crate::telling::BAD_INPUT;

/// The most names of recordings that are told; further ones are counted.
const MOST_NAMES: usize = 10;

/// The one recording of a file, and its conversation. Of a file without any, a meeting in which
/// nobody spoke.
pub(crate) fn only(
    source: &Source,
    one: &Single,
) -> Result<(Option<Recording>, Conversation), Problem> {
    let file = &one.file;
    let mut recordings = source.read(file)?;
    if recordings.len() > 1 {
        let count = recordings.len();
        let named = recordings.iter().flatten().take(MOST_NAMES);
        let names: Vec<String> = named.map(|named| visible(named.name())).collect();
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
    let mut builder = conversation(heard, &one.roster, one.min_talk);
    if let Some(seconds) = one.duration {
        builder = builder.duration_seconds(seconds);
    }
    let conversation = builder.build().map_err(|error| no_conversation(file, heard, &error))?;
    tell_left_out(file, heard, &conversation, one.min_talk);
    Ok((recording, conversation))
}
