//! What holds for every format and any input.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use sociogram::formats::{
    self, Format, Options, ReadError, ReadErrorKind, Reader, Reading, UnknownSpeakers,
};

use crate::support::conversations::lines;
use crate::support::{files, root};

/// Everything that a reading holds, as text.
fn told(reading: &Reading) -> String {
    let recordings = reading.recordings().iter().map(|recording| {
        let (name, turns) = (recording.name(), lines(recording.turns()));
        let (repairs, unknown) = (recording.repairs(), recording.unknown_speakers());
        format!("{name:?}: {turns:?}, {repairs:?}, {unknown:?}, {:?}\n", recording.warnings())
    });
    recordings.collect()
}

/// The position of an error lies in the text, or just behind a line of it.
fn lies_inside(error: &ReadError, text: &str) {
    let position = error.position();
    let line = text.split('\n').nth(position.line as usize - 1);
    let line = line.unwrap_or_else(|| panic!("{error}: there is no such line in {text:?}"));
    let characters = line.chars().count() as u64;
    assert!((1..=characters + 1).contains(&position.column), "{error}: {text:?}");
}

/// Reads a text under every policy, whole and in pieces.
fn read_every_way(format: Format, text: &str, piece: usize) {
    for (unknown, strict) in [
        (UnknownSpeakers::Drop, false),
        (UnknownSpeakers::Keep, false),
        (UnknownSpeakers::Error, true),
    ] {
        let options = Options::default().format(format).unknown_speakers(unknown).strict(strict);
        let whole = formats::read(text.as_bytes(), &options);
        match &whole {
            Err(error) => lies_inside(error, text),
            Ok(reading) => {
                let names: Vec<&str> =
                    reading.recordings().iter().map(|one| one.name().as_str()).collect();
                assert!(names.is_sorted());
                if strict {
                    assert!(reading.recordings().iter().all(|one| one.repairs().is_empty()));
                }
            }
        }
        if let Some(mut reader) = Reader::new(format, options) {
            let pushed = text.as_bytes().chunks(piece).try_for_each(|piece| reader.push(piece));
            let read = pushed.and_then(|()| reader.end()).map(|()| reader.into_reading());
            match (whole, read) {
                (Ok(whole), Ok(read)) => assert_eq!(told(&whole), told(&read)),
                (Err(whole), Err(read)) => assert_eq!(whole, read),
                (whole, read) => panic!("{format}: {text:?}: {whole:?}, in pieces {read:?}"),
            }
        }
    }
}

/// The text fixtures of every format, as they are.
fn fixtures() -> Vec<(Format, String)> {
    let mut found = Vec::new();
    for format in Format::ALL {
        let folder = root().join("fixtures/formats").join(format.id());
        for file in files(&folder, "") {
            if let Ok(text) = std::fs::read_to_string(file) {
                found.push((format, text));
            }
        }
    }
    found
}

#[test]
fn every_format_has_a_plain_an_awkward_and_a_broken_fixture() {
    for format in Format::ALL {
        let folder = root().join("fixtures/formats").join(format.id());
        let names: Vec<String> = files(&folder, "")
            .iter()
            .map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned())
            .collect();
        for kind in ["plain", "awkward", "broken"] {
            assert!(names.iter().any(|name| name == kind), "{format} has no {kind} fixture");
        }
    }
}

#[test]
fn fixtures_are_read_alike_whole_and_in_pieces() {
    for (format, text) in fixtures() {
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        for piece in [1, 2, 7, 4_096] {
            read_every_way(format, text, piece);
        }
    }
}

#[test]
fn fixtures_are_read_alike_packed_marked_and_in_utf_16() {
    for (format, text) in fixtures() {
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let options = Options::default().format(format);
        let told = |bytes: &[u8]| match formats::read(bytes, &options) {
            Ok(reading) => told(&reading),
            Err(error) => error.to_string(),
        };
        let expected = told(text.as_bytes());
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(text.as_bytes()).unwrap();
        assert_eq!(told(&packed.finish().unwrap()), expected, "{format} packed");
        assert_eq!(told(format!("\u{feff}{text}").as_bytes()), expected, "{format} marked");
        let wide: Vec<u8> =
            format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(told(&wide), expected, "{format} in UTF-16");
    }
}

#[test]
fn a_gzip_bomb_is_refused_at_the_stated_limit() {
    // 200 MB of spaces, which pack into 200 kB; then the same packed once more.
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..200 {
        bomb.write_all(&vec![b' '; 1_000_000]).unwrap();
    }
    let bomb = bomb.finish().unwrap();
    let error = formats::read(&bomb, &Options::default()).unwrap_err();
    assert!(matches!(error.kind(), ReadErrorKind::TooLarge { limit } if *limit == 64 << 20));
    let half = &bomb[..bomb.len() / 8];
    let error = formats::read(half, &Options::default()).unwrap_err();
    assert!(error.to_string().contains("expected gzip"), "{error}");
}

#[test]
fn nesting_without_end_is_refused_and_not_followed() {
    for (open, close) in [("[", "]"), ("{\"segments\":", "}"), ("{\"results\":[", "]}")] {
        let deep = open.repeat(1_000_000);
        let closed = format!("{deep}0{}", close.repeat(1_000_000));
        for text in [deep, closed] {
            assert!(formats::read(text.as_bytes(), &Options::default()).is_err());
            for format in Format::ALL {
                let _ = formats::read(text.as_bytes(), &Options::default().format(format));
            }
        }
    }
    let elements = "<a>".repeat(300_000);
    for text in [elements.clone(), format!("<ANNOTATION_DOCUMENT>{elements}")] {
        let _ = formats::read(text.as_bytes(), &Options::default().format(Format::Eaf));
    }
}

#[test]
fn nothing_is_no_format_and_says_so() {
    for text in ["", " \n\n", "\u{feff}", "Dear diary,\nall is well.\n"] {
        let error = formats::read(text.as_bytes(), &Options::default()).unwrap_err();
        assert!(matches!(error.kind(), ReadErrorKind::Undetected { .. }), "{text:?}: {error}");
        for format in Format::ALL {
            read_every_way(format, text.trim_start_matches('\u{feff}'), 3);
        }
    }
}

/// Pieces of what formats are made of, where they are most likely to hurt.
fn nearly() -> impl Strategy<Value = String> {
    let texts: Vec<String> = fixtures().into_iter().map(|(_, text)| text).collect();
    let tokens: Vec<String> = texts
        .iter()
        .flat_map(|text| text.split_inclusive([' ', '\n', '\t', ',', ':', '>', '"']))
        .map(str::to_owned)
        .collect();
    // A fixture with some of its pieces gone, doubled or replaced by those of others.
    let edits = proptest::collection::vec(
        (any::<prop::sample::Index>(), 0..4_u8, prop::sample::select(tokens)),
        0..12,
    );
    (prop::sample::select(texts), edits).prop_map(|(text, edits)| {
        let mut pieces: Vec<String> = text
            .split_inclusive([' ', '\n', '\t', ',', ':', '>', '"'])
            .map(str::to_owned)
            .collect();
        for (at, what, token) in edits {
            let at = at.index(pieces.len().max(1));
            match what {
                0 if at < pieces.len() => drop(pieces.remove(at)),
                1 => pieces.insert(at, token),
                2 if at < pieces.len() => pieces[at] = token,
                _ => pieces.truncate(at.max(pieces.len() / 2)),
            }
        }
        pieces.concat()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn any_text_is_read_or_refused_in_place(text in prop_oneof![
        1 => "\\PC{0,200}",
        6 => nearly(),
    ], piece in 1..40_usize) {
        let text = text.trim_start_matches('\u{feff}');
        for format in Format::ALL {
            read_every_way(format, text, piece);
        }
        let _ = formats::detect(text.as_bytes(), &Options::default());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = formats::read(&bytes, &Options::default());
        let _ = formats::read(&[&[0x1F, 0x8B, 8, 0][..], &bytes].concat(), &Options::default());
        for format in Format::ALL {
            let _ = formats::read(&bytes, &Options::default().format(format));
        }
    }
}
