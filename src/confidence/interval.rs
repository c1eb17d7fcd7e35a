//! Between which numbers something lies.

/// Between two numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// How far apart the ends are.
    #[must_use]
    pub fn width(self) -> f64 {
        self.high - self.low
    }
}

/// How sure the numbers of one pair are.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct PairConfidence {
    /// The 90% interval of the strength, in responses.
    pub strength: Interval,
    /// The 90% interval of the absolute node value.
    pub value: Interval,
}
