//! The presence model: from spurts, in order, to a stream of responses.
//!
//! Every speaker has a presence between 0 and 1, which rises towards 1 while they speak and
//! decays towards 0 while they do not: it says how much the floor still is theirs. Whoever starts
//! to speak responds to those who are present, and the response is worth the rise in the
//! responder's own presence.
//!
//! ```text
//! while a speaks, from presence p at t0:   p_a(t) = 1 - (1 - p) 2^(-(t - t0) / rise)
//! while a is silent, from p at t0:         p_a(t) = p 2^(-(t - t0) / decay)
//!
//! a spurt of b from s to e, and every other participant a:
//!     worth    = p_b(e) - p_b(s)
//!     share(a) = p_a(s) / (unaddressed + sum of p_c(s) over all c but b)
//!     responses from b to a += worth share(a)
//! ```
//!
//! This is the only room that knows these formulas. Whatever asks something of the model hears
//! the same stream, one spurt at a time, and the state between two spurts is one number for each
//! speaker who is still present, and the spurts that may be going on.

mod floor;
mod halvings;
mod model;
mod response;
mod step;

pub(crate) use floor::{Floor, Shares};
pub(crate) use halvings::left_after;
pub(crate) use model::Model;
pub use response::Response;
