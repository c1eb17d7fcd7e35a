//! How many stretches of time there are, how long they are in all, and their median.

use std::time::Duration;

/// Stretches of one kind: how many, how long in all, and how long in the middle.
///
/// ```
/// use sociogram::facts::Facts;
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 2.0)?,
///     Turn::from_seconds("ben", 2.2, 4.0)?,
/// ])?;
/// let facts = Facts::of(&conversation, &Analyzer::default().analyze(&conversation));
/// let gaps = facts.meeting.gaps;
/// assert_eq!((gaps.count, gaps.total.as_millis()), (1, 200));
/// assert_eq!(facts.meeting.pauses.median, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lengths {
    /// How many there are.
    pub count: usize,
    /// How long they last in all.
    pub total: Duration,
    /// Half of them are no longer: the mean of the middle two of an even number; absent if there
    /// are none.
    pub median: Option<Duration>,
}

impl Lengths {
    pub(super) fn of(mut lengths: Vec<Duration>) -> Self {
        lengths.sort_unstable();
        let median = middle(&lengths).map(|[one, other]| (one + other) / 2);
        Self { count: lengths.len(), total: lengths.iter().sum(), median }
    }
}

/// How often the floor goes from one participant to another, and after what offset.
///
/// The *floor transfer offset* (de Ruiter, Mitterer and Enfield, 2006) is the time from the end
/// of the spurt of the one who had the floor to the start of the spurt of the one who takes it:
/// above 0 after a gap, 0 without gap or overlap, below 0 if the two overlap.
///
/// ```
/// use sociogram::facts::Facts;
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 2.0)?,
///     Turn::from_seconds("ben", 1.5, 4.0)?,
/// ])?;
/// let facts = Facts::of(&conversation, &Analyzer::default().analyze(&conversation));
/// let transfers = facts.meeting.floor_transfers;
/// assert_eq!((transfers.count, transfers.median_offset), (1, Some(-0.5)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct FloorTransfers {
    /// How many there are.
    pub count: usize,
    /// The median floor transfer offset in seconds, the mean of the middle two of an even number;
    /// absent if there are no transfers.
    pub median_offset: Option<f64>,
}

impl FloorTransfers {
    /// Of these offsets, in microseconds.
    pub(super) fn of(mut offsets: Vec<i64>) -> Self {
        offsets.sort_unstable();
        let median_offset = middle(&offsets).map(|[one, other]| (one + other) as f64 / 2e6);
        Self { count: offsets.len(), median_offset }
    }
}

/// The middle two, or the middle one twice.
fn middle<T: Copy>(sorted: &[T]) -> Option<[T; 2]> {
    let upper = sorted.len() / 2;
    let lower = sorted.len().checked_sub(1)? / 2;
    Some([*sorted.get(lower)?, *sorted.get(upper)?])
}
