//! The readers of all formats: what each makes of its fixtures and of what tools are known to
//! write, and what holds for all of them.

#![allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

#[path = "../support/mod.rs"]
mod support;
#[path = "../support/writers/mod.rs"]
mod writers;

mod anything;
mod assemblyai;
mod audacity;
mod aws_transcribe;
mod azure;
mod chat;
mod ctm;
mod deepgram;
mod eaf;
mod elevenlabs;
mod everywhere;
mod front;
mod fuzz_targets;
mod google;
mod jsonl;
mod kaldi;
mod openai;
mod pyannote;
mod pyannoteai;
mod revai;
mod seglst;
mod speechmatics;
mod srt;
mod stm;
mod streamed;
mod table;
mod textgrid;
mod tools;
mod uem;
mod webvtt;
mod whisperx;
