//! What reading RTTM costs at the least: a program that splits lines, parses two numbers and
//! interns the speaker, on one thread. `scripts/speed` holds the command against it.
//!
//! `cargo run --release --example floor -- meetings.rttm`

use std::collections::HashMap;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("expected the path of an RTTM file")?;
    let text = std::fs::read_to_string(path)?;
    let (mut labels, mut turns) = (HashMap::new(), Vec::new());
    for line in text.lines() {
        let mut fields = line.split_ascii_whitespace().skip(3);
        let (Some(start), Some(length)) = (fields.next(), fields.next()) else { continue };
        let Some(speaker) = fields.nth(2) else { continue };
        let (start, length): (f64, f64) = (start.parse()?, length.parse()?);
        let next = labels.len();
        turns.push((*labels.entry(speaker).or_insert(next), start, start + length));
    }
    println!("{} turns, {} speakers", turns.len(), labels.len());
    Ok(())
}
