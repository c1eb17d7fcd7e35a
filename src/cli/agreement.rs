//! Agreement with people, for reading and as JSON.

use std::io::{self, Write};

use serde::Serialize;
use sociogram::Parameters;
use sociogram::validate::{Agreement, ByMethod, MeetingValidation, Method, Validation};

use crate::escape::visible;
use crate::table::write_table;

/// The widest name of a meeting that keeps the table within 80 columns.
const WIDEST_NAME: usize = 16;

/// Prints a few lines for each meeting, then the figures over all.
pub(crate) fn table(validation: &Validation, out: &mut impl Write) -> io::Result<()> {
    let rows = validation.meetings.iter().flat_map(|meeting| {
        let name = short(&visible(&meeting.name));
        let methods = meeting.methods.iter().enumerate().map(move |(at, (method, figures))| {
            row(if at == 0 { name.clone() } else { String::new() }, method, figures)
        });
        methods.chain([ceiling(meeting.noise_ceiling)])
    });
    let columns = ["meeting", "method", "event", "pearson", "spearman", "overlap", "window"];
    write_table(&columns, rows, out)?;
    let Validation { meetings, responses, windows, counted_for_pairs, .. } = validation;
    writeln!(
        out,
        "\nover all: {} ({counted_for_pairs} counted for pairs), {}, {}",
        counted(meetings.len(), "meeting"),
        counted(*responses, "response"),
        counted(*windows, "window"),
    )?;
    let rows =
        validation.methods.iter().map(|(method, figures)| row(String::new(), method, figures));
    // Under the same columns as the meetings, without their names.
    let rows = rows
        .chain([ceiling(validation.noise_ceiling)])
        .map(|row| row.into_iter().skip(1).collect());
    let [_, columns @ ..] = &columns;
    write_table(columns, rows, out)?;
    out.flush()
}

fn row(meeting: String, method: Method, figures: &Agreement) -> Vec<String> {
    let Agreement { event_accuracy, pearson, spearman, overlap, window_spearman, .. } = *figures;
    let figures = [event_accuracy, pearson, spearman, overlap, window_spearman].map(figure);
    [meeting, in_words(method).into()].into_iter().chain(figures).collect()
}

fn ceiling(of_pearson: Option<f64>) -> Vec<String> {
    let cells = [String::new(), "noise ceiling".into(), String::new(), figure(of_pearson)];
    cells.to_vec()
}

fn in_words(method: Method) -> &'static str {
    match method {
        Method::Presence => "presence",
        Method::TurnProduct => "turn product",
        Method::PreviousSpeaker => "previous speaker",
        Method::PreviousSpeaker1s => "previous > 1 s",
        Method::Last2s => "all of last 2 s",
        other => other.name(),
    }
}

fn figure(figure: Option<f64>) -> String {
    figure.map_or_else(|| "–".into(), |figure| format!("{figure:.3}"))
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// The name, cut where it is too wide.
fn short(name: &str) -> String {
    if name.chars().count() <= WIDEST_NAME {
        return name.into();
    }
    name.chars().take(WIDEST_NAME - 1).chain(['…']).collect()
}

/// Prints everything as one object.
pub(crate) fn json(
    validation: &Validation,
    parameters: Parameters,
    seed: u64,
    out: &mut impl Write,
) -> io::Result<()> {
    let of_method = |method| validation.methods.of(method).beyond_activity;
    let document = Document {
        parameters: ParametersOut {
            rise: parameters.rise,
            decay: parameters.decay,
            unaddressed: parameters.unaddressed,
            half_rate: parameters.half_rate,
        },
        seed,
        methods: methods(&validation.methods),
        noise_ceiling: validation.noise_ceiling,
        beyond_activity: BeyondActivity {
            presence: of_method(Method::Presence),
            chance_ratio: validation.chance_beyond_activity,
            previous_speaker: of_method(Method::PreviousSpeaker),
            previous_speaker_1s: of_method(Method::PreviousSpeaker1s),
            last_2s: of_method(Method::Last2s),
        },
        counts: Counts {
            meetings: validation.meetings.len(),
            counted_for_pairs: validation.counted_for_pairs,
            with_noise_ceiling: validation.with_noise_ceiling,
            responses: validation.responses,
            windows: validation.windows,
        },
        meetings: validation.meetings.iter().map(MeetingOut::from).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)?;
    out.flush()
}

#[derive(Serialize)]
struct Document<'a> {
    parameters: ParametersOut,
    seed: u64,
    methods: Methods,
    noise_ceiling: Option<f64>,
    beyond_activity: BeyondActivity,
    counts: Counts,
    meetings: Vec<MeetingOut<'a>>,
}

/// Correlations with annotated counts over the product of turn counts.
#[derive(Serialize)]
struct BeyondActivity {
    presence: Option<f64>,
    chance_ratio: Option<f64>,
    previous_speaker: Option<f64>,
    previous_speaker_1s: Option<f64>,
    last_2s: Option<f64>,
}

#[derive(Serialize)]
struct ParametersOut {
    rise: f64,
    decay: f64,
    unaddressed: f64,
    half_rate: f64,
}

#[derive(Serialize)]
struct Counts {
    meetings: usize,
    counted_for_pairs: usize,
    with_noise_ceiling: usize,
    responses: usize,
    windows: usize,
}

#[derive(Serialize)]
struct Methods {
    presence: Figures,
    turn_product: Figures,
    previous_speaker: Figures,
    previous_speaker_1s: Figures,
    last_2s: Figures,
}

#[derive(Serialize)]
struct Figures {
    event_accuracy: Option<f64>,
    pearson: Option<f64>,
    spearman: Option<f64>,
    overlap: Option<f64>,
    window_spearman: Option<f64>,
}

#[derive(Serialize)]
struct MeetingOut<'a> {
    meeting: &'a str,
    participants: usize,
    responses: usize,
    windows: usize,
    counts_for_pairs: bool,
    methods: Methods,
    noise_ceiling: Option<f64>,
}

impl<'a> From<&'a MeetingValidation> for MeetingOut<'a> {
    fn from(meeting: &'a MeetingValidation) -> Self {
        Self {
            meeting: meeting.name.as_str(),
            participants: meeting.participants,
            responses: meeting.responses,
            windows: meeting.windows,
            counts_for_pairs: meeting.counts_for_pairs,
            methods: methods(&meeting.methods),
            noise_ceiling: meeting.noise_ceiling,
        }
    }
}

fn methods(all: &ByMethod<Agreement>) -> Methods {
    let figures = |method: Method| {
        let one = all.of(method);
        Figures {
            event_accuracy: one.event_accuracy,
            pearson: one.pearson,
            spearman: one.spearman,
            overlap: one.overlap,
            window_spearman: one.window_spearman,
        }
    };
    Methods {
        presence: figures(Method::Presence),
        turn_product: figures(Method::TurnProduct),
        previous_speaker: figures(Method::PreviousSpeaker),
        previous_speaker_1s: figures(Method::PreviousSpeaker1s),
        last_2s: figures(Method::Last2s),
    }
}
