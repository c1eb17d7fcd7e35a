//! Scores RTTM files one after the other, and tells how long it took:
//! `cargo run --release --example score_files -- FILE.rttm…`
//!
//! One line of JSON, for `scripts/compare_tools.py`: the seconds from files on disk to scores, and
//! the sum of all scores.

use std::io::Write;
use std::time::Instant;

use sociogram::formats::rttm;
use sociogram::{Analyzer, Conversation};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files: Vec<_> = std::env::args_os().skip(1).collect();
    let begin = Instant::now();
    let (analyzer, mut sum) = (Analyzer::default(), 0.0);
    for file in &files {
        for recording in rttm::read(&std::fs::read(file)?)? {
            let conversation = Conversation::new(recording.into_turns())?;
            sum += analyzer.analyze(&conversation).score().unwrap_or(0.0);
        }
    }
    let seconds = begin.elapsed().as_secs_f64();
    writeln!(std::io::stdout(), r#"{{"seconds": {seconds}, "figure": {sum}}}"#)?;
    Ok(())
}
