//! Which part of a recording is scored.

use crate::time::{Span, Time};
use crate::turn::Turns;

/// Stretches of time that do not touch, in order.
#[derive(Clone, Debug)]
pub(super) struct Scored(Vec<Span>);

impl Scored {
    /// These stretches, which may overlap.
    pub(super) fn only(mut spans: Vec<Span>) -> Self {
        spans.sort_unstable();
        let mut apart: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            match apart.last_mut() {
                Some(last) if span.start() <= last.end() => {
                    if let Ok(joined) = Span::new(last.start(), last.end().max(span.end())) {
                        *last = joined;
                    }
                }
                _ => apart.push(span),
            }
        }
        Self(apart)
    }

    /// All time but these stretches.
    pub(super) fn all_but(spans: Vec<Span>) -> Self {
        let mut from = Time::MIN;
        let mut between = Vec::new();
        for span in Self::only(spans).0 {
            between.extend(Span::new(from, span.start()));
            from = span.end();
        }
        between.extend(Span::new(from, Time::MAX));
        Self(between)
    }

    /// The turns within, and how many of them were cut or left out.
    pub(super) fn clip(&self, turns: &Turns) -> (Turns, u64) {
        let (mut clipped, mut touched) = (Turns::new(), 0);
        for (speaker, span) in turns.iter() {
            let first = self.0.partition_point(|scored| scored.end() <= span.start());
            let within = self.0.iter().skip(first).take_while(|it| it.start() < span.end());
            let mut whole = false;
            for scored in within {
                let (start, end) = (span.start().max(scored.start()), span.end().min(scored.end()));
                if let Ok(part) = Span::new(start, end) {
                    whole = part == span;
                    clipped.push(speaker, part);
                }
            }
            touched += u64::from(!whole);
        }
        (clipped, touched)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::turn::Turn;

    fn spans(list: &[(i64, i64)]) -> Vec<Span> {
        list.iter().map(|(start, end)| Span::from_millis(*start, *end).unwrap()).collect()
    }

    #[test]
    fn turns_are_cut_where_scoring_stops() {
        let turns: Turns = [(0, 10), (20, 30), (40, 50), (60, 70)]
            .map(|(start, end)| Turn::from_millis("ana", start, end).unwrap())
            .into();
        let found = |scored: Scored| {
            let (turns, touched) = scored.clip(&turns);
            (turns.iter().map(|(_, span)| span).collect::<Vec<_>>(), touched)
        };
        let scored = Scored::only(spans(&[(22, 24), (0, 5), (5, 10), (26, 45)]));
        assert_eq!(found(scored), (spans(&[(0, 10), (22, 24), (26, 30), (40, 45)]), 3));
        let scored = Scored::all_but(spans(&[(45, 48), (-5, 12)]));
        assert_eq!(found(scored), (spans(&[(20, 30), (40, 45), (48, 50), (60, 70)]), 2));
        assert_eq!(found(Scored::all_but(Vec::new())).1, 0);
    }
}
