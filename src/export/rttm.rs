//! RTTM: not the graph, but the spurts that it was made of.

use std::io::Write;

use crate::conversation::{Conversation, Participant};
use crate::formats::{WriteError, write_rttm_of};
use crate::turn::Label;

/// Writes the spurts of a conversation as RTTM, in order of time.
///
/// They are what was analyzed: turns of one speaker that overlap or touch are one, and those who
/// were left out are not there. A recording without a name is written as `<NA>`; participants who
/// never speak have no place in RTTM.
///
/// # Errors
/// [`WriteError::Label`] and [`WriteError::Name`] for what RTTM cannot hold, before anything is
/// written, and [`WriteError::Io`].
///
/// ```
/// use sociogram::export::write_rttm;
/// use sociogram::{Conversation, Turn};
///
/// let turns = [Turn::from_seconds("ana", 0.0, 2.0)?, Turn::from_seconds("ana", 2.0, 3.5)?];
/// let mut written = Vec::new();
/// write_rttm(&Conversation::new(turns)?, Some("standup"), &mut written)?;
/// assert_eq!(
///     String::from_utf8(written)?,
///     "SPEAKER standup 1 0 3.5 <NA> <NA> ana <NA> <NA>\n",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_rttm(
    conversation: &Conversation,
    recording: Option<&str>,
    mut out: impl Write,
) -> Result<(), WriteError> {
    let name = Label::from(recording.unwrap_or_default());
    let everyone = conversation.participants();
    let speakers = everyone.iter().filter(|one| one.spurts() > 0).map(Participant::label);
    let spurts = conversation
        .spurts()
        .iter()
        .filter_map(|spurt| Some((everyone.get(spurt.participant.get())?.label(), spurt.span)));
    write_rttm_of(&name, speakers, spurts.collect(), &mut out)?;
    Ok(out.flush()?)
}
