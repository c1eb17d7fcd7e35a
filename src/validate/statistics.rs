//! How two lists of numbers agree.
//!
//! Where a figure cannot be given, as a correlation of numbers that are all the same, it is
//! absent rather than 0 or NaN. Sums go in the order of the slices.

/// Pearson's product-moment correlation.
///
/// ```text
/// r = sum (x - mean x)(y - mean y) / sqrt(sum (x - mean x)^2 · sum (y - mean y)^2)
/// ```
///
/// Range: -1 to 1. Absent where the slices differ in length, where all numbers of one are the
/// same (or there are fewer than two), and where the sums are too large or too small for a float.
///
/// ```
/// use sociogram::validate::statistics::pearson;
///
/// assert_eq!(pearson(&[1.0, 2.0, 3.0], &[20.0, 40.0, 60.0]), Some(1.0));
/// assert_eq!(pearson(&[1.0, 2.0, 3.0], &[5.0, 5.0, 5.0]), None);
/// ```
#[must_use]
pub fn pearson(x: &[f64], y: &[f64]) -> Option<f64> {
    // Told by the numbers themselves: their mean may be off by a rounding, and then the sum of
    // squares of a constant is not 0.
    if x.len() != y.len() || is_constant(x) || is_constant(y) {
        return None;
    }
    let (mean_x, mean_y) = (mean(x.iter().copied())?, mean(y.iter().copied())?);
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in x.iter().zip(y) {
        let (x, y) = (x - mean_x, y - mean_y);
        xy += x * y;
        xx += x * x;
        yy += y * y;
    }
    // The root of the product, which is exact where the two are the same.
    let spread = (xx * yy).sqrt();
    (spread.is_normal() && xy.is_finite()).then(|| (xy / spread).clamp(-1.0, 1.0))
}

/// Spearman's rank correlation: Pearson's, of the [mid-ranks](mid_ranks).
///
/// Range and absence as for [`pearson`].
///
/// ```
/// use sociogram::validate::statistics::spearman;
///
/// assert_eq!(spearman(&[1.0, 2.0, 9.0], &[0.1, 0.2, 0.3]), Some(1.0));
/// ```
#[must_use]
pub fn spearman(x: &[f64], y: &[f64]) -> Option<f64> {
    pearson(&mid_ranks(x), &mid_ranks(y))
}

/// Ranks counted from 1; numbers that are the same share the mean of their ranks.
///
/// Time: O(n log n). An empty slice gives no ranks.
///
/// ```
/// use sociogram::validate::statistics::mid_ranks;
///
/// assert_eq!(mid_ranks(&[7.0, 3.0, 7.0, 9.0]), [2.5, 1.0, 2.5, 4.0]);
/// ```
#[must_use]
pub fn mid_ranks(numbers: &[f64]) -> Vec<f64> {
    // Adding zero makes a negative zero positive: the two are the same number.
    let mut order: Vec<(f64, usize)> =
        numbers.iter().enumerate().map(|(at, number)| (number + 0.0, at)).collect();
    order.sort_unstable_by(|(a, _), (b, _)| a.total_cmp(b));
    let mut ranks = vec![0.0; numbers.len()];
    let mut before = 0;
    for same in order.chunk_by(|(a, _), (b, _)| a.total_cmp(b).is_eq()) {
        let rank = before as f64 + (same.len() + 1) as f64 / 2.0;
        for (_, at) in same {
            if let Some(entry) = ranks.get_mut(*at) {
                *entry = rank;
            }
        }
        before += same.len();
    }
    ranks
}

/// What two distributions have in common: 1 less the total variation distance between them.
///
/// ```text
/// overlap = 1 - 1/2 sum |x / sum x - y / sum y|
/// ```
///
/// The numbers are amounts, 0 or more; each slice is divided by its sum. Range: 0, nothing in
/// common, to 1, the same distribution. Absent where the slices differ in length or either has
/// no positive, finite sum.
///
/// ```
/// use sociogram::validate::statistics::overlap;
///
/// assert_eq!(overlap(&[1.0, 3.0], &[3.0, 1.0]), Some(0.5));
/// assert_eq!(overlap(&[1.0, 3.0], &[0.0, 0.0]), None);
/// ```
#[must_use]
pub fn overlap(x: &[f64], y: &[f64]) -> Option<f64> {
    let (sum_x, sum_y) = (sum(x), sum(y));
    let usable = |sum: f64| sum > 0.0 && sum.is_finite();
    if x.len() != y.len() || !usable(sum_x) || !usable(sum_y) {
        return None;
    }
    let apart = x.iter().zip(y).fold(0.0, |all, (x, y)| all + (x / sum_x - y / sum_y).abs());
    Some((1.0 - apart / 2.0).clamp(0.0, 1.0))
}

/// The reliability of a whole from the correlation between its halves (Spearman 1910, Brown
/// 1910).
///
/// ```text
/// reliability = 2 r / (1 + r)
/// ```
///
/// Range: at most 1; 0 or below where the halves do not agree. Absent for -1 and below.
///
/// ```
/// use sociogram::validate::statistics::spearman_brown;
///
/// assert_eq!(spearman_brown(0.25), Some(0.4));
/// ```
#[must_use]
pub fn spearman_brown(r: f64) -> Option<f64> {
    (r > -1.0 && r <= 1.0).then(|| 2.0 * r / (1.0 + r))
}

/// The most that a perfect measure of the same thing could correlate with the whole, by the
/// correlation between halves: the square root of [`spearman_brown`] (attenuation, Spearman
/// 1904).
///
/// Range: above 0 to 1. Absent where the halves do not agree at all (r of 0 or below): nothing is
/// known then of how well the whole could be predicted.
///
/// ```
/// use sociogram::validate::statistics::noise_ceiling;
///
/// assert_eq!(noise_ceiling(0.25), Some(0.4_f64.sqrt()));
/// assert_eq!(noise_ceiling(-0.2), None);
/// ```
#[must_use]
pub fn noise_ceiling(r: f64) -> Option<f64> {
    spearman_brown(r).filter(|reliability| *reliability > 0.0).map(f64::sqrt)
}

/// The mean, summed in order; absent for no numbers.
pub(super) fn mean(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = numbers.fold((0.0, 0_u64), |(sum, count), one| (sum + one, count + 1));
    (count > 0).then(|| sum / count as f64)
}

/// One after the other, so that the bits are the same on every machine.
fn sum(numbers: &[f64]) -> f64 {
    numbers.iter().fold(0.0, |sum, number| sum + number)
}

#[expect(clippy::float_cmp, reason = "a constant is the same number throughout")]
fn is_constant(numbers: &[f64]) -> bool {
    numbers.windows(2).all(|two| matches!(two, [a, b] if a == b))
}
