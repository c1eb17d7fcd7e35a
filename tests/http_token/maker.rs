//! Makes tokens, right ones and wrong ones.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use sociogram::http::token::{KeySource, Tokens, TokensBuilder};
use sociogram::http::{Access, Caller};

pub(crate) const SECRET: &[u8] = b"thirty-two bytes that are public";
/// What the time is in these tests.
pub(crate) const NOW: u64 = 1_800_000_000;
/// Claims that hold, and nothing else.
pub(crate) const PLAIN: &str = r#"{"exp":1800000600}"#;

pub(crate) fn base64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/fixtures/keys/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

pub(crate) fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

pub(crate) fn signed(
    header: &str,
    claims: &str,
    algorithm: Algorithm,
    key: &EncodingKey,
) -> String {
    let message = format!("{}.{}", base64(header), base64(claims));
    let signature = crypto::sign(message.as_bytes(), key, algorithm).unwrap();
    format!("{message}.{signature}")
}

/// A token of a secret, with any header.
pub(crate) fn of_secret(header: &str, claims: &str, secret: &[u8]) -> String {
    signed(header, claims, Algorithm::HS256, &EncodingKey::from_secret(secret))
}

/// A right token with these claims.
pub(crate) fn token(claims: &str) -> String {
    of_secret(r#"{"alg":"HS256","typ":"JWT"}"#, claims, SECRET)
}

/// A right token of a private key among the fixtures.
pub(crate) fn of_key(name: &str, header: &str, claims: &str) -> String {
    let pem = fixture(name);
    let (algorithm, key) = match name {
        "rsa.pem" => (Algorithm::RS256, EncodingKey::from_rsa_pem(&pem)),
        "p256.pem" => (Algorithm::ES256, EncodingKey::from_ec_pem(&pem)),
        _ => (Algorithm::EdDSA, EncodingKey::from_ed_pem(&pem)),
    };
    signed(header, claims, algorithm, &key.unwrap())
}

pub(crate) fn builder() -> TokensBuilder {
    of(KeySource::secret(SECRET))
}

pub(crate) fn of(keys: KeySource) -> TokensBuilder {
    Tokens::builder(keys).clock(|| at(NOW))
}

pub(crate) fn plain() -> Tokens {
    builder().build().unwrap()
}

pub(crate) fn headers(value: impl AsRef<[u8]>) -> HeaderMap {
    let value = http::HeaderValue::from_bytes(value.as_ref()).unwrap();
    HeaderMap::from_iter([(AUTHORIZATION, value)])
}

pub(crate) fn ask(tokens: &Tokens, token: &str) -> Result<Caller, String> {
    let headers = headers(format!("Bearer {token}"));
    tokens.caller(&headers).map_err(|denied| denied.reason().to_owned())
}

/// What is said of a token with these claims.
pub(crate) fn claims(tokens: &Tokens, json: &str) -> Result<Caller, String> {
    ask(tokens, &token(json))
}

#[track_caller]
pub(crate) fn refused(answer: Result<Caller, String>, why: &str) {
    let reason = answer.unwrap_err();
    assert!(reason.contains(why), "{reason:?} does not say {why:?}");
}
