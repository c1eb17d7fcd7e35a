//! How much numbers move from draw to draw, and the scales on which that is told.

use super::blocks::{Blocks, Drawn};
use super::resampling::Resampling;
use crate::parallel;
use crate::random::Random;

/// Standard errors: of the score on the logit scale, and of each pair's strength on that of roots.
pub(super) struct Spread {
    pub(super) score: f64,
    pub(super) pairs: Vec<f64>,
}

/// Draws are summed up in as many parts, whatever the number of threads.
const PARTS: usize = 20;
/// Above so many pairs the sums of twenty parts would be large, and there are fewer.
const CROWD: usize = 100_000;
const PARTS_OF_A_CROWD: usize = 2;

impl Spread {
    /// Absent where there are fewer than two blocks or there is nothing to draw.
    pub(super) fn of(
        blocks: &Blocks,
        how: Resampling,
        score: impl Fn(&[f64]) -> Option<f64> + Sync + Send,
    ) -> Option<Self> {
        let count = blocks.count();
        if count < 2 || how.draws < 2 || blocks.strengths.is_empty() {
            return None;
        }
        let pairs = blocks.strengths.len();
        let in_parts = if pairs > CROWD { PARTS_OF_A_CROWD } else { PARTS };
        let half = blocks.response / 2.0;
        let root = |strength: f64| (strength + half).sqrt();
        let parts = parallel::map(in_parts, |part| {
            let mut scores = Moments::new(1);
            let mut roots = Moments::new(pairs);
            let mut drawn = Drawn::default();
            for draw in (part..how.draws).step_by(in_parts) {
                let mut random = Random::stream(how.seed, draw);
                let strengths = blocks.draw(&mut random, &mut drawn);
                scores.add(score(strengths).map(logit).into_iter());
                roots.add(strengths.iter().map(|strength| root(*strength)));
            }
            (scores, roots)
        });
        let mut scores = Moments::new(1);
        let mut roots = Moments::new(pairs);
        for (more_scores, more_roots) in &parts {
            scores.merge(more_scores);
            roots.merge(more_roots);
        }
        // Deviations within k blocks are smaller than those between conversations.
        let lift = (count as f64 / (count - 1) as f64).sqrt();
        let lifted = |deviation: f64| lift * deviation;
        Some(Self {
            score: scores.deviations(how.draws).map(lifted).next()?,
            pairs: roots.deviations(how.draws).map(lifted).collect(),
        })
    }
}

/// Sums and sums of squares of several numbers.
struct Moments {
    sums: Vec<[f64; 2]>,
}

impl Moments {
    fn new(numbers: usize) -> Self {
        Self { sums: vec![[0.0; 2]; numbers] }
    }

    fn add(&mut self, numbers: impl Iterator<Item = f64>) {
        for ([sum, squares], number) in self.sums.iter_mut().zip(numbers) {
            *sum += number;
            *squares += number * number;
        }
    }

    fn merge(&mut self, other: &Self) {
        for ([sum, squares], [more, more_squares]) in self.sums.iter_mut().zip(&other.sums) {
            *sum += more;
            *squares += more_squares;
        }
    }

    fn deviations(&self, count: usize) -> impl Iterator<Item = f64> {
        let count = count as f64;
        self.sums.iter().map(move |[sum, squares]| {
            ((squares - sum * sum / count) / (count - 1.0)).max(0.0).sqrt()
        })
    }
}

/// Scores this close to 0 or 100 count as so close, so that the logit is finite.
const CLOSEST: f64 = 1e-9;

pub(super) fn logit(score: f64) -> f64 {
    let share = (score / 100.0).clamp(CLOSEST, 1.0 - CLOSEST);
    libm::log(share / (1.0 - share))
}

pub(super) fn expit(logit: f64) -> f64 {
    100.0 / (1.0 + libm::exp(-logit))
}

/// The 95% quantile of Student's distribution: exact for one and two degrees of freedom, within
/// 0.01 above, by the expansion of Fisher and Cornish (1960).
pub(super) fn student_95(degrees: usize) -> f64 {
    const Z: f64 = 1.644_853_626_951_472_7;
    const Z3: f64 = Z * Z * Z;
    const Z5: f64 = Z3 * Z * Z;
    const Z7: f64 = Z5 * Z * Z;
    match degrees {
        0 => f64::INFINITY,
        1 => 6.313_751_514_675_043,
        2 => 2.919_985_580_355_516,
        _ => {
            let n = degrees as f64;
            Z + (Z3 + Z) / (4.0 * n)
                + (5.0 * Z5 + 16.0 * Z3 + 3.0 * Z) / (96.0 * n * n)
                + (3.0 * Z7 + 19.0 * Z5 + 17.0 * Z3 - 15.0 * Z) / (384.0 * n * n * n)
        }
    }
}
