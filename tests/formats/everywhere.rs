//! One conversation, written in every format that can hold it, gives the same analysis.

use proptest::prelude::*;
use sociogram::formats::{self, Format, Options, OverlapCapability, Unit};
use sociogram::{Analyzer, Conversation, Turn};

use crate::support::conversations::bits;
use crate::writers::{Spoken, json, name, number, tag, text};

/// What writes a format: a text, and what speakers are called in it.
struct Writer {
    format: Format,
    write: fn(&[Spoken]) -> String,
    label: fn(usize) -> String,
}

fn writers() -> Vec<Writer> {
    let mut all = Vec::new();
    let mut add = |format, write, label| all.push(Writer { format, write, label });
    add(Format::Rttm, text::rttm as fn(&[Spoken]) -> String, name as fn(usize) -> String);
    add(Format::Pyannote, json::pyannote, name);
    add(Format::PyannoteAi, json::pyannoteai, name);
    add(Format::WhisperX, json::whisperx, name);
    add(Format::WebVtt, text::webvtt, name);
    add(Format::Srt, text::srt, name);
    add(Format::AssemblyAi, json::assemblyai, name);
    add(Format::Deepgram, json::deepgram, number);
    add(Format::AwsTranscribe, json::aws_transcribe, name);
    add(Format::OpenAi, json::openai, name);
    add(Format::ElevenLabs, json::elevenlabs, name);
    add(Format::Speechmatics, json::speechmatics, name);
    add(Format::Azure, json::azure, tag);
    add(Format::Google, json::google, tag);
    add(Format::RevAi, json::revai, number);
    add(Format::SegLst, json::seglst, name);
    add(Format::Csv, text::csv, name);
    add(Format::Tsv, text::tsv, name);
    add(Format::JsonLines, json::jsonl, name);
    add(Format::Kaldi, text::kaldi, name);
    add(Format::Stm, text::stm, name);
    add(Format::Ctm, text::ctm, name);
    add(Format::Chat, text::chat, |speaker| name(speaker).to_uppercase());
    add(Format::Eaf, text::eaf, name);
    add(Format::TextGrid, text::textgrid, name);
    add(Format::Audacity, text::audacity, name);
    all
}

#[test]
fn every_format_with_turns_has_a_writer() {
    let written: Vec<Format> = writers().iter().map(|writer| writer.format).collect();
    let expected: Vec<Format> =
        Format::ALL.into_iter().filter(|format| *format != Format::Uem).collect();
    assert_eq!(written, expected);
}

/// The analysis of turns, to the bit.
fn analysis(turns: impl IntoIterator<Item = Turn>) -> String {
    let conversation = Conversation::new(turns.into_iter().collect::<Vec<_>>()).unwrap();
    bits(&(&Analyzer::default().analyze(&conversation)).into())
}

/// Reads what a writer writes, and holds its analysis against that of the turns themselves.
fn holds(writer: &Writer, spoken: &[Spoken]) {
    let text = (writer.write)(spoken);
    let speakers: Vec<(String, String)> = spoken
        .iter()
        .enumerate()
        .map(|(at, one)| (text::utterance(at), (writer.label)(one.speaker)))
        .collect();
    let options = Options::default().utt2spk(speakers);
    let detected = formats::detect(text.as_bytes(), &options)
        .unwrap_or_else(|error| panic!("{}: {error}\n{text}", writer.format));
    assert_eq!(detected.format, writer.format, "{text}");
    let reading = formats::read(text.as_bytes(), &options)
        .unwrap_or_else(|error| panic!("{}: {error}\n{text}", writer.format));
    let [recording] = reading.recordings() else { panic!("{}: {text}", writer.format) };
    assert!(recording.repairs().is_empty(), "{}: {:?}\n{text}", writer.format, recording.repairs());
    assert!(recording.unknown_speakers().is_none(), "{}: {text}", writer.format);
    let found = analysis(recording.turns().iter().map(|(label, span)| Turn::new(label, span)));
    let expected =
        analysis(spoken.iter().map(|one| {
            Turn::from_millis((writer.label)(one.speaker), one.start, one.end).unwrap()
        }));
    assert_eq!(found, expected, "{}: {text}", writer.format);
}

/// Turns one after the other; a speaker who goes on does so after more than a pause.
fn in_turn() -> impl Strategy<Value = Vec<Spoken>> {
    proptest::collection::vec((0..4_usize, 0..3_000_i64, 1..9_000_i64), 1..20).prop_map(|turns| {
        let (mut now, mut latest) = (0, None);
        turns
            .into_iter()
            .map(|(speaker, gap, length)| {
                let start = now + gap + if latest == Some(speaker) { 400 } else { 0 };
                (now, latest) = (start + length, Some(speaker));
                Spoken { speaker, start, end: now }
            })
            .collect()
    })
}

/// Speakers who do not mind each other.
fn at_once() -> impl Strategy<Value = Vec<Spoken>> {
    let track = || proptest::collection::vec((400..9_000_i64, 1..9_000_i64), 1..8);
    [track(), track(), track()].prop_map(|tracks| {
        let mut all = Vec::new();
        for (speaker, track) in tracks.into_iter().enumerate() {
            let mut now = 0;
            for (gap, length) in track {
                all.push(Spoken { speaker, start: now + gap, end: now + gap + length });
                now += gap + length;
            }
        }
        all.sort_by_key(|one| (one.start, one.speaker));
        all
    })
}

/// Whether a format may hold overlapping turns, as its writer here writes them.
fn may_overlap(format: Format) -> bool {
    match format {
        Format::WebVtt | Format::Srt | Format::OpenAi => true,
        format => format.overlap() == OverlapCapability::Yes,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_conversation_in_turn_is_the_same_in_every_format(spoken in in_turn()) {
        for writer in writers() {
            holds(&writer, &spoken);
        }
    }

    #[test]
    fn overlap_is_the_same_in_every_format_that_can_tell_of_it(spoken in at_once()) {
        let able: Vec<Writer> =
            writers().into_iter().filter(|writer| may_overlap(writer.format)).collect();
        prop_assert!(able.len() >= 14);
        for writer in able {
            holds(&writer, &spoken);
        }
    }

    #[test]
    fn the_unit_is_what_is_declared_and_not_what_numbers_look_like(spoken in in_turn()) {
        let expected = formats::read(text::csv(&spoken).as_bytes(), &Options::default()).unwrap();
        let of = |times: i64, unit: Unit| {
            let text = text::table(&spoken, ',', |time| (time * times).to_string());
            formats::read(text.as_bytes(), &Options::default().unit(unit)).unwrap()
        };
        let turns = |reading: &formats::Reading| -> Vec<_> {
            let turns = reading.recordings()[0].turns();
            turns.iter().map(|(label, span)| (label.clone(), span)).collect()
        };
        for (times, unit) in [
            (1, Unit::Milliseconds),
            (1_000, Unit::Microseconds),
            (10_000, Unit::Ticks),
            (1_000_000, Unit::Nanoseconds),
        ] {
            prop_assert_eq!(turns(&of(times, unit)), turns(&expected));
        }
    }
}
