//! Small conversations, drawn as timelines and worked out by hand.

use super::*;

#[test]
fn gaps_pauses_and_overlaps() {
    let Facts { meeting, participants, pairs, .. } = of_drawn(&[
        //       0         1         2         3         4
        ("ana", "###########..##########.............#####"),
        ("ben", "...................########...######......"),
        ("eva", ".....####................................"),
    ]);
    // ana alone to 0.5, eva within 0.5..0.9, pause 1.1..1.3, ben from 1.9 while ana to 2.3,
    // ben's pause 2.7..3.0, ben to 3.6, and ana at once.
    assert_eq!(counted(meeting.pauses), (2, 500, Some(250)));
    assert_eq!(counted(meeting.gaps), (0, 0, None));
    assert_eq!(counted(meeting.overlaps_within), (1, 400, Some(400)));
    assert_eq!(counted(meeting.overlaps_between), (1, 400, Some(400)));
    assert_eq!(meeting.floor_transfers.count, 2);
    assert_eq!(meeting.floor_transfers.median_offset, Some(-0.2), "between -0.4 and 0");
    assert_eq!(meeting.talk_time, millis(2_600 + 1_400 + 400));
    assert_eq!(meeting.speech_time, millis(3_600));
    assert_eq!(meeting.silence, millis(500));
    assert_eq!(meeting.overlap_time, millis(800));

    let [ana, eva, ben] = &participants[..] else { panic!("three") };
    assert_eq!((ana.label.as_str(), ana.spurts, ana.backchannels), ("ana", 3, 0));
    assert_eq!((eva.label.as_str(), eva.spurts, eva.backchannels), ("eva", 1, 1));
    assert_eq!((ben.label.as_str(), ben.spurts, ben.backchannels), ("ben", 2, 0));
    assert_eq!([ana, eva, ben].map(|one| one.overlap_time), [800, 400, 400].map(millis));
    assert_eq!(ana.floor_taken.median_offset, Some(0.0));
    assert_eq!((eva.floor_taken.count, eva.floor_taken.median_offset), (0, None));
    assert_eq!(ben.floor_taken.median_offset, Some(-0.4));
    assert_eq!(ana.share_of_talk, Some(26.0 / 44.0));

    let named: Vec<_> =
        pairs.iter().map(|pair| pair.between.each_ref().map(|l| l.as_str())).collect();
    assert_eq!(named, [["ana", "eva"], ["ana", "ben"], ["eva", "ben"]]);
    assert_eq!(pairs[0].overlap_time, millis(400));
    assert_eq!(pairs[0].first_to_second.count + pairs[0].second_to_first.count, 0);
    assert!(pairs[0].reciprocity > Some(0.9), "eva answers ana, and ana eva");
    assert_eq!(pairs[1].overlap_time, millis(400));
    assert_eq!(pairs[1].first_to_second.median_offset, Some(-0.4));
    assert_eq!(pairs[1].second_to_first.median_offset, Some(0.0));
}

#[test]
fn three_at_once_are_one_overlap() {
    let Facts { meeting, pairs, .. } = of_drawn(&[
        ("ana", "##########.........."),
        ("ben", "....##############.."),
        ("eva", "......####...####..."),
    ]);
    // 0.4..1.0 whoever it is, and 1.3..1.7 within ben's.
    assert_eq!(counted(meeting.overlaps_between), (1, 600, Some(600)));
    assert_eq!(counted(meeting.overlaps_within), (1, 400, Some(400)));
    assert_eq!(meeting.talk_time, millis(1_000 + 1_400 + 800));
    assert_eq!(meeting.overlap_time, millis(1_000));
    let overlaps: Vec<_> = pairs.iter().map(|pair| pair.overlap_time.as_millis()).collect();
    assert_eq!(overlaps, [600, 400, 800], "ana-ben, ana-eva, ben-eva");
}

#[test]
fn what_nobody_speaks_alone_before_or_after_is_of_no_kind() {
    let Facts { meeting, participants, .. } = of_drawn(&[
        ("ana", "#####....###############......####"),
        ("ben", "#####........###########......####"),
    ]);
    // Together, a silence, ana alone, both to the end, a silence, both again.
    assert_eq!(meeting.silence, millis(1_000));
    assert_eq!([meeting.gaps, meeting.pauses].map(|one| one.count), [0, 0]);
    assert_eq!([meeting.overlaps_between, meeting.overlaps_within].map(|one| one.count), [0, 0]);
    assert_eq!(meeting.floor_transfers.count, 0);
    assert_eq!(participants[1].longest_monologue, None, "ben never speaks alone");
    assert_eq!(participants[0].longest_monologue.unwrap().talk_time, millis(400));
}

#[test]
fn a_backchannel_is_short_and_over_before_the_other_stops() {
    let is = |timelines: &[(&str, &str)]| {
        let facts = of_drawn(timelines);
        facts.participants.iter().find(|one| one.label.as_str() == "ben").unwrap().backchannels
    };
    assert_eq!(is(&[("ana", "####################"), ("ben", "...##########.......")]), 1);
    assert_eq!(is(&[("ana", "####################"), ("ben", "...###########......")]), 0, "1.1 s");
    assert_eq!(is(&[("ana", "##########.........."), ("ben", ".....#####..........")]), 1);
    assert_eq!(
        is(&[("ana", "##########.........."), ("ben", ".....######.........")]),
        0,
        "goes on"
    );
    assert_eq!(
        is(&[("ana", "##########.........."), ("ben", "####................")]),
        0,
        "a start"
    );
    assert_eq!(
        is(&[("ana", "#####.....##########"), ("ben", "......##............")]),
        0,
        "a pause"
    );
    let among_two = [
        ("ana", "#####..............."),
        ("eva", "...########........."),
        ("ben", "....#####..........."),
    ];
    assert_eq!(is(&among_two), 1);
    assert_eq!(
        is(&[
            ("ana", "#####..............."),
            ("eva", "....####............"),
            ("ben", "...##..............."),
        ]),
        1
    );
}

#[test]
fn the_longest_monologue() {
    let longest = |timelines: &[(&str, &str)]| {
        let facts = of_drawn(timelines);
        facts
            .participants
            .iter()
            .map(|one| {
                let monologue = one.longest_monologue.unwrap();
                let [from, to] = [monologue.span.start(), monologue.span.end()];
                (
                    one.label.to_string(),
                    from.micros() / 100_000,
                    to.micros() / 100_000,
                    monologue.talk_time.as_millis() / 100,
                )
            })
            .collect::<Vec<_>>()
    };
    let of = |label: &str, from, to, talk| (label.to_owned(), from, to, talk);
    // Pauses and backchannels break none.
    let timelines =
        [("ana", "##########..##########......"), ("ben", "....##.................#####")];
    assert_eq!(longest(&timelines), [of("ana", 0, 22, 20), of("ben", 23, 28, 5)]);
    // A remark of 1.2 s within it does, and what is shared belongs to neither.
    let timelines =
        [("ana", "######################......"), ("ben", ".....############......#####")];
    assert_eq!(longest(&timelines), [of("ana", 0, 5, 5), of("ben", 23, 28, 5)]);
    // So does a word in a pause: it has the floor.
    let timelines = [("ana", "######..######"), ("ben", "......##......")];
    assert_eq!(longest(&timelines), [of("ana", 0, 6, 6), of("ben", 6, 8, 2)]);
    // More speech is longer, whatever the silence in it.
    let timelines = [("ana", "##............##...#####"), ("ben", "................##......")];
    assert_eq!(longest(&timelines)[0], of("ana", 19, 24, 5));
}

#[test]
fn spread() {
    let seconds =
        |times: &[u64]| times.iter().map(|one| Duration::from_secs(*one)).collect::<Vec<_>>();
    // 3/4 ln(4/3) + 1/4 ln 4, over ln 3.
    let value = entropy(&seconds(&[3, 1, 0])).unwrap();
    assert!((value - 0.562_335_144_618_808_3 / 1.098_612_288_668_109_8).abs() < 1e-15);
    // Differences 3, 2 and 1 of (3 - 1) * 4.
    assert_eq!(gini(&seconds(&[3, 1, 0])), Some(0.75));
    assert_eq!(gini(&seconds(&[10, 20, 30, 40])), Some(1.0 / 3.0));
    for n in 2..50 {
        let alike = vec![millis(123_457); n];
        assert_eq!(gini(&alike), Some(0.0));
        assert!(1.0 - entropy(&alike).unwrap() < 1e-14);
        let mut one = vec![Duration::ZERO; n];
        one[n / 2] = millis(7);
        assert_eq!((gini(&one), entropy(&one)), (Some(1.0), Some(0.0)));
    }
    for none in [&seconds(&[]), &seconds(&[4]), &seconds(&[0, 0])] {
        assert_eq!((entropy(none), gini(none)), (None, None));
    }
}

#[test]
fn nobody_one_and_the_silent() {
    let analyzer = Analyzer::default();
    let (_, nobody) = facts(&analyzer, &[], &[]);
    assert_eq!(nobody.meeting.silence, Duration::ZERO);
    assert_eq!((nobody.participants.len(), nobody.pairs.len(), nobody.left_out.len()), (0, 0, 0));
    assert_eq!((nobody.meeting.parts.len(), nobody.meeting.cohesion), (0, None));

    let (_, one) =
        facts(&analyzer, &[line("ana", 0, 5 * SECOND), line("ana", 6 * SECOND, 7 * SECOND)], &[]);
    assert_eq!(counted(one.meeting.pauses), (1, 1_000, Some(1_000)));
    assert_eq!(one.participants[0].share_of_talk, Some(1.0));
    assert_eq!(one.participants[0].longest_monologue.unwrap().talk_time, millis(6_000));
    assert_eq!(one.participants[0].centrality, None);
    assert_eq!((one.meeting.participation_gini, one.meeting.participation_entropy), (None, None));
    assert_eq!((one.meeting.reciprocity, one.meeting.cohesion), (None, None));
    assert_eq!(one.meeting.parts, [["ana".into()]]);

    let (_, silent) = facts(&analyzer, &[], &["eva", "ana"]);
    let named: Vec<_> =
        silent.left_out.iter().map(|one| (one.label.as_str(), one.reason)).collect();
    assert_eq!(named, [("ana", Reason::Silent), ("eva", Reason::Silent)]);
    assert_eq!(silent.participants[0].share_of_talk, None);
    assert_eq!((silent.meeting.participation_gini, silent.meeting.parts.len()), (None, 0));

    let (_, beside) = facts(&analyzer, &[line("ana", 0, SECOND)], &["eva"]);
    assert_eq!(beside.meeting.participation_gini, Some(1.0));
    assert_eq!(beside.meeting.participation_entropy, Some(0.0));
    assert_eq!(beside.participants[1].share_of_talk, Some(0.0));
    assert_eq!(beside.left_out.len(), 1);
}

#[test]
fn a_declared_duration_adds_no_silence() {
    let lines = [line("ana", 0, SECOND), line("ben", 2 * SECOND, 3 * SECOND)];
    let turns = support::conversations::turns(&lines);
    let long = Conversation::builder(turns).duration_seconds(600.0).build().unwrap();
    let of_long = Facts::of(&long, &Analyzer::default().analyze(&long));
    assert_eq!(of_long, facts(&Analyzer::default(), &lines, &[]).1);
}
