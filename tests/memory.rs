//! How much memory readers take, beside their input. One test, since all threads share the count.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

use peak_alloc::PeakAlloc;
use sociogram::formats::{self, Format, Options, ReadErrorKind, Reader};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// How many bytes are taken at the peak, beyond those that are taken now.
fn taken<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let done = work();
    (done, MEMORY.peak_usage().saturating_sub(before))
}

fn times(piece: &str, count: usize) -> String {
    piece.repeat(count)
}

/// Inputs of some megabytes that look like a format and go on without end.
fn endless() -> Vec<(Format, String)> {
    let word = r#"{"word":"so","start":1.0,"end":1.0,"speaker":0},"#;
    let deep = times("[", 3_000_000);
    vec![
        (Format::Rttm, times("SPEAKER a 1 0 1 <NA> <NA> ana <NA> <NA>\n", 80_000)),
        (Format::WhisperX, format!("{{\"segments\":[{{\"words\":[{}", times(word, 60_000))),
        (Format::WhisperX, format!("{{\"segments\":{deep}")),
        (Format::Deepgram, format!("{{\"results\":{deep}")),
        (Format::JsonLines, format!("{{\"speaker\":{deep}")),
        (Format::Csv, times("start,end,speaker\n", 200_000)),
        (Format::Csv, format!("start,end,speaker\n\"{}", times("a,b\n", 800_000))),
        (Format::WebVtt, format!("WEBVTT\n\n{}", times("00:01 --> 00:02\n<v A>\n", 150_000))),
        (Format::Eaf, format!("<ANNOTATION_DOCUMENT>{}", times("<TIER>", 500_000))),
        (Format::TextGrid, format!("File type = \"ooTextFile\"\n\"{}", times("x ", 1_500_000))),
        (Format::Chat, format!("@UTF8\n@Begin\n{}", times("\tand so on\n", 300_000))),
    ]
}

#[test]
fn memory_is_a_small_multiple_of_the_input_or_constant_in_a_stream() {
    for (format, text) in endless() {
        let options = Options::default().format(format);
        let (_, peak) = taken(|| formats::read(text.as_bytes(), &options).is_ok());
        assert!(
            peak < 8 * text.len(),
            "{format}: {peak} bytes for {} of {:?}",
            text.len(),
            &text.get(..40)
        );
    }

    // A line of a gigabyte, as a stream: it is refused after a megabyte.
    let spaces = vec![b' '; 1 << 20];
    for format in Format::ALL {
        let Some(mut reader) = Reader::new(format, Options::default()) else { continue };
        let (error, peak) = taken(|| (0..1_024).find_map(|_| reader.push(&spaces).err()));
        let error = error.unwrap_or_else(|| panic!("{format} takes a gigabyte for a line"));
        assert!(matches!(error.kind(), ReadErrorKind::LineTooLong { .. }), "{format}: {error}");
        assert!(peak < 8 << 20, "{format}: {peak} bytes");
    }

    // A long stream of good lines takes the memory of its turns.
    let mut reader = Reader::new(Format::Rttm, Options::default()).unwrap();
    let piece = times("SPEAKER a 1 0 1 <NA> <NA> ana <NA> <NA>\n", 10_000);
    let (_, peak) = taken(|| {
        for _ in 0..100 {
            reader.push(piece.as_bytes()).unwrap();
        }
    });
    assert!(peak < 80 << 20, "{peak} bytes for a million turns");

    // So does a file, whatever its size, when it is read from where it lies.
    let file = Endless { recordings: 0..2_000, text: Vec::new(), at: 0 };
    let (reading, peak) = taken(|| formats::read_from(file, &Options::default()).unwrap());
    assert_eq!(reading.recordings().len(), 2_000);
    let size = 2_000 * 300 * 61;
    assert!(peak < size * 6 / 5, "{peak} bytes for a file of {size}");
}

/// A file of RTTM that is made while it is read: it takes no memory.
struct Endless {
    recordings: std::ops::Range<usize>,
    text: Vec<u8>,
    at: usize,
}

impl std::io::Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.text.len() {
            let Some(next) = self.recordings.next() else { return Ok(0) };
            let line = format!("SPEAKER meeting-{next:04} 1 100.00 1.00 <NA> <NA> s01 <NA> <NA>\n");
            (self.text, self.at) = (line.repeat(300).into_bytes(), 0);
        }
        let some = into.len().min(self.text.len() - self.at);
        into[..some].copy_from_slice(&self.text[self.at..self.at + some]);
        self.at += some;
        Ok(some)
    }
}
