//! Seeded random numbers: the same for a seed on every machine and in every release.

use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub(crate) struct Random(Pcg64Mcg);

impl Random {
    /// The stream of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(Pcg64Mcg::seed_from_u64(seed))
    }

    /// One of many independent streams of a seed.
    pub(crate) fn stream(seed: u64, number: usize) -> Self {
        // Steps of the golden ratio, which the seeding then mixes, keep the streams apart.
        let step = u64::try_from(number).unwrap_or(u64::MAX).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Self::new(seed.wrapping_add(step))
    }

    /// At least 0 and below 1.
    pub(crate) fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// About normal, within 3.5 standard deviations: the sum of four uniform numbers.
    #[cfg(feature = "generate")]
    pub(crate) fn normal(&mut self) -> f64 {
        let sum: f64 = (0..4).map(|_| self.uniform()).sum();
        (sum - 2.0) * 3_f64.sqrt()
    }

    /// Whether something of this probability happens.
    pub(crate) fn happens(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// A whole number below the limit; 0 if the limit is 0.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the limit"
    )]
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.uniform() * limit as f64) as usize
    }

    /// A whole number of microseconds below the limit; 0 if the limit is 0 or less.
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and the limit")]
    pub(crate) fn micros_below(&mut self, limit: i64) -> i64 {
        (self.uniform() * limit.max(0) as f64) as i64
    }
}
