//! The course of a meeting: score, node values and responses, window by window.
//!
//! A response belongs to the window in which the responding spurt starts. Windows lie on the
//! recording's own clock ([`Windows`] says where), silent ones at the beginning included; a
//! declared duration does not matter. What was said before a window still counts: who is present
//! when it starts is whoever spoke lately, so the responses of windows that tile add up to those
//! of the meeting.
//!
//! ```text
//! responses of a pair = sum of its responses whose spurt starts within the window
//! rate                = responses / minutes of the window
//! value, score        = as of a meeting, over all pairs of the meeting
//! ```
//!
//! Ranges are those of a meeting: values and scores from 0 to 100. A window in which nobody starts
//! to speak has a score of 0; with fewer than two participants in the meeting no window has one; a
//! conversation in which nobody speaks has no windows. Windows of less than a few minutes hold few
//! responses and jump about ([`confidence`](crate::confidence) says how sure a whole meeting is).

mod windows;

use crate::analysis::{Analyzer, Pair, Parameters, Values};
use crate::conversation::{Conversation, Participant, Spurt};
use crate::graph::PairSums;
use crate::presence::{Floor, Response};
use crate::time::{Span, Time, in_seconds};
use windows::Grid;

pub use windows::{DynamicsError, Windows, WindowsError};

/// How many spurts windows that overlap may hear, beyond those that there are: less than a minute's work.
const MOST_HEARD_AGAIN: u64 = 100_000_000;

/// A conversation in windows.
///
/// ```
/// use std::time::Duration;
/// use sociogram::dynamics::{Dynamics, Windows};
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 2.0)?,
///     Turn::from_seconds("ben", 2.2, 4.0)?,
///     Turn::from_seconds("ana", 70.0, 75.0)?,
///     Turn::from_seconds("ben", 75.2, 80.0)?,
/// ])?;
/// let analyzer = Analyzer::default();
/// let minutes = Windows::tiling(Duration::from_secs(60))?;
/// let dynamics = Dynamics::of(&conversation, &analyzer, minutes)?;
/// let responses: Vec<f64> = dynamics.windows().map(|window| window.responses()).collect();
/// assert_eq!(responses.len(), 2);
/// let total = analyzer.analyze(&conversation).directed().sum();
/// assert!((responses.iter().sum::<f64>() - total).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Dynamics<'a> {
    conversation: &'a Conversation,
    analyzer: Analyzer,
    asked: Windows,
    /// Absent if nobody speaks.
    grid: Option<Grid>,
}

impl<'a> Dynamics<'a> {
    /// A conversation in the windows that are asked for.
    ///
    /// Nothing is summed yet. Time: O(windows × log spurts).
    ///
    /// # Errors
    /// [`DynamicsError::TooManyWindows`]; [`DynamicsError::TooMuchOverlap`] where windows that
    /// overlap would hear 100 million spurts more than there are, which windows of an hour every
    /// second do in most of a day of talk; and [`DynamicsError::BeforeAllTime`].
    pub fn of(
        conversation: &'a Conversation,
        analyzer: &Analyzer,
        windows: Windows,
    ) -> Result<Self, DynamicsError> {
        let grid = conversation.extent().map(|speech| windows.beside(speech)).transpose()?;
        if let Some(grid) = grid {
            let all = conversation.spurts();
            let before = |time| all.partition_point(|spurt| spurt.span.start() < time);
            let within = |window: Span| before(window.end()) - before(window.start());
            let heard = grid.spans().map(within).fold(0, |sum: u64, some| sum + some as u64);
            let spurts = all.len() as u64;
            if heard.saturating_sub(spurts) > MOST_HEARD_AGAIN {
                return Err(DynamicsError::TooMuchOverlap { heard, spurts });
            }
        }
        Ok(Self { conversation, analyzer: *analyzer, asked: windows, grid })
    }

    /// The conversation.
    #[must_use]
    pub const fn conversation(&self) -> &'a Conversation {
        self.conversation
    }

    /// The parameters of the model.
    #[must_use]
    pub const fn parameters(&self) -> Parameters {
        self.analyzer.parameters()
    }

    /// The windows that were asked for.
    #[must_use]
    pub const fn asked(&self) -> Windows {
        self.asked
    }

    /// From where to where each window is, in order of time, at no more cost than that.
    pub fn spans(&self) -> impl Iterator<Item = Span> + use<> {
        self.grid.into_iter().flat_map(Grid::spans)
    }

    /// The windows, in order of time; none if nobody speaks.
    ///
    /// They are summed as they are asked for, in one pass over the conversation in which spurts
    /// that several windows hold are heard again. Time of them all: that of the analysis, times
    /// `length / step` where they overlap. Memory: one window's pairs with responses, and those
    /// present.
    ///
    /// ```
    /// use sociogram::dynamics::{Dynamics, Windows};
    /// # use sociogram::{Analyzer, Conversation, Turn};
    ///
    /// let conversation = Conversation::new([
    ///     Turn::from_seconds("ana", 0.0, 2.0)?,
    ///     Turn::from_seconds("ben", 2.2, 4.0)?,
    /// ])?;
    /// let windows = Windows::from_seconds(2.0, 1.0)?;
    /// let dynamics = Dynamics::of(&conversation, &Analyzer::default(), windows)?;
    /// let responses: Vec<bool> = dynamics.windows().map(|one| one.responses() > 0.0).collect();
    /// assert_eq!(responses, [false, true, true], "0 to 2, 1 to 3, 2 to 4");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn windows(&self) -> impl ExactSizeIterator<Item = Window<'a>> + use<'a> {
        Course { of: *self, next: 0, listener: Listener { floor: self.analyzer.floor(), heard: 0 } }
    }
}

/// One window of a conversation.
#[derive(Clone, Debug)]
pub struct Window<'a> {
    span: Span,
    participants: &'a [Participant],
    values: Values,
}

impl Window<'_> {
    /// From where to where it is.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// Its length in minutes, above 0.
    #[must_use]
    pub const fn minutes(&self) -> f64 {
        self.values.minutes()
    }

    /// All responses that are given within it, of all pairs and both ways; 0 or more.
    #[must_use]
    pub fn responses(&self) -> f64 {
        self.values.responses()
    }

    /// The score of this window alone, 0 to 100: the mean of its absolute node values over all
    /// pairs of the meeting. Absent with fewer than two participants in the meeting.
    #[must_use]
    pub const fn score(&self) -> Option<f64> {
        self.values.score()
    }

    /// The pairs with responses in this window, in participant order, with their node values in it
    /// and their responses each way.
    ///
    /// ```
    /// # use sociogram::dynamics::{Dynamics, Windows};
    /// # use sociogram::{Analyzer, Conversation, Turn};
    /// let conversation = Conversation::new([
    ///     Turn::from_seconds("ana", 0.0, 2.0)?,
    ///     Turn::from_seconds("ben", 2.2, 4.0)?,
    /// ])?;
    /// let dynamics = Dynamics::of(&conversation, &Analyzer::default(), Windows::default())?;
    /// let analysis = Analyzer::default().analyze(&conversation);
    /// for window in dynamics.windows() {
    ///     assert!(window.pairs().eq(analysis.pairs()), "one window is the whole meeting");
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn pairs(&self) -> impl Iterator<Item = Pair<'_>> {
        self.values.pairs(|at| self.participants.get(at.index()))
    }

    /// The pair with the most responses in this window, the first of several; absent without any.
    #[must_use]
    pub fn strongest_pair(&self) -> Option<Pair<'_>> {
        self.pairs().reduce(|one, next| if next.strength > one.strength { next } else { one })
    }
}

/// What goes through the windows.
struct Course<'a> {
    of: Dynamics<'a>,
    /// The number of the next window.
    next: u64,
    /// Has heard nothing that starts within the next window.
    listener: Listener,
}

impl<'a> Iterator for Course<'a> {
    type Item = Window<'a>;

    fn next(&mut self) -> Option<Window<'a>> {
        let Dynamics { conversation, analyzer, grid, .. } = self.of;
        let (grid, spurts) = (grid?, conversation.spurts());
        let span = grid.window(self.next)?;
        self.next += 1;
        // What lies in a gap is heard by nobody, and leaves its speaker present all the same.
        self.listener.hear_until(span.start(), spurts, |_| {});
        let mut sums = PairSums::default();
        let next_start = grid.window(self.next).map_or(span.end(), Span::start).min(span.end());
        self.listener.hear_until(next_start, spurts, |response| sums.add(&response));
        if next_start < span.end() {
            // The next window hears the rest again.
            let mut ahead = self.listener.clone();
            ahead.hear_until(span.end(), spurts, |response| sums.add(&response));
        }
        let participants = conversation.participants();
        let minutes = in_seconds(span.length()) / 60.0;
        let half_rate = analyzer.parameters().half_rate;
        let values = Values::new(sums.into_pairs(), participants.len(), minutes, half_rate);
        Some(Window { span, participants, values })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let count = self.of.grid.map_or(0, |grid| grid.count);
        let left = usize::try_from(count.saturating_sub(self.next)).unwrap_or(usize::MAX);
        (left, Some(left))
    }
}

impl ExactSizeIterator for Course<'_> {}

/// Somebody who has heard a conversation up to a time.
#[derive(Clone)]
struct Listener {
    floor: Floor,
    /// How many spurts.
    heard: usize,
}

impl Listener {
    /// Hears all spurts that start before a time, and tells the responses that they give.
    fn hear_until(&mut self, time: Time, spurts: &[Spurt], mut tell: impl FnMut(Response)) {
        while let Some(spurt) = spurts.get(self.heard).filter(|one| one.span.start() < time) {
            self.floor.hear(*spurt, &mut tell);
            self.heard += 1;
        }
    }
}
