//! Inputs that are read as they come are what they are as a whole.

use std::io::Write;

use sociogram::formats::{self, InputError, Options, ReadErrorKind};

use crate::writers::{Spoken, text};

/// What comes of reading.
fn outcome(read: Result<formats::Reading, InputError>) -> String {
    match read {
        Ok(reading) => format!("{reading:#?}"),
        Err(InputError::Refused(error)) => format!("{error:?}"),
        Err(error) => panic!("{error}"),
    }
}

fn assert_same(bytes: &[u8], options: &Options) -> String {
    let whole = outcome(formats::read(bytes, options).map_err(InputError::from));
    assert!(outcome(formats::read_from(bytes, options)) == whole, "{:.300}", whole);
    whole
}

/// Some megabytes, so that several blocks are read by all threads.
fn many_lines() -> String {
    let spoken: Vec<Spoken> = (0..90_000)
        .map(|at: i64| {
            let start = at * 1_234;
            let speaker = usize::try_from(at * at % 4).unwrap();
            Spoken { speaker, start, end: start + at * 37 % 1_900 }
        })
        .collect();
    text::rttm(&spoken)
}

#[test]
fn large_inputs_are_detected_and_read_as_the_whole() {
    let lines = many_lines();
    assert!(lines.len() > 4 << 20);
    let options = Options::default();
    let read = assert_same(lines.as_bytes(), &options);
    assert!(read.contains("ZeroLength"), "{read:.300}");
    assert_same(lines.trim_end().as_bytes(), &options);
    assert_same(lines.replace('\n', "\r\n").as_bytes(), &options);
    assert_same(&[b"\xEF\xBB\xBF", lines.as_bytes()].concat(), &options);
    let utf_16: Vec<u8> = lines.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_same(&utf_16, &options);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(lines.as_bytes()).unwrap();
    assert_same(&gzip.finish().unwrap(), &options);

    let kaldi: String =
        (0..90_000).map(|at| format!("utt-{at} standup {at}.00 {at}.{:02}\n", at % 100)).collect();
    assert!(assert_same(kaldi.as_bytes(), &options).contains("utt2spk"));
    let speakers = (0..90_000).map(|at| (format!("utt-{at}"), format!("spk{}", at % 4)));
    assert_same(kaldi.as_bytes(), &options.clone().utt2spk(speakers));

    let json: String = (0..60_000)
        .map(|at| format!("{{\"speaker\": \"s{}\", \"start\": {at}, \"end\": {at}.5}}\n", at % 3))
        .collect();
    assert_same(json.as_bytes(), &options);
    let array = format!("[{}]", json.trim_end().replace('\n', ","));
    assert_same(array.as_bytes(), &options);
    let table: String = (0..90_000).map(|at| format!("{at},{at}.5,s{}\n", at % 3)).collect();
    assert_same(format!("start,end,speaker\n{table}").as_bytes(), &options);
    assert!(
        assert_same("Dear diary,\n".repeat(200_000).as_bytes(), &options).contains("Undetected")
    );
}

#[test]
fn what_is_wrong_far_down_has_the_same_place() {
    let good = many_lines();
    let options = Options::default();
    let half = good.len() / 2 + good[good.len() / 2..].find('\n').unwrap() + 1;
    let with = |line: &[u8], at: usize| {
        let (before, behind) = good.as_bytes().split_at(at);
        [before, line, behind].concat()
    };
    let broken = with(b"SPEAKER m 1 \xC3\xA9 1\n", half);
    let found = assert_same(&broken, &options);
    assert!(found.contains("TooFewFields"), "{found}");
    // Text comes before lines: what is no text is told, however far down.
    let mut both = broken;
    both.extend_from_slice(b"SPEAKER \xC3\xA9 \xFF");
    let found = assert_same(&both, &options);
    assert!(found.contains("NotUtf8") && found.contains("column: 11"), "{found}");
    assert!(assert_same(&with(b"\xC3\n", 3 << 20), &options).contains("NotUtf8"));
    let error = formats::read_from(&with(b"hello\n", half)[..], &options).unwrap_err();
    let InputError::Refused(error) = error else { panic!("{error}") };
    assert!(matches!(error.kind(), ReadErrorKind::UnknownRecord { .. }), "{error}");
    assert_eq!(error.position().line, 1 + good[..half].matches('\n').count() as u64);
}
