//! Ground types and conversations: what can be built, what cannot, and in what order it stands.

#![allow(
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly, and what is exact is held to the bit"
)]

mod support;

use std::collections::BTreeSet;

use proptest::prelude::*;
use sociogram::{
    Analyzer, Conversation, ConversationError, ParameterError, Span, SpanError, Time, TimeError,
    Turn, Turns,
};
use support::conversations::{conversation, conversations};

#[test]
fn times_that_are_none_are_refused_by_kind() {
    let error = |start, end| Turn::from_seconds("ana", start, end).unwrap_err();
    assert_eq!(error(f64::NAN, 1.0), SpanError::Start(TimeError::NotANumber));
    assert_eq!(error(0.0, f64::INFINITY), SpanError::End(TimeError::Infinite));
    assert_eq!(error(f64::NEG_INFINITY, 1.0), SpanError::Start(TimeError::Infinite));
    assert_eq!(error(-1e10, 1.0), SpanError::Start(TimeError::OutOfRange));
    assert_eq!(error(0.0, f64::MAX), SpanError::End(TimeError::OutOfRange));
    let (one, two) = (Time::from_seconds(1.0).unwrap(), Time::from_seconds(2.0).unwrap());
    assert_eq!(error(1.0, 1.0), SpanError::Empty { at: one });
    assert_eq!(error(1.0, 1.000_000_4), SpanError::Empty { at: one });
    assert_eq!(error(2.0, 1.0), SpanError::Reversed { start: two, end: one });

    let out_of_range = SpanError::End(TimeError::OutOfRange);
    assert_eq!(Turn::from_millis("ana", 0, i64::MAX), Err(out_of_range));
    assert_eq!(Turn::from_micros("ana", 0, (1 << 53) + 1), Err(out_of_range));
    assert!(Turn::from_micros("ana", -(1 << 53), 1 << 53).is_ok());
}

#[test]
fn seconds_milliseconds_and_microseconds_say_the_same() {
    let turn = Turn::from_seconds("ana", 0.25, 2.695).unwrap();
    assert_eq!(turn, Turn::from_millis("ana", 250, 2_695).unwrap());
    assert_eq!(turn, Turn::from_micros("ana", 250_000, 2_695_000).unwrap());
}

#[test]
fn participants_stand_in_order_of_first_speech_then_label_then_silence() {
    let turn = |who: &str, start, end| Turn::from_seconds(who, start, end).unwrap();
    let turns = [
        turn("zoe", 5.0, 6.0),
        turn("eva", 1.0, 2.0),
        turn("ben", 1.0, 3.0),
        turn("eva", 0.5, 0.6),
    ];
    let conversation =
        Conversation::builder(turns).roster(["yan", "ben", "", "yan", "Ann"]).build().unwrap();
    let labels: Vec<&str> =
        conversation.participants().iter().map(|one| one.label().as_str()).collect();
    assert_eq!(labels, ["eva", "ben", "zoe", "", "Ann", "yan"]);
    let firsts: Vec<Option<f64>> = conversation
        .participants()
        .iter()
        .map(|one| one.first_start().map(Time::seconds))
        .collect();
    assert_eq!(firsts, [Some(0.5), Some(1.0), Some(5.0), None, None, None]);
}

#[test]
fn turns_that_touch_or_overlap_are_one_spurt() {
    // ana   |--| |--|--|  |------|
    //                       |--|
    // ben     |--|
    let turn = |who: &str, start, end| Turn::from_seconds(who, start, end).unwrap();
    let conversation = Conversation::new([
        turn("ana", 8.0, 10.0),
        turn("ana", 7.0, 12.0),
        turn("ana", 0.0, 1.0),
        turn("ben", 0.8, 2.0),
        turn("ana", 3.0, 4.0),
        turn("ana", 2.0, 3.0),
    ])
    .unwrap();
    let spurts: Vec<(usize, f64, f64)> = conversation
        .spurts()
        .iter()
        .map(|one| (one.participant.get(), one.span.start().seconds(), one.span.end().seconds()))
        .collect();
    assert_eq!(spurts, [(0, 0.0, 1.0), (1, 0.8, 2.0), (0, 2.0, 4.0), (0, 7.0, 12.0)]);
    let ana = &conversation.participants()[0];
    assert_eq!((ana.spurts(), ana.talk_time().as_secs()), (3, 8));
    assert_eq!(conversation.extent(), Some(Span::from_seconds(0.0, 12.0).unwrap()));
    assert_eq!(conversation.minutes(), 0.2);
}

#[test]
fn a_declared_duration_is_finite_and_holds_the_conversation() {
    let declared = |seconds| {
        let turns = [Turn::from_seconds("ana", 10.0, 12.5).unwrap()];
        Conversation::builder(turns).duration_seconds(seconds).build().map(|one| one.minutes())
    };
    assert_eq!(declared(2.5), Ok(2.5 / 60.0));
    assert_eq!(declared(1e300), Ok(1e300 / 60.0));
    assert_eq!(
        declared(2.499_999),
        Err(ConversationError::DurationTooShort { declared: 2.499_999, extent: 2.5 })
    );
    for infinite in [f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(
            declared(infinite),
            Err(ConversationError::DurationNotFinite { declared: infinite })
        );
    }
    assert!(matches!(declared(f64::NAN), Err(ConversationError::DurationNotFinite { .. })));

    let silent = Conversation::builder(Turns::new()).roster(["ana", "ben"]).duration_seconds(-0.0);
    let silent = silent.build().unwrap();
    assert!(silent.minutes() == 0.0 && silent.minutes().is_sign_positive());
    assert_eq!(Analyzer::default().analyze(&silent).score(), Some(0.0));
}

#[test]
fn more_participants_than_the_limit_are_refused() {
    let labels: Vec<String> =
        (0..=Conversation::MAX_PARTICIPANTS).map(|at| at.to_string()).collect();
    let too_many = ConversationError::TooManyParticipants { found: labels.len() };
    let turns: Turns = (0_i64..)
        .zip(&labels)
        .map(|(at, label)| Turn::from_millis(label.as_str(), at * 10, at * 10 + 5).unwrap())
        .collect();
    assert_eq!(Conversation::new(turns.clone()), Err(too_many));
    let roster = Conversation::builder(Turns::new()).roster(&labels).build();
    assert_eq!(roster, Err(too_many));
    // One fewer can be had, and scored.
    let roster = Conversation::builder(Turns::new()).roster(&labels[1..]).build().unwrap();
    assert_eq!(Analyzer::default().analyze(&roster).pair_count(), 65_535 * 32_767);
}

#[test]
fn parameters_are_finite_and_above_0() {
    let builder = Analyzer::builder;
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, -1.0] {
        for (parameter, built) in [
            ("rise", builder().rise(value).build()),
            ("decay", builder().decay(value).build()),
            ("unaddressed", builder().unaddressed(value).build()),
            ("half_rate", builder().half_rate(value).build()),
        ] {
            match built.unwrap_err() {
                ParameterError::NotFinite { parameter: found, .. } => {
                    assert_eq!(found, parameter);
                    assert!(!value.is_finite());
                }
                ParameterError::NotPositive { parameter: found, value: told } => {
                    assert_eq!((found, told), (parameter, value));
                }
                other => panic!("{other}"),
            }
        }
    }
}

#[test]
fn many_speakers_are_summed_as_few_are() {
    // Above the size up to which sums stand in a square table, they must be the same numbers.
    let few = ["ana", "ben", "eva"];
    let turns: Vec<Turn> = (0..300_i64)
        .map(|at| {
            let speaker = few[usize::try_from(at * at / 2 % 3).unwrap()];
            Turn::from_millis(speaker, at * 1_100, at * 1_100 + 1_000 + at % 7 * 50).unwrap()
        })
        .collect();
    let roster: Vec<String> = (0..1_000).map(|at| format!("z{at}")).collect();
    let of = |roster: &[String]| {
        let conversation = Conversation::builder(turns.clone()).roster(roster).build().unwrap();
        let analysis = Analyzer::default().analyze(&conversation);
        let strengths: Vec<(String, u64)> = analysis
            .pairs()
            .map(|pair| (pair.labels().map(|one| one.as_str()).join("-"), pair.strength.to_bits()))
            .collect();
        assert_eq!(strengths.len(), 3);
        strengths
    };
    assert_eq!(of(&[]), of(&roster));
}

#[test]
fn everything_can_be_sent_and_shared() {
    fn sent_and_shared<T: Send + Sync>() {}
    sent_and_shared::<Turns>();
    sent_and_shared::<Conversation>();
    sent_and_shared::<Analyzer>();
    sent_and_shared::<sociogram::Analysis>();
    sent_and_shared::<sociogram::formats::Recording>();
    sent_and_shared::<sociogram::formats::ReadError>();
    sent_and_shared::<sociogram::schema::FullResult>();
}

proptest! {
    #[test]
    fn spurts_cover_what_turns_cover_and_leave_gaps(lines in conversations()) {
        let conversation = conversation(&lines, &[]);
        let labels: Vec<&str> =
            conversation.participants().iter().map(|one| one.label().as_str()).collect();
        prop_assert!(conversation.spurts().is_sorted_by_key(|one| (one.span.start(), one.participant)));

        // At each boundary of any turn, and just before it, the same people speak.
        let boundaries: BTreeSet<i64> =
            lines.iter().flat_map(|one| [one.start, one.end, one.start - 1, one.end - 1]).collect();
        for now in boundaries {
            let by_turns: BTreeSet<&str> = lines
                .iter()
                .filter(|one| one.start <= now && now < one.end)
                .map(|one| one.speaker.as_str())
                .collect();
            let by_spurts: Vec<&str> = conversation
                .spurts()
                .iter()
                .filter(|one| one.span.start().micros() <= now && now < one.span.end().micros())
                .map(|one| labels[one.participant.get()])
                .collect();
            prop_assert_eq!(by_spurts.len(), by_turns.len(), "nobody speaks twice at once");
            prop_assert_eq!(by_spurts.into_iter().collect::<BTreeSet<_>>(), by_turns);
        }

        // Between two spurts of one participant there is silence.
        for participant in 0..labels.len() {
            let own: Vec<Span> = conversation
                .spurts()
                .iter()
                .filter(|one| one.participant.get() == participant)
                .map(|one| one.span)
                .collect();
            prop_assert!(own.windows(2).all(|two| two[0].end() < two[1].start()));
        }
    }
}
