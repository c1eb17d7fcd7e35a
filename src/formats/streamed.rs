//! The front of all readers for what comes from a file or a pipe.

use std::io::Read;

use super::blocks::{Block, Blocks, fill};
use super::collector::Collector;
use super::detect;
use super::error::{InputError, ReadError};
use super::format::Format;
use super::handlers::{How, handler};
use super::in_turn::read_in_turn;
use super::input::beginning;
use super::lines::AnyLineFormat;
use super::options::Options;
use super::reading::{Reading, read};
use crate::parallel;

/// So much is read at a time: most of it still is in the cache of a core when its lines are taken
/// apart.
const BLOCK: usize = 1 << 20;

/// Reads an input of any format as [`read()`] does, from a file or whatever else bytes come from.
///
/// Where the format is told from the beginning and has lines, they are read as they come, and what
/// is taken beside the turns is some megabytes, whatever the size of the input; with the feature
/// `parallel`, the lines of formats in which none depends on another (RTTM, STM) are read on all
/// threads, and what comes out is the same. Gzip, UTF-16 and formats of one document are taken into
/// memory first. Reading is in large pieces, so there is no use for a
/// [`BufReader`](std::io::BufReader).
///
/// # Errors
/// [`InputError::Io`] if the input cannot be read to its end, [`InputError::Refused`] with what
/// [`read()`] would refuse it for.
///
/// ```
/// use sociogram::formats::{self, Options};
///
/// # let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/meetings/standup.rttm");
/// let file = std::fs::File::open(path)?;
/// let reading = formats::read_from(file, &Options::default().file_name(path))?;
/// assert_eq!(reading.recordings()[0].name().as_str(), "standup");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_from(mut input: impl Read + Send, options: &Options) -> Result<Reading, InputError> {
    read_in_blocks(&mut input, options, BLOCK, BLOCK)
}

/// Detects from the first `head` bytes and reads in blocks of `size` bytes.
fn read_in_blocks(
    input: &mut (dyn Read + Send),
    options: &Options,
    head: usize,
    size: usize,
) -> Result<Reading, InputError> {
    let mut begun = vec![0; head];
    let has_ended = fill(input, &mut begun, 0)?;
    let told = if has_ended { None } else { told(&begun, options) };
    let Some((format, lines)) = told else {
        input.read_to_end(&mut begun)?;
        return Ok(read(&begun, options)?);
    };
    if let Some(text) = begun.strip_prefix(b"\xEF\xBB\xBF") {
        begun = text.to_vec();
    }
    let mut blocks = Blocks::new(begun, input, size);
    let mut collector = Collector::new(options.policy, handler(format).overlap);
    parallel::inside(|| read_blocks(&mut blocks, lines, options, &mut collector))?;
    Ok(Reading::new(format, collector, options))
}

/// How the lines of a format are read.
struct LineReader {
    new: fn(&Options) -> AnyLineFormat,
    are_apart: bool,
}

/// The format of an input that begins like this and goes on, where its beginning tells all that
/// there is to tell, and its lines can be read as they come.
fn told(begun: &[u8], options: &Options) -> Option<(Format, LineReader)> {
    let text = beginning(begun)?;
    let format = detect::of_beginning(text, options)?;
    let (new, are_apart) = match handler(format).how {
        How::LinesApart(new) => (new, true),
        How::Lines(new) => (new, false),
        How::LinesOrWhole(new, _) if text.trim_ascii_start().starts_with('{') => (new, false),
        _ => return None,
    };
    Some((format, LineReader { new, are_apart }))
}

/// Reads all blocks: on all threads if they can be read apart, else each while the one behind it
/// comes.
fn read_blocks(
    blocks: &mut Blocks<'_>,
    reader: LineReader,
    options: &Options,
    into: &mut Collector,
) -> Result<(), InputError> {
    let new = || (reader.new)(options);
    if reader.are_apart && parallel::threads() > 1 {
        return read_in_turn(blocks, &new, into);
    }
    let mut format = new();
    let (mut line, mut spare) = (1, String::new());
    let mut next = blocks.next(String::new())?;
    while let Some(block) = next {
        let before = line - 1;
        let (following, read) = parallel::both(
            || blocks.next(std::mem::take(&mut spare)),
            || format.lines(&block.text, &mut line, into),
        );
        if let Err(error) = read {
            return Err(first_error(blocks, following, before + block.lines(), error));
        }
        next = following.map_err(|error| error.further_down(line - 1))?;
        spare = block.text;
    }
    Ok(format.end(into)?)
}

/// What is told of an input of which a line was refused: that it is no text comes first, as it does
/// where all of it is looked at before its lines are. So many lines come before what follows.
#[cold]
fn first_error(
    blocks: &mut Blocks<'_>,
    mut following: Result<Option<Block>, InputError>,
    mut before: u64,
    refused: ReadError,
) -> InputError {
    loop {
        match following {
            Ok(Some(block)) => {
                before += block.lines();
                following = blocks.next(block.text);
            }
            Ok(None) => return refused.into(),
            Err(error) => return error.further_down(before),
        }
    }
}

#[cfg(feature = "parallel")]
#[cfg(test)]
mod tests {
    use std::io;
    use std::path::Path;
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::super::speaker::UnknownSpeakers;
    use super::*;

    /// What comes of reading, to be compared.
    fn outcome(read: Result<Reading, InputError>) -> String {
        match read {
            Ok(reading) => format!("{reading:#?}"),
            Err(error) => format!("{error}"),
        }
    }

    /// Hands out a few bytes at a time, and is interrupted now and then.
    struct Dripping<'b>(&'b [u8], usize);

    impl Read for Dripping<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            self.1 += 1;
            if self.1.is_multiple_of(3) {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let some = into.len().min(1 + self.1 % 13);
            self.0.read(&mut into[..some])
        }
    }

    /// What comes of reading in blocks, on one thread and on several.
    fn in_blocks(bytes: &[u8], options: &Options, head: usize, size: usize) -> String {
        static POOLS: LazyLock<[rayon::ThreadPool; 2]> = LazyLock::new(|| {
            [1, 3].map(|threads| {
                rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
            })
        });
        let [one, several] = POOLS.each_ref().map(|pool| {
            pool.install(|| {
                outcome(read_in_blocks(&mut Dripping(bytes, size), options, head, size))
            })
        });
        assert_eq!(one, several);
        several
    }

    fn whole(bytes: &[u8], options: &Options) -> String {
        outcome(read(bytes, options).map_err(InputError::from))
    }

    fn line() -> impl Strategy<Value = Vec<u8>> {
        let record = ("[ab]", "(1|2|3)", "(0|1|-1)", "(ana|ben|<NA>|unknown|é)").prop_map(
            |(name, start, length, who)| {
                format!("SPEAKER {name} 1 {start} {length} <NA> <NA> {who} <NA> <NA>")
            },
        );
        prop_oneof![
            16 => record.prop_map(String::into_bytes),
            2 => "(NOSCORE|LEXEME) [abc] 1 [12] 1 <NA> <NA> <NA> <NA>".prop_map(String::into_bytes),
            2 => "(;; [é€]{0,3}|\t|)".prop_map(String::into_bytes),
            1 => Just(b"SPEAKER a 1 \xC3\xA9 1 <NA> <NA> ana <NA> <NA>".to_vec()),
            1 => prop_oneof![
                Just(b"SPEAKER \xFF".to_vec()),
                Just(b";; \xE2\x82".to_vec()),
                Just("é END".as_bytes().to_vec()),
                Just(b"SPEAKER a 1".to_vec()),
            ],
        ]
    }

    fn text() -> impl Strategy<Value = Vec<u8>> {
        let lines = proptest::collection::vec((line(), any::<bool>()), 0..24);
        (lines, any::<bool>(), any::<bool>()).prop_map(|(lines, mark, ended)| {
            let mut text = if mark { b"\xEF\xBB\xBF".to_vec() } else { Vec::new() };
            for (line, crlf) in lines {
                text.extend(line);
                text.extend_from_slice(if crlf { b"\r\n" } else { b"\n" });
            }
            if !ended {
                text.pop();
            }
            text
        })
    }

    fn options() -> impl Strategy<Value = Options> {
        let unknown = prop_oneof![
            4 => Just(UnknownSpeakers::Drop),
            2 => Just(UnknownSpeakers::Keep),
            1 => Just(UnknownSpeakers::Error),
        ];
        (unknown, proptest::bool::weighted(0.1)).prop_map(|(unknown, strict)| {
            Options::default().format(Format::Rttm).unknown_speakers(unknown).strict(strict)
        })
    }

    proptest! {
        #[test]
        fn blocks_of_any_size_are_read_as_the_whole(
            (text, options, head, size) in (text(), options(), 4..40_usize, 0..200_usize),
        ) {
            prop_assert_eq!(in_blocks(&text, &options, head, size), whole(&text, &options));
        }
    }

    #[test]
    fn all_fixtures_are_read_in_blocks_as_the_whole() {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
        let mut files = 0;
        for folder in std::fs::read_dir(fixtures).unwrap() {
            for file in std::fs::read_dir(folder.unwrap().path()).unwrap() {
                let path = file.unwrap().path();
                let bytes = std::fs::read(&path).unwrap();
                let options = Options::default().file_name(path.to_string_lossy());
                let format = detect::detect(&bytes, &options).map(|detected| detected.format);
                for format in format.into_iter().chain([Format::Rttm, Format::JsonLines]) {
                    let options = options.clone().format(format);
                    let expected = whole(&bytes, &options);
                    for size in [1, 60, 1_000] {
                        let found = in_blocks(&bytes, &options, size + 3, size);
                        assert_eq!(found, expected, "{} as {format}", path.display());
                    }
                }
                files += 1;
            }
        }
        assert!(files > 20, "{files} files");
    }

    #[test]
    fn a_line_that_is_too_long_is_refused_behind_text_that_is_none() {
        use super::super::lines::LONGEST_LINE;
        let options = Options::default().format(Format::Rttm);
        let comment = |length: usize| format!(";;{}", "é".repeat((length - 2) / 2));
        for length in [LONGEST_LINE, LONGEST_LINE + 2, LONGEST_LINE + 40, LONGEST_LINE * 2] {
            for before in ["", ";;\n;;\r\n", "SPEAKER a 1\n"] {
                for behind in [&b""[..], b"\r", b"\r\n\xFF", b"\n;;\n\n;\xFF", b"\xFF"] {
                    let text = [before.as_bytes(), comment(length).as_bytes(), behind].concat();
                    let expected = whole(&text, &options);
                    for size in [4_000, LONGEST_LINE / 2, LONGEST_LINE + 9] {
                        let input = &mut &text[..];
                        let read = read_in_blocks(input, &options, 64, size);
                        assert_eq!(outcome(read), expected, "{length} {before:?} {behind:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn an_input_that_breaks_off_is_no_reading() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("the cable"))
            }
        }
        let begun = b"SPEAKER a 1 0 1 <NA> <NA> ana <NA> <NA>\nSPEAKER\n";
        let options = Options::default().format(Format::Rttm);
        for head in [4, 1_000] {
            let read = read_in_blocks(&mut begun.chain(Broken), &options, head, 20);
            assert!(matches!(read, Err(InputError::Io(_))), "{read:?}");
        }
    }
}
