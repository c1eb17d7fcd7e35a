//! From the bytes that a diarizer writes to turns, one file a format.
//!
//! A reader tells recordings apart, repairs what is known to go wrong and counts it, and refuses
//! everything else with the line and column at which it stood.

mod error;
mod recording;
pub mod rttm;

pub use error::{Excerpt, Position, ReadError, ReadErrorKind};
pub use recording::{Recording, Repair, RepairKind};
