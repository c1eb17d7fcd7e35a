//! Where numbers go over a series.

/// The fewest meetings that have a trend.
const FEWEST: usize = 3;

/// The slope of the least-squares line through values at places in the series, per place.
///
/// ```text
/// slope = Σ (x - mean x) (y - y0) / Σ (x - mean x)²     y0: the first value
/// ```
///
/// Taking values from the first one changes nothing but rounding: values that are all the same
/// have a slope of exactly 0. Absent with fewer than three values.
pub(super) fn slope(points: &[(usize, f64)]) -> Option<f64> {
    let (_, origin) = *points.first()?;
    if points.len() < FEWEST {
        return None;
    }
    let mean = points.iter().map(|(place, _)| *place as f64).sum::<f64>() / points.len() as f64;
    let (mut shared, mut squares) = (0.0, 0.0);
    for (place, value) in points {
        let apart = *place as f64 - mean;
        shared += apart * (value - origin);
        squares += apart * apart;
    }
    Some(shared / squares)
}

#[cfg(test)]
mod tests {
    use super::slope;

    #[test]
    fn a_line_has_its_slope_and_gaps_count() {
        assert_eq!(slope(&[(0, 10.0), (1, 12.0), (2, 14.0)]), Some(2.0));
        assert_eq!(slope(&[(0, 10.0), (2, 14.0), (6, 22.0)]), Some(2.0));
        assert_eq!(slope(&[(1, 3.0), (2, 3.0), (9, 3.0)]), Some(0.0));
        // By hand: Σ = -1 · 0 + 0 · 6 + 1 · 3, over 2.
        assert_eq!(slope(&[(0, 1.0), (1, 7.0), (2, 4.0)]), Some(1.5));
    }

    #[test]
    fn two_meetings_have_no_trend() {
        assert_eq!(slope(&[(0, 1.0), (1, 7.0)]), None);
        assert_eq!(slope(&[]), None);
    }
}
