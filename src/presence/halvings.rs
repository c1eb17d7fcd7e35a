//! Powers of two, the same bits on every platform and a few nanoseconds each.

/// Between two whole powers of two lie so many that are looked up.
const STEPS: usize = 256;

/// 2 to the power of 0, 1/256, … 255/256.
#[expect(clippy::indexing_slicing, reason = "worked out by the compiler")]
static POWERS: [f64; STEPS] = {
    let mut powers = [1.0; STEPS];
    let mut at = 0;
    while at < STEPS {
        powers[at] = exp(at as f64 / STEPS as f64 * std::f64::consts::LN_2);
        at += 1;
    }
    powers
};

/// The exponential function below 1, by so many terms of its series that no more would show.
const fn exp(x: f64) -> f64 {
    let mut sum = 1.0;
    let mut term = 24;
    while term > 0 {
        sum = 1.0 + x / term as f64 * sum;
        term -= 1;
    }
    sum
}

/// The first coefficients of 2^r around 0: powers of ln 2 over factorials.
const SERIES: [f64; 4] = {
    const LN_2: f64 = std::f64::consts::LN_2;
    [LN_2, LN_2 * LN_2 / 2.0, LN_2 * LN_2 * LN_2 / 6.0, LN_2 * LN_2 * LN_2 * LN_2 / 24.0]
};

/// Adding it rounds to whole steps, which are then the lowest bits: 1.5 times 2^52 steps.
const ROUNDING: f64 = 6_755_399_441_055_744.0 / STEPS as f64;

/// So many halvings leave nothing: the exponent of the number is 0 then, and so are all its bits.
const MOST: f64 = 1_023.0;

/// What is left of 1 after so many halvings, 0 or more: `2^(-halvings)`.
///
/// Within one unit in the last place or so, exact for whole halvings, and made of additions and
/// multiplications alone, which are the same everywhere. From 1,023 halvings on it is 0.
///
/// The nearest step, looked up, times a short series for what is left of the exponent: the way
/// in which the mathematical libraries of most systems do it, without the cases that cannot come.
pub(crate) fn left_after(halvings: f64) -> f64 {
    let exponent = -(if halvings < MOST { halvings } else { MOST });
    let rounded = exponent + ROUNDING;
    let rest = exponent - (rounded - ROUNDING);
    let steps = rounded.to_bits();
    let [first, second, third, fourth] = SERIES;
    let series = rest * (first + rest * second) + rest * rest * rest * (third + rest * fourth);
    #[expect(clippy::cast_possible_truncation, reason = "below 256")]
    let step = (steps % STEPS as u64) as usize;
    let power = POWERS.get(step).map_or(0, |power| power.to_bits());
    let power = f64::from_bits(power.wrapping_add((steps / STEPS as u64) << 52));
    power + power * series
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp, reason = "what is exact is held to the bit")]

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn whole_halvings_are_exact() {
        for halvings in 0..1_023_i32 {
            assert_eq!(left_after(f64::from(halvings)), 2.0_f64.powi(-halvings));
        }
        for many in [1_023.0, 1_023.5, 1e9, f64::MAX, f64::INFINITY] {
            assert_eq!(left_after(many), 0.0);
        }
    }

    #[test]
    fn every_step_and_the_edges_between_two_are_as_a_library_has_them() {
        for at in 0..=8 * STEPS {
            for beside in [-0.5, -1e-9, 0.0, 1e-9, 0.5] {
                let halvings = ((at as f64 + beside) / STEPS as f64).max(0.0);
                let expected = libm::exp2(-halvings);
                assert!((left_after(halvings) / expected - 1.0).abs() < 3e-16, "{halvings}");
            }
        }
    }

    proptest! {
        #[test]
        fn it_is_what_a_library_says(halvings in prop_oneof![0.0..1e-6_f64, 0.0..2.0, 0.0..1_022.0]) {
            let expected = libm::exp2(-halvings);
            prop_assert!((left_after(halvings) / expected - 1.0).abs() < 3e-16);
        }

        #[test]
        fn longer_leaves_no_more(halvings in 0.0..1_030.0_f64, more in prop_oneof![0.0..1e-9_f64, 0.0..1.0]) {
            let later = left_after(halvings + more);
            // Two that are next to each other may be rounded past each other.
            prop_assert!(later <= left_after(halvings) * (1.0 + f64::EPSILON));
        }
    }
}
