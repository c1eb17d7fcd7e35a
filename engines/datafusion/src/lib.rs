//! Meeting interaction scores in SQL: `sociogram` as aggregate functions of DataFusion.
//!
//! Two functions take a table of turns, a row a turn, and answer for each group of rows, which is
//! a meeting:
//!
//! - `interaction_score(speaker, start, end)`: the meeting interaction score, 0 to 100, as a
//!   double; null with fewer than two participants.
//! - `interactions(speaker, start, end)`: the pairs with responses in participant order, as
//!   [`Analysis::pairs`](sociogram::Analysis::pairs) has them: a list of structs `first`, `second`
//!   (text), `value`, `relative`, `responses`, `to_second`, `to_first` and `rate` (doubles). Empty
//!   where nobody responds to anybody.
//!
//! ```
//! use datafusion::arrow::array::AsArray;
//! use datafusion::arrow::datatypes::Float64Type;
//! use datafusion::prelude::SessionContext;
//!
//! # #[tokio::main]
//! # async fn main() -> datafusion::error::Result<()> {
//! let context = SessionContext::new();
//! sociogram_datafusion::register(&context);
//! let turns = "(VALUES ('standup', 'ana', 0.0, 2.0),
//!                      ('standup', 'ben', 2.2, 4.0)) AS turns (meeting, speaker, start, stop)";
//! let query = format!(
//!     "SELECT meeting, interaction_score(speaker, start, stop) FROM {turns} GROUP BY meeting"
//! );
//! let batches = context.sql(&query).await?.collect().await?;
//! let scores = batches[0].column(1).as_primitive::<Float64Type>();
//! assert_eq!(scores.value(0).round(), 82.0);
//!
//! // A row a pair.
//! let query = format!(
//!     "SELECT meeting, pair['first'], pair['second'], pair['value'] FROM (
//!          SELECT meeting, unnest(interactions(speaker, start, stop)) AS pair
//!          FROM {turns} GROUP BY meeting)"
//! );
//! let batches = context.sql(&query).await?.collect().await?;
//! assert_eq!(batches[0].num_rows(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # What they take
//!
//! - `speaker`: text of any kind, dictionaries of it, or whole numbers, which become text.
//! - `start` and `end`: numbers of seconds, each rounded once to microseconds by the library's own
//!   rule ([`Span::from_seconds`](sociogram::Span::from_seconds)); or two timestamps, or two
//!   durations, of any unit.
//!
//! Other types are an error when the query is planned. A null, a time that is none and a turn that
//! does not end after it starts are an error when the query runs, which says what was found:
//! nothing is left out in silence. `WHERE` leaves such rows out, and `FILTER (WHERE …)` too.
//!
//! # What holds
//!
//! - The answers are those of the library for each meeting, bit for bit: whatever the order of rows,
//!   the number of partitions, and whether DataFusion had to spill.
//! - `DISTINCT` and `ORDER BY` within a call are allowed and change nothing, since a turn that comes
//!   twice is one, and turns have an order of their own.
//! - `OVER (PARTITION BY …)` works, with `ORDER BY` as the score so far; that analyzes a meeting anew
//!   for each row. Frames whose start moves are refused by DataFusion.
//!
//! # Memory
//!
//! Turns are kept until their meeting is complete: 24 bytes each, and each label once. DataFusion's
//! memory limits count them, and a query with `GROUP BY` spills what does not fit to disk. A batch
//! counts rows, and in the middle of such a query a row is a whole meeting: where a small limit
//! ends in `ResourcesExhausted`, a smaller `datafusion.execution.batch_size` helps. One meeting
//! always has to fit.

mod accumulator;
mod answer;
mod arguments;
mod function;
mod heard;
mod limit;
mod state;

use answer::Question;
use datafusion::logical_expr::AggregateUDF;
use datafusion::prelude::SessionContext;
use function::Function;
pub use limit::memory_limit;
use sociogram::Analyzer;

/// Adds both functions to a context, with the default parameters of the model.
///
/// Functions of the same names are replaced.
///
/// ```
/// let context = datafusion::prelude::SessionContext::new();
/// sociogram_datafusion::register(&context);
/// assert!(context.state().aggregate_functions().contains_key("interaction_score"));
/// ```
pub fn register(context: &SessionContext) {
    register_with(context, Analyzer::default());
}

/// Adds both functions to a context, with parameters of one's own.
///
/// Functions of the same names are replaced.
///
/// ```
/// use datafusion::prelude::SessionContext;
/// use sociogram::Analyzer;
///
/// let context = SessionContext::new();
/// sociogram_datafusion::register_with(&context, Analyzer::builder().half_rate(4.0).build()?);
/// # Ok::<(), sociogram::ParameterError>(())
/// ```
pub fn register_with(context: &SessionContext, analyzer: Analyzer) {
    context.register_udaf(interaction_score(analyzer));
    context.register_udaf(interactions(analyzer));
}

/// The function `interaction_score(speaker, start, end)`.
///
/// For expressions without SQL, or under another name with
/// [`with_aliases`](AggregateUDF::with_aliases).
///
/// ```
/// use datafusion::prelude::col;
/// use sociogram::Analyzer;
///
/// let score = sociogram_datafusion::interaction_score(Analyzer::default());
/// let score = score.call(vec![col("speaker"), col("start"), col("stop")]);
/// assert_eq!(score.to_string(), "interaction_score(speaker, start, stop)");
/// ```
#[must_use]
pub fn interaction_score(analyzer: Analyzer) -> AggregateUDF {
    Function::new(Question::Score, analyzer).into()
}

/// The function `interactions(speaker, start, end)`.
///
/// ```
/// use sociogram::Analyzer;
///
/// let pairs = sociogram_datafusion::interactions(Analyzer::default());
/// assert_eq!(pairs.name(), "interactions");
/// ```
#[must_use]
pub fn interactions(analyzer: Analyzer) -> AggregateUDF {
    Function::new(Question::Pairs, analyzer).into()
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
