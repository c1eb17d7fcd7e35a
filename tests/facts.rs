//! Turn-taking facts: worked by hand, held to their laws, and to a twin that counts.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly, and what is exact is held to the bit"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;
use sociogram::facts::{Facts, Lengths, Reason, entropy, gini};
use sociogram::generate::{Generator, Kind};
use sociogram::{Analysis, Analyzer, Conversation, Time};
use support::conversations::{Line, analyzers, conversation, conversations, line, lines};

const SECOND: i64 = 1_000_000;

fn facts(analyzer: &Analyzer, lines: &[Line], roster: &[&str]) -> (Analysis, Facts) {
    let conversation = conversation(lines, roster);
    let analysis = analyzer.analyze(&conversation);
    let facts = Facts::of(&conversation, &analysis);
    (analysis, facts)
}

/// Turns drawn as timelines: a line a speaker, `#` for a tenth of a second of speech.
fn drawn(timelines: &[(&str, &str)]) -> Vec<Line> {
    let mut lines = Vec::new();
    for (speaker, timeline) in timelines {
        for (at, _) in timeline.char_indices().filter(|(_, sign)| *sign == '#') {
            let start = at as i64 * SECOND / 10;
            lines.push(line(*speaker, start, start + SECOND / 10));
        }
    }
    lines
}

fn of_drawn(timelines: &[(&str, &str)]) -> Facts {
    facts(&Analyzer::default(), &drawn(timelines), &[]).1
}

const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn counted(lengths: Lengths) -> (usize, u128, Option<u128>) {
    (lengths.count, lengths.total.as_millis(), lengths.median.map(|median| median.as_millis()))
}

mod by_hand {
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
        assert_eq!(pairs[0].reciprocity, Some(0.0), "eva answers ana, who goes on");
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
        assert_eq!(
            [meeting.overlaps_between, meeting.overlaps_within].map(|one| one.count),
            [0, 0]
        );
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
        assert_eq!(
            is(&[("ana", "####################"), ("ben", "...###########......")]),
            0,
            "1.1 s"
        );
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
        assert_eq!(
            (nobody.participants.len(), nobody.pairs.len(), nobody.left_out.len()),
            (0, 0, 0)
        );
        assert_eq!((nobody.meeting.parts.len(), nobody.meeting.cohesion), (0, None));

        let (_, one) = facts(
            &analyzer,
            &[line("ana", 0, 5 * SECOND), line("ana", 6 * SECOND, 7 * SECOND)],
            &[],
        );
        assert_eq!(counted(one.meeting.pauses), (1, 1_000, Some(1_000)));
        assert_eq!(one.participants[0].share_of_talk, Some(1.0));
        assert_eq!(one.participants[0].longest_monologue.unwrap().talk_time, millis(6_000));
        assert_eq!(one.participants[0].centrality, None);
        assert_eq!(
            (one.meeting.participation_gini, one.meeting.participation_entropy),
            (None, None)
        );
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
}

mod who_with_whom {
    use super::*;

    #[test]
    fn one_who_is_never_answered_is_named() {
        // ana and ben talk to each other; whenever eva has spoken, all are silent for a while.
        let mut lines = Vec::new();
        for round in 0..5 {
            let at = round * 60 * SECOND;
            for turn in 0..4 {
                let start = at + turn * 3 * SECOND;
                lines.push(line(
                    ["ana", "ben"][turn as usize % 2],
                    start,
                    start + 29 * SECOND / 10,
                ));
            }
            lines.push(line("eva", at + 14 * SECOND, at + 17 * SECOND));
        }
        let (_, facts) = facts(&Analyzer::default(), &lines, &["dan"]);
        let named: Vec<_> = facts.left_out.iter().map(|one| one.label.as_str()).collect();
        assert_eq!(named, ["eva", "dan"]);
        let Reason::Unanswered { received, fair_share } = facts.left_out[0].reason else {
            panic!()
        };
        assert!(received < 1e-6 && fair_share > 2.0, "{received} of {fair_share}");
        assert_eq!(facts.left_out[1].reason, Reason::Silent);
        // Reversed, eva's words are answered each time, and nobody is left out.
        let answered: Vec<Line> =
            lines.iter().map(|one| line(&one.speaker, -one.end, -one.start)).collect();
        assert_eq!(super::facts(&Analyzer::default(), &answered, &[]).1.left_out, []);
    }

    #[test]
    fn one_word_is_too_little_to_miss_an_answer() {
        let lines = [
            line("ana", 0, 3 * SECOND),
            line("ben", 3 * SECOND, 6 * SECOND),
            line("eva", 7 * SECOND, 8 * SECOND),
        ];
        assert_eq!(facts(&Analyzer::default(), &lines, &[]).1.left_out, []);
    }

    /// Two tables that talk one after the other; the second one's first speaker is `link`.
    fn two_tables(seed: u64, link: &str) -> Facts {
        let mut all = Vec::new();
        let mut from = 0;
        for (table, kind) in [("a", Kind::Brainstorm), ("b", Kind::Panel)] {
            let turns = lines(&Generator::new(kind, 3, 400).seed(seed).turns());
            all.extend(turns.iter().map(|one| {
                let speaker = format!("{table}{}", one.speaker);
                let speaker = if speaker == "bs0" { link.to_owned() } else { speaker };
                line(speaker, one.start + from, one.end + from)
            }));
            from += turns.iter().map(|one| one.end).max().unwrap();
        }
        facts(&Analyzer::default(), &all, &["roster"]).1
    }

    #[test]
    fn two_conversations_one_after_the_other_are_two_parts() {
        for seed in 0..20 {
            let meeting = two_tables(seed, "bs0").meeting;
            let tables: Vec<BTreeSet<char>> = meeting
                .parts
                .iter()
                .map(|part| part.iter().map(|one| one.as_str().chars().next().unwrap()).collect())
                .collect();
            assert_eq!(tables, [BTreeSet::from(['a']), BTreeSet::from(['b'])]);
            assert!(meeting.cohesion < Some(0.1), "{:?}", meeting.cohesion);
        }
    }

    #[test]
    fn one_who_takes_part_in_both_holds_them_together() {
        for seed in 0..20 {
            let meeting = two_tables(seed, "as0").meeting;
            assert_eq!(meeting.parts.len(), 1, "{:?}", meeting.parts);
            assert!(meeting.cohesion >= Some(1.0), "{:?}", meeting.cohesion);
        }
    }

    #[test]
    fn one_conversation_is_one_part() {
        for seed in 0..20 {
            let one = lines(&Generator::new(Kind::Brainstorm, 6, 800).seed(seed).turns());
            let meeting = facts(&Analyzer::default(), &one, &["roster"]).1.meeting;
            assert_eq!(meeting.parts.len(), 1, "{:?}", meeting.parts);
            assert!(meeting.cohesion >= Some(1.0));
        }
    }

    #[test]
    fn thousands_of_speakers() {
        let turns = Generator::new(Kind::Panel, 5_000, 50_000).turns();
        let conversation = Conversation::new(turns).unwrap();
        let facts = Facts::of(&conversation, &Analyzer::default().analyze(&conversation));
        assert_eq!(facts.participants.len(), 5_000);
        assert!(facts.pairs.len() < 1_000_000);
    }
}

mod laws {
    use super::*;

    /// What is shared by several at once counts as often.
    fn times_add_up(lines: &[Line]) -> TestCaseResult {
        let conversation = conversation(lines, &["roster"]);
        let facts = Facts::of(&conversation, &Analyzer::default().analyze(&conversation));
        let meeting = &facts.meeting;
        let extent = conversation.extent().map_or(Duration::ZERO, sociogram::Span::length);
        prop_assert_eq!(meeting.speech_time + meeting.silence, extent);
        let talk: Duration = facts.participants.iter().map(|one| one.talk_time).sum();
        prop_assert_eq!(meeting.talk_time, talk);
        let alone: Duration =
            facts.participants.iter().map(|one| one.talk_time - one.overlap_time).sum();
        prop_assert_eq!(alone + meeting.overlap_time, meeting.speech_time);
        let shared: Duration = facts.participants.iter().map(|one| one.overlap_time).sum();
        prop_assert!(shared >= 2 * meeting.overlap_time);
        let [gaps, pauses] = [meeting.gaps, meeting.pauses];
        prop_assert!(gaps.total + pauses.total <= meeting.silence);
        let [between, within] = [meeting.overlaps_between, meeting.overlaps_within];
        prop_assert!(between.total + within.total <= meeting.overlap_time);
        let transfers = meeting.floor_transfers.count;
        let of_pairs =
            facts.pairs.iter().map(|pair| pair.first_to_second.count + pair.second_to_first.count);
        prop_assert_eq!(of_pairs.sum::<usize>(), transfers);
        prop_assert_eq!(
            facts.participants.iter().map(|one| one.floor_taken.count).sum::<usize>(),
            transfers
        );
        for one in &facts.participants {
            prop_assert!(one.backchannels <= one.spurts && one.overlap_time <= one.talk_time);
            prop_assert!(one.longest_monologue.is_none_or(|it| it.talk_time <= one.talk_time));
        }
        Ok(())
    }

    fn numbers_are_in_range(analyzer: &Analyzer, lines: &[Line]) -> TestCaseResult {
        let (analysis, facts) = facts(analyzer, lines, &["roster"]);
        let part = |value: Option<f64>| value.is_none_or(|value| (0.0..=1.0).contains(&value));
        let meeting = &facts.meeting;
        prop_assert!(part(meeting.participation_entropy) && part(meeting.participation_gini));
        prop_assert!(part(meeting.reciprocity));
        prop_assert!(facts.pairs.iter().all(|pair| part(pair.reciprocity)));
        prop_assert!(
            facts.participants.iter().all(|one| part(one.share_of_talk) && part(one.centrality))
        );
        prop_assert!(meeting.cohesion.is_none_or(|it| it.is_finite() && it >= 0.0));
        prop_assert!(
            facts
                .participants
                .iter()
                .all(|one| one.fair_share.is_finite() && one.fair_share >= 0.0)
        );
        let speakers = analysis.participants().filter(|one| one.spurts() > 0).count();
        prop_assert_eq!(meeting.parts.iter().map(Vec::len).sum::<usize>(), speakers);
        prop_assert_eq!(meeting.cohesion.is_some(), speakers > 1);
        Ok(())
    }

    // Received, given and fair shares are the same responses, counted three ways, and centrality
    // is a fixed point.
    fn responses_add_up(lines: &[Line]) -> TestCaseResult {
        let (analysis, facts) = facts(&Analyzer::default(), lines, &["roster"]);
        let close = |one: f64, other: f64| (one - other).abs() < 1e-9 * one.max(1.0);
        let directed = analysis.directed();
        let (all, n) = (directed.sum(), facts.participants.len());
        for (at, one) in facts.participants.iter().enumerate() {
            prop_assert!(close(one.responses_given, directed.row(at).sum()));
            prop_assert!(close(one.responses_received, directed.column(at).sum()));
        }
        prop_assert!(close(all, facts.participants.iter().map(|one| one.fair_share).sum()));
        let central: Vec<f64> =
            facts.participants.iter().filter_map(|one| one.centrality).collect();
        prop_assert_eq!(central.len(), if all > 0.0 { n } else { 0 });
        for to in 0..central.len() {
            let drawn: f64 = (0..n)
                .map(|from| {
                    let given = directed.row(from).sum();
                    central[from]
                        * if given > 0.0 { directed[(from, to)] / given } else { 1.0 / n as f64 }
                })
                .sum();
            prop_assert!((central[to] - 0.15 / n as f64 - 0.85 * drawn).abs() < 1e-12);
        }
        let reciprocal = (0..n).flat_map(|a| (0..n).map(move |b| (a, b)));
        let mutual: f64 = reciprocal.map(|(a, b)| directed[(a, b)].min(directed[(b, a)])).sum();
        match facts.meeting.reciprocity {
            Some(reciprocity) => prop_assert!(close(reciprocity, mutual / all)),
            None => prop_assert_eq!(all, 0.0),
        }
        Ok(())
    }

    fn random(seed: u64) -> impl FnMut(usize) -> usize {
        let mut random = Pcg64Mcg::seed_from_u64(seed);
        move |limit| (random.next_u64() >> 1) as usize % limit
    }

    fn order_does_not_matter(analyzer: &Analyzer, lines: &[Line], seed: u64) -> TestCaseResult {
        let mut below = random(seed);
        let mut shuffled = lines.to_vec();
        for last in (1..lines.len()).rev() {
            shuffled.swap(last, below(last + 1));
        }
        let [before, after] =
            [lines, &shuffled].map(|lines| format!("{:?}", facts(analyzer, lines, &["roster"]).1));
        prop_assert_eq!(before, after);
        Ok(())
    }

    fn renaming_renames(analyzer: &Analyzer, lines: &[Line], seed: u64) -> TestCaseResult {
        let (analysis, mut before) = facts(analyzer, lines, &[]);
        let starts: BTreeSet<_> = analysis.participants().map(|one| one.first_start()).collect();
        prop_assume!(starts.len() == before.participants.len());
        let mut below = random(seed);
        let names: BTreeMap<String, String> = analysis
            .participants()
            .map(|one| (one.label().to_string(), format!("{}-{}", below(1_000_000), one.label())))
            .collect();
        let renamed: Vec<Line> =
            lines.iter().map(|one| line(names[&one.speaker].clone(), one.start, one.end)).collect();
        let (_, after) = facts(analyzer, &renamed, &[]);
        let rename = |label: &mut sociogram::Label| *label = names[label.as_str()].as_str().into();
        before.participants.iter_mut().for_each(|one| rename(&mut one.label));
        before.pairs.iter_mut().flat_map(|pair| &mut pair.between).for_each(rename);
        before.meeting.parts.iter_mut().flatten().for_each(rename);
        before.left_out.iter_mut().for_each(|one| rename(&mut one.label));
        prop_assert_eq!(format!("{before:?}"), format!("{after:?}"));
        Ok(())
    }

    fn shifting_changes_nothing(analyzer: &Analyzer, lines: &[Line], shift: i64) -> TestCaseResult {
        let shifted: Vec<Line> = lines
            .iter()
            .map(|one| line(&one.speaker, one.start + shift, one.end + shift))
            .collect();
        let in_range =
            |one: &Line| one.start >= Time::MIN.micros() && one.end <= Time::MAX.micros();
        prop_assume!(shifted.iter().all(in_range));
        let [(before, from), (after, to)] = [lines, &shifted].map(|lines| {
            let (_, mut facts) = facts(analyzer, lines, &["roster"]);
            let starts: Vec<_> = facts
                .participants
                .iter_mut()
                .map(|one| {
                    one.longest_monologue
                        .take()
                        .map(|one| (one.span.start().micros(), one.talk_time))
                })
                .collect();
            (format!("{facts:?}"), starts)
        });
        prop_assert_eq!(before, after);
        let moved: Vec<_> =
            from.into_iter().map(|one| one.map(|(at, talk)| (at + shift, talk))).collect();
        prop_assert_eq!(moved, to);
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn times(lines in conversations()) { times_add_up(&lines)?; }

        #[test]
        fn ranges(analyzer in analyzers(), lines in conversations()) {
            numbers_are_in_range(&analyzer, &lines)?;
        }

        #[test]
        fn responses(lines in conversations()) { responses_add_up(&lines)?; }

        #[test]
        fn order(analyzer in analyzers(), lines in conversations(), seed: u64) {
            order_does_not_matter(&analyzer, &lines, seed)?;
        }

        #[test]
        fn names(analyzer in analyzers(), lines in conversations(), seed: u64) {
            renaming_renames(&analyzer, &lines, seed)?;
        }

        #[test]
        fn shift(
            analyzer in analyzers(),
            lines in conversations(),
            shift in prop_oneof![-100 * SECOND..100 * SECOND, -Time::MAX.micros()..Time::MAX.micros()],
        ) {
            shifting_changes_nothing(&analyzer, &lines, shift)?;
        }

        #[test]
        fn evenness(talk in proptest::collection::vec(0..10_000_000_000_u64, 0..20)) {
            let talk: Vec<Duration> = talk.into_iter().map(Duration::from_micros).collect();
            for value in [entropy(&talk), gini(&talk)] {
                prop_assert_eq!(value.is_some(), talk.len() > 1 && talk.iter().any(|one| !one.is_zero()));
                prop_assert!(value.is_none_or(|value| (0.0..=1.0).contains(&value)));
            }
        }
    }

    #[test]
    fn on_real_recordings() {
        let needed_for = "the laws of turn-taking facts on real recordings";
        let mut recordings = support::ami_meetings(needed_for);
        recordings.extend(support::voxconverse_clips(needed_for));
        for (seed, recording) in (0..).zip(recordings) {
            let lines = lines(recording.turns());
            let analyzer = Analyzer::default();
            times_add_up(&lines).unwrap();
            numbers_are_in_range(&analyzer, &lines).unwrap();
            responses_add_up(&lines).unwrap();
            order_does_not_matter(&analyzer, &lines, seed).unwrap();
            renaming_renames(&analyzer, &lines, seed).unwrap_or_else(|error| {
                assert!(matches!(error, TestCaseError::Reject(_)), "{error}");
            });
            shifting_changes_nothing(&analyzer, &lines, 3_600 * SECOND).unwrap();
        }
    }

    #[test]
    fn nobody_in_the_ami_meetings_is_left_out() {
        for recording in support::ami_meetings("who is left out of the AMI meetings") {
            let (_, facts) = facts(&Analyzer::default(), &lines(recording.turns()), &[]);
            assert_eq!(facts.left_out, [], "{}", recording.name());
        }
    }
}

/// The facts once more, on a grid of quarters of a second: what happens in each is a set of
/// speakers, and nothing is swept.
mod twin {
    use super::*;

    const STEP: i64 = SECOND / 4;

    /// A speaker and the steps of one of their spurts, `from` up to `to`.
    #[derive(Clone, Copy, Debug, PartialEq)]
    struct Run {
        who: usize,
        from: usize,
        to: usize,
    }

    /// Maximal runs of equal items: the item, and from where up to where.
    fn runs<T: PartialEq + Clone>(items: &[T]) -> Vec<(T, usize, usize)> {
        let mut found: Vec<(T, usize, usize)> = Vec::new();
        for (at, item) in items.iter().enumerate() {
            match found.last_mut() {
                Some((last, _, to)) if last == item => *to = at + 1,
                _ => found.push((item.clone(), at, at + 1)),
            }
        }
        found
    }

    fn time(steps: usize) -> Duration {
        millis(250) * u32::try_from(steps).unwrap()
    }

    fn lengths(mut steps: Vec<usize>) -> (usize, Duration, Option<Duration>) {
        steps.sort_unstable();
        let n = steps.len();
        let median = (n > 0).then(|| time(steps[(n - 1) / 2] + steps[n / 2]) / 2);
        (n, time(steps.iter().sum()), median)
    }

    fn offsets(mut steps: Vec<i64>) -> (usize, Option<f64>) {
        steps.sort_unstable();
        let n = steps.len();
        (n, (n > 0).then(|| (steps[(n - 1) / 2] + steps[n / 2]) as f64 / 8.0))
    }

    fn compare(spoken: &[(usize, usize, usize)]) -> TestCaseResult {
        let names = ["ana", "ben", "eva", "dan"];
        let lines: Vec<Line> = spoken
            .iter()
            .map(|(who, from, length)| {
                line(names[*who], *from as i64 * STEP, (from + length) as i64 * STEP)
            })
            .collect();
        let (analysis, facts) = facts(&Analyzer::default(), &lines, &[]);
        let place: BTreeMap<&str, usize> = analysis
            .participants()
            .enumerate()
            .map(|(at, one)| (one.label().as_str(), at))
            .collect();
        let n = place.len();
        let first = spoken.iter().map(|(_, from, _)| *from).min().unwrap_or(0);
        let last = spoken.iter().map(|(_, from, length)| from + length).max().unwrap_or(0);
        // Who speaks in each step, and each one's runs.
        let mut steps: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); last - first];
        for (who, from, length) in spoken {
            for step in &mut steps[from - first..from - first + length] {
                step.insert(place[names[*who]]);
            }
        }
        let own = |who: usize| -> Vec<Run> {
            let speaks: Vec<bool> = steps.iter().map(|step| step.contains(&who)).collect();
            runs(&speaks)
                .into_iter()
                .filter(|(is, ..)| *is)
                .map(|(_, from, to)| Run { who, from, to })
                .collect()
        };
        let spurts: Vec<Run> = (0..n).flat_map(own).collect();
        let spurt_at = |who: usize, step: usize| {
            *spurts.iter().find(|run| run.who == who && run.from <= step && step < run.to).unwrap()
        };

        let how_many: Vec<usize> = steps.iter().map(BTreeSet::len).collect();
        let count = |is: fn(usize) -> bool| time(how_many.iter().filter(|many| is(**many)).count());
        let meeting = &facts.meeting;
        prop_assert_eq!(meeting.silence, count(|many| many == 0));
        prop_assert_eq!(meeting.overlap_time, count(|many| many > 1));
        prop_assert_eq!(meeting.speech_time, count(|many| many > 0));
        prop_assert_eq!(meeting.talk_time, time(how_many.iter().sum()));

        // For each silence and overlap, look for the nearest step with one speaker either way.
        let alone = |step: usize| (how_many[step] == 1).then(|| *steps[step].first().unwrap());
        let kinds: Vec<usize> = how_many.iter().map(|many| (*many).min(2)).collect();
        let mut sorted: [Vec<usize>; 4] = Default::default();
        for (kind, from, to) in runs(&kinds).into_iter().filter(|(kind, ..)| *kind != 1) {
            let before = (0..from).rev().find_map(alone);
            let after = (to..steps.len()).find_map(alone);
            if let (Some(before), Some(after)) = (before, after) {
                sorted[kind + usize::from(before == after)].push(to - from);
            }
        }
        let [gaps, pauses, between, within] = sorted.map(lengths);
        for (found, expected) in [
            (meeting.gaps, gaps),
            (meeting.pauses, pauses),
            (meeting.overlaps_between, between),
            (meeting.overlaps_within, within),
        ] {
            prop_assert_eq!((found.count, found.total, found.median), expected);
        }

        // Every two steps of different speakers alone with nobody alone between.
        let solos: Vec<(usize, usize)> =
            (0..steps.len()).filter_map(|step| Some((step, alone(step)?))).collect();
        let transfers: Vec<(usize, usize, i64)> = solos
            .windows(2)
            .filter(|two| two[0].1 != two[1].1)
            .map(|two| {
                let [from, to] = [two[0], two[1]].map(|(step, who)| spurt_at(who, step));
                (from.who, to.who, to.from as i64 - from.to as i64)
            })
            .collect();
        let of = |is: &dyn Fn(usize, usize) -> bool| {
            offsets(transfers.iter().filter(|(a, b, _)| is(*a, *b)).map(|(.., by)| *by).collect())
        };
        let found = meeting.floor_transfers;
        prop_assert_eq!((found.count, found.median_offset), of(&|_, _| true));
        let mut pairs = facts.pairs.iter();
        for a in 0..n {
            for b in a + 1..n {
                let both =
                    steps.iter().filter(|step| step.contains(&a) && step.contains(&b)).count();
                let [forth, back] = [of(&|x, y| (x, y) == (a, b)), of(&|x, y| (x, y) == (b, a))];
                let directed = analysis.directed();
                let [there, here] = [directed[(a, b)], directed[(b, a)]];
                if both + forth.0 + back.0 > 0 || there + here > 0.0 {
                    let pair = pairs.next().unwrap();
                    prop_assert_eq!(
                        pair.between.each_ref().map(|label| place[label.as_str()]),
                        [a, b]
                    );
                    prop_assert_eq!(pair.overlap_time, time(both));
                    let found = [pair.first_to_second, pair.second_to_first];
                    prop_assert_eq!(found.map(|it| (it.count, it.median_offset)), [forth, back]);
                    prop_assert_eq!(pair.reciprocity.is_some(), there + here > 0.0);
                }
            }
        }
        prop_assert!(pairs.next().is_none());

        let backchannel = |run: &Run| {
            run.to - run.from <= 4
                && spurts.iter().any(|other| {
                    other.who != run.who && other.from < run.from && run.to <= other.to
                })
        };
        for (who, one) in facts.participants.iter().enumerate() {
            let own: Vec<&Run> = spurts.iter().filter(|run| run.who == who).collect();
            prop_assert_eq!(one.spurts, own.len());
            prop_assert_eq!(one.backchannels, own.iter().filter(|run| backchannel(run)).count());
            let shared = steps.iter().filter(|step| step.len() > 1 && step.contains(&who)).count();
            prop_assert_eq!(one.overlap_time, time(shared));
            let taken = of(&|_, to| to == who);
            prop_assert_eq!((one.floor_taken.count, one.floor_taken.median_offset), taken);
            // Free of the others' weighty spurts: what is said there is one monologue.
            let free: Vec<bool> = (0..steps.len())
                .map(|step| {
                    !spurts.iter().any(|run| {
                        run.who != who && run.from <= step && step < run.to && !backchannel(run)
                    })
                })
                .collect();
            let mut best: Option<(usize, usize, usize)> = None;
            for (_, from, to) in runs(&free).into_iter().filter(|(is, ..)| *is) {
                let said: Vec<usize> =
                    (from..to).filter(|step| steps[*step].contains(&who)).collect();
                if !said.is_empty() && best.is_none_or(|(most, ..)| said.len() > most) {
                    best = Some((said.len(), said[0], said[said.len() - 1] + 1));
                }
            }
            let found = one.longest_monologue.map(|it| {
                let [from, to] = [it.span.start(), it.span.end()]
                    .map(|at| (at.micros() / STEP) as usize - first);
                (it.talk_time, from, to)
            });
            prop_assert_eq!(found, best.map(|(talk, from, to)| (time(talk), from, to)));
        }

        // Parts: everyone reached over links of at least 1. Cohesion: of every way to divide
        // them in two, the one whose strongest link across is weakest.
        let directed = analysis.directed();
        let strength = |a: usize, b: usize| directed[(a, b)] + directed[(b, a)];
        let sum = |a: usize| (0..n).map(|b| strength(a, b)).sum::<f64>();
        let all: f64 = (0..n).map(sum).sum();
        let link = |a: usize, b: usize| {
            if strength(a, b) > 0.0 { strength(a, b) * all / (sum(a) * sum(b)) } else { 0.0 }
        };
        let across = (1..(1_usize << n) / 2).map(|side| {
            let mut strongest = 0.0_f64;
            for a in (0..n).filter(|a| side >> a & 1 == 1) {
                for b in (0..n).filter(|b| side >> b & 1 == 0) {
                    strongest = strongest.max(link(a, b));
                }
            }
            strongest
        });
        match (meeting.cohesion, across.reduce(f64::min)) {
            (Some(found), Some(expected)) => {
                prop_assert!((found - expected).abs() < 1e-9 * expected.max(1.0));
                let borderline = (0..n).any(|a| (0..a).any(|b| (link(a, b) - 1.0).abs() < 1e-9));
                if !borderline {
                    prop_assert_eq!(meeting.parts.len() == 1, expected >= 1.0);
                    for part in &meeting.parts {
                        let inside: BTreeSet<usize> =
                            part.iter().map(|one| place[one.as_str()]).collect();
                        let mut reached = BTreeSet::from([*inside.first().unwrap()]);
                        while let Some(next) = (0..n).find(|next| {
                            !reached.contains(next)
                                && reached.iter().any(|one| link(*one, *next) >= 1.0)
                        }) {
                            reached.insert(next);
                        }
                        prop_assert_eq!(inside, reached);
                    }
                }
            }
            (found, expected) => prop_assert_eq!(found, expected),
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn the_twins_agree(
            spoken in proptest::collection::vec((0..4_usize, 0..60_usize, 1..9_usize), 0..25),
        ) {
            compare(&spoken)?;
        }
    }
}
