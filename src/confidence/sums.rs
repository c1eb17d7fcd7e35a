//! Responses summed by block and by pair, in one pass.

use std::collections::HashMap;

/// Responses summed by block and by pair, while they come in order of blocks.
pub(super) struct Sums {
    places: Places,
    /// Of each pair, in order of their first response.
    pairs: Vec<OfPair>,
    /// The pairs of the block that goes on, in the order in which they came.
    touched: Vec<usize>,
    of_blocks: Vec<(usize, f64)>,
    ends: Vec<usize>,
}

struct OfPair {
    pair: [usize; 2],
    total: f64,
    /// What there is of it in the block that goes on.
    here: Option<f64>,
}

/// The sums of each block, pairs in participant order.
pub(super) enum OfBlocks {
    /// All pairs of each block, one block after the other.
    Few { pairs: usize, sums: Vec<f64> },
    /// Place and sum of the pairs of each block, one block after the other, and where each ends.
    Many { sums: Vec<(usize, f64)>, ends: Vec<usize> },
}

/// Of so many pairs, a block mostly has most: to add all of them is several times as fast as to
/// look which there are.
const FEW: usize = 64;

impl OfBlocks {
    /// Adds each block so many times.
    pub(super) fn add_to(&self, strengths: &mut [f64], times: &[f64]) {
        match self {
            Self::Few { pairs, sums } => {
                for (sums, times) in sums.chunks_exact((*pairs).max(1)).zip(times) {
                    for (strength, sum) in strengths.iter_mut().zip(sums) {
                        *strength += times * sum;
                    }
                }
            }
            Self::Many { sums, ends } => {
                let mut from = 0;
                for (end, times) in ends.iter().zip(times) {
                    for (pair, sum) in sums.get(from..*end).unwrap_or_default() {
                        if let Some(strength) = strengths.get_mut(*pair) {
                            *strength += times * sum;
                        }
                    }
                    from = *end;
                }
            }
        }
    }
}

impl Sums {
    pub(super) fn new(participants: usize) -> Self {
        let places = Places::new(participants);
        let (pairs, touched) = (Vec::new(), Vec::new());
        Self { places, pairs, touched, of_blocks: Vec::new(), ends: Vec::new() }
    }

    /// How many pairs there are so far.
    pub(super) const fn pairs(&self) -> usize {
        self.pairs.len()
    }

    /// Adds a response of one to another, in the block that goes on.
    pub(super) fn add(&mut self, one: usize, other: usize, amount: f64) {
        let pair = [one.min(other), one.max(other)];
        let place = self.places.of(pair, self.pairs.len());
        if place == self.pairs.len() {
            self.pairs.push(OfPair { pair, total: 0.0, here: None });
        }
        let Some(of_pair) = self.pairs.get_mut(place) else { return };
        of_pair.total += amount;
        if of_pair.here.is_none() {
            self.touched.push(place);
        }
        *of_pair.here.get_or_insert(0.0) += amount;
    }

    /// What comes now belongs to the next block.
    pub(super) fn end_block(&mut self) {
        for place in self.touched.drain(..) {
            if let Some(sum) = self.pairs.get_mut(place).and_then(|pair| pair.here.take()) {
                self.of_blocks.push((place, sum));
            }
        }
        self.ends.push(self.of_blocks.len());
    }

    /// The responses of each pair in all, and those of each block; pairs in participant order.
    pub(super) fn in_order(self) -> (Vec<f64>, OfBlocks) {
        let Self { pairs, mut of_blocks, ends, .. } = self;
        let mut order: Vec<usize> = (0..pairs.len()).collect();
        let of = |place: &usize| pairs.get(*place);
        order.sort_unstable_by_key(|place| of(place).map(|one| one.pair));
        let totals = order.iter().filter_map(of).map(|one| one.total).collect();
        let mut ranks = vec![0; pairs.len()];
        for (rank, place) in order.iter().enumerate() {
            if let Some(entry) = ranks.get_mut(*place) {
                *entry = rank;
            }
        }
        for (place, _) in &mut of_blocks {
            *place = ranks.get(*place).copied().unwrap_or_default();
        }
        if pairs.len() > FEW {
            return (totals, OfBlocks::Many { sums: of_blocks, ends });
        }
        let mut sums = vec![0.0; pairs.len() * ends.len()];
        let mut from = 0;
        for (block, end) in ends.into_iter().enumerate() {
            for (place, sum) in of_blocks.get(from..end).unwrap_or_default() {
                if let Some(entry) = sums.get_mut(block * pairs.len() + place) {
                    *entry = *sum;
                }
            }
            from = end;
        }
        (totals, OfBlocks::Few { pairs: pairs.len(), sums })
    }
}

/// Up to so many participants have a table of all their pairs, of a quarter of a megabyte.
const MOST_IN_A_TABLE: usize = 256;
const NOWHERE: u32 = u32::MAX;

/// Which place a pair has, counted in the order in which they come.
enum Places {
    Table { participants: usize, places: Vec<u32> },
    Map(HashMap<[usize; 2], usize>),
}

impl Places {
    fn new(participants: usize) -> Self {
        if participants <= MOST_IN_A_TABLE {
            Self::Table { participants, places: vec![NOWHERE; participants * participants] }
        } else {
            Self::Map(HashMap::new())
        }
    }

    /// The place of a pair, which is the next if it had none.
    fn of(&mut self, pair: [usize; 2], next: usize) -> usize {
        match self {
            Self::Map(map) => *map.entry(pair).or_insert(next),
            Self::Table { participants, places } => {
                let [one, other] = pair;
                let Some(place) = places.get_mut(one * *participants + other) else { return next };
                if *place == NOWHERE {
                    *place = u32::try_from(next).unwrap_or(NOWHERE);
                }
                usize::try_from(*place).unwrap_or(next)
            }
        }
    }
}
