//! From node values to the meeting interaction score.

use ndarray::ArrayView1;

/// The meeting interaction score: the mean of the absolute values over all pairs.
///
/// ```text
/// score = sum of values / pairs
/// ```
///
/// `values` are the absolute node values of the pairs with responses; `pairs` counts all pairs,
/// and those not among the values count 0. Range: 0 to 100. Absent without a pair: fewer than two
/// participants have no score, which is not a score of 0.
///
/// ```
/// use sociogram::ndarray::array;
/// use sociogram::score::meeting_score;
///
/// assert_eq!(meeting_score(array![80.0, 40.0].view(), 3), Some(40.0));
/// assert_eq!(meeting_score(array![].view(), 3), Some(0.0));
/// assert_eq!(meeting_score(array![].view(), 0), None);
/// ```
#[must_use]
pub fn meeting_score(values: ArrayView1<'_, f64>, pairs: usize) -> Option<f64> {
    mean(values.iter().copied(), pairs)
}

/// [`meeting_score`] of values as they come.
pub(crate) fn mean(values: impl Iterator<Item = f64>, pairs: usize) -> Option<f64> {
    // One after the other, in participant order: a sum that is rearranged for speed would be
    // another number on another machine.
    let sum = values.fold(0.0, |sum, value| sum + value);
    (pairs > 0).then(|| sum / pairs as f64)
}
