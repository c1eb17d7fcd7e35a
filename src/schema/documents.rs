//! The JSON Schema documents, as checked in.

/// The name and text of every document; the name is the one that `sociogram schema` takes.
///
/// ```
/// use sociogram::schema::documents::ALL;
///
/// let (_, text) = ALL.iter().find(|(name, _)| *name == "interactions").unwrap();
/// let document: serde_json::Value = serde_json::from_str(text)?;
/// assert_eq!(document["title"], "Interactions");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub const ALL: [(&str, &str); 9] = [
    ("comparison", include_str!("documents/comparison.json")),
    ("dynamics", include_str!("documents/dynamics.json")),
    ("full-result", include_str!("documents/full-result.json")),
    ("interactions", include_str!("documents/interactions.json")),
    ("meeting-dynamics", include_str!("documents/meeting-dynamics.json")),
    ("meeting-interaction-score", include_str!("documents/meeting-interaction-score.json")),
    ("series", include_str!("documents/series.json")),
    ("upload-error-400", include_str!("documents/upload-error-400.json")),
    ("upload-error-401", include_str!("documents/upload-error-401.json")),
];
