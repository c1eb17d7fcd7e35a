//! An axis of time.

use super::canvas::{Anchor, Canvas, GREY, LINE, PLAIN, SMALL, Type, WIDTH};
use super::letters::width;
use crate::time::{Span, Time};

/// Steps between ticks, in microseconds, up to an hour; beyond, hours of 2, 6, 12, 24 and so on.
const STEPS: [i64; 17] = [
    1,
    10,
    1_000,
    10_000,
    100_000,
    200_000,
    500_000,
    1_000_000,
    2_000_000,
    5_000_000,
    10_000_000,
    30_000_000,
    60_000_000,
    120_000_000,
    300_000_000,
    600_000_000,
    1_800_000_000,
];
const HOUR: i64 = 3_600_000_000;

/// Most intervals between ticks.
const MOST: i64 = 6;

/// Time from left to right.
pub(super) struct Axis {
    /// Where it begins and ends, in microseconds.
    from: i64,
    to: i64,
    /// Where that is in the picture.
    left: f64,
    right: f64,
    /// The time that counts as zero.
    zero: i64,
}

impl Axis {
    /// For what lies in a span, from one place of the picture to another.
    ///
    /// Times are those of the recording's clock, from 0, unless the first is before that or later
    /// than all of it is long: then they count from the first.
    pub(super) fn of(span: Span, [left, right]: [f64; 2]) -> Self {
        let (start, end) = (span.start().micros(), span.end().micros());
        let has_clock = start >= 0 && start <= end - start;
        let from = if has_clock { 0 } else { start };
        Self { from, to: end, left, right, zero: from }
    }

    /// Where a time is in the picture.
    pub(super) fn place(&self, time: Time) -> f64 {
        self.of_micros(time.micros())
    }

    /// How much of the axis lies before a time, 0 to 1.
    pub(super) fn part(&self, time: Time) -> f64 {
        self.part_of(time.micros())
    }

    fn part_of(&self, micros: i64) -> f64 {
        let whole = (self.to - self.from).max(1) as f64;
        (micros.clamp(self.from, self.to) - self.from) as f64 / whole
    }

    fn of_micros(&self, micros: i64) -> f64 {
        self.part_of(micros).mul_add(self.right - self.left, self.left)
    }

    /// Draws ticks with their times below a height, and lines up to another.
    pub(super) fn draw(&self, canvas: &mut Canvas, [top, bottom]: [f64; 2]) {
        let step = self.step();
        let decimals = (0..6).find(|at| step % 10_i64.pow(6 - at) == 0).unwrap_or(6) as usize;
        // An hour and more is told by hours throughout.
        let hours = self.to - self.zero >= HOUR;
        let mut tick = self.from;
        while tick <= self.to {
            let x = self.of_micros(tick);
            canvas.line([[x, top], [x, bottom + 2.5]], 0.4, LINE);
            let told = told(tick - self.zero, decimals, hours, step);
            let half = width(&told, SMALL) / 2.0;
            let x = x.min(WIDTH - 2.0 - half);
            let how = Type { size: SMALL, colour: GREY, anchor: Anchor::Middle, ..PLAIN };
            canvas.text([x, bottom + 9.5], &told, how);
            let Some(next) = tick.checked_add(step) else { break };
            tick = next;
        }
        let unit = match (hours, step >= 1_000_000) {
            (true, _) if step % 60_000_000 == 0 => "hours:minutes",
            (true, _) => "hours:minutes:seconds",
            (false, true) => "minutes:seconds",
            (false, false) => "seconds",
        };
        let since = if self.from == 0 && self.zero == 0 { "" } else { " since the first speech" };
        let how = Type { size: SMALL, colour: GREY, anchor: Anchor::End, ..PLAIN };
        canvas.text([self.right, bottom + 18.0], &format!("{unit}{since}"), how);
    }

    fn step(&self) -> i64 {
        let whole = self.to - self.from;
        if let Some(step) = STEPS.into_iter().find(|step| whole / step <= MOST) {
            return step;
        }
        let mut step = HOUR;
        for times in [2, 3, 2, 2].into_iter().cycle() {
            if whole / step <= MOST {
                break;
            }
            step *= times;
        }
        step
    }
}

/// A time from zero: `1:30` (minutes), `0:01:30` or `1:30` (hours), `1.5` (seconds).
fn told(micros: i64, decimals: usize, hours: bool, step: i64) -> String {
    let seconds = micros / 1_000_000;
    if hours && step % 60_000_000 == 0 {
        format!("{}:{:02}", seconds / 3_600, seconds / 60 % 60)
    } else if hours {
        format!("{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
    } else if decimals == 0 {
        format!("{}:{:02}", seconds / 60, seconds % 60)
    } else {
        let rest = format!("{:06}", micros % 1_000_000);
        format!("{seconds}.{}", rest.chars().take(decimals).collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(start: f64, end: f64) -> (i64, i64) {
        let axis = Axis::of(Span::from_seconds(start, end).unwrap(), [0.0, 100.0]);
        (axis.step(), (axis.to - axis.from) / axis.step() + 1)
    }

    #[test]
    fn a_few_ticks_at_any_length() {
        assert_eq!(ticks(0.0, 10.0), (2_000_000, 6));
        assert_eq!(ticks(0.4, 113.5), (30_000_000, 4));
        assert_eq!(ticks(0.0, 1_800.0), (300_000_000, 7));
        assert_eq!(ticks(0.0, 36_000.0), (2 * HOUR, 6));
        assert_eq!(ticks(0.0, 86_400.0), (6 * HOUR, 5));
        for length in [0.000_001, 0.03, 0.7, 4.0, 59.0, 700.0, 5e3, 3e5, 4e7, 9e9 - 1.0] {
            let (_, count) = ticks(0.0, length);
            assert!((1..=7).contains(&count), "{length}: {count}");
        }
    }
}
