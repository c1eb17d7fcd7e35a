//! The plain library builds none of what the service needs.

use std::process::Command;

/// The crates of a build with these features.
fn tree(features: &[&str]) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(crate::support::root())
        .args([
            "tree",
            "--locked",
            "--offline",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--no-dedupe",
        ])
        .args(features)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let mut crates: Vec<String> =
        text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect();
    crates.sort();
    crates.dedup();
    crates
}

#[test]
fn the_plain_library_is_as_small_as_before() {
    let plain = tree(&[]);
    // Petgraph, ndarray, serde, indexmap, libm, memchr, PCG, thiserror, and what these need.
    assert!(plain.len() <= 33, "{}: {plain:?}", plain.len());
    let service = tree(&["--features", "http"]);
    for name in
        ["axum", "hyper", "object_store", "tokio", "async-trait", "url", "sha2", "jsonwebtoken"]
    {
        assert!(service.iter().any(|known| known == name), "{name}");
        assert!(!plain.iter().any(|known| known == name), "{name}");
    }
    // Clouds and their TLS come with `cloud` only.
    for name in ["reqwest", "rustls", "quick-xml"] {
        assert!(!service.iter().any(|known| known == name), "{name}");
    }
}
