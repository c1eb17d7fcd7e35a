//! Which names of meetings may stand in more than one place.

use serde::{Deserialize, Serialize};

/// From which name to which a place may hold rows, both included; open where that is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Interval {
    pub(super) low: Option<Box<[u8]>>,
    pub(super) high: Option<Box<[u8]>>,
}

impl Interval {
    pub(super) fn holds(&self, name: &str) -> bool {
        self.low.as_deref().is_none_or(|low| low <= name.as_bytes())
            && self.high.as_deref().is_none_or(|high| name.as_bytes() <= high)
    }
}

/// The names that two or more places may hold rows of.
#[derive(Clone, Debug, Default)]
pub(super) struct Shared {
    /// Apart, in order.
    regions: Vec<Interval>,
}

impl Shared {
    /// Of places that hold rows; the number says how often each counts.
    pub(super) fn of<'i>(places: impl Iterator<Item = (&'i Interval, u32)>) -> Self {
        /// Where an interval begins or ends, in order: beginnings come before ends of one name.
        #[derive(PartialEq, Eq, PartialOrd, Ord)]
        enum Mark<'i> {
            Everything,
            At(&'i [u8], Side),
            End,
        }
        #[derive(PartialEq, Eq, PartialOrd, Ord)]
        enum Side {
            Begins,
            Ends,
        }
        let mut marks: Vec<(Mark<'_>, i64)> = Vec::new();
        for (interval, count) in places {
            let begins =
                interval.low.as_deref().map_or(Mark::Everything, |at| Mark::At(at, Side::Begins));
            let ends = interval.high.as_deref().map_or(Mark::End, |at| Mark::At(at, Side::Ends));
            marks.push((begins, count.into()));
            marks.push((ends, -i64::from(count)));
        }
        marks.sort_unstable();
        let mut regions = Vec::new();
        let mut count = 0;
        let mut open: Option<Option<Box<[u8]>>> = None;
        for (mark, change) in marks {
            count += change;
            let at = match mark {
                Mark::At(at, _) => Some(at.into()),
                Mark::Everything | Mark::End => None,
            };
            if count >= 2 && open.is_none() {
                open = Some(at);
            } else if count < 2
                && let Some(low) = open.take()
            {
                regions.push(Interval { low, high: at });
            }
        }
        Self { regions }
    }

    /// Whether rows of this meeting may stand in more than one place.
    pub(super) fn holds(&self, name: &str) -> bool {
        let behind = self.regions.partition_point(|region| {
            region.high.as_deref().is_some_and(|high| high < name.as_bytes())
        });
        self.regions.get(behind).is_some_and(|region| region.holds(name))
    }

    /// Whether any name is shared.
    pub(super) fn is_any(&self) -> bool {
        !self.regions.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn interval() -> impl Strategy<Value = (Interval, u32)> {
        let bound = || proptest::option::weighted(0.9, "[a-e]{1,2}");
        (bound(), bound(), 1..=2_u32).prop_map(|(one, other, count)| {
            let (mut low, mut high) = (one, other);
            if let (Some(one), Some(other)) = (&low, &high)
                && one > other
            {
                (low, high) = (high, low);
            }
            let bytes = |text: Option<String>| text.map(|text| text.into_bytes().into());
            (Interval { low: bytes(low), high: bytes(high) }, count)
        })
    }

    proptest! {
        #[test]
        fn a_name_is_shared_where_two_places_hold_it(
            places in proptest::collection::vec(interval(), 0..6), names in "[a-e]{1,3}"
        ) {
            let shared = Shared::of(places.iter().map(|(place, count)| (place, *count)));
            let count: u32 =
                places.iter().filter(|(place, _)| place.holds(&names)).map(|(_, count)| count).sum();
            // Where one region ends another may begin, so a name between counts at least as often.
            prop_assert_eq!(shared.holds(&names), count >= 2);
        }
    }
}
