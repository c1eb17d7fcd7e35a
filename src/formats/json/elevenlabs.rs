//! `ElevenLabs` Scribe: a list of words, one speaker each.
//!
//! ```text
//! {"words": [{"text": "Hi", "start": 0.1, "end": 0.3, "type": "word", "speaker_id": "speaker_0"}]}
//! ```
//!
//! Times are seconds and may be `null`, as may speakers; a speaker is a string. Spaces between words
//! (`spacing`) are passed over, sounds (`audio_event`) as well, and these are counted. One speaker
//! at a time, unless channels were transcribed apart: they give `transcripts` with a
//! `channel_index` each, or a `channel_index` in each word, and count their speakers together.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::channels::Channels;
use super::label::JsonLabel;
use super::parse;
use super::path::{Step, place};
use super::scalar::seconds;
use crate::formats::collector::Collector;
use crate::formats::error::{ReadError, ReadErrorKind};
use crate::formats::options::Options;
use crate::formats::sample::Sample;
use crate::formats::words::Word;

/// Why a document may be of this format.
pub(in crate::formats) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    let keys = sample.keys()?;
    // The text comes before the words and may be long.
    let begun = keys.have(&["language_code", "language_probability", "text"]);
    let alone = keys.have(&["words[].type", "words[].text"])
        && (keys.has("words[].speaker_id") || keys.has("words[].logprob"));
    let channels = keys.have(&["transcripts[].words[].type", "transcripts[].words[].text"]);
    (begun || alone || channels).then_some("it has `words` with a `type` and a `speaker_id`")
}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    words: Option<Vec<Entry<'a>>>,
    #[serde(borrow)]
    transcripts: Option<Vec<Transcript<'a>>>,
}

#[derive(Deserialize)]
struct Transcript<'a> {
    #[serde(borrow, default)]
    channel_index: JsonLabel<'a>,
    #[serde(borrow)]
    words: Option<Vec<Entry<'a>>>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: JsonLabel<'a>,
    #[serde(borrow)]
    start: Option<&'a RawValue>,
    #[serde(borrow)]
    end: Option<&'a RawValue>,
    #[serde(borrow, default)]
    speaker_id: JsonLabel<'a>,
    #[serde(borrow, default)]
    channel_index: JsonLabel<'a>,
}

/// Stands for the words that are in no transcript of a channel.
const ALONE: usize = usize::MAX;

pub(in crate::formats) fn read(
    text: &str,
    options: &Options,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let name = options.recording_name();
    let at = into.recording(name);
    let document: Document<'_> = parse(text)?;
    let steps = |[transcript, word]: [usize; 2]| {
        let inner = [Step::Key("words"), Step::At(word)];
        let outer = [Step::Key("transcripts"), Step::At(transcript)];
        if transcript == ALONE { inner.to_vec() } else { [outer, inner].concat() }
    };
    let alone = document.words.iter().map(|words| (ALONE, None, words));
    let apart = document.transcripts.iter().flatten().enumerate().filter_map(|(t, transcript)| {
        Some((t, transcript.channel_index.get(), transcript.words.as_ref()?))
    });
    let lists: Vec<_> = alone.chain(apart).collect();
    if lists.is_empty() {
        let kind = ReadErrorKind::Missing { expected: "words with times" };
        return Err(ReadError::new(place(text, &["words".into()]), kind));
    }
    let mut channels = Channels::with_labels_apart();
    let mut first = None;
    let mut anybody = false;
    for (t, channel, words) in lists {
        for (w, word) in words.iter().enumerate() {
            match word.kind.get() {
                None | Some("word") => {}
                Some("spacing") => continue,
                Some(_) => {
                    into.skip(name, 1);
                    continue;
                }
            }
            let speaker = word.speaker_id.get();
            first.get_or_insert([t, w]);
            anybody |= speaker.is_some();
            let (start, end) = (
                seconds(text, word.start, "the start", || steps([t, w]))?,
                seconds(text, word.end, "the end", || steps([t, w]))?,
            );
            let word_channel = word.channel_index.get().or(channel);
            channels.push(word_channel, Word { speaker, start, end, id: [t, w] });
        }
    }
    if let Some(first) = first
        && !anybody
        && !channels.are_several()
    {
        let expected = "speakers (was `diarize` on?)";
        let here = [steps(first), vec!["speaker_id".into()]].concat();
        return Err(ReadError::new(place(text, &here), ReadErrorKind::Missing { expected }));
    }
    channels.collect(at, into, |id| place(text, &steps(id)))
}
