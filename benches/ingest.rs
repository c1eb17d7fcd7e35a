//! Reading, beside what it costs at the least.
//!
//! `cargo bench --features formats --bench ingest` closes with a table of ratios: RTTM against a
//! loop that splits lines, parses two numbers and interns the speaker; JSON formats against
//! `serde_json` reading the same bytes into plain structs.

#![allow(
    missing_docs,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark that fails should fail loudly, and prints what it found"
)]

#[path = "support/estimates.rs"]
mod estimates;
#[path = "support/floor.rs"]
mod floor;
#[path = "../tests/support/writers/mod.rs"]
mod writers;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput};
use estimates::median;
use floor::split_parse_intern;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sociogram::formats::{self, Format, Options, rttm};
use writers::{Spoken, json, text};

/// Turns of every input.
const TURNS: i64 = 20_000;

/// People who take turns.
fn spoken() -> Vec<Spoken> {
    (0..TURNS)
        .map(|at| {
            let (speaker, start) = (usize::try_from(at * at % 4).unwrap(), at * 2_345);
            Spoken { speaker, start, end: start + 400 + at * 37 % 1_900 }
        })
        .collect()
}

/// Plain structs, as one would write them to get at who says what when.
mod plain {
    use super::Deserialize;

    macro_rules! plain {
        ($($name:ident { $($(#[$attribute:meta])* $field:ident: $type:ty),* $(,)? })*) => {
            $(
                #[derive(Deserialize)]
                #[serde(rename_all = "camelCase")]
                #[allow(dead_code, reason = "what is read is what is measured")]
                pub(super) struct $name { $($(#[$attribute])* $field: $type),* }
            )*
        };
    }

    plain! {
        Turn { start: f64, end: f64, speaker: String }
        Pyannote { diarization: Vec<Turn> }
        PyannoteAi { output: Pyannote }
        WhisperX { segments: Vec<WhisperXSegment> }
        WhisperXSegment { start: f64, end: f64, text: String, speaker: String, words: Vec<WhisperXWord> }
        WhisperXWord { word: String, start: Option<f64>, end: Option<f64>, speaker: Option<String> }
        AssemblyAi { utterances: Vec<Utterance> }
        Utterance { start: i64, end: i64, speaker: String, text: String, words: Vec<UtteranceWord> }
        UtteranceWord { start: i64, end: i64, speaker: Option<String>, text: String }
        Deepgram { results: DeepgramResults }
        DeepgramResults { channels: Vec<Channel> }
        Channel { alternatives: Vec<Alternative> }
        Alternative { transcript: String, words: Vec<DeepgramWord> }
        DeepgramWord { word: String, start: f64, end: f64, speaker: Option<u32> }
        Aws { results: AwsResults }
        AwsResults {
            #[serde(rename = "speaker_labels")] speaker_labels: AwsLabels,
            items: Vec<AwsItem>
        }
        AwsLabels { segments: Vec<AwsTimed> }
        AwsTimed {
            #[serde(rename = "start_time")] start_time: String,
            #[serde(rename = "end_time")] end_time: String,
            #[serde(rename = "speaker_label")] speaker_label: String,
            #[serde(default)] items: Vec<AwsTimed>
        }
        AwsItem {
            #[serde(rename = "start_time")] start_time: Option<String>,
            #[serde(rename = "end_time")] end_time: Option<String>,
            alternatives: Vec<AwsContent>
        }
        AwsContent { content: String }
        OpenAi { segments: Vec<OpenAiSegment> }
        OpenAiSegment { start: f64, end: f64, speaker: String, text: String }
        ElevenLabs { words: Vec<ElevenLabsWord> }
        ElevenLabsWord {
            text: String, start: Option<f64>, end: Option<f64>,
            #[serde(rename = "speaker_id")] speaker_id: Option<String>
        }
        Speechmatics { results: Vec<SpeechmaticsWord> }
        SpeechmaticsWord {
            #[serde(rename = "start_time")] start_time: f64,
            #[serde(rename = "end_time")] end_time: f64,
            alternatives: Vec<SpeechmaticsAlternative>
        }
        SpeechmaticsAlternative { content: String, speaker: Option<String> }
        Azure { recognized_phrases: Vec<AzurePhrase> }
        AzurePhrase {
            speaker: Option<u32>, offset_in_ticks: f64, duration_in_ticks: f64,
            n_best: Vec<AzureBest>
        }
        AzureBest { display: String }
        Google { results: Vec<GoogleResult> }
        GoogleResult { alternatives: Vec<GoogleAlternative> }
        GoogleAlternative { words: Vec<GoogleWord> }
        GoogleWord { start_time: String, end_time: String, word: String, speaker_tag: Option<u32> }
        RevAi { monologues: Vec<Monologue> }
        Monologue { speaker: u32, elements: Vec<Element> }
        Element {
            value: String, ts: Option<f64>,
            #[serde(rename = "end_ts")] end_ts: Option<f64>
        }
        Segment {
            #[serde(rename = "session_id")] session_id: String,
            speaker: String, words: String,
            #[serde(rename = "start_time")] start_time: String,
            #[serde(rename = "end_time")] end_time: String
        }
    }
}

fn measure(
    criterion: &mut Criterion,
    name: &str,
    text: &str,
    floor: fn(&str),
    ours: impl Fn(&str),
) {
    let mut group = criterion.benchmark_group(format!("read {name}"));
    group.sample_size(20).throughput(Throughput::Bytes(text.len() as u64));
    group.warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(1));
    group.bench_function("floor", |b| b.iter(|| floor(black_box(text))));
    group.bench_function("ours", |b| b.iter(|| ours(black_box(text))));
}

/// Reads into plain structs.
fn structs<T: DeserializeOwned>(text: &str) {
    black_box(serde_json::from_str::<T>(text).unwrap());
}

fn lines(text: &str) {
    for line in text.lines() {
        structs::<plain::Turn>(line);
    }
}

fn front(text: &str) {
    let reading = formats::read(text.as_bytes(), &Options::default()).unwrap();
    assert_eq!(reading.recordings().len(), 1);
    black_box(reading);
}

/// A format, how it is written here, and how it is read into plain structs.
type JsonFormat = (Format, fn(&[Spoken]) -> String, fn(&str));

/// Every JSON format.
fn json_formats() -> Vec<JsonFormat> {
    vec![
        (Format::Pyannote, json::pyannote, structs::<plain::Pyannote>),
        (Format::PyannoteAi, json::pyannoteai, structs::<plain::PyannoteAi>),
        (Format::WhisperX, json::whisperx, structs::<plain::WhisperX>),
        (Format::AssemblyAi, json::assemblyai, structs::<plain::AssemblyAi>),
        (Format::Deepgram, json::deepgram, structs::<plain::Deepgram>),
        (Format::AwsTranscribe, json::aws_transcribe, structs::<plain::Aws>),
        (Format::OpenAi, json::openai, structs::<plain::OpenAi>),
        (Format::ElevenLabs, json::elevenlabs, structs::<plain::ElevenLabs>),
        (Format::Speechmatics, json::speechmatics, structs::<plain::Speechmatics>),
        (Format::Azure, json::azure, structs::<plain::Azure>),
        (Format::Google, json::google, structs::<plain::Google>),
        (Format::RevAi, json::revai, structs::<plain::RevAi>),
        (Format::SegLst, json::seglst, structs::<Vec<plain::Segment>>),
        (Format::JsonLines, json::jsonl, lines),
    ]
}

fn report(names: &[&str]) {
    println!("\n| format | ns a turn | to the floor |\n|---|---|---|");
    for name in names {
        let [Some(floor), Some(ours)] =
            ["floor", "ours"].map(|what| median(&format!("read {name}"), what))
        else {
            continue;
        };
        println!("| {name} | {:.0} | {:.2} |", ours / TURNS as f64, ours / floor);
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let spoken = spoken();
    let lines = text::rttm(&spoken);
    let floor = |text: &str| drop(black_box(split_parse_intern(text)));
    measure(&mut criterion, "rttm", &lines, floor, front);
    measure(&mut criterion, "rttm alone", &lines, floor, |text| {
        black_box(rttm::read(text.as_bytes()).unwrap());
    });
    let mut names = vec!["rttm", "rttm alone"];
    for (format, write, floor) in json_formats() {
        measure(&mut criterion, format.id(), &write(&spoken), floor, front);
        names.push(format.id());
    }
    criterion.final_summary();
    if !std::env::args().any(|argument| argument == "--test") {
        report(&names);
    }
}
