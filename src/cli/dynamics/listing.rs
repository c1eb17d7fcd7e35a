//! The course of a meeting for reading: a line for each window, within 40 columns but for names.

use std::io::{self, Write};
use std::time::Duration;

use sociogram::dynamics::Dynamics;
use sociogram::{Pair, Time};

use crate::narrow::{bar, short};

/// The longest label that is shown whole.
const LONGEST_LABEL: usize = 20;

/// Prints one recording: what the windows are, and a line for each.
pub(super) fn print(
    name: Option<&str>,
    course: &Dynamics<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    let name = name.unwrap_or("(no recording)");
    let Some(speech) = course.conversation().extent() else {
        return writeln!(out, "{name}: no windows, since nobody speaks");
    };
    let (length, step) = (course.asked().length(), course.asked().step());
    let of_starts = decimals_of(u64::from(step.subsec_micros()));
    let windows = course.windows();
    let count = windows.len();
    let every = if step == length { String::new() } else { format!(" every {}", seconds(step)) };
    writeln!(
        out,
        "{name}: {count} window{} of {}{every}, to {}",
        if count == 1 { "" } else { "s" },
        seconds(length),
        clock(speech.end(), decimals_of(speech.end().micros().unsigned_abs())),
    )?;
    if course.conversation().participants().len() < 2 {
        return writeln!(out, "No interaction score, which takes two participants");
    }
    let widest = course.spans().map(|span| clock(span.start(), of_starts).len()).max().unwrap_or(0);
    writeln!(out, " {:<widest$}  score         resp.  strongest", "from")?;
    for window in course.windows() {
        let score = window.score().unwrap_or(0.0);
        let row = format!(
            " {:>widest$}  {score:>5.1}  {:<5}  {:>5}  {}",
            clock(window.span().start(), of_starts),
            bar(score),
            responses(window.responses()),
            window.strongest_pair().map_or_else(String::new, |pair| labels(&pair)),
        );
        writeln!(out, "{}", row.trim_end())?;
    }
    Ok(())
}

/// A number of responses in at most five places, up to a hundred thousand.
fn responses(given: f64) -> String {
    if given < 999.95 { format!("{given:.1}") } else { format!("{given:.0}") }
}

/// Two labels in one line.
fn labels(pair: &Pair<'_>) -> String {
    let [first, second] = pair.labels().map(|label| short(label, LONGEST_LABEL));
    format!("{first} – {second}")
}

fn seconds(length: Duration) -> String {
    format!("{} s", length.as_secs_f64())
}

/// How many decimals it takes to tell so many microseconds in seconds.
fn decimals_of(micros: u64) -> usize {
    let digits = format!("{:06}", micros % 1_000_000);
    digits.trim_end_matches('0').len()
}

/// Hours, minutes and seconds: `0:05:00`, `-0:00:02.5`. Further decimals are left out.
fn clock(time: Time, decimals: usize) -> String {
    let sign = if time.micros() < 0 { "-" } else { "" };
    let micros = time.micros().unsigned_abs();
    let (seconds, rest) = (micros / 1_000_000, format!("{:06}", micros % 1_000_000));
    let rest: String = rest.chars().take(decimals).collect();
    let point = if decimals > 0 { "." } else { "" };
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    format!("{sign}{hours}:{minutes:02}:{:02}{point}{rest}", seconds % 60)
}
