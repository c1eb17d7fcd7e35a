//! How people in a meeting interact, computed from who spoke when.
//!
//! A diarizer says who spoke when; `sociogram` says who responds to whom, how strongly each pair
//! interacts (0 to 100), and how interactive the meeting is (0 to 100). It looks at timing alone:
//! no words, no language, no audio.
//!
//! # The nouns
//!
//! - A [`Turn`] is one stretch of speech of one speaker, as the diarizer reports it: a [`Label`]
//!   and a [`Span`] of [`Time`]. Times are whole microseconds; spans are half-open and never
//!   empty.
//! - A [`Spurt`] is the union of one speaker's turns that overlap or touch. How a diarizer cuts
//!   speech into turns does not matter.
//! - A [`Participant`] is anyone who speaks or stands on the *roster*, the list of those who were
//!   there and may never have spoken.
//! - A [`Conversation`] is all of that, validated and in order.
//! - *Presence* is how much the floor still is a speaker's: it rises towards 1 while they speak
//!   and decays towards 0 while they do not. Whoever starts to speak gives a [`Response`] to each
//!   of those present; what a spurt is worth is the rise in its speaker's own presence
//!   ([`presence`] has the formulas).
//! - The *strength* of a pair is the sum of its responses, both ways; its *node value* puts that
//!   on a [`Scale`] from 0 to 100 ([`normalize`]); the *meeting interaction score* is the mean of
//!   the absolute values over all pairs ([`score`]).
//!
//! Beside the numbers stand the answers to four questions: how sure are they ([`confidence`]), why
//! ([`explain`]), is it more than talk ([`chance`]), and do people agree ([`validate`]);
//! [`stress`] says what diarization errors do to them, and [`facts`] has the usual measures of
//! turn-taking and who was left out. [`dynamics`] has a meeting window by window, [`compare`] holds
//! two meetings of the same people against each other, and [`series`] follows a team over many.
//!
//! # From a file to JSON
//!
//! ```
//! use sociogram::formats::rttm;
//! use sociogram::schema::{Interactions, MeetingInteractionScore};
//! use sociogram::{Analyzer, Conversation};
//!
//! let file = b"SPEAKER standup 1 0.0 2.0 <NA> <NA> ana <NA> <NA>\n\
//!              SPEAKER standup 1 2.2 1.8 <NA> <NA> ben <NA> <NA>\n";
//!
//! let analyzer = Analyzer::default();
//! for recording in rttm::read(file)? {
//!     let conversation = Conversation::new(recording.into_turns())?;
//!     let analysis = analyzer.analyze(&conversation);
//!
//!     assert_eq!(
//!         serde_json::to_string(&Interactions::from(&analysis))?,
//!         r#"{"nodes":[{"between":["ana","ben"],"value":82}]}"#,
//!     );
//!     assert_eq!(
//!         serde_json::to_string(&MeetingInteractionScore::from(&analysis))?,
//!         r#"{"meeting_interaction_score":82}"#,
//!     );
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What holds everywhere
//!
//! - The same input gives the same bits, in any order of its lines and on any platform.
//! - Nothing panics, whatever the input: what cannot be read or built is a typed error that says
//!   where and what was expected. Analysis of a [`Conversation`] cannot fail.
//! - What is absent is absent: with fewer than two participants there is no score, rather than a
//!   score of 0.
//! - [`petgraph`] and [`ndarray`] are part of the interface and re-exported:
//!   [`Analysis::graph`] is a petgraph graph, and numbers come as arrays.
//!
//! # Features
//!
//! None is on by default. `formats` reads every format beside RTTM ([`formats`] has the front of
//! all readers); `cli` builds the `sociogram` command; `json-schema` derives
//! `schemars::JsonSchema` for the structs of [`schema`]; `parallel` resamples on all cores;
//! `export` writes the speaker graph for other tools, `plot` draws pictures as SVG, and `png` as PNG too;
//! `http` is the documented API as an axum router, with meetings
//! kept in a folder, and `cloud` keeps them with S3, Google or Azure; `report` makes a page of HTML
//! of a meeting; `parquet` scores corpora of many meetings, out of Parquet and into it, in bounded
//! memory; `generate` adds seeded conversations for tests and benchmarks.

pub mod analysis;
pub mod chance;
pub mod compare;
pub mod confidence;
pub mod conversation;
#[cfg(feature = "parquet")]
pub mod corpus;
pub mod dynamics;
pub mod explain;
#[cfg(feature = "export")]
pub mod export;
pub mod facts;
pub mod formats;
#[cfg(feature = "generate")]
pub mod generate;
pub mod graph;
#[cfg(feature = "http")]
pub mod http;
pub mod live;
pub mod normalize;
mod parallel;
#[cfg(feature = "plot")]
pub mod plot;
pub mod presence;
mod random;
#[cfg(feature = "report")]
pub mod report;
pub mod schema;
pub mod score;
#[cfg(any(feature = "plot", feature = "report"))]
mod seating;
pub mod series;
pub mod stress;
pub mod time;
pub mod turn;
pub mod validate;

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

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
