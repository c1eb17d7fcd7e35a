//! The responses between any two, short enough for a page.

use super::data::{Data, Drawn, Shown};
use crate::analysis::Analyzer;
use crate::conversation::{Conversation, Spurt};
use crate::presence::Response;

/// Responses of fewer thousandths are never drawn: a hundredth of a response is a hair's breadth.
const LEAST: u32 = 10;
/// A response takes about so many bytes.
const BYTES: usize = 7;

/// Puts into a page the heaviest responses that there is room for, but one for each spurt at least:
/// a long meeting has a long page.
pub(super) fn add(data: &mut Data, conversation: &Conversation, analyzer: &Analyzer, room: usize) {
    let of_size = sizes(conversation, analyzer, &data.shown);
    let most = u64::try_from((room / BYTES).max(data.spurts())).unwrap_or(u64::MAX);
    let mut least = LEAST;
    let mut count: u64 = above(&of_size, least);
    while count > most && least < 1_000 {
        least += 1;
        count = above(&of_size, least);
    }
    let sum = |least| {
        let sizes = (0_u32..).zip(&of_size).filter(|(size, _)| *size >= least);
        sizes.map(|(size, count)| f64::from(size) * *count as f64).sum::<f64>()
    };
    let (all, drawn) = (sum(0), sum(least));
    data.drawn =
        Drawn { least, count, of: of_size.iter().sum(), part: (all > 0.0).then(|| drawn / all) };
    data.responses = encoded(data, conversation, analyzer, least);
}

/// How many there are of so many thousandths, and more.
fn above(of_size: &[u64], least: u32) -> u64 {
    (0_u32..).zip(of_size).filter(|(size, _)| *size >= least).map(|(_, count)| *count).sum()
}

/// How many responses there are of each number of thousandths.
fn sizes(conversation: &Conversation, analyzer: &Analyzer, shown: &Shown) -> Vec<u64> {
    let mut of_size = vec![0_u64; 1_001];
    analyzer.for_each_response(conversation, |response| {
        let both = [response.responder, response.addressee].map(|one| shown.place(one.get()));
        if both.iter().all(Option::is_some)
            && let Some(count) = of_size.get_mut(thousandths(&response) as usize)
        {
            *count += 1;
        }
    });
    of_size
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a response is between 0 and 1, and a cast stays in range whatever it is"
)]
fn thousandths(response: &Response) -> u32 {
    (response.amount() * 1e3).round() as u32
}

/// Of each direction the steps from spurt to spurt and the thousandths of the responses they give.
fn encoded(
    data: &Data,
    conversation: &Conversation,
    analyzer: &Analyzer,
    least: u32,
) -> Vec<Vec<u32>> {
    let shown = &data.shown;
    let mut of_direction = vec![None; shown.count * shown.count];
    let index = |from: u16, to: u16| usize::from(from) * shown.count + usize::from(to);
    for (at, (from, to)) in data.directions().enumerate() {
        if let Some(entry) = of_direction.get_mut(index(from, to)) {
            *entry = Some(at);
        }
    }
    let mut told: Vec<(u32, Vec<u32>)> = vec![(0, Vec::new()); data.directions().len()];
    let mut spurts = Numbered { spurts: conversation.spurts(), shown, at: 0 };
    analyzer.for_each_response(conversation, |response| {
        let amount = thousandths(&response);
        let (from, to) = (response.responder.get(), response.addressee.get());
        if amount < least {
            return;
        }
        let (Some(from), Some(to)) = (shown.place(from), shown.place(to)) else { return };
        let direction = of_direction.get(index(from, to)).copied().flatten();
        let Some((last, told)) = direction.and_then(|at| told.get_mut(at)) else { return };
        let at = spurts.number_of(&response);
        told.extend([at - *last, amount]);
        *last = at;
    });
    told.into_iter().map(|(_, told)| told).collect()
}

/// Spurts of those who are drawn, counted in order.
struct Numbered<'a> {
    spurts: &'a [Spurt],
    shown: &'a Shown,
    /// The number of the first of `spurts` that is drawn.
    at: u32,
}

impl Numbered<'_> {
    /// The number of the spurt that gives a response; responses come in the order of spurts.
    fn number_of(&mut self, response: &Response) -> u32 {
        while let [first, rest @ ..] = self.spurts {
            if first.participant == response.responder && first.span == response.spurt {
                break;
            }
            self.at += u32::from(self.shown.place(first.participant.get()).is_some());
            self.spurts = rest;
        }
        self.at
    }
}
