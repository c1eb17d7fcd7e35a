//! What holds of the facts of any conversation, generated or real.

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
        facts.participants.iter().all(|one| one.fair_share.is_finite() && one.fair_share >= 0.0)
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
    let central: Vec<f64> = facts.participants.iter().filter_map(|one| one.centrality).collect();
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
    let shifted: Vec<Line> =
        lines.iter().map(|one| line(&one.speaker, one.start + shift, one.end + shift)).collect();
    let in_range = |one: &Line| one.start >= Time::MIN.micros() && one.end <= Time::MAX.micros();
    prop_assume!(shifted.iter().all(in_range));
    let [(before, from), (after, to)] = [lines, &shifted].map(|lines| {
        let (_, mut facts) = facts(analyzer, lines, &["roster"]);
        let starts: Vec<_> = facts
            .participants
            .iter_mut()
            .map(|one| {
                one.longest_monologue.take().map(|one| (one.span.start().micros(), one.talk_time))
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
        shift in prop_oneof![
                -100 * SECOND..100 * SECOND,
                Time::MIN.micros()..Time::MAX.micros(),
            ],
    ) {
        shifting_changes_nothing(&analyzer, &lines, shift)?;
    }

    #[test]
    fn evenness(talk in proptest::collection::vec(0..10_000_000_000_u64, 0..20)) {
        let talk: Vec<Duration> = talk.into_iter().map(Duration::from_micros).collect();
        for value in [entropy(&talk), gini(&talk)] {
            let any = talk.iter().any(|one| !one.is_zero());
                prop_assert_eq!(value.is_some(), talk.len() > 1 && any);
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
