//! The page of a meeting: its numbers, its size, its bytes, and what labels can do to it. What only
//! a browser can tell is in `scripts/check_report`.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly, and what is exact is held to the bit"
)]

mod support;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sociogram::dynamics::{Dynamics, Windows};
use sociogram::formats::{self, Options};
use sociogram::generate::{Generator, Kind};
use sociogram::report::{Report, content_security_policy, shown_label};
use sociogram::schema::{DynamicsResult, FullResult};
use sociogram::{Analyzer, Conversation, Turns};
use support::conversations::{conversation, conversations, lifelike, line, turns};

/// A page of an hour is smaller.
const MOST_BYTES: usize = 300_000;

fn page(conversation: &Conversation) -> String {
    Report::of(conversation, &Analyzer::default(), 0).html()
}

fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = page.split_once(before).unwrap();
    rest.split_once(after).unwrap().0
}

fn data(page: &str) -> Value {
    serde_json::from_str(between(page, "id=\"data\">", "</script>")).unwrap()
}

fn generated(speakers: usize, count: usize) -> Conversation {
    Conversation::new(Generator::new(Kind::Brainstorm, speakers, count).seed(3).turns()).unwrap()
}

/// The same number, or the same to eight decimals: what there is of each of many pairs is rounded.
fn is(shown: &Value, known: Option<f64>) {
    match known {
        None => assert!(shown.is_null(), "{shown}"),
        Some(known) => {
            let shown = shown.as_f64().unwrap();
            assert!((shown - known).abs() <= 5.1e-9, "{shown} {known}");
        }
    }
}

fn holds_the_numbers(conversation: &Conversation) {
    let result = FullResult::of(conversation, &Analyzer::default(), 0);
    let data = data(&page(conversation));
    assert_eq!(data["score"].as_f64(), result.score);
    assert_eq!(data["low"].as_f64(), result.interval.map(|one| one.low));
    assert_eq!(data["high"].as_f64(), result.interval.map(|one| one.high));
    assert_eq!(data["minutes"].as_f64(), Some(result.minutes));
    assert_eq!(data["pair_count"].as_u64(), Some(result.pair_count as u64));
    assert_eq!(data["evidence"], serde_json::to_value(result.evidence).unwrap());
    let facts = result.facts.unwrap();
    assert_eq!(data["meeting"], serde_json::to_value(&facts.meeting).unwrap());

    let people = data["people"].as_array().unwrap();
    assert_eq!(people.len(), result.participants.len());
    let left_out = result.left_out.unwrap();
    for (at, person) in people.iter().enumerate() {
        let (known, fact) = (&result.participants[at], &facts.participants[at]);
        assert_eq!(person["name"], shown_label(&known.speaker, at));
        assert_eq!(person["talk"].as_f64(), Some(known.talk_time));
        assert_eq!(person["spurts"].as_u64(), Some(known.spurts as u64));
        assert_eq!(person["share"].as_f64(), fact.share_of_talk);
        assert_eq!(person["given"].as_f64(), Some(fact.responses_given));
        assert_eq!(person["received"].as_f64(), Some(fact.responses_received));
        assert_eq!(person["taken"].as_u64(), Some(fact.floor_taken.count as u64));
        assert_eq!(person["offset"].as_f64(), fact.floor_taken.median_offset);
        assert_eq!(person["overlap"].as_f64(), fact.overlap_time);
        let left_out = left_out.iter().find(|one| one.speaker == known.speaker);
        let reason = left_out.map(|one| serde_json::to_value(one.reason).unwrap());
        assert_eq!(person["left_out"], reason.unwrap_or_default());
    }
    let place = |label: &str| {
        result.participants.iter().position(|one| one.speaker == label).unwrap() as u64
    };
    let directed = data["directed"].as_array().unwrap();
    assert_eq!(directed.len(), result.directed.len());
    for (shown, known) in directed.iter().zip(&result.directed) {
        assert_eq!(
            (shown[0].as_u64(), shown[1].as_u64()),
            (Some(place(&known.from)), Some(place(&known.to)))
        );
        is(&shown[2], Some(known.responses));
    }
    let pairs = data["pairs"].as_array().unwrap();
    assert_eq!(pairs.len(), result.pairs.len());
    for (shown, known) in pairs.iter().zip(&result.pairs) {
        let [a, b] = known.between.each_ref().map(|label| Some(place(label)));
        assert_eq!([shown[0].as_u64(), shown[1].as_u64()], [a, b]);
        is(&shown[2], Some(known.responses));
        is(&shown[3], Some(known.absolute));
        is(&shown[4], known.interval.map(|one| one.low));
        is(&shown[5], known.interval.map(|one| one.high));
        let fact = facts.pairs.iter().find(|one| one.between == known.between).unwrap();
        assert_eq!(shown[6].as_f64(), fact.overlap_time);
        assert_eq!(shown[7].as_f64(), fact.first_to_second.median_offset);
        assert_eq!(shown[8].as_f64(), fact.second_to_first.median_offset);
    }
    if let Ok(course) = Dynamics::of(conversation, &Analyzer::default(), Windows::default()) {
        let course = DynamicsResult::from(&course);
        let begin = conversation.extent().map_or(0.0, |extent| extent.start().seconds());
        // Those that are over before anyone speaks are left out.
        let known: Vec<_> = course.windows.iter().filter(|one| one.end > begin).collect();
        let shown = data["windows"].as_array().unwrap();
        assert_eq!(shown.len(), known.len());
        for (shown, known) in shown.iter().zip(known) {
            assert_eq!(shown[2].as_f64(), known.score);
            assert_eq!(shown[3].as_f64(), Some(known.responses));
        }
    }
    holds_the_responses(&data, conversation);
}

/// What is told of each direction is what the model says, each response at the spurt that gives it.
fn holds_the_responses(data: &Value, conversation: &Conversation) {
    let least = data["drawn"]["least"].as_u64().unwrap();
    let mut known = Vec::new();
    let number = |response: &sociogram::Response| {
        let spurts = conversation.spurts();
        let is_it = |one: &sociogram::Spurt| {
            one.participant == response.responder && one.span == response.spurt
        };
        let from = spurts.partition_point(|one| one.span.start() < response.spurt.start());
        from + spurts[from..].iter().position(is_it).unwrap()
    };
    let mut all = 0;
    Analyzer::default().for_each_response(conversation, |response| {
        all += 1;
        let amount = (1e3 * response.amount()).round() as u64;
        if amount >= least {
            let both = [response.responder, response.addressee].map(|one| one.get() as u64);
            known.push((both, number(&response) as u64, amount));
        }
    });
    known.sort_unstable();
    let mut told = Vec::new();
    let directed = data["directed"].as_array().unwrap();
    for (of, steps) in directed.iter().zip(data["responses"].as_array().unwrap()) {
        let both = [&of[0], &of[1]].map(|one| one.as_u64().unwrap());
        let mut spurt = 0;
        for step in steps.as_array().unwrap().chunks(2) {
            spurt += step[0].as_u64().unwrap();
            told.push((both, spurt, step[1].as_u64().unwrap()));
        }
    }
    told.sort_unstable();
    assert_eq!(told, known);
    assert_eq!(data["drawn"]["count"].as_u64(), Some(told.len() as u64));
    assert_eq!(data["drawn"]["of"].as_u64(), Some(all));

    let mut time = 0;
    let begin = conversation.extent().map_or(0, |extent| extent.start().micros());
    let spurts = data["spurts"].as_array().unwrap();
    assert_eq!(spurts.len(), 3 * conversation.spurts().len());
    for (shown, known) in spurts.chunks(3).zip(conversation.spurts()) {
        time += shown[0].as_i64().unwrap();
        let end = time + shown[1].as_i64().unwrap();
        for (shown, known) in [(time, known.span.start()), (end, known.span.end())] {
            assert!((shown * 1_000 - (known.micros() - begin)).abs() <= 500);
        }
        assert_eq!(shown[2].as_u64(), Some(known.participant.get() as u64));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_numbers_are_those_of_the_full_result(lines in conversations()) {
        holds_the_numbers(&conversation(&lines, &["roster", ""]));
    }

    #[test]
    fn also_of_lifelike_meetings(lines in lifelike()) {
        holds_the_numbers(&conversation(&lines, &[]));
    }

    /// Labels of any characters: nothing of them ends a script, begins an element or stays hidden.
    #[test]
    fn any_label_is_text(label in "\\PC*|.*|[<>&\"'/a-z\u{2028}\u{202e}]*", title in ".*") {
        let lines = [line(label.as_str(), 0, 2_000_000), line("ben", 2_200_000, 4_000_000)];
        let conversation = conversation(&lines, &[]);
        let page = Report::of(&conversation, &Analyzer::default(), 0).titled(title).html();
        prop_assert_eq!(page.matches("<script").count(), 2);
        prop_assert_eq!(page.matches("</script>").count(), 2);
        prop_assert_eq!(page.matches("</title>").count(), 1);
        let data = data(&page);
        let at = usize::from(label == "ben");
        prop_assert_eq!(&data["people"][0]["name"], &Value::from(shown_label(&label, 0)));
        prop_assert!(!shown_label(&label, at).trim().is_empty());
        let inside = between(&page, "id=\"data\">", "</script>");
        let escaped = !inside.contains(['<', '>', '&', '\u{2028}', '\u{2029}']);
        prop_assert!(escaped, "nothing of HTML in the data");
    }
}

#[test]
fn the_same_meeting_is_the_same_page() {
    let lines = support::conversations::lines(&Generator::new(Kind::Brainstorm, 5, 400).turns());
    let mut shuffled = lines.clone();
    shuffled.reverse();
    let pages = [&lines, &shuffled].map(|lines| page(&conversation(lines, &[])));
    assert_eq!(pages[0], pages[1]);
}

#[test]
fn a_page_of_an_hour_is_small() {
    for speakers in [2, 5, 20, 50] {
        let (mut count, mut conversation) = (1_000, generated(speakers, 1_000));
        while conversation.minutes() < 59.0 {
            count = (count as f64 * 60.0 / conversation.minutes()).ceil() as usize;
            conversation = generated(speakers, count);
        }
        let bytes = page(&conversation).len();
        assert!(bytes < MOST_BYTES, "{speakers} speakers, {count} turns: {bytes} bytes");
    }
    for recording in support::ami_meetings("sizes of pages") {
        let conversation = Conversation::new(recording.turns().clone()).unwrap();
        let report = Report::of(&conversation, &Analyzer::default(), 0).of_recording(&recording);
        let (bytes, hours) = (report.html().len(), conversation.minutes() / 60.0);
        assert!(bytes < (MOST_BYTES as f64 * hours.max(1.0)) as usize, "{bytes} {hours}");
    }
}

#[test]
fn a_crowd_is_shown_in_part_and_says_so() {
    let conversation = generated(300, 20_000);
    let page = page(&conversation);
    let data = data(&page);
    let people = data["people"].as_array().unwrap();
    assert_eq!((people.len(), data["others"].as_u64()), (60, Some(240)));
    let result = FullResult::of(&conversation, &Analyzer::default(), 0);
    assert_eq!(data["score"].as_f64(), result.score, "of all");
    let mut talk: Vec<f64> = result.participants.iter().map(|one| one.talk_time).collect();
    talk.sort_by(|one, other| other.total_cmp(one));
    let least = people.iter().map(|one| one["talk"].as_f64().unwrap()).fold(f64::MAX, f64::min);
    assert_eq!(least, talk[59], "those who speak the most");
    let pairs = data["pairs"].as_array().unwrap();
    assert!(!pairs.is_empty() && pairs.len() <= 60 * 59 / 2);
    assert!(pairs.iter().all(|pair| pair[0].as_u64() < Some(60) && pair[1].as_u64() < Some(60)));
}

#[test]
fn long_meetings_have_the_heaviest_responses() {
    let conversation = generated(6, 40_000);
    let data = data(&page(&conversation));
    holds_the_responses(&data, &conversation);
}

#[test]
fn the_policy_is_that_of_what_stands_in_the_page() {
    let page = page(&generated(2, 10));
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let policy = content_security_policy();
    let script = between(&page, "</script>\n<script>", "</script>");
    assert!(policy.contains(&format!("script-src {}", hash(script))));
    let style = between(&page, "<style>", "</style>");
    assert!(policy.contains(&format!("style-src {}", hash(style))));
    let meta = between(&page, "Content-Security-Policy\" content=\"", "\"");
    assert_eq!(meta.replace("&#39;", "'"), policy);
    for word in ["http:", "https:", " src=", " style=", "@import", "url("] {
        let svg = "http://www.w3.org/2000/svg";
        assert!(!page.replace(svg, "").contains(word), "{word}");
    }
}

#[test]
fn what_the_input_cannot_tell_is_unknown() {
    let text =
        b"WEBVTT\n\n00:00.000 --> 00:02.000\n<v ana>one\n\n00:02.200 --> 00:04.000\n<v ben>two\n";
    for overlap in [true, false] {
        let format = if overlap { formats::Format::Rttm } else { formats::Format::WebVtt };
        let rttm =
            b"SPEAKER m 1 0 2 <NA> <NA> ana <NA> <NA>\nSPEAKER m 1 2.2 2 <NA> <NA> ben <NA> <NA>\n";
        let bytes: &[u8] = if overlap { rttm } else { text };
        let reading = formats::read(bytes, &Options::default().format(format)).unwrap();
        let recording = &reading.recordings()[0];
        let conversation = Conversation::new(recording.turns().clone()).unwrap();
        let report = Report::of(&conversation, &Analyzer::default(), 0).of_recording(recording);
        let data = data(&report.html());
        assert_eq!(data["input"]["overlap"], recording.overlap().to_string());
        let known = recording.overlap() != formats::OverlapCapability::No;
        assert_eq!(!data["people"][0]["overlap"].is_null(), known);
        assert_eq!(!data["meeting"]["overlap_time"].is_null(), known);
    }
}

#[test]
fn meetings_without_a_score_say_why() {
    let none = page(&Conversation::new(Turns::new()).unwrap());
    assert!(none.contains("No score") && none.contains("Nobody takes part"));
    let one = page(&conversation(&[line("ana", 0, 1_000_000)], &[]));
    assert!(one.contains("No score") && one.contains("Only one person takes part"));
    let silent = page(&conversation(&[], &["ana", "ben"]));
    assert!(silent.contains("0.0 of 100") && silent.contains("Nobody speaks"));
}

#[test]
fn a_clock_that_began_in_1970_still_makes_a_page() {
    let at = 1_700_000_000_000_000;
    let lines = [line("ana", at, at + 2_000_000), line("ben", at + 2_200_000, at + 4_000_000)];
    let conversation = Conversation::new(turns(&lines)).unwrap();
    let data = data(&page(&conversation));
    assert!(data["no_windows"].as_str().unwrap().contains("windows"));
    assert_eq!((data["clock"].as_f64(), data["length"].as_i64()), (Some(0.0), Some(4_000)));
}
