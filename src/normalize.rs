//! From pair strengths to node values between 0 and 100.

use ndarray::{Array1, ArrayView1};

use crate::presence::left_after;

/// Which node values are meant.
///
/// ```
/// assert_eq!(sociogram::Scale::default(), sociogram::Scale::Absolute);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scale {
    /// Against the clock: comparable between meetings; see [`absolute`].
    #[default]
    Absolute,
    /// Against the strongest pair of the meeting, which is 100; see [`relative`].
    Relative,
}

/// How many pairs so many participants make: `n (n - 1) / 2`.
///
/// ```
/// use sociogram::normalize::pair_count;
///
/// assert_eq!([0, 1, 2, 4].map(pair_count), [0, 0, 1, 6]);
/// ```
#[must_use]
pub const fn pair_count(participants: usize) -> usize {
    match participants.checked_sub(1) {
        // One of the two factors is even, and halving it first keeps the product in range.
        Some(others) if others % 2 == 0 => participants * (others / 2),
        Some(others) => participants / 2 * others,
        None => 0,
    }
}

/// Node values against the clock, comparable between meetings.
///
/// ```text
/// rate  = strength / minutes
/// value = 100 (1 - 2^(-rate pairs / half_rate))
/// ```
///
/// Multiplying by the number of pairs asks: if every pair were like this one, how lively would
/// the meeting be? A pair is judged against its fair share of the floor, and `half_rate` is the
/// rate that scores 50.
///
/// `strengths` in responses, one a pair, in any order; the result has the same order. `minutes`
/// is the meeting's duration, `pairs` the number of all pairs, those without responses included,
/// and `half_rate` is in responses a minute. Range: 0 to 100. An empty slice gives an empty
/// array; a meeting of no minutes gives zeros.
///
/// ```
/// use sociogram::ndarray::array;
/// use sociogram::normalize::absolute;
///
/// let values = absolute(array![0.0, 30.0].view(), 10.0, 1, 3.0);
/// assert_eq!(values, array![0.0, 50.0]);
/// ```
#[must_use]
pub fn absolute(
    strengths: ArrayView1<'_, f64>,
    minutes: f64,
    pairs: usize,
    half_rate: f64,
) -> Array1<f64> {
    strengths.mapv(|strength| absolute_value(strength, minutes, pairs, half_rate))
}

/// [`absolute`], of one pair.
pub(crate) fn absolute_value(strength: f64, minutes: f64, pairs: usize, half_rate: f64) -> f64 {
    if minutes > 0.0 {
        100.0 * (1.0 - left_after(strength / minutes * pairs as f64 / half_rate))
    } else {
        0.0
    }
}

/// Node values against the strongest pair of the meeting.
///
/// ```text
/// value = 100 strength / strongest
/// ```
///
/// `strengths` in responses, one a pair; the result has the same order. Range: 0 to 100, and the
/// strongest pair is exactly 100. An empty slice gives an empty array; strengths that are all 0
/// give zeros.
///
/// ```
/// use sociogram::ndarray::array;
/// use sociogram::normalize::relative;
///
/// assert_eq!(relative(array![4.0, 1.0].view()), array![100.0, 25.0]);
/// ```
#[must_use]
pub fn relative(strengths: ArrayView1<'_, f64>) -> Array1<f64> {
    let strongest = strengths.fold(0.0_f64, |strongest, strength| strongest.max(*strength));
    if strongest > 0.0 {
        strengths.mapv(|strength| 100.0 * (strength / strongest))
    } else {
        Array1::zeros(strengths.len())
    }
}
