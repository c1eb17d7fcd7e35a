//! `sociogram ingest`: meetings out of files and into a store.

pub(crate) mod arguments;

use std::io::{self, Write};
use std::path::Path;

use sociogram::formats;
use sociogram::http::{FileHash, Key, Meetings, Objects, Receipt, StoredMeeting, the_recording};
use tokio::runtime::Runtime;

use self::arguments::Arguments;
use crate::files::{Problem, Problems, no_conversation, shown, tell_left_out};
use crate::source::{Source, begin, contents, refusal};
use crate::store;
use crate::telling::{BAD_INPUT, refuse_usage, say};

pub(crate) fn run(arguments: &Arguments) -> io::Result<u8> {
    if arguments.file_hash.is_some() && arguments.files.len() > 1 {
        refuse_usage("ingest", "--file-hash is for one file");
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut problems = Problems::none();
    let begun = begin("ingest", &arguments.files, &arguments.input, None, &mut problems);
    let Some((source, mut out)) = begun else { return Ok(problems.code()) };
    let meetings = match store::open("ingest", &arguments.store) {
        Ok(meetings) => meetings,
        Err(problem) => {
            problems.tell(&problem);
            return Ok(problems.code());
        }
    };
    for file in &arguments.files {
        match read(file, &source, arguments)
            .and_then(|read| keep(read, arguments, &meetings, &runtime))
        {
            Ok(receipt) => {
                serde_json::to_writer(&mut out, &receipt)?;
                writeln!(out)?;
                // Whoever reads along knows that this one is kept.
                out.flush()?;
            }
            Err(problem) => problems.tell(&problem),
        }
    }
    Ok(problems.code())
}

/// The meeting of a file, ready to be kept.
fn read(
    file: &Path,
    source: &Source,
    arguments: &Arguments,
) -> Result<(Receipt, Vec<u8>), Problem> {
    let bad = |problem: &dyn std::fmt::Display| Problem {
        code: BAD_INPUT,
        message: format!("{}: error: {problem}", shown(file)),
    };
    let bytes = contents(file)?;
    let options = source.options_for(file)?;
    let reading = formats::read(&bytes, &options).map_err(|error| refusal(file, &error))?;
    let format = reading.format();
    let several = reading.recordings().len() > 1;
    let recording = the_recording(reading.into_recordings(), arguments.input.recording.as_deref())
        .map_err(|error| bad(&format_args!("recordings: {error}; --recording names it")))?;
    let hash = match &arguments.file_hash {
        Some(hash) => hash.clone(),
        None if several => {
            return Err(bad(
                &"it has several recordings, and its SHA-256 is that of all of them: \
                             --file-hash says what to call this one",
            ));
        }
        None => FileHash::of(&bytes),
    };
    match &recording {
        Some(recording) => {
            let mut messages = Vec::new();
            source.tell(&shown(file), recording, &mut messages);
            messages.iter().for_each(|message| say(message));
        }
        None => say(&format!(
            "{}: warning: no turn in it: taken for a meeting without speech",
            shown(file)
        )),
    }
    let roster = arguments.roster.iter().filter(|label| !label.is_empty());
    let mut meeting =
        StoredMeeting::new(format, recording.as_ref()).roster(roster).min_talk(arguments.min_talk);
    if let Some(seconds) = arguments.duration {
        meeting = meeting.duration_seconds(seconds);
    }
    let conversation = meeting
        .conversation()
        .map_err(|error| no_conversation(file, recording.as_ref(), &error))?;
    tell_left_out(file, recording.as_ref(), &conversation, arguments.min_talk);
    let kept = meeting.encode(&hash).map_err(|error| bad(&error))?;
    Ok((Receipt::of(&hash, &meeting, &conversation), kept))
}

fn keep(
    (receipt, bytes): (Receipt, Vec<u8>),
    arguments: &Arguments,
    meetings: &Objects,
    runtime: &Runtime,
) -> Result<Receipt, Problem> {
    let key = Key::new(arguments.tenant.as_deref(), receipt.file_hash.clone());
    let kept = runtime.block_on(meetings.put(&key, bytes.into()));
    kept.map_err(|error| store::trouble(&arguments.store, &error))?;
    Ok(receipt)
}
