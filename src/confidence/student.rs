//! Quantiles of Student's distribution, at any level.

use std::f64::consts::{FRAC_2_PI, FRAC_PI_2};

/// Above so many degrees of freedom the distribution is taken for that of so many, which is a
/// little wider.
const MOST_DEGREES: usize = 400;

/// The number that Student's distribution exceeds with the probability `tail`, in (0, 1/2].
///
/// Found by halving on the closed form for whole degrees of freedom (Abramowitz & Stegun 1964,
/// 26.7.3 and 26.7.4). Time: O(degrees), up to 400.
pub(crate) fn student(degrees: usize, tail: f64) -> f64 {
    if degrees == 0 {
        return f64::INFINITY;
    }
    let degrees = degrees.min(MOST_DEGREES);
    let within = 1.0 - 2.0 * tail;
    // t = √degrees tan(angle): the angle has two ends where t has one.
    let (mut low, mut high) = (0.0, FRAC_PI_2);
    for _ in 0..64 {
        let middle = (low + high) / 2.0;
        if within_angle(degrees, middle) < within {
            low = middle;
        } else {
            high = middle;
        }
    }
    (degrees as f64).sqrt() * libm::tan(low)
}

/// The probability of |T| < √degrees tan(angle).
fn within_angle(degrees: usize, angle: f64) -> f64 {
    let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
    let is_odd = degrees % 2 == 1;
    let mut term = if is_odd { cosine } else { 1.0 };
    let mut sum = if degrees > 1 { term } else { 0.0 };
    let mut power = if is_odd { 3 } else { 2 };
    while power + 2 <= degrees {
        term *= cosine * cosine * (power - 1) as f64 / power as f64;
        sum += term;
        power += 2;
    }
    if is_odd { FRAC_2_PI * (angle + sine * sum) } else { sine * sum }
}

#[cfg(test)]
mod tests {
    use super::student;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        // The density integrated by Simpson's rule; the first six are in every table.
        for (degrees, tail, expected) in [
            (1, 0.05, 6.313_752),
            (2, 0.05, 2.919_986),
            (3, 0.05, 2.353_363),
            (4, 0.05, 2.131_847),
            (5, 0.025, 2.570_582),
            (10, 0.005, 3.169_273),
            (4, 0.05 / 6.0, 3.960_786),
            (30, 0.000_5, 3.645_959),
            (300, 0.05, 1.649_949),
        ] {
            let found = student(degrees, tail);
            assert!((found - expected).abs() < 2e-6 * expected, "{degrees} {tail}: {found}");
        }
        assert!(student(0, 0.05).is_infinite());
        assert!(student(9_999, 0.05) >= 1.644_853);
    }
}
