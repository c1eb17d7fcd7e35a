//! crate docs to come
pub mod analysis;
pub mod conversation;
pub mod formats;
#[cfg(feature = "generate")]
pub mod generate;
pub mod graph;
pub mod normalize;
pub mod presence;
pub mod schema;
pub mod score;
pub mod time;
pub mod turn;

pub use analysis::{Analysis, Analyzer, AnalyzerBuilder, Pair, ParameterError, Parameters};
pub use conversation::{
    Conversation, ConversationBuilder, ConversationError, Participant, ParticipantIndex, Spurt,
};
pub use graph::SpeakerGraph;
pub use ndarray;
pub use normalize::Scale;
pub use petgraph;
pub use presence::Response;
pub use time::{Span, SpanError, Time, TimeError};
pub use turn::{Label, Turn, Turns};
