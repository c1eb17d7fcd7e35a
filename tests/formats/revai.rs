//! Rev.ai.

use sociogram::formats::{Format, OverlapCapability, RepairKind, Warning};

use crate::support::conversations::{line, lines};
use crate::tools::{fixture, read, refusal, repairs, turns};

const FORMAT: Format = Format::RevAi;

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = fixture("revai/plain.json").unwrap();
    assert_eq!(reading.format(), FORMAT);
    let recording = &reading.recordings()[0];
    assert_eq!(
        lines(recording.turns()),
        [
            line("0", 270_000, 1_020_000),
            line("1", 2_100_000, 2_700_000),
            line("0", 20_050_000, 20_550_000),
        ]
    );
    assert_eq!(recording.overlap(), OverlapCapability::No);
    assert!(recording.repairs().is_empty() && recording.warnings().is_empty());
}

#[test]
fn the_awkward_fixture_is_repaired() {
    let reading = fixture("revai/awkward.txt").unwrap();
    assert_eq!(reading.format(), FORMAT);
    let recording = &reading.recordings()[0];
    assert_eq!(
        lines(recording.turns()),
        [
            line("Ann (0)", 1_000_000, 2_200_000),
            line("Ann (1)", 3_000_000, 4_000_000),
            line("Ben", 4_000_000, 4_500_000),
            line("Ben", 6_000_000, 6_500_000),
        ]
    );
    assert_eq!(
        repairs(recording),
        [
            (
                RepairKind::BackwardsWord,
                1,
                "monologues[1].elements[0] (line 11, column 7)".to_owned()
            ),
            (RepairKind::UntimedWord, 1, "monologues[0].elements[2] (line 6, column 7)".to_owned()),
        ]
    );
    assert_eq!(recording.unknown_speakers().unwrap().turns, 1);
}

#[test]
fn the_broken_fixture_is_refused() {
    assert_eq!(
        fixture("revai/broken.json").unwrap_err().to_string(),
        "monologues[0].elements[1].ts (line 5, column 50): expected the start in seconds, found \
         \"[0.51]\"",
    );
}

#[test]
fn two_speakers_of_one_display_name_stay_two() {
    let monologue = |speaker: &str, name: &str, at: u32| {
        format!(
            r#"{{"speaker": {speaker}, "speaker_info": {{"display_name": "{name}"}},
                "elements": [{{"type": "text", "ts": {at}, "end_ts": {at}.5}}]}}"#
        )
    };
    let text = format!(
        "{{\"monologues\": [{}, {}, {}]}}",
        monologue("0", "Ann", 0),
        monologue("1", "Ann", 1),
        monologue("2", " ", 2)
    );
    let expected = [
        line("Ann (0)", 0, 500_000),
        line("Ann (1)", 1_000_000, 1_500_000),
        line("2", 2_000_000, 2_500_000),
    ];
    assert_eq!(turns(FORMAT, &text), expected);
}

#[test]
fn one_speaker_in_all_deserves_a_warning() {
    let text = r#"{"monologues": [
        {"speaker": 0, "elements": [{"type": "text", "ts": 0, "end_ts": 1}]}]}"#;
    assert_eq!(read(FORMAT, text).warnings(), [Warning::OneSpeaker]);
    let named = text.replace("0,", "0, \"speaker_info\": {\"display_name\": \"Ann\"},");
    assert!(read(FORMAT, &named).warnings().is_empty());
}

#[test]
fn without_speakers_it_says_so() {
    let text = r#"{"monologues": [{"elements": [{"type": "text", "ts": 0, "end_ts": 1}]}]}"#;
    assert_eq!(
        refusal(FORMAT, text),
        "monologues[0].speaker (line 1, column 17): expected speakers (was diarization on?), \
         found none",
    );
}

#[test]
fn monologues_of_other_makers_are_not_taken_for_it() {
    let gecko =
        r#"{"monologues": [{"speaker": {"id": "ana"}, "start": 0, "end": 1, "terms": []}]}"#;
    let found = sociogram::formats::candidates(gecko.as_bytes()).unwrap();
    assert!(found.iter().all(|(format, _)| *format != FORMAT), "{found:?}");
}
