//! The questions that can be asked about a meeting, and their answers.

use std::time::Duration;

use serde::Serialize;

use super::failure::Failure;
use super::stored::StoredMeeting;
use crate::analysis::Analyzer;
use crate::dynamics::{Dynamics, Windows};
use crate::normalize::Scale;
use crate::schema::{FullResult, Interactions, MeetingDynamics, MeetingInteractionScore};

/// Where random numbers start from: the same as those of the command.
const SEED: u64 = 0;

/// What is asked about a meeting. The same question about the same meeting has the same answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Question {
    /// How strongly each pair interacted.
    Interactions,
    /// The meeting's score.
    Score,
    /// The scores of periods.
    Dynamics {
        /// How long they are.
        period_seconds: u32,
    },
    /// Everything that is known.
    Everything,
    /// The same to look at.
    #[cfg(feature = "report")]
    Page,
}

impl Question {
    /// The answer: JSON, but for the page.
    pub(super) fn answer(
        self,
        meeting: &StoredMeeting,
        analyzer: &Analyzer,
        scale: Scale,
    ) -> Result<Vec<u8>, Failure> {
        let conversation = meeting.conversation().map_err(Failure::internal)?;
        match self {
            Self::Interactions => {
                body(&Interactions::on_scale(&analyzer.analyze(&conversation), scale))
            }
            Self::Score => body(&MeetingInteractionScore::from(&analyzer.analyze(&conversation))),
            Self::Dynamics { period_seconds } => {
                // Some periods are too short for a meeting of years.
                let refuse =
                    |error: &dyn std::fmt::Display| Failure::parameter("period_seconds", error);
                let period = Duration::from_secs(period_seconds.into());
                let windows = Windows::tiling(period).map_err(|error| refuse(&error))?;
                let dynamics = Dynamics::of(&conversation, analyzer, windows);
                body(&MeetingDynamics::from(&dynamics.map_err(|error| refuse(&error))?))
            }
            Self::Everything => {
                let result = FullResult::of(&conversation, analyzer, SEED);
                body(&match meeting.provenance() {
                    Some(provenance) => result.with_provenance(provenance.clone()),
                    None => result,
                })
            }
            #[cfg(feature = "report")]
            Self::Page => {
                let page = crate::report::Report::of(&conversation, analyzer, SEED);
                let page = match meeting.provenance() {
                    Some(provenance) => page.with_provenance(provenance.clone()),
                    None => page,
                };
                Ok(page.html().into_bytes())
            }
        }
    }
}

/// JSON without white space.
pub(super) fn body(value: &impl Serialize) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(value).map_err(Failure::internal)
}
