//! What goes over the wire: structs that serialize to documented JSON.
//!
//! [`Interactions`], [`MeetingInteractionScore`], [`MeetingDynamics`] and the two error bodies are
//! the documented API, field for field: values are whole numbers from 0 to 100. [`FullResult`] is
//! sociogram's own, with everything it knows, unrounded; so are [`DynamicsResult`] of one meeting
//! in windows, [`ComparisonResult`] of two meetings and [`SeriesResult`] of many.
//!
//! [`documents`] holds the JSON Schema of each. With the feature `json-schema` the structs
//! implement `schemars::JsonSchema`, from which those documents are made.

mod comparison;
mod course;
pub mod documents;
mod facts;
mod full;
mod insight;
mod provenance;
mod series;
mod wire;

pub use comparison::{
    COMPARISON_VERSION, ComparisonResult, DifferenceResult, PairDifferenceResult, SideResult,
    VerdictResult,
};
pub use course::{DYNAMICS_VERSION, DynamicsResult, WindowPairResult, WindowResult};
pub use facts::{
    FactsResult, FloorTransfersResult, LeftOutReason, LeftOutResult, LengthsResult,
    MeetingFactsResult, PairFactsResult, ParticipantFactsResult,
};
pub use full::{
    DirectedResponses, FullResult, ModelParameters, PairResult, ParticipantResult, SCHEMA_VERSION,
};
pub use insight::{ChanceResult, EvidenceResult, ExplainedResult, IntervalResult, ShareResult};
pub use provenance::{Provenance, RepairResult};
pub use series::{MeetingResult, PairSeriesResult, SERIES_VERSION, SeriesResult};
pub use wire::{
    DynamicsPeriod, Interactions, MeetingDynamics, MeetingInteractionScore, Node, UploadError400,
    UploadError401,
};
