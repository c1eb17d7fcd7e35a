//! Writers of JSON formats.

use serde_json::{Value, json};

use super::{Spoken, name};

fn list(spoken: &[Spoken], value: impl Fn(Spoken) -> Value) -> Vec<Value> {
    spoken.iter().map(|one| value(*one)).collect()
}

fn words(spoken: &[Spoken]) -> Vec<Spoken> {
    spoken.iter().flat_map(|one| one.words()).collect()
}

/// A turn in seconds.
fn turn(one: Spoken) -> Value {
    json!({
        "start": Spoken::number(one.start), "end": Spoken::number(one.end),
        "speaker": name(one.speaker),
    })
}

pub(crate) fn pyannote(spoken: &[Spoken]) -> String {
    json!({"diarization": list(spoken, turn), "exclusive_diarization": []}).to_string()
}

pub(crate) fn pyannoteai(spoken: &[Spoken]) -> String {
    json!({
        "jobId": "3f", "status": "succeeded",
        "output": {"diarization": list(spoken, turn), "exclusiveDiarization": []},
    })
    .to_string()
}

pub(crate) fn whisperx(spoken: &[Spoken]) -> String {
    let segments = list(spoken, |one| {
        let mut segment = turn(one);
        segment["text"] = json!(" so it is");
        let words = list(&one.words(), |word| {
            let mut spoken = turn(word);
            spoken["word"] = json!("so");
            spoken["score"] = json!(0.9);
            spoken
        });
        segment["words"] = json!(words);
        segment
    });
    json!({"segments": segments, "word_segments": [], "language": "en"}).to_string()
}

pub(crate) fn assemblyai(spoken: &[Spoken]) -> String {
    let millis = |one: Spoken| {
        json!({
            "start": one.start, "end": one.end, "speaker": name(one.speaker), "text": "so",
            "confidence": 0.9,
        })
    };
    let utterances = list(spoken, |one| {
        let mut utterance = millis(one);
        utterance["words"] = json!(list(&one.words(), millis));
        utterance
    });
    json!({
        "id": "6c", "status": "completed", "language_code": "en_us", "text": "so it is",
        "words": list(&words(spoken), millis), "utterances": utterances,
    })
    .to_string()
}

pub(crate) fn deepgram(spoken: &[Spoken]) -> String {
    let words = list(&words(spoken), |word| {
        json!({
            "word": "so", "start": Spoken::number(word.start), "end": Spoken::number(word.end),
            "confidence": 0.9, "speaker": word.speaker, "speaker_confidence": 0.8,
            "punctuated_word": "So",
        })
    });
    json!({
        "metadata": {"request_id": "1b", "channels": 1, "models": []},
        "results": {"channels": [{"alternatives": [
            {"transcript": "so", "confidence": 0.9, "words": words}
        ]}]},
    })
    .to_string()
}

pub(crate) fn aws_transcribe(spoken: &[Spoken]) -> String {
    let label = |one: Spoken| {
        json!({
            "start_time": one.start_seconds(), "end_time": one.end_seconds(),
            "speaker_label": name(one.speaker),
        })
    };
    let segments = list(spoken, |one| {
        let mut segment = label(one);
        segment["items"] = json!(list(&one.words(), label));
        segment
    });
    let items = list(&words(spoken), |word| {
        let mut item = label(word);
        item["type"] = json!("pronunciation");
        item["alternatives"] = json!([{"confidence": "0.9", "content": "so"}]);
        item
    });
    json!({
        "jobName": "mtg", "accountId": "0", "status": "COMPLETED",
        "results": {
            "transcripts": [{"transcript": "so"}],
            "speaker_labels": {"channel_label": "ch_0", "speakers": 4, "segments": segments},
            "items": items,
        },
    })
    .to_string()
}

pub(crate) fn openai(spoken: &[Spoken]) -> String {
    let segments = list(spoken, |one| {
        let mut segment = turn(one);
        segment["type"] = json!("transcript.text.segment");
        segment["id"] = json!("seg_1");
        segment["text"] = json!("so");
        segment
    });
    json!({"task": "transcribe", "duration": 4.2, "text": "so", "segments": segments}).to_string()
}

pub(crate) fn elevenlabs(spoken: &[Spoken]) -> String {
    let words = list(&words(spoken), |word| {
        json!({
            "text": "so", "start": Spoken::number(word.start), "end": Spoken::number(word.end),
            "type": "word", "speaker_id": name(word.speaker), "logprob": 0.0,
        })
    });
    json!({"language_code": "eng", "language_probability": 0.9, "text": "so", "words": words})
        .to_string()
}

pub(crate) fn speechmatics(spoken: &[Spoken]) -> String {
    let results = list(&words(spoken), |word| {
        json!({
            "type": "word", "start_time": Spoken::number(word.start),
            "end_time": Spoken::number(word.end),
            "alternatives": [{"content": "so", "confidence": 0.9, "speaker": name(word.speaker)}],
        })
    });
    json!({"format": "2.9", "job": {"id": "x"}, "metadata": {"type": "transcription"}, "results": results})
        .to_string()
}

pub(crate) fn azure(spoken: &[Spoken]) -> String {
    let phrases = list(spoken, |one| {
        json!({
            "recognitionStatus": "Success", "channel": 0, "speaker": one.speaker + 1,
            "offset": format!("PT{}S", one.start_seconds()),
            "duration": format!("PT{}S", Spoken::seconds(one.end - one.start)),
            "offsetInTicks": one.start as f64 * 10_000.0,
            "durationInTicks": (one.end - one.start) as f64 * 10_000.0,
            "nBest": [{
                "confidence": 0.9, "lexical": "so it is", "itn": "so it is",
                "maskedITN": "so it is", "display": "So it is.",
            }],
        })
    });
    json!({
        "source": "mtg.wav", "timestamp": "2026-01-01T00:00:00Z", "durationInTicks": 0,
        "combinedRecognizedPhrases": [], "recognizedPhrases": phrases,
    })
    .to_string()
}

pub(crate) fn google(spoken: &[Spoken]) -> String {
    let plain = list(&words(spoken), |word| {
        json!({
            "startTime": format!("{}s", word.start_seconds()),
            "endTime": format!("{}s", word.end_seconds()), "word": "so",
        })
    });
    let tagged = list(&words(spoken), |word| {
        json!({
            "startTime": format!("{}s", word.start_seconds()),
            "endTime": format!("{}s", word.end_seconds()), "word": "so",
            "speakerTag": word.speaker + 1,
        })
    });
    json!({"results": [
        {"alternatives": [{"transcript": "so", "confidence": 0.9, "words": plain}]},
        {"alternatives": [{"words": tagged}]},
    ]})
    .to_string()
}

pub(crate) fn revai(spoken: &[Spoken]) -> String {
    let monologues = list(spoken, |one| {
        let mut elements = Vec::new();
        for word in one.words() {
            elements.push(json!({
                "type": "text", "value": "so", "ts": Spoken::number(word.start),
                "end_ts": Spoken::number(word.end), "confidence": 0.9,
            }));
            elements.push(json!({"type": "punct", "value": " "}));
        }
        json!({"speaker": one.speaker, "elements": elements})
    });
    json!({"monologues": monologues}).to_string()
}

pub(crate) fn seglst(spoken: &[Spoken]) -> String {
    let segments = list(spoken, |one| {
        json!({
            "session_id": "mtg", "speaker": name(one.speaker), "words": "so",
            "start_time": one.start_seconds(), "end_time": one.end_seconds(),
        })
    });
    Value::from(segments).to_string()
}

pub(crate) fn jsonl(spoken: &[Spoken]) -> String {
    spoken.iter().map(|one| format!("{}\n", turn(*one))).collect()
}
