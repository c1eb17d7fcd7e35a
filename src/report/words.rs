//! What the score means, in plain words.

use crate::schema::{EvidenceResult, FullResult};

/// The score, and what is to be said of it.
pub(super) struct Words {
    /// As large as a title.
    pub(super) score: String,
    /// How sure it is.
    pub(super) interval: String,
    /// What it means.
    pub(super) means: String,
    /// What it does not mean.
    pub(super) not: String,
}

pub(super) fn of(result: &FullResult) -> Words {
    let half = result.parameters.half_rate;
    let means = format!(
        "It says how much the people of this meeting respond to each other: 0 is nobody ever \
         answering anybody, 50 a meeting with {half} responses a minute spread evenly over all \
         pairs, and 100 is never quite reached. More responses raise it, and so does spreading \
         them over more pairs."
    );
    let not = "It looks only at who speaks when. It does not know what was said or by whom it was \
               meant, and it is no judgement of the meeting or of anyone in it: a low score may be \
               just what a lecture, a hearing or a reading needs."
        .to_owned();
    let Some(score) = result.score else {
        let present = match result.participants.len() {
            0 => "Nobody takes part in this recording",
            _ => "Only one person takes part in this recording",
        };
        let interval = format!("{present}: an interaction score takes two participants.");
        return Words { score: "No score".to_owned(), interval, means, not };
    };
    let nobody_speaks = result.participants.iter().all(|one| one.spurts == 0);
    let too_little = "There is too little speech here to say more than what happened in this one \
                      recording.";
    let interval = match (result.interval, result.evidence) {
        _ if nobody_speaks => "Nobody speaks in this meeting.".to_owned(),
        (Some(interval), evidence) => {
            let mut text = format!(
                "90 % interval {:.1} to {:.1}: nine of ten such intervals hold the score that these \
                 people would come to if they went on in the same way for long.",
                interval.low, interval.high
            );
            if evidence == Some(EvidenceResult::TooLittle) {
                text.push(' ');
                text.push_str(too_little);
            }
            text
        }
        (None, Some(EvidenceResult::TooLittle)) => format!("No interval. {too_little}"),
        (None, _) => "No interval: how sure the score is was not worked out.".to_owned(),
    };
    Words { score: format!("{score:.1} of 100"), interval, means, not }
}
