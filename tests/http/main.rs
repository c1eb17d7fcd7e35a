//! The service over real sockets: what it answers, to whom, and what it keeps.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

mod again;
#[path = "../support/client.rs"]
mod client;
mod documented;
mod hashes;
mod meetings;
mod operations;
mod refused;
#[cfg(feature = "report")]
mod report;
mod served;
mod store;
mod stored;
#[path = "../support/mod.rs"]
mod support;
mod tenants;
mod tree;
