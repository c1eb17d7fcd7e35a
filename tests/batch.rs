//! Many meetings at once, and large ones: what they allocate, and that threads change nothing.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

use allocation_counter::measure;
use sociogram::generate::{Generator, Kind};
use sociogram::{Analyzer, Conversation, ConversationBuilder, Turns};

/// Small meetings of all kinds, with two to six speakers.
fn meetings(count: u64, turns: usize) -> Vec<ConversationBuilder> {
    (0..count)
        .map(|at| {
            let number = usize::try_from(at).unwrap();
            let kind = Kind::ALL[number % Kind::ALL.len()];
            Conversation::builder(Generator::new(kind, 2 + number % 5, turns).seed(at).turns())
        })
        .collect()
}

fn built(meetings: Vec<ConversationBuilder>) -> Vec<Conversation> {
    ConversationBuilder::build_all(meetings).into_iter().map(Result::unwrap).collect()
}

#[test]
fn turns_make_no_allocations() {
    // On this thread, on which they are counted.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    let pool = pool.build().unwrap();
    let counts = |turns: usize| {
        let meetings = meetings(100, turns);
        let again = meetings.clone();
        let building = measure(|| drop(pool.install(|| built(meetings)))).count_total;
        let conversations = built(again);
        let analyze = || Analyzer::default().analyze_all(&conversations);
        (building, measure(|| drop(pool.install(analyze))).count_total)
    };
    // Beyond some hundred turns every list has the length that it needs, but for the first time that
    // yet another one speaks at the same time.
    let (steady, twice) = (counts(3_000), counts(6_000));
    assert_eq!(twice.0, steady.0);
    assert!(twice.1 < steady.1 + 100, "{} and {} for 300,000 turns more", steady.1, twice.1);
    let (building, analyzing) = counts(300);
    assert!(building <= steady.0 && analyzing <= steady.1, "{building} and {analyzing}");
    assert!(building < 100 * 30, "{building} allocations for a hundred conversations");
    assert!(analyzing < 100 * 60, "{analyzing} allocations for a hundred analyses");
}

#[test]
fn results_are_the_same_on_any_number_of_threads() {
    let analyzer = Analyzer::default();
    let alone: Vec<String> = meetings(60, 300)
        .into_iter()
        .map(|meeting| format!("{:?}", analyzer.analyze(&meeting.build().unwrap())))
        .collect();
    for threads in [1, 2, 16] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let analyses = pool.install(|| analyzer.analyze_all(&built(meetings(60, 300))));
        let together: Vec<String> = analyses.iter().map(|one| format!("{one:?}")).collect();
        assert_eq!(together, alone, "{threads} threads");
    }
    assert!(analyzer.analyze_all(&[]).is_empty());
}

#[test]
fn a_meeting_that_cannot_be_leaves_the_others_as_they_are() {
    let mut meetings = meetings(3, 50);
    meetings.insert(1, Conversation::builder(Turns::new()).duration_seconds(-1.0));
    let built = ConversationBuilder::build_all(meetings);
    assert_eq!(built.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true, true]);
}

#[test]
fn five_thousand_speakers_take_less_than_64_megabytes() {
    let turns = Generator::new(Kind::Panel, 5_000, 200_000).seed(1).turns();
    let mut result = None;
    let info = measure(|| {
        let conversation = Conversation::new(turns.clone()).unwrap();
        result = Some(Analyzer::default().analyze(&conversation));
    });
    let analysis = result.unwrap();
    assert_eq!(analysis.participants().len(), 5_000);
    assert!(analysis.participants().all(|one| one.spurts() > 0));
    assert!(analysis.graph().edge_count() > 50_000, "{}", analysis.graph().edge_count());
    assert!(info.bytes_max < 64 << 20, "{} bytes", info.bytes_max);
}
