//! What reading RTTM costs at the least: a program that splits lines, parses two numbers and
//! interns the speaker, on one thread. `scripts/speed` holds the command against it.
//!
//! `cargo run --release --example floor -- meetings.rttm`

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "it is as plain as can be")]

#[path = "../benches/support/floor.rs"]
mod floor;

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("expected the path of an RTTM file")?;
    let text = std::fs::read_to_string(path)?;
    let (labels, turns) = floor::split_parse_intern(&text);
    println!("{} turns, {} speakers", turns.len(), labels.len());
    Ok(())
}
