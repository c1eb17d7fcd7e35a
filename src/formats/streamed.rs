//! The front of all readers for what comes from a file or a pipe.

use std::io::{self, Read};

use super::blocks::{Block, Blocks, fill};
use super::collector::Collector;
use super::detect;
use super::error::ReadError;
use super::format::Format;
use super::handlers::{AnyLineFormat, How, handler};
use super::input::beginning;
use super::options::Options;
use super::ranges::read_apart;
use super::reading::{Reading, read};
use crate::parallel;

/// So much is read at a time, for each thread: most of it still is in the cache of a core when its
/// lines are taken apart.
const BLOCK: usize = 1 << 20;
/// The most threads that blocks grow for.
const MOST_THREADS: usize = 16;

/// Why there is no reading of an input that came from a file or a pipe.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// It could not be read to its end.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It was read, and its reader refuses it.
    #[error(transparent)]
    Refused(#[from] ReadError),
}

impl InputError {
    /// The error of a text that stands so many lines further down.
    fn further_down(self, lines: u64) -> Self {
        match self {
            Self::Refused(error) => Self::Refused(error.further_down(lines)),
            io @ Self::Io(_) => io,
        }
    }
}

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
    let size = BLOCK * parallel::threads().min(MOST_THREADS);
    read_in_blocks(&mut input, options, BLOCK, size)
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

/// Reads all blocks, each while the one behind it comes.
fn read_blocks(
    blocks: &mut Blocks<'_>,
    reader: LineReader,
    options: &Options,
    into: &mut Collector,
) -> Result<(), InputError> {
    let new = || (reader.new)(options);
    let mut format = new();
    let (mut line, mut spare) = (1, String::new());
    let mut next = blocks.next(String::new())?;
    while let Some(block) = next {
        let before = line - 1;
        let (following, read) = parallel::both(
            || blocks.next(std::mem::take(&mut spare)),
            || match reader.are_apart {
                true => read_apart(&new, &block.text, &mut line, into),
                false => format.lines(&block.text, &mut line, into),
            },
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
