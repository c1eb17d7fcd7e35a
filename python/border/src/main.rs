//! Reads a meeting a line as JSON and prints its full result, as Rust alone has it.

use std::error::Error;
use std::io::{self, BufRead, Write};

use serde::Deserialize;
use sociogram::schema::FullResult;
use sociogram::{Analyzer, Conversation, Turn, Turns};

#[derive(Deserialize)]
struct Meeting {
    turns: Vec<(String, f64, f64)>,
    #[serde(default)]
    roster: Vec<String>,
    duration: Option<f64>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let meeting: Meeting = serde_json::from_str(&line?)?;
        let turns: Result<Turns, _> = meeting
            .turns
            .into_iter()
            .map(|(speaker, start, end)| Turn::from_seconds(speaker, start, end))
            .collect();
        let mut builder = Conversation::builder(turns?).roster(meeting.roster);
        if let Some(seconds) = meeting.duration {
            builder = builder.duration_seconds(seconds);
        }
        let result = FullResult::of(&builder.build()?, &Analyzer::default(), 0);
        serde_json::to_writer(&mut out, &result)?;
        writeln!(out)?;
        out.flush()?;
    }
    Ok(())
}
