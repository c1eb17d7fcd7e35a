//! Writers of formats that are not JSON.

use std::collections::BTreeMap;

use super::{Spoken, name};

fn each(spoken: &[Spoken], line: impl Fn(usize, Spoken) -> String) -> String {
    spoken.iter().enumerate().map(|(at, one)| line(at, *one)).collect()
}

pub(crate) fn rttm(spoken: &[Spoken]) -> String {
    each(spoken, |_, one| {
        let (start, length) = (one.start_seconds(), Spoken::seconds(one.end - one.start));
        format!("SPEAKER mtg 1 {start} {length} <NA> <NA> {} <NA> <NA>\n", name(one.speaker))
    })
}

/// `00:01:02.345`
fn clock(time: i64, mark: char) -> String {
    let (hours, minutes, seconds) = (time / 3_600_000, time / 60_000 % 60, time / 1_000 % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}{mark}{:03}", time % 1_000)
}

pub(crate) fn webvtt(spoken: &[Spoken]) -> String {
    let cues = each(spoken, |_, one| {
        let (start, end) = (clock(one.start, '.'), clock(one.end, '.'));
        format!("\n{start} --> {end}\n<v {}>so it is</v>\n", name(one.speaker))
    });
    format!("WEBVTT\n{cues}")
}

pub(crate) fn srt(spoken: &[Spoken]) -> String {
    each(spoken, |at, one| {
        let (start, end) = (clock(one.start, ','), clock(one.end, ','));
        format!("{}\n{start} --> {end}\n{}: so it is\n\n", at + 1, name(one.speaker))
    })
}

pub(crate) fn table(spoken: &[Spoken], mark: char, time: impl Fn(i64) -> String) -> String {
    let lines = each(spoken, |_, one| {
        let (start, end) = (time(one.start), time(one.end));
        format!("{start}{mark}{end}{mark}{}{mark}\"so, \"\"well\"\"\"\n", name(one.speaker))
    });
    format!("start{mark}end{mark}speaker{mark}text\n{lines}")
}

pub(crate) fn csv(spoken: &[Spoken]) -> String {
    table(spoken, ',', Spoken::seconds)
}

pub(crate) fn tsv(spoken: &[Spoken]) -> String {
    table(spoken, '\t', Spoken::seconds)
}

/// What Kaldi calls a turn.
pub(crate) fn utterance(at: usize) -> String {
    format!("utt-{at:04}")
}

pub(crate) fn kaldi(spoken: &[Spoken]) -> String {
    each(spoken, |at, one| {
        format!("{} mtg {} {}\n", utterance(at), one.start_seconds(), one.end_seconds())
    })
}

pub(crate) fn stm(spoken: &[Spoken]) -> String {
    each(spoken, |_, one| {
        let (start, end) = (one.start_seconds(), one.end_seconds());
        format!("mtg 1 {} {start} {end} <o,f0,male> so it is\n", name(one.speaker))
    })
}

pub(crate) fn ctm(spoken: &[Spoken]) -> String {
    let words: Vec<Spoken> = spoken.iter().flat_map(|one| one.words()).collect();
    each(&words, |_, word| {
        let (start, length) = (word.start_seconds(), Spoken::seconds(word.end - word.start));
        format!("mtg 1 {start} {length} so 0.98 lex {}\n", name(word.speaker))
    })
}

pub(crate) fn chat(spoken: &[Spoken]) -> String {
    let lines = each(spoken, |_, one| {
        let (code, start, end) = (name(one.speaker).to_uppercase(), one.start, one.end);
        format!("*{code}:\tso it is . \u{15}{start}_{end}\u{15}\n")
    });
    format!(
        "@UTF8\n@Begin\n@Languages:\teng\n@Participants:\tANA Ana Adult, BEN Ben Adult, EVA Eva Adult, \
         DAN Dan Adult\n{lines}@End\n"
    )
}

fn by_speaker(spoken: &[Spoken]) -> BTreeMap<usize, Vec<Spoken>> {
    let mut tiers: BTreeMap<usize, Vec<Spoken>> = BTreeMap::new();
    for one in spoken {
        tiers.entry(one.speaker).or_default().push(*one);
    }
    tiers
}

pub(crate) fn eaf(spoken: &[Spoken]) -> String {
    let slots = each(spoken, |at, one| {
        let (first, second) = (2 * at + 1, 2 * at + 2);
        format!(
            "<TIME_SLOT TIME_SLOT_ID=\"ts{first}\" TIME_VALUE=\"{}\"/>\
             <TIME_SLOT TIME_SLOT_ID=\"ts{second}\" TIME_VALUE=\"{}\"/>\n",
            one.start, one.end
        )
    });
    let mut tiers: BTreeMap<usize, String> = BTreeMap::new();
    for (at, one) in spoken.iter().enumerate() {
        *tiers.entry(one.speaker).or_default() += &format!(
            "<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID=\"a{at}\" TIME_SLOT_REF1=\"ts{}\" \
             TIME_SLOT_REF2=\"ts{}\"><ANNOTATION_VALUE>so</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION>\
             </ANNOTATION>\n",
            2 * at + 1,
            2 * at + 2
        );
    }
    let tiers: String = tiers
        .into_iter()
        .map(|(speaker, annotations)| {
            let name = name(speaker);
            format!(
                "<TIER LINGUISTIC_TYPE_REF=\"default\" PARTICIPANT=\"{name}\" TIER_ID=\"T-{name}\">\n\
                 {annotations}</TIER>\n"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ANNOTATION_DOCUMENT FORMAT=\"3.0\" VERSION=\"3.0\">\n\
         <HEADER TIME_UNITS=\"milliseconds\"/>\n<TIME_ORDER>\n{slots}</TIME_ORDER>\n{tiers}\
         <LINGUISTIC_TYPE LINGUISTIC_TYPE_ID=\"default\" TIME_ALIGNABLE=\"true\"/>\n\
         </ANNOTATION_DOCUMENT>\n"
    )
}

pub(crate) fn textgrid(spoken: &[Spoken]) -> String {
    let last = Spoken::seconds(spoken.iter().map(|one| one.end).max().unwrap_or(0) + 1_000);
    let tiers = by_speaker(spoken);
    let mut text = format!(
        "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\nxmin = 0 \nxmax = {last} \n\
         tiers? <exists> \nsize = {} \nitem []: \n",
        tiers.len()
    );
    for (at, (speaker, spoken)) in tiers.into_iter().enumerate() {
        // A tier has no holes: silence is an interval without text.
        let (mut now, mut intervals) = (0, Vec::new());
        for one in spoken {
            if now < one.start {
                intervals.push((now, one.start, ""));
            }
            intervals.push((one.start, one.end, "so \"\"well\"\""));
            now = one.end;
        }
        text += &format!(
            "    item [{}]:\n        class = \"IntervalTier\" \n        name = \"{}\" \n        \
             xmin = 0 \n        xmax = {last} \n        intervals: size = {} \n",
            at + 1,
            name(speaker),
            intervals.len()
        );
        for (number, (start, end, said)) in intervals.into_iter().enumerate() {
            text += &format!(
                "        intervals [{}]:\n            xmin = {} \n            xmax = {} \n            \
                 text = \"{said}\" \n",
                number + 1,
                Spoken::seconds(start),
                Spoken::seconds(end)
            );
        }
    }
    text
}

pub(crate) fn audacity(spoken: &[Spoken]) -> String {
    each(spoken, |_, one| {
        format!("{}\t{}\t{}\n", one.start_seconds(), one.end_seconds(), name(one.speaker))
    })
}
