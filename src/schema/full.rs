//! Everything that sociogram knows of a meeting, unrounded.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::facts::{FactsResult, LeftOutResult};
use super::insight::{ChanceResult, EvidenceResult, ExplainedResult, IntervalResult};
use super::provenance::{Provenance, RepairResult};
use crate::analysis::{Analysis, Analyzer};
use crate::chance::PairChance;
use crate::confidence::{Confidence, Resampling};
use crate::conversation::{Conversation, Participant};
use crate::explain::heaviest;
use crate::facts::Facts;
use crate::formats::{OverlapCapability, Recording};
use crate::time::{Time, in_seconds};

/// The version of [`FullResult`]; it rises when a key changes its meaning or goes away.
pub const SCHEMA_VERSION: u32 = 3;

/// How many responses explain each direction of a pair.
const HEAVIEST: usize = 3;
/// How many directions are explained, strongest first: in a crowd all of them would be too much.
const EXPLAINED: usize = 200;

/// Everything that sociogram knows of a meeting, unrounded.
///
/// [`FullResult::of`] a conversation has all of it; `From<&Analysis>` what an analysis alone knows.
///
/// ```
/// use sociogram::schema::FullResult;
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 2.0)?,
///     Turn::from_seconds("ben", 2.2, 4.0)?,
/// ])?;
/// let result = FullResult::from(&Analyzer::default().analyze(&conversation));
/// assert_eq!(result.pairs[0].between, ["ana", "ben"]);
/// assert_eq!((result.directed[0].from.as_str(), result.directed[0].to.as_str()), ("ben", "ana"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct FullResult {
    /// The version of this schema.
    pub schema_version: u32,
    /// The recording's name; null where it has none.
    pub recording: Option<String>,
    /// The parameters of the model.
    pub parameters: ModelParameters,
    /// Everyone who takes part, in order of first speech; those who never speak last, by label.
    pub participants: Vec<ParticipantResult>,
    /// How long the meeting lasted, in minutes.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0)))]
    pub minutes: f64,
    /// Responses from one participant to another, where there are any, in participant order.
    pub directed: Vec<DirectedResponses>,
    /// The pairs with responses, in participant order.
    pub pairs: Vec<PairResult>,
    /// How many pairs there are, with responses or without.
    pub pair_count: usize,
    /// The meeting interaction score, 0 to 100; null with fewer than two participants.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0, max = 100.0)))]
    pub score: Option<f64>,
    /// The 90% interval of the score; null where there is too little to resample.
    pub interval: Option<IntervalResult>,
    /// Whether there is enough evidence to say anything; null if that is not known.
    pub evidence: Option<EvidenceResult>,
    /// The facts of turn-taking; null if they were not asked.
    pub facts: Option<FactsResult>,
    /// Those who spoke and were not answered, or were there and silent; null if it was not asked.
    pub left_out: Option<Vec<LeftOutResult>>,
    /// Speakers who were not taken for participants, since they spoke too little.
    pub min_talk_left_out: Vec<String>,
    /// Whether the input could tell of overlap; null if turns did not come from a reader.
    pub overlap_capability: Option<OverlapCapability>,
    /// What was repaired in the input, by kind; empty if nothing was.
    pub repairs: Vec<RepairResult>,
    /// How many turns of the input have no known speaker.
    pub unknown_speaker_turns: u64,
    /// How many turns were cut or left out for lying in time that is not scored.
    pub unscored_turns: u64,
    /// How many records of the input held no turn and were passed over.
    pub skipped_records: u64,
    /// What looks wrong in the input and was left as it is.
    pub warnings: Vec<String>,
}

impl FullResult {
    /// Everything that is known of a conversation: the analysis, how sure it is, and why.
    ///
    /// Only the comparison with chance is left to [`FullResult::with_chance`]: it costs some
    /// hundred times the analysis.
    ///
    /// ```
    /// use sociogram::schema::FullResult;
    /// use sociogram::{Analyzer, Conversation, Turn};
    ///
    /// let conversation = Conversation::new([
    ///     Turn::from_seconds("ana", 0.0, 2.0)?,
    ///     Turn::from_seconds("ben", 2.2, 4.0)?,
    /// ])?;
    /// let result = FullResult::of(&conversation, &Analyzer::default(), 0);
    /// assert_eq!(result.directed[0].heaviest.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(conversation: &Conversation, analyzer: &Analyzer, seed: u64) -> Self {
        let analysis = analyzer.analyze(conversation);
        let mut result = Self::from(&analysis);
        let resampling = Resampling { seed, ..Resampling::default() };
        let sure = Confidence::of(conversation, analyzer, resampling);
        result.interval = sure.score().map(Into::into);
        result.evidence = EvidenceResult::of(sure.evidence());
        for (pair, sure) in result.pairs.iter_mut().zip(sure.pairs()) {
            pair.interval = Some(sure.value.into());
        }
        let explained = strongest_directions(&analysis);
        let told = heaviest(conversation, analyzer, HEAVIEST, |from, to| {
            explained.contains(&(from.get(), to.get()))
        });
        // Both in participant order, of which only some directions are explained.
        let mut told = told.into_iter().peekable();
        for (directed, edge) in result.directed.iter_mut().zip(analysis.graph().raw_edges()) {
            let (from, to) = (edge.source().index(), edge.target().index());
            let its = told.next_if(|((one, other), _)| (one.get(), other.get()) == (from, to));
            if let Some((_, told)) = its {
                directed.heaviest =
                    told.iter().map(|one| ExplainedResult::of(one, conversation)).collect();
            }
        }
        let facts = Facts::of(conversation, &analysis);
        result.facts = Some((&facts).into());
        result.left_out = Some(facts.left_out.iter().map(Into::into).collect());
        let too_little = conversation.left_out().iter();
        result.min_talk_left_out = too_little.map(|one| one.label().to_string()).collect();
        result
    }

    /// The same result with each pair beside chance, from [`chance::pairs`](crate::chance::pairs)
    /// of the same conversation.
    #[must_use]
    pub fn with_chance(mut self, chances: &[PairChance]) -> Self {
        for (pair, chance) in self.pairs.iter_mut().zip(chances) {
            pair.chance = Some(chance.into());
        }
        self
    }

    /// The same result with the recording's name, and what reading it took.
    ///
    /// ```
    /// use sociogram::formats::rttm;
    /// use sociogram::schema::FullResult;
    /// use sociogram::{Analyzer, Conversation};
    ///
    /// let text = b"SPEAKER standup 1 0.0 2.0 <NA> <NA> ana <NA> <NA>";
    /// for recording in rttm::read(text)? {
    ///     let conversation = Conversation::new(recording.turns().clone())?;
    ///     let analysis = Analyzer::default().analyze(&conversation);
    ///     let result = FullResult::from(&analysis).of_recording(&recording);
    ///     assert_eq!(result.recording.as_deref(), Some("standup"));
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of_recording(self, recording: &Recording) -> Self {
        self.with_provenance(Provenance::of(recording))
    }

    /// The same result with the recording's name and what reading it took, as
    /// [`FullResult::of_recording`] has it, where the recording itself is gone.
    #[must_use]
    pub fn with_provenance(mut self, provenance: Provenance) -> Self {
        if provenance.overlap_capability == OverlapCapability::No
            && let Some(facts) = &mut self.facts
        {
            facts.without_overlap();
        }
        self.recording = Some(provenance.recording);
        self.overlap_capability = Some(provenance.overlap_capability);
        self.repairs = provenance.repairs;
        self.unknown_speaker_turns = provenance.unknown_speaker_turns;
        self.unscored_turns = provenance.unscored_turns;
        self.skipped_records = provenance.skipped_records;
        self.warnings = provenance.warnings;
        self
    }
}

/// The directions with the most responses, as many as are explained.
fn strongest_directions(analysis: &Analysis) -> HashSet<(usize, usize)> {
    let mut edges: Vec<(f64, (usize, usize))> = analysis
        .graph()
        .raw_edges()
        .iter()
        .map(|edge| (edge.weight, (edge.source().index(), edge.target().index())))
        .collect();
    // A stable sort: ties stay in participant order.
    edges.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    edges.into_iter().take(EXPLAINED).map(|(_, direction)| direction).collect()
}

impl From<&Analysis> for FullResult {
    fn from(analysis: &Analysis) -> Self {
        let graph = analysis.graph();
        let label = |at| graph.node_weight(at).map(|one| one.label().to_string());
        let directed = graph
            .edge_indices()
            .filter_map(|edge| {
                let (from, to) = graph.edge_endpoints(edge)?;
                let responses = *graph.edge_weight(edge)?;
                let (from, to, heaviest) = (label(from)?, label(to)?, Vec::new());
                Some(DirectedResponses { from, to, responses, heaviest })
            })
            .collect();
        let pairs = analysis
            .pairs()
            .map(|pair| PairResult {
                between: pair.labels().map(ToString::to_string),
                responses: pair.strength,
                rate: pair.rate,
                absolute: pair.absolute,
                relative: pair.relative,
                interval: None,
                chance: None,
            })
            .collect();
        let parameters = analysis.parameters();
        Self {
            schema_version: SCHEMA_VERSION,
            recording: None,
            parameters: ModelParameters {
                rise: parameters.rise,
                decay: parameters.decay,
                unaddressed: parameters.unaddressed,
                half_rate: parameters.half_rate,
            },
            participants: analysis.participants().map(ParticipantResult::from).collect(),
            minutes: analysis.minutes(),
            directed,
            pairs,
            pair_count: analysis.pair_count(),
            score: analysis.score(),
            interval: None,
            evidence: None,
            facts: None,
            left_out: None,
            min_talk_left_out: Vec::new(),
            repairs: Vec::new(),
            overlap_capability: None,
            unknown_speaker_turns: 0,
            unscored_turns: 0,
            skipped_records: 0,
            warnings: Vec::new(),
        }
    }
}

/// The parameters of the model, with which it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct ModelParameters {
    /// Seconds of speech that halve the distance of a presence to 1.
    pub rise: f64,
    /// Seconds of silence that halve a presence.
    pub decay: f64,
    /// Presence of nobody in particular among those who may be responded to.
    pub unaddressed: f64,
    /// Responses a minute that, were every pair alike, score 50.
    pub half_rate: f64,
}

/// One participant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct ParticipantResult {
    /// The speaker's label.
    pub speaker: String,
    /// When the participant first speaks, in seconds; null for one who never does.
    pub first_start: Option<f64>,
    /// Seconds of speech, each instant counted once.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0)))]
    pub talk_time: f64,
    /// Stretches of speech without a gap.
    pub spurts: usize,
}

impl From<&Participant> for ParticipantResult {
    fn from(participant: &Participant) -> Self {
        Self {
            speaker: participant.label().to_string(),
            first_start: participant.first_start().map(Time::seconds),
            talk_time: in_seconds(participant.talk_time()),
            spurts: participant.spurts(),
        }
    }
}

/// Responses from one participant to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct DirectedResponses {
    /// The responder.
    pub from: String,
    /// The one who is responded to.
    pub to: String,
    /// How many responses, above 0.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0)))]
    pub responses: f64,
    /// The heaviest of them, heaviest first, at most three; of the 200 strongest directions.
    pub heaviest: Vec<ExplainedResult>,
}

/// One pair with responses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct PairResult {
    /// The two labels, in participant order.
    pub between: [String; 2],
    /// The pair's strength: responses both ways together.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0)))]
    pub responses: f64,
    /// Responses a minute.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0)))]
    pub rate: f64,
    /// The value against the clock, 0 to 100.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0, max = 100.0)))]
    pub absolute: f64,
    /// The value against the strongest pair, which has 100.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0, max = 100.0)))]
    pub relative: f64,
    /// The 90% interval of the absolute value; null where there is too little to resample.
    pub interval: Option<IntervalResult>,
    /// The responses beside those expected by chance; null if it was not asked.
    pub chance: Option<ChanceResult>,
}
