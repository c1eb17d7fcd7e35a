//! What a check costs: `cargo test --release --features http --test http_token -- --ignored --nocapture`.

use std::hint::black_box;
use std::time::Instant;

use sociogram::http::Access;
use sociogram::http::token::KeySource;

use crate::maker::{SECRET, fixture, headers, of, of_key, token};

const CLAIMS: &str = r#"{"iss":"https://id.example","sub":"7369d5a6-5f13-47af-8e50-d82aeb0715e0","aud":"sociogram","iat":1799999000,"exp":1800000600,"scope":"meetings:read","org":"acme"}"#;

#[test]
#[ignore = "a measurement"]
fn a_check_costs() {
    let folder = std::env::temp_dir().join(format!("sociogram-cost-{}", std::process::id()));
    std::fs::write(&folder, SECRET).unwrap();
    let of_key =
        |name| of_key(name, r#"{"alg":"NAME"}"#.replace("NAME", algorithm(name)).as_str(), CLAIMS);
    for (what, source, token, rounds) in [
        ("HS256", KeySource::secret(SECRET), token(CLAIMS), 400_000),
        ("HS256, from a file", KeySource::secret_file(&folder), token(CLAIMS), 400_000),
        ("RS256", KeySource::public_key(fixture("rsa.pub.pem")), of_key("rsa.pem"), 20_000),
        ("ES256", KeySource::public_key(fixture("p256.pub.pem")), of_key("p256.pem"), 10_000),
        ("EdDSA", KeySource::public_key(fixture("ed25519.pub.pem")), of_key("ed25519.pem"), 10_000),
    ] {
        let builder = of(source).issuer("https://id.example").audience("sociogram");
        let tokens = builder.tenant_claim("org").build().unwrap();
        let headers = headers(format!("Bearer {token}"));
        let start = Instant::now();
        for _ in 0..rounds {
            black_box(tokens.caller(black_box(&headers))).unwrap();
        }
        let each = start.elapsed() / rounds;
        println!("{what}: {each:?} a check");
    }
    std::fs::remove_file(&folder).unwrap();
}

fn algorithm(name: &str) -> &'static str {
    match name {
        "rsa.pem" => "RS256",
        "p256.pem" => "ES256",
        _ => "EdDSA",
    }
}
