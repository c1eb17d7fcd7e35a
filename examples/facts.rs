//! Turn-taking facts as JSON: `cargo run --release --example facts --all-features -- FILE.rttm…`
//!
//! One line for each recording; lengths of time are in seconds.

use std::io::Write;
use std::time::Duration;

use serde_json::{Value, json};
use sociogram::facts::{Facts, FloorTransfers, Lengths, Reason};
use sociogram::formats::rttm;
use sociogram::petgraph::visit::EdgeRef;
use sociogram::{Analysis, Analyzer, Conversation, Label};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    for file in std::env::args_os().skip(1) {
        for recording in rttm::read(&std::fs::read(&file)?)? {
            let name = recording.name().clone();
            let conversation = Conversation::new(recording.into_turns())?;
            let analysis = Analyzer::default().analyze(&conversation);
            let facts = Facts::of(&conversation, &analysis);
            writeln!(out, "{}", json(&name, &analysis, &facts))?;
        }
    }
    Ok(())
}

fn json(name: &Label, analysis: &Analysis, facts: &Facts) -> Value {
    let labels: Vec<&str> = analysis.participants().map(|one| one.label().as_str()).collect();
    let responses = analysis.graph().edge_references().map(|edge| {
        let [from, to] = [edge.source(), edge.target()].map(|one| labels.get(one.index()));
        json!({ "from": from, "to": to, "responses": edge.weight() })
    });
    let participants = facts.participants.iter().map(|one| {
        json!({
            "label": one.label.as_str(),
            "talk_time": seconds(one.talk_time),
            "share_of_talk": one.share_of_talk,
            "spurts": one.spurts,
            "backchannels": one.backchannels,
            "longest_monologue": one.longest_monologue.map(|monologue| json!({
                "start": monologue.span.start().seconds(),
                "end": monologue.span.end().seconds(),
                "talk_time": seconds(monologue.talk_time),
            })),
            "overlap_time": seconds(one.overlap_time),
            "responses_given": one.responses_given,
            "responses_received": one.responses_received,
            "fair_share": one.fair_share,
            "floor_taken": transfers(one.floor_taken),
            "centrality": one.centrality,
        })
    });
    let pairs = facts.pairs.iter().map(|pair| {
        json!({
            "between": pair.between.each_ref().map(Label::as_str),
            "overlap_time": seconds(pair.overlap_time),
            "first_to_second": transfers(pair.first_to_second),
            "second_to_first": transfers(pair.second_to_first),
            "reciprocity": pair.reciprocity,
        })
    });
    let left_out = facts.left_out.iter().map(|one| {
        let reason = match one.reason {
            Reason::Silent => "silent",
            Reason::Unanswered { .. } => "unanswered",
            _ => "other",
        };
        json!({ "label": one.label.as_str(), "reason": reason })
    });
    let meeting = &facts.meeting;
    let parts = meeting.parts.iter().map(|part| part.iter().map(Label::as_str).collect::<Vec<_>>());
    json!({
        "recording": name.as_str(),
        "meeting": {
            "talk_time": seconds(meeting.talk_time),
            "speech_time": seconds(meeting.speech_time),
            "silence": seconds(meeting.silence),
            "overlap_time": seconds(meeting.overlap_time),
            "gaps": lengths(meeting.gaps),
            "pauses": lengths(meeting.pauses),
            "overlaps_between": lengths(meeting.overlaps_between),
            "overlaps_within": lengths(meeting.overlaps_within),
            "floor_transfers": transfers(meeting.floor_transfers),
            "participation_entropy": meeting.participation_entropy,
            "participation_gini": meeting.participation_gini,
            "reciprocity": meeting.reciprocity,
            "parts": parts.collect::<Vec<_>>(),
            "cohesion": meeting.cohesion,
        },
        "participants": participants.collect::<Vec<_>>(),
        "pairs": pairs.collect::<Vec<_>>(),
        "left_out": left_out.collect::<Vec<_>>(),
        "directed": responses.collect::<Vec<_>>(),
    })
}

fn seconds(length: Duration) -> f64 {
    length.as_secs_f64()
}

fn lengths(lengths: Lengths) -> Value {
    let Lengths { count, total, median, .. } = lengths;
    json!({ "count": count, "total": seconds(total), "median": median.map(seconds) })
}

fn transfers(transfers: FloorTransfers) -> Value {
    json!({ "count": transfers.count, "median_offset": transfers.median_offset })
}
