//! From the bytes that a diarizer writes to turns, one file a format.
//!
//! A reader tells recordings apart, repairs what is known to go wrong and counts it, and refuses
//! everything else with the line and column at which it stood.

mod collector;
mod error;
mod lines;
mod recording;
pub mod rttm;
mod scored;
mod speaker;
mod unit;

#[cfg(feature = "formats")]
mod clock;
#[cfg(feature = "formats")]
mod columns;
#[cfg(feature = "formats")]
mod detect;
#[cfg(feature = "formats")]
mod format;
#[cfg(feature = "formats")]
mod handlers;
#[cfg(feature = "formats")]
mod input;
#[cfg(feature = "formats")]
mod json;
#[cfg(feature = "formats")]
mod options;
#[cfg(feature = "formats")]
mod reading;
#[cfg(feature = "formats")]
mod regions;
#[cfg(feature = "formats")]
mod sample;
#[cfg(feature = "formats")]
mod stream;
#[cfg(feature = "formats")]
mod suspicion;
#[cfg(feature = "formats")]
mod table;
#[cfg(feature = "formats")]
mod words;

#[cfg(feature = "formats")]
pub use detect::{Detected, candidates, detect};
pub use error::{Excerpt, Place, Position, ReadError, ReadErrorKind};
#[cfg(feature = "formats")]
pub use format::{Format, UnknownFormat};
#[cfg(feature = "formats")]
pub use options::Options;
#[cfg(feature = "formats")]
pub use reading::{Reading, read};
pub use recording::{OverlapCapability, Recording, Repair, RepairKind, UnknownSpeech, Warning};
#[cfg(feature = "formats")]
pub use regions::Regions;
pub use speaker::UnknownSpeakers;
#[cfg(feature = "formats")]
pub use stream::Reader;
pub use unit::{Unit, UnknownUnit};
