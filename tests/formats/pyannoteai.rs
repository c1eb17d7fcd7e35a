//! The pyannoteAI service.

use sociogram::formats::{self, Format, Options, OverlapCapability, RepairKind};

use crate::support::conversations::{line, lines};
use crate::tools::{fixture, read, refusal, repairs, turns};

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = fixture("pyannoteai/plain.json").unwrap();
    assert_eq!(reading.format(), Format::PyannoteAi);
    let recording = &reading.recordings()[0];
    let expected = [
        line("SPEAKER_00", 500_000, 3_125_000),
        line("SPEAKER_01", 2_905_000, 8_400_000),
        line("SPEAKER_00", 9_085_000, 15_200_000),
        line("SPEAKER_02", 14_825_000, 22_005_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.overlap(), OverlapCapability::Yes);
    assert!(recording.repairs().is_empty() && recording.unknown_speakers().is_none());
}

#[test]
fn the_awkward_fixture_is_repaired() {
    let reading = fixture("pyannoteai/awkward.json").unwrap();
    assert_eq!(reading.format(), Format::PyannoteAi);
    let recording = &reading.recordings()[0];
    let expected = [line("Ann Lee", 500_000, 2_000_000), line("SPEAKER_01", 2_000_000, 3_600_000)];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.overlap(), OverlapCapability::No);
    let at = |word: usize| format!("wordLevelTranscription[{word}] (line {}, column 5)", word + 5);
    let expected = [
        (RepairKind::ZeroLengthWord, 1, at(1)),
        (RepairKind::BackwardsWord, 1, at(5)),
        (RepairKind::UntimedWord, 2, at(2)),
    ];
    assert_eq!(repairs(recording), expected);
    assert_eq!(recording.unknown_speakers().unwrap().turns, 1);
}

#[test]
fn the_broken_fixture_is_a_job_that_still_runs() {
    assert_eq!(
        fixture("pyannoteai/broken.json").unwrap_err().to_string(),
        "status (line 5, column 13): expected the status of a job that has \"succeeded\", found \
         \"running\"",
    );
}

#[test]
fn a_bare_output_is_read_without_its_job() {
    for text in [
        r#"{"diarization": [{"speaker": "A", "start": 0, "end": 1}], "exclusiveDiarization": []}"#,
        r#"{"diarization": [{"speaker": "A", "start": 0, "end": 1, "confidence": {"A": 90}}]}"#,
        r#"{"diarization": [{"speaker": "A", "start": 0, "end": 1}], "voiceprints": []}"#,
    ] {
        let reading = formats::read(text.as_bytes(), &Options::default()).unwrap();
        assert_eq!(reading.format(), Format::PyannoteAi, "{text}");
        let recording = &reading.recordings()[0];
        assert_eq!(lines(recording.turns()), [line("A", 0, 1_000_000)], "{text}");
        assert_eq!(recording.overlap(), OverlapCapability::Yes);
    }
}

#[test]
fn exclusive_diarization_and_turns_are_read_where_diarization_is_absent() {
    for list in ["exclusiveDiarization", "turnLevelTranscription"] {
        let turn = r#"{"speaker": "A", "start": 0, "end": 1}"#;
        let text = format!("{{\"output\": {{\"diarization\": null, \"{list}\": [{turn}]}}}}");
        let recording = read(Format::PyannoteAi, &text);
        assert_eq!(lines(recording.turns()), [line("A", 0, 1_000_000)]);
        assert_eq!(recording.overlap(), OverlapCapability::No);
    }
}

#[test]
fn a_job_that_failed_is_detected_and_refused() {
    let text = br#"{"jobId": "1", "status": "failed", "output": {"error": "no audio"}}"#;
    assert_eq!(
        formats::read(text, &Options::default()).unwrap_err().to_string(),
        "status (line 1, column 26): expected the status of a job that has \"succeeded\", found \
         \"failed\"",
    );
}

#[test]
fn a_job_of_which_only_the_status_is_told_is_refused() {
    assert_eq!(
        refusal(Format::PyannoteAi, r#"{"jobId": "1", "status": "succeeded"}"#),
        "diarization (line 1, column 1): expected `diarization`, a list of turns, found none",
    );
    assert_eq!(
        refusal(Format::PyannoteAi, r#"{"status": "succeeded", "output": {}}"#),
        "output.diarization (line 1, column 35): expected `diarization`, a list of turns, found \
         none",
    );
}

#[test]
fn turns_without_any_speaker_are_no_speakers() {
    assert_eq!(
        refusal(Format::PyannoteAi, r#"{"output": {"diarization": [{"start": 0, "end": 1}]}}"#),
        "output.diarization[0].speaker (line 1, column 29): expected speakers, found none",
    );
}

#[test]
fn pyannotes_own_json_is_not_taken_for_the_services() {
    let text = br#"{"diarization": [{"start": 0, "end": 1, "speaker": "A"}]}"#;
    let found: Vec<_> = formats::candidates(text).unwrap().into_iter().map(|it| it.0).collect();
    assert_eq!(found, [Format::Pyannote]);
    // Nor are those of a service that has a status, too.
    let text = br#"{"id": "1", "status": "completed", "audio_url": "a", "utterances": []}"#;
    let found: Vec<_> = formats::candidates(text).unwrap().into_iter().map(|it| it.0).collect();
    assert_eq!(found, [Format::AssemblyAi]);
    assert_eq!(turns(Format::AssemblyAi, std::str::from_utf8(text).unwrap()), []);
}
