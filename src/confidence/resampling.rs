//! How a conversation is resampled.

/// How a conversation is resampled.
///
/// ```
/// use sociogram::confidence::Resampling;
///
/// let default = Resampling::default();
/// assert_eq!((default.draws, default.seed), (400, 0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resampling {
    /// How many conversations are drawn; 400 make the width of an interval good to 4%.
    pub draws: usize,
    /// Which ones: the same seed gives the same intervals.
    pub seed: u64,
}

impl Default for Resampling {
    fn default() -> Self {
        Self { draws: 400, seed: 0 }
    }
}
