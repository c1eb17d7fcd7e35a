//! The interval of a difference, from the intervals of two numbers.

use std::collections::HashMap;

use crate::confidence::{Interval, student};

/// Of 90% intervals a twentieth lies beyond each end.
const TAIL: f64 = 0.05;

/// Quantiles for one interval by itself, and for all pairs at once.
pub(super) struct Quantiles {
    comparisons: f64,
    known: HashMap<usize, [f64; 2]>,
}

impl Quantiles {
    pub(super) fn new(comparisons: usize) -> Self {
        Self { comparisons: comparisons.max(1) as f64, known: HashMap::new() }
    }

    /// The intervals of two numbers, by themselves and for all pairs at once, where `both` has them
    /// for any number of standard errors.
    pub(super) fn of(
        &mut self,
        freedom: [usize; 2],
        both: impl Fn(f64) -> Option<[Interval; 2]>,
    ) -> Option<[[Interval; 2]; 2]> {
        // How far one standard error reaches, on the scale of the difference.
        let errors = both(1.0)?.map(|interval| interval.width() / 2.0);
        let comparisons = self.comparisons;
        let [alone, joint] =
            *self.known.entry(degrees(errors, freedom)).or_insert_with_key(|degrees| {
                [student(*degrees, TAIL), student(*degrees, TAIL / comparisons)]
            });
        Some([both(alone)?, both(joint)?])
    }
}

/// The degrees of freedom of a difference: Welch's and Satterthwaite's, rounded down.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between the smaller of the two and their sum"
)]
fn degrees(errors: [f64; 2], degrees: [usize; 2]) -> usize {
    let largest = errors.iter().fold(0.0_f64, |largest, error| largest.max(*error));
    let [first, second] = degrees;
    let fewest = first.min(second);
    if largest <= 0.0 {
        return fewest;
    }
    // Over the largest, so that nothing overflows or vanishes.
    let [one, other] = errors.map(|error| (error / largest) * (error / largest));
    let both = one + other;
    let found = both * both / (one * one / first as f64 + other * other / second as f64);
    (found as usize).clamp(fewest, first.saturating_add(second))
}

/// The interval of second minus first, from those of the two.
pub(super) fn around([first, second]: [f64; 2], [one, other]: [Interval; 2]) -> Interval {
    let difference = second - first;
    // Rounding may put a number a little outside its interval.
    let below = [other.low - second, first - one.high].map(|reach| reach.min(0.0));
    let above = [other.high - second, first - one.low].map(|reach| reach.max(0.0));
    let length = |[a, b]: [f64; 2]| (a * a + b * b).sqrt();
    Interval {
        low: (difference - length(below)).max(-100.0),
        high: (difference + length(above)).min(100.0),
    }
}

#[cfg(test)]
mod tests {
    use super::{around, degrees};
    use crate::confidence::Interval;

    #[test]
    fn equal_errors_add_their_degrees_of_freedom_and_one_alone_keeps_its_own() {
        assert_eq!(degrees([2.0, 2.0], [9, 9]), 18);
        assert_eq!(degrees([2.0, 0.0], [9, 30]), 9);
        assert_eq!(degrees([0.0, 0.0], [9, 30]), 9);
        assert_eq!(degrees([1e-200, 1e-200], [4, 4]), 8);
    }

    #[test]
    fn reaches_to_each_side_add_up_as_errors_do() {
        let interval = |low, high| Interval { low, high };
        let both = around([50.0, 60.0], [interval(47.0, 54.0), interval(57.0, 68.0)]);
        assert_eq!(both, interval(10.0 - 5.0, 10.0 + 73_f64.sqrt()));
    }
}
