//! `sociogram detect`: which format a file is in, and why.

use std::io::{self, Write};
use std::path::Path;

use sociogram::formats::{Options, candidates, detect};

use crate::args::Detect;
use crate::files::{
    Problem, Problems, destination, is_standard_input, refuse_repeated_input, shown,
};
use crate::source::{contents, refusal};

pub(crate) fn run(arguments: &Detect) -> io::Result<u8> {
    refuse_repeated_input("detect", &arguments.files);
    let mut problems = Problems::none();
    let Some(mut out) = destination(None, &mut problems) else { return Ok(problems.code()) };
    for file in &arguments.files {
        match told(file) {
            Ok(told) => writeln!(out, "{}: {told}", shown(file))?,
            Err(problem) => {
                // What was found before it comes first, where both go to one terminal.
                out.flush()?;
                problems.tell(&problem);
            }
        }
    }
    out.flush()?;
    Ok(problems.code())
}

fn told(file: &Path) -> Result<String, Problem> {
    let bytes = contents(file)?;
    let mut options = Options::default();
    if !is_standard_input(file) {
        options = options.file_name(file.to_string_lossy());
    }
    let detected = match detect(&bytes, &options) {
        Ok(detected) => detected,
        Err(error) => {
            let mut problem = refusal(file, &error);
            for (format, reason) in candidates(&bytes).unwrap_or_default() {
                problem.message += &format!("\n  {} ({format}): {reason}", format.name());
            }
            return Err(problem);
        }
    };
    let mut told = format!("{} ({}): {}", detected.format.name(), detected.format, detected.reason);
    if !detected.others.is_empty() {
        let others: Vec<&str> = detected.others.iter().map(|other| other.id()).collect();
        told += &format!("; its name decides against {}", others.join(", "));
    }
    Ok(told)
}
