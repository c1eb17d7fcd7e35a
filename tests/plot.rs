//! Pictures: valid, the same each time, small, and whatever the labels are.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

mod support;

use proptest::prelude::*;
use roxmltree::Document;
use sociogram::dynamics::{Dynamics, Windows};
use sociogram::plot::Picture;
use sociogram::{Analyzer, Conversation, Turn, Turns};

/// All four kinds.
fn pictures(conversation: &Conversation) -> [Picture; 4] {
    let analyzer = Analyzer::default();
    let analysis = analyzer.analyze(conversation);
    let seconds = conversation.minutes() * 60.0;
    let period = f64::max(seconds / 20.0, 1.0);
    let windows = Windows::from_seconds(period, period).unwrap();
    let course = Dynamics::of(conversation, &analyzer, windows).unwrap();
    [
        Picture::sociogram(&analysis, Some("weekly")),
        Picture::matrix(&analysis, Some("weekly")),
        Picture::timeline(conversation, Some("weekly")),
        Picture::dynamics(&course, Some("weekly")),
    ]
}

/// Turns of so many speakers, one a second, some of them in overlap.
fn turns(speakers: usize, turns: usize) -> Turns {
    let mut all = Turns::new();
    for at in 0..turns {
        let start = i64::try_from(at * 1_000).unwrap();
        let length = i64::try_from(300 + at * at % 1_500).unwrap();
        let span = sociogram::Span::from_millis(start, start + length).unwrap();
        all.push(&format!("s{:03}", (at * at + at / 3) % speakers), span);
    }
    all
}

/// The texts of a picture, which is a whole document with finite numbers.
fn texts(picture: &Picture) -> Vec<String> {
    let svg = picture.svg();
    let document = Document::parse(svg).unwrap_or_else(|error| panic!("{error}: {svg}"));
    let root = document.root_element();
    assert_eq!(root.tag_name().namespace(), Some("http://www.w3.org/2000/svg"));
    for node in root.descendants() {
        for attribute in node.attributes() {
            let value = attribute.value();
            assert!(!value.contains("NaN") && !value.contains("inf"), "{value}");
            // Nothing is fetched, and nothing runs.
            assert!(!attribute.name().contains("href") && !attribute.name().starts_with("on"));
        }
        assert!(!matches!(node.tag_name().name(), "script" | "style" | "image" | "foreignObject"));
    }
    let text = root.descendants().filter(|node| node.tag_name().name() == "text");
    text.map(|node| node.text().unwrap_or_default().to_owned()).collect()
}

#[test]
fn any_number_of_participants() {
    for speakers in [2, 5, 6, 7, 12, 20, 50, 51, 400] {
        let conversation = Conversation::new(turns(speakers, 3_000)).unwrap();
        let everyone = conversation.participants().len();
        for (picture, again) in pictures(&conversation).iter().zip(pictures(&conversation)) {
            assert_eq!(picture.svg(), again.svg(), "{speakers}");
            assert!(picture.svg().len() < 600_000, "{speakers}: {}", picture.svg().len());
        }
        let pictures = pictures(&conversation).map(|picture| texts(&picture));
        for (texts, times) in pictures.iter().zip([1, 2, 1, 0]) {
            let labels = texts.iter().filter(|text| text.starts_with('s') && text.len() == 4);
            assert_eq!(labels.count(), everyone.min(50) * times, "{speakers}");
            let says_so = texts.iter().any(|text| text.contains("who speak most"));
            assert_eq!(says_so, everyone > 50 && times > 0, "{speakers}");
        }
    }
}

#[test]
fn the_order_of_turns_is_of_no_account() {
    let file = support::root().join("fixtures/meetings/standup.rttm");
    let heard = support::recording(&file).into_turns();
    let mut turns: Vec<Turn> =
        heard.iter().map(|(label, span)| Turn::new(label.clone(), span)).collect();
    turns.reverse();
    let reversed = Conversation::new(turns).unwrap();
    assert_eq!(pictures(&Conversation::new(heard).unwrap()), pictures(&reversed));
}

#[test]
fn a_hundred_thousand_turns_make_a_small_file() {
    let conversation = Conversation::new(turns(8, 100_000)).unwrap();
    for (picture, most) in pictures(&conversation).iter().zip([20_000, 20_000, 150_000, 20_000]) {
        assert!(picture.svg().len() < most, "{}", picture.svg().len());
        texts(picture);
    }
    let analyzer = Analyzer::default();
    for step in [0.5, 1.5] {
        let windows = Windows::from_seconds(1.5, step).unwrap();
        let Ok(course) = Dynamics::of(&conversation, &analyzer, windows) else { continue };
        assert!(Picture::dynamics(&course, None).svg().len() < 100_000);
    }
}

#[test]
fn what_cannot_be_drawn_is_said() {
    let says = |conversation: &Conversation, sentences: [&str; 4]| {
        for (picture, sentence) in pictures(conversation).iter().zip(sentences) {
            let texts = texts(picture);
            assert!(texts.iter().any(|text| text.contains(sentence)), "{texts:?}");
        }
    };
    let nobody = Conversation::new(Turns::new()).unwrap();
    says(&nobody, ["Nobody took part", "Nobody took part", "Nobody speaks", "Nobody speaks"]);
    let silent = Conversation::builder(Turns::new()).roster(["ana", "ben"]).build().unwrap();
    let responds = "Nobody responds to anybody";
    says(&silent, [responds, responds, "Nobody speaks", "Nobody speaks"]);
    let one = Conversation::new([Turn::from_seconds("ana", 0.0, 9.0).unwrap()]).unwrap();
    says(&one, ["One participant", "One participant", "ana", "No interaction score"]);
    let far = [Turn::from_seconds("a", 9e9, 9e9 + 1e-6), Turn::from_seconds("b", -9e9, -8e9)];
    let far = Conversation::new(far.map(Result::unwrap)).unwrap();
    let analysis = Analyzer::default().analyze(&far);
    texts(&Picture::sociogram(&analysis, None));
    assert!(texts(&Picture::timeline(&far, None)).iter().any(|text| text.contains("since")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn labels_are_text_whatever_they_hold(
        labels in prop::collection::btree_set(
            prop_oneof![any::<String>(), "[\\u{0}-\\u{ff}<>&\"']{0,8}", ".{500}"], 2..9),
        name in any::<String>(),
    ) {
        let labels: Vec<String> = labels.into_iter().collect();
        let turns: Vec<Turn> = (0..12_u32)
            .map(|at| {
                let label = labels[at as usize * 7 % labels.len()].as_str();
                Turn::from_seconds(label, f64::from(at) * 2.0, f64::from(at) * 2.0 + 2.5).unwrap()
            })
            .collect();
        let conversation = Conversation::builder(turns).roster(labels).build().unwrap();
        let analysis = Analyzer::default().analyze(&conversation);
        let unseen = |it: char| it.is_control() || ('\u{202a}'..='\u{202e}').contains(&it);
        for picture in [
            Picture::sociogram(&analysis, Some(&name)),
            Picture::matrix(&analysis, Some(&name)),
            Picture::timeline(&conversation, Some(&name)),
        ] {
            for text in texts(&picture) {
                prop_assert!(!text.contains(unseen), "{:?}", text);
            }
        }
    }
}

#[cfg(feature = "png")]
#[test]
fn pixels_are_the_same_each_time() {
    let conversation = Conversation::new(turns(5, 300)).unwrap();
    for picture in pictures(&conversation) {
        let png = picture.png(480, &[]).unwrap();
        assert_eq!(png, picture.png(480, &[]).unwrap());
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
        assert_eq!(png[16..20], 480_u32.to_be_bytes(), "width");
        // A font that is none is of no account.
        assert_eq!(png, picture.png(480, &[b"no font".to_vec()]).unwrap());
    }
    assert!(pictures(&conversation)[0].png(20_001, &[]).is_err());
}
