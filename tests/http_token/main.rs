//! Tokens: what lets in, what does not, and why; keys of every kind, and keys that change.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

mod claims;
mod cost;
mod header;
mod jwks;
mod keys;
mod maker;
mod reload;
mod rules;
mod shape;
