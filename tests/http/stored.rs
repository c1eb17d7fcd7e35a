//! What is kept of a meeting, and that it comes back to the bit.

use proptest::prelude::*;
use sociogram::formats::{self, Options};
use sociogram::http::{Damaged, FileHash, StoredMeeting};

use crate::served::standup;

fn hash() -> FileHash {
    "m".parse().unwrap()
}

/// The bytes are documented: a change of them is a new version.
#[test]
fn the_bytes_are_as_documented() {
    let text = "SPEAKER standup 1 2.2 1.8 <NA> <NA> ben <NA> <NA>\n\
                SPEAKER standup 1 -1.0 2.0 <NA> <NA> ana <NA> <NA>\n\
                SPEAKER standup 1 2.2 0.0 <NA> <NA> ben <NA> <NA>\n";
    let reading = formats::read(text.as_bytes(), &Options::default()).unwrap();
    let meeting = StoredMeeting::new(reading.format(), reading.recordings().first())
        .roster(["eva"])
        .duration_seconds(60.0);
    let bytes = meeting.encode(&hash()).unwrap();
    let text = std::str::from_utf8(&bytes).unwrap();
    let (first, contents) = text.split_once('\n').unwrap();
    assert_eq!(first, format!("sociogram-meeting 1 {}", FileHash::of(contents.as_bytes())));
    assert_eq!(
        contents,
        concat!(
            r#"{"file_hash":"m","format":"rttm","provenance":{"recording":"standup","#,
            r#""overlap_capability":"yes","repairs":[{"kind":"zero_length","count":1,"#,
            r#""first_line":3,"first_path":null}],"unknown_speaker_turns":0,"unscored_turns":0,"#,
            r#""skipped_records":0,"warnings":[]},"roster":["eva"],"duration_seconds":60.0,"#,
            r#""min_talk":{"secs":0,"nanos":0},"speakers":["ana","ben"],"#,
            r#""turns":[0,-1000000,2000000,1,3200000,1800000]}"#
        )
    );
}

#[test]
fn a_turn_takes_few_bytes() {
    let reading = formats::read(&standup(), &Options::default()).unwrap();
    let meeting = StoredMeeting::new(reading.format(), reading.recordings().first());
    let bytes = meeting.encode(&hash()).unwrap();
    assert!(bytes.len() < standup().len(), "{} of {}", bytes.len(), standup().len());
}

/// Whole by its sum, and no meeting all the same.
#[test]
fn contents_that_cannot_be_are_refused() {
    let reading = formats::read(&standup(), &Options::default()).unwrap();
    let meeting = StoredMeeting::new(reading.format(), reading.recordings().first());
    let bytes = meeting.encode(&hash()).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let contents = text.split_once('\n').unwrap().1;
    let turns = contents.rfind("\"turns\"").unwrap();
    let with_turns = |turns_text: &str| format!("{}\"turns\":{turns_text}}}", &contents[..turns]);
    let signed = |contents: &str| {
        format!("sociogram-meeting 1 {}\n{contents}", FileHash::of(contents.as_bytes()))
    };
    assert!(StoredMeeting::decode(&hash(), signed(contents).as_bytes()).is_ok());
    assert!(StoredMeeting::decode(&hash(), signed(&with_turns("[]")).as_bytes()).is_ok());
    for bad in [
        "[0]",
        "[0,0]",
        "[0,0,0]",
        "[0,0,-1]",
        "[-1,0,1]",
        "[4,0,1]",
        "[0,9007199254740992,1]",
        "[0,9223372036854775807,1]",
        "[0,1,1,0,9223372036854775807,1]",
        "[0,0,9223372036854775807]",
        "[0,0.5,1]",
        "[\"0\",0,1]",
        "null",
    ] {
        let bytes = signed(&with_turns(bad));
        let refused = StoredMeeting::decode(&hash(), bytes.as_bytes());
        assert_eq!(refused.unwrap_err(), Damaged::Contents, "{bad}");
    }
    for (from, to) in [
        ("\"rttm\"", "\"unheard-of\""),
        ("\"roster\"", "\"rooster\""),
        ("\"turns\"", "\"more\":1,\"turns\""),
        ("\"overlap_capability\":\"yes\"", "\"overlap_capability\":\"maybe\""),
    ] {
        let bytes = signed(&contents.replacen(from, to, 1));
        let refused = StoredMeeting::decode(&hash(), bytes.as_bytes());
        assert_eq!(refused.unwrap_err(), Damaged::Contents, "{from}");
    }
    let newer = text.replacen("meeting 1", "meeting 2", 1);
    let refused = StoredMeeting::decode(&hash(), newer.as_bytes());
    assert_eq!(refused.unwrap_err(), Damaged::Beginning);
    let refused = StoredMeeting::decode(&"other".parse().unwrap(), text.as_bytes());
    assert_eq!(refused.unwrap_err(), Damaged::OtherHash);
}

proptest! {
    /// Any turns with any labels, and whatever else is kept.
    #[test]
    fn what_is_kept_comes_back(
        lines in prop::collection::vec((any::<[char; 2]>(), -1_000_000_i64..1_000_000, 1_i64..1_000_000), 0..40),
        roster in prop::collection::vec(any::<String>(), 0..3),
        slack in 0.0..1e9,
        talk in any::<std::time::Duration>(),
    ) {
        let text: String = lines.iter().map(|([one, two], start, length)| {
            let (start, end) = (*start as f64 / 1e6, (*start + *length) as f64 / 1e6);
            format!("{}\n", serde_json::json!({"speaker": format!("s{one}{two}"), "start": start, "end": end}))
        }).collect();
        let options = Options::default().format("jsonl".parse().unwrap());
        let reading = formats::read(text.as_bytes(), &options).unwrap();
        let recording = reading.recordings().first();
        let meeting = StoredMeeting::new(reading.format(), recording)
            .roster(&roster).duration_seconds(10.0 + slack).min_talk(talk);
        let bytes = meeting.encode(&hash()).unwrap();
        let back = StoredMeeting::decode(&hash(), &bytes).unwrap();
        prop_assert_eq!(back.conversation().unwrap(), meeting.conversation().unwrap());
        prop_assert_eq!(back.provenance(), meeting.provenance());
        prop_assert_eq!(back.turns().len(), meeting.turns().len());
        prop_assert_eq!(back.encode(&hash()).unwrap(), bytes);
    }

    /// Bytes of any kind are no meeting, and no reason to fall over.
    #[test]
    fn anything_else_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), at in any::<usize>()) {
        prop_assert!(StoredMeeting::decode(&hash(), &bytes).is_err());
        let reading = formats::read(&standup(), &Options::default()).unwrap();
        let meeting = StoredMeeting::new(reading.format(), reading.recordings().first());
        let mut kept = meeting.encode(&hash()).unwrap();
        let at = at % kept.len();
        kept[at] ^= 1 << (at % 7);
        prop_assert!(StoredMeeting::decode(&hash(), &kept).is_err());
    }

    /// A hash is what the documentation says, and nothing else.
    #[test]
    fn a_hash_is_what_is_documented(text in "[a-zA-Z0-9._\\-/%#~ é\0]{0,6}") {
        let fits = !text.is_empty() && !text.starts_with('.')
            && text.chars().all(|one| one.is_ascii_alphanumeric() || "._-".contains(one));
        prop_assert_eq!(text.parse::<FileHash>().is_ok(), fits);
    }
}
