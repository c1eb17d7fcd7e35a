//! A meeting as its lines tell it.

use sociogram::formats::{self, Options, OverlapCapability, Position, Recording};
use sociogram::live::Live;
use sociogram::schema::{FullResult, RepairResult};
use sociogram::{Label, Turn};

use crate::escape::visible;
use crate::files::Problem;
use crate::input::Input;
use crate::telling::BAD_INPUT;

/// What a line held.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// Turns that were taken in.
    pub(super) turns: u64,
    /// What was left out, and why.
    pub(super) left_out: Vec<String>,
}

/// A meeting, and what was wrong with its lines.
pub(super) struct Meeting {
    live: Live,
    options: Options,
    strict: bool,
    /// The recording that is asked for, or the first that came.
    name: Option<Label>,
    is_asked_for: bool,
    /// The number of the line that came last.
    line: u64,
    overlap: Option<OverlapCapability>,
    repairs: Vec<RepairResult>,
    unknown_speaker_turns: u64,
    skipped: u64,
    unreadable: u64,
}

impl Meeting {
    pub(super) fn new(live: Live, options: Options, input: &Input) -> Self {
        Self {
            live,
            options,
            strict: input.strict,
            name: input.recording.as_deref().map(Label::from),
            is_asked_for: input.recording.is_some(),
            line: 0,
            overlap: None,
            repairs: Vec::new(),
            unknown_speaker_turns: 0,
            skipped: 0,
            unreadable: 0,
        }
    }

    pub(super) const fn live(&self) -> &Live {
        &self.live
    }

    /// Takes in a line.
    pub(super) fn hear(&mut self, line: &[u8]) -> Result<Heard, Problem> {
        self.line += 1;
        let mut heard = Heard::default();
        // A byte order mark may stand in front of the first line.
        let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        if line.trim_ascii().is_empty() {
            return Ok(heard);
        }
        match formats::read(line, &self.options) {
            Ok(reading) => {
                for recording in reading.into_recordings() {
                    self.take(&recording, &mut heard)?;
                }
            }
            Err(error) => {
                let path = error.place().path.as_deref();
                let path = path.map_or_else(String::new, |path| format!("{}: ", visible(path)));
                let problem = format!("{path}{}", error.kind());
                self.unreadable += 1;
                self.leave_out(error.position(), &problem, &mut heard)?;
            }
        }
        Ok(heard)
    }

    /// Leaves out a line that is too long to be one.
    pub(super) fn too_long(&mut self) -> Result<Heard, Problem> {
        self.line += 1;
        self.unreadable += 1;
        let mut heard = Heard::default();
        self.leave_out(START, "the line is longer than 1 MiB", &mut heard)?;
        Ok(heard)
    }

    /// Takes in what a line says of a recording.
    fn take(&mut self, recording: &Recording, heard: &mut Heard) -> Result<(), Problem> {
        if !self.is_of_this_meeting(recording.name()) {
            if self.is_asked_for {
                return Ok(());
            }
            self.unreadable += 1;
            let here = self.name.as_deref().unwrap_or_default();
            let problem =
                format!("the recording is {:?}, and this is {here:?}", &**recording.name());
            return self.leave_out(START, &problem, heard);
        }
        self.overlap = Some(recording.overlap());
        self.skipped += recording.skipped();
        self.unknown_speaker_turns += recording.unknown_speakers().map_or(0, |one| one.turns);
        for repair in recording.repairs() {
            let path = repair.first.path.as_deref().map(str::to_owned);
            self.repaired(repair.kind, repair.count, path);
        }
        for (speaker, span) in recording.turns().iter() {
            match self.live.push(Turn::new(speaker, span)) {
                Ok(()) => heard.turns += 1,
                Err(error) => self.leave_out(START, &error.to_string(), heard)?,
            }
        }
        Ok(())
    }

    /// Whether a recording is the one that is followed: the one asked for, or the first.
    fn is_of_this_meeting(&mut self, name: &Label) -> bool {
        name.is_empty() || self.name.get_or_insert_with(|| name.clone()) == name
    }

    fn repaired(&mut self, kind: formats::RepairKind, count: u64, first_path: Option<String>) {
        match self.repairs.iter_mut().find(|repair| repair.kind == kind) {
            Some(repair) => repair.count += count,
            None => {
                self.repairs.push(RepairResult { kind, count, first_line: self.line, first_path });
                self.repairs.sort_unstable_by_key(|repair| repair.kind);
            }
        }
    }

    /// Leaves out something in this line; where nothing may be, that ends the meeting.
    fn leave_out(&self, at: Position, problem: &str, heard: &mut Heard) -> Result<(), Problem> {
        let place = format!("<stdin>:{}:{}", self.line, at.column);
        if self.strict {
            let message = format!("{place}: error: {problem}");
            return Err(Problem { code: BAD_INPUT, message });
        }
        heard.left_out.push(format!("{place}: warning: left out: {problem}"));
        Ok(())
    }

    /// All that is known so far.
    pub(super) fn result(&self) -> FullResult {
        let mut result = FullResult::from(&self.live.snapshot());
        result.recording = self.name.as_ref().map(ToString::to_string);
        result.overlap_capability = self.overlap;
        result.repairs.clone_from(&self.repairs);
        result.unknown_speaker_turns = self.unknown_speaker_turns;
        result.skipped_records = self.skipped;
        result.warnings = self.warnings().collect();
        result
    }

    /// What was left out, counted.
    pub(super) fn warnings(&self) -> impl Iterator<Item = String> {
        let unreadable = ("line", self.unreadable, "could not be read");
        let refused = ("turn", self.live.refused(), "came too late or from too many speakers");
        [unreadable, refused].into_iter().filter(|(_, count, _)| *count > 0).map(
            |(what, count, why)| {
                let plural = if count == 1 { "" } else { "s" };
                format!("{count} {what}{plural} left out: {why}")
            },
        )
    }
}

const START: Position = Position { line: 1, column: 1 };
