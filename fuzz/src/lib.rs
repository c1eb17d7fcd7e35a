//! What must hold for any bytes, whatever format they are read as.

use sociogram::formats::{
    self, Options, Place, ReadError, Reader, Reading, Recording, UnknownSpeakers,
};

pub use sociogram::formats::Format;

/// Reads bytes as a format says, in every way in which it can be read.
pub fn check(format: Format, bytes: &[u8]) {
    let text = plain(bytes);
    let options = options(format, text.unwrap_or_default());
    let read = |options: &Options| {
        let result = formats::read(bytes, options);
        check_result(&result, format, text);
        if let Some(text) = text {
            check_stream(&result, format, options, text);
        }
        result.ok()
    };
    let lenient = read(&options);
    let kept = read(&options.clone().unknown_speakers(UnknownSpeakers::Keep));
    let strict = read(&options.clone().strict(true).unknown_speakers(UnknownSpeakers::Error));
    read(&options.clone().carry_speaker(true));

    assert_eq!(lenient.is_some(), kept.is_some(), "only the policy differs");
    if let Some(strict) = &strict {
        assert!(strict.recordings().iter().all(is_flawless), "strict reading repairs nothing");
        let lenient = lenient.as_ref().expect("whoever is strict refuses more");
        assert_eq!(told(strict), told(lenient), "nothing to repair, nothing that differs");
    }
    if let (Some(lenient), Some(kept)) = (&lenient, &kept) {
        let turns = |reading: &Reading| -> usize {
            reading.recordings().iter().map(|recording| recording.turns().len()).sum()
        };
        assert!(turns(lenient) <= turns(kept), "those who are dropped may be kept");
    }
}

/// Finds out what format bytes are in, and reads them as that.
pub fn check_detection(bytes: &[u8]) {
    let text = plain(bytes);
    let options = Options::default();
    let detected = formats::detect(bytes, &options);
    match (formats::candidates(bytes), &detected) {
        (Ok(candidates), Ok(detected)) => {
            assert!(matches!(&candidates[..], [(format, _)] if *format == detected.format));
        }
        (Ok(candidates), Err(_)) => assert_ne!(candidates.len(), 1),
        (Err(error), Err(other)) => assert_eq!(error, *other),
        (Err(error), Ok(_)) => panic!("{error}, and yet a format"),
    }
    match (formats::read(bytes, &options), detected) {
        (Err(error), Err(other)) => assert_eq!(error, other),
        (Ok(reading), Err(error)) => panic!("{error}, and yet {reading:?}"),
        (result, Ok(detected)) => check_result(&result, detected.format, text),
    }
    for name in ["a.csv", "a.vtt.gz", "a.TextGrid", "a."] {
        if let Err(error) = formats::detect(bytes, &options.clone().file_name(name)) {
            check_place(error.place(), text);
        }
    }
}

/// The text that a line reader sees just as a reader of whole texts: UTF-8 that nobody would take
/// for gzip or UTF-16.
fn plain(bytes: &[u8]) -> Option<&str> {
    let may_be_utf_16 = matches!(bytes, [0, 1..=255, ..] | [1..=255, 0, ..]);
    std::str::from_utf8(bytes).ok().filter(|_| !may_be_utf_16)
}

/// What a format cannot do without.
fn options(format: Format, text: &str) -> Options {
    let options = Options::default().format(format).file_name("fuzz");
    if format != Format::Kaldi {
        return options;
    }
    // Every other utterance has a speaker.
    let utterances = text.lines().step_by(2).filter_map(|line| line.split_whitespace().next());
    let speakers = utterances.enumerate().map(|(at, one)| (one.to_owned(), format!("s{}", at % 3)));
    options.utt2spk(speakers)
}

fn check_result(result: &Result<Reading, ReadError>, format: Format, text: Option<&str>) {
    let reading = match result {
        Ok(reading) => reading,
        Err(error) => {
            check_place(error.place(), text);
            assert!(!error.to_string().chars().any(char::is_control), "{error:?}");
            return;
        }
    };
    assert_eq!(reading.format(), format);
    assert!(reading.recordings().is_sorted_by(|one, next| one.name() < next.name()));
    for recording in reading.recordings() {
        for (label, span) in recording.turns().iter() {
            assert!(span.start() < span.end(), "{label:?}");
        }
        for repair in recording.repairs() {
            assert!(repair.count > 0);
            check_place(&repair.first, text);
        }
        if let Some(unknown) = recording.unknown_speakers() {
            assert!(unknown.turns > 0);
            check_place(&unknown.first, text);
        }
    }
}

/// A place is one of the text: at most behind the end of its last line.
fn check_place(place: &Place, text: Option<&str>) {
    let position = place.position;
    assert!(position.line >= 1 && position.column >= 1, "{place}");
    let Some(text) = text else { return };
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let number = usize::try_from(position.line - 1).expect("a line number is small");
    let line = text.split('\n').nth(number);
    let line = line.unwrap_or_else(|| panic!("{place}, where there is no such line"));
    let columns = u64::try_from(line.chars().count()).expect("a length is small") + 1;
    assert!(position.column <= columns, "{place}, where the line has {columns}");
}

/// A format that is read line by line gives the same however it comes.
fn check_stream(whole: &Result<Reading, ReadError>, format: Format, options: &Options, text: &str) {
    let Some(mut reader) = Reader::new(format, options.clone()) else { return };
    // Pieces of other lengths in every text, so that lines break everywhere.
    let length = 1 + text.bytes().fold(text.len(), |sum, byte| sum + usize::from(byte)) % 61;
    let mut result = Ok(());
    for piece in text.as_bytes().chunks(length) {
        result = result.and_then(|()| reader.push(piece));
    }
    match (whole, result.and_then(|()| reader.end())) {
        (Ok(whole), Ok(())) => assert_eq!(told(whole), told(&reader.into_reading())),
        (Err(whole), Err(streamed)) => assert_eq!(*whole, streamed),
        (Ok(_), Err(error)) => panic!("{error}, only as it comes"),
        (Err(error), Ok(())) => panic!("{error}, only as a whole"),
    }
}

fn is_flawless(recording: &Recording) -> bool {
    recording.repairs().is_empty() && recording.unknown_speakers().is_none()
}

/// All that there is to tell.
fn told(reading: &Reading) -> String {
    format!("{:?}", reading.recordings())
}
