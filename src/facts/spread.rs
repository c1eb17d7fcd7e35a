//! How evenly talk is spread over the participants.

use std::time::Duration;

/// How evenly talk is spread: the entropy of the shares, against the most it could be.
///
/// ```text
/// entropy = - sum of s_i ln s_i / ln n       s_i = talk of i / talk of all,   0 ln 0 = 0
/// ```
///
/// One talk time for each of n participants, silent ones included, in any order. Range: 0, one
/// has all the talk, to 1, everyone has as much. Absent for fewer than two participants, or where
/// nobody talks. The entropy is Shannon's (1948); against its maximum it is Pielou's (1966)
/// evenness.
///
/// ```
/// use std::time::Duration;
/// use sociogram::facts::entropy;
///
/// assert_eq!(entropy(&[3, 3].map(Duration::from_secs)), Some(1.0));
/// assert_eq!(entropy(&[3, 0].map(Duration::from_secs)), Some(0.0));
/// assert_eq!(entropy(&[Duration::from_secs(3)]), None);
/// ```
#[must_use]
pub fn entropy(talk: &[Duration]) -> Option<f64> {
    let (talk, total) = sorted(talk)?;
    let sum = talk.iter().filter(|one| **one > 0).fold(0.0, |sum, one| {
        let share = *one as f64 / total as f64;
        sum - share * libm::log(share)
    });
    // Rounding may lift it above the most that it can be.
    Some((sum / libm::log(talk.len() as f64)).min(1.0))
}

/// How unevenly talk is spread: the Gini coefficient, corrected for the size of the group.
///
/// ```text
/// gini = sum of (2 i - n - 1) t_i / ((n - 1) sum of t_i)       t_1 <= t_2 <= … <= t_n
/// ```
///
/// One talk time for each of n participants, silent ones included, in any order. Range: 0,
/// everyone has as much, to 1, one has all the talk. Absent for fewer than two participants, or
/// where nobody talks. Gini (1912); without the correction, which multiplies by n / (n - 1), one
/// who has all the talk among three would give 2/3 and among ten 9/10 (Deltas, 2003).
///
/// ```
/// use std::time::Duration;
/// use sociogram::facts::gini;
///
/// assert_eq!(gini(&[2, 2, 2].map(Duration::from_secs)), Some(0.0));
/// assert_eq!(gini(&[0, 2, 0].map(Duration::from_secs)), Some(1.0));
/// assert_eq!(gini(&[1, 3].map(Duration::from_secs)), Some(0.5));
/// assert_eq!(gini(&[0, 0].map(Duration::from_secs)), None);
/// ```
#[must_use]
pub fn gini(talk: &[Duration]) -> Option<f64> {
    let (talk, total) = sorted(talk)?;
    // In whole numbers, so that equal talk is exactly 0. Each pair of participants counts by how
    // much more the one talks than the other.
    let (mut sum, mut differences) = (0_u128, 0_u128);
    for (below, one) in (0_u128..).zip(&talk) {
        differences += below * one - sum;
        sum += one;
    }
    let most = (talk.len() - 1) as f64 * total as f64;
    Some((differences as f64 / most).min(1.0))
}

/// The talk in microseconds, ascending, so that nothing depends on the order of participants;
/// and its sum.
fn sorted(talk: &[Duration]) -> Option<(Vec<u128>, u128)> {
    let mut talk: Vec<u128> = talk.iter().map(Duration::as_micros).collect();
    talk.sort_unstable();
    let total = talk.iter().sum();
    (talk.len() > 1 && total > 0).then_some((talk, total))
}
