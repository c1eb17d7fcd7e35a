//! Where everyone sits when a meeting is drawn.

use std::f64::consts::TAU;

use crate::turn::Label;

/// A place on the circle of radius 1 around 0; y grows downwards, as on a screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Seat {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

/// A seat for each label: around a table in order of labels, clockwise, the first at the top.
///
/// It depends on who took part and on nothing else, so meetings of the same people can be laid side
/// by side. The bits are the same on every machine.
pub(crate) fn seats<'a>(labels: impl IntoIterator<Item = &'a Label>) -> Vec<Seat> {
    let labels: Vec<_> = labels.into_iter().collect();
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by_key(|&at| labels.get(at));
    let mut seats = vec![Seat { x: 0.0, y: 0.0 }; labels.len()];
    for (place, at) in order.into_iter().enumerate() {
        #[allow(clippy::cast_precision_loss, reason = "there are at most 65,535 participants")]
        let angle = TAU * (place as f64 / labels.len() as f64);
        if let Some(seat) = seats.get_mut(at) {
            *seat = Seat { x: libm::sin(angle), y: -libm::cos(angle) };
        }
    }
    seats
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_of_speaking_does_not_move_anyone() {
        let label = |text: &str| Label::from(text);
        let [ana, ben, cem] = ["ana", "ben", "cem"].map(label);
        let one = seats([&ana, &ben, &cem]);
        let other = seats([&cem, &ana, &ben]);
        assert_eq!([one[0], one[1], one[2]], [other[1], other[2], other[0]]);
        assert_eq!((one[0].x, one[0].y), (0.0, -1.0), "the first sits at the top");
        assert!(one[1].x > 0.0, "clockwise");
    }

    #[test]
    fn nobody_and_one() {
        assert_eq!(seats([]), []);
        assert_eq!(seats([&Label::from("ana")]), [Seat { x: 0.0, y: -1.0 }]);
    }
}
