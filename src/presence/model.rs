//! What the model takes as given.

/// The constants of the model, as they are used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Model {
    /// Halvings of a presence's distance to 1 in a microsecond of speech.
    pub(super) rise: f64,
    /// Halvings of a presence in a microsecond of silence.
    pub(super) decay: f64,
    /// Presence of nobody in particular among the candidates.
    pub(super) unaddressed: f64,
}

impl Model {
    /// Of the seconds of speech that halve the distance of a presence to 1, and of silence that
    /// halve a presence, all checked by whoever gives them: finite and above 0.
    pub(crate) fn new(rise: f64, decay: f64, unaddressed: f64) -> Self {
        // At most a number, so that no time at all is no halving.
        let in_a_microsecond = |seconds: f64| (1.0 / (seconds * 1e6)).min(f64::MAX);
        Self { rise: in_a_microsecond(rise), decay: in_a_microsecond(decay), unaddressed }
    }
}
