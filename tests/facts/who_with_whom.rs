//! Who is left out, and into which parts a group splits.

use super::*;

#[test]
fn one_who_is_never_answered_is_named() {
    // ana and ben talk to each other; whenever eva has spoken, all are silent for a while.
    let mut lines = Vec::new();
    for round in 0..5 {
        let at = round * 60 * SECOND;
        for turn in 0..4 {
            let start = at + turn * 3 * SECOND;
            lines.push(line(["ana", "ben"][turn as usize % 2], start, start + 29 * SECOND / 10));
        }
        lines.push(line("eva", at + 14 * SECOND, at + 17 * SECOND));
    }
    let (_, facts) = facts(&Analyzer::default(), &lines, &["dan"]);
    let named: Vec<_> = facts.left_out.iter().map(|one| one.label.as_str()).collect();
    assert_eq!(named, ["eva", "dan"]);
    let Reason::Unanswered { received, fair_share } = facts.left_out[0].reason else { panic!() };
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
