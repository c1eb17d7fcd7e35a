//! The JSON: byte for byte as documented, back again, and true to its schema.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly, and what is exact is held to the bit"
)]

mod support;

use jsonschema::Validator;
use proptest::prelude::*;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sociogram::chance::{Shifts, pairs};
use sociogram::compare::Comparison;
use sociogram::confidence::Resampling;
use sociogram::dynamics::{Dynamics, Windows};
use sociogram::formats::rttm;
use sociogram::generate::{Generator, Kind};
use sociogram::schema::{
    ComparisonResult, DynamicsPeriod, DynamicsResult, FullResult, Interactions, MeetingDynamics,
    MeetingInteractionScore, Node, SeriesResult, UploadError400, UploadError401, documents,
};
use sociogram::series::Series;
use sociogram::{Analyzer, Conversation, Scale, Turn, Turns};
use support::conversations::{analyzers, conversation, conversations};

/// The documented example of `meeting-interactions`.
const INTERACTIONS: &str = r#"{"nodes":[{"between":["8b3c1e7b-64da-4320-b699-0dc3cff03aae","1c2ee2da-e2f6-433d-b554-248707c2491c"],"value":100},{"between":["8b3c1e7b-64da-4320-b699-0dc3cff03aae","7369d5a6-5f13-47af-8e50-d82aeb0715e0"],"value":75}]}"#;
/// The documented example of `meeting-interaction_score`.
const SCORE: &str = r#"{"meeting_interaction_score":20}"#;
/// The documented example of `meeting-dynamics`.
const DYNAMICS: &str = r#"{"dynamics":[{"start":0,"end":300000,"interactions_score":75},{"start":300000,"end":600000,"interactions_score":60}]}"#;
/// The documented body of an error.
const UNAUTHORIZED: &str = r#"{"message":"Unauthorized"}"#;

fn document(name: &str) -> Validator {
    let (_, text) = documents::ALL.iter().find(|(known, _)| *known == name).unwrap();
    jsonschema::draft202012::new(&serde_json::from_str(text).unwrap()).unwrap()
}

/// Reads a documented example, writes it, and holds it against its schema.
fn there_and_back<T: Serialize + DeserializeOwned>(text: &str, schema: &str) -> T {
    let value: T = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), text);
    assert!(document(schema).is_valid(&serde_json::from_str(text).unwrap()), "{schema}");
    value
}

#[test]
fn the_documented_examples_go_there_and_back() {
    let interactions: Interactions = there_and_back(INTERACTIONS, "interactions");
    assert_eq!(interactions.nodes[1].value, 75);
    assert_eq!(interactions.nodes[0].between[0], interactions.nodes[1].between[0]);

    let score: MeetingInteractionScore = there_and_back(SCORE, "meeting-interaction-score");
    assert_eq!(score.meeting_interaction_score, 20);

    let dynamics: MeetingDynamics = there_and_back(DYNAMICS, "meeting-dynamics");
    let first = DynamicsPeriod { start: 0, end: 300_000, interactions_score: 75 };
    assert_eq!(dynamics.dynamics[0], first);

    let _: UploadError400 = there_and_back(UNAUTHORIZED, "upload-error-400");
    let _: UploadError401 = there_and_back(UNAUTHORIZED, "upload-error-401");
}

#[test]
fn whole_numbers_may_be_written_as_reals_and_nothing_else() {
    let read = |value: &str| {
        serde_json::from_str::<Node>(&format!(r#"{{"between":["a","b"],"value":{value}}}"#))
    };
    assert_eq!(read("75.0").unwrap().value, 75);
    assert_eq!(read("1e2").unwrap().value, 100);
    for refused in ["75.5", "-1", "256", "1e300", "\"75\"", "null"] {
        assert!(read(refused).is_err(), "{refused}");
    }
    let node = document("interactions");
    for (value, valid) in [(json!(75.0), true), (json!(75.5), false), (json!(101), false)] {
        let body = json!({"nodes": [{"between": ["a", "b"], "value": value}]});
        assert_eq!(node.is_valid(&body), valid, "{body}");
    }
}

fn turns_of(turns: &[(&str, f64, f64)]) -> Turns {
    turns.iter().map(|(who, from, to)| Turn::from_seconds(*who, *from, *to).unwrap()).collect()
}

fn analyze(turns: &[(&str, f64, f64)]) -> sociogram::Analysis {
    Analyzer::default().analyze(&Conversation::new(turns_of(turns)).unwrap())
}

#[test]
fn nodes_come_strongest_first_and_those_of_value_0_not_at_all() {
    let analysis = analyze(&[
        ("ana", 0.0, 5.0),
        ("ben", 5.2, 10.0),
        ("ana", 10.1, 15.0),
        ("eva", 15.2, 15.5),
        ("dan", 100.0, 110.0),
    ]);
    assert_eq!(
        serde_json::to_string(&Interactions::from(&analysis)).unwrap(),
        concat!(
            r#"{"nodes":[{"between":["ana","ben"],"value":65},{"between":["ana","eva"],"value":9},"#,
            r#"{"between":["ben","eva"],"value":1}]}"#,
        ),
    );
    assert_eq!(
        serde_json::to_string(&Interactions::on_scale(&analysis, Scale::Relative)).unwrap(),
        concat!(
            r#"{"nodes":[{"between":["ana","ben"],"value":100},{"between":["ana","eva"],"value":9},"#,
            r#"{"between":["ben","eva"],"value":1}]}"#,
        ),
    );
    let listed: Vec<_> =
        analysis.pairs().map(|pair| pair.labels().map(|one| one.as_str())).collect();
    assert!(listed.contains(&["ana", "dan"]), "a trace of a response, of value 0: {listed:?}");
}

#[test]
fn equal_nodes_come_in_participant_order() {
    // Two pairs that are the same conversation, an hour apart.
    let analysis = analyze(&[
        ("ben", 0.0, 5.0),
        ("ana", 5.2, 10.0),
        ("zoe", 3600.0, 3605.0),
        ("eva", 3605.2, 3610.0),
    ]);
    let strengths: Vec<f64> = analysis.pairs().map(|pair| pair.strength).collect();
    assert_eq!(strengths, [strengths[0]; 2]);
    let wire = Interactions::on_scale(&analysis, Scale::Relative);
    let between: Vec<_> = wire.nodes.iter().map(|node| node.between.clone()).collect();
    assert_eq!(between, [["ben", "ana"], ["zoe", "eva"]].map(|pair| pair.map(String::from)));
}

#[test]
fn fewer_than_two_participants_have_no_nodes_and_score_0_on_the_wire() {
    for turns in [&[][..], &[("ana", 0.0, 5.0)]] {
        let analysis = analyze(turns);
        assert_eq!(
            serde_json::to_string(&Interactions::from(&analysis)).unwrap(),
            r#"{"nodes":[]}"#
        );
        assert_eq!(
            serde_json::to_string(&MeetingInteractionScore::from(&analysis)).unwrap(),
            r#"{"meeting_interaction_score":0}"#,
        );
        assert_eq!(analysis.score(), None);
    }
}

#[test]
fn the_full_result_is_as_it_was() {
    let file = support::root().join("fixtures/meetings/two-rooms.rttm");
    let recordings = rttm::read(&std::fs::read(file).unwrap()).unwrap();
    let results: Vec<String> = recordings
        .into_iter()
        .map(|recording| {
            let turns = recording.turns().clone();
            let conversation =
                Conversation::builder(turns).roster(["zoe", "ana"]).duration_seconds(60.0);
            let conversation = conversation.build().unwrap();
            let chances = pairs(&conversation, &Analyzer::default(), Shifts::default());
            let result = FullResult::of(&conversation, &Analyzer::default(), 0)
                .with_chance(&chances)
                .of_recording(&recording);
            serde_json::to_string_pretty(&result).unwrap() + "\n"
        })
        .collect();
    support::is_as_it_was("fixtures/results/two-rooms.json", &results.concat());
}

/// The bundled meeting of two minutes.
fn standup() -> Conversation {
    let file = support::root().join("fixtures/meetings/standup.rttm");
    Conversation::new(support::recording(&file).into_turns()).unwrap()
}

#[test]
fn the_dynamics_are_as_they_were() {
    let (standup, analyzer) = (standup(), Analyzer::default());
    let halves = Windows::from_seconds(60.0, 60.0).unwrap();
    let dynamics = Dynamics::of(&standup, &analyzer, halves).unwrap();
    assert_eq!(
        serde_json::to_string(&MeetingDynamics::from(&dynamics)).unwrap(),
        concat!(
            r#"{"dynamics":[{"start":0,"end":60000,"interactions_score":85},"#,
            r#"{"start":60000,"end":113500,"interactions_score":88}]}"#,
        ),
    );
    let result = serde_json::to_string_pretty(&DynamicsResult::from(&dynamics)).unwrap() + "\n";
    support::is_as_it_was("fixtures/results/standup-dynamics.json", &result);
}

#[test]
fn the_schema_of_the_dynamics_refuses_what_is_missing_or_out_of_range() {
    let (standup, analyzer) = (standup(), Analyzer::default());
    let dynamics = Dynamics::of(&standup, &analyzer, Windows::default()).unwrap();
    let valid = serde_json::to_value(DynamicsResult::from(&dynamics)).unwrap();
    let schema = document("dynamics");
    assert!(schema.is_valid(&valid));
    for (pointer, value) in [
        ("/windows/0/score", json!(100.5)),
        ("/windows/0/start", json!("0:00")),
        ("/windows/0/pairs/0/absolute", json!(-1)),
        ("/windows/0/pairs/0/between", json!(["ana"])),
        ("/period", Value::Null),
    ] {
        let mut changed = valid.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        assert!(!schema.is_valid(&changed), "{pointer}");
    }
    for key in valid.as_object().unwrap().keys() {
        let mut without = valid.clone();
        without.as_object_mut().unwrap().remove(key);
        assert!(!schema.is_valid(&without), "without {key}");
    }
}

#[test]
fn comparisons_and_series_are_as_they_were() {
    let panel = |speakers, seed| {
        let turns = Generator::new(Kind::Panel, speakers, 60).seed(seed).turns();
        Conversation::builder(turns).roster(["roster"]).build().unwrap()
    };
    let meetings = [panel(3, 1), panel(4, 2), panel(3, 3)];
    let analyzer = Analyzer::default();
    let how = Resampling::default();
    let compared = Comparison::of(&meetings[0], &meetings[1], &analyzer, how);
    let result = ComparisonResult::from(&compared).of_recordings(Some("mon"), None);
    let text = serde_json::to_string_pretty(&result).unwrap() + "\n";
    support::is_as_it_was("fixtures/results/comparison.json", &text);

    let analyses = meetings.iter().map(|one| analyzer.analyze(one));
    let series = Series::new(["mon", "tue", "wed"].into_iter().zip(analyses)).unwrap();
    let text = serde_json::to_string_pretty(&SeriesResult::from(&series)).unwrap() + "\n";
    support::is_as_it_was("fixtures/results/series.json", &text);
}

fn schema_of<T: JsonSchema>() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let first_paragraphs = RecursiveTransform(|schema: &mut Schema| {
        if let Some(Value::String(text)) = schema.get_mut("description") {
            *text = text.split("\n\n").next().unwrap().replace('\n', " ");
        }
    });
    let generator = settings.with_transform(first_paragraphs).into_generator();
    serde_json::to_string_pretty(&generator.into_root_schema_for::<T>()).unwrap() + "\n"
}

#[test]
fn the_schema_documents_are_those_of_the_structs() {
    for (name, text) in [
        ("comparison", schema_of::<ComparisonResult>()),
        ("dynamics", schema_of::<DynamicsResult>()),
        ("full-result", schema_of::<FullResult>()),
        ("interactions", schema_of::<Interactions>()),
        ("meeting-dynamics", schema_of::<MeetingDynamics>()),
        ("meeting-interaction-score", schema_of::<MeetingInteractionScore>()),
        ("series", schema_of::<SeriesResult>()),
        ("upload-error-400", schema_of::<UploadError400>()),
        ("upload-error-401", schema_of::<UploadError401>()),
    ] {
        support::is_as_it_was(&format!("src/schema/documents/{name}.json"), &text);
    }
}

#[test]
fn the_schema_of_the_full_result_refuses_what_is_missing_or_out_of_range() {
    let turns = turns_of(&[("ana", 0.0, 5.0), ("ben", 5.2, 10.0)]);
    let conversation = Conversation::new(turns).unwrap();
    let valid =
        serde_json::to_value(FullResult::of(&conversation, &Analyzer::default(), 0)).unwrap();
    let schema = document("full-result");
    assert!(schema.is_valid(&valid));
    let changed = |pointer: &str, value: Value| {
        let mut changed = valid.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        changed
    };
    assert!(schema.is_valid(&changed("/score", Value::Null)));
    assert!(schema.is_valid(&changed("/recording", json!("standup"))));
    for (pointer, value) in [
        ("/score", json!(100.5)),
        ("/score", json!("high")),
        ("/pairs/0/absolute", json!(-1)),
        ("/pairs/0/chance", json!({"expected": -1})),
        ("/interval", json!([40, 60])),
        ("/evidence", json!("plenty")),
        ("/directed/0/heaviest/0/shares/0/share", json!(1.5)),
        ("/pairs/0/between", json!(["ana"])),
        ("/participants/0/spurts", json!(1.5)),
        ("/repairs", json!([{"kind": "unheard_of", "count": 1, "first_line": 1}])),
    ] {
        assert!(!schema.is_valid(&changed(pointer, value.clone())), "{pointer} {value}");
    }
    for key in valid.as_object().unwrap().keys() {
        let mut without = valid.clone();
        without.as_object_mut().unwrap().remove(key);
        assert!(!schema.is_valid(&without), "without {key}");
    }
}

proptest! {
    #[test]
    fn whatever_is_written_is_valid_and_reads_back(analyzer in analyzers(), lines in conversations()) {
        let conversation = conversation(&lines, &["roster"]);
        let analysis = analyzer.analyze(&conversation);
        let few = Shifts { draws: 20, seed: 0 };
        let full = FullResult::of(&conversation, &analyzer, 0)
            .with_chance(&pairs(&conversation, &analyzer, few));
        let text = serde_json::to_string(&full).unwrap();
        prop_assert!(document("full-result").is_valid(&serde_json::from_str(&text).unwrap()));
        prop_assert_eq!(serde_json::from_str::<FullResult>(&text).unwrap(), full);

        for scale in [Scale::Absolute, Scale::Relative] {
            let wire = Interactions::on_scale(&analysis, scale);
            let text = serde_json::to_string(&wire).unwrap();
            prop_assert!(document("interactions").is_valid(&serde_json::from_str(&text).unwrap()));
            prop_assert_eq!(serde_json::from_str::<Interactions>(&text).unwrap(), wire);
        }
        let wire = serde_json::to_value(MeetingInteractionScore::from(&analysis)).unwrap();
        prop_assert!(document("meeting-interaction-score").is_valid(&wire));

        let asked = Windows::from_seconds(7.0, 3.0).unwrap();
        if let Ok(dynamics) = Dynamics::of(&conversation, &analyzer, asked) {
            let wire = MeetingDynamics::from(&dynamics);
            let text = serde_json::to_string(&wire).unwrap();
            prop_assert!(document("meeting-dynamics").is_valid(&serde_json::from_str(&text).unwrap()));
            prop_assert_eq!(serde_json::from_str::<MeetingDynamics>(&text).unwrap(), wire);
            let full = DynamicsResult::from(&dynamics);
            let text = serde_json::to_string(&full).unwrap();
            prop_assert!(document("dynamics").is_valid(&serde_json::from_str(&text).unwrap()));
            prop_assert_eq!(serde_json::from_str::<DynamicsResult>(&text).unwrap(), full);
        }
    }

    #[test]
    fn comparisons_and_series_are_valid_and_read_back(
        first in conversations(), second in conversations()
    ) {
        let analyzer = Analyzer::default();
        let meetings = [first, second].map(|lines| conversation(&lines, &["roster"]));
        let how = Resampling { draws: 20, seed: 0 };
        let compared = Comparison::of(&meetings[0], &meetings[1], &analyzer, how);
        let result = ComparisonResult::from(&compared);
        let text = serde_json::to_string(&result).unwrap();
        prop_assert!(document("comparison").is_valid(&serde_json::from_str(&text).unwrap()));
        prop_assert_eq!(serde_json::from_str::<ComparisonResult>(&text).unwrap(), result);

        let analyses = meetings.each_ref().map(|one| ("", analyzer.analyze(one)));
        let result = SeriesResult::from(&Series::new(analyses).unwrap());
        let text = serde_json::to_string(&result).unwrap();
        prop_assert!(document("series").is_valid(&serde_json::from_str(&text).unwrap()));
        prop_assert_eq!(serde_json::from_str::<SeriesResult>(&text).unwrap(), result);
    }
}
