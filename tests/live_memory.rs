//! How much memory a running meeting takes. A binary of its own, since all threads share the count.

#![allow(clippy::unwrap_used, reason = "a test that fails should fail loudly")]

use peak_alloc::PeakAlloc;
use sociogram::live::Live;
use sociogram::{Analyzer, Label, Span, Turn};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

#[test]
fn memory_stays_while_ten_million_turns_are_pushed() {
    let speakers = ["ana", "ben", "eva", "dan"].map(Label::from);
    let mut live = Live::new(Analyzer::default());
    let mut push = |numbers: std::ops::Range<i64>| {
        for number in numbers {
            let speaker = &speakers[usize::try_from(number % 7 % 4).unwrap()];
            let start = number * 1_300 - number % 5 * 400;
            let span = Span::from_millis(start, start + 900 + number * 37 % 1_900).unwrap();
            live.push(Turn::new(speaker.clone(), span)).unwrap();
        }
    };
    // An hour and a half, which is nine times the horizon.
    push(0..4_000);
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    push(4_000..10_000_000);
    let more = MEMORY.peak_usage().saturating_sub(before);
    assert!(more < 64 * 1024, "{more} bytes more");
    assert!(before < 1024 * 1024, "{before} bytes");
    assert_eq!((live.turns(), live.refused()), (10_000_000, 0));
    assert_eq!(live.snapshot().participants().len(), 4);
}
