//! The documented API over HTTP: who may ask.

mod access;
pub mod token;

pub use access::{Access, Caller, Denied, Open};
