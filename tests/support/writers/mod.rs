//! Writers of every format, which only tests and benchmarks need.

#![allow(
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    dead_code,
    reason = "each takes the part it needs, and should fail loudly"
)]

pub(crate) mod json;
pub(crate) mod text;

/// One turn of a speaker, counted from 0, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spoken {
    pub(crate) speaker: usize,
    pub(crate) start: i64,
    pub(crate) end: i64,
}

impl Spoken {
    /// The turn in up to three words that touch.
    pub(crate) fn words(self) -> Vec<Self> {
        let length = self.end - self.start;
        let cuts = [0, length / 3, length * 2 / 3, length].map(|at| self.start + at);
        cuts.windows(2)
            .filter(|cut| cut[0] < cut[1])
            .map(|cut| Self { speaker: self.speaker, start: cut[0], end: cut[1] })
            .collect()
    }

    /// `12.345`
    pub(crate) fn seconds(time: i64) -> String {
        format!("{}.{:03}", time / 1_000, time % 1_000)
    }

    pub(crate) fn start_seconds(self) -> String {
        Self::seconds(self.start)
    }

    pub(crate) fn end_seconds(self) -> String {
        Self::seconds(self.end)
    }

    /// A JSON number is the decimal that it prints as.
    pub(crate) fn number(time: i64) -> f64 {
        time as f64 / 1_000.0
    }
}

pub(crate) fn name(speaker: usize) -> String {
    ["ana", "ben", "eva", "dan"][speaker].to_owned()
}

pub(crate) fn number(speaker: usize) -> String {
    speaker.to_string()
}

/// From 1: 0 stands for nobody there.
pub(crate) fn tag(speaker: usize) -> String {
    (speaker + 1).to_string()
}
