//! From the bytes that a diarizer writes to turns, one file a format.
//!
//! A reader tells recordings apart, repairs what is known to go wrong and counts it, and refuses
//! everything else with the line and column at which it stood.

mod collector;
mod error;
mod format;
mod lines;
mod place;
mod recording;
pub mod rttm;
mod scored;
mod speaker;
mod unit;

#[cfg(feature = "formats")]
mod audacity;
#[cfg(feature = "formats")]
mod blocks;
#[cfg(feature = "formats")]
mod captions;
#[cfg(feature = "formats")]
mod chat;
#[cfg(feature = "formats")]
mod clock;
#[cfg(feature = "formats")]
mod columns;
#[cfg(feature = "formats")]
mod ctm;
#[cfg(feature = "formats")]
mod detect;
#[cfg(feature = "formats")]
mod eaf;
#[cfg(feature = "formats")]
mod fields;
#[cfg(feature = "formats")]
mod handlers;
#[cfg(feature = "formats")]
mod in_turn;
#[cfg(feature = "formats")]
mod input;
#[cfg(feature = "formats")]
mod json;
#[cfg(feature = "formats")]
mod kaldi;
#[cfg(feature = "formats")]
mod options;
#[cfg(feature = "parquet")]
mod pieces;
#[cfg(feature = "formats")]
mod ranges;
#[cfg(feature = "formats")]
mod reading;
#[cfg(feature = "formats")]
mod regions;
#[cfg(feature = "formats")]
mod sample;
#[cfg(feature = "formats")]
mod stm;
#[cfg(feature = "formats")]
mod stream;
#[cfg(feature = "formats")]
mod streamed;
#[cfg(feature = "formats")]
mod suspicion;
#[cfg(feature = "formats")]
mod table;
#[cfg(feature = "formats")]
mod textgrid;
#[cfg(feature = "formats")]
mod words;
#[cfg(feature = "formats")]
mod writing;

#[cfg(feature = "parquet")]
pub(crate) use columns::{Column, Naming};
#[cfg(feature = "formats")]
pub use detect::{Detected, candidates, detect};
#[cfg(feature = "formats")]
pub use error::InputError;
pub use error::{Excerpt, ReadError, ReadErrorKind};
pub use format::{Format, UnknownFormat};
#[cfg(feature = "formats")]
pub use kaldi::utt2spk;
#[cfg(feature = "formats")]
pub use options::Options;
#[cfg(feature = "parquet")]
pub(crate) use pieces::{peek, read_in_pieces};
pub use place::{Place, Position};
#[cfg(feature = "formats")]
pub use reading::{Reading, read};
pub use recording::{OverlapCapability, Recording, Repair, RepairKind, UnknownSpeech, Warning};
#[cfg(feature = "formats")]
pub use regions::Regions;
pub use speaker::UnknownSpeakers;
#[cfg(feature = "parquet")]
pub(crate) use speaker::{UNKNOWN, is_known};
#[cfg(feature = "formats")]
pub use stream::Reader;
#[cfg(feature = "formats")]
pub use streamed::read_from;
pub use unit::{Unit, UnknownUnit};
#[cfg(feature = "export")]
pub(crate) use writing::write_rttm_of;
#[cfg(feature = "formats")]
pub use writing::{WriteError, write_json_lines, write_rttm};
