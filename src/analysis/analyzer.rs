//! Scores conversations, with parameters that were checked once.

use super::parameters::{ParameterError, Parameters};
use super::result::Analysis;
use crate::conversation::{Conversation, Spurt};
use crate::graph::Sums;
use crate::parallel;
use crate::presence::{Floor, Model, Response};

/// Scores conversations by the presence model, with one set of parameters.
///
/// ```
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// let analyzer = Analyzer::builder().half_rate(4.0).build()?;
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 2.0)?,
///     Turn::from_seconds("ben", 2.2, 4.0)?,
/// ])?;
/// assert!(analyzer.analyze(&conversation).score() < Some(82.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Analyzer {
    parameters: Parameters,
}

impl Analyzer {
    /// Starts from the default parameters.
    ///
    /// ```
    /// # use sociogram::Analyzer;
    /// assert_eq!(Analyzer::builder().build(), Ok(Analyzer::default()));
    /// ```
    pub fn builder() -> AnalyzerBuilder {
        AnalyzerBuilder { parameters: Parameters::default() }
    }

    /// The parameters it works with.
    #[must_use]
    pub const fn parameters(&self) -> Parameters {
        self.parameters
    }

    /// Scores a conversation.
    ///
    /// It cannot fail. Time: O(spurts × those present), where those are present who spoke within
    /// the last hundred `decay`s; memory: O(participants + pairs with responses).
    ///
    /// ```
    /// use sociogram::{Analyzer, Conversation, Turns};
    ///
    /// let analysis = Analyzer::default().analyze(&Conversation::new(Turns::new())?);
    /// assert_eq!(analysis.score(), None);
    /// # Ok::<(), sociogram::ConversationError>(())
    /// ```
    #[must_use]
    pub fn analyze(&self, conversation: &Conversation) -> Analysis {
        let mut sums = Sums::new(conversation.participants().len());
        self.floor().take_all(conversation.spurts(), |spurt, worth, shares| {
            sums.add_spurt(spurt.participant, worth, shares);
        });
        Analysis::new(
            self.parameters,
            conversation.minutes(),
            sums.into_graph(conversation.participants().to_vec()),
        )
    }

    /// Scores many conversations, each as [`Analyzer::analyze`] does: on all cores where the
    /// feature `parallel` is on, one after the other where it is not.
    ///
    /// The analyses come in the order of the conversations and are the same, bit for bit, however
    /// many threads there are. With rayon the threads are those of the pool in which it is called.
    /// None for none.
    ///
    /// ```
    /// use sociogram::{Analyzer, Conversation, ConversationBuilder, Turn};
    ///
    /// let meetings: Vec<ConversationBuilder> = (1..=3)
    ///     .map(|rounds| {
    ///         let turns: Vec<Turn> = (0..rounds * 2)
    ///             .map(|at| Turn::from_millis(["ana", "ben"][at % 2], 2_100 * at as i64, 2_100 * at as i64 + 1_800))
    ///             .collect::<Result<_, _>>()?;
    ///         Ok(Conversation::builder(turns).duration_seconds(60.0))
    ///     })
    ///     .collect::<Result<_, sociogram::SpanError>>()?;
    /// let conversations: Vec<Conversation> =
    ///     ConversationBuilder::build_all(meetings).into_iter().collect::<Result<_, _>>()?;
    /// let analyses = Analyzer::default().analyze_all(&conversations);
    /// assert!(analyses.is_sorted_by(|one, next| one.score() < next.score()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn analyze_all(&self, conversations: &[Conversation]) -> Vec<Analysis> {
        parallel::map_each(conversations.iter().collect(), |conversation| {
            self.analyze(conversation)
        })
    }

    /// Tells every response of a conversation, in order of time, then responder, then addressee.
    ///
    /// What the analysis sums up: the responses of a pair add up to its strength.
    ///
    /// ```
    /// use sociogram::{Analyzer, Conversation, Turn};
    ///
    /// let conversation = Conversation::new([
    ///     Turn::from_seconds("ana", 0.0, 2.0)?,
    ///     Turn::from_seconds("ben", 2.2, 4.0)?,
    /// ])?;
    /// let mut total = 0.0;
    /// Analyzer::default().for_each_response(&conversation, |response| total += response.amount());
    /// assert_eq!(Analyzer::default().analyze(&conversation).directed().sum(), total);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn for_each_response(&self, conversation: &Conversation, tell: impl FnMut(Response)) {
        self.respond(conversation.spurts(), tell);
    }

    /// The floor of a conversation that has not begun.
    pub(crate) fn floor(&self) -> Floor {
        let Parameters { rise, decay, unaddressed, .. } = self.parameters;
        Floor::new(Model::new(rise, decay, unaddressed))
    }

    /// Tells every response of spurts in order of start.
    pub(crate) fn respond(&self, spurts: &[Spurt], mut tell: impl FnMut(Response)) {
        let mut floor = self.floor();
        for spurt in spurts {
            floor.hear(*spurt, &mut tell);
        }
    }
}

/// An [`Analyzer`] in the making.
///
/// ```
/// let error = sociogram::Analyzer::builder().decay(0.0).build().unwrap_err();
/// assert_eq!(error.to_string(), "decay is 0, and must be above 0");
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use = "parameters do nothing until `build` checks them"]
pub struct AnalyzerBuilder {
    parameters: Parameters,
}

impl AnalyzerBuilder {
    /// Seconds of speech that halve the distance of a presence to 1; 1.0 unless told.
    pub const fn rise(mut self, seconds: f64) -> Self {
        self.parameters.rise = seconds;
        self
    }

    /// Seconds of silence that halve a presence; 1.4 unless told.
    pub const fn decay(mut self, seconds: f64) -> Self {
        self.parameters.decay = seconds;
        self
    }

    /// Presence of nobody in particular among those who may be responded to; 0.3 unless told.
    pub const fn unaddressed(mut self, presence: f64) -> Self {
        self.parameters.unaddressed = presence;
        self
    }

    /// Responses a minute that, were every pair alike, score 50; 3.0 unless told.
    pub const fn half_rate(mut self, responses_per_minute: f64) -> Self {
        self.parameters.half_rate = responses_per_minute;
        self
    }

    /// Checks the parameters.
    ///
    /// # Errors
    /// [`ParameterError`], for the first that is not finite or not above 0.
    pub fn build(self) -> Result<Analyzer, ParameterError> {
        let Parameters { rise, decay, unaddressed, half_rate } = self.parameters;
        for (parameter, value) in [
            ("rise", rise),
            ("decay", decay),
            ("unaddressed", unaddressed),
            ("half_rate", half_rate),
        ] {
            if !value.is_finite() {
                return Err(ParameterError::NotFinite { parameter, value });
            }
            if value <= 0.0 {
                return Err(ParameterError::NotPositive { parameter, value });
            }
        }
        Ok(Analyzer { parameters: self.parameters })
    }
}
